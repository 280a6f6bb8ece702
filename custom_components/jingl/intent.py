"""Intents for phones, used by our sentences and by users' custom sentences."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv, intent

from .const import DOMAIN
from .voice.assistant import async_call, async_transfer
from .voice.call_back import async_call_back
from .voice.languages import (
    SLOT_CALLEE,
    SLOT_DAY,
    SLOT_HANDSET,
    SLOT_PARTY,
    Request,
    find_language,
)
from .voice.on_the_phone import is_on_the_phone, who_is_on_the_phone
from .voice.open_questions import asker_of
from .voice.past_calls import did_call, last_talked
from .voice.phones import Speaker, area_of, with_user
from .voice.reply import Reply, ReplyKind, not_understood
from .voice.sentence_triggers import async_follow_up
from .voice.who_called import who_called, who_was_missed

# For custom sentences that distinguish numbers from names.
SLOT_NUMBER: Final = "number"
SLOT_AREA: Final = "preferred_area_id"

type _Words = Mapping[str, str]
"""What was said, by slot."""


async def _call(hass: HomeAssistant, speaker: Speaker, words: _Words) -> Reply:
    callee = words.get(SLOT_NUMBER) or words.get(SLOT_CALLEE, "")
    return await async_call(hass, speaker, callee=callee, handset=words.get(SLOT_HANDSET))


async def _transfer(hass: HomeAssistant, speaker: Speaker, words: _Words) -> Reply:
    callee = words.get(SLOT_NUMBER) or words.get(SLOT_CALLEE, "")
    return await async_transfer(hass, speaker, callee=callee, handset=words.get(SLOT_HANDSET))


async def _who_is_on_the_phone(hass: HomeAssistant, speaker: Speaker, words: _Words) -> Reply:
    return await who_is_on_the_phone(hass, speaker)


async def _is_on_the_phone(hass: HomeAssistant, speaker: Speaker, words: _Words) -> Reply:
    return await is_on_the_phone(hass, speaker, party=words[SLOT_PARTY])


async def _who_called(hass: HomeAssistant, speaker: Speaker, words: _Words) -> Reply:
    return await who_called(hass, speaker, handset=words.get(SLOT_HANDSET), day=words.get(SLOT_DAY))


async def _who_was_missed(hass: HomeAssistant, speaker: Speaker, words: _Words) -> Reply:
    return await who_was_missed(
        hass, speaker, handset=words.get(SLOT_HANDSET), day=words.get(SLOT_DAY)
    )


async def _did_call(hass: HomeAssistant, speaker: Speaker, words: _Words) -> Reply:
    return await did_call(hass, speaker, party=words[SLOT_PARTY], day=words.get(SLOT_DAY))


async def _last_talked(hass: HomeAssistant, speaker: Speaker, words: _Words) -> Reply:
    return await last_talked(
        hass, speaker, party=words[SLOT_PARTY], handset=words.get(SLOT_HANDSET)
    )


async def _call_back(hass: HomeAssistant, speaker: Speaker, words: _Words) -> Reply:
    return await async_call_back(hass, speaker, handset=words.get(SLOT_HANDSET))


async def _hang_up(hass: HomeAssistant, speaker: Speaker, words: _Words) -> Reply:
    # We can't hang up, but no sentence about calls should go unanswered.
    return Reply(ReplyKind.FAILURE, speaker.language.replies.cannot_hang_up)


@dataclass(frozen=True, kw_only=True)
class JinglIntent:
    """Describes an intent."""

    request: Request
    description: str
    slots: dict[Any, Any]
    answer: Callable[[HomeAssistant, Speaker, _Words], Awaitable[Reply]]


_CALLEE_AND_HANDSET: Final = {
    vol.Optional(SLOT_CALLEE): cv.string,
    vol.Optional(SLOT_NUMBER): cv.string,
    vol.Optional(SLOT_HANDSET): cv.string,
}

_HANDSET_AND_DAY: Final = {
    vol.Optional(SLOT_HANDSET): cv.string,
    vol.Optional(SLOT_DAY): cv.string,
}

INTENTS: Final = (
    JinglIntent(
        request=Request.CALL,
        description="Calls someone from a handset",
        slots=_CALLEE_AND_HANDSET,
        answer=_call,
    ),
    JinglIntent(
        request=Request.TRANSFER,
        description="Transfers a handset's call to someone",
        slots=_CALLEE_AND_HANDSET,
        answer=_transfer,
    ),
    JinglIntent(
        request=Request.WHO_IS_ON_THE_PHONE,
        description="Says which handsets are on a call",
        slots={},
        answer=_who_is_on_the_phone,
    ),
    JinglIntent(
        request=Request.IS_ON_THE_PHONE,
        description="Says whether a handset or contact is on a call",
        slots={vol.Required(SLOT_PARTY): intent.non_empty_string},
        answer=_is_on_the_phone,
    ),
    JinglIntent(
        request=Request.WHO_CALLED,
        description="Lists who called on a day, or the calls missed in the last 24 hours",
        slots=_HANDSET_AND_DAY,
        answer=_who_called,
    ),
    JinglIntent(
        request=Request.MISSED_CALLS,
        description="Lists the calls missed on a day or in the last 24 hours",
        slots=_HANDSET_AND_DAY,
        answer=_who_was_missed,
    ),
    JinglIntent(
        request=Request.DID_CALL,
        description="Says when someone called",
        slots={
            vol.Required(SLOT_PARTY): intent.non_empty_string,
            vol.Optional(SLOT_DAY): cv.string,
        },
        answer=_did_call,
    ),
    JinglIntent(
        request=Request.LAST_TALKED,
        description="Says when a handset last talked to someone",
        slots={
            vol.Required(SLOT_PARTY): intent.non_empty_string,
            vol.Optional(SLOT_HANDSET): cv.string,
        },
        answer=_last_talked,
    ),
    JinglIntent(
        request=Request.CALL_BACK,
        description="Calls back a handset's last missed caller",
        slots={vol.Optional(SLOT_HANDSET): cv.string},
        answer=_call_back,
    ),
    JinglIntent(
        request=Request.HANG_UP,
        description="Says that it can't hang up",
        slots={},
        answer=_hang_up,
    ),
)


_ERRORS: Final = {
    ReplyKind.QUESTION: intent.IntentResponseErrorCode.NO_VALID_TARGETS,
    ReplyKind.FAILURE: intent.IntentResponseErrorCode.FAILED_TO_HANDLE,
}


class JinglIntentHandler(intent.IntentHandler):
    """Handles an intent."""

    def __init__(self, description: JinglIntent) -> None:
        self.intent_type = description.request
        self.description = description.description
        self._slots = {**description.slots, vol.Optional(SLOT_AREA): cv.string}
        self._answer = description.answer

    @property
    @override
    def slot_schema(self) -> dict[Any, Any]:
        return self._slots

    @override
    async def async_handle(self, intent_obj: intent.Intent) -> intent.IntentResponse:
        hass = intent_obj.hass
        slots = self.async_validate_slots(intent_obj.slots)
        words = {slot: said["value"] for slot, said in slots.items()}
        speaker = Speaker(
            context=intent_obj.context,
            language=find_language(intent_obj.language),
            assistant=intent_obj.assistant,
            area_id=words.get(SLOT_AREA)
            or area_of(hass, intent_obj.satellite_id, intent_obj.device_id),
            # Custom sentences come from the conversation agent.
            by_sentence=intent_obj.platform == DOMAIN,
        )
        speaker = await with_user(hass, speaker)
        asker = asker_of(intent_obj.context, intent_obj.satellite_id, intent_obj.device_id)
        async_follow_up(hass, asker, speaker)
        if speaker.language.is_too_much(intent_obj.text_input or ""):
            reply = not_understood(speaker.language)
        else:
            reply = await self._answer(hass, speaker, words)
        async_follow_up(hass, asker, speaker, reply)
        response = intent_obj.create_response()
        _tell(reply, response)
        return response


def _tell(reply: Reply, response: intent.IntentResponse) -> None:
    # A question isn't an error: after an error another agent might try.
    if not reply.choices and (error := _ERRORS.get(reply.kind)):
        response.async_set_error(error, reply.speech)
        return
    response.async_set_speech(reply.speech)
    if reply.kind is not ReplyKind.DONE:
        response.response_type = intent.IntentResponseType.QUERY_ANSWER


async def async_setup_intents(hass: HomeAssistant) -> None:
    """Register the handlers."""
    for description in INTENTS:
        intent.async_register(hass, JinglIntentHandler(description))
