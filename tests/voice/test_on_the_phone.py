"""Who is on the phone, for somebody who asks."""

from collections.abc import Callable

import pytest

from homeassistant.core import HomeAssistant

from simulator.faults import StatusCode
from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance
from tests.voice.conftest import Poll, Say

RECEPTION, SALES, WORKSHOP, FRONT_DESK = "100", "101", "102", "103"
ANNA, STRANGER = "0409123456", "0411999999"


def ring(account: Account) -> None:
    account.incoming_call(STRANGER, SALES)


def ring_without_number(account: Account) -> None:
    account.incoming_call("", SALES)


def ring_with_words(account: Account) -> None:
    account.incoming_call("Your bank", SALES)


def talk(account: Account) -> None:
    account.incoming_call(STRANGER, SALES)
    account.answer(SALES)


def hold(account: Account) -> None:
    talk(account)
    account.hold(SALES)


def dial(account: Account) -> None:
    account.place_call(SALES, ANNA)


def call_each_other(account: Account) -> None:
    account.place_call(SALES, WORKSHOP)


def talk_with_each_other(account: Account) -> None:
    account.place_call(SALES, WORKSHOP)
    account.answer(WORKSHOP)


def listen_to_voicemail(account: Account) -> None:
    account.place_call(SALES, "*97")


def talk_twice(account: Account) -> None:
    talk(account)
    account.place_call(WORKSHOP, ANNA)


@pytest.mark.parametrize(
    ("happen", "reply"),
    [
        (ring, "0411 999 999 is calling Sales."),
        (ring_without_number, "An unknown number is calling Sales."),
        (ring_with_words, "An unknown number is calling Sales."),
        (talk, "Sales is talking with 0411 999 999."),
        (hold, "Sales has 0411 999 999 on hold."),
        (dial, "Sales is calling Anna Smith."),
        (call_each_other, "Sales is calling Workshop."),
        (talk_with_each_other, "Sales is talking with Workshop."),
        (listen_to_voicemail, "Sales is connected to VoiceMail."),
        (talk_twice, "Sales is talking with 0411 999 999. Workshop is calling Anna Smith."),
    ],
)
async def test_each_call_is_told_once(
    account: Account, poll: Poll, say: Say, happen: Callable[[Account], None], reply: str
) -> None:
    assert await say("who is on the phone") == "Nobody is on the phone."
    happen(account)
    await poll()
    assert await say("who is on the phone") == reply


async def test_a_caller_who_is_no_contact_is_asked_for_by_number(
    account: Account, poll: Poll, say: Say
) -> None:
    assert await say("is 0411 999 999 on the phone") == (
        "0411 999 999 is not talking with any of your phones."
    )
    talk(account)
    await poll()
    assert await say("is 0411 999 999 on the phone") == "Sales is talking with 0411 999 999."


async def test_any_of_a_contacts_numbers_will_do(account: Account, poll: Poll, say: Say) -> None:
    account.incoming_call("+61411222333", SALES)
    account.answer(SALES)
    await poll()
    assert await say("is bob on the phone") == "Sales is talking with Bob Müller."


async def test_jingl_writes_numbers_as_in_australia_wherever_home_assistant_is(
    hass: HomeAssistant, account: Account, poll: Poll, say: Say
) -> None:
    hass.config.country = "DE"  # where Anna's 0409 123 456 is a number in Hamburg
    account.incoming_call(ANNA, SALES)
    await poll()
    assert await say("is +61 409 123 456 on the phone") == "0409 123 456 is calling Sales."
    for she in ("anna", "0409 123 456"):
        assert (await say(f"is {she} on the phone")).endswith(
            "is not talking with any of your phones."
        )
    account.incoming_call("001149409123456", WORKSHOP)
    await poll()
    for she in ("anna", "0409 123 456"):
        assert await say(f"is {she} on the phone") == "Anna Smith is calling Workshop."


class TestWithoutList:
    """An account whose handsets are asked for one by one."""

    @pytest.fixture
    def account(self, account: Account) -> Account:
        account.endpoints.status_list = False
        return account

    async def test_a_handset_that_does_not_answer_is_not_said_to_be_idle(
        self, server: Server, account: Account, poll: Poll, say: Say, advance: Advance
    ) -> None:
        talk(account)
        server.add_fault(StatusCode(500), path="/api/handsetstatus/102")
        await advance(60)
        await poll()
        assert await say("is the workshop on the phone") == (
            "I cannot tell what Workshop is doing at the moment."
        )
        assert await say("who is on the phone") == (
            "Sales is talking with 0411 999 999. I cannot tell what Workshop is doing at the"
            " moment."
        )


async def test_nothing_is_told_of_an_account_that_cannot_be_reached(
    server: Server, poll: Poll, say: Say
) -> None:
    await server.stop()
    await poll()
    assert await say("who is on the phone") == (
        "I cannot tell what Reception, Sales, Workshop, Front Desk or Warehouse is doing at the"
        " moment."
    )
