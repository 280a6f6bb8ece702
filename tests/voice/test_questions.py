"""Questions back to the user, and who may answer them how."""

import json
from pathlib import Path
from typing import Any, Final, override

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_mock_service,
)

from homeassistant.components.conversation import (
    ConversationInput,
    ConversationResult,
    get_agent_manager,
)
from homeassistant.components.conversation.models import AbstractConversationAgent
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import entity_registry as er, intent
from homeassistant.setup import async_setup_component

from custom_components.jingl.voice.languages import LANGUAGES
from custom_components.jingl.voice.questions import PATIENCE, Asker, Choice, Question, Questions
from custom_components.jingl.voice.sentence_triggers import SENTENCES
from simulator.server import Server
from simulator.state import Account, Cloud
from tests.conftest import Advance
from tests.switchboard import Office
from tests.voice.conftest import add_office, contact, expose_only

NOT_UNDERSTOOD: Final = "Sorry, I couldn't understand that"
WHICH_KAREN: Final = "Do you mean Karen Jones or Karen White?"
EVERY: Final = "Which phone should I use: Reception, Sales, Workshop, Front Desk or Warehouse?"
JONES: Final = "Calling Karen Jones, 0411 111 111, from Sales."
WHITE: Final = "Calling Karen White, 0422 222 222, from Sales."
ANNA: Final = "Calling Anna Smith, 0409 123 456, from Sales."


def heard(hass: HomeAssistant) -> list[str]:
    """Return the answers matched before the sentences."""
    heard, first = get_agent_manager(hass).trigger_sentences, next(iter(SENTENCES))
    return heard[: heard.index(first)] if first in heard else heard


async def talk(office: Office, *turns: tuple[str, str], language: str = "en", **who: Any) -> None:
    """Say things one after another in a chat, and check each reply."""
    who = {"chat": "ours", **who}
    for words, reply in turns:
        assert (words, await office.say(words, language, **who)) == (words, reply)


class TestAnswers:
    """Answers understood in the chat where the question was asked."""

    @pytest.mark.parametrize(
        "answer",
        [
            *("Karen White", "White", "white please", "the second one", "the second", "Second."),
            *("0422222222", "oh four two two two two two two two two"),
        ],
    )
    async def test_one_of_several_people(self, office: Office, answer: str) -> None:
        await talk(office, ("call karen from sales", WHICH_KAREN), (answer, WHITE))
        assert office.calls == ["101 > 0422222222"]
        assert heard(office.hass) == []

    @pytest.mark.parametrize(
        "answer", ["sales", "from sales", "from the sales phone", "101", "one oh one", "the second"]
    )
    async def test_one_of_several_phones(self, office: Office, answer: str) -> None:
        await talk(office, ("call anna", EVERY), (answer, ANNA))
        assert office.calls == ["101 > 0409123456"]

    @pytest.mark.parametrize("answer", ["yes", "Yes, please.", "Workshop", "the workshop"])
    async def test_somebody_with_a_similar_name(self, office: Office, answer: str) -> None:
        question = "I don't know anyone called workshup. Did you mean Workshop?"
        await talk(
            office,
            ("call workshup from sales", question),
            (answer, "Calling Workshop from Sales."),
        )
        assert office.calls == ["101 > 102"]

    async def test_a_phone_with_a_similar_name(self, office: Office) -> None:
        question = "I don't know a phone called sals. Did you mean Sales?"
        await talk(office, ("call anna from sals", question), ("yes", ANNA))

    async def test_one_question_after_the_other(self, office: Office) -> None:
        await talk(office, ("call karen", EVERY), ("sales", WHICH_KAREN), ("jones", JONES))
        assert office.calls == ["101 > 0411111111"]

    async def test_from_a_phone_other_than_the_one_called(self, office: Office) -> None:
        question = (
            "Workshop can't call itself. Which phone should I use: Reception, Sales, Front Desk or"
            " Warehouse?"
        )
        await talk(
            office,
            ("call the workshop from the workshop", question),
            ("sales", "Calling Workshop from Sales."),
        )
        assert office.calls == ["101 > 102"]

    async def test_whose_call_is_transferred(self, office: Office) -> None:
        await office.talk("0411999999", "101")
        await talk(
            office,
            ("transfer the call to the workshop", EVERY.replace(" Workshop,", "")),
            ("sales", "Transferring the call on Sales to Workshop."),
        )
        assert office.calls == ["0411999999 > 102"]

    async def test_questions_about_calls(self, office: Office) -> None:
        await office.talk("0411 111 111", "101")
        await talk(
            office,
            ("is karen on the phone", WHICH_KAREN),
            ("jones", "Sales is talking to Karen Jones."),
            (
                "is workshup on the phone",
                "I don't know anyone called workshup. Did you mean Workshop?",
            ),
            ("yes", "Workshop isn't on the phone."),
            ("who called workshup", "I don't know a phone called workshup. Did you mean Workshop?"),
            ("yes", "Workshop didn't miss any calls in the last 24 hours."),
        )

    async def test_in_german(self, office: Office) -> None:
        question = EVERY.replace("Which phone should I use", "Welches Telefon soll ich nehmen")
        question = question.replace(" or ", " oder ")
        await talk(
            office,
            ("ruf Karen an", question),
            ("von Sales aus", "Meinst du Karen Jones oder Karen White?"),
            ("die zweite", "Ich rufe Karen White, 0422 222 222, von Sales aus an."),
            ("ruf Karen von Sales an", "Meinst du Karen Jones oder Karen White?"),
            ("nein", "Alles klar."),
            language="de",
        )
        assert office.calls == ["101 > 0422222222"]

    async def test_no_is_the_end_of_it(self, office: Office) -> None:
        await talk(
            office,
            ("call karen from sales", WHICH_KAREN),
            ("no, thanks", "Okay."),
            ("white", NOT_UNDERSTOOD),
        )
        assert office.calls == []
        assert heard(office.hass) == []

    async def test_not_an_ambiguous_answer(self, office: Office) -> None:
        await talk(
            office,
            ("call karen from sales", WHICH_KAREN),
            ("karen", NOT_UNDERSTOOD),
            ("yes", NOT_UNDERSTOOD),
            ("anna", NOT_UNDERSTOOD),
            # The question is still open.
            ("jones", JONES),
        )

    async def test_an_answer_counts_once(self, office: Office) -> None:
        await talk(
            office,
            ("call karen from sales", WHICH_KAREN),
            ("jones", JONES),
            ("jones", NOT_UNDERSTOOD),
        )
        assert office.dialled == ["0411111111"]


class TestNames:
    """Names that also mean something else."""

    @pytest.fixture
    async def office(
        self, hass: HomeAssistant, server: Server, account: Account, conversation: None
    ) -> Office:
        contacts = [
            contact("Zoe", "0466 666 666"),
            contact("Zoe", "0477 777 777"),
            contact("Call Centre North", "0455 555 551"),
            contact("Call Centre South", "0455 555 552"),
            contact("Police Museum", "0444 444 441"),
            contact("Museum of Art", "0444 444 442"),
            contact("Second Chance", "0433 333 331"),
            contact("Third Chance", "0433 333 332"),
        ]
        return await add_office(hass, server, account, contacts=contacts)

    async def test_people_with_the_same_name_are_told_apart_by_number_or_order(
        self, office: Office
    ) -> None:
        question = "Do you mean Zoe, 0466 666 666 or Zoe, 0477 777 777?"
        for answer in ("zoe 0477 777 777", "0477 777 777", "the second one"):
            await talk(
                office,
                ("call zoe from sales", question),
                (answer, "Calling Zoe, 0477 777 777, from Sales."),
            )
        assert set(office.dialled) == {"0477777777"}

    async def test_an_answer_is_not_treated_as_a_sentence_as_well(self, office: Office) -> None:
        await talk(
            office,
            ("phone centre from sales", "Do you mean Call Centre North or Call Centre South?"),
            ("call centre south", "Calling Call Centre South, 0455 555 552, from Sales."),
        )
        assert office.dialled == ["0455555552"]

    async def test_from_somebody_else_it_is_the_sentence(self, office: Office) -> None:
        await talk(
            office,
            ("phone centre from sales", "Do you mean Call Centre North or Call Centre South?"),
        )
        assert await office.say("call centre south", chat="theirs") == EVERY
        assert office.dialled == []

    async def test_a_call_for_help_is_not_part_of_a_name(self, office: Office) -> None:
        await talk(
            office,
            ("call museum from sales", "Do you mean Museum of Art or Police Museum?"),
            ("police", NOT_UNDERSTOOD),
            ("police museum", "Calling Police Museum, 0444 444 441, from Sales."),
        )

    async def test_an_ordinal_is_not_part_of_a_name(self, office: Office) -> None:
        await talk(
            office,
            ("call chance from sales", "Do you mean Second Chance or Third Chance?"),
            ("the second", "Sorry, I am not aware of any device called second"),
            ("second chance", "Calling Second Chance, 0433 333 331, from Sales."),
        )

    @pytest.mark.parametrize(
        ("answer", "number"),
        [
            *(("o'brien sydney", "0455 555 551"), ("Sydney.", "0455 555 551")),
            *(("obrien perth two", "0455 555 552"), ("perth 2", "0455 555 552")),
            *(("o'brien sydney perth", None), ("o'brien", None)),
        ],
    )
    async def test_punctuation_in_names_is_not_heard(
        self, hass: HomeAssistant, office: Office, answer: str, number: str | None
    ) -> None:
        contacts = [
            contact("O\N{RIGHT SINGLE QUOTATION MARK}Brien (Sydney) [x", "0455 555 551"),
            contact("O'Brien <Perth> | {2}", "0455 555 552"),
        ]
        await office.unload()
        office = await add_office(hass, office.server, office.account, contacts=contacts)
        await office.say("call o'brien from sales", chat="ours")
        assert len(heard(hass)) == 1
        reply = await office.say(answer, chat="ours")
        assert (number in reply) if number else (reply == NOT_UNDERSTOOD)

    async def test_the_first_of_many_can_be_chosen(
        self, hass: HomeAssistant, office: Office
    ) -> None:
        contacts = [
            contact(f"Zoe {chr(65 + n)}{chr(65 + n)}", f"04660000{n:02}") for n in range(25)
        ]
        await office.unload()
        office = await add_office(hass, office.server, office.account, contacts=contacts)
        question = "Do you mean Zoe AA, Zoe BB, Zoe CC, Zoe DD, Zoe EE or another?"
        await talk(
            office,
            ("call zoe from sales", question),
            ("zoe yy", NOT_UNDERSTOOD),
            ("zoe tt", "Calling Zoe TT, 0466 000 019, from Sales."),
        )

    async def test_a_number_is_that_number_whatever_anybody_is_called(self, office: Office) -> None:
        office.account.handsets["102"].name = "101"
        await office.reload()
        question = "Which phone should I use: Sales or 101 (extension 102)?"
        await talk(
            office,
            ("call reception from 101", question),
            ("101", "Calling Reception from Sales."),
            ("call reception from 101", question),
            ("101 extension 102", "Calling Reception from 101 (extension 102)."),
        )
        assert office.calls == ["101 > 100", "102 > 100"]


@pytest.mark.usefixtures("conversation")
async def test_a_users_own_sentences_question_can_be_answered_with_ours_switched_off(
    hass: HomeAssistant, tmp_path: Path, server: Server, account: Account
) -> None:
    folder = tmp_path / "custom_sentences" / "en"
    folder.mkdir(parents=True)
    sentences = {"JinglCall": {"data": [{"sentences": ["get me {callee}"]}]}}
    own = {"language": "en", "intents": sentences, "lists": {"callee": {"values": ["Karen"]}}}
    (folder / "jingl.yaml").write_text(json.dumps(own), encoding="utf-8")
    office = await add_office(hass, server, account, options={"voice": {"sentences": False}})
    await talk(office, ("get me karen", EVERY), ("sales", WHICH_KAREN), ("jones", JONES))
    assert office.calls == ["101 > 0411111111"]
    assert get_agent_manager(hass).trigger_sentences == []


class TestWhoMayAnswer:
    """The same user, in the same conversation or at the same satellite."""

    @pytest.fixture
    def satellite(self, entity_registry: er.EntityRegistry, speaker: str) -> str:
        entity = entity_registry.async_get_or_create(
            "assist_satellite", "loudspeaker", "1", device_id=speaker
        )
        return entity.entity_id

    async def test_a_satellite_woken_again(
        self, office: Office, satellite: str, speaker: str
    ) -> None:
        where: dict[str, Any] = {"satellite_id": satellite, "device_id": speaker, "chat": None}
        await talk(office, ("call karen from sales", WHICH_KAREN), ("jones", JONES), **where)

    @pytest.mark.parametrize("answer", ["jones", "no", "nope"])
    async def test_somebody_else_gets_the_usual_reply(
        self, office: Office, satellite: str, speaker: str, hass_admin_user: MockUser, answer: str
    ) -> None:
        where: dict[str, Any] = {"satellite_id": satellite, "device_id": speaker}
        await talk(office, ("call karen from sales", WHICH_KAREN), **where)
        for other in (
            {"chat": "theirs"},
            {"chat": "theirs", "device_id": speaker},
            {"chat": "ours", "context": Context(user_id=hass_admin_user.id)},
            {**where, "context": Context(user_id=hass_admin_user.id)},
        ):
            assert await office.say(answer, **other) == NOT_UNDERSTOOD
        assert office.calls == []
        await talk(office, ("jones", JONES), **where)

    async def test_each_user_has_their_own_question(self, office: Office) -> None:
        await talk(office, ("call karen from sales", WHICH_KAREN))
        await talk(office, ("call karen from reception", WHICH_KAREN), chat="theirs")
        await talk(office, ("white", WHITE))
        await talk(
            office, ("jones", "Calling Karen Jones, 0411 111 111, from Reception."), chat="theirs"
        )
        assert office.calls == ["100 > 0411111111", "101 > 0422222222"]
        assert heard(office.hass) == []

    async def test_the_permissions_at_the_time_of_the_answer_count(
        self, office: Office, hass_admin_user: MockUser
    ) -> None:
        theirs: dict[str, Any] = {"context": Context(user_id=hass_admin_user.id)}
        await talk(office, ("call karen", EVERY), **theirs)
        hass_admin_user.groups = []
        hass_admin_user.invalidate_cache()
        reply = "No phones are exposed to voice assistants."
        await talk(office, ("sales", reply), **theirs)
        assert office.calls == []

    async def test_exposure_and_policy_at_the_time_of_the_answer_count(
        self, office: Office
    ) -> None:
        await talk(office, ("call karen", EVERY))
        expose_only(office.hass, "sensor.reception_status")
        await talk(office, ("sales", "I don't know a phone called Sales."))
        expose_only(office.hass, "sensor.reception_status", "sensor.sales_status")
        await talk(office, ("call karen from sales", WHICH_KAREN))
        office.permit(voice=["handset"])
        reply = (
            "I'm not allowed to call contacts. An administrator can allow it in Jingl's options."
        )
        await talk(office, ("jones", reply))
        await talk(office, ("is workshup on the phone", "I don't know anyone called workshup."))
        assert office.calls == []

    async def test_this_applies_to_information_too(self, office: Office) -> None:
        for question, suggestion, reply in (
            ("is workshup on the phone", "anyone called workshup", "anyone called Workshop"),
            ("who called workshup", "a phone called workshup", "a phone called Workshop"),
        ):
            expose_only(office.hass, "sensor.workshop_status", "sensor.sales_status")
            await talk(office, (question, f"I don't know {suggestion}. Did you mean Workshop?"))
            expose_only(office.hass, "sensor.sales_status")
            await talk(office, ("yes", f"I don't know {reply}."))


class TestOthersWords:
    """Words that would be somebody else's answer go to Home Assistant as usual."""

    @pytest.fixture(autouse=True)
    async def question(self, office: Office) -> None:
        question = "I don't know anyone called workshup. Did you mean Workshop?"
        await talk(office, ("call workshup from sales", question))

    async def test_an_intent_is_handled(self, office: Office) -> None:
        assert await office.say("never mind", chat="theirs") == ""

    async def test_an_automation_runs_once_and_gives_its_reply(self, office: Office) -> None:
        runs = async_mock_service(office.hass, "test", "automation")
        automation = {
            "triggers": {"trigger": "conversation", "command": "yes"},
            "actions": [
                {"action": "test.automation"},
                {"set_conversation_response": "I heard."},
            ],
        }
        assert await async_setup_component(office.hass, "automation", {"automation": automation})
        assert await office.say("yes", chat="theirs") == "I heard."
        assert len(runs) == 1
        assert office.calls == []

    async def test_another_agent_is_asked_as_if_directly(self, office: Office) -> None:
        agent = _Agent()
        entry = MockConfigEntry(domain="agent", entry_id="agent")
        entry.add_to_hass(office.hass)
        get_agent_manager(office.hass).async_set_agent("agent", agent)
        manager = get_agent_manager(office.hass)
        assert manager.default_agent
        said = ConversationInput(
            text="yes",
            context=Context(),
            conversation_id="theirs",
            device_id=None,
            satellite_id=None,
            language="en",
            agent_id="agent",
        )
        triggers = await manager.default_agent.async_recognize_sentence_trigger(said)
        assert triggers
        ((name, understood),) = triggers.matched_triggers.items()
        hear = manager.get_trigger_callback(name)
        assert hear
        assert await hear(said, understood) == "Yes to what?"
        assert agent.heard == [("yes", "theirs")]


class _Agent(AbstractConversationAgent):
    def __init__(self) -> None:
        self.heard: list[tuple[str, str | None]] = []

    @property
    @override
    def supported_languages(self) -> list[str]:
        return ["en"]

    @override
    async def async_process(self, user_input: ConversationInput) -> ConversationResult:
        self.heard.append((user_input.text, user_input.conversation_id))
        response = intent.IntentResponse(language=user_input.language)
        response.async_set_speech("Yes to what?")
        return ConversationResult(response=response)


class TestEnd:
    """When a question ends without an answer."""

    async def test_after_a_minute(self, office: Office, advance: Advance) -> None:
        await talk(office, ("call karen from sales", WHICH_KAREN))
        await advance(59)
        assert heard(office.hass)
        await advance(1)
        assert heard(office.hass) == []
        await talk(office, ("jones", NOT_UNDERSTOOD))
        assert office.calls == []

    async def test_each_after_its_own_minute(self, office: Office, advance: Advance) -> None:
        await talk(office, ("call karen from sales", WHICH_KAREN))
        await advance(40)
        await talk(office, ("call anna", EVERY), chat="theirs")
        await advance(40)
        await talk(office, ("jones", NOT_UNDERSTOOD))
        await talk(office, ("sales", ANNA), chat="theirs")

    def test_even_if_the_timer_is_late(self) -> None:
        asker, language = Asker(user_id=None, conversation_id="mine", place=None), LANGUAGES["en"]
        choices = [Choice(label=name, meant=name) for name in ("Anna", "Ben")]
        questions: Questions[str] = Questions()
        for now, expected in ((0, "Ben"), (100, None)):
            questions.ask(Question(asker, choices, language, no="nobody", now=now))
            late = now + (PATIENCE if expected is None else PATIENCE - 1)
            assert questions.take(asker, "ben", late) == expected

    async def test_after_another_sentence(self, office: Office) -> None:
        await talk(
            office,
            ("call karen from sales", WHICH_KAREN),
            ("who is on the phone", "Nobody is on the phone."),
            ("jones", NOT_UNDERSTOOD),
            ("call karen from sales", WHICH_KAREN),
            ("call anna", EVERY),
            ("jones", NOT_UNDERSTOOD),
            ("sales", ANNA),
        )

    async def test_but_not_after_somebody_elses_sentence(self, office: Office) -> None:
        await talk(office, ("call karen from sales", WHICH_KAREN))
        await office.say("who is on the phone")
        await talk(office, ("jones", JONES))

    async def test_when_an_account_is_unloaded(
        self, hass: HomeAssistant, office: Office, cloud: Cloud
    ) -> None:
        account = cloud.add_account("other")
        account.add_handset("200", name="Lab")
        other = await add_office(hass, office.server, account)
        await talk(office, ("call karen from sales", WHICH_KAREN))
        await office.unload()
        assert heard(hass) == []
        await other.unload()
        assert get_agent_manager(hass).trigger_sentences == []

    async def test_a_question_that_nobody_can_answer_is_not_kept_open(self, office: Office) -> None:
        slots = {"callee": {"value": "anna"}}
        await intent.async_handle(office.hass, "conversation", "JinglCall", slots)
        assert heard(office.hass) == []
