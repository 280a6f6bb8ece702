"""Replies to calls that cannot, or may not, be placed."""

from typing import Final

import pytest
from pytest_homeassistant_custom_component.common import MockUser

from homeassistant.core import Context, HomeAssistant

from simulator.faults import Fault, Html, Redirect, ResetAfter, StatusCode
from simulator.server import Server
from simulator.state import Account
from tests.contacts import Contacts
from tests.switchboard import Office
from tests.voice.conftest import add_office, contact

MAY_NOT: Final = "I'm not allowed to call {}. An administrator can allow it in Jingl's options."
EMERGENCY: Final = (
    "I'm not allowed to call emergency numbers. In an emergency, dial triple zero on a phone."
)
EVERY: Final = "Which phone should I use: Reception, Sales, Workshop, Front Desk or Warehouse?"
OUTCOME_UNKNOWN: Final = (
    "I'm not sure whether Sales did it. Look at the phone before you try again."
)


class TestFailures:
    """Calls that fail at Jingl."""

    @pytest.mark.parametrize(
        ("fault", "reply"),
        [
            (StatusCode(400), "Jingl refused to call this number from Sales."),
            (StatusCode(429), "Jingl is busy. Try again later."),
            (StatusCode(401), "Jingl doesn't let this login do that."),
            (ResetAfter(), OUTCOME_UNKNOWN),
        ],
        ids=str,
    )
    async def test_the_reply_says_what_is_wrong_and_no_request_is_repeated(
        self, office: Office, fault: Fault, reply: str
    ) -> None:
        office.server.add_fault(fault, method="PUT")
        assert await office.say("call anna from sales") == reply
        assert office.dialled == ["0409123456"]
        assert office.calls == (["101 > 0409123456"] if fault == ResetAfter() else [])

    @pytest.mark.parametrize(
        "fault",
        [
            StatusCode(500),
            StatusCode(503, {"Retry-After": "1"}),
            Redirect("https://elsewhere.example/"),
            Html(),
            ResetAfter(),
        ],
        ids=str,
    )
    async def test_the_reply_only_claims_that_the_outcome_is_unknown(
        self, office: Office, fault: Fault
    ) -> None:
        office.server.add_fault(fault, method="PUT")
        assert await office.say("call anna from sales") == OUTCOME_UNKNOWN

    async def test_the_reply_says_that_jingl_is_out_of_reach(self, office: Office) -> None:
        await office.server.stop()
        reply = await office.say("call anna from sales")
        assert reply == "I can't reach Jingl, so nothing was done."

    async def test_a_rare_error_is_spoken_in_the_users_language(self, office: Office) -> None:
        office.server.add_fault(StatusCode(404), method="PUT")
        english = await office.say("call anna from sales")
        german = await office.say("ruf Anna von Sales an", "de")
        assert english.startswith(
            "Jingl no longer has this handset in mycompany. Choose another one. ("
        )
        assert german.startswith(
            "Dieses Telefon gibt es bei Jingl in mycompany nicht mehr. Wähle ein anderes. ("
        )


class TestPhoneBooks:
    """People in a phone book, as if added by hand."""

    async def test_somebody_is_called_by_name(self, office: Office) -> None:
        contacts = Contacts(office.hass, office.entry)
        contacts.add_book("Family", ("Zoe Brown", "+61498765432"), aliases=["my aunt"])
        await office.hears(
            {
                "call zoe brown from sales": "Calling Zoe Brown, 0498 765 432, from Sales.",
                "call my aunt from sales": "Calling Zoe Brown, 0498 765 432, from Sales.",
            }
        )

    async def test_a_contact_of_the_same_name_is_called_instead(self, office: Office) -> None:
        contacts = Contacts(office.hass, office.entry)
        for title in ("Family", "Office"):
            contacts.add_book(title, ("anna smith", "+61498765432"), ("Zoe Brown", "+61498765433"))
        await office.hears(
            {
                "call anna smith from sales": "Calling Anna Smith, 0409 123 456, from Sales.",
                "call zoe brown from sales": "Calling Zoe Brown, 0498 765 433, from Sales.",
            }
        )


class TestPermission:
    """Who may call who."""

    async def test_the_options_may_forbid_it(self, office: Office) -> None:
        for policy, callee, reply in (
            ({"voice": ["handset"]}, "anna", MAY_NOT.format("contacts")),
            ({"voice": ["contact"]}, "reception", MAY_NOT.format("your handsets")),
            ({"denied": ["0409*"]}, "anna", MAY_NOT.format("this number")),
        ):
            office.permit(**policy)
            assert await office.say(f"call {callee} from sales") == reply
        assert office.calls == []

    async def test_the_options_limit_the_calls(self, office: Office) -> None:
        office.permit(calls=1, minutes=7)
        await office.say("call reception from sales")
        reply = await office.say("call anna from sales")
        assert reply == "That's too many calls. Try again in 7 minutes, or use a phone."
        assert office.calls == ["101 > 100"]

    async def test_the_options_may_allow_it(self, office: Office) -> None:
        for kind, said, dialled, reply in (
            ("mobile", "call 0411 999 999", "0411999999", "Calling 0411 999 999 from Sales."),
            ("short_code", "dial star 98", "*98", "Calling *98 from Sales."),
            (
                "international",
                "dial +44 20 7946 0958",
                "0011442079460958",
                "Calling +44 20 7946 0958 from Sales.",
            ),
            ("emergency", "call an ambulance", "000", "Calling 000 from Sales."),
        ):
            office.permit(voice=[kind])
            assert await office.say(f"{said} from sales") == reply
            assert office.dialled[-1] == dialled

    async def test_a_user_may_not_use_a_handset_that_is_not_theirs(
        self, office: Office, hass_read_only_user: MockUser
    ) -> None:
        for user_id, expected in (
            (hass_read_only_user.id, "You're not allowed to use Sales."),
            # A user who can see nothing.
            ("gone", "No phones are exposed to voice assistants."),
        ):
            for said in ("call anna from sales", "call oh four oh nine from sales"):
                reply = await office.say(said, context=Context(user_id=user_id))
                assert reply == expected
        assert office.calls == []
        assert office.refusals == {}


class TestWithoutHandset:
    """Numbers spoken without a handset, when there are several."""

    @pytest.mark.parametrize(
        ("said", "reply", "rule"),
        [
            ("call the police", EMERGENCY, "emergency"),
            ("call triple zero", EMERGENCY, "emergency"),
            (
                "call 0411 999 999",
                MAY_NOT.format("mobile numbers that aren't contacts"),
                "kind",
            ),
            (
                "call 0411 999 9999",
                "0411 999 9999 isn't a complete phone number.",
                None,
            ),
            # Even if the handset is clear.
            (
                "call oh four oh nine one two three four from sales",
                "04091234 isn't a complete phone number.",
                None,
            ),
        ],
    )
    async def test_a_number_that_may_not_be_called_is_refused_and_counted_once(
        self, office: Office, said: str, reply: str, rule: str | None
    ) -> None:
        assert await office.say(said) == reply
        # A mistyped number is not a refusal.
        assert office.refusals == ({rule: 1} if rule else {})
        assert office.calls == []

    async def test_a_permitted_number_leads_to_a_question_for_the_handset_even_in_an_emergency(
        self, office: Office
    ) -> None:
        office.permit(voice=["emergency", "mobile"])
        for said in ("call the police", "call 0411 999 999"):
            assert (await office.say(said)).startswith(EVERY)
        assert office.calls == []
        assert office.refusals == {}
        assert await office.say("call the police from sales") == "Calling 000 from Sales."
        assert office.calls == ["101 > 000"]


@pytest.mark.usefixtures("conversation")
async def test_contacts_with_the_same_name_are_told_apart_by_number(
    hass: HomeAssistant, server: Server, account: Account
) -> None:
    contacts = [contact("Zoe", "0466 666 666"), contact("Zoe", "0477 777 777")]
    office = await add_office(hass, server, account, contacts=contacts)
    assert await office.say("call zoe from sales") == (
        "Do you mean Zoe, 0466 666 666 or Zoe, 0477 777 777?"
    )
    assert office.calls == []


@pytest.mark.usefixtures("conversation")
async def test_a_contact_may_have_the_same_name_as_the_persons_handset(
    hass: HomeAssistant, server: Server, account: Account
) -> None:
    office = await add_office(hass, server, account, contacts=[contact("Zoe", "102")])
    assert await office.say("call zoe from sales") == "Calling Zoe from Sales."
    assert office.calls == ["101 > 102"]
    reply = await office.say("call zoe from the workshop")
    assert reply == (
        "Workshop can't call itself. Which phone should I use: Reception, Sales, Front Desk or"
        " Warehouse?"
    )
