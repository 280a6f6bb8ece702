"""An office whose phones Home Assistant makes ring, if the policy permits it."""

from collections.abc import Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components.conversation import async_converse
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import issue_registry as ir

from custom_components.jingl.const import DOMAIN
from custom_components.jingl.dialling import gate as dialling
from custom_components.jingl.dialling.gate import CallAction, dial_record
from custom_components.jingl.dialling.policy import Origin
from custom_components.jingl.numbers.phone_number import NumberKind
from simulator.server import Server
from simulator.state import Account

type Deed = Coroutine[Any, Any, None]


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way of making a phone ring."""

    action: str
    parameter: str
    data: dict[str, Any] = field(default_factory=dict)


CREATE: Final = Way(action="create_call", parameter="callcreate")
WAYS: Final = (
    CREATE,
    Way(action="transfer_call", parameter="calltransferblind"),
    Way(action="transfer_call", parameter="calltransferattended", data={"attended": True}),
    Way(action="monitor_call", parameter="callmonitor"),
    Way(action="coach_call", parameter="callcoach"),
    Way(action="barge_call", parameter="callbarge"),
)
SUPERVISING: Final = WAYS[3:]
every_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.parameter)
every_supervising_way = pytest.mark.parametrize("way", SUPERVISING, ids=lambda way: way.parameter)

EVERYTHING: Final[dict[str, Any]] = {
    "actions": [kind.value for kind in NumberKind],
    "voice": [kind.value for kind in NumberKind],
    "supervise_others": True,
    "calls": 1000,
    "calls_per_day": 10_000,
}


class Office:
    """An account that is set up, and what tests do with it."""

    def __init__(
        self, hass: HomeAssistant, entry: MockConfigEntry, server: Server, account: Account
    ) -> None:
        self.hass = hass
        self.entry = entry
        self.server = server
        self.account = account

    def permit(self, **policy: Any) -> None:
        """Change the dialling options."""
        self.set_options(dialling=policy)

    def set_options(self, **options: Any) -> None:
        """Change some options."""
        changed = {**self.entry.options, **options}
        self.hass.config_entries.async_update_entry(self.entry, options=changed)

    async def reload(self) -> None:
        """Reload the account."""
        assert await self.hass.config_entries.async_reload(self.entry.entry_id)
        await self.settled()

    async def load(self) -> None:
        """Set the account up."""
        assert await self.hass.config_entries.async_setup(self.entry.entry_id)
        await self.settled()

    async def unload(self) -> None:
        """Unload the account."""
        assert await self.hass.config_entries.async_unload(self.entry.entry_id)

    async def settled(self) -> None:
        """Wait for everything this started."""
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def act(
        self, number: str | int, way: Way = CREATE, *, handset: str = "100", user: str | None = None
    ) -> None:
        """Perform an action, by default for Reception."""
        data = {"handset": handset, "number": number, **way.data}
        await self.hass.services.async_call(
            DOMAIN, way.action, data, blocking=True, context=Context(user_id=user)
        )

    async def speak(
        self, number: str, action: CallAction = dialling.CREATE, *, user: str | None = None
    ) -> None:
        """Act as a voice assistant does, from Reception."""
        await dialling.async_act_on_call(
            self.hass,
            self.entry,
            "100",
            action,
            number,
            origin=Origin.VOICE,
            context=Context(user_id=user),
        )

    async def say(
        self, words: str, language: str = "en", chat: str | None = None, **where: Any
    ) -> str:
        """Say something to the conversation agent, and return the reply."""
        spoken = {"context": Context(), **where}
        result = await async_converse(self.hass, words, chat, language=language, **spoken)
        await self.settled()
        return str(result.response.speech["plain"]["speech"])

    async def hears(self, replies: Mapping[str, str], language: str = "en", **where: Any) -> None:
        """Say things one after another, and check each reply."""
        for words, reply in replies.items():
            assert (words, await self.say(words, language, **where)) == (words, reply)

    async def poll(self) -> None:
        """Let Home Assistant see what the phones are doing."""
        await self.entry.runtime_data.coordinator.async_refresh()
        await self.settled()

    async def talk(self, number: str, extension: str = "101") -> None:
        """Let a handset, by default Sales, answer a call."""
        self.account.incoming_call(number, extension)
        await self.poll()
        self.account.answer(extension)
        await self.poll()

    async def miss(self, number: str, extension: str = "101") -> None:
        """Let a handset, by default Sales, miss a call."""
        self.account.incoming_call(number, extension)
        await self.poll()
        self.account.hang_up(extension)
        await self.poll()

    @property
    def calls(self) -> list[str]:
        """Return who is calling, or talking to, who at Jingl."""
        return [f"{call.caller.number} > {call.callee.number}" for call in self.account.calls]

    def by_every_door(self, number: str) -> Iterator[Deed]:
        """Call a number by action and by voice."""
        yield self.act(number)
        yield self.speak(number)

    @property
    def requests(self) -> list[tuple[str, str]]:
        """Return what the cloud was asked to make ring: each parameter and its number."""
        return [pair for r in self.server.requests if r.method == "PUT" for pair in r.query]

    @property
    def dialled(self) -> list[str]:
        """Return the numbers that the cloud was asked to make ring."""
        return [number for _, number in self.requests]

    @property
    def refusals(self) -> Mapping[str, int]:
        """Return how often each rule refused."""
        return dial_record(self.hass, self.entry).refusals.counts

    def issue(self, key: str) -> ir.IssueEntry | None:
        """Return one of the account's issues."""
        return ir.async_get(self.hass).async_get_issue(DOMAIN, f"{self.entry.entry_id}_{key}")


async def refusal(deed: Deed) -> ServiceValidationError:
    """Return the error from something that is refused."""
    with pytest.raises(ServiceValidationError) as caught:
        await deed
    return caught.value


async def key(deed: Deed) -> str | None:
    """Return the error's translation key from something that is refused."""
    return (await refusal(deed)).translation_key
