"""Find the handsets a speaker may use, and who they can call."""

from collections.abc import Iterable, Iterator, Sequence, Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import islice
from typing import Self

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.homeassistant import async_should_expose
from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import UnknownUser
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..account.devices import handset_device, handset_id
from ..account.users import async_user
from ..api import CallDirection, in_turns
from ..const import (
    CONF_AREA,
    CONF_AREA_HANDSETS,
    CONF_HANDSET,
    CONF_SENTENCES,
    CONF_USER,
    CONF_USER_HANDSETS,
    CONF_VOICE,
    DOMAIN,
)
from ..coordinator import JinglConfigEntry, JinglRuntimeData
from ..numbers.contacts import country, everybody_of
from ..numbers.party import is_number, party_keys, readable
from ..numbers.phone_number import meaning
from .languages import Language
from .phone_book import PhoneBook, said_number


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceOptions:
    """An account's options for voice assistants."""

    sentences: bool = True
    """Whether sentences work without custom sentence files."""
    user_handsets: AbstractSet[tuple[str, str]] = frozenset()
    """Pairs of a user's ID and the extension of their handset."""
    area_handsets: AbstractSet[tuple[str, str]] = frozenset()
    """Pairs of an area and the extension of the handset to use there."""

    @classmethod
    def of(cls, entry: ConfigEntry) -> Self:
        """Return an account's options."""
        options = entry.options.get(CONF_VOICE, {})
        return cls(
            sentences=options.get(CONF_SENTENCES, True),
            user_handsets={
                (pair[CONF_USER], pair[CONF_HANDSET])
                for pair in options.get(CONF_USER_HANDSETS, [])
            },
            area_handsets={
                (pair[CONF_AREA], pair[CONF_HANDSET])
                for pair in options.get(CONF_AREA_HANDSETS, [])
            },
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who is speaking, and where."""

    context: Context
    language: Language
    assistant: str | None
    """The assistant, which only sees what is exposed to it; None sees everything."""
    area_id: str | None = None
    """The area of the device they are speaking to."""
    by_sentence: bool = False
    """Whether they used one of our sentences, which an account may have turned off."""
    user: User | None = None
    """The user whose permissions apply, if known."""
    is_gone: bool = False
    """Whether the user was deleted or disabled, and so may see nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Phone:
    """A handset the speaker may use."""

    entry: JinglConfigEntry
    data: JinglRuntimeData
    """The account's, which may be unloaded by the time that we answer."""
    extension: str
    name: str
    """The user's name for it."""
    label: str
    """The name to say, with the extension added if the name reads like another number."""
    aliases: Sequence[str]
    area_id: str | None


class Phones:
    """The handsets the speaker may use; never reveals others."""

    def __init__(self, phones: Iterable[Phone]) -> None:
        self._phones = list(phones)
        self._by_extension = {(p.entry.entry_id, p.extension): p for p in self._phones}

    def __iter__(self) -> Iterator[Phone]:
        return iter(self._phones)

    def __len__(self) -> int:
        return len(self._phones)

    def still(self, party: Party) -> Party | None:
        """Return a party chosen a moment ago, if still available."""
        if party.phone is None:
            accounts = {phone.entry.entry_id for phone in self._phones}
            return party if party.entry.entry_id in accounts else None
        phone = self._by_extension.get((party.entry.entry_id, party.phone.extension))
        return replace(party, phone=phone) if phone else None

    def find(self, entry: JinglConfigEntry, extension: str | None) -> Phone | None:
        """Return the account's handset with this extension number, in any spelling."""
        for each in (extension or "", *party_keys(extension)[:1]):
            if phone := self._by_extension.get((entry.entry_id, each)):
                return phone
        return None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Party:
    """Who can be called: a contact, or a handset of the account."""

    entry: JinglConfigEntry
    name: str
    label: str
    aliases: Sequence[str]
    numbers: Sequence[str]
    """The first is the one to call."""
    dialled: Sequence[str]
    """The same numbers as Jingl dials them."""
    phone: Phone | None = None

    @property
    def extension(self) -> str | None:
        """Return the handset's extension number."""
        return self.phone.extension if self.phone else None


def is_phone(party: Party) -> bool:
    """Return whether a party is a handset."""
    return party.phone is not None


async def find_phones(hass: HomeAssistant, speaker: Speaker) -> Phones:
    """Return the handsets in all accounts that the speaker may use."""
    each = in_turns(_each_phone(hass, speaker))
    return Phones([phone async for phone in each if phone])


@callback
def first_phones(hass: HomeAssistant, speaker: Speaker, most: int) -> tuple[Phones, bool]:
    """Return the usable ones of the first `most` handsets, and whether there are more."""
    each = _each_phone(hass, speaker)
    phones = Phones(phone for phone in islice(each, most) if phone)
    return phones, any(True for _ in each)


async def open_phone_book(
    hass: HomeAssistant, phones: Phones, language: Language
) -> PhoneBook[Party]:
    """Return everybody these handsets can call, including the handsets themselves."""
    return await PhoneBook.of(_each_party(hass, phones), language, country(hass))


async def with_user(hass: HomeAssistant, speaker: Speaker) -> Speaker:
    """Return the speaker with the user whose permissions apply, if any."""
    try:
        return replace(speaker, user=await async_user(hass, speaker.context), is_gone=False)
    except UnknownUser:
        return replace(speaker, user=None, is_gone=True)


def area_of(hass: HomeAssistant, satellite_id: str | None, device_id: str | None) -> str | None:
    """Return the area of the voice satellite, or else of the device, being spoken to."""
    satellite = er.async_get(hass).async_get(satellite_id) if satellite_id else None
    if satellite and satellite.area_id:
        return satellite.area_id
    if satellite and satellite.device_id:
        device_id = satellite.device_id
    device = dr.async_get(hass).async_get(device_id) if device_id else None
    return dr.async_get_effective_area_id(hass, device) if device else None


def nearest(phones: Phones, speaker: Speaker) -> Sequence[Phone]:
    """Return the handsets that may be meant if none is named.

    These are the user's own, else those for the area, else all.
    """
    user_id = speaker.user.id if speaker.user else None
    own: set[tuple[str, str]] = set()
    near: set[tuple[str, str]] = set()
    for entry in {phone.entry.entry_id: phone.entry for phone in phones}.values():
        options = VoiceOptions.of(entry)
        own |= {(entry.entry_id, each) for user, each in options.user_handsets if user == user_id}
        near |= {
            (entry.entry_id, each)
            for area, each in options.area_handsets
            if area == speaker.area_id
        }
    return (
        [phone for phone in phones if (phone.entry.entry_id, phone.extension) in own]
        or [phone for phone in phones if (phone.entry.entry_id, phone.extension) in near]
        or [phone for phone in phones if speaker.area_id and phone.area_id == speaker.area_id]
        or list(phones)
    )


def spoken_party(
    phone: Phone, number: str | None, direction: CallDirection | None, phones: Phones
) -> str | None:
    """Return what to call a handset's other party; None if withheld, or if it isn't a number.

    An inbound caller may show any number, even a colleague's extension.
    """
    if number is None:
        return None
    if direction is not CallDirection.INBOUND and (other := phones.find(phone.entry, number)):
        return other.label  # the user's name for it, not the one at Jingl
    if name := phone.data.names.of_contact(number):
        return name
    # Don't repeat to people or models what callers write in place of a number.
    is_told = number in phone.data.coordinator.data or is_number(number)
    return readable(number) if is_told else None


def _each_phone(hass: HomeAssistant, speaker: Speaker) -> Iterator[Phone | None]:
    """Yield every handset, or None for one the speaker may not use."""
    entries: list[JinglConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    # An account may be unloaded while others have their turn.
    for entry, data in [(entry, entry.runtime_data) for entry in entries]:
        if speaker.by_sentence and not VoiceOptions.of(entry).sentences:
            continue
        for extension in sorted(data.coordinator.data):
            device = handset_device(hass, entry, extension)
            if device is None or not _is_visible(hass, entry, device, speaker):
                yield None
                continue
            name = device.name_by_user or device.name or extension
            aliases = _aliases(hass, entry, extension)
            if len(entries) > 1:
                aliases.append(f"{entry.title} {name}")
            yield Phone(
                entry=entry,
                data=data,
                extension=extension,
                name=name,
                label=_label(name, extension, speaker.language),
                aliases=aliases,
                area_id=dr.async_get_effective_area_id(hass, device),
            )


def _each_party(hass: HomeAssistant, phones: Phones) -> Iterator[Party]:
    region = country(hass)
    for phone in phones:
        yield Party(
            entry=phone.entry,
            name=phone.name,
            label=phone.label,
            aliases=phone.aliases,
            numbers=[phone.extension],
            dialled=[],
            phone=phone,
        )
    for entry in {phone.entry.entry_id: phone.entry for phone in phones}.values():
        for contact in everybody_of(entry):
            yield Party(
                entry=entry,
                name=contact.name,
                label=contact.name,
                aliases=contact.aliases,
                numbers=contact.numbers,
                dialled=[meaning(number, region) for number in contact.numbers],
            )


def _label(name: str, extension: str, language: Language) -> str:
    number = said_number(name, language)
    if number is None or "".join(number) == extension:
        return name
    return language.replies.named_like_number.format(name=name, extension=extension)


def _is_visible(
    hass: HomeAssistant, entry: JinglConfigEntry, device: dr.DeviceEntry, speaker: Speaker
) -> bool:
    """Return whether any of its entities is exposed to the assistant and visible to the user."""
    return not speaker.is_gone and any(
        (speaker.assistant is None or async_should_expose(hass, speaker.assistant, entity_id))
        and (speaker.user is None or speaker.user.permissions.check_entity(entity_id, POLICY_READ))
        for entity_id in (
            entity.entity_id
            for entity in er.async_entries_for_device(er.async_get(hass), device.id)
            # Other integrations may have added entities to the device.
            if entity.config_entry_id == entry.entry_id
        )
    )


def _aliases(hass: HomeAssistant, entry: JinglConfigEntry, extension: str) -> list[str]:
    """Return a handset's aliases: devices have none, so use those of its status sensor."""
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id(
        SENSOR_DOMAIN, DOMAIN, f"{handset_id(entry, extension)}_status"
    )
    entity = registry.async_get(entity_id) if entity_id else None
    return [alias for alias in entity.aliases if isinstance(alias, str)] if entity else []
