"""Requests and answers, independent of any network."""

from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True)
class Response:
    """An answer."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


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
