"""Intents: for sentences of the user's own, and for whoever handles intents."""

from pathlib import Path
import re

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import intent
from homeassistant.helpers.intent import IntentResponse, IntentResponseErrorCode, IntentResponseType

from custom_components.jingl.intent import INTENTS
from custom_components.jingl.voice.languages import Request
from simulator.server import Server
from simulator.state import Account
from tests.voice.conftest import Say, add_entry, calls, move

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "voice.md"


async def handle(
    hass: HomeAssistant, request: str, language: str = "en", **slots: str
) -> IntentResponse:
    """Handle an intent as the conversation agent has it handled."""
    return await intent.async_handle(
        hass,
        "conversation",
        request,
        {slot: {"value": value} for slot, value in slots.items()},
        context=Context(),
        language=language,
        assistant="conversation",
    )


def speech(response: IntentResponse) -> str:
    return str(response.speech["plain"]["speech"])


@pytest.mark.usefixtures("loaded")
def test_there_is_a_handler_for_each_request(hass: HomeAssistant) -> None:
    types = {handler.intent_type for handler in intent.async_get(hass)}
    assert {each.request for each in INTENTS} == set(Request) <= types


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("slot", ["callee", "number"])
async def test_a_number_is_a_callee(hass: HomeAssistant, account: Account, slot: str) -> None:
    response = await handle(hass, "JinglCall", handset="sales", **{slot: "0409 123 456"})
    assert response.response_type is IntentResponseType.ACTION_DONE
    assert calls(account) == ["101 > 0409123456"]


@pytest.mark.usefixtures("loaded")
async def test_a_question_is_answered(hass: HomeAssistant) -> None:
    for request, slots in (
        ("JinglWhoIsOnThePhone", {}),
        ("JinglIsOnThePhone", {"party": "sales"}),
        ("JinglMissedCalls", {"handset": "sales"}),
    ):
        response = await handle(hass, request, **slots)
        assert response.response_type is IntentResponseType.QUERY_ANSWER


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("slots", "code", "reply"),
    [
        (
            {"callee": "anna"},
            IntentResponseErrorCode.NO_VALID_TARGETS,
            (
                "From which phone: Reception, Sales, Workshop, Front Desk or Warehouse? Say the"
                " whole sentence again."
            ),
        ),
        (
            {"callee": "workshup", "handset": "sales"},
            IntentResponseErrorCode.NO_VALID_TARGETS,
            "I know nobody called workshup. Did you mean Workshop?",
        ),
        (
            {"handset": "sales"},
            IntentResponseErrorCode.NO_VALID_TARGETS,
            "Whom do you want to call? Say the whole sentence again.",
        ),
        (
            {"callee": " ", "handset": "sales"},
            IntentResponseErrorCode.NO_VALID_TARGETS,
            "Whom do you want to call? Say the whole sentence again.",
        ),
        (
            {"callee": "anna", "handset": "warehouse"},
            IntentResponseErrorCode.FAILED_TO_HANDLE,
            "Warehouse is offline. Is the phone switched on?",
        ),
    ],
    ids=["which handset", "nobody", "no callee", "blank callee", "offline"],
)
async def test_what_cannot_be_done_is_an_error_that_is_spoken(
    hass: HomeAssistant,
    account: Account,
    slots: dict[str, str],
    code: IntentResponseErrorCode,
    reply: str,
) -> None:
    response = await handle(hass, "JinglCall", **slots)
    assert response.response_type is IntentResponseType.ERROR
    assert (response.error_code, speech(response)) == (code, reply)
    assert calls(account) == []


async def test_the_area_may_be_told(
    hass: HomeAssistant, loaded: MockConfigEntry, account: Account, kitchen: str
) -> None:
    move(hass, loaded, "101", kitchen)
    await handle(hass, "JinglCall", callee="anna", preferred_area_id=kitchen)
    assert calls(account) == ["101 > 0409123456"]


@pytest.mark.usefixtures("loaded")
async def test_the_reply_is_in_the_language_that_was_spoken(hass: HomeAssistant) -> None:
    assert speech(await handle(hass, "JinglWhoIsOnThePhone", "de-CH")) == "Niemand telefoniert."
    assert speech(await handle(hass, "JinglWhoIsOnThePhone", "fr")) == "Nobody is on the phone."


@pytest.mark.usefixtures("loaded")
async def test_a_question_without_a_party_is_refused(hass: HomeAssistant) -> None:
    with pytest.raises(intent.InvalidSlotInfo):
        await handle(hass, "JinglIsOnThePhone")


class TestSentencesOfTheUsers:
    """The file that the documentation shows, where ours are switched off."""

    @pytest.fixture(autouse=True)
    async def loaded(
        self, hass: HomeAssistant, tmp_path: Path, server: Server, conversation: None
    ) -> None:
        (example,) = re.findall(
            r"```yaml\n(language: en\n.*?)```", DOCUMENTATION.read_text(encoding="utf-8"), re.DOTALL
        )
        hass.config.config_dir = str(tmp_path)
        folder = tmp_path / "custom_sentences" / "en"
        folder.mkdir(parents=True)
        (folder / "jingl.yaml").write_text(example, encoding="utf-8")
        entry = add_entry(hass, server, options={"voice": {"sentences": False}})
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)

    @pytest.mark.parametrize(
        ("said", "call", "reply"),
        [
            (
                "get me the boss",
                "100 > 0409123456",
                "Calling Anna Smith, 0409 123 456, from Reception.",
            ),
            ("get me the shed from the sales phone", "101 > 102", "Calling Workshop from Sales."),
            ("any news", None, "No missed calls in the last 24 hours."),
        ],
    )
    async def test_they_work(
        self, account: Account, say: Say, said: str, call: str | None, reply: str
    ) -> None:
        assert await say(said) == reply
        assert calls(account) == ([call] if call else [])
