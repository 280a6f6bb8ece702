"""Measurements compared with their targets."""

import pytest

from bench.report import tables, targets
from bench.results import TARGETS, Target, compared, verdicts

MEASURED = {
    "refresh/list/1000/unchanged": {"vs_bare": 0.25, "vs_stock": 100.0, "vs_rest": 900.0},
    "refresh/list/1000/1%": {"vs_bare": 1.75, "vs_stock": 30.0, "vs_rest": 200.0, "stall_ms": 4.0},
    "refresh/list/1000/100%": {"stall_ms": 31.5},
    "setup/1000": {"cpu_ms_per_handset": 3.0},
    "setup/10": {"cpu_ms_per_handset": 1.0},
    "setup/100": {"cpu_ms_per_handset": 2.0},
    "latency/adaptive": {"requests_per_hour": 600.0, "median_s": 1.25},
    "latency/fixed_2": {"requests_per_hour": 1800.0, "median_s": 1.0},
}


def test_growth_is_measured_against_a_much_smaller_account() -> None:
    results = compared({**MEASURED, "setup/500": {"cpu_ms_per_handset": 2.5}})
    assert results["setup/500"]["growth"] == 1.25
    assert "growth" not in results["setup/10"]
    assert results["setup/100"]["growth"] == 2
    assert results["setup/1000"]["growth"] == 1.5


def test_requests_are_compared_with_polling_every_2_seconds() -> None:
    results = compared(MEASURED)
    assert results["latency/adaptive"]["times_fewer_requests"] == 3
    assert results["latency/fixed_2"]["times_fewer_requests"] == 1


def test_nothing_is_compared_without_a_baseline() -> None:
    alone = {key: figures for key, figures in MEASURED.items() if key != "latency/fixed_2"}
    assert "times_fewer_requests" not in compared(alone)["latency/adaptive"]


def test_the_measurements_are_left_unchanged() -> None:
    compared(MEASURED)
    assert MEASURED["setup/100"] == {"cpu_ms_per_handset": 2.0}


@pytest.mark.parametrize(
    ("target", "reached", "missed"),
    [
        (Target(keys="*", figure="x", at_most=2), 2, 2.01),
        (Target(keys="*", figure="x", at_least=2), 2, 1.99),
        (Target(keys="*", figure="x", at_most=0), 0, 1),
    ],
)
def test_a_target_is_a_bound(target: Target, reached: float, missed: float) -> None:
    assert target.is_reached(reached)
    assert not target.is_reached(missed)


def test_every_target_has_exactly_one_bound() -> None:
    assert all((each.at_most is None) != (each.at_least is None) for each in TARGETS)


def test_the_worst_figure_counts() -> None:
    judged = {(v.target.keys, v.target.figure): v for v in verdicts(compared(MEASURED))}
    stall = judged["refresh/*", "stall_ms"]
    assert (stall.key, stall.value) == ("refresh/list/1000/100%", 31.5)


def test_a_target_without_a_measurement_is_not_judged() -> None:
    assert {verdict.target.figure for verdict in verdicts({"action": {"overhead_ms": 1.0}})} == {
        "overhead_ms"
    }


def test_every_target_is_in_a_table() -> None:
    for target in TARGETS:
        key = target.keys.replace("*", "any")
        assert "| 7 " in tables({key: {target.figure: 7.0}}), target


def test_the_tables_hold_every_measurement() -> None:
    text = tables(compared(MEASURED))
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("|")]
    assert {row[0].strip() for row in rows} >= {key.partition("/")[2] for key in MEASURED}


def test_each_table_is_valid_markdown() -> None:
    for text in (tables(compared(MEASURED)), targets(compared(MEASURED))):
        for table in text.split("\n\n")[1::2]:
            lines = table.splitlines()
            assert len({line.count("|") for line in lines}) == 1
            assert len({len(line) for line in lines}) == 1
            assert set(lines[1]) == {"|", "-"}


def test_the_table_of_targets_shows_which_are_missed() -> None:
    lines = {
        tuple(cell.strip() for cell in line.split("|")[1:3]): line
        for line in targets(compared(MEASURED)).splitlines()
    }
    assert "| NO " in lines["refresh/list/1000/1%", "vs_bare"]
    assert "| 1.75 " in lines["refresh/list/1000/1%", "vs_bare"]
    assert "| yes " in lines["latency/adaptive", "median_s"]
    assert "| ≤ 1.3 " in lines["latency/adaptive", "median_s"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.2541, "0.25"),
        (1.0, "1"),
        (9.994, "9.99"),
        (12.345, "12.3"),
        (123.4, "123"),
        (8551.9, "8552"),
        (-0.02, "-0.02"),
    ],
)
def test_a_number_has_about_three_digits(value: float, text: str) -> None:
    assert f"| {text} " in tables({"action": {"ring_ms": value}})
