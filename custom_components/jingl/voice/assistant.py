"""Call and transfer by voice, without ever guessing.

our sentence ─────▶ intent ──┐
custom sentence ──▶ intent ──┼─▶ who, from which handset ─▶ dialling ─▶ reply with what was dialled
language model ─────────────┘
                               └─▶ question ─▶ answer ─▶ the same again, with the choice
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

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
from .choices import Deed, party_choices, phone_choices
from .languages import Language
from .phone_book import Found, PhoneBook, said_number
from .phones import (
    Party,
    Phone,
    Phones,
    Speaker,
    find_phones,
    is_phone,
    nearest,
    open_phone_book,
)
from .reply import Reply, ReplyKind, nobody, not_understood, which


async def async_call(
    hass: HomeAssistant, speaker: Speaker, *, callee: str, handset: str | Phone | None
) -> Reply:
    """Call somebody by name or number, from the named handset or else the speaker's."""
    return await _act(hass, speaker, wish=_Wish(action=CREATE, callee=callee, handset=handset))


async def async_transfer(
    hass: HomeAssistant, speaker: Speaker, *, callee: str, handset: str | None
) -> Reply:
    """Transfer the call on the named handset, or else the speaker's, to somebody."""
    wish = _Wish(action=BLIND_TRANSFER, callee=callee, handset=handset)
    return await _act(hass, speaker, wish=wish)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """A request, in the speaker's words or with what they have chosen since."""

    action: CallAction
    callee: str | Party
    handset: str | Phone | None

    @property
    def callee_words(self) -> str:
        return self.callee if isinstance(self.callee, str) else self.callee.name

    @property
    def handset_words(self) -> str | None:
        return self.handset.name if isinstance(self.handset, Phone) else self.handset

    def with_callee(self, callee: Party) -> Deed:
        """Return what to do if this callee is chosen."""
        return partial(_act, wish=replace(self, callee=callee))

    def with_handset(self, handset: Phone) -> Deed:
        """Return what to do if this handset is chosen."""
        return partial(_act, wish=replace(self, handset=handset))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One way to read the speaker's words."""

    wish: _Wish
    """The words for the callee and for the handset."""
    callee: Found[Party]
    sources: Sequence[Phone]
    """The handsets it may mean to call from."""

    @property
    def makes_sense(self) -> bool:
        return bool(self.sources and (self.callee.named or self.callee.number))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Office:
    """The handsets and people the speaker may refer to."""

    phones: Phones
    book: PhoneBook[Party]
    speaker: Speaker

    def read(self, wish: _Wish) -> _Reading:
        """Return what the request means, if anything."""
        sources = self._sources(wish.handset)
        among = self._can_be_called_from(sources)
        if isinstance(wish.callee, str):
            whom = self.book.look_up(wish.callee, among)
        else:
            party = self.phones.still(wish.callee)
            whom = Found(named=[party] if party and among(party) else [])
        if len(whom.named) == 1 and len(sources) > 1:
            # The handset being called can't be the one to call from.
            sources = [phone for phone in sources if phone is not whom.named[0].phone]
        return _Reading(wish=wish, callee=whom, sources=sources)

    def say_who_is_missing(self, wish: _Wish) -> Reply:
        """Reply that there is no such handset, or nobody by that name."""
        language, sources = self.speaker.language, self._sources(wish.handset)
        callee, handset = wish.callee_words, wish.handset_words
        if handset and not sources:
            similar = self.book.similar(handset, is_phone)
            phones = [party.phone for party in similar if party.phone]
            choices = phone_choices(phones, wish.with_handset)
            return nobody(language.replies.no_such_handset, handset, choices, language)
        similar = self.book.similar(callee, self._can_be_called_from(sources))
        choices = party_choices(similar, wish.with_callee)
        return nobody(language.replies.nobody, callee, choices, language)

    def _sources(self, handset: str | Phone | None) -> Sequence[Phone]:
        if isinstance(handset, Phone):
            phone = self.phones.find(handset.entry, handset.extension)
            return [phone] if phone else []
        if not handset or self.speaker.language.is_mine(handset):
            return nearest(self.phones, self.speaker)
        named = self.book.look_up(handset, is_phone).named
        return [party.phone for party in named if party.phone]

    def _can_be_called_from(self, sources: Sequence[Phone]) -> Callable[[Party], bool]:
        accounts = {phone.entry.entry_id for phone in sources or self.phones}
        return lambda party: party.entry.entry_id in accounts


async def _act(hass: HomeAssistant, speaker: Speaker, *, wish: _Wish) -> Reply:
    language = speaker.language
    if language.is_too_much(wish.callee_words, wish.handset_words or ""):
        return not_understood(language)
    phones = await find_phones(hass, speaker)
    if not phones:
        return Reply(ReplyKind.FAILURE, language.replies.no_handsets)
    if not wish.callee_words.strip():
        return Reply(ReplyKind.QUESTION, language.replies.whom)
    book = await open_phone_book(hass, phones, language)
    office = _Office(phones=phones, book=book, speaker=speaker)
    async for split in in_turns(_splits(wish, language.between)):
        if (reading := office.read(split)).makes_sense:
            break
    else:
        return office.say_who_is_missing(wish)
    try:
        return _ask_back(hass, language, reading) or await _dial(hass, office, reading)
    except HomeAssistantError as err:
        return await _say_why_not(hass, err, office, reading)


def _splits(wish: _Wish, between: Iterable[str]) -> Iterator[_Wish]:
    """Yield all ways to split callee and handset: there may be an Anna from Accounting."""
    yield wish
    callee, handset = wish.callee, wish.handset
    if not isinstance(callee, str) or isinstance(handset, Phone):
        return  # already chosen
    for word in sorted(between):
        words = (f"{callee} {word} {handset}" if handset else callee).split()
        for position in range(1, len(words) - 1):
            if words[position].casefold() in between:
                before, after = " ".join(words[:position]), " ".join(words[position + 1 :])
                yield replace(wish, callee=before, handset=after)
        yield replace(wish, callee=" ".join(words), handset=None)


def _ask_back(hass: HomeAssistant, language: Language, reading: _Reading) -> Reply | None:
    """Return the question to ask before acting, if any; raises HomeAssistantError."""
    replies, callee, sources = language.replies, reading.callee, reading.sources
    if len(sources) > 1:
        if callee.number:
            # If it mustn't be called, raise now instead of asking for a handset first.
            check_number(hass, sources[0].entry, callee.number, Origin.VOICE)
        return _ask_for_handset(sources, reading.wish, language)
    if len(callee.named) > 1:
        # The handset is settled, so it isn't asked for again.
        wish = replace(reading.wish, handset=sources[0])
        choices = party_choices(callee.named, wish.with_callee)
        return which(replies.which_callee, choices, language)
    return None


def _ask_for_handset(phones: Sequence[Phone], wish: _Wish, language: Language) -> Reply:
    choices = phone_choices(phones, wish.with_handset)
    return which(language.replies.which_handset, choices, language)


async def _dial(hass: HomeAssistant, office: _Office, reading: _Reading) -> Reply:
    """Make the call or transfer, and reply with what was dialled; raises HomeAssistantError."""
    (phone,) = reading.sources
    party = reading.callee.named[0] if reading.callee.named else None
    understood = await async_act_on_call(
        hass,
        phone.entry,
        phone.extension,
        reading.wish.action,
        party.numbers[0] if party else str(reading.callee.number),
        origin=Origin.VOICE,
        context=office.speaker.context,
    )
    number = readable(understood.dialled)
    callee = party or office.phones.find(phone.entry, understood.dialled)
    name = callee.label if callee else phone.data.names.of_contact(understood.dialled)
    replies = office.speaker.language.replies
    template, template_with_number = (
        (replies.calling, replies.calling_number)
        if reading.wish.action is CREATE
        else (replies.transferring, replies.transferring_number)
    )
    is_plain = understood.kind is NumberKind.HANDSET and not (
        # A handset's label includes its extension if needed.
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


async def _say_why_not(
    hass: HomeAssistant, err: HomeAssistantError, office: _Office, reading: _Reading
) -> Reply:
    """Reply with the reason; if a handset would call itself, ask for another one."""
    language, phone = office.speaker.language, reading.sources[0]
    refusal = await _explain(hass, err, phone.label, language)
    others = [each for each in office.phones if each.entry is phone.entry and each is not phone]
    if err.translation_key != "handset_itself" or not others:
        return Reply(ReplyKind.FAILURE, refusal)
    question = _ask_for_handset(others, reading.wish, language)
    return replace(question, speech=f"{refusal} {question.speech}")


async def _explain(
    hass: HomeAssistant, err: HomeAssistantError, handset: str, language: Language
) -> str:
    """Return an error's message in words that can be spoken."""
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
