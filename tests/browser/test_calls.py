"""Calls and transfers by tapping, and by keyboard alone."""

import re

from playwright.async_api import expect

from simulator.faults import ResetAfter
from simulator.server import Server

from .office import Office
from .visit import Visits


async def test_a_colleague_is_called_by_a_tap(office: Office, visits: Visits) -> None:
    card = await visits.open()
    await card.choose("Reception")
    await card.tile("Workshop").press("Call")
    await expect(card.hint).to_have_text("Calling Workshop")
    await card.tile("Workshop").shows("Ringing")
    await card.tile("Reception").shows("Calling")
    assert office.acts == [{"callcreate": "102"}]


async def test_a_colleague_is_called_by_the_keyboard(office: Office, visits: Visits) -> None:
    card = await visits.open()
    await card.keys_to(card.my_phone, "Enter")
    await card.keys_to(card.chooser.get_by_role("button", name="Reception"), "Enter")
    await expect(card.my_phone).to_be_focused()
    workshop = card.tile("Workshop")
    await card.keys_to(workshop.head, "Enter")
    await card.keys_to(workshop.button("Call"), "Space")
    await expect(card.hint).to_have_text("Calling Workshop")
    assert office.acts == [{"callcreate": "102"}]


async def test_an_opened_tile_is_closed_by_the_keyboard(visits: Visits) -> None:
    card = await visits.open()
    await card.choose("Reception")
    workshop = card.tile("Workshop")
    await card.keys_to(workshop.head, "Enter")
    await card.keys_to(workshop.button("Call"), "Escape")
    await expect(workshop.head).to_be_focused()
    await expect(workshop.head).to_have_attribute("aria-expanded", "false")


async def test_a_double_tap_is_one_call(office: Office, visits: Visits) -> None:
    card = await visits.open()
    await card.choose("Reception")
    workshop = card.tile("Workshop")
    await workshop.open()
    await workshop.button("Call").dblclick()
    await workshop.shows("Ringing")
    await expect(card.hint).to_have_text("Calling Workshop")
    assert office.acts == [{"callcreate": "102"}]


async def test_with_one_tap_calls_a_tap_is_enough(office: Office, visits: Visits) -> None:
    await office.show(one_tap=True)
    card = await visits.open()
    await card.choose("Reception")
    await card.tile("Workshop").head.dblclick()
    await card.tile("Workshop").shows("Ringing")
    assert office.acts == [{"callcreate": "102"}]


async def test_a_tap_on_a_tile_that_has_just_changed_asks(office: Office, visits: Visits) -> None:
    card = await visits.open()
    await card.choose("Reception")
    workshop = card.tile("Workshop")
    await workshop.open()
    await workshop.button("Call").hover()
    await card.page.mouse.down()
    await office.receives("0398765432", "102")
    await workshop.shows("Ringing")
    await card.page.mouse.up()
    await expect(workshop.note).to_have_text("Workshop has just changed to “Ringing”. Continue?")
    assert office.acts == []
    await workshop.button("Call").click()
    # Its voice mail answers at once, and then nobody is being called any more.
    await card.tile("Reception").shows("On a call")
    assert office.acts == [{"callcreate": "102"}]


async def test_a_busy_colleague_is_called_only_after_confirmation(
    office: Office, visits: Visits
) -> None:
    await office.is_on_call("102")
    card = await visits.open()
    await card.choose("Reception")
    workshop = card.tile("Workshop")
    await workshop.press("Call")
    await expect(workshop.note).to_have_text("Workshop is busy. Continue?")
    await workshop.button("Cancel").click()
    await expect(workshop.button("Monitor")).to_be_visible()
    assert office.acts == []


async def test_a_call_is_transferred_now(office: Office, visits: Visits) -> None:
    await office.is_on_call("100")
    card = await visits.open()
    await card.choose("Reception")
    await expect(card.call_bar).to_contain_text("(03) 9876 5432")
    await card.tile("Sales").press("Transfer now")
    await expect(card.hint).to_have_text("Transferred to Sales")
    await card.tile("Sales").shows("Ringing")
    await card.tile("Reception").shows("Free")
    assert office.acts == [{"calltransferblind": "101"}]


async def test_a_call_is_transferred_now_by_the_keyboard(office: Office, visits: Visits) -> None:
    await office.is_on_call("100")
    card = await visits.open()
    await card.choose("Reception")
    sales = card.tile("Sales")
    await card.keys_to(sales.head, "Enter")
    await card.keys_to(sales.button("Transfer now"), "Enter")
    await expect(card.hint).to_have_text("Transferred to Sales")
    assert office.acts == [{"calltransferblind": "101"}]


async def test_a_call_is_transferred_by_the_keyboard_after_speaking(
    office: Office, visits: Visits
) -> None:
    await office.is_on_call("100")
    card = await visits.open()
    await card.choose("Reception")
    sales = card.tile("Sales")
    await card.keys_to(sales.head, "Enter")
    await card.keys_to(sales.button("Speak first"), "Enter")
    await expect(card.hint).to_have_text(
        "Calling Sales. Transfer on your phone once you've spoken."
    )
    await sales.shows("Ringing")
    office.account.answer("101")
    await sales.shows("On a call")
    office.account.hang_up("100")
    await card.tile("Reception").shows("Free")
    assert office.acts == [{"calltransferattended": "101"}]


async def test_a_missed_caller_is_called_back(office: Office, visits: Visits) -> None:
    card = await visits.open()
    await card.choose("Reception")
    sales = card.tile("Sales")
    await office.receives("0391234567", "101")
    await sales.shows("Ringing")
    office.account.remote_hang_up("101")
    await sales.shows("Free")
    await sales.open()
    await expect(sales.note.first).to_have_text(re.compile("^Missed call at .* from Anna Smith$"))
    await sales.button("Call back").click()
    await expect(card.hint).to_have_text("Calling Anna Smith")
    assert office.acts == [{"callcreate": "0391234567"}]


async def test_a_user_at_the_call_limit_is_told_when_to_try_again(
    office: Office, visits: Visits
) -> None:
    await office.permit(calls=1)
    card = await visits.open()
    await office.calls("101", "102")
    await card.choose("Reception")
    await card.tile("Boardroom").press("Call")
    await expect(card.hint).to_have_text(
        re.compile(r"^Call limit reached\. Try again in \d:\d\d\.$")
    )
    assert office.acts == [{"callcreate": "102"}]


async def test_a_call_with_unknown_outcome_is_reported_and_not_repeated(
    office: Office, server: Server, visits: Visits
) -> None:
    server.add_fault(ResetAfter(), method="PUT")
    card = await visits.open()
    await card.choose("Reception")
    await card.tile("Workshop").press("Call")
    await expect(card.hint).to_have_text("Outcome unknown. Look at the phone before you try again.")
    await card.tile("Workshop").shows("Ringing")
    assert office.acts == [{"callcreate": "102"}]
