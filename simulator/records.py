"""The cloud's records of calls that have ended.

Each record is of a call between two parties; a transfer leaves one for each call that it
involved. Supervisions have none: they are part of the call that they supervise.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from .audio import Audio, AudioKind, recording
from .calls import Application, Call, Clock, Party, PartyKind
from .handsets import Handset

# From the sister product's example.
FIRST_NUMBER = 4277

# How many records are kept.
MOST_RECORDS = 10_000


class RecordDirection(StrEnum):
    """A call's direction, as recorded."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    INTERNAL = "internal"
    UNKNOWN = "unknown"


class RecordType(StrEnum):
    """What became of a call and its recording."""

    RECORDED = "recorded"
    DISCARDED = "discarded"
    UNANSWERED = "unanswered"
    UPLOADING = "uploading"


@dataclass(slots=True, kw_only=True)
class RecordStyle:
    """How an account's server shows its records; all of this is guessed.

    A record appears `delay` seconds after the end of the call, and for `final_after` seconds more
    it has neither names nor audio; both settings are as they were when the call ended. With
    `recorded_only`, calls without audio have no record. Each page but the first repeats the last
    `overlap` records before it; a huge value means that the server ignores `afterid`.

    `audio` is the kind of file that recordings are. Without `ranges`, each is only sent as a whole.
    """

    version: int = 1
    delay: float = 5
    final_after: float = 0
    recorded_only: bool = False
    numbers_as_text: bool = False
    ids_as_text: bool = False
    direction_name: str = "direction"
    notes_names: tuple[str, ...] = ("subject",)
    overlap: int = 0
    zone: str = "Australia/Melbourne"
    audio: AudioKind = AudioKind.MP3
    ranges: bool = True


@dataclass(frozen=True, slots=True)
class RecordParty:
    """Who called or was called."""

    number: str
    name: str


@dataclass(eq=False, slots=True, kw_only=True)
class Record:
    """A call that has ended; it counts as answered if a handset was connected to somebody.

    `started`, `answered` and `ended` are wall-clock times; `appears_at` and `final_at` are on
    the cloud's clock.
    """

    number: int
    started: datetime
    answered: datetime | None
    ended: datetime
    direction: RecordDirection
    caller: RecordParty
    destination: RecordParty
    recorded: bool
    deleted: bool = False
    appears_at: float
    final_at: float
    notes: str = ""
    rating: int = 0
    tags: list[str] = field(default_factory=list)

    @property
    def duration(self) -> int:
        """Return how long the call was connected, in whole seconds."""
        return 0 if self.answered is None else int((self.ended - self.answered).total_seconds())

    @property
    def has_audio(self) -> bool:
        """Return whether there is a recording; a call that is too short has none."""
        return self.recorded and not self.deleted and self.duration > 0

    def type_at(self, now: float) -> RecordType:
        """Return the record's type at a time on the cloud's clock."""
        if self.answered is None:
            return RecordType.UNANSWERED
        if not self.has_audio:
            return RecordType.DISCARDED
        return RecordType.RECORDED if self.is_final(now) else RecordType.UPLOADING

    def is_final(self, now: float) -> bool:
        """Return whether the cloud will make no more changes itself."""
        return now >= self.final_at


@dataclass(eq=False, slots=True, kw_only=True)
class Records:
    """An account's records, in the order the calls ended; `kept` has them all."""

    clock: Clock
    wall_clock: Clock
    style: RecordStyle = field(default_factory=RecordStyle)
    kept: list[Record] = field(default_factory=list)
    next_number: int = FIRST_NUMBER

    @property
    def shown(self) -> list[Record]:
        """Return the records that the account's users can see now."""
        now = self.clock()
        return [
            record
            for record in self.kept
            if now >= record.appears_at
            and (not self.style.recorded_only or record.type_at(now) is RecordType.RECORDED)
        ]

    def audio(self, record: Record) -> Audio | None:
        """Return a record's audio if it is there now."""
        if not record.has_audio or not record.is_final(self.clock()):
            return None
        return recording(self.style.audio, record.duration)

    def file(self, call: Call) -> None:
        """Record a call that ends now, unless it has left the account."""
        if all(party.kind is PartyKind.OUTSIDE for party in call.parties):
            return
        now = self.clock()
        ended = datetime.fromtimestamp(self.wall_clock(), UTC)
        answered_at = call.connected_at if call.in_account else None
        appears_at = now + self.style.delay
        self.kept.append(
            Record(
                number=self.next_number,
                started=ended - timedelta(seconds=call.age),
                answered=(
                    None if answered_at is None else ended - timedelta(seconds=now - answered_at)
                ),
                ended=ended,
                direction=_direction(call),
                caller=_party(call.caller),
                destination=_party(call.callee),
                recorded=any(
                    isinstance(party, Handset) and party.recording for party in call.parties
                ),
                appears_at=appears_at,
                final_at=appears_at + self.style.final_after,
            )
        )
        self.next_number += 1
        # An office may run for days.
        del self.kept[:-MOST_RECORDS]


def _direction(call: Call) -> RecordDirection:
    if call.caller.kind is PartyKind.OUTSIDE:
        return RecordDirection.INCOMING
    if call.callee.kind is PartyKind.OUTSIDE:
        return RecordDirection.OUTGOING
    return RecordDirection.INTERNAL


def _party(party: Party) -> RecordParty:
    """Return a party as known now; outside parties only have a number."""
    name = party.name if isinstance(party, Handset | Application) else ""
    return RecordParty(party.number, name)
