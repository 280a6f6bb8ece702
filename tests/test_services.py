"""The actions: place, transfer, monitor, coach and barge into calls."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
import voluptuous as vol

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import Context, HomeAssistant, SupportsResponse
from homeassistant.exceptions import ServiceValidationError, Unauthorized, UnknownUser
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.helpers.translation import async_get_translations

from custom_components.jingl.const import DOMAIN
from custom_components.jingl.dialling.gate import dial_record
from custom_components.jingl.numbers.contacts import Contact
from custom_components.jingl.numbers.phone_book import read_phone_book
from custom_components.jingl.services import ACTIONS, EXPORT_CONTACTS
from simulator.faults import Hang
from simulator.server import Server
from simulator.state import Account, Cloud
from tests.conftest import LOGIN, Advance, state_of
from tests.contacts import Contacts

ALL = [action.name for action in ACTIONS]
NO_NUMBERS: tuple[object, ...] = (None, [], {}, 3.14)

type Check = Callable[..., Awaitable[dict[str, Any]]]
type Puts = Callable[[], list[tuple[str, tuple[tuple[str, str], ...]]]]


async def act(hass: HomeAssistant, action: str, **data: Any) -> None:
    """Call an action, by default for Reception and its colleague at 101."""
    data = {"handset": "100", "number": "101", **data}
    await hass.services.async_call(DOMAIN, action, data, blocking=True)


async def refusal(hass: HomeAssistant, **data: Any) -> str | None:
    """Return why a call is not placed."""
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "create_call", **data)
    return caught.value.translation_key


def methods(server: Server) -> list[str]:
    """Return the methods of all requests but the search for calls, which comes now and then."""
    return [request.method for request in server.requests if request.path != "/api/call"]


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

    @pytest.mark.parametrize("handset", [102, "102", "mycompany_102"])
    async def test_a_handset_is_named_by_its_extension_number_or_its_device(
        self,
        hass: HomeAssistant,
        account: Account,
        device_id: Callable[[str], str],
        handset: str | int,
    ) -> None:
        if handset == "mycompany_102":
            handset = device_id(handset)
        await act(hass, "create_call", handset=handset)
        assert account.status("102").state == "Calling"

    @pytest.mark.parametrize(
        ("action", "data", "parameter"),
        [
            ("transfer_call", {}, "calltransferblind"),
            ("transfer_call", {"attended": True}, "calltransferattended"),
            ("monitor_call", {}, "callmonitor"),
            ("coach_call", {}, "callcoach"),
            ("barge_call", {}, "callbarge"),
        ],
    )
    async def test_a_call_is_transferred_or_supervised(
        self,
        hass: HomeAssistant,
        account: Account,
        puts: Puts,
        action: str,
        data: dict[str, Any],
        parameter: str,
    ) -> None:
        account.incoming_call("0412345678", "100")
        account.answer("100")
        await act(hass, action, **data)
        assert puts() == [("/api/handset/100", ((parameter, "101"),))]
        assert account.status("101").state == "Ringing"

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
        assert methods(server) == ["GET", "PUT", "GET"]
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
        assert methods(server) == ["PUT", "GET", "PUT", "PUT", "GET"]
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
    @pytest.mark.parametrize(
        "data",
        [
            *({"handset": "100", "number": number} for number in NO_NUMBERS),
            *({"handset": "100"}, {}),
        ],
    )
    async def test_a_number_as_text_or_an_integer_is_needed(
        self, hass: HomeAssistant, action: str, data: dict[str, Any]
    ) -> None:
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
        assert await refusal(hass, number="101") == "dial_handset_refused"


class TestAnswers:
    """What an action answers, if that is asked for."""

    async def test_it_says_what_was_dialled_from_where(
        self, hass: HomeAssistant, loaded: MockConfigEntry, device_id: Callable[[str], str]
    ) -> None:
        Contacts(hass, loaded).add("Anna Smith", "+61 491 570 159")
        answer = await hass.services.async_call(
            DOMAIN,
            "create_call",
            {"handset": "100", "number": "anna  SMITH"},
            blocking=True,
            return_response=True,
        )
        assert answer == {
            "number": "0491570159",
            "readable": "0491 570 159",
            "name": "Anna Smith",
            "kind": "contact",
            "handset": device_id("mycompany_100"),
        }


class TestCheckingANumber:
    """What would be dialled, and whether it may be; nothing is done or counted."""

    @pytest.fixture
    def check(self, hass: HomeAssistant, loaded: MockConfigEntry) -> Check:
        """Return a function that checks a number, by default for a call from Reception."""

        async def check(number: str | int, user: str | None = None, **data: Any) -> dict[str, Any]:
            answer = await hass.services.async_call(
                DOMAIN,
                "check_number",
                {"handset": "100", "number": number, **data},
                blocking=True,
                context=Context(user_id=user),
                return_response=True,
            )
            assert answer
            return dict(answer)

        return check

    async def test_a_number_that_may_be_called_is_allowed(
        self, check: Check, device_id: Callable[[str], str]
    ) -> None:
        assert await check("Sales") == {
            "number": "101",
            "readable": "101",
            "name": "Sales",
            "kind": "handset",
            "handset": device_id("mycompany_100"),
            "allowed": True,
            "rule": None,
            "placeholders": {},
            "reason": None,
        }

    async def test_what_is_refused_can_be_told_in_any_language(
        self, hass: HomeAssistant, check: Check
    ) -> None:
        answer = await check("1900 123 456")
        words = await async_get_translations(hass, "de", "exceptions", [DOMAIN])
        message = words[f"component.{DOMAIN}.exceptions.{answer['rule']}.message"]
        assert "1900123456" in message.format(**answer["placeholders"])
        assert answer["placeholders"] == {"number": "1900123456", "account": "mycompany"}

    @pytest.mark.parametrize(
        ("number", "data", "kind", "rule"),
        [
            ("1900 654 321", {}, "premium", "dial_premium_refused"),
            ("triple zero", {}, "emergency", "dial_emergency_refused"),
            ("0412 345 678", {}, "mobile", "dial_denied"),
            ("0409 123 456", {"action": "coach_call"}, "mobile", "supervision_refused"),
            ("100", {}, "handset", "handset_itself"),
            ("0409 12", {}, None, "invalid_number"),
            ("Nobody in particular", {}, None, "name_unknown"),
        ],
    )
    async def test_the_rule_that_forbids_it_is_told_with_its_reason(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        check: Check,
        number: str,
        data: dict[str, str],
        kind: str | None,
        rule: str,
    ) -> None:
        options = {**loaded.options, "dialling": {"denied": ["0412*"]}}
        hass.config_entries.async_update_entry(loaded, options=options)
        found = await check(number, **data)
        assert (found["allowed"], found["kind"], found["rule"]) == (False, kind, rule)
        assert found["reason"]
        assert "{" not in found["reason"]

    async def test_the_reason_is_told_in_the_language_of_home_assistant(
        self, hass: HomeAssistant, check: Check
    ) -> None:
        hass.config.language = "de"
        assert "Premium-Nummer" in (await check("1900 654 321"))["reason"]

    async def test_a_phone_that_is_off_is_told(
        self, check: Check, account: Account, advance: Advance
    ) -> None:
        account.handsets["100"].unregister()
        await advance(16)
        assert (await check("101"))["rule"] == "handset_not_registered"

    async def test_nothing_is_dialled_counted_logged_or_to_be_repaired(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        check: Check,
        puts: Puts,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        options = {**loaded.options, "dialling": {"calls": 1, "minutes": 0}}
        hass.config_entries.async_update_entry(loaded, options=options)
        for _ in range(12):
            assert (await check("101"))["allowed"]
            assert not (await check("000"))["allowed"]
        record = dial_record(hass, loaded)
        assert (puts(), record.limit.calls, record.refusals.counts) == ([], [], {})
        assert ir.async_get(hass).issues == {}
        assert "refused" not in caplog.text

    async def test_a_limit_that_is_used_up_is_told(
        self, hass: HomeAssistant, loaded: MockConfigEntry, check: Check
    ) -> None:
        options = {**loaded.options, "dialling": {"calls": 1}}
        hass.config_entries.async_update_entry(loaded, options=options)
        await act(hass, "create_call")
        found = await check("101")
        assert (found["allowed"], found["rule"]) == (False, "too_many_calls")
        assert "Try again in " in found["reason"]

    async def test_it_needs_the_permission_that_calling_needs(
        self, hass: HomeAssistant, check: Check
    ) -> None:
        with pytest.raises(Unauthorized):
            await check("101", user=MockUser(groups=[]).add_to_hass(hass).id)
        with pytest.raises(UnknownUser):
            await check("101", user="somebody")


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
            data={
                **LOGIN,
                "domain": "othercompany",
                "host": server.address,
                "account_id": "othercompany",
            },
            options={"handsets": ["100", "200"], "ignored": [], "track_new": False},
        )
        entry.add_to_hass(hass)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        return entry

    async def test_an_extension_number_of_two_accounts_is_ambiguous(
        self, hass: HomeAssistant, other: MockConfigEntry
    ) -> None:
        assert await refusal(hass) == "handset_ambiguous"
        assert await hass.config_entries.async_unload(other.entry_id)
        await act(hass, "create_call")

    @pytest.mark.usefixtures("other")
    async def test_an_extension_number_of_one_account_goes_there(
        self, hass: HomeAssistant, cloud: Cloud
    ) -> None:
        await act(hass, "create_call", handset="200", number="100")
        assert cloud.accounts["othercompany"].status("100").state == "Ringing"
        assert cloud.accounts["mycompany"].status("100").state == "Idle"

    async def test_what_is_no_handset_is_an_error(
        self, hass: HomeAssistant, device_id: Callable[[str], str]
    ) -> None:
        assert await refusal(hass, handset="999") == "handset_unknown"
        assert await refusal(hass, handset=device_id("mycompany")) == "not_a_handset"

    async def test_a_handset_that_is_not_loaded_is_an_error(
        self, hass: HomeAssistant, loaded: MockConfigEntry, device_id: Callable[[str], str]
    ) -> None:
        handset = device_id("mycompany_100")
        assert await hass.config_entries.async_unload(loaded.entry_id)
        assert await refusal(hass, handset=handset) == "service_config_entry_not_loaded"
        assert await refusal(hass) == "handset_unknown"

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
        await advance(31)
        for gone in (handset, "100"):
            assert await refusal(hass, handset=gone) == "handset_unknown"


class TestExport:
    """All contacts of an account, as a file."""

    async def export(self, hass: HomeAssistant, entry_id: str, context: Context | None) -> str:
        """Call the action, and return the file."""
        response = await hass.services.async_call(
            DOMAIN,
            EXPORT_CONTACTS,
            {"config_entry_id": entry_id},
            blocking=True,
            context=context,
            return_response=True,
        )
        assert response
        assert [*response] == ["vcard"]
        return str(response["vcard"])

    async def test_contacts_and_phone_books_are_exported_once_each(
        self, hass: HomeAssistant, loaded: MockConfigEntry, hass_admin_user: MockUser
    ) -> None:
        contacts = Contacts(hass, loaded)
        contacts.add("Mum", "(03) 9123 4567", aliases=["Jane"], favourite=True)
        contacts.add_book("Family", ("Mum", "+61391234567"), ("Bob", "101"))
        contacts.add_book("Office", ("Bob", "101"), ("Anna", "+61409123456"))
        exported = await self.export(hass, loaded.entry_id, Context(user_id=hass_admin_user.id))
        book = read_phone_book(exported.encode(), region="AU")
        assert book.skipped == 0
        assert book.contacts == [
            Contact(name="Mum", numbers=("+61391234567",), aliases=("Jane",), favourite=True),
            Contact(name="Bob", numbers=("101",)),
            Contact(name="Anna", numbers=("+61409123456",)),
        ]

    async def test_an_account_without_contacts_has_an_empty_file(
        self, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> None:
        assert await self.export(hass, loaded.entry_id, None) == ""

    async def test_only_administrators_may_export(
        self, hass: HomeAssistant, loaded: MockConfigEntry, hass_read_only_user: MockUser
    ) -> None:
        with pytest.raises(Unauthorized):
            await self.export(hass, loaded.entry_id, Context(user_id=hass_read_only_user.id))

    async def test_there_is_nothing_but_the_response(
        self, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> None:
        answers = hass.services.supports_response(DOMAIN, EXPORT_CONTACTS)
        assert answers is SupportsResponse.ONLY

    async def test_an_account_that_is_not_there_or_not_loaded_is_refused(
        self, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> None:
        with pytest.raises(ServiceValidationError):
            await self.export(hass, "other", None)
        assert await hass.config_entries.async_unload(loaded.entry_id)
        assert loaded.state is ConfigEntryState.NOT_LOADED
        with pytest.raises(ServiceValidationError):
            await self.export(hass, loaded.entry_id, None)


async def test_a_handset_that_a_user_may_not_see_is_not_named_in_the_answer(
    hass: HomeAssistant, loaded: MockConfigEntry, hass_read_only_user: MockUser
) -> None:
    mine = {each: True for each in er.async_get(hass).entities if ".reception_" in each}
    hass_read_only_user.groups = []
    hass_read_only_user.mock_policy({"entities": {"entity_ids": mine}})
    for action in ("check_number", "create_call"):
        answer = await hass.services.async_call(
            DOMAIN,
            action,
            {"handset": "100", "number": "102"},
            blocking=True,
            context=Context(user_id=hass_read_only_user.id),
            return_response=True,
        )
        assert answer
        assert (answer["number"], answer["name"]) == ("102", None)


@pytest.mark.parametrize("action", ["transfer_call", "monitor_call"])
async def test_a_call_that_is_missing_is_told_before_it_is_asked_for(
    hass: HomeAssistant, loaded: MockConfigEntry, account: Account, advance: Advance, action: str
) -> None:
    async def rule() -> object:
        answer = await hass.services.async_call(
            DOMAIN,
            "check_number",
            {"handset": "100", "number": "101", "action": action},
            blocking=True,
            return_response=True,
        )
        assert answer
        return answer["rule"]

    assert loaded.state is ConfigEntryState.LOADED
    assert await rule() == "no_connected_call"
    account.incoming_call("0412345678", "100")
    account.answer("100")
    await advance(16)
    assert await rule() is None
