"""What an account's handsets tell on Home Assistant's dispatcher."""

from homeassistant.config_entries import ConfigEntry

from ..history.tracker import HandsetEvent
from .devices import handset_id


def handsets_signal(entry: ConfigEntry) -> str:
    """Return the signal for handsets that may have come or gone."""
    return f"{entry.entry_id}_handsets"


def event_signal[T: HandsetEvent](entry: ConfigEntry, extension: str, kind: type[T]) -> str:
    """Return the signal for what happens to a handset."""
    return f"{handset_id(entry, extension)}_{kind.__name__}"
