"""One phone, large, as on a tablet on a desk."""

import re

from playwright.async_api import expect
import pytest

from demo.home import USERNAME

from .card import PhoneCard, left_edge
from .office import Office
from .visit import Visits

PHONE = {"width": 400, "height": 1200}
TALL = {"width": 1280, "height": 1400}
WIDE = {"width": 1600, "height": 1000}
FREE = "Free"


async def test_whoever_stands_before_a_desk_calls_from_its_phone(
    office: Office, visits: Visits
) -> None:
    card = await shown(office, visits, device=await office.device("101"))
    await expect(card.name).to_have_text("Sales")
    await expect(card.my_phone).to_have_count(0)
    await card.dials("102")
    await expect(card.hint).to_have_text("Calling Workshop")
    await expect(card.state).to_have_text("Calling")
    await expect(card.call_bar).to_contain_text("Workshop")
    [sent] = [each for each in office.server.requests if each.method == "PUT"]
    assert dict(sent.query) == {"callcreate": "102"}
    assert sent.path.endswith("/101")


async def test_a_call_is_shown_and_transferred_to_a_suggestion(
    office: Office, visits: Visits
) -> None:
    await office.is_on_call("100", "0391234567")
    card = await shown(office, visits)
    await card.choose("Reception")
    await expect(card.call_bar).to_contain_text("Anna Smith")
    await expect(card.call_bar).to_contain_text("incoming")
    await expect(card.call_bar.locator("jingl-call-timer")).to_have_text(re.compile(r"^\d:\d\d$"))
    await card.type("sal")
    await card.suggestions.first.click()
    await card.button("Transfer now").click()
    await expect(card.hint).to_have_text("Transferred to Sales")
    await expect(card.state).to_have_text("Free")
    assert office.acts == [{"calltransferblind": "101"}]


async def test_a_missed_call_appears_is_suggested_and_called_back(
    office: Office, visits: Visits
) -> None:
    card = await shown(office, visits)
    await card.choose("Reception")
    await expect(card.root.get_by_text("No calls yet")).to_be_visible()
    await missed(office, card)
    await expect(card.last_calls).to_have_count(1)
    await expect(card.last_calls).to_contain_text("Anna Smith")
    await expect(card.last_calls).to_contain_text("Missed")
    await card.dial.focus()
    await expect(card.suggestions).to_have_text(["Anna Smith (03) 9123 4567"])
    await card.last_calls.click()
    await expect(card.hint).to_have_text("Calling Anna Smith")
    assert office.acts == [{"callcreate": "0391234567"}]


async def test_during_a_call_a_tap_on_another_one_offers_to_transfer(
    office: Office, visits: Visits
) -> None:
    card = await shown(office, visits)
    await card.choose("Reception")
    await missed(office, card)
    await office.is_on_call("100")
    await expect(card.state).to_have_text("On a call")
    await card.last_calls.click()
    await expect(card.dial).to_have_value("Anna Smith")
    await card.button("Speak first").click()
    await expect(card.hint).to_contain_text("Calling Anna Smith. Transfer on your phone")
    assert office.acts == [{"calltransferattended": "0391234567"}]


async def test_the_recording_switch_is_turned_by_the_keyboard(
    office: Office, visits: Visits
) -> None:
    card = await shown(office, visits)
    await card.choose("Reception")
    await expect(card.recording).to_have_attribute("aria-checked", "false")
    await card.keys_to(card.recording, "Space")
    await expect(card.recording).to_have_attribute("aria-checked", "true")
    await expect(card.recording).to_have_attribute("aria-busy", "false")
    assert [each["recording"] for each in office.acts] == ["true"]


async def test_whoever_may_only_look_sees_the_phone_and_can_do_nothing(
    office: Office, visits: Visits, reader: str
) -> None:
    await office.is_on_call("100")
    card = await shown(office, visits, reader, device=await office.device("100"))
    await expect(card.state).to_have_text("On a call")
    await expect(card.root.get_by_role("heading", name="Last calls")).to_be_visible()
    await expect(card.root.get_by_role("button")).to_have_count(0)
    await expect(card.root.get_by_role("switch")).to_have_count(0)
    await expect(card.dial).to_have_count(0)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
async def test_everyone_can_use_the_phone_card(
    office: Office, visits: Visits, color_scheme: str
) -> None:
    card = await shown(office, visits, color_scheme=color_scheme, viewport=TALL)
    assert await card.barriers() == []
    await card.choose("Reception")
    await missed(office, card)
    await office.is_on_call("100")
    await expect(card.state).to_have_text("On a call")
    await expect(card.last_calls).to_have_count(1)
    assert await card.barriers() == []
    await card.type("sal")
    await expect(card.suggestions).to_have_count(1)
    assert await card.barriers() == []


async def test_on_a_narrow_screen_the_phone_card_fits_and_can_be_tapped(
    office: Office, visits: Visits
) -> None:
    card = await shown(office, visits, viewport=PHONE, has_touch=True)
    await card.choose("Reception")
    await missed(office, card)
    await office.is_on_call("100", "0391234567")
    await expect(card.state).to_have_text("On a call")
    await expect(card.last_calls).to_have_count(1)
    await card.type("sal")
    assert await card.too_wide() == []
    assert await card.too_low() == []


async def test_in_arabic_it_is_read_from_the_right(office: Office, visits: Visits) -> None:
    card = await shown(office, visits, locale="ar", viewport=PHONE)
    await card.choose("Reception")
    await expect(card.root.get_by_role("heading", name="آخر المكالمات")).to_be_visible()
    await expect(card.root).to_have_css("direction", "rtl")
    assert await left_edge(card.root.locator(".icon").first) > await left_edge(card.name)
    assert await card.too_wide() == []


async def test_on_a_wide_screen_the_calls_are_beside_the_keypad_which_calls_a_number(
    office: Office, visits: Visits
) -> None:
    config = {"type": "custom:jingl-phone-card"}
    section = {"type": "grid", "column_span": 4, "cards": [config]}
    view = {"type": "sections", "max_columns": 4, "sections": [section]}
    await office.save({"views": [view]})
    page = await visits.page(viewport=WIDE)
    await page.goto(f"/{office.dashboard}")
    card = PhoneCard(page)
    await card.choose("Reception")
    keypad, calls = card.button("5"), card.root.get_by_role("heading", name="Last calls")
    assert await left_edge(calls) > await left_edge(keypad)
    for digit in "103":
        await card.button(digit).click()
    await card.button("Call").click()
    await expect(card.hint).to_have_text("Calling Boardroom")
    assert office.acts == [{"callcreate": "103"}]


async def test_the_card_is_suggested_for_a_handset(office: Office, visits: Visits) -> None:
    page = await visits.page()
    await page.goto(f"/{office.dashboard}?edit=1")
    await page.get_by_role("button", name="Add card").click()
    dialog = page.locator("hui-dialog-create-card")
    await dialog.get_by_placeholder("Search entities").fill("Reception Status")
    await dialog.get_by_text("Status", exact=True).click()
    offered = dialog.locator(".card").filter(has=page.get_by_text("Jingl phone", exact=True))
    await offered.click()
    await expect(dialog).to_be_hidden()
    card = PhoneCard(page.locator("hui-masonry-view"))
    await expect(card.name).to_have_text("Reception")
    visits.forgive_others()


async def shown(
    office: Office,
    visits: Visits,
    username: str = USERNAME,
    *,
    device: str | None = None,
    **options: object,
) -> PhoneCard:
    """Show the card alone on the dashboard, to this user in this kind of browser."""
    config = {"type": "custom:jingl-phone-card", **({"device": device} if device else {})}
    await office.save({"views": [{"cards": [config]}]})
    page = await visits.page(username, **options)
    await page.goto(f"/{office.dashboard}")
    card = PhoneCard(page)
    await card.name.wait_for()
    return card


async def missed(office: Office, card: PhoneCard, caller: str = "0391234567") -> None:
    """Let Reception miss a call, and wait until the card has seen that."""
    await office.receives(caller, "100")
    await expect(card.state).not_to_have_text(FREE)
    office.account.remote_hang_up("100")
    await office.look()
    await expect(card.state).to_have_text(FREE)
