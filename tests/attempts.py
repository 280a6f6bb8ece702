"""Ways of writing numbers that might get past a dial policy, and what they mean in Australia.

Shared by the tests of the pure rules and the tests of what reaches Jingl.
"""

from collections.abc import Iterator
from itertools import product
from typing import Final

from hypothesis import strategies as st
import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from custom_components.jingl.numbers.phone_number import NumberKind

# Emergency numbers, or numbers that may become one on their way, and what would be dialled.
EMERGENCY: Final = {
    "000": "000",
    "112": "112",
    "106": "106",
    # Written differently.
    " 000 ": "000",
    "0 0 0": "000",
    "0-0-0": "000",
    "(000)": "000",
    "0.0.0": "000",
    "0/0/0": "000",
    "\n000\r\n": "000",
    "1\N{SOFT HYPHEN}12": "112",
    "0\N{ZERO WIDTH SPACE}0\N{ZERO WIDTH NO-BREAK SPACE}0": "000",
    "\N{RIGHT-TO-LEFT OVERRIDE}000\N{POP DIRECTIONAL FORMATTING}": "000",
    "\N{FIRST STRONG ISOLATE}112\N{POP DIRECTIONAL ISOLATE}": "112",
    "1\N{WORD JOINER}06": "106",
    # In other scripts: Arabic, Devanagari, fullwidth, mathematical, Thai, and mixed.
    "\u0660\u0660\u0660": "000",
    "\u0966\u0966\u0966": "000",
    "\uff10\uff10\uff10": "000",
    "\U0001d7ce\U0001d7ce\U0001d7ce": "000",
    "\u0e51\u0e51\u0e52": "112",
    "1\u06612": "112",
    "\uff0b\uff16\uff11 000": "61000",
    # With a country code, or some country's international prefix.
    "+000": "000",
    "+112": "112",
    "+61000": "61000",
    "+61 (0) 000": "610000",
    "+61 106": "61106",
    "61000": "61000",
    "0011 61 000": "001161000",
    "0011 61 112": "001161112",
    "001161 0 106": "0011610106",
    "0011 000": "0011000",
    "0015 000": "0015000",
    "0018 61 112": "001861112",
    "0061 000": "0061000",
    "00 61 112": "0061112",
    # With an outside line's digit.
    "0000": "0000",
    "00000": "00000",
    "0 112": "0112",
    "9 000": "9000",
    "9-106": "9106",
    "9 0 112": "90112",
    # Showing or hiding the caller's number, or choosing a carrier.
    "1831 000": "1831000",
    "1832112": "1832112",
    "1831 1832 106": "18311832106",
    "1411 000": "1411000",
    "1456 0 112": "14560112",
    "1414 0011 61 000": "1414001161000",
    "*31#000": "*31#000",
    "#31#112": "#31#112",
    "*67 000": "*67000",
    "*67*106": "*67*106",
    "9 *31# 0 000": "9*31#0000",
    # Call forwarding to it.
    "*21*000#": "*21*000#",
    "**21*112#": "**21*112#",
    "*72 000": "*72000",
    "**004*000#": "**004*000#",
    # With something before or after it.
    "000#": "000#",
    "000*": "000*",
    "#000": "#000",
    "*000": "*000",
    "*#000": "*#000",
    "##112#": "##112#",
    "0001": "0001",
    "1121": "1121",
    "000 123 456": "000123456",
    "112 0409 123 456": "1120409123456",
    "000000000000": "000000000000",
    "+112345678": "112345678",
}

# Numbers that cost extra, and what would be dialled.
PREMIUM: Final = {
    "1900 123 456": "1900123456",
    "190 0 123456": "1900123456",
    "1902-123-456": "1902123456",
    "01900123456": "1900123456",
    "+61 1900 123 456": "1900123456",
    "0011 61 1900 123 456": "1900123456",
    "1411 0011 61 1900 123 456": "1900123456",
    "1234": "1234",
    "0 1234": "01234",
    "9 1234": "91234",
    "9 12456": "912456",
    "*1234": "*1234",
    "*1234#": "*1234#",
    "#1234": "#1234",
    "12456": "12456",
    "197123": "197123",
    "+1 900 555 1234": "001119005551234",
    "0011 1 900 555 1234": "001119005551234",
    "+44 909 879 0000": "0011449098790000",
    "+979 1 2345 6789": "0011979123456789",
    # Australian satellite phones and pagers.
    "0147 101 234": "0147101234",
    "+61 147 101 234": "0147101234",
    "0163 12": "016312",
    # Personal, pager and universal numbers in other countries.
    "+44 70 1234 5678": "0011447012345678",
    "+44 76 4012 3456": "0011447640123456",
    "0011 44 70 1234 5678": "0011447012345678",
    "+44 300 123 4567": "0011443001234567",
    "+1 500 234 5678": "001115002345678",
    "+49 700 12345678": "00114970012345678",
    # Satellites, and other numbers outside any country.
    "+808 1234 5678": "001180812345678",
    "+878 10 1234567890": "0011878101234567890",
    "+870 773 111 632": "0011870773111632",
    "+881 6 1234 5678": "0011881612345678",
    "0011 881 6 1234 5678": "0011881612345678",
    "+882 34 21234": "00118823421234",
    "+883 510 012 345": "0011883510012345",
}

# Looks like a trick but is an ordinary number: its kind, and what is dialled.
HARMLESS: Final = {
    # Extensions that only end like an emergency number.
    "1000": (NumberKind.SHORT_CODE, "1000"),
    "10000": (NumberKind.SHORT_CODE, "10000"),
    "1112": (NumberKind.SHORT_CODE, "1112"),
    "2106": (NumberKind.SHORT_CODE, "2106"),
    "3000": (NumberKind.SHORT_CODE, "3000"),
    # South Africa's 27 11 and Egypt's 20, after 0011.
    "0011 27 11 123 4567": (NumberKind.INTERNATIONAL, "001127111234567"),
    "+20 2 1234 5678": (NumberKind.INTERNATIONAL, "001120212345678"),
    "0 131213": (NumberKind.FREEPHONE, "131213"),
    "+61 13 12 13": (NumberKind.FREEPHONE, "131213"),
    "0011 61 409 123 456": (NumberKind.MOBILE, "0409123456"),
    "0011 61 (0)409 123 456": (NumberKind.MOBILE, "0409123456"),
    "61409123456": (NumberKind.MOBILE, "0409123456"),
    "409123456": (NumberKind.MOBILE, "0409123456"),
    "\u0660409 123 45\u0666": (NumberKind.MOBILE, "0409123456"),
    "1411 0011 44 20 7946 0958": (NumberKind.INTERNATIONAL, "0011442079460958"),
    "0018 44 20 7946 0958": (NumberKind.INTERNATIONAL, "0011442079460958"),
    "+800 1234 5678": (NumberKind.INTERNATIONAL, "001180012345678"),
    "*21#": (NumberKind.SHORT_CODE, "*21#"),
    "##002#": (NumberKind.SHORT_CODE, "##002#"),
    "*#06#": (NumberKind.SHORT_CODE, "*#06#"),
    "**1": (NumberKind.SHORT_CODE, "**1"),
}

# Not a complete number.
NOTHING: Final = (
    "",
    " ",
    "-",
    ".",
    "+",
    "*",
    "#",
    "*#",
    "++61409123456",
    "61+409123456",
    "0409123456+",
    "mum",
    "1300 JINGL",
    "½",
    "²²²",
    "①①②",
    # A pause, and more after it, which has not been classified.
    "0409123456,000",
    "0409123456;000",
    "0409123456,,1",
    "0409123456p000",
    "0409123456P000",
    "0409123456w000",
    "0409123456W1",
    "101,000",
    "101p0409123456",
    # The four keys that phones no longer have.
    "0409123456A",
    "B101",
    "101C1",
    "*D1",
    # A number with an extension, as libraries read it.
    "0409123456;ext=000",
    "0409123456 ext. 7",
    "0409123456x000",
    "0409123456 # 000",
    "(03) 9123 4567 extn 000",
    # Addresses.
    "tel:0409123456",
    "tel:000",
    "tel:+61-409-123-456;ext=112",
    "tel:9123-4567;phone-context=+613",
    "9123-4567;phone-context=+613",
    ";phone-context=+61",
    "sip:101@jingl.com.au",
    # Request parameters.
    "101&callbarge=102",
    "101%26callbarge=102",
    "101?callbarge=102",
    "101=1",
    # Characters not on any phone.
    "101\n102",
    "0409\r\n123456",
    "101\t102",
    "10\x001",
    "0409\N{LINE SEPARATOR}123456",
    "101\N{PARAGRAPH SEPARATOR}1",
    "\ud800",
    "0409\udc00123456",
    "0409123456\N{PILE OF POO}",
    "0" * 33,
    "1" * 1_000_000,
    "0409123456" + " " * 1_000_000,
    # Star codes and prefixes with a number behind them.
    "*31#0409123456",
    "#31#0409123456",
    "*67 0409 123 456",
    "*21*0409123456#",
    "**21*0409123456#",
    "**61*0409123456**20#",
    "*72 0409 123 456",
    "*72 1900 123 456",
    "*21*101#",
    "**21*1234#",
    "*721234",
    "1831 0409 123 456",
    "1831409123456",
    "1832 131213",
    "1831 1900 123 456",
    "+61 1831 131213",
    "1441 0409 123 456",
    "14110409123456",
    "0409123456#",
    "0409123456*",
    "0409123456#000",
    "101#",
    "101#000",
    "98*000",
    # No outside line is needed there.
    "0 0409 123 456",
    "9 0409 123 456",
    "9 (03) 9123 4567",
    "9131213",
    "1 0409 123 456",
    "1 03 9123 4567",
    # Another country's number without its +, or with another country's prefix.
    "442079460958",
    "0044 20 7946 0958",
    "011 44 20 7946 0958",
    "0061 409 123 456",
    "1 212 555 0123",
    "1 (900) 555-1234",
    "212 555 0123",
    # Incomplete or too long.
    "9123 4567",
    "0409 123 45",
    "0409 123 4567",
    "+61 409 123 45",
    "+61",
    "+44 20",
    "+44 999",
    "+1 911",
    "+49 112",
    "0011",
    "001161",
    "0011 44",
    "0011 44 20 7946",
    "1300 654 32",
    "1234567",
    # An outside line's digit only.
    "0",
    "00",
    "9",
    # Two short numbers.
    "101/102",
    "101/../102",
    "101.102",
    "101 102",
    "101-102",
    "(101)(102)",
    "101 / 102",
    "20 00",
    "*98 12",
    "1.0.1",
    # Not what it looks like.
    "101.0",
    "1.5",
    "24/7",
    "\u0661\u0660\u0661.\u0660",
)

TRICKS: Final = (
    *("", "0", "9", "00", "61", "0061", "+", "*", "#", "**", "##", "1831", "1832", "1411", "1488"),
    *("0011", "0014", "0015", "0016", "0018", "0019"),
    *("*31#", "#31#", "*#31#", "*67", "*82", "*21*"),
)

# For each country, one of every type it has.
EXAMPLES: Final = [
    number
    for region, kind in product(sorted(phonenumbers.SUPPORTED_REGIONS), PhoneNumberType.values())
    if (number := phonenumbers.example_number_for_type(region, kind))
    and phonenumbers.is_valid_number(number)
]


# Not sampled_from: Hypothesis would print them all.
examples = st.integers(0, len(EXAMPLES) - 1).map(lambda index: EXAMPLES[index])

FORMATS: Final = (
    PhoneNumberFormat.NATIONAL,
    PhoneNumberFormat.INTERNATIONAL,
    PhoneNumberFormat.E164,
    PhoneNumberFormat.RFC3966,
)
REGIONS: Final = ("AU", "NZ", "US", "DE", "GB", "ZA", "IT", "NU", "AQ")
EXTENSIONS: Final = ("100", "101", "106", "112", "000", "0000", "1000", "1234", "9000", "131213")
PIECES: Final = (
    *TRICKS,
    *EXTENSIONS,
    *("1", "2", "3", "12", "19", "27", "44", "49", "04", "03", "0147", "190", "197", "881", "979"),
    *("0409123456", "409123456", "91234567", "654321", "1300654321", "1800123456", "1900123456"),
    *("2079460958", "+442079460958", "2125550123", "9005551234", "30123456", "612345678"),
    *(" ", "-", ".", "/", "(", ")", "\u200b", "\u202e", "\u0660", "\u0966", "\uff10", "\uff0b"),
    *("\n", "\x00", ",", ";", "p", "w", "A", "x", ";ext=", "tel:", ";phone-context=+61", "\ud800"),
)


def _written(number: phonenumbers.PhoneNumber, form: int) -> str:
    return phonenumbers.format_number(number, form)


any_string = (
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
    # Complete numbers, plain and with a little extra.
    | st.from_regex(
        r"(?:0|\+61 ?|0011 61 )[23478][0-9]{8}|1[389](?:00[0-9]{6}|[0-9]{4})", fullmatch=True
    )
    | st.builds(_written, examples, st.sampled_from(FORMATS))
    | st.tuples(
        st.sampled_from(TRICKS),
        st.builds(_written, examples, st.sampled_from(FORMATS)),
        st.sampled_from(["", *PIECES]),
    ).map("".join)
    | st.text("0123456789+*# -", max_size=18)
    | st.text()
)


def reaches_emergency(number: str) -> bool:
    """Return whether an emergency number remains once an exchange strips every prefix it knows."""
    # Some exchanges ignore * and # anywhere.
    digits = number.replace("*", "").replace("#", "")
    return digits.startswith(("000", "112", "106")) or any(map(reaches_emergency, _rests(number)))


def _rests(number: str) -> Iterator[str]:
    for known in ("+", "*", "#", "0", "9", "61", "1831", "1832"):
        if number.startswith(known):
            yield number.removeprefix(known)
    if number[:3] == "001" and "1" <= number[3:4] <= "9":
        yield number[4:]  # other carriers' 0011
    if number[:2] == "14" and number[2:4].isdecimal():
        yield number[4:]  # carrier selection
    if number[:1] in {"*", "#"}:
        yield from (number[1 + n :] for n in (2, 3) if number[1 : 1 + n].isdecimal())
