"""Find calls in the log, and tell each of them once, with names that may be told."""

from collections.abc import Callable, Sequence, Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from homeassistant.util import dt as dt_util

from ..api import CallDirection, in_turns
from ..history.call_log import CallFilter
from ..history.call_record import CallRecord, CallSource
from ..history.calls import CallResult
from ..numbers.party import same_party
from .choices import phone_labels
from .languages import Language
from .periods import Period, moment
from .phones import Phone, Phones, spoken_party

# People can't follow more by ear, and language models don't need more.
_MOST_SPOKEN: Final = 5
MOST_LISTED: Final = 20

type Matcher = Callable[[CallRecord, Phone], bool]
"""Says whether a handset's call is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCall:
    """A call, which several handsets may have seen."""

    record: CallRecord
    phones: Sequence[Phone]
    """The handsets that answered it, or else all that saw it."""

    @property
    def started(self) -> datetime:
        """Return when it began."""
        return self.record.started


async def find_calls(
    phones: Phones,
    period: Period,
    *,
    results: AbstractSet[CallResult] | None = None,
    directions: AbstractSet[CallDirection] | None = None,
    is_meant: Matcher | None = None,
) -> list[ToldCall]:
    """Return the calls of these handsets in a period, newest first."""
    found: dict[tuple[str, str], list[tuple[CallRecord, Phone]]] = {}
    for account in {phone.entry.entry_id: phone for phone in phones}.values():
        entry = account.entry
        wanted = CallFilter(
            extensions={phone.extension for phone in phones if phone.entry is entry},
            results=results,
            directions=directions,
            since=period.since,
            until=period.until,
        )
        # All at once, since the log may change while others have their turn.
        records = [*account.data.calls.log.find(wanted)]
        async for record in in_turns(records):
            phone = phones.find(entry, record.extension)
            if phone and (is_meant is None or is_meant(record, phone)):
                found.setdefault((entry.entry_id, record.id), []).append((record, phone))
    calls = [_as_one(sides) async for sides in in_turns(found.values())]
    return sorted(calls, key=lambda call: call.started, reverse=True)


def was_received(record: CallRecord) -> bool:
    """Return whether somebody called this handset; of internal calls, only missed ones show it."""
    return record.direction is CallDirection.INBOUND or record.result in {
        CallResult.MISSED,
        CallResult.ANSWERED_ELSEWHERE,
    }


def other_party(call: ToldCall, phones: Phones) -> str | None:
    """Return the other party's current name if known, or else the one at that time."""
    record, phone = call.record, call.phones[0]
    names = phone.data.names
    # Everything else may be a name from Jingl: a caller's own words, or those for a handset that
    # isn't exposed.
    is_ours = record.source is CallSource.SEEN and record.direction is CallDirection.INBOUND
    if is_ours and record.number and not names.of_contact(record.number) and record.name:
        return record.name
    return spoken_party(phone, record.number, record.direction, phones)


def handsets_of(call: ToldCall, language: Language) -> str:
    """Return the names of the handsets that had a call."""
    return language.together(phone_labels(call.phones))


def _describe(call: ToldCall, phones: Phones, language: Language) -> str:
    """Return a clause about a call that was received."""
    replies = language.replies
    template = replies.called if was_received(call.record) else replies.talked
    return template.format(
        party=other_party(call, phones) or replies.somebody,
        handset=handsets_of(call, language),
        moment=moment(call.started, language),
    )


def in_one_breath(calls: Sequence[ToldCall], phones: Phones, language: Language) -> str:
    """Return as many of these calls as one can follow by ear."""
    spoken = [_describe(call, phones, language) for call in calls[:_MOST_SPOKEN]]
    if more := len(calls) - len(spoken):
        spoken.append(language.replies.more.format(count=more))
    return "; ".join(spoken)


def as_data(call: ToldCall, phones: Phones, language: Language) -> dict[str, Any]:
    """Return a call that was received, for a language model."""
    return {
        "time": dt_util.as_local(call.started).isoformat(timespec="minutes"),
        "caller": other_party(call, phones) or language.replies.somebody,
        "handset": handsets_of(call, language),
    }


def _as_one(sides: Sequence[tuple[CallRecord, Phone]]) -> ToldCall:
    """Return what the sides of a call have seen as one."""
    answered = [side for side in sides if side[0].result is CallResult.ANSWERED]
    first, _ = (answered or sides)[0]
    return ToldCall(
        record=first,
        # Between two handsets, each is the other's party.
        phones=[
            phone
            for record, phone in sorted(answered or sides, key=lambda side: side[1].extension)
            if record is first
            or record.number == first.number
            or same_party(record.number, first.number)
        ],
    )
