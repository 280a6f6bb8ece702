"""Whether the other party of a call is the one that an automation waits for. Pure."""

from fnmatch import fnmatchcase
import re
from typing import Final

from .phone_number import normalise_number

# A number without its area code.
_LOCAL_LENGTH: Final = 8

# +61 409 123 456, 61409123456 and +61 (0)409 123 456 are 0409 123 456.
_AUSTRALIA: Final = re.compile(r"^(?:\+610?|61(?=[0-9]{9}$))")


def is_party(pattern: str, number: str | None, name: str | None) -> bool:
    """Tell whether a party's number or name fits a pattern; * stands for anything or nothing."""
    if number and _is_number(pattern, number):
        return True
    return any(_fits(_plain(pattern), _plain(text)) for text in (number, name) if text)


def _is_number(pattern: str, number: str) -> bool:
    try:
        wanted, found = _domestic(pattern), _domestic(number)
    except ValueError:
        return False  # a name, or a caller whom Jingl gives a word instead of a number
    if "*" in wanted:
        return _fits(wanted, found)
    shorter, longer = sorted((wanted.lstrip("+"), found.lstrip("+")), key=len)
    return shorter == longer or (len(shorter) >= _LOCAL_LENGTH and longer.endswith(shorter))


def _domestic(number: str) -> str:
    """Return a number, or a pattern of one, as it is dialled within Australia."""
    return _AUSTRALIA.sub("0", re.sub("^0011", "+", normalise_number(number)))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _fits(pattern: str, text: str) -> bool:
    # The other wildcards that fnmatch knows are ordinary characters here.
    return fnmatchcase(text, re.sub(r"[\[?]", r"[\g<0>]", pattern))
