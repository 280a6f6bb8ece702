"""Users who open the dashboard, each in their own browser session."""

from contextlib import AsyncExitStack
import json
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Error, Page

from browser.session import signed_in, tokens
from demo.home import PASSWORD, USERNAME, HomeAssistant

from .card import CallsCard, PhonesCard
from .office import Office


class Visits:
    """Open the dashboard, and collect browsers' complaints."""

    def __init__(
        self,
        home: HomeAssistant,
        browser: Browser,
        office: Office,
        *,
        stack: AsyncExitStack,
        screenshots: Path,
    ) -> None:
        """Tie sessions to the stack; name the screenshots after this path."""
        self._home = home
        self._browser = browser
        self._office = office
        self._stack = stack
        self._screenshots = screenshots
        self._pages: list[Page] = []
        self.complaints: list[str] = []

    async def open(
        self, username: str = USERNAME, *, query: str = "", **options: Any
    ) -> PhonesCard:
        """Open the dashboard as this user, with these browser session options."""
        page = await self.page(username, **options)
        await page.goto(f"/{self._office.dashboard}?{query}")
        card = PhonesCard(page)
        await card.tiles.first.wait_for()
        return card

    async def open_calls(self, username: str = USERNAME, **options: Any) -> CallsCard:
        """Open a dashboard with the calls card, with these browser session options."""
        page = await self.page(username, **options)
        await page.goto(f"/{self._office.dashboard}")
        card = CallsCard(page)
        await card.search.wait_for()
        return card

    async def page(self, username: str = USERNAME, **options: Any) -> Page:
        """Open an empty page as this user."""
        context = await self._stack.enter_async_context(
            signed_in(self._browser, self._home.url, username, PASSWORD, **options)
        )
        page = await context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", self._note)
        self._pages.append(page)
        return page

    async def sign_in(self, page: Page, username: str) -> None:
        """Sign in another user in the same browser."""
        value = json.dumps(await tokens(self._home.url, username, PASSWORD))
        await page.evaluate("value => { localStorage.hassTokens = value }", value)
        await page.reload()

    async def photograph(self, moment: str = "") -> None:
        """Take a screenshot of every page."""
        self._screenshots.parent.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(self._pages, 1):
            parts = [self._screenshots.name, moment, str(number) if len(self._pages) > 1 else ""]
            name = "-".join(filter(None, parts))
            await page.screenshot(path=self._screenshots.with_name(f"{name}.png"))

    def forgive_others(self) -> None:
        """Drop the complaints of Home Assistant's own pages, which appear when it stops."""
        self.complaints = [each for each in self.complaints if "jingl" in each]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def _note(self, error: Error) -> None:
        self.complaints.append(f"{error}\n{error.stack}")
