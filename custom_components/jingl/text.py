"""Text settings of a handset."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, override

from homeassistant.components.text import TextEntity, TextEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .api import Handset
from .coordinator import JinglConfigEntry, JinglCoordinator
from .entity import JinglHandsetEntity, add_handset_entities

# The coordinator puts the changes to one handset in order.
PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class JinglTextDescription(TextEntityDescription):
    """Describes a text entity of a handset."""

    value_fn: Callable[[Handset], str | None]
    set_fn: Callable[[JinglCoordinator, str, str], Awaitable[None]]
    """Sends an extension's text to Jingl."""


TEXTS: Final = (
    JinglTextDescription(
        key="name",
        translation_key="name",
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
        native_min=1,
        # Jingl treats a blank name as no name.
        pattern=r".*\S.*",
        native_max=255,
        value_fn=lambda details: details.name,
        set_fn=lambda coordinator, extension, text: coordinator.async_change_settings(
            extension, name=text
        ),
    ),
    JinglTextDescription(
        key="notes",
        translation_key="notes",
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
        native_max=255,
        value_fn=lambda details: details.notes or "",
        set_fn=lambda coordinator, extension, text: coordinator.async_change_settings(
            extension, notes=text
        ),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: JinglConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the text entities of every handset."""
    await add_handset_entities(
        entry,
        async_add_entities,
        lambda extension: [JinglText(entry, extension, text) for text in TEXTS],
    )


class JinglText(JinglHandsetEntity[str | None], TextEntity):
    """A text entity of a handset."""

    entity_description: JinglTextDescription

    @override
    def is_readable(self) -> bool:
        return self.handset.details is not None

    @override
    def read(self) -> str | None:
        details = self.handset.details
        return None if details is None else self.entity_description.value_fn(details)

    @property
    @override
    def native_value(self) -> str | None:
        return self.shown

    @override
    async def async_set_value(self, value: str) -> None:
        # The way it will be read back.
        text = " ".join(value.split())
        await self.entity_description.set_fn(self.coordinator, self.extension, text)
