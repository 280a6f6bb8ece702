"""A call as one handset saw it, as Jingl recorded it, or both. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from sys import intern
from typing import Any, Final, Self

from ..api import CallDirection
from .calls import CallResult


class CallSource(StrEnum):
    """Where we know a call from."""

    SEEN = "seen"
    """From the handset's successive statuses."""
    JINGL = "jingl"
    """From Jingl's own records."""
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    """A call of one handset; what is not known is None.

    A call between two handsets, or one that rings at several, has a record for each of them.
    """

    id: str
    """The same for all records of one call."""
    extension: str | None
    """The handset; None if Jingl's record doesn't say."""
    direction: CallDirection | None = None
    number: str | None = None
    """The other party's."""
    name: str | None = None
    """The other party's name at that time."""
    result: CallResult | None = None
    started: datetime
    """When it began to ring, in UTC."""
    answered: datetime | None = None
    ended: datetime | None = None
    rung_seconds: int | None = None
    connected_seconds: int | None = None
    """How long it was connected, time on hold included."""
    held_seconds: int | None = None
    transferred_to: str | None = None
    """The number that this handset transferred the call to."""
    source: CallSource = CallSource.SEEN
    jingl_id: str | None = None
    """The id of Jingl's record."""
    recording: bool | None = None
    """Whether there is a recording."""
    notes: str | None = None
    rating: int | None = None
    """From 0 to 5."""

    @property
    def key(self) -> tuple[str, str | None]:
        """Return what tells this record from all others."""
        return self.id, self.extension

    def as_json(self) -> dict[str, Any]:
        """Return the record as JSON data, without what is not known; times are Unix times."""
        data = ((name, getattr(self, name)) for name in _READERS)
        return {
            name: value.timestamp() if isinstance(value, datetime) else value
            for name, value in data
            if value is not None
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the record that `as_json` wrote.

        Raises AttributeError, KeyError, TypeError or ValueError if it's none.

        Unknown fields are ignored: a later version may have written them.
        """
        values: dict[str, Any] = {"extension": None}
        for name, value in data.items():
            if read := _READERS.get(name):
                values[name] = read(value)
        return cls(**values)


def _time(value: float) -> datetime:
    if not _FIRST <= value <= _LAST:
        raise ValueError(value)
    return datetime.fromtimestamp(value, UTC)


# So that a time can be shown in any time zone, and compared with others around it.
_FIRST: Final = datetime(1970, 1, 2, tzinfo=UTC).timestamp()
_LAST: Final = datetime(9999, 1, 1, tzinfo=UTC).timestamp()

type _Reader = Callable[[Any], object]

# Each of these raises an error if a value is of another kind. There are thousands of records to
# read, so all but one are written in C.
_TEXT: Final[_Reader] = str.__str__
_SHARED_TEXT: Final[_Reader] = intern  # one object for all the records that have it
_NUMBER: Final[_Reader] = int.__int__


def _one_of(*values: object) -> _Reader:
    return {value: value for value in values}.__getitem__


# How to read each field.
_READERS: Final[Mapping[str, _Reader]] = {
    "id": _TEXT,
    "extension": _SHARED_TEXT,
    "direction": _one_of(*CallDirection),
    "number": _SHARED_TEXT,
    "name": _SHARED_TEXT,
    "result": _one_of(*CallResult),
    "started": _time,
    "answered": _time,
    "ended": _time,
    "rung_seconds": _NUMBER,
    "connected_seconds": _NUMBER,
    "held_seconds": _NUMBER,
    "transferred_to": _SHARED_TEXT,
    "source": _one_of(*CallSource),
    "jingl_id": _TEXT,
    "recording": _one_of(False, True),
    "notes": _TEXT,
    "rating": _NUMBER,
}
