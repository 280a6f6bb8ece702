"""Recordings as files, without a cloud."""

import hashlib
import io
from itertools import pairwise
from typing import Any
import wave

from hypothesis import given, strategies as st
from mutagen.mp3 import MONO, MPEGInfo
import pytest

from simulator.audio import PIECE, Audio, AudioKind, recording

every_kind = pytest.mark.parametrize("kind", AudioKind)


def whole(audio: Audio) -> bytes:
    """Return the whole file."""
    return audio.piece(0, audio.length)


@pytest.mark.parametrize("seconds", [1, 11, 240, 3600])
def test_an_mp3_file_lasts_as_long_as_the_call(seconds: int) -> None:
    content = whole(recording(AudioKind.MP3, seconds))
    info: Any = MPEGInfo(io.BytesIO(content))
    assert seconds <= info.length < seconds + 0.036
    assert (info.version, info.layer, info.sample_rate, info.bitrate) == (2, 3, 16_000, 24_000)
    assert (info.mode, info.sketchy) == (MONO, False)
    # Each frame begins as the first does.
    assert {content[at : at + 4] for at in range(0, len(content), 108)} == {content[:4]}


@pytest.mark.parametrize("seconds", [1, 11, 240, 3600])
def test_a_wav_file_lasts_as_long_as_the_call(seconds: int) -> None:
    with wave.open(io.BytesIO(whole(recording(AudioKind.WAV, seconds)))) as file:
        assert file.getparams()[:4] == (1, 1, 8000, seconds * 8000)
        samples = file.readframes(8000)
    # A tone of 444 Hz, at a quarter of the full volume.
    assert (min(samples), max(samples)) == (96, 160)
    ups = sum(a < 128 <= b for a, b in pairwise(samples))
    assert ups == 444


@every_kind
def test_the_size_is_known_without_making_the_file(kind: AudioKind) -> None:
    audio = recording(kind, 83 * 60)
    assert audio.length == sum(map(len, audio.pieces()))
    assert audio.length == {"audio/mpeg": 14_940_072, "audio/wav": 39_840_044}[kind]


@every_kind
@given(begin=st.integers(0, 90_000), size=st.integers(0, 90_000))
def test_any_part_is_that_part_of_the_file(kind: AudioKind, begin: int, size: int) -> None:
    audio = recording(kind, 11)
    assert audio.piece(begin, begin + size) == whole(audio)[begin : begin + size]
    assert b"".join(audio.pieces(begin, begin + size)) == whole(audio)[begin : begin + size]


@every_kind
def test_pieces_are_small(kind: AudioKind) -> None:
    audio = recording(kind, 3600)
    assert {len(piece) for piece in audio.pieces(100, 100 + 10 * PIECE)} == {PIECE}


@every_kind
def test_the_md5_is_that_of_the_file(kind: AudioKind) -> None:
    audio = recording(kind, 60)
    assert audio.md5 == hashlib.md5(whole(audio), usedforsecurity=False).hexdigest()
    assert audio.md5 == recording(kind, 60).md5 != recording(kind, 61).md5
