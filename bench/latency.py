"""How long Home Assistant takes to show what happens at the PBX, and how many requests that costs.

A day would take a day: so it runs in virtual time. The integration, Home Assistant and the
simulated cloud are the real ones, but they talk without sockets, and each request takes a fixed
time.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import inf, isfinite
from random import Random
from statistics import median, quantiles
import sys
from typing import Any, Final, Self
from unittest.mock import patch

import aiohttp
from aiohttp.base_protocol import BaseProtocol
from yarl import URL

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.util import dt as dt_util

from simulator.api import Request, Response, respond
from simulator.state import Account, Cloud

from .cloud import extensions, fill
from .day import HOUR, Day, Moment, moments
from .home import account_entities, add_account, start_home
from .processes import alone
from .rest import WORDS
from .results import Figures
from .virtual_time import VirtualTime, virtual_loop

_HANDSETS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How Jingl is asked."""

    interval: float | None = None
    """Every how many seconds; None is the integration's own choice."""
    lists: bool = True
    """Whether the account has lists; else each handset is a request."""


POLICIES: Final[Mapping[str, Policy]] = {
    "adaptive": Policy(),
    "fixed_2": Policy(interval=2),
    "fixed_5": Policy(interval=5),
    "fixed_10": Policy(interval=10),
    "fixed_30": Policy(interval=30),
    "adaptive_each": Policy(lists=False),
}

# There and back, over a connection that is open.
_REQUEST_SECONDS: Final = 0.05

_MIDNIGHT: Final = datetime(2026, 3, 3, tzinfo=UTC)


@dataclass(slots=True)
class Log:
    """What happened, and when which of it was shown."""

    requests: int = 0
    rings: int = 0
    rings_shown: int = 0
    delays: list[float] = field(default_factory=list)
    """From each change to its being shown, in seconds; endless if it never was."""
    _waiting: dict[str, list[tuple[float, str]]] = field(default_factory=dict)

    def happened(self, extension: str, status: str, at: float) -> None:
        """Note a handset's change at the PBX."""
        self._waiting.setdefault(extension, []).append((at, status))
        self.rings += status == "ringing"

    def shown(self, extension: str, status: str, at: float) -> None:
        """Note what is shown of a handset now: what came before it never will be."""
        waiting = self._waiting.get(extension, [])
        latest = max((i for i, (_, each) in enumerate(waiting) if each == status), default=None)
        if latest is not None:
            self.delays += [*[inf] * latest, at - waiting[latest][0]]
            self.rings_shown += status == "ringing"
            del waiting[: latest + 1]

    def end(self) -> None:
        """Note that what was not shown by now never will be."""
        self.delays += [inf for waiting in self._waiting.values() for _ in waiting]
        self._waiting.clear()


def run(policy: str, day: Day, seeds: Sequence[int]) -> dict[str, Figures]:
    """Let some days pass under a policy, each seed the same day for every policy."""
    logs = [alone(_pass, POLICIES[policy], day, Random(seed)) for seed in seeds]
    return {f"latency/{policy}": _figures(logs, day)}


def _figures(logs: Sequence[Log], day: Day) -> Figures:
    delays = [delay for log in logs for delay in log.delays]
    shown = [delay for delay in delays if isfinite(delay)]
    return {
        "median_s": median(delays),
        "p95_s": quantiles(shown, n=20)[-1],
        "changes_shown": len(shown) / len(delays),
        "rings_shown": sum(log.rings_shown for log in logs) / sum(log.rings for log in logs),
        "requests_per_hour": sum(log.requests for log in logs) / len(logs) / (day.length / HOUR),
        "changes": len(delays),
    }


def _pass(policy: Policy, day: Day, random: Random) -> Log:
    """Let one day pass and return what was seen of it."""
    time = VirtualTime()
    with asyncio.Runner(loop_factory=lambda: virtual_loop(time)) as runner:
        return runner.run(_live(time, policy, day, random))


async def _live(time: VirtualTime, policy: Policy, day: Day, random: Random) -> Log:
    log = Log()
    cloud = Cloud(time.time)
    account = cloud.add_account()
    fill(account, extensions(_HANDSETS))
    account.endpoints.handset_list = account.endpoints.status_list = policy.lists
    began = time.time()
    with ExitStack() as patches:
        patches.enter_context(_without_sockets(cloud, log))
        patches.enter_context(_every(policy.interval))
        for module in [*sys.modules]:
            # Whoever reads it, by the name that is imported.
            if module.startswith("custom_components.jingl.") and hasattr(
                sys.modules[module], "monotonic"
            ):
                patches.enter_context(patch(f"{module}.monotonic", time.time))
        patches.enter_context(
            patch.object(
                dt_util, "utcnow", lambda: _MIDNIGHT + timedelta(seconds=time.time() - began)
            )
        )
        async with start_home() as hass:
            await add_account(
                hass, host="pbx.invalid", extensions=list(account.handsets), polling=True
            )
            _watch(hass, log, time)
            with time.jumping():
                midnight = time.time()
                log.requests = 0
                for moment in moments(day, list(account.handsets), random):
                    await asyncio.sleep(midnight + moment.at - time.time())
                    _happen(account, moment)
                    status = WORDS[account.status(moment.extension).state]
                    log.happened(moment.extension, status, time.time())
                await asyncio.sleep(midnight + day.length - time.time())
    log.end()
    return log


def _watch(hass: HomeAssistant, log: Log, time: VirtualTime) -> None:
    """Have noted what the status sensors show."""
    (entry,) = hass.config_entries.async_entries("jingl")
    sensors = {e.entity_id: e.extension for e in account_entities(hass, entry) if e.key == "status"}

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        extension, state = sensors.get(event.data["entity_id"]), event.data["new_state"]
        if extension and state:
            log.shown(extension, state.state, time.time())

    hass.bus.async_listen(EVENT_STATE_CHANGED, note)


def _happen(account: Account, moment: Moment) -> None:
    extension, outside = moment.extension, f"0491{moment.extension}"
    match moment.turn:
        case "called":
            account.incoming_call(outside, extension)
        case "calls":
            account.place_call(extension, outside)
        case "answers":
            account.answer(extension)
        case "is_answered":
            account.remote_answer(extension)
        case "hangs_up":
            account.hang_up(extension)


def _every(interval: float | None) -> AbstractContextManager[object]:
    """Have Jingl asked at a fixed interval, unless it is None."""
    if interval is None:
        return nullcontext()
    return patch("custom_components.jingl.account.statuses.status_interval", lambda _: interval)


def _without_sockets(cloud: Cloud, log: Log) -> AbstractContextManager[object]:
    """Have the cloud answer all requests of aiohttp's, and count them."""

    async def request(
        session: aiohttp.ClientSession, method: str, url: URL, *, headers: Any = None, **_: object
    ) -> _Answer:
        log.requests += 1
        await asyncio.sleep(_REQUEST_SECONDS / 2)
        answer = respond(
            cloud,
            Request(
                method=method,
                path=url.raw_path,
                query=tuple(url.query.items()),
                headers=headers or {},
            ),
        )
        await asyncio.sleep(_REQUEST_SECONDS / 2)
        return _Answer(answer)

    return patch.object(aiohttp.ClientSession, "_request", request)


class _Answer:
    """As much of aiohttp's response as a client needs, its body's reader being aiohttp's own."""

    def __init__(self, response: Response) -> None:
        loop = asyncio.get_running_loop()
        self.status = response.status
        self.headers = response.headers
        self.content = aiohttp.StreamReader(BaseProtocol(loop), limit=2**16, loop=loop)
        self.content.feed_data(response.body)
        self.content.feed_eof()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass
