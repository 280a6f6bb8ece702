"""Sentences for Home Assistant's own conversation agent, and the phone that rings."""

from pathlib import Path
import sys
from typing import Final

import pytest

from homeassistant.components.conversation import get_agent_manager
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from custom_components.jingl.voice.sentence_triggers import SENTENCES
from simulator.server import Server
from simulator.state import Account, Cloud
from tests.conftest import Advance
from tests.switchboard import Office
from tests.voice.conftest import add_office, hang_up_all

SALES, FRONT_DESK = "101", "103"
KAREN: Final = "0422222222"

NOT_UNDERSTOOD: Final = "Sorry, I couldn't understand that"


def read_transcript(file: str) -> dict[str, list[str]]:
    """Return the sentences, with each one's call and reply."""
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    blocks = (block.splitlines() for block in text.split("\n\n"))
    return {
        block[0]: [line.strip() for line in block[1:]]
        for block in blocks
        if not block[0].startswith("#")
    }


@pytest.mark.parametrize("options", [{"dialling": {"calls": 1000}}], ids=["many calls"])
@pytest.mark.parametrize(
    ("file", "language", "at_least"), [("english.txt", "en", 70), ("german.txt", "de", 25)]
)
async def test_each_sentence_places_these_calls_and_gets_this_reply(
    office: Office, advance: Advance, file: str, language: str, at_least: int
) -> None:
    expected = read_transcript(file)
    assert len(expected) >= at_least
    await advance(-300)
    await office.miss("0391234567", SALES)
    await advance(300)
    happened = {}
    for said in expected:
        await office.talk(KAREN, FRONT_DESK)
        before = office.calls
        reply = await office.say(said, language)
        new = [call for call in office.calls if call not in before]
        happened[said] = [", ".join(new) or "nobody", reply]
        await hang_up_all(office)
    assert happened == expected


def trigger_sentences(hass: HomeAssistant) -> list[str]:
    """Return the registered sentences, without those that contain names."""
    return get_agent_manager(hass).trigger_sentences[: len(SENTENCES)]


async def test_a_sentence_that_matches_several_templates_is_one_request(office: Office) -> None:
    await office.say("please call anna from sales")
    assert office.requests == [("callcreate", "0409123456")]


async def test_a_call_is_transferred_to_a_contact(office: Office) -> None:
    await office.talk(KAREN, FRONT_DESK)
    reply = await office.say("put the call through to anna from the front desk")
    assert reply == "Transferring the call on Front Desk to Anna Smith, 0409 123 456."
    assert office.requests == [("calltransferblind", "0409123456")]


class TestListening:
    """When the sentences are registered."""

    @pytest.mark.parametrize("options", [{"voice": {"sentences": False}}], ids=["off"])
    async def test_not_if_the_options_say_no(self, office: Office) -> None:
        assert await office.say("call anna from sales") == NOT_UNDERSTOOD
        assert get_agent_manager(office.hass).trigger_sentences == []

    async def test_until_the_account_is_unloaded_and_again_when_it_is_loaded(
        self, office: Office
    ) -> None:
        await office.unload()
        assert await office.say("call anna from sales") == NOT_UNDERSTOOD
        assert get_agent_manager(office.hass).trigger_sentences == []
        await office.load()
        await office.say("call anna from sales")
        assert office.calls == ["101 > 0409123456"]

    async def test_as_long_as_one_account_is_loaded_and_once(
        self, hass: HomeAssistant, office: Office, cloud: Cloud
    ) -> None:
        account = cloud.add_account("other")
        account.add_handset("200", name="Lab")
        other = await add_office(hass, office.server, account)
        assert trigger_sentences(hass) == list(SENTENCES)
        await office.unload()
        assert trigger_sentences(hass) == list(SENTENCES)
        await other.say("call anna")
        assert other.calls == ["200 > 0409123456"]
        await other.unload()
        assert get_agent_manager(hass).trigger_sentences == []

    async def test_not_without_a_conversation_agent(
        self, hass: HomeAssistant, server: Server, account: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Its packages are not installed then, either.
        monkeypatch.setitem(sys.modules, "homeassistant.components.conversation", None)
        office = await add_office(hass, server, account)
        assert office.entry.state is ConfigEntryState.LOADED
