"""The handsets that somebody who speaks may use, and whom they can call."""

from collections.abc import Iterable, Sequence, Set as AbstractSet
from dataclasses import dataclass
from typing import Self

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.homeassistant import async_should_expose
from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..account.devices import handset_device, handset_id
from ..const import CONF_AREA, CONF_AREA_HANDSETS, CONF_HANDSET, CONF_SENTENCES, CONF_VOICE, DOMAIN
from ..coordinator import JinglConfigEntry
from ..numbers.contacts import contacts_of
from ..numbers.phone_number import is_number, readable, same_party
from .languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceOptions:
    """An account's options for voice assistants."""

    sentences: bool = True
    """Whether sentences are understood without files of the user's."""
    area_handsets: AbstractSet[tuple[str, str]] = frozenset()
    """The areas, and which handset's extension calls for somebody who speaks there."""

    @classmethod
    def of(cls, entry: ConfigEntry) -> Self:
        """Return an account's options."""
        options = entry.options.get(CONF_VOICE, {})
        return cls(
            sentences=options.get(CONF_SENTENCES, True),
            area_handsets={
                (pair[CONF_AREA], pair[CONF_HANDSET])
                for pair in options.get(CONF_AREA_HANDSETS, [])
            },
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who wants something, and where."""

    context: Context
    language: Language
    assistant: str | None
    """The assistant, which sees only what is exposed to it; None sees everything."""
    area_id: str | None = None
    """The area of the device that was spoken to."""
    by_sentence: bool = False
    """Whether one of the sentences was said that an account may have switched off."""
    user: User | None = None
    """Whose permissions count, where a user is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A handset that may be used."""

    entry: JinglConfigEntry
    extension: str
    name: str
    """As the user calls it."""
    aliases: Sequence[str]
    area_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody who can be called: a contact, or a handset of the account."""

    name: str
    aliases: Sequence[str]
    numbers: Sequence[str]
    """The first is the one to call."""
    phone: Phone | None = None

    @property
    def extension(self) -> str | None:
        """Return the handset's extension number."""
        return self.phone.extension if self.phone else None


def find_phones(hass: HomeAssistant, speaker: Speaker) -> list[Phone]:
    """Return the handsets of all accounts that are exposed to the speaker's assistant."""
    entries: list[JinglConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    phones = []
    for entry in entries:
        if speaker.by_sentence and not VoiceOptions.of(entry).sentences:
            continue
        for extension in sorted(entry.runtime_data.coordinator.data):
            device = handset_device(hass, entry, extension)
            if device is None or not _is_visible(hass, entry, device, speaker):
                continue
            name = device.name_by_user or device.name or extension
            aliases = _aliases(hass, entry, extension)
            if len(entries) > 1:
                aliases.append(f"{entry.title} {name}")
            phones.append(
                Phone(
                    entry=entry,
                    extension=extension,
                    name=name,
                    aliases=aliases,
                    area_id=dr.async_get_effective_area_id(hass, device),
                )
            )
    return phones


async def async_user(hass: HomeAssistant, context: Context) -> User | None:
    """Return the user who wants something, None for an automation or a satellite."""
    return await hass.auth.async_get_user(context.user_id) if context.user_id else None


def area_of(hass: HomeAssistant, satellite_id: str | None, device_id: str | None) -> str | None:
    """Return the area of the voice satellite, or else device, that was spoken to."""
    satellite = er.async_get(hass).async_get(satellite_id) if satellite_id else None
    if satellite and satellite.area_id:
        return satellite.area_id
    if satellite and satellite.device_id:
        device_id = satellite.device_id
    device = dr.async_get(hass).async_get(device_id) if device_id else None
    return dr.async_get_effective_area_id(hass, device) if device else None


def nearest(phones: Sequence[Phone], area_id: str | None) -> Sequence[Phone]:
    """Return the handsets that may be meant where none is named: those of the area, else all."""
    if area_id is None:
        return phones
    assigned = [
        phone
        for phone in phones
        if (area_id, phone.extension) in VoiceOptions.of(phone.entry).area_handsets
    ]
    return assigned or [phone for phone in phones if phone.area_id == area_id] or phones


def parties_of(entry: JinglConfigEntry, phones: Iterable[Phone]) -> list[Party]:
    """Return whom an account's handsets can call by name."""
    return [
        *(
            Party(name=phone.name, aliases=phone.aliases, numbers=[phone.extension], phone=phone)
            for phone in phones
            if phone.entry is entry
        ),
        *(
            Party(name=contact.name, aliases=contact.aliases, numbers=contact.numbers)
            for contact in contacts_of(entry)
        ),
    ]


def phone_labels(phones: Sequence[Phone]) -> list[str]:
    """Return what to call handsets so that one can be told from the other."""
    names = [phone.name for phone in phones]
    return [
        phone.name if names.count(phone.name) == 1 else f"{phone.entry.title} {phone.name}"
        for phone in phones
    ]


def party_labels(parties: Sequence[Party]) -> list[str]:
    """Return what to call parties so that one can be told from the other."""
    names = [party.name for party in parties]
    return [
        party.name
        if names.count(party.name) == 1
        else f"{party.name}, {readable(party.numbers[0])}"
        for party in parties
    ]


def spoken_party(
    entry: JinglConfigEntry, number: str | None, phones: Iterable[Phone]
) -> str | None:
    """Return who has a number, as it is spoken; None if it is withheld, or is no number."""
    if number is None:
        return None
    for phone in phones:
        if phone.entry is entry and same_party(phone.extension, number):
            return phone.name  # as the user calls it, not as it is at Jingl
    if name := entry.runtime_data.names.of_party(number):
        return name
    # What callers write in its place is not repeated to people or models.
    return readable(number) if is_number(number) else None


def _is_visible(
    hass: HomeAssistant, entry: JinglConfigEntry, device: dr.DeviceEntry, speaker: Speaker
) -> bool:
    """Tell whether any entity is exposed to the assistant, and the user may see it."""
    return any(
        (speaker.assistant is None or async_should_expose(hass, speaker.assistant, entity_id))
        and (speaker.user is None or speaker.user.permissions.check_entity(entity_id, POLICY_READ))
        for entity_id in (
            entity.entity_id
            for entity in er.async_entries_for_device(er.async_get(hass), device.id)
            # Others may have hung entities of their own below the device.
            if entity.config_entry_id == entry.entry_id
        )
    )


def _aliases(hass: HomeAssistant, entry: JinglConfigEntry, extension: str) -> list[str]:
    """Return a handset's aliases: devices have none, so they are those of its status."""
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id(
        SENSOR_DOMAIN, DOMAIN, f"{handset_id(entry, extension)}_status"
    )
    entity = registry.async_get(entity_id) if entity_id else None
    return [alias for alias in entity.aliases if isinstance(alias, str)] if entity else []
