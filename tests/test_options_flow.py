"""Changing an account's options, against the simulated cloud."""

from itertools import permutations
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.selector import TextSelector
from homeassistant.setup import async_setup_component

from custom_components.jingl.const import DOMAIN
from custom_components.jingl.dial_policy import ORDINARY_KINDS, VOICE_KINDS, DialPolicy
from custom_components.jingl.phone_number import NumberKind
from simulator import faults
from simulator.server import Server
from simulator.state import Account

from .conftest import Advance


async def _start(
    hass: HomeAssistant, entry: MockConfigEntry, step: str = "handsets"
) -> ConfigFlowResult:
    """Open the options and choose from their menu."""
    menu = await hass.config_entries.options.async_init(entry.entry_id)
    return await _enter(hass, menu, {"next_step_id": step})


async def _enter(
    hass: HomeAssistant, flow: ConfigFlowResult, user_input: dict[str, Any]
) -> ConfigFlowResult:
    result = await hass.config_entries.options.async_configure(flow["flow_id"], user_input)
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


async def _change(
    hass: HomeAssistant, entry: MockConfigEntry, user_input: dict[str, Any], step: str = "handsets"
) -> ConfigFlowResult:
    return await _enter(hass, await _start(hass, entry, step), user_input)


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
    return {str(key): (key.description or {}).get("suggested_value") for key in schema.schema}


def _device_names(hass: HomeAssistant, entry: MockConfigEntry) -> set[str | None]:
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return {device.name for device in devices}


async def test_the_options_begin_with_a_menu(
    hass: HomeAssistant, loaded: MockConfigEntry, server: Server
) -> None:
    server.clear_requests()
    menu = await hass.config_entries.options.async_init(loaded.entry_id)
    assert menu["type"] is FlowResultType.MENU
    assert menu["menu_options"] == ["handsets", "dialling", "voice"]
    assert server.requests == [], "only the choice of handsets asks Jingl"


# --- Handsets


async def test_the_form_shows_the_choice_of_now(
    hass: HomeAssistant, account: Account, loaded: MockConfigEntry
) -> None:
    account.add_handset("103", name="Kitchen")
    form = await _start(hass, loaded)
    assert form["step_id"] == "handsets"
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


# --- Dialling

_POLICY: dict[str, Any] = {
    "actions": ["handset", "contact", "mobile"],
    "voice": ["handset"],
    "allowed": ["1900*"],
    "denied": ["0409123456"],
    "supervise_others": True,
    "calls": 3,
    "minutes": 1,
}
_VOICE: dict[str, Any] = {
    "sentences": False,
    "area_handsets": [{"area": "lobby", "handset": "101"}],
}


async def _saved(hass: HomeAssistant, entry: MockConfigEntry, **policy: Any) -> dict[str, Any]:
    """Save a policy like the one above, and return what is kept of it."""
    result = await _change(hass, entry, _POLICY | policy, "dialling")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    kept: dict[str, Any] = entry.options["dialling"]
    return kept


async def test_before_anything_was_saved_the_form_shows_what_holds(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    form = await _start(hass, loaded, "dialling")
    assert form["step_id"] == "dialling"
    assert _shown(form) == {
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
        "allowed": [],
        "denied": [],
        "supervise_others": False,
        "calls": 10,
        "minutes": 5,
    }
    result = await _enter(hass, form, _shown(form))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert DialPolicy.of(loaded.options) == DialPolicy(
        actions=list(ORDINARY_KINDS), voice=list(VOICE_KINDS), allowed=[], denied=[]
    )


async def test_every_kind_of_number_can_be_chosen(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    fields = _fields(await _start(hass, loaded, "dialling"))
    for origin in ("actions", "voice"):
        assert fields[origin].config["options"] == list(NumberKind)


async def test_what_is_saved_holds_at_once_and_is_shown_again(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    coordinator = loaded.runtime_data.coordinator
    assert await _saved(hass, loaded) == _POLICY
    assert loaded.state is ConfigEntryState.LOADED
    assert loaded.runtime_data.coordinator is not coordinator, "it was not reloaded"
    assert DialPolicy.of(loaded.options) == DialPolicy(**_POLICY)
    with pytest.raises(ServiceValidationError) as refusal:
        await hass.services.async_call(
            DOMAIN, "create_call", {"handset": "100", "number": "0391234567"}, blocking=True
        )
    assert refusal.value.translation_key == "dial_national_refused"
    assert _shown(await _start(hass, loaded, "dialling")) == _POLICY


async def test_everything_can_be_forbidden(hass: HomeAssistant, loaded: MockConfigEntry) -> None:
    nothing: dict[str, list[str]] = {"actions": [], "voice": [], "allowed": [], "denied": []}
    assert await _saved(hass, loaded, **nothing) == _POLICY | nothing
    with pytest.raises(ServiceValidationError) as refusal:
        await hass.services.async_call(
            DOMAIN, "create_call", {"handset": "100", "number": "101"}, blocking=True
        )
    assert refusal.value.translation_key == "dial_handset_refused"


async def test_a_form_s_numbers_with_a_point_are_whole_ones(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    kept = await _saved(hass, loaded, calls=20.0, minutes=7.0)
    assert (kept["calls"], kept["minutes"]) == (20, 7)
    assert {type(kept["calls"]), type(kept["minutes"])} == {int}


@pytest.mark.parametrize("key", ["allowed", "denied"])
@pytest.mark.parametrize(
    ("entered", "kept"),
    [
        ("0409 123 456", "0409123456"),
        ("+61 409 123 456", "0409123456"),
        ("+61 (0)409 123 456", "0409123456"),
        ("(03) 9123-4567", "0391234567"),
        (" +44 20 7946 0958 ", "0011442079460958"),
        ("13 12 13", "131213"),
        # What numbers begin with.
        ("+44*", "+44*"),
        ("0011*", "0011*"),
        ("0011 44 *", "+44*"),
        ("19 00*", "1900*"),
        ("(03)*", "03*"),
        ("04*", "04*"),
        ("*9*", "*9*"),
        # One number only.
        ("1900", "1900"),
        ("000#", "000#"),
        ("*98", "*98"),
        ("*21*", "*21*"),
        ("101", "101"),
    ],
)
async def test_a_listed_number_is_kept_as_it_is_dialled(
    hass: HomeAssistant, loaded: MockConfigEntry, key: str, entered: str, kept: str
) -> None:
    assert (await _saved(hass, loaded, **{key: ["", entered, "  "]}))[key] == [kept]


async def test_a_listed_number_is_written_as_in_the_country_of_home_assistant(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    hass.config.country = "GB"
    kept = await _saved(hass, loaded, denied=["020 7946 0958", "+61 2 7946 0958", "04*"])
    assert kept["denied"] == ["+442079460958", "+61279460958", "04*"]
    form = await _start(hass, loaded, "dialling")
    result = await _enter(hass, form, _shown(form))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert loaded.options["dialling"] == kept, "it means something else when it is sent again"


async def test_what_is_no_number_is_named_and_can_be_corrected(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    entered = _POLICY | {
        "allowed": ["mum", "1900*", "0409123456,,1", "2*"],
        "denied": ["04*", "*", "+44", "0011", "04*12", "+61 (0)4*", "000#", "the plumber"],
    }
    form = await _change(hass, loaded, entered, "dialling")
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "dialling")
    assert form["errors"] == {"allowed": "invalid_numbers", "denied": "invalid_numbers"}
    assert form["description_placeholders"] == {
        "numbers": "mum, 0409123456,,1, 2*, *, +44, 0011, 04*12, +61 (0)4*, the plumber"
    }
    assert _shown(form) == entered
    assert "dialling" not in loaded.options
    form = await _enter(hass, form, entered | {"allowed": []})
    assert form["errors"] == {"denied": "invalid_numbers"}
    assert form["description_placeholders"] == {
        "numbers": "*, +44, 0011, 04*12, +61 (0)4*, the plumber"
    }
    result = await _enter(hass, form, _POLICY)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert loaded.options["dialling"] == _POLICY


@pytest.mark.parametrize(
    "wrong",
    [
        {"calls": 0},
        {"calls": 1001},
        {"minutes": 0},
        {"minutes": 1441},
        {"calls": "many"},
        {"actions": ["satellite"]},
        {"voice": ["satellite"]},
        {"denied": "0409123456"},
    ],
    ids=str,
)
async def test_what_the_form_does_not_offer_is_refused(
    hass: HomeAssistant, loaded: MockConfigEntry, wrong: dict[str, Any]
) -> None:
    form = await _start(hass, loaded, "dialling")
    with pytest.raises(InvalidData) as refusal:
        await _enter(hass, form, _POLICY | wrong)
    assert list(refusal.value.schema_errors) == list(wrong)
    assert "dialling" not in loaded.options


class TestEmergency:
    """Emergency numbers, which may be dialled only after a warning."""

    @pytest.fixture(params=["actions", "voice"])
    def origin(self, request: pytest.FixtureRequest) -> str:
        """Return who shall be permitted to dial them."""
        origin: str = request.param
        return origin

    @pytest.fixture
    def chosen(self, origin: str) -> dict[str, Any]:
        """Return a policy that permits it."""
        return _POLICY | {origin: ["handset", "emergency"]}

    async def test_nothing_is_saved_before_the_warning_is_confirmed(
        self, hass: HomeAssistant, loaded: MockConfigEntry, origin: str, chosen: dict[str, Any]
    ) -> None:
        coordinator = loaded.runtime_data.coordinator
        form = await _change(hass, loaded, chosen, "dialling")
        assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "emergency")
        assert form["errors"] == {}
        assert _fields(form)["understood"].selector_type == "boolean"
        assert "dialling" not in loaded.options

        form = await _enter(hass, form, {"understood": False})
        assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "emergency")
        assert form["errors"] == {"understood": "not_understood"}
        form = await _enter(hass, form, {})
        assert form["errors"] == {"understood": "not_understood"}
        assert "dialling" not in loaded.options
        assert loaded.runtime_data.coordinator is coordinator

        result = await _enter(hass, form, {"understood": True})
        assert result["type"] is FlowResultType.CREATE_ENTRY
        assert loaded.options["dialling"] == chosen
        assert loaded.options["handsets"] == ["100", "101", "102"]
        assert loaded.runtime_data.coordinator is not coordinator, "it was not reloaded"
        assert getattr(DialPolicy.of(loaded.options), origin) == ["handset", "emergency"]

    async def test_who_was_warned_is_not_warned_again(
        self, hass: HomeAssistant, loaded: MockConfigEntry, chosen: dict[str, Any]
    ) -> None:
        await _enter(hass, await _change(hass, loaded, chosen, "dialling"), {"understood": True})
        result = await _change(hass, loaded, chosen | {"calls": 4}, "dialling")
        assert result["type"] is FlowResultType.CREATE_ENTRY
        assert loaded.options["dialling"] == chosen | {"calls": 4}

    async def test_permitting_it_to_others_too_needs_another_warning(
        self, hass: HomeAssistant, loaded: MockConfigEntry, chosen: dict[str, Any]
    ) -> None:
        await _enter(hass, await _change(hass, loaded, chosen, "dialling"), {"understood": True})
        both = chosen | {"actions": ["emergency"], "voice": ["emergency"]}
        form = await _change(hass, loaded, both, "dialling")
        assert form["step_id"] == "emergency"
        assert loaded.options["dialling"] == chosen

    async def test_switching_it_off_needs_no_warning_and_on_again_does(
        self, hass: HomeAssistant, loaded: MockConfigEntry, chosen: dict[str, Any]
    ) -> None:
        await _enter(hass, await _change(hass, loaded, chosen, "dialling"), {"understood": True})
        await _saved(hass, loaded)
        form = await _change(hass, loaded, chosen, "dialling")
        assert form["step_id"] == "emergency"
        assert loaded.options["dialling"] == _POLICY

    async def test_what_is_wrong_is_told_before_the_warning(
        self, hass: HomeAssistant, loaded: MockConfigEntry, chosen: dict[str, Any]
    ) -> None:
        form = await _change(hass, loaded, chosen | {"denied": ["mum"]}, "dialling")
        assert (form["step_id"], form["errors"]) == ("dialling", {"denied": "invalid_numbers"})
        form = await _enter(hass, form, chosen)
        assert form["step_id"] == "emergency"

    async def test_a_list_of_numbers_is_no_way_around_it(
        self, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> None:
        await _saved(hass, loaded, allowed=["000", "112"])
        with pytest.raises(ServiceValidationError) as refusal:
            await hass.services.async_call(
                DOMAIN, "create_call", {"handset": "100", "number": "000"}, blocking=True
            )
        assert refusal.value.translation_key == "dial_emergency_refused"


# --- Voice


def _row(flow: ConfigFlowResult) -> dict[str, Any]:
    """Return what is asked for each area."""
    fields: dict[str, Any] = _fields(flow)["area_handsets"].config["fields"]
    return fields


async def test_before_voice_was_set_up_sentences_are_understood(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    form = await _start(hass, loaded, "voice")
    assert form["step_id"] == "voice"
    assert _shown(form) == {"sentences": True, "area_handsets": []}
    result = await _enter(hass, form, {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert loaded.options["voice"] == {"sentences": True, "area_handsets": []}


async def test_what_is_said_of_voice_is_kept_and_shown_again(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    coordinator = loaded.runtime_data.coordinator
    result = await _change(hass, loaded, _VOICE, "voice")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert loaded.options["voice"] == _VOICE
    assert loaded.runtime_data.coordinator is not coordinator, "it was not reloaded"
    assert _shown(await _start(hass, loaded, "voice")) == _VOICE


async def test_the_handsets_are_offered_as_the_user_calls_them_in_their_order(
    hass: HomeAssistant,
    account: Account,
    entry: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    account.add_handset("9", name="Kitchen")
    # One that Jingl does not know for now.
    hass.config_entries.async_update_entry(
        entry, options={**entry.options, "handsets": ["100", "101", "102", "103", "9"]}
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    device = device_registry.async_get_device_by_identifier(
        (DOMAIN, "mycompany_101"), entry.entry_id
    )
    assert device
    device_registry.async_update_device(device.id, name_by_user="Front desk")
    form = await _start(hass, entry, "voice")
    assert _row(form)["handset"]["selector"].config["options"] == [
        {"value": "9", "label": "Kitchen (9)"},
        {"value": "100", "label": "Reception (100)"},
        {"value": "101", "label": "Front desk (101)"},
        {"value": "102", "label": "Workshop (102)"},
        {"value": "103", "label": "103"},
    ]


@pytest.mark.parametrize(
    "row",
    [
        {"area": "lobby"},
        {"handset": "101"},
        {"area": "lobby", "handset": "999"},
        {"area": "lobby", "handset": "101", "floor": "ground"},
    ],
    ids=str,
)
async def test_an_area_without_one_of_the_handsets_is_refused(
    hass: HomeAssistant, loaded: MockConfigEntry, row: dict[str, str]
) -> None:
    form = await _start(hass, loaded, "voice")
    with pytest.raises(InvalidData) as refusal:
        await _enter(hass, form, {"area_handsets": [row]})
    assert list(refusal.value.schema_errors) == ["area_handsets"]
    assert "voice" not in loaded.options


async def test_an_area_whose_handset_was_left_out_since_is_no_longer_shown(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    rows = [*_VOICE["area_handsets"], {"area": "office", "handset": "102"}]
    await _change(hass, loaded, _VOICE | {"area_handsets": rows}, "voice")
    await _change(hass, loaded, {"handsets": ["100", "102"], "track_new": False})
    form = await _start(hass, loaded, "voice")
    assert _shown(form)["area_handsets"] == rows[1:]
    result = await _enter(hass, form, _shown(form))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert loaded.options["voice"] == _VOICE | {"area_handsets": rows[1:]}


async def test_an_account_that_is_not_loaded_offers_the_handsets_chosen(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    assert await hass.config_entries.async_unload(loaded.entry_id)
    hass.config_entries.async_update_entry(
        loaded, options={**loaded.options, "handsets": ["100"], "ignored": ["101", "102"]}
    )
    # Those left out still have their devices.
    assert "Sales" in _device_names(hass, loaded)
    form = await _start(hass, loaded, "voice")
    options = _row(form)["handset"]["selector"].config["options"]
    assert options == [{"value": "100", "label": "Reception (100)"}]


async def test_an_account_that_was_never_loaded_has_all_forms(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    form = await _start(hass, entry, "voice")
    assert [option["label"] for option in _row(form)["handset"]["selector"].config["options"]] == [
        "100",
        "101",
        "102",
    ]
    await _enter(hass, form, _VOICE)
    await _saved(hass, entry)
    assert (entry.options["voice"], entry.options["dialling"]) == (_VOICE, _POLICY)


# --- All of them


_CHOICE: dict[str, Any] = {"handsets": ["100", "101"], "track_new": True}
_OPTIONS: dict[str, Any] = {
    **_CHOICE,
    "ignored": ["102"],
    "dialling": _POLICY,
    "voice": _VOICE,
}
_FORMS = {"handsets": _CHOICE, "dialling": _POLICY, "voice": _VOICE}


@pytest.mark.parametrize("order", list(permutations(_FORMS)), ids="-".join)
async def test_each_form_keeps_what_the_others_saved(
    hass: HomeAssistant, loaded: MockConfigEntry, order: tuple[str, ...]
) -> None:
    for step in order:
        await _change(hass, loaded, _FORMS[step], step)
    assert loaded.options == _OPTIONS


@pytest.mark.parametrize("step", ["dialling", "voice"])
async def test_a_handset_that_comes_while_another_form_is_open_is_not_lost(
    hass: HomeAssistant,
    account: Account,
    loaded: MockConfigEntry,
    advance: Advance,
    step: str,
) -> None:
    form = await _start(hass, loaded, step)
    account.add_handset("103", name="Kitchen")
    await advance(6 * 60)
    await _enter(hass, form, _FORMS[step])
    assert loaded.options["handsets"] == ["100", "101", "102", "103"]
    assert loaded.options[step] == _FORMS[step]


async def test_a_handset_that_comes_by_itself_keeps_the_other_options(
    hass: HomeAssistant, account: Account, loaded: MockConfigEntry, advance: Advance
) -> None:
    for step, user_input in _FORMS.items():
        await _change(hass, loaded, user_input, step)
    account.add_handset("103", name="Kitchen")
    await advance(6 * 60)
    assert loaded.options == _OPTIONS | {"handsets": ["100", "101", "103"]}


async def test_the_frontend_can_read_and_send_every_form(
    hass: HomeAssistant, loaded: MockConfigEntry, hass_client: ClientSessionGenerator
) -> None:
    assert await async_setup_component(hass, "config", {})
    client = await hass_client()
    url = "/api/config/config_entries/options/flow"

    async def post(path: str, **content: Any) -> dict[str, Any]:
        response = await client.post(path, json=content)
        assert response.ok, await response.text()
        result: dict[str, Any] = await response.json()
        return result

    forms = {**_FORMS, "dialling": _POLICY | {"actions": ["emergency"], "calls": 3.0}}
    for step, user_input in forms.items():
        menu = await post(url, handler=loaded.entry_id)
        path = f"{url}/{menu['flow_id']}"
        form = await post(path, next_step_id=step)
        assert {field["name"] for field in form["data_schema"]} == set(user_input)
        result = await post(path, **user_input)
        if step == "dialling":
            assert result["step_id"] == "emergency"
            result = await post(path, understood=True)
        assert result["type"] == "create_entry"
        await hass.async_block_till_done(wait_background_tasks=True)
    assert loaded.options == _OPTIONS | {"dialling": _POLICY | {"actions": ["emergency"]}}
