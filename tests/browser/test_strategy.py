"""The dashboard that our strategy generates."""

from playwright.async_api import expect
import pytest

from .card import CallsCard, PhonesCard
from .office import Office
from .test_looks import PHONE
from .visit import Visits

STRATEGY = {"strategy": {"type": "custom:jingl-phones"}}


async def test_a_dashboard_is_added_like_any_other(office: Office, visits: Visits) -> None:
    page = await visits.page()
    await page.goto("/config/lovelace/dashboards")
    await page.get_by_role("button", name="Add dashboard").click()
    await page.get_by_text("Jingl phones", exact=True).click()
    await page.get_by_role("button", name="Create").click()
    await page.locator("ha-sidebar").get_by_text("Phones", exact=True).click()
    card = PhonesCard(page)
    await expect(card.tiles).to_have_count(4)
    await card.choose("Reception")
    await card.tile("Workshop").press("Call")
    await card.tile("Workshop").shows("Ringing")
    assert office.acts == [{"callcreate": "102"}]


async def test_a_missed_caller_is_called_back_from_the_dashboard(
    office: Office, visits: Visits
) -> None:
    await office.save(STRATEGY)
    card = await visits.open()
    await card.choose("Reception")
    await office.receives("0391234567", "103")
    await card.tile("Boardroom").shows("Ringing")
    office.account.remote_hang_up("103")
    missed = CallsCard(card.page)
    await missed.open("Anna Smith")
    await expect(missed.row("Anna Smith")).to_contain_text("Boardroom")
    await missed.call_back.click()
    # Not "Calling Anna Smith …", which is said before anything is sent.
    await expect(missed.answer).to_have_text("Calling Anna Smith")
    assert office.acts == [{"callcreate": "0391234567"}]


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
async def test_everyone_can_use_the_missed_calls(
    office: Office, visits: Visits, color_scheme: str
) -> None:
    await office.save(STRATEGY)
    card = await visits.open(color_scheme=color_scheme)
    await office.receives("0391234567", "103")
    await card.tile("Boardroom").shows("Ringing")
    office.account.remote_hang_up("103")
    missed = CallsCard(card.page)
    await expect(missed.tab("Missed")).to_have_attribute("aria-selected", "true")
    await missed.open("Anna Smith")
    assert await missed.barriers() == []


async def test_each_area_with_handsets_has_a_view_that_follows_its_name(
    office: Office, visits: Visits
) -> None:
    await office.place("100", "kitchen")
    await office.place("102", "bedroom")
    await office.save(STRATEGY)
    card = await visits.open()
    await expect(card.tiles).to_have_count(4)
    await office.call_area("kitchen", "Front office")
    await card.page.get_by_role("tab", name="Front office").click()
    await expect(card.tiles).to_have_count(1)
    await card.tile("Reception").shows("Free")
    await office.place("101", "kitchen")
    await card.tile("Sales").shows("Free")


async def test_the_dashboard_fits_a_narrow_screen(office: Office, visits: Visits) -> None:
    await office.save(STRATEGY)
    card = await visits.open(viewport=PHONE)
    assert await card.too_wide() == []
    assert await card.too_low() == []
