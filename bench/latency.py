"""Measure how soon Home Assistant shows what happens at the PBX, and at how many requests.

A day would take a day, so it runs in virtual time. The integration, Home Assistant and the
simulated cloud run as usual, but talk without sockets, and each request takes a fixed time.
"""

import asyncio
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import inf, isfinite
from os import process_cpu_count
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How to poll Jingl."""

    interval: float | None = None
    """Seconds between polls; None lets the integration decide."""
    handsets: int = 10
    lists: bool = True
    """Whether the account has lists; else each handset needs its own request."""


POLICIES: Final[Mapping[str, Policy]] = {
    "adaptive": Policy(),
    "fixed_2": Policy(interval=2),
    "fixed_5": Policy(interval=5),
    "fixed_10": Policy(interval=10),
    "fixed_30": Policy(interval=30),
    "each/10": Policy(lists=False),
    "each/30": Policy(handsets=30, lists=False),
    "each/100": Policy(handsets=100, lists=False),
}

# The round trip over an open connection.
_REQUEST_SECONDS: Final = 0.05

_MIDNIGHT: Final = datetime(2026, 3, 3, tzinfo=UTC)


@dataclass(slots=True)
class Log:
    """What happened, and when it was shown."""

    requests: int = 0
    polls: list[float] = field(default_factory=list)
    """When each request for statuses was sent, in seconds since the start of the day."""
    rings: int = 0
    rings_shown: int = 0
    delays: list[float] = field(default_factory=list)
    """Seconds until each change was shown; infinite if it never was."""
    _waiting: dict[str, list[tuple[float, str]]] = field(default_factory=dict)

    def happened(self, extension: str, status: str, at: float) -> None:
        """Note a handset's change at the PBX."""
        self._waiting.setdefault(extension, []).append((at, status))
        self.rings += status == "ringing"

    def shown(self, extension: str, status: str, at: float) -> None:
        """Note what is shown for a handset now; anything earlier will never be shown."""
        waiting = self._waiting.get(extension, [])
        latest = max((i for i, (_, each) in enumerate(waiting) if each == status), default=None)
        if latest is not None:
            self.delays += [*[inf] * latest, at - waiting[latest][0]]
            self.rings_shown += status == "ringing"
            del waiting[: latest + 1]

    def end(self) -> None:
        """Note that anything not shown yet never will be."""
        self.delays += [inf for waiting in self._waiting.values() for _ in waiting]
        self._waiting.clear()


def run(policy: str, day: Day, seeds: Sequence[int]) -> dict[str, Figures]:
    """Simulate days under a policy; a seed makes the same day for every policy."""

    def live(seed: int) -> Log:
        return alone(_pass, POLICIES[policy], day, Random(seed))

    # As many at once as there are cores, which doesn't affect virtual time.
    with ThreadPoolExecutor(process_cpu_count()) as days:
        logs = [*days.map(live, seeds)]
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
        "polls_in_office": _polls_per_second(logs, day.opens, day.closes),
        "polls_quiet": _polls_per_second(logs, 0, day.opens),
        "polls_most": max(_most_in_a_second(log.polls) for log in logs),
        "changes": len(delays),
    }


def _polls_per_second(logs: Sequence[Log], begins: float, ends: float) -> float:
    polls = sum(begins <= at < ends for log in logs for at in log.polls)
    return polls / len(logs) / (ends - begins)


def _most_in_a_second(polls: Sequence[float]) -> int:
    """Return the most polls within any second."""
    # Exclude those a full second earlier, whatever the rounding.
    second = 1 - 1e-6
    return max((i + 1 - bisect_right(polls, at - second) for i, at in enumerate(polls)), default=0)


def _pass(policy: Policy, day: Day, random: Random) -> Log:
    """Simulate one day and return its log."""
    time = VirtualTime()
    with asyncio.Runner(loop_factory=lambda: virtual_loop(time)) as runner:
        return runner.run(_live(time, policy, day, random))


async def _live(time: VirtualTime, policy: Policy, day: Day, random: Random) -> Log:
    log = Log()
    cloud = Cloud(time.time)
    account = cloud.add_account()
    fill(account, extensions(policy.handsets))
    account.endpoints.handset_list = account.endpoints.status_list = policy.lists
    began = time.time()
    with ExitStack() as patches:
        patches.enter_context(_without_sockets(cloud, log, time))
        patches.enter_context(_every(policy.interval))
        for module in [*sys.modules]:
            # Patch every module that imports the clock by name.
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
                log.polls.clear()
                for moment in moments(day, list(account.handsets), random):
                    await asyncio.sleep(midnight + moment.at - time.time())
                    _happen(account, moment)
                    status = WORDS[account.status(moment.extension).state]
                    log.happened(moment.extension, status, time.time())
                await asyncio.sleep(midnight + day.length - time.time())
    log.end()
    log.polls = [at - midnight for at in log.polls]
    return log


def _watch(hass: HomeAssistant, log: Log, time: VirtualTime) -> None:
    """Log what the status sensors show."""
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
    """Poll Jingl at a fixed interval, unless it is None."""
    if interval is None:
        return nullcontext()
    return patch("custom_components.jingl.account.statuses.status_interval", lambda _: interval)


def _without_sockets(cloud: Cloud, log: Log, time: VirtualTime) -> AbstractContextManager[object]:
    """Let the cloud answer all aiohttp requests, and count them."""

    async def request(
        session: aiohttp.ClientSession, method: str, url: URL, *, headers: Any = None, **_: object
    ) -> _Answer:
        log.requests += 1
        if "/handsetstatus" in url.path:
            log.polls.append(time.time())
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
    """As much of aiohttp's response as a client needs, with aiohttp's own body reader."""

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
