"""Setting up, re-authenticating and reconfiguring an account, against the simulated cloud."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from http import HTTPStatus
import json
import logging
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_USER,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, UnknownFlow, section
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import TextSelector
from homeassistant.setup import async_setup_component

from custom_components.jingl import config_flow
from custom_components.jingl.const import DOMAIN
from simulator import faults
from simulator.server import Server
from simulator.state import Account, Cloud
from simulator.tls import Authority

from .conftest import LOGIN, Advance

# Of an authority that nobody trusts.
_STRANGER_TLS = Authority.create().server_context()


@pytest.fixture
async def stranger(cloud: Cloud, account: Account) -> AsyncGenerator[Server]:
    """Serve the cloud with a certificate that Home Assistant does not trust."""
    assert account.handsets
    # While debugging, asyncio reports each handshake that a client broke off: here they shall.
    asyncio.get_running_loop().set_debug(False)
    async with Server(cloud, tls=_STRANGER_TLS) as server:
        yield server


def _login(server: Server | str, *, verify_ssl: bool = True, **fields: str) -> dict[str, Any]:
    """Return what a user enters into the first form."""
    host = server if isinstance(server, str) else server.address
    return {
        "domain": "mycompany",
        "username": "john",
        "password": "mypassword",
        **fields,
        "advanced": {"host": host, "verify_ssl": verify_ssl},
    }


async def _start(hass: HomeAssistant) -> ConfigFlowResult:
    result = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    assert result["errors"] == {}
    return result


async def _enter(
    hass: HomeAssistant, flow: ConfigFlowResult, user_input: dict[str, Any]
) -> ConfigFlowResult:
    return await hass.config_entries.flow.async_configure(flow["flow_id"], user_input)


async def _log_in(hass: HomeAssistant, user_input: dict[str, Any]) -> ConfigFlowResult:
    return await _enter(hass, await _start(hass), user_input)


def _shown(flow: ConfigFlowResult) -> dict[str, Any]:
    """Return the values that a form shows, those of its section among them."""
    schema = flow["data_schema"]
    assert schema
    return _suggested(schema.schema)


def _suggested(fields: Mapping[Any, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for key, field in fields.items():
        if isinstance(field, section):
            shown[str(key)] = _suggested(field.schema.schema)
        elif key.description:
            shown[str(key)] = key.description["suggested_value"]
    return shown


def _options(flow: ConfigFlowResult) -> dict[str, str]:
    """Return what a form offers as handsets, labels by value."""
    schema = flow["data_schema"]
    assert schema
    return {
        option["value"]: option["label"] for option in schema.schema["handsets"].config["options"]
    }


def _fields(flow: ConfigFlowResult) -> list[str]:
    schema = flow["data_schema"]
    assert schema
    return [str(key) for key in schema.schema]


def _is_folded(flow: ConfigFlowResult) -> bool:
    """Tell whether the rare settings are out of sight."""
    schema = flow["data_schema"]
    assert schema
    folded: bool = schema.schema["advanced"].options["collapsed"]
    return folded


def _paths(server: Server) -> list[str]:
    return [request.path for request in server.requests]


def _closing_listeners(hass: HomeAssistant) -> int:
    """Return how many things wait for Home Assistant's end: each session left behind is one."""
    return hass.bus.async_listeners()[EVENT_HOMEASSISTANT_CLOSE]


# --- Step user


async def test_an_account_is_added(hass: HomeAssistant, server: Server) -> None:
    form = await _log_in(hass, _login(server))
    assert form["type"] is FlowResultType.FORM
    assert form["step_id"] == "handsets"
    assert not hass.config_entries.async_entries(DOMAIN)
    result = await _enter(hass, form, {"handsets": ["100", "101", "102"], "track_new": True})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "mycompany"
    assert result["data"] == {**LOGIN, "host": server.address}
    assert result["options"] == {
        "handsets": ["100", "101", "102"],
        "ignored": [],
        "track_new": True,
    }
    assert result["result"].unique_id == "mycompany"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert result["result"].state is ConfigEntryState.LOADED
    assert hass.states.get("sensor.reception_status")


async def test_the_rare_settings_are_in_a_collapsed_section_with_defaults(
    hass: HomeAssistant,
) -> None:
    schema = (await _start(hass))["data_schema"]
    assert schema
    advanced = schema.schema["advanced"]
    assert isinstance(advanced, section)
    assert advanced.options == {"collapsed": True}
    assert advanced.schema({}) == {"host": "www.jingl.com.au", "verify_ssl": True}


@pytest.mark.parametrize(
    "domain",
    [
        "mycompany",
        "MyCompany",
        "mycompany.jingl.com.au",
        "MyCompany.jingl.com.au",
        "https://mycompany.jingl.com.au/",
        " https://MYCOMPANY.jingl.com.au/portal/login?next=1 ",
        "john@mycompany",
    ],
)
async def test_a_pasted_domain_is_understood(
    hass: HomeAssistant, server: Server, domain: str
) -> None:
    form = await _log_in(hass, _login(server, domain=domain))
    result = await _enter(hass, form, {"handsets": ["100"], "track_new": False})
    assert result["data"]["domain"] == "mycompany"
    assert result["result"].unique_id == "mycompany"
    assert server.requests[0].authorized


@pytest.mark.parametrize(
    "username", ["john", " john ", "john@mycompany", "john@MyCompany.jingl.com.au"]
)
async def test_a_pasted_user_name_is_understood(
    hass: HomeAssistant, server: Server, username: str
) -> None:
    form = await _log_in(hass, _login(server, username=username))
    result = await _enter(hass, form, {"handsets": ["100"], "track_new": False})
    assert result["data"]["username"] == "john"


async def test_a_pasted_server_address_is_understood(hass: HomeAssistant, server: Server) -> None:
    form = await _log_in(hass, _login(f" https://{server.address}/api/ "))
    result = await _enter(hass, form, {"handsets": ["100"], "track_new": False})
    assert result["data"]["host"] == server.address


@pytest.mark.parametrize(
    ("fields", "host", "errors"),
    [
        ({"domain": "my company"}, None, {"domain": "invalid_domain"}),
        ({"domain": "https://www.jingl.com.au/"}, None, {"domain": "invalid_domain"}),
        ({"username": "john:mypassword"}, None, {"username": "invalid_username"}),
        ({}, "https://", {"base": "invalid_host"}),
        ({}, "127.0.0.1:99999", {"base": "invalid_host"}),
    ],
)
async def test_what_cannot_be_a_login_is_refused_without_asking_jingl(
    hass: HomeAssistant,
    server: Server,
    fields: dict[str, str],
    host: str | None,
    errors: dict[str, str],
) -> None:
    typed = _login(host or server) | fields
    form = await _log_in(hass, typed)
    assert form["step_id"] == "user"
    assert form["errors"] == errors
    assert _shown(form) == typed
    assert server.requests == []
    assert (await _enter(hass, form, _login(server)))["step_id"] == "handsets"


async def _assert_recoverable(
    hass: HomeAssistant, form: ConfigFlowResult, error: str, typed: dict[str, Any], right: Server
) -> None:
    """Check an error of the first form: the input is kept, nothing stored, and it can go on."""
    assert form["type"] is FlowResultType.FORM
    assert form["step_id"] == "user"
    assert form["errors"] == {"base": error}
    assert _shown(form) == typed
    assert not hass.config_entries.async_entries(DOMAIN)
    again = await _enter(hass, form, _login(right))
    assert again["step_id"] == "handsets"
    assert again["errors"] == {}
    result = await _enter(hass, again, {"handsets": ["100"], "track_new": False})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not hass.config_entries.flow.async_progress()


@pytest.mark.parametrize(
    "fields",
    [
        {"password": "wrong"},
        {"username": "jane"},
        {"domain": "yourcompany"},
        {"username": "john@yourcompany"},
    ],
)
async def test_a_refused_login_can_be_corrected(
    hass: HomeAssistant, server: Server, fields: dict[str, str]
) -> None:
    typed = _login(server) | fields
    form = await _log_in(hass, typed)
    await _assert_recoverable(hass, form, "invalid_auth", typed, server)


async def test_a_server_that_is_off_can_be_tried_again(hass: HomeAssistant, server: Server) -> None:
    await server.stop()
    typed = _login(server)
    form = await _log_in(hass, typed)
    assert form["description_placeholders"]
    assert "GET handset" in form["description_placeholders"]["error"]
    await server.start()
    await _assert_recoverable(hass, form, "cannot_connect", typed, server)


@pytest.mark.parametrize(
    "fault",
    [
        faults.Html(),
        faults.StatusCode(429),
        faults.StatusCode(502),
        faults.StatusCode(503, {"Retry-After": "10"}),
        faults.Redirect("https://example.com/"),
        faults.Body(b"[{}]"),
        faults.Body(b"nonsense"),
        faults.Truncate(10),
        faults.ResetBefore(),
    ],
    ids=lambda fault: type(fault).__name__,
)
async def test_an_answer_that_is_no_list_of_handsets_can_be_tried_again(
    hass: HomeAssistant, server: Server, fault: faults.Fault
) -> None:
    server.add_fault(fault)
    typed = _login(server)
    form = await _log_in(hass, typed)
    server.clear_faults()
    await _assert_recoverable(hass, form, "cannot_connect", typed, server)


async def test_a_server_with_an_untrusted_certificate_is_a_tls_error(
    hass: HomeAssistant, server: Server, stranger: Server
) -> None:
    typed = _login(stranger)
    form = await _log_in(hass, typed)
    assert stranger.requests == []
    await _assert_recoverable(hass, form, "tls_error", typed, server)


async def test_an_answer_that_tls_must_be_used_is_a_tls_error(
    hass: HomeAssistant, server: Server
) -> None:
    server.add_fault(faults.StatusCode(406, body=b"SSL must be used"))
    typed = _login(server)
    form = await _log_in(hass, typed)
    server.clear_faults()
    await _assert_recoverable(hass, form, "tls_error", typed, server)


async def test_a_server_without_tls_is_a_tls_error(
    hass: HomeAssistant, cloud: Cloud, server: Server
) -> None:
    async with Server(cloud) as plain:
        typed = _login(plain)
        form = await _log_in(hass, typed)
        assert plain.requests == []
    await _assert_recoverable(hass, form, "tls_error", typed, server)


async def test_an_untrusted_certificate_is_accepted_when_the_user_says_so(
    hass: HomeAssistant, stranger: Server
) -> None:
    form = await _log_in(hass, _login(stranger, verify_ssl=False))
    result = await _enter(hass, form, {"handsets": ["100"], "track_new": False})
    assert result["data"]["verify_ssl"] is False
    await hass.async_block_till_done(wait_background_tasks=True)
    assert result["result"].state is ConfigEntryState.LOADED


async def test_what_nobody_thought_of_is_logged_and_can_be_tried_again(
    hass: HomeAssistant, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    # Half a character, as no keyboard makes it: it cannot be sent.
    typed = _login(server, password="\ud83d")
    form = await _log_in(hass, typed)
    assert "Unexpected error while logging in to Jingl" in caplog.text
    caplog.clear()
    await _assert_recoverable(hass, form, "unknown", typed, server)


async def test_failed_logins_leave_nothing_behind(
    hass: HomeAssistant, server: Server, stranger: Server
) -> None:
    # Home Assistant keeps what is shared by all sessions of a kind; the first of each makes it.
    flow = await _log_in(hass, _login(stranger))
    flow = await _enter(hass, flow, _login(server, verify_ssl=False, password="wrong"))
    before = _closing_listeners(hass)
    for typed in (
        _login(stranger),
        _login(server, password="wrong"),
        _login("127.0.0.1:1"),
        _login(server, password="\ud83d"),
    ):
        flow = await _enter(hass, flow, typed)
        assert flow["errors"]
    flow = await _enter(hass, flow, _login(server))
    hass.config_entries.flow.async_abort(flow["flow_id"])
    assert _closing_listeners(hass) == before
    assert not hass.config_entries.async_entries(DOMAIN)
    assert not hass.config_entries.flow.async_progress()


@pytest.mark.parametrize("domain", ["mycompany", "https://MyCompany.jingl.com.au/"])
async def test_the_same_account_twice_is_refused(
    hass: HomeAssistant, loaded: MockConfigEntry, server: Server, domain: str
) -> None:
    result = await _log_in(hass, _login(server, domain=domain))
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert hass.config_entries.async_entries(DOMAIN) == [loaded]


async def test_two_accounts_of_the_same_server_can_be_added(
    hass: HomeAssistant, loaded: MockConfigEntry, cloud: Cloud, server: Server
) -> None:
    cloud.add_account("other", {"jane": "secret"}).add_handset("100", name="Front desk")
    form = await _log_in(hass, _login(server, domain="other", username="jane", password="secret"))
    result = await _enter(hass, form, {"handsets": ["100"], "track_new": True})
    assert result["result"].unique_id == "other"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert hass.states.get("sensor.front_desk_status")
    assert hass.states.get("sensor.reception_status")


async def test_a_flow_left_behind_is_not_in_the_way_of_another_one(
    hass: HomeAssistant, server: Server
) -> None:
    left = await _log_in(hass, _login(server))
    form = await _log_in(hass, _login(server))
    assert form["step_id"] == "handsets"
    result = await _enter(hass, form, {"handsets": ["100"], "track_new": True})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    # Home Assistant ends the other one, since it could not add the account any more.
    assert not hass.config_entries.flow.async_progress()
    with pytest.raises(UnknownFlow):
        await _enter(hass, left, {"handsets": ["101"], "track_new": True})
    assert hass.config_entries.async_entries(DOMAIN) == [result["result"]]


async def test_a_flow_that_logs_in_after_another_one_was_finished_ends(
    hass: HomeAssistant, server: Server
) -> None:
    first, second = await _start(hass), await _start(hass)
    first = await _enter(hass, first, _login(server))
    added = await _enter(hass, first, {"handsets": ["100"], "track_new": True})
    result = await _enter(hass, second, _login(server))
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert hass.config_entries.async_entries(DOMAIN) == [added["result"]]
    assert not hass.config_entries.flow.async_progress()


async def test_of_two_flows_finished_at_once_the_first_one_adds_the_account(
    hass: HomeAssistant, account: Account, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    account.endpoints.handset_list = False
    forms = [await _log_in(hass, _login(server)) for _ in range(2)]
    ends = await asyncio.gather(*(_enter(hass, form, {"handsets": "100"}) for form in forms))
    (added,) = [end for end in ends if end["type"] is FlowResultType.CREATE_ENTRY]
    (refused,) = [end for end in ends if end["type"] is FlowResultType.ABORT]
    assert refused["reason"] == "already_configured"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert hass.config_entries.async_entries(DOMAIN) == [added["result"]]
    assert not hass.config_entries.flow.async_progress()
    assert "same unique ID" not in caplog.text


# --- The section of rare settings


@pytest.fixture
def usual(monkeypatch: pytest.MonkeyPatch, server: Server) -> Server:
    """Let the simulated cloud be where everybody's account is."""
    monkeypatch.setattr(config_flow, "DEFAULT_HOST", server.address)
    return server


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"password": "wrong"}, {"base": "invalid_auth"}),
        ({"domain": "my company"}, {"domain": "invalid_domain"}),
        ({"username": "john:"}, {"username": "invalid_username"}),
        ({"password": "\ud83d"}, {"base": "unknown"}),
    ],
    ids=["auth", "domain", "username", "unknown"],
)
async def test_what_is_not_put_right_in_the_section_leaves_it_folded(
    hass: HomeAssistant, usual: Server, fields: dict[str, str], error: dict[str, str]
) -> None:
    form = await _log_in(hass, _login(usual) | fields)
    assert form["errors"] == error
    assert _is_folded(form)


@pytest.mark.parametrize(
    ("fault", "error"),
    [(faults.StatusCode(502), "cannot_connect"), (faults.StatusCode(406), "tls_error")],
    ids=["502", "406"],
)
async def test_what_may_be_put_right_in_the_section_unfolds_it(
    hass: HomeAssistant, usual: Server, fault: faults.Fault, error: str
) -> None:
    usual.add_fault(fault)
    form = await _log_in(hass, _login(usual))
    assert form["errors"] == {"base": error}
    assert not _is_folded(form)
    # It folds again once that is not what is wrong.
    usual.clear_faults()
    form = await _enter(hass, form, _login(usual, password="wrong"))
    assert form["errors"] == {"base": "invalid_auth"}
    assert _is_folded(form)


async def test_an_impossible_server_unfolds_the_section(hass: HomeAssistant) -> None:
    form = await _log_in(hass, _login("https://"))
    assert form["errors"] == {"base": "invalid_host"}
    assert not _is_folded(form)


async def test_what_was_changed_in_the_section_stays_in_sight(
    hass: HomeAssistant, usual: Server
) -> None:
    form = await _log_in(hass, _login(usual, password="wrong", verify_ssl=False))
    assert form["errors"] == {"base": "invalid_auth"}
    assert not _is_folded(form)
    async with Server(usual.cloud, tls=usual.tls) as other:
        form = await _enter(hass, form, _login(other, password="wrong"))
    assert form["errors"] == {"base": "invalid_auth"}
    assert not _is_folded(form)


async def test_a_login_refused_between_the_steps_leaves_the_section_folded(
    hass: HomeAssistant, account: Account, usual: Server
) -> None:
    account.endpoints.handset_list = False
    form = await _log_in(hass, _login(usual))
    account.users["john"] = "new"
    form = await _enter(hass, form, {"handsets": "100"})
    assert form["errors"] == {"base": "invalid_auth"}
    assert _is_folded(form)


async def test_reconfigure_folds_the_section_where_all_is_usual(
    hass: HomeAssistant, usual: Server, entry: MockConfigEntry
) -> None:
    assert _is_folded(await entry.start_reconfigure_flow(hass))
    hass.config_entries.async_update_entry(entry, data={**entry.data, "verify_ssl": False})
    assert not _is_folded(await entry.start_reconfigure_flow(hass))
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, "verify_ssl": True, "host": "pbx.example.com"}
    )
    assert not _is_folded(await entry.start_reconfigure_flow(hass))
    assert usual.requests == []


# --- A login is right only if Jingl says so


type TryPassword = Callable[[str], Awaitable[ConfigFlowResult]]


@pytest.fixture(params=["user", "reauth", "reconfigure"])
def try_password(
    request: pytest.FixtureRequest, hass: HomeAssistant, server: Server
) -> TryPassword:
    """Return a function that enters a password into each of the flows that ask for one."""

    async def user(password: str) -> ConfigFlowResult:
        return await _log_in(hass, _login(server, password=password))

    async def reauth(password: str) -> ConfigFlowResult:
        form = await entry.start_reauth_flow(hass)
        return await _enter(hass, form, {"username": "john", "password": password})

    async def reconfigure(password: str) -> ConfigFlowResult:
        form = await entry.start_reconfigure_flow(hass)
        return await _enter(hass, form, _login(server, password=password))

    if request.param == "user":
        return user
    entry: MockConfigEntry = request.getfixturevalue("entry")
    return reauth if request.param == "reauth" else reconfigure


def _assert_refused(hass: HomeAssistant, form: ConfigFlowResult, error: str) -> None:
    assert form["type"] is FlowResultType.FORM
    assert form["step_id"] != "handsets"
    assert form["errors"] == {"base": error}
    passwords = [entry.data["password"] for entry in hass.config_entries.async_entries(DOMAIN)]
    assert "wrong" not in passwords


def _is_accepted(result: ConfigFlowResult) -> bool:
    return result.get("step_id") == "handsets" or result.get("reason") in {
        "reauth_successful",
        "reconfigure_successful",
    }


@pytest.mark.parametrize("password", ["mypassword", "wrong"])
@pytest.mark.parametrize("status", [500, 403, 400, 405])
async def test_no_password_is_right_where_jingl_fails_whatever_it_is_asked(
    hass: HomeAssistant, server: Server, try_password: TryPassword, status: int, password: str
) -> None:
    server.add_fault(faults.StatusCode(status))
    form = await try_password(password)
    _assert_refused(hass, form, "cannot_connect")
    assert form["description_placeholders"]
    assert "GET handset/100" in form["description_placeholders"]["error"]
    assert _paths(server) == ["/api/handset", "/api/handset/100"]


@pytest.mark.parametrize("status", [404, 500, 403, 400, 405])
async def test_a_wrong_password_is_found_out_though_the_list_refuses_everybody(
    hass: HomeAssistant, server: Server, try_password: TryPassword, status: int
) -> None:
    server.add_fault(faults.StatusCode(status), path="/api/handset")
    _assert_refused(hass, await try_password("wrong"), "invalid_auth")
    assert _paths(server) == ["/api/handset", "/api/handset/100"]
    assert _is_accepted(await try_password("mypassword"))
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_a_wrong_password_is_found_out_though_the_list_is_empty_for_everybody(
    hass: HomeAssistant, server: Server, try_password: TryPassword
) -> None:
    server.add_fault(faults.Body(b"[]"), path="/api/handset")
    _assert_refused(hass, await try_password("wrong"), "invalid_auth")
    assert _is_accepted(await try_password("mypassword"))
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_a_login_needs_no_handset_with_the_number_that_is_tried(
    hass: HomeAssistant, account: Account, server: Server, try_password: TryPassword
) -> None:
    account.endpoints.handset_list = False
    del account.handsets["100"]
    _assert_refused(hass, await try_password("wrong"), "invalid_auth")
    assert _is_accepted(await try_password("mypassword"))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert "/api/handset/100" in _paths(server)


async def test_with_a_list_no_handset_is_tried(
    hass: HomeAssistant, server: Server, entry: MockConfigEntry
) -> None:
    form = await entry.start_reconfigure_flow(hass)
    await _enter(hass, form, _login(server))
    assert _paths(server)[:1] == ["/api/handset"]
    assert "/api/handset/100" not in _paths(server)
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.parametrize(
    ("followed", "tried"), [(["101", "102"], "101"), ([], "100")], ids=["some", "none"]
)
@pytest.mark.parametrize("flow", ["reauth", "reconfigure"])
async def test_a_login_is_tried_on_a_handset_that_is_followed(
    hass: HomeAssistant,
    account: Account,
    server: Server,
    entry: MockConfigEntry,
    flow: str,
    followed: list[str],
    tried: str,
) -> None:
    account.endpoints.handset_list = False
    hass.config_entries.async_update_entry(entry, options={**entry.options, "handsets": followed})
    if flow == "reauth":
        form = await entry.start_reauth_flow(hass)
        form = await _enter(hass, form, {"username": "john", "password": "wrong"})
    else:
        form = await entry.start_reconfigure_flow(hass)
        form = await _enter(hass, form, _login(server, password="wrong"))
    assert form["errors"] == {"base": "invalid_auth"}
    # The list refuses a wrong login itself.
    assert _paths(server) == ["/api/handset"]
    server.clear_requests()
    server.add_fault(faults.StatusCode(500))
    await _enter(
        hass,
        form,
        {"username": "john", "password": "mypassword"} if flow == "reauth" else _login(server),
    )
    assert _paths(server) == ["/api/handset", f"/api/handset/{tried}"]


# --- Step handsets


async def test_all_handsets_found_are_offered_by_name_and_chosen(
    hass: HomeAssistant, account: Account, server: Server
) -> None:
    account.add_handset("99", name="")
    account.add_handset("1000", name="Warehouse")
    form = await _log_in(hass, _login(server))
    assert _options(form) == {
        "99": "99",
        "100": "Reception (100)",
        "101": "Sales (101)",
        "102": "Workshop (102)",
        "1000": "Warehouse (1000)",
    }
    assert list(_options(form)) == ["99", "100", "101", "102", "1000"]
    assert _shown(form) == {
        "handsets": ["99", "100", "101", "102", "1000"],
        "track_new": True,
    }


async def test_a_handset_left_out_does_not_count_as_new(
    hass: HomeAssistant, account: Account, server: Server, advance: Advance
) -> None:
    form = await _log_in(hass, _login(server))
    result = await _enter(hass, form, {"handsets": ["102", "100"], "track_new": True})
    assert result["options"] == {"handsets": ["100", "102"], "ignored": ["101"], "track_new": True}
    account.add_handset("103", name="Kitchen")
    await hass.async_block_till_done(wait_background_tasks=True)
    await advance(6 * 60)
    assert hass.states.get("sensor.kitchen_status")
    assert hass.states.get("sensor.sales_status") is None


async def test_an_account_may_begin_with_new_handsets_only(
    hass: HomeAssistant, server: Server
) -> None:
    form = await _log_in(hass, _login(server))
    result = await _enter(hass, form, {"handsets": [], "track_new": True})
    assert result["options"] == {
        "handsets": [],
        "ignored": ["100", "101", "102"],
        "track_new": True,
    }


async def test_no_handset_at_all_is_refused(hass: HomeAssistant, server: Server) -> None:
    form = await _log_in(hass, _login(server))
    form = await _enter(hass, form, {"handsets": [], "track_new": False})
    assert form["errors"] == {"handsets": "no_handsets"}
    assert _shown(form) == {"handsets": [], "track_new": False}
    result = await _enter(hass, form, {"handsets": ["101"], "track_new": False})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_choice_from_the_list_needs_no_further_request(
    hass: HomeAssistant, server: Server
) -> None:
    form = await _log_in(hass, _login(server))
    await server.stop()
    result = await _enter(hass, form, {"handsets": ["100"], "track_new": True})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)
    assert result["result"].state is ConfigEntryState.SETUP_RETRY


def _single_object(server: Server) -> None:
    """Let the list's address answer as the vendor's page of one handset has it."""
    body = json.dumps({"extensionnumber": "100", "name": "Reception"}).encode()
    server.add_fault(faults.Body(body), path="/api/handset")


@pytest.mark.parametrize("status", [404, 400, 405, 500, None])
async def test_without_a_list_the_extension_numbers_are_typed(
    hass: HomeAssistant, account: Account, server: Server, status: int | None
) -> None:
    if status:
        account.endpoints.handset_list = False
        account.endpoints.off_status = status
    else:
        _single_object(server)
    form = await _log_in(hass, _login(server))
    assert form["step_id"] == "handsets"
    assert _fields(form) == ["handsets"]
    assert _shown(form) == {"handsets": ""}
    schema = form["data_schema"]
    assert schema
    assert isinstance(schema.schema["handsets"], TextSelector)
    result = await _enter(hass, form, {"handsets": "102, 100"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["options"] == {"handsets": ["100", "102"], "ignored": [], "track_new": False}
    await hass.async_block_till_done(wait_background_tasks=True)
    assert hass.states.get("sensor.workshop_status")


async def test_an_account_with_an_empty_list_gets_its_numbers_typed(
    hass: HomeAssistant, account: Account, server: Server
) -> None:
    handsets = dict(account.handsets)
    account.handsets.clear()
    form = await _log_in(hass, _login(server))
    assert _fields(form) == ["handsets"]
    account.handsets.update(handsets)
    result = await _enter(hass, form, {"handsets": "100"})
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    "typed", ["100, 101", "101 100", "100;101,", " 100\n101 ", "101,100,101, ", "100\t101"]
)
async def test_numbers_are_understood_however_they_are_separated(
    hass: HomeAssistant, account: Account, server: Server, typed: str
) -> None:
    account.endpoints.handset_list = False
    form = await _log_in(hass, _login(server))
    result = await _enter(hass, form, {"handsets": typed})
    assert result["options"]["handsets"] == ["100", "101"]


@pytest.mark.parametrize("typed", ["", " ", " , "])
async def test_no_number_typed_is_refused(
    hass: HomeAssistant, account: Account, server: Server, typed: str
) -> None:
    account.endpoints.handset_list = False
    form = await _log_in(hass, _login(server))
    form = await _enter(hass, form, {"handsets": typed})
    assert form["errors"] == {"handsets": "no_handsets"}
    assert _shown(form) == {"handsets": typed}
    result = await _enter(hass, form, {"handsets": "101"})
    assert result["options"] == {"handsets": ["101"], "ignored": [], "track_new": False}


async def test_wrong_numbers_are_named_and_can_be_corrected(
    hass: HomeAssistant, account: Account, server: Server
) -> None:
    account.endpoints.handset_list = False
    form = await _log_in(hass, _login(server))
    form = await _enter(hass, form, {"handsets": "100 , 999, Reception desk;../call"})
    assert form["errors"] == {"handsets": "handset_not_found"}
    assert form["description_placeholders"] == {"handsets": "999, desk, ../call, Reception"}
    assert _shown(form) == {"handsets": "100 , 999, Reception desk;../call"}
    result = await _enter(hass, form, {"handsets": "100"})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_connection_lost_between_the_steps_can_be_waited_for(
    hass: HomeAssistant, account: Account, server: Server
) -> None:
    account.endpoints.handset_list = False
    form = await _log_in(hass, _login(server))
    await server.stop()
    form = await _enter(hass, form, {"handsets": "101, 100"})
    assert form["step_id"] == "handsets"
    assert form["errors"] == {"base": "cannot_connect"}
    assert form["description_placeholders"]
    assert "GET handset/100" in form["description_placeholders"]["error"]
    assert _shown(form) == {"handsets": "101, 100"}
    await server.start()
    result = await _enter(hass, form, {"handsets": "101, 100"})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_tls_error_between_the_steps_is_told(
    hass: HomeAssistant, account: Account, server: Server
) -> None:
    account.endpoints.handset_list = False
    form = await _log_in(hass, _login(server))
    server.add_fault(faults.StatusCode(406))
    form = await _enter(hass, form, {"handsets": "100"})
    assert form["step_id"] == "handsets"
    assert form["errors"] == {"base": "tls_error"}


async def test_a_login_refused_between_the_steps_is_asked_for_again(
    hass: HomeAssistant, account: Account, server: Server
) -> None:
    account.endpoints.handset_list = False
    form = await _log_in(hass, _login(server))
    account.users["john"] = "new"
    form = await _enter(hass, form, {"handsets": "100"})
    assert form["step_id"] == "user"
    assert form["errors"] == {"base": "invalid_auth"}
    shown = _login(server)
    del shown["password"]
    assert _shown(form) == shown
    form = await _enter(hass, form, _login(server, password="new"))
    assert form["step_id"] == "handsets"
    result = await _enter(hass, form, {"handsets": "100"})
    assert result["data"]["password"] == "new"


# --- Re-authentication


def _reauth_flows(hass: HomeAssistant) -> list[Any]:
    return [
        flow
        for flow in hass.config_entries.flow.async_progress()
        if flow["context"]["source"] == SOURCE_REAUTH
    ]


async def _complete_reauth(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Enter the right password and check that everything is there again."""
    (flow,) = _reauth_flows(hass)
    assert flow["context"]["entry_id"] == entry.entry_id
    result = await _enter(hass, flow, {"username": "john", "password": "new"})
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["password"] == "new"
    state = hass.states.get("sensor.reception_status")
    assert state
    assert state.state == "idle"
    assert _reauth_flows(hass) == []
    assert hass.config_entries.async_entries(DOMAIN) == [entry]


async def test_a_login_refused_while_polling_is_asked_for_once(
    hass: HomeAssistant, account: Account, loaded: MockConfigEntry, advance: Advance
) -> None:
    account.users["john"] = "new"
    for _ in range(3):
        await advance(60)
    state = hass.states.get("sensor.reception_status")
    assert state
    assert state.state == "unavailable"
    await _complete_reauth(hass, loaded)


async def test_a_login_refused_at_the_start_is_asked_for(
    hass: HomeAssistant, account: Account, entry: MockConfigEntry
) -> None:
    account.users["john"] = "new"
    assert not await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    await _complete_reauth(hass, entry)


async def test_a_login_refused_by_an_action_is_asked_for_once(
    hass: HomeAssistant, account: Account, loaded: MockConfigEntry
) -> None:
    account.users["john"] = "new"
    for domain, service, data in (
        ("switch", "turn_on", {"entity_id": "switch.reception_recording"}),
        (DOMAIN, "create_call", {"handset": "100", "number": "0409123456"}),
        (DOMAIN, "create_call", {"handset": "101", "number": "0409123456"}),
    ):
        with pytest.raises(HomeAssistantError) as caught:
            await hass.services.async_call(domain, service, data, blocking=True)
        assert caught.value.translation_key == "invalid_auth"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert account.calls == []
    await _complete_reauth(hass, loaded)


async def test_reauth_shows_the_user_name_and_never_the_password(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    form = await loaded.start_reauth_flow(hass)
    assert form["step_id"] == "reauth_confirm"
    assert _shown(form) == {"username": "john"}
    assert form["description_placeholders"]
    assert form["description_placeholders"]["account"] == "mycompany"
    assert "mypassword" not in repr(form)


async def test_an_error_of_reauth_can_be_corrected(
    hass: HomeAssistant, server: Server, loaded: MockConfigEntry
) -> None:
    form = await loaded.start_reauth_flow(hass)
    form = await _enter(hass, form, {"username": "john", "password": "wrong"})
    assert form["errors"] == {"base": "invalid_auth"}
    assert _shown(form) == {"username": "john", "password": "wrong"}
    form = await _enter(hass, form, {"username": "john:", "password": "wrong"})
    assert form["errors"] == {"username": "invalid_username"}
    server.add_fault(faults.StatusCode(502))
    form = await _enter(hass, form, {"username": "john", "password": "mypassword"})
    assert form["errors"] == {"base": "cannot_connect"}
    assert form["description_placeholders"]
    assert form["description_placeholders"]["account"] == "mycompany"
    assert "502" in form["description_placeholders"]["error"]
    server.clear_faults()
    assert loaded.data["password"] == "mypassword"
    result = await _enter(hass, form, {"username": "john", "password": "mypassword"})
    assert result["reason"] == "reauth_successful"
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_reauth_accepts_another_user_of_the_account(
    hass: HomeAssistant, account: Account, server: Server, loaded: MockConfigEntry
) -> None:
    account.users["jane"] = "secret"
    form = await loaded.start_reauth_flow(hass)
    result = await _enter(hass, form, {"username": "jane@mycompany", "password": "secret"})
    assert result["reason"] == "reauth_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert loaded.data == {
        **LOGIN,
        "host": server.address,
        "username": "jane",
        "password": "secret",
    }


async def test_reauth_does_not_accept_another_account(
    hass: HomeAssistant, cloud: Cloud, loaded: MockConfigEntry
) -> None:
    cloud.add_account("other", {"jane": "secret"})
    form = await loaded.start_reauth_flow(hass)
    form = await _enter(hass, form, {"username": "jane@other", "password": "secret"})
    assert form["errors"] == {"base": "invalid_auth"}


# --- Reconfiguration


async def test_reconfigure_shows_everything_but_the_password(
    hass: HomeAssistant, server: Server, loaded: MockConfigEntry
) -> None:
    form = await loaded.start_reconfigure_flow(hass)
    assert form["step_id"] == "reconfigure"
    assert _shown(form) == {
        "domain": "mycompany",
        "username": "john",
        "advanced": {"host": server.address, "verify_ssl": True},
    }
    assert "mypassword" not in repr(form)


async def test_reconfigure_moves_the_account_to_another_server(
    hass: HomeAssistant, server: Server, stranger: Server, loaded: MockConfigEntry
) -> None:
    entities = set(er.async_get(hass).entities)
    form = await loaded.start_reconfigure_flow(hass)
    typed = _login(stranger)
    form = await _enter(hass, form, typed)
    assert form["errors"] == {"base": "tls_error"}
    assert _shown(form) == typed
    assert loaded.data["host"] == server.address
    result = await _enter(hass, form, _login(stranger, verify_ssl=False))
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert loaded.data == {**LOGIN, "host": stranger.address, "verify_ssl": False}
    assert loaded.options["handsets"] == ["100", "101", "102"]
    assert loaded.state is ConfigEntryState.LOADED
    assert stranger.requests
    assert set(er.async_get(hass).entities) == entities


async def test_reconfigure_understands_the_full_domain(
    hass: HomeAssistant, account: Account, server: Server, loaded: MockConfigEntry
) -> None:
    account.users["john"] = "new"
    form = await loaded.start_reconfigure_flow(hass)
    result = await _enter(
        hass, form, _login(server, domain="https://MyCompany.jingl.com.au/", password="new")
    )
    assert result["reason"] == "reconfigure_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert loaded.data == {**LOGIN, "host": server.address, "password": "new"}


async def test_reconfigure_refuses_another_account(
    hass: HomeAssistant, cloud: Cloud, server: Server, loaded: MockConfigEntry
) -> None:
    cloud.add_account("other", {"jane": "secret"})
    before = dict(loaded.data)
    form = await loaded.start_reconfigure_flow(hass)
    result = await _enter(
        hass, form, _login(server, domain="other", username="jane", password="secret")
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "wrong_account"
    assert dict(loaded.data) == before


async def test_a_flow_left_behind_for_another_account_does_not_hide_that_it_is_another(
    hass: HomeAssistant, cloud: Cloud, server: Server, loaded: MockConfigEntry
) -> None:
    cloud.add_account("other", {"jane": "secret"})
    other = _login(server, domain="other", username="jane", password="secret")
    left = await _log_in(hass, other)
    assert left["step_id"] == "handsets"
    result = await _enter(hass, await loaded.start_reconfigure_flow(hass), other)
    assert result["reason"] == "wrong_account"
    assert loaded.data == {**LOGIN, "host": server.address}


async def test_reconfigure_works_while_reauth_waits(
    hass: HomeAssistant, account: Account, server: Server, loaded: MockConfigEntry
) -> None:
    account.users["john"] = "new"
    loaded.async_start_reauth(hass)
    await hass.async_block_till_done()
    assert len(_reauth_flows(hass)) == 1
    form = await loaded.start_reconfigure_flow(hass)
    result = await _enter(hass, form, _login(server, password="new"))
    assert result["reason"] == "reconfigure_successful"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert loaded.state is ConfigEntryState.LOADED
    assert _reauth_flows(hass) == []


# --- What a browser sees


async def test_a_browser_can_show_every_form(
    hass: HomeAssistant, server: Server, hass_client: ClientSessionGenerator
) -> None:
    assert await async_setup_component(hass, "config", {})
    browser = await hass_client()

    async def post(path: str, user_input: dict[str, Any]) -> dict[str, Any]:
        response = await browser.post(f"/api/config/config_entries/{path}", json=user_input)
        assert response.status == HTTPStatus.OK, await response.text()
        form: dict[str, Any] = await response.json()
        return form

    form = await post("flow", {"handler": DOMAIN})
    flow = f"flow/{form['flow_id']}"
    domain, username, password, advanced = form["data_schema"]
    assert (domain["name"], username["name"]) == ("domain", "username")
    assert password["selector"]["text"]["type"] == "password"
    assert advanced["type"] == "expandable"
    assert advanced["expanded"] is False
    host, verify_ssl = advanced["schema"]
    assert host["default"] == "www.jingl.com.au"
    assert verify_ssl["default"] is True

    wrong = {"host": server.address, "verify_ssl": True}
    form = await post(flow, {**_login(server, password="wrong"), "advanced": wrong})
    assert form["errors"] == {"base": "invalid_auth"}
    assert form["data_schema"][3]["expanded"] is True
    host, verify_ssl = form["data_schema"][3]["schema"]
    assert host["description"] == {"suggested_value": server.address}
    assert verify_ssl["description"] == {"suggested_value": True}

    form = await post(flow, _login(server))
    handsets, track_new = form["data_schema"]
    assert handsets["selector"]["select"]["multiple"]
    assert handsets["description"] == {"suggested_value": ["100", "101", "102"]}
    assert track_new["selector"] == {"boolean": {}}

    # A browser offers no other; whoever sends one all the same is refused.
    response = await browser.post(
        f"/api/config/config_entries/{flow}", json={"handsets": ["999"], "track_new": True}
    )
    assert response.status == HTTPStatus.BAD_REQUEST

    result = await post(flow, {"handsets": ["100"], "track_new": False})
    assert result["type"] == "create_entry"
    entry_id = result["result"]["entry_id"]
    await hass.async_block_till_done(wait_background_tasks=True)

    form = await post("flow", {"handler": DOMAIN, "entry_id": entry_id})
    assert form["step_id"] == "reconfigure"
    assert "mypassword" not in json.dumps(form)

    menu = await post("options/flow", {"handler": entry_id})
    assert menu["step_id"] == "init"
    form = await post(f"options/flow/{menu['flow_id']}", {"next_step_id": "handsets"})
    result = await post(
        f"options/flow/{form['flow_id']}", {"handsets": ["100", "101"], "track_new": False}
    )
    assert result["type"] == "create_entry"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert hass.states.get("sensor.sales_status")


async def test_no_login_is_logged(
    hass: HomeAssistant, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    form = await _log_in(hass, _login(server, password="wr0ngpassword"))
    form = await _enter(hass, form, _login(server))
    await _enter(hass, form, {"handsets": ["100"], "track_new": True})
    await hass.async_block_till_done(wait_background_tasks=True)
    logged = "\n".join(
        record.getMessage()
        for record in caplog.records
        if record.name.startswith(("custom_components.jingl", "aiohttp.client"))
    )
    assert "wr0ngpassword" not in logged
    assert "mypassword" not in logged
    assert "abc123" not in logged
