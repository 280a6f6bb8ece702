"""The actions: place, transfer, monitor, coach and barge into calls."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
import voluptuous as vol

from homeassistant.auth.models import User
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
    UnknownUser,
)
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.template import Template

from custom_components.jingl.const import DOMAIN
from custom_components.jingl.services import ACTIONS
from simulator.calls import SupervisionMode
from simulator.faults import Hang, ResetAfter, ResetBefore, StatusCode
from simulator.server import Server
from simulator.state import Account, Cloud
from tests.conftest import LOGIN, Advance, state_of

ALL = [action.name for action in ACTIONS]


type Puts = Callable[[], list[tuple[str, tuple[tuple[str, str], ...]]]]


async def act(
    hass: HomeAssistant, action: str, context: Context | None = None, **data: Any
) -> None:
    """Call an action, by default for Reception and its colleague at 101."""
    await hass.services.async_call(
        DOMAIN, action, {"handset": "100", "number": "101", **data}, blocking=True, context=context
    )


@pytest.fixture
def puts(server: Server) -> Puts:
    """Return a function that tells what the cloud was asked to do."""
    return lambda: [(r.path, r.query) for r in server.requests if r.method == "PUT"]


@pytest.fixture
def device_id(loaded: MockConfigEntry, device_registry: dr.DeviceRegistry) -> Callable[[str], str]:
    """Return a function that gives a device's id by the last part of its identifier."""

    def device_id(identifier: str) -> str:
        wanted = (DOMAIN, identifier)
        device = device_registry.async_get_device_by_identifier(wanted, loaded.entry_id)
        assert device
        return device.id

    return device_id


@pytest.fixture
def connected(account: Account) -> Account:
    """Return the account while Reception is on a call."""
    account.incoming_call("0412345678", "100")
    account.answer("100")
    return account


@pytest.mark.usefixtures("loaded")
class TestCalls:
    """What the actions do at Jingl."""

    async def test_create_call_makes_the_phones_ring_and_the_states_follow(
        self, hass: HomeAssistant, account: Account
    ) -> None:
        await act(hass, "create_call")
        await hass.async_block_till_done(wait_background_tasks=True)
        assert account.status("101").state == "Ringing"
        assert state_of(hass, "sensor.reception_status") == "calling"
        assert state_of(hass, "sensor.sales_status") == "ringing"

    async def test_a_handset_is_named_by_its_device(
        self, hass: HomeAssistant, account: Account, device_id: Callable[[str], str]
    ) -> None:
        await act(hass, "create_call", handset=device_id("mycompany_102"))
        assert account.status("102").state == "Calling"

    @pytest.mark.parametrize("handset", [102, "102"])
    async def test_a_handset_is_named_by_its_extension_number(
        self, hass: HomeAssistant, account: Account, handset: str | int
    ) -> None:
        await act(hass, "create_call", handset=handset)
        assert account.status("102").state == "Calling"

    async def test_a_call_is_transferred_blindly_unless_asked_otherwise(
        self,
        hass: HomeAssistant,
        connected: Account,
        puts: Puts,
    ) -> None:
        await act(hass, "transfer_call")
        assert puts() == [("/api/handset/100", (("calltransferblind", "101"),))]
        assert connected.status("100").state == "Idle"
        assert connected.status("101").state == "Ringing"

    async def test_an_attended_transfer_asks_first(
        self,
        hass: HomeAssistant,
        connected: Account,
        puts: Puts,
    ) -> None:
        await act(hass, "transfer_call", attended=True)
        assert puts() == [("/api/handset/100", (("calltransferattended", "101"),))]
        assert connected.status("100").state == "Calling"

    @pytest.mark.parametrize(
        ("action", "mode"),
        [
            ("monitor_call", SupervisionMode.MONITOR),
            ("coach_call", SupervisionMode.COACH),
            ("barge_call", SupervisionMode.BARGE),
        ],
    )
    async def test_a_call_is_supervised(
        self, hass: HomeAssistant, connected: Account, action: str, mode: SupervisionMode
    ) -> None:
        await act(hass, action)
        connected.answer("101")
        call = connected.connected_call("100")
        assert [supervision.mode for supervision in call.supervisors] == [mode]

    async def test_a_poll_under_way_does_not_count_as_the_one_after_the_action(
        self, hass: HomeAssistant, loaded: MockConfigEntry, server: Server
    ) -> None:
        # It asked before the call was placed, and is answered after it.
        server.add_fault(Hang(), path="/api/handsetstatus", times=1)
        server.clear_requests()
        under_way = hass.async_create_task(loaded.runtime_data.coordinator.async_refresh())
        await server.wait_for_request(path="/api/handsetstatus")
        await act(hass, "create_call")
        under_way.cancel()
        await hass.async_block_till_done(wait_background_tasks=True)
        assert [r.method for r in server.requests] == ["GET", "PUT", "GET"]
        assert state_of(hass, "sensor.reception_status") == "calling"

    async def test_actions_in_quick_succession_share_a_poll(
        self, hass: HomeAssistant, server: Server
    ) -> None:
        server.add_fault(Hang(), path="/api/handsetstatus", times=1)
        server.clear_requests()
        for handset in ("100", "101", "102"):
            await act(hass, "create_call", handset=handset, number="0409123456")
        await server.stop()
        await server.start()
        await hass.async_block_till_done(wait_background_tasks=True)
        assert [r.method for r in server.requests] == ["PUT", "GET", "PUT", "PUT", "GET"]
        assert state_of(hass, "sensor.workshop_status") == "calling"

    async def test_the_action_returns_before_the_status_is_asked_for(
        self, hass: HomeAssistant, server: Server
    ) -> None:
        server.add_fault(Hang(), method="GET")
        server.clear_requests()
        await act(hass, "create_call")
        assert server.requests[0].method == "PUT"
        server.clear_faults()
        await server.stop()


@pytest.mark.usefixtures("loaded")
class TestNumbers:
    """What may be dialled, as it comes out of the user interface, YAML and templates."""

    @pytest.mark.parametrize(
        ("number", "dialled"),
        [
            ("0409 123 456", "0409123456"),
            ("(03) 9123-4567", "0391234567"),
            ("+61 409.123.456", "+61409123456"),
            ("13 12 13", "131213"),
            ("*98", "*98"),
            ("*31#0409123456", "*31#0409123456"),
            (101, "101"),
            (1300654321, "1300654321"),
            # What a template makes of "+61409123456".
            (61409123456, "+61409123456"),
        ],
    )
    async def test_a_number_is_dialled(
        self, hass: HomeAssistant, server: Server, number: str | int, dialled: str
    ) -> None:
        await act(hass, "create_call", number=number)
        assert (await server.wait_for_request(method="PUT")).query == (("callcreate", dialled),)

    @pytest.mark.parametrize("action", ALL)
    @pytest.mark.parametrize(
        "number",
        [
            "",
            " ",
            "mum",
            "0409123456&recording=false",
            "0409/123456",
            "../101",
            "١٢٣",
            "++61",
            "1" * 33,
            "1\N{PARAGRAPH SEPARATOR}01",
            True,
            -101,
            # What YAML makes of an unquoted 0312345670.
            53070776,
        ],
    )
    async def test_what_is_no_number_is_refused_without_a_request(
        self,
        hass: HomeAssistant,
        puts: Puts,
        action: str,
        number: str | int,
    ) -> None:
        with pytest.raises(ServiceValidationError) as caught:
            await act(hass, action, number=number)
        assert caught.value.translation_key == "invalid_number"
        assert puts() == []

    @pytest.mark.parametrize("number", [None, [], 3.14])
    async def test_other_types_are_refused_by_the_schema(
        self, hass: HomeAssistant, number: object
    ) -> None:
        with pytest.raises(vol.Invalid):
            await act(hass, "create_call", number=number)

    async def test_an_international_number_survives_a_template(
        self, hass: HomeAssistant, server: Server
    ) -> None:
        number = Template("{{ '+61409123456' }}", hass).async_render()
        await act(hass, "create_call", number=number)
        request = await server.wait_for_request(method="PUT")
        assert request.query == (("callcreate", "+61409123456"),)


class TestHandsets:
    """Which handset is meant, and whether anything would happen on it."""

    @pytest.fixture
    async def other(
        self, hass: HomeAssistant, cloud: Cloud, server: Server, loaded: MockConfigEntry
    ) -> MockConfigEntry:
        """Return the entry of a second account, which has a handset 100, too."""
        other = cloud.add_account("othercompany")
        other.add_handset("100", name="Other reception")
        other.add_handset("200", name="Other sales")
        entry = MockConfigEntry(
            domain=DOMAIN,
            title="othercompany",
            unique_id="othercompany",
            data={**LOGIN, "domain": "othercompany", "host": server.address},
            options={"handsets": ["100", "200"], "ignored": [], "track_new": False},
        )
        entry.add_to_hass(hass)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        return entry

    async def test_an_extension_number_of_two_accounts_is_ambiguous(
        self, hass: HomeAssistant, other: MockConfigEntry
    ) -> None:
        with pytest.raises(ServiceValidationError) as caught:
            await act(hass, "create_call")
        assert caught.value.translation_key == "handset_ambiguous"
        assert await hass.config_entries.async_unload(other.entry_id)
        await act(hass, "create_call")

    @pytest.mark.usefixtures("other")
    async def test_an_extension_number_of_one_account_goes_there(
        self, hass: HomeAssistant, cloud: Cloud
    ) -> None:
        await act(hass, "create_call", handset="200", number="100")
        assert cloud.accounts["othercompany"].status("100").state == "Ringing"
        assert cloud.accounts["mycompany"].status("100").state == "Idle"

    @pytest.mark.usefixtures("loaded")
    async def test_an_unknown_extension_number_is_an_error(self, hass: HomeAssistant) -> None:
        with pytest.raises(ServiceValidationError) as caught:
            await act(hass, "create_call", handset="999")
        assert caught.value.translation_key == "handset_unknown"

    async def test_the_account_is_no_handset(
        self, hass: HomeAssistant, device_id: Callable[[str], str]
    ) -> None:
        with pytest.raises(ServiceValidationError) as caught:
            await act(hass, "create_call", handset=device_id("mycompany"))
        assert caught.value.translation_key == "not_a_handset"

    async def test_a_handset_that_is_not_loaded_is_an_error(
        self, hass: HomeAssistant, loaded: MockConfigEntry, device_id: Callable[[str], str]
    ) -> None:
        handset = device_id("mycompany_100")
        assert await hass.config_entries.async_unload(loaded.entry_id)
        with pytest.raises(ServiceValidationError) as caught:
            await act(hass, "create_call", handset=handset)
        assert caught.value.translation_key == "service_config_entry_not_loaded"
        with pytest.raises(ServiceValidationError) as caught:
            await act(hass, "create_call")
        assert caught.value.translation_key == "handset_unknown"

    async def test_a_handset_that_is_gone_is_an_error(
        self,
        hass: HomeAssistant,
        account: Account,
        device_id: Callable[[str], str],
        advance: Advance,
    ) -> None:
        handset = device_id("mycompany_100")
        account.remove_handset("100")
        await advance(301)
        for gone in (handset, "100"):
            with pytest.raises(ServiceValidationError) as caught:
                await act(hass, "create_call", handset=gone)
            assert caught.value.translation_key == "handset_unknown"

    @pytest.mark.usefixtures("loaded")
    async def test_a_phone_that_is_off_is_an_error(
        self, hass: HomeAssistant, account: Account, server: Server, advance: Advance
    ) -> None:
        account.handsets["100"].unregister()
        await advance(16)
        with pytest.raises(ServiceValidationError) as caught:
            await act(hass, "create_call")
        assert caught.value.translation_key == "handset_not_registered"
        assert not [r for r in server.requests if r.method == "PUT"]

    @pytest.mark.usefixtures("loaded")
    async def test_an_account_that_cannot_be_reached_is_an_error(
        self, hass: HomeAssistant, server: Server, advance: Advance
    ) -> None:
        await server.stop()
        await advance(16)
        with pytest.raises(ServiceValidationError) as caught:
            await act(hass, "create_call")
        assert caught.value.translation_key == "handset_unavailable"


@pytest.mark.usefixtures("loaded")
class TestErrors:
    """What Jingl may answer, or not."""

    @pytest.mark.parametrize("action", [name for name in ALL if name != "create_call"])
    async def test_without_a_connected_call_the_error_says_so(
        self, hass: HomeAssistant, action: str
    ) -> None:
        with pytest.raises(ServiceValidationError) as caught:
            await act(hass, action)
        assert caught.value.translation_key == "no_connected_call"
        assert str(caught.value).startswith("Reception has no connected call")

    @pytest.mark.parametrize(
        ("status", "key"),
        [
            (400, "number_refused"),
            (404, "handset_not_found"),
            (406, "tls_error"),
            (418, "unexpected_response"),
            (429, "rate_limited"),
            (500, "server_error"),
            (502, "outcome_unknown"),
        ],
    )
    async def test_every_answer_has_its_error(
        self, hass: HomeAssistant, server: Server, status: int, key: str
    ) -> None:
        server.add_fault(StatusCode(status), method="PUT")
        with pytest.raises(HomeAssistantError) as caught:
            await act(hass, "create_call")
        assert caught.value.translation_key == key
        assert len([r for r in server.requests if r.method == "PUT"]) == 1

    @pytest.mark.parametrize("fault", [ResetBefore(), ResetAfter()])
    async def test_an_answer_that_never_came_is_its_own_error(
        self, hass: HomeAssistant, server: Server, fault: ResetBefore | ResetAfter
    ) -> None:
        server.add_fault(fault, method="PUT")
        with pytest.raises(HomeAssistantError) as caught:
            await act(hass, "create_call")
        assert caught.value.translation_key == "outcome_unknown"
        assert len([r for r in server.requests if r.method == "PUT"]) == 1

    async def test_a_cloud_that_cannot_be_reached_is_an_error(
        self, hass: HomeAssistant, server: Server
    ) -> None:
        await server.stop()
        with pytest.raises(HomeAssistantError) as caught:
            await act(hass, "create_call")
        assert caught.value.translation_key == "cannot_connect"

    async def test_a_refused_login_asks_for_a_new_one(
        self, hass: HomeAssistant, account: Account
    ) -> None:
        account.users["john"] = "changed"
        with pytest.raises(HomeAssistantError) as caught:
            await act(hass, "create_call")
        assert caught.value.translation_key == "invalid_auth"
        await hass.async_block_till_done()
        flows = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        assert [flow["context"]["source"] for flow in flows] == [SOURCE_REAUTH]


@pytest.mark.usefixtures("loaded")
class TestPermissions:
    """Who may act on a handset."""

    @pytest.mark.parametrize("action", ALL)
    async def test_a_user_who_may_only_look_is_refused(
        self,
        hass: HomeAssistant,
        hass_read_only_user: MockUser,
        server: Server,
        action: str,
    ) -> None:
        with pytest.raises(Unauthorized):
            await act(hass, action, Context(user_id=hass_read_only_user.id))
        assert not [r for r in server.requests if r.method == "PUT"]

    async def test_a_user_who_may_control_the_handset_is_not(
        self, hass: HomeAssistant, hass_owner_user: User, account: Account
    ) -> None:
        await act(hass, "create_call", Context(user_id=hass_owner_user.id))
        assert account.status("100").state == "Calling"

    async def test_a_user_who_may_control_only_a_part_of_it_is_refused(
        self, hass: HomeAssistant, hass_read_only_user: MockUser
    ) -> None:
        hass_read_only_user.mock_policy(
            {"entities": {"entity_ids": {"switch.reception_recording": True}}}
        )
        with pytest.raises(Unauthorized):
            await act(hass, "create_call", Context(user_id=hass_read_only_user.id))

    async def test_a_user_that_no_longer_exists_is_refused(self, hass: HomeAssistant) -> None:
        with pytest.raises(UnknownUser):
            await act(hass, "create_call", Context(user_id="gone"))

    async def test_a_read_only_user_learns_nothing_of_a_handset_without_entities(
        self,
        hass: HomeAssistant,
        hass_read_only_user: MockUser,
        device_registry: dr.DeviceRegistry,
        device_id: Callable[[str], str],
    ) -> None:
        device_registry.async_remove_device(device_id("mycompany_100"))
        await hass.async_block_till_done()
        with pytest.raises(Unauthorized):
            await act(hass, "create_call", Context(user_id=hass_read_only_user.id))
