"""Sensors of a handset, and of the account."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, override

from homeassistant.components.sensor import (
    RestoreSensor,
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorExtraStoredData,
    SensorStateClass,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .api import CallDirection, Handset, HandsetState, HandsetStatus
from .call_events import CallEvent, CallEventType, count_active_calls
from .coordinator import JinglConfigEntry, JinglCoordinator
from .entity import JinglAccountEntity, JinglHandsetEntity, add_handset_entities
from .handsets import HandsetData

# The coordinator asks; entities only read.
PARALLEL_UPDATES = 0


type _Value = str | datetime | None


def _has_status(handset: HandsetData) -> bool:
    return handset.status is not None


def _has_details(handset: HandsetData) -> bool:
    return handset.details is not None


def _of_status(value_fn: Callable[[HandsetStatus], _Value]) -> Callable[[HandsetData], _Value]:
    return lambda handset: None if handset.status is None else value_fn(handset.status)


def _of_details(value_fn: Callable[[Handset], _Value]) -> Callable[[HandsetData], _Value]:
    return lambda handset: None if handset.details is None else value_fn(handset.details)


@dataclass(frozen=True, kw_only=True)
class JinglSensorDescription(SensorEntityDescription):
    """Describes a sensor of a handset."""

    available_fn: Callable[[HandsetData], bool] = _has_status
    value_fn: Callable[[HandsetData], _Value]


SENSORS: Final = (
    JinglSensorDescription(
        key="status",
        translation_key="status",
        device_class=SensorDeviceClass.ENUM,
        options=list(HandsetState),
        value_fn=_of_status(lambda status: status.state),
    ),
    JinglSensorDescription(
        key="call_direction",
        translation_key="call_direction",
        device_class=SensorDeviceClass.ENUM,
        options=list(CallDirection),
        value_fn=_of_status(lambda status: status.direction),
    ),
    JinglSensorDescription(
        key="call_started",
        translation_key="call_started",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda handset: handset.call_started,
    ),
    JinglSensorDescription(
        key="registration_ip",
        translation_key="registration_ip",
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=_of_status(lambda status: status.registration.ip if status.registration else None),
    ),
    JinglSensorDescription(
        key="application",
        translation_key="application",
        entity_registry_enabled_default=False,
        value_fn=_of_status(lambda status: status.app),
    ),
    JinglSensorDescription(
        key="outgoing_caller_id",
        translation_key="outgoing_caller_id",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        available_fn=_has_details,
        value_fn=_of_details(lambda details: details.outgoing_caller_id),
    ),
    JinglSensorDescription(
        key="location",
        translation_key="location",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        available_fn=_has_details,
        value_fn=_of_details(lambda details: details.location),
    ),
)


OTHER_PARTY: Final = JinglSensorDescription(
    key="other_party",
    translation_key="other_party",
    value_fn=_of_status(lambda status: status.other_party),
)
LAST_MISSED_CALL: Final = SensorEntityDescription(
    key="last_missed_call",
    translation_key="last_missed_call",
    device_class=SensorDeviceClass.TIMESTAMP,
)


@dataclass(frozen=True, kw_only=True)
class JinglAccountSensorDescription(SensorEntityDescription):
    """Describes a sensor of the account."""

    count_fn: Callable[[JinglCoordinator], int]


ACCOUNT_SENSORS: Final = (
    JinglAccountSensorDescription(
        key="active_calls",
        translation_key="active_calls",
        state_class=SensorStateClass.MEASUREMENT,
        count_fn=lambda coordinator: count_active_calls(coordinator.statuses_in_call),
    ),
    JinglAccountSensorDescription(
        key="ringing_handsets",
        translation_key="ringing_handsets",
        state_class=SensorStateClass.MEASUREMENT,
        count_fn=lambda coordinator: sum(
            status.state is HandsetState.RINGING for status in coordinator.statuses_in_call
        ),
    ),
    JinglAccountSensorDescription(
        key="registered_handsets",
        translation_key="registered_handsets",
        state_class=SensorStateClass.MEASUREMENT,
        count_fn=lambda coordinator: len(coordinator.registered),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: JinglConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of the account and of every handset."""
    async_add_entities(JinglAccountSensor(entry, sensor) for sensor in ACCOUNT_SENSORS)
    await add_handset_entities(
        entry,
        async_add_entities,
        lambda extension: [
            *(JinglSensor(entry, extension, sensor) for sensor in SENSORS),
            JinglOtherParty(entry, extension, OTHER_PARTY),
            JinglLastMissedCall(entry, extension, LAST_MISSED_CALL),
        ],
    )


class JinglSensor(JinglHandsetEntity, SensorEntity):
    """A sensor of a handset."""

    entity_description: JinglSensorDescription

    @override
    def _shown(self) -> object:
        return self.native_value, self.extra_state_attributes

    @property
    @override
    def available(self) -> bool:
        return super().available and self.entity_description.available_fn(self.handset)

    @property
    @override
    def native_value(self) -> _Value:
        return self.entity_description.value_fn(self.handset)


class JinglOtherParty(JinglSensor):
    """Whom a handset is in a call with."""

    # Who called is nothing for the recorder to keep.
    _unrecorded_attributes = frozenset({"name"})

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, str]:
        status = self.handset.status
        name = self.coordinator.party_name(status.other_party) if status else None
        return {"name": name} if name else {}


@dataclass
class MissedCallData(SensorExtraStoredData):
    """What outlives a restart; a state has no attributes while it is unavailable."""

    party: Mapping[str, str]

    @override
    def as_dict(self) -> dict[str, Any]:
        return {**super().as_dict(), "party": dict(self.party)}


class JinglLastMissedCall(JinglHandsetEntity, RestoreSensor):
    """When a handset last missed a call, and whose."""

    # Who called is nothing for the recorder to keep.
    _unrecorded_attributes = frozenset({"number", "name"})
    _party: Mapping[str, str] = MappingProxyType({})

    @override
    def _shown(self) -> object:
        return self.native_value, self.extra_state_attributes

    @override
    async def async_added_to_hass(self) -> None:
        if (data := await self.async_get_last_sensor_data()) and isinstance(
            data.native_value, datetime
        ):
            self._attr_native_value = data.native_value
        if extra := await self.async_get_last_extra_data():
            self._party = extra.as_dict().get("party", {})
        # Only now, when it is known what the state shows.
        await super().async_added_to_hass()
        self.listen_to(CallEvent, self._note)

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, str]:
        # As the caller is called now; whom nobody knows any more keeps the name.
        name = self.coordinator.party_name(self._party.get("number"))
        return {**self._party, "name": name} if name else self._party

    @property
    @override
    def extra_restore_state_data(self) -> MissedCallData:
        return MissedCallData(self.native_value, None, party=self._party)

    @callback
    def _note(self, event: CallEvent) -> None:
        if event.type is not CallEventType.MISSED:
            return
        self._attr_native_value = dt_util.utcnow()
        who = {"number": event.number, "name": self.coordinator.party_name(event.number)}
        self._party = {key: value for key, value in who.items() if value}
        self._handle_coordinator_update()


class JinglAccountSensor(JinglAccountEntity, SensorEntity):
    """A sensor of the account."""

    entity_description: JinglAccountSensorDescription

    @property
    @override
    def available(self) -> bool:
        # Who does not answer may be in a call.
        return super().available and self.coordinator.is_complete

    @override
    def _shown(self) -> int:
        return self.native_value

    @property
    @override
    def native_value(self) -> int:
        return self.entity_description.count_fn(self.coordinator)
