"""Which number a text means, and what kind it is."""

from collections.abc import Collection
from itertools import combinations, permutations, product
import re
from typing import Final

from hypothesis import example, given, settings, strategies as st
import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat, PhoneNumberType
import pytest

from custom_components.jingl.numbers.party import (
    is_number,
    is_withheld,
    party_keys,
    readable,
    same_party,
)
from custom_components.jingl.numbers.phone_number import (
    NumberKind,
    PhoneNumber,
    load,
    meaning,
    normalise_number,
    text_of,
    understand,
)
from tests import attempts
from tests.attempts import EXTENSIONS, REGIONS, TRICKS, any_string, examples, reaches_emergency

# Costs no more than other calls within Australia.
ORDINARY_TYPES: Final = {
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.MOBILE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.TOLL_FREE,
}

# Costs extra everywhere.
EXTRA_TYPES: Final = {
    PhoneNumberType.PAGER,
    PhoneNumberType.PERSONAL_NUMBER,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.UAN,
}

# The library reads a country's numbering plan on first use.
any_number = settings(max_examples=500)


def understood(text: str, region: str = "AU", handsets: Collection[str] = ()) -> PhoneNumber | None:
    """Return the number that a text means, if any."""
    try:
        return understand(text, region=region, handsets=handsets)
    except ValueError:
        return None


def kind_and_dialled(text: str, region: str = "AU") -> tuple[NumberKind, str] | None:
    """Return a text's kind and what is dialled, if anything."""
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
        # From speech to text, and copied from a phone.
        ("0409 123 456.", "0409123456", NumberKind.MOBILE),
        ("\u202a+61 409 123 456\u202c", "0409123456", NumberKind.MOBILE),
        ("(03) 9123 4567", "0391234567", NumberKind.NATIONAL),
        ("[03] 9123\u20134567", "0391234567", NumberKind.NATIONAL),
        ("03/9123 4567", "0391234567", NumberKind.NATIONAL),
        ("+61 3 9123 4567", "0391234567", NumberKind.NATIONAL),
        ("02 9123 4567", "0291234567", NumberKind.NATIONAL),
        ("07 3123 4567", "0731234567", NumberKind.NATIONAL),
        ("08 9123 4567", "0891234567", NumberKind.NATIONAL),
        # Christmas Island and the Cocos Islands: separate countries with Australian numbers.
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
        ("1 0 1", "101", NumberKind.SHORT_CODE),
        ("10-1", "101", NumberKind.SHORT_CODE),
        ("9 9", "99", NumberKind.SHORT_CODE),
        ("2000", "2000", NumberKind.SHORT_CODE),
        ("1223", "1223", NumberKind.SHORT_CODE),
        ("16312", "16312", NumberKind.SHORT_CODE),  # with a 0 it would be a pager
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
def test_numbers_as_people_write_them_are_dialled_as_in_australia(
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
def test_a_complete_number_also_has_its_international_form(text: str, international: str) -> None:
    assert understand(text, region="AU").international == international


@any_number
@given(number=examples)
def test_any_countrys_number_is_dialled_with_0011_and_is_premium_only_if_it_costs_extra(
    number: phonenumbers.PhoneNumber,
) -> None:
    written = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    digits = re.sub("[^0-9]", "", phonenumbers.format_number(number, PhoneNumberFormat.E164))
    of_type = phonenumbers.number_type(number)
    premium = of_type in EXTRA_TYPES
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


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *((text, (NumberKind.EMERGENCY, dialled)) for text, dialled in attempts.EMERGENCY.items()),
        *((text, (NumberKind.PREMIUM, dialled)) for text, dialled in attempts.PREMIUM.items()),
        *attempts.HARMLESS.items(),
    ],
)
def test_no_trick_hides_a_number_and_ordinary_numbers_keep_their_kind(
    text: str, number: tuple[NumberKind, str]
) -> None:
    assert kind_and_dialled(text) == number


@pytest.mark.parametrize("text", attempts.NOTHING, ids=lambda text: ascii(text[:30]))
def test_an_incomplete_number_is_not_understood(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a (complete )?phone number$"):
        understand(text, region="AU")


@pytest.mark.parametrize("number", ["000", "112", "106"])
def test_combined_tricks_do_not_hide_an_emergency_number_either(number: str) -> None:
    for first, second, third in product(TRICKS, repeat=3):
        text = f"{first}{second.replace('+', '')}{third.replace('+', '')}{number}"
        found = understood(text)
        assert found, text
        assert found.kind is NumberKind.EMERGENCY, text


@pytest.mark.parametrize("separator", ["/", ".", "/../", ". ", " ", "-", ") ("])
def test_separators_do_not_join_two_short_numbers_into_one(separator: str) -> None:
    handsets = {"101", "102"}
    for first, second in (("101", "102"), ("*98", "12"), ("20", "00")):
        assert understood(f"{first}{separator}{second}", handsets=handsets) is None
    # Parts of one number have the same separator.
    assert kind_and_dialled(f"0409{separator}123456") == (NumberKind.MOBILE, "0409123456")


@pytest.mark.parametrize("text", ["0", "00", " 0 ", "0-0", "(0)", "9"])
def test_only_an_outside_lines_digit_is_not_a_number(text: str) -> None:
    assert understood(text) is None
    extension = text.strip()
    assert understood(text, handsets={extension}) == PhoneNumber(extension, NumberKind.HANDSET)


# --- Other countries

ABROAD: Final = {NumberKind.INTERNATIONAL, NumberKind.PREMIUM}


@pytest.mark.parametrize(
    ("region", "text", "number"),
    [
        ("DE", "030 123456", (NumberKind.INTERNATIONAL, "00114930123456")),
        ("DE", "030 123", (NumberKind.INTERNATIONAL, "00114930123")),
        # In Hamburg, regardless of its meaning in Australia.
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
        # Jingl, not the user's country, decides the meaning of numbers as short as an extension.
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
def test_australias_emergency_numbers_are_emergency_numbers_everywhere(
    region: str, text: str
) -> None:
    found = understood(text, region)
    # Some are complete numbers there. They are dialled as such and never reach 000.
    assert found is None or (
        found.kind is NumberKind.EMERGENCY
        or (found.kind in ABROAD and found.dialled.startswith("0011"))
    )


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str | int, object]]:
    """Return the library's loaders of numbering plans, with none loaded yet."""
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


@pytest.mark.parametrize(
    "extension", ["101", "7", "1000", "9000", "1121", "1234", "1-2", "A100", "10_1"]
)
def test_an_extension_means_its_handset_whatever_else_has_that_number(extension: str) -> None:
    found = understand(f" {extension} ", region="AU", handsets={"12", "100", extension})
    assert found == PhoneNumber(extension, NumberKind.HANDSET)


def test_an_extension_may_be_spaced_out_unless_it_becomes_something_else() -> None:
    for spelt, extension in (("1 0 1", "101"), ("10 1", "101"), ("20-00", "2000")):
        found = understand(spelt, region="AU", handsets={"101", "2000"})
        assert found == PhoneNumber(extension, NumberKind.HANDSET)
    for spelt, kind in (("9 000", NumberKind.EMERGENCY), ("1 1 2 1", NumberKind.EMERGENCY)):
        assert understand(spelt, region="AU", handsets={"9000", "1121"}).kind is kind
    assert understood("20.00", handsets={"2000"}) is None


@pytest.mark.parametrize(
    ("extension", "kind", "dialled"),
    [
        ("0011882161234567", NumberKind.PREMIUM, "0011882161234567"),
        ("1900654321", NumberKind.PREMIUM, "1900654321"),
        ("1900-654-321", NumberKind.PREMIUM, "1900654321"),
        ("0147123456", NumberKind.PREMIUM, "0147123456"),
        ("0409123456", NumberKind.MOBILE, "0409123456"),
        ("61409123456", NumberKind.MOBILE, "0409123456"),
        ("131213", NumberKind.FREEPHONE, "131213"),
        # As long as a public number.
        ("1234567", NumberKind.NATIONAL, "1234567"),
        ("10-20-30-40", NumberKind.NATIONAL, "10-20-30-40"),
        ("9123456789", NumberKind.NATIONAL, "9123456789"),
        ("001161000", NumberKind.EMERGENCY, "001161000"),
    ],
)
def test_an_extension_that_could_be_a_public_number_has_its_kind(
    extension: str, kind: NumberKind, dialled: str
) -> None:
    found = understand(extension, region="AU", handsets={extension})
    assert (found.kind, found.dialled) == (kind, dialled)


@pytest.mark.parametrize(
    "extension",
    ["a-131213", "x-0409123456", "A1234567", "0409123456x", "x001161000", "1900_654321"],
)
def test_an_extension_with_letters_never_means_the_number_in_its_digits(extension: str) -> None:
    found = understand(extension, region="AU", handsets={extension})
    assert found == PhoneNumber(extension, NumberKind.HANDSET)


@pytest.mark.parametrize("extension", ["000", "0000", "00001", "0-0-0", "112", "1-12", "106"])
def test_an_emergency_number_is_never_a_handset(extension: str) -> None:
    found = understand(extension, region="AU", handsets={extension})
    assert found == PhoneNumber(extension.replace("-", ""), NumberKind.EMERGENCY)


@pytest.mark.parametrize("text", ["+112", "0112", "9 112", "112#", "*31#112", "61112", "1120"])
def test_a_handset_with_an_emergency_number_is_no_excuse_for_others(text: str) -> None:
    found = understand(text, region="AU", handsets={"112"})
    assert found.kind is NumberKind.EMERGENCY


@pytest.mark.parametrize("text", ["+101", "101#", "101.0", "10", "1011", "*101", "0101"])
def test_only_its_own_number_means_a_handset(text: str) -> None:
    found = understood(text, handsets={"101"})
    assert found is None or found.kind is not NumberKind.HANDSET


# --- Any string

# What each kind may look like, from Australia's numbering plan and possible prefixes.
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
def test_these_tests_oracle_knows_the_tricks(text: str) -> None:
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
def test_whatever_is_dialled_has_the_kind_it_claims(
    text: str, region: str, handsets: set[str]
) -> None:
    number = understood(text, region, handsets)
    if number is None:
        return
    if number.kind is NumberKind.HANDSET:
        assert number.dialled in handsets - {"112", "106"}
        assert not number.dialled.startswith("000")
        assert understood(number.dialled, region, handsets) == number
        return
    # This module doesn't handle contacts.
    assert re.fullmatch(SHAPES[number.kind], number.dialled, re.ASCII)
    if number.kind is NumberKind.EMERGENCY:
        # Australia's, or the user's country's.
        assert reaches_emergency(number.dialled) or region != "AU"
    elif not number.international:
        assert not reaches_emergency(number.dialled)
    if number.international:
        country_code = "0011" if number.dialled.startswith("0011") else "+61"
        digits = number.dialled.removeprefix("0011").removeprefix("0")
        assert number.international == country_code.replace("0011", "+") + digits
    if number.kind is not NumberKind.EMERGENCY or region == "AU":
        # Jingl understands it the same way.
        assert understood(number.dialled) == number


@any_number
@given(
    text=st.text("0123456789+*#", min_size=1, max_size=16),
    separators=st.lists(st.sampled_from([" ", "-", "(", ")", "\u00a0", "\u2011", "\u200b"])),
    data=st.data(),
)
def test_separators_do_not_change_a_full_number_and_at_most_spoil_a_short_one(
    text: str, separators: list[str], data: st.DataObject
) -> None:
    spread = text
    for separator in separators:
        position = data.draw(st.integers(0, len(spread)))
        spread = spread[:position] + separator + spread[position:]
    number, found = understood(text), understood(spread)
    assert found == number or (
        found is None
        and number
        and not number.international
        and number.kind is not NumberKind.EMERGENCY
    )


# --- What Jingl dials


@pytest.mark.parametrize(
    ("region", "dialled", "ways"),
    [
        ("AU", "0409123456", ["0409 123 456", "+61 409 123 456", "61409123456", "0409/123456"]),
        ("AU", "0011442079460958", ["+44 20 7946 0958", "0018 44 20 79460958"]),
        ("AU", "131213", ["13 12 13", "+61 131213"]),
        ("DE", "00114930123456", ["030 123456", "+49 30 123456", "0049 30 123456"]),
        ("AU", "101", ["101", " 1 0 1 "]),
        ("NU", "4000", ["4000"]),
    ],
)
def test_all_ways_of_writing_a_number_have_one_meaning(
    region: str, dialled: str, ways: list[str]
) -> None:
    assert {meaning(way, region) for way in ways} == {dialled}


@pytest.mark.parametrize("text", ["Anonymous", "", "sip:john@example.com", "\ud800", "9" * 200])
def test_words_mean_themselves(text: str) -> None:
    assert meaning(text, "AU") == text


@any_number
@given(text=any_string, region=st.sampled_from(REGIONS))
def test_the_dialled_number_means_what_was_understood(text: str, region: str) -> None:
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
        # Jingl's name for a party.
        ("sip:+61409123456@host;x=y", "0409 123 456"),
        ('"Anna" <sip:101@host>', "101"),
        ("0061 3 9123 4567", "(03) 9123 4567"),
        ("sip:john@host", "sip:john@host"),
        ("Anonymous", "Anonymous"),
        ("", ""),
    ],
)
def test_a_number_is_written_as_spoken(number: str, written: str) -> None:
    assert readable(number) == written


@any_number
@given(text=any_string)
def test_a_readable_number_is_still_the_same_number(text: str) -> None:
    number = understood(text)
    assert number is None or understood(readable(text)) == number
    assert is_number(readable(text)) == is_number(text)


# --- Who a number belongs to

# Any two on a line are the same party.
ONE_PARTY: Final = {
    "a mobile": """
        0409123456 | 0409 123 456 | 409123456 | +61 409 123 456 | +61 (0)409 123 456 | 61409123456
        | 0011 61 409 123 456 | 0061 409 123 456 | \uff10\uff14\uff10\uff19 123 456
        | sip:0409123456@host;x=y | SIPS:+61409123456@[::1]:5061;transport=tls | sip:0409123456
        | tel:+61-409-123-456 | tel:0409123456;phone-context=+61 | 0409123456@10.0.0.1
        | "Anna" <sip:0409123456@host>;tag=1 | "Anna" <0409123456> | "<3" <tel:0409.123.456>""",
    "a telephone": "0391234567 | (03) 9123-4567 | +61 3 9123 4567 | 9123 4567 | sip:91234567@host",
    "a service": "131213 | 13 12 13 | 0131213 | +61131213 | tel:+61-13-12-13",
    "another country's": """
        +44 20 7946 0958 | 0011442079460958 | 0018 44 20 79460958 | 0044 20 7946 0958
        | 442079460958 | 2079460958 | "London" <sip:+442079460958@host>""",
    "one allotted lately": "0512345678 | +61 5 1234 5678 | 61512345678 | 0061512345678 | 12345678",
    "an extension": "101 | 0101 | 1 0 1 | sip:101@host | <sip:0101@host>",
    "a star code": "*97 | * 97 | sip:*97@host",
    "a word": "Sales queue | sales  QUEUE | SalesQueue | sip:Sales queue@host | <sales queue>",
}
# No two on a line are the same party.
TWO_PARTIES: Final = {
    "another digit": "0409123456 | 0409123457 | +44 409 123 456",
    "another city": "02 9123 4567 | 03 9123 4567 | +61 7 9123 4567",
    "too short to be one's own": "0391234567 | 1234567 | 234567",
    "a complete number that ends another": "131213 | 0409131213 | +49 30 131213",
    "other extensions": "10 | 100 | 101 | 1101 | 00101 | +61101 | *101",
    "a star code's digits": "98 | *98 | #98",
    "words": "Sales | Sales 2 | 24/7 | 247 | sip:john@host | joan",
}


def forms(line: str) -> list[str]:
    return [form.strip() for form in line.split("|")]


@pytest.mark.parametrize(
    ("line", "same"),
    [
        *(pytest.param(line, True, id=kind) for kind, line in ONE_PARTY.items()),
        *(pytest.param(line, False, id=kind) for kind, line in TWO_PARTIES.items()),
    ],
)
def test_all_forms_of_a_party_are_that_party_and_no_other(line: str, same: bool) -> None:
    for one, other in permutations(forms(line), 2):
        assert same_party(one, other) is same, (one, other)


def test_each_party_is_itself_and_no_other() -> None:
    lines = [forms(line) for line in ONE_PARTY.values()]
    for one, other in combinations(lines, 2):
        assert not any(same_party(a, b) for a, b in product(one, other))
    assert all(same_party(form, form) for line in lines for form in line)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "?", "<>", "anonymous", "Anonymous", "ANONYMOUS", "Private", "Unavailable"),
        *("Withheld", "Unknown", "<unknown>", "Restricted", "private number", "No Caller-ID"),
        *("sip:anonymous@anonymous.invalid", '"Anonymous" <sip:anonymous@anonymous.invalid>'),
    ],
)
def test_a_caller_with_a_withheld_number_is_nobody_in_particular(text: str) -> None:
    assert is_withheld(text)
    assert party_keys(text) == ()
    for other in (text, "anonymous", "0409123456", None):
        assert not same_party(text, other)
        assert not same_party(other, text)


@pytest.mark.parametrize(
    "text", ["0409123456", "101", "*97", "Sales", "Private Sales", '"Private" <sip:0409123456@h>']
)
def test_a_party_with_its_own_number_or_word_is_somebody(text: str) -> None:
    assert not is_withheld(text)
    assert same_party(text, text)


@pytest.mark.parametrize("line", ONE_PARTY.values(), ids=ONE_PARTY)
def test_a_form_that_only_jingl_writes_is_never_dialled(line: str) -> None:
    for form in forms(line):
        if re.search(r"[a-z@<]|^00[^1]", form, re.IGNORECASE):
            assert understood(form) is None


# What numbers, addresses and words are made of.
PIECES: Final = ["sip:", "tel:", "@", "<", ">", ";", '"', "0", "61", "+", "1234", " ", "a"]
ANY_FORM: Final = [form for line in (ONE_PARTY | TWO_PARTIES).values() for form in forms(line)]

reported = st.one_of(
    any_string,
    st.sampled_from(ANY_FORM),
    st.lists(st.sampled_from(PIECES)).map("".join),
    (st.text(min_size=1) | st.sampled_from(PIECES)).map(lambda piece: (piece * 4096)[:4096]),
)


@any_number
@given(one=reported, other=reported)
def test_any_text_from_jingl_can_be_compared(one: str, other: str) -> None:
    assert same_party(one, other) is same_party(other, one)
    assert same_party(one, one) is bool(party_keys(one))
    assert same_party(one.upper(), one.lower()) or is_withheld(one) or not one.isascii()
    assert not same_party(one, None)


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
        # Not how anybody writes a fraction.
        ("131.213", "131213"),
        ("13.12.13", "131213"),
        ("101.", "101"),
    ],
)
def test_separators_are_removed_and_digits_become_ascii(text: str, number: str) -> None:
    assert normalise_number(text) == number


@given(text=st.text() | st.text("+0123456789*#-. ()\uff10\u0660", max_size=40))
@example(text="1" + " " * 126 + "1")
@example(text="1" + " " * 127 + "1")
def test_a_cleaned_number_is_clean_and_stays_unchanged(text: str) -> None:
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


# --- Numbers as YAML and templates change them


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
        # A template turns "+61409123456" into this.
        (61409123456, "+61409123456"),
        (442079460000, "+442079460000"),
    ],
)
def test_a_number_that_became_an_integer_is_turned_back_into_text(value: object, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize("value", [True, False, None, 1.0, -101, ["101"], b"101"])
def test_anything_but_text_or_an_integer_is_not_a_number(value: object) -> None:
    with pytest.raises(ValueError, match=r"^not a phone number$"):
        text_of(value)


# As long as a national number, but maybe an international one. A template makes the first one from
# "+6561234567", a number in Singapore.
@given(value=st.integers(2_000_000_000, 9_999_999_999))
@example(value=6561234567)
@example(value=4512345678)
@example(value=1234567)
@example(value=491570156)
def test_a_number_that_lost_its_leading_zero_or_plus_is_not_guessed(value: int) -> None:
    with pytest.raises(ValueError, match=r"^a number that lost its leading zero or \+$"):
        text_of(value)


# National numbers have an area code or are mobile, and do not start with two zeros.
@given(
    written=st.from_regex("0011[0-7]{10,13}", fullmatch=True)
    | st.from_regex("0[1-7][0-7]{8}", fullmatch=True)
)
def test_no_number_that_yaml_reads_as_octal_is_dialled(written: str) -> None:
    with pytest.raises(ValueError, match="leading zero"):
        text_of(int(written, 8))


@given(value=st.integers(1_000_000_000, 1_999_999_999))
def test_a_service_number_is_dialled_as_it_is(value: int) -> None:
    assert text_of(value) == str(value)


@given(
    start=st.sampled_from(["0", "+61"]),
    area=st.sampled_from("23478"),
    rest=st.from_regex(r"[0-9]{8}", fullmatch=True),
)
def test_the_short_cut_for_usual_numbers_gives_the_keys_of_the_long_way(
    start: str, area: str, rest: str
) -> None:
    # A space is enough to take the long way.
    assert party_keys(f"{start}{area}{rest}") == party_keys(f"{start}{area} {rest}")
