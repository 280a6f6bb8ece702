"""Answers about who is on the phone."""

from collections.abc import Sequence
from typing import Final

import pytest

from simulator.faults import StatusCode
from simulator.state import Account
from tests.conftest import Advance
from tests.switchboard import Office

SALES, WORKSHOP = "101", "102"
ANNA, STRANGER = "0409123456", "0411999999"

# What happens in an account, and who is involved.
RING: Final = ("incoming_call", STRANGER, SALES)
TALK: Final = (RING, ("answer", SALES))


@pytest.mark.parametrize(
    ("happened", "reply"),
    [
        ([RING], "0411 999 999 is calling Sales."),
        ([("incoming_call", "", SALES)], "An unknown number is calling Sales."),
        ([("incoming_call", "Your bank", SALES)], "An unknown number is calling Sales."),
        ([("incoming_call", f"sip:{STRANGER}@host;x=y", SALES)], "0411 999 999 is calling Sales."),
        # An outside caller may show a colleague's number.
        ([("incoming_call", f"0{WORKSHOP}", SALES)], "0102 is calling Sales."),
        ([*TALK], "Sales is talking to 0411 999 999."),
        ([*TALK, ("hold", SALES)], "Sales has 0411 999 999 on hold."),
        ([("place_call", SALES, ANNA)], "Sales is calling Anna Smith."),
        ([("place_call", SALES, WORKSHOP)], "Sales is calling Workshop."),
        (
            [("place_call", SALES, WORKSHOP), ("answer", WORKSHOP)],
            "Sales is talking to Workshop.",
        ),
        ([("place_call", SALES, "*97")], "Sales is connected to an automated service."),
        (
            [*TALK, ("place_call", WORKSHOP, ANNA)],
            "Sales is talking to 0411 999 999. Workshop is calling Anna Smith.",
        ),
    ],
)
async def test_each_call_is_mentioned_once(
    office: Office, happened: Sequence[Sequence[str]], reply: str
) -> None:
    assert await office.say("who is on the phone") == "Nobody is on the phone."
    for deed, *numbers in happened:
        getattr(office.account, deed)(*numbers)
    await office.poll()
    assert await office.say("who is on the phone") == reply


async def test_a_caller_who_is_not_a_contact_is_asked_about_by_number(office: Office) -> None:
    question = "is 0411 999 999 on the phone"
    await office.hears({question: "0411 999 999 isn't talking to any of your phones."})
    await office.talk(STRANGER)
    await office.hears({question: "Sales is talking to 0411 999 999."})


async def test_a_contact_is_recognised_by_any_number(office: Office) -> None:
    await office.talk("+61411222333")
    assert await office.say("is bob on the phone") == "Sales is talking to Bob Müller."


async def test_jingls_numbers_are_australian_wherever_home_assistant_is(
    office: Office,
) -> None:
    office.hass.config.country = "DE"  # Anna's 0409 123 456 is a number in Hamburg there
    office.account.incoming_call(ANNA, SALES)
    await office.poll()
    await office.hears(
        {
            "is +61 409 123 456 on the phone": "0409 123 456 is calling Sales.",
            "is anna on the phone": "Anna Smith isn't talking to any of your phones.",
            "is 0409 123 456 on the phone": "0409 123 456 isn't talking to any of your phones.",
        }
    )
    office.account.incoming_call("001149409123456", WORKSHOP)
    await office.poll()
    reply = "Anna Smith is calling Workshop."
    await office.hears({f"is {she} on the phone": reply for she in ("anna", "0409 123 456")})


class TestWithoutList:
    """An account whose handsets are polled one by one."""

    @pytest.fixture
    def account(self, account: Account) -> Account:
        account.endpoints.status_list = False
        return account

    async def test_a_handset_that_does_not_answer_is_not_said_to_be_idle(
        self, office: Office, advance: Advance
    ) -> None:
        await office.talk(STRANGER)
        office.server.add_fault(StatusCode(500), path="/api/handsetstatus/102")
        # Until every handset has had its turn.
        for _ in range(5):
            await advance(5)
        unknown = "I can't tell what Workshop is doing right now."
        await office.hears(
            {
                "is the workshop on the phone": unknown,
                "who is on the phone": f"Sales is talking to 0411 999 999. {unknown}",
            }
        )


async def test_nothing_is_said_about_an_account_that_cannot_be_reached(office: Office) -> None:
    await office.server.stop()
    await office.poll()
    assert await office.say("who is on the phone") == (
        "I can't tell what Reception, Sales, Workshop, Front Desk or Warehouse is doing right now."
    )
