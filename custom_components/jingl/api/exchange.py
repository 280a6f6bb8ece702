"""Send one request and work out, from aiohttp's error or the status, whether it took effect."""

from collections.abc import Awaitable
from http import HTTPStatus
import logging
from typing import Final

import aiohttp

from .exceptions import (
    JinglCertificateError,
    JinglConnectionError,
    JinglError,
    JinglOutcomeUnknownError,
    JinglTlsError,
    JinglUnexpectedResponseError,
)
from .responses import REFUSALS, Body, declared_charset, is_web_page, status_error

_LOGGER: Final = logging.getLogger(__name__)

# A thousand handsets take about 300 kB; anything much larger isn't what we asked for.
_MAX_BODY: Final = 4 * 1024 * 1024

_WEB_PAGE: Final = "the answer is a web page"


async def exchange(
    request: Awaitable[aiohttp.ClientResponse], endpoint: str, *, read: bool
) -> Body:
    """Send a request and return the answer's body; raise a JinglError if it failed."""
    async with await answer(request, endpoint, read=read) as response:
        return await (_read if read else _written)(response, endpoint)


async def answer(
    request: Awaitable[aiohttp.ClientResponse], endpoint: str, *, read: bool
) -> aiohttp.ClientResponse:
    """Send a request and return the answer, of which only the headers have been received.

    Raises a JinglError if there is none.
    """
    try:
        response = await request
    except (aiohttp.ClientError, TimeoutError) as err:
        failure = _no_answer(err, endpoint, read=read)
    else:
        _LOGGER.debug("%s: %s", endpoint, response.status)
        return response
    _LOGGER.debug("%s", failure)
    # Not from within the handler, which would keep aiohttp's error as the context: that holds the
    # URL with the number dialled, the headers with the login, and even parts of the answer.
    raise failure


class _DroppedError(aiohttp.ClientError):
    """The connection dropped under a request that must not be repeated."""


async def never_again(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending a PUT or a DELETE a second time.

    By the HTTP standard they are idempotent, so aiohttp retries them on ClientOSError and
    ServerDisconnectedError, and has no setting to stop that. So raise an error of another type. If
    no connection was made, the original error passes through, since aiohttp doesn't retry on it.
    """
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as err:
        raise _DroppedError(describe(err)) from err


def _no_answer(err: Exception, endpoint: str, *, read: bool) -> JinglError:
    """Return the JinglError for an error that left aiohttp without an answer."""
    match err:
        case aiohttp.ClientConnectorCertificateError():
            return JinglCertificateError(f"{endpoint}: {err}")
        case aiohttp.ClientSSLError():
            return JinglTlsError(f"{endpoint}: {err}")
        case aiohttp.ClientConnectorError():
            return JinglConnectionError(f"{endpoint}: {err}")
        case aiohttp.ConnectionTimeoutError():
            return JinglConnectionError(f"{endpoint}: connecting timed out")
        case aiohttp.ClientResponseError() if read:
            return JinglUnexpectedResponseError(f"{endpoint}: the answer is not HTTP")
    failure = JinglConnectionError if read else JinglOutcomeUnknownError
    return failure(f"{endpoint}: no answer ({describe(err)})")


async def _read(response: aiohttp.ClientResponse, endpoint: str) -> Body:
    """Return the body of a read's 200; raise a JinglError for anything else."""
    if response.status != HTTPStatus.OK:
        raise status_error(response.status, response.headers, endpoint)
    body, problem = await _body(response)
    if is_web_page(body.content):
        problem = _WEB_PAGE
    if problem:
        raise JinglUnexpectedResponseError(f"{endpoint}: {problem}")
    return body


async def _written(response: aiohttp.ClientResponse, endpoint: str) -> Body:
    """Return the body of a write that took effect; raise a JinglError for anything else.

    Only a 2xx from Jingl itself proves that; only Jingl's own result codes prove a refusal.
    """
    error = status_error(response.status, response.headers, endpoint)
    if response.status in REFUSALS:
        raise error
    doubt = str(error)
    if HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
        body, _ = await _body(response)
        if not is_web_page(body.content):
            return body
        doubt = f"{endpoint}: {_WEB_PAGE}"
    unknown = JinglOutcomeUnknownError(f"{doubt}, so it may have been done")
    unknown.status, unknown.retry_after = error.status, error.retry_after
    raise unknown


async def _body(response: aiohttp.ClientResponse) -> tuple[Body, str]:
    """Return as much of the body as arrived, and why the rest is missing."""
    chunks: list[bytes] = []
    size = 0
    problem = ""
    try:
        async for chunk in response.content.iter_any():
            chunks.append(chunk)
            size += len(chunk)
            if size > _MAX_BODY:
                problem = "the answer is too large"
                break
    except (aiohttp.ClientError, TimeoutError) as err:
        problem = f"the answer broke off ({describe(err)})"
    return Body(b"".join(chunks), declared_charset(response.headers)), problem


def describe(err: Exception) -> str:
    """Describe an error without aiohttp's own message, which may quote the URL or the answer."""
    if isinstance(err, _DroppedError):
        return str(err)
    return (isinstance(err, OSError) and err.strerror) or type(err).__name__
