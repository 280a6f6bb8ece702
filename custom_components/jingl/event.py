"""Event entities for what happens to a handset."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID, EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .account.devices import handset_device, handset_name
from .account.names import Names
from .const import CONF_HANDSET, EVENT_HANDSET
from .coordinator import JinglConfigEntry
from .entity import JinglHandsetEntity, add_handset_entities
from .history.calls import CallEvent, CallEventType
from .history.registration import RegistrationEvent, RegistrationEventType
from .history.tracker import HandsetEvent

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class JinglEventDescription[T: HandsetEvent](EventEntityDescription):
    """Describes an event entity of a handset."""

    kind: type[T]
    attributes_fn: Callable[[T, Names], Mapping[str, Any]]
    # Data for the event bus and the logbook; None for events within a call.
    activity_fn: Callable[[T, Names], Mapping[str, Any] | None]


def _call_activity(event: CallEvent, names: Names) -> Mapping[str, Any] | None:
    if event.result is None:
        return None
    return {
        "type": event.result,
        "direction": event.direction,
        "number": event.number,
        "name": names.of_party(event.number, event.direction),
        "duration": event.duration_seconds or 0,
    }


CALL: Final = JinglEventDescription(
    key="call",
    translation_key="call",
    event_types=list(CallEventType),
    kind=CallEvent,
    attributes_fn=lambda event, names: {
        "direction": event.direction,
        "number": event.number,
        "name": names.of_party(event.number, event.direction),
        "favourite": names.is_favourite(event.number),
        "application": event.application,
        "duration": event.duration_seconds,
    },
    activity_fn=_call_activity,
)
REGISTRATION: Final = JinglEventDescription(
    key="registration",
    translation_key="registration",
    entity_category=EntityCategory.DIAGNOSTIC,
    event_types=list(RegistrationEventType),
    kind=RegistrationEvent,
    attributes_fn=lambda event, _: {"old_ip": event.old_ip, "new_ip": event.new_ip},
    activity_fn=lambda event, _: {
        "type": event.type,
        "old_ip": event.old_ip,
        "new_ip": event.new_ip,
    },
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: JinglConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the event entities of every handset."""
    await add_handset_entities(
        entry,
        async_add_entities,
        lambda extension: [
            JinglEvent(entry, extension, CALL),
            JinglEvent(entry, extension, REGISTRATION),
        ],
    )


class JinglEvent[T: HandsetEvent](JinglHandsetEntity[None], EventEntity):
    """What happens to a handset's calls or its registration."""

    entity_description: JinglEventDescription[T]
    # The recorder shouldn't keep who called whom.
    _unrecorded_attributes = frozenset({"number", "name"})

    @override
    def is_readable(self) -> bool:
        return self.handset.status is not None

    @override
    def read(self) -> None:
        """Return nothing: the state is only written when something happens."""

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.listen_to(self.entity_description.kind, self._fire)

    @callback
    def _fire(self, event: T) -> None:
        attributes = self.entity_description.attributes_fn(event, self.names)
        self._trigger_event(
            event.type, {key: value for key, value in attributes.items() if value is not None}
        )
        self.async_write_ha_state()
        if activity := self.entity_description.activity_fn(event, self.names):
            self._tell(activity)

    @callback
    def _tell(self, activity: Mapping[str, Any]) -> None:
        device = handset_device(self.hass, self.coordinator.config_entry, self.extension)
        self.hass.bus.async_fire(
            EVENT_HANDSET,
            {
                ATTR_DEVICE_ID: device and device.id,
                ATTR_ENTITY_ID: self.entity_id,
                # The user's name for it.
                CONF_HANDSET: (device and (device.name_by_user or device.name))
                or handset_name(self.extension, self.handset.details),
                **activity,
            },
        )
