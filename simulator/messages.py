"""Requests and answers, independent of any network."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
import json


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as received: the path still percent-encoded, the query decoded."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    secure: bool = True

    def header(self, name: str) -> str:
        """Return a header's value, by its name in lower case, or nothing."""
        return next((value for key, value in self.headers.items() if key.lower() == name), "")


@dataclass(frozen=True, slots=True)
class Content:
    """What is made while it's sent; the length is None if nobody is told."""

    pieces: Callable[[], Iterable[bytes]]
    length: int | None


@dataclass(frozen=True, slots=True)
class Response:
    """An answer; long ones have content in place of a body."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    content: Content | None = None

    @property
    def length(self) -> int | None:
        """Return how many bytes to announce."""
        return len(self.body) if self.content is None else self.content.length

    def pieces(self) -> Iterable[bytes]:
        """Return the body or the content, piece by piece."""
        return (self.body,) if self.content is None else self.content.pieces()

    def beginning(self, keep: int) -> Iterator[bytes]:
        """Yield the pieces of the first bytes."""
        for piece in self.pieces():
            yield piece[:keep]
            keep -= len(piece)
            if keep <= 0:
                return


def json_response(value: object) -> Response:
    """Return a value as JSON."""
    return Response(HTTPStatus.OK, json.dumps(value).encode(), {"Content-Type": "application/json"})


def plain_response(status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return a line of text."""
    return Response(
        status, text.encode(), {"Content-Type": "text/plain; charset=utf-8", **(headers or {})}
    )


def method_not_allowed(allowed: str) -> Response:
    """Return 405, with the methods that are allowed."""
    return plain_response(HTTPStatus.METHOD_NOT_ALLOWED, "Method not allowed", {"Allow": allowed})
