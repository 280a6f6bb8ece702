"""The languages people can use to talk about calls, one file each."""

from collections.abc import Mapping
from typing import Final

from .english import ENGLISH
from .german import GERMAN
from .language import (
    SLOT_CALLEE,
    SLOT_DAY,
    SLOT_HANDSET,
    SLOT_PARTY,
    Answers,
    Language,
    Replies,
    Request,
    without_accents,
)

__all__ = [
    "LANGUAGES",
    "SLOT_CALLEE",
    "SLOT_DAY",
    "SLOT_HANDSET",
    "SLOT_PARTY",
    "Answers",
    "Language",
    "Replies",
    "Request",
    "find_language",
    "without_accents",
]

LANGUAGES: Final[Mapping[str, Language]] = {
    language.code: language for language in (ENGLISH, GERMAN)
}


def find_language(tag: str | None) -> Language:
    """Return the language for a tag such as de-AT; English for those we don't have yet."""
    return LANGUAGES.get((tag or "").replace("_", "-").partition("-")[0].lower(), ENGLISH)
