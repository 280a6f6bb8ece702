"""What only the user can put right, raised and cleared by real polls and fixed by real clicks."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
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

from custom_components.jingl import issues
from custom_components.jingl.const import DOMAIN
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

# Its translation key and placeholders, how severe it is and whether a click can help.
type Told = tuple[str | None, dict[str, str] | None, ir.IssueSeverity | None, bool | None]
type Issues = Callable[[], dict[str, Told]]


@pytest.fixture
def told(hass: HomeAssistant, entry: MockConfigEntry) -> Issues:
    """Return a function that returns what is told of the account, by the issue's id."""
    prefix = f"{entry.entry_id}_"

    def told() -> dict[str, Told]:
        found = {
            issue_id.removeprefix(prefix): issue
            for (domain, issue_id), issue in ir.async_get(hass).issues.items()
            if domain == DOMAIN and issue.active and issue_id.startswith(prefix)
        }
        assert not any(issue.is_persistent for issue in found.values())
        return {
            key: (i.translation_key, i.translation_placeholders, i.severity, i.is_fixable)
            for key, i in found.items()
        }

    return told


class Clicks:
    """What a user does about an issue in the browser."""

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry, client: Client) -> None:
        self.client = client
        self._hass = hass
        self._entry = entry

    async def fix(self, issue_id: str) -> dict[str, Any]:
        """Open the fix flow of an issue."""
        issue_id = f"{self._entry.entry_id}_{issue_id}"
        return await send(self.client, _FIX, handler=DOMAIN, issue_id=issue_id)

    async def submit(self, flow: dict[str, Any], **user_input: str) -> dict[str, Any]:
        """Send a fix flow's form or a menu's choice."""
        result = await send(self.client, f"{_FIX}/{flow['flow_id']}", **user_input)
        await self._hass.async_block_till_done(wait_background_tasks=True)
        return result

    async def lead_to(self, flow: dict[str, Any], **user_input: str) -> Form:
        """Do the same, and return the form that opens then."""
        result = await self.submit(flow, **user_input)
        assert (result["type"], result["reason"]) == ("abort", "form_opens")
        kind, flow_id = result["next_flow"]
        entries = self._hass.config_entries
        flows = {"options_flow": entries.options, "config_flow": entries.flow}[kind]
        return Form(flows, flows.async_get(flow_id))


@pytest.fixture
async def clicks(
    hass: HomeAssistant, entry: MockConfigEntry, hass_client: ClientSessionGenerator
) -> Clicks:
    assert await async_setup_component(hass, "repairs", {})
    return Clicks(hass, entry, await hass_client())


@pytest.fixture
def no_lists(account: Account) -> None:
    """Let the account have no lists: request it before what sets the account up."""
    account.endpoints.handset_list = account.endpoints.status_list = False


def _remove(account: Account, extensions: Iterable[str] = ("100", "101", "102")) -> None:
    for extension in extensions:
        account.remove_handset(extension)


async def _reload(hass: HomeAssistant, entry: MockConfigEntry, **options: Any) -> None:
    hass.config_entries.async_update_entry(entry, options={**entry.options, **options})
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.usefixtures("loaded")
async def test_an_account_in_order_has_no_issues(told: Issues) -> None:
    assert told() == {}


class TestHandsetGone:
    """A handset chosen that no longer exists."""

    @pytest.fixture
    async def gone(
        self, account: Account, loaded: MockConfigEntry, advance: Advance
    ) -> MockConfigEntry:
        """Return the account's entry after a handset has gone."""
        account.remove_handset("102")
        await advance(16 if account.endpoints.handset_list else _SETTINGS)
        return loaded

    @pytest.mark.usefixtures("gone")
    async def test_it_is_an_issue_until_it_is_back(
        self, account: Account, advance: Advance, told: Issues
    ) -> None:
        of = {"account": "mycompany", "extension": "102"}
        assert told() == {"handset_gone_102": ("handset_gone", of, _WARNING, True)}
        account.add_handset("102")
        await advance(16)
        assert told() == {}

    async def test_it_is_one_issue_however_often_it_is_missed(
        self,
        hass: HomeAssistant,
        account: Account,
        loaded: MockConfigEntry,
        advance: Advance,
        told: Issues,
    ) -> None:
        assert loaded
        events: list[object] = []
        hass.bus.async_listen(ir.EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED, events.append)
        account.remove_handset("102")
        for _ in range(25):
            await advance(16)
        assert (len(told()), len(events)) == (1, 1)

    async def test_one_that_jingl_never_knew_is_an_issue_from_the_start(
        self, hass: HomeAssistant, entry: MockConfigEntry, told: Issues
    ) -> None:
        await _reload(hass, entry, handsets=["100", "999"])
        assert [*told()] == ["handset_gone_999"]

    @pytest.mark.usefixtures("no_lists", "gone")
    async def test_an_account_without_lists_tells_it_singly(
        self, account: Account, advance: Advance, told: Issues
    ) -> None:
        assert [*told()] == ["handset_gone_102"]
        account.add_handset("102")
        await advance(16)
        assert told() == {}, "its status alone says that it exists"

    @pytest.mark.usefixtures("loaded")
    @pytest.mark.parametrize(
        ("status", "path"),
        [
            (404, "/api/handset(/.*)?"),  # whose settings alone cannot be read
            (500, "/api/handset(status)?(/102)?"),
        ],
    )
    async def test_one_that_only_does_not_answer_is_no_issue(
        self, server: Server, advance: Advance, told: Issues, status: int, path: str
    ) -> None:
        server.add_fault(StatusCode(status), path=path)
        await advance(_SETTINGS)
        assert told() == {}

    @pytest.mark.usefixtures("gone")
    async def test_an_outage_neither_raises_nor_clears_it(
        self, server: Server, advance: Advance, told: Issues
    ) -> None:
        server.add_fault(StatusCode(502))
        await advance(16)
        assert [*told()] == ["handset_gone_102"]

    async def test_a_click_takes_it_off_the_choice(
        self,
        account: Account,
        gone: MockConfigEntry,
        advance: Advance,
        told: Issues,
        clicks: Clicks,
    ) -> None:
        form = await clicks.fix("handset_gone_102")
        assert (form["type"], form["step_id"]) == ("form", "confirm")
        assert form["description_placeholders"] == {"account": "mycompany", "extension": "102"}
        assert (await clicks.submit(form))["type"] == "create_entry"
        assert (gone.state, gone.options["handsets"]) == (ConfigEntryState.LOADED, ["100", "101"])
        assert told() == {}
        # It is a new one then, and new ones are followed here.
        account.add_handset("102")
        await advance(16)
        assert gone.options["handsets"] == ["100", "101", "102"]

    @pytest.mark.usefixtures("no_lists")
    async def test_a_click_removes_what_is_left_of_it(
        self, gone: MockConfigEntry, device_registry: dr.DeviceRegistry, clicks: Clicks
    ) -> None:
        identifier = (DOMAIN, "mycompany_102")
        assert device_registry.async_get_device_by_identifier(identifier, gone.entry_id)
        await clicks.submit(await clicks.fix("handset_gone_102"))
        assert not device_registry.async_get_device_by_identifier(identifier, gone.entry_id)

    async def test_a_click_that_comes_too_late_changes_nothing(
        self, account: Account, gone: MockConfigEntry, advance: Advance, clicks: Clicks
    ) -> None:
        form = await clicks.fix("handset_gone_102")
        account.add_handset("102")
        await advance(16)
        assert (await clicks.submit(form))["reason"] == "recovered"
        assert gone.options["handsets"] == ["100", "101", "102"]

    async def test_where_it_is_the_only_one_another_is_to_be_chosen(
        self,
        hass: HomeAssistant,
        account: Account,
        entry: MockConfigEntry,
        told: Issues,
        clicks: Clicks,
    ) -> None:
        account.remove_handset("100")
        await _reload(hass, entry, handsets=["100"], track_new=False)
        form = await clicks.lead_to(await clicks.fix("handset_gone_100"))
        await form.enter(handsets=["101"], track_new=False)
        assert entry.options["handsets"] == ["101"]
        assert told() == {}

    async def test_it_is_cleared_when_the_user_no_longer_chooses_it(
        self, hass: HomeAssistant, gone: MockConfigEntry, told: Issues
    ) -> None:
        options = hass.config_entries.options
        menu = Form(options, await options.async_init(gone.entry_id))
        form = await menu.enter(next_step_id="handsets")
        await form.enter(handsets=["100", "101"], track_new=True)
        assert told() == {}


class TestHandsetsVanished:
    """An account whose handsets have all vanished."""

    @pytest.fixture(autouse=True, params=[True, False], ids=["listed", "singly"])
    def _lists(self, request: pytest.FixtureRequest, account: Account) -> None:
        account.endpoints.handset_list = account.endpoints.status_list = request.param

    @pytest.fixture
    async def vanished(self, account: Account, loaded: MockConfigEntry, advance: Advance) -> None:
        """Let all handsets go."""
        assert loaded
        _remove(account)
        await advance(_SETTINGS)

    @pytest.mark.usefixtures("vanished")
    async def test_it_is_one_issue_until_one_is_back(
        self, account: Account, advance: Advance, told: Issues
    ) -> None:
        everything = ("handsets_vanished", {"account": "mycompany"}, _ERROR, True)
        assert told() == {"handsets_vanished": everything}
        account.add_handset("101")
        await advance(_SETTINGS)
        assert sorted(told()) == ["handset_gone_100", "handset_gone_102"]

    @pytest.mark.parametrize(
        ("chosen", "issues"),
        [(["100", "101", "102"], ["handsets_vanished"]), ([], [])],
        ids=["some chosen", "none was to be had"],
    )
    async def test_it_is_one_issue_from_the_start_if_any_was_chosen(
        self,
        hass: HomeAssistant,
        account: Account,
        entry: MockConfigEntry,
        told: Issues,
        chosen: list[str],
        issues: list[str],
    ) -> None:
        _remove(account)
        await _reload(hass, entry, handsets=chosen)
        assert [*told()] == issues

    @pytest.mark.usefixtures("vanished")
    async def test_it_leads_to_the_choice_of_handsets(
        self, account: Account, told: Issues, clicks: Clicks
    ) -> None:
        account.add_handset("200")
        menu = await clicks.fix("handsets_vanished")
        assert (menu["type"], menu["menu_options"]) == ("menu", ["handsets", "login"])
        form = await clicks.lead_to(menu, next_step_id="handsets")
        assert [*told()] == ["handsets_vanished"], "nothing is fixed yet"
        # Without a list, extension numbers are typed.
        await form.enter(handsets=["200"] if account.endpoints.handset_list else "200")
        assert told() == {}

    @pytest.mark.usefixtures("vanished")
    async def test_it_leads_to_the_login(self, told: Issues, clicks: Clicks) -> None:
        menu = await clicks.fix("handsets_vanished")
        assert (await clicks.lead_to(menu, next_step_id="login")).step == "reconfigure"
        assert [*told()] == ["handsets_vanished"]

    @pytest.mark.usefixtures("vanished")
    async def test_a_choice_that_comes_too_late_opens_nothing(
        self, account: Account, advance: Advance, told: Issues, clicks: Clicks
    ) -> None:
        looked_at, *menus = [await clicks.fix("handsets_vanished") for _ in range(3)]
        account.add_handset("100")
        await advance(_SETTINGS)
        assert "handsets_vanished" not in told()
        response = await clicks.client.get(f"{_FIX}/{looked_at['flow_id']}")
        assert (await response.json())["reason"] == "recovered"
        for menu, choice in zip(menus, ("handsets", "login"), strict=True):
            assert (await clicks.submit(menu, next_step_id=choice))["reason"] == "recovered"

    @pytest.mark.usefixtures("vanished")
    async def test_a_form_that_cannot_be_opened_can_be_tried_later(
        self, server: Server, clicks: Clicks
    ) -> None:
        menu = await clicks.fix("handsets_vanished")
        server.add_fault(StatusCode(502))
        assert (await clicks.submit(menu, next_step_id="handsets"))["reason"] == "try_later"


async def _serve_with(server: Server, tls: ssl.SSLContext) -> None:
    """Give the server another certificate."""
    # While debugging, asyncio reports each handshake that a client broke off.
    asyncio.get_running_loop().set_debug(False)
    await server.stop()
    server.tls = tls
    await server.start()


class TestCertificate:
    """A server whose certificate stopped verifying."""

    @pytest.fixture
    async def untrusted(self, loaded: MockConfigEntry, server: Server, advance: Advance) -> None:
        """Let the certificate verify no longer."""
        assert loaded
        await _serve_with(server, _STRANGER_TLS)
        server.clear_requests()
        await advance(16)

    @pytest.mark.usefixtures("untrusted")
    async def test_it_is_an_issue_until_it_verifies_again(
        self, server: Server, server_tls: ssl.SSLContext, advance: Advance, told: Issues
    ) -> None:
        of = {"account": "mycompany", "host": server.address}
        assert told() == {"certificate": ("certificate_own_server", of, _ERROR, True)}
        assert server.requests == []
        await _serve_with(server, server_tls)
        await advance(16)
        assert told() == {}

    async def test_it_is_an_issue_while_the_account_is_set_up_and_tried_again(
        self,
        hass: HomeAssistant,
        entry: MockConfigEntry,
        server: Server,
        server_tls: ssl.SSLContext,
        advance: Advance,
        told: Issues,
    ) -> None:
        await _serve_with(server, _STRANGER_TLS)
        await _reload(hass, entry)
        assert [*told()] == ["certificate"]
        await advance(60)
        assert entry.state.value == "setup_retry"
        assert [*told()] == ["certificate"]
        await _serve_with(server, server_tls)
        await advance(600)
        assert entry.state.value == "loaded"
        assert told() == {}

    async def test_at_jingl_s_own_address_no_click_can_help(
        self,
        hass: HomeAssistant,
        entry: MockConfigEntry,
        server: Server,
        monkeypatch: pytest.MonkeyPatch,
        told: Issues,
    ) -> None:
        monkeypatch.setattr(issues, "DEFAULT_HOST", server.address)
        await _serve_with(server, _STRANGER_TLS)
        await _reload(hass, entry)
        of = {"account": "mycompany", "host": server.address}
        assert told() == {"certificate": ("certificate", of, _ERROR, False)}

    @pytest.mark.usefixtures("loaded")
    async def test_a_server_that_is_not_there_says_nothing_of_its_certificate(
        self, server: Server, advance: Advance, told: Issues
    ) -> None:
        await server.stop()
        await advance(16)
        assert told() == {}
        await server.start()
        await _serve_with(server, _STRANGER_TLS)
        await advance(16)
        await server.stop()
        await advance(16)
        assert [*told()] == ["certificate"]
        await server.start()

    @pytest.mark.usefixtures("untrusted")
    async def test_any_answer_at_all_clears_it(
        self, server: Server, server_tls: ssl.SSLContext, advance: Advance, told: Issues
    ) -> None:
        server.add_fault(StatusCode(502))
        await _serve_with(server, server_tls)
        await advance(16)
        assert told() == {}

    @pytest.mark.usefixtures("untrusted")
    async def test_a_click_leads_to_the_server_and_leaves_verification_on(
        self, entry: MockConfigEntry, told: Issues, clicks: Clicks
    ) -> None:
        form = await clicks.fix("certificate")
        assert (form["type"], form["step_id"]) == ("form", "confirm")
        assert (await clicks.lead_to(form)).step == "reconfigure"
        assert entry.data["verify_ssl"] is True
        assert [*told()] == ["certificate"], "nothing is fixed yet"

    @pytest.mark.usefixtures("untrusted")
    async def test_a_click_that_comes_too_late_opens_nothing(
        self, server: Server, server_tls: ssl.SSLContext, advance: Advance, clicks: Clicks
    ) -> None:
        form = await clicks.fix("certificate")
        await _serve_with(server, server_tls)
        await advance(16)
        assert (await clicks.submit(form))["reason"] == "recovered"


class TestCallsRefused:
    """An account whose calls are refused again and again."""

    type Refuse = Callable[..., Awaitable[None]]

    @pytest.fixture
    def refuse(self, hass: HomeAssistant, loaded: MockConfigEntry) -> Refuse:
        """Return a function that has calls refused."""
        assert loaded

        async def refuse(times: int, number: str = "1900654321") -> None:
            for _ in range(times):
                with pytest.raises(ServiceValidationError):
                    await _call(hass, number)

        return refuse

    @pytest.fixture
    async def refused(self, loaded: MockConfigEntry, refuse: Refuse) -> MockConfigEntry:
        """Return the account's entry after enough calls were refused."""
        await refuse(10)
        return loaded

    async def test_ten_within_an_hour_are_an_issue_whatever_is_wrong_with_them(
        self, hass: HomeAssistant, advance: Advance, refuse: Refuse, told: Issues
    ) -> None:
        await refuse(5)
        await refuse(4, number="9123 4567")  # which is no number at all
        await advance(3599)
        assert told() == {}
        await refuse(1, number="000")
        refused = ("calls_refused", {"account": "mycompany"}, _WARNING, True)
        assert told() == {"calls_refused": refused}

    async def test_ten_in_a_longer_time_are_none(
        self, advance: Advance, refuse: Refuse, told: Issues
    ) -> None:
        for _ in range(4):
            await refuse(3)
            await advance(1201)
        assert told() == {}

    async def test_too_many_calls_are_refusals_too(
        self, hass: HomeAssistant, loaded: MockConfigEntry, refuse: Refuse, told: Issues
    ) -> None:
        options = {**loaded.options, "dialling": {"calls": 1}}
        hass.config_entries.async_update_entry(loaded, options=options)
        await _call(hass, "0409123456")
        await refuse(10, number="0409123456")
        assert [*told()] == ["calls_refused"]

    @pytest.mark.usefixtures("refused")
    async def test_a_click_leads_to_what_may_be_called(
        self, hass: HomeAssistant, told: Issues, clicks: Clicks
    ) -> None:
        form = await clicks.fix("calls_refused")
        assert (form["type"], form["step_id"]) == ("form", "confirm")
        assert form["description_placeholders"] == {"account": "mycompany"}
        assert [*told()] == ["calls_refused"], "nobody has read it yet"
        options = await clicks.lead_to(form)
        assert (told(), options.step) == ({}, "dialling")
        await options.enter(
            actions=["handset", "premium"], voice=[], supervise_others=False, calls=10, minutes=5
        )
        await _call(hass, "1900654321")
        assert told() == {}

    @pytest.mark.usefixtures("refused")
    async def test_calls_that_are_refused_again_and_again_after_a_click_are_an_issue_again(
        self, refuse: Refuse, told: Issues, clicks: Clicks
    ) -> None:
        await clicks.submit(await clicks.fix("calls_refused"))
        await refuse(10)
        assert [*told()] == ["calls_refused"]

    @pytest.mark.usefixtures("refused")
    async def test_a_click_that_comes_too_late_opens_nothing(
        self, hass: HomeAssistant, told: Issues, clicks: Clicks
    ) -> None:
        first, second = await clicks.fix("calls_refused"), await clicks.fix("calls_refused")
        await clicks.submit(first)
        assert told() == {}
        opened = hass.config_entries.options.async_progress()
        assert (await clicks.submit(second))["reason"] == "recovered"
        assert hass.config_entries.options.async_progress() == opened

    async def test_no_poll_would_say_it_again_so_it_survives_polls_and_a_reload(
        self,
        hass: HomeAssistant,
        refused: MockConfigEntry,
        advance: Advance,
        told: Issues,
        clicks: Clicks,
    ) -> None:
        form = await clicks.fix("calls_refused")
        await advance(_SETTINGS)
        assert [*told()] == ["calls_refused"]
        await _reload(hass, refused)
        assert [*told()] == ["calls_refused"]
        await clicks.lead_to(form)
        assert told() == {}

    async def test_it_stays_while_the_account_is_unloaded_or_disabled(
        self,
        hass: HomeAssistant,
        account: Account,
        refused: MockConfigEntry,
        advance: Advance,
        told: Issues,
    ) -> None:
        account.remove_handset("102")
        await advance(16)
        assert {*told()} == {"calls_refused", "handset_gone_102"}
        assert await hass.config_entries.async_unload(refused.entry_id)
        assert [*told()] == ["calls_refused"]
        await hass.config_entries.async_set_disabled_by(refused.entry_id, ConfigEntryDisabler.USER)
        assert [*told()] == ["calls_refused"]

    @pytest.mark.parametrize("is_loaded", [True, False])
    async def test_it_goes_with_the_account(
        self, hass: HomeAssistant, refused: MockConfigEntry, told: Issues, is_loaded: bool
    ) -> None:
        if not is_loaded:
            assert await hass.config_entries.async_unload(refused.entry_id)
        await hass.config_entries.async_remove(refused.entry_id)
        assert told() == {}


async def _call(hass: HomeAssistant, number: str) -> None:
    call = {"handset": "100", "number": number}
    await hass.services.async_call(DOMAIN, "create_call", call, blocking=True)


class TestEndOfAccount:
    """An account that is gone has no issues."""

    @pytest.fixture
    async def troubled(
        self, account: Account, loaded: MockConfigEntry, advance: Advance, told: Issues
    ) -> MockConfigEntry:
        """Return the account's entry, with an issue."""
        account.remove_handset("102")
        await advance(16)
        assert told()
        return loaded

    async def test_unloading_clears_them(
        self, hass: HomeAssistant, troubled: MockConfigEntry, told: Issues
    ) -> None:
        assert await hass.config_entries.async_unload(troubled.entry_id)
        assert told() == {}

    async def test_removing_clears_them(
        self, hass: HomeAssistant, troubled: MockConfigEntry, told: Issues
    ) -> None:
        await hass.config_entries.async_remove(troubled.entry_id)
        assert told() == {}

    async def test_disabling_one_that_was_never_set_up_clears_them(
        self, hass: HomeAssistant, entry: MockConfigEntry, server: Server, told: Issues
    ) -> None:
        await _serve_with(server, _STRANGER_TLS)
        await _reload(hass, entry)
        assert told()
        await hass.config_entries.async_set_disabled_by(entry.entry_id, ConfigEntryDisabler.USER)
        assert told() == {}

    async def test_another_account_keeps_its_own(
        self, hass: HomeAssistant, troubled: MockConfigEntry, told: Issues
    ) -> None:
        data = {**troubled.data, "domain": "othercompany"}
        other = MockConfigEntry(
            domain=DOMAIN, unique_id="othercompany", data=data, options=troubled.options
        )
        other.add_to_hass(hass)
        await _reload(hass, other)
        await hass.config_entries.async_unload(other.entry_id)
        assert [*told()] == ["handset_gone_102"]
