"""What changes under a finger that is down."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from playwright.async_api import Locator, expect

from .card import CallsCard
from .office import CARD, Office
from .visit import Visits

MOVED = "The card changed just as you pressed, so nothing was done. Press again."
PHONE = {"width": 400, "height": 800}


async def test_a_touch_calls_no_colleague_who_slid_under_the_finger(
    office: Office, visits: Visits
) -> None:
    await office.show(one_tap=True, hide_offline=True)
    card = await visits.open(viewport=PHONE, has_touch=True)
    await card.choose("Reception")
    async with finger_on(card.tile("Sales").head):
        office.account.handset("101").address = None
        await office.look()
        await expect(card.tiles).to_have_count(3)
    await expect(card.hint).to_have_text(MOVED)
    assert office.acts == []
    # At another place, since this quickly it would be a double tap.
    async with finger_on(card.tile("Boardroom").head):
        pass
    await card.tile("Boardroom").shows("Ringing")
    assert office.acts == [{"callcreate": "103"}]


async def test_a_touch_calls_nobody_back_who_called_meanwhile(
    office: Office, visits: Visits
) -> None:
    cards = [{"type": "custom:jingl-calls-card"}, {"type": CARD}]
    await office.save({"views": [{"cards": cards}]})
    await office.misses("101", "0391234567")
    phones = await visits.open(viewport=PHONE, has_touch=True)
    await phones.choose("Reception")
    card = CallsCard(phones.page)
    await card.open("Anna Smith")
    async with finger_on(card.call_back):
        await office.misses("102", "0398765432")
        await expect(card.rows).to_have_count(2)
        await moved_away(card.call_back)
    await expect(card.rows.last).to_contain_text(MOVED)
    assert office.acts == []
    async with finger_on(card.call_back):
        pass
    await expect(card.answer).to_have_text("Calling Anna Smith")
    assert office.acts == [{"callcreate": "0391234567"}]


async def moved_away(target: Locator) -> None:
    """Wait until a new row, which slides in, has moved it away from where it was."""
    await target.evaluate(
        """target => new Promise(resolve => {
            const list = target.getRootNode().host.getRootNode();
            const look = () =>
                list.getAnimations().length ? requestAnimationFrame(look) : resolve();
            look();
        })"""
    )


@asynccontextmanager
async def finger_on(target: Locator) -> AsyncGenerator[None]:
    """Have a finger on the middle of it for as long as the block lasts."""
    await target.scroll_into_view_if_needed()
    box = await target.bounding_box()
    assert box is not None
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    session = await target.page.context.new_cdp_session(target.page)
    touch = "Input.dispatchTouchEvent"
    await session.send(touch, {"type": "touchStart", "touchPoints": [point]})
    yield
    await session.send(touch, {"type": "touchEnd", "touchPoints": []})
    await session.detach()
