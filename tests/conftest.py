"""A simulated Jingl cloud over HTTPS, and its accounts in Home Assistant."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import UTC, timedelta
from functools import partial
import logging
from pathlib import Path
import ssl
from time import monotonic

from aiohttp import web
from freezegun import api as freezegun_api
from freezegun.api import FrozenDateTimeFactory
from hypothesis import HealthCheck, settings
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.core import DOMAIN as HOMEASSISTANT_DOMAIN, HomeAssistant
from homeassistant.helpers.entity import Entity
from homeassistant.setup import async_setup_component
from homeassistant.util.ssl import SSL_ALPN_HTTP11, client_context

# Imported here first, because the test plugin has its own custom_components package.
from custom_components.jingl import frontend
from custom_components.jingl.api import turns
from custom_components.jingl.const import DOMAIN
from simulator.server import Server
from simulator.state import Account, Cloud
from simulator.tls import Authority

from .office import Office
from .ports import reserved_port

LOGIN = {
    "domain": "mycompany",
    "username": "john",
    "password": "mypassword",
    "verify_ssl": True,
}

# The test plugin logs each SQL statement, even from the recorder's thread between two tests.
logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)

# How long an example takes depends on the machine's load. All examples of a test share one
# simulated cloud, as many requests would.
settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def _integration_and_sockets(request: pytest.FixtureRequest, socket_enabled: None) -> None:
    """Let tests talk to the simulated cloud, and Home Assistant load the integration."""
    if "freezer" in request.fixturenames:
        # Before Home Assistant sets a timer: freezing moves the clock, which would end every wait.
        request.getfixturevalue("freezer")
    if "recorder_mock" in request.fixturenames:
        request.getfixturevalue("recorder_db_url")  # which must come before Home Assistant
    # Only for tests that use Home Assistant, since this would start it.
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder to serve cards from instead of the shipped ones.

    It is empty: a test's web server takes no new paths once there is a client.
    """
    folder = tmp_path / "built"
    monkeypatch.setattr(frontend, "_FOLDER", folder)
    return folder


@pytest.fixture
async def hass(hass: HomeAssistant, built: Path, monkeypatch: pytest.MonkeyPatch) -> HomeAssistant:
    """Return Home Assistant with its own component set up, which stores the exposed entities."""
    # Home Assistant's own server takes new paths while it runs, a test's doesn't.
    monkeypatch.setattr(web.UrlDispatcher, "freeze", lambda _: None)
    assert await async_setup_component(hass, HOMEASSISTANT_DOMAIN, {})
    return hass


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Give each test its own folder, because the test plugin shares one."""
    return str(tmp_path)


# Not in a fixture: certificates cannot be made while a test has frozen the time.
_AUTHORITY = Authority.create()
_SERVER_TLS = _AUTHORITY.server_context()


@pytest.fixture(scope="session")
def authority() -> Authority:
    """Return the certificate authority of the simulated cloud, which Home Assistant trusts."""
    # Home Assistant makes this context when it is imported, and shares it.
    client_context(alpn_protocols=SSL_ALPN_HTTP11).load_verify_locations(
        cadata=_AUTHORITY.pem.decode()
    )
    return _AUTHORITY


@pytest.fixture(scope="session")
def server_tls(authority: Authority) -> ssl.SSLContext:
    assert authority is _AUTHORITY
    return _SERVER_TLS


@pytest.fixture
def cloud() -> Cloud:
    """Return a cloud whose calls last as long as the (frozen) clock says."""
    return Cloud(lambda: monotonic())  # noqa: PLW0108 - freezing the time replaces the name


@pytest.fixture
def account(cloud: Cloud) -> Account:
    """Return an account with three handsets."""
    account = cloud.add_account()
    account.add_handset("100", name="Reception", location="Melbourne", outgoing_cli="0312345678")
    account.add_handset("101", name="Sales", recording=True)
    account.add_handset("102", name="Workshop")
    return account


@pytest.fixture
async def server(
    cloud: Cloud, account: Account, server_tls: ssl.SSLContext
) -> AsyncGenerator[Server]:
    """Serve the cloud."""
    with reserved_port() as port:
        async with Server(cloud, port=port, tls=server_tls) as server:
            yield server


@pytest.fixture
def entry(hass: HomeAssistant, server: Server) -> MockConfigEntry:
    """Return the account's entry, not set up yet."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="mycompany",
        unique_id=f"mycompany@{server.address}",
        data={**LOGIN, "host": server.address, "account_id": "mycompany"},
        options={"handsets": ["100", "101", "102"], "ignored": [], "track_new": True},
    )
    entry.add_to_hass(hass)
    return entry


@pytest.fixture
async def loaded(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    """Return the account's entry, set up."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


@pytest.fixture
def entity_registry_enabled_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enable every entity, even those disabled by default."""
    monkeypatch.setattr(Entity, "entity_registry_enabled_default", True)


@pytest.fixture
def shortest_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Yield to the event loop after every single item."""
    monkeypatch.setattr(turns, "_TURN", 0.0)


type Settle = Callable[[], Awaitable[None]]
type Advance = Callable[[float], Awaitable[None]]
type SetWallClock = Callable[[float], None]


@pytest.fixture
def settle(hass: HomeAssistant) -> Settle:
    """Return a function that waits until everything under way is done."""
    return partial(hass.async_block_till_done, wait_background_tasks=True)


@pytest.fixture
def advance(hass: HomeAssistant, freezer: FrozenDateTimeFactory, settle: Settle) -> Advance:
    """Return a function that lets seconds pass and waits for what that triggers."""

    async def advance(seconds: float) -> None:
        # A connection being made would time out, because its time-outs use this clock too.
        await settle()
        freezer.tick(seconds)
        async_fire_time_changed(hass)
        await settle()

    return advance


@pytest.fixture
def set_wall_clock(freezer: FrozenDateTimeFactory, monkeypatch: pytest.MonkeyPatch) -> SetWallClock:
    """Return a function that moves only the wall clock, by seconds forward or back.

    It moves for everything, including Home Assistant. No time passes, so nothing needs to settle.
    """
    jumped = timedelta()

    def elapsed() -> float:
        return (freezegun_api.get_current_time() - jumped).replace(tzinfo=UTC).timestamp()

    # The frozen time is a single clock for both, and there is no public way to split it.
    monkeypatch.setattr(freezegun_api, "_get_fake_monotonic", elapsed)

    def set_wall_clock(seconds: float) -> None:
        nonlocal jumped
        jumped += timedelta(seconds=seconds)
        freezer.tick(timedelta(seconds=seconds))

    return set_wall_clock


@pytest.fixture
def office(
    loaded: MockConfigEntry, hass: HomeAssistant, account: Account, server: Server, advance: Advance
) -> Office:
    """Return the account's office, which Home Assistant follows."""
    return Office(hass=hass, entry=loaded, account=account, server=server, advance=advance)


def state_of(hass: HomeAssistant, entity_id: str) -> str:
    """Return an entity's state."""
    state = hass.states.get(entity_id)
    assert state, f"{entity_id} does not exist"
    return state.state
