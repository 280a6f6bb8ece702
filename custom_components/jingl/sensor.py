"""Sensors of a handset."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api import CallDirection, Handset, HandsetState, HandsetStatus
from .coordinator import HandsetData, JinglConfigEntry
from .entity import JinglHandsetEntity, add_handset_entities

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
        key="other_party",
        translation_key="other_party",
        value_fn=_of_status(lambda status: status.other_party),
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


async def async_setup_entry(
    hass: HomeAssistant,
    entry: JinglConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of every handset."""
    add_handset_entities(
        entry,
        async_add_entities,
        lambda extension: [JinglSensor(entry, extension, sensor) for sensor in SENSORS],
    )


class JinglSensor(JinglHandsetEntity, SensorEntity):
    """A sensor of a handset."""

    entity_description: JinglSensorDescription

    @property
    @override
    def available(self) -> bool:
        return super().available and self.entity_description.available_fn(self.handset)

    @property
    @override
    def native_value(self) -> _Value:
        return self.entity_description.value_fn(self.handset)
