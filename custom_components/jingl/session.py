"""The client for an account, on a session of Home Assistant's."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import aiohttp

from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_USERNAME, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession

from .api import JinglClient
from .const import CONF_DOMAIN

# What Home Assistant's own check of a server waits.
_REACH_TIMEOUT: Final = aiohttp.ClientTimeout(total=5)


def create_client(hass: HomeAssistant, data: Mapping[str, Any]) -> JinglClient:
    """Create the client of a config entry that is being set up; it ends with the entry."""
    return _client(_session(hass, data, auto_cleanup=True), data)


@contextmanager
def temporary_client(hass: HomeAssistant, data: Mapping[str, Any]) -> Iterator[JinglClient]:
    """Lend a client to a flow, which has no entry that would end it."""
    session = _session(hass, data, auto_cleanup=False)
    try:
        yield _client(session, data)
    finally:
        session.detach()


async def is_reachable(hass: HomeAssistant, data: Mapping[str, Any]) -> bool:
    """Tell whether the account's server answers anything at all; nobody logs in for that."""
    session = _session(hass, data, auto_cleanup=False)
    try:
        async with session.get(
            f"https://{data[CONF_HOST]}/", timeout=_REACH_TIMEOUT, allow_redirects=False
        ):
            return True
    except aiohttp.ClientError, TimeoutError:
        return False
    finally:
        session.detach()


def _session(
    hass: HomeAssistant, data: Mapping[str, Any], *, auto_cleanup: bool
) -> aiohttp.ClientSession:
    """Create a session that keeps no cookies.

    With a shared jar, one account's login cookie would travel with another account's requests to
    the same host.
    """
    return async_create_clientsession(
        hass,
        verify_ssl=data[CONF_VERIFY_SSL],
        auto_cleanup=auto_cleanup,
        cookie_jar=aiohttp.DummyCookieJar(),
    )


def _client(session: aiohttp.ClientSession, data: Mapping[str, Any]) -> JinglClient:
    return JinglClient(
        session,
        username=data[CONF_USERNAME],
        domain=data[CONF_DOMAIN],
        password=data[CONF_PASSWORD],
        host=data[CONF_HOST],
    )
