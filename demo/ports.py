"""Finding out which ports of this machine are free."""

import socket

LOOPBACK = "127.0.0.1"

# Below are those that only root may listen on.
LOWEST_PORT = 1024
HIGHEST_PORT = 65535


def is_free(port: int) -> bool:
    """Tell whether a server could listen on the port."""
    with socket.socket() as probe:
        # As servers do: connections of the previous start that are still closing do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
