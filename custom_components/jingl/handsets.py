"""What is known of the handsets, and what of it is new. Pure.

Most of a poll says what the last one said. Statuses and settings that have not changed are the same
objects as before, so that looking for what is new costs next to nothing.
"""

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from .api import Handset, HandsetStatus
from .feed import Fetched
from .history import History
from .registration import is_registered
from .turns import in_turns

# How many handsets are followed before everybody else has a turn.
_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class HandsetData:
    """What is known of one handset; None where Jingl does not answer for it at the moment."""

    details: Handset | None
    status: HandsetStatus | None
    call_started: datetime | None = None
    """When the current call was connected."""


@dataclass(slots=True, kw_only=True)
class Changes:
    """What is new."""

    handsets: set[str] = field(default_factory=set)
    """Of these handsets something is."""
    names: bool = False
    """Whether one goes by another name, which others may show for their calls."""
    choice: bool = False
    """Whether there are other handsets than before, or the settings of other ones are known."""


class Handsets:
    """Keeps what is known of each handset."""

    def __init__(self) -> None:
        self.data: dict[str, HandsetData] = {}
        self.statuses: Mapping[str, HandsetStatus] = {}
        """What Jingl last answered, also for handsets that nobody follows."""
        self.details: Mapping[str, Handset] = {}
        self.history = History()
        self.registered: set[str] = set()
        """The handsets that are online."""
        self.silent: set[str] = set()
        """The handsets that no longer tell what they do, and may be in a call."""
        self.mute: set[str] = set()
        """The handsets that have never told what they do, since Jingl knows of none."""
        self.unasked: set[str] = set()
        """The handsets that came after the last poll."""
        self._changes = Changes()
        self._fetched: Fetched[HandsetStatus] | None = None
        self._followed: Sequence[str] | None = None

    @property
    def statuses_in_call(self) -> list[HandsetStatus]:
        """Return the statuses of the handsets in a call."""
        known = (self.data[e].status for e in self.history.in_call if e in self.data)
        return [status for status in known if status]

    def is_known(self, fetched: Fetched[HandsetStatus], followed: Sequence[str]) -> bool:
        """Tell whether a poll brought what the last one brought, for the same handsets."""
        return fetched is self._fetched and followed is self._followed

    def start_anew(self) -> None:
        """Look at all handsets with the next poll."""
        self._fetched = self._followed = None

    async def take_in(
        self, fetched: Fetched[HandsetStatus], followed: Sequence[str], at: datetime
    ) -> list[HandsetStatus]:
        """Follow the handsets with another status and all in a call; return their statuses."""
        concerned: Collection[str] = ()
        if followed is not self._followed:
            self.history.forget_all_but(followed)
            self._forget_all_but(followed)
            concerned = followed
        elif fetched is not self._fetched:
            concerned = self._with_other_status(followed)
        if fetched is not self._fetched:
            self._note_who_answered(fetched)
        seen: list[HandsetStatus] = []
        async for extension in in_turns(sorted({*concerned, *self.history.in_call}), _AT_ONCE):
            if status := fetched.records.get(extension):
                self.history.follow(extension, status, at)
                seen.append(status)
            self._put_together(extension)
        self._fetched, self._followed = fetched, followed
        return seen

    def take_in_details(self, followed: Collection[str]) -> None:
        """Take in who is followed by now, and other settings than before."""
        self._forget_all_but(followed)
        data, details = self.data, self.details
        for extension in followed:
            if extension not in data or details.get(extension) is not data[extension].details:
                self._put_together(extension)
                if not any(extension in e for e in (self.statuses, self.silent, self.mute)):
                    self.unasked.add(extension)

    def take_changes(self) -> Changes:
        """Return what is new since this was last asked."""
        changes, self._changes = self._changes, Changes()
        return changes

    def _with_other_status(self, extensions: Collection[str]) -> list[str]:
        data, statuses = self.data, self.statuses
        return [
            extension
            for extension in extensions
            if statuses.get(extension)
            is not (data[extension].status if extension in data else None)
        ]

    def _put_together(self, extension: str) -> None:
        details = self.details.get(extension)
        status = self.statuses.get(extension)
        before = self.data.get(extension)
        if before is None and details is None and status is None:
            return  # chosen by the user, but unknown to Jingl
        data = HandsetData(
            details=details,
            status=status,
            call_started=self.history.call_started(extension) if status else None,
        )
        # Also one that is equal: how long a call lasts is not compared.
        self.data[extension] = data
        if status and is_registered(status):
            self.registered.add(extension)
        else:
            self.registered.discard(extension)
        if data == before:
            return
        self._changes.handsets.add(extension)
        self._changes.names |= _name(data) != _name(before)
        self._changes.choice |= before is None or _has_details(data) is not _has_details(before)

    def _note_who_answered(self, fetched: Fetched[HandsetStatus]) -> None:
        lost = {each for each in fetched.missing if self.history.knows(each)}
        asked = fetched.records, fetched.missing, fetched.failed
        self.silent = _without(self.silent, *asked) | fetched.failed.keys() | lost
        self.mute = _without(self.mute, *asked) | (set(fetched.missing) - lost)
        self.unasked = _without(self.unasked, *asked)

    def _forget_all_but(self, extensions: Collection[str]) -> None:
        for kind in (self.registered, self.silent, self.mute, self.unasked):
            kind.intersection_update(extensions)
        for extension in self.data.keys() - extensions:
            del self.data[extension]
            self._changes.handsets.add(extension)
            self._changes.names = self._changes.choice = True


def _without(extensions: set[str], *others: Container[str]) -> set[str]:
    """Return those that are in none of the others, which may be many more."""
    return {each for each in extensions if not any(each in other for other in others)}


def _has_details(data: HandsetData) -> bool:
    return data.details is not None


def _name(data: HandsetData | None) -> str | None:
    return data.details.name if data and data.details else None
