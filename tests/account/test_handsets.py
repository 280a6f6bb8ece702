"""What is known about the handsets, and which of it is new."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.jingl.account import handsets as handsets_module
from custom_components.jingl.account.feed import Fetched
from custom_components.jingl.account.handsets import Answer, Changes, HandsetRecord, Handsets
from custom_components.jingl.api import (
    Handset,
    HandsetState,
    HandsetStatus,
    JinglConnectionError,
    Registration,
)
from custom_components.jingl.history.calls import Moment, follow_call

START = datetime(2026, 11, 22, 9, tzinfo=UTC)
FOLLOWED = ["100", "101", "102"]


def status(
    extension: str, state: HandsetState = HandsetState.IDLE, duration: int = 0
) -> HandsetStatus:
    """Return a new status."""
    return HandsetStatus(
        extension=extension,
        state=state,
        duration_seconds=duration,
        registration=Registration(ip="101.100.99.98"),
    )


def settings(extension: str, name: str | None = "Desk", notes: str | None = None) -> Handset:
    """Return new settings."""
    return Handset(extension=extension, name=name, notes=notes, status=status(extension))


class Office:
    """Polls of three handsets, a second apart, most of them unchanged."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.handsets = Handsets(FOLLOWED)
        self.followed = FOLLOWED
        self.seconds = 5000.0
        monkeypatch.setattr(handsets_module, "monotonic", lambda: self.seconds)
        self.fetched = self._fetched({extension: status(extension) for extension in FOLLOWED})
        self.details = {extension: settings(extension) for extension in FOLLOWED}
        self.handsets.take_in_details(self.details, FOLLOWED)
        self.looked_at: list[str] = []

    @property
    def records(self) -> dict[str, HandsetRecord]:
        return self.handsets.records

    @staticmethod
    def _fetched(records: Mapping[str, HandsetStatus]) -> Fetched[HandsetStatus]:
        return Fetched(records=records, missing=(), listed=True)

    def now(self, *statuses: HandsetStatus) -> None:
        """Change what handsets are doing."""
        others = {each.extension: each for each in statuses}
        self.fetched = self._fetched({**self.fetched.records, **others})

    def without(self, extension: str) -> None:
        """Let a handset fail to answer."""
        records = {e: s for e, s in self.fetched.records.items() if e != extension}
        self.fetched = self._fetched(records)

    async def poll(self) -> Changes:
        """Apply a poll's result; return what is new."""
        self.seconds += 1
        at = Moment(self.seconds, START + timedelta(seconds=self.seconds))
        seen = await self.handsets.take_in(self.fetched, at)
        self.looked_at = [each.extension for each in seen]
        return self.handsets.take_changes()

    async def poll_meanwhile(self, act: Callable[[], object]) -> None:
        """Do something when a poll has been applied to the first handset but not to the others."""
        poll = asyncio.Task(self.poll(), eager_start=True)
        act()
        await poll

    def follow(self, followed: list[str]) -> Changes:
        """Follow these handsets; return what is new."""
        self.followed = followed
        return self.read_settings()

    def read_settings(self, *others: Handset) -> Changes:
        """Apply settings; return what is new."""
        self.details = {**self.details, **{each.extension: each for each in others}}
        self.handsets.take_in_details(self.details, self.followed)
        return self.handsets.take_changes()


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(monkeypatch)


async def test_at_the_start_everything_is_new(office: Office) -> None:
    changes = await office.poll()
    assert changes == Changes(handsets=set(FOLLOWED), names=True, choice=True)
    assert list(office.records) == FOLLOWED
    assert not office.handsets.is_news(office.fetched.records)


async def test_an_unchanged_poll_looks_at_no_handset(office: Office) -> None:
    await office.poll()
    assert await office.poll() == Changes()
    assert office.looked_at == []


async def test_only_handsets_that_changed_are_looked_at(office: Office) -> None:
    await office.poll()
    office.now(status("101", HandsetState.RINGING))
    changes = await office.poll()
    assert (changes.handsets, changes.names, changes.choice) == ({"101"}, False, False)
    assert [(extension, event.type) for extension, event in changes.events] == [("101", "incoming")]
    assert office.looked_at == ["101"]


async def test_an_equal_status_is_nothing_new(office: Office) -> None:
    await office.poll()
    office.now(status("101"))
    assert await office.poll() == Changes()
    assert office.records["101"].status is office.fetched.records["101"]


async def test_a_call_is_followed_even_if_its_status_is_unchanged(office: Office) -> None:
    office.now(status("101", HandsetState.RINGING))
    await office.poll()
    assert await office.poll() == Changes()
    assert office.looked_at == ["101"]
    assert office.records["101"].busy_at == office.handsets.last_busy_at == office.seconds
    assert office.handsets.in_call == ["101"]
    assert [each.extension for each in office.handsets.statuses_in_call] == ["101"]


async def test_a_calls_duration_is_known_but_not_new(office: Office) -> None:
    office.now(status("101", HandsetState.ON_CALL, duration=1))
    await office.poll()
    office.now(status("101", HandsetState.ON_CALL, duration=2))
    assert await office.poll() == Changes()
    shown = office.records["101"].status
    assert shown
    assert shown.duration_seconds == 2


async def test_a_handset_that_fails_to_answer_is_new_once(office: Office) -> None:
    office.now(status("101", HandsetState.RINGING))
    await office.poll()
    office.without("101")
    assert await office.poll() == Changes(handsets={"101"})
    assert office.records["101"].status is None
    assert office.handsets.statuses_in_call == []
    assert await office.poll() == Changes()
    office.now(status("101", HandsetState.RINGING))
    assert await office.poll() == Changes(handsets={"101"})


async def test_after_a_failure_every_handset_is_looked_at(office: Office) -> None:
    await office.poll()
    office.handsets.start_anew()
    assert office.handsets.is_news(office.fetched.records)
    assert await office.poll() == Changes()
    assert office.looked_at == FOLLOWED


async def test_a_newly_followed_handset_is_looked_at_even_if_the_list_is_unchanged(
    office: Office,
) -> None:
    office.followed = ["100"]
    office.read_settings()
    await office.poll()
    office.followed = ["100", "102"]
    assert office.read_settings().choice
    assert await office.poll() == Changes(handsets={"102"})
    assert office.looked_at == ["102"]
    office.now(status("102", HandsetState.RINGING))
    assert [event.type for _, event in (await office.poll()).events] == ["incoming"]


@pytest.mark.usefixtures("shortest_turns")
async def test_a_handset_added_while_a_poll_is_applied_is_looked_at_in_the_next(
    office: Office,
) -> None:
    office.follow(["100", "102"])
    await office.poll_meanwhile(lambda: office.follow(FOLLOWED))
    assert office.records["101"].status is None
    await office.poll()
    assert office.records["101"].status


async def test_a_handset_no_longer_followed_is_forgotten(office: Office) -> None:
    office.now(status("102", HandsetState.RINGING))
    await office.poll()
    office.followed = ["100", "101"]
    assert office.read_settings() == Changes(handsets={"102"}, names=True, choice=True)
    assert list(office.records) == ["100", "101"]
    assert office.handsets.in_call == []
    assert await office.poll() == Changes()


async def test_changed_settings_are_new_for_their_handset_only(office: Office) -> None:
    await office.poll()
    assert office.read_settings(settings("101", notes="x")) == Changes(handsets={"101"})
    assert office.read_settings() == Changes()
    assert office.read_settings(settings("101", notes="x")) == Changes(), "they are equal"


async def test_a_changed_name_is_new_for_every_handset(office: Office) -> None:
    await office.poll()
    assert office.read_settings(settings("101", "Store")) == Changes(handsets={"101"}, names=True)


async def test_the_status_remains_when_settings_can_no_longer_be_read(office: Office) -> None:
    await office.poll()
    office.details = {}
    changes = office.read_settings()
    assert changes == Changes(handsets=set(FOLLOWED), names=True, choice=True)
    assert office.records["100"].status


async def test_a_handset_that_jingl_never_had_is_unknown(office: Office) -> None:
    office.followed = [*FOLLOWED, "999"]
    office.read_settings()
    await office.poll()
    assert [e for e, record in office.records.items() if record.is_known] == FOLLOWED


async def test_an_action_is_recorded_for_handsets_only(office: Office) -> None:
    office.handsets.note_action({"101", "0409123456"})
    assert [record.acted_at for record in office.records.values()] == [None, office.seconds, None]


@pytest.mark.usefixtures("shortest_turns")
async def test_settings_that_arrive_while_a_poll_is_applied_stay(office: Office) -> None:
    await office.poll()
    office.now(*(status(extension, HandsetState.RINGING) for extension in FOLLOWED))
    await office.poll_meanwhile(lambda: office.read_settings(settings("102", notes="new")))
    details = office.records["102"].details
    assert details
    assert details.notes == "new"


class TestWhoDoesNotTell:
    """Handsets whose status is unknown, and why."""

    @staticmethod
    async def answer(office: Office, *told: str, missing: str = "", failed: str = "") -> None:
        """Let some handsets answer, and one be missing or fail."""
        office.fetched = Fetched(
            records={extension: status(extension) for extension in told},
            missing={missing} - {""},
            failed={failed: JinglConnectionError("no answer")} if failed else {},
            listed=False,
        )
        await office.poll()

    async def test_a_handset_that_cannot_be_asked_is_silent_until_it_answers(
        self, office: Office
    ) -> None:
        await self.answer(office, "100", "101", failed="102")
        assert office.handsets.answering(Answer.SILENT) == {"102"}
        # Another handset's answer, in its turn, makes no difference.
        await self.answer(office, "100")
        assert office.handsets.answering(Answer.SILENT) == {"102"}
        await self.answer(office, *FOLLOWED)
        assert office.handsets.answering(Answer.SILENT) == set()

    async def test_a_handset_that_never_answered_is_mute_and_not_silent(
        self, office: Office
    ) -> None:
        await self.answer(office, "100", "101", missing="102")
        assert office.handsets.answering(Answer.MUTE) == {"102"}
        await self.answer(office, *FOLLOWED)
        assert office.handsets.answering(Answer.MUTE) == set()

    async def test_a_missing_handset_that_answered_before_is_silent(self, office: Office) -> None:
        await office.poll()
        await self.answer(office, "100", "101", missing="102")
        assert office.records["102"].answer is Answer.SILENT

    async def test_a_handset_added_between_two_polls_is_yet_to_be_asked(
        self, office: Office
    ) -> None:
        await office.poll()
        office.followed = [*FOLLOWED, "103"]
        office.read_settings(settings("103"))
        assert office.handsets.answering(Answer.UNASKED) == {"103"}
        await self.answer(office, *FOLLOWED, "103")
        assert office.handsets.answering(Answer.UNASKED) == set()


async def test_a_call_is_not_looked_at_again_before_its_handsets_next_turn(
    office: Office,
) -> None:
    office.now(status("100", HandsetState.ON_CALL), status("101", HandsetState.ON_CALL))
    await office.poll()
    office.fetched = replace(office.fetched, listed=False, asked={"101", "102"})
    await office.poll()
    assert office.looked_at == ["101"]
    busy_at = [office.records[extension].busy_at for extension in ("100", "101")]
    assert busy_at == [office.seconds - 1, office.seconds]


async def test_after_a_failure_each_is_looked_at_in_its_turn_and_not_before(
    office: Office,
) -> None:
    office.now(status("100", HandsetState.ON_CALL, 87))
    await office.poll()
    office.handsets.start_anew()
    office.seconds += 1300
    # Were it taken for what it tells now, a call of 87 seconds would be another one by now.
    for asked in ({"101"}, {"102"}, set[str]()):
        office.fetched = replace(office.fetched, listed=False, asked=asked)
        assert (await office.poll()).events == []
        assert office.looked_at == [*asked]
    office.now(status("100", HandsetState.ON_CALL, 1390))
    office.fetched = replace(office.fetched, listed=False, asked={"100"})
    assert (await office.poll()).events == []
    assert office.looked_at == ["100"]
    assert not office.handsets.is_news(office.fetched.records)


async def test_a_call_makes_a_habit_once(office: Office) -> None:
    office.now(status("100", HandsetState.RINGING))
    await office.poll()
    office.now(status("100", HandsetState.ON_CALL))
    await office.poll()
    assert office.records["100"].habit.calls(office.seconds) == pytest.approx(1, abs=0.001)
    assert office.records["101"].habit.calls(office.seconds) == 0


async def test_handsets_online_are_counted(office: Office) -> None:
    await office.poll()
    assert office.handsets.online == 3
    office.now(HandsetStatus(extension="101", state=HandsetState.OFFLINE))
    office.without("102")
    await office.poll()
    assert office.handsets.online == 1


def test_a_call_from_before_a_restart_goes_on_until_jingl_says_otherwise() -> None:
    handsets = Handsets(FOLLOWED)
    call, _ = follow_call(None, status("100", HandsetState.ON_CALL), Moment(0, START))
    assert call
    handsets.resume({"100": call, "999": call})
    # While Jingl doesn't answer, too.
    assert handsets.calls == {"100": call}
