"""What somebody is told whose call cannot, or may not, be made."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.core import Context, HomeAssistant

from custom_components.jingl.dialling import call_record
from simulator.faults import Fault, ResetAfter, StatusCode
from simulator.server import Server
from simulator.state import Account
from tests.voice.conftest import Say, add_entry, calls, contact


@pytest.mark.usefixtures("loaded")
class TestFailures:
    """Calls that fail at Jingl."""

    @pytest.mark.parametrize(
        ("fault", "reply"),
        [
            (StatusCode(400), "Jingl refused to call this number from Sales."),
            (StatusCode(429), "Jingl is busy. Try again later."),
            (StatusCode(401), "Jingl no longer accepts the login. Log in again."),
            (
                ResetAfter(),
                (
                    "Jingl did not answer, so I do not know whether Sales did it. Look at the phone"
                    " before you try again."
                ),
            ),
        ],
    )
    async def test_the_reply_says_what_is_wrong(
        self, server: Server, say: Say, fault: Fault, reply: str
    ) -> None:
        server.add_fault(fault, method="PUT")
        assert await say("call anna from sales") == reply

    async def test_the_reply_says_that_jingl_is_out_of_reach(
        self, server: Server, say: Say
    ) -> None:
        await server.stop()
        assert await say("call anna from sales") == "Jingl cannot be reached, so nothing was done."

    async def test_an_error_that_is_rare_speaks_for_itself_in_the_language(
        self, server: Server, say: Say
    ) -> None:
        server.add_fault(StatusCode(404), method="PUT")
        english = await say("call anna from sales")
        german = await say("ruf Anna von Sales an", "de")
        assert english.startswith("Jingl has no such handset in mycompany any more. (")
        assert german.startswith("Dieses Telefon gibt es bei Jingl in mycompany nicht mehr. (")

    async def test_a_call_whose_outcome_is_unknown_is_asked_for_once(
        self, server: Server, account: Account, say: Say
    ) -> None:
        server.add_fault(ResetAfter(), method="PUT")
        await say("call anna from sales")
        assert calls(account) == ["101 > 0409123456"]
        assert len([request for request in server.requests if request.method == "PUT"]) == 1


class TestPermission:
    """Who may call whom."""

    @pytest.mark.parametrize(
        ("options", "said", "reply"),
        [
            (
                {"dialling": {"voice": ["handset"]}},
                "call anna from sales",
                "I may not call contacts. An administrator can allow it in Jingl's options.",
            ),
            (
                {"dialling": {"voice": ["contact"]}},
                "call reception from sales",
                "I may not call your handsets. An administrator can allow it in Jingl's options.",
            ),
            (
                {"dialling": {"denied": ["0409*"]}},
                "call anna from sales",
                "I may not call this number. An administrator can allow it in Jingl's options.",
            ),
            (
                {"dialling": {"calls": 0, "minutes": 7}},
                "call anna from sales",
                "There were too many calls. Wait 7 minutes, or use a phone.",
            ),
        ],
        ids=["no contacts", "no handsets", "denied", "too many"],
    )
    async def test_the_options_forbid_it(
        self, loaded: MockConfigEntry, account: Account, say: Say, said: str, reply: str
    ) -> None:
        assert await say(said) == reply
        assert calls(account) == []

    @pytest.mark.parametrize(
        ("options", "said", "call", "reply"),
        [
            (
                {"dialling": {"voice": ["mobile"]}},
                "call 0411 999 999 from sales",
                "101 > 0411999999",
                "Calling 0411 999 999 from Sales.",
            ),
            (
                {"dialling": {"voice": ["short_code"]}},
                "dial star 98 from sales",
                "101 > *98",
                "Calling *98 from Sales.",
            ),
            (
                {"dialling": {"voice": ["international"]}},
                "dial +44 20 7946 0958 from sales",
                "101 > 0011442079460958",
                "Calling +44 20 7946 0958 from Sales.",
            ),
            (
                {"dialling": {"voice": ["emergency"]}},
                "call an ambulance from sales",
                "101 > 000",
                "Calling 000 from Sales.",
            ),
        ],
        ids=["mobile", "short code", "international", "emergency"],
    )
    async def test_the_options_allow_it(
        self, loaded: MockConfigEntry, account: Account, say: Say, said: str, call: str, reply: str
    ) -> None:
        assert await say(said) == reply
        assert calls(account) == [call]

    async def test_a_user_may_not_use_a_handset_that_is_not_theirs(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        account: Account,
        say: Say,
        hass_read_only_user: MockUser,
    ) -> None:
        for user_id in (hass_read_only_user.id, "gone"):
            for said in ("call anna from sales", "call oh four oh nine from sales"):
                reply = await say(said, context=Context(user_id=user_id))
                assert reply == "You may not use Sales."
        assert calls(account) == []
        assert call_record(hass, loaded).refusals.counts == {}


POLICE = "I may not call emergency numbers. In an emergency, dial triple zero on a phone."
EVERY = "From which phone: Reception, Sales, Workshop, Front Desk or Warehouse?"


class TestWithoutHandset:
    """Numbers that are said without a handset where there are several."""

    @pytest.mark.parametrize(
        ("said", "reply", "rule"),
        [
            ("call the police", POLICE, "emergency"),
            ("call triple zero", POLICE, "emergency"),
            (
                "call 0411 999 999",
                (
                    "I may not call mobile numbers that are no contacts. An administrator can allow"
                    " it in Jingl's options."
                ),
                "kind",
            ),
            (
                "call 0411 999 9999",
                "04119999999 is not a complete phone number.",
                "not_understood",
            ),
        ],
    )
    async def test_what_may_not_be_called_is_refused_and_counted_once(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        account: Account,
        say: Say,
        said: str,
        reply: str,
        rule: str,
    ) -> None:
        assert await say(said) == reply
        assert call_record(hass, loaded).refusals.counts == {rule: 1}
        assert calls(account) == []

    @pytest.mark.parametrize("options", [{"dialling": {"voice": ["emergency", "mobile"]}}])
    async def test_what_may_be_called_is_a_question_of_the_handset_even_in_an_emergency(
        self, hass: HomeAssistant, loaded: MockConfigEntry, account: Account, say: Say
    ) -> None:
        for said in ("call the police", "call 0411 999 999"):
            assert (await say(said)).startswith(EVERY)
        assert calls(account) == []
        assert call_record(hass, loaded).refusals.counts == {}
        assert await say("call the police from sales") == "Calling 000 from Sales."
        assert calls(account) == ["101 > 000"]


async def test_a_number_that_is_not_understood_counts_where_the_handset_is_clear_too(
    hass: HomeAssistant, loaded: MockConfigEntry, account: Account, say: Say
) -> None:
    reply = await say("call oh four oh nine one two three four from sales")
    assert reply == "04091234 is not a complete phone number."
    assert call_record(hass, loaded).refusals.counts == {"not_understood": 1}
    assert calls(account) == []


async def test_contacts_of_one_name_are_told_apart_by_their_numbers(
    hass: HomeAssistant, server: Server, account: Account, conversation: None, say: Say
) -> None:
    contacts = [contact("Zoe", "0466 666 666"), contact("Zoe", "0477 777 777")]
    entry = add_entry(hass, server, contacts=contacts)
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert await say("call zoe from sales") == (
        "Do you mean Zoe, 0466 666 666 or Zoe, 0477 777 777? Say the whole sentence again."
    )
    assert calls(account) == []


async def test_a_contact_may_be_called_as_a_handset_is_that_he_sits_at(
    hass: HomeAssistant, server: Server, account: Account, conversation: None, say: Say
) -> None:
    entry = add_entry(hass, server, contacts=[contact("Zoe", "102")])
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert await say("call zoe from sales") == "Calling Zoe from Sales."
    assert calls(account) == ["101 > 102"]
    assert await say("call zoe from the workshop") == (
        "Workshop cannot call itself. From which other phone?"
    )
