"""The Jingl REST API: one method per endpoint, one private method that sends requests."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, tzinfo
from functools import partial
from http import HTTPStatus
from typing import Final, Literal
from urllib.parse import quote, urlencode

import aiohttp
from yarl import URL

from .calls import CallPage, JinglCall, time_as_text
from .exceptions import (
    JinglConnectionError,
    JinglError,
    JinglListUnsupportedError,
    JinglNotFoundError,
    JinglUnexpectedResponseError,
)
from .exchange import answer, exchange, never_again
from .hourly import HourlyCount
from .models import Handset, HandsetStatus, is_extension
from .recall import Page, Recall, Record
from .recordings import ByteRange, Recording, RecordingSource
from .responses import Body, decode, decode_list
from .turns import in_turns

DEFAULT_HOST: Final = "www.jingl.com.au"

_HANDSET: Final = "handset"
_HANDSET_STATUS: Final = "handsetstatus"
_CALL: Final = "call"

_READ_TIMEOUT: Final = aiohttp.ClientTimeout(total=10, connect=5)
# Generous, because giving up early would leave it unclear whether the phone rings. Connecting,
# including name resolution, has its own limit: a request that times out there was never sent.
_WRITE_TIMEOUT: Final = aiohttp.ClientTimeout(total=30, connect=10)
# People listen for as long as they like, but not to silence.
_STREAM_TIMEOUT: Final = aiohttp.ClientTimeout(total=None, connect=5, sock_read=20)

# The most records one list request can ask for, and how many Jingl sends by default.
PAGE_SIZE: Final = 1000
_DEFAULT_PAGE_SIZE: Final = 100
_MAX_PAGES: Final = 50

# What Jingl may answer for an account without a list.
_NO_LIST: Final = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.NOT_IMPLEMENTED,
}


class JinglClient:
    """A client for one Jingl account.

    A record or list that hasn't changed since the last read is returned as the same object.

    aiohttp may retry a read once when a connection drops. A request that changes something or acts
    on a call is never sent more than once.

    Every method raises a JinglError: JinglConnectionError (not reached, nothing was done),
    JinglAuthenticationError, JinglNotFoundError, JinglBadParameterError, JinglTlsRequiredError,
    JinglRateLimitError (refused, nothing was done), and from methods that read JinglServerError or
    JinglUnexpectedResponseError, from methods that change something JinglOutcomeUnknownError.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        one_time_session: Callable[[], aiohttp.ClientSession],
        *,
        username: str,
        domain: str,
        password: str,
        host: str = DEFAULT_HOST,
    ) -> None:
        """Take the account's login; `domain` may be short or full, `host` may carry a port.

        Reads share `session`, which its owner closes. Each request that changes something gets a
        session of its own, which the client closes. Sessions decide how certificates are verified
        and should keep no cookies. Raises ValueError for a login that HTTP Basic cannot carry (a
        colon in the user name) and for an invalid host.
        """
        self._session = session
        self._one_time_session = one_time_session
        self._base = str(URL(f"https://{host}/api"))
        self._requests = HourlyCount()
        self._handsets = Recall(Handset.from_json)
        self._statuses = Recall(HandsetStatus.from_json, HandsetStatus.is_same)
        self._headers = {
            "Accept": "application/json",
            "Authorization": aiohttp.encode_basic_auth(f"{username}@{domain}", password),
        }

    @property
    def requests_last_hour(self) -> int:
        """Return how many requests were sent in the last hour, answered or not."""
        return self._requests.total

    async def get_handset(self, extension: str) -> Handset:
        """Read one handset's settings (page Handset Select).

        The record's own extension number may differ from this one in leading zeros and in case.
        """
        return await self._get_one(_HANDSET, extension, self._handsets)

    async def get_handset_status(self, extension: str) -> HandsetStatus:
        """Read what one handset is doing (page Handset Status Select).

        The record's own extension number may differ from this one in leading zeros and in case.
        """
        return await self._get_one(_HANDSET_STATUS, extension, self._statuses)

    async def list_handsets(self) -> Mapping[str, Handset]:
        """Read all handsets' settings, by extension (page Handset Search, inferred).

        JinglListUnsupportedError means that this account has no such list.
        """
        return await self._get_all(_HANDSET, self._handsets)

    async def list_handset_statuses(self) -> Mapping[str, HandsetStatus]:
        """Read what all handsets are doing, by extension (page Handset Status Search, inferred).

        JinglListUnsupportedError means that this account has no such list.
        """
        return await self._get_all(_HANDSET_STATUS, self._statuses)

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
        await self._put(extension, _given(settings))

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

    async def search_calls(
        self,
        zone: tzinfo,
        *,
        max_results: int = PAGE_SIZE,
        after_id: str | None = None,
        started_after: datetime | None = None,
    ) -> CallPage:
        """Read one page of Jingl's own records of calls (page Call Search, inferred).

        Only those that started at a time or later, and whose IDs come after one, as far as the
        account's server knows these parameters. Times that Jingl doesn't also tell in UTC are in
        `zone`. Broken records are skipped; JinglUnexpectedResponseError if all of them are broken,
        JinglListUnsupportedError if the answer isn't a list.
        """
        start = None if started_after is None else time_as_text(started_after)
        query = {"maxresults": str(max_results), "afterid": after_id, "datetimeminutc": start}
        array = decode_list(await self._request("GET", _CALL, _given(query)), f"GET {_CALL}")
        calls: list[JinglCall] = []
        problem: ValueError | None = None
        async for record in in_turns(array):
            try:
                calls.append(JinglCall.from_json(record, zone))
            except ValueError as err:
                problem = err
        if problem and not calls:
            raise JinglUnexpectedResponseError(f"GET {_CALL}: {problem}")
        is_full = len(array) >= max_results or len(array) == _DEFAULT_PAGE_SIZE
        return CallPage(calls=calls, is_full=is_full)

    async def get_call(self, call_id: str, zone: tzinfo) -> JinglCall:
        """Read one of Jingl's own records of calls (page Call Select, inferred)."""
        path = _item_path(_CALL, call_id)
        body = await self._request("GET", path)
        call = decode(body, f"GET {path}", partial(JinglCall.from_json, zone=zone))
        if call.id != call_id:
            raise JinglUnexpectedResponseError(f"GET {path}: the answer is about another call")
        return call

    async def update_call(
        self, call_id: str, *, notes: str | None = None, rating: int | None = None
    ) -> None:
        """Change the notes or the rating, 0 to 5, of a call (page Call Update, inferred)."""
        changes = {"notes": notes, "rating": None if rating is None else str(rating)}
        await self._request("PUT", _item_path(_CALL, call_id), _given(changes))

    @asynccontextmanager
    async def open_recording(
        self, source: RecordingSource, call_id: str, asked: ByteRange
    ) -> AsyncGenerator[Recording]:
        """Receive a call's recording, or a part of it (page CallRecording Select, inferred).

        Nothing of it is kept, and receiving ends with the block; until then it may take as long as
        it likes. JinglNotFoundError means that there is no recording, perhaps not yet, and
        JinglRangeError that it is shorter than what was asked for.
        """
        path = _item_path(source, call_id)
        self._check_is_open(f"GET {path}")
        self._requests.add()
        # With a connection of its own: it must not keep polls waiting, and is over when it ends.
        async with self._one_time_session() as session:
            request = session.get(
                self._url(path),
                headers={
                    **self._headers,
                    **asked.headers,
                    "Accept": "audio/*",
                    "Accept-Encoding": "identity",
                },
                timeout=_STREAM_TIMEOUT,
                allow_redirects=False,
                auto_decompress=False,
            )
            response = await answer(request, f"GET {path}", read=True)
            try:
                yield Recording(response, f"GET {path}", asked)
            finally:
                # Whoever no longer listens must not let the rest of it arrive.
                response.close()

    async def delete_recording(self, call_id: str) -> None:
        """Delete a call's recording (page CallRecording Delete, inferred)."""
        await self._request("DELETE", _item_path(RecordingSource.CALL_RECORDING, call_id))

    async def _get_one[T: Record](self, resource: str, extension: str, recall: Recall[T]) -> T:
        path = _path(resource, extension)
        try:
            return recall.single(extension, await self._request("GET", path), f"GET {path}")
        except JinglError:
            recall.forget(extension)
            raise

    async def _get_all[T: Record](self, resource: str, recall: Recall[T]) -> Mapping[str, T]:
        """Read a list page by page, until a page is short or adds nothing new."""
        pages: dict[str, Page[T]] = {}
        records: dict[str, T] = {}
        after = ""
        for _ in range(_MAX_PAGES):
            query = {"maxresults": str(PAGE_SIZE)} | ({"afterid": after} if after else {})
            try:
                body = await self._request("GET", resource, query)
            except JinglError as err:
                if err.status in _NO_LIST and err.retry_after is None:
                    raise JinglListUnsupportedError(str(err)) from err
                raise
            page = await recall.page(after, body, f"GET {resource}")
            if page.records.keys() <= records.keys():
                recall.note_end(after)
                return recall.whole(pages, records)
            pages[after] = page
            records |= page.records
            if page.length < PAGE_SIZE and page.length != _DEFAULT_PAGE_SIZE:
                return recall.whole(pages, records)
            # Longer numbers sort last: "1000" comes after "999".
            after = max(zip(map(len, records), records, strict=True))[1]
            if recall.is_end(after):
                return recall.whole(pages, records)
        raise JinglListUnsupportedError(f"GET {resource}: the list never ends")

    async def _put(self, extension: str, parameters: dict[str, str]) -> None:
        await self._request("PUT", _path(_HANDSET, extension), parameters)

    async def _request(
        self,
        method: Literal["GET", "PUT", "DELETE"],
        path: str,
        query: dict[str, str] | None = None,
    ) -> Body:
        """Send one request and return the answer's body; raise a JinglError if it failed."""
        read = method == "GET"
        endpoint = f"{method} {path}" + (f" ({', '.join(query)})" if query and not read else "")
        url = self._url(path, query)
        self._check_is_open(endpoint)
        self._requests.add()
        if read:
            return await exchange(
                self._session.get(
                    url, headers=self._headers, timeout=_READ_TIMEOUT, allow_redirects=False
                ),
                endpoint,
                read=True,
            )
        # The server may have closed a connection kept from an earlier request, and then it would be
        # unclear whether the call was placed.
        async with self._one_time_session() as session:
            return await exchange(
                session.request(
                    method,
                    url,
                    headers=self._headers,
                    timeout=_WRITE_TIMEOUT,
                    allow_redirects=False,
                    middlewares=(never_again,),
                ),
                endpoint,
                read=False,
            )

    def _url(self, path: str, query: dict[str, str] | None = None) -> URL:
        parameters = f"?{urlencode(query, quote_via=quote)}" if query else ""
        return URL(f"{self._base}/{path}{parameters}", encoded=True)

    def _check_is_open(self, endpoint: str) -> None:
        if self._session.closed:
            raise JinglConnectionError(f"{endpoint}: the client is closed")


def _path(resource: str, extension: str) -> str:
    """Return a handset's path; JinglNotFoundError if this can't be an extension number."""
    if not is_extension(extension):
        raise JinglNotFoundError(f"{resource}: not an extension number")
    return f"{resource}/{quote(extension, safe='')}"


def _item_path(resource: str, call_id: str) -> str:
    return f"{resource}/{quote(call_id, safe='')}"


def _given(parameters: Mapping[str, str | None]) -> dict[str, str]:
    """Return the parameters without those that aren't given."""
    return {key: value for key, value in parameters.items() if value is not None}


def _flag(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()
