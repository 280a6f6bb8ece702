"""Whatever happens, whenever somebody looks: every call once, and none invented."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import permutations

from hypothesis import given, strategies as st

from custom_components.jingl.history.call_record import CallRecord
from custom_components.jingl.history.calls import CallResult
from simulator.calls import Call
from simulator.errors import OperationError

from .watched_office import EXTENSIONS, NINE, WatchedOffice

extensions = st.sampled_from(EXTENSIONS)
# No handset calls itself, nor transfers its call to itself: polls can't tell such calls apart.
two_extensions = st.sampled_from([*permutations(EXTENSIONS, 2)])


@dataclass(eq=False)
class Truth:
    """A call as it really was."""

    call: Call
    callee: str
    answered: bool = False
    seen: set[str] = field(default_factory=set)
    """The handsets that showed it when somebody looked."""

    @property
    def caller(self) -> str:
        return self.call.caller.number

    @property
    def sides(self) -> Iterator[tuple[str, str]]:
        """Yield each handset that took part, and its other party."""
        if self.caller in EXTENSIONS:
            yield self.caller, self.callee
        if self.callee in EXTENSIONS:
            yield self.callee, self.caller


class Story:
    """Lets things happen at random, and knows the truth."""

    def __init__(self, data: st.DataObject) -> None:
        self.draw = data.draw
        self.office = WatchedOffice()
        self.truths: dict[int, Truth] = {}
        self.people = 0
        self.may_tear = False
        self.looked_at = self.office.now
        # Also those that a voice mail answered at once, which no handset shows.
        self.calls: list[Call] = []
        # What each handset showed last, if nobody had answered that yet.
        self.ringing: dict[str, Call | None] = dict.fromkeys(EXTENSIONS)

    def play(self, *, may_merge: bool, may_tear: bool) -> None:
        """Let up to 30 things happen, then let everything end, and look.

        If the power may fail, what was seen in the last seconds before may be lost.
        """
        self.may_tear = may_tear
        acts = [
            *(self.receive, self.receive_in_group, self.place, self.place_inside),
            *(self.answer, self.be_answered, self.hold, self.resume),
            *(self.hang_up, self.be_hung_up_on, self.transfer, self.look, self.look, self.look_at),
            self.restart,
            *([self.office.merge] if may_merge else []),
        ]
        for _ in range(self.draw(st.integers(1, 30))):
            self.wait(self.draw(st.sampled_from([0.25, 1, 3, 10, 40])))
            try:
                self.draw(st.sampled_from(acts))()
            except OperationError:
                continue  # nobody can do that now
            finally:
                self.note()
        self.wait(60)
        for extension in EXTENSIONS:
            self.office.account.handset(extension).drop_calls()
            # Whoever hangs up may complete a transfer.
            self.note()
        self.look()
        if may_merge:
            self.office.merge()

    def wait(self, seconds: float) -> None:
        """Let time pass; Home Assistant looks at least every 15 seconds."""
        until = self.office.now + seconds
        while self.looked_at + 15 < until:
            self.office.now = max(self.office.now, self.looked_at + 15)
            self.look()
        self.office.now = until

    def note(self) -> None:
        """Note the calls that there are."""
        for call in [*self.office.account.calls, *self.calls]:
            truth = self.truths.setdefault(id(call), Truth(call, call.callee.number))
            truth.answered |= call.connected and not any(each.app for each in call.parties)

    def recorded(self) -> Iterator[tuple[str, str]]:
        """Yield the handsets and other parties of recorded calls that were over at once.

        What a transfer leads to may be, so that no handset ever shows it.
        """
        noted = {
            (truth.caller, truth.callee, round(truth.call.started_at - 1000, 2))
            for truth in self.truths.values()
        }
        for record in self.office.account.records.kept:
            started = round(record.started.timestamp() - NINE, 2)
            if (record.caller.number, record.destination.number, started) in noted:
                continue
            for handset, other in permutations((record.caller.number, record.destination.number)):
                if handset in EXTENSIONS:
                    yield handset, other

    def person(self) -> str:
        self.people += 1
        return f"0409{self.people:06}"

    def receive(self) -> None:
        self.calls.append(self.office.account.incoming_call(self.person(), self.draw(extensions)))

    def receive_in_group(self) -> None:
        self.office.account.incoming_group_call(self.person(), EXTENSIONS)

    def place(self) -> None:
        self.calls.append(self.office.account.place_call(self.draw(extensions), self.person()))

    def place_inside(self) -> None:
        call = self.office.account.place_call(*self.draw(two_extensions))
        self.calls.append(call)

    def answer(self) -> None:
        self.office.account.answer(self.draw(extensions))

    def be_answered(self) -> None:
        self.office.account.remote_answer(self.draw(extensions))

    def hold(self) -> None:
        self.office.account.hold(self.draw(extensions))

    def resume(self) -> None:
        self.office.account.resume(self.draw(extensions))

    def hang_up(self) -> None:
        self.office.account.hang_up(self.draw(extensions))

    def be_hung_up_on(self) -> None:
        self.office.account.remote_hang_up(self.draw(extensions))

    def transfer(self) -> None:
        one, other = self.draw(two_extensions)
        call = self.office.account.transfer(one, other, attended=self.draw(st.booleans()))
        self.calls.append(call)

    def look(self) -> None:
        self.looked_at = self.office.now
        self._look(*EXTENSIONS)

    def restart(self) -> None:
        self._note_shown(*EXTENSIONS)
        self.looked_at = self.office.now
        self.office.restart(is_torn=self.may_tear and self.draw(st.booleans()))

    def look_at(self) -> None:
        self._look(self.draw(extensions))

    def _look(self, *handsets: str) -> None:
        self._note_shown(*handsets)
        self.office.look(*handsets)

    def _note_shown(self, *handsets: str) -> None:
        self.note()
        for extension in handsets:
            call, before = (
                self.office.account.handset(extension).active_call,
                self.ringing[extension],
            )
            if call:
                self.truths[id(call)].seen.add(extension)
            if before and call and call is not before and (call.connected or alike(before, call)):
                # It may be the same, answered elsewhere: nobody can see the difference.
                self.truths[id(before)].seen.discard(extension)
            self.ringing[extension] = None if call and call.connected else call


def alike(one: Call, other: Call) -> bool:
    """Return whether the same two parties are in both calls."""
    return [each.number for each in one.parties] == [each.number for each in other.parties]


def pairs(records: list[CallRecord]) -> Counter[tuple[str | None, str | None]]:
    """Count the records of each handset and other party."""
    return Counter((each.extension, each.number) for each in records)


@given(data=st.data())
def test_no_call_is_invented_or_told_twice(data: st.DataObject) -> None:
    story = Story(data)
    story.play(may_merge=True, may_tear=True)
    records = [*story.office.log]
    truly = Counter(side for truth in story.truths.values() for side in truth.sides)
    assert pairs(records) <= truly + Counter(story.recorded())
    answered = {side for truth in story.truths.values() if truth.answered for side in truth.sides}
    for each in records:
        if each.result is CallResult.ANSWERED:
            assert (each.extension, each.number) in answered


@given(data=st.data())
def test_every_call_that_was_seen_is_told(data: st.DataObject) -> None:
    story = Story(data)
    story.play(may_merge=False, may_tear=False)
    told = {(each.extension, each.number) for each in story.office.log}
    for truth in story.truths.values():
        for extension, number in truth.sides:
            if extension in truth.seen:
                assert (extension, number) in told


@given(data=st.data())
def test_every_call_that_jingl_recorded_is_told_once(data: st.DataObject) -> None:
    story = Story(data)
    story.play(may_merge=True, may_tear=True)
    told = Counter(each.jingl_id for each in story.office.log if each.jingl_id)
    for record in story.office.account.records.kept:
        sides = {record.caller.number, record.destination.number} & {*EXTENSIONS}
        assert told[str(record.number)] == max(1, len(sides))
