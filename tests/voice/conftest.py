"""An office with contacts, and Home Assistant's own conversation agent."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component

from custom_components.jingl.const import DOMAIN
from simulator.server import Server
from simulator.state import Account, Cloud
from tests.conftest import LOGIN, Settle
from tests.switchboard import Office

type Options = Mapping[str, Any]


def contact(name: str, *numbers: str, aliases: Sequence[str] = ()) -> ConfigSubentryData:
    """Return a contact as added by the user."""
    return ConfigSubentryData(
        data={"numbers": list(numbers), "aliases": list(aliases), "favourite": False},
        subentry_type="contact",
        title=name,
        unique_id=None,
    )


CONTACTS = (
    contact("Anna Smith", "0409 123 456", aliases=["the boss"]),
    contact("Bob Müller", "(03) 9123 4567", "0411 222 333"),
    contact("Karen Jones", "0411 111 111"),
    contact("Karen White", "0422 222 222"),
    contact("Dave from Accounting", "0433 333 333"),
    contact("Police Museum", "0444 444 444"),
)


@pytest.fixture
def account(cloud: Cloud) -> Account:
    """Return an account with five handsets, one of them offline."""
    account = cloud.add_account()
    for extension, name in (
        ("100", "Reception"),
        ("101", "Sales"),
        ("102", "Workshop"),
        ("103", "Front Desk"),
    ):
        account.add_handset(extension, name=name)
    account.add_handset("104", name="Warehouse", address=None)
    return account


@pytest.fixture
def options() -> Options:
    """Return the options that differ from the defaults."""
    return {}


@pytest.fixture
def entry(hass: HomeAssistant, server: Server, options: Options) -> MockConfigEntry:
    """Return the account's entry, with contacts, not set up yet."""
    return add_entry(hass, server, options=options)


def add_entry(
    hass: HomeAssistant,
    server: Server,
    domain: str = "mycompany",
    *,
    options: Options | None = None,
    contacts: Sequence[ConfigSubentryData] = CONTACTS,
) -> MockConfigEntry:
    """Add an account's entry that follows all its handsets, not set up yet."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=domain,
        unique_id=domain,
        data={**LOGIN, "domain": domain, "account_id": domain, "host": server.address},
        options={"handsets": [], "ignored": [], "track_new": True, **(options or {})},
        subentries_data=contacts,
    )
    entry.add_to_hass(hass)
    return entry


async def add_office(
    hass: HomeAssistant,
    server: Server,
    account: Account,
    *,
    options: Options | None = None,
    contacts: Sequence[ConfigSubentryData] = CONTACTS,
) -> Office:
    """Add an account and set it up."""
    entry = add_entry(hass, server, account.domain, options=options, contacts=contacts)
    office = Office(hass, entry, server, account)
    await office.load()
    return office


@pytest.fixture
def freezer(freezer: FrozenDateTimeFactory) -> FrozenDateTimeFactory:
    """Start at ten past two in Melbourne."""
    freezer.move_to("2026-07-06 14:10:00+10:00")
    return freezer


type GoTo = Callable[[str], Awaitable[None]]


@pytest.fixture
def go_to(freezer: FrozenDateTimeFactory, settle: Settle) -> GoTo:
    """Return a function that makes it another time in Melbourne, such as 2026-07-06 14:10."""

    async def go_to(time: str) -> None:
        await settle()
        freezer.move_to(f"{time}:00+10:00")

    return go_to


@pytest.fixture
async def conversation(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """Set up Home Assistant's own conversation agent, in Melbourne, with a frozen clock."""
    await hass.config.async_set_time_zone("Australia/Melbourne")
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "conversation", {})


@pytest.fixture
async def loaded(
    hass: HomeAssistant, entry: MockConfigEntry, conversation: None
) -> MockConfigEntry:
    """Return the account's entry, set up with a conversation agent."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


@pytest.fixture
def office(
    hass: HomeAssistant, loaded: MockConfigEntry, server: Server, account: Account
) -> Office:
    """Return the office."""
    return Office(hass, loaded, server, account)


@pytest.fixture
def kitchen(area_registry: ar.AreaRegistry) -> str:
    """Return an area's ID."""
    return area_registry.async_create("Kitchen").id


@pytest.fixture
def speaker(hass: HomeAssistant, device_registry: dr.DeviceRegistry, kitchen: str) -> str:
    """Return the ID of a voice device in the kitchen."""
    other = MockConfigEntry(domain="loudspeaker")
    other.add_to_hass(hass)
    device = device_registry.async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("loudspeaker", "1")}
    )
    device_registry.async_update_device(device.id, area_id=kitchen)
    return device.id


def move(office: Office, extension: str, area_id: str) -> None:
    """Put a handset into an area."""
    dr.async_get(office.hass).async_update_device(device_of(office, extension), area_id=area_id)


def device_of(office: Office, extension: str) -> str:
    """Return the ID of a handset's device."""
    entry = office.entry
    device = dr.async_get(office.hass).async_get_device_by_identifier(
        (DOMAIN, f"{entry.data['account_id']}_{extension}"), entry.entry_id
    )
    assert device
    return device.id


def expose_only(hass: HomeAssistant, *entity_ids: str) -> None:
    """Expose only these entities of ours to the conversation agent."""
    for entity in er.async_get(hass).entities.values():
        if entity.platform == DOMAIN:
            exposed = entity.entity_id in entity_ids
            async_expose_entity(hass, "conversation", entity.entity_id, exposed)


async def hang_up_all(office: Office) -> None:
    """End all calls without missing any."""
    for call in office.account.calls:
        if not call.connected:
            call.connect()
    await office.poll()
    for handset in office.account.handsets.values():
        handset.drop_calls()
    await office.poll()
