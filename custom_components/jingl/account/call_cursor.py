"""Up to which of Jingl's own records of calls have been read for good. Pure.

A record that was just read may change, and one that comes before it may still be missing: that of a
call that has lasted longer. So recent ones are read again, and only what is settled is passed.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self

from ..api import JinglCall
from ..history.same_call import APART

# A record no longer changes so long after its call has ended.
SETTLED_AFTER: Final = timedelta(minutes=10)
# Whatever seems to go on for longer must not have all records read again and again.
LONGEST_CALL: Final = timedelta(hours=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCursor:
    """A place in the list of Jingl's records."""

    since: datetime
    """Calls that started before this have been read, if their IDs aren't numbers."""
    after: str | None = None
    """The highest ID that was read, if IDs are numbers."""
    taken: frozenset[str] = frozenset()
    """The IDs of records that come after this place and were read, too."""

    @property
    def started_after(self) -> datetime:
        """Return from when on to search.

        With IDs this only spares us the whole list, should a server ignore them: a long call may
        have the highest ID of all.
        """
        return self.since if self.after is None else self.since - LONGEST_CALL

    def has_read(self, call: JinglCall) -> bool:
        """Return whether a record has been read before."""
        return call.id in self.taken or self._is_behind(call)

    def next_page(self, read: Collection[JinglCall], *, by_time: bool) -> CallCursor:
        """Return where to search for what follows the records that were read so far."""
        if by_time:
            return CallCursor(since=max(self.since, *(call.started for call in read)))
        return CallCursor(since=self.since, after=max((call.id for call in read), key=int))

    def passing(
        self, calls: Iterable[JinglCall], now: datetime, begun: Iterable[datetime]
    ) -> CallCursor:
        """Return the place after all that is settled among the records that were just read.

        `begun` is when the calls began that go on or are just over: they may not be listed yet,
        and then come before others.
        """
        longest = now - LONGEST_CALL
        limit = min([now - SETTLED_AFTER, *(at - APART for at in begun if at > longest)])

        def is_settled(call: JinglCall) -> bool:
            ended = call.started + timedelta(seconds=call.duration_seconds or 0)
            return call.started < longest or ended <= limit

        # One from the future would never settle.
        read = [call for call in calls if call.started <= now + SETTLED_AFTER]
        if not read:
            return self
        has_numbers = have_numbers(read)
        read.sort(key=lambda call: int(call.id) if has_numbers else call.started.timestamp())
        first_open = next((n for n, call in enumerate(read) if not is_settled(call)), len(read))
        settled, recent = read[:first_open], read[first_open:]
        # Never back, even if a server lists old ones once more.
        since = max([self.since, *(call.started for call in settled)])
        after = self.after if has_numbers else None
        if settled and has_numbers:
            after = max(after or "0", settled[-1].id, key=int)
        place = CallCursor(since=min([since, *(call.started for call in recent)]), after=after)
        return replace(place, taken=frozenset(call.id for call in read if not place.has_read(call)))

    def as_json(self) -> dict[str, Any]:
        """Return the cursor as JSON data; times are Unix times."""
        data = {"since": self.since.timestamp(), "taken": sorted(self.taken)}
        return data if self.after is None else {**data, "after": self.after}

    @classmethod
    def from_json(cls, data: Mapping[str, Any], default: datetime, now: datetime) -> Self:
        """Return the cursor that `as_json` wrote; one at a default time if it's none.

        A clock that was ahead has perhaps taken it into the future.
        """
        after, taken = data.get("after"), data.get("taken")
        try:
            return cls(
                since=min(datetime.fromtimestamp(data["since"], UTC), now),
                after=after if isinstance(after, str) and is_number(after) else None,
                taken=frozenset(each for each in taken or () if isinstance(each, str)),
            )
        except KeyError, OverflowError, OSError, TypeError, ValueError:
            return cls(since=default)

    def _is_behind(self, call: JinglCall) -> bool:
        if self.after is not None and is_number(call.id):
            return int(call.id) <= int(self.after)
        return call.started < self.since


def have_numbers(calls: Iterable[JinglCall]) -> bool:
    """Return whether all records have a number as their ID, so that it tells their order."""
    return all(is_number(call.id) for call in calls)


def is_number(call_id: str) -> bool:
    """Return whether an ID is a number, and comes after all lower ones."""
    return call_id.isascii() and call_id.isdecimal()
