"""Compare the results with the targets. Pure.

The results are one flat mapping from the name of a measurement, such as
`refresh/list/1000/unchanged`, to its figures.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final, override

type Figures = dict[str, float]
type Results = Mapping[str, Figures]

# Figures per handset, with the name of the growth worked out from each.
_PER_HANDSET: Final = {
    "cpu_ms_per_handset": "growth",
    "cpu_ms_per_handset_without_gc": "growth_without_gc",
    "kib_per_handset": "growth",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The target for a figure; `keys` is a pattern, and the worst match counts."""

    keys: str
    figure: str
    at_most: float | None = None
    at_least: float | None = None

    def is_reached(self, value: float) -> bool:
        """Return whether a figure meets the target."""
        return (self.at_most is None or value <= self.at_most) and (
            self.at_least is None or value >= self.at_least
        )

    @override
    def __str__(self) -> str:
        return f"≤ {self.at_most:g}" if self.at_least is None else f"≥ {self.at_least:g}"


TARGETS: Final = (
    Target(keys="refresh/list/1000/unchanged", figure="vs_bare", at_most=0.5),
    Target(keys="refresh/list/1000/1%", figure="vs_bare", at_most=1.5),
    Target(keys="refresh/each/1000/unchanged", figure="vs_bare", at_most=1.25),
    Target(keys="refresh/each/1000/1%", figure="vs_bare", at_most=1.25),
    Target(keys="refresh/list/1000/unchanged", figure="vs_stock", at_least=15),
    Target(keys="refresh/list/1000/1%", figure="vs_stock", at_least=15),
    Target(keys="refresh/list/1000/unchanged", figure="vs_rest", at_least=60),
    Target(keys="refresh/list/1000/1%", figure="vs_rest", at_least=60),
    Target(keys="refresh/*", figure="stall_ms", at_most=25),
    Target(keys="refresh/*", figure="stall_without_gc_ms", at_most=25),
    Target(keys="setup/*", figure="stall_ms", at_most=50),
    Target(keys="setup/*", figure="stall_without_gc_ms", at_most=50),
    Target(keys="reload/*", figure="stall_ms", at_most=50),
    Target(keys="reload/*", figure="stall_without_gc_ms", at_most=50),
    Target(keys="outage/1000/*", figure="stall_without_gc_ms", at_most=10),
    Target(keys="setup/*", figure="growth", at_most=1.2),
    Target(keys="setup/*", figure="growth_without_gc", at_most=1.2),
    Target(keys="reload/*", figure="growth", at_most=1.2),
    Target(keys="reload/*", figure="growth_without_gc", at_most=1.2),
    Target(keys="setup/500", figure="vs_plain", at_most=1.2),
    Target(keys="setup/500", figure="vs_plain_without_gc", at_most=1.2),
    Target(keys="memory/500", figure="vs_plain", at_most=1.15),
    Target(keys="setup/*", figure="entities_missing", at_most=0),
    Target(keys="memory/*", figure="growth", at_most=1.2),
    Target(keys="memory/1000", figure="kib_per_handset", at_most=70),
    Target(keys="memory/*", figure="growth_by_reloads", at_most=1.01),
    Target(keys="voice/*", figure="stall_ms", at_most=25),
    Target(keys="voice/*", figure="stall_without_gc_ms", at_most=25),
    Target(keys="call_log/*", figure="load_ms", at_most=150),
    Target(keys="call_log/*", figure="stall_ms", at_most=10),
    Target(keys="call_log/*", figure="query_ms", at_most=5),
    Target(keys="call_log/*", figure="mib", at_most=6),
    Target(keys="latency/adaptive", figure="median_s", at_most=1.3),
    Target(keys="latency/adaptive", figure="rings_shown", at_least=0.95),
    Target(keys="latency/adaptive", figure="times_fewer_requests", at_least=2),
    Target(keys="latency/each/10", figure="median_s", at_most=2.2),
    Target(keys="latency/each/10", figure="rings_shown", at_least=0.95),
    Target(keys="latency/each/30", figure="rings_shown", at_least=0.6),
    Target(keys="latency/each/*", figure="polls_in_office", at_most=2),
    Target(keys="latency/each/*", figure="polls_quiet", at_most=0.7),
    Target(keys="latency/each/*", figure="polls_most", at_most=3),
    Target(keys="action", figure="overhead_ms", at_most=5),
    Target(keys="paint/20", figure="wall_ms", at_most=100),
    Target(keys="paint/1000", figure="wall_ms", at_most=400),
    Target(keys="calls_paint/10000", figure="wall_ms", at_most=150),
    Target(keys="scroll/10000", figure="frames_per_s", at_least=55),
    Target(keys="change/1000/handset", figure="main_ms", at_most=4),
    Target(keys="timers/50", figure="main_ms_per_s", at_most=1),
    Target(keys="hour/*", figure="growth", at_most=1.1),
    Target(keys="click", figure="overhead_ms", at_most=30),
    Target(keys="load/*", figure="errors", at_most=0),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a target was reached."""

    target: Target
    key: str
    """The key of the worst figure."""
    value: float


def compared(measured: Results) -> dict[str, Figures]:
    """Add the figures that compare one measurement with another.

    `growth` is the cost per handset, divided by that in the largest account of at most a fifth of
    the size: 100 handsets for 500 and 1000. `times_fewer_requests` compares with polling every 2
    seconds.
    """
    results = {key: dict(figures) for key, figures in measured.items()}
    for kind in ("setup", "reload", "memory"):
        sizes = [int(size) for each, size in map(_split, measured) if each == kind]
        for size in sizes:
            if not (smaller := [each for each in sizes if each * 5 <= size]):
                continue
            one, other = (results[f"{kind}/{each}"] for each in (max(smaller), size))
            for figure, growth in _PER_HANDSET.items():
                if figure in one:
                    other[growth] = other[figure] / one[figure]
    if every_2_s := results.get("latency/fixed_2"):
        for key, figures in results.items():
            if key.startswith("latency/"):
                figures["times_fewer_requests"] = (
                    every_2_s["requests_per_hour"] / figures["requests_per_hour"]
                )
    return results


def verdicts(results: Results) -> Iterator[Verdict]:
    """Yield a verdict for every target that was measured."""
    for target in TARGETS:
        found = [
            (figures[target.figure], key)
            for key, figures in results.items()
            if fnmatchcase(key, target.keys) and target.figure in figures
        ]
        if found:
            value, key = max(found) if target.at_least is None else min(found)
            yield Verdict(target=target, key=key, value=value)


def _split(key: str) -> tuple[str, str]:
    kind, _, rest = key.partition("/")
    return kind, rest
