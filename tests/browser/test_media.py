"""Recordings in Home Assistant's media panel."""

import re

import pytest_asyncio

from simulator.audio import WAV_RATE, AudioKind
from simulator.server import Server
from tests.recordings import record_call

from .office import Office
from .visit import Visits

# An hour: more than a browser receives before somebody seeks.
SECONDS, LENGTH = 3600, 3600 * WAV_RATE
ENDPOINT = re.compile("/api/call(recording|audio)/.*")

# Home Assistant plays with elements that are on no page.
KEEP = """
window.players = [];
window.Audio = class extends Audio {
  constructor(url) {
    super(url);
    window.players.push(this);
  }
};
"""
DURATION = "() => window.players.at(-1)?.duration"
PLAY_THE_END = """() => new Promise((resolve, reject) => {
  const player = window.players.at(-1);
  player.onended = () => resolve(player.currentTime);
  player.onerror = () => reject(new Error(player.error.message));
  player.currentTime = player.duration - 1;
})"""


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def _recording(office: Office) -> None:
    """Let Home Assistant find the recording of a call of Sales."""
    office.account.show_records()
    style = office.account.records.style
    style.delay, style.audio = 0, AudioKind.WAV
    record_call(office.account, "0391234567", seconds=SECONDS)
    await office.home.post(f"/api/config/config_entries/entry/{office.entry_id}/reload")
    content = f"media-source://jingl/{office.entry_id}"
    found = None
    while not found:
        found = await office.home.websocket("media_source/browse_media", media_content_id=content)
        found = found["children"]
    office.server.clear_requests()


async def test_a_recording_is_found_and_played_to_its_end(
    office: Office, visits: Visits, server: Server
) -> None:
    left = server.broken_off
    page = await visits.page()
    await page.add_init_script(KEEP)
    await page.goto("/media-browser")
    for title in ("Jingl", office.account.domain, re.compile(r"· 1\s*$"), re.compile("Anna Smith")):
        await page.locator("ha-media-player-browse .title").filter(has_text=title).click()
    await page.wait_for_function(DURATION)
    assert await page.evaluate(DURATION) == SECONDS
    assert await page.evaluate(PLAY_THE_END) == SECONDS
    # The first looks what kind of recording it is; after that, a browser always asks for a part.
    _, *ranges = (each.range for each in server.requests if ENDPOINT.fullmatch(each.path))
    assert ranges[0] == "bytes=0-"
    assert int(ranges[-1].removeprefix("bytes=").removesuffix("-")) > LENGTH / 2
    # What the browser no longer wants to hear, Home Assistant no longer receives.
    await server.wait_until_not_streaming()
    assert server.broken_off > left
    visits.forgive_others()
