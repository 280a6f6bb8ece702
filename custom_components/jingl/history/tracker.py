"""Follow a handset's successive statuses to find out what happened. Pure."""

from dataclasses import dataclass

from ..api import HandsetStatus
from .calls import CallEvent, KnownCall, Moment, follow_call, is_in_call
from .registration import KnownRegistration, RegistrationEvent, follow_registration

type HandsetEvent = CallEvent | RegistrationEvent


@dataclass(slots=True, kw_only=True)
class Tracked:
    """What a handset was last seen doing."""

    call: KnownCall | None = None
    """Its call, or that there was none; None until its first status."""
    registration: KnownRegistration | None = None
    busy_at: float | None = None
    """When it was last seen on a call, by the monotonic clock."""

    def follow(self, status: HandsetStatus, at: Moment) -> list[HandsetEvent]:
        """Process a status that was just fetched; return the events, oldest first.

        An unchanged status only matters for a handset on a call, whose duration grows.
        """
        if is_in_call(status):
            self.busy_at = at.monotonic
        call, calls = follow_call(self.call, status, at)
        self.call = call or self.call
        registration, registrations = follow_registration(self.registration, status)
        self.registration = registration or self.registration
        return [*calls, *registrations]
