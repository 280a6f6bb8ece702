"""The simulated cloud's recordings are real audio, by a real browser's word."""

from base64 import b64encode
from itertools import pairwise

from playwright.async_api import Browser
import pytest

from simulator.audio import AudioKind, recording

SECONDS = 7

LISTEN = """async (url) => {
  const element = new Audio(url);
  element.muted = true;
  await new Promise((resolve, reject) => {
    element.onerror = () => reject(new Error(element.error.message));
    element.onloadedmetadata = resolve;
  });
  const file = await (await fetch(url)).arrayBuffer();
  const decoded = await new OfflineAudioContext(1, 1, 16000).decodeAudioData(file);
  const samples = [...decoded.getChannelData(0)];
  element.currentTime = element.duration - 0.3;
  const ended = new Promise((resolve) => { element.onended = resolve; });
  await element.play();
  await ended;
  return {duration: element.duration, position: element.currentTime, samples};
}"""


@pytest.mark.parametrize("kind", AudioKind)
async def test_a_recording_is_a_tone_that_plays_to_its_end(
    browser: Browser, kind: AudioKind
) -> None:
    audio = recording(kind, SECONDS)
    content = b64encode(audio.piece(0, audio.length)).decode()
    page = await browser.new_page()
    async with page:
        heard = await page.evaluate(LISTEN, f"data:{kind};base64,{content}")
    assert SECONDS <= heard["duration"] < SECONDS + 0.04
    assert heard["position"] == heard["duration"]
    samples = heard["samples"]
    assert len(samples) / 16_000 == pytest.approx(heard["duration"], abs=0.001)
    # In every second, from the first to the last.
    for second in range(SECONDS):
        part = samples[second * 16_000 : (second + 1) * 16_000]
        assert 0.2 < max(part) < 0.3
        ups = sum(a < 0 <= b for a, b in pairwise(part))
        assert ups == pytest.approx(444, abs=3)
