"""Sessions of our own, with the trust and the name resolution of another.

aiohttp has no way to ask a session for a new connection or for how long to keep one, nor to be
told by it what it trusts.
"""

from typing import Any, Final

import aiohttp

# As long as Home Assistant's own sessions take.
_MAX_HEADER: Final = 64 * 1024


def one_time_session(like: aiohttp.ClientSession) -> aiohttp.ClientSession:
    """Return a session that never uses a connection twice."""
    return _session(like, force_close=True)


def lasting_session(like: aiohttp.ClientSession, idle: float) -> aiohttp.ClientSession:
    """Return a session that keeps a connection which is idle for this many seconds."""
    return _session(like, keepalive_timeout=idle)


def _session(like: aiohttp.ClientSession, **options: Any) -> aiohttp.ClientSession:
    if isinstance(like.connector, aiohttp.TCPConnector):
        options |= {"ssl": like.connector._ssl, "resolver": like.connector._resolver}  # noqa: SLF001
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(**options),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=like.headers,
        max_line_size=_MAX_HEADER,
        max_field_size=_MAX_HEADER,
    )
