"""A handset's last calls, in its tile."""

from playwright.async_api import expect

from .office import Office
from .visit import Visits


async def test_more_info_shows_the_last_calls_and_home_assistant_s_details(
    office: Office, visits: Visits
) -> None:
    card = await visits.open(viewport={"width": 400, "height": 1200}, has_touch=True)
    await card.choose("Reception")
    sales = card.tile("Sales")
    await sales.open()
    await sales.button("More info").click()
    await expect(sales.root.get_by_text("No calls yet")).to_be_visible()
    await office.receives("0391234567", "101")
    await sales.shows("Ringing")
    office.account.remote_hang_up("101")
    await office.look()
    last = sales.root.locator("jingl-last-calls").get_by_role("button")
    await expect(last).to_contain_text("Anna Smith")
    assert await card.too_wide() == []
    assert await card.too_low() == []
    assert await card.barriers() == []
    await visits.photograph("open")
    await last.click()
    await expect(sales.root.locator("jingl-last-calls p")).to_have_text("Calling Anna Smith")
    assert office.acts == [{"callcreate": "0391234567"}]
    await sales.button("All details").click()
    await expect(card.page.locator("ha-more-info-dialog")).to_contain_text("Status")
    visits.forgive_others()
