"""Sentences that are understood without the user copying files, while an account wants them.

They are registered once for all accounts: otherwise one sentence would make as many calls as there
are accounts. Some have names in them, and are registered anew when these change.
"""

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Final

from homeassistant.components.homeassistant.exposed_entities import async_listen_entity_updates
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, Event, HassJob, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er, intent
from homeassistant.helpers.event import async_call_later
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..coordinator import JinglConfigEntry
from ..numbers.contacts import follow_contacts
from .languages import LANGUAGES, Language, Request, find_language
from .named_sentences import NAMED_SENTENCES, named_templates, read_named
from .phones import VoiceOptions
from .reply import not_understood
from .spoken_names import SpokenNames, spoken_names

if TYPE_CHECKING:
    from hassil.recognize import RecognizeResult

    from homeassistant.components.conversation import ConversationInput

# Also the name of the assistant that entities are exposed to.
CONVERSATION: Final = "conversation"

# What each sentence asks for, in which language. The first that fits is the one that counts.
SENTENCES: Final[dict[str, tuple[Request, Language]]] = {
    sentence: (request, language)
    for language in LANGUAGES.values()
    for request, sentences in language.sentences.items()
    for sentence in sentences
}

# Changes come in bunches: those of so many seconds are looked at together.
_PAUSE: Final = 2


class _Registration:
    """The one registration, and the accounts that want it."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.wanted_by: set[str] = set()
        self._hass = hass
        self._names = SpokenNames()
        self._unregister = _register(hass, list(SENTENCES))
        self._reading = asyncio.Lock()
        self._cancel_pause: CALLBACK_TYPE | None = None
        self._unfollow = [
            hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._look_at_entity),
            hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, self._look_at_device),
            async_listen_entity_updates(hass, CONVERSATION, self.renew_soon),
        ]

    @callback
    def renew_soon(self) -> None:
        """Listen for the names as they are in a moment."""
        if self._cancel_pause is None:
            job = HassJob(self.renew, cancel_on_shutdown=True)
            self._cancel_pause = async_call_later(self._hass, _PAUSE, job)

    async def renew(self, _now: datetime | None = None) -> None:
        """Listen for the names as they are now."""
        self._stop_pause()
        async with self._reading:
            names = await spoken_names(self._hass, CONVERSATION)
            # Nobody may want them any more.
            if not self.wanted_by or names == self._names:
                return
            self._names = names
            self._unregister()
            self._unregister = _register(self._hass, [*SENTENCES, *named_templates(names)])

    @callback
    def let_go(self) -> None:
        """Listen no longer."""
        self._stop_pause()
        for unfollow in self._unfollow:
            unfollow()
        self._unregister()

    @callback
    def _stop_pause(self) -> None:
        if self._cancel_pause:
            self._cancel_pause()
            self._cancel_pause = None

    @callback
    def _look_at_entity(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        entity = er.async_get(self._hass).async_get(event.data["entity_id"])
        if entity is None or entity.platform == DOMAIN:
            self.renew_soon()

    @callback
    def _look_at_device(self, event: Event[dr.EventDeviceRegistryUpdatedData]) -> None:
        device = dr.async_get(self._hass).async_get(event.data["device_id"])
        if device is None or device.config_entry_id in self.wanted_by:
            self.renew_soon()


_REGISTRATION: HassKey[_Registration] = HassKey(f"{DOMAIN}_sentences")


@callback
def async_setup_sentences(hass: HomeAssistant, entry: JinglConfigEntry) -> None:
    """Listen for sentences while an account that wants them is loaded."""
    # The conversation agent comes with packages that are there only if it is.
    if CONVERSATION not in hass.config.components or not VoiceOptions.of(entry).sentences:
        return
    if (registration := hass.data.get(_REGISTRATION)) is None:
        registration = hass.data[_REGISTRATION] = _Registration(hass)
    registration.wanted_by.add(entry.entry_id)

    @callback
    def look_at_state() -> None:
        if entry.state is ConfigEntryState.LOADED:
            hass.async_create_background_task(registration.renew(), f"{DOMAIN}_names")

    @callback
    def let_go() -> None:
        registration.wanted_by.discard(entry.entry_id)
        if registration.wanted_by:
            registration.renew_soon()
            return
        del hass.data[_REGISTRATION]
        registration.let_go()

    entry.async_on_unload(entry.async_on_state_change(look_at_state))
    follow_contacts(hass, entry, registration.renew_soon)
    entry.async_on_unload(let_go)


def _register(hass: HomeAssistant, sentences: list[str]) -> CALLBACK_TYPE:
    from homeassistant.components.conversation import (  # noqa: PLC0415
        get_agent_manager,
    )

    async def answer(said: ConversationInput, understood: RecognizeResult) -> str:
        sentence = _sentence_of(understood)
        if sentence not in SENTENCES:
            if (reading := read_named(said.text)) is None:
                # Said in two languages at once.
                return not_understood(find_language(said.language)).speech
            understood, sentence = reading, _sentence_of(reading)
        request, language = (SENTENCES | NAMED_SENTENCES)[sentence]
        response = await intent.async_handle(
            hass,
            DOMAIN,
            request,
            {slot: {"value": words.text} for slot, words in understood.entities.items()},
            said.text,
            said.context,
            language.code,
            assistant=CONVERSATION,
            device_id=said.device_id,
            satellite_id=said.satellite_id,
            conversation_agent_id=said.agent_id,
        )
        return str(response.speech["plain"]["speech"])

    return get_agent_manager(hass).register_trigger(sentences, answer)


def _sentence_of(understood: RecognizeResult) -> str:
    sentence = understood.intent_sentence
    return sentence.text if sentence and sentence.text else ""
