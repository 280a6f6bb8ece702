"""How voice assistants are answered, as an account's options say."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Self

from homeassistant.config_entries import ConfigEntry

from ..const import CONF_AREA, CONF_AREA_HANDSETS, CONF_HANDSET, CONF_SENTENCES, CONF_VOICE


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceOptions:
    """An account's options for voice assistants."""

    sentences: bool = True
    """Whether sentences are understood without files of the user's."""
    area_handsets: AbstractSet[tuple[str, str]] = frozenset()
    """The areas, and which handset's extension calls for somebody who speaks there."""

    @classmethod
    def of(cls, entry: ConfigEntry) -> Self:
        """Return an account's options."""
        options = entry.options.get(CONF_VOICE, {})
        return cls(
            sentences=options.get(CONF_SENTENCES, True),
            area_handsets={
                (pair[CONF_AREA], pair[CONF_HANDSET])
                for pair in options.get(CONF_AREA_HANDSETS, [])
            },
        )
