"""Intents, for users' own sentences and for anything that handles intents."""

from pathlib import Path
import re

import pytest

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import intent
from homeassistant.helpers.intent import IntentResponse, IntentResponseErrorCode, IntentResponseType

from custom_components.jingl.intent import INTENTS
from custom_components.jingl.voice.languages import Request
from simulator.server import Server
from simulator.state import Account
from tests.switchboard import Office
from tests.voice.conftest import add_office, move

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "voice.md"
EVERY = "Which phone should I use: Reception, Sales, Workshop, Front Desk or Warehouse?"
WHOM = "I didn't catch who to call. Say the whole sentence again."


async def handle(
    office: Office, request: str, language: str = "en", **slots: str
) -> IntentResponse:
    """Handle an intent as the conversation agent does."""
    return await intent.async_handle(
        office.hass,
        "conversation",
        request,
        {slot: {"value": value} for slot, value in slots.items()},
        context=Context(),
        language=language,
        assistant="conversation",
    )


def speech(response: IntentResponse) -> str:
    return str(response.speech["plain"]["speech"])


def test_there_is_a_handler_for_each_request(office: Office) -> None:
    types = {handler.intent_type for handler in intent.async_get(office.hass)}
    assert {each.request for each in INTENTS} == set(Request) <= types


@pytest.mark.parametrize("slot", ["callee", "number"])
async def test_a_number_can_be_called(office: Office, slot: str) -> None:
    response = await handle(office, "JinglCall", handset="sales", **{slot: "0409 123 456"})
    assert response.response_type is IntentResponseType.ACTION_DONE
    assert office.calls == ["101 > 0409123456"]


async def test_a_question_is_answered(office: Office) -> None:
    for request, slots in (
        ("JinglWhoIsOnThePhone", {}),
        ("JinglIsOnThePhone", {"party": "sales"}),
        ("JinglMissedCalls", {"handset": "sales"}),
        ("JinglMissedCalls", {"day": "yesterday"}),
        ("JinglWhoCalled", {}),
        ("JinglWhoCalled", {"handset": "sales", "day": "Monday"}),
        ("JinglWhoCalled", {"day": "2026-07-01"}),
        ("JinglDidCall", {"party": "anna"}),
        ("JinglDidCall", {"party": "anna", "day": "today"}),
        ("JinglLastTalked", {"party": "anna"}),
        ("JinglLastTalked", {"party": "anna", "handset": "sales"}),
    ):
        response = await handle(office, request, **slots)
        assert response.response_type is IntentResponseType.QUERY_ANSWER


async def test_a_day_that_nobody_would_say_is_not_understood(office: Office) -> None:
    for request, slots in (
        ("JinglWhoCalled", {"day": "someday"}),
        ("JinglMissedCalls", {"day": "someday"}),
        ("JinglDidCall", {"party": "anna", "day": "someday"}),
    ):
        response = await handle(office, request, **slots)
        assert speech(response) == "I didn't understand that."


async def test_a_failure_is_an_error_that_is_spoken(office: Office) -> None:
    no_target = IntentResponseErrorCode.NO_VALID_TARGETS
    failed = IntentResponseErrorCode.FAILED_TO_HANDLE
    for slots, code, reply in (
        ({"callee": "zzz", "handset": "sales"}, no_target, "I don't know anyone called zzz."),
        ({"handset": "sales"}, no_target, WHOM),
        ({"callee": " ", "handset": "sales"}, no_target, WHOM),
        (
            {"callee": "anna", "handset": "warehouse"},
            failed,
            "Warehouse is offline. Check that the phone is on and connected.",
        ),
    ):
        response = await handle(office, "JinglCall", **slots)
        assert response.response_type is IntentResponseType.ERROR
        assert (response.error_code, speech(response)) == (code, reply)
    assert office.calls == []


async def test_a_question_back_is_not_an_error_so_no_other_agent_tries(
    office: Office,
) -> None:
    for slots, question in (
        ({"callee": "anna"}, EVERY),
        (
            {"callee": "workshup", "handset": "sales"},
            "I don't know anyone called workshup. Did you mean Workshop?",
        ),
    ):
        response = await handle(office, "JinglCall", **slots)
        assert response.response_type is IntentResponseType.QUERY_ANSWER
        assert speech(response) == question
    assert office.calls == []


async def test_the_area_may_be_given(office: Office, kitchen: str) -> None:
    move(office, "101", kitchen)
    await handle(office, "JinglCall", callee="anna", preferred_area_id=kitchen)
    assert office.calls == ["101 > 0409123456"]


async def test_the_reply_is_in_the_language_spoken(office: Office) -> None:
    assert speech(await handle(office, "JinglWhoIsOnThePhone", "de-CH")) == "Niemand telefoniert."
    assert speech(await handle(office, "JinglWhoIsOnThePhone", "fr")) == "Nobody is on the phone."


async def test_a_question_without_a_party_is_refused(office: Office) -> None:
    with pytest.raises(intent.InvalidSlotInfo):
        await handle(office, "JinglIsOnThePhone")


@pytest.mark.usefixtures("conversation")
async def test_the_documented_sentences_work_when_ours_are_switched_off(
    hass: HomeAssistant, tmp_path: Path, server: Server, account: Account
) -> None:
    (example,) = re.findall(
        r"```yaml\n(language: en\n.*?)```", DOCUMENTATION.read_text(encoding="utf-8"), re.DOTALL
    )
    folder = tmp_path / "custom_sentences" / "en"
    folder.mkdir(parents=True)
    (folder / "jingl.yaml").write_text(example, encoding="utf-8")
    office = await add_office(hass, server, account, options={"voice": {"sentences": False}})
    assert await office.say("any news") == "No missed calls in the last 24 hours."
    reply = await office.say("get me the boss")
    assert reply == "Calling Anna Smith, 0409 123 456, from Reception."
    reply = await office.say("get me the shed from the sales phone")
    assert reply == "Calling Workshop from Sales."
    assert office.calls == ["100 > 0409123456", "101 > 102"]
