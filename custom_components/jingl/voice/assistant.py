"""Calling and transferring for somebody who speaks: never by a guess.

our sentence ─────▶ intent ──┐
custom sentence ──▶ intent ──┼─▶ whom, from which handset ─▶ dialling ─▶ what was dialled, in words
language model ─────────────┘
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, Unauthorized
from homeassistant.helpers.translation import async_get_translations

from ..const import DOMAIN
from ..dialling.gate import (
    BLIND_TRANSFER,
    CREATE,
    CallAction,
    async_act_on_call,
    check_number,
)
from ..dialling.policy import Origin
from ..numbers.contacts import country
from ..numbers.phone_number import NumberKind, meaning, readable, same_party
from .languages import Language
from .phone_book import Found, look_up
from .phones import (
    Party,
    Phone,
    Speaker,
    find_phones,
    nearest,
    parties_of,
    party_labels,
    phone_labels,
)
from .reply import Reply, ReplyKind, nobody, which


async def async_call(
    hass: HomeAssistant, speaker: Speaker, *, callee: str, handset: str | None
) -> Reply:
    """Call somebody by name or number, from the handset of this name or else the speaker's."""
    replies = speaker.language.replies
    done = replies.calling, replies.calling_number
    return await _act(hass, speaker, CREATE, done, callee=callee, handset=handset)


async def async_transfer(
    hass: HomeAssistant, speaker: Speaker, *, callee: str, handset: str | None
) -> Reply:
    """Transfer the call of the handset of this name, or else of the speaker's, to somebody."""
    replies = speaker.language.replies
    done = replies.transferring, replies.transferring_number
    return await _act(hass, speaker, BLIND_TRANSFER, done, callee=callee, handset=handset)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What somebody's words may mean."""

    callee: Found[Party]
    handset: Found[Phone]
    sources: Sequence[Phone]
    """The handsets that may be meant to act."""

    @property
    def makes_sense(self) -> bool:
        return bool(self.sources and (self.callee.named or self.callee.number))


async def _act(
    hass: HomeAssistant,
    speaker: Speaker,
    action: CallAction,
    done: tuple[str, str],
    *,
    callee: str,
    handset: str | None,
) -> Reply:
    language = speaker.language
    phones = find_phones(hass, speaker)
    if not phones:
        return Reply(ReplyKind.FAILURE, language.replies.no_handsets)
    if not callee.strip():
        return Reply(ReplyKind.QUESTION, language.replies.whom)
    first = _read(callee, handset, phones, speaker)
    others = (
        _read(*split, phones, speaker) for split in _other_splits(callee, handset, language.between)
    )
    reading = first if first.makes_sense else next((r for r in others if r.makes_sense), None)
    if reading is None:
        if handset and not first.sources:
            similar = [phone.name for phone in first.handset.similar]
            return nobody(language.replies.no_such_handset, handset, similar, language)
        similar = [party.name for party in first.callee.similar]
        return nobody(language.replies.nobody, callee, similar, language)
    try:
        return _ask_back(hass, language, reading) or await _dial(
            hass, speaker, action, done, reading
        )
    except HomeAssistantError as err:
        return Reply(
            ReplyKind.FAILURE, await _explain(hass, err, reading.sources[0].name, language)
        )


def _other_splits(
    callee: str, handset: str | None, between: Iterable[str]
) -> Iterator[tuple[str, str | None]]:
    """Yield all that may be callee and handset: there may be an Anna from Accounting."""
    for word in sorted(between):
        words = (f"{callee} {word} {handset}" if handset else callee).split()
        for position in range(1, len(words) - 1):
            if words[position].casefold() in between:
                yield " ".join(words[:position]), " ".join(words[position + 1 :])
        yield " ".join(words), None


def _read(callee: str, handset: str | None, phones: Sequence[Phone], speaker: Speaker) -> _Reading:
    found: Found[Phone] = Found()
    sources = nearest(phones, speaker.area_id)
    if handset:
        found = look_up(handset, phones, speaker.language)
        sources = found.named
    entries = {phone.entry.entry_id: phone.entry for phone in sources or phones}
    parties = [party for entry in entries.values() for party in parties_of(entry, phones)]
    whom = look_up(callee, parties, speaker.language)
    if len(whom.named) == 1 and len(sources) > 1:
        # Two handsets where one is to be called leave but one to call from.
        sources = [phone for phone in sources if phone is not whom.named[0].phone]
    return _Reading(callee=whom, handset=found, sources=sources)


def _ask_back(hass: HomeAssistant, language: Language, reading: _Reading) -> Reply | None:
    """Return what has to be asked before anything can be done; raises HomeAssistantError."""
    replies, callee, sources = language.replies, reading.callee, reading.sources
    if len(sources) > 1:
        if callee.number:
            # Raises what is wrong with it: nobody shall be asked for a handset in vain.
            check_number(hass, sources[0].entry, callee.number, Origin.VOICE)
        return which(replies.which_handset, phone_labels(sources), language)
    if len(callee.named) > 1:
        return which(replies.which_callee, party_labels(callee.named), language)
    return None


async def _dial(
    hass: HomeAssistant,
    speaker: Speaker,
    action: CallAction,
    done: tuple[str, str],
    reading: _Reading,
) -> Reply:
    """Do it, and return what was dialled; raises HomeAssistantError."""
    (phone,) = reading.sources
    party = reading.callee.named[0] if reading.callee.named else None
    number = party.numbers[0] if party else str(reading.callee.number)
    if same_party(meaning(number, country(hass)), phone.extension):
        not_itself = speaker.language.replies.not_itself
        return Reply(ReplyKind.QUESTION, not_itself.format(handset=phone.name))
    understood = await async_act_on_call(
        hass,
        phone.entry,
        phone.extension,
        action,
        number,
        origin=Origin.VOICE,
        context=speaker.context,
    )
    spoken_number = readable(understood.dialled)
    name = party.name if party else phone.entry.runtime_data.names.of_party(understood.dialled)
    data = {"callee": name, "number": spoken_number, "handset": phone.name}
    template, template_with_number = done
    if name and understood.kind is not NumberKind.HANDSET:
        template = template_with_number
    return Reply(
        ReplyKind.DONE,
        template.format(callee=name or spoken_number, number=spoken_number, handset=phone.name),
        {key: value for key, value in data.items() if value},
    )


async def _explain(
    hass: HomeAssistant, err: HomeAssistantError, handset: str, language: Language
) -> str:
    """Return what an error says, in words that can be spoken."""
    if isinstance(err, Unauthorized):
        return language.replies.not_permitted.format(handset=handset)
    key = err.translation_key or ""
    template = language.refusals.get(key)
    if template is None:
        messages = await async_get_translations(hass, language.code, "exceptions", [DOMAIN])
        template = messages.get(f"component.{DOMAIN}.exceptions.{key}.message", "{error}")
    placeholders = {"error": str(err), **(err.translation_placeholders or {}), "handset": handset}
    return template.format(**placeholders)
