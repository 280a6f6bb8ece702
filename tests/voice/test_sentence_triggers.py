"""What people say to Home Assistant's own conversation agent, and which phone rings then."""

from pathlib import Path
import sys

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components.conversation import get_agent_manager
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from custom_components.jingl.voice.sentence_triggers import SENTENCES
from simulator.server import Server
from simulator.state import Account, Cloud
from tests.conftest import Advance
from tests.voice.conftest import Poll, Say, add_entry, calls

RECEPTION, SALES, WORKSHOP, FRONT_DESK = "100", "101", "102", "103"
KAREN = "0422222222"

NOT_UNDERSTOOD = "Sorry, I couldn't understand that"


def read_transcript(file: str) -> dict[str, list[str]]:
    """Return what is said, and for each who calls whom then, and the reply."""
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
async def test_what_is_said_makes_these_calls_and_has_this_reply(
    account: Account,
    poll: Poll,
    say: Say,
    advance: Advance,
    file: str,
    language: str,
    at_least: int,
) -> None:
    expected = read_transcript(file)
    assert len(expected) >= at_least
    await advance(-300)
    account.incoming_call("0391234567", SALES)
    await poll()
    account.hang_up(SALES)
    await poll()
    await advance(300)
    happened = {}
    for said in expected:
        account.incoming_call(KAREN, FRONT_DESK)
        account.answer(FRONT_DESK)
        await poll()
        before = account.calls
        reply = await say(said, language)
        new = [f"{c.caller.number} > {c.callee.number}" for c in account.calls if c not in before]
        happened[said] = [", ".join(new) or "nobody", reply]
        await hang_up_all(account, poll)
    assert happened == expected


async def hang_up_all(account: Account, poll: Poll) -> None:
    """End all calls, none of which shall be missed."""
    for call in account.calls:
        if not call.connected:
            call.connect()
    await poll()
    for handset in account.handsets.values():
        handset.drop_calls()
    await poll()


@pytest.mark.usefixtures("loaded")
async def test_a_sentence_that_several_templates_fit_is_one_request(
    server: Server, say: Say
) -> None:
    await say("please call anna from sales")
    assert [r.query for r in server.requests if r.method == "PUT"] == [
        (("callcreate", "0409123456"),)
    ]


async def test_a_call_is_transferred_to_a_contact(
    server: Server, account: Account, poll: Poll, say: Say
) -> None:
    account.incoming_call(KAREN, FRONT_DESK)
    account.answer(FRONT_DESK)
    await poll()
    reply = await say("put the call through to anna from the front desk")
    assert reply == "Transferring the call on Front Desk to Anna Smith, 0409 123 456."
    assert [r.query for r in server.requests if r.method == "PUT"] == [
        (("calltransferblind", "0409123456"),)
    ]


class TestListening:
    """When the sentences are listened for."""

    async def test_not_where_the_options_say_no(
        self, hass: HomeAssistant, server: Server, conversation: None, say: Say
    ) -> None:
        entry = add_entry(hass, server, options={"voice": {"sentences": False}})
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        assert await say("call anna from sales") == NOT_UNDERSTOOD
        assert get_agent_manager(hass).trigger_sentences == []

    async def test_until_the_account_is_unloaded_and_again_when_it_is_loaded(
        self, hass: HomeAssistant, loaded: MockConfigEntry, account: Account, say: Say
    ) -> None:
        assert await hass.config_entries.async_unload(loaded.entry_id)
        assert await say("call anna from sales") == NOT_UNDERSTOOD
        assert get_agent_manager(hass).trigger_sentences == []
        assert await hass.config_entries.async_setup(loaded.entry_id)
        await say("call anna from sales")
        assert calls(account) == ["101 > 0409123456"]

    async def test_as_long_as_one_account_is_loaded_and_once(
        self, hass: HomeAssistant, loaded: MockConfigEntry, cloud: Cloud, server: Server, say: Say
    ) -> None:
        other = cloud.add_account("other")
        other.add_handset("200", name="Lab")
        entry = add_entry(hass, server, "other")
        assert await hass.config_entries.async_setup(entry.entry_id)
        assert get_agent_manager(hass).trigger_sentences == list(SENTENCES)
        assert await hass.config_entries.async_unload(loaded.entry_id)
        assert get_agent_manager(hass).trigger_sentences == list(SENTENCES)
        await say("call anna")
        assert calls(other) == ["200 > 0409123456"]
        assert await hass.config_entries.async_unload(entry.entry_id)
        assert get_agent_manager(hass).trigger_sentences == []

    async def test_not_where_there_is_no_conversation_agent(
        self, hass: HomeAssistant, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Whose packages are not installed then, either.
        monkeypatch.setitem(sys.modules, "homeassistant.components.conversation", None)
        entry = add_entry(hass, server)
        assert await hass.config_entries.async_setup(entry.entry_id)
        assert entry.state is ConfigEntryState.LOADED
