"""The calls card: finding a call, listening to it, calling back, and what others do meanwhile."""

from collections.abc import AsyncGenerator, Iterator
from datetime import UTC, datetime, timedelta
import re

from playwright.async_api import expect
import pytest
import pytest_asyncio

from demo.home import HomeAssistant
from simulator.records import Record, RecordDirection, RecordParty
from simulator.server import Server
from simulator.state import Account

from .card import CallsCard, left_edge
from .office import HANDSETS, Office
from .test_looks import PHONE, TALL
from .visit import Visits

CARD = "custom:jingl-calls-card"
BEN = "0398765432"
# Anna Smith's.
NUMBER = "0391234567"
EVIL = "<img src=x onerror=alert(1)>"
# How long the recorded call was.
SECONDS = 6
# More than are told at a time.
MANY = 260
# As many as are drawn, at the most.
MOST_ROWS = 60
DAY = timedelta(days=1)

# Scroll to the end, which moves away as older calls come; return whether a text is there.
SCROLL_TO = """([scroller, text]) => {
  scroller.scrollTop = scroller.scrollHeight;
  return scroller.innerText.includes(text);
}"""


def record(
    account: Account, ago: timedelta, handset: str, number: str, *, outgoing: bool, seconds: int
) -> None:
    """Let the cloud remember a call; one of no seconds was answered by nobody."""
    records = account.records
    answered = datetime.fromtimestamp(records.wall_clock(), UTC) - ago
    office, outside = RecordParty(handset, HANDSETS[handset]), RecordParty(number, "")
    records.kept.append(
        Record(
            number=records.next_number,
            started=answered - timedelta(seconds=5),
            answered=answered if seconds else None,
            ended=answered + timedelta(seconds=seconds),
            direction=RecordDirection.OUTGOING if outgoing else RecordDirection.INCOMING,
            caller=office if outgoing else outside,
            destination=outside if outgoing else office,
            recorded=not outgoing,
            appears_at=0,
            final_at=0,
        )
    )
    records.next_number += 1


def remember(account: Account) -> None:
    """Let the cloud remember many calls, yesterday's of Anna, and two that Ben made in vain."""
    account.show_records()
    for number in range(MANY):
        ago = 2 * DAY + timedelta(minutes=MANY - number)
        record(account, ago, "103", f"03{90_000_000 + number}", outgoing=True, seconds=60)
    record(account, DAY, "100", NUMBER, outgoing=False, seconds=SECONDS)
    for minutes in (3, 2):
        record(account, timedelta(minutes=minutes), "101", BEN, outgoing=False, seconds=0)


@pytest_asyncio.fixture(loop_scope="session")
async def office(
    home: HomeAssistant, server: Server, numbers: Iterator[int]
) -> AsyncGenerator[Office]:
    """Return an office whose cloud remembers calls, with the calls card as its dashboard."""
    async with Office.opened(home, server, f"office{next(numbers)}", remember) as office:
        await office.save({"views": [{"cards": [{"type": CARD}]}]})
        await office.look()
        yield office


async def test_yesterdays_call_is_found_heard_and_called_back(
    office: Office, visits: Visits
) -> None:
    card = await visits.open_calls()
    await expect(card.row("Anna Smith")).to_be_visible()
    await card.search.fill("anna")
    await expect(card.rows).to_have_count(1)
    await expect(card.days).to_have_text("Yesterday")
    await card.open("Anna Smith")
    play = card.player.get_by_role("button", name="Play")
    await expect(card.player).to_contain_text(f"0:00 / 0:0{SECONDS}")
    asked = len(office.server.requests)
    await card.player.get_by_role("combobox", name="Speed").select_option("2")
    await play.click()
    await expect(card.player.get_by_role("button", name="Pause")).to_be_visible()
    await expect(card.player).to_contain_text(re.compile("0:0[2-4] / "))
    paths = [each.path.rpartition("/")[0] for each in office.server.requests[asked:]]
    assert "/api/callrecording" in paths
    await visits.photograph("playing")
    # It ends, and is ready to be heard again.
    await expect(play).to_be_visible()
    await expect(card.player).to_contain_text("0:00 / ")
    await card.call_back.click()
    await card.chooser.get_by_role("button", name="Sales").click()
    await expect(card.call_back).to_be_focused()
    await card.page.keyboard.press("Enter")
    await expect(card.answer).to_have_text("Calling Anna Smith")
    assert office.acts == [{"callcreate": NUMBER}]


async def test_a_recording_is_heard_from_where_the_slider_is_put_by_keys(visits: Visits) -> None:
    card = await visits.open_calls()
    await card.open("Anna Smith")
    slider = card.player.get_by_role("slider")
    await slider.focus()
    for _ in range(4):
        await slider.press("ArrowRight")
    await expect(card.player).to_contain_text(f"0:04 / 0:0{SECONDS}")
    await card.player.get_by_role("button", name="Play").click()
    await expect(card.player).to_contain_text("0:05 / ")
    await expect(card.player.get_by_role("button", name="Play")).to_be_visible()


async def test_a_recording_that_is_gone_is_told_in_words(office: Office, visits: Visits) -> None:
    card = await visits.open_calls()
    await card.open("Anna Smith")
    [anna] = [each for each in office.account.records.kept if each.caller.number == NUMBER]
    anna.deleted = True
    await card.player.get_by_role("button", name="Play").click()
    await expect(card.player.get_by_role("status")).not_to_be_empty()
    await expect(card.player.get_by_role("button", name="Play")).to_be_visible()
    # The browser says that there is no such file.
    visits.complaints.clear()


async def test_notes_and_a_rating_are_saved_and_seen_by_others(
    office: Office, visits: Visits
) -> None:
    card = await visits.open_calls()
    other = await visits.open_calls()
    await card.open("Anna Smith")
    await other.open("Anna Smith")
    await card.notes.fill("Wants a quote")
    four = card.details.get_by_role("radio", name="4 of 5 stars")
    await four.check(force=True)
    await card.details.get_by_role("button", name="Save").click()
    await expect(card.details).to_contain_text("Saved")
    await expect(other.notes).to_have_value("Wants a quote")
    await expect(other.details.get_by_role("radio", name="4 of 5 stars")).to_be_checked()
    [record] = [each for each in office.account.records.kept if each.notes]
    assert (record.notes, record.rating) == ("Wants a quote", 4)


async def test_whoever_may_only_look_sees_neither_recordings_nor_a_way_to_call(
    reader: str, visits: Visits
) -> None:
    card = await visits.open_calls(reader)
    await card.open("Anna Smith")
    await expect(card.details).to_contain_text("you're not allowed to listen to it")
    await expect(card.player).to_have_count(0)
    await expect(card.notes).to_have_count(0)
    await expect(card.call_back).to_have_count(0)


async def test_calls_come_while_one_is_read(office: Office, visits: Visits) -> None:
    card = await visits.open_calls()
    ben = card.row("(03) 9876 5432").first
    await expect(ben).to_contain_text("2 calls")
    await card.open("(03) 9876 5432")
    await office.misses("102", NUMBER)
    await expect(card.rows.first).to_contain_text("Anna Smith")
    await expect(card.rows.first).to_contain_text("Workshop")
    await expect(card.details.locator(".line")).to_have_count(2)
    await expect(ben.locator(".head")).to_be_focused()
    # Whoever reads further down isn't moved.
    scroller = await card.root.locator(".scroller").element_handle()
    await card.page.evaluate("each => { each.scrollTop = 900 }", scroller)
    read = card.row("(03) 9000 0245")
    await read.wait_for()
    place = await read.bounding_box()
    await office.misses("103", BEN)
    await card.page.wait_for_function("each => each.scrollTop > 900", arg=scroller)
    assert await read.bounding_box() == place


async def test_tabs_and_rows_are_used_by_the_keyboard_alone(office: Office, visits: Visits) -> None:
    card = await visits.open_calls()
    await card.row("Anna Smith").wait_for()
    await card.keys_to(card.tab("All"), "ArrowRight")
    await expect(card.tab("Missed")).to_be_focused()
    await expect(card.rows).to_have_count(1)
    await card.page.keyboard.press("ArrowRight")
    await expect(card.rows).to_have_count(2)
    await card.keys_to(card.rows.first.locator(".head"), "ArrowDown")
    await expect(card.rows.last.locator(".head")).to_be_focused()
    await card.page.keyboard.press("Enter")
    await card.keys_to(card.call_back, "Escape")
    await expect(card.rows.last.locator(".head")).to_be_focused()
    await expect(card.details).to_have_count(0)
    await card.page.keyboard.press("ArrowUp")
    await expect(card.rows.first.locator(".head")).to_be_focused()
    assert office.acts == []


async def test_older_calls_are_found_and_come_while_somebody_scrolls(visits: Visits) -> None:
    card = await visits.open_calls()
    await card.row("Anna Smith").wait_for()
    # Not all of them are drawn, and not even told.
    assert await card.rows.count() < MOST_ROWS
    oldest = "(03) 9000 0000"
    await card.search.fill("9000 0000")
    await expect(card.rows).to_have_count(1)
    await expect(card.rows).to_contain_text(oldest)
    await card.search.fill("")
    await card.row("Anna Smith").wait_for()
    scroller = await card.root.locator(".scroller").element_handle()
    await card.page.wait_for_function(SCROLL_TO, arg=[scroller, oldest])
    await expect(card.row(oldest)).to_be_visible()
    assert await card.rows.count() < MOST_ROWS


async def test_a_callers_name_that_is_html_is_text(office: Office, visits: Visits) -> None:
    await office.rename("101", EVIL)
    card = await visits.open_calls()
    await expect(card.row("(03) 9876 5432")).to_contain_text(EVIL)
    await card.open("(03) 9876 5432")
    await expect(card.details.locator(".line").first).to_contain_text(EVIL)
    await expect(card.root.locator("img")).to_have_count(0)


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
async def test_everyone_can_use_it(visits: Visits, color_scheme: str) -> None:
    card = await visits.open_calls(color_scheme=color_scheme, viewport=TALL)
    await card.row("Anna Smith").wait_for()
    assert await card.barriers() == []
    await card.open("Anna Smith")
    await expect(card.player).to_be_visible()
    await visits.photograph("open")
    assert await card.barriers() == []
    await card.open("(03) 9876 5432")
    assert await card.barriers() == []


async def test_on_a_narrow_screen_everything_fits_and_can_be_tapped(visits: Visits) -> None:
    card = await visits.open_calls(viewport=PHONE, has_touch=True)
    await card.open("Anna Smith")
    await expect(card.player).to_be_visible()
    assert await card.too_wide() == []
    assert await too_low(card) == []


async def test_it_speaks_arabic_from_right_to_left(visits: Visits) -> None:
    card = await visits.open_calls(locale="ar", viewport=PHONE)
    await expect(card.root.get_by_role("heading", level=2)).to_have_text("المكالمات")
    anna = card.row("Anna Smith")
    await expect(anna).to_be_visible()
    assert await left_edge(anna.locator(".icon")) > await left_edge(anna.locator(".name bdi"))
    assert await card.too_wide() == []


async def too_low(card: CallsCard) -> list[str]:
    """Return tap targets that are too low, but for the fields within higher ones."""
    return [each for each in await card.too_low() if 'type="radio"' not in each]
