"""Identify the party Jingl reports, by a number in any form or by a word. Pure."""

from functools import lru_cache
import re
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberFormat

from .phone_number import (
    JINGL_COUNTRY_CODE,
    JINGL_REGION,
    PhoneNumber,
    find_complete,
    normalise_number,
)

# Sometimes Jingl gives a party as a SIP address, perhaps with their name before it.
_IN_BRACKETS: Final = re.compile(r"<([^<>]+)>")
_ADDRESS: Final = re.compile(r"\s*(?:sips?|tel):([^@;?:]*)|([^@]*)@", re.IGNORECASE)
_LONGEST_PARTY: Final = 255
# What Jingl puts in place of a withheld number, in any combination.
_WITHHELD: Final = {
    *("anonymous", "blocked", "hidden", "private", "restricted", "unavailable", "unknown"),
    *("withheld", "no", "not", "available", "caller", "id", "name", "number"),
}
_SHORT: Final = re.compile(r"0?([1-9][0-9]{0,5})")  # maybe after the digit for an outside line
_WITHOUT_PLUS: Final = re.compile(r"^00(?=[1-9])")
_USUAL: Final = re.compile(r"(?:0|\+61)([23478][0-9]{8})")
_AUSTRALIAN: Final = re.compile(r"^(?:\+?610?|0)(?=[2-9][0-9]{8}$)")
_RIGHT_TO_LEFT: Final = {"ar", "fa", "he", "ur"}
LOCAL_LENGTH: Final = 8  # a number without its area code; anything shorter may be several people's


def same_party(one: str | None, other: str | None) -> bool:
    """Return whether two numbers, or words in their place, are the same party.

    A number without its area code matches the whole one. A missing or withheld number matches
    nothing.
    """
    first, second = party_keys(one), party_keys(other)
    return bool(first and second) and (first[0] in second or second[0] in first)


def party_keys(text: str | None) -> tuple[str, ...]:
    """Return a party's keys: first the one for the whole number, then its shortened forms.

    Two parties are the same if the first key of one is among the keys of the other. A missing or
    withheld number has no keys.
    """
    return _party_keys(text[:_LONGEST_PARTY]) if text else ()


def is_withheld(text: str) -> bool:
    """Return whether this text stands for a withheld number."""
    return _WITHHELD.issuperset(re.findall(r"[^\W_]+", _without_address(text).casefold()))


def is_number(text: str) -> bool:
    """Return whether a party is identified by a number, not by a word."""
    try:
        normalise_number(_without_address(text))
    except ValueError:
        return False
    return True


def readable(text: str) -> str:
    """Return a number in its usual groups of digits, e.g. (03) 9123 4567."""
    plain = _without_address(text)
    try:
        number = _find_reported(normalise_number(plain))
    except ValueError:
        return text
    if number is None:
        return plain
    found = phonenumbers.parse(number.international)
    domestic = found.country_code == JINGL_COUNTRY_CODE
    return phonenumbers.format_number(
        found, PhoneNumberFormat.NATIONAL if domestic else PhoneNumberFormat.INTERNATIONAL
    )


def readable_in(text: str, language: str) -> str:
    """Return a readable number whose groups stay in order in a right-to-left language."""
    number = readable(text)
    return (
        f"\N{LEFT-TO-RIGHT ISOLATE}{number}\N{POP DIRECTIONAL ISOLATE}"
        if (language.partition("-")[0] in _RIGHT_TO_LEFT)
        else number
    )


def shortened(number: str | None) -> str | None:
    """Return a number's last two digits, to tell calls apart in a log; nothing of a name."""
    if number is None:
        return None
    if not re.fullmatch(r"[+0-9()./ -]+", number):
        return "…"
    return "…" + re.sub(r"\D", "", number)[-2:]


@lru_cache(maxsize=4096)
def _party_keys(text: str) -> tuple[str, ...]:
    if usual := _USUAL.fullmatch(text):
        # As below, without asking the library, which takes ten times as long.
        return _with_shorter(f"+61{usual[1]}")
    plain = _without_address(text)
    try:
        number = normalise_number(plain)
    except ValueError:
        return () if is_withheld(text) else ("".join(plain.casefold().split()),)
    if short := _SHORT.fullmatch(number):
        number = short[1]
    found = _find_reported(number)
    # The library may not know recently allocated numbers yet.
    key = found.international if found else _AUSTRALIAN.sub("+61", _WITHOUT_PLUS.sub("+", number))
    if re.search("[*#]", key):
        return (key,)
    return _with_shorter(key)


def _with_shorter(key: str) -> tuple[str, ...]:
    return key, *(key[start:] for start in range(1, len(key) - LOCAL_LENGTH + 1))


def _without_address(text: str) -> str:
    """Return the number or word from a party as Jingl reports it."""
    text = [text, *_IN_BRACKETS.findall(text)][-1]
    address = _ADDRESS.match(text)
    return address[address.lastindex or 0] if address else text


def _find_reported(number: str) -> PhoneNumber | None:
    """Return the complete number Jingl reports, which may begin with + or 00 if foreign."""
    return find_complete(number, JINGL_REGION) or find_complete(
        _WITHOUT_PLUS.sub("+", number), JINGL_REGION
    )
