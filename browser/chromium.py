"""Find and start Chromium."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
import os
from pathlib import Path
import shutil

from playwright.async_api import Browser, async_playwright

# The same names that scripts/setup --browser looks for.
NAMES = ("chromium", "chromium-browser", "google-chrome")
# What scripts/setup makes if the system has none of them.
OWN = Path(__file__).parents[1] / ".cache" / "chromium" / "start"

# Contact this machine only, and do without what a container lacks.
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--no-first-run",
)


@asynccontextmanager
async def chromium(arguments: Iterable[str] = ()) -> AsyncGenerator[Browser]:
    """Run Chromium, with a fresh profile and without a window, for as long as the block lasts."""
    async with (
        async_playwright() as playwright,
        await playwright.chromium.launch(
            executable_path=_program(), args=[*ARGUMENTS, *arguments], chromium_sandbox=False
        ) as browser,
    ):
        yield browser


def _program() -> str:
    """Return the program that $CHROMIUM names, or the system's, or our own."""
    wanted = os.environ.get("CHROMIUM")
    found = wanted or next(filter(None, map(shutil.which, NAMES)), None) or str(OWN)
    if not Path(found).exists():
        raise FileNotFoundError(f"no Chromium at {found}: run scripts/setup --browser")
    return found
