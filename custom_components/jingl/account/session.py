"""The client for an account, which trusts whom Home Assistant trusts."""

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

# For how many seconds a connection may be idle: longer than from poll to poll of a quiet account,
# but not much, since after that nobody waits for it.
_IDLE: Final = 20.0

# What Home Assistant's own check of a server waits.
_REACH_TIMEOUT: Final = aiohttp.ClientTimeout(total=5)


@callback
def create_client(hass: HomeAssistant, entry: ConfigEntry) -> JinglClient:
    """Create the client of an entry that is being set up, on a session that ends with it."""
    session = _own_session(entry.data, keepalive_timeout=_IDLE)

    async def close(_: Event | None = None) -> None:
        await session.close()

    entry.async_on_unload(close)
    entry.async_on_unload(hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, close))
    return _client(session, entry.data)


@contextmanager
def temporary_client(hass: HomeAssistant, data: Mapping[str, Any]) -> Iterator[JinglClient]:
    """Lend a client to a flow, which has no entry that would end it."""
    session = _session(hass, data)
    try:
        yield _client(session, data)
    finally:
        session.detach()


async def is_reachable(hass: HomeAssistant, data: Mapping[str, Any]) -> bool:
    """Return whether the account's server answers anything at all, without logging in."""
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
    """Create a session that keeps no cookies; whoever asks for it detaches it.

    With a shared jar, one account's login cookie would travel with another account's requests to
    the same host.
    """
    return async_create_clientsession(
        hass,
        verify_ssl=data[CONF_VERIFY_SSL],
        auto_cleanup=False,
        cookie_jar=aiohttp.DummyCookieJar(),
    )


def _own_session(data: Mapping[str, Any], **connections: Any) -> aiohttp.ClientSession:
    """Create a session like Home Assistant's own, but for how long its connections last.

    Home Assistant's drop a connection that is idle for as long as there is between two polls, and
    can be asked neither to keep it nor for a new one. Names are looked up by aiohttp's resolver:
    Home Assistant's, which also knows those of the local network, is not for others to use.
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
