"""A small run of the card's benchmarks, to check what they write, never how long they took."""

import asyncio
import json
from math import isfinite
from pathlib import Path
import sys

from bench.report import tables

ROOT = Path(__file__).parents[2]

SCRIPT = """
import json
from bench.cards import drawing

print(json.dumps(drawing.run(sizes=(3, 20), calls=5, log=150, hour=24, rounds=1)))
"""


async def test_drawing_the_card_is_measured() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", SCRIPT),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()

    results = json.loads(output)
    assert set(results) == {
        *("paint/3", "paint/20", "calls_paint/150", "scroll/150"),
        *("change/20/handset", "change/20/lamp", "timers/5", "hour/100"),
    }
    for key, figures in results.items():
        assert all(isfinite(value) and value > 0 for value in figures.values()), key
    assert all(f"| {key.partition('/')[2]} " in tables(results) for key in results)
