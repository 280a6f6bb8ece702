"""An account's life in a real Home Assistant, from the first form on."""

import json
from pathlib import Path

import pytest

from demo.errors import DemoError
from demo.home import HomeAssistant
from simulator.server import Server
from simulator.state import Account, Cloud
from tests.e2e.watcher import Watcher

pytestmark = pytest.mark.e2e

PASSWORD = "portal-9f2d-secret"
SIP_PASSWORD = "sip-77c1-secret"


@pytest.fixture
def account(cloud: Cloud) -> Account:
    """Return an account whose two secrets are unmistakable."""
    account = cloud.add_account(users={"john": PASSWORD})
    for extension, name in (("100", "Reception"), ("101", "Sales"), ("102", "Workshop")):
        account.add_handset(extension, name=name, sip_password=SIP_PASSWORD)
    return account


async def test_an_account_from_the_first_form_to_the_end(
    home: HomeAssistant, server: Server, account: Account, tmp_path: Path
) -> None:
    login = {
        "domain": "https://MyCompany.jingl.com.au/",
        "username": "john@mycompany",
        "advanced": {"host": server.address, "verify_ssl": True},
    }
    choice = {"handsets": ["100", "101", "102"], "track_new": True}

    # A wrong password shows an error and adds nothing.
    with pytest.raises(DemoError, match="invalid_auth"):
        await home.add_integration("jingl", {**login, "password": "wrong"})
    entry = await home.add_integration("jingl", {**login, "password": PASSWORD}, choice)
    assert entry["title"] == "mycompany"

    async with Watcher.connect(home.url, (tmp_path / "config/access_token").read_text()) as watch:
        await watch.until(
            sensor__reception_status="idle",
            sensor__reception_registration_ip="101.100.99.98",
            switch__reception_recording="off",
            sensor__workshop_status="idle",
        )

        # Recording is switched at Jingl, and Home Assistant shows it.
        await act(home, "switch/turn_on", entity_id="switch.reception_recording")
        await watch.until(switch__reception_recording="on")
        assert account.handsets["100"].recording is True

        # A call is placed: both phones show it, before and after it is answered.
        await act(home, "jingl/create_call", handset="100", number="101")
        await watch.until(sensor__reception_status="calling", sensor__sales_status="ringing")
        account.answer("101")
        await watch.until(sensor__reception_status="on_call")
        status = (await home.states())["sensor.reception_status"]["attributes"]
        assert (status["other_party"], status["direction"]) == ("Sales", "internal")

        # Somebody barges in; the supervisor's phone rings.
        await act(home, "jingl/barge_call", entity_id="event.reception_call", number="Workshop")
        await watch.until(sensor__workshop_status="ringing")
        account.answer("102")
        account.hang_up("102")

        # The call is transferred.
        await act(home, "jingl/transfer_call", handset="101", number="102")
        await watch.until(sensor__sales_status="idle", sensor__workshop_status="ringing")
        account.answer("102")
        await watch.until(sensor__workshop_status="on_call")

        # A call that ends at Jingl ends here.
        account.hang_up("102")
        await watch.until(sensor__reception_status="idle", sensor__workshop_status="idle")

        # A sentence places a call, and the reply confirms it. An emergency number is not dialled.
        await call_by_voice(home, watch, account)

        # Without a call there is nothing to barge in on, and nothing happens.
        with pytest.raises(DemoError):
            await act(home, "jingl/barge_call", handset="100", number="102")

        # The cloud stops and comes back.
        await server.stop()
        await watch.until(
            sensor__reception_status="unavailable", switch__reception_recording="unavailable"
        )
        await server.start()
        await watch.until(sensor__reception_status="idle", switch__reception_recording="on")

        # A handset is added at Jingl.
        account.add_handset("103", name="Boardroom", sip_password=SIP_PASSWORD)
        await watch.until(sensor__boardroom_status="idle")

    assert [dict(request.query) for request in server.requests if request.method == "PUT"] == [
        {"recording": "true"},
        {"callcreate": "101"},
        {"callbarge": "102"},
        {"calltransferblind": "102"},
        {"callcreate": "102"},
        {"callcreate": "101"},
        {"callbarge": "102"},
    ], "each request that acts reaches Jingl once"

    diagnostics = await home.get(f"/api/diagnostics/config_entry/{entry['entry_id']}")
    assert diagnostics["data"]["last_poll_succeeded"] is True
    shown = json.dumps([diagnostics, await home.states()])
    assert not leaks(shown.encode()), "in states or diagnostics"

    log = home.log
    await home.stop()
    errors = [line for line in log.splitlines() if " ERROR " in line]
    assert len(errors) == 1, errors
    assert "Error fetching Jingl mycompany data: Can't reach Jingl" in errors[0]
    assert log.count("Fetching Jingl mycompany data recovered") == 1
    assert_no_file_leaks(tmp_path / "config")


async def call_by_voice(home: HomeAssistant, watch: Watcher, account: Account) -> None:
    """Ask the voice assistant to call, and answer its question in the same conversation."""
    reply, _ = await say(home, "Call the workshop from sales")
    assert reply == "Calling Workshop from Sales."
    await watch.until(sensor__workshop_status="ringing", sensor__sales_status="calling")
    account.hang_up("101")
    await watch.until(sensor__sales_status="idle", sensor__workshop_status="idle")
    reply, _ = await say(home, "Call triple zero from sales")
    assert "dial triple zero on a phone" in reply
    reply, conversation = await say(home, "Call 101")
    assert reply == "Which phone should I use: Reception or Workshop?"
    reply, _ = await say(home, "From the workshop", conversation_id=conversation)
    assert reply == "Calling Sales from Workshop."
    await watch.until(sensor__sales_status="ringing", sensor__workshop_status="calling")
    account.hang_up("102")
    await watch.until(sensor__sales_status="idle", sensor__workshop_status="idle")


async def act(home: HomeAssistant, action: str, **data: object) -> None:
    """Perform an action as the user."""
    await home.post(f"/api/services/{action}", data)


async def say(home: HomeAssistant, text: str, **conversation: str) -> tuple[str, str]:
    """Say something to the voice assistant; return its reply and the conversation's ID."""
    said = {"text": text, "language": "en", **conversation}
    result = await home.post("/api/conversation/process", said)
    return result["response"]["speech"]["plain"]["speech"], result["conversation_id"]


def assert_no_file_leaks(folder: Path) -> None:
    """Check that no file Home Assistant wrote contains a secret."""
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "core.config_entries":
            assert not leaks(path.read_bytes()), path
    entries = (folder / ".storage" / "core.config_entries").read_text()
    assert PASSWORD in entries, "the search would find it"
    assert SIP_PASSWORD not in entries


def leaks(content: bytes) -> bool:
    """Return whether either secret is in there, in plain text or as HTTP Basic sends it."""
    return any(secret.encode() in content for secret in (PASSWORD, SIP_PASSWORD, "Basic am9o"))
