"""Parties and calls: who is talking to who, and what happens when somebody leaves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from typing import ClassVar, override

type Clock = Callable[[], float]


class PartyKind(Enum):
    """Who answers at a number."""

    OUTSIDE = auto()
    HANDSET = auto()
    APPLICATION = auto()


class SupervisionMode(StrEnum):
    """What a supervisor of a call may do."""

    MONITOR = "monitor"
    COACH = "coach"
    BARGE = "barge"


# The contract's keys on the supervisor's keypad.
MODE_KEYS = {
    "4": SupervisionMode.MONITOR,
    "5": SupervisionMode.COACH,
    "6": SupervisionMode.BARGE,
}


@dataclass(eq=False, slots=True, kw_only=True)
class Party:
    """Somebody who can be in calls; the last of `calls` is the active one.

    Calls below the active one are set aside: held by this party or, after a transfer by
    the other party, still on their way to the new one.
    """

    kind: ClassVar[PartyKind] = PartyKind.OUTSIDE

    number: str
    calls: list[Call] = field(default_factory=list)

    @property
    def app(self) -> str:
        """Return the application's name if this party is an application."""
        return ""

    @property
    def reachable(self) -> bool:
        """Return whether a call to this party rings; outside, it always does."""
        return True

    @property
    def active_call(self) -> Call | None:
        """Return the call that keeps this party busy now."""
        return self.calls[-1] if self.calls else None

    def leave(self, call: Call) -> Call:
        """Hang up; return the call that remains, or this one, ended.

        Hanging up while consulting the target completes an attended transfer; what remains is then
        the new call between the other two.
        """
        first = call.consults_for
        if first is not None and not first.ended and call.caller is self:
            return join(first, first.other(self), call, call.callee)
        call.end()
        return call


@dataclass(eq=False, slots=True, kw_only=True)
class Application(Party):
    """A program of the cloud that answers calls, such as the voice mail."""

    kind = PartyKind.APPLICATION

    name: str

    @property
    @override
    def app(self) -> str:
        return self.name


@dataclass(eq=False, slots=True, kw_only=True)
class Call:
    """A call between exactly two parties, ringing until it is connected."""

    caller: Party
    callee: Party
    clock: Clock
    started_at: float
    connected_at: float | None = None
    ended: bool = False
    holders: list[Party] = field(default_factory=list)
    supervisors: list[Supervision] = field(default_factory=list)
    # Records the call when it ends, if set.
    on_end: Callable[[Call], None] | None = None
    # The same caller's calls to the other handsets of a group, which ring until one is answered.
    rivals: list[Call] = field(default_factory=list)
    # The held call whose other party is being transferred to this call's callee.
    consults_for: Call | None = None

    @property
    def connected(self) -> bool:
        """Return whether the two parties are connected; a held call still is."""
        return self.connected_at is not None and not self.ended

    @property
    def age(self) -> float:
        """Return the seconds since the call started ringing."""
        return self.clock() - self.started_at

    @property
    def duration(self) -> int:
        """Return the whole seconds since the call was connected, including holds."""
        return 0 if self.connected_at is None else int(self.clock() - self.connected_at)

    @property
    def parties(self) -> tuple[Party, Party]:
        """Return both parties, the calling one first."""
        return self.caller, self.callee

    @property
    def in_account(self) -> bool:
        """Return whether a handset is in the call; the cloud doesn't know of other calls."""
        return any(party.kind is PartyKind.HANDSET for party in self.parties)

    def other(self, party: Party) -> Party:
        """Return the other party."""
        return self.callee if party is self.caller else self.caller

    def connect(self) -> None:
        """Connect the parties; if one is busy with another call, it puts this one on hold."""
        self.connected_at = self.clock()
        self._end_rivals()
        for party in self.parties:
            if party.active_call is not self:
                self.hold(party)

    def hold(self, party: Party) -> None:
        """Let a party put the call on hold; asking again changes nothing."""
        if party not in self.holders:
            self.holders.append(party)

    def resume(self, party: Party) -> None:
        """Let a party resume the call, if that party held it."""
        if party in self.holders:
            self.holders.remove(party)

    def redirect(self, callee: Party) -> None:
        """Let somebody else answer instead of the ringing party."""
        self.callee.calls.remove(self)
        self.callee = callee
        callee.calls.append(self)

    def end(self) -> None:
        """End the call for both parties and everyone supervising it."""
        if self.on_end and not self.ended:
            self.on_end(self)
        self.ended = True
        self._end_rivals()
        for party in self.parties:
            if self in party.calls:
                party.calls.remove(self)
        for supervision in [*self.supervisors]:
            supervision.end()

    def _end_rivals(self) -> None:
        """Stop the other handsets of a group from ringing; the cloud records one call only."""
        rivals, self.rivals = self.rivals, []
        for rival in rivals:
            rival.on_end = None
            rival.rivals = []
            rival.end()


@dataclass(eq=False, slots=True, kw_only=True)
class Supervision(Call):
    """A call from the cloud to a supervisor, who then hears a different call."""

    mode: SupervisionMode
    supervised: Call

    def press(self, key: str) -> None:
        """Press a key on the supervisor's telephone: 4 monitor, 5 coach, 6 barge."""
        self.mode = MODE_KEYS.get(key, self.mode)

    @override
    def end(self) -> None:
        super().end()
        if self in self.supervised.supervisors:
            self.supervised.supervisors.remove(self)


def ring(
    caller: Party, callee: Party, clock: Clock, on_end: Callable[[Call], None] | None = None
) -> Call:
    """Let the callee ring and return the call.

    If the callee cannot ring (busy, not registered or calling itself), its voice mail answers and
    is connected at once. A call with no handset in it leaves the account, so it is ended.
    """
    if callee is caller or not callee.reachable:
        callee = voice_mail(callee.number)
    call = Call(caller=caller, callee=callee, clock=clock, started_at=clock(), on_end=on_end)
    for party in call.parties:
        party.calls.append(call)
    if callee.kind is PartyKind.APPLICATION:
        call.connect()
    if not call.in_account:
        call.end()
    return call


def voice_mail(number: str) -> Application:
    """Return the voice mail that answers for a number."""
    return Application(number=number, name="VoiceMail")


def join(first: Call, stays: Party, second: Call, joins: Party) -> Call:
    """Connect one party from each of two calls, end both calls and return the new one.

    If the second call is still ringing, so is the new one, as in a blind transfer. The
    new call takes the old ones' place for each party, so that calls on hold stay on hold.
    """
    now = second.clock()
    call = Call(
        caller=stays,
        callee=joins,
        clock=second.clock,
        started_at=now,
        connected_at=now if second.connected else None,
        holders=[
            *(party for party in first.holders if party is stays),
            *(party for party in second.holders if party is joins),
        ],
        on_end=first.on_end,
    )
    places = stays.calls.index(first), joins.calls.index(second)
    first.end()
    second.end()
    stays.calls.insert(places[0], call)
    joins.calls.insert(places[1], call)
    if not call.in_account:
        call.end()
    return call
