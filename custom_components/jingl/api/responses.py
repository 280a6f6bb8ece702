"""What an answer of Jingl's means: its status, its headers and its JSON. Pure, no I/O."""

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
# What Jingl answers to a write that it did not carry out. Any other failure may be a gateway's, or
# have come when the phone rang already.
REFUSALS: Final = frozenset({*_ERRORS, HTTPStatus.TOO_MANY_REQUESTS})

# However long a server wants to be left alone, nobody has to reckon with more than a year.
_LONGEST_WAIT: Final = 365 * 24 * 60 * 60.0

# No page holds more than a thousand; reading millions would hold up everything else.
_MAX_RECORDS: Final = 5000
# Mending takes many times as long as reading; a thousand handsets are some 300 kB.
_MAX_MENDED: Final = 1024 * 1024
_BYTE_ORDER_MARKS: Final = BOM_UTF8 + BOM_UTF16

# The charsets besides UTF-8 that texts come in. Python knows more, some of which are for no texts.
_CHARSET: Final = re.compile(
    r""";\s*charset\s*=\s*(["']?)"""
    r"(?P<name>iso-?8859-\d{1,2}|latin-?1|(windows-|cp)125\d|utf-?16(-?[bl]e)?)"
    r"\1\s*(;|$)",
    re.IGNORECASE | re.ASCII,
)


class Body(NamedTuple):
    """An answer's body; its hash is its declaration's, too."""

    content: bytes
    charset: str = ""
    """What its Content-Type declares; empty where that is UTF-8, or nothing that is known."""


def status_error(status: int, headers: Mapping[str, str], endpoint: str) -> JinglError:
    """Return the error that a status other than 200 stands for (result codes of every page)."""
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
    """Read a Retry-After header, seconds or a date, as seconds from now; None if it is neither."""
    if value is None:
        return None
    if value.isascii() and value.isdecimal():
        return min(float(value), _LONGEST_WAIT)
    moment = _date(value)
    if moment is None:
        return None
    return min(max(0.0, (moment - now).total_seconds()), _LONGEST_WAIT)


def _sent_at(headers: Mapping[str, str]) -> datetime:
    """Return when an answer was sent, by the server's own clock: the one here may be wrong."""
    return _date(headers.get("Date", "")) or datetime.now(UTC)


def _date(value: str) -> datetime | None:
    """Read a header's date, None if it is none."""
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    # One without a zone is meant as UTC.
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def declared_charset(headers: Mapping[str, str]) -> str:
    """Return what the Content-Type declares, empty where that is UTF-8 or nothing known."""
    declared = _CHARSET.search(headers.get("Content-Type", ""))
    return declared["name"] if declared else ""


def is_web_page(content: bytes) -> bool:
    """Return whether this is HTML by its beginning, whatever the Content-Type says."""
    start = content[:256].replace(b"\0", b"").lstrip(_BYTE_ORDER_MARKS).lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html"))


def decode[T](body: Body, endpoint: str, parse: Callable[[object], T]) -> T:
    """Read one record; JinglUnexpectedResponseError if it is none."""
    try:
        return parse(_json(body))
    except ValueError as err:
        raise JinglUnexpectedResponseError(f"{endpoint}: {err}") from None


def decode_list(body: Body, endpoint: str) -> list[object]:
    """Read an array, not its records yet; JinglUnexpectedResponseError if it is no JSON.

    Something else than an array is JinglListUnsupportedError: the vendor's page of Handset Select
    has the very address of the list.
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
    # Not from within the handler: the original holds the whole body, with the SIP password in it,
    # and would be kept as the context.
    raise ValueError(problem)


def _utf8(body: Body) -> bytes:
    """Return the content in UTF-8, which JSON should be, and may be though another is declared."""
    content, charset = body
    # JSON in UTF-16 is full of zero bytes; and no other text is UTF-8 by chance.
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
    """Return JSON that says the same without what JSON forbids; ValueError if it is beyond that.

    That is stray bytes and control characters, halves of surrogate pairs, and impossible numbers.
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
    """Read a number as none."""


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
