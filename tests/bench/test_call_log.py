"""The benchmarks' call log is like an office's, and its questions find calls."""

from homeassistant.util import dt as dt_util

from bench.call_log import _QUESTIONS, _calls
from custom_components.jingl.history.call_log import CallLog, Keep
from custom_components.jingl.history.call_record import CallRecord, CallSource
from custom_components.jingl.history.calls import CallResult

CALLS = 2000


def test_the_calls_are_those_of_a_month() -> None:
    calls = [*_calls(CALLS)]
    log = CallLog(calls)
    assert len(log) == CALLS, "each is another one"
    log.prune(Keep(), dt_util.utcnow())
    assert len(log) == CALLS, "none is too old"
    assert 29 <= len(log.days) <= 31
    assert {call.source for call in calls} == {CallSource.SEEN, CallSource.BOTH}
    assert {call.result for call in calls} >= {CallResult.ANSWERED, CallResult.MISSED}
    assert [CallRecord.from_json(call.as_json()) for call in calls] == calls


def test_each_question_has_the_answer_that_it_should() -> None:
    log, now = CallLog(_calls(CALLS)), dt_util.utcnow()
    found = {name: ask(log, now) for name, ask in _QUESTIONS.items()}
    counts = {name: len(calls) for name, calls in found.items() if isinstance(calls, list)}
    assert counts["a card's first page"] == 100
    assert counts["everything"] == CALLS
    assert counts["a number that never called"] == 0
    assert all(
        0 < counts[name] < CALLS
        for name in (
            "today's missed calls",
            "everyone with this name",
            "a handset's outbound calls",
        )
    )
    assert found["a handset's last missed call"] is None
