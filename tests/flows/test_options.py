"""Change an account's options, against the simulated cloud."""

from functools import partial
from itertools import permutations
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.selector import TextSelector
from homeassistant.setup import async_setup_component

from custom_components.jingl.const import DOMAIN
from custom_components.jingl.dialling.policy import ORDINARY_KINDS, VOICE_KINDS, DialPolicy
from custom_components.jingl.numbers.phone_number import NumberKind
from simulator import faults
from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance, state_of
from tests.forms import Form, send

_POLICY: dict[str, Any] = {
    "actions": ["handset", "contact", "mobile"],
    "voice": ["handset"],
    "allowed": ["1900*"],
    "denied": ["0409123456"],
    "supervise_others": True,
    "calls": 3,
    "minutes": 1,
    "calls_per_day": 50,
}
_VOICE: dict[str, Any] = {
    "sentences": False,
    "user_handsets": [],
    "area_handsets": [{"area": "lobby", "handset": "101"}],
}


class Options:
    """An account's options, as a user reaches them."""

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry) -> None:
        self.entry = entry
        self._flows = hass.config_entries.options

    @property
    def saved(self) -> dict[str, Any]:
        """Return what is stored."""
        return {**self.entry.options}

    async def open(self, step: str = "handsets") -> Form:
        """Open them and choose from their menu."""
        menu = await self._flows.async_init(self.entry.entry_id)
        return await Form(self._flows, menu).enter(next_step_id=step)

    async def choose(self, *handsets: str, track_new: bool = True) -> Form:
        """Choose handsets from the list."""
        return await (await self.open()).enter(handsets=[*handsets], track_new=track_new)

    async def save(self, step: str, user_input: dict[str, Any], **more: Any) -> Any:
        """Fill in another form, and return what it stores."""
        form = await (await self.open(step)).enter(user_input, **more)
        assert form.end == "create_entry"
        return self.saved[step]


@pytest.fixture
def options(hass: HomeAssistant, loaded: MockConfigEntry) -> Options:
    return Options(hass, loaded)


@pytest.fixture
def no_list(account: Account, options: Options) -> None:
    """Remove the account's list of handsets."""
    assert options.entry
    account.endpoints.handset_list = False


def _offered(form: Form) -> list[dict[str, str]]:
    offered: list[dict[str, str]] = form.fields["handsets"].config["options"]
    return offered


def _device_names(hass: HomeAssistant, entry: MockConfigEntry) -> set[str | None]:
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return {device.name for device in devices}


async def _refusal(hass: HomeAssistant, number: str) -> str | None:
    """Return why a number is refused."""
    with pytest.raises(ServiceValidationError) as refusal:
        await hass.services.async_call(
            DOMAIN, "create_call", {"handset": "100", "number": number}, blocking=True
        )
    return refusal.value.translation_key


async def test_the_options_begin_with_a_menu(
    hass: HomeAssistant, options: Options, server: Server
) -> None:
    server.clear_requests()
    menu = await hass.config_entries.options.async_init(options.entry.entry_id)
    kinds = ["handsets", "dialling", "voice", "call_log", "recordings"]
    assert menu["menu_options"] == kinds
    assert server.requests == [], "only the choice of handsets asks Jingl"


# --- Handsets


async def test_the_form_shows_the_current_choice(account: Account, options: Options) -> None:
    account.add_handset("103", name="Kitchen")
    form = await options.open()
    assert form.step == "handsets"
    assert [option["value"] for option in _offered(form)] == ["100", "101", "102", "103"]
    assert form.shown == {"handsets": ["100", "101", "102"], "track_new": True}


async def test_a_new_choice_is_followed_at_once(options: Options) -> None:
    assert (await options.choose("102", "100")).end == "create_entry"
    assert options.saved == {"handsets": ["100", "102"], "ignored": ["101"], "track_new": True}
    assert options.entry.state is ConfigEntryState.LOADED
    assert options.entry.runtime_data.coordinator.data.keys() == {"100", "102"}


async def test_a_handset_left_out_loses_its_device_and_entities(
    hass: HomeAssistant, options: Options
) -> None:
    assert _device_names(hass, options.entry) == {"mycompany", "Reception", "Sales", "Workshop"}
    await options.choose("100", "102")
    assert _device_names(hass, options.entry) == {"mycompany", "Reception", "Workshop"}
    registry = er.async_get(hass)
    assert registry.async_get("sensor.reception_status")
    assert registry.async_get("sensor.sales_status") is None
    assert hass.states.get("sensor.sales_status") is None


async def test_a_handset_left_out_comes_back_when_chosen_again(
    hass: HomeAssistant, options: Options
) -> None:
    await options.choose("100", track_new=False)
    assert hass.states.get("sensor.sales_status") is None
    await options.choose("100", "101", track_new=False)
    assert options.saved["ignored"] == ["102"]
    assert state_of(hass, "sensor.sales_status") == "idle"


async def test_an_unchanged_choice_does_not_reload(options: Options) -> None:
    coordinator = options.entry.runtime_data.coordinator
    await options.choose("100", "101", "102")
    assert options.entry.runtime_data.coordinator is coordinator


async def test_a_handset_left_out_does_not_count_as_new(
    hass: HomeAssistant, account: Account, options: Options, advance: Advance
) -> None:
    await options.choose("100", "102")
    # Not while it is gone either, nor one that was left out while it was gone.
    gone = {extension: account.handsets.pop(extension) for extension in ("101", "102")}
    await options.choose("100")
    account.handsets |= gone
    account.add_handset("103", name="Kitchen")
    await advance(6 * 60)
    kept = {"handsets": ["100", "103"], "ignored": ["101", "102"], "track_new": True}
    assert options.saved == kept | {"arrived": ["103"]}
    assert hass.states.get("sensor.kitchen_status")
    assert hass.states.get("sensor.sales_status") is None


async def test_a_chosen_handset_that_is_gone_for_now_is_still_offered(
    hass: HomeAssistant, account: Account, options: Options, advance: Advance
) -> None:
    sales = account.handsets.pop("101")
    await advance(6 * 60)
    await advance(31)
    assert hass.states.get("sensor.sales_status") is None
    form = await options.open()
    assert [option["value"] for option in _offered(form)] == ["100", "101", "102"]
    assert _offered(form)[1] == {"value": "101", "label": "101"}
    assert "101" in form.shown["handsets"]
    await form.enter(handsets=["100", "101"], track_new=False)
    account.handsets["101"] = sales
    await advance(6 * 60)
    assert hass.states.get("sensor.sales_status")


async def test_no_handset_at_all_is_refused(options: Options) -> None:
    form = await options.choose(track_new=False)
    assert form.errors == {"handsets": "no_handsets"}
    assert form.shown == {"handsets": [], "track_new": False}
    assert (await form.enter(handsets=["100"], track_new=False)).end == "create_entry"


@pytest.mark.usefixtures("no_list")
async def test_without_a_list_only_newly_typed_numbers_are_checked(
    hass: HomeAssistant, account: Account, server: Server, options: Options
) -> None:
    form = await options.open()
    assert (form.step, form.shown) == ("extensions", {"handsets": "100, 101, 102"})
    assert isinstance(form.fields["handsets"], TextSelector)
    del account.handsets["101"]
    server.clear_requests()
    form = await form.enter(handsets="100,101 998, 999")
    assert form.errors == {"handsets": "handset_not_found"}
    assert form.placeholders == {"handsets": "998, 999"}
    assert form.shown == {"handsets": "100,101 998, 999"}
    assert [r.path for r in server.requests] == ["/api/handset/998", "/api/handset/999"]
    account.add_handset("998", name="Kitchen")
    assert (await form.enter(handsets="100,101 998")).end == "create_entry"
    assert options.saved["handsets"] == ["100", "101", "998"]
    assert hass.states.get("sensor.kitchen_status")


@pytest.mark.usefixtures("no_list")
async def test_a_followed_handset_typed_in_another_format_is_the_same_handset(
    options: Options,
) -> None:
    await (await options.open()).enter(handsets="0100 102")
    assert options.saved == {"handsets": ["100", "102"], "ignored": ["101"], "track_new": True}


@pytest.mark.parametrize("typed", ["", " ; "])
async def test_without_a_list_no_number_at_all_is_refused(
    account: Account, options: Options, typed: str
) -> None:
    await options.choose("100", "101", track_new=False)
    account.endpoints.handset_list = False
    form = await options.open()
    assert form.shown == {"handsets": "100, 101"}
    form = await form.enter(handsets=typed)
    assert (form.errors, form.shown) == ({"handsets": "no_handsets"}, {"handsets": typed})
    assert options.saved["handsets"] == ["100", "101"]


async def test_without_a_list_and_without_a_choice_nothing_is_suggested(
    account: Account, options: Options
) -> None:
    await options.choose()
    account.endpoints.handset_list = False
    form = await options.open()
    assert form.shown == {"handsets": ""}
    await form.enter(handsets="")
    kept = {"handsets": [], "ignored": ["100", "101", "102"], "track_new": True}
    assert options.saved == kept


async def test_a_list_that_fails_for_now_changes_nothing_the_form_did_not_show(
    server: Server, options: Options
) -> None:
    await options.choose("100", "101")
    # Some accounts have no list and say so with a 500.
    rule = server.add_fault(faults.StatusCode(500), path="/api/handset")
    await (await options.open()).enter(handsets="100")
    assert rule.seen
    assert options.saved == {"handsets": ["100"], "ignored": ["101", "102"], "track_new": True}


every_failure = pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.ResetBefore(), "cannot_connect"),
        (faults.Html(), "cannot_connect"),
        (faults.StatusCode(401), "invalid_auth"),
        (faults.StatusCode(406), "tls_error"),
    ],
    ids=["reset", "web page", "401", "406"],
)


@every_failure
@pytest.mark.usefixtures("no_list")
async def test_after_a_failure_while_checking_the_form_can_be_sent_again(
    hass: HomeAssistant,
    account: Account,
    server: Server,
    options: Options,
    fault: faults.Fault,
    error: str,
) -> None:
    account.add_handset("103", name="Kitchen")
    form = await options.open()
    server.add_fault(fault)
    form = await form.enter(handsets="100, 103")
    assert (form.errors, form.shown) == ({"base": error}, {"handsets": "100, 103"})
    assert "GET handset/103" in form.placeholders["error"]
    server.clear_faults()
    assert (await form.enter(handsets="100, 103")).end == "create_entry"
    assert hass.states.get("sensor.kitchen_status")


@every_failure
async def test_without_jingl_there_is_no_form(
    hass: HomeAssistant, server: Server, options: Options, fault: faults.Fault, error: str
) -> None:
    before = options.saved
    server.add_fault(fault)
    await options.open()  # the first one creates what Home Assistant's sessions share
    sessions = hass.bus.async_listeners()[EVENT_HOMEASSISTANT_CLOSE]
    aborted = await options.open()
    assert aborted.end == error
    assert "GET handset" in aborted.placeholders["error"]
    assert options.saved == before
    assert not hass.config_entries.options.async_progress()
    assert hass.bus.async_listeners()[EVENT_HOMEASSISTANT_CLOSE] == sessions


async def test_an_account_that_is_not_loaded_can_be_changed(
    hass: HomeAssistant, options: Options
) -> None:
    assert await hass.config_entries.async_unload(options.entry.entry_id)
    await options.choose("100", track_new=False)
    assert options.saved == {"handsets": ["100"], "ignored": ["101", "102"], "track_new": False}


# --- Dialling


async def test_before_anything_is_saved_the_form_shows_the_defaults(options: Options) -> None:
    form = await options.open("dialling")
    assert form.step == "dialling"
    assert form.shown == {
        "actions": [kind for kind in NumberKind if kind not in {"premium", "emergency"}],
        "voice": ["handset", "contact"],
        "allowed": [],
        "denied": [],
        "supervise_others": False,
        "calls": 10,
        "minutes": 5,
        "calls_per_day": 200,
    }
    assert (await form.enter(form.shown)).end == "create_entry"
    assert DialPolicy.of(options.saved) == DialPolicy(
        actions=list(ORDINARY_KINDS), voice=list(VOICE_KINDS), allowed=[], denied=[]
    )


async def test_every_kind_of_number_can_be_chosen(options: Options) -> None:
    fields = (await options.open("dialling")).fields
    for origin in ("actions", "voice"):
        assert fields[origin].config["options"] == list(NumberKind)


async def test_saved_options_apply_at_once_and_are_shown_again(
    hass: HomeAssistant, options: Options
) -> None:
    coordinator = options.entry.runtime_data.coordinator
    assert await options.save("dialling", _POLICY) == _POLICY
    assert options.entry.state is ConfigEntryState.LOADED
    assert options.entry.runtime_data.coordinator is not coordinator, "it was not reloaded"
    assert DialPolicy.of(options.saved) == DialPolicy(**_POLICY)
    assert await _refusal(hass, "0391234567") == "dial_national_refused"
    assert (await options.open("dialling")).shown == _POLICY


async def test_everything_can_be_forbidden(hass: HomeAssistant, options: Options) -> None:
    nothing: dict[str, Any] = {"actions": [], "voice": [], "allowed": [], "denied": []}
    assert await options.save("dialling", _POLICY, **nothing) == _POLICY | nothing
    assert await _refusal(hass, "101") == "dial_handset_refused"


async def test_a_forms_floats_become_integers(options: Options) -> None:
    kept = await options.save("dialling", _POLICY, calls=20.0, minutes=7.0, calls_per_day=90.0)
    numbers = kept["calls"], kept["minutes"], kept["calls_per_day"]
    assert numbers == (20, 7, 90)
    assert {type(number) for number in numbers} == {int}


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
        # Prefixes.
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
async def test_a_listed_number_is_stored_as_dialled(
    options: Options, key: str, entered: str, kept: str
) -> None:
    policy = await options.save("dialling", _POLICY, **{key: ["", entered, "  "]})
    assert policy[key] == [kept]


async def test_a_listed_number_is_written_as_in_the_country_of_home_assistant(
    hass: HomeAssistant, options: Options
) -> None:
    hass.config.country = "GB"
    denied = ["020 7946 0958", "+61 2 7946 0958", "04*"]
    kept = await options.save("dialling", _POLICY, denied=denied)
    assert kept["denied"] == ["+442079460958", "+61279460958", "04*"]
    shown = (await options.open("dialling")).shown
    assert await options.save("dialling", shown) == kept, "it means something else when sent again"


async def test_an_invalid_number_is_named_and_can_be_corrected(options: Options) -> None:
    entered = _POLICY | {
        "allowed": ["mum", "1900*", "0409123456,,1", "2*"],
        "denied": ["04*", "*", "+44", "0011", "04*12", "+61 (0)4*", "000#", "the plumber"],
    }
    named = "*, +44, 0011, 04*12, +61 (0)4*, the plumber"
    form = await (await options.open("dialling")).enter(entered)
    assert (form.step, form.shown) == ("dialling", entered)
    assert form.errors == {"allowed": "invalid_numbers", "denied": "invalid_numbers"}
    assert form.placeholders == {"numbers": f"mum, 0409123456,,1, 2*, {named}"}
    form = await form.enter(entered, allowed=[])
    assert form.errors == {"denied": "invalid_numbers"}
    assert form.placeholders == {"numbers": named}
    assert "dialling" not in options.saved
    assert (await form.enter(_POLICY)).end == "create_entry"
    assert options.saved["dialling"] == _POLICY


@pytest.mark.parametrize(
    ("step", "wrong"),
    [
        ("dialling", {"calls": 0}),
        ("dialling", {"calls": 1001}),
        ("dialling", {"minutes": 0}),
        ("dialling", {"minutes": 1441}),
        ("dialling", {"calls_per_day": 0}),
        ("dialling", {"calls_per_day": 10_001}),
        ("dialling", {"calls": "many"}),
        ("dialling", {"actions": ["satellite"]}),
        ("dialling", {"voice": ["satellite"]}),
        ("dialling", {"denied": "0409123456"}),
        ("voice", {"user_handsets": [{"user": "nobody", "handset": "101"}]}),
        ("voice", {"area_handsets": [{"area": "lobby"}]}),
        ("voice", {"area_handsets": [{"handset": "101"}]}),
        ("voice", {"area_handsets": [{"area": "lobby", "handset": "999"}]}),
        ("voice", {"area_handsets": [{"area": "lobby", "handset": "101", "floor": "ground"}]}),
    ],
    ids=str,
)
async def test_a_choice_that_the_form_does_not_offer_is_refused(
    options: Options, step: str, wrong: dict[str, Any]
) -> None:
    form = await options.open(step)
    with pytest.raises(InvalidData) as refusal:
        await form.enter(_FORMS[step], **wrong)
    assert list(refusal.value.schema_errors) == list(wrong)
    assert step not in options.saved


class TestEmergency:
    """Emergency numbers, which may be dialled only after a warning."""

    @pytest.fixture(params=["actions", "voice"])
    def chosen(self, request: pytest.FixtureRequest) -> dict[str, Any]:
        """Return a policy that permits them for one of the two origins."""
        return _POLICY | {request.param: ["handset", "emergency"]}

    @pytest.fixture
    async def warning(self, options: Options, chosen: dict[str, Any]) -> Form:
        """Return the warning that choosing the policy shows."""
        form = await (await options.open("dialling")).enter(chosen)
        assert (form.step, form.errors) == ("emergency", {})
        assert "dialling" not in options.saved
        return form

    async def test_nothing_is_saved_before_the_warning_is_confirmed(
        self, options: Options, warning: Form, chosen: dict[str, Any]
    ) -> None:
        coordinator = options.entry.runtime_data.coordinator
        assert warning.fields["understood"].selector_type == "boolean"
        unread: dict[str, bool]
        for unread in ({"understood": False}, {}):
            warning = await warning.enter(unread)
            assert warning.step == "emergency"
            assert warning.errors == {"understood": "not_understood"}
        assert "dialling" not in options.saved
        assert options.entry.runtime_data.coordinator is coordinator
        assert (await warning.enter(understood=True)).end == "create_entry"
        assert options.saved["dialling"] == chosen
        assert options.saved["handsets"] == ["100", "101", "102"]
        assert options.entry.runtime_data.coordinator is not coordinator, "it was not reloaded"
        assert DialPolicy.of(options.saved) == DialPolicy(**chosen)

    async def test_there_is_no_second_warning_unless_more_is_permitted(
        self, options: Options, warning: Form, chosen: dict[str, Any]
    ) -> None:
        await warning.enter(understood=True)
        kept = await options.save("dialling", chosen, calls=4)
        assert kept == chosen | {"calls": 4}
        both = chosen | {"actions": ["emergency"], "voice": ["emergency"]}
        assert (await (await options.open("dialling")).enter(both)).step == "emergency"
        assert options.saved["dialling"] == kept

    async def test_switching_it_off_needs_no_warning_but_on_again_does(
        self, options: Options, warning: Form, chosen: dict[str, Any]
    ) -> None:
        await warning.enter(understood=True)
        await options.save("dialling", _POLICY)
        assert (await (await options.open("dialling")).enter(chosen)).step == "emergency"
        assert options.saved["dialling"] == _POLICY

    async def test_errors_are_shown_before_the_warning(
        self, options: Options, chosen: dict[str, Any]
    ) -> None:
        form = await (await options.open("dialling")).enter(chosen, denied=["mum"])
        assert (form.step, form.errors) == ("dialling", {"denied": "invalid_numbers"})
        assert (await form.enter(chosen)).step == "emergency"

    async def test_a_list_of_numbers_is_no_way_around_it(
        self, hass: HomeAssistant, options: Options
    ) -> None:
        await options.save("dialling", _POLICY, allowed=["000", "112"])
        assert await _refusal(hass, "000") == "dial_emergency_refused"


# --- Voice


def _handsets(form: Form) -> list[dict[str, str]]:
    """Return the handsets offered for each area."""
    row = form.fields["area_handsets"].config["fields"]
    handsets: list[dict[str, str]] = row["handset"]["selector"].config["options"]
    return handsets


async def test_before_voice_was_set_up_sentences_are_understood(options: Options) -> None:
    by_default = {"sentences": True, "user_handsets": [], "area_handsets": []}
    form = await options.open("voice")
    assert (form.step, form.shown) == ("voice", by_default)
    assert await options.save("voice", {}) == by_default


async def test_voice_options_are_stored_and_shown_again(options: Options) -> None:
    coordinator = options.entry.runtime_data.coordinator
    assert await options.save("voice", _VOICE) == _VOICE
    assert options.entry.runtime_data.coordinator is not coordinator, "it was not reloaded"
    assert (await options.open("voice")).shown == _VOICE


async def test_handsets_are_offered_in_order_under_the_users_own_names(
    hass: HomeAssistant,
    account: Account,
    entry: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
) -> None:
    account.add_handset("9", name="Kitchen")
    # One unknown to Jingl for now.
    hass.config_entries.async_update_entry(
        entry, options={**entry.options, "handsets": ["100", "101", "102", "103", "9"]}
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    device = device_registry.async_get_device_by_identifier(
        (DOMAIN, "mycompany_101"), entry.entry_id
    )
    assert device
    device_registry.async_update_device(device.id, name_by_user="Front desk")
    assert _handsets(await Options(hass, entry).open("voice")) == [
        {"value": "9", "label": "Kitchen (9)"},
        {"value": "100", "label": "Reception (100)"},
        {"value": "101", "label": "Front desk (101)"},
        {"value": "102", "label": "Workshop (102)"},
        {"value": "103", "label": "103"},
    ]


async def test_a_user_has_a_handset_and_a_removed_user_is_shown_by_id(
    hass: HomeAssistant, options: Options
) -> None:
    anna = MockUser(id="1", name="Anna").add_to_hass(hass)
    nameless = MockUser(id="2", name=None).add_to_hass(hass)
    supervisor = MockUser(id="3", name="Supervisor", system_generated=True).add_to_hass(hass)
    rows = [{"user": each.id, "handset": "100"} for each in (anna, nameless)]
    assert await options.save("voice", _VOICE, user_handsets=rows)
    await hass.auth.async_remove_user(anna)
    form = await options.open("voice")
    row = form.fields["user_handsets"].config["fields"]
    offered = {each["value"]: each["label"] for each in row["user"]["selector"].config["options"]}
    assert {offered.pop("1"), offered.pop("2")} == {"1", "2"}
    assert supervisor.id not in offered
    assert form.shown == _VOICE | {"user_handsets": rows}
    assert await options.save("voice", form.shown) == form.shown


async def test_an_area_is_not_shown_once_its_handset_is_left_out(
    options: Options,
) -> None:
    rows = [*_VOICE["area_handsets"], {"area": "office", "handset": "102"}]
    await options.save("voice", _VOICE, area_handsets=rows)
    await options.choose("100", "102", track_new=False)
    shown = (await options.open("voice")).shown
    assert shown == _VOICE | {"area_handsets": rows[1:]}
    assert await options.save("voice", shown) == shown


async def test_an_account_that_is_not_loaded_offers_the_handsets_chosen(
    hass: HomeAssistant, options: Options
) -> None:
    assert await hass.config_entries.async_unload(options.entry.entry_id)
    hass.config_entries.async_update_entry(
        options.entry, options={**options.saved, "handsets": ["100"], "ignored": ["101", "102"]}
    )
    # Handsets left out still have their devices.
    assert "Sales" in _device_names(hass, options.entry)
    offered = _handsets(await options.open("voice"))
    assert offered == [{"value": "100", "label": "Reception (100)"}]


async def test_an_account_that_was_never_loaded_has_all_forms(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    options = Options(hass, entry)
    offered = _handsets(await options.open("voice"))
    assert [option["label"] for option in offered] == ["100", "101", "102"]
    assert await options.save("voice", _VOICE) == _VOICE
    assert await options.save("dialling", _POLICY) == _POLICY


# --- All of them


_CHOICE: dict[str, Any] = {"handsets": ["100", "101"], "track_new": True}
_OPTIONS: dict[str, Any] = {**_CHOICE, "ignored": ["102"], "dialling": _POLICY, "voice": _VOICE}
_FORMS = {"handsets": _CHOICE, "dialling": _POLICY, "voice": _VOICE}


@pytest.mark.parametrize("order", list(permutations(_FORMS)), ids="-".join)
async def test_each_form_and_a_new_handset_keep_what_other_forms_saved(
    account: Account, options: Options, advance: Advance, order: tuple[str, ...]
) -> None:
    for step in order:
        await options.save(step, _FORMS[step])
    assert options.saved == _OPTIONS
    account.add_handset("103", name="Kitchen")
    await advance(6 * 60)
    arrived = {"handsets": ["100", "101", "103"], "arrived": ["103"]}
    assert options.saved == _OPTIONS | arrived


@pytest.mark.parametrize("step", _FORMS)
async def test_a_handset_added_while_a_form_is_open_is_not_left_out(
    hass: HomeAssistant, account: Account, options: Options, advance: Advance, step: str
) -> None:
    form = await options.open(step)
    account.add_handset("103", name="Kitchen")
    await advance(6 * 60)
    assert "103" in options.saved["handsets"]
    await form.enter(_FORMS[step])
    assert "103" in options.saved["handsets"]
    assert options.saved["ignored"] == (["102"] if step == "handsets" else [])
    assert options.saved[step] == _FORMS[step] or step == "handsets"
    assert hass.states.get("sensor.kitchen_status")
    assert hass.states.get("sensor.sales_status")


async def test_the_frontend_can_read_and_send_every_form(
    hass: HomeAssistant, options: Options, hass_client: ClientSessionGenerator
) -> None:
    assert await async_setup_component(hass, "config", {})
    post = partial(send, await hass_client())
    url = "/api/config/config_entries/options/flow"
    forms = {**_FORMS, "dialling": _POLICY | {"actions": ["emergency"], "calls": 3.0}}
    for step, user_input in forms.items():
        menu = await post(url, handler=options.entry.entry_id)
        path = f"{url}/{menu['flow_id']}"
        form = await post(path, next_step_id=step)
        assert {field["name"] for field in form["data_schema"]} == set(user_input)
        result = await post(path, **user_input)
        if step == "dialling":
            assert result["step_id"] == "emergency"
            result = await post(path, understood=True)
        assert result["type"] == "create_entry"
        await hass.async_block_till_done(wait_background_tasks=True)
    assert options.saved == _OPTIONS | {"dialling": _POLICY | {"actions": ["emergency"]}}


# --- The call log


async def test_by_default_a_month_of_calls_is_kept(options: Options) -> None:
    form = await options.open("call_log")
    assert (form.step, form.shown) == ("call_log", {"days": 30, "calls": 10_000})


async def test_what_is_kept_of_the_call_log_applies_at_once_and_is_shown_again(
    options: Options,
) -> None:
    coordinator = options.entry.runtime_data.coordinator
    kept = await options.save("call_log", {"days": 7.0, "calls": 500.0})
    assert kept == {"days": 7, "calls": 500}
    assert {type(number) for number in kept.values()} == {int}
    assert options.entry.runtime_data.coordinator is not coordinator, "it was not reloaded"
    keep = options.entry.runtime_data.calls.keep
    assert (keep.days, keep.calls) == (7, 500)
    assert (await options.open("call_log")).shown == {"days": 7, "calls": 500}


async def test_of_the_call_log_nothing_may_be_kept(options: Options) -> None:
    assert await options.save("call_log", {"days": 0, "calls": 100}) == {"days": 0, "calls": 100}
    assert options.entry.runtime_data.calls.keep.days == 0


@pytest.mark.parametrize("wrong", [{"days": -1}, {"days": 366}, {"calls": 99}, {"calls": 10_001}])
async def test_the_call_log_has_its_limits(options: Options, wrong: dict[str, int]) -> None:
    form = await options.open("call_log")
    with pytest.raises(InvalidData):
        await form.enter({"days": 30, "calls": 1000, **wrong})
    assert "call_log" not in options.saved


# --- Recordings


async def test_by_default_only_administrators_may_listen(options: Options) -> None:
    form = await options.open("recordings")
    await form.enter({})
    assert options.saved["recordings"] == {"users": False, "automations": False}


async def test_who_may_listen_applies_at_once_and_is_shown_again(options: Options) -> None:
    coordinator = options.entry.runtime_data.coordinator
    chosen = {"users": True, "automations": False}
    assert await options.save("recordings", chosen) == chosen
    assert options.entry.runtime_data.coordinator is not coordinator, "it was not reloaded"
    assert (await options.open("recordings")).shown == chosen
