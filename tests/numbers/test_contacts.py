"""Who has which number."""

from types import MappingProxyType
from unittest.mock import Mock

from hypothesis import example, given, settings, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant

from custom_components.jingl.const import DOMAIN
from custom_components.jingl.numbers.contacts import (
    Contact,
    ContactNames,
    contacts_of,
    country,
    follow_contacts,
)
from custom_components.jingl.numbers.party import same_party
from custom_components.jingl.numbers.phone_number import meaning
from tests.attempts import REGIONS, any_string
from tests.contacts import Contacts


@pytest.fixture
def contacts(hass: HomeAssistant) -> Contacts:
    """Return the contacts of an account that nobody sets up."""
    entry = MockConfigEntry(domain=DOMAIN, unique_id="mycompany")
    entry.add_to_hass(hass)
    return Contacts(hass, entry)


@pytest.fixture
def names(hass: HomeAssistant, contacts: Contacts) -> ContactNames:
    return ContactNames(hass, contacts.entry)


def test_the_country_is_home_assistant_s_or_else_jingl_s(hass: HomeAssistant) -> None:
    hass.config.country = "GB"
    assert country(hass) == "GB"
    hass.config.country = None
    assert country(hass) == "AU"


def test_favourites_come_first_and_then_names_decide(contacts: Contacts) -> None:
    contacts.add("bob", "0409 123 456", "101", aliases=["Bobby"])
    contacts.add("Zoe", "0412 345 678", favourite=True)
    contacts.add("Anna", "0391 234 567")
    contacts.add("Yves", "0391 234 568", favourite=True)
    assert [contact.name for contact in contacts_of(contacts.entry)] == [
        "Yves",
        "Zoe",
        "Anna",
        "bob",
    ]
    assert contacts_of(contacts.entry)[3] == Contact(
        name="bob", numbers=("0409 123 456", "101"), aliases=("Bobby",), favourite=False
    )


def test_a_subentry_of_another_type_is_no_contact(
    hass: HomeAssistant, contacts: Contacts, names: ContactNames
) -> None:
    other = ConfigSubentry(
        data=MappingProxyType({"numbers": ["101"]}),
        subentry_type="other",
        title="Other",
        unique_id=None,
    )
    assert hass.config_entries.async_add_subentry(contacts.entry, other)
    assert contacts_of(contacts.entry) == []
    assert names.find("101") is None


@pytest.mark.parametrize("caller", ["0409123456", "+61409123456", "sip:0409123456@host"])
def test_a_number_is_the_contact_s_however_it_is_written(
    contacts: Contacts, names: ContactNames, caller: str
) -> None:
    contacts.add("Jane", "0398765432", "0409 123 456")
    assert names.find(caller) == "Jane"


@pytest.mark.parametrize("caller", ["0409123457", "+44409123456", "200", "Anonymous", ""])
def test_another_number_is_not_the_contact_s(
    contacts: Contacts, names: ContactNames, caller: str
) -> None:
    contacts.add("Jane", "0409 123 456", "2000")
    assert names.find(caller) is None


written = st.sampled_from(
    [
        *("0409123456", "+61 409 123 456", "61409123456", "09123456", "0061409123456"),
        *("02 9123 4567", "03 9123 4567", "9123 4567", "+44 20 9123 4567", "442091234567"),
        *(
            "131213",
            "+61131213",
            "0131213",
            "101",
            "0101",
            "1101",
            "*101",
            "sip:101@host",
            "016312",
        ),
        *("Sales queue", "sales queue", "anonymous", "Private", "", "?"),
    ]
)


@settings(deadline=None)
@given(
    numbers=st.lists(written | any_string, max_size=6),
    caller=written | any_string,
    region=st.just("AU") | st.sampled_from(REGIONS),
)
@example(numbers=["9123 4567"], caller="0391234567", region="AU")
@example(numbers=["03 9123 4567"], caller="sip:91234567@host", region="AU")
@example(numbers=["+44 20 9123 4567"], caller="442091234567", region="DE")
def test_whoever_is_found_has_the_caller_s_number_and_only_then_is_nobody_found(
    numbers: list[str], caller: str, region: str
) -> None:
    contacts = [
        ConfigSubentry(
            data=MappingProxyType({"numbers": [number], "aliases": [], "favourite": False}),
            subentry_type="contact",
            title=str(place),
            unique_id=None,
        )
        for place, number in enumerate(numbers)
    ]
    entry = Mock(subentries={each.subentry_id: each for each in contacts})
    found = ContactNames(Mock(config=Mock(country=region)), entry).find(caller)
    same = {
        contact.title
        for contact in contacts
        for number in contact.data["numbers"]
        if same_party(meaning(number, region), caller)
    }
    assert (found in same) if same else found is None


def test_the_whole_number_counts_before_one_without_its_area_code(
    contacts: Contacts, names: ContactNames
) -> None:
    contacts.add("Anna", "02 9123 4567")
    contacts.add("Bob", "03 9123 4567")
    assert names.find("0391234567") == "Bob"
    assert names.find("0791234567") is None
    assert names.find("91234567") == "Anna", "the first"


def test_without_contacts_nobody_is_found(names: ContactNames) -> None:
    assert names.find("0409123456") is None


def test_jingl_writes_numbers_as_in_australia_wherever_home_assistant_is(
    hass: HomeAssistant, contacts: Contacts, names: ContactNames
) -> None:
    hass.config.country = "DE"
    contacts.add("Hamburg", "0409 123 456")
    contacts.add("Jane", "+61 3 9123 4567")
    assert names.find("0011494091 23456") == "Hamburg"
    assert names.find("0409123456") is None, "an Australian mobile"
    assert names.find("0391234567") == "Jane"


def test_another_country_is_another_meaning(
    hass: HomeAssistant, contacts: Contacts, names: ContactNames
) -> None:
    hass.config.country = "GB"
    contacts.add("London", "020 7946 0958")
    assert names.find("0011442079460958") == "London"
    hass.config.country = "AU"
    assert names.find("0011442079460958") is None


def test_of_two_contacts_with_one_number_the_first_is_told(
    contacts: Contacts, names: ContactNames
) -> None:
    bob = contacts.add("Bob", "0409 123 456")
    anna = contacts.add("Anna", "+61 409 123 456")
    assert names.find("0409123456") == "Anna"
    contacts.change(bob, favourite=True)
    assert names.find("0409123456") == "Bob"
    contacts.remove(bob)
    assert names.find("0409123456") == "Anna"
    contacts.remove(anna)
    assert names.find("0409123456") is None


def test_a_change_is_found_at_once(contacts: Contacts, names: ContactNames) -> None:
    assert names.find("0409123456") is None
    jane = contacts.add("Jane", "0409 123 456")
    assert names.find("0409123456") == "Jane"
    contacts.change(jane, "Jane Jones")
    assert names.find("0409123456") == "Jane Jones"
    contacts.change(jane, numbers=["0412 345 678"])
    assert names.find("0409123456") is None
    assert names.find("0412345678") == "Jane Jones"
    contacts.remove(jane)
    assert names.find("0412345678") is None


def test_a_contact_that_was_renamed_to_nothing_has_no_number(
    contacts: Contacts, names: ContactNames
) -> None:
    jane = contacts.add("Jane", "0409 123 456")
    contacts.rename(jane, " ")
    assert names.find("0409123456") is None
    contacts.rename(jane, " Jane Jones ")
    assert names.find("0409123456") == "Jane Jones"


class TestFollowing:
    """Who is told of changes."""

    @pytest.fixture
    def calls(self, hass: HomeAssistant, contacts: Contacts) -> list[str]:
        """Return the names of all contacts as of each time that something was told."""
        calls: list[str] = []
        follow_contacts(
            hass,
            contacts.entry,
            lambda: calls.append(" ".join(each.name for each in contacts_of(contacts.entry))),
        )
        return calls

    def test_every_change_is_told_once(self, contacts: Contacts, calls: list[str]) -> None:
        jane = contacts.add("Jane", "0409 123 456")
        assert calls == ["Jane"]
        contacts.change(jane, numbers=["0412 345 678"])
        assert calls == ["Jane", "Jane"]
        contacts.rename(jane, "Joan")
        assert calls == ["Jane", "Jane", "Joan"]
        contacts.remove(jane)
        assert calls == ["Jane", "Jane", "Joan", ""]

    def test_what_is_no_contact_is_not_told(
        self, hass: HomeAssistant, contacts: Contacts, calls: list[str]
    ) -> None:
        contacts.add("Jane", "0409 123 456")
        calls.clear()
        hass.config_entries.async_update_entry(contacts.entry, options={"handsets": []}, title="A")
        assert calls == []

    def test_another_account_s_contacts_are_not_told(
        self, hass: HomeAssistant, calls: list[str]
    ) -> None:
        other = MockConfigEntry(domain=DOMAIN, unique_id="othercompany")
        other.add_to_hass(hass)
        Contacts(hass, other).add("Jane", "0409 123 456")
        assert calls == []
