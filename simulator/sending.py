"""Send answers piece by piece, and break connections."""

import asyncio
from collections.abc import Iterable, Iterator
import socket
import struct

from aiohttp import web

from .messages import Response

# Closing a socket with a linger time of zero sends RST instead of FIN.
NO_LINGER = struct.pack("ii", 1, 0)


async def begin(
    response: Response, request: web.BaseRequest, length: int | None
) -> web.StreamResponse:
    """Begin an answer that announces this length, or none."""
    stream = web.StreamResponse(status=response.status, headers=response.headers)
    if length is None:
        stream.enable_chunked_encoding()
    else:
        stream.content_length = length
    await stream.prepare(request)
    return stream


async def write(stream: web.StreamResponse, pieces: Iterable[bytes]) -> None:
    """Send the pieces; in between, everything else has a chance to run."""
    for piece in pieces:
        await stream.write(piece)
        await asyncio.sleep(0)


async def write_beyond(
    stream: web.StreamResponse, pieces: Iterable[bytes], length: int, request: web.BaseRequest
) -> None:
    """Send all pieces, even what comes after the announced length, which aiohttp would drop."""
    for piece in pieces:
        await stream.write(piece[:length])
        if request.transport is not None:
            request.transport.write(piece[length:])
        length = max(length - len(piece), 0)


def cut(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Yield the same in pieces of this size, or smaller."""
    for piece in pieces:
        for at in range(0, len(piece), size):
            yield piece[at : at + size]


async def close(request: web.BaseRequest) -> None:
    """Close the connection."""
    if request.transport is not None:
        request.transport.close()
    await until_the_connection_is_lost()


async def reset(request: web.BaseRequest) -> None:
    """Break the connection off without closing it."""
    if request.transport is not None:
        connection = request.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        request.transport.abort()
    await until_the_connection_is_lost()


async def until_the_connection_is_lost() -> None:
    """Wait until the lost connection cancels this task."""
    await asyncio.get_running_loop().create_future()
