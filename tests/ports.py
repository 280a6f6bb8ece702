"""Ports for the servers of tests that run at the same time."""

from collections.abc import Iterator
from contextlib import contextmanager
import socket
import sys


@contextmanager
def reserved_port() -> Iterator[int]:
    """Reserve a port against tests that run at the same time, even while its server is down."""
    if sys.platform != "linux":
        yield 0  # any: only on Linux can a server share a reserved port
        return
    with socket.socket() as holder:
        # As servers do: they can then share the port, but nobody asking for a free port gets it.
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]
