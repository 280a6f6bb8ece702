"""What a browser has subscribed to: told again whenever anything of it may have changed."""

from abc import ABC, abstractmethod
import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from homeassistant.auth import EVENT_USER_UPDATED
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..const import DOMAIN


class Subscription(ABC):
    """Tells one card, or several of a browser, what is new whenever anything has changed."""

    def __init__(self, hass: HomeAssistant, connection: ActiveConnection, msg_id: int) -> None:
        self._hass = hass
        self._connection = connection
        self._msg_id = msg_id
        self._is_stale = False
        self._task: asyncio.Task[None] | None = None
        self._accounts: dict[str, CALLBACK_TYPE] = {}
        self._others = [
            async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry_changed),
            hass.bus.async_listen(
                dr.EVENT_DEVICE_REGISTRY_UPDATED, self._refresh, event_filter=self._is_our_device
            ),
            hass.bus.async_listen(
                er.EVENT_ENTITY_REGISTRY_UPDATED, self._refresh, event_filter=self._is_our_entity
            ),
            hass.bus.async_listen(
                EVENT_USER_UPDATED, self._refresh, event_filter=self._is_the_user
            ),
        ]
        self._follow_accounts()
        self._refresh()

    @abstractmethod
    def _signals(self, entry: ConfigEntry) -> Mapping[str, Callable[..., None]]:
        """Return what a loaded account's dispatcher signals, with who listens."""

    @abstractmethod
    async def _tell(self) -> None:
        """Tell what is new."""

    @callback
    def __call__(self) -> None:
        """Stop telling: Home Assistant calls this when the browser goes or wants no more."""
        for unsubscribe in (*self._others, *self._accounts.values()):
            unsubscribe()
        self._is_stale = False
        if self._task:
            self._task.cancel()

    @callback
    def _entry_changed(self, change: ConfigEntryChange, entry: ConfigEntry) -> None:
        # It was loaded or unloaded, or its title, its options or its contacts have changed.
        if entry.domain == DOMAIN:
            self._follow_accounts()
            self._refresh()

    def _follow_accounts(self) -> None:
        """Listen to those that are loaded now."""
        wanted: dict[str, Callable[..., None]] = {}
        for entry in self._hass.config_entries.async_loaded_entries(DOMAIN):
            wanted |= self._signals(entry)
        for signal in self._accounts.keys() - wanted.keys():
            self._accounts.pop(signal)()
        for signal in wanted.keys() - self._accounts.keys():
            self._accounts[signal] = async_dispatcher_connect(self._hass, signal, wanted[signal])

    @callback
    def _is_our_device(self, data: dr.EventDeviceRegistryUpdatedData) -> bool:
        if data["action"] == "remove":
            return True  # whose it was is no longer known
        device = dr.async_get(self._hass).async_get(data["device_id"])
        return device is not None and any(domain == DOMAIN for domain, *_ in device.identifiers)

    @callback
    def _is_our_entity(self, data: er.EventEntityRegistryUpdatedData) -> bool:
        if data["action"] == "remove":
            return True
        entity = er.async_get(self._hass).async_get(data["entity_id"])
        return entity is not None and entity.platform == DOMAIN

    @callback
    def _is_the_user(self, data: dict[str, Any]) -> bool:
        return bool(data["user_id"] == self._connection.user.id)

    @callback
    def _refresh(self, _: object = None) -> None:
        """Tell what is new, once all that changes in this turn of the event loop has changed."""
        self._is_stale = True
        if self._task is None:
            self._task = self._hass.async_create_background_task(
                self._tell_all(), "Jingl news for a card", eager_start=False
            )

    async def _tell_all(self) -> None:
        try:
            while self._is_stale:
                self._is_stale = False
                await self._tell()
        finally:
            self._task = None
            if self._is_stale:
                # This failed; what has changed meanwhile may put it right.
                self._refresh()
