"""Format the results as readable Markdown tables. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

from .results import Results, verdicts

# By kind of measurement: the title, the meaning of the rest of its key, and the columns.
_TABLES: Final[Mapping[str, tuple[str, str, Mapping[str, str]]]] = {
    "refresh": (
        "A refresh",
        "account/handsets/changed",
        {
            "cpu_ms": "CPU ms",
            "stall_ms": "stall ms",
            "stall_without_gc_ms": "without gc",
            "bare_cpu_ms": "bare ms",
            "one_list_cpu_ms": "one list ms",
            "vs_bare": "÷ bare",
            "stock_cpu_ms": "stock ms",
            "stock_stall_ms": "its stall ms",
            "vs_stock": "stock ÷",
            "rest_cpu_ms": "rest: ms",
            "vs_rest": "rest: ÷",
        },
    ),
    "setup": (
        "Set-up",
        "handsets",
        {
            "wall_ms": "ms",
            "cpu_ms": "CPU ms",
            "cpu_ms_per_handset": "CPU ms per handset",
            "growth": "growth",
            "growth_without_gc": "without gc",
            "stall_ms": "stall ms",
            "stall_without_gc_ms": "without gc",
            "plain_cpu_ms": "plain CPU ms",
            "vs_plain": "÷ plain",
            "vs_plain_without_gc": "without gc",
            "plain_stall_ms": "plain stall ms",
            "entities_missing": "entities missing",
        },
    ),
    "reload": (
        "Reload",
        "handsets",
        {
            "wall_ms": "ms",
            "cpu_ms": "CPU ms",
            "cpu_ms_per_handset": "CPU ms per handset",
            "growth": "growth",
            "growth_without_gc": "without gc",
            "stall_ms": "stall ms",
            "stall_without_gc_ms": "without gc",
        },
    ),
    "memory": (
        "Memory",
        "handsets",
        {
            "kib_per_handset": "KiB per handset",
            "plain_kib_per_handset": "plain",
            "vs_plain": "÷ plain",
            "growth": "growth",
            "kib_per_entity": "KiB per entity",
            "kib_per_handset_unloaded": "KiB per handset when unloaded",
            "growth_by_reloads": "after 10 reloads",
        },
    ),
    "outage": (
        "An outage",
        "handsets/poll",
        {
            "cpu_ms": "CPU ms",
            "stall_ms": "stall ms",
            "stall_without_gc_ms": "without gc",
            "stall_worst_without_gc_ms": "worst without gc",
        },
    ),
    "voice": (
        "A sentence",
        "handsets",
        {
            "stall_ms": "longest stall ms",
            "stall_without_gc_ms": "without gc",
            "cpu_ms": "most CPU ms",
            "sentences": "sentences",
        },
    ),
    "call_log": (
        "The call log",
        "calls",
        {
            "load_ms": "ms to read it",
            "load_cpu_ms": "CPU ms",
            "stall_ms": "longest stall ms",
            "stall_without_gc_ms": "without gc",
            "call_cpu_ms": "CPU ms of another call",
            "query_ms": "slowest query ms",
            "mib": "MiB",
        },
    ),
    "latency": (
        "From the PBX to Home Assistant",
        "polling",
        {
            "median_s": "median s",
            "p95_s": "95 % s",
            "rings_shown": "rings shown",
            "changes_shown": "changes shown",
            "requests_per_hour": "requests/h",
            "times_fewer_requests": "times fewer",
            "polls_in_office": "polls/s, office open",
            "polls_quiet": "quiet",
            "polls_most": "most in 1 s",
        },
    ),
    "action": (
        "An action",
        "",
        {
            "ring_ms": "ms until it rings",
            "bare_ms": "bare PUT ms",
            "overhead_ms": "overhead ms",
            "warm_ms": "bare PUT, open connection ms",
        },
    ),
    "paint": (
        "The card's first paint",
        "handsets",
        {"wall_ms": "ms", "main_ms": "main thread ms"},
    ),
    "calls_paint": (
        "The calls card's first paint",
        "calls",
        {"wall_ms": "ms", "main_ms": "main thread ms"},
    ),
    "scroll": (
        "Scrolling through calls",
        "calls",
        {"frames_per_s": "frames/s", "main_ms_per_s": "main thread ms/s"},
    ),
    "change": (
        "A change",
        "handsets/of",
        {"main_ms": "main thread ms"},
    ),
    "timers": (
        "Timers",
        "calls",
        {"main_ms_per_s": "main thread ms/s", "number_main_ms_per_s": "one number ms/s"},
    ),
    "hour": (
        "An hour of a busy office",
        "handsets",
        {"before_kib": "heap KiB", "after_kib": "an hour later", "growth": "growth"},
    ),
    "click": (
        "A click",
        "",
        {
            "click_ms": "ms until the PUT",
            "action_ms": "action alone ms",
            "overhead_ms": "overhead ms",
        },
    ),
    "load": (
        "Loading the dashboard",
        "browser",
        {"loads": "loads", "errors": "with an error", "s": "s until a phone is seen"},
    ),
}


def tables(results: Results) -> str:
    """Return all results as tables."""
    found = []
    for kind, (title, rest_of_key, columns) in _TABLES.items():
        rows = [
            [key.partition("/")[2], *(_number(figures.get(name)) for name in columns)]
            for key, figures in results.items()
            if key.partition("/")[0] == kind
        ]
        if rows:
            found.append(f"### {title}\n\n{_table([rest_of_key, *columns.values()], rows)}")
    return "\n\n".join(found)


def targets(results: Results) -> str:
    """Return the targets and what was reached."""
    rows = [
        [
            verdict.key,
            verdict.target.figure,
            str(verdict.target),
            _number(verdict.value),
            "yes" if verdict.target.is_reached(verdict.value) else "NO",
        ]
        for verdict in verdicts(results)
    ]
    return f"### Targets\n\n{_table(['what', 'figure', 'target', 'measured', 'reached'], rows)}"


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    cells = [heading, *rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heading))]
    lines = [
        "| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    return "\n".join(
        [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]
    )


def _number(value: float | None) -> str:
    """Format a number to about three digits, as precise as a measurement is."""
    if value is None:
        return ""
    if value == round(value):
        return f"{value:.0f}"
    return f"{value:.{max(0, 3 - len(str(int(abs(value)))))}f}"
