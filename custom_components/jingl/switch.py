"""The recording switch of a handset."""

from typing import Any, Final, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import JinglConfigEntry
from .entity import JinglHandsetEntity, add_handset_entities

# The coordinator puts the changes to one handset in order.
PARALLEL_UPDATES = 0

RECORDING: Final = SwitchEntityDescription(
    key="recording",
    translation_key="recording",
    # So that turning off everything in an area doesn't stop its recordings.
    entity_category=EntityCategory.CONFIG,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: JinglConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the recording switch of every handset."""
    await add_handset_entities(
        entry,
        async_add_entities,
        lambda extension: [JinglRecordingSwitch(entry, extension, RECORDING)],
    )


class JinglRecordingSwitch(JinglHandsetEntity[bool | None], SwitchEntity):
    """Whether a handset's calls are recorded."""

    @override
    def is_readable(self) -> bool:
        return self.handset.details is not None

    @override
    def read(self) -> bool | None:
        details = self.handset.details
        return None if details is None else details.recording

    @property
    @override
    def is_on(self) -> bool | None:
        return self.shown

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await self.coordinator.async_change_settings(self.extension, recording=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await self.coordinator.async_change_settings(self.extension, recording=False)
