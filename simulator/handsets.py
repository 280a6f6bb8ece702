"""A handset, and what the cloud says about it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import override

from .calls import Call, Party, PartyKind


class State(StrEnum):
    """The contract's states of a handset."""

    IDLE = "Idle"
    ON_CALL = "OnCall"
    RINGING = "Ringing"
    CALLING = "Calling"
    ON_HOLD = "OnHold"
    UNAVAILABLE = "Unavailable"


class Direction(StrEnum):
    """The contract's directions of a call."""

    UNKNOWN = "Unknown"
    INBOUND = "Inbound"
    OUTBOUND = "Outbound"
    INTERNAL = "Internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a handset is doing at one moment; `duration` is in whole seconds."""

    extension: str
    state: State
    direction: Direction = Direction.UNKNOWN
    duration: int = 0
    other_number: str = ""
    app: str = ""
    address: str | None = None


@dataclass(eq=False, slots=True, kw_only=True)
class Handset(Party):
    """A phone in the account; without a registration address it is unavailable."""

    kind = PartyKind.HANDSET

    name: str
    location: str = ""
    outgoing_cli: str = ""
    recording: bool = False
    notes: str = ""
    sip_password: str
    address: str | None

    @property
    def extension(self) -> str:
        """Return the extension number."""
        return self.number

    @property
    @override
    def reachable(self) -> bool:
        return self.address is not None and not self.calls

    def register(self, address: str) -> None:
        """Register from an IP address and port; calls survive a move to another address."""
        self.address = address

    def unregister(self) -> None:
        """Lose the registration, and every call with it."""
        self.drop_calls()
        self.address = None

    def drop_calls(self) -> None:
        """Hang up everything, the active call first."""
        while call := self.active_call:
            self.leave(call)

    def status(self) -> Status:
        """Return what the handset is doing now, according to its active call.

        The party that holds shows OnHold; the held party stays OnCall and hears music. The other
        number shows from the first ring, as caller ID.
        """
        if self.address is None:
            return Status(extension=self.extension, state=State.UNAVAILABLE)
        call = self.active_call
        if call is None:
            return Status(extension=self.extension, state=State.IDLE, address=self.address)
        other = call.other(self)
        return Status(
            extension=self.extension,
            state=self._state_in(call),
            direction=self._direction_of(call),
            duration=call.duration,
            other_number=other.number,
            app=other.app,
            address=self.address,
        )

    def _state_in(self, call: Call) -> State:
        if not call.connected:
            return State.CALLING if call.caller is self else State.RINGING
        return State.ON_HOLD if self in call.holders else State.ON_CALL

    def _direction_of(self, call: Call) -> Direction:
        if call.other(self).kind is not PartyKind.OUTSIDE:
            return Direction.INTERNAL
        return Direction.OUTBOUND if call.caller is self else Direction.INBOUND
