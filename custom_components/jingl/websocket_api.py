"""What the dashboard cards ask for over the WebSocket."""

import asyncio
from typing import Any

import voluptuous as vol

from homeassistant.auth import EVENT_USER_UPDATED
from homeassistant.components import websocket_api
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .account.signals import handsets_signal
from .const import DOMAIN
from .frontend.accounts import CardAccount, accounts_of
from .frontend.contacts import contacts_signal


@callback
def async_setup_websocket_api(hass: HomeAssistant) -> None:
    """Register the commands."""
    websocket_api.async_register_command(hass, subscribe_accounts)


@websocket_api.websocket_command({vol.Required("type"): "jingl/accounts/subscribe"})
@callback
def subscribe_accounts(
    hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]
) -> None:
    """Tell what a user may know of the accounts, now and whenever it changes."""
    connection.send_result(msg["id"])
    connection.subscriptions[msg["id"]] = _Subscription(hass, connection, msg["id"]).end


class _Subscription:
    """Tells one card, or several of a browser, the whole whenever anything of it has changed."""

    def __init__(
        self, hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg_id: int
    ) -> None:
        self._hass = hass
        self._connection = connection
        self._msg_id = msg_id
        self._told: list[CardAccount] | None = None
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

    @callback
    def end(self) -> None:
        """Stop telling."""
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
        """Listen for the handsets and contacts of those that are loaded now."""
        entries = self._hass.config_entries.async_loaded_entries(DOMAIN)
        wanted = {
            signal for each in entries for signal in (handsets_signal(each), contacts_signal(each))
        }
        for signal in self._accounts.keys() - wanted:
            self._accounts.pop(signal)()
        for signal in wanted - self._accounts.keys():
            self._accounts[signal] = async_dispatcher_connect(self._hass, signal, self._refresh)

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
                self._tell(), "Jingl accounts for a card", eager_start=False
            )

    async def _tell(self) -> None:
        try:
            while self._is_stale:
                self._is_stale = False
                accounts = await accounts_of(self._hass, self._connection.user)
                if accounts != self._told:
                    self._told = accounts
                    self._connection.send_event(self._msg_id, {"accounts": accounts})
        finally:
            self._task = None
            if self._is_stale:
                # This failed; what has changed meanwhile may put it right.
                self._refresh()
