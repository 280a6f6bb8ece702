"""What the cards are told of the call log."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..account.devices import device_extension
from ..calls.reading import FoundCall, Question, ToldCall, ask, device_of, told
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


def card_call(hass: HomeAssistant, found: FoundCall) -> CardCall:
    """Return a call as cards are told it."""
    record, entry_id = found.record, found.entry.entry_id
    return CardCall(
        **told(found),
        key=f"{entry_id}/{record.extension or ''}/{record.id}",
        entry_id=entry_id,
        device_id=device_of(hass, found),
        readable=record.number and _readable(record.number),
    )


# Calls are told again and again, and thousands are of a few hundred numbers.
_readable: Final = lru_cache(maxsize=4096)(readable)
