"""Which handset calls for somebody who speaks."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr, entity_registry as er

from custom_components.jingl.const import DOMAIN
from simulator.server import Server
from simulator.state import Account, Cloud
from tests.voice.conftest import Options, Poll, Say, add_entry, calls, contact, move

RECEPTION, SALES, WORKSHOP, FRONT_DESK = "100", "101", "102", "103"
EVERY = "From which phone: Reception, Sales, Workshop, Front Desk or Warehouse?"


def of_kitchen(*extensions: str) -> Options:
    """Return options that assign handsets to the kitchen."""
    return {
        "voice": {"area_handsets": [{"area": "kitchen", "handset": each} for each in extensions]}
    }


class TestArea:
    """Somebody who speaks in an area, and names no handset."""

    async def test_the_handset_in_the_area_calls(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        account: Account,
        say: Say,
        kitchen: str,
        speaker: str,
    ) -> None:
        move(hass, loaded, SALES, kitchen)
        await say("call anna", device_id=speaker)
        assert calls(account) == ["101 > 0409123456"]

    async def test_the_area_of_the_satellite_counts_before_its_devices(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        account: Account,
        say: Say,
        kitchen: str,
        speaker: str,
        area_registry: ar.AreaRegistry,
        entity_registry: er.EntityRegistry,
    ) -> None:
        garden = area_registry.async_create("Garden").id
        satellite = entity_registry.async_get_or_create(
            "assist_satellite", "loudspeaker", "1", device_id=speaker, original_name="Satellite"
        )
        move(hass, loaded, SALES, kitchen)
        move(hass, loaded, WORKSHOP, garden)
        await say("call anna", satellite_id=satellite.entity_id)
        entity_registry.async_update_entity(satellite.entity_id, area_id=garden)
        await say("call anna", satellite_id=satellite.entity_id)
        assert calls(account) == ["101 > 0409123456", "102 > 0409123456"]

    @pytest.mark.parametrize("options", [of_kitchen(WORKSHOP)], ids=["workshop"])
    async def test_the_options_count_before_the_devices_area(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        account: Account,
        say: Say,
        kitchen: str,
        speaker: str,
    ) -> None:
        move(hass, loaded, SALES, kitchen)
        await say("call anna", device_id=speaker)
        assert calls(account) == ["102 > 0409123456"]

    @pytest.mark.parametrize("options", [of_kitchen(WORKSHOP)], ids=["workshop"])
    async def test_the_handset_that_is_named_counts_before_the_area(
        self, loaded: MockConfigEntry, account: Account, say: Say, speaker: str
    ) -> None:
        await say("call anna from sales", device_id=speaker)
        assert calls(account) == ["101 > 0409123456"]

    @pytest.mark.parametrize("options", [of_kitchen(WORKSHOP, SALES)], ids=["two"])
    async def test_of_several_handsets_in_the_area_none_is_chosen(
        self, loaded: MockConfigEntry, account: Account, say: Say, speaker: str
    ) -> None:
        reply = await say("call anna", device_id=speaker)
        assert reply == "From which phone: Sales or Workshop? Say the whole sentence again."
        assert calls(account) == []

    @pytest.mark.parametrize("options", [of_kitchen(WORKSHOP, SALES)], ids=["two"])
    async def test_of_two_handsets_of_which_one_is_called_the_other_calls(
        self, loaded: MockConfigEntry, account: Account, say: Say, speaker: str
    ) -> None:
        assert await say("call sales", device_id=speaker) == "Calling Sales from Workshop."
        assert calls(account) == ["102 > 101"]

    @pytest.mark.parametrize("options", [of_kitchen(WORKSHOP)], ids=["workshop"])
    async def test_the_handset_of_the_area_does_not_call_itself(
        self, loaded: MockConfigEntry, account: Account, say: Say, speaker: str
    ) -> None:
        reply = await say("call the workshop", device_id=speaker)
        assert reply == "Workshop cannot call itself. From which other phone?"
        assert calls(account) == []

    async def test_an_area_without_a_handset_is_no_choice(
        self, loaded: MockConfigEntry, account: Account, say: Say, speaker: str
    ) -> None:
        assert (await say("call anna", device_id=speaker)).startswith(EVERY)
        assert (await say("call anna", device_id="unknown")).startswith(EVERY)
        assert calls(account) == []


class TestOnlyHandset:
    """An account with one handset."""

    @pytest.fixture
    def account(self, cloud: Cloud) -> Account:
        account = cloud.add_account()
        account.add_handset(RECEPTION, name="Reception")
        return account

    async def test_the_only_handset_calls(
        self, loaded: MockConfigEntry, account: Account, say: Say
    ) -> None:
        assert await say("call anna") == "Calling Anna Smith, 0409 123 456, from Reception."
        assert calls(account) == ["100 > 0409123456"]

    async def test_the_only_handset_does_not_call_itself(
        self, loaded: MockConfigEntry, account: Account, say: Say
    ) -> None:
        assert (
            await say("call reception") == "Reception cannot call itself. From which other phone?"
        )
        assert calls(account) == []


class TestNames:
    """What handsets are called."""

    async def test_the_users_own_name_counts(
        self,
        loaded: MockConfigEntry,
        account: Account,
        say: Say,
        device_registry: dr.DeviceRegistry,
    ) -> None:
        device = device_registry.async_get_device_by_identifier(
            (DOMAIN, "mycompany_102"), loaded.entry_id
        )
        assert device
        device_registry.async_update_device(device.id, name_by_user="Shed")
        assert await say("call the shed from sales") == "Calling Shed from Sales."
        assert await say("call the workshop from sales") == "I know nobody called workshop."
        assert calls(account) == ["101 > 102"]

    async def test_a_handset_has_the_aliases_of_its_status(
        self,
        loaded: MockConfigEntry,
        account: Account,
        say: Say,
        entity_registry: er.EntityRegistry,
    ) -> None:
        entity_registry.async_update_entity("sensor.workshop_status", aliases=["the hut"])
        entity_registry.async_update_entity("switch.workshop_recording", aliases=["the tape"])
        assert await say("call the hut from sales") == "Calling Workshop from Sales."
        assert await say("call the tape from sales") == "I know nobody called tape."
        assert calls(account) == ["101 > 102"]


def expose_only(hass: HomeAssistant, *entity_ids: str) -> None:
    """Expose these entities to the conversation agent, and no others of ours."""
    for entity in er.async_get(hass).entities.values():
        if entity.platform == DOMAIN:
            exposed = entity.entity_id in entity_ids
            async_expose_entity(hass, "conversation", entity.entity_id, exposed)


class TestExposure:
    """Only what is exposed to the assistant is there for it."""

    async def test_the_recording_switch_is_what_is_exposed_by_itself(
        self, hass: HomeAssistant, loaded: MockConfigEntry, account: Account, say: Say
    ) -> None:
        async_expose_entity(hass, "conversation", "switch.sales_recording", False)
        assert await say("call anna from sales") == "I know no phone called sales."
        assert calls(account) == []

    async def test_any_entity_will_do(
        self, hass: HomeAssistant, loaded: MockConfigEntry, account: Account, say: Say
    ) -> None:
        expose_only(hass, "sensor.sales_status", "event.workshop_call")
        assert await say("call anna") == (
            "From which phone: Sales or Workshop? Say the whole sentence again."
        )
        assert await say("call the workshop") == "Calling Workshop from Sales."
        assert await say("call reception from sales") == "I know nobody called reception."
        assert calls(account) == ["101 > 102"]

    async def test_without_any_nothing_is_possible(
        self, hass: HomeAssistant, loaded: MockConfigEntry, account: Account, say: Say
    ) -> None:
        expose_only(hass)
        for sentence in (
            "call anna",
            "who is on the phone",
            "is sales on the phone",
            "who called",
        ):
            assert await say(sentence) == "No phone is exposed to voice assistants."
        assert calls(account) == []

    async def test_others_entities_on_a_handsets_device_do_not_count(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        say: Say,
        device_registry: dr.DeviceRegistry,
        entity_registry: er.EntityRegistry,
    ) -> None:
        expose_only(hass)
        device = device_registry.async_get_device_by_identifier(
            (DOMAIN, "mycompany_101"), loaded.entry_id
        )
        assert device
        entity_registry.async_get_or_create("light", "lamp", "1", device_id=device.id)
        assert await say("call anna") == "No phone is exposed to voice assistants."


class TestUsers:
    """What a user may not see is not there for them."""

    @pytest.fixture
    def theirs(self, hass: HomeAssistant) -> Context:
        """Return the context of a user who may use Sales, and see the state of Workshop."""
        user = MockUser(groups=[]).add_to_hass(hass)
        entities = {
            entity.entity_id: entity.entity_id.partition(".")[2].startswith("sales_")
            or {"read": True}
            for entity in er.async_get(hass).entities.values()
            if entity.entity_id.partition(".")[2].startswith("sales_")
            or entity.entity_id == "switch.workshop_recording"
        }
        user.mock_policy({"entities": {"entity_ids": entities}})
        return Context(user_id=user.id)

    async def test_they_see_and_call_what_they_may(
        self, loaded: MockConfigEntry, account: Account, poll: Poll, say: Say, theirs: Context
    ) -> None:
        account.incoming_call("0409123456", RECEPTION)
        account.incoming_call("0409123456", WORKSHOP)
        await poll()
        reply = await say("who is on the phone", context=theirs)
        assert reply == "Anna Smith is calling Workshop."
        assert await say("is reception on the phone", context=theirs) == (
            "I know nobody called reception."
        )
        assert await say("call the workshop", context=theirs) == "Calling Workshop from Sales."
        assert await say("call anna from reception", context=theirs) == (
            "I know no phone called reception."
        )
        assert await say("call anna from the workshop", context=theirs) == (
            "You may not use Workshop."
        )
        assert await say("call anna", context=theirs) == (
            "From which phone: Sales or Workshop? Say the whole sentence again."
        )
        assert [call for call in calls(account) if call.startswith("10")] == ["101 > 102"]

    async def test_nor_are_they_told_who_called_others(
        self, loaded: MockConfigEntry, account: Account, poll: Poll, say: Say, theirs: Context
    ) -> None:
        account.incoming_call("0409123456", RECEPTION)
        await poll()
        account.hang_up(RECEPTION)
        await poll()
        assert (await say("who called")).startswith("One missed call: Anna Smith")
        reply = await say("who called", context=theirs)
        assert reply == "No missed calls in the last 24 hours."

    async def test_a_user_who_may_see_nothing_has_no_phones(
        self, hass: HomeAssistant, loaded: MockConfigEntry, account: Account, say: Say
    ) -> None:
        user = MockUser(groups=[]).add_to_hass(hass)
        for said in ("call anna from sales", "who is on the phone", "is sales on the phone"):
            reply = await say(said, context=Context(user_id=user.id))
            assert reply == "No phone is exposed to voice assistants."
        assert calls(account) == []


class TestTwoAccounts:
    """Two accounts that share names and extension numbers."""

    @pytest.fixture
    def other(self, cloud: Cloud) -> Account:
        other = cloud.add_account("other")
        other.add_handset(RECEPTION, name="Reception")
        other.add_handset("200", name="Lab")
        return other

    @pytest.fixture
    def other_options(self) -> Options:
        return {}

    @pytest.fixture(autouse=True)
    async def other_entry(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        server: Server,
        other: Account,
        other_options: Options,
    ) -> MockConfigEntry:
        contacts = [contact("Anna Smith", "0455 555 555"), contact("Zoe", "0466 666 666")]
        entry = add_entry(hass, server, "other", options=other_options, contacts=contacts)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        return entry

    @pytest.mark.parametrize(
        "said",
        [
            # The agent stops at the second template that fits, and so before a second trigger.
            "call anna from sales",
            # Of these, only one fits.
            "give anna a ring from sales",
        ],
    )
    async def test_one_sentence_is_one_call(
        self, server: Server, account: Account, other: Account, say: Say, said: str
    ) -> None:
        await say(said)
        assert (calls(account), calls(other)) == (["101 > 0409123456"], [])
        assert len([request for request in server.requests if request.method == "PUT"]) == 1

    async def test_the_handset_decides_the_account(
        self, account: Account, other: Account, say: Say
    ) -> None:
        assert await say("call anna from the lab") == (
            "Calling Anna Smith, 0455 555 555, from Lab."
        )
        assert calls(other) == ["200 > 0455555555"]
        assert await say("call 100 from the lab") == "Calling Reception from Lab."
        assert calls(other) == ["200 > 100"]
        assert await say("call zoe from sales") == "I know nobody called zoe."
        assert await say("call bob from the lab") == "I know nobody called bob."
        assert calls(account) == []

    async def test_handsets_of_one_name_are_told_apart_by_their_account(
        self, account: Account, other: Account, say: Say
    ) -> None:
        assert await say("call anna from reception") == (
            "From which phone: mycompany Reception or other Reception? Say the whole sentence"
            " again."
        )
        assert await say("call anna from the other reception") == (
            "Calling Anna Smith, 0455 555 555, from Reception."
        )
        assert (calls(account), calls(other)) == ([], ["100 > 0455555555"])

    async def test_the_handset_is_asked_for_before_the_account_is_known(
        self, account: Account, other: Account, say: Say
    ) -> None:
        reply = await say("call anna")
        assert reply == (
            "From which phone: mycompany Reception, Sales, Workshop, Front Desk, Warehouse or"
            " another? Say the whole sentence again."
        )
        assert await say("call nobody at all") == "I know nobody called nobody at all."
        assert (calls(account), calls(other)) == ([], [])

    async def test_a_contact_of_both_accounts_is_one_person(
        self, hass: HomeAssistant, other: Account, other_entry: MockConfigEntry, say: Say
    ) -> None:
        other.incoming_call("0455555555", "200")
        await other_entry.runtime_data.coordinator.async_refresh()
        assert await say("is anna on the phone") == "Anna Smith is calling Lab."

    @pytest.mark.parametrize("other_options", [{"voice": {"sentences": False}}], ids=["off"])
    async def test_the_handsets_of_an_account_that_wants_no_sentences_are_left_alone(
        self, account: Account, other: Account, say: Say
    ) -> None:
        assert await say("call anna from the lab") == "I know no phone called lab."
        assert await say("call anna from reception") == (
            "Calling Anna Smith, 0409 123 456, from Reception."
        )
        assert (calls(account), calls(other)) == (["100 > 0409123456"], [])
