"""Diagnostics hold what a bug report needs, and nobody's secrets."""

import ipaddress
import json
import re
from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.core import HomeAssistant

from simulator import faults
from simulator.server import Server
from simulator.state import Account

from .conftest import Advance


async def test_diagnostics_tell_what_each_handset_answers(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    account: Account,
    loaded: MockConfigEntry,
    advance: Advance,
) -> None:
    account.handset("102").address = None
    account.place_call("100", "0409123456")
    account.remote_answer("100")
    await advance(20)
    assert await get_diagnostics_for_config_entry(hass, hass_client, loaded) == {
        "default_host": False,
        "verify_ssl": True,
        "chosen_handsets": 3,
        "ignored_handsets": 0,
        "track_new": True,
        "last_poll_succeeded": True,
        "last_failure": None,
        "poll_interval_seconds": 2.0,
        "handsets": {
            "100": {
                "status": {
                    "state": "on_call",
                    "direction": "outbound",
                    "duration_seconds": 20,
                    "has_other_party": True,
                    "has_app": False,
                    "registered": True,
                },
                "details": {
                    "has_name": True,
                    "recording": False,
                    "has_outgoing_caller_id": True,
                    "has_location": True,
                    "has_notes": False,
                },
            },
            "101": {
                "status": {
                    "state": "idle",
                    "direction": None,
                    "duration_seconds": 0,
                    "has_other_party": False,
                    "has_app": False,
                    "registered": True,
                },
                "details": {
                    "has_name": True,
                    "recording": True,
                    "has_outgoing_caller_id": False,
                    "has_location": False,
                    "has_notes": False,
                },
            },
            "102": {
                "status": {
                    "state": "unavailable",
                    "direction": None,
                    "duration_seconds": 0,
                    "has_other_party": False,
                    "has_app": False,
                    "registered": False,
                },
                "details": {
                    "has_name": True,
                    "recording": False,
                    "has_outgoing_caller_id": False,
                    "has_location": False,
                    "has_notes": False,
                },
            },
        },
    }


async def test_diagnostics_hold_nobody_s_secrets(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    account: Account,
    loaded: MockConfigEntry,
    advance: Advance,
) -> None:
    secrets: dict[str, Any] = {
        "name": "Jane Doe",
        "location": "Level 3 Melbourne",
        "notes": "Door code 4711",
        "outgoing_cli": "0312345678",
        "sip_password": "s1p-s3cret",
        "address": "101.100.99.98:1234",
    }
    account.add_handset("103", **secrets)
    account.incoming_call("0409123456", "103")
    account.answer("103")
    account.place_call("100", "0398765432")
    await advance(6 * 60)
    text = json.dumps(await get_diagnostics_for_config_entry(hass, hass_client, loaded))
    assert '"103"' in text
    # The login and the account's name.
    for secret in ("john", "mypassword", "mycompany"):
        assert secret not in text
    for secret in secrets.values():
        assert secret not in text
    assert _numbers_and_addresses(text) == []


async def test_diagnostics_tell_the_last_failure_without_its_text(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    loaded: MockConfigEntry,
    server: Server,
    advance: Advance,
) -> None:
    server.add_fault(faults.StatusCode(502))
    await advance(60)
    data = await get_diagnostics_for_config_entry(hass, hass_client, loaded)
    assert data["last_poll_succeeded"] is False
    assert data["last_failure"] == "UpdateFailed"
    assert _numbers_and_addresses(json.dumps(data)) == []


async def test_diagnostics_tell_which_handset_does_not_answer(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    loaded: MockConfigEntry,
    server: Server,
    advance: Advance,
) -> None:
    server.add_fault(faults.StatusCode(500), path="/api/handset(/.*)?")
    await advance(6 * 60)
    data = await get_diagnostics_for_config_entry(hass, hass_client, loaded)
    handsets = data["handsets"]
    assert isinstance(handsets, dict)
    assert handsets["100"]["details"] is None
    assert handsets["100"]["status"]["state"] == "idle"


async def test_diagnostics_do_not_repeat_an_application_s_number(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    loaded: MockConfigEntry,
    server: Server,
    advance: Advance,
) -> None:
    body = [{"extensionnumber": "100", "state": "OnCall", "app": "VoiceMail of 0409123456"}]
    server.add_fault(faults.Body(json.dumps(body).encode()), path="/api/handsetstatus")
    await advance(60)
    text = json.dumps(await get_diagnostics_for_config_entry(hass, hass_client, loaded))
    assert _numbers_and_addresses(text) == []


def _numbers_and_addresses(text: str) -> list[str]:
    """Return what may be phone numbers or IP addresses: extension numbers are shorter."""
    found = re.findall(r"\+?[\d ]{6,}\d", text)
    for word in re.findall(r"[0-9a-fA-F.:]{3,}", text):
        try:
            ipaddress.ip_address(word)
        except ValueError:
            continue
        found.append(word)
    return found


def test_the_search_for_numbers_and_addresses_can_find_some() -> None:
    text = '{"a": "0409 123 456", "b": "+61409123456", "c": "101.100.99.98", "d": "2001:db8::1"}'
    assert len(_numbers_and_addresses(text)) == 4
    assert _numbers_and_addresses('{"handsets": {"100": 20, "1000": 15.0}}') == []
