"""What Jingl reports about a handset, parsed from its loosely typed JSON.

The field names come from the vendor's pages Handset Select and Handset Status Select. The examples
on those pages have keys with stray spaces, booleans as strings and two names for one field, so
every field is parsed leniently; only a record without a usable extension number is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv6Address, ip_address
import re
from typing import Self

from .fields import fields_of, read_boolean, read_integer, read_text

_MAX_PORT = 65535

# What is safe in a path segment and a device identifier; a negative number isn't.
_EXTENSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,31}", re.ASCII)

# Handset Select's status in words, e.g. "connected to 0409123456". The number is kept apart even
# from unknown words, because those are logged.
_STATUS_TEXT = re.compile(
    # Words end only before a whole run of spaces; else the pattern would try each space of it.
    r"(?P<words>.+?)(?:(?<!\s)\s++(?:(?:to|from|with)(?:\s++|$)|(?=[+0-9]))(?P<number>\S.*)?)?",
    re.DOTALL | re.IGNORECASE,
)
# What Jingl puts in place of a withheld number.
_NO_NUMBER = {"anonymous", "private", "unknown", "withheld"}


class HandsetState(StrEnum):
    """What a handset is doing (Handset Status Select, `state`)."""

    IDLE = "idle"
    ON_CALL = "on_call"
    RINGING = "ringing"
    CALLING = "calling"
    ON_HOLD = "on_hold"
    OFFLINE = "offline"
    """Not registered; Jingl's word is Unavailable, which means something else in Home Assistant."""


class CallDirection(StrEnum):
    """Who began the call (Handset Status Select, `calldirection`)."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"


_STATES = {state.replace("_", ""): state for state in HandsetState} | {
    "connected": HandsetState.ON_CALL,
    "unavailable": HandsetState.OFFLINE,
}
_DIRECTIONS = {direction.value: direction for direction in CallDirection}


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The public IP address that a handset is registered from, and the port if Jingl gives it."""

    ip: str
    port: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandsetStatus:
    """What a handset is doing right now (Handset Status Select).

    Equality ignores the duration: two statuses of one call are equal, however long it lasts.
    """

    extension: str
    state: HandsetState | None
    """None if Jingl uses an undocumented word."""
    reported_state: str | None = None
    """Jingl's own word for the state."""
    direction: CallDirection | None = None
    duration_seconds: int | None = field(default=None, compare=False)
    """How many seconds the call has been connected."""
    other_party: str | None = None
    """The other party's number."""
    app: str | None = None
    """The application that the handset is connected to, e.g. VoiceMail."""
    registration: Registration | None = None
    in_words: bool = field(default=False, compare=False)
    """Whether this comes from Handset Select, which reports connected calls only."""

    def is_same(self, other: Self) -> bool:
        """Return whether another status is equal, including the call's duration."""
        return self == other and self.duration_seconds == other.duration_seconds

    @classmethod
    def from_json(cls, record: object) -> Self:
        """Parse a record of Handset Status Select; ValueError if it isn't one."""
        fields = fields_of(record)
        word = read_text(fields.get("state"))
        return cls(
            extension=_extension(fields),
            state=_state(word),
            reported_state=word,
            direction=_direction(fields.get("calldirection")),
            duration_seconds=read_integer(fields.get("calldurationseconds")),
            other_party=read_text(fields.get("otherpartyphonenumber")),
            app=read_text(fields.get("app")),
            # The vendor's page calls this field one thing in its table and another in its example.
            registration=_registration(fields.get("registrationaddress"), has_port=True)
            or _registration(fields.get("registeredaddress"), has_port=True),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Handset:
    """A handset's settings (Handset Select).

    The answer's `password`, the SIP registration password, is ignored.
    """

    extension: str
    name: str | None = None
    location: str | None = None
    outgoing_caller_id: str | None = None
    recording: bool | None = None
    """Whether calls are recorded; None if Jingl doesn't say."""
    notes: str | None = None
    status: HandsetStatus
    """The status in words from the same record, for accounts without Handset Status Select."""

    @classmethod
    def from_json(cls, record: object) -> Self:
        """Parse a record of Handset Select; ValueError if it isn't one."""
        fields = fields_of(record)
        extension = _extension(fields)
        return cls(
            extension=extension,
            name=read_text(fields.get("name")),
            location=read_text(fields.get("location")),
            outgoing_caller_id=read_text(fields.get("outgoingcli")),
            recording=read_boolean(fields.get("recording")),
            notes=read_text(fields.get("notes")),
            status=_status_in_words(
                extension,
                read_text(fields.get("status")),
                _registration(fields.get("registrationipaddress"), has_port=False),
            ),
        )


def is_extension(text: str) -> bool:
    """Return whether this can be an extension number.

    That is up to 32 letters, digits, - and _, starting with a letter or a digit.
    """
    return _EXTENSION.fullmatch(text) is not None


def _extension(fields: Mapping[str, object]) -> str:
    extension = read_text(fields.get("extensionnumber"))
    if extension is None:
        raise ValueError("missing extensionnumber")
    if not is_extension(extension):
        raise ValueError("invalid extensionnumber")
    return extension


def _state(word: str | None) -> HandsetState | None:
    return None if word is None else _STATES.get(re.sub(r"[\s_-]", "", word).lower())


def _direction(value: object) -> CallDirection | None:
    text = read_text(value)
    return None if text is None else _DIRECTIONS.get(text.lower())


def _registration(value: object, *, has_port: bool) -> Registration | None:
    """Parse an IP address with or without a port, IPv6 with or without brackets.

    Digits that may be the end of a bare IPv6 address or a port are a port if the vendor's page says
    the field has one: otherwise each new port would look like a new address.
    """
    text = read_text(value)
    if text is None:
        return None
    split = text.rpartition(":")[::2]
    readings = [(text, ""), split]
    # Split the usual IPv4 address with a port first: refusing it whole is expensive.
    if text.count(":") == 1 or (has_port and split[1].isdecimal()):
        readings.reverse()
    for host, port in readings:
        try:
            address = ip_address(host.removeprefix("[").removesuffix("]"))
        except ValueError:
            continue
        if address.is_unspecified:
            return None
        if isinstance(address, IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        number = read_integer(port) or 0
        return Registration(ip=str(address), port=number if 0 < number <= _MAX_PORT else None)
    return None


def _status_in_words(
    extension: str, text: str | None, registration: Registration | None
) -> HandsetStatus:
    """Parse Handset Select's `status`, e.g. `idle` or `connected to 0409123456`."""
    match = _STATUS_TEXT.fullmatch(text or "")
    number = match["number"] if match else None
    return HandsetStatus(
        extension=extension,
        state=_state(match["words"]) if match else None,
        reported_state=match["words"] if match else None,
        other_party=None if number and number.lower() in _NO_NUMBER else number,
        registration=registration,
        in_words=True,
    )
