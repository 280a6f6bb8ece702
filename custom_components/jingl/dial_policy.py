"""What may be dialled. Pure."""

import re
from typing import Final
import unicodedata

# Spaces, dashes, opening and closing brackets, of any script, and the invisible marks that phones
# put around a copied number.
_SEPARATORS: Final = {"Zs", "Pd", "Ps", "Pe", "Cf"}
_NUMBER: Final = re.compile(r"\+?[0-9*#]{1,32}", re.ASCII)

_LONGEST_SERVICE_NUMBER: Final = 6  # e.g. 13 12 13, and every extension
_NATIONAL_LENGTH: Final = 10
_SERVICE_DIGIT: Final = "1"  # as in 1300 and 1800 numbers
# 0011 without its zeros, and a number that is not shorter than any abroad; 1300 654 321 is shorter.
_INTERNATIONAL_OCTAL: Final = re.compile(r"11[0-7]{10,}")


def normalise_number(text: str) -> str:
    """Return the number or extension that Jingl is to dial; ValueError if this is none.

    People and address books write spaces, dashes, brackets and dots between the digits.
    """
    number = "".join(
        char
        for char in text.strip()
        if char != "." and unicodedata.category(char) not in _SEPARATORS
    )
    if not _NUMBER.fullmatch(number):
        raise ValueError("not a phone number")
    return number


def text_of(value: object) -> str:
    """Return the text of a number that YAML or a template may have turned into an integer.

    Raises ValueError where the number that was meant cannot be told.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("not a phone number")
    digits = str(value)
    if len(digits) <= _LONGEST_SERVICE_NUMBER:
        return digits
    # YAML reads an unquoted 0312345670 or 0011441234567 as octal: dialling what comes out would
    # ring a stranger.
    if len(digits) < _NATIONAL_LENGTH or _INTERNATIONAL_OCTAL.fullmatch(f"{value:o}"):
        raise ValueError("a number that lost its leading zero or +")
    if len(digits) > _NATIONAL_LENGTH:
        # Only an international number is longer, and its + is what templates drop.
        return f"+{digits}"
    if not digits.startswith(_SERVICE_DIGIT):
        # As long as a national number, but those begin with a zero: it may be one from abroad.
        raise ValueError("a number that lost its leading zero or +")
    return digits
