"""What Jingl says of a handset, and how its loosely typed JSON becomes that.

The field names are those of the vendor's pages Handset Select and Handset Status Select. Those
pages' own examples carry keys with stray spaces, booleans as strings and two names for one field,
so every field is read leniently; only a record without a usable extension number is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv6Address, ip_address
import re
from typing import Self

# Home Assistant stores no longer state; nothing that a PBX calls a name is longer.
_MAX_TEXT = 255

_MAX_PORT = 65535

# What a path segment and a device identifier can safely be made of; a negative number is none.
_EXTENSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,31}", re.ASCII)

# Handset Select's status in words, e.g. "connected to 0409123456". A number is told apart from
# other words, too, since words that are not known are logged.
_STATUS_TEXT = re.compile(
    # Words end only before all the spaces that follow: among many, each would be tried else.
    r"(?P<words>.+?)(?:(?<!\s)\s++(?:(?:to|from|with)(?:\s++|$)|(?=[+0-9]))(?P<number>\S.*)?)?",
    re.DOTALL | re.IGNORECASE,
)
# What stands there for a number that is withheld.
_NO_NUMBER = {"anonymous", "private", "unknown", "withheld"}


class HandsetState(StrEnum):
    """What a handset is doing (Handset Status Select, `state`)."""

    IDLE = "idle"
    ON_CALL = "on_call"
    RINGING = "ringing"
    CALLING = "calling"
    ON_HOLD = "on_hold"
    OFFLINE = "offline"
    """Not registered; Jingl says Unavailable, which in Home Assistant means that nobody knows."""


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
_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The public IP address that a handset is registered from, and the port where Jingl says."""

    ip: str
    port: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandsetStatus:
    """What a handset is doing at the moment (Handset Status Select).

    Two statuses of the same call are equal however long it lasts: the duration is not compared.
    """

    extension: str
    state: HandsetState | None
    """None where Jingl uses a word that its documentation does not know."""
    reported_state: str | None = None
    """Jingl's own word for the state."""
    direction: CallDirection | None = None
    duration_seconds: int | None = field(default=None, compare=False)
    """For how many seconds the call has been connected."""
    other_party: str | None = None
    """The other party's number."""
    app: str | None = None
    """The application that the handset is connected to, e.g. VoiceMail."""
    registration: Registration | None = None
    in_words: bool = field(default=False, compare=False)
    """Whether this is Handset Select's, which tells of no call that is not connected."""

    def is_same(self, other: Self) -> bool:
        """Return whether another status is equal and its call of the same duration, too."""
        return self == other and self.duration_seconds == other.duration_seconds

    @classmethod
    def from_json(cls, record: object) -> Self:
        """Read a record of Handset Status Select; ValueError if it is none."""
        fields = _fields(record)
        word = _text(fields.get("state"))
        return cls(
            extension=_extension(fields),
            state=_state(word),
            reported_state=word,
            direction=_direction(fields.get("calldirection")),
            duration_seconds=_integer(fields.get("calldurationseconds")),
            other_party=_text(fields.get("otherpartyphonenumber")),
            app=_text(fields.get("app")),
            # The page's table and its example name this field differently.
            registration=_registration(fields.get("registrationaddress"), has_port=True)
            or _registration(fields.get("registeredaddress"), has_port=True),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Handset:
    """A handset's settings (Handset Select).

    The answer's `password`, the SIP registration password, is not read.
    """

    extension: str
    name: str | None = None
    location: str | None = None
    outgoing_caller_id: str | None = None
    recording: bool | None = None
    """Whether calls are recorded; None where Jingl does not say."""
    notes: str | None = None
    status: HandsetStatus
    """The status in words that comes along, for accounts without Handset Status Select."""

    @classmethod
    def from_json(cls, record: object) -> Self:
        """Read a record of Handset Select; ValueError if it is none."""
        fields = _fields(record)
        extension = _extension(fields)
        return cls(
            extension=extension,
            name=_text(fields.get("name")),
            location=_text(fields.get("location")),
            outgoing_caller_id=_text(fields.get("outgoingcli")),
            recording=_boolean(fields.get("recording")),
            notes=_text(fields.get("notes")),
            status=_status_in_words(
                extension,
                _text(fields.get("status")),
                _registration(fields.get("registrationipaddress"), has_port=False),
            ),
        )


def is_extension(text: str) -> bool:
    """Return whether this can be an extension number.

    That is 32 letters, digits, - and _ at most, of which the first is a letter or a digit.
    """
    return _EXTENSION.fullmatch(text) is not None


def _fields(record: object) -> Mapping[str, object]:
    if not isinstance(record, dict):
        raise ValueError("not an object")
    return {str(key).strip().lower(): value for key, value in record.items()}


def _extension(fields: Mapping[str, object]) -> str:
    extension = _text(fields.get("extensionnumber"))
    if extension is None:
        raise ValueError("missing extensionnumber")
    if not is_extension(extension):
        raise ValueError("invalid extensionnumber")
    return extension


def _text(value: object) -> str | None:
    """Read a string, or a number in its place; blank and foreign types are None."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    # The first cut bounds the work on a hostile text, the second one the result.
    text = str(value)[:4096]
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    return text.strip()[:_MAX_TEXT].rstrip() or None


def _boolean(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    text = _text(value)
    return None if text is None else _BOOLEANS.get(text.lower())


def _integer(value: object) -> int | None:
    """Read a count; what is no whole number from 0 on is None."""
    text = _text(value)
    if text is None or not text.isascii() or not text.isdecimal() or len(text) > 9:  # noqa: PLR2004
        return None
    return int(text)


def _state(word: str | None) -> HandsetState | None:
    return None if word is None else _STATES.get(re.sub(r"[\s_-]", "", word).lower())


def _direction(value: object) -> CallDirection | None:
    text = _text(value)
    return None if text is None else _DIRECTIONS.get(text.lower())


def _registration(value: object, *, has_port: bool) -> Registration | None:
    """Read an IP address with or without a port, IPv6 with or without brackets.

    What may be the end of a bare IPv6 address or a port is a port where the vendor's page says that
    the field has one: otherwise each new port would be a new address.
    """
    text = _text(value)
    if text is None:
        return None
    split = text.rpartition(":")[::2]
    readings = [(text, ""), split]
    # Not tried in vain: the usual IPv4 address with its port, which costs much to refuse.
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
        number = _integer(port) or 0
        return Registration(ip=str(address), port=number if 0 < number <= _MAX_PORT else None)
    return None


def _status_in_words(
    extension: str, text: str | None, registration: Registration | None
) -> HandsetStatus:
    """Read Handset Select's `status`, e.g. `idle` or `connected to 0409123456`."""
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
