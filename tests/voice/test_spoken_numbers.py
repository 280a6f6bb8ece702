"""The digits meant by spoken or typed text."""

from hypothesis import given, strategies as st
import pytest

from custom_components.jingl.voice.languages import LANGUAGES, Language
from custom_components.jingl.voice.spoken_numbers import spoken_groups

ENGLISH, GERMAN = LANGUAGES["en"], LANGUAGES["de"]


def spoken_number(text: str, language: Language) -> str | None:
    """Return a spoken number in one piece."""
    groups = spoken_groups(text, language)
    return "".join(groups) if groups else None


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("0409 123 456", "0409123456"),
        ("0409-123-456", "0409123456"),
        ("(03) 9123 4567", "0391234567"),
        ("+61 409 123 456", "+61409123456"),
        ("*98", "*98"),
        ("101", "101"),
        ("oh four oh nine, one two three, four five six", "0409123456"),
        ("Zero four zero nine 123 456", "0409123456"),
        ("nought four o nine", "0409"),
        ("double three", "33"),
        ("triple zero", "000"),
        ("treble 3", "333"),
        ("oh four double one triple two 3", "04112223"),
        ("plus six one four oh nine", "+61409"),
        ("star nine eight", "*98"),
        ("hash six hash", "#6#"),
        ("thirteen twelve thirteen", "131213"),
        ("thirteen twenty one fifty", "132150"),
        ("eighteen hundred one two three four five six", "1800123456"),
        ("13 hundred 654 321", "1300654321"),
        ("oh four hundred one two three", "0400123"),
        ("twenty-one", "21"),
        ("twenty oh five", "2005"),
        ("one hundred", "100"),
        ("one hundred and one", "101"),
        ("two hundred twenty three", "223"),
        ("two thousand and five", "2005"),
        ("ten one", "101"),
        ("number nine, please", "9"),
        ("the number one oh one", "101"),
    ],
)
def test_an_english_number_is_understood(said: str, number: str) -> None:
    assert spoken_number(said, ENGLISH) == number


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("null vier null neun eins zwo drei", "0409123"),
        ("plus sechs eins", "+61"),
        ("Stern neun acht", "*98"),
        ("Raute fünf", "#5"),
        ("FÜNF Zwölf dreißig", "51230"),
        ("dreizehn zwölf dreizehn", "131213"),
        ("dreimal null", "000"),
        ("doppel sieben", "77"),
        ("einundzwanzig", "21"),
        ("hunderteins", "101"),
        ("einhundertundzweiundzwanzig", "122"),
        ("hundert eins", "101"),
        ("achtzehnhundert eins zwei drei", "1800123"),
        ("zweitausend", "2000"),
        ("die Nummer 0409 123 456", "0409123456"),
    ],
)
def test_a_german_number_is_understood(said: str, number: str) -> None:
    assert spoken_number(said, GERMAN) == number


@pytest.mark.parametrize(
    "said",
    [
        *("", "workshop", "workshop 2", "two of them", "bread and butter", "and", "the"),
        *("double", "one double", "double thirteen", "double trouble"),
        *("0409 pause 123", "0409p123", "0409;123", "four-oh-x"),
        # Two and four, misheard; without them it would be a different number.
        "to one three",
        "one two for",
    ],
)
def test_more_or_less_than_a_number_is_not_a_number(said: str) -> None:
    assert spoken_number(said, ENGLISH) is None


@pytest.mark.parametrize(
    ("said", "groups"),
    [
        ("101 102", ["101", "102"]),
        ("101/102", ["101", "102"]),
        ("one oh one", ["101"]),
        ("1 0 1", ["101"]),
        ("oh four double one two", ["04112"]),
        ("0409 123 456", ["0409", "123", "456"]),
        ("thirteen twelve thirteen", ["13", "12", "13"]),
        ("plus six one 409", ["+61", "409"]),
        ("one hundred and one", ["101"]),
        ("sales", None),
        ("", None),
    ],
)
def test_a_number_keeps_the_groups_it_was_spoken_in(said: str, groups: list[str] | None) -> None:
    assert spoken_groups(said, ENGLISH) == groups


@given(st.text(), st.sampled_from([ENGLISH, GERMAN]))
def test_a_number_contains_only_what_can_be_dialled(said: str, language: Language) -> None:
    number = spoken_number(said, language)
    assert number is None or all(char.isdecimal() or char in "+*#" for char in number)


@given(st.text(alphabet="0123456789", min_size=1))
def test_typed_digits_are_not_changed(digits: str) -> None:
    assert spoken_number(digits, ENGLISH) == digits
