"""The recording of a call: a tone as long as the call, as a real file.

A file is some bytes at its beginning and then the same few over and over, so any part of it is
made when somebody asks for it. No file is ever kept, however long the call.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
import hashlib
from math import ceil, pi, sin
import struct

# How much of a file is made at once.
PIECE = 64 * 1024

# WAV: 8 kHz, 8 bits, as on the telephone; an hour is 29 MB. 18 samples are a wave of 444 Hz.
WAV_RATE = 8000
WAV_HEADER = "<4sI4s4sIHHIIHH4sI"
SAMPLES_PER_WAVE = 18
LOUDNESS = 32

# MP3: MPEG-2 Layer III, 16 kHz, 24 kbit/s, mono; an hour is 11 MB. No checksum, no padding.
MP3_HEADER = bytes.fromhex("FFF338C0")
MP3_RATE = 16_000
SAMPLES_PER_FRAME = 576
BYTES_PER_FRAME = 108
# The only frequency that isn't zero, of 576 that are 13.9 Hz apart. A frame lasts a whole number of
# its waves, so that all frames are the same.
MP3_LINE = 31
MP3_GAIN = 202


class AudioKind(StrEnum):
    """A kind of file, by its content type."""

    MP3 = "audio/mpeg"
    WAV = "audio/wav"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audio:
    """A file that begins with `head` and repeats `cycle` up to its length."""

    kind: AudioKind
    length: int
    head: bytes
    cycle: bytes

    def piece(self, begin: int, end: int) -> bytes:
        """Return the bytes from `begin` up to `end`, or fewer if the file ends earlier."""
        start = len(self.head)
        first = max(begin - start, 0)
        count = max(min(end, self.length) - start - first, 0)
        offset = first % len(self.cycle)
        repeated = self.cycle * ceil((offset + count) / len(self.cycle))
        return self.head[begin:end] + repeated[offset : offset + count]

    def pieces(self, begin: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from `begin` up to `end` little by little."""
        end = self.length if end is None else min(end, self.length)
        for at in range(begin, end, PIECE):
            yield self.piece(at, min(at + PIECE, end))

    @property
    def md5(self) -> str:
        """Return the MD5 of the whole file."""
        return _md5(self)


def recording(kind: AudioKind, seconds: int) -> Audio:
    """Return a tone of this many seconds; an MP3 file may last a frame longer."""
    if kind is AudioKind.MP3:
        frames = ceil(seconds * MP3_RATE / SAMPLES_PER_FRAME)
        return Audio(kind=kind, length=frames * BYTES_PER_FRAME, head=b"", cycle=MP3_FRAME)
    samples = seconds * WAV_RATE
    head = _wav_header(samples)
    return Audio(kind=kind, length=len(head) + samples, head=head, cycle=WAVE)


@lru_cache(maxsize=10_000)
def _md5(audio: Audio) -> str:
    """Return an MD5 that is only computed once: searches show it again and again."""
    digest = hashlib.md5(usedforsecurity=False)
    for piece in audio.pieces():
        digest.update(piece)
    return digest.hexdigest()


def _wav_header(samples: int) -> bytes:
    """Return the header before so many samples of one byte each."""
    rest = struct.calcsize(WAV_HEADER) - 8
    return struct.pack(
        WAV_HEADER,
        *(b"RIFF", rest + samples, b"WAVE"),
        # 16 bytes follow: PCM, mono, samples and bytes a second, bytes and bits a sample.
        *(b"fmt ", 16, 1, 1, WAV_RATE, WAV_RATE, 1, 8),
        *(b"data", samples),
    )


def _mp3_frame() -> bytes:
    """Return an MP3 frame with a single frequency, followed by unused zeros."""
    # Huffman table 1: "1" is a pair of zeros, and "001" a zero and a one; "0" is its sign, plus.
    data = "1" * (MP3_LINE // 2) + "001" + "0"
    side = "".join(
        f"{value:0{bits}b}"
        for value, bits in (
            # Nothing is kept for a later frame; a private bit.
            *((0, 8), (0, 1)),
            # How many bits and pairs there are, the volume, no scale factors, a long block.
            *((len(data), 12), (MP3_LINE // 2 + 1, 9), (MP3_GAIN, 8), (0, 9), (0, 1)),
            # The Huffman table of each of the three regions, and how large they are.
            *((1, 5), (1, 5), (1, 5), (0, 4), (0, 3)),
            # Scale factors and a table that nothing uses.
            *((0, 1), (0, 1)),
        )
    )
    bits = (side + data).ljust((BYTES_PER_FRAME - len(MP3_HEADER)) * 8, "0")
    return MP3_HEADER + int(bits, 2).to_bytes(len(bits) // 8)


MP3_FRAME = _mp3_frame()
WAVE = bytes(
    128 + round(LOUDNESS * sin(2 * pi * sample / SAMPLES_PER_WAVE))
    for sample in range(SAMPLES_PER_WAVE)
)
