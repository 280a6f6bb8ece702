"""Run by scripts/bench: take one measurement after another, then print the result tables."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
import json
from pathlib import Path
import sys
from typing import Any, Final

from . import action, call_log, latency, lifecycle, outage, refresh, voice
from .cards import drawing, real
from .day import Day
from .machine import describe
from .report import tables, targets
from .results import Figures, compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to measure, and how much."""

    refreshes: Sequence[tuple[int, str, Sequence[str]]]
    """Numbers of handsets, with the account's mode and the changes."""
    sizes: Sequence[int]
    """Numbers of handsets for set-up and reload."""
    memories: Sequence[int]
    outages: Sequence[int]
    """Numbers of handsets for an outage and recovery."""
    rounds: int
    """A multiple of 3, because the rounds cycle through 3 steps of a call."""
    setups: int
    actions: int
    voices: Sequence[int]
    """Numbers of handsets for voice."""
    calls: int
    """How many calls are in the call log."""
    day: Day
    seeds: Sequence[int]
    policies: Sequence[str]


EVERYTHING: Final = tuple(refresh.CHANGES)

FULL: Final = Plan(
    refreshes=[(size, mode, EVERYTHING) for size in (10, 100, 1000) for mode in refresh.MODES],
    # With 1000 handsets fewer entities are enabled: sizes only compare fairly up to 500.
    sizes=(10, 100, 500, 1000),
    memories=(10, 100, 500, 1000),
    outages=(100, 1000),
    rounds=9,
    setups=7,
    actions=31,
    voices=(1000,),
    calls=10_000,
    day=Day(),
    seeds=(1, 2, 3, 4, 5),
    policies=tuple(latency.POLICIES),
)
QUICK: Final = Plan(
    refreshes=[
        (10, "list", EVERYTHING),
        (10, "each", EVERYTHING),
        (1000, "list", ("unchanged", "1%")),
    ],
    sizes=(10, 100),
    memories=(10,),
    outages=(1000,),
    rounds=3,
    setups=2,
    actions=9,
    voices=(10,),
    calls=1000,
    day=Day().shorter(12),
    seeds=(1,),
    policies=("adaptive", "fixed_2", "each/10"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsPlan:
    """How much to measure for the cards."""

    hour: int
    """In seconds."""
    rounds: int
    clicks: int
    loads: int


CARDS: Final = CardsPlan(hour=3600, rounds=7, clicks=15, loads=20)
QUICK_CARDS: Final = CardsPlan(hour=600, rounds=2, clicks=3, loads=2)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measurement and its title."""

    title: str
    function: Callable[..., dict[str, Figures]]
    arguments: tuple[Any, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables and write the JSON; return the exit code."""
    options = _parser().parse_args(arguments)
    measured: dict[str, Figures] = {}
    for each in _wanted(options):
        print(f"{each.title} ...", file=sys.stderr, flush=True)
        measured |= each.function(*each.arguments)
    results = compared(measured)
    print(f"{describe()}\n\n{tables(results)}\n\n{targets(results)}")
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return 0


def _wanted(options: argparse.Namespace) -> Iterator[Measurement]:
    """Return the measurements requested on the command line."""
    if options.cards:
        return of_cards(QUICK_CARDS if options.quick else CARDS)
    plan = QUICK if options.quick else FULL
    return measurements(of_size(plan, options.handsets) if options.handsets else plan)


def of_cards(plan: CardsPlan) -> Iterator[Measurement]:
    """Yield all measurements of the cards."""
    yield Measurement(
        "Drawing the cards", drawing.run, ((20, 1000), 50, 10_000, plan.hour, plan.rounds)
    )
    yield Measurement("The card in Home Assistant", real.run, (plan.clicks, plan.loads))


def of_size(plan: Plan, size: int) -> Plan:
    """Return a plan for only one size of account."""
    return replace(
        plan,
        refreshes=[(size, mode, EVERYTHING) for mode in refresh.MODES],
        sizes=(size,),
        memories=(size,),
        outages=(size,),
        voices=(size,),
    )


def measurements(plan: Plan) -> Iterator[Measurement]:
    """Yield all measurements of a plan."""
    for size, mode, changes in plan.refreshes:
        yield Measurement(
            f"Refreshing {size} handsets ({mode})",
            refresh.run,
            (size, mode, changes, plan.rounds),
        )
    for size in plan.sizes:
        yield Measurement(f"Setting up {size} handsets", lifecycle.run, (size, plan.setups))
    for size in plan.memories:
        yield Measurement(f"Memory of {size} handsets", lifecycle.run_memory, (size,))
    for size in plan.outages:
        yield Measurement(f"An outage of {size} handsets", outage.run, (size, plan.rounds))
    for size in plan.voices:
        yield Measurement(
            f"Speaking in an account of {size} handsets", voice.run, (size, plan.rounds)
        )
    yield Measurement(f"A log of {plan.calls} calls", call_log.run, (plan.calls, plan.rounds))
    for policy in plan.policies:
        yield Measurement(f"A day of {policy} polling", latency.run, (policy, plan.day, plan.seeds))
    yield Measurement("Placing calls", action.run, (plan.actions,))


def _parser() -> argparse.ArgumentParser:
    """Return the command line's parser."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measure the load that the integration puts on Home Assistant, compared with "
        "alternatives. Takes about half an hour; docs/benchmarks.md explains the tables.",
    )
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="also write all figures to this file"
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="small accounts and few rounds; takes less than a minute",
    )
    parser.add_argument(
        "--handsets", type=int, metavar="N", help="only measure accounts of this size"
    )
    parser.add_argument(
        "--cards", action="store_true", help="the dashboard card instead, in a real browser"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
