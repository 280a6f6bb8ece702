"""Recordings of calls (CallRecording Select), as far as they are guessed, streamed piece by piece.

What a server sends is not believed: only what fits together is passed on.
"""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
import re
from typing import Final, NamedTuple

import aiohttp

from .exceptions import (
    JinglConnectionError,
    JinglError,
    JinglNotFoundError,
    JinglRangeError,
    JinglUnexpectedResponseError,
)
from .exchange import describe
from .responses import is_web_page, status_error

# No recording is longer: this is two days of the sister product's, or more than an hour of the
# largest that anybody would keep.
MOST_BYTES: Final = 1024**3
_PIECE: Final = 64 * 1024

_AUDIO: Final = re.compile(r"audio/[a-z0-9][a-z0-9.+-]{0,60}", re.ASCII)
# These are addresses of audio, perhaps in the local network, and players follow them.
_PLAYLISTS: Final = re.compile(r"audio/(x-)?(mpegurl|scpls)|audio/x-ms-(wax|asx)")
_PLAYLIST_STARTS: Final = (b"#extm3u", b"[playlist]", b"<asx", b"<?xml")
# A single range: browsers and speakers ask for no others.
_RANGE: Final = re.compile(r"bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))", re.ASCII)
_CONTENT_RANGE: Final = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15}|\*)", re.ASCII)
_UNSATISFIED: Final = re.compile(r"bytes \*/(\d{1,15})", re.ASCII)
_ETAG: Final = re.compile(r'(W/)?"[!#-~]{0,200}"', re.ASCII)
_DATE: Final = re.compile(r"[A-Za-z]{3}, \d\d [A-Za-z]{3} \d{4} \d\d:\d\d:\d\d GMT", re.ASCII)

# Statuses that have no recording with them, but no failure either.
_NOT_YET: Final = {HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT}


class RecordingSource(StrEnum):
    """The endpoints that may have recordings."""

    CALL_RECORDING = "callrecording"
    """By the vendor's menu."""
    CALL_AUDIO = "callaudio"
    """By the sister product's documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByteRange:
    """Which part of a recording to send; with neither, all of it."""

    part: str | None = None
    """As in the header Range, for example `bytes=100-199`."""
    unless_changed: str | None = None
    """As in the header If-Range: the whole recording, unless it is still this one."""

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> ByteRange:
        """Return what a request asks for; a range that can't be sent counts as none."""
        part, unless_changed = headers.get("Range", ""), headers.get("If-Range")
        match = _RANGE.fullmatch(part)
        if match is None or (match[2] and int(match[1]) > int(match[2])):
            return cls()
        if unless_changed is not None and not _is_validator(unless_changed):
            return cls()
        return cls(part=part, unless_changed=unless_changed)

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers that ask for this."""
        headers = {"Range": self.part, "If-Range": self.unless_changed}
        return {name: value for name, value in headers.items() if value is not None}

    def begins_with(self, first: int, last: int, total: int | None) -> bool:
        """Return whether these bytes of so many are what was asked for, or the beginning of it."""
        match = _RANGE.fullmatch(self.part or "")
        if match is None or first > last or (total is not None and last >= total):
            return False
        if match[3]:
            is_end = total is None or first == max(total - int(match[3]), 0)
            return is_end and last - first < int(match[3])
        return first == int(match[1]) and (not match[2] or last <= int(match[2]))


class _Extent(NamedTuple):
    """How many bytes follow, if that is known, and which they are."""

    length: int | None
    content_range: str | None = None


class Recording:
    """A recording that is being received."""

    def __init__(self, response: aiohttp.ClientResponse, endpoint: str, asked: ByteRange) -> None:
        """Take an answer whose body has not been read.

        Raises JinglNotFoundError if it says that there is no recording, or none yet,
        JinglRangeError if it is shorter than what was asked for, and another JinglError for
        anything else that isn't a recording.
        """
        self._response = response
        self._endpoint = endpoint
        headers = response.headers
        if response.status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and asked.part:
            raise _range_error(headers, endpoint)
        if response.status in _NOT_YET:
            raise JinglNotFoundError(f"{endpoint}: no recording yet ({response.status})")
        self.is_partial = response.status == HTTPStatus.PARTIAL_CONTENT
        if response.status != HTTPStatus.OK and not self.is_partial:
            raise status_error(response.status, headers, endpoint)
        if response.content_length == 0:
            raise JinglNotFoundError(f"{endpoint}: an empty recording")
        self.content_type = _content_type(headers, endpoint)
        self._extent = self._read_extent(asked)

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers for whoever it is passed on to."""
        received = self._response.headers
        length, content_range = self._extent
        headers = {
            "Content-Type": self.content_type,
            "Content-Length": None if length is None else str(length),
            "Content-Range": content_range,
            "ETag": _matching(_ETAG, received.get("ETag")),
            "Last-Modified": _matching(_DATE, received.get("Last-Modified")),
            "Accept-Ranges": (
                "bytes" if self.is_partial or received.get("Accept-Ranges") == "bytes" else None
            ),
        }
        return {name: value for name, value in headers.items() if value is not None}

    async def pieces(self) -> AsyncGenerator[bytes]:
        """Yield the recording piece by piece.

        Raises JinglConnectionError if it breaks off, and JinglUnexpectedResponseError if it turns
        out to be none.
        """
        received = 0
        while piece := await self._read():
            if not received and _is_text(piece):
                raise JinglUnexpectedResponseError(f"{self._endpoint}: a web page or playlist")
            received += len(piece)
            if received > (self._extent.length or MOST_BYTES):
                raise JinglUnexpectedResponseError(f"{self._endpoint}: it never ends")
            yield piece
        if received < (self._extent.length or 1):
            raise JinglConnectionError(f"{self._endpoint}: the recording broke off")

    def close(self) -> None:
        """Stop receiving it."""
        self._response.close()

    async def _read(self) -> bytes:
        """Return the next piece; empty at the end."""
        try:
            return await self._response.content.read(_PIECE)
        except (aiohttp.ClientError, TimeoutError) as err:
            problem = describe(err)
        raise JinglConnectionError(f"{self._endpoint}: the recording broke off ({problem})")

    def _read_extent(self, asked: ByteRange) -> _Extent:
        length, content_range = self._response.content_length, None
        if self.is_partial:
            content_range = self._response.headers.get("Content-Range", "")
            match = _CONTENT_RANGE.fullmatch(content_range)
            if match is None:
                raise JinglUnexpectedResponseError(f"{self._endpoint}: which part is unclear")
            first, last = int(match[1]), int(match[2])
            if not asked.begins_with(first, last, None if match[3] == "*" else int(match[3])):
                raise JinglUnexpectedResponseError(f"{self._endpoint}: a part nobody asked for")
            part = last - first + 1
            if length not in {None, part}:
                raise JinglUnexpectedResponseError(f"{self._endpoint}: a part of the wrong length")
            length = part
        if length is not None and length > MOST_BYTES:
            raise JinglUnexpectedResponseError(f"{self._endpoint}: too large")
        return _Extent(length, content_range)


def _content_type(headers: Mapping[str, str], endpoint: str) -> str:
    """Return what kind of audio this is; JinglUnexpectedResponseError if it's none."""
    content_type = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    encoding = headers.get("Content-Encoding", "identity").strip().lower()
    if not _AUDIO.fullmatch(content_type) or _PLAYLISTS.fullmatch(content_type):
        raise JinglUnexpectedResponseError(f"{endpoint}: not audio")
    if encoding != "identity":
        # None was asked for, and what it unpacks to may be without end.
        raise JinglUnexpectedResponseError(f"{endpoint}: compressed")
    return content_type


def _is_text(content: bytes) -> bool:
    """Return whether this starts like a web page or playlist, whatever the Content-Type says."""
    return is_web_page(content) or content.lstrip().lower().startswith(_PLAYLIST_STARTS)


def _range_error(headers: Mapping[str, str], endpoint: str) -> JinglError:
    match = _UNSATISFIED.fullmatch(headers.get("Content-Range", ""))
    return JinglRangeError(
        f"{endpoint}: shorter than what was asked for", length=int(match[1]) if match else None
    )


def _is_validator(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_ETAG, _DATE))


def _matching(pattern: re.Pattern[str], text: str | None) -> str | None:
    return text if text is not None and pattern.fullmatch(text) else None
