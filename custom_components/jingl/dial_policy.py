"""What may be dialled. Pure."""

import re
from typing import Final
import unicodedata

# Spaces, dashes, opening and closing brackets, of any script.
_SEPARATORS: Final = {"Zs", "Pd", "Ps", "Pe"}
_NUMBER: Final = re.compile(r"\+?[0-9*#]{1,32}", re.ASCII)

_LONGEST_SERVICE_NUMBER: Final = 6  # e.g. 13 12 13, and every extension
_NATIONAL_LENGTH: Final = 10


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
    if len(digits) > _NATIONAL_LENGTH:
        # Only an international number is this long, and its + is what templates drop.
        return f"+{digits}"
    if _LONGEST_SERVICE_NUMBER < len(digits) < _NATIONAL_LENGTH:
        # YAML reads an unquoted 0312345670 as octal: dialling what comes out would ring a stranger.
        raise ValueError("a number that lost its leading zero")
    return digits
