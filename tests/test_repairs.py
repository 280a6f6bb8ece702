"""What only the user can put right, raised and cleared by real polls and fixed by real clicks."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
import ssl
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.setup import async_setup_component

from custom_components.jingl.account import issues
from custom_components.jingl.const import DOMAIN
from custom_components.jingl.dialling.policy import Refusal
from simulator.faults import StatusCode
from simulator.server import Server
from simulator.state import Account
from simulator.tls import Authority

from .conftest import Advance
from .forms import Client, Form, send

# Of an authority that nobody trusts.
_STRANGER_TLS = Authority.create().server_context()

# Settings are read again after this.
_SETTINGS = 301

_FIX = "/api/repairs/issues/fix"
_WARNING, _ERROR = ir.IssueSeverity.WARNING, ir.IssueSeverity.ERROR

# What may be dialled, but for the lists of numbers.
_POLICY: dict[str, Any] = {
    "actions": ["handset", "premium"],
    "voice": [],
    "supervise_others": False,
    "calls": 10,
    "minutes": 5,
    "calls_per_day": 200,
}

# An issue's translation key and placeholders, how severe it is, and whether a click can help.
type Told = tuple[str | None, dict[str, str] | None, ir.IssueSeverity | None, bool | None]


def _gone(handsets: str) -> dict[str, Told]:
    """Return what is told when nothing but these handsets is missing."""
    of = {"account": "mycompany", "handsets": handsets}
    return {"handset_gone": ("handset_gone", of, _WARNING, True)}


class Trouble:
    """An account that has issues, and what its user does about them in the browser."""

    def __init__(
        self, hass: HomeAssistant, entry: MockConfigEntry, server: Server, advance: Advance
    ) -> None:
        self.hass = hass
        self.entry = entry
        self.server = server
        self.account: Account = server.cloud.accounts["mycompany"]
        self.client: Client
        self._advance = advance

    def told(self) -> dict[str, Told]:
        """Return what is told of the account, by the issue's id without the account's."""
        prefix = f"{self.entry.entry_id}_"
        found = {
            issue_id.removeprefix(prefix): issue
            for (domain, issue_id), issue in ir.async_get(self.hass).issues.items()
            if domain == DOMAIN and issue.active and issue_id.startswith(prefix)
        }
        # Nothing would find such a file again after a restart.
        kept = {key for key, issue in found.items() if issue.is_persistent}
        assert kept == found.keys() & {"call_log_broken"}
        return {
            key: (i.translation_key, i.translation_placeholders, i.severity, i.is_fixable)
            for key, i in found.items()
        }

    async def poll(self, seconds: float = 16) -> dict[str, Told]:
        """Let time pass, and return what is told then."""
        await self._advance(seconds)
        return self.told()

    async def reload(self, **options: Any) -> dict[str, Told]:
        """Reload the account with other options, and return what is told then."""
        options = {**self.entry.options, **options}
        self.hass.config_entries.async_update_entry(self.entry, options=options)
        await self.hass.config_entries.async_reload(self.entry.entry_id)
        await self.hass.async_block_till_done(wait_background_tasks=True)
        return self.told()

    async def serve_with(self, tls: ssl.SSLContext) -> None:
        """Give the server another certificate."""
        # While debugging, asyncio reports each handshake that a client broke off.
        asyncio.get_running_loop().set_debug(False)
        await self.server.stop()
        self.server.tls = tls
        await self.server.start()

    async def fix(self, issue_id: str) -> dict[str, Any]:
        """Open the fix flow of an issue."""
        issue_id = f"{self.entry.entry_id}_{issue_id}"
        return await send(self.client, _FIX, handler=DOMAIN, issue_id=issue_id)

    async def submit(self, flow: dict[str, Any], **user_input: Any) -> dict[str, Any]:
        """Send a fix flow's form or a menu's choice."""
        result = await send(self.client, f"{_FIX}/{flow['flow_id']}", **user_input)
        await self.hass.async_block_till_done(wait_background_tasks=True)
        return result

    async def lead_to(self, flow: dict[str, Any], **user_input: str) -> Form:
        """Do the same, and return the form that opens then."""
        result = await self.submit(flow, **user_input)
        assert (result["type"], result["reason"]) == ("abort", "form_opens")
        kind, flow_id = result["next_flow"]
        entries = self.hass.config_entries
        flows = {"options_flow": entries.options, "config_flow": entries.flow}[kind]
        return Form(flows, flows.async_get(flow_id))


@pytest.fixture
async def at_start(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    server: Server,
    advance: Advance,
    hass_client: ClientSessionGenerator,
) -> Trouble:
    """Return an account that is not set up yet."""
    assert await async_setup_component(hass, "repairs", {})
    trouble = Trouble(hass, entry, server, advance)
    trouble.client = await hass_client()
    return trouble


@pytest.fixture
async def trouble(at_start: Trouble) -> Trouble:
    """Return an account in which all is well, for now."""
    assert await at_start.reload() == {}
    return at_start


@pytest.fixture
def no_lists(account: Account) -> None:
    """Let the account have no lists: request it before what sets the account up."""
    account.endpoints.handset_list = account.endpoints.status_list = False


class TestHandsetGone:
    """Handsets chosen that no longer exist."""

    @pytest.fixture
    async def gone(self, trouble: Trouble) -> Trouble:
        """Return an account of which a handset has gone."""
        trouble.account.remove_handset("102")
        await trouble.poll(16 if trouble.account.endpoints.handset_list else _SETTINGS)
        return trouble

    async def test_it_is_an_issue_until_it_is_back(self, gone: Trouble) -> None:
        assert gone.told() == _gone("102")
        gone.account.add_handset("102")
        assert await gone.poll() == {}

    async def test_it_stays_an_issue_after_its_device_is_removed(
        self, gone: Trouble, device_registry: dr.DeviceRegistry
    ) -> None:
        await gone.poll(31)
        wanted = (DOMAIN, "mycompany_102"), gone.entry.entry_id
        assert not device_registry.async_get_device_by_identifier(*wanted)
        assert gone.told() == _gone("102")

    async def test_one_issue_names_all_of_them_as_they_are_by_now(self, gone: Trouble) -> None:
        gone.account.remove_handset("100")
        assert await gone.poll() == _gone("100, 102")
        gone.account.add_handset("102")
        assert await gone.poll() == _gone("100")

    async def test_it_names_no_more_than_ten_in_their_order(self, at_start: Trouble) -> None:
        shown = "9, 200, 201, 202, 203, 204, 205, 206, 207, 208"
        chosen = ["100", "9", *(f"20{each}" for each in range(9))]
        assert await at_start.reload(handsets=chosen) == _gone(shown)
        assert await at_start.reload(handsets=[*chosen, "209"]) == _gone(f"{shown}, …")

    async def test_one_that_came_by_itself_is_no_issue(self, trouble: Trouble) -> None:
        trouble.account.add_handset("103")
        await trouble.poll()
        trouble.account.remove_handset("103")
        for seconds in (16, 31, _SETTINGS):
            assert await trouble.poll(seconds) == {}

    async def test_it_is_one_issue_however_often_it_is_missed(self, trouble: Trouble) -> None:
        events: list[object] = []
        trouble.hass.bus.async_listen(ir.EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED, events.append)
        trouble.account.remove_handset("102")
        for _ in range(25):
            await trouble.poll()
        assert (len(trouble.told()), len(events)) == (1, 1)

    async def test_one_that_jingl_never_knew_is_an_issue_from_the_start(
        self, at_start: Trouble
    ) -> None:
        assert await at_start.reload(handsets=["100", "999"]) == _gone("999")

    @pytest.mark.usefixtures("no_lists")
    async def test_an_account_without_lists_tells_it_singly(self, gone: Trouble) -> None:
        assert gone.told() == _gone("102")
        # The first search for calls takes one handset's turn.
        await gone.poll()
        gone.account.add_handset("102")
        assert await gone.poll() == {}, "its status alone says that it exists"

    @pytest.mark.parametrize(
        ("status", "path"),
        [
            (404, "/api/handset(/.*)?"),  # whose settings alone cannot be read
            (500, "/api/handset(status)?(/102)?"),
        ],
    )
    async def test_one_that_only_does_not_answer_is_no_issue(
        self, trouble: Trouble, status: int, path: str
    ) -> None:
        trouble.server.add_fault(StatusCode(status), path=path)
        assert await trouble.poll(_SETTINGS) == {}

    async def test_an_outage_neither_raises_nor_clears_it(self, gone: Trouble) -> None:
        gone.server.add_fault(StatusCode(502))
        assert await gone.poll() == _gone("102")

    async def test_a_click_removes_it_from_the_selection(self, gone: Trouble) -> None:
        form = await gone.fix("handset_gone")
        assert (form["type"], form["step_id"]) == ("form", "confirm")
        assert form["description_placeholders"] == {"account": "mycompany", "handsets": "102"}
        assert (await gone.submit(form))["type"] == "create_entry"
        assert gone.entry.state is ConfigEntryState.LOADED
        assert (gone.entry.options["handsets"], gone.told()) == (["100", "101"], {})
        # It is a new one then, and new ones are followed here.
        gone.account.add_handset("102")
        await gone.poll()
        assert gone.entry.options["handsets"] == ["100", "101", "102"]

    async def test_a_click_removes_all_of_them_at_once(self, at_start: Trouble) -> None:
        chosen = ["100", "101", *(f"20{each}" for each in range(10)), "300", "301"]
        await at_start.reload(handsets=chosen, arrived=["101", "301"], track_new=False)
        await at_start.submit(await at_start.fix("handset_gone"))
        assert at_start.entry.options["handsets"] == ["100", "101", "301"]
        assert at_start.entry.options["arrived"] == ["101", "301"], "it leaves by itself"
        assert at_start.told() == {}

    async def test_a_click_removes_only_what_the_form_named_and_is_not_back(
        self, gone: Trouble
    ) -> None:
        gone.account.remove_handset("101")
        await gone.poll()
        form = await gone.fix("handset_gone")
        gone.account.add_handset("101")
        gone.account.remove_handset("100")
        assert await gone.poll() == _gone("100, 102")
        await gone.submit(form)
        assert gone.entry.options["handsets"] == ["100", "101"]
        assert gone.told() == _gone("100")

    @pytest.mark.usefixtures("no_lists")
    async def test_a_click_removes_what_is_left_of_it(
        self, gone: Trouble, device_registry: dr.DeviceRegistry
    ) -> None:
        wanted = (DOMAIN, "mycompany_102"), gone.entry.entry_id
        assert device_registry.async_get_device_by_identifier(*wanted)
        await gone.submit(await gone.fix("handset_gone"))
        assert not device_registry.async_get_device_by_identifier(*wanted)

    async def test_a_click_that_comes_too_late_changes_nothing(self, gone: Trouble) -> None:
        form = await gone.fix("handset_gone")
        gone.account.add_handset("102")
        await gone.poll()
        assert (await gone.submit(form))["reason"] == "recovered"
        assert gone.entry.options["handsets"] == ["100", "101", "102"]

    async def test_where_it_is_the_only_one_another_is_to_be_chosen(
        self, at_start: Trouble
    ) -> None:
        at_start.account.remove_handset("100")
        await at_start.reload(handsets=["100"], track_new=False)
        form = await at_start.lead_to(await at_start.fix("handset_gone"))
        await form.enter(handsets=["101"], track_new=False)
        assert (at_start.entry.options["handsets"], at_start.told()) == (["101"], {})

    async def test_it_is_cleared_when_the_user_no_longer_chooses_it(self, gone: Trouble) -> None:
        options = gone.hass.config_entries.options
        menu = Form(options, await options.async_init(gone.entry.entry_id))
        form = await menu.enter(next_step_id="handsets")
        await form.enter(handsets=["100", "101"], track_new=True)
        assert gone.told() == {}


class TestHandsetsVanished:
    """An account whose handsets have all vanished."""

    @pytest.fixture(autouse=True, params=[True, False], ids=["listed", "singly"])
    def _lists(self, request: pytest.FixtureRequest, account: Account) -> None:
        account.endpoints.handset_list = account.endpoints.status_list = request.param

    @pytest.fixture
    async def vanished(self, trouble: Trouble) -> Trouble:
        """Return an account whose handsets have gone."""
        trouble.account.handsets.clear()
        await trouble.poll(_SETTINGS)
        return trouble

    async def test_it_is_one_issue_until_one_is_back(self, vanished: Trouble) -> None:
        everything = ("handsets_vanished", {"account": "mycompany"}, _ERROR, True)
        assert vanished.told() == {"handsets_vanished": everything}
        vanished.account.add_handset("101")
        assert await vanished.poll(_SETTINGS) == _gone("100, 102")

    @pytest.mark.parametrize(
        ("chosen", "lost"), [(["100", "101", "102"], ["handsets_vanished"]), ([], [])], ids=str
    )
    async def test_it_is_one_issue_from_the_start_if_any_was_chosen(
        self, at_start: Trouble, chosen: list[str], lost: list[str]
    ) -> None:
        at_start.account.handsets.clear()
        assert [*await at_start.reload(handsets=chosen)] == lost

    async def test_it_leads_to_the_choice_of_handsets(self, vanished: Trouble) -> None:
        vanished.account.add_handset("200")
        menu = await vanished.fix("handsets_vanished")
        assert (menu["type"], menu["menu_options"]) == ("menu", ["handsets", "login"])
        form = await vanished.lead_to(menu, next_step_id="handsets")
        assert [*vanished.told()] == ["handsets_vanished"], "nothing is fixed yet"
        # Without a list, extension numbers are typed.
        await form.enter(handsets=["200"] if vanished.account.endpoints.handset_list else "200")
        assert vanished.told() == {}

    async def test_it_leads_to_the_login(self, vanished: Trouble) -> None:
        menu = await vanished.fix("handsets_vanished")
        assert (await vanished.lead_to(menu, next_step_id="login")).step == "reconfigure"
        assert [*vanished.told()] == ["handsets_vanished"]

    async def test_a_choice_that_comes_too_late_opens_nothing(self, vanished: Trouble) -> None:
        looked_at, *menus = [await vanished.fix("handsets_vanished") for _ in range(3)]
        vanished.account.add_handset("100")
        assert "handsets_vanished" not in await vanished.poll(_SETTINGS)
        response = await vanished.client.get(f"{_FIX}/{looked_at['flow_id']}")
        assert (await response.json())["reason"] == "recovered"
        for menu, choice in zip(menus, ("handsets", "login"), strict=True):
            assert (await vanished.submit(menu, next_step_id=choice))["reason"] == "recovered"

    async def test_a_form_that_cannot_be_opened_can_be_tried_later(self, vanished: Trouble) -> None:
        menu = await vanished.fix("handsets_vanished")
        vanished.server.add_fault(StatusCode(502))
        assert (await vanished.submit(menu, next_step_id="handsets"))["reason"] == "try_later"


class TestCertificate:
    """A server whose certificate stopped verifying."""

    @pytest.fixture
    async def untrusted(self, trouble: Trouble) -> Trouble:
        """Return an account whose server is no longer trusted."""
        await trouble.serve_with(_STRANGER_TLS)
        trouble.server.clear_requests()
        await trouble.poll()
        return trouble

    async def test_it_is_an_issue_until_it_verifies_again(
        self, untrusted: Trouble, server_tls: ssl.SSLContext
    ) -> None:
        of = {"account": "mycompany", "host": untrusted.server.address}
        assert untrusted.told() == {"certificate": ("certificate_own_server", of, _ERROR, True)}
        assert untrusted.server.requests == []
        await untrusted.serve_with(server_tls)
        assert await untrusted.poll() == {}

    async def test_it_is_an_issue_while_the_account_is_set_up_and_tried_again(
        self, at_start: Trouble, server_tls: ssl.SSLContext
    ) -> None:
        await at_start.serve_with(_STRANGER_TLS)
        assert [*await at_start.reload()] == ["certificate"]
        assert [*await at_start.poll(60)] == ["certificate"]
        assert at_start.entry.state.value == "setup_retry"
        await at_start.serve_with(server_tls)
        assert await at_start.poll(600) == {}
        assert at_start.entry.state.value == "loaded"

    async def test_at_jingl_s_own_address_no_click_can_help(
        self, at_start: Trouble, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        of = {"account": "mycompany", "host": at_start.server.address}
        monkeypatch.setattr(issues, "DEFAULT_HOST", at_start.server.address)
        await at_start.serve_with(_STRANGER_TLS)
        assert await at_start.reload() == {"certificate": ("certificate", of, _ERROR, False)}

    async def test_a_server_that_is_not_there_says_nothing_of_its_certificate(
        self, trouble: Trouble
    ) -> None:
        await trouble.server.stop()
        assert await trouble.poll() == {}
        await trouble.server.start()
        await trouble.serve_with(_STRANGER_TLS)
        await trouble.poll()
        await trouble.server.stop()
        assert [*await trouble.poll()] == ["certificate"]
        await trouble.server.start()

    async def test_any_answer_at_all_clears_it(
        self, untrusted: Trouble, server_tls: ssl.SSLContext
    ) -> None:
        untrusted.server.add_fault(StatusCode(502))
        await untrusted.serve_with(server_tls)
        assert await untrusted.poll() == {}

    async def test_a_click_leads_to_the_server_and_leaves_verification_on(
        self, untrusted: Trouble
    ) -> None:
        form = await untrusted.fix("certificate")
        assert (form["type"], form["step_id"]) == ("form", "confirm")
        assert (await untrusted.lead_to(form)).step == "reconfigure"
        assert untrusted.entry.data["verify_ssl"] is True
        assert [*untrusted.told()] == ["certificate"], "nothing is fixed yet"

    async def test_a_click_that_comes_too_late_opens_nothing(
        self, untrusted: Trouble, server_tls: ssl.SSLContext
    ) -> None:
        form = await untrusted.fix("certificate")
        await untrusted.serve_with(server_tls)
        await untrusted.poll()
        assert (await untrusted.submit(form))["reason"] == "recovered"


class TestCallsRefused:
    """An account whose calls are refused again and again."""

    type Call = Callable[..., Awaitable[None]]

    @pytest.fixture
    def call(self, hass: HomeAssistant) -> Call:
        """Return a function that calls a number."""

        async def call(number: str) -> None:
            data = {"handset": "100", "number": number}
            await hass.services.async_call(DOMAIN, "create_call", data, blocking=True)

        return call

    @pytest.fixture
    def refuse(self, call: Call) -> Call:
        """Return a function that has calls refused."""

        async def refuse(times: int, number: str = "1900654321") -> None:
            for _ in range(times):
                with pytest.raises(ServiceValidationError):
                    await call(number)

        return refuse

    @pytest.fixture
    async def refused(self, trouble: Trouble, refuse: Call) -> Trouble:
        """Return an account of which enough calls were refused."""
        await refuse(10)
        return trouble

    async def test_ten_within_an_hour_are_an_issue_whatever_rule_they_break(
        self, trouble: Trouble, refuse: Call
    ) -> None:
        await refuse(9)
        assert await trouble.poll(3599) == {}
        await refuse(1, number="000")
        refused = ("calls_refused", {"account": "mycompany"}, _WARNING, True)
        assert trouble.told() == {"calls_refused": refused}

    async def test_mistyped_numbers_are_none(self, trouble: Trouble, refuse: Call) -> None:
        await refuse(9)
        await refuse(20, number="9123 4567")  # which is no number at all
        assert trouble.told() == {}

    async def test_ten_in_a_longer_time_are_none(self, trouble: Trouble, refuse: Call) -> None:
        for _ in range(4):
            await refuse(3)
            assert await trouble.poll(1201) == {}

    async def test_too_many_calls_are_refusals_too(
        self, trouble: Trouble, call: Call, refuse: Call
    ) -> None:
        await trouble.reload(dialling={"calls": 1})
        await call("0409123456")
        await refuse(10, number="0409123456")
        assert [*trouble.told()] == ["calls_refused"]

    async def test_it_is_the_form_itself_and_says_which_rules_refused(
        self, trouble: Trouble, call: Call, refuse: Call
    ) -> None:
        await refuse(8)
        await refuse(2, number="112")
        await refuse(1, number="9123 4567")
        form = await trouble.fix("calls_refused")
        assert (form["type"], form["step_id"]) == ("form", "dialling")
        rules = dict.fromkeys(map(str, Refusal), "0") | {"kind": "8", "emergency": "2"}
        shown = {"account": "mycompany", **rules}
        assert form["description_placeholders"] == shown
        assert [*trouble.told()] == ["calls_refused"], "nobody has read it yet"
        form = await trouble.submit(form, **_POLICY, denied=["mum"])
        assert form["errors"] == {"denied": "invalid_numbers"}
        assert form["description_placeholders"] == {**shown, "numbers": "mum"}
        assert (await trouble.submit(form, **_POLICY))["type"] == "create_entry"
        assert trouble.entry.options["dialling"] == {**_POLICY, "allowed": [], "denied": []}
        await call("1900654321")
        assert trouble.told() == {}

    async def test_it_warns_before_emergency_numbers_as_the_options_do(
        self, refused: Trouble
    ) -> None:
        policy = {**_POLICY, "actions": ["emergency"]}
        warning = await refused.submit(await refused.fix("calls_refused"), **policy)
        assert warning["step_id"] == "emergency"
        assert "dialling" not in refused.entry.options
        await refused.submit(warning, understood=True)
        assert refused.entry.options["dialling"]["actions"] == ["emergency"]

    async def test_calls_that_are_refused_again_and_again_after_a_click_are_an_issue_again(
        self, refused: Trouble, refuse: Call
    ) -> None:
        await refused.submit(await refused.fix("calls_refused"), **_POLICY, allowed=["13*"])
        assert refused.told() == {}
        await refuse(10, number="000")
        assert [*refused.told()] == ["calls_refused"]

    async def test_two_who_fill_it_in_are_both_heard(self, refused: Trouble) -> None:
        first, second = [await refused.fix("calls_refused") for _ in range(2)]
        await refused.submit(first, **_POLICY)
        assert refused.told() == {}
        await refused.submit(second, **{**_POLICY, "calls": 5})
        assert (refused.entry.options["dialling"]["calls"], refused.told()) == (5, {})

    async def test_no_poll_would_say_it_again_so_it_survives_polls_and_a_reload(
        self, refused: Trouble
    ) -> None:
        form = await refused.fix("calls_refused")
        assert [*await refused.poll(_SETTINGS)] == ["calls_refused"]
        assert [*await refused.reload()] == ["calls_refused"]
        await refused.submit(form, **_POLICY)
        assert refused.told() == {}

    async def test_it_stays_while_the_account_is_unloaded_or_disabled(
        self, refused: Trouble
    ) -> None:
        refused.account.remove_handset("102")
        assert {*await refused.poll()} == {"calls_refused", "handset_gone"}
        entries, entry_id = refused.hass.config_entries, refused.entry.entry_id
        assert await entries.async_unload(entry_id)
        assert [*refused.told()] == ["calls_refused"]
        await entries.async_set_disabled_by(entry_id, ConfigEntryDisabler.USER)
        assert [*refused.told()] == ["calls_refused"]

    @pytest.mark.parametrize("is_loaded", [True, False])
    async def test_it_goes_with_the_account(self, refused: Trouble, is_loaded: bool) -> None:
        if not is_loaded:
            assert await refused.hass.config_entries.async_unload(refused.entry.entry_id)
        await refused.hass.config_entries.async_remove(refused.entry.entry_id)
        assert refused.told() == {}


class TestDialling:
    """An account that calls as often as it may, and one whose options no form has left so."""

    @staticmethod
    def permit(hass: HomeAssistant, entry: MockConfigEntry, **policy: Any) -> None:
        options = {**entry.options, "dialling": policy}
        hass.config_entries.async_update_entry(entry, options=options)

    @staticmethod
    async def call(hass: HomeAssistant) -> None:
        data = {"handset": "100", "number": "0409123456"}
        await hass.services.async_call(DOMAIN, "create_call", data, blocking=True)
        await hass.async_block_till_done(wait_background_tasks=True)

    async def test_a_limit_that_is_used_up_three_times_an_hour_is_raised_by_the_form(
        self, trouble: Trouble
    ) -> None:
        self.permit(trouble.hass, trouble.entry, calls=1, minutes=1)
        for _ in range(3):
            assert trouble.told() == {}
            await self.call(trouble.hass)
            await trouble.poll(60)
        assert [*trouble.told()] == ["calls_at_limit"]
        assert [*await trouble.reload()] == ["calls_at_limit"]
        form = await trouble.fix("calls_at_limit")
        assert [*trouble.told()] == ["calls_at_limit"], "nobody has read it yet"
        await trouble.submit(form, **_POLICY)
        assert (trouble.entry.options["dialling"]["calls"], trouble.told()) == (10, {})

    async def test_options_that_no_form_has_left_so_are_mended_by_the_form(
        self, trouble: Trouble
    ) -> None:
        self.permit(trouble.hass, trouble.entry, minutes=0, denied=["04*"])
        await self.call(trouble.hass)
        assert [*trouble.told()] == ["dialling_invalid"]
        form = await trouble.fix("dialling_invalid")
        assert [*trouble.told()] == ["dialling_invalid"], "nothing is mended yet"
        await trouble.submit(form, **_POLICY)
        assert trouble.entry.options["dialling"]["minutes"] == 5
        assert trouble.told() == {}


class TestCallLogBroken:
    """A file of the call log that can't be read."""

    @staticmethod
    def folder(trouble: Trouble) -> Path:
        """Return where the account's call log is kept."""
        return Path(trouble.hass.config.path(".storage", "jingl.call_log", trouble.entry.entry_id))

    @pytest.fixture
    async def broken(self, at_start: Trouble) -> Trouble:
        """Return an account that has found such a file."""
        path = self.folder(at_start) / "2026-11-21"
        path.parent.mkdir(parents=True)
        path.write_text("{")
        assert [*await at_start.reload()] == ["call_log_broken"]
        return at_start

    async def test_it_says_where_the_file_is(self, broken: Trouble) -> None:
        [path] = map(str, self.folder(broken).iterdir())
        placeholders = {"account": "mycompany", "path": path}
        told = ("call_log_broken", placeholders, _WARNING, True)
        assert broken.told() == {"call_log_broken": told}
        form = await broken.fix("call_log_broken")
        assert form["description_placeholders"] == placeholders

    async def test_it_stays_until_somebody_has_read_it(self, broken: Trouble) -> None:
        form = await broken.fix("call_log_broken")
        assert [*await broken.poll(_SETTINGS)] == ["call_log_broken"]
        assert [*await broken.reload()] == ["call_log_broken"]
        assert (await broken.submit(form))["type"] == "create_entry"
        assert broken.told() == {}
        assert await broken.reload() == {}

    async def test_it_goes_with_the_account(self, broken: Trouble) -> None:
        await broken.hass.config_entries.async_remove(broken.entry.entry_id)
        assert broken.told() == {}


class TestEndOfAccount:
    """An account that is gone has no issues."""

    @pytest.fixture
    async def troubled(self, at_start: Trouble) -> Trouble:
        """Return an account with an issue."""
        assert await at_start.reload(handsets=["100", "999"])
        return at_start

    @pytest.mark.parametrize("end", ["async_unload", "async_remove"])
    async def test_unloading_or_removing_it_clears_them(self, troubled: Trouble, end: str) -> None:
        await getattr(troubled.hass.config_entries, end)(troubled.entry.entry_id)
        assert troubled.told() == {}

    async def test_disabling_one_that_was_never_set_up_clears_them(self, at_start: Trouble) -> None:
        await at_start.serve_with(_STRANGER_TLS)
        assert await at_start.reload()
        await at_start.hass.config_entries.async_set_disabled_by(
            at_start.entry.entry_id, ConfigEntryDisabler.USER
        )
        assert at_start.told() == {}

    async def test_another_account_keeps_its_own(
        self, hass: HomeAssistant, troubled: Trouble
    ) -> None:
        whose = {"domain": "othercompany", "account_id": "othercompany"}
        other = MockConfigEntry(
            domain=DOMAIN,
            unique_id="othercompany",
            data={**troubled.entry.data, **whose},
            options=troubled.entry.options,
        )
        other.add_to_hass(hass)
        assert await hass.config_entries.async_setup(other.entry_id) is False
        await hass.config_entries.async_remove(other.entry_id)
        assert troubled.told() == _gone("999")
