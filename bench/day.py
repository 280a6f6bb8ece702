"""A business day with random calls. Pure; all times are in seconds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
import heapq
from math import log
from random import Random
from typing import Final, Literal

HOUR: Final = 3600.0

type Turn = Literal["called", "calls", "answers", "is_answered", "hangs_up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day at an office."""

    length: float = 24 * HOUR
    opens: float = 8 * HOUR
    closes: float = 18 * HOUR
    calls_per_hour: float = 2
    """Per handset, on average, while the office is open."""

    def shorter(self, factor: float) -> Day:
        """Return the same day shortened by a factor, with the same number of calls per hour."""
        return Day(
            length=self.length / factor,
            opens=self.opens / factor,
            closes=self.closes / factor,
            calls_per_hour=self.calls_per_hour,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that happens to a handset, `at` seconds after the start of the day."""

    at: float
    extension: str
    turn: Turn


# Half of the rings last between 6 and 13.5 s.
_RING_MEDIAN: Final = 9.0
_RING_SPREAD: Final = 0.6
_TALK_MEAN: Final = 120.0
_OUTGOING: Final = 0.3
_ANSWERED: Final = 0.8


def moments(day: Day, extensions: Sequence[str], random: Random) -> list[Moment]:
    """Return everything that happens on a day, in order.

    Calls arrive at random (a Poisson process) and go to an idle handset; while all are busy,
    voicemail answers, which no handset shows.
    """
    found = [m for call in _calls(day, extensions, random) for m in call]
    return sorted(found, key=lambda moment: moment.at)


def _calls(day: Day, extensions: Sequence[str], random: Random) -> Iterator[list[Moment]]:
    rate = day.calls_per_hour * len(extensions) / HOUR
    busy: list[tuple[float, str]] = []
    idle = list(extensions)
    at = day.opens
    while (at := at + random.expovariate(rate)) < day.closes:
        while busy and busy[0][0] <= at:
            idle.append(heapq.heappop(busy)[1])
        if idle:
            extension = idle.pop(random.randrange(len(idle)))
            call = _call(at, extension, random)
            heapq.heappush(busy, (call[-1].at, extension))
            yield call


def _call(at: float, extension: str, random: Random) -> list[Moment]:
    outgoing = random.random() < _OUTGOING
    turns: list[tuple[float, Turn]] = [(0.0, "calls" if outgoing else "called")]
    turns.append((random.lognormvariate(log(_RING_MEDIAN), _RING_SPREAD), "hangs_up"))
    if random.random() < _ANSWERED:
        turns[-1] = (turns[-1][0], "is_answered" if outgoing else "answers")
        turns.append((random.expovariate(1 / _TALK_MEAN), "hangs_up"))
    call = []
    for seconds, turn in turns:
        at += seconds
        call.append(Moment(at=at, extension=extension, turn=turn))
    return call
