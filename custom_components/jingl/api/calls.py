"""Jingl's own records of calls (Call Search), as far as they are guessed.

The vendor only names these pages. Field names come from its sister product, in both versions of
that API: the first one has flat fields, the second one nests those of the two parties.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
import re
from typing import Final, Self

from .fields import fields_of, read_integer, read_text
from .models import CallDirection

HIGHEST_RATING: Final = 5

# Sent in a path later, so there must be no way up. Not all IDs are numbers.
_ID: Final = re.compile(r"(?!.*\.\.)[0-9A-Za-z_{][\w.:@/{}+=-]{0,99}", re.ASCII)

# For example 2009-04-27 8:08:56, where the hour isn't padded.
_TIME: Final = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:\s+|T)(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d*)?"
    r"\s?(?:(?P<utc>Z)|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d))?",
    re.ASCII | re.IGNORECASE,
)
# The last years leave no room for adding a duration, and no call is from before the internet.
_YEARS: Final = range(1980, 9000)

_DIRECTIONS: Final = {
    "incoming": CallDirection.INBOUND,
    "inbound": CallDirection.INBOUND,
    "outgoing": CallDirection.OUTBOUND,
    "outbound": CallDirection.OUTBOUND,
    "internal": CallDirection.INTERNAL,
}
# What became of a call, in the second version.
_ANSWERED: Final = {"recorded": True, "discarded": True, "uploading": True, "unanswered": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class JinglCall:
    """A call as Jingl recorded it; what it doesn't say is None."""

    id: str
    started: datetime
    """In UTC."""
    duration_seconds: int | None = None
    """How long it was connected."""
    direction: CallDirection | None = None
    caller_number: str | None = None
    caller_name: str | None = None
    destination_number: str | None = None
    destination_name: str | None = None
    is_answered: bool | None = None
    answer_delay_seconds: float | None = None
    """How long it rang until it was answered."""
    has_audio: bool | None = None
    """Whether there is a recording."""
    notes: str | None = None
    rating: int | None = None
    """From 0 to 5."""

    @classmethod
    def from_json(cls, record: object, zone: tzinfo) -> Self:
        """Parse a record of Call Search; ValueError if it isn't one.

        Times that aren't in UTC are in `zone`.
        """
        fields = fields_of(record)
        caller, caller_name = _party(fields, "caller")
        destination, destination_name = _party(fields, "destination")
        duration = read_integer(fields.get("durationseconds"))
        has_audio = _has_audio(fields)
        rating = read_integer(fields.get("rating"))
        direction = read_text(fields.get("direction")) or read_text(fields.get("directiontype"))
        return cls(
            id=_id(fields),
            started=_started(fields, zone),
            duration_seconds=duration,
            direction=_DIRECTIONS.get((direction or "").lower()),
            caller_number=caller,
            caller_name=caller_name,
            destination_number=destination,
            destination_name=destination_name,
            is_answered=_is_answered(fields, duration, has_audio=has_audio),
            # Recorded calls only have it; others say 0.
            answer_delay_seconds=(read_integer(fields.get("answerdelayms")) or 0) / 1000 or None,
            has_audio=has_audio,
            notes=read_text(fields.get("notes")) or read_text(fields.get("subject")),
            rating=None if rating is None or rating > HIGHEST_RATING else rating,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPage:
    """A page of Call Search."""

    calls: Sequence[JinglCall]
    """In Jingl's order, which isn't documented."""
    is_full: bool
    """Whether there may be more."""


def time_as_text(moment: datetime) -> str:
    """Return a moment as Call Search's parameters have it, in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def _id(fields: Mapping[str, object]) -> str:
    call_id = read_text(fields.get("id"))
    if call_id is None:
        raise ValueError("missing id")
    if not _ID.fullmatch(call_id):
        raise ValueError("invalid id")
    return call_id


def _started(fields: Mapping[str, object], zone: tzinfo) -> datetime:
    started = _time(fields.get("startdatetimeutc"), UTC) or _time(fields.get("startdatetime"), zone)
    if started is None:
        raise ValueError("missing startdatetime")
    return started


def _time(value: object, zone: tzinfo) -> datetime | None:
    """Parse a time; None if it isn't one."""
    match = _TIME.fullmatch(read_text(value) or "")
    if match is None:
        return None
    numbers = [int(each) for each in match.groups()[:6]]
    if numbers[0] not in _YEARS:
        return None
    try:
        if match["utc"]:
            zone = UTC
        elif match["sign"]:
            offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"]))
            zone = timezone(-offset if match["sign"] == "-" else offset)
        year, month, day, hour, minute, second = numbers
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None


def _party(fields: Mapping[str, object], role: str) -> tuple[str | None, str | None]:
    """Return the number and the name of the caller or the destination."""
    nested = fields.get(role)
    inner = fields_of(nested) if isinstance(nested, dict) else {}
    number, name = inner.get("phonenumber"), inner.get("name")
    return (
        read_text(fields.get(f"{role}phonenumber")) or read_text(number),
        read_text(fields.get(f"{role}name")) or read_text(name),
    )


def _has_audio(fields: Mapping[str, object]) -> bool | None:
    length = read_integer(fields.get("audiolengthbytes"))
    if length is not None:
        return length > 0
    if "audiolengthbytes" in fields or "audiourl" in fields:
        return read_text(fields.get("audiourl")) is not None
    return None


def _is_answered(
    fields: Mapping[str, object], duration: int | None, *, has_audio: bool | None
) -> bool | None:
    kind = _ANSWERED.get((read_text(fields.get("type")) or "").lower())
    if kind is not None:
        return kind
    if duration is None:
        # Only what is said can be recorded.
        return has_audio or None
    return duration > 0
