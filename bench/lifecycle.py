"""Measure an account's life in Home Assistant: set-up, reload and memory."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
import gc
import tracemalloc
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .home import account_entities, add_account, settle, start_home, trust
from .meter import Cost, StallMeter, in_metered_loop, measure, typical
from .pbx import Pbx, start_pbx
from .plain import Shape, add_plain
from .processes import alone
from .results import Figures

RELOADS: Final = 10

# Don't count what Home Assistant loads and caches once for any number of accounts.
_WARM_UP: Final = 2


def run(size: int, rounds: int) -> dict[str, Figures]:
    """Measure how long set-up and reload of an account of this size take, and stall the loop."""
    passes, plain = [], []
    for _ in range(rounds):
        passes.append(alone(in_metered_loop, partial(_pass, size)))
        plain.append(alone(in_metered_loop, partial(_plain_pass, size, passes[0].shape)))
    setup = _figures([each.setup for each in passes], size)
    nothing = typical(plain)
    return {
        f"setup/{size}": {
            **setup,
            "plain_cpu_ms": nothing.cpu,
            "vs_plain": setup["cpu_ms"] / nothing.cpu,
            "vs_plain_without_gc": typical([each.setup for each in passes]).cpu_without_gc
            / nothing.cpu_without_gc,
            "plain_stall_ms": nothing.stall,
            "entities_missing": passes[0].missing,
        },
        f"reload/{size}": _figures([each.reload for each in passes], size),
    }


def run_memory(size: int) -> dict[str, Figures]:
    """Measure how much memory an account of this size uses.

    Uses tracemalloc, which counts every block Python has allocated and not freed: a process's
    resident memory grows in steps larger than a small account.
    """
    figures, shape = alone(in_metered_loop, partial(_run_memory, size))
    plain = alone(in_metered_loop, partial(_run_plain_memory, size, shape))
    figures |= {"plain_kib_per_handset": plain, "vs_plain": figures["kib_per_handset"] / plain}
    return {f"memory/{size}": figures}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One set-up and one reload."""

    setup: Cost
    reload: Cost
    missing: int
    """How many entities Home Assistant refused."""
    shape: Shape


async def _pass(size: int, meter: StallMeter) -> Pass:
    async with start_pbx(size) as pbx, start_home() as hass:
        trust(pbx.certificate)
        wanted = await _warm_up(hass, pbx)
        gc.collect()
        setup = await measure(hass, meter, lambda: _add(hass, pbx))
        await settle(hass)
        (entry,) = hass.config_entries.async_entries("jingl")
        kinds = _kinds(hass, entry, set(pbx.extensions))
        gc.collect()
        return Pass(
            setup=setup,
            reload=await measure(hass, meter, lambda: _reload(hass, entry)),
            missing=sum(size - kinds[kind] for kind in wanted),
            shape=_shape(hass, entry, pbx.extensions[0]),
        )


async def _plain_pass(size: int, shape: Shape, meter: StallMeter) -> Cost:
    async with start_pbx(_WARM_UP) as pbx, start_home() as hass:
        trust(pbx.certificate)
        await _warm_up(hass, pbx)
        entry = await add_account(hass, host=pbx.host, extensions=pbx.extensions)
        gc.collect()
        return await measure(hass, meter, lambda: add_plain(hass, entry, size, shape))


async def _run_plain_memory(size: int, shape: Shape, meter: StallMeter) -> float:
    async with start_pbx(_WARM_UP) as pbx, start_home() as hass:
        trust(pbx.certificate)
        tracemalloc.start()
        await _warm_up(hass, pbx)
        entry = await add_account(hass, host=pbx.host, extensions=pbx.extensions)
        before = await _allocated(hass)
        await add_plain(hass, entry, size, shape)
        return (await _allocated(hass) - before) / size


async def _run_memory(size: int, meter: StallMeter) -> tuple[Figures, Shape]:
    async with start_pbx(size) as pbx, start_home() as hass:
        trust(pbx.certificate)
        tracemalloc.start()
        await _warm_up(hass, pbx)
        before = await _allocated(hass)
        states = len(hass.states.async_all())
        await _add(hass, pbx)
        loaded = await _allocated(hass)
        (entry,) = hass.config_entries.async_entries("jingl")
        entities = len(hass.states.async_all()) - states
        shape = _shape(hass, entry, pbx.extensions[0])
        await _reload(hass, entry)
        first = await _allocated(hass)
        for _ in range(RELOADS - 1):
            await _reload(hass, entry)
        last = await _allocated(hass)
        await hass.config_entries.async_unload(entry.entry_id)
        unloaded = await _allocated(hass)
        tracemalloc.stop()
    figures = {
        "kib_per_handset": (loaded - before) / size,
        "kib_per_entity": (loaded - before) / entities,
        "kib_per_handset_unloaded": (unloaded - before) / size,
        "growth_by_reloads": (last - before) / (first - before),
    }
    return figures, shape


async def _warm_up(hass: HomeAssistant, pbx: Pbx) -> set[str]:
    """Load everything that doesn't belong to the account; return a handset's entities."""
    extensions = pbx.extensions[:_WARM_UP]
    entry = await add_account(
        hass, host=pbx.host, extensions=extensions, unique_id="warm-up", track_new=False
    )
    kinds = set(_kinds(hass, entry, extensions))
    await hass.config_entries.async_remove(entry.entry_id)
    await settle(hass)
    return kinds


async def _add(hass: HomeAssistant, pbx: Pbx) -> None:
    await add_account(hass, host=pbx.host, extensions=pbx.extensions)


async def _reload(hass: HomeAssistant, entry: ConfigEntry) -> None:
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)


async def _allocated(hass: HomeAssistant) -> float:
    """Return the KiB in use when idle."""
    await settle(hass)
    gc.collect()
    return tracemalloc.get_traced_memory()[0] / 1024


def _shape(hass: HomeAssistant, entry: ConfigEntry, extension: str) -> Shape:
    entities = [e for e in account_entities(hass, entry) if e.extension == extension]
    return Shape(entities=len(entities), enabled=len([e for e in entities if e.enabled]))


def _kinds(hass: HomeAssistant, entry: ConfigEntry, extensions: Collection[str]) -> Counter[str]:
    """Count the handsets that have each entity, even disabled, by its key."""
    return Counter(e.key for e in account_entities(hass, entry) if e.extension in extensions)


def _figures(costs: list[Cost], size: int) -> Figures:
    cost = typical(costs)
    return {
        "wall_ms": cost.wall,
        "cpu_ms": cost.cpu,
        "cpu_ms_per_handset": cost.cpu / size,
        "cpu_ms_per_handset_without_gc": cost.cpu_without_gc / size,
        "stall_ms": cost.stall,
        "stall_worst_ms": max(each.stall for each in costs),
        "stall_without_gc_ms": cost.stall_without_gc,
    }
