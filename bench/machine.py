"""Describe the machine that runs the benchmarks."""

import os
from pathlib import Path
import platform

from homeassistant.const import __version__ as home_assistant


def describe() -> str:
    """Describe the machine in one line: processor, memory and software."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"Python {platform.python_version()}, Home Assistant {home_assistant}"
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()
