"""Note an account's missed calls, to answer who called.

They stay in memory over reloads. After a restart, the sensors only remember each handset's last
one.
"""

from collections.abc import Iterable

from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..account.devices import handset_id
from ..account.signals import any_event_signal
from ..api import CallDirection
from ..const import DOMAIN
from ..coordinator import JinglConfigEntry
from ..history.calls import CallEvent, CallEventType
from ..history.missed import MissedCall, MissedCalls
from ..history.tracker import HandsetEvent

_MISSED_CALLS: HassKey[dict[str, MissedCalls]] = HassKey(f"{DOMAIN}_missed_calls")


@callback
def async_setup_missed_calls(hass: HomeAssistant, entry: JinglConfigEntry) -> None:
    """Note an account's missed calls while it is loaded; set up its sensors first."""
    coordinator = entry.runtime_data.coordinator
    accounts = hass.data.setdefault(_MISSED_CALLS, {})
    if (calls := accounts.get(entry.entry_id)) is None:
        remembered = _remembered(hass, entry, coordinator.data)
        calls = accounts[entry.entry_id] = MissedCalls(remembered)

    @callback
    def note(extension: str, event: HandsetEvent) -> None:
        if isinstance(event, CallEvent) and event.type is CallEventType.MISSED:
            calls.add(
                MissedCall(
                    at=dt_util.utcnow(),
                    extension=extension,
                    number=event.number,
                    name=entry.runtime_data.names.of_party(event.number, event.direction),
                    direction=event.direction,
                )
            )

    entry.async_on_unload(async_dispatcher_connect(hass, any_event_signal(entry), note))


@callback
def missed_calls(hass: HomeAssistant, entry: ConfigEntry) -> Iterable[MissedCall]:
    """Return the calls an account's handsets missed, newest first."""
    return hass.data.get(_MISSED_CALLS, {}).get(entry.entry_id, ())


@callback
def forget_missed_calls(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Forget the missed calls of a removed account."""
    hass.data.get(_MISSED_CALLS, {}).pop(entry.entry_id, None)


def _remembered(
    hass: HomeAssistant, entry: ConfigEntry, extensions: Iterable[str]
) -> Iterable[MissedCall]:
    registry = er.async_get(hass)
    for extension in extensions:
        unique_id = f"{handset_id(entry, extension)}_last_missed_call"
        entity_id = registry.async_get_entity_id(SENSOR_DOMAIN, DOMAIN, unique_id)
        state = hass.states.get(entity_id) if entity_id else None
        if state and (at := dt_util.parse_datetime(state.state)):
            direction = state.attributes.get("direction")
            yield MissedCall(
                at=at,
                extension=extension,
                number=state.attributes.get("number"),
                name=state.attributes.get("name"),
                direction=CallDirection(direction) if direction else None,
            )
