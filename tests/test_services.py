"""The actions: place, transfer, monitor, coach and barge into calls."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import voluptuous as vol

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import (
    ServiceValidationError,
)
from homeassistant.helpers import device_registry as dr

from custom_components.jingl.const import DOMAIN
from custom_components.jingl.services import ACTIONS
from simulator.calls import SupervisionMode
from simulator.faults import Hang
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
class TestData:
    """What an action takes; which numbers may be dialled is for the dialling to say."""

    @pytest.mark.parametrize("action", ALL)
    @pytest.mark.parametrize("number", [None, [], {}, 3.14])
    async def test_a_number_is_text_or_an_integer(
        self, hass: HomeAssistant, action: str, number: object
    ) -> None:
        with pytest.raises(vol.Invalid):
            await act(hass, action, number=number)

    @pytest.mark.parametrize("action", ALL)
    async def test_a_handset_and_a_number_are_needed(
        self, hass: HomeAssistant, action: str
    ) -> None:
        for data in ({"handset": "100"}, {"number": "101"}, {}):
            with pytest.raises(vol.Invalid):
                await hass.services.async_call(DOMAIN, action, data, blocking=True)

    @pytest.mark.parametrize("action", [name for name in ALL if name != "transfer_call"])
    async def test_only_a_transfer_can_be_attended(self, hass: HomeAssistant, action: str) -> None:
        with pytest.raises(vol.Invalid):
            await act(hass, action, attended=True)

    async def test_an_action_counts_as_one_and_not_as_a_voice_assistants(
        self, hass: HomeAssistant, loaded: MockConfigEntry, puts: Puts
    ) -> None:
        options = {**loaded.options, "dialling": {"actions": ["mobile"], "voice": ["handset"]}}
        hass.config_entries.async_update_entry(loaded, options=options)
        await act(hass, "create_call", number="0409 123 456")
        assert puts() == [("/api/handset/100", (("callcreate", "0409123456"),))]
        with pytest.raises(ServiceValidationError) as caught:
            await act(hass, "create_call", number="101")
        assert caught.value.translation_key == "dial_handset_refused"


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
