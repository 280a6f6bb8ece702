"""What all of a handset's entities have in common."""

from collections.abc import Callable, Iterable

from homeassistant.core import callback
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .coordinator import HandsetData, JinglConfigEntry, JinglCoordinator
from .devices import handset_device_info, handset_id


class JinglHandsetEntity(CoordinatorEntity[JinglCoordinator]):
    """An entity of one handset."""

    _attr_has_entity_name = True

    def __init__(
        self, entry: JinglConfigEntry, extension: str, description: EntityDescription
    ) -> None:
        runtime = entry.runtime_data
        super().__init__(runtime.coordinator)
        self.entity_description = description
        self.extension = extension
        self._attr_unique_id = f"{handset_id(entry, extension)}_{description.key}"
        self._attr_device_info = handset_device_info(
            entry, extension, self.handset.details, runtime.account_device_id
        )

    @property
    def handset(self) -> HandsetData:
        """Return what is known of the handset."""
        return self.coordinator.data.get(self.extension) or HandsetData(details=None, status=None)


@callback
def add_handset_entities(
    entry: JinglConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    create: Callable[[str], Iterable[Entity]],
) -> None:
    """Add a platform's entities for every handset, now and as handsets come.

    A handset that goes is forgotten, so that it gets entities again if it comes back.
    """
    coordinator = entry.runtime_data.coordinator
    known: set[str] = set()

    @callback
    def add_new() -> None:
        known.intersection_update(coordinator.data)
        new = coordinator.data.keys() - known
        known.update(new)
        async_add_entities(entity for extension in sorted(new) for entity in create(extension))

    entry.async_on_unload(coordinator.async_add_listener(add_new))
    add_new()
