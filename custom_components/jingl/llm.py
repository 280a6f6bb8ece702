"""Tools for language models in Assist.

There is no tool to monitor, coach or barge in, and the options for voice assistants apply to
everything these tools dial.
"""

from abc import abstractmethod
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.components.llm import LLMTools
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv, selector
from homeassistant.helpers.llm import (
    LLM_API_ASSIST,
    LLMContext,
    Tool,
    ToolAnnotations,
    ToolInput,
    ToolResult,
)

from .api import CallDirection
from .const import DOMAIN
from .voice.assistant import async_call, async_transfer
from .voice.call_list import list_calls
from .voice.choices import phone_labels
from .voice.languages import find_language
from .voice.on_the_phone import is_on_the_phone, who_is_on_the_phone
from .voice.phones import Speaker, area_of, first_phones, with_user
from .voice.reply import Reply, ReplyKind
from .voice.who_called import who_was_missed

# Listing more names would only bloat the prompt of every conversation.
_FEW: Final = 20
# Checking more would take too long while Home Assistant waits.
_MOST_LOOKED_AT: Final = 200

_CALLEE: Final = {
    vol.Required(
        "callee", description="Name of a contact or handset, or a phone number, as the user said it"
    ): cv.string
}
_HANDSET: Final = {
    vol.Optional("handset", description="Name of the handset, only if the user named it"): cv.string
}

_RINGS: Final = ToolAnnotations(
    read_only=False, destructive=True, idempotent=False, open_world=True
)
_LOOKS: Final = ToolAnnotations(
    read_only=True, destructive=False, idempotent=True, open_world=False
)


class _JinglTool(Tool):
    """A tool for the user's handsets."""

    integration = DOMAIN

    @abstractmethod
    async def async_reply(
        self, hass: HomeAssistant, speaker: Speaker, arguments: dict[str, Any]
    ) -> Reply:
        """Carry out the model's request, and reply."""

    @override
    async def async_call(
        self, hass: HomeAssistant, tool_input: ToolInput, llm_context: LLMContext
    ) -> ToolResult:
        try:
            arguments = self.parameters(tool_input.tool_args)
        except vol.Invalid as err:
            return ToolResult(data={"error": str(err)}, error=True)
        speaker = await with_user(hass, _speaker(hass, llm_context))
        reply = await self.async_reply(hass, speaker, arguments)
        if reply.choices:
            # The model asks the user, then calls the tool again with the answer.
            return ToolResult(data={"question": reply.speech, **reply.data})
        failed = reply.kind in {ReplyKind.QUESTION, ReplyKind.FAILURE}
        speech = {"error" if failed else "result": reply.speech} if reply.speech else {}
        return ToolResult(data={**speech, **reply.data}, error=failed)


class CallTool(_JinglTool):
    """Calls somebody."""

    name = f"{DOMAIN}__call"
    title = "Call someone"
    description = (
        "Make one of the user's phones call someone; that phone rings first. Only when the user"
        " asks for this call. A result means that the call was placed: never place it twice. Tell"
        " the user who is called, which number and from which handset. A question means that"
        " nothing was dialled: ask the user, and call again with the option they choose. After an"
        " error nothing was dialled unless it says otherwise; ask the user instead of guessing."
    )
    parameters = vol.Schema(_CALLEE | _HANDSET)
    annotations = _RINGS

    @override
    async def async_reply(
        self, hass: HomeAssistant, speaker: Speaker, arguments: dict[str, Any]
    ) -> Reply:
        return await async_call(
            hass, speaker, callee=arguments["callee"], handset=arguments.get("handset")
        )


class TransferCallTool(_JinglTool):
    """Transfers a call."""

    name = f"{DOMAIN}__transfer_call"
    title = "Transfer a call"
    description = (
        "Transfer the current call on one of the user's phones to someone else. The phone leaves"
        " the call at once. Only when the user asks for it, and never twice. A question means"
        " that nothing was done: ask the user, and transfer again with the option they choose."
        " After an error, ask the user instead of guessing."
    )
    parameters = vol.Schema(_CALLEE | _HANDSET)
    annotations = _RINGS

    @override
    async def async_reply(
        self, hass: HomeAssistant, speaker: Speaker, arguments: dict[str, Any]
    ) -> Reply:
        return await async_transfer(
            hass, speaker, callee=arguments["callee"], handset=arguments.get("handset")
        )


class GetPhoneStatusTool(_JinglTool):
    """Reports who is on the phone."""

    name = f"{DOMAIN}__get_phone_status"
    title = "Get phone status"
    description = (
        "Get which of the user's handsets are on the phone, ringing or offline, and with whom."
    )
    parameters = vol.Schema(
        {
            vol.Optional(
                "party", description="A handset or contact, if the user asks for only this one"
            ): cv.string
        }
    )
    annotations = _LOOKS

    @override
    async def async_reply(
        self, hass: HomeAssistant, speaker: Speaker, arguments: dict[str, Any]
    ) -> Reply:
        if party := arguments.get("party"):
            return await is_on_the_phone(hass, speaker, party=party)
        return await who_is_on_the_phone(hass, speaker)


class GetMissedCallsTool(_JinglTool):
    """Lists missed calls."""

    name = f"{DOMAIN}__get_missed_calls"
    title = "Get missed calls"
    description = (
        "Get the calls that the user's handsets missed in the last 24 hours, latest first."
    )
    parameters = vol.Schema(_HANDSET)
    annotations = _LOOKS

    @override
    async def async_reply(
        self, hass: HomeAssistant, speaker: Speaker, arguments: dict[str, Any]
    ) -> Reply:
        return await who_was_missed(hass, speaker, handset=arguments.get("handset"))


class GetCallsTool(_JinglTool):
    """Lists past calls."""

    name = f"{DOMAIN}__get_calls"
    title = "Get calls"
    description = (
        "Get past calls of the user's handsets, latest first, at most 20. All parameters are"
        " optional. A question means that several people have this name: ask the user which."
    )
    parameters = vol.Schema(
        {
            vol.Optional(
                "party", description="Only calls with this contact, handset or phone number"
            ): cv.string,
            vol.Optional(
                "direction", description="Only calls in this direction"
            ): selector.SelectSelector(
                selector.SelectSelectorConfig(options=[each.value for each in CallDirection])
            ),
            vol.Optional("since", description="The first day"): selector.DateSelector(),
            vol.Optional("until", description="The last day"): selector.DateSelector(),
        }
        | _HANDSET
    )
    annotations = _LOOKS

    @override
    async def async_reply(
        self, hass: HomeAssistant, speaker: Speaker, arguments: dict[str, Any]
    ) -> Reply:
        direction = arguments.get("direction")
        return await list_calls(
            hass,
            speaker,
            party=arguments.get("party"),
            handset=arguments.get("handset"),
            direction=CallDirection(direction) if direction else None,
            since=arguments.get("since"),
            until=arguments.get("until"),
        )


@callback
def async_get_tools(hass: HomeAssistant, llm_context: LLMContext, api_id: str) -> LLMTools | None:
    """Return the tools if there is a handset for the assistant to use."""
    if api_id != LLM_API_ASSIST:
        return None
    phones, may_be_more = first_phones(hass, _speaker(hass, llm_context), _MOST_LOOKED_AT)
    if not phones and not may_be_more:
        return None
    prompt = "Phone calls are placed from one of the user's handsets"
    if len(phones) <= _FEW and not may_be_more:
        prompt += f": {', '.join(phone_labels(phones))}"
    return LLMTools(
        tools=[
            CallTool(),
            TransferCallTool(),
            GetPhoneStatusTool(),
            GetMissedCallsTool(),
            GetCallsTool(),
        ],
        prompt=f"{prompt}. Contacts can be called by name without knowing their number.",
    )


def _speaker(hass: HomeAssistant, llm_context: LLMContext) -> Speaker:
    return Speaker(
        context=llm_context.context or Context(),
        language=find_language(llm_context.language),
        assistant=llm_context.assistant,
        area_id=area_of(hass, None, llm_context.device_id),
    )
