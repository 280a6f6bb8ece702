"""Measure an action as often as a full run does."""

import asyncio
from pathlib import Path
import sys

ROOT = Path(__file__).parents[2]

SCRIPT = """
from bench import action
from bench.__main__ import FULL

if __name__ == "__main__":
    print(sorted(action.run(FULL.actions)["action"]))
"""


async def test_the_call_limit_does_not_stop_a_full_run(tmp_path: Path) -> None:
    # A file, because the measuring process reads it again.
    file = tmp_path / "measure.py"
    file.write_text(SCRIPT, encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        file,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    assert output.decode().strip() == "['bare_ms', 'overhead_ms', 'ring_ms', 'warm_ms']"
