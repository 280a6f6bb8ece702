"""Measure what a full call log costs: reading it at start, a call more, memory, and questions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
import gc
from itertools import groupby
from statistics import median
from time import perf_counter
import tracemalloc
from types import MappingProxyType, SimpleNamespace
from typing import Final, cast

from homeassistant.config_entries import SOURCE_USER, ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from custom_components.jingl.account.call_files import CallFiles
from custom_components.jingl.account.call_history import CallHistory
from custom_components.jingl.account.names import Names
from custom_components.jingl.api import CallDirection
from custom_components.jingl.calls.reading import CallReader, Question
from custom_components.jingl.coordinator import JinglConfigEntry, JinglRuntimeData
from custom_components.jingl.history.call_log import CallFilter, CallLog
from custom_components.jingl.history.call_record import CallRecord, CallSource
from custom_components.jingl.history.calls import CallEvent, CallEventType, CallResult, Course

from .home import settle, start_home
from .meter import StallMeter, in_metered_loop, measure, typical
from .processes import alone
from .results import Figures

_DAYS: Final = 29
_HANDSETS: Final = 12
_PARTIES: Final = 700
_MISSED, _ANSWERED, _NO_ANSWER = CallResult.MISSED, CallResult.ANSWERED, CallResult.NO_ANSWER


_ALL: Final = CallFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which calls are asked for."""

    wanted: CallFilter = _ALL
    party: str | None = None
    limit: int | None = None


def questions(now: datetime) -> dict[str, Asked]:
    """Return what is asked for, by who asks."""
    lately = now - timedelta(hours=24)
    outbound = CallFilter(extensions={"103"}, directions={CallDirection.OUTBOUND})
    return {
        "a card's first page": Asked(limit=100),
        "today's missed calls": Asked(wanted=CallFilter(results={_MISSED}, since=lately)),
        "as many as an action returns": Asked(limit=1000),
        "everyone with this name": Asked(party="*party 7*"),
        "a number that never called": Asked(party="0399999999"),
        "a handset's outbound calls": Asked(wanted=outbound),
    }


def question(hass: HomeAssistant, entry: ConfigEntry, log: CallLog, asked: Asked) -> Question:
    """Return a question to this log."""
    # What reading calls needs of an account that is set up.
    data = SimpleNamespace(calls=SimpleNamespace(log=log), names=Names(hass, entry, {}))
    return Question(
        entry=cast("JinglConfigEntry", entry),
        data=cast("JinglRuntimeData", data),
        wanted=asked.wanted,
        party=asked.party,
    )


def run(calls: int, rounds: int) -> dict[str, Figures]:
    """Measure a log of this many calls."""
    return {
        f"call_log/{calls}": {
            **alone(in_metered_loop, partial(_run, calls, rounds)),
            "mib": alone(in_metered_loop, partial(_run_memory, calls)),
        }
    }


async def _run(calls: int, rounds: int, meter: StallMeter) -> Figures:
    async with start_home() as hass:
        entry = _entry()
        await _write(hass, entry, calls)
        loads, changes, answers = [], [], []
        for number in range(rounds):
            history = CallHistory(hass, entry)
            gc.collect()
            loads.append(await measure(hass, meter, history.load))
            _check(history.log, calls)
            (await history.start(entry))()
            gc.collect()
            changes.append(await measure(hass, meter, partial(_miss, hass, history, number)))
            answers.append(await _ask(hass, entry, history.log))
            await history.remove()
            await _write(hass, entry, calls)
        load, change = typical(loads), typical(changes)
    return {
        "load_ms": load.wall,
        "load_cpu_ms": load.cpu,
        "stall_ms": max(load.stall, change.stall),
        "stall_without_gc_ms": max(load.stall_without_gc, change.stall_without_gc),
        "call_cpu_ms": change.cpu,
        "query_ms": max(median(each) for each in zip(*answers, strict=True)),
    }


async def _run_memory(calls: int, _: StallMeter) -> float:
    """Return the MiB that Python has allocated and not freed."""
    async with start_home() as hass:
        entry = _entry()
        await _write(hass, entry, calls)
        # Whatever reading loads and caches once.
        await CallHistory(hass, entry).load()
        await settle(hass)
        gc.collect()
        tracemalloc.start()
        history = CallHistory(hass, entry)
        await history.load()
        history.log.last_missed("100")
        await settle(hass)
        gc.collect()
        used = tracemalloc.get_traced_memory()[0] / 1024 / 1024
        tracemalloc.stop()
        _check(history.log, calls)
    return used


async def _write(hass: HomeAssistant, entry: ConfigEntry, calls: int) -> None:
    """Write the files, as they are found when Home Assistant starts."""
    files = CallFiles(hass, entry)
    in_order = sorted(_calls(calls), key=lambda each: each.started)
    for day, records in groupby(in_order, key=lambda each: each.started.date()):
        files.write_day(day, partial(tuple, [*records]))
    await settle(hass)


async def _miss(hass: HomeAssistant, history: CallHistory, number: int) -> None:
    """Let a handset miss a call, and have it written."""
    now = dt_util.utcnow()
    event = CallEvent(
        type=CallEventType.MISSED,
        direction=CallDirection.INBOUND,
        number=f"0491{number:06}",
        application=None,
        result=CallResult.MISSED,
        course=Course(started=now - timedelta(seconds=9), ended=now, rung_seconds=9),
    )
    history.follow([("101", event)], {}, Names(hass, _entry(), {}))
    await settle(hass)


async def _ask(hass: HomeAssistant, entry: ConfigEntry, log: CallLog) -> list[float]:
    """Return how many ms each answer takes."""
    taken = []
    for asked in questions(dt_util.utcnow()).values():
        asking = [question(hass, entry, log, asked)]
        gc.collect()
        began = perf_counter()
        await CallReader(hass, None).find(asking, asked.limit)
        taken.append((perf_counter() - began) * 1000)
    return taken


def _check(log: CallLog, calls: int) -> None:
    if len(log) != calls:
        raise RuntimeError(f"{len(log)} calls of {calls} were read")


def _calls(calls: int) -> Iterator[CallRecord]:
    """Yield the calls of an office that is as busy every day."""
    now = dt_util.utcnow()
    results = (_ANSWERED, _MISSED, _ANSWERED, _NO_ANSWER)
    for number in range(calls):
        started = now - timedelta(days=_DAYS) * number / calls
        extension, result = str(100 + number % _HANDSETS), results[number % len(results)]
        party = number * 7919 % _PARTIES
        answered = started + timedelta(seconds=8) if result is _ANSWERED else None
        is_theirs = number % 2 == 0
        yield CallRecord(
            id=f"{int(started.timestamp())}-{extension}",
            extension=extension,
            direction=CallDirection.OUTBOUND if number % 4 else CallDirection.INBOUND,
            number=f"0491{party:06}",
            name=f"The party {party}" if party % 2 else None,
            result=result,
            started=started.replace(microsecond=0),
            answered=answered and answered.replace(microsecond=0),
            ended=(started + timedelta(seconds=100)).replace(microsecond=0),
            rung_seconds=8,
            connected_seconds=92 if answered else None,
            held_seconds=0,
            source=CallSource.BOTH if is_theirs else CallSource.SEEN,
            jingl_id=str(70_000_000 + number) if is_theirs else None,
            recording=False if is_theirs else None,
        )


def _entry() -> ConfigEntry:
    """Return an account's entry that nobody sets up."""
    return ConfigEntry(
        data={},
        discovery_keys=MappingProxyType({}),
        domain="jingl",
        entry_id="bench",
        minor_version=1,
        options={},
        source=SOURCE_USER,
        subentries_data=(),
        title="bench",
        unique_id="bench",
        version=1,
    )
