"""What the simulated office did since Home Assistant's last poll, to explain its events."""

from collections.abc import Mapping
from dataclasses import replace
from time import monotonic
from typing import Any

from simulator.calls import Call
from simulator.handsets import Direction, State, Status
from simulator.state import Account

_TALKING = {State.ON_CALL, State.ON_HOLD}
_UNANSWERED = {State.RINGING, State.CALLING}
_NOTHING = {State.IDLE, State.UNAVAILABLE}
_CALLED = {Direction.INBOUND, Direction.INTERNAL}
_CALLING = {Direction.OUTBOUND, Direction.INTERNAL}


# With this many statuses, one thing happened between the first and the last.
_ONE_STEP = 2
# The slowest answer, in seconds.
_SLOW_ANSWER = 5


class Story:
    """One handset's statuses, in order."""

    def __init__(self, extension: str) -> None:
        self._extension = extension
        self.lately: list[Status] = []
        """Since Home Assistant last knew."""
        # By number, calls as they were before the handset rang, called or showed another one:
        # Home Assistant may assume that they are on hold until it sees the handset idle.
        self._aside: dict[str, set[State]] = {}
        self._addresses: set[str] = set()
        self._call: Call | None = None
        # When Home Assistant last knew that it wasn't in a call.
        self._idle_at = monotonic()

    def note(self, account: Account) -> None:
        """Record what the handset is doing now, if it changed."""
        status = _status(account, self._extension)
        handset = account.handsets.get(self._extension)
        call = handset.active_call if handset else None
        # Two calls to one voice mail look the same.
        if self.lately[-1:] != [status] or call is not self._call:
            for before in self.lately:
                if before.state in _TALKING and (
                    status.state in _UNANSWERED
                    or (status.state in _TALKING and status.other_number != before.other_number)
                ):
                    self._aside.setdefault(before.other_number, set()).add(before.state)
            self.lately.append(status)
        self._call = call
        if status.address:
            self._addresses.add(status.address.partition(":")[0])

    def known(self) -> None:
        """Start again, because Home Assistant knows what the handset is doing now."""
        self.lately = self.lately[-1:]
        if self.lately[-1].state in _NOTHING:
            self._aside.clear()
            self._idle_at = monotonic()

    def may_last(self, seconds: float, *, give_or_take: float = _SLOW_ANSWER) -> bool:
        """Return whether a call may have lasted this long, whatever the wall clock has done."""
        return -give_or_take <= seconds <= monotonic() - self._idle_at + give_or_take

    def explains(self, kind: str, data: Mapping[str, Any]) -> bool:
        """Return whether something of this kind has happened."""
        if kind in {"registered", "unregistered", "address_changed"}:
            came_or_went = len({status.address is None for status in self.lately}) > 1
            known = {data.get("old_ip"), data.get("new_ip")} <= {*self._addresses, None}
            return known and (came_or_went or kind == "address_changed")
        calls = [status for status in self.lately if status.other_number == data.get("number")]
        aside = self._aside.get(data.get("number", ""), set())
        states = {call.state for call in calls} | aside
        now = self.lately[-1]
        rings = now.state is State.RINGING and now in calls
        return {
            "incoming": any(call.direction in _CALLED for call in calls),
            "outgoing": any(call.direction in _CALLING for call in calls),
            "answered": bool(states & _TALKING),
            "held": State.ON_HOLD in states,
            "resumed": states >= _TALKING,
            "missed": State.RINGING in states and not rings,
            "ended": bool(states - {State.RINGING})
            and (len(self.lately) > 1 or bool(aside))
            and self.may_last(data.get("duration", 0)),
        }[kind]

    def demands(self) -> set[str]:
        """Return the events that must appear, if only one thing can have happened."""
        if len(self.lately) != _ONE_STEP:
            return set()
        before, now = self.lately
        demanded = set()
        if (before.address is None) is not (now.address is None):
            demanded.add("unregistered" if before.address else "registered")
        if now.state in _NOTHING and before.state is State.RINGING:
            demanded.add("missed")
        if now.state in _NOTHING and before.state in {*_TALKING, State.CALLING} and not self._aside:
            demanded.add("ended")
        if before.state in _NOTHING and now.state is State.RINGING:
            demanded.add("incoming")
        if before.state in _NOTHING and now.state is State.CALLING:
            demanded.add("outgoing")
        return demanded


def _status(account: Account, extension: str) -> Status:
    """Return a handset's status without fields that change with time alone."""
    if extension not in account.handsets:
        return Status(extension=extension, state=State.UNAVAILABLE)
    return replace(account.status(extension), duration=0)
