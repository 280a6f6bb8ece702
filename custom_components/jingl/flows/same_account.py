"""Check, by its handsets, whether an account on another server is the one we know."""

from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..account.devices import chosen_names, handset_name
from ..api import Handset, JinglClient, JinglNotFoundError

# How many handsets to ask for one by one if there is no list.
_MOST_ASKED: Final = 20


async def is_same_account(
    hass: HomeAssistant, entry: ConfigEntry, client: JinglClient, found: Mapping[str, Handset]
) -> bool:
    """Return whether at least half of the chosen handsets exist there, with the same names.

    `found` is the other server's list, empty if it has none. Raises JinglError.
    """
    known = chosen_names(hass, entry)
    if not found:
        known = dict(islice(known.items(), _MOST_ASKED))
        found = await _ask_singly(client, known)
    agreeing = [e for e, name in known.items() if e in found and handset_name(e, found[e]) == name]
    return 2 * len(agreeing) >= len(known)


async def _ask_singly(client: JinglClient, extensions: Mapping[str, object]) -> dict[str, Handset]:
    found = {}
    for extension in extensions:
        with suppress(JinglNotFoundError):
            handset = await client.get_handset(extension)
            found[handset.extension] = handset
    return found
