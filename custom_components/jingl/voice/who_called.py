"""Answer whose calls the handsets missed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..history.missed import MissedCall
from .choices import Deed, phone_choices
from .languages import Language, Replies
from .missed_calls import missed_calls
from .phones import (
    Phone,
    Phones,
    Speaker,
    find_phones,
    is_phone,
    nearest,
    open_phone_book,
    spoken_party,
)
from .reply import Reply, ReplyKind, nobody, not_understood

_WITHIN: Final = timedelta(hours=24)
# People can't follow more by ear, and language models don't need more.
_MOST_SPOKEN: Final = 5
_MOST_LISTED: Final = 20


async def who_called(
    hass: HomeAssistant, speaker: Speaker, *, handset: str | Phone | None
) -> Reply:
    """Say whose calls all handsets, or the named ones, missed in the last 24 hours."""
    language, replies = speaker.language, speaker.language.replies
    if language.is_too_much(handset if isinstance(handset, str) else ""):
        return not_understood(language)
    phones = await find_phones(hass, speaker)
    if not phones:
        return Reply(ReplyKind.FAILURE, replies.no_handsets)
    asked = await handsets_called(hass, speaker, phones, handset, _who_called) if handset else []
    if isinstance(asked, Reply):
        return asked
    missed = recently_missed(hass, asked or phones)
    callers = [_caller(call, phone, phones) or replies.somebody for call, phone in missed]
    sentences = [
        _sentence(call, phone, caller, replies)
        for (call, phone), caller in zip(missed, callers, strict=True)
    ]
    return Reply(
        ReplyKind.ANSWER,
        _speech(sentences, replies) if sentences else nobody_called(asked, language),
        {
            "missed_calls": [
                _as_data(call, phone, caller)
                for (call, phone), caller in zip(missed[:_MOST_LISTED], callers, strict=False)
            ]
        },
    )


def _who_called(phone: Phone) -> Deed:
    return partial(who_called, handset=phone)


async def handsets_called(
    hass: HomeAssistant,
    speaker: Speaker,
    phones: Phones,
    handset: str | Phone,
    deed: Callable[[Phone], Deed],
) -> Sequence[Phone] | Reply:
    """Return which of these handsets are meant, or a reply if none is."""
    language = speaker.language
    if isinstance(handset, Phone):
        # It was chosen a moment ago, and may be gone by now.
        if chosen := phones.find(handset.entry, handset.extension):
            return [chosen]
        handset = handset.name
    if language.is_mine(handset):
        return nearest(phones, speaker)
    book = await open_phone_book(hass, phones, language)
    if named := [party.phone for party in book.look_up(handset, is_phone).named if party.phone]:
        return named
    similar = [party.phone for party in book.similar(handset, is_phone) if party.phone]
    choices = phone_choices(similar, deed)
    return nobody(language.replies.no_such_handset, handset, choices, language)


def recently_missed(
    hass: HomeAssistant, phones: Iterable[Phone]
) -> Sequence[tuple[MissedCall, Phone]]:
    """Return the calls these handsets missed in the last 24 hours, newest first."""
    missed = _missed(hass, Phones(phones))
    return sorted(missed, key=lambda each: each[0].at, reverse=True)


def _missed(hass: HomeAssistant, phones: Phones) -> Iterator[tuple[MissedCall, Phone]]:
    """Yield the calls these handsets missed in the last 24 hours."""
    since = dt_util.utcnow() - _WITHIN
    for entry in {phone.entry.entry_id: phone.entry for phone in phones}.values():
        for call in missed_calls(hass, entry):
            if call.at >= since and (phone := phones.find(entry, call.extension)):
                yield call, phone


def _caller(call: MissedCall, phone: Phone, phones: Phones) -> str | None:
    """Return the caller's current name if known, or else the one at that time."""
    runtime, number = phone.entry.runtime_data, call.number
    # Don't reveal the old name of a handset that isn't exposed.
    is_known = (
        number is None or number in runtime.coordinator.data or runtime.names.of_contact(number)
    )
    return (None if is_known else call.name) or spoken_party(
        phone.entry, number, call.direction, phones
    )


def nobody_called(asked: Sequence[Phone], language: Language) -> str:
    """Return the sentence that nobody called, or nobody called these handsets."""
    if not asked:
        return language.replies.none_missed
    names = language.either([*dict.fromkeys(phone.label for phone in asked)])
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
    return template.format(party=caller, time=f"{at:%H:%M}", handset=phone.label)


def _as_data(call: MissedCall, phone: Phone, caller: str) -> dict[str, Any]:
    at = dt_util.as_local(call.at)
    return {"time": at.isoformat(timespec="minutes"), "caller": caller, "handset": phone.label}
