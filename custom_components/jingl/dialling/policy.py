"""Who may be dialled, by whom. Pure."""

from collections.abc import Collection, Mapping
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
    """Who wants a phone to ring."""

    ACTION = "action"
    """An action: an automation, a script, a dashboard, a user."""
    VOICE = "voice"
    """A voice assistant's sentence, or a language model."""


class Refusal(StrEnum):
    """Which rule forbids it."""

    DENIED = "denied"
    EMERGENCY = "emergency"
    KIND = "kind"
    SUPERVISION = "supervision"
    SUPERVISION_BY_VOICE = "supervision_by_voice"
    TOO_MANY = "too_many"
    NOT_UNDERSTOOD = "not_understood"


ORDINARY_KINDS: Final = tuple(
    kind for kind in NumberKind if kind not in {NumberKind.PREMIUM, NumberKind.EMERGENCY}
)
VOICE_KINDS: Final = (NumberKind.HANDSET, NumberKind.CONTACT)

# As Jingl dials, with + as from anywhere, or a star code. No number begins with +610, though people
# write +61 (0)4.
_BEGINNING: Final = re.compile(
    r"\+(?!0|610)[0-9]+|0|0011|0[1-9][0-9]*|1[0-9]*|[*#]{1,2}[0-9]*", re.ASCII
)


@dataclass(frozen=True, kw_only=True)
class DialPolicy:
    """What an account's options permit; they are kept under the names of these fields."""

    actions: Collection[NumberKind] = ORDINARY_KINDS
    voice: Collection[NumberKind] = VOICE_KINDS
    allowed: Collection[str] = ()
    """Numbers, or with a * what they begin with, that may be dialled whatever their kind."""
    denied: Collection[str] = ()
    """The same for what may not be dialled, even if it is allowed."""
    supervise_others: bool = False
    """Whether others than the account's handsets may monitor, coach and barge."""
    calls: int = 10
    """How many calls an account may make within `minutes`."""
    minutes: int = 5

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """Return the policy of an entry's options."""
        return cls(**options.get(CONF_DIALLING, {}))

    def check(self, number: PhoneNumber, origin: Origin, *, supervises: bool) -> Refusal | None:
        """Return the rule that forbids a phone to ring, None if it may."""
        if supervises and origin is Origin.VOICE:
            return Refusal.SUPERVISION_BY_VOICE
        if _is_listed(number, self.denied) or _is_listed(_without_detour(number), self.denied):
            return Refusal.DENIED
        if supervises and not self.supervise_others and number.kind is not NumberKind.HANDSET:
            return Refusal.SUPERVISION
        if number.kind in (self.actions if origin is Origin.ACTION else self.voice):
            return None
        if number.kind is NumberKind.EMERGENCY:
            return Refusal.EMERGENCY  # which no list of numbers may switch on unseen
        return None if _is_listed(number, self.allowed) else Refusal.KIND


def as_listed(text: str, region: str) -> str:
    """Return a number, or with a * behind it what numbers begin with, as the lists hold it.

    A whole number is read as in `region`, e.g. AU; a beginning as it is dialled in Australia, or
    with + as from anywhere. Raises ValueError for what would never match.
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
    # As it means the same there when the form is sent again: 0409 123 456 is in Hamburg, too.
    return number.international or number.dialled


def _without_detour(number: PhoneNumber) -> PhoneNumber:
    if number.kind is NumberKind.HANDSET or number.international:
        return number
    return replace(number, dialled=without_detour(number.dialled))


def _is_listed(number: PhoneNumber, entries: Collection[str]) -> bool:
    for entry in entries:
        beginning = entry.removesuffix("*")
        if beginning == entry:
            if entry in {number.dialled, number.international}:
                return True
        # A handset's extension may begin like any number.
        elif number.kind is not NumberKind.HANDSET and (
            number.dialled.startswith(beginning) or number.international.startswith(beginning)
        ):
            return True
    return False
