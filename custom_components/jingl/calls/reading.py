"""Read the calls that a user may know of."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from heapq import merge
from typing import Final, TypedDict

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from ..account.devices import handset_device
from ..api import CallDirection
from ..api.turns import Turn
from ..coordinator import JinglConfigEntry, JinglRuntimeData
from ..dialling.directory import may_see
from ..history.call_log import CallFilter
from ..history.call_record import CallRecord
from ..numbers.party_pattern import party_matcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which of an account's calls to look for."""

    entry: JinglConfigEntry
    data: JinglRuntimeData
    """Kept, because the account may be unloaded while its calls are read."""
    wanted: CallFilter


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
        named = {each.entry.entry_id: _Names(each) for each in questions}
        logs = [_records(each) for each in questions]
        calls: list[FoundCall] = []
        # Many different numbers take long to compare with a pattern.
        turn = Turn()
        for question, record in merge(*logs, key=lambda each: each[1].started, reverse=True):
            if turn.is_over:
                await turn.give_up()
            entry, names = question.entry, named[question.entry.entry_id]
            if self.may_read(entry, record.extension) and names.match(record):
                name = names.of_party(record)
                calls.append(FoundCall(entry=entry, data=question.data, record=record, name=name))
                if len(calls) == limit:
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


def ask(entry: JinglConfigEntry, wanted: CallFilter) -> Question:
    """Return the question for calls of a loaded account."""
    return Question(entry=entry, data=entry.runtime_data, wanted=wanted)


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


class _Names:
    """Finds what the other parties are called, and whether they are asked for."""

    def __init__(self, question: Question) -> None:
        self._names = question.data.names
        pattern = question.wanted.party
        self._is_meant = None if pattern is None else _matcher(pattern)
        self._found: dict[tuple[str | None, CallDirection | None], str | None] = {}

    def of_party(self, record: CallRecord) -> str | None:
        key = record.number, record.direction
        if key not in self._found:
            self._found[key] = self._names.of_party(*key)
        return self._found[key] or record.name

    def match(self, record: CallRecord) -> bool:
        """Return whether the other party is asked for, by what it's called now or was then."""
        if self._is_meant is None:
            return True
        return _is_party(self._is_meant, record.number, record.name, self.of_party(record))


# Cards ask the same again whenever a call ends. No account keeps more calls than about this.
_matcher: Final = lru_cache(maxsize=64)(party_matcher)


@lru_cache(maxsize=16_384)
def _is_party(
    is_meant: Callable[[str | None, str | None], bool],
    number: str | None,
    then: str | None,
    now: str | None,
) -> bool:
    return any(is_meant(number, name) for name in {then, now})


def _records(question: Question) -> Iterator[tuple[Question, CallRecord]]:
    wanted = replace(question.wanted, party=None)
    return ((question, record) for record in question.data.calls.log.find(wanted))


def _written(time: datetime) -> str:
    """Return a time in Home Assistant's time zone, as ISO 8601."""
    with suppress(OverflowError):  # a time that nobody can mean stays in UTC
        time = dt_util.as_local(time)
    return time.isoformat(timespec="seconds")
