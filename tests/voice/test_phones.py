"""The handset from which a spoken call is placed."""

from typing import Final

import pytest
from pytest_homeassistant_custom_component.common import MockUser

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr, entity_registry as er

from simulator.state import Account, Cloud
from tests.switchboard import Office
from tests.voice.conftest import Options, add_office, contact, device_of, expose_only, move
from tests.voice.test_llm import context, use

RECEPTION, SALES, WORKSHOP = "100", "101", "102"
EVERY: Final = "Which phone should I use: Reception, Sales, Workshop, Front Desk or Warehouse?"
TWO: Final = "Which phone should I use: Sales or Workshop?"
NO_PHONE: Final = "No phones are exposed to voice assistants."
ANNA: Final = "0409123456"


def of_kitchen(*extensions: str) -> pytest.MarkDecorator:
    """Assign handsets to the kitchen, by the options."""
    rows = [{"area": "kitchen", "handset": each} for each in extensions]
    return pytest.mark.parametrize("options", [{"voice": {"area_handsets": rows}}], ids=[""])


class TestArea:
    """Sentences spoken in an area, without naming a handset."""

    async def test_the_handset_in_the_area_calls(
        self, office: Office, kitchen: str, speaker: str
    ) -> None:
        move(office, SALES, kitchen)
        await office.say("call anna", device_id=speaker)
        assert office.calls == [f"101 > {ANNA}"]

    async def test_the_satellites_area_takes_precedence_over_its_devices(
        self,
        office: Office,
        kitchen: str,
        speaker: str,
        area_registry: ar.AreaRegistry,
        entity_registry: er.EntityRegistry,
    ) -> None:
        garden = area_registry.async_create("Garden").id
        satellite = entity_registry.async_get_or_create(
            "assist_satellite", "loudspeaker", "1", device_id=speaker, original_name="Satellite"
        )
        move(office, SALES, kitchen)
        move(office, WORKSHOP, garden)
        await office.say("call anna", satellite_id=satellite.entity_id)
        entity_registry.async_update_entity(satellite.entity_id, area_id=garden)
        await office.say("call anna", satellite_id=satellite.entity_id)
        assert office.calls == [f"101 > {ANNA}", f"102 > {ANNA}"]

    @of_kitchen(WORKSHOP)
    async def test_the_options_override_the_devices_area_and_a_named_handset_overrides_both(
        self, office: Office, kitchen: str, speaker: str
    ) -> None:
        move(office, SALES, kitchen)
        await office.say("call anna", device_id=speaker)
        await office.say("call anna from reception", device_id=speaker)
        assert office.calls == [f"100 > {ANNA}", f"102 > {ANNA}"]

    @of_kitchen(WORKSHOP, SALES)
    async def test_with_several_handsets_none_is_chosen_unless_the_other_is_called(
        self, office: Office, speaker: str
    ) -> None:
        replies = {"call anna": TWO, "call sales": "Calling Sales from Workshop."}
        await office.hears(replies, device_id=speaker)
        assert office.calls == ["102 > 101"]

    @of_kitchen(WORKSHOP)
    async def test_the_areas_handset_does_not_call_itself(
        self, office: Office, speaker: str
    ) -> None:
        reply = await office.say("call the workshop", device_id=speaker)
        assert reply == (
            "Workshop can't call itself. Which phone should I use: Reception, Sales, Front Desk or"
            " Warehouse?"
        )
        assert office.calls == []

    async def test_an_area_without_a_handset_decides_nothing(
        self, office: Office, speaker: str
    ) -> None:
        for device_id in (speaker, "unknown"):
            await office.hears({"call anna": EVERY}, device_id=device_id)
        assert office.calls == []


class TestOwnHandset:
    """Users with their own handset."""

    @pytest.fixture
    def options(self) -> Options:
        rows = [{"user": "anna", "handset": SALES}, {"user": "removed", "handset": WORKSHOP}]
        area = [{"area": "kitchen", "handset": WORKSHOP}]
        return {"voice": {"user_handsets": rows, "area_handsets": area}}

    @pytest.fixture
    def anna(self, hass: HomeAssistant, hass_admin_user: MockUser) -> Context:
        user = MockUser(id="anna", name="Anna", groups=hass_admin_user.groups).add_to_hass(hass)
        return Context(user_id=user.id)

    async def test_it_calls_unless_they_name_another(
        self, office: Office, anna: Context, speaker: str
    ) -> None:
        await office.hears(
            {
                "call bob": "Calling Bob Müller, (03) 9123 4567, from Sales.",
                "call bob from my phone": "Calling Bob Müller, (03) 9123 4567, from Sales.",
                "call reception from the front desk": "Calling Reception from Front Desk.",
                "who called my phone": "Sales didn't miss any calls in the last 24 hours.",
            },
            context=anna,
            device_id=speaker,
        )
        reply = await office.say("ruf Bob von meinem Telefon aus an", "de", context=anna)
        assert reply == "Ich rufe Bob Müller, (03) 9123 4567, von Sales aus an."

    async def test_a_model_calls_from_it(self, office: Office, anna: Context) -> None:
        result = await use(office, "call", context(user=anna.user_id), callee="reception")
        assert result.data["handset"] == "Sales"
        assert office.calls == ["101 > 100"]

    async def test_others_call_from_the_areas_handset(
        self, office: Office, hass_admin_user: MockUser, speaker: str
    ) -> None:
        for who in (Context(), Context(user_id=hass_admin_user.id)):
            for said in ("call reception", "call reception from my phone"):
                reply = await office.say(said, context=who, device_id=speaker)
                assert reply == "Calling Reception from Workshop."

    async def test_a_user_is_asked_if_their_handset_is_missing_or_not_exposed(
        self, office: Office, anna: Context, hass_admin_user: MockUser
    ) -> None:
        everyone = Context(user_id=hass_admin_user.id)
        assert await office.say("call bob from my phone", context=everyone) == EVERY
        expose_only(office.hass, "sensor.workshop_status", "sensor.reception_status")
        reply = await office.say("call bob", context=anna)
        assert reply == "Which phone should I use: Reception or Workshop?"
        assert office.calls == []

    async def test_a_user_with_two_is_asked_which(self, office: Office, anna: Context) -> None:
        rows = [{"user": "anna", "handset": each} for each in (SALES, WORKSHOP)]
        office.set_options(voice={"user_handsets": rows})
        await office.hears(
            {"call bob": TWO, "call sales": "Calling Sales from Workshop."}, context=anna
        )


class TestOnlyHandset:
    """An account with one handset."""

    @pytest.fixture
    def account(self, cloud: Cloud) -> Account:
        account = cloud.add_account()
        account.add_handset(RECEPTION, name="Reception")
        return account

    async def test_the_only_handset_calls_but_not_itself(self, office: Office) -> None:
        await office.hears(
            {
                "call reception": "Reception can't call itself.",
                "call anna": "Calling Anna Smith, 0409 123 456, from Reception.",
            }
        )
        assert office.calls == [f"100 > {ANNA}"]


class TestNames:
    """Handsets' names."""

    async def test_the_users_own_name_counts(
        self, office: Office, device_registry: dr.DeviceRegistry
    ) -> None:
        device_registry.async_update_device(device_of(office, WORKSHOP), name_by_user="Shed")
        await office.hears(
            {
                "call the shed from sales": "Calling Shed from Sales.",
                "call the workshop from sales": "I don't know anyone called workshop.",
            }
        )
        assert office.calls == ["101 > 102"]

    async def test_a_handset_has_the_aliases_of_its_status(
        self, office: Office, entity_registry: er.EntityRegistry
    ) -> None:
        entity_registry.async_update_entity("sensor.workshop_status", aliases=["the hut"])
        entity_registry.async_update_entity("switch.workshop_recording", aliases=["the tape"])
        await office.hears(
            {
                "call the hut from sales": "Calling Workshop from Sales.",
                "call the tape from sales": "I don't know anyone called tape.",
            }
        )
        assert office.calls == ["101 > 102"]


class TestExposure:
    """Only what is exposed to the assistant exists for it."""

    async def test_only_the_status_is_exposed_by_default(self, office: Office) -> None:
        async_expose_entity(office.hass, "conversation", "sensor.sales_status", False)
        assert await office.say("call anna from sales") == "I don't know a phone called sales."
        assert office.calls == []

    async def test_any_entity_will_do(self, office: Office) -> None:
        expose_only(office.hass, "sensor.sales_status", "event.workshop_call")
        await office.hears(
            {
                "call anna": TWO,
                "call the workshop": "Calling Workshop from Sales.",
                "call reception from sales": "I don't know anyone called reception.",
            }
        )
        assert office.calls == ["101 > 102"]

    async def test_without_any_nothing_is_possible(
        self, office: Office, entity_registry: er.EntityRegistry
    ) -> None:
        expose_only(office.hass)
        # Other integrations may have added entities to the device.
        entity_registry.async_get_or_create(
            "light", "lamp", "1", device_id=device_of(office, SALES)
        )
        said = ("call anna", "who is on the phone", "is sales on the phone", "who called")
        await office.hears(dict.fromkeys(said, NO_PHONE))
        assert office.calls == []


class TestUsers:
    """What a user may not see does not exist for them."""

    @pytest.fixture
    def theirs(self, hass: HomeAssistant, office: Office) -> Context:
        """Return the context of a user who may use Sales and see Workshop's state."""
        user = MockUser(groups=[]).add_to_hass(hass)
        sales = [each for each in er.async_get(hass).entities if ".sales_" in each]
        seen = {"sensor.workshop_status": {"read": True}}
        user.mock_policy({"entities": {"entity_ids": dict.fromkeys(sales, True) | seen}})
        return Context(user_id=user.id)

    async def test_they_see_and_call_what_they_are_permitted_to(
        self, office: Office, theirs: Context
    ) -> None:
        office.account.incoming_call(ANNA, RECEPTION)
        office.account.incoming_call(ANNA, WORKSHOP)
        await office.poll()
        await office.hears(
            {
                "who is on the phone": "Anna Smith is calling Workshop.",
                "is reception on the phone": "I don't know anyone called reception.",
                "call the workshop": "Calling Workshop from Sales.",
                "call anna from reception": "I don't know a phone called reception.",
                "call anna from the workshop": "You're not allowed to use Workshop.",
                "call anna": TWO,
            },
            context=theirs,
        )
        assert [call for call in office.calls if call.startswith("10")] == ["101 > 102"]

    async def test_they_are_not_told_who_called_others(
        self, office: Office, theirs: Context
    ) -> None:
        await office.miss(ANNA, RECEPTION)
        assert (await office.say("who called")).startswith("One missed call: Anna Smith")
        reply = await office.say("who called", context=theirs)
        assert reply == "No missed calls in the last 24 hours."

    async def test_a_user_who_may_see_nothing_has_no_phones(self, office: Office) -> None:
        user = MockUser(groups=[]).add_to_hass(office.hass)
        said = ("call anna from sales", "who is on the phone", "is sales on the phone")
        await office.hears(dict.fromkeys(said, NO_PHONE), context=Context(user_id=user.id))
        assert office.calls == []


class TestTwoAccounts:
    """Two accounts that share names and extension numbers."""

    @pytest.fixture
    def other_options(self) -> Options:
        return {}

    @pytest.fixture(autouse=True)
    async def other(
        self, hass: HomeAssistant, office: Office, cloud: Cloud, other_options: Options
    ) -> Office:
        account = cloud.add_account("other")
        account.add_handset(RECEPTION, name="Reception")
        account.add_handset("200", name="Lab")
        contacts = [contact("Anna Smith", "0455 555 555"), contact("Zoe", "0466 666 666")]
        server = office.server
        return await add_office(hass, server, account, options=other_options, contacts=contacts)

    @pytest.mark.parametrize(
        "said",
        [
            # The agent stops at the second matching template, and so before a second trigger.
            "call anna from sales",
            # Only one of these matches.
            "give anna a ring from sales",
        ],
    )
    async def test_one_sentence_is_one_call(self, office: Office, other: Office, said: str) -> None:
        await office.say(said)
        assert (office.calls, other.calls) == ([f"101 > {ANNA}"], [])
        assert office.dialled == [ANNA]

    async def test_the_handset_determines_the_account(self, office: Office, other: Office) -> None:
        await office.hears(
            {"call anna from the lab": "Calling Anna Smith, 0455 555 555, from Lab."}
        )
        assert other.calls == ["200 > 0455555555"]
        await office.hears(
            {
                "call 100 from the lab": "Calling Reception from Lab.",
                "call zoe from sales": "I don't know anyone called zoe.",
                "call bob from the lab": "I don't know anyone called bob.",
            }
        )
        assert other.calls == ["200 > 100"]
        assert office.calls == []

    async def test_handsets_with_the_same_name_are_told_apart_by_account(
        self, office: Office, other: Office
    ) -> None:
        either = "Which phone should I use: mycompany Reception or other Reception?"
        anna = "Calling Anna Smith, 0455 555 555, from Reception."
        await office.hears(
            {"call anna from reception": either, "call anna from the other reception": anna}
        )
        assert (office.calls, other.calls) == ([], ["100 > 0455555555"])

    async def test_the_question_for_the_handset_comes_before_the_account_is_known(
        self, office: Office, other: Office
    ) -> None:
        await office.hears(
            {
                "call anna": "Which phone should I use: mycompany Reception, Sales, Workshop,"
                " Front Desk, Warehouse or another?",
                "call nobody at all": "I don't know anyone called nobody at all.",
            }
        )
        assert (office.calls, other.calls) == ([], [])

    async def test_a_contact_in_both_accounts_is_one_person(
        self, office: Office, other: Office
    ) -> None:
        other.account.incoming_call("0455555555", "200")
        await other.poll()
        assert await office.say("is anna on the phone") == "Anna Smith is calling Lab."

    @pytest.mark.parametrize("other_options", [{"voice": {"sentences": False}}], ids=["off"])
    async def test_the_handsets_of_an_account_that_wants_no_sentences_are_left_alone(
        self, office: Office, other: Office
    ) -> None:
        await office.hears(
            {
                "call anna from the lab": "I don't know a phone called lab.",
                "call anna from reception": "Calling Anna Smith, 0409 123 456, from Reception.",
            }
        )
        assert (office.calls, other.calls) == ([f"100 > {ANNA}"], [])
