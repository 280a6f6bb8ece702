"""Who is meant by a name or number that somebody says."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from custom_components.jingl.voice.languages import LANGUAGES, Language
from custom_components.jingl.voice.phone_book import EMERGENCY_NUMBER, Found, look_up

ENGLISH, GERMAN = LANGUAGES["en"], LANGUAGES["de"]


@dataclass(frozen=True)
class Entry:
    """Somebody in the phone book."""

    name: str
    aliases: Sequence[str] = ()
    extension: str | None = None


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


def names(entries: Sequence[Entry]) -> list[str]:
    return [entry.name for entry in entries]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Workshop", "Workshop"),
        ("the workshop", "Workshop"),
        ("work shop", "Workshop"),
        ("the Workshop phone, please", "Workshop"),
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
    found = look_up(said, BOOK, ENGLISH)
    assert (names(found.named), found.number, found.similar) == ([name], None, ())


@pytest.mark.parametrize(
    ("said", "name"), [("die Werkstatt", "Werkstatt"), ("bei meiner Mama", "Mama")]
)
def test_articles_are_those_of_the_language(said: str, name: str) -> None:
    book = [Entry("Werkstatt"), Entry("Mama")]
    assert names(look_up(said, book, GERMAN).named) == [name]
    assert look_up(said, book, ENGLISH).named == ()


def test_all_are_found_whom_a_part_of_a_name_fits() -> None:
    assert names(look_up("karen", BOOK, ENGLISH).named) == ["Karen Jones", "Karen White"]


@pytest.mark.parametrize("name", ["Joe", "Jo"])
def test_the_spelling_tells_names_apart_that_sound_alike(name: str) -> None:
    assert names(look_up(name, BOOK, ENGLISH).named) == [name]


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("0409 123 456", "0409123456"),
        ("one oh four", "104"),
        # No part of a name:
        ("105", "105"),
        ("two", "2"),
    ],
)
def test_a_number_is_no_name(said: str, number: str) -> None:
    assert look_up(said, BOOK, ENGLISH) == Found(number=number)


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


@pytest.mark.parametrize("entry", [Entry("Police"), Entry("Fitzroy", aliases=["the police"])])
def test_whoever_is_called_police_is_meant(entry: Entry) -> None:
    assert look_up("the police", [*BOOK, entry], ENGLISH).named == [entry]


@pytest.mark.parametrize(
    ("said", "similar"),
    [
        ("workshup", ["Workshop"]),
        ("anna smyth", ["Anna Smith"]),
        ("smyth", ["Anna Smith"]),
        ("karin", ["Karen Jones", "Karen White"]),
        ("bob millar", ["Bob Müller"]),
    ],
)
def test_a_similar_name_is_suggested_and_not_taken(said: str, similar: list[str]) -> None:
    found = look_up(said, BOOK, ENGLISH)
    assert (found.named, found.number, names(found.similar)) == ((), None, similar)


@pytest.mark.parametrize("said", ["", "!", "it a day", "me", "the weather bureau", "an"])
def test_nobody_is_found(said: str) -> None:
    assert look_up(said, BOOK, ENGLISH) == Found(similar=[])
