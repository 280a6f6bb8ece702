"""What a language needs so that people can use it to talk about calls."""

from collections.abc import Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
import unicodedata


class Request(StrEnum):
    """A request, as an intent type."""

    CALL = "JinglCall"
    TRANSFER = "JinglTransferCall"
    WHO_IS_ON_THE_PHONE = "JinglWhoIsOnThePhone"
    IS_ON_THE_PHONE = "JinglIsOnThePhone"
    WHO_CALLED = "JinglWhoCalled"
    DID_CALL = "JinglDidCall"
    LAST_TALKED = "JinglLastTalked"
    MISSED_CALLS = "JinglMissedCalls"
    CALL_BACK = "JinglCallBack"
    HANG_UP = "JinglHangUp"


# The blanks in sentences.
SLOT_CALLEE: Final = "callee"
SLOT_HANDSET: Final = "handset"
SLOT_PARTY: Final = "party"
SLOT_DAY: Final = "day"

_PUNCTUATION: Final = ",.;:!?"

# Nobody says more in one breath, and we would look up all of it.
_LONGEST: Final = 200
_MOST_SPLITS: Final = 3

# People can't remember more spoken choices.
_MOST_CHOICES: Final = 6
_MOST_TOGETHER: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """The replies; each may use the placeholders listed below it."""

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
    """When somebody answers no to a question."""
    no_handsets: str
    not_permitted: str
    """{handset}"""
    withheld: str
    """{handset}: missed a call from somebody who can't be called back."""
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
    """{handset} {party}: the party is a service, not a person."""
    service: str
    """Instead of a service's own name, such as VoiceMail."""
    idle: str
    """{handset}"""
    offline: str
    """{handset}"""
    state_unknown: str
    """{handset}"""
    not_with_you: str
    """{party}"""
    somebody: str
    """Instead of a party whose number is withheld."""

    # Who called
    none_missed: str
    """{period}"""
    none_missed_by: str
    """{handset} {period}"""
    one_missed: str
    """{calls}"""
    missed: str
    """{count} {calls}"""
    nobody_called: str
    """{period}"""
    nobody_called_handset: str
    """{handset} {period}"""
    one_call: str
    """{calls}"""
    calls: str
    """{count} {calls}"""
    called: str
    """{party} {handset} {moment}"""
    talked: str
    """{party} {handset} {moment}: either may have called the other."""
    did_not_call: str
    """{party} {period}"""
    last_talked: str
    """{handset} {party} {moment}"""
    has_not_talked: str
    """{handset} {party} {period}"""
    nobody_talked: str
    """{party} {period}"""
    only_remembered: str
    """{period}: when somebody asks about calls before that."""
    more: str
    """{count}: the rest of a list."""

    # Times
    at: str
    """{time}: today."""
    day_at: str
    """{day} {time}"""
    yesterday: str
    on_weekday: str
    """{weekday}"""
    on_date: str
    """{day} {month}"""
    last_day: str
    last_days: str
    """{count}"""

    named_like_number: str
    """{name} {extension}: a handset whose name reads like another number."""
    alternative: str
    """{first} {last}: a list of alternatives."""
    together: str
    """{first} {last}: a list of handsets that rang together."""
    another: str
    """Instead of the rest of a long list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Answers to any question, in words that hassil takes literally."""

    yes: AbstractSet[str]
    no: AbstractSet[str]
    ordinals: Sequence[AbstractSet[str]]
    """Words for the first choice, the second, and so on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day, or a part of one, as people say it."""

    ago: int = 0
    """How many days ago it was."""
    weekday: int | None = None
    """Instead, that the latest day with this name is meant; Monday is 0."""
    is_over: bool = False
    """Whether that can't be today."""
    first_hour: int = 0
    end_hour: int = 24
    """Where the part of the day ends; hours from 24 up are on the next day."""

    def seen_from(self, today: date) -> date:
        """Return which day is meant."""
        if self.weekday is None:
            return today - timedelta(days=self.ago)
        ago = (today.weekday() - self.weekday) % 7
        return today - timedelta(days=7 if self.is_over and not ago else ago)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language people can use to talk about calls."""

    code: str
    sentences: Mapping[Request, Sequence[str]]
    """What to listen for, as hassil templates; the first match counts.

    We hear these before any other assistant, and can't pass them on. So each begins or ends with
    words that can only be about calls. {day} only means one of the days below.
    """
    sentences_with_names: Mapping[Request, Sequence[str]]
    """May also be about other things: heard only with a name we know in the first blank."""
    please: str
    """Words that may follow any sentence."""
    between: AbstractSet[str]
    """Words between a callee and the handset to call from; from here on, words are written without
    accents."""
    before: AbstractSet[str]
    """Words before a name that aren't part of it; none may sound like a digit."""
    after: AbstractSet[str]
    """Words after a name that aren't part of it, up to two at a time; none may sound like a
    digit."""
    mine: AbstractSet[str]
    """What people call their own handset, and themselves."""
    ours: AbstractSet[str]
    """What people call everybody here."""
    days: Mapping[str, Day]
    """What people say for a day."""
    weekdays: Sequence[str]
    """From Monday."""
    months: Sequence[str]
    answers: Answers
    numbers: Mapping[str, str]
    """What people say for digits, in one or more words."""
    possessive: str
    """The ending that makes a name possessive; empty if none is unambiguous."""
    repeats: Mapping[str, int]
    """Words that repeat the next digit, such as "double"."""
    durations: Sequence[tuple[str, str]]
    """Words for hours, minutes and seconds: singular and plural."""
    replies: Replies
    refusals: Mapping[str, str]
    """Replies to errors by translation key; other errors use their own message."""

    def trim(self, text: str) -> str:
        """Return a text without the words around a name that aren't part of it."""
        words = text.split()
        while len(words) > 1 and _bare(words[0]) in self.before:
            del words[0]
        while length := self._length_after(words):
            del words[-length:]
        return " ".join(words)

    def owner(self, text: str) -> str | None:
        """Return whose phone or call is meant: the workshop, for the workshop's phone."""
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
        """Return whether these words mean the speaker's own handset."""
        return self._is_among(self.mine, handset)

    def is_ours(self, handset: str) -> bool:
        """Return whether these words mean all handsets."""
        return self._is_among(self.ours, handset)

    def _is_among(self, names: AbstractSet[str], handset: str) -> bool:
        words = [_bare(word) for word in handset.split()]
        while words and " ".join(words) not in names and words[-1] in self.after:
            del words[-1]
        return " ".join(words) in names

    def find_day(self, said: str) -> tuple[str, Day] | None:
        """Return a day and what people say for it; a weekday's name alone is enough."""
        wanted = " ".join(_bare(word) for word in said.split())
        for words, day in self.days.items():
            plain = without_accents(words)
            if wanted == plain or (day.weekday is not None and wanted == plain.split()[-1]):
                return words, day
        return None

    def day_in_words(self, day: date, today: date) -> str | None:
        """Return a day in words; None for today."""
        ago = (today - day).days
        if ago in {0, 1}:
            return self.replies.yesterday if ago else None
        if 0 < ago < len(self.weekdays):
            return self.replies.on_weekday.format(weekday=self.weekdays[day.weekday()])
        return self.replies.on_date.format(day=day.day, month=self.months[day.month - 1])

    def is_too_much(self, *words: str) -> bool:
        """Return whether this is too long or complicated to understand."""
        said = " ".join(filter(None, words))
        splits = len([*filter(None, words[1:])])
        splits += sum(_bare(word) in self.between for word in said.split())
        return len(said) > _LONGEST or splits > _MOST_SPLITS

    def duration(self, seconds: int) -> str:
        """Return a duration in words; without seconds from an hour up."""
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        values = (hours, minutes, 0 if hours else seconds)
        return " ".join(
            f"{value} {one if value == 1 else several}"
            for value, (one, several) in zip(values, self.durations, strict=True)
            if value
        )

    def together(self, handsets: Sequence[str]) -> str:
        """Return the names of handsets that rang together."""
        if len(handsets) > _MOST_TOGETHER:
            several = ", ".join(handsets[: _MOST_TOGETHER - 1])
            return f"{several} {self.replies.more.format(count=len(handsets) + 1 - _MOST_TOGETHER)}"
        *others, last = handsets
        if not others:
            return last
        return self.replies.together.format(first=", ".join(others), last=last)

    def either(self, choices: Sequence[str]) -> str:
        """Return the choices joined by "or"."""
        if len(choices) > _MOST_CHOICES:
            choices = [*choices[: _MOST_CHOICES - 1], self.replies.another]
        *others, last = choices
        if not others:
            return last
        return self.replies.alternative.format(first=", ".join(others), last=last)


def without_accents(text: str) -> str:
    """Return a text in a form for comparing: Zwölf, ZWÖLF and zwolf are the same."""
    return "".join(
        char
        for char in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(char)
    )


def _bare(word: str) -> str:
    return without_accents(word).strip(_PUNCTUATION)
