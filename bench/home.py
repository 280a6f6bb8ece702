"""Run the real Home Assistant core in this process, with accounts like those of users."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from types import MappingProxyType
from unittest.mock import patch

import aiohttp

from homeassistant import bootstrap, config_entries, loader
from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntry,
    ConfigEntryState,
    ConfigSubentryData,
)
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util.ssl import SSL_ALPN_HTTP11, client_context

from .pbx import DOMAIN, PASSWORD, USERNAME


class _Resolver(aiohttp.ThreadedResolver):
    """Resolves names without mDNS.

    Home Assistant's own resolver would join multicasts on the local network, whose traffic costs
    CPU time that we don't want to measure; and the simulated cloud's address needs no resolving.
    """

    real_close = aiohttp.ThreadedResolver.close


@asynccontextmanager
async def start_home() -> AsyncGenerator[HomeAssistant]:
    """Run Home Assistant for the length of a block, like `hass` without its web server.

    Registries, states, stores and timers are the real ones. The recorder is left out: it would only
    add to the cost of needless writes.
    """
    resolver = patch(
        "homeassistant.helpers.aiohttp_client._async_make_resolver", lambda _: _Resolver()
    )
    with resolver, TemporaryDirectory(prefix="jingl-bench-") as folder:
        hass = HomeAssistant(folder)
        loader.async_setup(hass)
        hass.config.skip_pip = True
        hass.config_entries = config_entries.ConfigEntries(hass, {})
        await loader.async_get_custom_components(hass)
        if not await bootstrap.async_load_base_functionality(hass):
            raise RuntimeError("Home Assistant does not start")
        for component in ("homeassistant", "persistent_notification"):
            if not await async_setup_component(hass, component, {}):
                raise RuntimeError(f"{component} cannot be set up")
        await hass.async_start()
        try:
            yield hass
        finally:
            # Finish saving before the folder is deleted.
            await hass.async_block_till_done(wait_background_tasks=True)
            await hass.async_stop(force=True)


def trust(certificate: str) -> None:
    """Make Home Assistant trust a certificate authority."""
    client_context(alpn_protocols=SSL_ALPN_HTTP11).load_verify_locations(cadata=certificate)


async def add_account(
    hass: HomeAssistant,
    *,
    host: str,
    extensions: Sequence[str],
    unique_id: str = DOMAIN,
    track_new: bool = True,
    polling: bool = False,
    contacts: Sequence[ConfigSubentryData] = (),
) -> ConfigEntry:
    """Add and set up the account with all its handsets, and return its entry.

    Without `polling`, the entry's option "Enable polling for changes" is off, so that Jingl is only
    asked when a benchmark says so.
    """
    entry = ConfigEntry(
        data={
            "domain": DOMAIN,
            "username": USERNAME,
            "password": PASSWORD,
            "host": host,
            "verify_ssl": True,
            "account_id": unique_id,
        },
        discovery_keys=MappingProxyType({}),
        domain="jingl",
        minor_version=1,
        options={
            "handsets": list(extensions),
            "ignored": [],
            "track_new": track_new,
            # Far more calls than people place by hand.
            "dialling": {"calls": 1000, "calls_per_day": 10_000},
        },
        pref_disable_polling=not polling,
        source=SOURCE_USER,
        subentries_data=contacts,
        title=unique_id,
        unique_id=unique_id,
        version=1,
    )
    await hass.config_entries.async_add(entry)
    await hass.async_block_till_done(wait_background_tasks=True)
    if entry.state is not ConfigEntryState.LOADED:
        raise RuntimeError(f"the account is not set up: {entry.state}, {entry.reason}")
    return entry


async def settle(hass: HomeAssistant) -> None:
    """Save the registries now, so that they aren't saved during a measurement."""
    hass.bus.async_fire_internal(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done(wait_background_tasks=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEntity:
    """An entity of an account, maybe disabled."""

    entity_id: str
    extension: str
    key: str
    enabled: bool


def account_entities(hass: HomeAssistant, entry: ConfigEntry) -> list[AccountEntity]:
    """Return an account's registered entities, each with its handset and key."""
    found = []
    prefix = f"{entry.data['account_id']}_"
    for each in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id):
        extension, _, key = each.unique_id.removeprefix(prefix).partition("_")
        found.append(
            AccountEntity(
                entity_id=each.entity_id,
                extension=extension,
                key=key,
                enabled=not each.disabled,
            )
        )
    return found
