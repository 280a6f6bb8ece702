"""An account with faults, and what must always be true of it."""

from collections import Counter
from collections.abc import Collection, Container, Coroutine
from dataclasses import dataclass, field
import logging
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from custom_components.jingl.account.pace import forget_pace
from custom_components.jingl.const import DOMAIN, LOGGER
from simulator.server import Received, Server
from simulator.state import Account, Endpoints
from tests.conftest import LOGIN, Advance

from .footprint import footprint
from .truth import out, wrong

# Longer than any pause between two attempts.
NEXT_TRY = 62
SETTINGS_ARE_DUE = 301
RATE_LIMIT_IS_FORGOTTEN = 3601


@dataclass(kw_only=True)
class Trial:
    """An account that suffers one fault after another."""

    hass: HomeAssistant
    account: Account
    server: Server
    entry: MockConfigEntry
    advance: Advance
    caplog: pytest.LogCaptureFixture
    before: Counter[str] = field(init=False)

    async def set_up(self, endpoints: Endpoints | None = None) -> None:
        """Set up an account, optionally with only these endpoints."""
        if endpoints:
            self.account.endpoints = endpoints
        assert await self.hass.config_entries.async_setup(self.entry.entry_id)
        await self.advance(0)

    async def begin(self, *, has_lists: bool) -> None:
        """Start with a healthy account, whatever happened before."""
        self.server.clear_faults()
        for flow in self.forms:
            self.hass.config_entries.flow.async_abort(flow)
        endpoints = self.account.endpoints
        endpoints.handset_list = endpoints.status_list = has_lists
        if self.entry.state is not ConfigEntryState.LOADED or self.suffers:
            # A pause that Jingl asked for earlier would outlast this.
            forget_pace(self.hass, self.entry)
            await self.run(self.hass.config_entries.async_reload(self.entry.entry_id))
            await self.advance(RATE_LIMIT_IS_FORGOTTEN)
        self.check_all_is_well()
        self.before = await footprint(self.hass, self.server)
        self.server.clear_requests()
        self.caplog.clear()

    async def run[T](self, work: Coroutine[Any, Any, T]) -> T:
        """Do something, however long it takes, and return the result."""
        task = self.hass.async_create_task(work)
        await self.advance(0)
        return task.result()

    async def recover(self, seconds: float, *, login: bool) -> None:
        """End the fault, and log in again if asked to."""
        self.server.clear_faults()
        assert len(self.forms) == login
        for flow in self.forms:
            result = await self.hass.config_entries.flow.async_configure(
                flow, {key: LOGIN[key] for key in ("username", "password")}
            )
            assert result["type"] is FlowResultType.ABORT
            assert result["reason"] == "reauth_successful"
            await self.advance(0)
        await self.advance(seconds)
        self.check_all_is_well()
        assert self.forms == []

    @property
    def forms(self) -> list[str]:
        """Return the forms that ask for the login, and check that there are no others."""
        flows = self.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        assert {flow["context"]["source"] for flow in flows} <= {SOURCE_REAUTH}
        return [flow["flow_id"] for flow in flows]

    @property
    def suffers(self) -> bool:
        """Return whether anything is unknown at the moment."""
        return bool(out(self.hass, self.account))

    @property
    def writes(self) -> list[Received]:
        """Return all writes so far."""
        return [request for request in self.server.requests if request.method != "GET"]

    @property
    def lines(self) -> list[logging.LogRecord]:
        """Return the log lines of the integration, or of Home Assistant on its behalf."""
        return [each for each in self.caplog.records if each.name == LOGGER.name]

    def said_away(self) -> int:
        """Return how often the log said that something failed."""
        return sum(
            # Home Assistant's words for an account that cannot be set up.
            line.levelno >= logging.WARNING or "not ready yet" in line.getMessage()
            for line in self.lines
        )

    def said_back(self) -> int:
        """Return how often the log said that something works again."""
        return sum(line.getMessage().endswith((" again", " recovered")) for line in self.lines)

    def check_nothing_is_wrong(
        self,
        *,
        in_words: bool = False,
        mute: Collection[str] = (),
        stale: Container[str] = (),
    ) -> None:
        """Check that everything is right or unavailable, except what may be stale."""
        found = wrong(self.hass, self.account, in_words=in_words, mute=mute, stale=stale)
        assert found == {}, found

    def check_all_is_well(self) -> None:
        """Check that everything is right and nothing is unavailable."""
        assert self.entry.state is ConfigEntryState.LOADED
        self.check_nothing_is_wrong()
        assert out(self.hass, self.account) == set()

    async def check_nothing_is_left_behind(self) -> None:
        """Check that resource use is back to what it was at the start."""
        await self.advance(RATE_LIMIT_IS_FORGOTTEN)
        assert await footprint(self.hass, self.server) == self.before
