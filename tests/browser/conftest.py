"""One Home Assistant and one browser for all tests, and a separate office for each."""

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

# A busy machine isn't a fault: wait as long as Playwright does for everything else.
expect.set_options(timeout=30_000)

HERE = Path(__file__).parent
SCREENSHOTS = HERE.parents[1] / ".cache" / "screenshots"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run these tests on the browser's event loop, and only on request."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture
def verify_cleanup() -> None:
    """Leave the loop alone, because the browser stays on it after a test."""


@pytest.fixture
def enable_event_loop_debug() -> None:
    """Keep the loop fast, without debugging."""


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server(server_tls: ssl.SSLContext) -> AsyncGenerator[Server]:
    """Serve a cloud without accounts."""
    # A session fixture runs before the fixture that allows sockets for each test.
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
    """Return numbers that keep the accounts distinct."""
    return count(1)


@pytest_asyncio.fixture(loop_scope="session")
async def office(
    home: HomeAssistant, server: Server, numbers: Iterator[int]
) -> AsyncGenerator[Office]:
    """Return an office that Home Assistant follows, with the phones card as its dashboard."""
    async with Office.opened(home, server, f"office{next(numbers)}") as office:
        yield office


@pytest_asyncio.fixture(loop_scope="session")
async def visits(
    home: HomeAssistant, browser: Browser, office: Office, request: pytest.FixtureRequest
) -> AsyncGenerator[Visits]:
    """Open the dashboard in browsers; check at the end that none logged a complaint."""
    name = re.sub(r"\W+", "_", request.node.name).strip("_")
    screenshots = SCREENSHOTS / name.removeprefix("test_")
    async with AsyncExitStack() as stack:
        visits = Visits(home, browser, office, stack=stack, screenshots=screenshots)
        yield visits
        await visits.photograph()
    assert not visits.complaints, "\n".join(visits.complaints)


@pytest_asyncio.fixture(loop_scope="session")
async def colleague(home: HomeAssistant, office: Office) -> str:
    """Return the name of a user who isn't an administrator."""
    return await add_user(home, f"colleague-{office.dashboard}", "system-users")


@pytest_asyncio.fixture(loop_scope="session")
async def reader(home: HomeAssistant, office: Office) -> str:
    """Return the name of a user who may only look."""
    return await add_user(home, f"reader-{office.dashboard}", "system-read-only")


async def add_user(home: HomeAssistant, name: str, group: str) -> str:
    """Add a user and keep it: a deleted user's pages would go to the login at once."""
    created = await home.websocket("config/auth/create", name=name, group_ids=[group])
    await home.websocket(
        "config/auth_provider/homeassistant/create",
        user_id=created["user"]["id"],
        username=name,
        password=PASSWORD,
    )
    return name
