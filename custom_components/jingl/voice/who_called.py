"""Answer who called, and whose calls the handsets missed."""

from collections.abc import Sequence
from functools import partial

from homeassistant.core import HomeAssistant

from ..history.calls import CallResult
from .asked_handsets import asked_handsets
from .choices import Deed, phone_labels
from .languages import Language
from .periods import Period, lately, read_day, remembered, with_memory
from .phones import Phone, Phones, Speaker, find_phones
from .reply import Reply, ReplyKind, not_understood
from .told_calls import (
    MOST_LISTED,
    ToldCall,
    as_data,
    find_calls,
    in_one_breath,
    was_received,
)


async def who_called(
    hass: HomeAssistant, speaker: Speaker, *, handset: str | Phone | None, day: str | None = None
) -> Reply:
    """Say who called all handsets, or the named ones, on a day.

    Without a day, say whose calls they missed lately.
    """
    return await _who(hass, speaker, handset=handset, day=day, missed=not day)


async def who_was_missed(
    hass: HomeAssistant, speaker: Speaker, *, handset: str | Phone | None, day: str | None = None
) -> Reply:
    """Say whose calls all handsets, or the named ones, missed on a day or lately."""
    return await _who(hass, speaker, handset=handset, day=day, missed=True)


async def missed_calls(phones: Phones, period: Period) -> list[ToldCall]:
    """Return the calls these handsets missed, newest first."""
    return await find_calls(phones, period, results={CallResult.MISSED})


async def _who(
    hass: HomeAssistant,
    speaker: Speaker,
    *,
    handset: str | Phone | None,
    day: str | None,
    missed: bool,
) -> Reply:
    language = speaker.language
    period = read_day(day, language) if day else lately(language)
    is_too_much = language.is_too_much(handset if isinstance(handset, str) else "", day or "")
    if is_too_much or period is None:
        return not_understood(language)
    phones = await find_phones(hass, speaker)
    if not phones:
        return Reply(ReplyKind.FAILURE, language.replies.no_handsets)

    def choose(phone: Phone) -> Deed:
        return partial(_who, handset=phone, day=day, missed=missed)

    asked = await asked_handsets(hass, speaker, phones, handset, choose)
    if isinstance(asked, Reply):
        return asked
    among = Phones(asked) if asked else phones
    if missed:
        calls = await missed_calls(among, period)
    else:
        calls = await find_calls(among, period, is_meant=lambda call, _: was_received(call))
    return Reply(
        ReplyKind.ANSWER,
        with_memory(
            _speech(calls, phones, asked, period, language, missed=missed),
            period,
            remembered(among, language),
            language,
            found=bool(calls),
        ),
        {
            "missed_calls" if missed else "calls": [
                as_data(call, phones, language) for call in calls[:MOST_LISTED]
            ]
        },
    )


def nobody_called(
    asked: Sequence[Phone], period: Period, language: Language, *, missed: bool
) -> str:
    """Return the sentence that these handsets, or all, were not called or missed no call."""
    replies = language.replies
    if not asked:
        template = replies.none_missed if missed else replies.nobody_called
        return template.format(period=period.words)
    names = language.either([*dict.fromkeys(phone_labels(asked))])
    template = replies.none_missed_by if missed else replies.nobody_called_handset
    return template.format(handset=names, period=period.words)


def _speech(
    calls: Sequence[ToldCall],
    phones: Phones,
    asked: Sequence[Phone],
    period: Period,
    language: Language,
    *,
    missed: bool,
) -> str:
    if not calls:
        return nobody_called(asked, period, language, missed=missed)
    replies = language.replies
    one, several = (
        (replies.one_missed, replies.missed) if missed else (replies.one_call, replies.calls)
    )
    template = one if len(calls) == 1 else several
    return template.format(count=len(calls), calls=in_one_breath(calls, phones, language))
