"""List past calls for language models."""

from functools import partial
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..api import CallDirection
from .asked_handsets import asked_handsets
from .asked_party import calls_with, find_party
from .languages import Language
from .periods import between, remembered, with_memory
from .phones import Party, Phone, Phones, Speaker, find_phones
from .reply import Reply, ReplyKind, not_understood
from .told_calls import MOST_LISTED, Matcher, ToldCall, find_calls, handsets_of, other_party


async def list_calls(
    hass: HomeAssistant,
    speaker: Speaker,
    *,
    party: str | Party | None,
    handset: str | Phone | None,
    direction: CallDirection | None,
    since: str | None,
    until: str | None,
) -> Reply:
    """List calls of the named handsets, or of all, with somebody; days are ISO dates."""
    language = speaker.language
    said = [words for words in (party, handset) if isinstance(words, str)]
    if language.is_too_much(*said):
        return not_understood(language)
    phones = await find_phones(hass, speaker)
    if not phones:
        return Reply(ReplyKind.FAILURE, language.replies.no_handsets)
    again = partial(list_calls, direction=direction, since=since, until=until)
    asked = await asked_handsets(
        hass, speaker, phones, handset, lambda phone: partial(again, party=party, handset=phone)
    )
    if isinstance(asked, Reply):
        return asked
    is_meant: Matcher | None = None
    if party:
        found = await find_party(
            hass, speaker, phones, party, lambda one: partial(again, party=one, handset=handset)
        )
        if isinstance(found, Reply):
            return found
        is_meant = calls_with(hass, found, phones)
    among = Phones(asked) if asked else phones
    kept = remembered(among, language)
    period = between(since, until, kept, language)
    calls = await find_calls(
        among, period, directions={direction} if direction else None, is_meant=is_meant
    )
    return Reply(
        ReplyKind.ANSWER,
        with_memory("", period, kept, language, found=bool(calls)).strip(),
        {
            "calls": [_as_data(call, phones, language) for call in calls[:MOST_LISTED]],
            "more": max(0, len(calls) - MOST_LISTED),
        },
    )


def _as_data(call: ToldCall, phones: Phones, language: Language) -> dict[str, Any]:
    record = call.record
    seconds = record.connected_seconds
    data = {
        "time": dt_util.as_local(call.started).isoformat(timespec="minutes"),
        "party": other_party(call, phones) or language.replies.somebody,
        "direction": record.direction and record.direction.value,
        "handset": handsets_of(call, language),
        "result": record.result and record.result.value,
        "minutes": None if seconds is None else round(seconds / 60, 1),
    }
    return {key: value for key, value in data.items() if value is not None}
