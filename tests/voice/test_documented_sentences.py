"""The sentences in the documentation."""

from pathlib import Path
import re
from typing import Final

import pytest

from homeassistant.core import HomeAssistant

from custom_components.jingl.intent import INTENTS
from custom_components.jingl.voice.languages import Request
from simulator.server import Server
from simulator.state import Cloud
from tests.switchboard import EVERYTHING
from tests.voice.conftest import add_office, contact, hang_up_all, move

DOCUMENTATION: Final = Path(__file__).parents[2] / "docs" / "voice.md"
HANDSETS: Final = {
    "100": "Reception",
    "101": "Sales",
    "102": "Workshop",
    "103": "Boardroom",
    "104": "Empfang",
    "105": "Werkstatt",
}
BOARDROOM: Final = "103"
# Anna's number.
REST: Final = {
    "en": "one two three four five six",
    "de": "null neun eins zwei drei vier fünf sechs",
}
# The reply to each row of the table, in English and German.
REPLIES: Final = {
    "Call a handset, contact or number": (Request.CALL, "Calling ", "Ich rufe "),
    "Call back": (Request.CALL_BACK, "Calling ", "Ich rufe "),
    "Transfer a call": (Request.TRANSFER, "Transferring ", "Ich verbinde "),
    "Who is on the phone": (Request.WHO_IS_ON_THE_PHONE, "Reception is ", "Reception spricht "),
    "Is someone on the phone": (
        Request.IS_ON_THE_PHONE,
        "(Workshop isn't|Reception is talking)",
        "(Werkstatt telefoniert nicht|Reception spricht)",
    ),
    "Who called": (
        Request.WHO_CALLED,
        r"((\d|One) (missed )?calls?: |Nobody called (Sales yesterday|this morning)\.)",
        r"((\d|Ein) (verpasster? )?Anrufe?: |Niemand hat (gestern Sales|heute Morgen) angerufen\.)",
    ),
    "Missed calls": (
        Request.MISSED_CALLS,
        r"((\d|One) missed calls?: |No missed calls yesterday\.)",
        r"((\d|Ein) verpasster? Anrufe?: |Keine verpassten Anrufe gestern\.)",
    ),
    "Did someone call": (
        Request.DID_CALL,
        r"Anna Smith (called|didn't call) ",
        r"Anna Smith (rief|hat) ",
    ),
    "When did you last talk": (
        Request.LAST_TALKED,
        r"(\w+ (last talked|didn't talk)|Nobody talked) to Anna Smith ",
        r"(\w+ hat|Niemand hat) .* mit Anna Smith gesprochen\.",
    ),
    "End a call": (
        Request.HANG_UP,
        r"I can't hang up\. Use the phone instead\.",
        r"Ich kann nicht auflegen\. Leg am Telefon auf\.",
    ),
}


def rows() -> dict[str, list[list[str]]]:
    """Return the table: each row's sentences in English and German."""
    text = DOCUMENTATION.read_text(encoding="utf-8").partition("Say names as they are")[0]
    table = re.findall(r"^\| ([A-Z].*?) \| (.*) \| (.*) \|$", text, re.MULTILINE)
    return {
        row: [re.sub(r":.*?(?= · |$)", "", cell).split(" · ") for cell in cells]
        for row, *cells in table
    }


def test_each_request_is_documented() -> None:
    assert rows().keys() == REPLIES.keys()
    assert {request for request, *_ in REPLIES.values()} == {each.request for each in INTENTS}


@pytest.mark.usefixtures("conversation")
@pytest.mark.parametrize("row", REPLIES)
async def test_each_documented_sentence_works_as_described(
    hass: HomeAssistant, server: Server, cloud: Cloud, kitchen: str, speaker: str, row: str
) -> None:
    account = cloud.add_account()
    for extension, name in HANDSETS.items():
        account.add_handset(extension, name=name)
    office = await add_office(
        hass,
        server,
        account,
        options={"dialling": EVERYTHING},
        contacts=[
            contact("Anna Smith", "0409 123 456"),
            contact("Bob", "0411 222 333"),
            contact("Accounts", "0433 333 333"),
        ],
    )
    move(office, BOARDROOM, kitchen)
    for extension in HANDSETS:
        await office.miss("0433333333", extension)
    _, *replies = REPLIES[row]
    for language, sentences, reply in zip(("en", "de"), rows()[row], replies, strict=True):
        for sentence in sentences:
            for extension in ("100", BOARDROOM, "104"):
                await office.talk("0409123456", extension)
            said = sentence.replace("…", REST[language])
            spoken = await office.say(said, language, device_id=speaker)
            assert re.match(reply, spoken), (said, spoken)
            await hang_up_all(office)
