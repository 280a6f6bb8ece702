"""The phones card, as a user sees and uses it."""

from pathlib import Path
import re
from typing import override

from playwright.async_api import Locator, Page, expect

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"

# More Tab presses than it takes to go through a page once.
MOST_TABS = 100

# Everything rendered below an element, through all shadow roots.
DRAWN = """
function drawn(element) {
  const children = [...element.children, ...(element.shadowRoot?.children ?? [])];
  return [...(element.checkVisibility() ? [element] : []), ...children.flatMap(drawn)];
}
"""
TOO_WIDE = f"""(card) => {{
  {DRAWN}
  const isTooWide = (each) => {{
    const {{ left, right }} = each.getBoundingClientRect();
    return left < 0 || right > innerWidth;
  }};
  const page = document.scrollingElement;
  return [...drawn(card).filter(isTooWide), ...(page.scrollWidth > innerWidth ? [page] : [])]
    .map((each) => each.outerHTML);
}}"""
TARGETS = "button, a, label, select, input:not(label input), [role=option]"
TOO_LOW = f"""(card) => {{
  {DRAWN}
  return drawn(card)
    .filter((each) => each.matches("{TARGETS}") && each.getBoundingClientRect().height < 44)
    .map((each) => each.outerHTML);
}}"""


class PhonesCard:
    """The card on a page, or in a part of it."""

    TYPE = "jingl-phones-card"

    def __init__(self, place: Page | Locator) -> None:
        self.page = place if isinstance(place, Page) else place.page
        self.root = place.locator(self.TYPE)
        self.tiles = self.root.get_by_role("listitem")
        self.my_phone = self.root.get_by_role("button", name=re.compile("^My phone:"))
        self.chooser = self.root.locator("jingl-phones-chooser")
        self.dial = self.root.get_by_role("combobox")
        self.suggestions = self.root.get_by_role("option")
        self.hint = self.root.locator("#hint")
        self.call_bar = self.root.locator("jingl-phones-call")

    def tile(self, name: str) -> Tile:
        """Return the tile of a handset."""
        exactly = re.compile(rf"^{re.escape(name)}$")
        return Tile(self.tiles.filter(has=self.page.locator(".name bdi").filter(has_text=exactly)))

    def button(self, name: str) -> Locator:
        """Return a button of the card, wherever it is."""
        return self.root.get_by_role("button", name=name, exact=True)

    async def choose(self, name: str) -> None:
        """Choose my phone."""
        await self.my_phone.click()
        await self.chooser.get_by_role("button", name=name).click()
        await expect(self.my_phone).to_contain_text(name)

    async def keys_to(self, target: Locator, key: str) -> None:
        """Tab to an element, and press a key there."""
        for _ in range(MOST_TABS):
            await self.page.keyboard.press("Tab")
            if await target.evaluate("each => each.matches(':focus')"):
                break
        await expect(target).to_be_focused()
        await self.page.keyboard.press(key)

    async def too_wide(self) -> list[str]:
        """Return elements that stick out at the sides of the page."""
        found: list[str] = await self.root.evaluate(TOO_WIDE)
        return found

    async def too_low(self) -> list[str]:
        """Return tap targets that are too low for a fingertip."""
        found: list[str] = await self.root.evaluate(TOO_LOW)
        return found

    async def barriers(self, card: Locator | None = None) -> list[tuple[str, str, str]]:
        """Return the accessibility barriers that axe finds in this card, or in another one."""
        await self.page.add_script_tag(path=AXE)
        found = await (card or self.root).evaluate(
            "async (card) => (await axe.run(card)).violations"
        )
        return [
            (rule["id"], node["html"], node["failureSummary"])
            for rule in found
            for node in rule["nodes"]
        ]

    async def type(self, text: str) -> None:
        """Type into the dial field, key by key."""
        await self.dial.press_sequentially(text)

    async def dials(self, text: str) -> None:
        """Type, and press Enter."""
        await self.type(text)
        await self.dial.press("Enter")


class PhoneCard(PhonesCard):
    """The card of one phone."""

    TYPE = "jingl-phone-card"

    def __init__(self, place: Page | Locator) -> None:
        super().__init__(place)
        self.name = self.root.get_by_role("heading", level=2)
        self.state = self.root.locator(".state strong")
        self.my_phone = self.root.locator("button.mine")
        self.recording = self.root.get_by_role("switch", name="Record calls")
        self.last_calls = self.root.locator("jingl-last-calls .call")

    @override
    async def choose(self, name: str) -> None:
        await self.my_phone.click()
        await self.chooser.get_by_role("button", name=name).click()
        await expect(self.name).to_have_text(name)


class Tile:
    """A handset's tile."""

    def __init__(self, root: Locator) -> None:
        self.root = root
        self.head = root.locator(".head")
        self.icon = root.locator(".icon")
        self.name = root.locator(".name bdi")
        self.extension = root.locator(".extension")
        self.state = root.locator(".state > span").first
        self.note = root.locator("#offer p")
        self.buttons = root.locator("#offer button")

    def button(self, name: str) -> Locator:
        """Return the opened tile's button of this name."""
        return self.root.get_by_role("button", name=name, exact=True)

    async def open(self) -> None:
        """Tap it."""
        await self.head.click()
        await expect(self.head).to_have_attribute("aria-expanded", "true")

    async def press(self, name: str) -> None:
        """Open it, and press a button in it."""
        await self.open()
        await self.button(name).click()

    async def shows(self, state: str) -> None:
        """Wait until the tile shows this word."""
        await expect(self.state).to_have_text(state)


class CallsCard(PhonesCard):
    """The card with the call log."""

    TYPE = "jingl-calls-card"

    def __init__(self, place: Page | Locator) -> None:
        super().__init__(place)
        self.rows = self.root.locator("jingl-call-list li[data-key]")
        self.days = self.root.get_by_role("heading", level=3)
        self.search = self.root.get_by_role("searchbox")
        self.details = self.root.locator("jingl-call-details")
        self.call_back = self.details.get_by_role("button", name="Call back")
        self.answer = self.details.locator(".act .hint")
        self.player = self.root.locator("jingl-recording-player")
        self.notes = self.details.get_by_role("textbox", name="Notes")

    def tab(self, name: str) -> Locator:
        """Return a tab."""
        return self.root.get_by_role("tab", name=name, exact=True)

    def row(self, text: str) -> Locator:
        """Return the rows that contain a text."""
        return self.rows.filter(has_text=text)

    async def open(self, text: str) -> None:
        """Open the first row that contains a text."""
        head = self.row(text).first.locator(".head")
        await head.click()
        await expect(head).to_have_attribute("aria-expanded", "true")


async def left_edge(target: Locator) -> float:
    """Return an element's left edge."""
    edge: float = await target.evaluate("each => each.getBoundingClientRect().left")
    return edge


async def right_edge(target: Locator) -> float:
    """Return an element's right edge."""
    edge: float = await target.evaluate("each => each.getBoundingClientRect().right")
    return edge
