"""Setting up, re-authenticating and reconfiguring an account, against the simulated cloud."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from functools import partial
from http import HTTPStatus
import json
import logging
from pathlib import Path
import ssl
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlowContext,
)
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import UnknownFlow, section
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.selector import TextSelector
from homeassistant.setup import async_setup_component

from custom_components.jingl import config_flow
from custom_components.jingl.account import login as account_module
from custom_components.jingl.const import DOMAIN
from simulator import faults
from simulator.server import Server
from simulator.state import Account, Cloud
from simulator.tls import Authority

from .conftest import LOGIN, Advance, state_of
from .forms import Form, send

# Of an authority that nobody trusts.
_STRANGER_TLS = Authority.create().server_context()

# Half a character, as no keyboard makes it: it cannot be sent.
_UNHEARD_OF = "\ud83d"

_ONE = {"handsets": ["100"], "track_new": False}
_ALL = {"handsets": ["100", "101", "102"], "track_new": True}

type LogIn = Callable[..., Awaitable[Form]]


@pytest.fixture
async def elsewhere(
    cloud: Cloud, account: Account, server_tls: ssl.SSLContext
) -> AsyncGenerator[Server]:
    """Serve another cloud, where there is an account of the same domain with the same handsets."""
    other = Cloud(cloud.clock)
    theirs = other.add_account()
    for extension, handset in account.handsets.items():
        theirs.add_handset(extension, name=handset.name)
    async with Server(other, tls=server_tls) as server:
        yield server


@pytest.fixture
async def stranger(cloud: Cloud, account: Account) -> AsyncGenerator[Server]:
    """Serve the cloud with a certificate that Home Assistant does not trust."""
    assert account.handsets
    # While debugging, asyncio reports each handshake that a client broke off: here they shall.
    asyncio.get_running_loop().set_debug(False)
    async with Server(cloud, tls=_STRANGER_TLS) as server:
        yield server


def _login(at: Server | str, *, verify_ssl: bool = True, **fields: Any) -> dict[str, Any]:
    """Return what a user enters into the first form."""
    host = at if isinstance(at, str) else at.address
    return {
        "domain": "mycompany",
        "username": "john",
        "password": "mypassword",
        **fields,
        "advanced": {"host": host, "verify_ssl": verify_ssl},
    }


def _without_password(login: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in login.items() if key != "password"}


@pytest.fixture
def log_in(hass: HomeAssistant, server: Server) -> LogIn:
    """Return a function that fills in the first form, right but for what it is told."""

    async def log_in(at: Server | str = server, **fields: Any) -> Form:
        return await (await _start(hass)).enter(_login(at, **fields))

    return log_in


async def _start(hass: HomeAssistant) -> Form:
    flows = hass.config_entries.flow
    return Form(flows, await flows.async_init(DOMAIN, context={"source": SOURCE_USER}))


async def _reauth(hass: HomeAssistant, entry: MockConfigEntry) -> Form:
    return Form(hass.config_entries.flow, await entry.start_reauth_flow(hass))


async def _reconfigure(hass: HomeAssistant, entry: ConfigEntry) -> Form:
    flows = hass.config_entries.flow
    context: ConfigFlowContext = {"source": SOURCE_RECONFIGURE, "entry_id": entry.entry_id}
    return Form(flows, await flows.async_init(DOMAIN, context=context))


@pytest.fixture
def no_list(account: Account) -> None:
    """Let the account have no list of handsets."""
    account.endpoints.handset_list = False


def _devices(hass: HomeAssistant, entry: ConfigEntry) -> dict[str, str]:
    """Return the ids of an account's devices by what identifies them."""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return {name: device.id for device in devices for _, name in device.identifiers}


def _is_folded(form: Form) -> bool:
    """Return whether the rare settings are out of sight."""
    folded: bool = form.fields["advanced"].options["collapsed"]
    return folded


def _paths(server: Server) -> list[str]:
    return [request.path for request in server.requests]


# --- Step user


async def test_an_account_is_added(hass: HomeAssistant, server: Server, log_in: LogIn) -> None:
    form = await log_in()
    assert form.step == "handsets"
    assert _paths(server) == ["/api/handset"], "with a list no handset is tried"
    assert not hass.config_entries.async_entries(DOMAIN)
    added = await form.enter(_ALL)
    assert (added.end, added.flow["title"]) == ("create_entry", "mycompany")
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    whose = f"mycompany@{server.address}"
    assert (entry.unique_id, entry.state) == (whose, ConfigEntryState.LOADED)
    assert entry.data == {**LOGIN, "host": server.address, "account_id": whose}
    assert entry.options == {**_ALL, "ignored": []}
    assert hass.states.get("sensor.reception_status")


async def test_the_last_step_says_what_is_next_with_links_that_lead_somewhere(
    log_in: LogIn,
) -> None:
    added = await (await log_in()).enter(_ONE)
    root = Path(__file__).parents[1]
    for link in added.placeholders.values():
        path = link.removeprefix("https://github.com/hass-jingl/hass-jingl/blob/main/")
        assert path.startswith("/config/") or (root / path).is_file()


async def test_the_rare_settings_are_in_a_collapsed_section_with_defaults(
    hass: HomeAssistant,
) -> None:
    form = await _start(hass)
    assert (form.step, form.errors) == ("user", {})
    advanced = form.fields["advanced"]
    assert isinstance(advanced, section)
    assert advanced.options == {"collapsed": True}
    assert advanced.schema({}) == {"host": "www.jingl.com.au", "verify_ssl": True}


@pytest.mark.parametrize(
    ("field", "pasted", "kept"),
    [
        ("domain", "mycompany", "mycompany"),
        ("domain", "MyCompany", "mycompany"),
        ("domain", "mycompany.jingl.com.au", "mycompany"),
        ("domain", "MyCompany.jingl.com.au", "mycompany"),
        ("domain", "https://mycompany.jingl.com.au/", "mycompany"),
        ("domain", " https://MYCOMPANY.jingl.com.au/portal/login?next=1 ", "mycompany"),
        ("domain", "john@mycompany", "mycompany"),
        ("username", "john", "john"),
        ("username", " john ", "john"),
        ("username", "john@mycompany", "john"),
        ("username", "john@MyCompany.jingl.com.au", "john"),
        ("at", " https://{}/api/ ", "{}"),
    ],
)
async def test_what_is_pasted_is_understood(
    server: Server, log_in: LogIn, field: str, pasted: str, kept: str
) -> None:
    added = await (await log_in(**{field: pasted.format(server.address)})).enter(_ONE)
    entry = added.flow["result"]
    assert entry.data["host" if field == "at" else field] == kept.format(server.address)
    assert entry.unique_id == f"mycompany@{server.address}"
    assert server.requests[0].authorized


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"domain": "my company"}, {"domain": "invalid_domain"}),
        ({"domain": "https://www.jingl.com.au/"}, {"domain": "invalid_domain"}),
        ({"username": "john:mypassword"}, {"username": "invalid_username"}),
        ({"at": "https://"}, {"base": "invalid_host"}),
        ({"at": "127.0.0.1:99999"}, {"base": "invalid_host"}),
    ],
)
async def test_what_cannot_be_a_login_is_refused_without_asking_jingl(
    server: Server, log_in: LogIn, fields: dict[str, Any], errors: dict[str, str]
) -> None:
    typed: dict[str, Any] = {"at": server, **fields}
    form = await log_in(**typed)
    assert (form.step, form.errors, form.shown) == ("user", errors, _login(**typed))
    assert server.requests == []
    assert (await form.enter(_login(server))).step == "handsets"


async def test_a_server_that_is_no_name_is_answered_with_an_example(log_in: LogIn) -> None:
    form = await log_in(at="https://")
    assert form.errors == {"base": "invalid_host"}
    assert form.placeholders["example"] == "www.jingl.com.au"


type CanBeCorrected = Callable[[Form, str, dict[str, Any]], Awaitable[None]]


@pytest.fixture
def can_be_corrected(hass: HomeAssistant, server: Server) -> CanBeCorrected:
    """Return a function that checks an error of the first form and that it is no dead end."""

    async def can_be_corrected(form: Form, error: str, typed: dict[str, Any]) -> None:
        assert (form.step, form.errors, form.shown) == ("user", {"base": error}, typed)
        assert error == "unknown" or "GET handset" in form.placeholders["error"]
        assert not hass.config_entries.async_entries(DOMAIN)
        form = await form.enter(_login(server))
        assert (form.step, form.errors) == ("handsets", {})
        assert (await form.enter(_ONE)).end == "create_entry"
        assert not hass.config_entries.flow.async_progress()

    return can_be_corrected


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"password": "wrong"}, "invalid_auth"),
        ({"username": "jane"}, "invalid_auth"),
        ({"domain": "yourcompany"}, "invalid_auth"),
        ({"username": "john@yourcompany"}, "invalid_auth"),
        # Where nobody is.
        ({"at": "127.0.0.1:1"}, "cannot_connect"),
    ],
)
async def test_a_refused_login_can_be_corrected(
    server: Server,
    log_in: LogIn,
    can_be_corrected: CanBeCorrected,
    fields: dict[str, Any],
    error: str,
) -> None:
    typed: dict[str, Any] = {"at": server, **fields}
    await can_be_corrected(await log_in(**typed), error, _login(**typed))


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.Html(), "cannot_connect"),
        (faults.StatusCode(429), "cannot_connect"),
        (faults.StatusCode(502), "cannot_connect"),
        (faults.StatusCode(503, {"Retry-After": "10"}), "cannot_connect"),
        (faults.Redirect("https://example.com/"), "cannot_connect"),
        (faults.Body(b"[{}]"), "cannot_connect"),
        (faults.Body(b"nonsense"), "cannot_connect"),
        (faults.Truncate(10), "cannot_connect"),
        (faults.ResetBefore(), "cannot_connect"),
        (faults.StatusCode(406, body=b"SSL must be used"), "tls_error"),
    ],
    ids=repr,
)
async def test_an_answer_that_is_no_list_of_handsets_can_be_tried_again(
    server: Server, log_in: LogIn, can_be_corrected: CanBeCorrected, fault: faults.Fault, error: str
) -> None:
    server.add_fault(fault)
    form = await log_in()
    server.clear_faults()
    await can_be_corrected(form, error, _login(server))


async def test_a_server_without_tls_is_a_tls_error(
    cloud: Cloud, log_in: LogIn, can_be_corrected: CanBeCorrected
) -> None:
    async with Server(cloud) as plain:
        form = await log_in(plain)
        assert plain.requests == []
    await can_be_corrected(form, "tls_error", _login(plain))


async def test_an_untrusted_certificate_is_a_tls_error_unless_the_user_accepts_it(
    stranger: Server, log_in: LogIn
) -> None:
    form = await log_in(stranger)
    assert (form.errors, form.shown) == ({"base": "tls_error"}, _login(stranger))
    assert stranger.requests == []
    added = await (await form.enter(_login(stranger, verify_ssl=False))).enter(_ONE)
    entry = added.flow["result"]
    assert (entry.data["verify_ssl"], entry.state) == (False, ConfigEntryState.LOADED)


async def test_what_nobody_thought_of_is_logged_and_can_be_tried_again(
    server: Server,
    log_in: LogIn,
    can_be_corrected: CanBeCorrected,
    caplog: pytest.LogCaptureFixture,
) -> None:
    form = await log_in(password=_UNHEARD_OF)
    assert "Unexpected error while logging in to Jingl" in caplog.text
    caplog.clear()
    await can_be_corrected(form, "unknown", _login(server, password=_UNHEARD_OF))


async def test_failed_logins_leave_nothing_behind(
    hass: HomeAssistant, server: Server, stranger: Server, log_in: LogIn
) -> None:
    # Home Assistant keeps what is shared by all sessions of a kind; the first of each makes it.
    form = await log_in(stranger)
    form = await form.enter(_login(server, verify_ssl=False, password="wrong"))
    # Each session left behind is one of these.
    before = hass.bus.async_listeners()[EVENT_HOMEASSISTANT_CLOSE]
    for typed in (
        _login(stranger),
        _login(server, password="wrong"),
        _login("127.0.0.1:1"),
        _login(server, password=_UNHEARD_OF),
    ):
        form = await form.enter(typed)
        assert form.errors
    form = await form.enter(_login(server))
    hass.config_entries.flow.async_abort(form.flow["flow_id"])
    assert hass.bus.async_listeners()[EVENT_HOMEASSISTANT_CLOSE] == before
    assert not hass.config_entries.async_entries(DOMAIN)
    assert not hass.config_entries.flow.async_progress()


@pytest.mark.parametrize("domain", ["mycompany", "https://MyCompany.jingl.com.au/"])
async def test_the_same_account_twice_is_refused(
    hass: HomeAssistant, loaded: MockConfigEntry, log_in: LogIn, domain: str
) -> None:
    assert (await log_in(domain=domain)).end == "already_configured"
    assert hass.config_entries.async_entries(DOMAIN) == [loaded]


@pytest.mark.usefixtures("loaded")
async def test_two_accounts_of_the_same_server_can_be_added(
    hass: HomeAssistant, cloud: Cloud, server: Server, log_in: LogIn
) -> None:
    cloud.add_account("other", {"jane": "secret"}).add_handset("100", name="Front desk")
    form = await log_in(domain="other", username="jane", password="secret")
    assert (await form.enter(_ONE)).flow["result"].unique_id == f"other@{server.address}"
    assert hass.states.get("sensor.front_desk_status")
    assert hass.states.get("sensor.reception_status")


async def test_an_account_of_the_same_domain_at_another_server_can_be_added(
    hass: HomeAssistant, loaded: MockConfigEntry, elsewhere: Server, log_in: LogIn
) -> None:
    before = set(er.async_get(hass).entities)
    added = (await (await log_in(elsewhere)).enter(_ALL)).flow["result"]
    whose = f"mycompany@{elsewhere.address}"
    assert (added.unique_id, added.data["account_id"], added.title) == (whose, whose, whose)
    assert {loaded.state, added.state} == {ConfigEntryState.LOADED}
    assert {*_devices(hass, loaded)} == {f"mycompany{e}" for e in ("", "_100", "_101", "_102")}
    assert {*_devices(hass, added)} == {f"{whose}{e}" for e in ("", "_100", "_101", "_102")}
    assert len(er.async_get(hass).entities) == 2 * len(before)


async def test_at_jingl_s_own_server_an_account_is_its_domain_alone(
    server: Server, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_module, "DEFAULT_HOST", server.address)
    added = (await (await log_in()).enter(_ONE)).flow["result"]
    assert (added.unique_id, added.data["account_id"], added.title) == ("mycompany",) * 3


async def test_a_flow_left_behind_is_not_in_the_way_of_another_one(
    hass: HomeAssistant, log_in: LogIn
) -> None:
    left, form = await log_in(), await log_in()
    added = await form.enter(_ONE)
    # Home Assistant ends the other one, since it could not add the account any more.
    assert not hass.config_entries.flow.async_progress()
    with pytest.raises(UnknownFlow):
        await left.enter(_ALL)
    assert hass.config_entries.async_entries(DOMAIN) == [added.flow["result"]]


async def test_a_flow_that_logs_in_after_another_one_was_finished_ends(
    hass: HomeAssistant, server: Server
) -> None:
    first, second = await _start(hass), await _start(hass)
    added = await (await first.enter(_login(server))).enter(_ONE)
    assert (await second.enter(_login(server))).end == "already_configured"
    assert hass.config_entries.async_entries(DOMAIN) == [added.flow["result"]]
    assert not hass.config_entries.flow.async_progress()


@pytest.mark.usefixtures("no_list")
async def test_of_two_flows_finished_at_once_the_first_one_adds_the_account(
    hass: HomeAssistant, log_in: LogIn, caplog: pytest.LogCaptureFixture
) -> None:
    forms = [await log_in() for _ in range(2)]
    ends = await asyncio.gather(*(form.enter(handsets="100") for form in forms))
    assert sorted(end.end for end in ends) == ["already_configured", "create_entry"]
    assert len(hass.config_entries.async_entries(DOMAIN)) == 1
    assert not hass.config_entries.flow.async_progress()
    assert "same unique ID" not in caplog.text


# --- The section of rare settings


@pytest.fixture
def usual(monkeypatch: pytest.MonkeyPatch, server: Server) -> Server:
    """Let the simulated cloud be where everybody's account is."""
    monkeypatch.setattr(config_flow, "DEFAULT_HOST", server.address)
    return server


@pytest.mark.parametrize(
    ("fault", "fields", "errors", "is_folded"),
    [
        (None, {"password": "wrong"}, {"base": "invalid_auth"}, True),
        (None, {"domain": "my company"}, {"domain": "invalid_domain"}, True),
        (None, {"username": "john:"}, {"username": "invalid_username"}, True),
        (None, {"password": _UNHEARD_OF}, {"base": "unknown"}, True),
        (None, {"at": "https://"}, {"base": "invalid_host"}, False),
        (faults.StatusCode(502), {}, {"base": "cannot_connect"}, False),
        (faults.StatusCode(406), {}, {"base": "tls_error"}, False),
    ],
    ids=["auth", "domain", "username", "unknown", "host", "502", "406"],
)
async def test_only_what_may_be_put_right_in_the_section_unfolds_it(
    usual: Server,
    log_in: LogIn,
    fault: faults.Fault | None,
    fields: dict[str, str],
    errors: dict[str, str],
    is_folded: bool,
) -> None:
    if fault:
        usual.add_fault(fault)
    form = await log_in(**fields)
    assert (form.errors, _is_folded(form)) == (errors, is_folded)
    # It folds again once that is not what is wrong.
    usual.clear_faults()
    form = await form.enter(_login(usual, password="wrong"))
    assert (form.errors, _is_folded(form)) == ({"base": "invalid_auth"}, True)


async def test_what_was_changed_in_the_section_stays_in_sight(usual: Server, log_in: LogIn) -> None:
    form = await log_in(password="wrong", verify_ssl=False)
    assert (form.errors, _is_folded(form)) == ({"base": "invalid_auth"}, False)
    async with Server(usual.cloud, tls=usual.tls) as other:
        form = await form.enter(_login(other, password="wrong"))
    assert (form.errors, _is_folded(form)) == ({"base": "invalid_auth"}, False)


@pytest.mark.parametrize(
    ("rare", "is_folded"),
    [({}, True), ({"verify_ssl": False}, False), ({"host": "pbx.example.com"}, False)],
)
async def test_reconfigure_folds_the_section_where_all_is_usual(
    hass: HomeAssistant,
    usual: Server,
    entry: MockConfigEntry,
    rare: dict[str, Any],
    is_folded: bool,
) -> None:
    hass.config_entries.async_update_entry(entry, data={**entry.data, **rare})
    assert _is_folded(await _reconfigure(hass, entry)) is is_folded
    assert usual.requests == []


# --- A login is right only if Jingl says so


type TryPassword = Callable[[str], Awaitable[Form]]

_ACCEPTED = {"handsets", "extensions", "reauth_successful", "reconfigure_successful"}


@pytest.fixture(params=["user", "reauth", "reconfigure"])
def try_password(
    request: pytest.FixtureRequest, hass: HomeAssistant, server: Server, log_in: LogIn
) -> TryPassword:
    """Return a function that enters a password into each of the flows that ask for one."""
    if request.param == "user":
        return lambda password: log_in(password=password)
    entry: MockConfigEntry = request.getfixturevalue("entry")

    async def reauth(password: str) -> Form:
        return await (await _reauth(hass, entry)).enter(username="john", password=password)

    async def reconfigure(password: str) -> Form:
        return await (await _reconfigure(hass, entry)).enter(_login(server, password=password))

    return reauth if request.param == "reauth" else reconfigure


async def _tell_apart(hass: HomeAssistant, try_password: TryPassword) -> None:
    """Check that a wrong password is refused and the right one is not."""
    form = await try_password("wrong")
    assert (form.step not in _ACCEPTED, form.errors) == (True, {"base": "invalid_auth"})
    passwords = [entry.data["password"] for entry in hass.config_entries.async_entries(DOMAIN)]
    assert "wrong" not in passwords
    form = await try_password("mypassword")
    assert (form.step or form.end) in _ACCEPTED


@pytest.mark.parametrize("password", ["mypassword", "wrong"])
@pytest.mark.parametrize("status", [500, 403, 400, 405])
async def test_no_password_is_right_where_jingl_fails_whatever_it_is_asked(
    hass: HomeAssistant, server: Server, try_password: TryPassword, status: int, password: str
) -> None:
    server.add_fault(faults.StatusCode(status))
    form = await try_password(password)
    assert (form.step not in _ACCEPTED, form.errors) == (True, {"base": "cannot_connect"})
    passwords = [entry.data["password"] for entry in hass.config_entries.async_entries(DOMAIN)]
    assert "wrong" not in passwords
    assert "GET handset/100" in form.placeholders["error"]
    assert _paths(server) == ["/api/handset", "/api/handset/100"]


@pytest.mark.parametrize(
    "fault",
    [*map(faults.StatusCode, (404, 500, 403, 400, 405)), faults.Body(b"[]")],
    ids=repr,
)
async def test_a_wrong_password_is_found_out_though_the_list_tells_everybody_the_same(
    hass: HomeAssistant, server: Server, try_password: TryPassword, fault: faults.Fault
) -> None:
    server.add_fault(fault, path="/api/handset")
    await _tell_apart(hass, try_password)
    assert _paths(server)[:2] == ["/api/handset", "/api/handset/100"]


@pytest.mark.usefixtures("no_list")
async def test_a_login_needs_no_handset_with_the_number_that_is_tried(
    hass: HomeAssistant, account: Account, server: Server, try_password: TryPassword
) -> None:
    del account.handsets["100"]
    await _tell_apart(hass, try_password)
    assert "/api/handset/100" in _paths(server)


@pytest.mark.usefixtures("no_list")
@pytest.mark.parametrize(
    ("followed", "tried"), [(["101", "102"], "101"), ([], "100")], ids=["some", "none"]
)
@pytest.mark.parametrize("try_password", ["reauth", "reconfigure"], indirect=True)
async def test_a_login_is_tried_on_a_handset_that_is_followed(
    hass: HomeAssistant,
    server: Server,
    entry: MockConfigEntry,
    try_password: TryPassword,
    followed: list[str],
    tried: str,
) -> None:
    hass.config_entries.async_update_entry(entry, options={**entry.options, "handsets": followed})
    assert (await try_password("wrong")).errors == {"base": "invalid_auth"}
    # The list refuses a wrong login itself.
    assert _paths(server) == ["/api/handset"]
    server.clear_requests()
    server.add_fault(faults.StatusCode(500))
    await try_password("mypassword")
    assert _paths(server) == ["/api/handset", f"/api/handset/{tried}"]


# --- Step handsets


async def test_all_handsets_found_are_offered_by_name_and_chosen(
    account: Account, log_in: LogIn
) -> None:
    account.add_handset("99", name="")
    account.add_handset("1000", name="Warehouse")
    form = await log_in()
    options = form.fields["handsets"].config["options"]
    assert [(option["value"], option["label"]) for option in options] == [
        ("99", "99"),
        ("100", "Reception (100)"),
        ("101", "Sales (101)"),
        ("102", "Workshop (102)"),
        ("1000", "Warehouse (1000)"),
    ]
    assert form.shown == {"handsets": ["99", "100", "101", "102", "1000"], "track_new": True}


async def test_a_handset_left_out_does_not_count_as_new(
    hass: HomeAssistant, account: Account, log_in: LogIn, advance: Advance
) -> None:
    added = await (await log_in()).enter(handsets=["102", "100"], track_new=True)
    options = {"handsets": ["100", "102"], "ignored": ["101"], "track_new": True}
    assert added.flow["options"] == options
    account.add_handset("103", name="Kitchen")
    await advance(6 * 60)
    assert hass.states.get("sensor.kitchen_status")
    assert hass.states.get("sensor.sales_status") is None


async def test_an_account_may_begin_with_new_handsets_only(log_in: LogIn) -> None:
    added = await (await log_in()).enter(handsets=[], track_new=True)
    options = {"handsets": [], "ignored": ["100", "101", "102"], "track_new": True}
    assert added.flow["options"] == options


async def test_no_handset_at_all_is_refused(log_in: LogIn) -> None:
    nothing = {"handsets": [], "track_new": False}
    form = await (await log_in()).enter(nothing)
    assert (form.errors, form.shown) == ({"handsets": "no_handsets"}, nothing)
    assert (await form.enter(_ONE)).end == "create_entry"


async def test_a_choice_from_the_list_needs_no_further_request(
    server: Server, log_in: LogIn
) -> None:
    form = await log_in()
    await server.stop()
    added = await form.enter(_ONE)
    assert added.end == "create_entry"
    assert added.flow["result"].state is ConfigEntryState.SETUP_RETRY


@pytest.mark.parametrize(
    "fault",
    [
        *map(faults.StatusCode, (404, 400, 405, 500)),
        # As the vendor's page of one handset has it.
        faults.Body(b'{"extensionnumber": "100", "name": "Reception"}'),
        faults.Body(b"[]"),
    ],
    ids=repr,
)
async def test_without_a_list_the_extension_numbers_are_typed(
    hass: HomeAssistant, server: Server, log_in: LogIn, fault: faults.Fault
) -> None:
    server.add_fault(fault, path="/api/handset")
    form = await log_in()
    assert (form.step, [*form.fields]) == ("extensions", ["handsets"])
    assert form.shown == {"handsets": ""}
    assert isinstance(form.fields["handsets"], TextSelector)
    added = await form.enter(handsets="102, 100")
    assert added.flow["options"] == {"handsets": ["100", "102"], "ignored": [], "track_new": False}
    assert hass.states.get("sensor.workshop_status")


@pytest.mark.usefixtures("no_list")
@pytest.mark.parametrize(
    "typed", ["100, 101", "101 100", "100;101,", " 100\n101 ", "101,100,101, ", "100\t101"]
)
async def test_numbers_are_understood_however_they_are_separated(log_in: LogIn, typed: str) -> None:
    added = await (await log_in()).enter(handsets=typed)
    assert added.flow["options"]["handsets"] == ["100", "101"]


@pytest.mark.usefixtures("no_list")
@pytest.mark.parametrize(
    ("typed", "extension"),
    [("0100", "100"), ("100, 0100", "100"), ("0100 00100", "100"), ("a100, A100", "A100")],
)
async def test_a_handset_is_one_however_its_number_is_typed(
    hass: HomeAssistant, account: Account, log_in: LogIn, typed: str, extension: str
) -> None:
    account.add_handset("A100")
    entry = (await (await log_in()).enter(handsets=typed)).flow["result"]
    assert entry.options["handsets"] == [extension]
    assert {*_devices(hass, entry)} == {entry.unique_id, f"{entry.unique_id}_{extension}"}


@pytest.mark.usefixtures("no_list")
@pytest.mark.parametrize(
    ("typed", "error", "named"),
    [
        ("", "no_handsets", None),
        (" ", "no_handsets", None),
        (" , ", "no_handsets", None),
        (
            "100 , 999, Reception desk;../call",
            "handset_not_found",
            "999, desk, ../call, Reception",
        ),
    ],
)
async def test_wrong_numbers_are_named_and_can_be_corrected(
    log_in: LogIn, typed: str, error: str, named: str | None
) -> None:
    form = await (await log_in()).enter(handsets=typed)
    assert (form.errors, form.shown) == ({"handsets": error}, {"handsets": typed})
    assert form.placeholders.get("handsets") == named
    added = await form.enter(handsets="101")
    assert added.flow["options"] == {"handsets": ["101"], "ignored": [], "track_new": False}


@pytest.mark.usefixtures("no_list")
@pytest.mark.parametrize(
    ("fault", "error"),
    [(faults.ResetBefore(), "cannot_connect"), (faults.StatusCode(406), "tls_error")],
    ids=repr,
)
async def test_a_failure_between_the_steps_can_be_waited_for(
    server: Server, log_in: LogIn, fault: faults.Fault, error: str
) -> None:
    form = await log_in()
    server.add_fault(fault)
    form = await form.enter(handsets="101, 100")
    assert (form.step, form.errors) == ("extensions", {"base": error})
    assert "GET handset/100" in form.placeholders["error"]
    assert form.shown == {"handsets": "101, 100"}
    server.clear_faults()
    assert (await form.enter(handsets="101, 100")).end == "create_entry"


@pytest.mark.usefixtures("no_list")
async def test_a_login_refused_between_the_steps_is_asked_for_again(
    account: Account, usual: Server, log_in: LogIn
) -> None:
    form = await log_in()
    account.users["john"] = "new"
    form = await form.enter(handsets="100")
    assert (form.step, form.errors) == ("user", {"base": "invalid_auth"})
    assert (form.shown, _is_folded(form)) == (_without_password(_login(usual)), True)
    form = await form.enter(_login(usual, password="new"))
    added = await form.enter(handsets="100")
    assert added.flow["data"]["password"] == "new"


# --- Re-authentication


def _waiting(hass: HomeAssistant) -> list[Form]:
    """Return the forms of re-authentication that wait for the user."""
    flows = hass.config_entries.flow
    waiting = [f for f in flows.async_progress() if f["context"]["source"] == SOURCE_REAUTH]
    return [Form(flows, flow) for flow in waiting]


async def _complete_reauth(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Enter the right password and check that everything is there again."""
    (form,) = _waiting(hass)
    assert form.flow["context"]["entry_id"] == entry.entry_id
    assert (await form.enter(username="john", password="new")).end == "reauth_successful"
    assert (entry.state, entry.data["password"]) == (ConfigEntryState.LOADED, "new")
    assert state_of(hass, "sensor.reception_status") == "idle"
    assert _waiting(hass) == []
    assert hass.config_entries.async_entries(DOMAIN) == [entry]


async def test_a_login_refused_while_polling_is_asked_for_once(
    hass: HomeAssistant, account: Account, loaded: MockConfigEntry, advance: Advance
) -> None:
    account.users["john"] = "new"
    for _ in range(3):
        await advance(60)
    assert state_of(hass, "sensor.reception_status") == "unavailable"
    await _complete_reauth(hass, loaded)


async def test_reauth_shows_the_user_name_and_never_the_password(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    form = await _reauth(hass, loaded)
    assert (form.step, form.shown) == ("reauth_confirm", {"username": "john"})
    assert form.placeholders["account"] == "mycompany"
    assert "mypassword" not in repr(form.flow)


async def test_an_error_of_reauth_can_be_corrected(
    hass: HomeAssistant, server: Server, loaded: MockConfigEntry
) -> None:
    wrong = {"username": "john", "password": "wrong"}
    form = await (await _reauth(hass, loaded)).enter(wrong)
    assert (form.errors, form.shown) == ({"base": "invalid_auth"}, wrong)
    form = await form.enter(username="john:", password="wrong")
    assert form.errors == {"username": "invalid_username"}
    server.add_fault(faults.StatusCode(502))
    form = await form.enter(username="john", password="mypassword")
    assert form.errors == {"base": "cannot_connect"}
    assert form.placeholders["account"] == "mycompany"
    assert "502" in form.placeholders["error"]
    server.clear_faults()
    assert loaded.data["password"] == "mypassword"
    form = await form.enter(username="john", password="mypassword")
    assert form.end == "reauth_successful"


async def test_reauth_accepts_another_user_of_the_account(
    hass: HomeAssistant, account: Account, server: Server, loaded: MockConfigEntry
) -> None:
    account.users["jane"] = "secret"
    before = dict(loaded.data)
    form = await (await _reauth(hass, loaded)).enter(username="jane@mycompany", password="secret")
    assert form.end == "reauth_successful"
    assert loaded.data == before | {"username": "jane", "password": "secret"}


async def test_reauth_does_not_accept_another_account(
    hass: HomeAssistant, cloud: Cloud, loaded: MockConfigEntry
) -> None:
    cloud.add_account("other", {"jane": "secret"})
    form = await (await _reauth(hass, loaded)).enter(username="jane@other", password="secret")
    assert form.errors == {"base": "invalid_auth"}


# --- Reconfiguration


async def test_reconfigure_shows_everything_but_the_password(
    hass: HomeAssistant, server: Server, loaded: MockConfigEntry
) -> None:
    form = await _reconfigure(hass, loaded)
    assert (form.step, form.shown) == ("reconfigure", _without_password(_login(server)))
    assert "mypassword" not in repr(form.flow)


async def test_reconfigure_moves_the_account_to_another_server(
    hass: HomeAssistant, stranger: Server, loaded: MockConfigEntry
) -> None:
    before = dict(loaded.data)
    entities = set(er.async_get(hass).entities)
    form = await (await _reconfigure(hass, loaded)).enter(_login(stranger))
    assert (form.errors, form.shown) == ({"base": "tls_error"}, _login(stranger))
    assert loaded.data == before
    form = await form.enter(_login(stranger, verify_ssl=False))
    assert form.end == "reconfigure_successful"
    assert loaded.data == before | {"host": stranger.address, "verify_ssl": False}
    assert loaded.unique_id == f"mycompany@{stranger.address}"
    assert loaded.options["handsets"] == ["100", "101", "102"]
    assert loaded.state is ConfigEntryState.LOADED
    assert stranger.requests
    assert set(er.async_get(hass).entities) == entities


async def test_reconfigure_understands_the_full_domain(
    hass: HomeAssistant, account: Account, server: Server, loaded: MockConfigEntry
) -> None:
    account.users["john"] = "new"
    before = dict(loaded.data)
    typed = _login(server, domain="https://MyCompany.jingl.com.au/", password="new")
    assert (await (await _reconfigure(hass, loaded)).enter(typed)).end == "reconfigure_successful"
    assert loaded.data == before | {"password": "new"}


@pytest.mark.parametrize("is_left_behind", [False, True])
async def test_reconfigure_refuses_another_account_also_if_a_flow_for_that_was_left_behind(
    hass: HomeAssistant,
    cloud: Cloud,
    server: Server,
    loaded: MockConfigEntry,
    log_in: LogIn,
    is_left_behind: bool,
) -> None:
    cloud.add_account("other", {"jane": "secret"})
    other: dict[str, Any] = {"domain": "other", "username": "jane", "password": "secret"}
    if is_left_behind:
        assert (await log_in(**other)).step == "extensions"
    before = dict(loaded.data)
    form = await (await _reconfigure(hass, loaded)).enter(_login(server, **other))
    assert form.end == "wrong_account"
    assert loaded.data == before


async def test_reconfigure_works_while_reauth_waits(
    hass: HomeAssistant, account: Account, server: Server, loaded: MockConfigEntry
) -> None:
    account.users["john"] = "new"
    loaded.async_start_reauth(hass)
    await hass.async_block_till_done()
    assert len(_waiting(hass)) == 1
    form = await (await _reconfigure(hass, loaded)).enter(_login(server, password="new"))
    assert form.end == "reconfigure_successful"
    assert loaded.state is ConfigEntryState.LOADED
    assert _waiting(hass) == []


# --- An account that moves to another server


@pytest.fixture
async def four(hass: HomeAssistant, account: Account, entry: MockConfigEntry) -> MockConfigEntry:
    """Return the entry of an account of four handsets, one of which has no name."""
    account.add_handset("103", name="")
    options = {**entry.options, "handsets": [*account.handsets]}
    hass.config_entries.async_update_entry(entry, options=options)
    assert await hass.config_entries.async_setup(entry.entry_id)
    return entry


@pytest.mark.parametrize("has_list", [True, False], ids=["listed", "singly"])
@pytest.mark.parametrize(
    ("there", "end"),
    [
        ({"100": "Reception", "101": "Sales", "102": "Workshop", "103": ""}, "successful"),
        ({"100": "Reception", "101": "Marketing", "103": ""}, "successful"),
        ({"100": "Reception", "101": "Marketing", "102": "", "103": "Kitchen"}, "wrong_account"),
        ({"100": "Sales", "101": "Reception", "200": "Workshop"}, "wrong_account"),
        ({}, "wrong_account"),
    ],
    ids=["all", "half", "less than half", "only the names", "none"],
)
async def test_it_is_known_there_by_at_least_half_of_its_handsets(
    hass: HomeAssistant,
    four: MockConfigEntry,
    elsewhere: Server,
    has_list: bool,
    there: dict[str, str],
    end: str,
) -> None:
    theirs = elsewhere.cloud.accounts["mycompany"]
    theirs.endpoints.handset_list = has_list
    theirs.handsets.clear()
    for extension, name in there.items():
        theirs.add_handset(extension, name=name)
    before, unique_id, devices = dict(four.data), four.unique_id, _devices(hass, four)
    form = await (await _reconfigure(hass, four)).enter(_login(elsewhere))
    assert form.end in {end, f"reconfigure_{end}"}
    if form.end == "wrong_account":
        assert (four.data, four.unique_id) == (before, unique_id)
    else:
        assert four.data == before | {"host": elsewhere.address}
        assert four.unique_id == f"mycompany@{elsewhere.address}"
        assert _devices(hass, four).items() <= devices.items(), "they are the same devices"


async def test_no_more_than_twenty_handsets_are_asked_for_one_by_one(
    hass: HomeAssistant, loaded: MockConfigEntry, elsewhere: Server
) -> None:
    chosen = [str(extension) for extension in range(100, 200)]
    hass.config_entries.async_update_entry(loaded, options={**loaded.options, "handsets": chosen})
    elsewhere.cloud.accounts["mycompany"].endpoints.handset_list = False
    form = await (await _reconfigure(hass, loaded)).enter(_login(elsewhere))
    assert form.end == "wrong_account"
    # The first is asked for to try the login, too.
    assert _paths(elsewhere)[2:] == [f"/api/handset/{extension}" for extension in chosen[:20]]


async def test_a_failure_while_its_handsets_are_asked_for_can_be_waited_for(
    hass: HomeAssistant, loaded: MockConfigEntry, elsewhere: Server
) -> None:
    elsewhere.cloud.accounts["mycompany"].endpoints.handset_list = False
    elsewhere.add_fault(faults.StatusCode(502), path="/api/handset/101")
    form = await (await _reconfigure(hass, loaded)).enter(_login(elsewhere))
    assert (form.step, form.errors) == ("reconfigure", {"base": "cannot_connect"})
    elsewhere.clear_faults()
    assert (await form.enter(_login(elsewhere))).end == "reconfigure_successful"


async def test_an_account_that_follows_no_handsets_yet_may_move(
    hass: HomeAssistant, entry: MockConfigEntry, elsewhere: Server
) -> None:
    hass.config_entries.async_update_entry(entry, options={**entry.options, "handsets": []})
    form = await (await _reconfigure(hass, entry)).enter(_login(elsewhere))
    assert form.end == "reconfigure_successful"


async def test_an_account_cannot_move_onto_another_one(
    hass: HomeAssistant, loaded: MockConfigEntry, elsewhere: Server, log_in: LogIn
) -> None:
    await (await log_in(elsewhere)).enter(_ALL)
    before = dict(loaded.data)
    form = await (await _reconfigure(hass, loaded)).enter(_login(elsewhere))
    assert (form.end, dict(loaded.data)) == ("already_configured", before)


async def test_its_devices_stay_its_own_when_somebody_else_comes_where_it_was(
    hass: HomeAssistant, server: Server, elsewhere: Server, log_in: LogIn
) -> None:
    moved = (await (await log_in()).enter(_ALL)).flow["result"]
    devices = _devices(hass, moved)
    await (await _reconfigure(hass, moved)).enter(_login(elsewhere))
    assert moved.unique_id == f"mycompany@{elsewhere.address}"
    came = (await (await log_in()).enter(_ALL)).flow["result"]
    assert came.unique_id == f"mycompany@{server.address}"
    assert came.data["account_id"] == f"{moved.data['account_id']}-2"
    assert _devices(hass, moved) == devices
    assert len(_devices(hass, came)) == len(devices)
    assert not _devices(hass, came).keys() & devices.keys()


async def test_at_the_same_server_another_domain_is_another_account_whatever_its_handsets(
    hass: HomeAssistant, cloud: Cloud, account: Account, server: Server, loaded: MockConfigEntry
) -> None:
    cloud.add_account("other").handsets = account.handsets
    form = await (await _reconfigure(hass, loaded)).enter(_login(server, domain="other"))
    assert form.end == "wrong_account"


# --- What a browser sees


async def test_a_browser_can_show_every_form(
    hass: HomeAssistant, server: Server, hass_client: ClientSessionGenerator
) -> None:
    assert await async_setup_component(hass, "config", {})
    browser = await hass_client()
    url = "/api/config/config_entries"
    post = partial(send, browser)

    form = await post(f"{url}/flow", handler=DOMAIN)
    flow = f"{url}/flow/{form['flow_id']}"
    domain, username, password, advanced = form["data_schema"]
    assert (domain["name"], username["name"]) == ("domain", "username")
    assert password["selector"]["text"]["type"] == "password"
    assert advanced["type"] == "expandable"
    assert advanced["expanded"] is False
    host, verify_ssl = advanced["schema"]
    assert host["default"] == "www.jingl.com.au"
    assert verify_ssl["default"] is True

    form = await post(flow, **_login(server, password="wrong"))
    assert form["errors"] == {"base": "invalid_auth"}
    assert form["data_schema"][3]["expanded"] is True
    host, verify_ssl = form["data_schema"][3]["schema"]
    assert host["description"] == {"suggested_value": server.address}
    assert verify_ssl["description"] == {"suggested_value": True}

    form = await post(flow, **_login(server))
    handsets, track_new = form["data_schema"]
    assert handsets["selector"]["select"]["multiple"]
    assert handsets["description"] == {"suggested_value": ["100", "101", "102"]}
    assert track_new["selector"] == {"boolean": {}}

    # A browser offers no other; whoever sends one all the same is refused.
    response = await browser.post(flow, json={"handsets": ["999"], "track_new": True})
    assert response.status == HTTPStatus.BAD_REQUEST

    result = await post(flow, **_ONE)
    assert result["type"] == "create_entry"
    entry_id = result["result"]["entry_id"]
    await hass.async_block_till_done(wait_background_tasks=True)

    form = await post(f"{url}/flow", handler=DOMAIN, entry_id=entry_id)
    assert form["step_id"] == "reconfigure"
    assert "mypassword" not in json.dumps(form)


async def test_no_login_is_logged(
    server: Server, log_in: LogIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    form = await log_in(password="wr0ngpassword")
    await (await form.enter(_login(server))).enter(_ONE)
    names = ("custom_components.jingl", "aiohttp.client")
    logged = [each.getMessage() for each in caplog.records if each.name.startswith(names)]
    assert logged
    for secret in ("wr0ngpassword", "mypassword", "abc123"):
        assert secret not in "\n".join(logged)
