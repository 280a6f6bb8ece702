"""The actions that read, delete and annotate calls in the log, and delete recordings."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial
from typing import Any, Final

import voluptuous as vol

from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.const import ATTR_ID
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service

from ..account.users import async_user
from ..api import in_turns
from ..const import CONF_HANDSET, DOMAIN
from ..dialling.handset import find_handsets
from ..history.call_log import CallFilter, Key
from ..history.call_record import CallRecord
from .listening import recording_of, unknown_recording
from .reading import CallReader, FoundCall, Question, ask, device_of, may_update, told
from .recording_log import note_deletion
from .schema import directions, limit, moment, other_party, results, sendable

GET_CALLS: Final = "get_calls"
DELETE_CALLS: Final = "delete_calls"
UPDATE_CALL: Final = "update_call"
DELETE_RECORDING: Final = "delete_recording"

_DIRECTION: Final = "direction"
_RESULT: Final = "result"
_OTHER_PARTY: Final = "other_party"
_FROM: Final = "from"
_TO: Final = "to"
_LIMIT: Final = "limit"
_BEFORE: Final = "before"
_CONFIRM: Final = "confirm"
_NOTES: Final = "notes"
_RATING: Final = "rating"

_SCHEMA: Final = vol.Schema(
    {
        **cv.TARGET_SERVICE_FIELDS,
        vol.Optional(CONF_HANDSET): vol.All(cv.ensure_list, [cv.string]),
    }
)
SCHEMAS: Final = {
    GET_CALLS: _SCHEMA.extend(
        {
            vol.Optional(_DIRECTION): directions,
            vol.Optional(_RESULT): results,
            vol.Optional(_OTHER_PARTY): other_party,
            vol.Optional(_FROM): moment,
            vol.Optional(_TO): moment,
            vol.Optional(_LIMIT, default=100): limit,
        }
    ),
    DELETE_CALLS: _SCHEMA.extend(
        {
            vol.Optional(_OTHER_PARTY): other_party,
            vol.Optional(_BEFORE): moment,
            vol.Optional(_CONFIRM, default=False): cv.boolean,
        }
    ),
    UPDATE_CALL: _SCHEMA.extend(
        {
            vol.Required(ATTR_ID): cv.string,
            # As long as Jingl's texts may be.
            vol.Optional(_NOTES): vol.All(cv.string, vol.Length(max=255), sendable),
            vol.Optional(_RATING): vol.All(vol.Coerce(int), vol.Range(min=0, max=5)),
        }
    ),
    DELETE_RECORDING: _SCHEMA.extend(
        {
            vol.Required(ATTR_ID): cv.string,
            vol.Optional(_CONFIRM, default=False): cv.boolean,
        }
    ),
}


@callback
def async_setup_call_actions(hass: HomeAssistant) -> None:
    """Register the actions."""
    hass.services.async_register(
        DOMAIN,
        GET_CALLS,
        partial(_get_calls, hass),
        schema=SCHEMAS[GET_CALLS],
        supports_response=SupportsResponse.ONLY,
    )
    async_register_admin_service(
        hass,
        DOMAIN,
        DELETE_CALLS,
        partial(_delete_calls, hass),
        schema=SCHEMAS[DELETE_CALLS],
        supports_response=SupportsResponse.OPTIONAL,
    )
    hass.services.async_register(
        DOMAIN,
        UPDATE_CALL,
        partial(_update_call, hass),
        schema=SCHEMAS[UPDATE_CALL],
        supports_response=SupportsResponse.OPTIONAL,
    )
    async_register_admin_service(
        hass,
        DOMAIN,
        DELETE_RECORDING,
        partial(_delete_recording, hass),
        schema=SCHEMAS[DELETE_RECORDING],
    )


async def _get_calls(hass: HomeAssistant, call: ServiceCall) -> ServiceResponse:
    reader = CallReader(hass, await async_user(hass, call.context))
    data = call.data
    wanted = CallFilter(
        directions=data.get(_DIRECTION),
        results=data.get(_RESULT),
        since=data.get(_FROM),
        until=data.get(_TO),
    )
    found = await reader.find(await _questions(hass, call, reader, wanted), data[_LIMIT])
    return {"calls": [_answer(hass, each) async for each in in_turns(found)]}


async def _delete_calls(hass: HomeAssistant, call: ServiceCall) -> ServiceResponse:
    if not call.data[_CONFIRM]:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="delete_unconfirmed",
            translation_placeholders={},
        )
    reader = CallReader(hass, None)
    wanted = CallFilter(until=call.data.get(_BEFORE))
    deleted = 0
    for question in await _questions(hass, call, reader, wanted):
        keys = {found.record.key for found in await reader.find([question])}
        deleted += question.data.calls.delete(partial(_is_among, keys))
    return {"deleted": deleted}


async def _update_call(hass: HomeAssistant, call: ServiceCall) -> ServiceResponse:
    reader = CallReader(hass, await async_user(hass, call.context))
    data = call.data
    if not {_NOTES, _RATING} & data.keys():
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="call_unchanged",
            translation_placeholders={},
        )
    sides = await _sides(hass, call, reader)
    theirs = [each for each in sides if may_update(hass, each, reader.user)]
    if not theirs:
        raise Unauthorized(context=call.context, permission=POLICY_CONTROL)
    side = next((each for each in theirs if each.record.jingl_id is not None), theirs[0])
    # The account may be unloaded by the time that Jingl answers.
    names = side.data.names
    record = await side.data.coordinator.async_update_call(
        side.record, notes=data.get(_NOTES), rating=data.get(_RATING)
    )
    name = names.of_party(record.number, record.direction) or record.name
    answer = _answer(hass, replace(side, record=record, name=name))
    return answer | {_NOTES: record.notes, _RATING: record.rating}


async def _delete_recording(hass: HomeAssistant, call: ServiceCall) -> None:
    if not call.data[_CONFIRM]:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="recording_delete_unconfirmed",
            translation_placeholders={},
        )
    sides = await _sides(hass, call, CallReader(hass, None))
    recordings = {
        found.jingl_id: found
        for each in sides
        if (found := recording_of(each.entry, each.data, each.record))
    }
    if not recordings:
        raise unknown_recording()
    for jingl_id, found in recordings.items():
        await found.data.coordinator.async_delete_recording(jingl_id)
        note_deletion(hass, found, await async_user(hass, call.context))


async def _sides(hass: HomeAssistant, call: ServiceCall, reader: CallReader) -> list[FoundCall]:
    """Return the records of the call that an action means; ServiceValidationError if none is."""
    everything = await reader.find(await _questions(hass, call, reader, CallFilter()))
    sides = [each for each in everything if each.record.id == call.data[ATTR_ID]]
    if len({each.entry.entry_id for each in sides}) != 1:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="call_ambiguous" if sides else "call_unknown",
            translation_placeholders={"call": call.data[ATTR_ID]},
        )
    return sides


async def _questions(
    hass: HomeAssistant, call: ServiceCall, reader: CallReader, wanted: CallFilter
) -> list[Question]:
    """Return where to look: at the handsets that an action's data means, or else at all."""
    handsets = await find_handsets(hass, call.data, reader.user)
    party = call.data.get(_OTHER_PARTY)
    if handsets is None:
        entries = hass.config_entries.async_loaded_entries(DOMAIN)
        return [ask(entry, wanted, party) for entry in entries]
    if not any(extension is None or reader.may_read(e, extension) for e, extension in handsets):
        raise Unauthorized(context=call.context, permission=POLICY_READ)
    extensions: dict[str, set[str | None]] = {}
    for entry, extension in handsets:
        extensions.setdefault(entry.entry_id, set()).add(extension)
    by_id = {entry.entry_id: entry for entry, _ in handsets}
    return [
        ask(
            entry,
            # The account itself stands for all of it.
            wanted
            if None in extensions[entry_id]
            else replace(wanted, extensions=extensions[entry_id]),
            party,
        )
        for entry_id, entry in by_id.items()
    ]


def _is_among(keys: AbstractSet[Key], record: CallRecord) -> bool:
    return record.key in keys


def _answer(hass: HomeAssistant, found: FoundCall) -> dict[str, Any]:
    return {**told(found), "handset": device_of(hass, found)}
