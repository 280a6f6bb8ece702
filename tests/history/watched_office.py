"""A simulated office whose calls are followed and logged, without Home Assistant."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from custom_components.jingl.api import CallDirection, HandsetStatus, JinglCall
from custom_components.jingl.history.call_log import CallLog
from custom_components.jingl.history.call_record import CallRecord
from custom_components.jingl.history.calls import CallEvent, Moment
from custom_components.jingl.history.running import running_as_json, running_from_json
from custom_components.jingl.history.same_call import mark_answered_elsewhere
from custom_components.jingl.history.tracker import HandsetEvent, Tracked
from simulator.records import Record, RecordDirection
from simulator.state import Account, Cloud

NINE: Final = datetime(2026, 11, 27, 9, tzinfo=UTC).timestamp()
EXTENSIONS: Final = ("100", "101", "102")

_DIRECTIONS: Final = {
    RecordDirection.INCOMING: CallDirection.INBOUND,
    RecordDirection.OUTGOING: CallDirection.OUTBOUND,
    RecordDirection.INTERNAL: CallDirection.INTERNAL,
    RecordDirection.UNKNOWN: None,
}


class WatchedOffice:
    """Three handsets, and what is logged of them whenever somebody looks."""

    def __init__(self) -> None:
        self.now = 1000.0
        cloud = Cloud(clock=lambda: self.now, wall_clock=lambda: NINE + self.now - 1000)
        self.account: Account = cloud.add_account("mycompany")
        for extension in EXTENSIONS:
            self.account.add_handset(extension)
        self.log = CallLog()
        self._tracked = {extension: Tracked() for extension in EXTENSIONS}
        self._running: dict[str, dict[str, Any] | None] = {}
        self.told: list[tuple[str, CallEvent]] = []
        self.look()

    @property
    def moment(self) -> Moment:
        """Return the time on both clocks."""
        return Moment(self.now, datetime.fromtimestamp(NINE + self.now - 1000, UTC))

    def after(self, seconds: float) -> Account:
        """Let time pass; return the account, to do something there."""
        self.now += seconds
        return self.account

    def look(self, *extensions: str, after: float = 0) -> None:
        """Look at some handsets, or at all of them."""
        self.now += after
        self._running = self._as_json()
        events: list[tuple[str, HandsetEvent]] = []
        for extension in extensions or EXTENSIONS:
            seen = self._tracked[extension].follow(self.status(extension), self.moment)
            events += [(extension, event) for event in seen]
        calls = {each: tracked.call for each, tracked in self._tracked.items() if tracked.call}
        for extension, event in mark_answered_elsewhere(events, calls):
            if isinstance(event, CallEvent):
                self.log.note(extension, event, None)
                if not event.late:
                    self.told.append((extension, event))

    def restart(self, *, after: float = 0, is_torn: bool = False) -> None:
        """Start anew, from what is in the files; look a while later.

        If they are torn, the calls that went on were written before the last look, not after it.
        """
        running = self._running if is_torn else self._as_json()
        self.log = CallLog(CallRecord.from_json(each.as_json()) for each in self.log)
        self._tracked = {extension: Tracked() for extension in EXTENSIONS}
        self.now += after
        for extension, data in running.items():
            if data:
                self._tracked[extension].call = running_from_json(extension, data, self.moment)
        self.look()

    def _as_json(self) -> dict[str, dict[str, Any] | None]:
        return {each: running_as_json(t.call, self.moment) for each, t in self._tracked.items()}

    def merge(self) -> None:
        """Take in all of Jingl's records."""
        for record in self.account.records.kept:
            self.log.merge(jingl_call(record), {*EXTENSIONS})

    def status(self, extension: str) -> HandsetStatus:
        """Return what Jingl says of a handset."""
        status = self.account.status(extension)
        return HandsetStatus.from_json(
            {
                "extensionnumber": status.extension,
                "state": status.state,
                "calldirection": status.direction,
                "calldurationseconds": status.duration,
                "otherpartyphonenumber": status.other_number,
                "app": status.app,
                "registrationaddress": status.address,
            }
        )

    def results(self) -> list[tuple[str | None, str | None, str | None]]:
        """Return handset, other party and result of all calls, oldest first."""
        return [(each.extension, each.number, each.result) for each in reversed([*self.log])]


def jingl_call(record: Record) -> JinglCall:
    """Return a record as it is read."""
    answered = record.answered
    return JinglCall(
        id=str(record.number),
        started=record.started,
        duration_seconds=record.duration,
        direction=_DIRECTIONS[record.direction],
        caller_number=record.caller.number,
        destination_number=record.destination.number,
        destination_name=record.destination.name,
        is_answered=answered is not None,
        answer_delay_seconds=(answered - record.started).total_seconds() if answered else None,
        has_audio=record.has_audio,
    )


def numbers(records: Iterable[CallRecord]) -> list[str | None]:
    """Return the other parties."""
    return [each.number for each in records]
