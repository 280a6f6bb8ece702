"""Work out which number is meant, and what kind it is. Pure.

People, address books and speech write one number in many ways. Jingl is always asked to dial it in
its one Australian form, which is made here and nowhere else: a number we don't understand isn't
dialled.
"""

from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
import re
from typing import Final
import unicodedata

import phonenumbers
from phonenumbers import (
    REGION_CODE_FOR_NON_GEO_ENTITY,
    SUPPORTED_SHORT_REGIONS,
    PhoneMetadata,
    PhoneNumberFormat,
    PhoneNumberType,
    shortnumberinfo,
)

# Jingl is an Australian exchange and dials like one, wherever Home Assistant runs.
JINGL_REGION: Final = "AU"
JINGL_COUNTRY_CODE: Final = 61
_CALLER_ID_PREFIXES: Final = ("1831", "1832")


class NumberKind(StrEnum):
    """What kind of number it is, to decide whether it may be dialled."""

    HANDSET = "handset"
    CONTACT = "contact"
    NATIONAL = "national"
    MOBILE = "mobile"
    FREEPHONE = "freephone"
    INTERNATIONAL = "international"
    PREMIUM = "premium"
    EMERGENCY = "emergency"
    SHORT_CODE = "short_code"


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A complete number."""

    dialled: str
    """What Jingl dials, e.g. 0409123456 or 0011442079460958: digits, * and #, or an extension."""
    kind: NumberKind
    international: str = ""
    """The number in international form, e.g. +61409123456; empty if it has none."""
    otherwise: NumberKind | None = None
    """The kind it would be if it weren't a contact's."""


_SEPARATORS: Final = {"Zs", "Pd", "Ps", "Pe"}
_INVISIBLE: Final = "Cf"
_NUMBER: Final = re.compile(r"\+?[0-9*#]{1,32}", re.ASCII)
_LONGEST_TEXT: Final = 128  # a number with whatever people write between its digits
# Templates turn extension 101 into 101.0, which isn't 1010. Nor is 24/7 an extension.
_FRACTION: Final = re.compile(r"\d{1,4}[./]\d{1,2}")

# *98, *#06# and the like, and extensions without a followed handset, such as ring groups. They are
# too short to hide another number, and can't be the start of an international number or just the
# digit for an outside line.
_SHORT_CODE: Final = re.compile(r"[*#]{1,2}[0-9]{1,4}#?|(?!001|0+$|9$)[0-9]{1,6}", re.ASCII)
# A longer extension may also be somebody's phone number.
_LONGEST_EXTENSION: Final = 6
# Dialled as written, whatever it means in the user's country, since it may be an extension.
_MAY_BE_EXTENSION: Final = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)

# What an exchange or an outside line may strip before it dials the rest: the digit for the outside
# line, Australia's international and carrier prefixes, its country code, the prefixes and star
# codes that show or hide the caller's number, and a stray + * or #.
_EMERGENCY: Final = re.compile(
    r"(?:[+*#]|[09]|001[1-9]|61|183[12]|14[0-9]{2}|[*#][0-9]{2,3})*(?:000|112|106)", re.ASCII
)

# Emergency numbers on every phone in Australia, even if a handset has that number.
_PLAIN_EMERGENCY: Final = re.compile(r"000.*|112|106")

# What an exchange may strip from any other short number.
_DETOUR: Final = re.compile(r"^[*#]*[09]?|#$")

_KINDS: Final = {
    PhoneNumberType.MOBILE: NumberKind.MOBILE,
    PhoneNumberType.TOLL_FREE: NumberKind.FREEPHONE,
    PhoneNumberType.SHARED_COST: NumberKind.FREEPHONE,
    PhoneNumberType.FIXED_LINE: NumberKind.NATIONAL,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: NumberKind.NATIONAL,
}

# These cost more than an ordinary international call.
_PREMIUM_ABROAD: Final = {
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.PERSONAL_NUMBER,
    PhoneNumberType.PAGER,
    PhoneNumberType.UAN,
}

_LONGEST_SERVICE_NUMBER: Final = 6  # e.g. 13 12 13, and most extensions
_NATIONAL_LENGTH: Final = 10
_SERVICE_DIGIT: Final = "1"  # as in 1300 and 1800 numbers
# 0011 without its zeros, then a number long enough to be international; 1300 654 321 isn't.
_INTERNATIONAL_OCTAL: Final = re.compile(r"11[0-7]{10,}")


def load() -> None:
    """Load the metadata for all countries, which would otherwise be loaded on first use."""
    PhoneMetadata.load_all()
    for region in SUPPORTED_SHORT_REGIONS:
        PhoneMetadata.short_metadata_for_region(region)


def understand(text: str, *, region: str, handsets: Container[str] = ()) -> PhoneNumber:
    """Return the number that is meant; ValueError if it isn't a complete number.

    A number without + is read as people write it in `region`, a country such as AU. An exact match
    with an extension in `handsets` comes before anything but emergency numbers.
    """
    extension = text.strip()
    if extension in handsets and not is_emergency(extension.replace("-", "")):
        return _of_handset(extension)
    written = _spaced(text)
    number = _closed_up(written)
    if found := find_complete(number, region):
        return found
    if _EMERGENCY.match(number) or shortnumberinfo.connects_to_emergency_number(number, region):
        return PhoneNumber(number.lstrip("+"), NumberKind.EMERGENCY)
    # Dots and slashes may separate two numbers as well as the digits of one.
    if "/" not in written:
        if number in handsets:
            return _of_handset(number)
        if _SHORT_CODE.fullmatch(number) and not _is_of_several(written):
            return PhoneNumber(number, _kind_of_short_code(number))
    raise ValueError("not a complete phone number")


def is_emergency(number: str) -> bool:
    """Return whether these exact digits are an emergency number in Australia."""
    return _PLAIN_EMERGENCY.fullmatch(number) is not None


# Enough for a large phone book, because voice commands search all of it.
@lru_cache(maxsize=8192)
def meaning(text: str, region: str) -> str:
    """Return what Jingl dials for a number written as in `region`, or the text if it isn't one."""
    try:
        number = normalise_number(text)
    except ValueError:
        return text
    found = find_complete(number, region)
    return found.dialled if found else number


def in_full(text: str, region: str) -> str:
    """Return a number in international form, e.g. +61409123456, or the text if it isn't one."""
    try:
        found = understand(text, region=region)
    except ValueError:
        return text
    return found.international or found.dialled


def find_complete(number: str, region: str) -> PhoneNumber | None:
    """Return a complete number that can belong to somebody; None if it isn't one."""
    if re.search("[*#]", number):
        return None  # the library would take the rest for an extension
    short = _MAY_BE_EXTENSION.fullmatch(number)
    try:
        found = phonenumbers.parse(number, JINGL_REGION if short else region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(found):
        return None
    prefix = number.removesuffix(phonenumbers.national_significant_number(found))
    if prefix.endswith(_CALLER_ID_PREFIXES):
        return None  # dropping the prefix would show a number that the caller wants to hide
    dialled = phonenumbers.normalize_digits_only(
        phonenumbers.format_out_of_country_calling_number(found, JINGL_REGION)
    )
    if short and dialled != number:
        return None
    international = phonenumbers.format_number(found, PhoneNumberFormat.E164)
    return PhoneNumber(dialled, _kind_of(found), international)


def normalise_number(text: str) -> str:
    """Return only digits, *, # and a leading +; ValueError if there is anything else in between.

    Accepts spaces, dashes, brackets and dots between the digits, and digits of any script, since
    people and address books write them. Refuses anything that could mean a pause before more
    digits.
    """
    return _closed_up(_spaced(text))


def without_detour(number: str) -> str:
    """Return a short number without stars, hashes or the digit for the outside line."""
    return _DETOUR.sub("", number)


def text_of(value: object) -> str:
    """Return the text of a number that YAML or a template may have turned into an integer.

    Raises ValueError if it's unclear which number was meant.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("not a phone number")
    digits = str(value)
    if len(digits) <= _LONGEST_SERVICE_NUMBER:
        return digits
    # YAML reads an unquoted 0312345670 or 0011441234567 as octal, and dialling the result would
    # ring a stranger.
    if len(digits) < _NATIONAL_LENGTH or _INTERNATIONAL_OCTAL.fullmatch(f"{value:o}"):
        raise ValueError("a number that lost its leading zero or +")
    if len(digits) > _NATIONAL_LENGTH:
        # Only international numbers are longer, and templates drop their +.
        return f"+{digits}"
    if not digits.startswith(_SERVICE_DIGIT):
        # Has a national number's length but not its leading zero: it may be an international one.
        raise ValueError("a number that lost its leading zero or +")
    return digits


def _spaced(text: str) -> str:
    """Return a number with each separator as a space, but each dot or slash as a slash.

    Raises ValueError.
    """
    if len(text) > _LONGEST_TEXT or _FRACTION.fullmatch(text.strip()):
        raise ValueError("not a phone number")
    spaced = "".join(map(_plain, text.strip())).strip(" /")
    if not _NUMBER.fullmatch(_closed_up(spaced)):
        raise ValueError("not a phone number")
    return spaced


def _plain(char: str) -> str:
    """Return the normal form of one character of a number."""
    if char in "./":
        return "/"
    if (category := unicodedata.category(char)) in _SEPARATORS:
        return " "
    if category == _INVISIBLE:
        return ""
    return "+" if char == "\N{FULLWIDTH PLUS SIGN}" else str(unicodedata.decimal(char, char))


def _closed_up(spaced: str) -> str:
    return spaced.replace(" ", "").replace("/", "")


def _is_of_several(spaced: str) -> bool:
    """Return whether these may be several short numbers: 101 102, but not 1 0 1."""
    return len([group for group in spaced.split() if len(group) > 1]) > 1


# Reading digits as a number takes long.
@lru_cache(maxsize=8192)
def _of_handset(extension: str) -> PhoneNumber:
    """Return a handset's number: of kind HANDSET unless it can be somebody else's."""
    try:
        number = normalise_number(extension)
    except ValueError:
        # Without its letters it would be a different number.
        return PhoneNumber(extension, NumberKind.HANDSET)
    if found := find_complete(number, JINGL_REGION):
        return found
    digits = re.sub("[^0-9]", "", number)
    if len(digits) <= _LONGEST_EXTENSION:
        return PhoneNumber(extension, NumberKind.HANDSET)
    reaches_help = _EMERGENCY.match(digits)
    return PhoneNumber(extension, NumberKind.EMERGENCY if reaches_help else NumberKind.NATIONAL)


def _kind_of(found: phonenumbers.PhoneNumber) -> NumberKind:
    of_type = phonenumbers.number_type(found)
    # Any other type, such as a pager or an Australian satellite phone, costs extra, too.
    if found.country_code == JINGL_COUNTRY_CODE:
        return _KINDS.get(of_type, NumberKind.PREMIUM)
    nowhere = phonenumbers.region_code_for_number(found) == REGION_CODE_FOR_NON_GEO_ENTITY
    if of_type in _PREMIUM_ABROAD or (nowhere and of_type != PhoneNumberType.TOLL_FREE):
        # Satellite phones and other networks outside any country cost as much as premium numbers,
        # and toll fraud calls them.
        return NumberKind.PREMIUM
    return NumberKind.INTERNATIONAL


def _kind_of_short_code(number: str) -> NumberKind:
    """Return PREMIUM for a short code that costs extra, such as directory assistance."""
    try:
        found = phonenumbers.parse(without_detour(number), JINGL_REGION)
    except phonenumbers.NumberParseException:
        return NumberKind.SHORT_CODE
    cost = shortnumberinfo.expected_cost_for_region(found, JINGL_REGION)
    premium = cost == shortnumberinfo.ShortNumberCost.PREMIUM_RATE
    return NumberKind.PREMIUM if premium else NumberKind.SHORT_CODE
