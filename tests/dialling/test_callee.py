"""Find the number for a number, an extension or a name."""

import pytest
from pytest_homeassistant_custom_component.common import MockUser

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from custom_components.jingl.account.devices import handset_device
from tests.contacts import Contacts
from tests.switchboard import EVERYTHING, Office, key, refusal


@pytest.fixture
def contacts(office: Office) -> Contacts:
    """Return the contacts of the account."""
    return Contacts(office.hass, office.entry)


def rename(office: Office, extension: str, name: str) -> None:
    """Rename a handset in Home Assistant."""
    device = handset_device(office.hass, office.entry, extension)
    assert device
    dr.async_get(office.hass).async_update_device(device.id, name_by_user=name)


class TestNames:
    """Names that exactly one handset or contact has."""

    async def test_a_handset_is_called_by_its_name_ignoring_case_and_spaces(
        self, office: Office
    ) -> None:
        for name in ("Sales", "sal es", " SALES  "):
            await office.act(name)
        rename(office, "101", "Front desk")
        await office.act("front   desk")
        # Its name at Jingl works, too.
        await office.act("Sales")
        assert office.dialled == ["101"] * 5

    async def test_a_contact_is_called_at_the_first_number(
        self, office: Office, contacts: Contacts
    ) -> None:
        contacts.add("Anna Smith", "+61 409 123 456", "0412 345 678", aliases=["Mum"])
        await office.act("anna smith")
        await office.act("mum")
        assert office.dialled == ["0409123456"] * 2

    async def test_an_alias_of_the_status_is_a_name_of_the_handset(
        self, office: Office, hass: HomeAssistant
    ) -> None:
        er.async_get(hass).async_update_entity("sensor.workshop_status", aliases=["The hut"])
        await office.act("the hut")
        assert office.dialled == ["102"]

    async def test_several_are_listed_and_nobody_is_called(
        self, office: Office, contacts: Contacts
    ) -> None:
        contacts.add("Sales", "0409 123 456")
        error = await refusal(office.act("sales"))
        assert error.translation_key == "name_ambiguous"
        assert "Sales (101), Sales (0409 123 456)" in str(error)
        assert office.dialled == []

    async def test_two_with_one_number_are_one(self, office: Office, contacts: Contacts) -> None:
        contacts.add("Boss", "0409 123 456")
        contacts.add("Anna", "0409 123 456", aliases=["boss"])
        await office.act("boss")
        assert office.dialled == ["0409123456"]

    async def test_a_near_miss_is_answered_with_likely_names(
        self, office: Office, contacts: Contacts
    ) -> None:
        contacts.add("Anna Smith", "0409 123 456")
        contacts.add("Ben Miller", "0412 345 678")
        error = await refusal(office.act("Ana Smyth"))
        assert error.translation_key == "name_similar"
        assert str(error).count("(") == 1
        assert "Anna Smith (0409 123 456)" in str(error)
        assert await key(office.act("Zebediah")) == "name_unknown"
        assert office.dialled == []

    async def test_a_long_list_is_shortened(self, office: Office, contacts: Contacts) -> None:
        for each in range(9):
            contacts.add("Anna", f"0409 123 45{each}")
        error = await refusal(office.act("anna"))
        assert str(error).count("(") == 5
        assert "…" in str(error)

    async def test_a_user_cannot_call_a_hidden_handset_by_name(
        self, office: Office, hass_read_only_user: MockUser
    ) -> None:
        mine = dict.fromkeys(
            (each for each in er.async_get(office.hass).entities if ".reception_" in each), True
        )
        user = hass_read_only_user
        user.groups = []
        user.mock_policy({"entities": {"entity_ids": mine}})
        error = await refusal(office.act("Sale", user=user.id))
        assert error.translation_key == "name_unknown"
        assert "Sales" not in str(error)
        assert await key(office.act("sales", user=user.id)) == "name_unknown"
        await office.act("101", user=user.id)
        assert office.dialled == ["101"]


class TestNumbersAndHelp:
    """A name never replaces a number or a call for help."""

    @pytest.mark.parametrize(
        ("name", "said", "dialled"),
        [
            ("101", "101", "101"),
            ("0409 123 456", "0409123456", "0409123456"),
            ("000", "000", "000"),
            ("112", "112", "112"),
            ("triple zero", "Triple Zero", "000"),
            ("Police", "police", "000"),
            ("Polizei", "die polizei", "000"),
            ("Feuerwehr", "FEUERWEHR", "000"),
            ("Policía", "policia", "000"),
        ],
    )
    async def test_text_that_reads_like_a_number_is_that_number(
        self, office: Office, contacts: Contacts, name: str, said: str, dialled: str
    ) -> None:
        office.permit(**EVERYTHING)
        rename(office, "102", name)
        er.async_get(office.hass).async_update_entity("sensor.reception_status", aliases=[name])
        contacts.add(name, "0412 345 678")
        contacts.add("Zoe", "0433 999 999", aliases=[name])
        await office.act(said)
        assert office.dialled == [dialled]

    async def test_help_is_an_emergency_number_which_is_off_by_default(
        self, office: Office
    ) -> None:
        for said in ("triple zero", "ambulance", "000", "Notruf"):
            assert await key(office.act(said)) == "dial_emergency_refused"
        assert office.dialled == []

    async def test_an_incomplete_number_is_not_a_name(
        self, office: Office, contacts: Contacts
    ) -> None:
        contacts.add("9123 4567", "0412 345 678")
        assert await key(office.act("9123 4567")) == "invalid_number"
        assert office.dialled == []
