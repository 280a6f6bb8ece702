"""Read Jingl's own records of calls, if the account has them, and complete the call log with them.

Nobody knows which accounts have them. Everything works without: whatever goes wrong here, nothing
but these records is missing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from time import monotonic
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.util import dt as dt_util

from ..api import (
    JinglBadParameterError,
    JinglCall,
    JinglClient,
    JinglError,
    JinglListUnsupportedError,
    JinglNotFoundError,
    JinglTlsRequiredError,
    JinglUnexpectedResponseError,
)
from ..const import LOGGER
from ..history.call_log import CallFilter
from ..history.call_record import CallRecord, CallSource
from ..history.calls import CallEvent, CallEventType
from ..history.same_call import APART
from ..history.tracker import HandsetEvent
from .call_cursor import LONGEST_CALL, SETTLED_AFTER, CallCursor, have_numbers
from .call_history import CallHistory
from .courtesy import Courtesy
from .pace import Pace, since
from .polling import RecordsSituation, is_believed, until_records

# What an account answers that has no records, or lets this login read none.
_ABSENT: Final = (
    JinglBadParameterError,
    JinglListUnsupportedError,
    JinglNotFoundError,
    JinglTlsRequiredError,
    JinglUnexpectedResponseError,
)
# As many as the largest log has calls; what then still follows is read the next time.
_MAX_PAGES: Final = 12
# For so long an ended call has its effect on when to ask.
_LATELY: Final = 30 * 60.0


class CallRecords:
    """Reads Jingl's own records of an account's calls."""

    def __init__(
        self,
        entry: ConfigEntry,
        client: JinglClient,
        history: CallHistory,
        pace: Pace,
        *,
        followed: Callable[[], Collection[str]],
        charge: Callable[[], None],
    ) -> None:
        """Take functions that return the account's handsets, and charge a request to the polls."""
        self._name = f"call records of {entry.title}"
        self._client = client
        self._history = history
        self._pace = pace
        self._courtesy = Courtesy(pace)
        self._followed = followed
        self._charge = charge
        self.listed = False
        """Whether the account has such records."""
        self._is_asking = False
        self._asked_at: float | None = None
        self._absences = 0
        self._failures = 0
        self._ended: list[float] = []
        # The records that are being changed, and those that were since a read began.
        self._changing: list[str] = []
        self._changed: set[str] = set()

    @property
    def _zone(self) -> tzinfo:
        """Return the time zone of times that Jingl tells in the account's own."""
        return dt_util.get_default_time_zone()

    @property
    def is_due(self) -> bool:
        """Return whether to ask now, provided that a poll has just succeeded."""
        if self._is_asking or self._pace.is_left_alone or self._courtesy.is_asked_to_wait:
            return False
        now = monotonic()
        situation = RecordsSituation(
            since_asked=since(self._asked_at),
            since_ends=[now - ended for ended in self._ended],
            absences=self._absences,
            failures=self._failures,
            since_rate_limit=self._pace.since_rate_limit,
        )
        return until_records(situation) <= 0

    def follow(self, events: Iterable[tuple[str, HandsetEvent]]) -> None:
        """Note which calls have ended."""
        now = monotonic()
        over = {CallEventType.ENDED, CallEventType.MISSED}
        if any(isinstance(event, CallEvent) and event.type in over for _, event in events):
            self._ended = [each for each in self._ended if now - each < _LATELY]
            self._ended.append(now)

    async def refresh(self) -> None:
        """Ask for new records, and take them in."""
        self._is_asking, self._asked_at = True, monotonic()
        self._changed = {*self._changing}
        try:
            if not self.listed:
                self._charge()
                # An empty list proves nothing.
                probe = await self._client.search_calls(self._zone, max_results=1)
                self.listed = bool(probe.calls)
            if self.listed:
                await self._read()
        except JinglError as err:
            LOGGER.debug("Can't read the %s: %s", self._name, err)
            self._note_failure(err)
        else:
            self._absences = self._failures = 0
        finally:
            self._is_asking = False

    async def update(
        self, record: CallRecord, call_id: str, *, notes: str | None, rating: int | None
    ) -> CallRecord:
        """Change a record at Jingl, and return the call as read back.

        Raises JinglError if it wasn't changed, or if that is unclear.
        """
        self._courtesy.check()
        with self.changing(call_id):
            try:
                self._charge()
                await self._client.update_call(call_id, notes=notes, rating=rating)
            except JinglError as err:
                self._obey(err)
                raise
            call = await self._find(record, call_id)
            for each in self._history.log.of_jingl(call_id):
                changed = each if notes is None else replace(each, notes=notes or None)
                self._history.change(changed if rating is None else replace(changed, rating=rating))
            if call:
                await self._history.merge([call], {*self._followed()})
        return self._history.log.get(record.key) or record

    @contextmanager
    def changing(self, call_id: str) -> Iterator[None]:
        """Take no notice of what reads under way say of a record that is being changed."""
        self._changing.append(call_id)
        self._changed.add(call_id)
        try:
            yield
        finally:
            self._changing.remove(call_id)

    async def _read(self) -> None:
        """Read page by page, until a page isn't full or brings nothing new."""
        history, now = self._history, dt_util.utcnow()
        # Before Jingl is asked: later calls may not be in its answer.
        begun = [*history.running_since, *self._just_over(now)]
        cursor = CallCursor.from_json(history.cursor, history.keep.since(now), now)
        read: dict[str, JinglCall] = {}
        place, by_time = cursor, False
        for _ in range(_MAX_PAGES):
            self._pace.check_may_ask()
            self._charge()
            page = await self._client.search_calls(
                self._zone, after_id=place.after, started_after=place.started_after
            )
            new = {call.id: call for call in page.calls if call.id not in read}
            read |= new
            wanted = [call for call in new.values() if self._is_wanted(call, cursor)]
            await history.merge(wanted, {*self._followed()})
            if not page.is_full or (by_time and not new):
                break
            # IDs may not be numbers, or a server may take no notice of them.
            by_time = by_time or not new or not have_numbers(read.values())
            place = cursor.next_page(read.values(), by_time=by_time)
        passed = cursor.passing(read.values(), now, begun)
        history.keep_cursor(passed.as_json(), passed.since)

    def _just_over(self, now: datetime) -> Iterator[datetime]:
        """Yield when the calls began that were over just now."""
        for record in self._history.log.find(CallFilter(since=now - LONGEST_CALL)):
            is_seen = record.source is not CallSource.JINGL
            if is_seen and record.ended and record.ended > now - SETTLED_AFTER:
                yield record.started

    def _is_wanted(self, call: JinglCall, cursor: CallCursor) -> bool:
        """Return whether to take in a record.

        One that was read before and is not in the log has been deleted there.
        """
        if call.id in self._changed:
            return False
        return not cursor.has_read(call) or bool(self._history.log.of_jingl(call.id))

    async def _find(self, record: CallRecord, call_id: str) -> JinglCall | None:
        """Read one record; None if that isn't possible now."""
        try:
            self._charge()
            return await self._client.get_call(call_id, self._zone)
        except JinglError as err:
            LOGGER.debug("Can't read one of the %s: %s", self._name, err)
            if self._obey(err):
                return None
        start = record.started - (APART if record.source is CallSource.BOTH else timedelta())
        try:
            self._charge()
            page = await self._client.search_calls(self._zone, started_after=start)
        except JinglError as err:
            LOGGER.debug("Can't read the %s: %s", self._name, err)
            self._obey(err)
            return None
        return next((call for call in page.calls if call.id == call_id), None)

    def _note_failure(self, err: JinglError) -> None:
        if self._obey(err):
            self._failures += 1
        elif isinstance(err, _ABSENT):
            self._absences += 1
            self.listed = self.listed and not is_believed(self._absences)
        else:
            self._failures += 1

    def _obey(self, err: JinglError) -> bool:
        """Leave the records alone if Jingl wants fewer requests; return whether it does."""
        return self._courtesy.obey(err, is_known=self.listed)
