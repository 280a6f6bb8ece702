"""The log of an account's calls. Pure.

Records are kept by the day (in UTC) on which they started: each day is a tuple that never changes,
so that it can be written while the log goes on.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain, count, groupby, islice, takewhile
from typing import Final

from ..api import CallDirection, JinglCall
from .call_record import CallRecord, CallSource
from .calls import CallEvent, CallEventType, CallResult
from .jingl_sides import complete, sides_of
from .same_call import (
    APART,
    is_answered_by,
    is_other_side,
    is_seen_twice,
    is_transferred,
    joined,
    latest_start,
    may_complete,
)

# For how long the memory of an account lasts that keeps no log: for "who called?".
BRIEFLY: Final = timedelta(hours=24)
# A call that was transferred after more than this is not linked.
_LONG: Final = timedelta(hours=2)

type Key = tuple[str, str | None]
"""A record's id and handset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """How many calls to keep, and for how long."""

    days: int = 30
    """0 to keep those of the last 24 hours only, and in memory only."""
    calls: int = 10_000

    def since(self, now: datetime) -> datetime:
        """Return the start of the oldest call to keep."""
        return now - (timedelta(days=self.days) if self.days else BRIEFLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFilter:
    """Which calls to look for; None means all of them."""

    extensions: AbstractSet[str | None] | None = None
    """With None among them, also calls of which Jingl doesn't say whose they are."""
    directions: AbstractSet[CallDirection] | None = None
    results: AbstractSet[CallResult] | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Calls that started before this."""

    def checks(self) -> Sequence[Callable[[CallRecord], bool]]:
        """Return what a record has to pass; only what is needed, since there may be thousands."""
        checks: list[Callable[[CallRecord], bool]] = []
        if (since := self.since) is not None:
            checks.append(lambda record: record.started >= since)
        if (until := self.until) is not None:
            checks.append(lambda record: record.started < until)
        if (extensions := self.extensions) is not None:
            checks.append(lambda record: record.extension in extensions)
        if (directions := self.directions) is not None:
            checks.append(lambda record: record.direction in directions)
        if (results := self.results) is not None:
            checks.append(lambda record: record.result in results)
        return checks


@dataclass(slots=True, kw_only=True)
class LogChanges:
    """What is new in the log."""

    days: set[date] = field(default_factory=set)
    """Days whose records have changed or are gone."""
    records: dict[Key, CallRecord] = field(default_factory=dict)
    """New or changed records, by their key."""
    removed: set[Key] = field(default_factory=set)
    """The keys of records that are gone."""


class CallLog:
    """The calls of an account's handsets."""

    def __init__(self, records: Iterable[CallRecord] = ()) -> None:
        self._records: dict[Key, CallRecord] = {}
        self._by_jingl_id: dict[str, tuple[Key, ...]] = {}
        for record in records:
            self._index(record)
        in_order = sorted(self._records.values(), key=_started)
        self._days: dict[date, tuple[CallRecord, ...]] = {
            day: tuple(each) for day, each in groupby(in_order, lambda each: each.started.date())
        }
        self._changes = LogChanges()
        # Seen calls of which Jingl's records may still come.
        self._deleted: list[CallRecord] = []
        # By handset; None if it has to be looked up again, for all handsets at once.
        self._last_missed: dict[str | None, CallRecord] | None = None

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[CallRecord]:
        """Yield all records, newest first."""
        for day in reversed(self._days.values()):
            yield from reversed(day)

    @property
    def days(self) -> Mapping[date, tuple[CallRecord, ...]]:
        """Return the records by day, oldest first; a day without records is missing."""
        return self._days

    def take_changes(self) -> LogChanges:
        """Return what is new since this was last asked."""
        changes, self._changes = self._changes, LogChanges()
        return changes

    def get(self, key: Key) -> CallRecord | None:
        """Return the record with this key."""
        return self._records.get(key)

    def of_jingl(self, jingl_id: str) -> list[CallRecord]:
        """Return the records that one of Jingl's has completed or added."""
        return [self._records[key] for key in self._by_jingl_id.get(jingl_id, ())]

    def find(self, wanted: CallFilter) -> Iterator[CallRecord]:
        """Yield the records that match, newest first; the log may change meanwhile."""
        oldest = wanted.since and wanted.since.astimezone(UTC).date()
        checks = wanted.checks()
        for day, records in reversed([*self._days.items()]):
            if oldest and day < oldest:
                return
            found: Iterator[CallRecord] = reversed(records)
            for check in checks:
                found = filter(check, found)
            yield from found

    def last_missed(self, extension: str) -> CallRecord | None:
        """Return the last call that a handset missed."""
        if self._last_missed is None:
            self._last_missed = {}
            for record in self.find(CallFilter(results={CallResult.MISSED})):
                self._last_missed.setdefault(record.extension, record)
        return self._last_missed.get(extension)

    def note(self, extension: str, event: CallEvent, name: str | None) -> CallRecord | None:
        """Take in what happened to a handset's call; return its record once it is over."""
        course = event.course
        if course is None:
            return None
        if event.type is CallEventType.ANSWERED:
            answered = CallRecord(
                id="",
                extension=extension,
                direction=event.direction,
                number=event.number,
                started=course.started,
                answered=course.answered,
            )
            self._revise_missed(answered)
            return None
        connected = None if course.answered is None else event.duration_seconds
        return self.add(
            CallRecord(
                id=f"{int(course.started.timestamp())}-{extension}",
                extension=extension,
                direction=event.direction,
                number=event.number,
                name=name,
                result=event.result,
                started=course.started,
                answered=course.answered,
                ended=course.ended,
                rung_seconds=course.rung_seconds,
                # Of a call that was over when we looked again, nobody knows how long it lasted.
                connected_seconds=None if course.ended is None else connected,
                held_seconds=course.held_seconds,
            )
        )

    def add(self, record: CallRecord) -> CallRecord:
        """Add a call that a handset has seen; return it as it is in the log."""
        # One that rang for long, or was lost sight of, may have begun well before it was answered.
        until = (record.answered or record.started) + APART
        before = [*self._between(record.started - _LONG, until)]
        if again := next((each for each in before if is_seen_twice(each, record)), None):
            return self._replace(again, joined(again, record))
        if theirs := next((each for each in before if may_complete(record, each)), None):
            self._remove([theirs])
            record = replace(complete(record, theirs), id=theirs.id)
        return self._note_transfer(self._settle(record))

    def merge(
        self,
        call: JinglCall,
        extensions: AbstractSet[str],
        ignored: AbstractSet[str] = frozenset(),
    ) -> None:
        """Take in one of Jingl's own records: complete what was seen, or add what was not."""
        if not (sides := sides_of(call, extensions, ignored)):
            return
        # Without keys if it has been deleted here.
        if (keys := self._by_jingl_id.get(call.id)) is not None:
            for record in [self._records[key] for key in keys]:
                same = (side for side in sides if side.extension == record.extension)
                self._replace(record, complete(record, next(same, sides[0])))
            return
        for side in sides:
            near = self._between(side.started - _LONG, latest_start(side) + APART)
            seen = min(
                (each for each in chain(near, self._deleted) if may_complete(each, side)),
                # Who was only called has no part in what was said, however close the times are.
                key=lambda each: (
                    side.result is CallResult.ANSWERED and each.answered is None,
                    abs(each.started - side.started),
                ),
                default=None,
            )
            if seen is None:
                self._settle(side)
            elif seen in self._deleted:
                self._deleted.remove(seen)
                self._by_jingl_id.setdefault(call.id, ())
            else:
                self._revise_missed(self._replace(seen, complete(seen, side)))

    def change(self, record: CallRecord) -> None:
        """Put a record in the place of the one with its key; KeyError if there is none."""
        self._replace(self._records[record.key], record)

    def note_transfer(self, record: CallRecord, number: str) -> None:
        """Note to which number a handset has transferred its call."""
        self._replace(record, replace(record, transferred_to=number))

    def delete(self, is_unwanted: Callable[[CallRecord], bool]) -> int:
        """Delete records; return how many there were."""
        unwanted = [record for record in self if is_unwanted(record)]
        self._remove(unwanted)
        self._deleted += [each for each in unwanted if each.source is CallSource.SEEN]
        return len(unwanted)

    def forget_deleted(self, before: datetime) -> None:
        """Forget deleted calls that started before this: Jingl's records of them have been read."""
        self._deleted = [each for each in self._deleted if each.started >= before]

    def prune(self, keep: Keep, now: datetime) -> None:
        """Delete what is too old or too much, oldest first."""
        oldest = keep.since(now)
        excess = len(self) - keep.calls
        unwanted: list[CallRecord] = []
        for record in chain.from_iterable(self._days.values()):
            if record.started >= oldest and len(unwanted) >= excess:
                break
            unwanted.append(record)
        self._remove(unwanted)

    def _between(self, first: datetime, last: datetime) -> Iterator[CallRecord]:
        """Yield the records of calls that started then, oldest first."""
        for day in dict.fromkeys((first.date(), last.date())):
            records = self._days.get(day, ())
            start = bisect_left(records, first, key=_started)
            yield from takewhile(lambda each: each.started <= last, islice(records, start, None))

    def _settle(self, record: CallRecord) -> CallRecord:
        """Put a new record beside those of other handsets that took part in the same call."""
        near = [*self._between(record.started - APART, record.started + APART)]
        if side := next((each for each in near if is_other_side(each, record)), None):
            record = replace(record, id=side.id)
        if record.result is CallResult.MISSED and any(is_answered_by(record, e) for e in near):
            record = replace(record, result=CallResult.ANSWERED_ELSEWHERE)
        record = self._insert(record)
        self._revise_missed(record)
        return record

    def _revise_missed(self, answered: CallRecord) -> None:
        """Correct calls that seemed to be missed, but were answered by this handset."""
        for each in [*self._between(answered.started - APART, answered.started + APART)]:
            if each.result is CallResult.MISSED and is_answered_by(each, answered):
                self._replace(each, replace(each, result=CallResult.ANSWERED_ELSEWHERE))

    def _note_transfer(self, record: CallRecord) -> CallRecord:
        """Note that this handset transferred its call to another one, or the other way round."""
        for each in [*self._between(record.started - _LONG, record.started)]:
            if each.transferred_to is None and is_transferred(each, record):
                self._replace(each, replace(each, transferred_to=record.extension))
        for each in [*self._between(record.started, record.ended or record.started)]:
            if record.transferred_to is None and is_transferred(record, each):
                return self._replace(record, replace(record, transferred_to=each.extension))
        return record

    def _insert(self, record: CallRecord) -> CallRecord:
        """Put a record into its day, under an id of its own if need be."""
        base = record.id
        # However many there are already, this one is free soon.
        for number in count(len(self._records) + 1):
            if record.key not in self._records:
                break
            record = replace(record, id=f"{base}-{number}")
        day = record.started.date()
        records = self._days.get(day, ())
        place = bisect_right(records, record.started, key=_started)
        self._days[day] = (*records[:place], record, *records[place:])
        if not records:
            self._days = dict(sorted(self._days.items()))
        self._index(record)
        self._changes.days.add(day)
        self._changes.records[record.key] = record
        self._changes.removed.discard(record.key)
        self._note_missed(record)
        return record

    def _remove(self, unwanted: Iterable[CallRecord]) -> None:
        days = set()
        for record in unwanted:
            del self._records[record.key]
            if record.jingl_id is not None:
                keys = self._by_jingl_id[record.jingl_id]
                self._by_jingl_id[record.jingl_id] = tuple(k for k in keys if k != record.key)
            self._changes.records.pop(record.key, None)
            self._changes.removed.add(record.key)
            self._note_missed(record)
            days.add(record.started.date())
        for day in days:
            if left := tuple(each for each in self._days[day] if each.key in self._records):
                self._days[day] = left
            else:
                del self._days[day]
        self._changes.days |= days

    def _replace(self, old: CallRecord, new: CallRecord) -> CallRecord:
        if new == old:
            return old
        self._remove([old])
        return self._insert(new)

    def _note_missed(self, record: CallRecord) -> None:
        if record.result is CallResult.MISSED:
            self._last_missed = None

    def _index(self, record: CallRecord) -> None:
        self._records[record.key] = record
        if record.jingl_id is not None:
            keys = self._by_jingl_id.get(record.jingl_id, ())
            self._by_jingl_id[record.jingl_id] = (*keys, record.key)


def _started(record: CallRecord) -> datetime:
    return record.started
