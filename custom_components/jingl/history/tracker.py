"""What happened to a handset, as its statuses tell it one after the other. Pure."""

from dataclasses import dataclass

from ..api import HandsetStatus
from .calls import CallEvent, KnownCall, Moment, follow_call, is_in_call
from .registration import KnownRegistration, RegistrationEvent, follow_registration

type HandsetEvent = CallEvent | RegistrationEvent


@dataclass(slots=True, kw_only=True)
class Tracked:
    """What a handset was last seen to do."""

    call: KnownCall | None = None
    """Its call, or that there was none; None until it has told what it does."""
    registration: KnownRegistration | None = None
    busy_at: float | None = None
    """When it was last seen in a call, on the monotonic clock."""

    def follow(self, status: HandsetStatus, at: Moment) -> list[HandsetEvent]:
        """Take in a status that was just fetched; return what happened, oldest first.

        One that has not changed tells something only of a handset in a call, which lasts longer.
        """
        if is_in_call(status):
            self.busy_at = at.monotonic
        call, calls = follow_call(self.call, status, at)
        self.call = call or self.call
        registration, registrations = follow_registration(self.registration, status)
        self.registration = registration or self.registration
        return [*calls, *registrations]
