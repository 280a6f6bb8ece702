"""Decide which numbers may be dialled, and from where. Pure."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
import re
from typing import Any, Final, Self

from ..const import CONF_DIALLING
from ..numbers.phone_number import (
    JINGL_REGION,
    NumberKind,
    PhoneNumber,
    normalise_number,
    understand,
    without_detour,
)


class Origin(StrEnum):
    """Where a request to make a phone ring comes from."""

    ACTION = "action"
    """An action: an automation, a script, a dashboard, a user."""
    VOICE = "voice"
    """A voice assistant's sentence, or a language model."""


class Refusal(StrEnum):
    """The rule that forbids it."""

    DENIED = "denied"
    EMERGENCY = "emergency"
    KIND = "kind"
    SUPERVISION = "supervision"
    SUPERVISION_BY_VOICE = "supervision_by_voice"
    TOO_MANY = "too_many"


DAY: Final = 24 * 60 * 60.0

# Anything higher wouldn't be a limit.
MOST_CALLS: Final = 1000
MOST_MINUTES: Final = 1440
MOST_CALLS_PER_DAY: Final = 10_000

ORDINARY_KINDS: Final = tuple(
    kind for kind in NumberKind if kind not in {NumberKind.PREMIUM, NumberKind.EMERGENCY}
)
VOICE_KINDS: Final = (NumberKind.HANDSET, NumberKind.CONTACT)

# As Jingl dials, in international form with +, or a star code. No number begins with +610, though
# people write +61 (0)4.
_BEGINNING: Final = re.compile(
    r"\+(?!0|610)[0-9]+|0|0011|0[1-9][0-9]*|1[0-9]*|[*#]{1,2}[0-9]*", re.ASCII
)


# A whole number, as Jingl dials it or in international form with +.
_NUMBER: Final = re.compile(r"\+?[0-9]+|[0-9*#]*[0-9]#?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Limit:
    """The most calls allowed within a time."""

    calls: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class DialPolicy:
    """What an account's options permit; the fields have the names of the stored options."""

    actions: Collection[NumberKind] = ORDINARY_KINDS
    voice: Collection[NumberKind] = VOICE_KINDS
    allowed: Collection[str] = ()
    """Numbers, or beginnings followed by *, that may be dialled whatever their kind."""
    denied: Collection[str] = ()
    """The same for numbers that must not be dialled, even if allowed."""
    supervise_others: bool = False
    """Whether numbers other than the account's handsets may monitor, coach and barge in."""
    calls: int = 10
    """How many calls an account may make within `minutes`."""
    minutes: int = 5
    calls_per_day: int = 200

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """Return the policy in an entry's options, or the default one if they are invalid."""
        try:
            return cls.read(options)
        except ValueError:
            return cls()

    @classmethod
    def read(cls, options: Mapping[str, Any]) -> Self:
        """Return the policy in an entry's options; ValueError if they are invalid."""
        kept = options.get(CONF_DIALLING, {})
        if not isinstance(kept, Mapping) or not all(
            key in _FIELDS and _FIELDS[key](value) for key, value in kept.items()
        ):
            raise ValueError("not a dial policy")
        return cls(**kept)

    @property
    def limits(self) -> Sequence[Limit]:
        """Return the limits on the number of calls."""
        return Limit(self.calls, self.minutes * 60.0), Limit(self.calls_per_day, DAY)

    def check(self, number: PhoneNumber, origin: Origin, *, supervises: bool) -> Refusal | None:
        """Return the rule that forbids the call, or None if it is allowed."""
        if supervises and origin is Origin.VOICE:
            return Refusal.SUPERVISION_BY_VOICE
        if _is_denied(number, self.denied):
            return Refusal.DENIED
        if supervises and not self.supervise_others and number.kind is not NumberKind.HANDSET:
            return Refusal.SUPERVISION
        kinds = self.actions if origin is Origin.ACTION else self.voice
        # Being a contact can only allow a call, never forbid it.
        if number.kind in kinds or number.otherwise in kinds:
            return None
        if number.kind is NumberKind.EMERGENCY:
            return Refusal.EMERGENCY  # a list of numbers mustn't quietly allow these
        return None if _is_listed(number, self.allowed) else Refusal.KIND


def _are_kinds(value: object) -> bool:
    return isinstance(value, list | tuple) and all(kind in list(NumberKind) for kind in value)


def _are_listed(value: object) -> bool:
    return isinstance(value, list | tuple) and all(
        isinstance(entry, str)
        and (_NUMBER.fullmatch(entry) or _BEGINNING.fullmatch(entry.removesuffix("*")))
        for entry in value
    )


def _is_up_to(most: int) -> Callable[[object], bool]:
    return lambda value: type(value) is int and 1 <= value <= most


# Checks for the fields of a policy.
_FIELDS: Final[Mapping[str, Callable[[object], bool]]] = {
    "actions": _are_kinds,
    "voice": _are_kinds,
    "allowed": _are_listed,
    "denied": _are_listed,
    "supervise_others": lambda value: isinstance(value, bool),
    "calls": _is_up_to(MOST_CALLS),
    "minutes": _is_up_to(MOST_MINUTES),
    "calls_per_day": _is_up_to(MOST_CALLS_PER_DAY),
}


def as_listed(text: str, region: str) -> str:
    """Return a number, or a beginning followed by *, as stored in the lists.

    A whole number is read as written in `region`, e.g. AU; a beginning as dialled in Australia or
    in international form with +. Raises ValueError for what would never match.
    """
    stripped = text.strip()
    if len(stripped) > 1 and stripped.endswith("*"):
        beginning = re.sub("^0011(?=[1-9])", "+", normalise_number(stripped[:-1]))
        if not _BEGINNING.fullmatch(beginning):
            raise ValueError("not what a number begins with")
        return f"{beginning}*"
    number = understand(text, region=region)
    if region == JINGL_REGION:
        return number.dialled
    # It must mean the same when the form is saved again: 0409 123 456 exists in Hamburg, too.
    return number.international or number.dialled


def _is_denied(number: PhoneNumber, entries: Collection[str]) -> bool:
    """Return whether a number is listed, in any way of dialling it."""
    plain = number.dialled.replace("-", "")
    ways = {number.dialled, plain}
    if number.kind is not NumberKind.HANDSET and not number.international:
        # A star code does the same with or without a # at the end.
        ways |= {without_detour(plain), plain.rstrip("#")}
        entries = [*entries, *(entry.rstrip("#") for entry in entries)]
    return any(_is_listed(replace(number, dialled=way), entries) for way in ways)


def _is_listed(number: PhoneNumber, entries: Collection[str]) -> bool:
    for entry in entries:
        beginning = entry.removesuffix("*")
        if beginning == entry:
            if entry in {number.dialled, number.international}:
                return True
        # A handset's extension may begin like any other number.
        elif number.kind is not NumberKind.HANDSET and (
            number.dialled.startswith(beginning) or number.international.startswith(beginning)
        ):
            return True
    return False
