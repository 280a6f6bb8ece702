"""What an answer from Jingl means: its status, headers and JSON. Pure, no I/O."""

from codecs import BOM_UTF8, BOM_UTF16
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
import json
import re
from typing import Final, NamedTuple

import orjson

from .exceptions import (
    JinglAuthenticationError,
    JinglBadParameterError,
    JinglError,
    JinglListUnsupportedError,
    JinglNotFoundError,
    JinglRateLimitError,
    JinglServerError,
    JinglTlsRequiredError,
    JinglUnexpectedResponseError,
)

_ERRORS: Final[Mapping[int, type[JinglError]]] = {
    HTTPStatus.BAD_REQUEST: JinglBadParameterError,
    HTTPStatus.UNAUTHORIZED: JinglAuthenticationError,
    HTTPStatus.NOT_FOUND: JinglNotFoundError,
    HTTPStatus.NOT_ACCEPTABLE: JinglTlsRequiredError,
}
# What Jingl answers when it refuses a write. Any other failure may come from a gateway, or after
# the phone has started to ring.
REFUSALS: Final = frozenset({*_ERRORS, HTTPStatus.TOO_MANY_REQUESTS})

# Whatever Retry-After a server sends, never return more than a year.
_LONGEST_WAIT: Final = 365 * 24 * 60 * 60.0

# A page has at most a thousand; parsing millions would block the event loop.
_MAX_RECORDS: Final = 5000
# Mending takes many times as long as parsing; a thousand handsets take about 300 kB.
_MAX_MENDED: Final = 1024 * 1024
_BYTE_ORDER_MARKS: Final = BOM_UTF8 + BOM_UTF16

# Charsets that text may come in besides UTF-8. Python knows others that aren't for text at all.
_CHARSET: Final = re.compile(
    r""";\s*charset\s*=\s*(["']?)"""
    r"(?P<name>iso-?8859-\d{1,2}|latin-?1|(windows-|cp)125\d|utf-?16(-?[bl]e)?)"
    r"\1\s*(;|$)",
    re.IGNORECASE | re.ASCII,
)


class Body(NamedTuple):
    """An answer's body; the hash covers its declared charset."""

    content: bytes
    charset: str = ""
    """The Content-Type's charset; empty if that is UTF-8, unknown or missing."""


def status_error(status: int, headers: Mapping[str, str], endpoint: str) -> JinglError:
    """Return the error for a status other than 200 (result codes, on every page)."""
    message = f"{endpoint}: {status} {_phrase(status)}".rstrip()
    if HTTPStatus.OK < status < HTTPStatus.MULTIPLE_CHOICES:
        message += " instead of 200 OK"
    wait = retry_after(headers.get("Retry-After"), _sent_at(headers))
    error = _status_error(status, wait, message)
    error.status, error.retry_after = status, wait
    return error


def _status_error(status: int, wait: float | None, message: str) -> JinglError:
    if error := _ERRORS.get(status):
        return error(message)
    if status == HTTPStatus.TOO_MANY_REQUESTS or wait is not None:
        return JinglRateLimitError(message, retry_after=wait)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return JinglServerError(message)
    return JinglUnexpectedResponseError(message)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Parse a Retry-After header, seconds or a date, as seconds from now; None if invalid."""
    if value is None:
        return None
    if value.isascii() and value.isdecimal():
        return min(float(value), _LONGEST_WAIT)
    moment = _date(value)
    if moment is None:
        return None
    return min(max(0.0, (moment - now).total_seconds()), _LONGEST_WAIT)


def _sent_at(headers: Mapping[str, str]) -> datetime:
    """Return when an answer was sent, by the server's clock, since ours may be wrong."""
    return _date(headers.get("Date", "")) or datetime.now(UTC)


def _date(value: str) -> datetime | None:
    """Parse a header's date; None if it isn't one."""
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    # Without a time zone, it is UTC.
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def declared_charset(headers: Mapping[str, str]) -> str:
    """Return the Content-Type's charset; empty if that is UTF-8, unknown or missing."""
    declared = _CHARSET.search(headers.get("Content-Type", ""))
    return declared["name"] if declared else ""


def is_web_page(content: bytes) -> bool:
    """Return whether this starts like HTML, whatever the Content-Type says."""
    start = content[:256].replace(b"\0", b"").lstrip(_BYTE_ORDER_MARKS).lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html"))


def decode[T](body: Body, endpoint: str, parse: Callable[[object], T]) -> T:
    """Parse one record; JinglUnexpectedResponseError if it isn't one."""
    try:
        return parse(_json(body))
    except ValueError as err:
        raise JinglUnexpectedResponseError(f"{endpoint}: {err}") from None


def decode_list(body: Body, endpoint: str) -> list[object]:
    """Parse an array, but not its records; JinglUnexpectedResponseError if it isn't JSON.

    JinglListUnsupportedError if it isn't an array: the vendor's page Handset Select uses the list's
    URL for a single record.
    """
    try:
        array = _json(body)
        if not isinstance(array, list):
            raise JinglListUnsupportedError(f"{endpoint}: not an array")
        if len(array) > _MAX_RECORDS:
            raise ValueError("too many records")
    except ValueError as err:
        raise JinglUnexpectedResponseError(f"{endpoint}: {err}") from None
    return array


def _json(body: Body) -> object:
    content = _utf8(body).removeprefix(BOM_UTF8)
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as err:
        problem = f"not JSON ({err.msg} at {err.pos})"
    # A stray byte in one handset's notes must not make the whole account unavailable.
    with suppress(ValueError, RecursionError):
        return orjson.loads(_mended(content[:_MAX_MENDED]))
    # Not from within the handler, which would keep the original as the context: that holds the
    # whole body, SIP password included.
    raise ValueError(problem)


def _utf8(body: Body) -> bytes:
    """Return the content in UTF-8, which JSON should be, and often is whatever its header says."""
    content, charset = body
    # JSON in UTF-16 is full of zero bytes, and other text is hardly ever valid UTF-8 by chance.
    wide = charset.lower().startswith("utf")
    if not charset or (b"\0" not in content if wide else _is_utf8(content)):
        return content
    with suppress(LookupError, UnicodeError):
        return content.decode(charset).encode()
    return content


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeError:
        return False
    return True


def _mended(content: bytes) -> bytes:
    """Return the same JSON without what JSON forbids; ValueError if it can't be mended.

    That is stray bytes, control characters, lone surrogates and invalid numbers.
    """
    value = json.loads(
        content.decode(errors="replace"),
        strict=False,
        parse_int=str,
        parse_float=_nothing,
        parse_constant=_nothing,
    )
    return json.dumps(value, ensure_ascii=False).encode(errors="replace")


def _nothing(_: str) -> None:
    """Parse a fractional or impossible number as null."""


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
