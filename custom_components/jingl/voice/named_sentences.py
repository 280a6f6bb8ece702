"""Sentences that may also be about other things: we only hear them with a name we know.

The conversation agent accepts anything in a blank, and then doesn't ask other agents. So names
replace the first blank, and what was said is parsed again with all blanks open.
"""

import re
from typing import TYPE_CHECKING, Final

from .blanks import read_blanks, with_days
from .languages import LANGUAGES, Language, Request
from .spoken_names import SpokenNames

if TYPE_CHECKING:
    from hassil.recognize import RecognizeResult

NAMED_SENTENCES: Final[dict[str, tuple[Request, Language]]] = {
    sentence: (request, language)
    for language in LANGUAGES.values()
    for request, sentences in language.sentences_with_names.items()
    for sentence in sentences
}

_BLANK: Final = re.compile(r"{\w+}")
_BEFORE: Final = "|".join(sorted({word for each in LANGUAGES.values() for word in each.before}))
# Asking to ring these gets a reply about what to do instead.
_HELP: Final = ("ambulance", "fire brigade", "police", "feuerwehr", "notarzt", "polizei")


def named_templates(names: SpokenNames) -> list[str]:
    """Return templates to listen for, with each name as seldom as can be."""
    if not names.handsets:
        return []
    handsets = f"[({_BEFORE})] ({'|'.join(names.handsets)})"
    anyone = f"[({_BEFORE})] ({'|'.join((*names.handsets, *_HELP, *names.people))})"
    if names.bare:
        anyone += f"|({'|'.join(names.bare)})"
    if names.given:
        anyone += f"|({'|'.join(names.given)})[ {{rest}}]"
    callers = "|".join((*names.people, *names.bare, *names.given))
    templates = []
    for requests, name in (
        ({Request.CALL}, anyone),
        ({Request.DID_CALL}, callers),
        ({Request.WHO_CALLED}, handsets),
        # Together, because nobody begins a sentence with one and ends it with the other.
        ({Request.IS_ON_THE_PHONE, Request.TRANSFER}, handsets),
    ):
        parts = [
            _BLANK.split(with_days(sentence, language), maxsplit=1)
            for sentence, (request, language) in NAMED_SENTENCES.items()
            if request in requests and name
        ]
        if parts:
            heads, tails = (dict.fromkeys(part) for part in zip(*parts, strict=True))
            templates.append(f"({'|'.join(heads)})({name})({'|'.join(tails)})")
    return templates


def read_named(text: str) -> RecognizeResult | None:
    """Return which of the sentences was said, and the words in its blanks."""
    return read_blanks(text, tuple(NAMED_SENTENCES))
