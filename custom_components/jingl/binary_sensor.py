"""Binary sensors of a handset."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api import HandsetStatus
from .coordinator import JinglConfigEntry
from .entity import JinglHandsetEntity, add_handset_entities
from .history.calls import is_in_call
from .history.registration import is_registered

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class JinglBinarySensorDescription(BinarySensorEntityDescription):
    """Describes a binary sensor of a handset."""

    value_fn: Callable[[HandsetStatus], bool]


BINARY_SENSORS: Final = (
    JinglBinarySensorDescription(
        key="busy",
        translation_key="busy",
        value_fn=is_in_call,
    ),
    JinglBinarySensorDescription(
        key="registered",
        translation_key="registered",
        device_class=BinarySensorDeviceClass.CONNECTIVITY,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=is_registered,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: JinglConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the binary sensors of every handset."""
    await add_handset_entities(
        entry,
        async_add_entities,
        lambda extension: [
            JinglBinarySensor(entry, extension, sensor) for sensor in BINARY_SENSORS
        ],
    )


class JinglBinarySensor(JinglHandsetEntity[bool | None], BinarySensorEntity):
    """A binary sensor of a handset."""

    entity_description: JinglBinarySensorDescription

    @override
    def is_readable(self) -> bool:
        return self.handset.status is not None

    @override
    def read(self) -> bool | None:
        status = self.handset.status
        return None if status is None else self.entity_description.value_fn(status)

    @property
    @override
    def is_on(self) -> bool | None:
        return self.shown
