"""What all entities have in common."""

from abc import abstractmethod
from collections.abc import Callable, Iterable
from typing import override

from homeassistant.core import callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .coordinator import (
    HandsetData,
    JinglConfigEntry,
    JinglCoordinator,
    event_signal,
    handsets_signal,
)
from .devices import account_device_info, account_id, handset_device_info, handset_id
from .history import HandsetEvent


class JinglEntity(CoordinatorEntity[JinglCoordinator]):
    """An entity that writes its state only if what it shows has changed."""

    _attr_has_entity_name = True
    _last_shown: object = None

    @abstractmethod
    def _shown(self) -> object:
        """Return what the state is made of."""

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self._last_shown = (self.available, self._shown())

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        shown = (self.available, self._shown())
        if shown != self._last_shown:
            self._last_shown = shown
            self.async_write_ha_state()


class JinglHandsetEntity(JinglEntity):
    """An entity of one handset."""

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

    @override
    def _shown(self) -> object:
        return self.handset

    @callback
    def listen_to[T: HandsetEvent](self, kind: type[T], action: Callable[[T], None]) -> None:
        """Call back with what happens to the handset, for as long as the entity is there."""
        self.async_on_remove(
            async_dispatcher_connect(
                self.hass, event_signal(self.coordinator.config_entry, self.extension, kind), action
            )
        )

    @property
    def handset(self) -> HandsetData:
        """Return what is known of the handset."""
        return self.coordinator.data.get(self.extension) or HandsetData(details=None, status=None)


class JinglAccountEntity(JinglEntity):
    """An entity of the account."""

    def __init__(self, entry: JinglConfigEntry, description: EntityDescription) -> None:
        super().__init__(entry.runtime_data.coordinator)
        self.entity_description = description
        self._attr_unique_id = f"{account_id(entry)}_{description.key}"
        self._attr_device_info = account_device_info(entry)


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
        # Named by its settings, a handset waits until they can be read.
        named = {e for e, handset in coordinator.data.items() if handset.details}
        new = named - known
        known.update(new)
        async_add_entities(entity for extension in sorted(new) for entity in create(extension))

    # Not as a listener of the coordinator, which polls as long as it has one.
    entry.async_on_unload(
        async_dispatcher_connect(coordinator.hass, handsets_signal(entry), add_new)
    )
    add_new()
