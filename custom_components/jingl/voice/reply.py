"""What somebody who spoke is told. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any

from .languages import Language
from .questions import MOST_CHOICES, Choice


class ReplyKind(Enum):
    """What kind of a reply it is."""

    DONE = auto()
    ANSWER = auto()
    QUESTION = auto()
    """Nothing was done, since it is not clear what is meant."""
    FAILURE = auto()
    """Nothing was done, since it may not or cannot be; or nobody knows."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody who spoke is told."""

    kind: ReplyKind
    speech: str
    data: Mapping[str, Any] = field(default_factory=dict)
    """The same for a machine."""
    choices: Sequence[Choice[Any]] = ()
    """What may be answered to a question."""


def not_understood(language: Language) -> Reply:
    """Tell that so many words make no sense."""
    return Reply(ReplyKind.QUESTION, language.replies.not_understood)


def which(template: str, choices: Sequence[Choice[Any]], language: Language) -> Reply:
    """Ask which of these is meant."""
    choices = choices[:MOST_CHOICES]
    labels = [choice.label for choice in choices]
    speech = template.format(choices=language.either(labels))
    return Reply(ReplyKind.QUESTION, speech, {"options": labels}, choices)


def nobody(template: str, spoken: str, similar: Sequence[Choice[Any]], language: Language) -> Reply:
    """Tell that nobody is called so, and ask whether who is called almost so is meant."""
    speech = template.format(name=language.trim(spoken))
    if not similar:
        return Reply(ReplyKind.QUESTION, speech)
    suggestion = which(language.replies.did_you_mean, similar, language)
    return replace(suggestion, speech=f"{speech} {suggestion.speech}")
