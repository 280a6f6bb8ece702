"""Sentences about other things than calls, none of which we must hear."""

from pathlib import Path
from typing import Final

import pytest

from homeassistant.components.conversation import ConversationInput, get_agent_manager
from homeassistant.core import Context, HomeAssistant

from simulator.server import Server
from simulator.state import Cloud
from tests.voice.conftest import add_office, contact

HANDSETS: Final = (
    ("100", "Reception"),
    ("101", "Kitchen"),
    ("102", "Study"),
    ("103", "Meeting Room Phone"),
    ("104", "Bathroom Phone"),
    ("105", "Telefon"),
    ("106", "Front Desk"),
)
CONTACTS: Final = (
    contact("Anna Smith", "0409 123 456", aliases=["the boss", "Mum"]),
    contact("Bob Müller", "(03) 9123 4567"),
    contact("Karen Jones", "0411 111 111"),
    contact("Bell", "0422 222 222"),
    contact("Alexander Bell", "0422 222 223"),
    contact("The Print Shop", "0433 333 333"),
    contact("Door and Gate Repairs", "0444 444 444"),
    contact("Die Musikschule", "0455 555 555"),
    contact("Ihr Drucker-Service", "0466 666 666"),
    contact("Dr. Frei", "0477 777 777"),
)


def read(file: str) -> list[str]:
    return (Path(__file__).parent / "corpus" / file).read_text(encoding="utf-8").splitlines()


@pytest.mark.usefixtures("conversation")
@pytest.mark.parametrize(("file", "language"), [("english.txt", "en"), ("german.txt", "de")])
async def test_sentences_about_other_things_are_not_taken_for_calls(
    hass: HomeAssistant, server: Server, cloud: Cloud, file: str, language: str
) -> None:
    account = cloud.add_account("home")
    for extension, name in HANDSETS:
        account.add_handset(extension, name=name)
    await add_office(hass, server, account, contacts=CONTACTS)
    # With names filled in, or the test would prove nothing.
    assert await is_ours(hass, "ring the study", language)
    assert await is_ours(hass, "ring Anna", language)
    corpus = read(file)
    assert len(corpus) == len(set(corpus)) >= 200
    assert [words for words in corpus if await is_ours(hass, words, language)] == []


async def is_ours(hass: HomeAssistant, words: str, language: str) -> bool:
    """Return whether a sentence matches any of ours about calls."""
    agent = get_agent_manager(hass).default_agent
    assert agent
    said = ConversationInput(
        text=words,
        context=Context(),
        conversation_id=None,
        device_id=None,
        satellite_id=None,
        language=language,
        agent_id="conversation.home_assistant",
    )
    return await agent.async_recognize_sentence_trigger(said) is not None
