"""Replies to the speaker. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any

from .languages import Language
from .questions import MOST_CHOICES, Choice


class ReplyKind(Enum):
    """The kind of reply."""

    DONE = auto()
    ANSWER = auto()
    QUESTION = auto()
    """Nothing was done, because it is unclear what was meant."""
    FAILURE = auto()
    """It wasn't allowed or possible, or it's unclear whether it was done."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply to the speaker."""

    kind: ReplyKind
    speech: str
    data: Mapping[str, Any] = field(default_factory=dict)
    """The same as structured data."""
    choices: Sequence[Choice[Any]] = ()
    """The possible answers to a question."""


def not_understood(language: Language) -> Reply:
    """Reply that this wasn't understood."""
    return Reply(ReplyKind.QUESTION, language.replies.not_understood)


def which(template: str, choices: Sequence[Choice[Any]], language: Language) -> Reply:
    """Ask which of these is meant."""
    choices = choices[:MOST_CHOICES]
    labels = [choice.label for choice in choices]
    speech = template.format(choices=language.either(labels))
    return Reply(ReplyKind.QUESTION, speech, {"options": labels}, choices)


def nobody(template: str, spoken: str, similar: Sequence[Choice[Any]], language: Language) -> Reply:
    """Reply that nobody has this name, and suggest similar ones."""
    speech = template.format(name=language.trim(spoken))
    if not similar:
        return Reply(ReplyKind.QUESTION, speech)
    suggestion = which(language.replies.did_you_mean, similar, language)
    return replace(suggestion, speech=f"{speech} {suggestion.speech}")
