"""One Home Assistant and one browser for all tests, and an office of its own for each."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path
import re
import ssl

from playwright.async_api import Browser, expect
import pytest
import pytest_asyncio
import pytest_socket

from browser.chromium import chromium
from demo.home import PASSWORD, HomeAssistant
from simulator.server import Server
from simulator.state import Cloud
from simulator.tls import Authority
from tests.ports import reserved_port

from .office import Office
from .visit import Visits

# A busy machine is no fault: as long as Playwright waits for everything else.
expect.set_options(timeout=30_000)

HERE = Path(__file__).parent
SCREENSHOTS = HERE.parents[1] / ".cache" / "screenshots"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what is here on the loop of the browser, and only where it is asked for."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture
def verify_cleanup() -> None:
    """Leave the loop alone: the browser lives on it beyond a test."""


@pytest.fixture
def enable_event_loop_debug() -> None:
    """Leave the loop as fast as it is."""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server(server_tls: ssl.SSLContext) -> AsyncGenerator[Server]:
    """Serve a cloud without accounts."""
    # What is made for all tests comes before the fixture that allows sockets to each.
    pytest_socket.enable_socket()
    with reserved_port() as port:
        async with Server(Cloud(), port=port, tls=server_tls) as server:
            yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def home(
    tmp_path_factory: pytest.TempPathFactory, authority: Authority, server: Server
) -> AsyncGenerator[HomeAssistant]:
    """Run the real Home Assistant, which trusts the simulated cloud."""
    folder = tmp_path_factory.mktemp("home")
    bundle = folder / "ca.pem"
    bundle.write_bytes(authority.pem)
    config = folder / "config"
    config.mkdir()
    with reserved_port() as port:
        async with HomeAssistant(config, port=port, ca_bundle=bundle) as home:
            yield home


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(server: Server) -> AsyncGenerator[Browser]:
    """Run Chromium."""
    async with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def numbers() -> Iterator[int]:
    """Return numbers for the accounts, which must not be taken for each other."""
    return count(1)


@pytest_asyncio.fixture(loop_scope="session")
async def office(
    home: HomeAssistant, server: Server, numbers: Iterator[int]
) -> AsyncGenerator[Office]:
    """Return an office that Home Assistant follows, and whose dashboard is the phones card."""
    async with Office.opened(home, server, f"office{next(numbers)}") as office:
        yield office


@pytest_asyncio.fixture(loop_scope="session")
async def visits(
    home: HomeAssistant, browser: Browser, office: Office, request: pytest.FixtureRequest
) -> AsyncGenerator[Visits]:
    """Open the dashboard in browsers; in the end, nothing has been complained about in any."""
    name = re.sub(r"\W+", "_", request.node.name).strip("_")
    screenshots = SCREENSHOTS / name.removeprefix("test_")
    async with AsyncExitStack() as stack:
        visits = Visits(home, browser, office, stack=stack, screenshots=screenshots)
        yield visits
        await visits.photograph()
    assert not visits.complaints, "\n".join(visits.complaints)


@pytest_asyncio.fixture(loop_scope="session")
async def colleague(home: HomeAssistant, office: Office) -> str:
    """Return the name of a user who is no administrator."""
    return await add_user(home, f"colleague-{office.dashboard}", "system-users")


@pytest_asyncio.fixture(loop_scope="session")
async def reader(home: HomeAssistant, office: Office) -> str:
    """Return the name of a user who may only look."""
    return await add_user(home, f"reader-{office.dashboard}", "system-read-only")


async def add_user(home: HomeAssistant, name: str, group: str) -> str:
    """Add a user, who stays: the pages of one who is deleted would go to the login at once."""
    created = await home.websocket("config/auth/create", name=name, group_ids=[group])
    await home.websocket(
        "config/auth_provider/homeassistant/create",
        user_id=created["user"]["id"],
        username=name,
        password=PASSWORD,
    )
    return name
