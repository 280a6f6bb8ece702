"""Ports for the servers of tests that run at the same time."""

from collections.abc import Iterator
from contextlib import contextmanager
import socket
import sys


@contextmanager
def reserved_port() -> Iterator[int]:
    """Keep a port from other tests at the same time, while its server is down, too."""
    if sys.platform != "linux":
        yield 0  # any: elsewhere no server can share a port that is held
        return
    with socket.socket() as holder:
        # As servers do, which makes it theirs to share, but nobody's who asks for any port.
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]
