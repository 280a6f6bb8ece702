"""Listen for sentences, without custom sentence files, and for answers to questions.

They are registered once for all accounts, or else one sentence would place one call per account.
Some contain names, and are registered again when these change. Answers are included while a
question is waiting, and come first, so that an answer isn't taken for a sentence.
"""

import asyncio
from contextvars import Context as Variables
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
from .blanks import read_blanks, to_listen_for
from .languages import LANGUAGES, Language, Request, find_language
from .named_sentences import NAMED_SENTENCES, named_templates, read_named
from .open_questions import OpenQuestions, asker_of
from .phones import Speaker, VoiceOptions
from .questions import Asker
from .reply import Reply, not_understood
from .spoken_names import SpokenNames, spoken_names

if TYPE_CHECKING:
    from hassil.recognize import RecognizeResult

    from homeassistant.components.conversation import ConversationInput

# Also the name of the assistant to which entities are exposed.
CONVERSATION: Final = "conversation"

# The request and language of each sentence. The first match counts.
_SENTENCES: Final[dict[str, tuple[Request, Language]]] = {
    # A "please" after a name becomes part of the name, and is trimmed later.
    sentence if sentence.endswith("}") else f"{sentence} [{language.please}]": (request, language)
    for language in LANGUAGES.values()
    for request, sentences in language.sentences.items()
    for sentence in sentences
}
# What to listen for: the same sentences, with the days that people say.
SENTENCES: Final = {
    to_listen_for(sentence, language): sentence for sentence, (_, language) in _SENTENCES.items()
}

# Changes come in bunches, so wait this many seconds and process them together.
_PAUSE: Final = 2


class _Registration:
    """The one registration shared by all accounts."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.accounts: set[str] = set()
        self.wanted_by: set[str] = set()
        """The accounts that want sentences; all of them want answers."""
        self._hass = hass
        self.questions = OpenQuestions(hass, self._listen)
        self._passing_on = 0
        self._names = SpokenNames()
        self._named: list[str] = []
        self._registered: list[str] = []
        self._unregister: CALLBACK_TYPE | None = None
        self._reading = asyncio.Lock()
        self._cancel_pause: CALLBACK_TYPE | None = None
        self._unfollow = [
            hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._look_at_entity),
            hass.bus.async_listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, self._look_at_device),
            async_listen_entity_updates(hass, CONVERSATION, self.renew_soon),
        ]

    @callback
    def add(self, account: str, *, sentences: bool) -> None:
        """Add an account."""
        self.accounts.add(account)
        if sentences:
            self.wanted_by.add(account)
        self._listen()

    @callback
    def remove(self, account: str) -> None:
        """Remove an account, and drop all questions, since any may be about its handsets."""
        self.accounts.discard(account)
        self.wanted_by.discard(account)
        self.questions.clear()
        self.renew_soon()

    @callback
    def renew_soon(self) -> None:
        """Update the names to listen for in a moment."""
        if self._cancel_pause is None:
            job = HassJob(self.renew, cancel_on_shutdown=True)
            self._cancel_pause = async_call_later(self._hass, _PAUSE, job)

    async def renew(self, _now: datetime | None = None) -> None:
        """Update the names to listen for now."""
        self._stop_pause()
        async with self._reading:
            names = await spoken_names(self._hass, CONVERSATION)
            # By now, maybe nobody wants them any more.
            if not self.wanted_by or names == self._names:
                return
            self._names = names
            self._named = named_templates(names)
            self._listen()

    @callback
    def let_go(self) -> None:
        """Stop listening."""
        self._stop_pause()
        for unfollow in self._unfollow:
            unfollow()

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

    @callback
    def _listen(self) -> None:
        """Register what to listen for now, if that has changed."""
        sentences = [] if self._passing_on else self.questions.sentences
        if self.wanted_by:
            sentences = [*sentences, *SENTENCES, *self._named]
        if sentences == self._registered:
            return
        self._registered = sentences
        if self._unregister:
            self._unregister()
            self._unregister = None
        if sentences:
            from homeassistant.components.conversation import (  # noqa: PLC0415
                get_agent_manager,
            )

            manager = get_agent_manager(self._hass)
            self._unregister = manager.register_trigger(sentences, self._hear)

    async def _hear(self, said: ConversationInput, understood: RecognizeResult) -> str | None:
        if self._is_sentence(understood):
            return await self._obey(said, understood)
        asker = asker_of(said.context, said.satellite_id, said.device_id)
        reply = await self.questions.answer(asker, said.text, said.context)
        return await self._pass_on(said) if reply is None else reply

    def _is_sentence(self, understood: RecognizeResult) -> bool:
        sentence = _sentence_of(understood)
        return sentence in SENTENCES or sentence in self._named

    async def _obey(self, said: ConversationInput, understood: RecognizeResult) -> str:
        sentence = SENTENCES.get(_sentence_of(understood))
        if sentence is None:
            reading = read_named(said.text)
        else:
            has_days = sentence not in SENTENCES
            reading = read_blanks(said.text, (sentence,)) if has_days else understood
        if reading is None:
            # They mixed two languages.
            return not_understood(find_language(said.language)).speech
        request, language = (_SENTENCES | NAMED_SENTENCES)[_sentence_of(reading)]
        response = await intent.async_handle(
            self._hass,
            DOMAIN,
            request,
            {slot: {"value": words.text} for slot, words in reading.entities.items()},
            said.text,
            said.context,
            language.code,
            assistant=CONVERSATION,
            device_id=said.device_id,
            satellite_id=said.satellite_id,
            conversation_agent_id=said.agent_id,
        )
        return str(response.speech["plain"]["speech"])

    async def _pass_on(self, said: ConversationInput) -> str | None:
        """Reply as Home Assistant would if no question were open."""
        from homeassistant.components.conversation import (  # noqa: PLC0415
            async_converse,
            get_agent_manager,
        )

        self._passing_on += 1
        self._listen()
        try:
            agent = get_agent_manager(self._hass).default_agent
            if agent and (others := await agent.async_recognize_sentence_trigger(said)):
                matches = others.matched_triggers.values()
                ours = [each for each in matches if self._is_sentence(each)]
                # Automations' own sentences already run.
                return await self._obey(said, ours[0]) if ours else None
            converse = async_converse(
                self._hass,
                said.text,
                said.conversation_id,
                said.context,
                said.language,
                said.agent_id,
                said.device_id,
                said.satellite_id,
                said.extra_system_prompt,
            )
            # Run in a fresh context, as if this came from outside, so that a model doesn't see
            # itself called by one of its own tools.
            result = await Variables().run(self._hass.async_create_task, converse)
        finally:
            self._passing_on -= 1
            self._listen()
        return str(result.response.speech.get("plain", {}).get("speech", ""))


_REGISTRATION: HassKey[_Registration] = HassKey(f"{DOMAIN}_sentences")


@callback
def async_setup_sentences(hass: HomeAssistant, entry: JinglConfigEntry) -> None:
    """Listen for answers while an account is loaded, and for sentences if it wants them."""
    # The conversation agent needs packages that are only installed with it.
    if CONVERSATION not in hass.config.components:
        return
    if (registration := hass.data.get(_REGISTRATION)) is None:
        registration = hass.data[_REGISTRATION] = _Registration(hass)
    registration.add(entry.entry_id, sentences=VoiceOptions.of(entry).sentences)

    @callback
    def look_at_state() -> None:
        if entry.state is ConfigEntryState.LOADED:
            hass.async_create_background_task(registration.renew(), f"{DOMAIN}_names")

    @callback
    def let_go() -> None:
        registration.remove(entry.entry_id)
        if not registration.accounts:
            del hass.data[_REGISTRATION]
            registration.let_go()

    entry.async_on_unload(entry.async_on_state_change(look_at_state))
    follow_contacts(hass, entry, registration.renew_soon)
    entry.async_on_unload(let_go)


@callback
def async_follow_up(
    hass: HomeAssistant, asker: Asker, speaker: Speaker, reply: Reply | None = None
) -> None:
    """Drop the asker's earlier question, and wait for an answer if this reply asks one."""
    if registration := hass.data.get(_REGISTRATION):
        registration.questions.follow_up(asker, speaker, reply)


def _sentence_of(understood: RecognizeResult) -> str:
    sentence = understood.intent_sentence
    return sentence.text if sentence and sentence.text else ""
