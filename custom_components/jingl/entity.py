"""Base classes and set-up shared by all entities."""

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

# Home Assistant accepts at most 10,000 enabled entities per entry. Above this many handsets, the
# three diagnostic entities of each are disabled by default, too: that leaves 5 instead of 8.
_MANY_HANDSETS: Final = 500

# Entities to add at once: enough to be worth a task, and few enough not to block anything, even
# with all platforms running in one iteration of the event loop.
_AT_ONCE: Final = 4

_SETTING_UP_OR_LOADED: Final = {ConfigEntryState.SETUP_IN_PROGRESS, ConfigEntryState.LOADED}

_UNKNOWN: Final = HandsetRecord()


class JinglEntity[V](CoordinatorEntity[JinglCoordinator]):
    """An entity that works out its state once, and writes it only if it has changed."""

    _attr_has_entity_name = True
    # Whether it is available, and the data for its state.
    _state: tuple[bool, V | None] = (False, None)

    @property
    @override
    def available(self) -> bool:
        return self._state[0]

    @property
    def shown(self) -> V | None:
        """Return the data for the state, None while unavailable."""
        return self._state[1]

    @abstractmethod
    def is_readable(self) -> bool:
        """Return whether there is data for a state."""

    @abstractmethod
    def read(self) -> V:
        """Return the current data for the state; called only if is_readable."""

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
        """Update the data for the state, and return whether it has changed."""
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
        # The device already exists, and comparing all its fields costs as much as an entity does.
        # Home Assistant asks for this once, so keeping it would only waste memory.
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
        """Call `action` with the handset's events while the entity exists."""
        self.async_on_remove(
            async_dispatcher_connect(
                self.hass, event_signal(self.coordinator.config_entry, self.extension, kind), action
            )
        )

    @property
    def names(self) -> Names:
        """Return the names of the account's handsets and contacts."""
        return self.coordinator.config_entry.runtime_data.names

    @property
    def extension(self) -> str:
        """Return the handset's extension number, the context of the coordinator's listener."""
        extension: str = self.coordinator_context
        return extension

    @property
    def handset(self) -> HandsetRecord:
        """Return what we know about the handset."""
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
    """Add a platform's entities for every handset, now and when handsets are added.

    A removed handset is forgotten, so that it gets entities again if it comes back.
    """
    coordinator = entry.runtime_data.coordinator
    known: set[str] = set()

    def is_known(extension: str) -> bool:
        handset = coordinator.data.get(extension)
        return handset is not None and handset.is_known

    async def add_new() -> None:
        """Add entities for the handsets that have none yet, a few at a time."""
        known.intersection_update(coordinator.data)
        entities: list[Entity] = []
        for extension in sorted(coordinator.data.keys() - known):
            if entry.state not in _SETTING_UP_OR_LOADED:
                return
            # Things may have changed since the last turn.
            if is_known(extension) and extension not in known:
                known.add(extension)
                _create_device(entry, extension)
                entities += create(extension)
            if len(entities) >= _AT_ONCE:
                async_add_entities(entities)
                entities = []
                # Let the tasks just created run, or those of all handsets would run at once.
                await asyncio.sleep(0)
        if entities:
            async_add_entities(entities)

    @callback
    def add_in_turns() -> None:
        entry.async_create_task(coordinator.hass, add_new(), "adding entities")

    # Not a listener of the coordinator, which polls as long as it has one.
    entry.async_on_unload(
        async_dispatcher_connect(coordinator.hass, handsets_signal(entry), add_in_turns)
    )
    await add_new()


def _create_device(entry: JinglConfigEntry, extension: str) -> None:
    """Create or update a handset's device, once while the account is loaded."""
    runtime = entry.runtime_data
    coordinator = runtime.coordinator
    hass = coordinator.hass
    if extension in runtime.devices and handset_device(hass, entry, extension):
        return
    runtime.devices.add(extension)
    details = coordinator.data[extension].details
    create_handset_device(hass, entry, extension, details, runtime.account_device_id)


async def remove_entities(hass: HomeAssistant, entry: JinglConfigEntry) -> None:
    """Remove an account's entities in turns, because Home Assistant would remove all at once."""
    entities = [
        (platform, entity_id)
        for platform in async_get_platforms(hass, DOMAIN)
        if platform.config_entry is entry
        for entity_id in platform.entities
    ]
    async for platform, entity_id in in_turns(entities):
        if entity_id in platform.entities:  # it may have been removed by now
            await platform.async_remove_entity(entity_id)
