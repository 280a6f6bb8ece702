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

# Of an authority that nobody trusts.
_STRANGER_TLS = Authority.create().server_context()

# Settings are read again after this.
_SETTINGS = 301

type Refuse = Callable[..., Awaitable[None]]
type Click = Callable[..., Awaitable[dict[str, Any]]]


def _issues(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, ir.IssueEntry]:
    """Return the account's active issues by their ids, without the entry's."""
    prefix = f"{entry.entry_id}_"
    return {
        issue_id.removeprefix(prefix): issue
        for (domain, issue_id), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN and issue.active and issue_id.startswith(prefix)
    }


def _remove(account: Account, extensions: Iterable[str]) -> None:
    for extension in extensions:
        account.remove_handset(extension)


async def _reload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.fixture
async def fix(
    hass: HomeAssistant, entry: MockConfigEntry, hass_client: ClientSessionGenerator
) -> Click:
    """Return a function that opens the fix flow of an issue, as a click does."""
    assert await async_setup_component(hass, "repairs", {})
    client = await hass_client()

    async def fix(issue_id: str) -> dict[str, Any]:
        response = await client.post(
            "/api/repairs/issues/fix",
            json={"handler": DOMAIN, "issue_id": f"{entry.entry_id}_{issue_id}"},
        )
        assert response.ok, await response.text()
        flow: dict[str, Any] = await response.json()
        return flow

    return fix


@pytest.fixture
async def submit(hass: HomeAssistant, fix: Click, hass_client: ClientSessionGenerator) -> Click:
    """Return a function that sends a fix flow's form or a menu's choice."""
    client = await hass_client()

    async def submit(flow: dict[str, Any], **user_input: str) -> dict[str, Any]:
        response = await client.post(f"/api/repairs/issues/fix/{flow['flow_id']}", json=user_input)
        assert response.ok, await response.text()
        result: dict[str, Any] = await response.json()
        await hass.async_block_till_done(wait_background_tasks=True)
        return result

    return submit


@pytest.fixture
def no_lists(account: Account) -> None:
    """Let the account have no lists: request it before what sets the account up."""
    account.endpoints.handset_list = account.endpoints.status_list = False


async def test_an_account_in_order_has_no_issues(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    assert _issues(hass, loaded) == {}


class TestHandsetGone:
    """A handset chosen that no longer exists."""

    async def test_it_is_an_issue_until_it_is_back(
        self, hass: HomeAssistant, account: Account, loaded: MockConfigEntry, advance: Advance
    ) -> None:
        account.remove_handset("102")
        await advance(16)
        (issue,) = _issues(hass, loaded).values()
        assert issue.translation_key == "handset_gone"
        assert issue.translation_placeholders == {"account": "mycompany", "extension": "102"}
        assert (issue.severity, issue.is_fixable) == (ir.IssueSeverity.WARNING, True)
        assert not issue.is_persistent
        account.add_handset("102")
        await advance(16)
        assert _issues(hass, loaded) == {}

    async def test_it_is_one_issue_however_often_it_is_missed(
        self, hass: HomeAssistant, account: Account, loaded: MockConfigEntry, advance: Advance
    ) -> None:
        events: list[object] = []
        hass.bus.async_listen(ir.EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED, events.append)
        account.remove_handset("102")
        for _ in range(25):
            await advance(16)
        assert len(_issues(hass, loaded)) == 1
        assert len(events) == 1

    async def test_one_that_jingl_never_knew_is_an_issue_from_the_start(
        self, hass: HomeAssistant, entry: MockConfigEntry
    ) -> None:
        hass.config_entries.async_update_entry(
            entry, options={**entry.options, "handsets": ["100", "999"]}
        )
        await _reload(hass, entry)
        assert list(_issues(hass, entry)) == ["handset_gone_999"]

    @pytest.mark.usefixtures("no_lists")
    async def test_an_account_without_lists_tells_it_singly(
        self, hass: HomeAssistant, account: Account, loaded: MockConfigEntry, advance: Advance
    ) -> None:
        account.remove_handset("102")
        await advance(_SETTINGS)
        assert list(_issues(hass, loaded)) == ["handset_gone_102"]
        account.add_handset("102")
        await advance(16)
        assert _issues(hass, loaded) == {}, "its status alone says that it exists"

    async def test_one_whose_settings_alone_cannot_be_read_exists(
        self, hass: HomeAssistant, loaded: MockConfigEntry, server: Server, advance: Advance
    ) -> None:
        server.add_fault(StatusCode(404), path="/api/handset(/.*)?")
        await advance(_SETTINGS)
        assert _issues(hass, loaded) == {}

    async def test_one_that_only_does_not_answer_is_no_issue(
        self, hass: HomeAssistant, loaded: MockConfigEntry, server: Server, advance: Advance
    ) -> None:
        server.add_fault(StatusCode(500), path="/api/handset(status)?(/102)?")
        await advance(_SETTINGS)
        assert _issues(hass, loaded) == {}

    async def test_an_outage_neither_raises_nor_clears_it(
        self,
        hass: HomeAssistant,
        account: Account,
        loaded: MockConfigEntry,
        server: Server,
        advance: Advance,
    ) -> None:
        account.remove_handset("102")
        await advance(16)
        server.add_fault(StatusCode(502))
        await advance(16)
        assert list(_issues(hass, loaded)) == ["handset_gone_102"]

    async def test_a_click_takes_it_off_the_choice(
        self,
        hass: HomeAssistant,
        account: Account,
        loaded: MockConfigEntry,
        advance: Advance,
        fix: Click,
        submit: Click,
    ) -> None:
        account.remove_handset("102")
        await advance(16)
        form = await fix("handset_gone_102")
        assert (form["type"], form["step_id"]) == ("form", "confirm")
        assert form["description_placeholders"] == {"account": "mycompany", "extension": "102"}
        assert (await submit(form))["type"] == "create_entry"
        assert loaded.state is ConfigEntryState.LOADED
        assert loaded.options["handsets"] == ["100", "101"]
        assert _issues(hass, loaded) == {}
        # It is a new one then, and new ones are followed here.
        account.add_handset("102")
        await advance(16)
        assert loaded.options["handsets"] == ["100", "101", "102"]

    @pytest.mark.usefixtures("no_lists")
    async def test_a_click_removes_what_is_left_of_it(
        self,
        account: Account,
        loaded: MockConfigEntry,
        device_registry: dr.DeviceRegistry,
        advance: Advance,
        fix: Click,
        submit: Click,
    ) -> None:
        account.remove_handset("102")
        await advance(_SETTINGS)
        identifier = (DOMAIN, "mycompany_102")
        assert device_registry.async_get_device_by_identifier(identifier, loaded.entry_id)
        await submit(await fix("handset_gone_102"))
        assert not device_registry.async_get_device_by_identifier(identifier, loaded.entry_id)

    async def test_a_click_that_comes_too_late_changes_nothing(
        self,
        account: Account,
        loaded: MockConfigEntry,
        advance: Advance,
        fix: Click,
        submit: Click,
    ) -> None:
        account.remove_handset("102")
        await advance(16)
        form = await fix("handset_gone_102")
        account.add_handset("102")
        await advance(16)
        result = await submit(form)
        assert (result["type"], result["reason"]) == ("abort", "recovered")
        assert loaded.options["handsets"] == ["100", "101", "102"]

    async def test_where_it_is_the_only_one_another_is_to_be_chosen(
        self,
        hass: HomeAssistant,
        account: Account,
        entry: MockConfigEntry,
        fix: Click,
        submit: Click,
    ) -> None:
        hass.config_entries.async_update_entry(
            entry, options={"handsets": ["100"], "ignored": [], "track_new": False}
        )
        account.remove_handset("100")
        await _reload(hass, entry)
        result = await submit(await fix("handset_gone_100"))
        assert (result["type"], result["reason"]) == ("abort", "form_opens")
        kind, flow_id = result["next_flow"]
        assert kind == "options_flow"
        await hass.config_entries.options.async_configure(
            flow_id, {"handsets": ["101"], "track_new": False}
        )
        await hass.async_block_till_done(wait_background_tasks=True)
        assert entry.options["handsets"] == ["101"]
        assert _issues(hass, entry) == {}

    async def test_it_is_cleared_when_the_user_no_longer_chooses_it(
        self, hass: HomeAssistant, account: Account, loaded: MockConfigEntry, advance: Advance
    ) -> None:
        account.remove_handset("102")
        await advance(16)
        options = hass.config_entries.options
        menu = await options.async_init(loaded.entry_id)
        form = await options.async_configure(menu["flow_id"], {"next_step_id": "handsets"})
        await options.async_configure(
            form["flow_id"], {"handsets": ["100", "101"], "track_new": True}
        )
        await hass.async_block_till_done(wait_background_tasks=True)
        assert _issues(hass, loaded) == {}


class TestHandsetsVanished:
    """An account whose handsets have all vanished."""

    @pytest.fixture(autouse=True, params=[True, False], ids=["listed", "singly"])
    def _lists(self, request: pytest.FixtureRequest, account: Account) -> None:
        account.endpoints.handset_list = account.endpoints.status_list = request.param

    @pytest.fixture
    async def vanished(
        self, account: Account, loaded: MockConfigEntry, advance: Advance
    ) -> MockConfigEntry:
        """Return the account's entry after all handsets have gone."""
        _remove(account, ("100", "101", "102"))
        await advance(_SETTINGS)
        return loaded

    async def test_it_is_one_issue_until_one_is_back(
        self, hass: HomeAssistant, account: Account, vanished: MockConfigEntry, advance: Advance
    ) -> None:
        (issue,) = _issues(hass, vanished).values()
        assert issue.translation_key == "handsets_vanished"
        assert issue.translation_placeholders == {"account": "mycompany"}
        assert (issue.severity, issue.is_fixable) == (ir.IssueSeverity.ERROR, True)
        account.add_handset("101")
        await advance(_SETTINGS)
        assert sorted(_issues(hass, vanished)) == ["handset_gone_100", "handset_gone_102"]

    async def test_it_is_one_issue_from_the_start(
        self, hass: HomeAssistant, account: Account, entry: MockConfigEntry
    ) -> None:
        _remove(account, ("100", "101", "102"))
        await _reload(hass, entry)
        assert list(_issues(hass, entry)) == ["handsets_vanished"]

    async def test_an_account_that_was_never_to_have_any_has_not_lost_any(
        self, hass: HomeAssistant, account: Account, entry: MockConfigEntry
    ) -> None:
        _remove(account, ("100", "101", "102"))
        hass.config_entries.async_update_entry(entry, options={**entry.options, "handsets": []})
        await _reload(hass, entry)
        assert _issues(hass, entry) == {}

    async def test_it_leads_to_the_choice_of_handsets(
        self,
        hass: HomeAssistant,
        account: Account,
        vanished: MockConfigEntry,
        fix: Click,
        submit: Click,
    ) -> None:
        account.add_handset("200")
        menu = await fix("handsets_vanished")
        assert (menu["type"], menu["menu_options"]) == ("menu", ["handsets", "login"])
        result = await submit(menu, next_step_id="handsets")
        kind, flow_id = result["next_flow"]
        assert kind == "options_flow"
        assert list(_issues(hass, vanished)) == ["handsets_vanished"], "nothing is fixed yet"
        # Without a list, extension numbers are typed.
        chosen = ["200"] if account.endpoints.handset_list else "200"
        await hass.config_entries.options.async_configure(flow_id, {"handsets": chosen})
        await hass.async_block_till_done(wait_background_tasks=True)
        assert _issues(hass, vanished) == {}

    async def test_it_leads_to_the_login(
        self, hass: HomeAssistant, vanished: MockConfigEntry, fix: Click, submit: Click
    ) -> None:
        result = await submit(await fix("handsets_vanished"), next_step_id="login")
        kind, flow_id = result["next_flow"]
        assert kind == "config_flow"
        assert hass.config_entries.flow.async_get(flow_id)["step_id"] == "reconfigure"
        assert list(_issues(hass, vanished)) == ["handsets_vanished"]

    async def test_a_menu_that_is_looked_at_again_too_late_opens_nothing(
        self,
        hass: HomeAssistant,
        account: Account,
        vanished: MockConfigEntry,
        advance: Advance,
        fix: Click,
        hass_client: ClientSessionGenerator,
    ) -> None:
        menu = await fix("handsets_vanished")
        account.add_handset("100")
        await advance(_SETTINGS)
        assert "handsets_vanished" not in _issues(hass, vanished)
        client = await hass_client()
        response = await client.get(f"/api/repairs/issues/fix/{menu['flow_id']}")
        assert (await response.json())["reason"] == "recovered"

    @pytest.mark.parametrize("choice", ["handsets", "login"])
    async def test_a_choice_that_comes_too_late_opens_nothing(
        self,
        hass: HomeAssistant,
        account: Account,
        vanished: MockConfigEntry,
        advance: Advance,
        fix: Click,
        submit: Click,
        choice: str,
    ) -> None:
        menu = await fix("handsets_vanished")
        account.add_handset("100")
        await advance(_SETTINGS)
        assert "handsets_vanished" not in _issues(hass, vanished)
        assert (await submit(menu, next_step_id=choice))["reason"] == "recovered"

    @pytest.mark.usefixtures("vanished")
    async def test_a_form_that_cannot_be_opened_can_be_tried_later(
        self, server: Server, fix: Click, submit: Click
    ) -> None:
        menu = await fix("handsets_vanished")
        server.add_fault(StatusCode(502))
        assert (await submit(menu, next_step_id="handsets"))["reason"] == "try_later"


async def _serve_with(server: Server, tls: ssl.SSLContext) -> None:
    """Give the server another certificate."""
    # While debugging, asyncio reports each handshake that a client broke off.
    asyncio.get_running_loop().set_debug(False)
    await server.stop()
    server.tls = tls
    await server.start()


class TestCertificate:
    """A server whose certificate stopped verifying."""

    async def test_it_is_an_issue_until_it_verifies_again(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        server: Server,
        server_tls: ssl.SSLContext,
        advance: Advance,
    ) -> None:
        await _serve_with(server, _STRANGER_TLS)
        server.clear_requests()
        await advance(16)
        (issue,) = _issues(hass, loaded).values()
        assert issue.translation_key == "certificate_own_server"
        assert issue.translation_placeholders == {"account": "mycompany", "host": server.address}
        assert (issue.severity, issue.is_fixable) == (ir.IssueSeverity.ERROR, True)
        assert server.requests == []
        await _serve_with(server, server_tls)
        await advance(16)
        assert _issues(hass, loaded) == {}

    async def test_it_is_an_issue_while_the_account_is_set_up_and_tried_again(
        self,
        hass: HomeAssistant,
        entry: MockConfigEntry,
        server: Server,
        server_tls: ssl.SSLContext,
        advance: Advance,
    ) -> None:
        await _serve_with(server, _STRANGER_TLS)
        await _reload(hass, entry)
        assert list(_issues(hass, entry)) == ["certificate"]
        await advance(60)
        assert entry.state.value == "setup_retry"
        assert list(_issues(hass, entry)) == ["certificate"]
        await _serve_with(server, server_tls)
        await advance(600)
        assert entry.state.value == "loaded"
        assert _issues(hass, entry) == {}

    async def test_at_jingl_s_own_address_no_click_can_help(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        server: Server,
        advance: Advance,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(issues, "DEFAULT_HOST", server.address)
        await _serve_with(server, _STRANGER_TLS)
        await advance(16)
        (issue,) = _issues(hass, loaded).values()
        assert (issue.translation_key, issue.is_fixable) == ("certificate", False)

    async def test_a_server_that_is_not_there_says_nothing_of_its_certificate(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        server: Server,
        advance: Advance,
    ) -> None:
        await server.stop()
        await advance(16)
        assert _issues(hass, loaded) == {}
        await server.start()
        await _serve_with(server, _STRANGER_TLS)
        await advance(16)
        await server.stop()
        await advance(16)
        assert list(_issues(hass, loaded)) == ["certificate"]
        await server.start()

    async def test_any_answer_at_all_clears_it(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        server: Server,
        server_tls: ssl.SSLContext,
        advance: Advance,
    ) -> None:
        await _serve_with(server, _STRANGER_TLS)
        await advance(16)
        server.add_fault(StatusCode(502))
        await _serve_with(server, server_tls)
        await advance(16)
        assert _issues(hass, loaded) == {}

    async def test_a_click_leads_to_the_server_and_leaves_verification_on(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        server: Server,
        advance: Advance,
        fix: Click,
        submit: Click,
    ) -> None:
        await _serve_with(server, _STRANGER_TLS)
        await advance(16)
        form = await fix("certificate")
        assert (form["type"], form["step_id"]) == ("form", "confirm")
        result = await submit(form)
        kind, flow_id = result["next_flow"]
        assert kind == "config_flow"
        assert hass.config_entries.flow.async_get(flow_id)["step_id"] == "reconfigure"
        assert loaded.data["verify_ssl"] is True
        assert list(_issues(hass, loaded)) == ["certificate"], "nothing is fixed yet"

    async def test_a_click_that_comes_too_late_opens_nothing(
        self,
        loaded: MockConfigEntry,
        server: Server,
        server_tls: ssl.SSLContext,
        advance: Advance,
        fix: Click,
        submit: Click,
    ) -> None:
        await _serve_with(server, _STRANGER_TLS)
        await advance(16)
        form = await fix("certificate")
        await _serve_with(server, server_tls)
        await advance(16)
        assert (await submit(form))["reason"] == "recovered"


class TestCallsRefused:
    """An account whose calls are refused again and again."""

    @pytest.fixture
    def refuse(self, hass: HomeAssistant, loaded: MockConfigEntry) -> Refuse:
        """Return a function that has calls refused."""
        assert loaded

        async def refuse(times: int, **data: str) -> None:
            for _ in range(times):
                with pytest.raises(ServiceValidationError):
                    await hass.services.async_call(
                        DOMAIN,
                        "create_call",
                        {"handset": "100", "number": "1900654321", **data},
                        blocking=True,
                    )

        return refuse

    async def test_ten_within_an_hour_are_an_issue(
        self, hass: HomeAssistant, loaded: MockConfigEntry, advance: Advance, refuse: Refuse
    ) -> None:
        await refuse(9)
        await advance(3599)
        assert _issues(hass, loaded) == {}
        await refuse(1, number="000")
        (issue,) = _issues(hass, loaded).values()
        assert issue.translation_key == "calls_refused"
        assert issue.translation_placeholders == {"account": "mycompany"}
        assert (issue.severity, issue.is_fixable) == (ir.IssueSeverity.WARNING, True)
        assert not issue.is_persistent

    async def test_ten_in_a_longer_time_are_none(
        self, hass: HomeAssistant, loaded: MockConfigEntry, advance: Advance, refuse: Refuse
    ) -> None:
        for _ in range(4):
            await refuse(3)
            await advance(1201)
        assert _issues(hass, loaded) == {}

    async def test_too_many_calls_are_refusals_too(
        self, hass: HomeAssistant, loaded: MockConfigEntry, refuse: Refuse
    ) -> None:
        hass.config_entries.async_update_entry(
            loaded, options={**loaded.options, "dialling": {"calls": 1}}
        )
        await hass.services.async_call(
            DOMAIN, "create_call", {"handset": "100", "number": "0409123456"}, blocking=True
        )
        await refuse(10, number="0409123456")
        assert list(_issues(hass, loaded)) == ["calls_refused"]

    async def test_what_is_no_number_at_all_counts_too(
        self, hass: HomeAssistant, loaded: MockConfigEntry, refuse: Refuse
    ) -> None:
        await refuse(10, number="9123 4567")
        assert list(_issues(hass, loaded)) == ["calls_refused"]

    async def test_a_successful_poll_does_not_clear_it(
        self, hass: HomeAssistant, loaded: MockConfigEntry, advance: Advance, refuse: Refuse
    ) -> None:
        await refuse(10)
        await advance(_SETTINGS)
        assert list(_issues(hass, loaded)) == ["calls_refused"]

    async def test_a_click_leads_to_what_may_be_called(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        refuse: Refuse,
        fix: Click,
        submit: Click,
    ) -> None:
        await refuse(10)
        form = await fix("calls_refused")
        assert (form["type"], form["step_id"]) == ("form", "confirm")
        assert form["description_placeholders"] == {"account": "mycompany"}
        assert list(_issues(hass, loaded)) == ["calls_refused"], "nobody has read it yet"
        result = await submit(form)
        assert (result["type"], result["reason"]) == ("abort", "form_opens")
        assert _issues(hass, loaded) == {}
        kind, flow_id = result["next_flow"]
        assert kind == "options_flow"
        flow = hass.config_entries.options.async_get(flow_id)
        assert flow["step_id"] == "dialling"
        await hass.config_entries.options.async_configure(
            flow_id,
            {
                "actions": ["handset", "premium"],
                "voice": [],
                "supervise_others": False,
                "calls": 10,
                "minutes": 5,
            },
        )
        await hass.async_block_till_done(wait_background_tasks=True)
        await hass.services.async_call(
            DOMAIN, "create_call", {"handset": "100", "number": "1900654321"}, blocking=True
        )
        assert _issues(hass, loaded) == {}

    async def test_calls_that_are_refused_again_and_again_after_a_click_are_an_issue_again(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        refuse: Refuse,
        fix: Click,
        submit: Click,
    ) -> None:
        await refuse(10)
        await submit(await fix("calls_refused"))
        await refuse(10)
        assert list(_issues(hass, loaded)) == ["calls_refused"]

    async def test_a_click_that_comes_too_late_opens_nothing(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        refuse: Refuse,
        fix: Click,
        submit: Click,
    ) -> None:
        await refuse(10)
        first, second = await fix("calls_refused"), await fix("calls_refused")
        await submit(first)
        assert _issues(hass, loaded) == {}
        opened = hass.config_entries.options.async_progress()
        assert (await submit(second))["reason"] == "recovered"
        assert hass.config_entries.options.async_progress() == opened

    async def test_no_poll_would_say_it_again_so_it_survives_a_reload(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        refuse: Refuse,
        fix: Click,
        submit: Click,
    ) -> None:
        await refuse(10)
        form = await fix("calls_refused")
        await _reload(hass, loaded)
        assert list(_issues(hass, loaded)) == ["calls_refused"]
        assert (await submit(form))["reason"] == "form_opens"
        assert _issues(hass, loaded) == {}

    async def test_it_stays_while_the_account_is_unloaded_or_disabled(
        self,
        hass: HomeAssistant,
        account: Account,
        loaded: MockConfigEntry,
        advance: Advance,
        refuse: Refuse,
    ) -> None:
        await refuse(10)
        account.remove_handset("102")
        await advance(16)
        assert set(_issues(hass, loaded)) == {"calls_refused", "handset_gone_102"}
        assert await hass.config_entries.async_unload(loaded.entry_id)
        assert list(_issues(hass, loaded)) == ["calls_refused"]
        await hass.config_entries.async_set_disabled_by(loaded.entry_id, ConfigEntryDisabler.USER)
        assert list(_issues(hass, loaded)) == ["calls_refused"]

    async def test_it_goes_with_the_account(
        self, hass: HomeAssistant, loaded: MockConfigEntry, refuse: Refuse
    ) -> None:
        await refuse(10)
        await hass.config_entries.async_remove(loaded.entry_id)
        assert _issues(hass, loaded) == {}

    async def test_it_goes_with_an_account_that_was_not_loaded(
        self, hass: HomeAssistant, loaded: MockConfigEntry, refuse: Refuse
    ) -> None:
        await refuse(10)
        assert await hass.config_entries.async_unload(loaded.entry_id)
        await hass.config_entries.async_remove(loaded.entry_id)
        assert _issues(hass, loaded) == {}


class TestEndOfAccount:
    """An account that is gone has no issues."""

    @pytest.fixture
    async def troubled(
        self, hass: HomeAssistant, account: Account, loaded: MockConfigEntry, advance: Advance
    ) -> MockConfigEntry:
        """Return the account's entry, with an issue."""
        account.remove_handset("102")
        await advance(16)
        assert _issues(hass, loaded)
        return loaded

    async def test_unloading_clears_them(
        self, hass: HomeAssistant, troubled: MockConfigEntry
    ) -> None:
        assert await hass.config_entries.async_unload(troubled.entry_id)
        assert _issues(hass, troubled) == {}

    async def test_removing_clears_them(
        self, hass: HomeAssistant, troubled: MockConfigEntry
    ) -> None:
        await hass.config_entries.async_remove(troubled.entry_id)
        assert _issues(hass, troubled) == {}

    async def test_disabling_one_that_was_never_set_up_clears_them(
        self, hass: HomeAssistant, entry: MockConfigEntry, server: Server
    ) -> None:
        await _serve_with(server, _STRANGER_TLS)
        await _reload(hass, entry)
        assert _issues(hass, entry)
        await hass.config_entries.async_set_disabled_by(entry.entry_id, ConfigEntryDisabler.USER)
        assert _issues(hass, entry) == {}

    async def test_another_account_keeps_its_own(
        self, hass: HomeAssistant, troubled: MockConfigEntry
    ) -> None:
        other = MockConfigEntry(
            domain=DOMAIN,
            unique_id="othercompany",
            data={**troubled.data, "domain": "othercompany"},
            options=troubled.options,
        )
        other.add_to_hass(hass)
        await _reload(hass, other)
        await hass.config_entries.async_unload(other.entry_id)
        assert list(_issues(hass, troubled)) == ["handset_gone_102"]
