"""Which phone is mine."""

from playwright.async_api import expect

from demo.home import USERNAME

from .office import Office
from .visit import Visits


async def test_the_first_tap_asks_which_phone_is_mine(office: Office, visits: Visits) -> None:
    card = await visits.open()
    workshop = card.tile("Workshop")
    await workshop.head.click()
    await expect(card.chooser).to_contain_text("Which phone is yours?")
    await card.chooser.get_by_role("button", name="Reception").click()
    await expect(card.my_phone).to_contain_text("Reception")
    await expect(workshop.button("Call")).to_be_visible()
    assert office.acts == []


async def test_my_phone_is_still_mine_after_a_reload(visits: Visits) -> None:
    card = await visits.open()
    await card.choose("Reception")
    await card.page.reload()
    await expect(card.my_phone).to_contain_text("Reception")
    await card.my_phone.click()
    await card.chooser.get_by_role("button", name="No phone").click()
    await card.page.reload()
    await expect(card.my_phone).to_contain_text("Choose")


async def test_another_user_of_the_same_browser_has_another_phone(
    visits: Visits, colleague: str
) -> None:
    card = await visits.open()
    await card.choose("Reception")
    await visits.sign_in(card.page, colleague)
    await expect(card.my_phone).to_contain_text("Choose")
    await card.choose("Sales")
    await visits.sign_in(card.page, USERNAME)
    await expect(card.my_phone).to_contain_text("Reception")


async def test_my_phone_is_mine_on_all_my_devices_if_i_want(visits: Visits, colleague: str) -> None:
    card = await visits.open(colleague)
    await card.my_phone.click()
    await card.chooser.get_by_label("Use it on all my devices").check()
    await card.chooser.get_by_role("button", name="Sales").click()
    await expect(card.my_phone).to_contain_text("Sales")
    elsewhere = await visits.open(colleague)
    await expect(elsewhere.my_phone).to_contain_text("Sales")
    others = await visits.open()
    await expect(others.my_phone).to_contain_text("Choose")
