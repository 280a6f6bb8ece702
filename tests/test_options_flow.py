"""Changing which handsets are followed, against the simulated cloud."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.selector import TextSelector

from simulator import faults
from simulator.server import Server
from simulator.state import Account

from .conftest import Advance


async def _start(hass: HomeAssistant, entry: MockConfigEntry) -> ConfigFlowResult:
    result = await hass.config_entries.options.async_init(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


async def _enter(
    hass: HomeAssistant, flow: ConfigFlowResult, user_input: dict[str, Any]
) -> ConfigFlowResult:
    result = await hass.config_entries.options.async_configure(flow["flow_id"], user_input)
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


async def _change(
    hass: HomeAssistant, entry: MockConfigEntry, user_input: dict[str, Any]
) -> ConfigFlowResult:
    return await _enter(hass, await _start(hass, entry), user_input)


def _fields(flow: ConfigFlowResult) -> dict[str, Any]:
    """Return a form's fields by name."""
    schema = flow["data_schema"]
    assert schema
    return {str(key): field for key, field in schema.schema.items()}


def _offered(flow: ConfigFlowResult) -> list[str]:
    return [option["value"] for option in _fields(flow)["handsets"].config["options"]]


def _shown(flow: ConfigFlowResult) -> dict[str, Any]:
    schema = flow["data_schema"]
    assert schema
    return {str(key): key.description["suggested_value"] for key in schema.schema}


def _device_names(hass: HomeAssistant, entry: MockConfigEntry) -> set[str | None]:
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return {device.name for device in devices}


async def test_the_form_shows_the_choice_of_now(
    hass: HomeAssistant, account: Account, loaded: MockConfigEntry
) -> None:
    account.add_handset("103", name="Kitchen")
    form = await _start(hass, loaded)
    assert form["step_id"] == "init"
    assert _offered(form) == ["100", "101", "102", "103"]
    assert _shown(form) == {"handsets": ["100", "101", "102"], "track_new": True}


async def test_a_new_choice_is_followed_at_once(
    hass: HomeAssistant, loaded: MockConfigEntry, server: Server
) -> None:
    server.clear_requests()
    result = await _change(hass, loaded, {"handsets": ["102", "100"], "track_new": True})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert loaded.options == {"handsets": ["100", "102"], "ignored": ["101"], "track_new": True}
    assert loaded.state is ConfigEntryState.LOADED
    assert loaded.runtime_data.coordinator.data.keys() == {"100", "102"}


async def test_a_handset_left_out_takes_its_device_and_entities_along(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    assert _device_names(hass, loaded) == {"mycompany", "Reception", "Sales", "Workshop"}
    await _change(hass, loaded, {"handsets": ["100", "102"], "track_new": True})
    assert _device_names(hass, loaded) == {"mycompany", "Reception", "Workshop"}
    registry = er.async_get(hass)
    assert registry.async_get("sensor.reception_status")
    assert registry.async_get("sensor.sales_status") is None
    assert hass.states.get("sensor.sales_status") is None


async def test_a_handset_left_out_comes_back_when_chosen_again(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    await _change(hass, loaded, {"handsets": ["100"], "track_new": False})
    assert hass.states.get("sensor.sales_status") is None
    await _change(hass, loaded, {"handsets": ["100", "101"], "track_new": False})
    assert loaded.options["ignored"] == ["102"]
    state = hass.states.get("sensor.sales_status")
    assert state
    assert state.state == "idle"


async def test_an_unchanged_choice_does_not_reload(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    coordinator = loaded.runtime_data.coordinator
    await _change(hass, loaded, {"handsets": ["100", "101", "102"], "track_new": True})
    assert loaded.runtime_data.coordinator is coordinator


async def test_a_handset_left_out_is_not_taken_for_new(
    hass: HomeAssistant, account: Account, loaded: MockConfigEntry, advance: Advance
) -> None:
    await _change(hass, loaded, {"handsets": ["100", "102"], "track_new": True})
    account.add_handset("103", name="Kitchen")
    await advance(6 * 60)
    assert hass.states.get("sensor.kitchen_status")
    assert hass.states.get("sensor.sales_status") is None


async def test_a_handset_left_out_that_was_gone_for_a_while_is_not_taken_for_new(
    hass: HomeAssistant, account: Account, loaded: MockConfigEntry, advance: Advance
) -> None:
    await _change(hass, loaded, {"handsets": ["100", "102"], "track_new": True})
    sales = account.handsets.pop("101")
    # Another change, while it is not on the list.
    await _change(hass, loaded, {"handsets": ["100"], "track_new": True})
    account.handsets["101"] = sales
    await advance(6 * 60)
    assert loaded.options == {"handsets": ["100"], "ignored": ["101", "102"], "track_new": True}
    assert hass.states.get("sensor.sales_status") is None


async def test_a_handset_left_out_while_it_was_gone_is_not_taken_for_new(
    hass: HomeAssistant, account: Account, loaded: MockConfigEntry, advance: Advance
) -> None:
    sales = account.handsets.pop("101")
    await _change(hass, loaded, {"handsets": ["100", "102"], "track_new": True})
    account.handsets["101"] = sales
    await advance(6 * 60)
    assert loaded.options["handsets"] == ["100", "102"]
    assert hass.states.get("sensor.sales_status") is None


async def test_a_chosen_handset_that_is_gone_for_now_stays_on_offer(
    hass: HomeAssistant, account: Account, loaded: MockConfigEntry, advance: Advance
) -> None:
    sales = account.handsets.pop("101")
    await advance(6 * 60)
    assert hass.states.get("sensor.sales_status") is None
    form = await _start(hass, loaded)
    assert _offered(form) == ["100", "101", "102"]
    assert _fields(form)["handsets"].config["options"][1] == {"value": "101", "label": "101"}
    assert "101" in _shown(form)["handsets"]
    await _enter(hass, form, {"handsets": ["100", "101"], "track_new": False})
    account.handsets["101"] = sales
    await advance(6 * 60)
    assert hass.states.get("sensor.sales_status")


async def test_a_handset_that_comes_while_the_form_is_open_is_not_left_out(
    hass: HomeAssistant, account: Account, loaded: MockConfigEntry, advance: Advance
) -> None:
    form = await _start(hass, loaded)
    account.add_handset("103", name="Kitchen")
    await advance(6 * 60)
    assert "103" in loaded.options["handsets"]
    await _enter(hass, form, {"handsets": ["100", "101"], "track_new": True})
    assert loaded.options["ignored"] == ["102"]
    assert hass.states.get("sensor.kitchen_status")
    assert hass.states.get("sensor.sales_status")


async def test_no_handset_at_all_is_refused(hass: HomeAssistant, loaded: MockConfigEntry) -> None:
    form = await _change(hass, loaded, {"handsets": [], "track_new": False})
    assert form["type"] is FlowResultType.FORM
    assert form["errors"] == {"handsets": "no_handsets"}
    assert _shown(form) == {"handsets": [], "track_new": False}
    result = await _enter(hass, form, {"handsets": ["100"], "track_new": False})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_without_a_list_only_what_is_newly_typed_is_checked(
    hass: HomeAssistant, account: Account, loaded: MockConfigEntry, server: Server
) -> None:
    account.endpoints.handset_list = False
    form = await _start(hass, loaded)
    assert _shown(form) == {"handsets": "100, 101, 102"}
    assert isinstance(_fields(form)["handsets"], TextSelector)
    del account.handsets["101"]
    server.clear_requests()
    form = await _enter(hass, form, {"handsets": "100,101 998, 999"})
    assert form["errors"] == {"handsets": "handset_not_found"}
    assert form["description_placeholders"] == {"handsets": "998, 999"}
    assert _shown(form) == {"handsets": "100,101 998, 999"}
    assert [request.path for request in server.requests] == [
        "/api/handset/998",
        "/api/handset/999",
    ]
    account.add_handset("998", name="Kitchen")
    result = await _enter(hass, form, {"handsets": "100,101 998"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert loaded.options["handsets"] == ["100", "101", "998"]
    assert hass.states.get("sensor.kitchen_status")


@pytest.mark.parametrize("typed", ["", " ; "])
async def test_without_a_list_no_number_at_all_is_refused(
    hass: HomeAssistant, account: Account, loaded: MockConfigEntry, typed: str
) -> None:
    await _change(hass, loaded, {"handsets": ["100", "101"], "track_new": False})
    account.endpoints.handset_list = False
    form = await _start(hass, loaded)
    assert _shown(form) == {"handsets": "100, 101"}
    form = await _enter(hass, form, {"handsets": typed})
    assert form["errors"] == {"handsets": "no_handsets"}
    assert _shown(form) == {"handsets": typed}
    assert loaded.options["handsets"] == ["100", "101"]


async def test_without_a_list_and_without_a_choice_nothing_is_suggested(
    hass: HomeAssistant, account: Account, loaded: MockConfigEntry
) -> None:
    await _change(hass, loaded, {"handsets": [], "track_new": True})
    account.endpoints.handset_list = False
    form = await _start(hass, loaded)
    assert _shown(form) == {"handsets": ""}
    await _enter(hass, form, {"handsets": ""})
    assert loaded.options == {
        "handsets": [],
        "ignored": ["100", "101", "102"],
        "track_new": True,
    }


async def test_a_list_that_fails_for_now_changes_nothing_that_was_not_shown(
    hass: HomeAssistant, account: Account, loaded: MockConfigEntry, server: Server
) -> None:
    await _change(hass, loaded, {"handsets": ["100", "101"], "track_new": True})
    # Some accounts have no list and say so with a 500.
    rule = server.add_fault(faults.StatusCode(500), path="/api/handset")
    await _change(hass, loaded, {"handsets": "100"})
    assert rule.seen
    assert loaded.options == {"handsets": ["100"], "ignored": ["101", "102"], "track_new": True}


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.StatusCode(502), "cannot_connect"),
        (faults.StatusCode(401), "invalid_auth"),
        (faults.StatusCode(406), "tls_error"),
    ],
)
async def test_a_failure_while_checking_can_be_waited_for(
    hass: HomeAssistant,
    account: Account,
    loaded: MockConfigEntry,
    server: Server,
    fault: faults.Fault,
    error: str,
) -> None:
    account.endpoints.handset_list = False
    account.add_handset("103", name="Kitchen")
    form = await _start(hass, loaded)
    server.add_fault(fault)
    form = await _enter(hass, form, {"handsets": "100, 103"})
    assert form["errors"] == {"base": error}
    assert form["description_placeholders"]
    assert "GET handset/103" in form["description_placeholders"]["error"]
    assert _shown(form) == {"handsets": "100, 103"}
    server.clear_faults()
    result = await _enter(hass, form, {"handsets": "100, 103"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert hass.states.get("sensor.kitchen_status")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (faults.ResetBefore(), "cannot_connect"),
        (faults.Html(), "cannot_connect"),
        (faults.StatusCode(401), "invalid_auth"),
        (faults.StatusCode(406), "tls_error"),
    ],
    ids=["reset", "web page", "401", "406"],
)
async def test_without_jingl_there_is_no_form(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    server: Server,
    fault: faults.Fault,
    reason: str,
) -> None:
    options = dict(loaded.options)
    before = hass.bus.async_listeners()[EVENT_HOMEASSISTANT_CLOSE]
    server.add_fault(fault)
    result = await _start(hass, loaded)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == reason
    assert result["description_placeholders"]
    assert "GET handset" in result["description_placeholders"]["error"]
    assert dict(loaded.options) == options
    assert not hass.config_entries.options.async_progress()
    assert hass.bus.async_listeners()[EVENT_HOMEASSISTANT_CLOSE] == before


async def test_an_account_that_is_not_loaded_can_be_changed(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    assert await hass.config_entries.async_unload(loaded.entry_id)
    await _change(hass, loaded, {"handsets": ["100"], "track_new": False})
    assert loaded.options == {"handsets": ["100"], "ignored": ["101", "102"], "track_new": False}
