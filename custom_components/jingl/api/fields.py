"""Read the loosely typed fields of Jingl's JSON records."""

from collections.abc import Mapping

# The longest state Home Assistant stores, and longer than any name in a PBX.
_MAX_TEXT = 255

_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def fields_of(record: object) -> Mapping[str, object]:
    """Return a record's fields, by their names in lower case; ValueError if it isn't an object."""
    if not isinstance(record, dict):
        raise ValueError("not an object")
    return {str(key).strip().lower(): value for key, value in record.items()}


def read_text(value: object) -> str | None:
    """Parse a string or a number as text; None if it is blank or of another type."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    # The first cut limits the work on a hostile text, the second one the result.
    text = str(value)[:4096]
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    return text.strip()[:_MAX_TEXT].rstrip() or None


def read_boolean(value: object) -> bool | None:
    """Parse a boolean, or a word or number for one; None if it isn't one."""
    if isinstance(value, bool):
        return value
    text = read_text(value)
    return None if text is None else _BOOLEANS.get(text.lower())


def read_integer(value: object) -> int | None:
    """Parse a whole number from 0 up; None if it isn't one."""
    text = read_text(value)
    if text is None or not text.isascii() or not text.isdecimal() or len(text) > 9:  # noqa: PLR2004
        return None
    return int(text)
