"""Whose calls the handsets missed, for somebody who asks."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..history.missed import MissedCall
from .languages import Language, Replies
from .missed_calls import missed_calls
from .phone_book import look_up
from .phones import Phone, Speaker, find_phones, spoken_party
from .reply import Reply, ReplyKind, nobody

_WITHIN: Final = timedelta(hours=24)
# More cannot be followed by ear, and a language model needs no more.
_MOST_SPOKEN: Final = 5
_MOST_LISTED: Final = 20


@callback
def who_called(hass: HomeAssistant, speaker: Speaker, *, handset: str | None) -> Reply:
    """Tell whose calls the handsets, or those of this name, missed in the last 24 hours."""
    language, replies = speaker.language, speaker.language.replies
    phones = find_phones(hass, speaker)
    if not phones:
        return Reply(ReplyKind.FAILURE, replies.no_handsets)
    asked: Sequence[Phone] = phones
    if handset:
        found = look_up(handset, phones, language)
        if not found.named:
            similar = [phone.name for phone in found.similar]
            return nobody(replies.no_such_handset, handset, similar, language)
        asked = found.named
    since = dt_util.utcnow() - _WITHIN
    missed = [
        (call, phone)
        for phone in asked
        for call in missed_calls(hass, phone.entry)
        if call.extension == phone.extension and call.at >= since
    ]
    missed.sort(key=lambda each: each[0].at, reverse=True)
    callers = [_caller(call, phone, phones) or replies.somebody for call, phone in missed]
    sentences = [
        _sentence(call, phone, caller, replies)
        for (call, phone), caller in zip(missed, callers, strict=True)
    ]
    return Reply(
        ReplyKind.ANSWER,
        _speech(sentences, replies) if sentences else _nothing(asked if handset else (), language),
        {
            "missed_calls": [
                _as_data(call, phone, caller)
                for (call, phone), caller in zip(missed[:_MOST_LISTED], callers, strict=False)
            ]
        },
    )


def _caller(call: MissedCall, phone: Phone, phones: Sequence[Phone]) -> str | None:
    """Return who called, as the caller is called now if anybody knows."""
    known = phone.entry.runtime_data.names.of_party(call.number)
    return (None if known else call.name) or spoken_party(phone.entry, call.number, phones)


def _nothing(asked: Sequence[Phone], language: Language) -> str:
    """Return that nobody called, or nobody these handsets."""
    if not asked:
        return language.replies.none_missed
    names = language.either([*dict.fromkeys(phone.name for phone in asked)])
    return language.replies.none_missed_by.format(handset=names)


def _speech(sentences: Sequence[str], replies: Replies) -> str:
    calls = list(sentences[:_MOST_SPOKEN])
    if more := len(sentences) - len(calls):
        calls.append(replies.more_missed.format(count=more))
    template = replies.one_missed if len(sentences) == 1 else replies.missed
    return template.format(count=len(sentences), calls="; ".join(calls))


def _sentence(call: MissedCall, phone: Phone, caller: str, replies: Replies) -> str:
    at = dt_util.as_local(call.at)
    today = at.date() == dt_util.now().date()
    template = replies.missed_today if today else replies.missed_yesterday
    return template.format(party=caller, time=f"{at:%H:%M}", handset=phone.name)


def _as_data(call: MissedCall, phone: Phone, caller: str) -> dict[str, Any]:
    at = dt_util.as_local(call.at)
    return {"time": at.isoformat(timespec="minutes"), "caller": caller, "handset": phone.name}
