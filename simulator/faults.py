"""Faults: what goes wrong, and rules for which requests it happens to.

A fault with `acted` lets the cloud carry out the request before it spoils the answer; the others
block the request. `spoil` makes answers that are merely odd; the server itself makes
the faults of the connection.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, repeat
import json
import re
import struct
from typing import ClassVar
import zlib

from .api import Request, Response
from .messages import Content

# An endless answer is sent in pieces of this many records.
RECORDS_AT_ONCE = 1000

MEBIBYTE = 1024 * 1024
# Deflated, without a name or a time, by an unknown system.
GZIP_START = bytes.fromhex("1F8B 08 00 00000000 00 FF")

LOGIN_PAGE = b"<!DOCTYPE html><html><head><title>Jingl</title></head><body>Login</body></html>"


@dataclass(frozen=True, slots=True)
class StatusCode:
    """Answer with a status code."""

    code: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    acted: bool = False


@dataclass(frozen=True, slots=True)
class Delay:
    """Act at once, but answer some seconds later."""

    seconds: float
    acted: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Hang:
    """Never answer, until the client or the server closes the connection."""

    acted: bool = False


@dataclass(frozen=True, slots=True)
class ResetBefore:
    """Reset the TCP connection instead of acting."""

    acted: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class ResetAfter:
    """Act, then reset the TCP connection without an answer."""

    acted: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Truncate:
    """Announce the whole answer, send only its first bytes, then close."""

    keep: int
    acted: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Stall:
    """Begin the answer, then send nothing more, until the client closes the connection."""

    keep: int
    acted: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class WrongLength:
    """Announce so many bytes more than the answer has, or fewer; send all of it, then close."""

    by: int
    acted: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Slow:
    """Send the answer in pieces of this size, with a pause of some seconds after each."""

    size: int
    seconds: float
    acted: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Endless:
    """Answer one record over and over, until the client closes the connection.

    By default it's a list, of the right answer's content type.
    """

    record: bytes = b'{"extensionnumber": "100"},'
    start: bytes = b"["
    content_type: str | None = None
    acted: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Bomb:
    """Answer about a thousandth of these mebibytes, which unpack to zeros."""

    mebibytes: int = 1024
    acted: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Html:
    """Answer 200 with a login page, as a captive portal does."""

    acted: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class WrongTypes:
    """Replace every value in the JSON answer with one of another type."""

    acted: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Body:
    """Answer 200 with any content."""

    content: bytes
    content_type: str = "application/json"
    acted: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Redirect:
    """Send the client elsewhere."""

    location: str
    acted: ClassVar[bool] = False


type Fault = (
    StatusCode
    | Delay
    | Hang
    | ResetBefore
    | ResetAfter
    | Truncate
    | Stall
    | WrongLength
    | Slow
    | Endless
    | Bomb
    | Html
    | WrongTypes
    | Body
    | Redirect
)


@dataclass(eq=False, slots=True)
class Rule:
    """A fault and the requests it affects; a field that is None matches every request.

    `path` is a regular expression for the whole path as received; a plain path
    matches itself. `parameter` must be in the query. The first `skip` matching requests pass;
    the fault affects the next `times`, or all of them if that is None.
    """

    fault: Fault
    method: str | None = None
    path: str | None = None
    parameter: str | None = None
    times: int | None = None
    skip: int = 0
    seen: int = field(default=0, init=False)

    def meets(self, request: Request) -> bool:
        """Count a request if it matches, and return whether the fault affects it."""
        if not self._matches(request):
            return False
        self.seen += 1
        return self.seen > self.skip and (self.times is None or self.seen <= self.skip + self.times)

    def _matches(self, request: Request) -> bool:
        return (
            (self.method is None or self.method == request.method)
            and (self.path is None or re.fullmatch(self.path, request.path) is not None)
            and (self.parameter is None or self.parameter in dict(request.query))
        )


def spoil(fault: Fault | None, response: Response) -> Response:
    """Return the spoilt answer, for faults that change its content."""
    match fault:
        case StatusCode(code, headers, body):
            return Response(code, body, headers)
        case Html():
            return Response(200, LOGIN_PAGE, {"Content-Type": "text/html; charset=utf-8"})
        case Body(content, content_type):
            return Response(200, content, {"Content-Type": content_type})
        case Redirect(location):
            return Response(302, b"", {"Location": location})
        case Endless() | Bomb():
            response = _overflow(fault, response)
        case WrongTypes() if response.body and response.status == 200:  # noqa: PLR2004
            wrong = _wrong(json.loads(response.body))
            response = replace(response, body=json.dumps(wrong).encode())
    return response


def _overflow(fault: Endless | Bomb, response: Response) -> Response:
    """Return an answer with more content than anybody could want."""
    headers = {**response.headers}
    pieces: Callable[[], Iterator[bytes]]
    match fault:
        case Endless(record, start, content_type):
            pieces = partial(chain, (start,), repeat(record * RECORDS_AT_ONCE))
            if content_type:
                headers["Content-Type"] = content_type
        case Bomb(mebibytes):
            pieces = partial(_bomb, mebibytes)
            headers["Content-Encoding"] = "gzip"
    return replace(response, headers=headers, content=Content(pieces, None))


def _bomb(mebibytes: int) -> Iterator[bytes]:
    """Yield zeros, packed by gzip; nobody ever has them all at once."""
    zeros, check = bytes(MEBIBYTE), 0
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    # Flushed in full, so that the same again comes after it as well.
    block = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    yield GZIP_START
    for _ in range(mebibytes):
        yield block
        check = zlib.crc32(zeros, check)
    yield packer.flush() + struct.pack("<II", check, mebibytes * MEBIBYTE % 2**32)


def _wrong(value: object) -> object:
    """Return a value of another type; a record and a list of records keep their shape."""
    match value:
        case dict():
            return {key: _wrong(each) for key, each in value.items()}
        case list():
            return [_wrong(each) for each in value]
        case str():
            return {"unexpected": value.upper()}
    return [None]
