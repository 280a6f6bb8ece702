"""Recordings over real HTTPS, sent piece by piece, and what can go wrong with them."""

import asyncio
import gzip
import hashlib
import io
import ssl
import tracemalloc

import aiohttp
import pytest

from simulator import faults
from simulator.audio import PIECE, AudioKind, recording
from simulator.faults import Fault
from simulator.server import Server
from simulator.state import Account

from .conftest import LOGIN, Clock

PATH = "/api/callrecording/4277"
# 43 MB: far more than the connection's buffers hold.
SECONDS = 4 * 3600
AUDIO = recording(AudioKind.MP3, SECONDS)
MEBIBYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def account(account: Account, clock: Clock) -> Account:
    """Return an account with a recording of a very long call."""
    account.show_records()
    account.records.style.delay = 0
    account.handset("100").recording = True
    account.incoming_call("0409123456", "100")
    account.answer("100")
    clock.now += SECONDS
    account.hang_up("100")
    return account


def begins_right(content: bytes) -> bool:
    """Return whether this is how the recording begins."""
    return content == AUDIO.piece(0, len(content))


async def test_a_whole_recording(client: aiohttp.ClientSession, server: Server) -> None:
    digest = hashlib.md5(usedforsecurity=False)
    async with client.get(PATH) as response:
        assert server.streaming == 1
        assert (response.status, response.content_length) == (200, AUDIO.length)
        assert response.content_type == "audio/mpeg"
        async for piece in response.content.iter_any():
            digest.update(piece)
    assert response.headers["ETag"] == f'"{digest.hexdigest()}"'
    await server.wait_until_not_streaming()
    assert (server.streaming, server.broken_off) == (0, 0)


async def test_a_recording_is_never_held_as_a_whole(client: aiohttp.ClientSession) -> None:
    async with client.get(PATH) as response:
        tracemalloc.start()
        async for _ in response.content.iter_any():
            pass
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 4 * MEBIBYTE


async def test_a_part_of_a_recording(client: aiohttp.ClientSession, server: Server) -> None:
    wanted = {"Range": f"bytes=1000-{PIECE * 3}"}
    async with client.get(PATH, headers=wanted) as response:
        assert (response.status, response.content_length) == (206, PIECE * 3 - 999)
        assert response.headers["Content-Range"] == f"bytes 1000-{PIECE * 3}/{AUDIO.length}"
        assert await response.read() == AUDIO.piece(1000, PIECE * 3 + 1)
    assert server.requests[0].range == wanted["Range"]


async def test_a_part_that_does_not_exist(client: aiohttp.ClientSession) -> None:
    async with client.get(PATH, headers={"Range": f"bytes={AUDIO.length}-"}) as response:
        assert response.status == 416
        assert response.headers["Content-Range"] == f"bytes */{AUDIO.length}"


async def test_a_client_that_leaves_ends_the_sending(
    client: aiohttp.ClientSession, server: Server
) -> None:
    async with client.get(PATH) as response:
        await response.content.readany()
        assert server.streaming == 1
    await server.wait_until_not_streaming()
    assert server.broken_off == 1


async def test_stopping_ends_the_sending(client: aiohttp.ClientSession, server: Server) -> None:
    async with client.get(PATH) as response:
        await response.content.readany()
        await server.stop()
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.read()
    assert (server.streaming, server.broken_off) == (0, 1)


async def test_a_recording_is_deleted(client: aiohttp.ClientSession, server: Server) -> None:
    statuses = [
        (await client.delete(PATH)).status,
        (await client.get(PATH)).status,
        (await client.delete(PATH)).status,
    ]
    assert statuses == [200, 404, 404]
    assert [each.acted for each in server.requests] == [True, False, False]


async def test_a_truncated_recording(client: aiohttp.ClientSession, server: Server) -> None:
    server.add_fault(faults.Truncate(PIECE + 10))
    async with client.get(PATH) as response:
        assert response.content_length == AUDIO.length
        assert begins_right(await response.content.readexactly(PIECE + 10))
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.content.readany()
    await server.wait_until_not_streaming()
    assert server.broken_off == 1


async def test_a_stalled_recording(client: aiohttp.ClientSession, server: Server) -> None:
    server.add_fault(faults.Stall(PIECE + 10))
    async with client.get(PATH) as response:
        assert response.content_length is None
        assert begins_right(await response.content.readexactly(PIECE + 10))
        await server.wait_until_holding()
        assert server.streaming == 1
    await server.wait_until_not_streaming()
    assert server.broken_off == 1


async def test_more_may_be_announced_than_is_sent(
    client: aiohttp.ClientSession, server: Server
) -> None:
    server.add_fault(faults.WrongLength(100))
    async with client.get(PATH, headers={"Range": "bytes=0-999"}) as response:
        assert response.content_length == 1100
        assert begins_right(await response.content.readexactly(1000))
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.content.readany()


@pytest.mark.parametrize("announced", [0, 10, 995])
async def test_more_may_be_sent_than_is_announced(
    server: Server, client_tls: ssl.SSLContext, announced: int
) -> None:
    server.add_fault(faults.WrongLength(announced - 1000))
    # aiohttp would not show what comes after the announced length.
    reader, writer = await asyncio.open_connection(server.host, server.port, ssl=client_tls)
    headers = {"Host": server.address, "Range": "bytes=0-999", **LOGIN}
    lines = [f"GET {PATH} HTTP/1.1", *(f"{key}: {value}" for key, value in headers.items())]
    writer.write("\r\n".join([*lines, "\r\n"]).encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    assert f"Content-Length: {announced}\r\n".encode() in head
    assert len(body) == 1000
    assert begins_right(body)


async def test_any_answer_may_have_a_wrong_length(
    client: aiohttp.ClientSession, server: Server, account: Account
) -> None:
    server.add_fault(faults.WrongLength(1))
    async with client.put("/api/handset/100", params={"name": "Desk"}) as response:
        assert response.content_length == 1
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.read()
    assert account.handset("100").name == "Desk"


async def test_a_slow_recording_comes_in_small_pieces(
    client: aiohttp.ClientSession, server: Server
) -> None:
    server.add_fault(faults.Slow(100, 3600))
    async with client.get(PATH) as response:
        assert response.content_length == AUDIO.length
        assert begins_right(await response.content.readexactly(100))
        await server.wait_until_holding()
        assert response.content.total_bytes == 100
    await server.wait_until_not_streaming()
    assert server.broken_off == 1


async def test_a_slow_answer_is_complete(client: aiohttp.ClientSession, server: Server) -> None:
    async with client.get("/api/handset") as response:
        right = await response.read()
    server.add_fault(faults.Slow(7, 0))
    async with client.get("/api/handset") as response:
        assert await response.read() == right
    async with client.get(PATH, headers={"Range": "bytes=0-999"}) as response:
        assert begins_right(await response.read())
    async with client.put("/api/handset/100", params={"name": "Desk"}) as response:
        assert await response.read() == b""
    await server.wait_until_not_streaming()
    assert server.broken_off == 0


@pytest.mark.parametrize("content_type", [None, "video/mp4"])
async def test_endless_audio(
    client: aiohttp.ClientSession, server: Server, content_type: str | None
) -> None:
    server.add_fault(faults.Endless(b"1234", start=b"", content_type=content_type))
    async with client.get(PATH) as response:
        assert response.content_type == (content_type or "audio/mpeg")
        assert response.content_length is None
        assert await response.content.readexactly(MEBIBYTE) == b"1234" * (MEBIBYTE // 4)
    await server.wait_until_not_streaming()
    assert server.broken_off == 1


async def test_a_bomb_is_small_until_it_is_unpacked(
    client: aiohttp.ClientSession, server: Server
) -> None:
    server.add_fault(faults.Bomb(mebibytes=64))
    async with client.get(PATH, auto_decompress=False) as response:
        assert response.content_type == "audio/mpeg"
        assert response.headers["Content-Encoding"] == "gzip"
        packed = await response.read()
    assert len(packed) < 100_000
    with gzip.open(io.BytesIO(packed)) as file:
        assert all(file.read(MEBIBYTE) == bytes(MEBIBYTE) for _ in range(64))
        assert file.read() == b""


async def test_a_client_that_does_not_unpack_a_bomb_leaves(
    client: aiohttp.ClientSession, server: Server
) -> None:
    server.add_fault(faults.Bomb())
    async with client.get(PATH) as response:
        assert await response.content.readexactly(1000) == bytes(1000)
    await server.wait_until_not_streaming()
    assert server.broken_off == 1


@pytest.mark.parametrize(
    ("fault", "status", "content_type"),
    [
        (faults.Html(), 200, "text/html"),
        (faults.Body(b"nonsense", "audio/mpeg"), 200, "audio/mpeg"),
        (faults.Redirect("https://elsewhere.example/"), 302, "application/octet-stream"),
        (faults.StatusCode(503), 503, "application/octet-stream"),
    ],
    ids=repr,
)
async def test_anything_may_come_in_place_of_a_recording(
    client: aiohttp.ClientSession, server: Server, fault: Fault, status: int, content_type: str
) -> None:
    server.add_fault(fault)
    async with client.get(PATH, allow_redirects=False) as response:
        assert (response.status, response.content_type) == (status, content_type)
        assert len(await response.read()) < 1000
    assert (server.streaming, server.broken_off) == (0, 0)


@pytest.mark.parametrize("fault", [faults.ResetBefore(), faults.ResetAfter()])
async def test_the_connection_may_be_reset(
    client: aiohttp.ClientSession, server: Server, fault: Fault
) -> None:
    server.add_fault(fault)
    with pytest.raises(aiohttp.ClientOSError):
        await client.get(PATH)


async def test_a_late_recording(client: aiohttp.ClientSession, server: Server) -> None:
    server.add_fault(faults.Delay(0))
    async with client.get(PATH, headers={"Range": "bytes=0-999"}) as response:
        assert begins_right(await response.read())


async def test_wrong_types_leave_a_recording_alone(
    client: aiohttp.ClientSession, server: Server
) -> None:
    server.add_fault(faults.WrongTypes())
    async with client.get(PATH, headers={"Range": "bytes=0-999"}) as response:
        assert begins_right(await response.read())


async def test_a_hanging_recording_never_begins(
    client: aiohttp.ClientSession, server: Server
) -> None:
    server.add_fault(faults.Hang())
    hanging = asyncio.create_task(client.get(PATH))
    await server.wait_until_holding()
    hanging.cancel()
    await asyncio.wait([hanging])
    assert server.streaming == 0
