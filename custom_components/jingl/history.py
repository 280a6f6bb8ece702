"""What happened to the handsets, as their statuses tell it one after the other. Pure."""

from collections.abc import Collection, Set as AbstractSet
from datetime import datetime

from .api import HandsetStatus
from .call_events import CallEvent, KnownCall, follow_call, is_in_call
from .registration import KnownRegistration, RegistrationEvent, follow_registration

type HandsetEvent = CallEvent | RegistrationEvent


class History:
    """Follows every handset's calls and registration."""

    def __init__(self) -> None:
        self._calls: dict[str, KnownCall] = {}
        self._registrations: dict[str, KnownRegistration] = {}
        self._busy_at: dict[str, datetime] = {}
        self._last_busy_at: datetime | None = None
        self._in_call: set[str] = set()
        self._untold: list[tuple[str, HandsetEvent]] = []

    def follow(self, extension: str, status: HandsetStatus, at: datetime) -> None:
        """Take in a status that was just fetched, and what it tells to have happened.

        One that has not changed tells something only of a handset in a call, which lasts longer.
        """
        if is_in_call(status):
            self._in_call.add(extension)
            self._busy_at[extension] = self._last_busy_at = at
        else:
            self._in_call.discard(extension)
        call, calls = follow_call(self._calls.get(extension), status, at)
        if call:
            self._calls[extension] = call
        registration, registrations = follow_registration(
            self._registrations.get(extension), status
        )
        if registration:
            self._registrations[extension] = registration
        events: list[HandsetEvent] = [*calls, *registrations]
        self._untold += [(extension, event) for event in events]

    def knows(self, extension: str) -> bool:
        """Tell whether the handset has ever told what it does."""
        return extension in self._calls

    def take_untold(self) -> list[tuple[str, HandsetEvent]]:
        """Return what happened since this was last asked, oldest first."""
        untold, self._untold = self._untold, []
        return untold

    def forget_all_but(self, extensions: Collection[str]) -> None:
        """Forget handsets that are gone: should one return, what it did before is no news."""
        for known in (self._calls, self._registrations, self._busy_at):
            for extension in known.keys() - extensions:
                del known[extension]
        self._in_call.intersection_update(extensions)
        self._last_busy_at = max(self._busy_at.values(), default=None)

    def call_started(self, extension: str) -> datetime | None:
        """Return when the handset's current call was connected."""
        call = self._calls.get(extension)
        return call.connected_at if call else None

    def busy_at(self, extension: str) -> datetime | None:
        """Return when the handset was last seen in a call."""
        return self._busy_at.get(extension)

    @property
    def last_busy_at(self) -> datetime | None:
        """Return when any handset was last seen in a call."""
        return self._last_busy_at

    @property
    def in_call(self) -> AbstractSet[str]:
        """Return the handsets that were in a call when they were last seen."""
        return self._in_call
