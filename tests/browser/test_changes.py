"""What changes while the card is open."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from playwright.async_api import expect

from demo.home import HomeAssistant
from simulator.server import Server

from .office import HANDSETS, Office
from .visit import Visits


@asynccontextmanager
async def away(what: Server | HomeAssistant) -> AsyncGenerator[None]:
    """Stop it for as long as the context lasts; the next test needs it, even if this one fails."""
    await what.stop()
    try:
        yield
    finally:
        await what.start()


async def test_two_browsers_show_the_same(office: Office, visits: Visits, colleague: str) -> None:
    cards = [await visits.open(), await visits.open(colleague)]
    for card, name in zip(cards, ("Reception", "Sales"), strict=True):
        await card.choose(name)
    await cards[0].tile("Workshop").press("Call")
    for card in cards:
        await card.tile("Workshop").shows("Ringing")
        await card.tile("Reception").shows("Calling")
    assert office.acts == [{"callcreate": "102"}]


async def test_the_cloud_goes_and_comes_back(
    office: Office, server: Server, visits: Visits
) -> None:
    card = await visits.open()
    await card.choose("Reception")
    async with away(server):
        await office.look()
        await card.tile("Workshop").shows("Unavailable")
        await card.tile("Workshop").open()
        await expect(card.tile("Workshop").note).to_have_text(
            "Your phone can't call right now (Unavailable)."
        )
    await card.tile("Workshop").shows("Free")
    await expect(card.tile("Workshop").button("Call")).to_be_visible()


async def test_home_assistant_goes_and_comes_back(
    office: Office, home: HomeAssistant, visits: Visits
) -> None:
    card = await visits.open()
    await card.choose("Reception")
    async with away(home):
        await expect(card.root.get_by_role("alert")).to_have_text(
            "Connection to Home Assistant lost. What you see may be out of date."
        )
        await card.dials("102")
        await expect(card.hint).to_have_text(
            "No connection to Home Assistant, so nothing was sent."
        )
    await expect(card.root.get_by_role("alert")).to_have_count(0)
    await card.tile("Workshop").shows("Free")
    assert office.acts == []
    # Home Assistant has made the card anew.
    await expect(card.dial).to_have_value("102")
    await card.tile("Workshop").press("Call")
    await card.tile("Workshop").shows("Ringing")
    assert office.acts == [{"callcreate": "102"}]
    visits.forgive_others()


async def test_a_handset_comes_is_renamed_and_goes(office: Office, visits: Visits) -> None:
    card = await visits.open()
    office.account.add_handset("104", name="Library")
    await office.look()
    await card.tile("Library").shows("Free")
    await office.rename("104", "Archive")
    await card.tile("Archive").shows("Free")
    await expect(card.tiles).to_have_count(5)
    office.account.remove_handset("104")
    await office.look()
    await card.tile("Archive").shows("Unavailable")
    await office.follow(*HANDSETS)
    await expect(card.tiles).to_have_count(4)
