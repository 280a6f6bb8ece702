"""A simulated office: let things happen on its phones until Home Assistant notices."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant, State

from simulator.server import Server
from simulator.state import Account

from .contacts import Contacts

# A quiet account is polled every 15 seconds, one with a call every 2.
_QUIET, _BUSY = 16, 3


@dataclass(frozen=True, kw_only=True)
class Office:
    """An account that Home Assistant follows. Reception's extension is 100."""

    hass: HomeAssistant
    entry: MockConfigEntry
    account: Account
    server: Server
    advance: Callable[[float], Awaitable[None]]

    @property
    def contacts(self) -> Contacts:
        """Return the account's contacts."""
        return Contacts(self.hass, self.entry)

    async def ring(self, caller: str = "0412345678", extension: str = "100") -> None:
        """Let somebody call."""
        self.account.incoming_call(caller, extension)
        await self.advance(_QUIET)

    async def ring_together(self, *extensions: str, caller: str = "0412345678") -> None:
        """Let somebody call a group of handsets."""
        self.account.incoming_group_call(caller, extensions)
        await self.advance(_QUIET)

    async def miss(self, caller: str = "0412345678", extension: str = "100") -> None:
        """Let somebody call and give up."""
        await self.ring(caller, extension)
        self.account.remote_hang_up(extension)
        await self.advance(_BUSY)

    async def answer(self, extension: str = "100") -> None:
        """Pick up."""
        self.account.answer(extension)
        await self.advance(_BUSY)

    async def talk(self, caller: str = "0412345678", extension: str = "100") -> None:
        """Let somebody call, and pick up before Home Assistant notices."""
        self.account.incoming_call(caller, extension)
        self.account.answer(extension)
        await self.advance(_QUIET)

    async def call(self, extension: str, number: str) -> None:
        """Call somebody from a handset."""
        self.account.place_call(extension, number)
        await self.advance(_QUIET)

    async def hold(self, extension: str = "100") -> None:
        """Put the call on hold."""
        self.account.hold(extension)
        await self.advance(_BUSY)

    async def hang_up(self, extension: str = "100") -> None:
        """Hang up, decline or give up."""
        self.account.hang_up(extension)
        await self.advance(_BUSY)

    async def reload(self) -> None:
        """Reload the account's entry."""
        assert await self.hass.config_entries.async_reload(self.entry.entry_id)
        await self.hass.async_block_till_done(wait_background_tasks=True)

    def state(self, entity_id: str) -> State:
        """Return an entity's state with its attributes."""
        state = self.hass.states.get(entity_id)
        assert state, f"{entity_id} does not exist"
        return state
