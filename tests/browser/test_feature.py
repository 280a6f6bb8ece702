"""Call buttons below Home Assistant's own tiles."""

import re

from playwright.async_api import Locator, expect

from demo.home import USERNAME

from .card import PhonesCard
from .office import Office
from .visit import Visits

FEATURE = "custom:jingl-call-feature"


async def test_a_colleague_is_called_from_any_of_their_entities(
    office: Office, visits: Visits
) -> None:
    tiles = await shown(office, visits, "binary_sensor.workshop_busy", "sensor.reception_status")
    await expect(hint(tiles.nth(1))).to_have_text("This is your phone.")
    await tiles.first.get_by_role("button", name="Call", exact=True).click()
    await expect(hint(tiles.first)).to_have_text("Calling Workshop")
    assert office.acts == [{"callcreate": "102"}]


async def test_a_call_is_transferred_and_a_busy_colleague_only_after_confirmation(
    office: Office, visits: Visits
) -> None:
    await office.is_on_call("100")
    await office.is_on_call("102", "0391234567")
    tiles = await shown(office, visits, "sensor.workshop_status")
    await tiles.get_by_role("button", name="Transfer now").click()
    await expect(hint(tiles)).to_have_text("Workshop is busy. Continue?")
    assert office.acts == []
    await tiles.get_by_role("button", name="Transfer now").press("Enter")
    await expect(hint(tiles)).to_have_text("Transferred to Workshop")
    assert office.acts == [{"calltransferblind": "102"}]


async def test_a_missed_caller_is_called_back_from_the_tile(office: Office, visits: Visits) -> None:
    tiles = await shown(office, visits, "sensor.sales_status")
    await office.receives("0391234567", "101")
    await expect(tiles).to_contain_text("Ringing")
    office.account.remote_hang_up("101")
    await office.look()
    await tiles.get_by_role("button", name="Call back").click()
    await expect(hint(tiles)).to_have_text("Calling Anna Smith")
    assert office.acts == [{"callcreate": "0391234567"}]


async def test_until_a_phone_is_chosen_a_press_calls_nobody(office: Office, visits: Visits) -> None:
    tiles = await shown(office, visits, "sensor.workshop_status", mine=None)
    await tiles.get_by_role("button", name="Call", exact=True).click()
    await expect(hint(tiles)).to_have_text("Choose your phone in the Jingl phones card first.")
    assert office.acts == []


async def test_whoever_may_only_look_is_told_so(
    office: Office, visits: Visits, reader: str
) -> None:
    tiles = await shown(office, visits, "sensor.workshop_status", username=reader, mine=None)
    await expect(hint(tiles)).to_have_text(re.compile("^You're not allowed to call"))
    await expect(tiles.locator("jingl-call-feature").get_by_role("button")).to_have_count(0)


async def test_the_buttons_fit_into_a_tile_and_everyone_can_use_them(
    office: Office, visits: Visits
) -> None:
    await office.is_on_call("102")
    narrow = {"width": 400, "height": 800}
    tiles = await shown(
        office,
        visits,
        *("sensor.workshop_status", "sensor.sales_status"),
        viewport=narrow,
        supervise=True,
    )
    features = tiles.locator("jingl-call-feature")
    await expect(features.first.get_by_role("button")).to_have_count(4)
    for tile in await tiles.all():
        inner, outer = await box(tile.locator("jingl-call-feature .row")), await box(tile)
        assert outer["left"] <= inner["left"] < inner["right"] <= outer["right"]
        assert inner["bottom"] <= outer["bottom"]
    card = PhonesCard(tiles.page)
    assert await card.barriers(features.first) == []
    await features.first.get_by_role("button", name="Call", exact=True).click()
    await expect(hint(tiles.first)).to_have_text("Workshop is busy. Continue?")
    assert await card.barriers(features.first) == []


async def test_a_tile_s_editor_offers_them_with_their_option(
    office: Office, visits: Visits
) -> None:
    await office.save(
        {"views": [{"cards": [{"type": "tile", "entity": "sensor.workshop_status"}]}]}
    )
    page = await visits.page()
    await page.goto(f"/{office.dashboard}?edit=1")
    await page.get_by_role("button", name="Edit", exact=True).click()
    editor = page.locator("hui-dialog-edit-card")
    await editor.get_by_text("Features", exact=True).click()
    await editor.get_by_role("button", name="Add feature").click()
    await editor.get_by_role("menuitem", name="Jingl call buttons").click()
    preview = editor.locator("jingl-call-feature")
    await expect(preview.get_by_role("button", name="Call", exact=True)).to_be_visible()
    await editor.locator("hui-card-features-editor").get_by_label("Edit").click()
    await expect(editor.get_by_label("Monitor, coach and barge in")).to_be_visible()
    visits.forgive_others()


async def shown(
    office: Office,
    visits: Visits,
    *entities: str,
    username: str = USERNAME,
    mine: str | None = "Reception",
    supervise: bool = False,
    **options: object,
) -> Locator:
    """Show tiles with the buttons above the phones card, where the user chooses this phone."""
    features = [{"type": FEATURE, "supervise": supervise}]
    cards = [{"type": "tile", "entity": entity, "features": features} for entity in entities]
    phones = {"type": "custom:jingl-phones-card"}
    section = {"type": "grid", "cards": [*cards, phones]}
    await office.save({"views": [{"type": "sections", "sections": [section]}]})
    page = await visits.page(username, **options)
    await page.goto(f"/{office.dashboard}")
    if mine is not None:
        await PhonesCard(page).choose(mine)
    tiles = page.locator("hui-tile-card")
    await tiles.first.wait_for()
    return tiles


def hint(tile: Locator) -> Locator:
    """Return what is said below a tile."""
    return tile.locator("jingl-call-feature [role=status]")


async def box(target: Locator) -> dict[str, float]:
    """Return where an element is."""
    found: dict[str, float] = await target.evaluate("each => each.getBoundingClientRect().toJSON()")
    return found
