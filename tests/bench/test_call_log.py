"""The benchmarks' call log is like an office's, and its questions find calls."""

from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from bench.call_log import _calls, question, questions
from custom_components.jingl.calls.reading import CallReader
from custom_components.jingl.const import DOMAIN
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


async def test_each_question_has_the_answer_that_it_should(hass: HomeAssistant) -> None:
    log, now = CallLog(_calls(CALLS)), dt_util.utcnow()
    counts = {}
    for name, asked in questions(now).items():
        asking = [question(hass, MockConfigEntry(domain=DOMAIN), log, asked)]
        counts[name] = len(await CallReader(hass, None).find(asking, asked.limit))
    assert counts.pop("a card's first page") == 100
    assert counts.pop("as many as an action returns") == 1000
    assert counts.pop("a number that never called") == 0
    assert counts
    assert all(0 < each < CALLS for each in counts.values())
