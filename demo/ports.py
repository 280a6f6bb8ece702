"""Find free ports on this machine."""

import socket

LOOPBACK = "127.0.0.1"

# Only root may listen on ports below this.
LOWEST_PORT = 1024
HIGHEST_PORT = 65535


def is_free(port: int) -> bool:
    """Return whether a server could listen on the port."""
    with socket.socket() as probe:
        # As servers do: connections still closing from the previous start don't count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """Return a port that is not in use."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
