"""Diagnostics hold what a bug report needs, and nobody's secrets."""

from collections.abc import Awaitable, Callable
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
from simulator.faults import Body, StatusCode
from tests.office import Office

type Diagnose = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def diagnose(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    loaded: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> Diagnose:
    """Return a function that downloads the diagnostics of the account, or of one of its devices."""

    async def diagnose(identifier: str | None = None) -> dict[str, Any]:
        diagnostics: Any
        if identifier is None:
            diagnostics = await get_diagnostics_for_config_entry(hass, hass_client, loaded)
        else:
            device = device_registry.async_get_or_create(
                config_entry_id=loaded.entry_id, identifiers={(DOMAIN, identifier)}
            )
            diagnostics = await get_diagnostics_for_device(hass, hass_client, loaded, device)
        found: dict[str, Any] = diagnostics
        return found

    return diagnose


async def test_diagnostics_tell_what_each_handset_answers(
    office: Office, diagnose: Diagnose
) -> None:
    await office.miss("0498765432")
    office.account.handset("102").address = None
    office.account.place_call("100", "0409123456")
    office.account.remote_answer("100")
    await office.advance(20)
    idle = {
        "state": "idle",
        "direction": None,
        "duration_seconds": 0,
        "other_party": None,
        "has_app": False,
        "registered": True,
    }
    plain = {
        "has_name": True,
        "recording": False,
        "outgoing_caller_id": None,
        "has_location": False,
        "has_notes": False,
    }
    assert await diagnose() == {
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
            "calls_per_day": 200,
        },
        "contacts": 0,
        "contacts_of_phone_books": 0,
        "calls_refused": {},
        "call_log": {
            "days_kept": 30,
            "calls_kept": 10_000,
            "days": 1,
            "calls": 1,
            "by_source": {"seen": 1},
            "by_result": {"missed": 1},
        },
        "status_list": True,
        "handset_list": True,
        "last_poll": dt_util.utcnow().isoformat(),
        "last_poll_succeeded": True,
        "last_failure": None,
        "poll_interval_seconds": 2.0,
        "requests_last_hour": len(office.server.requests),
        "handsets": {
            "100": {
                "status": {
                    **idle,
                    "state": "on_call",
                    "direction": "outbound",
                    "duration_seconds": 20,
                    "other_party": "…56",
                },
                "details": {**plain, "outgoing_caller_id": "…78", "has_location": True},
            },
            "101": {"status": idle, "details": {**plain, "recording": True}},
            "102": {
                "status": {**idle, "state": "offline", "registered": False},
                "details": plain,
            },
        },
    }


async def test_diagnostics_hold_nobody_s_secrets(office: Office, diagnose: Diagnose) -> None:
    secrets: dict[str, Any] = {
        "name": "Jane Doe",
        "location": "Level 3 Melbourne",
        "notes": "Door code 4711",
        "outgoing_cli": "0312345678",
        "sip_password": "s1p-s3cret",
        "address": "101.100.99.98:1234",
    }
    office.contacts.add("Joan Roe", "0409 123 456", aliases=["Auntie"], favourite=True)
    office.contacts.add_book("Kin", ("Zoe Moe", "+61498765432"), ("Max Moe", "+61412000111"))
    listed = {"allowed": ["1900654321"], "denied": ["0411222333", "0422333444"]}
    voice = {"sentences": True, "area_handsets": [{"area": "bathroom", "handset": "103"}]}
    office.hass.config_entries.async_update_entry(
        office.entry, options={**office.entry.options, "dialling": listed, "voice": voice}
    )
    office.account.add_handset("103", **secrets)
    office.account.incoming_call("0409123456", "103")
    office.account.answer("103")
    office.account.place_call("100", "0398765432")
    await office.advance(6 * 60)
    assert office.hass.states.async_all(), "the account is gone"
    diagnostics = await diagnose()
    assert (diagnostics["dialling"]["allowed"], diagnostics["dialling"]["denied"]) == (1, 2)
    assert (diagnostics["contacts"], diagnostics["contacts_of_phone_books"]) == (1, 2)
    text = json.dumps(diagnostics)
    assert '"103"' in text
    # The login and the account's name, those of a contact, and of an area.
    others = ("john", "mypassword", "mycompany", "Joan Roe", "Auntie", "Kin", "Moe", "bathroom")
    assert [secret for secret in (*secrets.values(), *others) if secret in text] == []
    assert _numbers_and_addresses(text) == []


async def test_diagnostics_count_what_was_refused_by_its_rule(
    office: Office, diagnose: Diagnose
) -> None:
    for action, number in (
        ("create_call", "1900654321"),
        ("transfer_call", "1900654321"),
        ("create_call", "000"),
        ("monitor_call", "0409123456"),
    ):
        with pytest.raises(ServiceValidationError):
            await office.hass.services.async_call(
                DOMAIN, action, {"handset": "100", "number": number}, blocking=True
            )
    refused = (await diagnose())["calls_refused"]
    assert refused == {"emergency": 1, "kind": 2, "supervision": 1}


async def test_diagnostics_tell_the_last_failure_without_its_text(
    office: Office, diagnose: Diagnose
) -> None:
    office.server.add_fault(StatusCode(502))
    await office.advance(60)
    diagnostics = await diagnose()
    assert diagnostics["last_poll_succeeded"] is False
    assert diagnostics["last_failure"] == "UpdateFailed (JinglServerError)"
    assert _numbers_and_addresses(json.dumps(diagnostics)) == []


async def test_diagnostics_tell_which_handset_does_not_answer(
    office: Office, diagnose: Diagnose
) -> None:
    office.server.add_fault(StatusCode(500), path="/api/handset(/.*)?")
    await office.advance(6 * 60)
    await office.advance(31)
    handset = (await diagnose())["handsets"]["100"]
    assert handset["details"] is None
    assert handset["status"]["state"] == "idle"


async def test_diagnostics_do_not_repeat_an_application_s_number(
    office: Office, diagnose: Diagnose
) -> None:
    body = [{"extensionnumber": "100", "state": "OnCall", "app": "VoiceMail of 0409123456"}]
    office.server.add_fault(Body(json.dumps(body).encode()), path="/api/handsetstatus")
    await office.advance(60)
    assert _numbers_and_addresses(json.dumps(await diagnose())) == []


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
    office: Office, diagnose: Diagnose, number: str, shown: str
) -> None:
    await office.ring(number)
    assert (await diagnose())["handsets"]["100"]["status"]["other_party"] == shown


async def test_diagnostics_name_the_handsets_that_jingl_does_not_know(
    office: Office, diagnose: Diagnose
) -> None:
    office.account.remove_handset("102")
    for _ in range(3):
        await office.advance(31)
    diagnostics = await diagnose()
    assert diagnostics["missing_handsets"] == ["102"]
    assert list(diagnostics["handsets"]) == ["100", "101"]


async def test_a_device_s_diagnostics_are_its_part_of_the_account_s(diagnose: Diagnose) -> None:
    whole = await diagnose()
    assert await diagnose("mycompany") == whole
    handset = whole.pop("handsets")["100"]
    assert handset["details"]["outgoing_caller_id"] == "…78"
    assert await diagnose("mycompany_100") == {**whole, "extension": "100", **handset}
    # One that is not followed has nothing but its account.
    stale = {"extension": "999", "status": None, "details": None}
    assert await diagnose("mycompany_999") == {**whole, **stale}


async def test_the_download_says_nothing_of_an_issue_but_its_kind(
    office: Office, hass_client: ClientSessionGenerator, diagnose: Diagnose
) -> None:
    office.account.remove_handset("102")
    await office.advance(60)
    await diagnose()
    client = await hass_client()
    response = await client.get(f"/api/diagnostics/config_entry/{office.entry.entry_id}")
    text = await response.text()
    assert "handset_gone" in text
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
    office: Office, diagnose: Diagnose
) -> None:
    assert await office.hass.config_entries.async_unload(office.entry.entry_id)
    diagnostics = await diagnose()
    assert diagnostics["state"] == "not_loaded"
    assert diagnostics["chosen_handsets"] == 3
    assert diagnostics["contacts"] == 0
    assert diagnostics["dialling"]["voice"] == ["handset", "contact"]
