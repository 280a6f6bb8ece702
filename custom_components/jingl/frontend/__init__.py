"""Serves the dashboard cards, and has the dashboards load them."""

import asyncio
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from homeassistant.components.http import StaticPathConfig
from homeassistant.core import HomeAssistant
from homeassistant.helpers.collection import DictStorageCollection
from homeassistant.util.hass_dict import HassKey

from ..account.issues import report_cards
from ..const import DOMAIN

if TYPE_CHECKING:
    from homeassistant.components.lovelace.resources import (
        ResourceStorageCollection,
        ResourceYAMLCollection,
    )

_FOLDER: Final = Path(__file__).parent / "built"
# What a dashboard loads; this may fetch the others.
_SCRIPT: Final = "jingl-cards.js"
_FOLDER_URL: Final = f"/{DOMAIN}_cards"
_SCRIPT_URL: Final = f"{_FOLDER_URL}/{_SCRIPT}"


@dataclass(frozen=True, slots=True)
class _Cards:
    """The cards that are served."""

    url: str
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


_CARDS: HassKey[_Cards] = HassKey(f"{DOMAIN}_cards")


async def async_serve_cards(hass: HomeAssistant) -> None:
    """Serve the cards, if they were built and there is a web server."""
    if "http" not in hass.config.components:
        return
    version = await hass.async_add_executor_job(_version)
    if version is None:
        return
    # Browsers keep them for a month. The version is that of all files: the script fetches the
    # others by its own.
    await hass.http.async_register_static_paths([StaticPathConfig(_FOLDER_URL, str(_FOLDER))])
    hass.data[_CARDS] = _Cards(f"{_SCRIPT_URL}?v={version}")


async def async_load_cards(hass: HomeAssistant) -> None:
    """Have the dashboards load the cards that are served, or the user if only they can."""
    cards = hass.data.get(_CARDS)
    resources = await _resources(hass)
    if cards is None or resources is None:
        return
    if isinstance(resources, DictStorageCollection):
        async with cards.lock:  # or two accounts would add them twice
            await _store(resources, cards.url)
    else:
        # In this version: browsers keep an older one as long.
        is_listed = any(each["url"] == cards.url for each in resources.async_items())
        report_cards(hass, None if is_listed else cards.url)


async def async_forget_cards(hass: HomeAssistant) -> None:
    """Have the dashboards no longer load the cards, since the last account is removed."""
    report_cards(hass, None)
    resources = await _resources(hass)
    if isinstance(resources, DictStorageCollection):
        for item in _ours(resources):
            await resources.async_delete_item(item["id"])


async def _resources(
    hass: HomeAssistant,
) -> ResourceStorageCollection | ResourceYAMLCollection | None:
    """Return what dashboards load, None if there are no dashboards."""
    if "lovelace" not in hass.config.components:
        return None
    # Not where there are none: it brings all of the frontend.
    from homeassistant.components.lovelace.const import LOVELACE_DATA  # noqa: PLC0415

    resources = hass.data[LOVELACE_DATA].resources
    await resources.async_get_info()  # which reads them, or ours would replace all others
    return resources


async def _store(resources: DictStorageCollection, url: str) -> None:
    """Have the cards among the resources, once and in this version."""
    ours = _ours(resources)
    if not ours:
        await resources.async_create_item({"res_type": "module", "url": url})
    elif ours[0]["url"] != url:
        await resources.async_update_item(ours[0]["id"], {"res_type": "module", "url": url})
    for item in ours[1:]:
        await resources.async_delete_item(item["id"])


def _ours(resources: DictStorageCollection) -> list[dict[str, Any]]:
    """Return the cards in any version."""
    return [item for item in resources.async_items() if urlsplit(item["url"]).path == _SCRIPT_URL]


def _version() -> str | None:
    """Return what changes whenever a built file does, None if nothing was built."""
    if not (_FOLDER / _SCRIPT).is_file():
        return None
    content = sha256()
    for path in sorted(path for path in _FOLDER.rglob("*") if path.is_file()):
        content.update(str(path.relative_to(_FOLDER)).encode() + path.read_bytes())
    return content.hexdigest()[:12]
