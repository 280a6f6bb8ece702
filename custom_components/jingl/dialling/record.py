"""Record how often an account made phones ring or was refused, but never which phones.

Within a run, times are monotonic. The last day's calls are kept over restarts, by the wall clock,
and after an account is removed: otherwise adding it again would reset its limit.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic, time
from typing import Final

from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.storage import Store

from ..const import DOMAIN
from .policy import DAY, Limit, Refusal

# An occasional refusal is harmless; an automation that is refused all the time isn't.
MANY_REFUSALS: Final = 10
# So is a busy morning; reaching a limit again and again isn't.
_OFTEN: Final = 3
# A higher count would be no more useful.
_MOST_TOLD: Final = 1000
_HOUR: Final = 60 * 60.0

_STORE_VERSION: Final = 1
# A loop mustn't write the file with each call.
_SAVE_DELAY: Final = 1.0


@dataclass(frozen=True, slots=True)
class Exhausted:
    """A limit that has been reached."""

    limit: Limit
    wait: float
    """How many seconds until another call is allowed."""


class CallLimit:
    """Counts the calls of an account in sliding windows of time."""

    def __init__(self) -> None:
        self._calls: deque[float] = deque()
        self._used_up: deque[float] = deque(maxlen=_OFTEN)

    @property
    def calls(self) -> Sequence[float]:
        """Return the times of the calls, oldest first."""
        return list(self._calls)

    def remember(self, calls: Iterable[float], now: float) -> None:
        """Add calls made before this run."""
        self._calls = deque(sorted([*self._calls, *(each for each in calls if each > now - DAY)]))

    def reserve(self, now: float, limits: Iterable[Limit]) -> Exhausted | None:
        """Count a call that is about to be made, unless a limit has been reached."""
        if exhausted := self.exhausted(now, limits):
            return exhausted
        self._calls.append(now)
        return None

    def exhausted(self, now: float, limits: Iterable[Limit]) -> Exhausted | None:
        """Return the limit that has been reached, if any; of several, the longest to wait for."""
        while self._calls and self._calls[0] <= now - DAY:
            self._calls.popleft()
        exhausted = (
            Exhausted(limit, self._calls[-limit.calls] + limit.seconds - now)
            for limit in limits
            if self._is_used_up(now, limit)
        )
        return max(exhausted, key=lambda each: each.wait, default=None)

    def give_back(self, reserved: float) -> None:
        """Uncount the call reserved at this time."""
        if reserved in self._calls:
            self._calls.remove(reserved)

    def note_use(self, now: float, limits: Iterable[Limit]) -> bool:
        """Return whether a limit has just been reached for the third time within an hour.

        While the same calls keep it reached, that counts once.
        """
        for limit in limits:
            news = not self._used_up or self._used_up[-1] <= now - limit.seconds
            if news and self._is_used_up(now, limit):
                self._used_up.append(now)
                return len(self._used_up) == _OFTEN and now - self._used_up[0] <= _HOUR
        return False

    def _is_used_up(self, now: float, limit: Limit) -> bool:
        calls = self._calls
        return len(calls) >= limit.calls and calls[-limit.calls] > now - limit.seconds


class Refusals:
    """Counts an account's refusals since Home Assistant started."""

    def __init__(self) -> None:
        self._counts: Counter[Refusal] = Counter()
        # The latest refusals by rule; under None, those by any rule.
        self._recent: defaultdict[Refusal | None, deque[float]] = defaultdict(
            lambda: deque(maxlen=_MOST_TOLD)
        )

    def add(self, refusal: Refusal, now: float) -> None:
        """Count a refusal."""
        self._counts[refusal] += 1
        for key in (refusal, None):
            self._recent[key].append(now)

    def pile_up(self, refusal: Refusal | None = None) -> bool:
        """Return whether the last ten refusals, by one rule or by any, were within an hour."""
        recent = self._recent[refusal]
        return len(recent) >= MANY_REFUSALS and recent[-1] - recent[-MANY_REFUSALS] <= _HOUR

    def lately(self, now: float) -> Mapping[Refusal, int]:
        """Return how many calls each rule refused in the last hour, up to a thousand."""
        return {rule: sum(now - each <= _HOUR for each in self._recent[rule]) for rule in Refusal}

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many calls each rule refused."""
        return {str(refusal): count for refusal, count in sorted(self._counts.items())}


@dataclass(slots=True)
class DialRecord:
    """An account's calls and refusals."""

    limit: CallLimit = field(default_factory=CallLimit)
    refusals: Refusals = field(default_factory=Refusals)


class DialRecords:
    """The records of all accounts, by account ID."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._hass = hass
        self._store: Store[dict[str, list[float]]] = Store(
            hass, _STORE_VERSION, f"{DOMAIN}.calls", private=True, atomic_writes=True
        )
        self._records: defaultdict[str, DialRecord] = defaultdict(DialRecord)

    async def load(self) -> None:
        """Load the calls made before this run."""
        wall, now = time(), monotonic()
        for account, moments in (await self._store.async_load() or {}).items():
            # If the clock was put back, calls may lie in the future: treat them as made just now.
            calls = (now - max(0.0, wall - moment) for moment in moments)
            self.of(account).limit.remember(calls, now)
            self.save()  # without expired calls

    def of(self, account: str) -> DialRecord:
        """Return an account's record."""
        return self._records[account]

    @callback
    def save(self, _: datetime | None = None) -> None:
        """Save the calls shortly."""
        self._store.async_delay_save(self._moments, _SAVE_DELAY)

    @callback
    def forget(self, account: str) -> None:
        """Forget a removed account, except for its calls of the last day."""
        self.of(account).refusals = Refusals()
        async_call_later(self._hass, DAY, HassJob(self.save, cancel_on_shutdown=True))

    def _moments(self) -> dict[str, list[float]]:
        """Return the times of the last day's calls by the wall clock."""
        wall, now = time(), monotonic()
        moments = {
            account: [wall - (now - call) for call in record.limit.calls if call > now - DAY]
            for account, record in self._records.items()
        }
        return {account: calls for account, calls in moments.items() if calls}
