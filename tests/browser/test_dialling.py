"""The dial field."""

import re

from playwright.async_api import expect

from .office import Office
from .visit import Visits


async def test_a_typed_number_is_called(office: Office, visits: Visits) -> None:
    card = await visits.open()
    await card.choose("Reception")
    await card.type("0398765432")
    await expect(card.hint).to_have_text("Calls (03) 9876 5432")
    await card.dial.press("Enter")
    await expect(card.hint).to_have_text("Calling (03) 9876 5432")
    await expect(card.dial).to_have_value("")
    assert office.acts == [{"callcreate": "0398765432"}]


async def test_a_pasted_number_is_called(office: Office, visits: Visits) -> None:
    card = await visits.open(permissions=["clipboard-read", "clipboard-write"])
    await card.choose("Reception")
    await card.page.evaluate("navigator.clipboard.writeText('(03) 9123-4567')")
    await card.dial.press("Control+v")
    await expect(card.hint).to_have_text("Calls Anna Smith on (03) 9123 4567")
    await card.dial.press("Enter")
    await expect(card.hint).to_have_text("Calling Anna Smith")
    assert office.acts == [{"callcreate": "0391234567"}]


async def test_a_typed_extension_is_called(office: Office, visits: Visits) -> None:
    card = await visits.open()
    await card.choose("Reception")
    await card.type("102")
    await expect(card.hint).to_have_text("Calls Workshop on 102")
    await card.dial.press("Enter")
    await card.tile("Workshop").shows("Ringing")
    assert office.acts == [{"callcreate": "102"}]


async def test_a_contact_is_found_by_the_keyboard(office: Office, visits: Visits) -> None:
    card = await visits.open()
    await card.choose("Reception")
    await card.keys_to(card.dial, "a")
    await card.type("nn")
    await expect(card.suggestions).to_have_text(["Anna Smith (03) 9123 4567"])
    await card.dial.press("ArrowDown")
    await card.dial.press("Enter")
    await expect(card.dial).to_have_value("Anna Smith")
    await card.dial.press("Enter")
    await expect(card.hint).to_have_text("Calling Anna Smith")
    assert office.acts == [{"callcreate": "0391234567"}]


async def test_a_suggestion_is_picked_by_a_tap(office: Office, visits: Visits) -> None:
    card = await visits.open()
    await card.choose("Reception")
    await card.type("wor")
    await card.suggestions.filter(has_text="Workshop").click()
    await card.button("Call").click()
    await card.tile("Workshop").shows("Ringing")
    assert office.acts == [{"callcreate": "102"}]


async def test_the_last_number_is_suggested_again(office: Office, visits: Visits) -> None:
    card = await visits.open()
    await card.choose("Reception")
    await card.dials("0398765432")
    await expect(card.hint).to_have_text("Calling (03) 9876 5432")
    await card.page.reload()
    await card.dial.click()
    await expect(card.suggestions.first).to_have_text("(03) 9876 5432")


async def test_a_number_is_dialled_on_the_keypad(office: Office, visits: Visits) -> None:
    card = await visits.open()
    await card.choose("Reception")
    await card.button("Keypad").click()
    keys = [await card.button(key).bounding_box() for key in "*0#"]
    assert len({key["y"] for key in keys if key}) == 1, "as on a phone"
    for key in "1023":
        await card.button(key).click()
    await card.button("Delete").click()
    await expect(card.dial).to_have_value("102")
    await card.button("Call").click()
    await card.tile("Workshop").shows("Ringing")
    assert office.acts == [{"callcreate": "102"}]


async def test_a_call_is_transferred_to_a_typed_number(office: Office, visits: Visits) -> None:
    await office.is_on_call("100")
    card = await visits.open()
    await card.choose("Reception")
    await card.type("anna smith")
    await card.button("Transfer now").click()
    await expect(card.hint).to_have_text("Transferred to Anna Smith")
    assert office.acts == [{"calltransferblind": "0391234567"}]


async def test_a_number_that_may_not_be_dialled_is_refused(office: Office, visits: Visits) -> None:
    card = await visits.open()
    await card.choose("Reception")
    await card.type("1900654321")
    await expect(card.hint).to_contain_text("premium number")
    await card.dial.press("Enter")
    await expect(card.hint).to_contain_text("premium number")
    await expect(card.dial).to_have_value("1900654321")
    assert office.acts == []


async def test_a_number_that_lacks_its_area_code_is_not_dialled(
    office: Office, visits: Visits
) -> None:
    card = await visits.open()
    await card.choose("Reception")
    await card.type("91234567")
    await expect(card.hint).to_have_text("91234567 needs an area code.")
    await card.dial.press("Enter")
    await expect(card.hint).to_have_class(re.compile("bad"))
    await expect(card.hint).to_have_text("91234567 needs an area code.")
    assert office.acts == []
