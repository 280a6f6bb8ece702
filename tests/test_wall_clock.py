"""When the wall clock jumps, what is shown follows it, and nothing else does."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
import re
from time import monotonic
from typing import Final

from hypothesis import given, settings, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util import dt as dt_util

from custom_components import jingl
from custom_components.jingl.account.pace import forget_pace
from custom_components.jingl.const import DOMAIN
from simulator.errors import OperationError
from simulator.faults import StatusCode
from simulator.server import Server
from simulator.state import Account
from tests.automations import Office, answer, hang_up, ring, tell
from tests.conftest import Advance, SetWallClock, state_of

# To the second: within it, Home Assistant polls at another moment each time that it starts.
pytestmark = pytest.mark.freeze_time("2026-11-22 09:00:00+11:00")

PACKAGE: Final = Path(jingl.__file__).parent

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

STATUS, STARTED = "sensor.reception_status", "sensor.reception_call_started"
CALL = "event.reception_call"

JUMPS: Final = {"back 1 h": -HOUR, "back 24 h": -DAY, "forward 1 h": HOUR}
every_jump = pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS)

type Told = list[tuple[str, int | None]]


@pytest.fixture(autouse=True)
def _all_enabled(entity_registry_enabled_by_default: None) -> None:
    """Have all entities, also those that are disabled by default."""


@pytest.fixture(autouse=True)
async def _no_debugging() -> None:
    """Have asyncio not note where each callback comes from, which takes half of the time."""
    asyncio.get_running_loop().set_debug(False)


@pytest.fixture(params=[True, False], ids=["lists", "no lists"])
def has_lists(request: pytest.FixtureRequest, account: Account) -> bool:
    """Let the account have lists, or be asked handset by handset."""
    lists: bool = request.param
    account.endpoints.handset_list = account.endpoints.status_list = lists
    return lists


@pytest.fixture
def office(
    has_lists: bool,
    loaded: MockConfigEntry,
    hass: HomeAssistant,
    account: Account,
    server: Server,
    advance: Advance,
) -> Office:
    """Return an office of either kind, which Home Assistant follows."""
    return Office(hass, account, server, advance)


@pytest.fixture
def told(hass: HomeAssistant, office: Office) -> Told:
    """Collect Reception's call events, with the duration of those that have one."""
    told: Told = []
    last = hass.states.get(CALL)

    @callback
    def collect(event: Event[EventStateChangedData]) -> None:
        nonlocal last
        state = event.data["new_state"]
        if state is None or state.state in {STATE_UNAVAILABLE, STATE_UNKNOWN}:
            return
        if last is None or last.state != state.state:
            told.append((state.attributes["event_type"], state.attributes.get("duration")))
        last = state

    async_track_state_change_event(hass, [CALL], collect)
    return told


def reads(office: Office) -> list[str]:
    """Return what the cloud was asked for since this was last asked."""
    paths = sorted(r.path.removeprefix("/api/") for r in office.server.requests)
    # A poll of handsets; records of calls are searched once at the start.
    paths = [path for path in paths if path.startswith("handset")]
    office.server.clear_requests()
    return paths


def started(hass: HomeAssistant) -> datetime | None:
    """Return when Reception's call is shown to have been connected."""
    return dt_util.parse_datetime(state_of(hass, STARTED))


async def dial(hass: HomeAssistant, number: str = "101") -> str | None:
    """Let Reception call; return why that is refused."""
    try:
        await hass.services.async_call(
            DOMAIN, "create_call", {"handset": "100", "number": number}, blocking=True
        )
    except ServiceValidationError as err:
        return err.translation_key
    return None


def has_issue(office: Office, key: str) -> bool:
    """Return whether the account has an issue."""
    (entry,) = office.hass.config_entries.async_entries(DOMAIN)
    return ir.async_get(office.hass).async_get_issue(DOMAIN, f"{entry.entry_id}_{key}") is not None


# Who reads the wall clock: to show a moment, to keep one over a restart, and to understand one of a
# server that does not say when it is.
READERS: Final = {
    "account/call_files.py",
    "account/call_history.py",
    "account/call_records.py",
    "api/responses.py",
    "coordinator.py",
    "dialling/record.py",
    "media_source.py",
    "sensor.py",
    "voice/periods.py",
}
WALL_CLOCK: Final = re.compile(
    r"from time import .*\btime\b|\btime\.time|\butcnow\b|\bdt_util\.now\b"
    r"|\b(date|datetime)\.(now|today)\b|\bstart_of_local_day\b"
)


def test_nobody_else_reads_the_wall_clock() -> None:
    paths = sorted(PACKAGE.rglob("*.py"))
    readers = {str(p.relative_to(PACKAGE)) for p in paths if WALL_CLOCK.search(p.read_text())}
    assert readers == READERS


class TestPace:
    """When Jingl is asked."""

    @every_jump
    async def test_polls_go_on(
        self, office: Office, set_wall_clock: SetWallClock, jump: float
    ) -> None:
        # Without lists, the first search for calls takes one handset's turn.
        for _ in range(4):
            await office.advance(5)
        reads(office)
        asked = []
        for seconds in (0, jump, jump):
            set_wall_clock(seconds)
            for _ in range(12):
                await office.advance(5)
            asked.append(reads(office))
        assert asked[0]
        assert asked == [asked[0]] * 3

    @every_jump
    async def test_retry_after_is_obeyed_to_the_minute(
        self, office: Office, has_lists: bool, set_wall_clock: SetWallClock, jump: float
    ) -> None:
        office.server.add_fault(StatusCode(429, {"Retry-After": "60"}))
        await office.advance(16)
        office.server.clear_faults()
        assert state_of(office.hass, STATUS) == STATE_UNAVAILABLE
        reads(office)
        set_wall_clock(jump)
        for _ in range(11):
            await office.advance(5)
        assert reads(office) == [], "a minute has not passed"
        await office.advance(5)
        await office.advance(1)
        assert reads(office)
        assert state_of(office.hass, STATUS) == "idle"
        # And from then on at half the pace, for an hour.
        set_wall_clock(jump)
        for _ in range(20):
            await office.advance(15)
        statuses = [path for path in reads(office) if path.startswith("handsetstatus")]
        # Without lists, the search for calls may take one handset's turn.
        assert len(statuses) in ((10,) if has_lists else (29, 30))

    @every_jump
    async def test_a_refused_login_is_tried_again_after_half_an_hour(
        self, office: Office, set_wall_clock: SetWallClock, jump: float
    ) -> None:
        office.server.add_fault(StatusCode(401))
        await office.advance(16)
        set_wall_clock(-jump)
        await office.advance(16)
        assert office.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        reads(office)
        office.server.clear_faults()
        set_wall_clock(jump)
        for _ in range(29):
            await office.advance(MINUTE)
        assert reads(office) == []
        await office.advance(MINUTE + 2)
        assert reads(office)
        assert state_of(office.hass, STATUS) == "idle"

    @every_jump
    async def test_a_list_that_was_missing_is_tried_again_after_ten_minutes(
        self, office: Office, has_lists: bool, set_wall_clock: SetWallClock, jump: float
    ) -> None:
        reads(office)
        set_wall_clock(jump)
        asked = []
        for _ in range(44):
            await office.advance(15)
            asked.append("handsetstatus" in reads(office))
        first = (asked.index(True) + 1) * 15
        assert first == 15 if has_lists else 10 * MINUTE <= first <= 11 * MINUTE

    @every_jump
    async def test_another_name_is_seen_within_five_minutes(
        self, office: Office, set_wall_clock: SetWallClock, jump: float
    ) -> None:
        for name in ("Front desk", "Foyer"):
            office.account.handset("100").name = name
            set_wall_clock(jump)
            for _ in range(21):
                await office.advance(15)
            assert office.reception.name == name

    @every_jump
    async def test_settings_are_read_no_more_often(
        self, office: Office, set_wall_clock: SetWallClock, jump: float
    ) -> None:
        reads(office)
        asked = []
        for _ in range(41):
            set_wall_clock(jump)
            await office.advance(15)
            asked += reads(office)
        assert asked.count("handset/100" if "handset/100" in asked else "handset") == 2


class TestCalls:
    """What is told of calls."""

    @every_jump
    @pytest.mark.parametrize("after", [0, 2], ids=["while it rings", "while they talk"])
    async def test_a_call_of_six_seconds_takes_six_and_triggers_once(
        self, office: Office, told: Told, set_wall_clock: SetWallClock, jump: float, after: int
    ) -> None:
        trigger = {
            "trigger": "jingl.call_ended",
            "target": {"entity_id": CALL},
            "options": {"minimum_duration": {"seconds": 4}},
        }
        await office.automate({"triggers": trigger, "actions": tell("ended")})
        story = [([ring()], 16), ([answer()], 2), ([], 2), ([], 2), ([hang_up()], 3)]
        heard = []
        for step, (acts, seconds) in enumerate(story):
            heard += await office.after(*acts, seconds=seconds)
            if step == after:
                set_wall_clock(jump)
        assert heard == ["ended"]
        *before, (last, duration) = told
        assert before == [("incoming", None), ("answered", None)]
        assert last == "ended"
        assert duration in range(4, 7)

    @every_jump
    async def test_nothing_happens_to_a_call_that_goes_on(
        self, office: Office, told: Told, set_wall_clock: SetWallClock, jump: float
    ) -> None:
        await office.after(ring(), answer())
        for _ in range(34):
            await office.advance(3)
        told.clear()
        set_wall_clock(jump)
        for _ in range(10):
            await office.advance(2)
        assert told == []
        assert state_of(office.hass, STATUS) == "on_call"
        await office.after(hang_up(), seconds=3)
        ((event, duration),) = told
        assert event == "ended"
        # From the answer, which was 16 seconds before the first look.
        assert duration in range(16 + 34 * 3 + 10 * 2 - 3, 16 + 34 * 3 + 10 * 2 + 1)

    async def test_its_start_moves_once_with_each_jump_that_people_notice(
        self, office: Office, set_wall_clock: SetWallClock
    ) -> None:
        await office.after(ring(), answer())
        answered = monotonic() - 16
        moves = []
        for jump in (0, -HOUR, 30, -59, DAY, 61, -DAY, -DAY, 3 * HOUR):
            before = started(office.hass)
            set_wall_clock(jump)
            seen = []
            for seconds in (2.3, 2.6, 2.1, 2.9, 2.4):
                await office.advance(seconds)
                seen.append(started(office.hass))
            moves.append(sum(a != b for a, b in pairwise([before, *seen])))
            assert seen[-1]
            is_at = dt_util.utcnow() - timedelta(seconds=monotonic() - answered)
            assert abs(seen[-1] - is_at) <= timedelta(seconds=62)
        assert moves == [0, 1, 0, 0, 1, 1, 1, 1, 1]

    @every_jump
    async def test_an_action_is_followed_closely_for_half_a_minute(
        self, office: Office, has_lists: bool, set_wall_clock: SetWallClock, jump: float
    ) -> None:
        all_of_them = 1 if has_lists else 3
        assert await dial(office.hass) is None
        office.account.hang_up("100")
        await office.advance(3)
        reads(office)
        set_wall_clock(jump)
        for _ in range(7):
            await office.advance(3)
            assert len(reads(office)) == all_of_them
        await office.advance(16)
        reads(office)
        await office.advance(3)
        assert len(reads(office)) == (0 if has_lists else 1), "one of three, in their turns"


class TestDialling:
    """How often phones are made to ring."""

    @every_jump
    async def test_the_window_of_the_limit_is_real_time(
        self, office: Office, set_wall_clock: SetWallClock, jump: float
    ) -> None:
        for _ in range(10):
            assert await dial(office.hass) is None
        set_wall_clock(jump)
        for seconds in (1, 298):
            assert await dial(office.hass) == "too_many_calls"
            await office.advance(seconds)
        assert await dial(office.hass) == "too_many_calls"
        await office.advance(1)
        assert await dial(office.hass) is None

    @pytest.mark.parametrize("jump", [HOUR, DAY])
    async def test_ten_refusals_within_an_hour_pile_up_however_late_it_is_shown_to_be(
        self, office: Office, set_wall_clock: SetWallClock, jump: float
    ) -> None:
        for _ in range(10):
            assert not has_issue(office, "calls_refused")
            assert await dial(office.hass, "000") == "dial_emergency_refused"
            await office.advance(6 * MINUTE)
            set_wall_clock(jump)
        assert has_issue(office, "calls_refused")

    @pytest.mark.parametrize("jump", [-HOUR, -DAY])
    async def test_ten_refusals_in_more_than_an_hour_do_not_however_early_it_is_shown_to_be(
        self, office: Office, set_wall_clock: SetWallClock, jump: float
    ) -> None:
        for _ in range(20):
            assert await dial(office.hass, "000") == "dial_emergency_refused"
            await office.advance(7 * MINUTE)
        set_wall_clock(jump)
        for _ in range(9):
            assert await dial(office.hass, "000") == "dial_emergency_refused"
            await office.advance(7 * MINUTE)
        assert not has_issue(office, "calls_refused")


# --- Whatever happens, and however the clock jumps meanwhile

# What may happen next; what cannot happen does not. A call goes on by ringing, talking and ending.
ACTS: Final = ("nothing", "go on", "hold", "resume", "hang up")
PAUSES: Final = (2, 1, 3, 5, 16, 310)
any_jump = st.sampled_from(
    [0, *(sign * size for size in (1, 30, 59, 60, 61, HOUR, DAY) for sign in (-1, 1))]
) | st.floats(-DAY, DAY)
any_step = st.tuples(st.sampled_from(ACTS), any_jump, st.sampled_from(PAUSES))
any_story = st.lists(any_step, min_size=3, max_size=8)
# Somebody calls, is noticed and gets an answer.
OPENING: Final = [("go on", 0.0, 16), ("go on", 0.0, 3)]
type Story = list[tuple[str, float, int]]


@dataclass
class Line:
    """A phone line, and how long its calls really take."""

    account: Account
    lasted: dict[str, float] = field(default_factory=dict)
    """For how many seconds the call from a number was connected."""
    _number: str = ""
    _answered: float | None = None

    def act(self, act: str) -> None:
        """Let something happen if it can."""
        with suppress(OperationError):
            self._act(act)

    def _act(self, act: str) -> None:
        match act:
            case "go on" if not self.account.calls:
                self._number = f"04120000{len(self.lasted):02}"
                self.lasted[self._number] = 0
                self.account.incoming_call(self._number, "100")
            case "go on" if self._answered is None:
                self.account.answer("100")
                self._answered = monotonic()
            case "go on" | "hang up":
                self.account.hang_up("100")
                if self._answered is not None:
                    self.lasted[self._number] = monotonic() - self._answered
                self._answered = None
            case "hold":
                self.account.hold("100")
            case "resume":
                self.account.resume("100")


@dataclass
class Observed:
    """What is noticed while a story is told."""

    asked: list[list[str]] = field(default_factory=list)
    """What the cloud was asked for, step by step."""
    told: list[tuple[str, str, int | None]] = field(default_factory=list)
    """The events of calls, from which number, and the duration."""
    moves: int = 0
    """How often the start of the call was shown anew."""


class Witness:
    """Tells stories to Home Assistant, and observes what it makes of them."""

    def __init__(self, office: Office, set_wall_clock: SetWallClock) -> None:
        self.office = office
        self.set_wall_clock = set_wall_clock
        self.observed = Observed()
        self._last = state_of(office.hass, CALL)
        async_track_state_change_event(office.hass, [CALL], self._note_event)
        async_track_state_change_event(office.hass, [STARTED], self._note_start)

    async def tell(self, story: Story, line: Line, *, jumps: bool) -> Observed:
        """Tell a story from a quiet beginning to a quiet end, with or without its jumps."""
        (entry,) = self.office.hass.config_entries.async_entries(DOMAIN)
        forget_pace(self.office.hass, entry)
        assert await self.office.hass.config_entries.async_reload(entry.entry_id)
        await self.office.advance(0)
        reads(self.office)
        self.observed = Observed()
        for act, jump, seconds in [*story, ("hang up", 0, 5), ("nothing", 0, 16)]:
            line.act(act)
            self.set_wall_clock(jump if jumps else 0)
            await self.office.advance(seconds)
            self.observed.asked.append(reads(self.office))
        self.set_wall_clock(-sum(jump for _, jump, _ in story) if jumps else 0)
        return self.observed

    @callback
    def _note_event(self, event: Event[EventStateChangedData]) -> None:
        state = event.data["new_state"]
        if state and state.state not in {STATE_UNAVAILABLE, STATE_UNKNOWN, self._last}:
            self._last = state.state
            event_type, number = state.attributes["event_type"], state.attributes["number"]
            self.observed.told.append((event_type, number, state.attributes.get("duration")))

    @callback
    def _note_start(self, event: Event[EventStateChangedData]) -> None:
        before, after = event.data["old_state"], event.data["new_state"]
        nothing = {STATE_UNAVAILABLE, STATE_UNKNOWN}
        if before and after and before.state != after.state:
            self.observed.moves += not {before.state, after.state} & nothing


@pytest.fixture
def witness(office: Office, set_wall_clock: SetWallClock) -> Witness:
    return Witness(office, set_wall_clock)


@given(story=any_story)
@settings(max_examples=40)
async def test_no_jump_changes_anything_but_when_a_call_is_shown_to_have_started(
    witness: Witness, story: Story
) -> None:
    story = [*OPENING, *story]
    line = Line(witness.office.account)
    with_jumps = await witness.tell(story, line, jumps=True)
    without = await witness.tell(story, Line(witness.office.account), jumps=False)
    assert with_jumps.told == without.told
    assert with_jumps.asked == without.asked
    assert sum(map(len, with_jumps.asked)) >= sum(seconds >= 16 for _, _, seconds in story)
    assert without.moves <= with_jumps.moves <= without.moves + sum(bool(j) for _, j, _ in story)
    for event, number, duration in with_jumps.told:
        if event == "ended":
            # A connected call is looked at every three seconds, and counted in whole ones.
            assert duration is not None
            assert -5 <= duration - line.lasted[number] <= 0
