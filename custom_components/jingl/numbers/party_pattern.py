"""Match the other party of a call against an automation's pattern. Pure."""

from collections.abc import Callable
from fnmatch import translate
import re
from typing import Final

from .party import party_keys
from .phone_number import normalise_number

_NATIONAL: Final = re.compile(r"^\+61")
_SERVICE: Final = re.compile(r"^\+61(?=1[389])")


def is_party(pattern: str, number: str | None, name: str | None) -> bool:
    """Return whether a party's number or name matches a pattern; * matches anything or nothing."""
    return party_matcher(pattern)(number, name)


def party_matcher(pattern: str) -> Callable[[str | None, str | None], bool]:
    """Return `is_party` for one pattern and many parties."""
    whole = party_keys(pattern)
    is_like, fits = _number_matcher(pattern), _fitting(_plain(pattern))

    def is_meant(number: str | None, name: str | None) -> bool:
        if keys := party_keys(number):
            # As same_party says, or in another form.
            if whole and (whole[0] in keys or keys[0] in whole):
                return True
            if is_like(keys[0]):
                return True
        elif number and is_like(""):
            return True
        return any(fits(_plain(text)) for text in (number, name) if text)

    return is_meant


def _number_matcher(pattern: str) -> Callable[[str], bool]:
    """Return a function that says whether the key of a number matches a pattern for numbers."""
    try:
        wanted = re.sub(r"^0011", "+", normalise_number(pattern))
    except ValueError:
        return lambda _: False  # a name
    fits = _fitting(re.sub(r"^\+610", "+61", wanted))
    if wanted.startswith("+61"):
        return fits
    # Only numbers beginning with 13, 18 and 19 are dialled without a zero.
    return lambda key: fits(_NATIONAL.sub("0", _SERVICE.sub("", key)))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _fitting(pattern: str) -> Callable[[str], bool]:
    # Treat fnmatch's other wildcards as ordinary characters.
    matches = re.compile(translate(re.sub(r"[\[?]", r"[\g<0>]", pattern))).match
    return lambda text: matches(text) is not None
