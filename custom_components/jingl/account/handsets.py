"""Keep what we know about the handsets, and find what has changed. Pure.

Most of a poll is the same as the last one. Unchanged statuses and settings are the same objects as
before, so finding changes costs almost nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from time import monotonic

from ..api import Handset, HandsetStatus, in_turns
from ..history.calls import KnownCall, Moment, is_in_call
from ..history.registration import is_registered
from ..history.same_call import mark_answered_elsewhere
from ..history.tracker import HandsetEvent, Tracked
from .feed import Fetched
from .habit import Habit


class Answer(Enum):
    """What Jingl answered when it was last asked for a handset's status."""

    UNASKED = auto()
    """Not asked yet: the handset was added after the last poll."""
    TOLD = auto()
    SILENT = auto()
    """No status any more, and the handset may be on a call."""
    MUTE = auto()
    """Never a status, because Jingl has none for this handset."""


@dataclass(slots=True, kw_only=True)
class HandsetRecord(Tracked):
    """What we know about one handset; None where Jingl doesn't currently answer."""

    details: Handset | None = None
    status: HandsetStatus | None = None
    acted_at: float | None = None
    """When somebody last acted on its calls, by the monotonic clock."""
    answer: Answer = Answer.UNASKED
    asked_at: float | None = None
    """When its status was last requested on its own, by the monotonic clock."""
    answered_at: float | None = None
    """When such a request last told something, even that there is no status."""
    habit: Habit = field(default_factory=Habit)

    @property
    def is_known(self) -> bool:
        """Return whether Jingl has ever reported anything about it."""
        return self.details is not None or self.status is not None or self.call is not None

    @property
    def call_started(self) -> datetime | None:
        """Return when the current call was connected."""
        return self.call.connected_at if self.call and self.status else None

    @property
    def name(self) -> str | None:
        """Return its name at Jingl."""
        return self.details.name if self.details else None


@dataclass(slots=True, kw_only=True)
class Changes:
    """What has changed."""

    handsets: set[str] = field(default_factory=set)
    """Handsets with any change."""
    names: bool = False
    """Whether a handset's name changed, which others may show as their other party."""
    choice: bool = False
    """Whether handsets came or went, or their settings became known or unknown."""
    events: list[tuple[str, HandsetEvent]] = field(default_factory=list)
    """Events by extension number, oldest first."""

    def drop_late_events(self) -> None:
        """Drop what happened before we looked, which must not set off anything now."""
        self.events = [each for each in self.events if not getattr(each[1], "late", False)]


class Handsets:
    """Keeps what we know about each followed handset."""

    def __init__(self, followed: Collection[str]) -> None:
        self.records: dict[str, HandsetRecord] = {each: HandsetRecord() for each in followed}
        self.statuses: Mapping[str, HandsetStatus] = {}
        """Jingl's last answer, including handsets we don't follow."""
        self.last_busy_at: float | None = None
        """When any handset was last seen on a call, by the monotonic clock."""
        # By their last answers; may include handsets we no longer follow.
        self._in_call: set[str] = set()
        self._online: set[str] = set()
        self._not_told = set(self.records)
        self._changes = Changes()
        # Whom to look at once more, whether or not they tell anything new.
        self._again = set(self.records)

    @property
    def in_call(self) -> list[str]:
        """Return the handsets that were on a call when last seen."""
        return [extension for extension in self._in_call if extension in self.records]

    @property
    def statuses_in_call(self) -> list[HandsetStatus]:
        """Return the statuses of the handsets on a call."""
        return [status for each in self.in_call if (status := self.records[each].status)]

    @property
    def online(self) -> int:
        """Return how many handsets are online."""
        return len(self._online & self.records.keys())

    def answering(self, answer: Answer) -> set[str]:
        """Return the handsets with this last answer, which may be any but TOLD."""
        known = ((each, self.records.get(each)) for each in self._not_told)
        return {extension for extension, record in known if record and record.answer is answer}

    @property
    def calls(self) -> dict[str, KnownCall]:
        """Return the calls that go on, by handset."""
        calls = ((each, self.records[each].call) for each in self.in_call)
        return {extension: call for extension, call in calls if call}

    def resume(self, calls: Mapping[str, KnownCall]) -> None:
        """Know of calls that went on when we last looked."""
        for extension, call in calls.items():
            if record := self.records.get(extension):
                record.call = call
                self._in_call.add(extension)

    def is_news(self, statuses: Mapping[str, HandsetStatus]) -> bool:
        """Return whether a poll brought anything else than the last one."""
        return statuses is not self.statuses or bool(self._again)

    def start_anew(self) -> None:
        """Look at all handsets once more, each as soon as it is asked."""
        self._again = set(self.records)

    def forget_statuses(self) -> None:
        """Drop the last answer, which no longer holds."""
        self.statuses = {}
        self.start_anew()

    async def take_in(self, fetched: Fetched[HandsetStatus], at: Moment) -> list[HandsetStatus]:
        """Follow handsets with a new status, on a call or without an answer; return their statuses.

        If this is interrupted, call `start_anew` to have all handsets checked again.
        """
        concerned = {*self._in_call, *fetched.missing, *fetched.failed, *self._again}
        if fetched.records is not self.statuses:
            self.statuses = fetched.records
            concerned.update(
                extension
                for extension, record in self.records.items()
                if fetched.records.get(extension) is not record.status
            )
        if fetched.asked is not None:
            # What the others told is old: their calls may have gone on since, or not.
            concerned &= fetched.asked
        # Before the loop: settings that come meanwhile may bring handsets to look at next time.
        self._again -= concerned
        seen: list[HandsetStatus] = []
        async for extension in in_turns(sorted(concerned)):
            # It may have been removed while this was running.
            if record := self.records.get(extension):
                self._take_in(extension, record, fetched, at)
                if record.status:
                    seen.append(record.status)
        self._changes.events = mark_answered_elsewhere(self._changes.events, self.calls)
        return seen

    def take_in_details(self, details: Mapping[str, Handset], followed: Sequence[str]) -> None:
        """Update which handsets are followed, and their settings."""
        for extension in self.records.keys() - set(followed):
            del self.records[extension]
            self._again.discard(extension)
            self._changes.handsets.add(extension)
            self._changes.names = self._changes.choice = True
        for extension in followed:
            record = self.records.get(extension)
            if record is None:
                record = self.records[extension] = HandsetRecord()
                self._not_told.add(extension)
                self._changes.choice = True
                self._again.add(extension)
            if (settings := details.get(extension)) is not record.details:
                before, name = record.details, record.name
                record.details = settings
                if settings != before:
                    self._changes.handsets.add(extension)
                self._changes.names |= record.name != name
                self._changes.choice |= (settings is None) is not (before is None)

    def note_action(self, extensions: Collection[str]) -> None:
        """Note that somebody acts on these handsets' calls; ignore unknown extensions."""
        for extension in extensions:
            if record := self.records.get(extension):
                record.acted_at = monotonic()

    def take_changes(self) -> Changes:
        """Return what has changed since the last time."""
        changes, self._changes = self._changes, Changes()
        return changes

    def _take_in(
        self,
        extension: str,
        record: HandsetRecord,
        fetched: Fetched[HandsetStatus],
        at: Moment,
    ) -> None:
        before = (record.status, record.call_started, record.is_known)
        status = record.status = fetched.records.get(extension)
        _put(self._online, extension, status is not None and is_registered(status))
        if status:
            record.answer = Answer.TOLD
            events = record.follow(status, at)
            self._changes.events += [(extension, event) for event in events]
            # A handset without an answer is probably still on its call, so only update it here.
            is_busy = is_in_call(status)
            if is_busy and extension not in self._in_call:
                record.habit.note_call(at.monotonic)
            _put(self._in_call, extension, is_busy)
            if is_busy:
                self.last_busy_at = at.monotonic
        elif extension in fetched.failed or (extension in fetched.missing and record.call):
            record.answer = Answer.SILENT
        elif extension in fetched.missing:
            record.answer = Answer.MUTE
        _put(self._not_told, extension, record.answer is not Answer.TOLD)
        # This ignores a call's duration.
        if (status, record.call_started, record.is_known) != before:
            self._changes.handsets.add(extension)


def _put(handsets: set[str], extension: str, belongs: bool) -> None:
    """Add a handset to a set, or remove it."""
    (handsets.add if belongs else handsets.discard)(extension)
