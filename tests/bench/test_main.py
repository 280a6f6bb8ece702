"""A complete but small run of scripts/bench, to check what it writes, never how long it took."""

import asyncio
import json
from math import isfinite
from pathlib import Path
import sys

ROOT = Path(__file__).parents[2]
HANDSETS = 3


async def test_a_quick_run_measures_everything(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bench", "--quick", "--handsets", str(HANDSETS), "--json", str(file)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()

    results = json.loads(file.read_text())
    assert set(results) == {
        *(
            f"refresh/{mode}/{HANDSETS}/{change}"
            for mode in ("list", "each")
            for change in ("unchanged", "talking", "1%", "100%")
        ),
        *(f"{kind}/{HANDSETS}" for kind in ("setup", "reload", "memory", "voice")),
        *(f"outage/{HANDSETS}/{poll}" for poll in ("begins", "ends")),
        "call_log/1000",
        "latency/adaptive",
        "latency/fixed_2",
        "latency/each/10",
        "action",
    }
    for key, figures in results.items():
        assert all(isfinite(value) for value in figures.values()), key
        if key.startswith("refresh/"):
            assert {"cpu_ms", "stall_ms", "vs_bare", "vs_stock", "vs_rest"} <= set(figures)
            assert min(figures.values()) > 0
    # Independent of the machine.
    assert results[f"refresh/list/{HANDSETS}/unchanged"]["requests"] == 1
    assert results[f"refresh/each/{HANDSETS}/unchanged"]["requests"] == HANDSETS
    assert results[f"setup/{HANDSETS}"]["entities_missing"] == 0
    assert results[f"voice/{HANDSETS}"]["sentences"] == 13
    assert all(value > 0 for value in results["call_log/1000"].values())
    assert 1799 <= results["latency/fixed_2"]["requests_per_hour"] <= 1830
    assert 0 < results["latency/fixed_2"]["median_s"] < 2.1
    assert results["latency/adaptive"]["times_fewer_requests"] > 1
    assert 0 < results["latency/each/10"]["polls_quiet"] <= 0.7
    assert results["latency/each/10"]["polls_quiet"] < results["latency/each/10"]["polls_in_office"]
    assert results["latency/each/10"]["polls_in_office"] <= 2.01
    assert results["latency/each/10"]["polls_most"] <= 3
    assert all(f"| {key.partition('/')[2]} " in output.decode() for key in results)
