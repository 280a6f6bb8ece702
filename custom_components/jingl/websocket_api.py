"""What the dashboard cards ask for over the WebSocket."""

from collections.abc import Callable, Mapping
from typing import Any, override

import voluptuous as vol

from homeassistant.components import websocket_api
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .account.signals import handsets_signal
from .calls.schema import directions, limit, moment, other_party, results
from .frontend.accounts import CardAccount, accounts_of
from .frontend.call_subscription import CallSubscription
from .frontend.calls import CardFilter
from .frontend.contacts import contacts_signal
from .frontend.subscription import Subscription
from .history.call_log import CallFilter


@callback
def async_setup_websocket_api(hass: HomeAssistant) -> None:
    """Register the commands."""
    websocket_api.async_register_command(hass, subscribe_accounts)
    websocket_api.async_register_command(hass, subscribe_calls)
    websocket_api.async_register_command(hass, page_calls)


@websocket_api.websocket_command({vol.Required("type"): "jingl/accounts/subscribe"})
@callback
def subscribe_accounts(
    hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]
) -> None:
    """Tell what a user may know of the accounts, now and whenever it changes."""
    connection.send_result(msg["id"])
    connection.subscriptions[msg["id"]] = _AccountsSubscription(hass, connection, msg["id"])


@websocket_api.websocket_command(
    {
        vol.Required("type"): "jingl/calls/subscribe",
        vol.Optional("entry_id"): str,
        vol.Optional("device_ids"): [str],
        vol.Optional("directions"): directions,
        vol.Optional("results"): results,
        vol.Optional("party"): other_party,
        vol.Optional("since"): moment,
        vol.Optional("until"): moment,
        vol.Optional("limit", default=100): limit,
    }
)
@callback
def subscribe_calls(
    hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]
) -> None:
    """Tell of the newest calls that match and that a user may know of, and what becomes of them."""
    connection.send_result(msg["id"])
    card_filter = CardFilter(
        entry_id=msg.get("entry_id"),
        device_ids=frozenset(msg["device_ids"]) if "device_ids" in msg else None,
        wanted=CallFilter(
            directions=msg.get("directions"),
            results=msg.get("results"),
            since=msg.get("since"),
            until=msg.get("until"),
        ),
        party=msg.get("party"),
    )
    connection.subscriptions[msg["id"]] = CallSubscription(
        hass, connection, msg["id"], card_filter, msg["limit"]
    )


@websocket_api.websocket_command(
    {
        vol.Required("type"): "jingl/calls/page",
        vol.Required("subscription"): int,
        vol.Optional("limit", default=100): limit,
    }
)
@callback
def page_calls(
    hass: HomeAssistant,
    connection: websocket_api.ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Tell of the calls before those that a subscription has told of; an event brings them."""
    subscription = connection.subscriptions.get(msg["subscription"])
    if not isinstance(subscription, CallSubscription):
        connection.send_error(msg["id"], websocket_api.ERR_NOT_FOUND, "Subscription not found")
        return
    connection.send_result(msg["id"])
    subscription.tell_more(msg["limit"])


class _AccountsSubscription(Subscription):
    """Tells a browser the whole whenever anything of it has changed."""

    _told: list[CardAccount] | None = None

    @override
    def _signals(self, entry: ConfigEntry) -> Mapping[str, Callable[..., None]]:
        return {handsets_signal(entry): self._refresh, contacts_signal(entry): self._refresh}

    @override
    async def _tell(self) -> None:
        accounts = await accounts_of(self._hass, self._connection.user)
        if accounts != self._told:
            self._told = accounts
            self._connection.send_event(self._msg_id, {"accounts": accounts})
