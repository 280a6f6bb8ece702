"""What is known of the handsets, and what of it is new. Pure.

Most of a poll says what the last one said. Statuses and settings that have not changed are the same
objects as before, so that looking for what is new costs next to nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from time import monotonic

from ..api import Handset, HandsetStatus, in_turns
from ..history.calls import Moment, is_in_call
from ..history.registration import is_registered
from ..history.tracker import HandsetEvent, Tracked
from .feed import Fetched


class Answer(Enum):
    """What a handset answered when it was last asked what it does."""

    UNASKED = auto()
    """It came after the last poll."""
    TOLD = auto()
    SILENT = auto()
    """It no longer tells, and may be in a call."""
    MUTE = auto()
    """It has never told, since Jingl knows of no status of it."""


@dataclass(slots=True, kw_only=True)
class HandsetRecord(Tracked):
    """What is known of one handset; None where Jingl does not answer for it at the moment."""

    details: Handset | None = None
    status: HandsetStatus | None = None
    acted_at: float | None = None
    """When somebody last acted on its calls, on the monotonic clock."""
    answer: Answer = Answer.UNASKED

    @property
    def is_known(self) -> bool:
        """Return whether Jingl has ever said anything of it."""
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
    """What is new."""

    handsets: set[str] = field(default_factory=set)
    """Of these handsets something is."""
    names: bool = False
    """Whether one goes by another name, which others may show for their calls."""
    choice: bool = False
    """Whether there are other handsets than before, or the settings of other ones are known."""
    events: list[tuple[str, HandsetEvent]] = field(default_factory=list)
    """What happened to which handset, oldest first."""


class Handsets:
    """Keeps what is known of each followed handset."""

    def __init__(self, followed: Collection[str]) -> None:
        self.records: dict[str, HandsetRecord] = {each: HandsetRecord() for each in followed}
        self.statuses: Mapping[str, HandsetStatus] = {}
        """What Jingl last answered, also for handsets that nobody follows."""
        self.last_busy_at: float | None = None
        """When any handset was last seen in a call, on the monotonic clock."""
        # By what they last answered; some may be forgotten by now.
        self._in_call: set[str] = set()
        self._online: set[str] = set()
        self._not_told = set(self.records)
        self._changes = Changes()
        # Whether all that was answered last has been taken in to the end.
        self._is_taken_in = False

    @property
    def in_call(self) -> list[str]:
        """Return the handsets that were in a call when they were last seen."""
        return [extension for extension in self._in_call if extension in self.records]

    @property
    def statuses_in_call(self) -> list[HandsetStatus]:
        """Return the statuses of the handsets in a call."""
        return [status for each in self.in_call if (status := self.records[each].status)]

    @property
    def online(self) -> int:
        """Return how many handsets are online."""
        return len(self._online & self.records.keys())

    def answering(self, answer: Answer) -> set[str]:
        """Return the handsets of which this is the last answer, if it is none that tells."""
        known = ((each, self.records.get(each)) for each in self._not_told)
        return {extension for extension, record in known if record and record.answer is answer}

    def is_news(self, statuses: Mapping[str, HandsetStatus]) -> bool:
        """Return whether a poll brought anything else than the last one."""
        return statuses is not self.statuses or not self._is_taken_in

    def start_anew(self) -> None:
        """Look at all handsets with the next poll."""
        self._is_taken_in = False

    def forget_statuses(self) -> None:
        """Drop what was answered, since it no longer holds."""
        self.statuses = {}
        self._is_taken_in = False

    async def take_in(self, fetched: Fetched[HandsetStatus], at: Moment) -> list[HandsetStatus]:
        """Follow those with another status, in a call or without an answer; return the statuses.

        Where this breaks off, `start_anew` has everybody looked at once more.
        """
        concerned = {*self._in_call, *fetched.missing, *fetched.failed}
        if self.is_news(fetched.records):
            # Settings that come meanwhile may bring handsets that are not looked at here.
            again, self._is_taken_in = not self._is_taken_in, True
            self.statuses = fetched.records
            concerned.update(
                extension
                for extension, record in self.records.items()
                if again or fetched.records.get(extension) is not record.status
            )
        seen: list[HandsetStatus] = []
        async for extension in in_turns(sorted(concerned)):
            # One that is gone may be forgotten by now.
            if record := self.records.get(extension):
                self._take_in(extension, record, fetched, at)
                if record.status:
                    seen.append(record.status)
        return seen

    def take_in_details(self, details: Mapping[str, Handset], followed: Sequence[str]) -> None:
        """Take in who is followed by now, and other settings than before."""
        for extension in self.records.keys() - set(followed):
            del self.records[extension]
            self._changes.handsets.add(extension)
            self._changes.names = self._changes.choice = True
        for extension in followed:
            record = self.records.get(extension)
            if record is None:
                record = self.records[extension] = HandsetRecord()
                self._not_told.add(extension)
                self._changes.choice = True
                self._is_taken_in = False
            if (settings := details.get(extension)) is not record.details:
                before, name = record.details, record.name
                record.details = settings
                if settings != before:
                    self._changes.handsets.add(extension)
                self._changes.names |= record.name != name
                self._changes.choice |= (settings is None) is not (before is None)

    def note_action(self, extensions: Collection[str]) -> None:
        """Note that somebody acts on these handsets' calls, where they are handsets."""
        for extension in extensions:
            if record := self.records.get(extension):
                record.acted_at = monotonic()

    def take_changes(self) -> Changes:
        """Return what is new since this was last asked."""
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
            # One that does not answer is likely to be in its call still.
            _put(self._in_call, extension, is_busy := is_in_call(status))
            if is_busy:
                self.last_busy_at = at.monotonic
        elif extension in fetched.failed or (extension in fetched.missing and record.call):
            record.answer = Answer.SILENT
        elif extension in fetched.missing:
            record.answer = Answer.MUTE
        _put(self._not_told, extension, record.answer is not Answer.TOLD)
        # How long a call lasts is not compared.
        if (status, record.call_started, record.is_known) != before:
            self._changes.handsets.add(extension)


def _put(handsets: set[str], extension: str, belongs: bool) -> None:
    """Have a handset be among others, or not."""
    (handsets.add if belongs else handsets.discard)(extension)
