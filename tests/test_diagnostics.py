"""Diagnostics hold what a bug report needs, and nobody's secrets."""

import ipaddress
import json
import re
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
    get_diagnostics_for_device,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from custom_components.jingl.const import DOMAIN
from simulator import faults
from simulator.server import Server
from simulator.state import Account

from .conftest import Advance
from .contacts import Contacts


async def test_diagnostics_tell_what_each_handset_answers(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    account: Account,
    loaded: MockConfigEntry,
    server: Server,
    advance: Advance,
) -> None:
    account.handset("102").address = None
    account.place_call("100", "0409123456")
    account.remote_answer("100")
    await advance(20)
    assert await get_diagnostics_for_config_entry(hass, hass_client, loaded) == {
        "state": "loaded",
        "default_host": False,
        "verify_ssl": True,
        "chosen_handsets": 3,
        "missing_handsets": [],
        "ignored_handsets": 0,
        "track_new": True,
        "dialling": {
            "actions": [
                "handset",
                "contact",
                "national",
                "mobile",
                "freephone",
                "international",
                "short_code",
            ],
            "voice": ["handset", "contact"],
            "allowed": 0,
            "denied": 0,
            "supervise_others": False,
            "calls": 10,
            "minutes": 5,
        },
        "contacts": 0,
        "calls_refused": {},
        "status_list": True,
        "handset_list": True,
        "last_poll": dt_util.utcnow().isoformat(),
        "last_poll_succeeded": True,
        "last_failure": None,
        "poll_interval_seconds": 2.0,
        "requests_last_hour": len(server.requests),
        "handsets": {
            "100": {
                "status": {
                    "state": "on_call",
                    "direction": "outbound",
                    "duration_seconds": 20,
                    "other_party": "…56",
                    "has_app": False,
                    "registered": True,
                },
                "details": {
                    "has_name": True,
                    "recording": False,
                    "outgoing_caller_id": "…78",
                    "has_location": True,
                    "has_notes": False,
                },
            },
            "101": {
                "status": {
                    "state": "idle",
                    "direction": None,
                    "duration_seconds": 0,
                    "other_party": None,
                    "has_app": False,
                    "registered": True,
                },
                "details": {
                    "has_name": True,
                    "recording": True,
                    "outgoing_caller_id": None,
                    "has_location": False,
                    "has_notes": False,
                },
            },
            "102": {
                "status": {
                    "state": "unavailable",
                    "direction": None,
                    "duration_seconds": 0,
                    "other_party": None,
                    "has_app": False,
                    "registered": False,
                },
                "details": {
                    "has_name": True,
                    "recording": False,
                    "outgoing_caller_id": None,
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
    contacts = Contacts(hass, loaded)
    contacts.add("Joan Roe", "0409 123 456", aliases=["Auntie"], favourite=True)
    listed = {"allowed": ["1900654321"], "denied": ["0411222333", "0422333444"]}
    voice = {"sentences": True, "area_handsets": [{"area": "bathroom", "handset": "103"}]}
    hass.config_entries.async_update_entry(
        loaded, options={**loaded.options, "dialling": listed, "voice": voice}
    )
    account.add_handset("103", **secrets)
    account.incoming_call("0409123456", "103")
    account.answer("103")
    account.place_call("100", "0398765432")
    await advance(6 * 60)
    assert hass.states.async_all(), "the account is gone"
    diagnostics: Any = await get_diagnostics_for_config_entry(hass, hass_client, loaded)
    assert (diagnostics["dialling"]["allowed"], diagnostics["dialling"]["denied"]) == (1, 2)
    assert diagnostics["contacts"] == 1
    text = json.dumps(diagnostics)
    assert '"103"' in text
    # The login and the account's name, those of a contact, and of an area.
    for secret in ("john", "mypassword", "mycompany", "Joan Roe", "Auntie", "bathroom"):
        assert secret not in text
    for secret in secrets.values():
        assert secret not in text
    assert _numbers_and_addresses(text) == []


async def test_diagnostics_count_what_was_refused_by_its_rule(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, loaded: MockConfigEntry
) -> None:
    async def refuse(action: str, number: str) -> None:
        with pytest.raises(ServiceValidationError):
            await hass.services.async_call(
                DOMAIN, action, {"handset": "100", "number": number}, blocking=True
            )

    await refuse("create_call", "1900654321")
    await refuse("transfer_call", "1900654321")
    await refuse("create_call", "000")
    await refuse("monitor_call", "0409123456")
    await refuse("create_call", "0409123456,,1")
    diagnostics: Any = await get_diagnostics_for_config_entry(hass, hass_client, loaded)
    assert diagnostics["calls_refused"] == {
        "emergency": 1,
        "kind": 2,
        "not_understood": 1,
        "supervision": 1,
    }
    assert _numbers_and_addresses(json.dumps(diagnostics["calls_refused"])) == []


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
    assert data["last_failure"] == "UpdateFailed (JinglServerError)"
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


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("0409123456", "…56"),
        ("+61 409 123 456", "…56"),
        ("7", "…7"),
        ("101", "101"),
        ("Jane Doe 0409123456", "…"),
        ("sip:jane@10.1.2.3", "…"),
        ("anonymous", "…"),
    ],
)
async def test_a_number_is_shortened_unless_it_is_a_handset_s(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    loaded: MockConfigEntry,
    server: Server,
    advance: Advance,
    number: str,
    shown: str,
) -> None:
    records = [
        {"extensionnumber": "100", "state": "OnCall", "otherpartyphonenumber": number},
        {"extensionnumber": "101", "state": "Idle"},
        {"extensionnumber": "102", "state": "Idle"},
    ]
    server.add_fault(faults.Body(json.dumps(records).encode()), path="/api/handsetstatus")
    await advance(60)
    data: Any = await get_diagnostics_for_config_entry(hass, hass_client, loaded)
    assert data["handsets"]["100"]["status"]["other_party"] == shown


async def test_diagnostics_name_the_handsets_that_jingl_does_not_know(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    account: Account,
    loaded: MockConfigEntry,
    advance: Advance,
) -> None:
    account.remove_handset("102")
    await advance(60)
    data: Any = await get_diagnostics_for_config_entry(hass, hass_client, loaded)
    assert data["missing_handsets"] == ["102"]
    assert list(data["handsets"]) == ["100", "101"]


async def test_a_handset_s_diagnostics_are_its_part_of_the_account_s(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    loaded: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    device = device_registry.async_get_device_by_identifier(
        (DOMAIN, "mycompany_100"), loaded.entry_id
    )
    assert device
    whole: Any = await get_diagnostics_for_config_entry(hass, hass_client, loaded)
    handset = whole.pop("handsets")["100"]
    assert handset["details"]["outgoing_caller_id"] == "…78"
    part = await get_diagnostics_for_device(hass, hass_client, loaded, device)
    assert part == {**whole, "extension": "100", **handset}


async def test_the_account_s_device_has_the_account_s_diagnostics(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    loaded: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    device = device_registry.async_get_device_by_identifier((DOMAIN, "mycompany"), loaded.entry_id)
    assert device
    assert await get_diagnostics_for_device(
        hass, hass_client, loaded, device
    ) == await get_diagnostics_for_config_entry(hass, hass_client, loaded)


async def test_a_handset_that_is_not_followed_has_nothing_but_its_account(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    loaded: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    stale = device_registry.async_get_or_create(
        config_entry_id=loaded.entry_id, identifiers={(DOMAIN, "mycompany_999")}
    )
    data = await get_diagnostics_for_device(hass, hass_client, loaded, stale)
    assert (data["extension"], data["status"], data["details"]) == ("999", None, None)


async def test_the_download_says_nothing_of_an_issue_but_its_kind(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    account: Account,
    loaded: MockConfigEntry,
    advance: Advance,
) -> None:
    account.remove_handset("102")
    await advance(60)
    await get_diagnostics_for_config_entry(hass, hass_client, loaded)
    client = await hass_client()
    response = await client.get(f"/api/diagnostics/config_entry/{loaded.entry_id}")
    text = await response.text()
    assert "handset_gone_102" in text
    assert "mycompany" not in text


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


async def test_an_account_that_is_not_loaded_tells_what_is_known(
    hass: HomeAssistant, loaded: MockConfigEntry, hass_client: ClientSessionGenerator
) -> None:
    assert await hass.config_entries.async_unload(loaded.entry_id)
    diagnostics = await get_diagnostics_for_config_entry(hass, hass_client, loaded)
    assert diagnostics["state"] == "not_loaded"
    assert diagnostics["chosen_handsets"] == 3
    assert diagnostics["contacts"] == 0
    assert diagnostics["dialling"]["voice"] == ["handset", "contact"]
