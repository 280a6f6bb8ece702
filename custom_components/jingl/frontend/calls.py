"""What the cards are told of the call log."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from homeassistant.auth.models import User
from homeassistant.components.media_source import generate_media_source_id
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..account.devices import device_extension
from ..calls.listening import Listener, RecordingReader, recording_of
from ..calls.reading import (
    FoundCall,
    Question,
    ToldCall,
    ask,
    device_of,
    may_update,
    told,
)
from ..calls.recording_links import identifier_of
from ..const import DOMAIN
from ..coordinator import JinglConfigEntry
from ..history.call_log import CallFilter
from ..numbers.party import readable


class CardCall(ToldCall):
    """A call as cards are told it."""

    key: str
    """This call's alone, for as long as it is in the log."""
    entry_id: str
    device_id: str | None
    """The handset's, if it is known and still there."""
    readable: str | None
    """The number as people read it."""
    media_content_id: str | None
    """The recording as media, if there is one that the user may listen to."""
    notes: str | None
    rating: int | None
    """From 0 to 5."""
    may_update: bool
    """Whether the user can change the notes and the rating."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFilter:
    """Which calls a card wants to be told of."""

    entry_id: str | None = None
    """None for all accounts."""
    device_ids: AbstractSet[str] | None = None
    """Handsets; None for all, and for calls of which Jingl doesn't say whose they are."""
    wanted: CallFilter
    party: str | None = None
    """The other party's number or name, in which * stands for anything; None for any."""

    def questions(self, hass: HomeAssistant) -> list[Question]:
        """Return where to look now: in the accounts that are loaded."""
        entries: list[JinglConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
        return [
            ask(entry, replace(self.wanted, extensions=self._extensions(hass, entry)), self.party)
            for entry in entries
            if self.entry_id in {None, entry.entry_id}
        ]

    def _extensions(self, hass: HomeAssistant, entry: JinglConfigEntry) -> set[str | None] | None:
        if self.device_ids is None:
            return None
        devices = map(dr.async_get(hass).async_get, self.device_ids)
        ours = {
            device_extension(entry, each) for each in devices if isinstance(each, dr.DeviceEntry)
        }
        return ours - {None}  # which stands for any other device


class CardCalls:
    """Tells a user's cards of calls, as things stand now."""

    def __init__(self, hass: HomeAssistant, user: User) -> None:
        self._hass = hass
        self._user = user
        self._recordings = RecordingReader(hass, Listener(user))
        self._may_update: dict[tuple[str, str | None], bool] = {}

    def tell(self, found: FoundCall) -> CardCall:
        """Return a call as cards are told it."""
        record, entry_id = found.record, found.entry.entry_id
        return CardCall(
            **told(found),
            key=f"{entry_id}/{record.extension or ''}/{record.id}",
            entry_id=entry_id,
            device_id=device_of(self._hass, found),
            readable=record.number and _readable(record.number),
            media_content_id=self._media(found),
            notes=record.notes,
            rating=record.rating,
            may_update=self._is_updatable(found),
        )

    def _media(self, found: FoundCall) -> str | None:
        recording = recording_of(found.entry, found.data, found.record)
        if recording is None or not self._recordings.may_listen(recording):
            return None
        return generate_media_source_id(DOMAIN, identifier_of(recording))

    def _is_updatable(self, found: FoundCall) -> bool:
        record, entry = found.record, found.entry
        if record.jingl_id is None or not found.data.coordinator.call_records.listed:
            return False
        key = entry.entry_id, record.extension
        if key not in self._may_update:
            self._may_update[key] = may_update(self._hass, found, self._user)
        return self._may_update[key]


# Calls are told again and again, and thousands are of a few hundred numbers.
_readable: Final = lru_cache(maxsize=4096)(readable)
