"""Tells a browser of the newest calls that match, and of each that comes, changes or goes.

As many as it has asked for: when one comes, the oldest of them goes.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, override

from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..account.signals import calls_signal, handsets_signal
from ..api import in_turns
from ..calls.reading import CallReader, sees_all
from ..history.call_log import LogChanges
from .calls import CardCall, CardCalls, CardFilter
from .subscription import Subscription

# No account keeps more.
_MOST: Final = 10_000


class CallSubscription(Subscription):
    """Tells a browser of calls."""

    def __init__(
        self,
        hass: HomeAssistant,
        connection: ActiveConnection,
        msg_id: int,
        card_filter: CardFilter,
        limit: int,
    ) -> None:
        self._filter = card_filter
        self._limit = limit
        self._told: Mapping[str, CardCall] | None = None
        self._has_more = False
        super().__init__(hass, connection, msg_id)

    @callback
    def tell_more(self, calls: int) -> None:
        """Tell of so many older calls, too, if there are any."""
        if self._has_more:
            self._limit = min(self._limit + calls, _MOST)
            self._refresh()

    @override
    def _signals(self, entry: ConfigEntry) -> Mapping[str, Callable[..., None]]:
        return {calls_signal(entry): self._log_changed, handsets_signal(entry): self._refresh}

    @callback
    def _log_changed(self, changes: LogChanges) -> None:
        if changes.records or changes.removed:  # else only another day has begun
            self._refresh()

    @callback
    @override
    def _is_our_entity(self, data: er.EventEntityRegistryUpdatedData) -> bool:
        # They only matter to users who may see some of them.
        return not sees_all(self._connection.user) and super()._is_our_entity(data)

    @override
    async def _tell(self) -> None:
        limit = self._limit
        # Its answers last for this time only: what the user may know may change.
        reader = CallReader(self._hass, self._connection.user)
        found = await reader.find(self._filter.questions(self._hass), limit + 1)
        before, calls, changed = self._told or {}, {}, []
        cards = CardCalls(self._hass, self._connection.user)
        async for each in in_turns(found[:limit]):
            call = cards.tell(each)
            calls[call["key"]] = call
            if call != before.get(call["key"]):
                changed.append(call)
        removed = [key for key in before if key not in calls]
        is_first, had_more = self._told is None, self._has_more
        self._told, self._has_more = calls, len(found) > limit
        event: dict[str, Any] = {"more": self._has_more}
        if is_first:
            event |= {"subscription": self._msg_id, "calls": changed}
        elif changed or removed or self._has_more is not had_more:
            event |= {"changed": changed, "removed": removed}
        else:
            return
        self._connection.send_event(self._msg_id, event)
