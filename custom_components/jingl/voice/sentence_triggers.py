"""Sentences that are understood without the user copying files, while an account wants them.

They are registered once for all accounts: otherwise one sentence would make as many calls as there
are accounts.
"""

from typing import TYPE_CHECKING, Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import intent
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..coordinator import JinglConfigEntry
from .languages import LANGUAGES, Language, Request
from .phones import VoiceOptions

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


class _Registration:
    """The one registration, and the accounts that want it."""

    def __init__(self, unregister: CALLBACK_TYPE) -> None:
        self.unregister = unregister
        self.wanted_by: set[str] = set()


_REGISTRATION: HassKey[_Registration] = HassKey(f"{DOMAIN}_sentences")


@callback
def async_setup_sentences(hass: HomeAssistant, entry: JinglConfigEntry) -> None:
    """Listen for sentences while an account that wants them is loaded."""
    # The conversation agent comes with packages that are there only if it is.
    if CONVERSATION not in hass.config.components or not VoiceOptions.of(entry).sentences:
        return
    if (registration := hass.data.get(_REGISTRATION)) is None:
        registration = hass.data[_REGISTRATION] = _Registration(_register(hass))
    registration.wanted_by.add(entry.entry_id)

    @callback
    def let_go() -> None:
        registration.wanted_by.discard(entry.entry_id)
        if not registration.wanted_by:
            del hass.data[_REGISTRATION]
            registration.unregister()

    entry.async_on_unload(let_go)


def _register(hass: HomeAssistant) -> CALLBACK_TYPE:
    from homeassistant.components.conversation import (  # noqa: PLC0415
        get_agent_manager,
    )

    async def answer(said: ConversationInput, understood: RecognizeResult) -> str:
        sentence = understood.intent_sentence
        request, language = SENTENCES[sentence.text if sentence and sentence.text else ""]
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

    return get_agent_manager(hass).register_trigger(list(SENTENCES), answer)
