"""Answer who is on the phone."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from homeassistant.core import HomeAssistant

from ..api import HandsetState, HandsetStatus, in_turns
from ..history.calls import is_in_call, parties_of_call
from ..numbers.party import same_party
from .asked_party import find_party, name_of, numbers_of
from .choices import Deed, phone_labels
from .languages import Replies
from .phone_book import Found
from .phones import Party, Phone, Phones, Speaker, find_phones, spoken_party
from .reply import Reply, ReplyKind, not_understood


async def who_is_on_the_phone(hass: HomeAssistant, speaker: Speaker) -> Reply:
    """Say which handsets are on a call, and who with."""
    replies = speaker.language.replies
    phones = await find_phones(hass, speaker)
    if not phones:
        return Reply(ReplyKind.FAILURE, replies.no_handsets)
    idle: list[Phone] = []
    others: list[Phone] = []
    for phone in phones:
        (idle if _is_idle(phone) else others).append(phone)
    told = in_turns(_one_of_each_call(others))
    sentences = [_describe(phone, phones, replies) async for phone in told]
    if unknown := [phone for phone in others if _status(phone) is None]:
        names = speaker.language.either(phone_labels(unknown))
        sentences.append(replies.state_unknown.format(handset=names))
    answer = " ".join(sentences) or replies.nobody_on_the_phone
    # Only name idle handsets, since there may be many.
    return await _answer(answer, others, phones, replies, idle=phone_labels(idle))


async def is_on_the_phone(hass: HomeAssistant, speaker: Speaker, *, party: str | Party) -> Reply:
    """Say whether a handset is on a call, or somebody is on a call with a handset."""
    language, replies = speaker.language, speaker.language.replies
    name = party if isinstance(party, str) else party.name
    if language.is_too_much(name):
        return not_understood(language)
    phones = await find_phones(hass, speaker)
    if not phones:
        return Reply(ReplyKind.FAILURE, replies.no_handsets)
    found = await find_party(hass, speaker, phones, party, _ask_for)
    if isinstance(found, Reply):
        return found
    if handsets := [each.phone for each in found.named if each.phone]:
        return await _tell_handsets(handsets, phones, replies)
    return await _tell_other(hass, found, phones, replies)


def _ask_for(party: Party) -> Deed:
    return partial(is_on_the_phone, party=party)


async def _tell_handsets(handsets: Sequence[Phone], phones: Phones, replies: Replies) -> Reply:
    busy = [phone for phone in handsets if is_in_call(_status(phone))]
    answer = " ".join(_describe(phone, phones, replies) for phone in busy or handsets)
    return await _answer(answer, handsets, phones, replies)


async def _tell_other(
    hass: HomeAssistant, found: Found[Party], phones: Phones, replies: Replies
) -> Reply:
    wanted = numbers_of(hass, found)
    busy = [
        phone
        for phone in phones
        if (status := _status(phone))
        and any(same_party(status.other_party, number) for number in wanted)
    ]
    answer = " ".join(_describe(phone, phones, replies) for phone in busy)
    answer = answer or replies.not_with_you.format(party=name_of(found))
    return await _answer(answer, busy, phones, replies)


async def _answer(
    speech: str,
    handsets: Iterable[Phone],
    phones: Phones,
    replies: Replies,
    **more: Sequence[str],
) -> Reply:
    each = in_turns(handsets)
    data = {"handsets": [_as_data(handset, phones, replies) async for handset in each]}
    return Reply(ReplyKind.ANSWER, speech, data | more)


def _status(phone: Phone) -> HandsetStatus | None:
    """Return what a handset is doing, None if unknown."""
    coordinator = phone.data.coordinator
    handset = coordinator.data.get(phone.extension)
    status = handset.status if handset and coordinator.last_update_success else None
    return status if status and status.state else None


def _is_idle(phone: Phone) -> bool:
    status = _status(phone)
    return status is not None and status.state is HandsetState.IDLE


def _one_of_each_call(phones: Iterable[Phone]) -> Iterator[Phone]:
    """Yield the handsets on a call, only one of two that are on a call with each other."""
    told: set[tuple[str, frozenset[str]]] = set()
    for phone in phones:
        status = _status(phone)
        if status is None or not is_in_call(status):
            continue
        call = phone.entry.entry_id, parties_of_call(status)
        if call not in told:
            told.add(call)
            yield phone


def _describe(phone: Phone, phones: Phones, replies: Replies) -> str:
    """Return a sentence about what a handset is doing."""
    status = _status(phone)
    template = replies.state_unknown
    if status and status.state:
        template = {
            HandsetState.IDLE: replies.idle,
            HandsetState.OFFLINE: replies.offline,
            HandsetState.RINGING: replies.ringing,
            HandsetState.CALLING: replies.dialling,
            HandsetState.ON_HOLD: replies.holding,
            HandsetState.ON_CALL: replies.application if status.app else replies.talking,
        }[status.state]
    speech = template.format(handset=phone.label, party=_party(phone, phones, replies))
    return speech[0].upper() + speech[1:]


def _party(phone: Phone, phones: Phones, replies: Replies) -> str | None:
    status = _status(phone)
    if not is_in_call(status) or status is None:
        return None
    if status.app and status.state is HandsetState.ON_CALL:
        return replies.service  # don't repeat its own words to people or models
    return spoken_party(phone, status.other_party, status.direction, phones) or replies.somebody


def _as_data(phone: Phone, phones: Phones, replies: Replies) -> dict[str, Any]:
    status = _status(phone)
    data = {
        "handset": phone.label,
        "state": status.state if status else "unknown",
        "with": _party(phone, phones, replies),
    }
    return {key: str(value) for key, value in data.items() if value}
