"""Whether a call's other party matches a pattern."""

import pytest

from custom_components.jingl.numbers.party_pattern import is_party


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("102", "102"),
        ("102", "0102"),
        ("0409123456", "0409123456"),
        ("0409 123 456", "0409123456"),
        ("(03) 9123-4567", "0391234567"),
        ("03/9123 4567", "0391234567"),
        ("0409123456", "+61409123456"),
        ("+61 409 123 456", "0409123456"),
        ("+61 (0)409 123 456", "0409123456"),
        ("0011 61 409 123 456", "0409123456"),
        ("0409123456", "61409123456"),
        ("9123 4567", "0391234567"),
        ("1300 654 321", "+611300654321"),
        ("13 12 13", "+61131213"),
        ("0409123456", "sip:0409123456@host;x=y"),
        ("0409123456", '"Anna" <sip:+61409123456@host>'),
        ("+44 20 7946 0958", "0011442079460958"),
        ("+44 20 7946 0958", "442079460958"),
        ("04*", "0409123456"),
        ("04*", "+61409123456"),
        ("04*", "61409123456"),
        ("04*", "0061409123456"),
        ("04*", "sip:61409123456@host"),
        ("+614*", "0409123456"),
        ("+61 (0)4*", "0409123456"),
        ("0011 614*", "0409123456"),
        ("13*", "+61131213"),
        ("+6113*", "131213"),
        ("+61*", "131213"),
        ("10*", "sip:102@host"),
        ("01*", "0102"),
        ("+44*", "00114420 7946 0958"),
        ("10*", "102"),
        ("10*", "10"),
        ("*456", "0409123456"),
        ("*123*", "0409123456"),
        ("04*12*6", "0409123456"),
        ("*97", "*97"),
        ("#1", "#1"),
        ("*", "0409123456"),
        ("anonymous", "Anonymous"),
    ],
)
def test_a_number_matches_however_it_is_written(pattern: str, number: str) -> None:
    assert is_party(pattern, number, None)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("102", "1020"),
        ("102", "0409123102"),
        ("0409123456", "0409123457"),
        ("0391234567", "0291234567"),  # another city's
        ("1234567", "0391234567"),  # too short to be a number without its area code
        ("04*", "0391234567"),
        ("04*", "10409"),
        ("61*", "0409123456"),
        ("+*", "0409123456"),
        ("+*", "102"),
        ("+44*", "+49301234567"),
        ("+61*", "+49301234567"),
        ("013*", "131213"),
        ("04*", "sip:anna@host"),
        ("102", "+61102"),
        ("4*", "0409123456"),
        ("*456", "04091234567"),
        ("10?", "102"),
        ("24/7", "247"),
        ("Sales", "101"),
        ("0409 123 456", "Anonymous"),
        ("Private", "Anonymous"),
    ],
)
def test_another_number_does_not_match(pattern: str, number: str) -> None:
    assert not is_party(pattern, number, None)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("Sales", "Sales"),
        ("sales", "SALES"),
        ("Front  desk", " front desk"),
        ("STRASSE", "Straße"),
        ("*smith*", "John Smith (work)"),
        ("J*", "John"),
        ("[VIP] *", "[vip] John"),
        ("Who?", "who?"),
        ("24 Hour Towing", "24 hour towing"),
        ("24/7", "24/7"),
        ("*", "John"),
    ],
)
def test_a_name_matches_in_any_case(pattern: str, name: str) -> None:
    assert is_party(pattern, "0409123456" if pattern != "*" else None, name)
    assert is_party(pattern, None, name)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("Sales", "Sales 2"),
        ("Sal", "Sales"),
        ("S?les", "Sales"),
        ("[S]ales", "Sales"),
        ("*smith", "Smithers"),
        ("S.*", "Sales"),
        ("0409123456", "John"),
    ],
)
def test_another_name_does_not_match(pattern: str, name: str) -> None:
    assert not is_party(pattern, "101", name)


def test_either_the_name_or_the_number_may_match() -> None:
    assert is_party("Sales", "101", "Sales")
    assert is_party("101", "101", "Sales")
    assert not is_party("102", "101", "Sales")


@pytest.mark.parametrize("pattern", ["*", "0409123456", "John"])
def test_an_unknown_party_never_matches(pattern: str) -> None:
    assert not is_party(pattern, None, None)
    assert not is_party(pattern, "", "")
