"""A page with only the card, and what it costs the browser's main thread."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, Self

from aiohttp import web
from playwright.async_api import Browser, CDPSession, Page, ViewportSize

_HERE: Final = Path(__file__).parent
_BUILT: Final = _HERE.parents[1] / "custom_components" / "jingl" / "frontend" / "built"

# The size of a desktop screen.
_WINDOW: Final = ViewportSize(width=1280, height=900)


class Tab:
    """A page whose functions come from `page.js`."""

    def __init__(self, page: Page, devtools: CDPSession) -> None:
        self.page = page
        self._devtools = devtools

    @classmethod
    @asynccontextmanager
    async def opened(cls, browser: Browser, url: str) -> AsyncGenerator[Self]:
        """Open the page and wait until it has loaded, including the card's script."""
        async with await browser.new_context(viewport=_WINDOW) as context:
            page = await context.new_page()
            devtools = await context.new_cdp_session(page)
            # Thread time, because other processes may keep the thread waiting.
            await devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
            await page.goto(url)
            yield cls(page, devtools)

    async def run(self, script: str) -> Any:
        """Run a script and wait until it ends."""
        return await self.page.evaluate(script)

    async def cost(self, script: str) -> float:
        """Run a script and return how many milliseconds the main thread worked."""
        before = await self._busy()
        await self.run(script)
        return (await self._busy() - before) * 1000

    async def heap(self) -> float:
        """Return how many KiB are in use after a garbage collection."""
        for _ in range(3):  # one collection may only free what the next can collect
            await self._devtools.send("HeapProfiler.collectGarbage")
        used: float = (await self._devtools.send("Runtime.getHeapUsage"))["usedSize"]
        return used / 1024

    async def _busy(self) -> float:
        """Return how many seconds the main thread has worked so far, including drawing."""
        metrics = (await self._devtools.send("Performance.getMetrics"))["metrics"]
        return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))


@asynccontextmanager
async def served() -> AsyncGenerator[str]:
    """Serve the page with the built card, and yield its URL."""
    app = web.Application()
    app.router.add_static("/built", _BUILT)
    app.router.add_static("/", _HERE)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0]
        yield f"http://{host}:{port}/page.html"
    finally:
        await runner.cleanup()
