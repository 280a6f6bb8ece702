"""Answer whether somebody called, and when somebody last talked to them."""

from functools import partial

from homeassistant.core import HomeAssistant

from ..api import CallDirection
from ..history.call_record import CallRecord
from ..history.calls import CallResult
from .asked_handsets import asked_handsets
from .asked_party import calls_with, find_party, name_of
from .choices import Deed, phone_labels
from .periods import moment, read_day, remembered, with_memory
from .phones import Party, Phone, Phones, Speaker, find_phones, nearest
from .reply import Reply, ReplyKind, not_understood
from .told_calls import (
    MOST_LISTED,
    as_data,
    find_calls,
    in_one_breath,
    was_received,
)


async def did_call(
    hass: HomeAssistant, speaker: Speaker, *, party: str | Party, day: str | None = None
) -> Reply:
    """Say when somebody called on a day, or else when they last called."""
    language = speaker.language
    if language.is_too_much(party if isinstance(party, str) else "", day or ""):
        return not_understood(language)
    phones = await find_phones(hass, speaker)
    if not phones:
        return Reply(ReplyKind.FAILURE, language.replies.no_handsets)
    kept = remembered(phones, language)
    period = read_day(day, language) if day else kept
    if period is None:
        return not_understood(language)

    def choose(choice: Party) -> Deed:
        return partial(did_call, party=choice, day=day)

    found = await find_party(hass, speaker, phones, party, choose)
    if isinstance(found, Reply):
        return found
    is_with = calls_with(hass, found, phones)

    def is_meant(record: CallRecord, phone: Phone) -> bool:
        # Either handset may have called the other.
        is_internal = record.direction is CallDirection.INTERNAL
        was_answered = record.result is CallResult.ANSWERED
        return (was_received(record) or (is_internal and was_answered)) and is_with(record, phone)

    calls = await find_calls(phones, period, is_meant=is_meant)
    told = calls if day else calls[:1]
    answer = language.replies.did_not_call.format(party=name_of(found), period=period.words)
    if told:
        answer = f"{in_one_breath(told, phones, language)}."
    return Reply(
        ReplyKind.ANSWER,
        with_memory(answer[0].upper() + answer[1:], period, kept, language, found=bool(told)),
        {"calls": [as_data(call, phones, language) for call in told[:MOST_LISTED]]},
    )


async def last_talked(
    hass: HomeAssistant, speaker: Speaker, *, party: str | Party, handset: str | Phone | None
) -> Reply:
    """Say when the named handset, or else the speaker's, last talked to somebody."""
    language, replies = speaker.language, speaker.language.replies
    said = [words for words in (party, handset) if isinstance(words, str)]
    if language.is_too_much(*said):
        return not_understood(language)
    phones = await find_phones(hass, speaker)
    if not phones:
        return Reply(ReplyKind.FAILURE, replies.no_handsets)
    asked = await asked_handsets(
        hass,
        speaker,
        phones,
        handset,
        lambda phone: partial(last_talked, party=party, handset=phone),
    )
    if isinstance(asked, Reply):
        return asked
    among = Phones(asked or (phones if handset else nearest(phones, speaker)))
    found = await find_party(
        hass, speaker, phones, party, lambda one: partial(last_talked, party=one, handset=handset)
    )
    if isinstance(found, Reply):
        return found
    kept = remembered(among, language)
    is_with = calls_with(hass, found, phones)
    calls = await find_calls(among, kept, results={CallResult.ANSWERED}, is_meant=is_with)
    name, labels = name_of(found), phone_labels(among)
    if calls:
        answer = replies.last_talked.format(
            handset=calls[0].phones[0].label,
            party=name,
            moment=moment(calls[0].started, language),
        )
    elif len(among) == len(phones) > 1:
        answer = replies.nobody_talked.format(party=name, period=kept.words)
    else:
        handset_names = language.either([*dict.fromkeys(labels)])
        answer = replies.has_not_talked.format(handset=handset_names, party=name, period=kept.words)
    return Reply(ReplyKind.ANSWER, answer)
