"""Calling and transferring for somebody who speaks: never by a guess.

our sentence ─────▶ intent ──┐
custom sentence ──▶ intent ──┼─▶ whom, from which handset ─▶ dialling ─▶ what was dialled, in words
language model ─────────────┘
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, Unauthorized
from homeassistant.helpers.translation import async_get_translations

from ..api import in_turns
from ..const import DOMAIN
from ..dialling.gate import (
    BLIND_TRANSFER,
    CREATE,
    CallAction,
    async_act_on_call,
    check_number,
)
from ..dialling.policy import Origin
from ..numbers.party import readable
from ..numbers.phone_number import NumberKind
from .languages import Language
from .phone_book import Found, PhoneBook, said_number
from .phones import (
    Party,
    Phone,
    Phones,
    Speaker,
    find_phones,
    is_phone,
    known_party,
    nearest,
    open_phone_book,
    party_labels,
    phone_labels,
)
from .reply import Reply, ReplyKind, nobody, not_understood, which


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
    sources: Sequence[Phone]
    """The handsets that may be meant to act."""

    @property
    def makes_sense(self) -> bool:
        return bool(self.sources and (self.callee.named or self.callee.number))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Office:
    """The handsets and people that somebody may speak of."""

    phones: Phones
    book: PhoneBook[Party]
    speaker: Speaker

    def read(self, callee: str, handset: str | None) -> _Reading:
        """Return what is meant, if anything."""
        sources = self._sources(handset)
        whom = self.book.look_up(callee, self._can_be_called_from(sources))
        if len(whom.named) == 1 and len(sources) > 1:
            # Two handsets where one is to be called leave but one to call from.
            sources = [phone for phone in sources if phone is not whom.named[0].phone]
        return _Reading(callee=whom, sources=sources)

    def say_who_is_missing(self, callee: str, handset: str | None) -> Reply:
        """Tell that there is no such handset, or nobody of that name."""
        language, sources = self.speaker.language, self._sources(handset)
        if handset and not sources:
            similar = [party.name for party in self.book.similar(handset, is_phone)]
            return nobody(language.replies.no_such_handset, handset, similar, language)
        among = self._can_be_called_from(sources)
        similar = [party.name for party in self.book.similar(callee, among)]
        return nobody(language.replies.nobody, callee, similar, language)

    def _sources(self, handset: str | None) -> Sequence[Phone]:
        if not handset:
            return nearest(self.phones, self.speaker.area_id)
        named = self.book.look_up(handset, is_phone).named
        return [party.phone for party in named if party.phone]

    def _can_be_called_from(self, sources: Sequence[Phone]) -> Callable[[Party], bool]:
        accounts = {phone.entry.entry_id for phone in sources or self.phones}
        return lambda party: party.entry.entry_id in accounts


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
    if language.is_too_much(callee, handset or ""):
        return not_understood(language)
    phones = await find_phones(hass, speaker)
    if not phones:
        return Reply(ReplyKind.FAILURE, language.replies.no_handsets)
    if not callee.strip():
        return Reply(ReplyKind.QUESTION, language.replies.whom)
    book = await open_phone_book(hass, phones, language)
    office = _Office(phones=phones, book=book, speaker=speaker)
    async for split in in_turns(_splits(callee, handset, language.between)):
        if (reading := office.read(*split)).makes_sense:
            break
    else:
        return office.say_who_is_missing(callee, handset)
    try:
        return _ask_back(hass, language, reading) or await _dial(
            hass, office, action, done, reading
        )
    except HomeAssistantError as err:
        handset = reading.sources[0].label
        return Reply(ReplyKind.FAILURE, await _explain(hass, err, handset, language))


def _splits(
    callee: str, handset: str | None, between: Iterable[str]
) -> Iterator[tuple[str, str | None]]:
    """Yield all that may be callee and handset: there may be an Anna from Accounting."""
    yield callee, handset
    for word in sorted(between):
        words = (f"{callee} {word} {handset}" if handset else callee).split()
        for position in range(1, len(words) - 1):
            if words[position].casefold() in between:
                yield " ".join(words[:position]), " ".join(words[position + 1 :])
        yield " ".join(words), None


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
    office: _Office,
    action: CallAction,
    done: tuple[str, str],
    reading: _Reading,
) -> Reply:
    """Do it, and return what was dialled; raises HomeAssistantError."""
    (phone,) = reading.sources
    party = reading.callee.named[0] if reading.callee.named else None
    understood = await async_act_on_call(
        hass,
        phone.entry,
        phone.extension,
        action,
        party.numbers[0] if party else str(reading.callee.number),
        origin=Origin.VOICE,
        context=office.speaker.context,
    )
    number = readable(understood.dialled)
    name = party.label if party else known_party(phone.entry, understood.dialled, office.phones)
    template, template_with_number = done
    is_plain = understood.kind is NumberKind.HANDSET and not (
        # A handset's label tells its extension if that is needed.
        party and not party.phone and said_number(party.name, office.speaker.language)
    )
    if name and not is_plain:
        template = template_with_number
    data = {"callee": name, "number": number, "handset": phone.label}
    return Reply(
        ReplyKind.DONE,
        template.format(callee=name or number, number=number, handset=phone.label),
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
    if seconds := placeholders.get("seconds"):
        placeholders["wait"] = language.duration(int(seconds))
    return template.format(**placeholders)
