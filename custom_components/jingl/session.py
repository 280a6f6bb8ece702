"""The client for an account, on a session of Home Assistant's."""

from collections.abc import Mapping
from typing import Any

import aiohttp

from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_USERNAME, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_create_clientsession

from .api import JinglClient
from .const import CONF_DOMAIN


def create_client(hass: HomeAssistant, data: Mapping[str, Any]) -> JinglClient:
    """Create a client from a config entry's data.

    Its session keeps no cookies: with a shared jar, one account's login cookie would travel with
    another account's requests to the same host.
    """
    session = async_create_clientsession(
        hass, verify_ssl=data[CONF_VERIFY_SSL], cookie_jar=aiohttp.DummyCookieJar()
    )
    return JinglClient(
        session,
        username=data[CONF_USERNAME],
        domain=data[CONF_DOMAIN],
        password=data[CONF_PASSWORD],
        host=data[CONF_HOST],
    )
