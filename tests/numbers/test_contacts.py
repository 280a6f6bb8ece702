"""Find the contact for a number."""

from collections.abc import Callable, Iterable
from functools import partial
import sys
from types import FrameType, MappingProxyType
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
    book_contacts_of,
    contacts_of,
    country,
    everybody_of,
    follow_contacts,
    stored_in_book,
)
from custom_components.jingl.numbers.party import party_keys, same_party
from custom_components.jingl.numbers.phone_number import in_full, meaning, understand
from tests.attempts import REGIONS, any_string
from tests.contacts import Contacts


@pytest.fixture
def contacts(hass: HomeAssistant) -> Contacts:
    """Return the contacts of an account that is not set up."""
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


def test_a_subentry_of_another_type_is_not_a_contact(
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
@example(numbers=["02 9123 4567", "03 9123 4567"], caller="91234567", region="AU")
@example(numbers=["03 9123 4567"], caller="sip:91234567@host", region="AU")
@example(numbers=["+44 20 9123 4567"], caller="442091234567", region="DE")
def test_a_contact_is_found_exactly_if_it_has_the_callers_number(
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
        contact.title: meaning(number, region)
        for contact in contacts
        for number in contact.data["numbers"]
        if same_party(meaning(number, region), caller)
    }
    assert (found in same) if is_clear(same.values(), caller) else found is None


def is_clear(numbers: Iterable[str], caller: str) -> bool:
    """Return whether it is clear which of the numbers is the caller's."""
    first = {party_keys(number)[0] for number in numbers}
    return len(first) == 1 or not first.isdisjoint(party_keys(caller))


def test_a_number_without_area_code_that_may_be_several_contacts_is_nobodys(
    contacts: Contacts, names: ContactNames
) -> None:
    zed = contacts.add("Zed", "02 9123 4567")
    contacts.add("Amy", "03 9123 4567")
    assert names.find("0391234567") == "Amy"
    assert names.find("0791234567") is None
    assert names.find("91234567") is None
    assert not names.is_favourite("91234567")
    contacts.change(zed, numbers=["02 9123 4567", "03 9123 4567"])
    assert names.find("91234567") is None, "Amy's is also Amy's"
    bob = contacts.add("Bob", "9123 4567")
    assert names.find("91234567") == "Bob", "that is the very number"
    contacts.remove(bob)
    contacts.remove(zed)
    assert names.find("91234567") == "Amy"


def test_a_number_without_area_code_is_found_if_all_candidates_are_one_contacts(
    contacts: Contacts, names: ContactNames
) -> None:
    contacts.add("Zed", "02 9123 4567", "03 9123 4567")
    assert names.find("91234567") == "Zed"


def test_without_contacts_nobody_is_found(names: ContactNames) -> None:
    assert names.find("0409123456") is None


def test_jingls_numbers_are_australian_wherever_home_assistant_is(
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


def test_of_two_contacts_with_one_number_the_first_is_used(
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


def test_a_change_applies_at_once(contacts: Contacts, names: ContactNames) -> None:
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


def test_a_contact_renamed_to_nothing_has_no_number(
    contacts: Contacts, names: ContactNames
) -> None:
    jane = contacts.add("Jane", "0409 123 456")
    contacts.rename(jane, " ")
    assert names.find("0409123456") is None
    contacts.rename(jane, " Jane Jones ")
    assert names.find("0409123456") == "Jane Jones"


class TestPhoneBooks:
    """People in a phone book, besides the contacts added by hand."""

    @pytest.mark.parametrize(
        "caller",
        ["0409123456", "+61409123456", "0011 61 409 123 456", "09123456", "sip:0409123456@h"],
    )
    def test_a_number_is_found_however_it_is_written(
        self, contacts: Contacts, names: ContactNames, caller: str
    ) -> None:
        contacts.add_book("Family", ("Bob", "+61498765432"), ("Jane", "+61409123456"))
        assert names.find(caller) == "Jane"

    @pytest.mark.parametrize("caller", ["0409123457", "+44409123456", "9123456", "0", "Anonymous"])
    def test_another_number_is_not_found(
        self, contacts: Contacts, names: ContactNames, caller: str
    ) -> None:
        contacts.add_book("Family", ("Jane", "+61409123456"))
        assert names.find(caller) is None

    def test_a_short_number_is_found(self, contacts: Contacts, names: ContactNames) -> None:
        contacts.add_book("Office", ("Jane", "201"), ("Voicemail", "*98"))
        assert [names.find(number) for number in ("201", "0201", "*98", "98")] == [
            "Jane",
            "Jane",
            "Voicemail",
            None,
        ]

    def test_contacts_added_by_hand_come_first(
        self, contacts: Contacts, names: ContactNames
    ) -> None:
        contacts.add_book("Family", ("Jane", "+61391234567"), favourite=True)
        mum = contacts.add("Mum", "9123 4567")
        assert names.find("0391234567") == "Mum", "even by a part of the number"
        assert not names.is_favourite("0391234567")
        contacts.remove(mum)
        assert names.find("0391234567") == "Jane"
        assert names.is_favourite("0391234567")

    def test_a_number_without_area_code_that_may_be_several_contacts_is_nobodys(
        self, contacts: Contacts, names: ContactNames
    ) -> None:
        book = contacts.add_book("Family", ("Zed", "+61291234567"), ("Amy", "+61391234567"))
        assert names.find("91234567") is None
        contacts.remove(book)
        contacts.add_book("Family", ("Zed", "+61291234567"))
        assert names.find("91234567") == "Zed"
        amy = contacts.add("Amy", "03 9123 4567")
        assert names.find("91234567") is None, "though Amy was added by hand"
        contacts.change(amy, numbers=["02 9123 4567"])
        assert names.find("91234567") == "Amy", "it is one number"

    def test_of_two_phone_books_the_first_is_used(
        self, contacts: Contacts, names: ContactNames
    ) -> None:
        family = contacts.add_book("Family", ("Jane", "+61409123456"))
        contacts.add_book("Office", ("Ms Smith", "+61409123456"))
        assert names.find("0409123456") == "Jane"
        contacts.remove(family)
        assert names.find("0409123456") == "Ms Smith"

    def test_a_person_in_two_phone_books_is_listed_once(self, contacts: Contacts) -> None:
        for title in ("Family", "Office"):
            contacts.add_book(title, ("Jane", "+61409123456"), (f"Bob of {title}", "+61498765432"))
        assert [each.name for each in book_contacts_of(contacts.entry)] == [
            *("Jane", "Bob of Family", "Bob of Office")
        ]

    def test_a_name_means_the_contact_that_was_added_by_hand(self, contacts: Contacts) -> None:
        contacts.add_book("Family", ("JANE", "+61409123456"), ("Bob", "+61498765432"))
        contacts.add("Jane", "0412 345 678")
        assert [(each.name, *each.numbers) for each in everybody_of(contacts.entry)] == [
            ("Jane", "0412 345 678"),
            ("Bob", "+61498765432"),
        ]

    @pytest.mark.parametrize(
        "contact",
        [
            Contact(name="Jane", numbers=("101",)),
            Contact(name="Jane", numbers=("101", "102"), aliases=("Mum",), favourite=True),
        ],
    )
    def test_nothing_else_is_stored_about_a_person(
        self, hass: HomeAssistant, contacts: Contacts, contact: Contact
    ) -> None:
        book = contacts.add_book("Family")
        assert hass.config_entries.async_update_subentry(
            contacts.entry, book, data={"contacts": [stored_in_book(contact)]}
        )
        assert [*book_contacts_of(contacts.entry)] == [contact]

    def test_a_phone_book_that_changes_is_followed(
        self, hass: HomeAssistant, contacts: Contacts
    ) -> None:
        calls: list[int] = []
        follow_contacts(hass, contacts.entry, lambda: calls.append(1))
        book = contacts.add_book("Family", ("Jane", "+61409123456"))
        assert hass.config_entries.async_update_subentry(
            contacts.entry, book, data={"contacts": []}
        )
        contacts.remove(book)
        assert len(calls) == 3


@settings(deadline=None)
@given(
    numbers=st.lists(written | any_string, max_size=4),
    caller=written | any_string,
    region=st.just("AU") | st.sampled_from(REGIONS),
)
def test_a_person_found_in_a_phone_book_has_the_callers_number(
    numbers: list[str], caller: str, region: str
) -> None:
    kept = [in_full(number, region) for number in numbers if _is_understood(number, region)]
    people = [{"name": number, "numbers": [number]} for number in kept]
    book = Mock(subentry_type="phone_book", data={"contacts": people})
    found = ContactNames(Mock(config=Mock(country=region)), Mock(subentries={"": book})).find(
        caller
    )
    same = {number for number in kept if same_party(number, caller)}
    assert (found in same) if is_clear(same, caller) else found is None


@settings(deadline=None)
@given(number=st.integers(1, 999_999).map(str), region=st.sampled_from(REGIONS))
@example(number="131213", region="AU")
@example(number="16312", region="US")
@example(number="911", region="US")
def test_a_short_number_in_a_phone_book_only_matches_itself(number: str, region: str) -> None:
    kept = in_full(number, region)
    assert kept.startswith("+") or party_keys(kept) == (kept,)


def _is_understood(text: str, region: str) -> bool:
    try:
        return bool(understand(text, region=region))
    except ValueError:
        return False


# Long enough that work for each of two thousand people would show.
MANY = [(f"Somebody {place}", f"+614{place:08d}") for place in range(2000)]
EXTENSIONS = [(f"Somebody {place}", f"{200_000 + place}") for place in range(2000)]


def steps(action: Callable[[], object]) -> int:
    """Return how many functions are called meanwhile, including C functions."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(before)
    return count


class TestLargePhoneBooks:
    """The work that two thousand people cause."""

    @pytest.mark.parametrize(
        ("caller", "name"),
        [("0400001999", "Somebody 1999"), ("00001999", "Somebody 1999"), ("0398765432", None)],
    )
    def test_finding_a_number_takes_no_more_work_than_in_a_small_phone_book(
        self, hass: HomeAssistant, contacts: Contacts, caller: str, name: str | None
    ) -> None:
        work = []
        for people in (MANY[-1:], MANY):
            book = contacts.add_book("Family", *people)
            names = ContactNames(hass, contacts.entry)
            # Do the one-off work first: reading the phone book, and parsing the number.
            assert names.find(caller) == name
            # A number that was looked up is remembered, but not in another spelling.
            again = f"{caller} "
            party_keys(again)
            work.append(steps(partial(names.find, again)))
            contacts.remove(book)
        assert work[0] == work[1]

    def test_many_numbers_are_looked_up_without_looking_for_changes_each_time(
        self, contacts: Contacts, names: ContactNames
    ) -> None:
        work = []
        for name, number in MANY[:50]:
            contacts.add(name, number)
            find = names.finder()
            assert find("0400000000") == "Somebody 0"
            work.append(steps(partial(find, "0400000000")))
        assert work[0] == work[-1] == min(work)

    @pytest.mark.parametrize(
        ("people", "caller"), [(MANY, "0400001999"), (EXTENSIONS, "201999")], ids=["full", "short"]
    )
    def test_its_numbers_are_not_parsed_again(
        self,
        contacts: Contacts,
        names: ContactNames,
        monkeypatch: pytest.MonkeyPatch,
        people: list[tuple[str, str]],
        caller: str,
    ) -> None:
        contacts.add_book("Family", *people)
        understand_party = Mock(side_effect=party_keys)
        monkeypatch.setattr("custom_components.jingl.numbers.contacts.party_keys", understand_party)
        for _ in range(3):
            assert names.find(caller) == "Somebody 1999"
        understand_party.assert_called_once_with(caller)


class TestFollowing:
    """Who is notified of changes."""

    @pytest.fixture
    def calls(self, hass: HomeAssistant, contacts: Contacts) -> list[str]:
        """Return the names of all contacts at each notification."""
        calls: list[str] = []
        follow_contacts(
            hass,
            contacts.entry,
            lambda: calls.append(" ".join(each.name for each in contacts_of(contacts.entry))),
        )
        return calls

    def test_every_change_is_notified_once(self, contacts: Contacts, calls: list[str]) -> None:
        jane = contacts.add("Jane", "0409 123 456")
        assert calls == ["Jane"]
        contacts.change(jane, numbers=["0412 345 678"])
        assert calls == ["Jane", "Jane"]
        contacts.rename(jane, "Joan")
        assert calls == ["Jane", "Jane", "Joan"]
        contacts.remove(jane)
        assert calls == ["Jane", "Jane", "Joan", ""]

    def test_only_contacts_are_notified(
        self, hass: HomeAssistant, contacts: Contacts, calls: list[str]
    ) -> None:
        contacts.add("Jane", "0409 123 456")
        calls.clear()
        hass.config_entries.async_update_entry(contacts.entry, options={"handsets": []}, title="A")
        assert calls == []

    def test_another_accounts_contacts_are_not_notified(
        self, hass: HomeAssistant, calls: list[str]
    ) -> None:
        other = MockConfigEntry(domain=DOMAIN, unique_id="othercompany")
        other.add_to_hass(hass)
        Contacts(hass, other).add("Jane", "0409 123 456")
        assert calls == []
