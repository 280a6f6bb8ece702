"""The Jingl REST API: one method per endpoint, one private method that talks."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final, Protocol
from urllib.parse import quote, urlencode

import aiohttp
from yarl import URL

from .exceptions import (
    JinglConnectionError,
    JinglError,
    JinglListUnsupportedError,
    JinglNotFoundError,
    JinglOutcomeUnknownError,
    JinglTlsError,
    JinglUnexpectedResponseError,
)
from .models import Handset, HandsetStatus, is_extension
from .responses import decode, decode_list, is_web_page, status_error

DEFAULT_HOST: Final = "www.jingl.com.au"

_HANDSET: Final = "handset"
_HANDSET_STATUS: Final = "handsetstatus"

# A thousand handsets are some 300 kB; what is much larger is not what was asked for.
_MAX_BODY: Final = 8 * 1024 * 1024

_READ_TIMEOUT: Final = aiohttp.ClientTimeout(total=10, connect=5)
# Generous, since giving up early would leave open whether the phone rings. Connecting has a limit
# of its own, name resolution included: what ends there was never sent.
_WRITE_TIMEOUT: Final = aiohttp.ClientTimeout(total=30, connect=10)

# The most records that one list request can ask for, and how many come where nobody asks.
_PAGE_SIZE: Final = 1000
_DEFAULT_PAGE_SIZE: Final = 100
_MAX_PAGES: Final = 50

# What an account may answer that has no list.
_NO_LIST: Final = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.NOT_IMPLEMENTED,
}
# What somebody on the way says when Jingl did not answer: a call may have been placed all the same.
# 520 to 524 are those of a common reverse proxy.
_NO_ANSWER: Final = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.GATEWAY_TIMEOUT,
    *range(520, 525),
}


class _Record(Protocol):
    @property
    def extension(self) -> str: ...


class JinglClient:
    """A client for one Jingl account.

    Reads may be tried once more, by aiohttp, when a connection drops. A request that changes
    something or acts on a call is sent at most once, whatever happens.

    Every method raises a JinglError: JinglConnectionError (not reached, nothing was done),
    JinglAuthenticationError, JinglNotFoundError, JinglBadParameterError, JinglTlsRequiredError,
    JinglRateLimitError, JinglServerError or JinglUnexpectedResponseError; methods that change
    something also JinglOutcomeUnknownError.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        username: str,
        domain: str,
        password: str,
        host: str = DEFAULT_HOST,
    ) -> None:
        """Take the account's login; `domain` may be short or full, `host` may carry a port.

        The session decides how certificates are verified; it should keep no cookies. Raises
        ValueError for a login that HTTP Basic cannot carry (a colon in the user name) and for an
        impossible host.
        """
        self._session = session
        self._host = URL(f"https://{host}").raw_host
        self._base = f"https://{host}/api"
        self._headers = {
            "Accept": "application/json",
            "Authorization": aiohttp.encode_basic_auth(f"{username}@{domain}", password),
        }

    async def get_handset(self, extension: str) -> Handset:
        """Read one handset's settings (page Handset Select)."""
        return await self._get_one(_HANDSET, extension, Handset.from_json)

    async def get_handset_status(self, extension: str) -> HandsetStatus:
        """Read what one handset is doing (page Handset Status Select)."""
        return await self._get_one(_HANDSET_STATUS, extension, HandsetStatus.from_json)

    async def list_handsets(self) -> list[Handset]:
        """Read all handsets' settings (page Handset Search, inferred).

        JinglListUnsupportedError means that this account has no such list.
        """
        return await self._get_all(_HANDSET, Handset.from_json)

    async def list_handset_statuses(self) -> list[HandsetStatus]:
        """Read what all handsets are doing (page Handset Status Search, inferred).

        JinglListUnsupportedError means that this account has no such list.
        """
        return await self._get_all(_HANDSET_STATUS, HandsetStatus.from_json)

    async def update_handset(
        self,
        extension: str,
        *,
        name: str | None = None,
        recording: bool | None = None,
        notes: str | None = None,
    ) -> None:
        """Change the settings given, leave the others (page Handset Update)."""
        settings = {"name": name, "recording": _flag(recording), "notes": notes}
        await self._put(extension, {key: v for key, v in settings.items() if v is not None})

    async def create_call(self, extension: str, number: str) -> None:
        """Call a number from a handset (page Handset Update, `callcreate`)."""
        await self._put(extension, {"callcreate": number})

    async def transfer_call(self, extension: str, number: str, *, attended: bool = False) -> None:
        """Transfer the connected call (page Handset Update, `calltransferattended` or `…blind`).

        JinglBadParameterError means that the handset has no connected call.
        """
        await self._put(
            extension, {"calltransferattended" if attended else "calltransferblind": number}
        )

    async def monitor_call(self, extension: str, number: str) -> None:
        """Let a number listen to the connected call (page Handset Update, `callmonitor`).

        JinglBadParameterError means that the handset has no connected call.
        """
        await self._put(extension, {"callmonitor": number})

    async def coach_call(self, extension: str, number: str) -> None:
        """Let a number whisper to the handset (page Handset Update, `callcoach`).

        JinglBadParameterError means that the handset has no connected call.
        """
        await self._put(extension, {"callcoach": number})

    async def barge_call(self, extension: str, number: str) -> None:
        """Let a number join the connected call (page Handset Update, `callbarge`).

        JinglBadParameterError means that the handset has no connected call.
        """
        await self._put(extension, {"callbarge": number})

    async def _get_one[T: _Record](
        self, resource: str, extension: str, parse: Callable[[object], T]
    ) -> T:
        path = _path(resource, extension)
        record = decode(await self._request("GET", path), f"GET {path}", parse)
        # An extension sent as a number has lost its leading zeros.
        if record.extension.lstrip("0") != extension.lstrip("0"):
            raise JinglUnexpectedResponseError(f"GET {path}: the answer is another handset's")
        return record

    async def _get_all[T: _Record](self, resource: str, parse: Callable[[object], T]) -> list[T]:
        """Read a list page by page, until a page is short or brings nothing new."""
        records: dict[str, T] = {}
        query = {"maxresults": str(_PAGE_SIZE)}
        for _ in range(_MAX_PAGES):
            try:
                body = await self._request("GET", resource, query)
            except JinglError as err:
                if err.status in _NO_LIST:
                    raise JinglListUnsupportedError(str(err)) from err
                raise
            page, length = decode_list(body, f"GET {resource}", parse)
            known = len(records)
            records |= {record.extension: record for record in page}
            full = length >= _PAGE_SIZE or length == _DEFAULT_PAGE_SIZE
            if not full or len(records) == known:
                return list(records.values())
            # Longer numbers are greater ones: "1000" comes after "999".
            query["afterid"] = max(records, key=lambda extension: (len(extension), extension))
        raise JinglListUnsupportedError(f"GET {resource}: the list does not end")

    async def _put(self, extension: str, parameters: dict[str, str]) -> None:
        await self._request("PUT", _path(_HANDSET, extension), parameters)

    async def _request(self, method: str, path: str, query: dict[str, str] | None = None) -> bytes:
        """Send one request and return the body of its 200; raise a JinglError for anything else."""
        read = method == "GET"
        endpoint = f"{method} {path}" + (f" ({', '.join(query)})" if query and not read else "")
        url = URL(
            f"{self._base}/{path}" + (f"?{urlencode(query, quote_via=quote)}" if query else ""),
            encoded=True,
        )
        try:
            if read:
                response = await self._session.get(
                    url, headers=self._headers, timeout=_READ_TIMEOUT, allow_redirects=False
                )
            else:
                response = await self._session.request(
                    method,
                    url,
                    # A connection of its own: one kept from an earlier request may have been
                    # closed by the server meanwhile, and then nobody could tell whether the call
                    # was placed. Naming the host again keeps aiohttp from using its pool.
                    headers=self._headers | {"Connection": "close"},
                    server_hostname=self._host,
                    timeout=_WRITE_TIMEOUT,
                    allow_redirects=False,
                    middlewares=(_never_again,),
                )
        except (aiohttp.ClientError, TimeoutError) as err:
            failure = _no_answer(err, endpoint, read=read)
        else:
            async with response:
                return await _answer(response, endpoint, read=read)
        # Not from within the handler: aiohttp's errors hold the URL with the number dialled, the
        # headers with the login, even pieces of the answer, and would be kept as the context.
        raise failure


class _DroppedError(aiohttp.ClientError):
    """The connection dropped under a request that must not be repeated."""


async def _never_again(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending a PUT a second time.

    PUT is idempotent by the book, so aiohttp repeats one whose connection drops. It repeats on
    ClientOSError and ServerDisconnectedError, and knows no setting for it: so what it sees here is
    neither. A connection that was never made keeps its own error, which is not repeated either.
    """
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as err:
        raise _DroppedError(_describe(err)) from err


def _no_answer(err: Exception, endpoint: str, *, read: bool) -> JinglError:
    """Return what it means that aiohttp got no answer."""
    match err:
        case aiohttp.ClientSSLError():
            return JinglTlsError(f"{endpoint}: {err}")
        case aiohttp.ClientConnectorError():
            return JinglConnectionError(f"{endpoint}: {err}")
        case aiohttp.ConnectionTimeoutError():
            return JinglConnectionError(f"{endpoint}: connecting timed out")
        case aiohttp.ClientResponseError() if read:
            return JinglUnexpectedResponseError(f"{endpoint}: the answer is not HTTP")
    failure = JinglConnectionError if read else JinglOutcomeUnknownError
    return failure(f"{endpoint}: no answer ({_describe(err)})")


async def _answer(response: aiohttp.ClientResponse, endpoint: str, *, read: bool) -> bytes:
    """Return the body of a 200; raise a JinglError for anything else."""
    status = response.status
    if status == HTTPStatus.OK:
        return await _read_body(response, endpoint, lenient=not read)
    if not read and status in _NO_ANSWER:
        raise JinglOutcomeUnknownError(f"{endpoint}: no answer ({status} from a gateway)")
    raise status_error(status, response.headers, endpoint)


async def _read_body(response: aiohttp.ClientResponse, endpoint: str, *, lenient: bool) -> bytes:
    """Read the body of a 200; `lenient` for a PUT, whose 200 alone says that it was done."""
    body = bytearray()
    broken = ""
    try:
        async for chunk in response.content.iter_chunked(64 * 1024):
            body += chunk
            if len(body) > _MAX_BODY:
                raise JinglUnexpectedResponseError(f"{endpoint}: the answer is too large")
    except (aiohttp.ClientError, TimeoutError) as err:
        broken = _describe(err)
    if broken and not lenient:
        # Here, not in the handler: aiohttp's error may quote the body, and would come along.
        raise JinglUnexpectedResponseError(f"{endpoint}: the answer broke off ({broken})")
    if is_web_page(bytes(body[:256])):
        raise JinglUnexpectedResponseError(f"{endpoint}: the answer is a web page")
    return bytes(body)


def _path(resource: str, extension: str) -> str:
    """Return a handset's path, whatever its extension number may contain."""
    if not is_extension(extension):
        raise JinglNotFoundError(f"{resource}: no extension number is written like this")
    return f"{resource}/{quote(extension, safe='')}"


def _flag(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()


def _describe(err: Exception) -> str:
    """Return the system's or our own words; aiohttp's may quote the URL or the answer."""
    if isinstance(err, _DroppedError):
        return str(err)
    return (isinstance(err, OSError) and err.strerror) or type(err).__name__
