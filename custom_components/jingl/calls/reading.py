"""Read the calls that a user may know of."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import batched
from operator import attrgetter
from typing import Final, TypedDict

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from ..account.devices import handset_device, handset_entities
from ..api import CallDirection
from ..api.turns import Turn
from ..coordinator import JinglConfigEntry, JinglRuntimeData
from ..dialling.directory import may_control, may_see
from ..history.call_log import CallFilter
from ..history.call_record import CallRecord
from ..numbers.party_pattern import party_matcher

# So many calls are compared before it's asked whether the turn is over, which takes long, too.
_BATCH: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which of an account's calls to look for."""

    entry: JinglConfigEntry
    data: JinglRuntimeData
    """Kept, because the account may be unloaded while its calls are read."""
    wanted: CallFilter
    party: str | None = None
    """The other party's number or name, in which * stands for anything; None for any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCall:
    """A call in an account's log."""

    entry: JinglConfigEntry
    data: JinglRuntimeData
    record: CallRecord
    name: str | None
    """The other party's: as it is now, or else as it was then."""


class ToldCall(TypedDict):
    """A call as it is told; what is not known is None."""

    id: str
    extension: str | None
    direction: str | None
    number: str | None
    name: str | None
    result: str | None
    started: str
    answered: str | None
    ended: str | None
    duration: int | None
    """How many seconds it was connected."""
    recording: bool | None
    source: str


class CallReader:
    """Reads calls for a user, or for an automation, which may know of all."""

    def __init__(self, hass: HomeAssistant, user: User | None) -> None:
        self._hass = hass
        self.user = user
        self._may_read: dict[tuple[str, str | None], bool] = {}

    def may_read(self, entry: JinglConfigEntry, extension: str | None) -> bool:
        """Return whether the user may know of a handset's calls.

        A call of which Jingl doesn't say whose it is needs the whole account.
        """
        key = entry.entry_id, extension
        if key not in self._may_read:
            self._may_read[key] = sees_all(self.user) or (
                self._sees_account(entry)
                if extension is None
                else may_see(self._hass, entry, extension, self.user)
            )
        return self._may_read[key]

    async def find(
        self, questions: Sequence[Question], limit: int | None = None
    ) -> list[FoundCall]:
        """Return the newest calls that match, newest first."""
        calls: list[FoundCall] = []
        turn = Turn()
        for question in questions:
            calls += await self._find(question, limit, turn)
        calls.sort(key=lambda each: each.record.started, reverse=True)
        return calls[:limit]

    async def _find(self, question: Question, limit: int | None, turn: Turn) -> list[FoundCall]:
        entry, data = question.entry, question.data
        parties = _Parties(question)
        calls: list[FoundCall] = []
        for records in batched(data.calls.log.find(question.wanted), _BATCH, strict=False):
            # Many different numbers take long to compare with a pattern.
            if turn.is_over:
                await turn.give_up()
            answers = map(parties.__getitem__, map(_party_of, records))
            calls += [
                FoundCall(entry=entry, data=data, record=record, name=name)
                for record, (is_meant, name) in zip(records, answers, strict=True)
                if is_meant and self.may_read(entry, record.extension)
            ]
            if limit is not None and len(calls) >= limit:
                break
        return calls

    def _sees_account(self, entry: JinglConfigEntry) -> bool:
        entities = er.async_entries_for_config_entry(er.async_get(self._hass), entry.entry_id)
        user = self.user
        return (
            user is not None
            and bool(entities)
            and all(user.permissions.check_entity(each.entity_id, POLICY_READ) for each in entities)
        )


def ask(entry: JinglConfigEntry, wanted: CallFilter, party: str | None = None) -> Question:
    """Return the question for calls of a loaded account."""
    return Question(entry=entry, data=entry.runtime_data, wanted=wanted, party=party)


def sees_all(user: User | None) -> bool:
    """Return whether a user may see everything there is, as an automation does."""
    return user is None or user.is_admin or user.permissions.access_all_entities(POLICY_READ)


def told(found: FoundCall) -> ToldCall:
    """Return a call as it is told."""
    record = found.record
    return ToldCall(
        id=record.id,
        extension=record.extension,
        direction=record.direction and record.direction.value,
        number=record.number,
        name=found.name,
        result=record.result and record.result.value,
        started=_written(record.started),
        answered=_written(record.answered) if record.answered else None,
        ended=_written(record.ended) if record.ended else None,
        duration=record.connected_seconds,
        recording=record.recording,
        source=record.source.value,
    )


def device_of(hass: HomeAssistant, found: FoundCall) -> str | None:
    """Return the device id of the handset, if it is known and still there."""
    extension = found.record.extension
    device = None if extension is None else handset_device(hass, found.entry, extension)
    return device.id if device else None


def may_update(hass: HomeAssistant, found: FoundCall, user: User | None) -> bool:
    """Return whether a user may control the handset whose call it is."""
    if user is None or user.is_admin:
        return True
    extension = found.record.extension
    return extension is not None and may_control(
        handset_entities(hass, found.entry, extension), user
    )


type _Party = tuple[str | None, CallDirection | None, str | None]
"""A party's number, the call's direction, and the name at that time."""

_party_of: Final[Callable[[CallRecord], _Party]] = attrgetter("number", "direction", "name")


class _Parties(dict[_Party, tuple[bool, str | None]]):
    """Knows whether a party is asked for, by its name now or then, and what it's called.

    Thousands of calls are of a few hundred parties, and nothing finds those faster than a dict.
    """

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._name_of = question.data.names.finder()
        self._is_meant = None if question.party is None else _matcher(question.party)

    def __missing__(self, party: _Party) -> tuple[bool, str | None]:
        number, direction, then = party
        now = self._name_of(number, direction)
        is_meant = self._is_meant is None or _is_party(self._is_meant, number, then, now)
        self[party] = is_meant, now or then
        return self[party]


# Cards ask the same again whenever a call ends.
_matcher: Final = lru_cache(maxsize=64)(party_matcher)


# No account keeps more calls than about this.
@lru_cache(maxsize=16_384)
def _is_party(
    is_meant: Callable[[str | None, str | None], bool],
    number: str | None,
    then: str | None,
    now: str | None,
) -> bool:
    return any(is_meant(number, name) for name in {then, now})


def _written(time: datetime) -> str:
    """Return a time in Home Assistant's time zone, as ISO 8601."""
    with suppress(OverflowError):  # a time that nobody can mean stays in UTC
        time = dt_util.as_local(time)
    return time.isoformat(timespec="seconds")
