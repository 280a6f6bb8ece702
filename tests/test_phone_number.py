"""Which number is meant, and of what kind it is."""

from collections.abc import Collection
from itertools import product
import re
from typing import Final

from hypothesis import example, given, settings, strategies as st
import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat, PhoneNumberType
import pytest

from custom_components.jingl.phone_number import (
    NumberKind,
    PhoneNumber,
    load,
    meaning,
    normalise_number,
    readable,
    text_of,
    understand,
)

from . import attempts
from .attempts import EXTENSIONS, REGIONS, TRICKS, any_string, examples, reaches_emergency

# What costs no more than other calls within Australia.
ORDINARY_TYPES: Final = {
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.MOBILE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.TOLL_FREE,
}

# The library reads a country's numbering plan when it is first asked for it.
any_number = settings(deadline=None, max_examples=500)


def understood(text: str, region: str = "AU", handsets: Collection[str] = ()) -> PhoneNumber | None:
    """Return what a text means, if anything."""
    try:
        return understand(text, region=region, handsets=handsets)
    except ValueError:
        return None


def kind_and_dialled(text: str, region: str = "AU") -> tuple[NumberKind, str] | None:
    """Return of what kind a text is and what is dialled, if anything."""
    number = understood(text, region)
    return None if number is None else (number.kind, number.dialled)


# --- What people write


@pytest.mark.parametrize(
    ("text", "dialled", "kind"),
    [
        ("0409 123 456", "0409123456", NumberKind.MOBILE),
        ("+61 409 123 456", "0409123456", NumberKind.MOBILE),
        ("+61 (0)409 123 456", "0409123456", NumberKind.MOBILE),
        ("0409.123.456", "0409123456", NumberKind.MOBILE),
        ("0409-123-456", "0409123456", NumberKind.MOBILE),
        # As speech becomes text, and as a phone copies it.
        ("0409 123 456.", "0409123456", NumberKind.MOBILE),
        ("\u202a+61 409 123 456\u202c", "0409123456", NumberKind.MOBILE),
        ("(03) 9123 4567", "0391234567", NumberKind.NATIONAL),
        ("[03] 9123\u20134567", "0391234567", NumberKind.NATIONAL),
        ("03/9123 4567", "0391234567", NumberKind.NATIONAL),
        ("+61 3 9123 4567", "0391234567", NumberKind.NATIONAL),
        ("02 9123 4567", "0291234567", NumberKind.NATIONAL),
        ("07 3123 4567", "0731234567", NumberKind.NATIONAL),
        ("08 9123 4567", "0891234567", NumberKind.NATIONAL),
        # Christmas Island and the Cocos Islands: Australia's numbers, in countries of their own.
        ("08 9164 1234", "0891641234", NumberKind.NATIONAL),
        ("08 9162 1234", "0891621234", NumberKind.NATIONAL),
        ("13 12 13", "131213", NumberKind.FREEPHONE),
        ("131 213", "131213", NumberKind.FREEPHONE),
        ("1300 654 321", "1300654321", NumberKind.FREEPHONE),
        ("1800 123 456", "1800123456", NumberKind.FREEPHONE),
        ("1800123456", "1800123456", NumberKind.FREEPHONE),
        ("180 2345", "1802345", NumberKind.FREEPHONE),
        ("1900 123 456", "1900123456", NumberKind.PREMIUM),
        ("*98", "*98", NumberKind.SHORT_CODE),
        ("*97", "*97", NumberKind.SHORT_CODE),
        ("**101", "**101", NumberKind.SHORT_CODE),
        ("101", "101", NumberKind.SHORT_CODE),
        ("0", "0", NumberKind.SHORT_CODE),
        ("2000", "2000", NumberKind.SHORT_CODE),
        ("1223", "1223", NumberKind.SHORT_CODE),
        ("16312", "16312", NumberKind.SHORT_CODE),  # a pager's, if it had a 0
        ("+44 20 7946 0958", "0011442079460958", NumberKind.INTERNATIONAL),
        ("+44 (0)20 7946 0958", "0011442079460958", NumberKind.INTERNATIONAL),
        ("0011 44 20 7946 0958", "0011442079460958", NumberKind.INTERNATIONAL),
        ("+1 212 555 0123", "001112125550123", NumberKind.INTERNATIONAL),
        ("+64 21 123 4567", "001164211234567", NumberKind.INTERNATIONAL),
        ("000", "000", NumberKind.EMERGENCY),
        ("112", "112", NumberKind.EMERGENCY),
        ("106", "106", NumberKind.EMERGENCY),
    ],
)
def test_what_people_write_is_dialled_as_in_australia(
    text: str, dialled: str, kind: NumberKind
) -> None:
    assert kind_and_dialled(text) == (kind, dialled)


@pytest.mark.parametrize(
    ("text", "international"),
    [
        ("0409 123 456", "+61409123456"),
        ("13 12 13", "+61131213"),
        ("0011 44 20 7946 0958", "+442079460958"),
        ("101", ""),
        ("*98", ""),
        ("000", ""),
    ],
)
def test_a_complete_number_is_known_as_the_world_writes_it_too(
    text: str, international: str
) -> None:
    assert understand(text, region="AU").international == international


@any_number
@given(number=examples)
def test_a_number_of_any_country_is_dialled_after_0011_and_premium_only_if_it_costs_extra(
    number: phonenumbers.PhoneNumber,
) -> None:
    written = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    digits = re.sub("[^0-9]", "", phonenumbers.format_number(number, PhoneNumberFormat.E164))
    of_type = phonenumbers.number_type(number)
    premium = of_type == PhoneNumberType.PREMIUM_RATE
    if number.country_code == 61:
        premium = of_type not in ORDINARY_TYPES
    found = understand(written, region="AU")
    assert found.international == f"+{digits}"
    assert (found.kind is NumberKind.PREMIUM) == premium
    if number.country_code == 61:
        assert found.kind is not NumberKind.INTERNATIONAL
        assert not found.dialled.startswith("00")
    else:
        assert found.kind in {NumberKind.INTERNATIONAL, NumberKind.PREMIUM}
        assert found.dialled == f"0011{digits}"


# --- Attempts


@pytest.mark.parametrize(("text", "dialled"), attempts.EMERGENCY.items())
def test_an_emergency_number_is_one_in_every_disguise(text: str, dialled: str) -> None:
    assert kind_and_dialled(text) == (NumberKind.EMERGENCY, dialled)


@pytest.mark.parametrize(("text", "dialled"), attempts.PREMIUM.items())
def test_a_premium_number_is_one_however_it_is_written(text: str, dialled: str) -> None:
    assert kind_and_dialled(text) == (NumberKind.PREMIUM, dialled)


@pytest.mark.parametrize(("text", "number"), attempts.HARMLESS.items())
def test_a_number_that_only_looks_like_a_trick_is_what_it_is(
    text: str, number: tuple[NumberKind, str]
) -> None:
    assert kind_and_dialled(text) == number


@pytest.mark.parametrize("text", attempts.NOTHING, ids=lambda text: ascii(text[:30]))
def test_what_is_no_complete_number_is_not_understood(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a (complete )?phone number$"):
        understand(text, region="AU")


@pytest.mark.parametrize("number", ["000", "112", "106"])
def test_tricks_do_not_hide_an_emergency_number_together_either(number: str) -> None:
    for first, second, third in product(TRICKS, repeat=3):
        text = f"{first}{second.replace('+', '')}{third.replace('+', '')}{number}"
        found = understood(text)
        assert found, text
        assert found.kind is NumberKind.EMERGENCY, text


# --- Other countries


@pytest.mark.parametrize(
    ("region", "text", "number"),
    [
        ("DE", "030 123456", (NumberKind.INTERNATIONAL, "00114930123456")),
        ("DE", "030 123", (NumberKind.INTERNATIONAL, "00114930123")),
        # In Hamburg, whatever it would be in Australia.
        ("DE", "0409 123 456", (NumberKind.INTERNATIONAL, "001149409123456")),
        ("DE", "+61 409 123 456", (NumberKind.MOBILE, "0409123456")),
        ("DE", "0061 409 123 456", (NumberKind.MOBILE, "0409123456")),
        ("DE", "0900 1 123456", (NumberKind.PREMIUM, "0011499001123456")),
        ("DE", "0011 49 30 123456", None),
        ("DE", "1300 654 321", None),
        ("DE", "110", (NumberKind.EMERGENCY, "110")),
        ("DE", "112", (NumberKind.EMERGENCY, "112")),
        ("NZ", "021 123 4567", (NumberKind.INTERNATIONAL, "001164211234567")),
        ("NZ", "0900 12345", (NumberKind.PREMIUM, "00116490012345")),
        ("NZ", "0409 123 456", None),
        ("NZ", "111", (NumberKind.EMERGENCY, "111")),
        ("US", "(650) 253-0000", (NumberKind.INTERNATIONAL, "001116502530000")),
        ("US", "1 650 253 0000", (NumberKind.INTERNATIONAL, "001116502530000")),
        ("US", "011 61 409 123 456", (NumberKind.MOBILE, "0409123456")),
        ("US", "900 555 1234", (NumberKind.PREMIUM, "001119005551234")),
        ("US", "0409 123 456", None),
        ("US", "911", (NumberKind.EMERGENCY, "911")),
        ("AU", "911", (NumberKind.SHORT_CODE, "911")),
        # What is as short as an extension is for Jingl to understand, not for the user's country.
        ("NU", "4000", (NumberKind.SHORT_CODE, "4000")),
        ("NZ", "131213", (NumberKind.FREEPHONE, "131213")),
        ("US", "1234", (NumberKind.PREMIUM, "1234")),
        # A country without a numbering plan.
        ("AQ", "+61 409 123 456", (NumberKind.MOBILE, "0409123456")),
        ("AQ", "0409 123 456", None),
        ("AQ", "101", (NumberKind.SHORT_CODE, "101")),
    ],
)
def test_a_number_is_read_as_in_the_users_country_and_dialled_as_in_australia(
    region: str, text: str, number: tuple[NumberKind, str] | None
) -> None:
    assert kind_and_dialled(text, region) == number


@pytest.mark.parametrize("region", ["NZ", "US", "DE", "AQ"])
@pytest.mark.parametrize("text", attempts.EMERGENCY)
def test_australias_emergency_numbers_are_such_from_everywhere(region: str, text: str) -> None:
    found = understood(text, region)
    # Some are complete numbers there. Then they are dialled as those, and never reach 000.
    assert found is None or (
        found.kind is NumberKind.EMERGENCY
        or (found.kind is NumberKind.INTERNATIONAL and found.dialled.startswith("0011"))
    )


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str | int, object]]:
    """Return what reads each numbering plan that was not read yet, as if none was."""
    plans: dict[str, dict[str | int, object]] = {}
    for name in ("_region_available", "_short_region_available", "_country_code_available"):
        plans[name] = dict.fromkeys(getattr(PhoneMetadata, name), lambda _: None)
        monkeypatch.setattr(PhoneMetadata, name, plans[name])
    return plans


def test_once_loaded_no_numbering_plan_is_read_while_somebody_waits(
    plans: dict[str, dict[str | int, object]],
) -> None:
    assert all(all(readers.values()) for readers in plans.values())
    assert set(phonenumbers.SUPPORTED_REGIONS) <= set(plans["_region_available"])
    load()
    assert not any(any(readers.values()) for readers in plans.values())


# --- Handsets


@pytest.mark.parametrize("extension", ["101", "112", "106", "1000", "9000", "1234", "131213", "7"])
def test_a_handset_is_meant_before_anything_else(extension: str) -> None:
    handsets = {"100", extension}
    for text in (extension, f" {extension[0]} {extension[1:]} "):
        found = understand(text, region="AU", handsets=handsets)
        assert found == PhoneNumber(extension, NumberKind.HANDSET)


@pytest.mark.parametrize("extension", ["000", "0000", "00001"])
def test_000_is_never_a_handset(extension: str) -> None:
    found = understand(extension, region="AU", handsets={extension})
    assert found == PhoneNumber(extension, NumberKind.EMERGENCY)


@pytest.mark.parametrize("text", ["+112", "0112", "9 112", "112#", "*31#112", "61112", "1120"])
def test_a_handset_with_an_emergency_number_is_no_excuse_for_others(text: str) -> None:
    found = understand(text, region="AU", handsets={"112"})
    assert found.kind is NumberKind.EMERGENCY


@pytest.mark.parametrize("text", ["+101", "101#", "101.0", "10", "1011", "*101"])
def test_only_its_own_number_means_a_handset(text: str) -> None:
    found = understood(text, handsets={"101"})
    assert found is None or found.kind is not NumberKind.HANDSET


# --- Any string whatsoever

# What each kind may look like, by Australia's numbering plan and what may stand before a number.
SHAPES: Final = {
    NumberKind.NATIONAL: r"0[2378]\d{8}",
    NumberKind.MOBILE: r"04\d{8}",
    NumberKind.FREEPHONE: r"13\d{4}|1345\d{4}|13\d{8}|1300\d{8}|1800\d{6}|1802\d{3}",
    NumberKind.INTERNATIONAL: r"0011(?!61)[1-9]\d{4,16}",
    NumberKind.PREMIUM: (
        r"190\d{7}|014\d{7}|0163\d{2,6}|0011(?!61)[1-9]\d{4,16}|[*#]{0,2}[09]?0*1[29]\d{2,4}#?"
    ),
    NumberKind.EMERGENCY: r"[0-9*#]{3,32}",
    NumberKind.SHORT_CODE: r"[0-9]{1,6}|[*#]{1,2}[0-9]{1,4}#?",
}


@pytest.mark.parametrize("text", attempts.EMERGENCY.values())
def test_the_oracle_of_these_tests_knows_the_tricks(text: str) -> None:
    assert reaches_emergency(text)


@any_number
@given(
    text=any_string,
    region=st.sampled_from(REGIONS),
    handsets=st.sets(st.sampled_from(EXTENSIONS)),
)
@example(text="000", region="AU", handsets={"000"})
@example(text="+112", region="AU", handsets={"112"})
@example(text="0112711234567", region="ZA", handsets=set())
@example(text="9115550123", region="US", handsets=set())
@example(text="0147100012", region="AU", handsets=set())
@example(text="0080000000000", region="NZ", handsets=set())
def test_whatever_is_dialled_is_of_the_kind_that_it_is_said_to_be(
    text: str, region: str, handsets: set[str]
) -> None:
    number = understood(text, region, handsets)
    if number is None:
        return
    if number.kind is NumberKind.HANDSET:
        assert number.dialled in handsets
        assert not number.dialled.startswith("000")
        assert understood(number.dialled, region, handsets) == number
        return
    # Contacts are not this module's business.
    assert re.fullmatch(SHAPES[number.kind], number.dialled, re.ASCII)
    if number.kind is NumberKind.EMERGENCY:
        # Of Australia, or of the user's country.
        assert reaches_emergency(number.dialled) or region != "AU"
    elif not number.international:
        assert not reaches_emergency(number.dialled)
    if number.international:
        country_code = "0011" if number.dialled.startswith("0011") else "+61"
        digits = number.dialled.removeprefix("0011").removeprefix("0")
        assert number.international == country_code.replace("0011", "+") + digits
    if number.kind is not NumberKind.EMERGENCY or region == "AU":
        # Jingl's own understanding of it is the same.
        assert understood(number.dialled) == number


@any_number
@given(
    text=st.text("0123456789+*#", min_size=1, max_size=16),
    separators=st.lists(st.sampled_from([" ", "-", "(", ")", "\u00a0", "\u2011", "\u200b"])),
    data=st.data(),
)
def test_what_stands_between_the_digits_changes_nothing(
    text: str, separators: list[str], data: st.DataObject
) -> None:
    spread = text
    for separator in separators:
        position = data.draw(st.integers(0, len(spread)))
        spread = spread[:position] + separator + spread[position:]
    assert understood(spread) == understood(text)


# --- The same number


@pytest.mark.parametrize(
    ("region", "ways", "dialled"),
    [
        (
            "AU",
            [
                "0409 123 456",
                "+61 409 123 456",
                "61409123456",
                "0011 61 409 123 456",
                "0409/123456",
            ],
            "0409123456",
        ),
        ("AU", ["+44 20 7946 0958", "0011442079460958", "0018 44 20 79460958"], "0011442079460958"),
        ("AU", ["13 12 13", "+61 131213"], "131213"),
        ("DE", ["030 123456", "+49 30 123456", "0049 30 123456"], "00114930123456"),
        ("AU", ["101", " 1 0 1 "], "101"),
        ("NU", ["4000"], "4000"),
    ],
)
def test_all_ways_of_writing_a_number_have_one_meaning(
    region: str, ways: list[str], dialled: str
) -> None:
    assert {meaning(way, region) for way in ways} == {dialled}


@pytest.mark.parametrize("text", ["Anonymous", "", "sip:john@example.com", "\ud800", "9" * 200])
def test_words_mean_themselves(text: str) -> None:
    assert meaning(text, "AU") == text


@any_number
@given(text=any_string, region=st.sampled_from(REGIONS))
def test_what_is_dialled_means_what_was_understood(text: str, region: str) -> None:
    number = understood(text, region)
    if number and number.kind is not NumberKind.EMERGENCY:
        assert meaning(text, region) == number.dialled == meaning(number.dialled, "AU")


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("0409123456", "0409 123 456"),
        ("+61409123456", "0409 123 456"),
        ("0391234567", "(03) 9123 4567"),
        ("1300654321", "1300 654 321"),
        ("131213", "13 12 13"),
        ("101", "101"),
        ("16312", "16312"),
        ("*98", "*98"),
        ("+442079460958", "+44 20 7946 0958"),
        ("0011442079460958", "+44 20 7946 0958"),
        ("0409123", "0409123"),
        ("Anonymous", "Anonymous"),
        ("", ""),
    ],
)
def test_a_number_is_written_as_it_is_spoken(number: str, written: str) -> None:
    assert readable(number) == written


@any_number
@given(text=any_string)
def test_a_number_that_is_made_readable_stays_the_same_number(text: str) -> None:
    assert understood(readable(text)) == understood(text)


# --- What people write between the digits


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0409123456", "0409123456"),
        ("0409 123 456", "0409123456"),
        ("(03) 9123-4567", "0391234567"),
        ("+61 409 123 456", "+61409123456"),
        ("+61.409.123.456", "+61409123456"),
        ("0409/123456", "0409123456"),
        ("0409\u00a0123\u202f456", "0409123456"),
        ("\n 13 12 13 \t", "131213"),
        ("*97", "*97"),
        ("#31#0409123456", "#31#0409123456"),
        ("\u202a+61 409 123 456\u202c", "+61409123456"),
        ("\uff0b\uff16\uff11 \u0664\u0966\uff19", "+61409"),
        ("1" * 32, "1" * 32),
        # Nobody writes a fraction like this.
        ("131.213", "131213"),
        ("13.12.13", "131213"),
        ("101.", "101"),
    ],
)
def test_separators_are_left_out_and_digits_become_our_own(text: str, number: str) -> None:
    assert normalise_number(text) == number


@given(text=st.text() | st.text("+0123456789*#-. ()\uff10\u0660", max_size=40))
@example(text="1" + " " * 126 + "1")
@example(text="1" + " " * 127 + "1")
def test_what_is_left_is_clean_and_stays_as_it_is(text: str) -> None:
    try:
        number = normalise_number(text)
    except ValueError:
        return
    assert set(number) <= set("+0123456789*#")
    plus = "+\N{FULLWIDTH PLUS SIGN}"
    written = [char for char in text if char.isdecimal() or char in f"*#{plus}"]
    assert list(number) == [
        str(int(char)) if char.isdecimal() else "+" if char in plus else char for char in written
    ]
    assert normalise_number(number) == number


# --- What YAML and templates make of a number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0409123456", "0409123456"),
        ("anything", "anything"),
        (0, "0"),
        (101, "101"),
        (131213, "131213"),
        (1300975707, "1300975707"),
        (1800123456, "1800123456"),
        # What a template makes of "+61409123456".
        (61409123456, "+61409123456"),
        (442079460000, "+442079460000"),
    ],
)
def test_a_number_that_became_an_integer_is_a_text_again(value: object, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize("value", [True, False, None, 1.0, -101, ["101"], b"101"])
def test_what_is_neither_text_nor_integer_is_no_number(value: object) -> None:
    with pytest.raises(ValueError, match=r"^not a phone number$"):
        text_of(value)


@pytest.mark.parametrize("value", [1234567, 491570156, 0o312345670, 0o212345670])
def test_a_number_that_lost_its_leading_zero_is_not_guessed(value: int) -> None:
    with pytest.raises(ValueError, match="leading zero"):
        text_of(value)


@given(value=st.integers(2_000_000_000, 9_999_999_999))
@example(6561234567)  # what a template makes of "+6561234567", a number in Singapore
@example(4512345678)
@example(9999999999)
@example(2000000000)
def test_a_number_as_long_as_a_national_one_that_may_be_from_abroad_is_not_guessed(
    value: int,
) -> None:
    with pytest.raises(ValueError, match=r"^a number that lost its leading zero or \+$"):
        text_of(value)


@given(value=st.integers(1_000_000_000, 1_999_999_999))
@example(1000000000)
@example(1999999999)
def test_a_service_number_is_dialled_as_it_is(value: int) -> None:
    assert text_of(value) == str(value)


@given(digits=st.text("01234567", min_size=10, max_size=13))
def test_no_international_number_that_yaml_reads_as_octal_is_dialled(digits: str) -> None:
    with pytest.raises(ValueError, match="leading zero"):
        text_of(int(f"0011{digits}", 8))


@given(digits=st.text("01234567", min_size=9, max_size=9))
def test_no_national_number_that_yaml_reads_as_octal_is_dialled(digits: str) -> None:
    """Only numbers with an area code or of mobiles, which do not begin with two zeros."""
    if digits.startswith("0"):
        digits = f"3{digits[1:]}"
    with pytest.raises(ValueError, match="leading zero"):
        text_of(int(f"0{digits}", 8))
