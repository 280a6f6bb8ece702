"""What has to be said in a language so that people can speak of calls in it."""

from collections.abc import Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
import unicodedata


class Request(StrEnum):
    """What people ask for, as the type of an intent."""

    CALL = "JinglCall"
    TRANSFER = "JinglTransferCall"
    WHO_IS_ON_THE_PHONE = "JinglWhoIsOnThePhone"
    IS_ON_THE_PHONE = "JinglIsOnThePhone"
    MISSED_CALLS = "JinglMissedCalls"
    CALL_BACK = "JinglCallBack"
    HANG_UP = "JinglHangUp"


# What sentences leave open.
SLOT_CALLEE: Final = "callee"
SLOT_HANDSET: Final = "handset"
SLOT_PARTY: Final = "party"

_PUNCTUATION: Final = ",.;:!?"

# Nobody says more in one breath, and all of it would be looked up.
_LONGEST: Final = 200
_MOST_SPLITS: Final = 3

# More cannot be kept in mind while they are spoken.
_MOST_CHOICES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """What is replied; each may name what stands in braces."""

    # Calls
    calling: str
    """{callee} {handset}"""
    calling_number: str
    """{callee} {number} {handset}"""
    transferring: str
    """{callee} {handset}"""
    transferring_number: str
    """{callee} {number} {handset}"""

    # Questions back
    whom: str
    not_understood: str
    which_callee: str
    """{choices}"""
    which_handset: str
    """{choices}"""
    nobody: str
    """{name}"""
    no_such_handset: str
    """{name}"""
    did_you_mean: str
    """{choices}"""
    dropped: str
    """In place of doing anything, to somebody who answers no."""
    no_handsets: str
    not_permitted: str
    """{handset}"""
    withheld: str
    """{handset}: missed a call of somebody who cannot be called back."""
    cannot_hang_up: str

    # Who is on the phone
    nobody_on_the_phone: str
    talking: str
    """{handset} {party}"""
    holding: str
    """{handset} {party}"""
    ringing: str
    """{handset} {party}"""
    dialling: str
    """{handset} {party}"""
    application: str
    """{handset} {party}: not a person but a service."""
    service: str
    """In place of a program's own name, such as VoiceMail."""
    idle: str
    """{handset}"""
    offline: str
    """{handset}"""
    state_unknown: str
    """{handset}"""
    not_with_you: str
    """{party}"""
    somebody: str
    """In place of a party whose number is withheld."""

    # Missed calls
    none_missed: str
    none_missed_by: str
    """{handset}"""
    one_missed: str
    """{calls}"""
    missed: str
    """{count} {calls}"""
    missed_today: str
    """{party} {time} {handset}"""
    missed_yesterday: str
    """{party} {time} {handset}"""
    more_missed: str
    """{count}"""

    named_like_number: str
    """{name} {extension}: a handset whose name reads like another number."""
    alternative: str
    """{first} {last}: one of several."""
    another: str
    """In place of all those of many that are not named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What is answered to any question, in words that hassil takes as they are."""

    yes: AbstractSet[str]
    no: AbstractSet[str]
    ordinals: Sequence[AbstractSet[str]]
    """What the first of several is called, the second, and so on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language that people speak of calls in."""

    code: str
    sentences: Mapping[Request, Sequence[str]]
    """What to listen for, as templates for hassil: of two that fit, the first counts.

    These are heard before any other assistant, and what is heard cannot be passed on. So each
    begins, or ends, with words that are about nothing but calls.
    """
    sentences_with_names: Mapping[Request, Sequence[str]]
    """What people say of other things, too: heard only with a name of ours in the first blank."""
    please: str
    """What somebody may say behind any sentence."""
    between: AbstractSet[str]
    """The words between a callee and the handset to call from; this and what follows is written
    without accents."""
    before: AbstractSet[str]
    """Words before a name that are no part of it; none that sounds like a digit."""
    after: AbstractSet[str]
    """Words after a name that are no part of it, up to two at a time; none that sounds like a
    digit."""
    mine: AbstractSet[str]
    """What people call the handset that is theirs."""
    answers: Answers
    numbers: Mapping[str, str]
    """What people say for digits, several words at a time included."""
    possessive: str
    """What makes a name the owner of a phone or call; empty if nothing does for certain."""
    repeats: Mapping[str, int]
    """Words before a digit that is to be dialled so many times."""
    durations: Sequence[tuple[str, str]]
    """What hours, minutes and seconds are called: a single one, and several."""
    replies: Replies
    refusals: Mapping[str, str]
    """What is replied to an error, by its translation key; other errors speak for themselves."""

    def trim(self, text: str) -> str:
        """Return a text without the words around a name that are no part of it."""
        words = text.split()
        while len(words) > 1 and _bare(words[0]) in self.before:
            del words[0]
        while length := self._length_after(words):
            del words[-length:]
        return " ".join(words)

    def owner(self, text: str) -> str | None:
        """Return whose phone or call is spoken of: the workshop, for the workshop's phone."""
        plain = self.trim(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        if not self.possessive or not plain.endswith(self.possessive):
            return None
        return plain.removesuffix(self.possessive).strip() or None

    def _length_after(self, words: Sequence[str]) -> int:
        for length in (2, 1):
            last = " ".join(_bare(word) for word in words[-length:])
            if length < len(words) and last in self.after:
                return length
        return 0

    def is_mine(self, handset: str) -> bool:
        """Return whether somebody speaks of the handset that is theirs."""
        words = [_bare(word) for word in handset.split()]
        while words and " ".join(words) not in self.mine and words[-1] in self.after:
            del words[-1]
        return " ".join(words) in self.mine

    def is_too_much(self, *words: str) -> bool:
        """Return whether this is more than somebody says who wants to be understood."""
        said = " ".join(filter(None, words))
        splits = len([*filter(None, words[1:])])
        splits += sum(_bare(word) in self.between for word in said.split())
        return len(said) > _LONGEST or splits > _MOST_SPLITS

    def duration(self, seconds: int) -> str:
        """Return a time as it is spoken; of hours, without the seconds."""
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        values = (hours, minutes, 0 if hours else seconds)
        return " ".join(
            f"{value} {one if value == 1 else several}"
            for value, (one, several) in zip(values, self.durations, strict=True)
            if value
        )

    def either(self, choices: Sequence[str]) -> str:
        """Return an enumeration of things of which one is to be chosen."""
        if len(choices) > _MOST_CHOICES:
            choices = [*choices[: _MOST_CHOICES - 1], self.replies.another]
        *others, last = choices
        if not others:
            return last
        return self.replies.alternative.format(first=", ".join(others), last=last)


def without_accents(text: str) -> str:
    """Return a text as it is compared: Zwölf, ZWÖLF and zwolf are one word."""
    return "".join(
        char
        for char in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(char)
    )


def _bare(word: str) -> str:
    return without_accents(word).strip(_PUNCTUATION)
