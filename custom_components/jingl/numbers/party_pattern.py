"""Match the other party of a call against an automation's pattern. Pure."""

from fnmatch import fnmatchcase
import re

from .party import party_keys, same_party
from .phone_number import normalise_number


def is_party(pattern: str, number: str | None, name: str | None) -> bool:
    """Return whether a party's number or name matches a pattern; * matches anything or nothing."""
    if number and (same_party(pattern, number) or _is_like(pattern, number)):
        return True
    return any(_fits(_plain(pattern), _plain(text)) for text in (number, name) if text)


def _is_like(pattern: str, number: str) -> bool:
    """Return whether a number, in any form, matches a pattern for numbers."""
    try:
        wanted = re.sub(r"^0011", "+", normalise_number(pattern))
    except ValueError:
        return False  # a name
    key = next(iter(party_keys(number)), "")
    if wanted.startswith("+61"):
        return _fits(re.sub(r"^\+610", "+61", wanted), key)
    # Only numbers beginning with 13, 18 and 19 are dialled without a zero.
    return _fits(wanted, re.sub(r"^\+61", "0", re.sub(r"^\+61(?=1[389])", "", key)))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _fits(pattern: str, text: str) -> bool:
    # Treat fnmatch's other wildcards as ordinary characters.
    return fnmatchcase(text, re.sub(r"[\[?]", r"[\g<0>]", pattern))
