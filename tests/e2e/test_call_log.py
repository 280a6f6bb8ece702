"""Calls are remembered when the power goes, and those during that time are told by Jingl."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from demo.home import HomeAssistant
from simulator.server import Server
from simulator.state import Cloud
from tests.e2e.watcher import Watcher

pytestmark = pytest.mark.e2e


async def test_calls_outlive_a_power_cut(
    home: HomeAssistant, server: Server, cloud: Cloud, tmp_path: Path
) -> None:
    account = cloud.add_account()
    for extension, name in (("100", "Reception"), ("101", "Sales")):
        account.add_handset(extension, name=name, recording=True)
    account.show_records()
    login = {
        "domain": "mycompany",
        "username": "john",
        "password": "mypassword",
        "advanced": {"host": server.address, "verify_ssl": True},
    }
    await home.add_integration("jingl", login, {"handsets": ["100", "101"], "track_new": True})
    token = (tmp_path / "config/access_token").read_text()
    async with Watcher.connect(home.url, token) as watch:
        await watch.until(sensor__reception_status="idle", sensor__sales_status="idle")

        # A call is missed, and another one goes on.
        account.incoming_call("0391234567", "100")
        await watch.until(sensor__reception_status="ringing")
        account.remote_hang_up("100")
        account.incoming_call("0409123456", "101")
        account.answer("101")
        await watch.until(sensor__reception_status="idle", sensor__sales_status="on_call")
    await written(tmp_path / "config", "0391234567", "0409123456")

    # The power goes; meanwhile that call ends, and somebody else is missed.
    await home.kill()
    account.hang_up("101")
    account.incoming_call("131213", "100")
    account.remote_hang_up("100")
    await home.start()
    await recorded(home, 3)
    assert [
        (call["extension"], call["number"], call["result"], call["source"])
        for call in await calls(home)
    ] == [
        ("100", "131213", "missed", "jingl"),
        ("101", "0409123456", "answered", "both"),
        ("100", "0391234567", "missed", "both"),
    ]
    assert server.call_uploads == 0


async def calls(home: HomeAssistant) -> list[dict[str, Any]]:
    """Return the calls that the action tells, newest first."""
    answer = await home.post("/api/services/jingl/get_calls?return_response", {})
    told: list[dict[str, Any]] = answer["service_response"]["calls"]
    return told


async def recorded(home: HomeAssistant, number: int) -> None:
    """Wait until so many of Jingl's records are known."""
    while sum(call["source"] != "seen" for call in await calls(home)) < number:  # noqa: ASYNC110 - an action is only answered
        await asyncio.sleep(0.1)


async def written(config: Path, *numbers: str) -> None:
    """Wait until these numbers are in the files of the log."""
    folder = config / ".storage" / "jingl.call_log"
    while not all(  # noqa: ASYNC110 - nobody tells when a file is written
        any(number in path.read_text() for path in folder.rglob("*") if path.is_file())
        for number in numbers
    ):
        await asyncio.sleep(0.1)
