"""Whether somebody called, and when somebody last talked to them."""

from typing import Final

import pytest
from pytest_homeassistant_custom_component.common import MockUser

from homeassistant.core import Context

from tests.contacts import Contacts
from tests.switchboard import Office
from tests.voice.conftest import GoTo, expose_only, hang_up_all, move

RECEPTION, SALES, WORKSHOP = "100", "101", "102"
ANNA, BOB, BOBS_MOBILE, JONES = "0409123456", "0391234567", "0411222333", "0411111111"
MONTH: Final = "in the last 30 days"


async def talk(office: Office, number: str, extension: str) -> None:
    """Let a handset take a call."""
    await office.talk(number, extension)
    office.account.hang_up(extension)
    await office.poll()


async def call(office: Office, extension: str, number: str) -> None:
    """Let a handset call somebody, who answers."""
    office.account.place_call(extension, number)
    await office.poll()
    await hang_up_all(office)


@pytest.fixture(autouse=True)
async def history(office: Office, go_to: GoTo) -> None:
    """Let Anna and Bob call, and be called, in the days before Monday afternoon."""
    await go_to("2026-07-03 10:00")
    await talk(office, BOB, SALES)
    await go_to("2026-07-05 09:00")
    await office.miss(ANNA, WORKSHOP)
    await go_to("2026-07-05 16:00")
    await call(office, RECEPTION, ANNA)
    await go_to("2026-07-06 08:30")
    await office.miss(BOBS_MOBILE, SALES)
    await go_to("2026-07-06 14:10")


class TestDidCall:
    """Did Anna ring."""

    async def test_without_a_day_the_last_call_is_told(self, office: Office) -> None:
        sunday = "Anna Smith called Workshop yesterday at 09:00."
        await office.hears(
            {
                "did Anna call": sunday,
                "Has Anna Smith phoned us?": sunday,
                "when did Anna last call": sunday,
                "did Bob call me": "Bob Müller called Sales at 08:30.",
                "did oh four oh nine one two three four five six call": sunday,
                "did Karen Jones call": f"Karen Jones didn't call {MONTH}.",
            }
        )

    async def test_on_a_day_all_calls_are_told(self, office: Office, go_to: GoTo) -> None:
        for minute in range(6):
            await go_to(f"2026-07-06 13:0{minute}")
            await office.miss(ANNA)
        await go_to("2026-07-06 14:10")
        reply = await office.say("did Anna call today")
        assert reply.startswith(
            "Anna Smith called Sales at 13:05; Anna Smith called Sales at 13:04"
        )
        assert reply.endswith("; and 1 more.")
        await office.hears(
            {
                "did Anna call this morning": "Anna Smith didn't call this morning.",
                "did Bob phone on Friday": "Bob Müller called Sales on Friday at 10:00.",
                "did Bob call us yesterday please": "Bob Müller didn't call yesterday.",
                "did Bob call last Monday": "Bob Müller didn't call last Monday.",
            }
        )

    async def test_with_ring_a_name_is_needed(self, office: Office) -> None:
        await office.hears(
            {
                "did Anna ring": "Anna Smith called Workshop yesterday at 09:00.",
                "has bob rung today": "Bob Müller called Sales at 08:30.",
                "did Anna Smith ring us on Sunday": "Anna Smith called Workshop yesterday at"
                " 09:00.",
                "did the doorbell ring": "Sorry, I couldn't understand that",
                "did the police ring": "Sorry, I couldn't understand that",
            }
        )

    async def test_in_german(self, office: Office) -> None:
        await office.hears(
            {
                "hat Anna angerufen": "Anna Smith rief gestern um 09:00 Uhr Workshop an.",
                "hat Bob heute angerufen": "Bob Müller rief um 08:30 Uhr Sales an.",
                "hat Bob uns am Samstag angerufen": "Bob Müller hat am Samstag nicht angerufen.",
                "hat Anna mich gestern angerufen": "Anna Smith rief gestern um 09:00 Uhr Workshop"
                " an.",
                "wann hat Bob zuletzt angerufen": "Bob Müller rief um 08:30 Uhr Sales an.",
            },
            "de",
        )

    async def test_of_several_people_one_is_asked_for(self, office: Office) -> None:
        await office.miss(JONES)
        question = "Do you mean Karen Jones or Karen White?"
        assert await office.say("did Karen call today", chat="ours") == question
        assert await office.say("Jones", chat="ours") == "Karen Jones called Sales at 14:10."

    async def test_nobody_by_that_name(self, office: Office) -> None:
        assert await office.say("did Bobb Muller call") == (
            "I don't know anyone called Bobb Muller. Did you mean Bob Müller?"
        )

    async def test_a_colleague(self, office: Office) -> None:
        office.account.place_call(WORKSHOP, SALES)
        await office.poll()
        office.account.hang_up(WORKSHOP)
        await office.poll()
        assert await office.say("did the workshop call") == "Workshop called Sales at 14:10."
        await call(office, SALES, RECEPTION)
        # Jingl doesn't say who called whom.
        assert await office.say("did sales call") == "Sales and Reception talked at 14:10."

    async def test_a_caller_who_shows_a_colleagues_extension_is_not_the_colleague(
        self, office: Office
    ) -> None:
        await office.miss(RECEPTION, SALES)
        assert await office.say("did reception call") == f"Reception didn't call {MONTH}."

    async def test_only_calls_to_exposed_handsets_are_told(self, office: Office) -> None:
        expose_only(office.hass, "sensor.sales_status")
        await office.hears(
            {
                "did Anna call": f"Anna Smith didn't call {MONTH}.",
                "did Bob call": "Bob Müller called Sales at 08:30.",
                "did the workshop call": "I don't know anyone called workshop.",
            }
        )
        expose_only(office.hass)
        assert await office.say("did Anna call") == "No phones are exposed to voice assistants."


class TestLastTalked:
    """When did I last talk to Ben."""

    async def test_without_a_handset_all_of_them_are_meant(self, office: Office) -> None:
        await office.hears(
            {
                "when did I last talk to Anna": "Reception last talked to Anna Smith yesterday at"
                " 16:00.",
                "when did we last speak with Bob": "Sales last talked to Bob Müller on Friday at"
                " 10:00.",
                "when did anyone last talk to Dave": "Nobody talked to Dave from Accounting"
                f" {MONTH}.",
            }
        )

    async def test_of_a_handset(self, office: Office) -> None:
        await office.hears(
            {
                "when did the reception last talk to Anna": "Reception last talked to Anna Smith"
                " yesterday at 16:00.",
                "when did the workshop last talk to Anna": "Workshop didn't talk to Anna Smith"
                f" {MONTH}.",
                "when did nowhere last talk to Anna": "I don't know a phone called nowhere.",
            }
        )

    async def test_of_the_speakers_own_handset(
        self, office: Office, hass_admin_user: MockUser
    ) -> None:
        mine = {"user": hass_admin_user.id, "handset": SALES}
        office.set_options(voice={"user_handsets": [mine]})
        await office.settled()
        await office.hears(
            {
                "when did I last talk to Anna": f"Sales didn't talk to Anna Smith {MONTH}.",
                "when did we last talk to Anna": "Reception last talked to Anna Smith yesterday at"
                " 16:00.",
            },
            context=Context(user_id=hass_admin_user.id),
        )

    async def test_of_the_handset_nearby(self, office: Office, kitchen: str, speaker: str) -> None:
        move(office, SALES, kitchen)
        assert await office.say("when did I last talk to Bob", device_id=speaker) == (
            "Sales last talked to Bob Müller on Friday at 10:00."
        )

    async def test_to_a_colleague(self, office: Office) -> None:
        await call(office, SALES, WORKSHOP)
        await office.hears(
            {
                "when did sales last talk to the workshop": "Sales last talked to Workshop at"
                " 14:10.",
                "when did the workshop last talk to sales": "Workshop last talked to Sales at"
                " 14:10.",
            }
        )

    async def test_in_german(self, office: Office) -> None:
        await office.hears(
            {
                "wann habe ich zuletzt mit Anna gesprochen": "Reception hat zuletzt gestern um"
                " 16:00 Uhr mit Anna Smith gesprochen.",
                "wann haben wir das letzte Mal mit Bob telefoniert": "Sales hat zuletzt am Freitag"
                " um 10:00 Uhr mit Bob Müller gesprochen.",
                "wann hat Workshop zuletzt mit Bob gesprochen": "Workshop hat in den letzten 30"
                " Tagen nicht mit Bob Müller gesprochen.",
            },
            "de",
        )

    async def test_of_several_people_one_is_asked_for(self, office: Office) -> None:
        await talk(office, JONES, SALES)
        question = "Do you mean Karen Jones or Karen White?"
        assert await office.say("when did I last talk to Karen", chat="ours") == question
        assert await office.say("the first", chat="ours") == (
            "Sales last talked to Karen Jones at 14:10."
        )

    async def test_a_misheard_handset_is_asked_for(self, office: Office) -> None:
        question = "I don't know a phone called sails. Did you mean Sales?"
        assert await office.say("when did sails last talk to Bob", chat="ours") == question
        assert await office.say("yes", chat="ours") == (
            "Sales last talked to Bob Müller on Friday at 10:00."
        )

    async def test_a_handset_that_is_not_exposed_has_talked_to_nobody(self, office: Office) -> None:
        expose_only(office.hass, "sensor.workshop_status")
        await office.hears(
            {
                "when did I last talk to Anna": f"Workshop didn't talk to Anna Smith {MONTH}.",
                "when did reception last talk to Anna": "I don't know a phone called reception.",
            }
        )


async def test_calls_are_found_by_number_whoever_has_it_now(office: Office) -> None:
    Contacts(office.hass, office.entry).add("Head Office", BOB)
    await office.settled()
    assert await office.say("when did sales last talk to head office") == (
        "Sales last talked to Head Office on Friday at 10:00."
    )
