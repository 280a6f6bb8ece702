"""What all entities have in common."""

from abc import abstractmethod
import asyncio
from collections.abc import Callable, Iterable
from typing import Final, override

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import (
    AddConfigEntryEntitiesCallback,
    async_get_platforms,
)
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .account.devices import (
    account_device_info,
    account_id,
    create_handset_device,
    handset_device,
    handset_id,
)
from .account.handsets import HandsetRecord
from .account.names import Names
from .account.signals import event_signal, handsets_signal
from .api import in_turns
from .const import DOMAIN
from .coordinator import JinglConfigEntry, JinglCoordinator
from .history.tracker import HandsetEvent

# Home Assistant takes at most 10,000 enabled entities of an account. In a larger account than this
# the three diagnostic ones of a handset are disabled by default, too: 5 are left, not 8.
_MANY_HANDSETS: Final = 500

# Enough that a task for them is worth it, and few enough that nothing else waits for long: all
# platforms have their turn within one of the loop.
_AT_ONCE: Final = 4

_SETTING_UP_OR_LOADED: Final = {ConfigEntryState.SETUP_IN_PROGRESS, ConfigEntryState.LOADED}

_UNKNOWN: Final = HandsetRecord()


class JinglEntity[V](CoordinatorEntity[JinglCoordinator]):
    """An entity that works its state out once, and writes it only if it has changed."""

    _attr_has_entity_name = True
    # Whether it is available, and what its state is made of.
    _state: tuple[bool, V | None] = (False, None)

    @property
    @override
    def available(self) -> bool:
        return self._state[0]

    @property
    def shown(self) -> V | None:
        """Return what the state is made of, None while it is unavailable."""
        return self._state[1]

    @abstractmethod
    def is_readable(self) -> bool:
        """Return whether there is anything to make a state of."""

    @abstractmethod
    def read(self) -> V:
        """Return what the state is made of now; called only if there is anything."""

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self._look()

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        if self._look():
            self.async_write_ha_state()

    def _look(self) -> bool:
        """Take in what is known by now, and return whether that changes the state."""
        before = self._state
        available = self.coordinator.last_update_success and self.is_readable()
        self._state = (available, self.read() if available else None)
        return self._state != before


class JinglHandsetEntity[V](JinglEntity[V]):
    """An entity of one handset."""

    def __init__(
        self, entry: JinglConfigEntry, extension: str, description: EntityDescription
    ) -> None:
        super().__init__(entry.runtime_data.coordinator, context=extension)
        self.entity_description = description
        self._attr_unique_id = f"{handset_id(entry, extension)}_{description.key}"

    @property
    @override
    def device_info(self) -> DeviceInfo:
        # The device is there already, and to compare all of it costs as much as an entity does.
        # Made when it is asked for, which is once: kept, it would take room.
        entry = self.coordinator.config_entry
        return DeviceInfo(identifiers={(DOMAIN, handset_id(entry, self.extension))})

    @property
    @override
    def entity_registry_enabled_default(self) -> bool:
        is_diagnostic = self.entity_category is EntityCategory.DIAGNOSTIC
        is_one_of_many = len(self.coordinator.data) > _MANY_HANDSETS
        return super().entity_registry_enabled_default and not (is_diagnostic and is_one_of_many)

    @callback
    def listen_to[T: HandsetEvent](self, kind: type[T], action: Callable[[T], None]) -> None:
        """Call back with what happens to the handset, for as long as the entity is there."""
        self.async_on_remove(
            async_dispatcher_connect(
                self.hass, event_signal(self.coordinator.config_entry, self.extension, kind), action
            )
        )

    @property
    def names(self) -> Names:
        """Return who has which number."""
        return self.coordinator.config_entry.runtime_data.names

    @property
    def extension(self) -> str:
        """Return the handset's extension number, which is also what concerns the entity."""
        extension: str = self.coordinator_context
        return extension

    @property
    def handset(self) -> HandsetRecord:
        """Return what is known of the handset."""
        return self.coordinator.data.get(self.extension) or _UNKNOWN


class JinglAccountEntity[V](JinglEntity[V]):
    """An entity of the account."""

    def __init__(self, entry: JinglConfigEntry, description: EntityDescription) -> None:
        super().__init__(entry.runtime_data.coordinator)
        self.entity_description = description
        self._attr_unique_id = f"{account_id(entry)}_{description.key}"
        self._attr_device_info = account_device_info(entry)


async def add_handset_entities(
    entry: JinglConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    create: Callable[[str], Iterable[Entity]],
) -> None:
    """Add a platform's entities for every handset, now and as handsets come.

    A handset that goes is forgotten, so that it gets entities again if it comes back.
    """
    coordinator = entry.runtime_data.coordinator
    known: set[str] = set()

    def is_known(extension: str) -> bool:
        handset = coordinator.data.get(extension)
        return handset is not None and handset.is_known

    async def add_new() -> None:
        """Add entities for the handsets that have none yet, some at a time."""
        known.intersection_update(coordinator.data)
        entities: list[Entity] = []
        for extension in sorted(coordinator.data.keys() - known):
            if entry.state not in _SETTING_UP_OR_LOADED:
                return
            # Much may have happened since the last turn.
            if is_known(extension) and extension not in known:
                known.add(extension)
                _create_device(entry, extension)
                entities += create(extension)
            if len(entities) >= _AT_ONCE:
                async_add_entities(entities)
                entities = []
                # Which has a task do it: the tasks of all handsets would run as one.
                await asyncio.sleep(0)
        if entities:
            async_add_entities(entities)

    @callback
    def add_in_turns() -> None:
        entry.async_create_task(coordinator.hass, add_new(), "adding entities")

    # Not as a listener of the coordinator, which polls as long as it has one.
    entry.async_on_unload(
        async_dispatcher_connect(coordinator.hass, handsets_signal(entry), add_in_turns)
    )
    await add_new()


def _create_device(entry: JinglConfigEntry, extension: str) -> None:
    """Create a handset's device, or bring it up to date once while the account is loaded."""
    runtime = entry.runtime_data
    coordinator = runtime.coordinator
    hass = coordinator.hass
    if extension in runtime.devices and handset_device(hass, entry, extension):
        return
    runtime.devices.add(extension)
    details = coordinator.data[extension].details
    create_handset_device(hass, entry, extension, details, runtime.account_device_id)


async def remove_entities(hass: HomeAssistant, entry: JinglConfigEntry) -> None:
    """Remove an account's entities in turns; Home Assistant would remove all at once."""
    entities = [
        (platform, entity_id)
        for platform in async_get_platforms(hass, DOMAIN)
        if platform.config_entry is entry
        for entity_id in platform.entities
    ]
    async for platform, entity_id in in_turns(entities):
        if entity_id in platform.entities:  # it may have been removed by now
            await platform.async_remove_entity(entity_id)
