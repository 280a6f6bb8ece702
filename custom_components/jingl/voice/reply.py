"""What somebody who spoke is told. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from .languages import Language


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


def not_understood(language: Language) -> Reply:
    """Tell that so many words make no sense."""
    return Reply(ReplyKind.QUESTION, language.replies.not_understood)


def which(template: str, choices: Sequence[str], language: Language) -> Reply:
    """Ask which of these is meant."""
    speech = template.format(choices=language.either(choices))
    return Reply(ReplyKind.QUESTION, speech, {"choices": list(choices)})


def nobody(template: str, spoken: str, similar: Sequence[str], language: Language) -> Reply:
    """Tell that nobody is called so, and who is called almost so."""
    speech = template.format(name=language.trim(spoken))
    if not similar:
        return Reply(ReplyKind.QUESTION, speech)
    suggestion = which(language.replies.did_you_mean, list(dict.fromkeys(similar)), language)
    return Reply(ReplyKind.QUESTION, f"{speech} {suggestion.speech}", suggestion.data)
