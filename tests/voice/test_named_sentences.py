"""Sentences that match only with the name of a handset or contact in them."""

from typing import Final
from unittest.mock import Mock

import pytest

from homeassistant.components.conversation import get_agent_manager
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from custom_components.jingl.voice.sentence_triggers import SENTENCES
from custom_components.jingl.voice.spoken_names import spoken_names
from simulator.server import Server
from simulator.state import Account, Cloud
from tests.conftest import Advance
from tests.contacts import Contacts
from tests.switchboard import Office
from tests.voice.conftest import add_office, contact, device_of, expose_only

PAUSE: Final = 3
ANNA: Final = "0409123456"
NOT_UNDERSTOOD: Final = "Sorry, I couldn't understand that"
NOT_ON_THE_PHONE: Final = "Workshop isn't on the phone."
# Characters with a meaning in a template or for a parser.
SYNTAX: Final = "(a [b {c <d |e ;f :g \\h ) ] } > ){ ${x} {{ y }} _z_ '"


def heard(office: Office) -> list[str]:
    """Return the sentences with names in them."""
    return get_agent_manager(office.hass).trigger_sentences[len(SENTENCES) :]


class TestRenewal:
    """Names that change while Home Assistant is running."""

    async def test_a_handset_is_known_by_the_users_own_name(
        self, office: Office, advance: Advance, device_registry: dr.DeviceRegistry
    ) -> None:
        device_registry.async_update_device(device_of(office, "102"), name_by_user="Shed")
        assert await office.say("is the shed busy") == NOT_UNDERSTOOD
        await advance(PAUSE)
        await office.hears(
            {
                "is the shed busy": "Shed isn't on the phone.",
                "is the workshop busy": NOT_UNDERSTOOD,
            }
        )

    async def test_a_handset_is_known_by_its_aliases(
        self, office: Office, advance: Advance, entity_registry: er.EntityRegistry
    ) -> None:
        entity_registry.async_update_entity("sensor.workshop_status", aliases=["the hut"])
        await advance(PAUSE)
        assert await office.say("is the hut free") == NOT_ON_THE_PHONE

    async def test_a_handset_is_known_while_it_is_exposed(
        self, office: Office, advance: Advance
    ) -> None:
        for exposed, reply in ((False, NOT_UNDERSTOOD), (True, NOT_ON_THE_PHONE)):
            async_expose_entity(office.hass, "conversation", "sensor.workshop_status", exposed)
            await advance(PAUSE)
            assert await office.say("is the workshop idle") == reply

    async def test_without_any_handset_there_are_no_sentences(
        self, office: Office, advance: Advance
    ) -> None:
        expose_only(office.hass)
        await advance(PAUSE)
        assert heard(office) == []

    async def test_a_handset_added_later_is_known(self, office: Office, advance: Advance) -> None:
        office.account.add_handset("105", name="Attic")
        await advance(400)
        await office.poll()
        await advance(PAUSE)
        assert await office.say("is the attic idle") == "Attic isn't on the phone."

    async def test_a_contact_is_known_from_creation_to_removal(
        self, office: Office, advance: Advance
    ) -> None:
        contacts = Contacts(office.hass, office.entry)
        zoe = contacts.add("Zoe Miller", "0455 555 555")
        await advance(PAUSE)
        assert await office.say("ring zoe from sales") == (
            "Calling Zoe Miller, 0455 555 555, from Sales."
        )
        contacts.rename(zoe, "Zara Miller")
        await advance(PAUSE)
        assert await office.say("ring zoe from sales") == NOT_UNDERSTOOD
        assert (await office.say("ring zara from sales")).startswith("Calling Zara Miller")
        contacts.remove(zoe)
        await advance(PAUSE)
        assert await office.say("ring zara from sales") == NOT_UNDERSTOOD

    async def test_an_accounts_names_go_when_it_does(
        self, hass: HomeAssistant, office: Office, cloud: Cloud, advance: Advance
    ) -> None:
        account = cloud.add_account("other")
        account.add_handset("200", name="Lab")
        other = await add_office(hass, office.server, account, contacts=[])
        assert await office.say("is the lab busy") == "Lab isn't on the phone."
        await other.unload()
        await advance(PAUSE)
        assert await office.say("is the lab busy") == NOT_UNDERSTOOD
        assert await office.say("is the workshop busy") == NOT_ON_THE_PHONE

    async def test_many_changes_cause_one_registration_and_no_change_causes_none(
        self, office: Office, advance: Advance, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await advance(PAUSE)
        manager = get_agent_manager(office.hass)
        register = Mock(wraps=manager.register_trigger)
        monkeypatch.setattr(manager, "register_trigger", register)
        contacts = Contacts(office.hass, office.entry)
        for number in range(10):
            contacts.add(f"Name{number}", f"04555555{number:02}")
        await advance(PAUSE)
        assert register.call_count == 1
        er.async_get(office.hass).async_update_entity("sensor.workshop_status", icon="mdi:phone")
        await advance(PAUSE)
        assert register.call_count == 1
        assert len(manager.trigger_sentences) == len(set(manager.trigger_sentences))

    async def test_an_account_may_be_removed_before_its_names_are_read(
        self, office: Office
    ) -> None:
        await office.unload()
        assert await office.hass.config_entries.async_setup(office.entry.entry_id)
        await office.unload()
        await office.settled()
        assert get_agent_manager(office.hass).trigger_sentences == []


@pytest.mark.usefixtures("conversation")
async def test_a_name_is_not_a_template(
    hass: HomeAssistant, server: Server, account: Account
) -> None:
    names = [f"{char}Zoe{char}{number}" for number, char in enumerate(SYNTAX)]
    contacts = [contact(name, "0455 555 555") for name in (SYNTAX, "()", "[", "{x}", "'", *names)]
    account.add_handset("105", name="Attic {x} [a|b] (")
    office = await add_office(hass, server, account, contacts=contacts)
    await office.hears(
        {
            "is attic x a b idle": "Attic {x} [a|b] ( isn't on the phone.",
            "is the attic idle": NOT_UNDERSTOOD,
            "is a idle": NOT_UNDERSTOOD,
            "ring zo": NOT_UNDERSTOOD,
        }
    )
    assert office.calls == []


@pytest.mark.usefixtures("conversation")
async def test_the_number_of_names_is_limited_to_what_can_be_parsed_in_time(
    hass: HomeAssistant, server: Server, account: Account
) -> None:
    for extension in range(200, 300):
        account.add_handset(str(extension), name=f"Room {extension}")
    contacts = [contact(f"N{number} Miller", "0455 555 555") for number in range(300, 500)]
    contacts += [contact(f"Bob{number}", "0455 555 555") for number in range(100)]
    await add_office(hass, server, account, contacts=contacts)
    names = await spoken_names(hass, "conversation")
    assert len(names.handsets) == 60
    assert len(names.people) + len(names.bare) + len(names.given) == 120


@pytest.mark.usefixtures("conversation")
async def test_handsets_can_be_called_without_any_contacts(
    hass: HomeAssistant, server: Server, account: Account
) -> None:
    office = await add_office(hass, server, account, contacts=[])
    assert await office.say("ring the workshop from sales") == "Calling Workshop from Sales."


@pytest.mark.usefixtures("conversation")
async def test_an_article_comes_before_names_of_places_not_people(
    hass: HomeAssistant, server: Server, account: Account
) -> None:
    contacts = [
        contact("Alexander Bell", "0455 555 555"),
        contact("Bell", "0466 666 666"),
        contact("Print Shop", "0477 777 777", aliases=["the printers"]),
    ]
    office = await add_office(hass, server, account, contacts=contacts)
    called = "Calling {} from Sales."
    await office.hears(
        {
            "ring the bell": NOT_UNDERSTOOD,
            "ring the print": NOT_UNDERSTOOD,
            "ring bell from sales": called.format("Bell, 0466 666 666,"),
            "ring alexander from sales": called.format("Alexander Bell, 0455 555 555,"),
            "ring the print shop from sales": called.format("Print Shop, 0477 777 777,"),
            "ring the printers from sales": called.format("Print Shop, 0477 777 777,"),
            "ring my workshop from sales": called.format("Workshop"),
        }
    )


async def test_two_mixed_languages_are_not_understood(office: Office) -> None:
    assert await office.say("ist workshop busy") == "I didn't understand that."
    assert await office.say("is workshop frei", "de") == "Das habe ich nicht verstanden."


async def test_the_caller_of_a_handset_is_reported(office: Office) -> None:
    await office.miss(ANNA)
    missed = "One missed call: Anna Smith called Sales at 14:10."
    await office.hears(
        {
            "who rang": missed,
            "who rang sales": missed,
            "did anyone ring the sales": missed,
        }
    )
