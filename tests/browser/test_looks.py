"""The card on small screens, in the dark, in other languages and for everyone."""

from playwright.async_api import expect
import pytest

from .card import left_edge, right_edge
from .office import Office
from .visit import Visits

PHONE = {"width": 400, "height": 800}
TALL = {"width": 1280, "height": 1400}
LONG = "The phone beside the second loading dock, behind the lift"


async def test_on_a_narrow_screen_everything_fits_and_can_be_tapped(
    office: Office, visits: Visits
) -> None:
    office.account.add_handset("104", name=LONG)
    await office.is_on_call("102")
    card = await visits.open(viewport=PHONE, has_touch=True)
    long = card.tile(LONG)
    await long.shows("Free")
    assert await left_edge(long.extension) > await right_edge(long.name)
    await card.my_phone.click()
    await visits.photograph("chooser")
    assert await card.too_wide() == []
    assert await card.too_low() == []
    await card.chooser.get_by_role("button", name="Reception").click()
    await card.tile("Workshop").open()
    await card.button("Keypad").click()
    await card.type("anna")
    assert await card.too_wide() == []
    assert await card.too_low() == []


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
async def test_everyone_can_use_it(office: Office, visits: Visits, color_scheme: str) -> None:
    await office.is_on_call("102")
    card = await visits.open(color_scheme=color_scheme, viewport=TALL)
    await expect(card.dial).to_be_visible()
    assert await card.barriers() == []
    await card.my_phone.click()
    await expect(card.chooser).to_be_visible()
    await visits.photograph("chooser")
    assert await card.barriers() == []
    await card.chooser.get_by_role("button", name="Reception").click()
    await card.tile("Workshop").open()
    await visits.photograph("open")
    assert await card.barriers() == []
    await card.button("Keypad").click()
    await card.type("sal")
    await expect(card.suggestions).to_have_count(1)
    assert await card.barriers() == []


async def test_it_speaks_german(visits: Visits) -> None:
    card = await visits.open(locale="de-DE")
    await expect(card.root.get_by_role("heading")).to_have_text("Telefone")
    await card.tile("Workshop").shows("Frei")


async def test_it_speaks_arabic_from_right_to_left(office: Office, visits: Visits) -> None:
    await office.is_on_call("102")
    card = await visits.open(locale="ar", viewport=PHONE)
    await expect(card.root.get_by_role("heading")).to_have_text("الهواتف")
    await expect(card.root).to_have_css("direction", "rtl")
    workshop = card.tile("Workshop")
    assert await left_edge(workshop.icon) > await left_edge(workshop.name)
    assert await card.too_wide() == []


async def test_a_name_that_is_html_is_text(office: Office, visits: Visits) -> None:
    name = "<img src=x onerror=alert(1)>"
    await office.rename("102", name)
    card = await visits.open()
    await card.choose("Reception")
    await card.tile(name).press("Call")
    await expect(card.hint).to_have_text(f"Calling {name}")
    await card.type("img")
    await expect(card.suggestions).to_contain_text([name])
    await expect(card.root.locator("img")).to_have_count(0)
