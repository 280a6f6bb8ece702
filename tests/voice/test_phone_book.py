"""Who is meant by a spoken name or number."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from custom_components.jingl.numbers.emergency import EMERGENCY_NUMBER
from custom_components.jingl.voice.languages import LANGUAGES, Language
from custom_components.jingl.voice.phone_book import (
    Found,
    PhoneBook,
    said_number,
)

ENGLISH, GERMAN = LANGUAGES["en"], LANGUAGES["de"]


@dataclass(frozen=True)
class Entry:
    """Somebody in the phone book."""

    name: str
    aliases: Sequence[str] = ()
    extension: str | None = None
    dialled: Sequence[str] = ()


BOOK = (
    Entry("Workshop", extension="102"),
    Entry("Door 2", extension="103"),
    Entry("Anna Smith", aliases=("the boss", "Annie")),
    Entry("Karen Jones"),
    Entry("Karen White"),
    Entry("Bob Müller"),
    Entry("Mum"),
    Entry("St. Mary's Hospital"),
    Entry("O'Brien"),
    Entry("José"),
    Entry("Joe"),
    Entry("Jo"),
    Entry("The The"),
    Entry("Police Museum"),
    Entry("Room 105"),
    Entry("☎"),
)


def book_of(entries: Sequence[Entry], language: Language = ENGLISH) -> PhoneBook[Entry]:
    """Return a phone book of these."""
    book = PhoneBook[Entry](language, "AU")
    for entry in entries:
        book.add(entry)
    return book


def look_up(said: str, entries: Sequence[Entry], language: Language = ENGLISH) -> Found[Entry]:
    """Look somebody up among these."""
    return book_of(entries, language).look_up(said)


def names(entries: Sequence[Entry]) -> list[str]:
    return [entry.name for entry in entries]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Workshop", "Workshop"),
        ("the workshop", "Workshop"),
        ("work shop", "Workshop"),
        ("the Workshop phone, please", "Workshop"),
        ("the workshop's phone", "Workshop"),
        ("the workshop\N{RIGHT SINGLE QUOTATION MARK}s", "Workshop"),
        ("102", "Workshop"),
        ("extension one oh two", "Workshop"),
        ("one hundred and two", "Workshop"),
        ("door two", "Door 2"),
        ("anna smith", "Anna Smith"),
        ("anna", "Anna Smith"),
        ("smith anna", "Anna Smith"),
        ("the boss", "Anna Smith"),
        ("my boss", "Anna Smith"),
        ("Annie back", "Anna Smith"),
        ("my boss back for me right now please", "Anna Smith"),
        ("bob mueller", "Bob Müller"),
        ("bob muller", "Bob Müller"),
        ("Müller", "Bob Müller"),
        ("my mum", "Mum"),
        ("St Mary's", "St. Mary's Hospital"),
        ("st marys hospital", "St. Mary's Hospital"),
        ("obrien", "O'Brien"),
        ("O\N{RIGHT SINGLE QUOTATION MARK}Brien", "O'Brien"),
        ("jose", "José"),
        ("police museum", "Police Museum"),
        ("the the", "The The"),
        ("☎", "☎"),
    ],
)
def test_a_name_is_found_however_it_is_said(said: str, name: str) -> None:
    found = look_up(said, BOOK)
    assert (names(found.named), found.number) == ([name], None)


@pytest.mark.parametrize(
    ("said", "name"), [("die Werkstatt", "Werkstatt"), ("bei meiner Mama", "Mama")]
)
def test_articles_are_those_of_the_language(said: str, name: str) -> None:
    book = [Entry("Werkstatt"), Entry("Mama")]
    assert names(look_up(said, book, GERMAN).named) == [name]
    assert look_up(said, book).named == []


def test_everybody_who_matches_part_of_a_name_is_found() -> None:
    assert names(look_up("karen", BOOK).named) == ["Karen Jones", "Karen White"]


@pytest.mark.parametrize("name", ["Joe", "Jo"])
def test_names_that_sound_alike_are_told_apart_by_spelling(name: str) -> None:
    assert names(look_up(name, BOOK).named) == [name]


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("0409 123 456", "0409 123 456"),
        ("one oh four", "104"),
        # Not part of a name:
        ("105", "105"),
        ("two", "2"),
    ],
)
def test_a_number_is_not_a_name(said: str, number: str) -> None:
    assert look_up(said, BOOK) == Found(number=number)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (ENGLISH, ["the police", "an ambulance", "emergency", "triple zero", "help"]),
        (GERMAN, ["die Polizei", "den Notruf", "einen Krankenwagen", "Hilfe"]),
    ],
)
def test_help_is_the_emergency_number(language: Language, said: list[str]) -> None:
    for words in said:
        assert look_up(words, BOOK, language) == Found(number=EMERGENCY_NUMBER)


def test_emergency_services_are_nobody_to_ask_about() -> None:
    book = [Entry("Door", extension="112"), Entry("112", extension="105")]
    assert look_up("112", book) == look_up("one one two", book) == Found(number="112")


COLLEAGUES = (
    Entry("Sales", extension="101"),
    Entry("Spare", extension="102"),
    Entry("Anna", dialled=["0409123456"]),
)


@pytest.mark.parametrize(
    ("name", "said", "number"),
    [
        ("000", "000", "000"),
        ("000", "triple zero", "000"),
        ("112", "one one two", "112"),
        ("Triple Zero", "triple zero", "000"),
        ("Police", "the police", "000"),
        ("Police", "police", "000"),
        ("0411 222 333", "0411 222 333", "0411 222 333"),
        ("0411 222 333", "oh four double one triple two triple three", "0411222333"),
        ("103", "one oh three", "103"),
        ("Thirteen Twelve Thirteen", "thirteen twelve thirteen", "13 12 13"),
    ],
)
def test_a_spoken_number_is_that_number_whatever_anybody_is_called(
    name: str, said: str, number: str
) -> None:
    for entry in (
        Entry(name, extension="105"),
        Entry("Spare room", aliases=[name], extension="105"),
        Entry(name, dialled=["0433333333"]),
    ):
        assert look_up(said, [*COLLEAGUES, entry]) == Found(number=number)


@pytest.mark.parametrize(
    ("name", "said", "owner"),
    [
        ("101", "101", "Sales"),
        ("101", "one oh one", "Sales"),
        ("One hundred and one", "one hundred and one", "Sales"),
        ("0409 123 456", "0409 123 456", "Anna"),
        ("+61 409 123 456", "+61 409 123 456", "Anna"),
    ],
)
def test_a_person_named_after_anothers_number_is_as_likely_as_the_other(
    name: str, said: str, owner: str
) -> None:
    for entry in (
        Entry(name, extension="105"),
        Entry("Spare room", aliases=[name], extension="105"),
        Entry(name, dialled=["0433333333"]),
    ):
        found = look_up(said, [*COLLEAGUES, entry])
        assert names(found.named) == [owner, entry.name]
    # And everybody matches their own number.
    assert look_up("101", [Entry("101", extension="101")]).named
    own = Entry("0409 123 456", dialled=["0409123456"])
    assert look_up("0409 123 456", [own]) == Found(number="0409 123 456")


@pytest.mark.parametrize("extension", ["A100", "10_1", "1-2"])
def test_an_extension_with_letters_is_spoken_as_it_is(extension: str) -> None:
    entries = [Entry("Lab", extension=extension), Entry("Office", extension="12")]
    for said in (extension, extension.lower(), f"extension {extension}"):
        assert names(look_up(said, entries).named) == ["Lab"]
    assert names(look_up("one two", entries).named) == ["Office"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("000", ["000"]),
        ("Police", ["000"]),
        ("101", ["101"]),
        ("101 102", ["101", "102"]),
        ("Extension 101", ["101"]),
        ("Room 101", None),
        ("Police Museum", None),
        ("Sales", None),
    ],
)
def test_text_that_reads_like_a_number_is_distinguished_from_a_name(
    text: str, number: Sequence[str] | None
) -> None:
    assert said_number(text, ENGLISH) == number


@pytest.mark.parametrize(
    ("said", "similar"),
    [
        ("workshup", ["Workshop"]),
        ("anna smyth", ["Anna Smith"]),
        ("smyth", ["Anna Smith"]),
        ("karin", ["Karen Jones", "Karen White"]),
        ("bob millar", ["Bob Müller"]),
        ("the weather bureau", []),
        ("me", []),
        ("", []),
    ],
)
def test_a_similar_name_is_suggested_but_not_used(said: str, similar: list[str]) -> None:
    book = book_of(BOOK)
    found = book.look_up(said)
    assert (found.named, found.number) == ([], None)
    assert names(book.similar(said)) == similar


def test_only_the_requested_kind_is_found() -> None:
    book = book_of([*BOOK, Entry("Workshop", extension="112")])
    for among in (lambda one: one.extension == "102", lambda one: one.extension == "103"):
        found = [*book.look_up("workshop", among).named, *book.similar("workshup", among)]
        assert all(map(among, found))
    assert book.look_up("102", lambda one: one.extension == "103") == Found(number="102")


@pytest.mark.parametrize("said", ["", "!", "it a day", "me", "the weather bureau", "an"])
def test_nobody_is_found(said: str) -> None:
    assert look_up(said, BOOK) == Found(named=[])


def test_a_name_that_looks_possessive_comes_before_the_owner() -> None:
    both = [Entry("Joe"), Entry("Joe's")]
    assert names(look_up("joe's phone", both).named) == ["Joe's"]
    assert names(look_up("joe's phone", both[:1]).named) == ["Joe"]
    # In German, "Annas" may be a name or mean Anna's.
    assert not look_up("Annas Telefon", [Entry("Anna")], GERMAN).named
