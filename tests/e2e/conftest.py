"""The simulated cloud for a real Home Assistant.

Nothing here needs the test plugin or anything above this folder: with --confcutdir=tests/e2e these
tests run on a Home Assistant for which there is no plugin yet (scripts/newest).
"""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from demo.home import HomeAssistant
from simulator.server import Server
from simulator.state import Cloud
from simulator.tls import Authority
from tests.ports import reserved_port


@pytest.fixture
def authority() -> Authority:
    """Return the certificate authority of the simulated cloud."""
    return Authority.create()


@pytest.fixture
def cloud() -> Cloud:
    """Return a cloud that runs in real time."""
    return Cloud()


@pytest.fixture
async def server(cloud: Cloud, authority: Authority) -> AsyncGenerator[Server]:
    """Serve the cloud."""
    with reserved_port() as port:
        async with Server(cloud, port=port, tls=authority.server_context()) as server:
            yield server


@pytest.fixture
async def home(tmp_path: Path, authority: Authority) -> AsyncGenerator[HomeAssistant]:
    """Run the real Home Assistant, which trusts the simulated cloud."""
    bundle = tmp_path / "ca.pem"
    bundle.write_bytes(authority.pem)
    config = tmp_path / "config"
    config.mkdir()
    with reserved_port() as port:
        async with HomeAssistant(config, port=port, ca_bundle=bundle, log_level="debug") as home:
            yield home
