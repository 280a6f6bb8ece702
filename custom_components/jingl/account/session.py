"""Create an account's client, which trusts the same certificates as Home Assistant."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

import aiohttp
from aiohttp.hdrs import USER_AGENT

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import (
    CONF_HOST,
    CONF_PASSWORD,
    CONF_USERNAME,
    CONF_VERIFY_SSL,
    EVENT_HOMEASSISTANT_CLOSE,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import (
    MAXIMUM_HEADER_SIZE,
    SERVER_SOFTWARE,
    async_create_clientsession,
)
from homeassistant.util.ssl import SSL_ALPN_HTTP11, client_context, client_context_no_verify

from ..api import JinglClient
from ..const import CONF_DOMAIN

# How many seconds a connection may stay idle: a little longer than the time between two polls of a
# quiet account, since after that nothing needs it.
_IDLE: Final = 20.0

# The timeout of Home Assistant's own reachability check.
_REACH_TIMEOUT: Final = aiohttp.ClientTimeout(total=5)


@callback
def create_client(hass: HomeAssistant, entry: ConfigEntry) -> JinglClient:
    """Create the client for an entry being set up, with a session that closes with it."""
    session = _own_session(entry.data, keepalive_timeout=_IDLE)

    async def close(_: Event | None = None) -> None:
        await session.close()

    entry.async_on_unload(close)
    entry.async_on_unload(hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, close))
    return _client(session, entry.data)


@contextmanager
def temporary_client(hass: HomeAssistant, data: Mapping[str, Any]) -> Iterator[JinglClient]:
    """Lend a client to a flow, which has no entry to close it."""
    session = _session(hass, data)
    try:
        yield _client(session, data)
    finally:
        session.detach()


async def is_reachable(hass: HomeAssistant, data: Mapping[str, Any]) -> bool:
    """Return whether the account's server answers at all, without logging in."""
    session = _session(hass, data)
    try:
        async with session.get(
            f"https://{data[CONF_HOST]}/", timeout=_REACH_TIMEOUT, allow_redirects=False
        ):
            return True
    except aiohttp.ClientError, TimeoutError:
        return False
    finally:
        session.detach()


def _session(hass: HomeAssistant, data: Mapping[str, Any]) -> aiohttp.ClientSession:
    """Create a session that keeps no cookies; the caller detaches it.

    In a shared jar, one account's login cookie would be sent with another account's requests to
    the same host.
    """
    return async_create_clientsession(
        hass,
        verify_ssl=data[CONF_VERIFY_SSL],
        auto_cleanup=False,
        cookie_jar=aiohttp.DummyCookieJar(),
    )


def _own_session(data: Mapping[str, Any], **connections: Any) -> aiohttp.ClientSession:
    """Create a session like Home Assistant's own, but with its own connection settings.

    Home Assistant's session drops a connection that is idle between two polls, and has no option to
    keep it or to force a new one. We use aiohttp's resolver because Home Assistant's, which also
    resolves names on the local network, isn't public.
    """
    context = client_context if data[CONF_VERIFY_SSL] else client_context_no_verify
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=context(alpn_protocols=SSL_ALPN_HTTP11), **connections),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={USER_AGENT: SERVER_SOFTWARE},
        max_line_size=MAXIMUM_HEADER_SIZE,
        max_field_size=MAXIMUM_HEADER_SIZE,
    )


def _client(session: aiohttp.ClientSession, data: Mapping[str, Any]) -> JinglClient:
    return JinglClient(
        session,
        partial(_own_session, data, force_close=True),
        username=data[CONF_USERNAME],
        domain=data[CONF_DOMAIN],
        password=data[CONF_PASSWORD],
        host=data[CONF_HOST],
    )
