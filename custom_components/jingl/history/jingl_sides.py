"""Read Jingl's own records of calls as its handsets' calls. Pure.

A record says who called whom, but not at which handsets a call to a group has rung, nor whether it
was a handset or its voice mail that answered. What a handset was seen doing therefore stays, unless
Jingl knows better.
"""

from collections.abc import Sequence, Set as AbstractSet
from dataclasses import replace
from datetime import timedelta
from typing import Final

from ..api import CallDirection, JinglCall
from ..numbers.party import is_number, party_keys
from .call_record import CallRecord, CallSource
from .calls import CallResult, is_voicemail

_INBOUND, _OUTBOUND, _INTERNAL = CallDirection
# Both Jingl and we drop fractions of seconds.
_FRACTIONS: Final = 2.0
CONNECTED: Final = {CallResult.ANSWERED, CallResult.VOICEMAIL}


def sides_of(
    call: JinglCall, extensions: AbstractSet[str], ignored: AbstractSet[str] = frozenset()
) -> Sequence[CallRecord]:
    """Return a record for each handset that took part; one without a handset if none is named.

    Handsets to be `ignored` have none.
    """
    handsets = extensions | ignored
    caller = _extension(call.caller_number, handsets)
    called = _extension(call.destination_number, handsets)
    # Callers from outside may show any number, even that of a handset.
    if call.direction is _INBOUND:
        caller = None
    elif call.direction is _OUTBOUND:
        called = None
    direction = call.direction or _direction(caller, called)
    if called == caller:
        called = None  # a handset that calls itself, or one of the same name outside
    sides = []
    if caller is not None or (called is None and direction is _OUTBOUND):
        sides.append(_side(call, caller, direction, is_caller=True))
    if called is not None or not sides:
        sides.append(_side(call, called, direction, is_caller=False))
    sides = [side for side in sides if side.extension not in ignored]
    return [replace(side, id=sides[0].id) for side in sides]


def complete(record: CallRecord, side: CallRecord) -> CallRecord:
    """Return a record completed by Jingl's, which may have changed since it was last read."""
    if record.source is CallSource.JINGL:
        # Jingl doesn't know that another handset has answered.
        is_elsewhere = record.result is CallResult.ANSWERED_ELSEWHERE
        return replace(
            side,
            id=record.id,
            extension=record.extension,
            result=record.result if is_elsewhere else side.result,
            transferred_to=record.transferred_to,
        )
    is_answered = side.result is CallResult.ANSWERED
    result = record.result
    if result is None or (is_answered and side.extension and _fits(record, side)):
        result = side.result
    is_connected = result in CONNECTED
    connected = side.connected_seconds if is_connected else None
    return replace(
        record,
        result=result,
        number=max(record.number, side.number, key=_clarity),
        name=record.name or side.name,
        answered=record.answered or (side.answered if is_connected else None),
        ended=record.ended or side.ended,
        connected_seconds=record.connected_seconds if connected is None else connected,
        source=CallSource.BOTH,
        jingl_id=side.jingl_id,
        recording=side.recording,
        notes=side.notes,
        rating=side.rating,
    )


def _fits(record: CallRecord, side: CallRecord) -> bool:
    """Return whether a call that seemed unanswered may have been answered between two polls."""
    if record.result not in {CallResult.MISSED, CallResult.NO_ANSWER} or record.ended is None:
        return False
    seen = record.started + timedelta(seconds=record.rung_seconds or 0)
    unseen = (record.ended - seen).total_seconds()
    return 0 < (side.connected_seconds or 0) <= unseen + _FRACTIONS


def _side(
    call: JinglCall, extension: str | None, direction: CallDirection | None, *, is_caller: bool
) -> CallRecord:
    number = call.destination_number if is_caller else call.caller_number
    name = call.destination_name if is_caller else call.caller_name
    result = _result(call, is_caller=is_caller)
    duration = call.duration_seconds if result in CONNECTED else None
    answered = ended = None
    if result in CONNECTED and call.answer_delay_seconds is not None:
        answered = call.started + timedelta(seconds=call.answer_delay_seconds)
        ended = None if duration is None else answered + timedelta(seconds=duration)
    return CallRecord(
        id=f"{int(call.started.timestamp())}-{extension or 'jingl'}",
        extension=extension,
        direction=direction,
        number=number,
        name=None if is_voicemail(name) else name,
        result=result,
        started=call.started,
        answered=answered,
        ended=ended,
        connected_seconds=duration,
        source=CallSource.JINGL,
        jingl_id=call.id,
        recording=call.has_audio,
        notes=call.notes,
        rating=call.rating,
    )


def _result(call: JinglCall, *, is_caller: bool) -> CallResult | None:
    if call.is_answered is None:
        return None
    if call.is_answered and not is_voicemail(call.destination_name):
        return CallResult.ANSWERED
    if is_caller:
        return CallResult.VOICEMAIL if call.is_answered else CallResult.NO_ANSWER
    return CallResult.MISSED


def _extension(number: str | None, extensions: AbstractSet[str]) -> str | None:
    """Return the handset that has this number."""
    return next((e for e in (number, *party_keys(number)[:1]) if e in extensions), None)


def _direction(caller: str | None, called: str | None) -> CallDirection | None:
    if caller is not None and called is not None:
        return _INTERNAL
    return _OUTBOUND if caller is not None else _INBOUND if called is not None else None


def _clarity(party: str | None) -> int:
    """Return how much a party says: a number most, then a word, then a withheld or missing one."""
    return bool(party) + bool(party_keys(party)) + is_number(party or "")
