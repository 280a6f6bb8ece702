"""Recordings over real HTTPS: which parts are asked for, and what isn't believed of a server."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
import ssl

import aiohttp
from hypothesis import example, given, strategies as st
import pytest

from custom_components.jingl.api import (
    ByteRange,
    JinglAuthenticationError,
    JinglClient,
    JinglConnectionError,
    JinglError,
    JinglNotFoundError,
    JinglRangeError,
    JinglRateLimitError,
    JinglServerError,
    JinglUnexpectedResponseError,
    Recording,
    RecordingSource,
    client as client_module,
    recordings,
)
from simulator import faults
from simulator.audio import Audio, AudioKind
from simulator.faults import Fault
from simulator.server import Server
from simulator.state import Account
from tests.recordings import record_call

from .conftest import CALL_ID, NUMBER, ClientAt, Wire, fails_with, http

WHOLE = ByteRange()
TAG = '"abc"'
DATE = "Fri, 27 Nov 2026 12:00:00 GMT"


@pytest.fixture
def audio(account: Account) -> Audio:
    """Return the recording of the first call."""
    account.show_records()
    account.records.style.delay = 0
    return record_call(account, NUMBER)


@asynccontextmanager
async def opened(
    client: JinglClient,
    asked: ByteRange = WHOLE,
    source: RecordingSource = RecordingSource.CALL_RECORDING,
) -> AsyncGenerator[Recording]:
    """Open the recording of the first call."""
    async with client.open_recording(source, CALL_ID, asked) as recording:
        yield recording


async def received(client: JinglClient, asked: ByteRange = WHOLE) -> bytes:
    """Return all of the recording."""
    async with opened(client, asked) as recording:
        return b"".join([piece async for piece in recording.pieces()])


class TestAsking:
    """Which part is asked for."""

    @pytest.mark.parametrize(
        "part", ["bytes=0-", "bytes=0-0", "bytes=7-", "bytes=100-199", "bytes=-1", "bytes=-0"]
    )
    def test_a_single_part_is_asked_for(self, part: str) -> None:
        assert ByteRange.of({"Range": part}).headers == {"Range": part}

    @pytest.mark.parametrize("validator", [TAG, 'W/"abc"', '""', DATE])
    def test_a_part_may_depend_on_what_was_received_before(self, validator: str) -> None:
        asked = {"Range": "bytes=1-", "If-Range": validator}
        assert ByteRange.of(asked).headers == asked

    @pytest.mark.parametrize(
        "part",
        [
            *("", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=0-1,3-4", "bytes=0-1, 3-4"),
            *("bytes=2-1", "items=0-1", "bytes= 0-1", "bytes=0-1 ", "bytes=0-1\r\nX-Y: z"),
            *("bytes=0-1\n", "bytes=+0-1", "bytes=\u0660-", "bytes=0-" + "9" * 16, "bytes=1_0-"),
        ],
    )
    def test_what_is_no_single_part_asks_for_all(self, part: str) -> None:
        assert ByteRange.of({"Range": part, "If-Range": TAG}).headers == {}

    @pytest.mark.parametrize(
        "validator",
        [
            "",
            "abc",
            '"abc',
            '"a"b"',
            '"a\r\nX-Y: z"',
            '"ü"',
            f'"{"x" * 201}"',
            "yesterday",
            DATE * 2,
        ],
    )
    def test_a_part_that_depends_on_nonsense_asks_for_all(self, validator: str) -> None:
        assert ByteRange.of({"Range": "bytes=1-", "If-Range": validator}).headers == {}

    def test_nothing_else_depends_on_what_was_received_before(self) -> None:
        assert ByteRange.of({"If-Range": TAG}).headers == {}

    @given(
        part=st.text() | st.from_regex(r"bytes=[\d,-]*") | st.from_regex(r"bytes=\d*-\d*"),
        validator=st.none() | st.text() | st.text().map('"{}"'.format),
    )
    @example(part="bytes=3-2", validator=None)
    @example(part="bytes=1-2", validator='W/"a b"')
    def test_nothing_but_a_valid_part_is_ever_asked_for(
        self, part: str, validator: str | None
    ) -> None:
        given = {"Range": part} | ({} if validator is None else {"If-Range": validator})
        asked = ByteRange.of(given).headers
        assert asked in ({}, given)
        assert all(value.isascii() and value.isprintable() for value in asked.values())
        if asked:
            unit, first, last = asked["Range"].replace("=", "-", 1).split("-")
            assert unit == "bytes"
            assert first or last
            assert all(number.isdecimal() for number in (first, last) if number)
            assert not (first and last) or int(first) <= int(last)

    @pytest.mark.parametrize("source", RecordingSource)
    async def test_a_request_says_no_more_than_it_has_to(
        self, client: JinglClient, server: Server, audio: Audio, source: RecordingSource
    ) -> None:
        async with opened(client, ByteRange(part="bytes=1-2", unless_changed=TAG), source):
            (request,) = server.requests
        assert (request.method, request.path) == ("GET", f"/api/{source}/{CALL_ID}")
        assert (request.query, request.range, request.authorized) == ((), "bytes=1-2", True)
        assert request.headers == {
            *("host", "user-agent", "authorization", "accept", "accept-encoding"),
            *("connection", "range", "if-range"),
        }

    async def test_an_id_is_quoted(
        self, client: JinglClient, server: Server, account: Account, audio: Audio
    ) -> None:
        account.records.style.ids_as_text = True
        async with client.open_recording(
            RecordingSource.CALL_RECORDING, "call/4277", WHOLE
        ) as recording:
            assert recording.headers["Content-Length"] == str(audio.length)
        assert server.requests[0].path == "/api/callrecording/call%2F4277"

    async def test_it_has_its_own_connection_which_ends_with_it(
        self, client: JinglClient, server: Server, audio: Audio
    ) -> None:
        await client.get_handset("100")
        async with opened(client):
            await client.get_handset("100")
        await server.wait_until_not_streaming()
        await client.get_handset("100")
        first, recording, second, third = (each.connection for each in server.requests)
        assert first == second == third != recording
        assert server.open_connections == 1

    async def test_it_counts_as_a_request(self, client: JinglClient, audio: Audio) -> None:
        async with opened(client):
            assert client.requests_last_hour == 1

    async def test_a_closed_client_asks_for_nothing(
        self, client: JinglClient, server: Server
    ) -> None:
        await client._session.close()
        with fails_with(JinglConnectionError):
            await received(client)
        assert server.requests == []


class TestReceiving:
    """What is received of a server that does as it should."""

    @pytest.mark.parametrize("kind", AudioKind)
    async def test_all_of_it(self, client: JinglClient, account: Account, kind: AudioKind) -> None:
        account.show_records()
        account.records.style.delay, account.records.style.audio = 0, kind
        audio = record_call(account, NUMBER)
        async with opened(client) as recording:
            assert (recording.is_partial, recording.content_type) == (False, kind)
            assert recording.headers == {
                "Content-Type": kind,
                "Content-Length": str(audio.length),
                "ETag": f'"{audio.md5}"',
                "Accept-Ranges": "bytes",
            }
        assert await received(client) == audio.piece(0, audio.length)

    @pytest.mark.parametrize(
        ("part", "first", "end"),
        [
            ("bytes=0-", 0, None),
            ("bytes=0-0", 0, 1),
            ("bytes=70000-80000", 70000, 80001),
            ("bytes=100000-999999999", 100000, None),
            ("bytes=-1000", -1000, None),
            ("bytes=-999999999", 0, None),
        ],
    )
    async def test_a_part_of_it(
        self, client: JinglClient, audio: Audio, part: str, first: int, end: int | None
    ) -> None:
        whole = audio.piece(0, audio.length)
        wanted = whole[first:end]
        begin = first % audio.length
        async with opened(client, ByteRange(part=part)) as recording:
            assert recording.is_partial
            assert recording.headers["Content-Length"] == str(len(wanted))
            assert recording.headers["Content-Range"] == (
                f"bytes {begin}-{begin + len(wanted) - 1}/{audio.length}"
            )
        assert await received(client, ByteRange(part=part)) == wanted

    async def test_all_of_it_if_it_has_changed(self, client: JinglClient, audio: Audio) -> None:
        async with opened(client, ByteRange(part="bytes=1-", unless_changed=TAG)) as recording:
            assert not recording.is_partial
        unchanged = ByteRange(part="bytes=1-", unless_changed=f'"{audio.md5}"')
        async with opened(client, unchanged) as recording:
            assert recording.is_partial

    async def test_all_of_it_from_a_server_that_sends_no_parts(
        self, client: JinglClient, account: Account, audio: Audio
    ) -> None:
        account.records.style.ranges = False
        async with opened(client, ByteRange(part="bytes=1-")) as recording:
            assert not recording.is_partial
            assert "Accept-Ranges" not in recording.headers

    @pytest.mark.parametrize(("header", "length"), [("bytes */500", 500), ("nonsense", None)])
    async def test_a_part_beyond_its_end(
        self, client: JinglClient, server: Server, audio: Audio, header: str, length: int | None
    ) -> None:
        asked = ByteRange(part="bytes=99999999-")
        with fails_with(JinglRangeError) as caught:
            await received(client, asked)
        assert caught.value.length == audio.length
        server.add_fault(faults.StatusCode(416, {"Content-Range": header}))
        with fails_with(JinglRangeError) as caught:
            await received(client, asked)
        assert caught.value.length == length

    @pytest.mark.parametrize("part", [None, "bytes=-0"])
    async def test_a_part_that_cannot_be_is_no_recording(
        self, client: JinglClient, server: Server, part: str | None
    ) -> None:
        server.add_fault(faults.StatusCode(416))
        with fails_with(JinglRangeError if part else JinglUnexpectedResponseError):
            await received(client, ByteRange(part=part))

    async def test_what_has_come_is_yielded_at_once(
        self, client: JinglClient, server: Server, audio: Audio
    ) -> None:
        server.add_fault(faults.Stall(5))
        async with opened(client) as recording:
            pieces = recording.pieces()
            assert await anext(pieces) == audio.piece(0, 5)
            waiting = asyncio.ensure_future(anext(pieces))
            await server.wait_until_holding()
            assert not waiting.done()
            waiting.cancel()
        await server.wait_until_not_streaming()

    async def test_leaving_ends_it(self, client: JinglClient, server: Server, audio: Audio) -> None:
        server.add_fault(faults.Endless(b"x" * 100, b"", "audio/mpeg"))
        async with opened(client) as recording:
            async for piece in recording.pieces():
                assert piece
                break
        await server.wait_until_not_streaming()
        assert server.broken_off == 1

    async def test_closing_ends_it_for_whoever_reads_it(
        self, client: JinglClient, server: Server, audio: Audio
    ) -> None:
        server.add_fault(faults.Stall(0))
        async with opened(client) as recording:
            pieces = recording.pieces()
            reading = asyncio.ensure_future(anext(pieces))
            await server.wait_until_holding()
            recording.close()
            with fails_with(JinglConnectionError, match="broke off"):
                await reading
        await server.wait_until_not_streaming()


def parts(*headers: str, body: bytes = b"12345") -> bytes:
    """Return an answer with a part of a recording."""
    return http(body, "Content-Type: audio/wav", *headers, status="HTTP/1.1 206 Partial Content")


def whole(*headers: str, body: bytes = b"12345", kind: str = "audio/wav") -> bytes:
    """Return an answer with a whole recording."""
    return http(body, f"Content-Type: {kind}", *headers)


FIVE = "Content-Length: 5"
CHUNKED = "Transfer-Encoding: chunked"
FIVE_CHUNKED = b"5\r\n12345\r\n0\r\n\r\n"
MIDDLE = ByteRange(part="bytes=5-9")

NOT_BELIEVED: dict[str, tuple[ByteRange, bytes]] = {
    "a part though all was asked for": (WHOLE, parts(FIVE, "Content-Range: bytes 0-4/5")),
    "a part without saying which": (MIDDLE, parts(FIVE)),
    "several parts": (
        MIDDLE,
        http(b"", "Content-Type: multipart/byteranges; boundary=x", status="HTTP/1.1 206 OK"),
    ),
    **{
        f"{asked}, but {sent} is sent": (
            ByteRange(part=asked),
            parts(FIVE, f"Content-Range: {sent}"),
        )
        for asked, sent in [
            ("bytes=5-9", "nonsense"),
            ("bytes=5-9", "items 5-9/20"),
            ("bytes=5-9", "bytes 5-9"),
            ("bytes=5-9", "bytes 5-9/"),
            ("bytes=5-9", "bytes 5-9/20, bytes 5-9/20"),
            ("bytes=5-9", "bytes */20"),
            ("bytes=5-9", "bytes 9-5/20"),
            ("bytes=5-9", "bytes 5-8/20"),
            ("bytes=5-9", "bytes 5-10/20"),
            ("bytes=5-9", "bytes 4-8/20"),
            ("bytes=5-9", "bytes 6-10/20"),
            ("bytes=5-", "bytes 0-4/20"),
            ("bytes=5-9", "bytes 5-9/9"),
            ("bytes=-5", "bytes 5-9/20"),
            ("bytes=-4", "bytes 5-9/*"),
            ("bytes=5-", f"bytes 5-{'9' * 16}/*"),
        ]
    },
    "a part too large": (
        ByteRange(part="bytes=0-"),
        parts(CHUNKED, "Content-Range: bytes 0-9999999999/*", body=FIVE_CHUNKED),
    ),
    "too large": (WHOLE, whole(f"Content-Length: {1024**3 + 1}")),
    **{
        f"of type {kind!r}": (WHOLE, whole(FIVE, kind=kind))
        for kind in [
            *("", "text/html", "text/html; x=audio/wav", "application/octet-stream", "audio/"),
            *("audio/x-mpegurl", "audio/mpegurl; x=y", "Audio/X-SCPLS", "audio/x-ms-wax"),
            *("audio/wav, text/html", "video/mp4", "audio/<script>", f"audio/{'x' * 99}", "audio"),
        ]
    },
    "without a type": (WHOLE, http(b"12345", FIVE)),
    **{
        f"compressed by {name}": (WHOLE, whole(FIVE, f"Content-Encoding: {name}"))
        for name in ("gzip", "br", "deflate", "identity, gzip", "nonsense")
    },
    "another success": (WHOLE, whole(FIVE).replace(b"200", b"203")),
    "elsewhere": (WHOLE, whole(FIVE, "Location: /api/handset/100").replace(b"200", b"302")),
    "unchanged": (WHOLE, whole(FIVE).replace(b"200", b"304")),
    "not HTTP": (WHOLE, b"SSH-2.0-abc123\r\n"),
}

MISSING: dict[str, bytes] = {
    "accepted": whole(FIVE).replace(b"200", b"202"),
    "no content": whole(body=b"").replace(b"200", b"204"),
    "no bytes": whole("Content-Length: 0", body=b""),
    "no bytes of text": whole("Content-Length: 0", body=b"", kind="text/plain"),
}

BROKEN: dict[str, tuple[ByteRange, bytes, type[JinglError]]] = {
    "shorter than announced": (WHOLE, whole("Content-Length: 6"), JinglConnectionError),
    "cut off in a chunk": (WHOLE, whole(CHUNKED, body=b"6\r\n12345"), JinglConnectionError),
    "cut off between chunks": (WHOLE, whole(CHUNKED, body=b"5\r\n12345\r\n"), JinglConnectionError),
    "no chunk": (WHOLE, whole(CHUNKED, body=b"0\r\n\r\n"), JinglConnectionError),
    "nothing at all": (WHOLE, whole(body=b""), JinglConnectionError),
    "a part that is too short": (
        ByteRange(part="bytes=0-"),
        parts(CHUNKED, "Content-Range: bytes 0-5/6", body=FIVE_CHUNKED),
        JinglConnectionError,
    ),
    "a part that is too long": (
        ByteRange(part="bytes=0-"),
        parts(CHUNKED, "Content-Range: bytes 0-3/4", body=FIVE_CHUNKED),
        JinglUnexpectedResponseError,
    ),
    "a web page as audio": (WHOLE, whole(body=faults.LOGIN_PAGE), JinglUnexpectedResponseError),
    **{
        f"{start!r} as audio": (WHOLE, whole(body=start), JinglUnexpectedResponseError)
        for start in (b"#EXTM3U\nhttp://router/", b"\n[playlist]\nFile1=x", b"<asx>", b"<?xml ?>")
    },
    "a part of a web page": (
        ByteRange(part="bytes=0-"),
        parts("Content-Range: bytes 0-75/76", body=faults.LOGIN_PAGE),
        JinglUnexpectedResponseError,
    ),
}


class TestHostileServers:
    """What is not believed."""

    @pytest.mark.parametrize(("asked", "answer"), NOT_BELIEVED.values(), ids=NOT_BELIEVED)
    async def test_what_is_no_recording_is_not_taken_for_one(
        self, client_at: ClientAt, server_tls: ssl.SSLContext, asked: ByteRange, answer: bytes
    ) -> None:
        async with Wire(answer, server_tls) as wire:
            with fails_with(JinglUnexpectedResponseError):
                async with opened(client_at(wire.address), asked):
                    pass
            assert len(wire.requests) == 1, "nor is a redirect followed"

    @pytest.mark.parametrize("answer", MISSING.values(), ids=MISSING)
    async def test_a_recording_that_is_not_there_yet_is_told_apart(
        self, client_at: ClientAt, server_tls: ssl.SSLContext, answer: bytes
    ) -> None:
        async with Wire(answer, server_tls) as wire:
            with fails_with(JinglNotFoundError):
                async with opened(client_at(wire.address)):
                    pass

    @pytest.mark.parametrize(("asked", "answer", "kind"), BROKEN.values(), ids=BROKEN)
    async def test_what_breaks_off_is_not_taken_for_all_of_it(
        self,
        client_at: ClientAt,
        server_tls: ssl.SSLContext,
        asked: ByteRange,
        answer: bytes,
        kind: type[JinglError],
    ) -> None:
        async with Wire(answer, server_tls) as wire:
            with fails_with(kind) as caught:
                await received(client_at(wire.address), asked)
        assert type(caught.value) is kind

    @pytest.mark.parametrize(
        "answer",
        [
            whole(FIVE),
            whole(CHUNKED, body=FIVE_CHUNKED),
            whole(),  # up to the end of the connection
            whole(FIVE, "Content-Encoding: identity"),
            whole(FIVE, kind="Audio/X-WAV; codecs=1"),
        ],
    )
    async def test_a_recording_is_taken_as_it_comes(
        self, client_at: ClientAt, server_tls: ssl.SSLContext, answer: bytes
    ) -> None:
        async with Wire(answer, server_tls) as wire:
            client = client_at(wire.address)
            assert await received(client) == b"12345"

    @pytest.mark.parametrize(
        ("asked", "sent"),
        [
            ("bytes=5-9", "bytes 5-9/10"),
            ("bytes=5-9", "bytes 5-9/*"),
            ("bytes=5-", "bytes 5-9/20"),
            ("bytes=5-20", "bytes 5-9/20"),
            ("bytes=-5", "bytes 5-9/10"),
            ("bytes=-5", "bytes 5-9/*"),
            ("bytes=-9", "bytes 0-4/5"),
        ],
    )
    @pytest.mark.parametrize("length", [FIVE, "X-Y: z", CHUNKED])
    async def test_the_beginning_of_what_was_asked_for_is_taken(
        self,
        client_at: ClientAt,
        server_tls: ssl.SSLContext,
        asked: str,
        sent: str,
        length: str,
    ) -> None:
        body = FIVE_CHUNKED if length == CHUNKED else b"12345"
        answer = parts(length, f"Content-Range: {sent}", body=body)
        async with Wire(answer, server_tls) as wire:
            client = client_at(wire.address)
            async with opened(client, ByteRange(part=asked)) as recording:
                assert recording.headers == {
                    "Content-Type": "audio/wav",
                    "Content-Length": "5",
                    "Content-Range": sent,
                    "Accept-Ranges": "bytes",
                }
            assert await received(client, ByteRange(part=asked)) == b"12345"

    async def test_only_known_headers_are_passed_on_and_only_if_they_make_sense(
        self, client_at: ClientAt, server_tls: ssl.SSLContext
    ) -> None:
        sound = {
            "Content-Type": "audio/wav",
            "Content-Length": "5",
            "ETag": TAG,
            "Last-Modified": DATE,
            "Accept-Ranges": "bytes",
        }
        assert await self._headers(client_at, server_tls, sound) == sound
        odd = {
            "Content-Type": "AUDIO/WAV; name=<script>",
            "Content-Length": "5",
            "ETag": '"<script>" onload="',
            "Last-Modified": "Fri, 27 Nov 2026 12:00:00 GMT; abc123",
            "Accept-Ranges": "items",
            "Content-Range": "bytes 0-4/5",
            "Set-Cookie": "session=abc123",
            "Location": "https://example.com/",
            "Content-Disposition": "attachment; filename=abc123.exe",
            "Content-Security-Policy": "none",
            "Access-Control-Allow-Origin": "*",
            "X-Accel-Redirect": "/etc/passwd",
        }
        assert await self._headers(client_at, server_tls, odd) == {
            "Content-Type": "audio/wav",
            "Content-Length": "5",
        }

    async def _headers(
        self, client_at: ClientAt, tls: ssl.SSLContext, sent: dict[str, str]
    ) -> dict[str, str]:
        answer = http(b"12345", *(f"{name}: {value}" for name, value in sent.items()))
        async with Wire(answer, tls) as wire, opened(client_at(wire.address)) as recording:
            return recording.headers

    async def test_what_never_ends_is_given_up(
        self, client: JinglClient, server: Server, audio: Audio, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(recordings, "MOST_BYTES", 200_000)
        server.add_fault(faults.Endless(b"x" * 100, b"", "audio/mpeg"))
        got = 0
        with fails_with(JinglUnexpectedResponseError, match="never ends"):
            async with opened(client) as recording:
                async for piece in recording.pieces():
                    got += len(piece)
        assert 100_000 < got <= 200_000
        await server.wait_until_not_streaming()

    @pytest.mark.parametrize("by", [-1000, -1])
    async def test_what_is_longer_than_announced_is_not_read(
        self, client: JinglClient, server: Server, audio: Audio, by: int
    ) -> None:
        server.add_fault(faults.WrongLength(by))
        assert await received(client) == audio.piece(0, audio.length + by)

    @pytest.mark.parametrize(
        "fault", [faults.WrongLength(1), faults.WrongLength(100_000), faults.Truncate(70_000)]
    )
    async def test_what_is_shorter_than_announced_has_broken_off(
        self, client: JinglClient, server: Server, audio: Audio, fault: Fault
    ) -> None:
        server.add_fault(fault)
        with fails_with(JinglConnectionError, match="broke off"):
            await received(client)

    @pytest.mark.parametrize("fault", [faults.Hang(), faults.Stall(0), faults.Stall(70_000)])
    async def test_silence_is_not_listened_to_for_long(
        self,
        client: JinglClient,
        server: Server,
        audio: Audio,
        fault: Fault,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        assert client_module._STREAM_TIMEOUT.sock_read
        # The time counts from the last byte, so a slow computer makes no difference.
        monkeypatch.setattr(client_module, "_STREAM_TIMEOUT", aiohttp.ClientTimeout(sock_read=0.05))
        server.add_fault(fault)
        with fails_with(JinglConnectionError):
            await received(client)

    async def test_what_is_packed_is_not_unpacked(
        self, client: JinglClient, server: Server, audio: Audio
    ) -> None:
        server.add_fault(faults.Bomb())
        with fails_with(JinglUnexpectedResponseError, match="compressed"):
            await received(client)
        await server.wait_until_not_streaming()

    @pytest.mark.parametrize(
        ("fault", "kind"),
        [
            (faults.StatusCode(400), JinglError),
            (faults.StatusCode(401), JinglAuthenticationError),
            (faults.StatusCode(403), JinglUnexpectedResponseError),
            (faults.StatusCode(404), JinglNotFoundError),
            (faults.StatusCode(429), JinglRateLimitError),
            (faults.StatusCode(500), JinglServerError),
            (faults.StatusCode(503), JinglServerError),
            (faults.StatusCode(503, {"Retry-After": "20"}), JinglRateLimitError),
            (faults.Html(), JinglUnexpectedResponseError),
            (faults.Redirect("https://127.0.0.1:1/"), JinglUnexpectedResponseError),
            (faults.ResetBefore(), JinglConnectionError),
            (faults.ResetAfter(), JinglConnectionError),
        ],
        ids=repr,
    )
    async def test_a_failure_is_told(
        self,
        client: JinglClient,
        server: Server,
        audio: Audio,
        fault: Fault,
        kind: type[JinglError],
    ) -> None:
        server.add_fault(fault)
        with fails_with(kind) as caught:
            await received(client)
        assert caught.value.retry_after == (20 if "Retry-After" in repr(fault) else None)

    async def test_a_stopped_server_is_told(self, client: JinglClient, server: Server) -> None:
        await server.stop()
        with fails_with(JinglConnectionError):
            await received(client)
        await server.start()
