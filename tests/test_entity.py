"""How entities come and go."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
import gc
import weakref

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components.homeassistant import DATA_EXPOSED_ENTITIES
from homeassistant.components.homeassistant.exposed_entities import (
    async_expose_entity,
    async_should_expose,
)
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import MAX_ENABLED_ENTITIES_PER_CONFIG_ENTRY

from custom_components.jingl import entity as entity_module
from custom_components.jingl.account.devices import handset_device
from custom_components.jingl.entity import add_handset_entities
from simulator.state import Account
from tests.conftest import Advance, state_of


class Named(Entity):
    """An entity that tells only whose it is."""

    def __init__(self, extension: str) -> None:
        self.extension = extension


class Platform:
    """A platform that notes whose entities are added together."""

    def __init__(self) -> None:
        self.added: list[list[str]] = []
        self.on_add: Callable[[], None] = lambda: None

    def add(
        self,
        new_entities: Iterable[Entity],
        update_before_add: bool = False,
        *,
        config_subentry_id: str | None = None,
    ) -> None:
        """Add entities."""
        assert not update_before_add
        assert config_subentry_id is None
        self.added.append([each.extension for each in new_entities if isinstance(each, Named)])
        self.on_add()

    async def set_up(self, entry: MockConfigEntry) -> None:
        """Add an entity for each handset."""
        await add_handset_entities(entry, self.add, lambda extension: [Named(extension)])


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Platform:
    """Return a platform that adds one entity at a time, as if each handset had many."""
    monkeypatch.setattr(entity_module, "_AT_ONCE", 1)
    return Platform()


@asynccontextmanager
async def counting_turns() -> AsyncGenerator[list[int]]:
    """Count, meanwhile, the turns that others have."""
    turns: list[int] = []

    async def count() -> None:
        while True:
            turns.append(len(turns))
            await asyncio.sleep(0)

    other = asyncio.Task(count(), eager_start=True)
    try:
        yield turns
    finally:
        other.cancel()


@pytest.mark.usefixtures("shortest_turns")
async def test_entities_are_added_handset_by_handset(
    loaded: MockConfigEntry, platform: Platform
) -> None:
    seen: list[int] = []
    async with counting_turns() as turns:
        platform.on_add = lambda: seen.append(len(turns))
        await platform.set_up(loaded)
    assert platform.added == [["100"], ["101"], ["102"]]
    assert len(set(seen)) == 3, "somebody else had a turn in between"


async def test_few_entities_of_many_handsets_are_added_together(
    loaded: MockConfigEntry, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entity_module, "_AT_ONCE", 2)
    await platform.set_up(loaded)
    assert platform.added == [["100", "101"], ["102"]]


async def test_a_device_is_brought_up_to_date_once(
    hass: HomeAssistant, loaded: MockConfigEntry, platform: Platform
) -> None:
    devices = dr.async_get(hass)
    device = handset_device(hass, loaded, "100")
    assert device
    assert (device.manufacturer, device.model) == ("Jingl", "Extension 100")
    assert device.via_device_id == loaded.runtime_data.account_device_id
    devices.async_update_device(device.id, model="Old")
    await platform.set_up(loaded)
    device = handset_device(hass, loaded, "100")
    assert device
    assert device.model == "Old"
    assert await hass.config_entries.async_reload(loaded.entry_id)
    device = handset_device(hass, loaded, "100")
    assert device
    assert device.model == "Extension 100"


async def test_a_handset_that_goes_meanwhile_gets_none_until_it_is_back(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    platform: Platform,
    account: Account,
    advance: Advance,
) -> None:
    await hass.async_block_till_done(wait_background_tasks=True)
    coordinator = loaded.runtime_data.coordinator
    gone = {}

    def remove() -> None:
        gone.update({e: coordinator.data.pop(e) for e in ("101",) if e in coordinator.data})

    platform.on_add = remove
    await platform.set_up(loaded)
    assert platform.added == [["100"], ["102"]]
    platform.on_add = lambda: None
    coordinator.data.update(gone)
    account.add_handset("103")
    await advance(16)
    assert platform.added[2:] == [["101"], ["103"]]


async def test_nothing_is_added_to_an_account_that_is_being_unloaded(
    hass: HomeAssistant, loaded: MockConfigEntry, platform: Platform
) -> None:
    platform.on_add = lambda: loaded.mock_state(hass, ConfigEntryState.UNLOAD_IN_PROGRESS)
    await platform.set_up(loaded)
    assert platform.added == [["100"]]
    loaded.mock_state(hass, ConfigEntryState.LOADED)


@pytest.mark.usefixtures("shortest_turns")
async def test_entities_are_removed_in_turns(hass: HomeAssistant, loaded: MockConfigEntry) -> None:
    entities = len(hass.states.async_all())
    async with counting_turns() as turns:
        assert await hass.config_entries.async_unload(loaded.entry_id)
    assert len(turns) >= entities
    assert {state.state for state in hass.states.async_all()} == {STATE_UNAVAILABLE}


async def test_an_account_that_is_unloaded_leaves_nothing_in_memory(
    hass: HomeAssistant, loaded: MockConfigEntry, advance: Advance
) -> None:
    await advance(16)
    left = [
        weakref.ref(each) for each in (loaded.runtime_data.client, loaded.runtime_data.coordinator)
    ]
    assert await hass.config_entries.async_unload(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    gc.collect()
    assert [ref() for ref in left] == [None, None]


async def test_an_entity_that_is_disabled_and_enabled_again_is_told_again(
    hass: HomeAssistant, loaded: MockConfigEntry, account: Account, advance: Advance
) -> None:
    for _ in range(2):
        assert await hass.config_entries.async_reload(loaded.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        account.incoming_call("0412345678", "100")
        await advance(16)
        assert state_of(hass, "sensor.reception_status") == "ringing"
        account.hang_up("100")
        await advance(3)
        assert state_of(hass, "sensor.reception_status") == "idle"


def enabled_entities(hass: HomeAssistant, entry: MockConfigEntry, handset: str = "100") -> set[str]:
    """Return which of a handset's entities are enabled."""
    prefix = f"mycompany_{handset}_"
    return {
        each.unique_id.removeprefix(prefix)
        for each in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
        if each.unique_id.startswith(prefix) and not each.disabled
    }


async def test_as_many_handsets_as_have_everything_enabled_are_not_too_many(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    enabled = entity_module._MANY_HANDSETS * len(enabled_entities(hass, loaded))
    assert enabled < MAX_ENABLED_ENTITIES_PER_CONFIG_ENTRY * 0.7, "and more may come by and by"


IN_ANY_ACCOUNT = {"status", "last_missed_call", "busy", "call", "recording"}


async def test_a_handset_has_what_most_people_use_enabled(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    diagnostic = {"registered", "registration", "registration_ip"}
    assert enabled_entities(hass, loaded) == IN_ANY_ACCOUNT | diagnostic


async def test_a_handset_of_a_large_account_has_no_diagnostic_entity_enabled(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entity_module, "_MANY_HANDSETS", 2)
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert enabled_entities(hass, entry) == IN_ANY_ACCOUNT
    # A user may enable what is of use.
    registry = er.async_get(hass)
    assert registry.async_get_entity_id("binary_sensor", "jingl", "mycompany_100_registered")


async def test_a_handset_that_comes_to_a_large_account_leaves_the_others_as_they_are(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    account: Account,
    advance: Advance,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = enabled_entities(hass, loaded)
    monkeypatch.setattr(entity_module, "_MANY_HANDSETS", 3)
    account.add_handset("103", name="Boardroom")
    await advance(16)
    await advance(16)
    assert await hass.config_entries.async_reload(loaded.entry_id)
    assert enabled_entities(hass, loaded) == before
    assert set() < enabled_entities(hass, loaded, "103") < before


@pytest.mark.parametrize("exposes_new", [True, False])
async def test_only_the_status_is_exposed_to_voice_if_assist_exposes_what_is_new(
    hass: HomeAssistant, entry: MockConfigEntry, exposes_new: bool
) -> None:
    hass.data[DATA_EXPOSED_ENTITIES].async_set_expose_new_entities("conversation", exposes_new)
    assert await hass.config_entries.async_setup(entry.entry_id)
    exposed = {
        state.entity_id
        for state in hass.states.async_all()
        if async_should_expose(hass, "conversation", state.entity_id)
    }
    phones = {f"sensor.{name}_status" for name in ("reception", "sales", "workshop")}
    assert exposed == (phones if exposes_new else set())


async def test_what_somebody_chose_for_voice_stays(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    async_expose_entity(hass, "conversation", "sensor.reception_status", should_expose=False)
    assert await hass.config_entries.async_reload(loaded.entry_id)
    assert not async_should_expose(hass, "conversation", "sensor.reception_status")
    assert async_should_expose(hass, "conversation", "sensor.sales_status")
