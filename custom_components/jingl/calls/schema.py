"""What may be asked of the call log, checked as it comes from outside."""

from collections.abc import Callable
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

import voluptuous as vol

from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util

from ..api import CallDirection
from ..history.calls import CallResult
from ..numbers.phone_number import text_of

# As long as Jingl's texts may be. A longer pattern would only take long to compare.
_LONGEST_PARTY: Final = 255


def other_party(value: object) -> str:
    """Return a pattern for the other party: a number or a name, in which * stands for anything."""
    try:
        pattern = text_of(value).strip()
    except ValueError as err:
        raise vol.Invalid(f"{err}; write numbers in quotes") from err
    if not pattern:
        raise vol.Invalid("a number or a name is needed")
    if len(pattern) > _LONGEST_PARTY:
        raise vol.Invalid(f"at most {_LONGEST_PARTY} characters")
    return pattern


def moment(value: object) -> datetime:
    """Return a time in UTC; without an offset, it is in Home Assistant's time zone."""
    # YAML reads a date without quotes as one.
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    try:
        return dt_util.as_utc(cv.datetime(value))
    except (OverflowError, ValueError) as err:
        raise vol.Invalid(f"not a time: {value}") from err


def sendable(text: str) -> str:
    """Return a text that can be sent; half a character, as a template may make it, can't."""
    try:
        text.encode()
    except UnicodeEncodeError as err:
        raise vol.Invalid(f"not a character: {text[err.start]!a}") from err
    return text


def _any_of[T: StrEnum](kind: type[T]) -> Callable[[object], frozenset[T] | None]:
    """Return what accepts one or several of a kind; none of them means that all will do."""
    several = vol.All(cv.ensure_list, [vol.Coerce(kind)])
    return lambda value: frozenset(several(value)) or None


directions: Final = _any_of(CallDirection)
results: Final = _any_of(CallResult)
limit: Final = vol.All(vol.Coerce(int), vol.Range(min=1, max=1000))
