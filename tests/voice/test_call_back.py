"""Call back the last missed caller."""

from typing import Final

import pytest

from homeassistant.core import HomeAssistant

from tests.conftest import Advance
from tests.switchboard import Office
from tests.voice.conftest import expose_only, move

SALES, WORKSHOP = "101", "102"
ANNA, BOB, BOBS_MOBILE, STRANGER = "0409123456", "0391234567", "0411222333", "0411999999"
CALL_BACK: Final = "call back the last missed call"
WITHHELD: Final = "The last call that Sales missed was from a withheld number."


async def test_the_areas_handset_calls_back_its_last_missed_caller(
    office: Office, advance: Advance, kitchen: str, speaker: str
) -> None:
    move(office, SALES, kitchen)
    for number, handset in ((BOB, SALES), (ANNA, SALES), (STRANGER, WORKSHOP)):
        await office.miss(number, handset)
        await advance(60)
    await office.hears(
        {"call them back": "Calling Anna Smith, 0409 123 456, from Sales."}, device_id=speaker
    )
    assert office.calls == [f"101 > {ANNA}"]


async def test_the_number_that_called_is_called_not_the_contacts_first_number(
    office: Office,
) -> None:
    await office.miss(BOBS_MOBILE)
    reply = await office.say("call back the last missed call from sales")
    assert reply == "Calling Bob Müller, 0411 222 333, from Sales."
    assert office.calls == [f"101 > {BOBS_MOBILE}"]


async def test_a_handset_is_called_back_too(office: Office) -> None:
    office.account.place_call(WORKSHOP, SALES)
    await office.poll()
    office.account.hang_up(WORKSHOP)
    await office.poll()
    assert await office.say("call back from sales") == "Calling Workshop from Sales."
    assert office.calls == ["101 > 102"]


@pytest.mark.parametrize("caller", ["", "Your bank"], ids=["withheld", "words"])
async def test_a_caller_without_a_number_cannot_be_called_back(office: Office, caller: str) -> None:
    await office.miss(ANNA)
    await office.miss(caller)
    assert await office.say("call them back from sales") == WITHHELD
    assert office.requests == []


async def test_a_number_that_may_not_be_called_may_not_be_called_back(office: Office) -> None:
    await office.miss(STRANGER)
    reply = await office.say("call them back from sales")
    assert reply.startswith("I'm not allowed to call mobile numbers that aren't contacts.")
    assert office.refusals == {"kind": 1}
    office.permit(voice=["mobile"])
    assert await office.say("call them back from sales") == "Calling 0411 999 999 from Sales."


async def test_an_old_missed_call_is_not_called_back(office: Office, advance: Advance) -> None:
    await office.miss(ANNA)
    await advance(24 * 60 * 60 + 60)
    await office.hears(
        {
            CALL_BACK: "No missed calls in the last 24 hours.",
            f"{CALL_BACK} from sales": "Sales didn't miss any calls in the last 24 hours.",
        }
    )
    assert office.requests == []


async def test_without_a_handset_nobody_is_called_back(office: Office, hass: HomeAssistant) -> None:
    await office.miss(ANNA)
    expose_only(hass)
    assert await office.say(CALL_BACK) == "No phones are exposed to voice assistants."
