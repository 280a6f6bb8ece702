"""The actions on calls, the question what one would do, the call log's, and contacts' export."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import voluptuous as vol

from homeassistant.auth.models import User
from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_get_config_entry, async_register_admin_service
from homeassistant.helpers.translation import async_get_translations

from .account.devices import handset_device
from .account.names import Names
from .account.users import async_user
from .calls.actions import SCHEMAS as CALL_LOG_SCHEMAS, async_setup_call_actions
from .const import CONF_HANDSET, DOMAIN
from .coordinator import JinglConfigEntry
from .dialling.directory import may_see
from .dialling.gate import (
    ATTENDED_TRANSFER,
    BARGE,
    BLIND_TRANSFER,
    COACH,
    CREATE,
    MONITOR,
    CallAction,
    async_act_on_call,
    async_check_call,
)
from .dialling.handset import find_handset
from .dialling.policy import Origin
from .numbers.contacts import book_contacts_of, contacts_of, country
from .numbers.party import readable
from .numbers.phone_book import write_phone_book
from .numbers.phone_number import NumberKind, PhoneNumber

ATTR_NUMBER: Final = "number"
ATTR_ATTENDED: Final = "attended"
ATTR_ACTION: Final = "action"

CHECK_NUMBER: Final = "check_number"
EXPORT_CONTACTS: Final = "export_contacts"

# The target is for everybody; `handset` is for YAML and scripts.
_SCHEMA: Final = vol.Schema(
    {
        **cv.TARGET_SERVICE_FIELDS,
        vol.Optional(CONF_HANDSET): cv.string,
        vol.Required(ATTR_NUMBER): vol.Any(str, int),
    }
)


@dataclass(frozen=True, kw_only=True)
class JinglAction:
    """Describes an action on a handset's call."""

    name: str
    schema: vol.Schema
    action_fn: Callable[[Mapping[str, Any]], CallAction]


ACTIONS: Final = (
    JinglAction(name="create_call", schema=_SCHEMA, action_fn=lambda _: CREATE),
    JinglAction(
        name="transfer_call",
        schema=_SCHEMA.extend({vol.Optional(ATTR_ATTENDED, default=False): cv.boolean}),
        action_fn=lambda data: ATTENDED_TRANSFER if data[ATTR_ATTENDED] else BLIND_TRANSFER,
    ),
    JinglAction(name="monitor_call", schema=_SCHEMA, action_fn=lambda _: MONITOR),
    JinglAction(name="coach_call", schema=_SCHEMA, action_fn=lambda _: COACH),
    JinglAction(name="barge_call", schema=_SCHEMA, action_fn=lambda _: BARGE),
)
_BY_NAME: Final = {action.name: action for action in ACTIONS}
SCHEMAS: Final = {action.name: action.schema for action in ACTIONS} | {
    CHECK_NUMBER: _SCHEMA.extend(
        {vol.Optional(ATTR_ACTION, default="create_call"): vol.In(_BY_NAME)}
    ),
    EXPORT_CONTACTS: vol.Schema({vol.Required(ATTR_CONFIG_ENTRY_ID): cv.string}),
    **CALL_LOG_SCHEMAS,
}


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for action in ACTIONS:
        _register_action(hass, action)

    async def check(call: ServiceCall) -> ServiceResponse:
        user = await async_user(hass, call.context)
        entry, extension = await find_handset(hass, call.data, user)
        # Both kinds of transfer may go to the same numbers.
        action = _BY_NAME[call.data[ATTR_ACTION]].action_fn({ATTR_ATTENDED: False})
        number, refused = await async_check_call(
            hass, entry, extension, action, call.data[ATTR_NUMBER], context=call.context
        )
        texts = await async_get_translations(hass, hass.config.language, "exceptions", [DOMAIN])
        rule = refused.translation_key if refused else None
        reason = texts.get(f"component.{DOMAIN}.exceptions.{rule}.message", "")
        placeholders = dict(refused.translation_placeholders or {}) if refused else {}
        return {
            "handset": _device_id(hass, entry, extension),
            **_in_words(hass, entry, number, entry.runtime_data.names, user),
            "allowed": refused is None,
            "rule": rule,
            "placeholders": placeholders,
            "reason": reason.format(**placeholders) or None,
        }

    hass.services.async_register(
        DOMAIN,
        CHECK_NUMBER,
        check,
        schema=SCHEMAS[CHECK_NUMBER],
        supports_response=SupportsResponse.ONLY,
    )
    async_register_admin_service(
        hass,
        DOMAIN,
        EXPORT_CONTACTS,
        partial(_export_contacts, hass),
        schema=SCHEMAS[EXPORT_CONTACTS],
        supports_response=SupportsResponse.ONLY,
    )
    async_setup_call_actions(hass)


def _register_action(hass: HomeAssistant, action: JinglAction) -> None:
    async def act(call: ServiceCall) -> ServiceResponse:
        user = await async_user(hass, call.context)
        entry, extension = await find_handset(hass, call.data, user)
        # The account may be unloaded by the time that Jingl answers.
        names = entry.runtime_data.names
        number = await async_act_on_call(
            hass,
            entry,
            extension,
            action.action_fn(call.data),
            call.data[ATTR_NUMBER],
            origin=Origin.ACTION,
            context=call.context,
        )
        return {
            "handset": _device_id(hass, entry, extension),
            **_in_words(hass, entry, number, names, user),
        }

    hass.services.async_register(
        DOMAIN,
        action.name,
        act,
        schema=action.schema,
        supports_response=SupportsResponse.OPTIONAL,
    )


async def _export_contacts(hass: HomeAssistant, call: ServiceCall) -> ServiceResponse:
    entry = async_get_config_entry(hass, DOMAIN, call.data[ATTR_CONFIG_ENTRY_ID])
    write = partial(
        write_phone_book,
        [*contacts_of(entry), *book_contacts_of(entry)],
        region=country(hass),
    )
    return {"vcard": await hass.async_add_executor_job(write)}


def _device_id(hass: HomeAssistant, entry: JinglConfigEntry, extension: str) -> str | None:
    device = handset_device(hass, entry, extension)
    return device.id if device else None


def _in_words(
    hass: HomeAssistant,
    entry: JinglConfigEntry,
    number: PhoneNumber | None,
    names: Names,
    user: User | None,
) -> dict[str, Any]:
    """Return a number as actions answer it; no name of a handset that the user may not see."""
    if number is None:
        return {"number": None, "readable": None, "name": None, "kind": None}
    is_hidden = number.kind is NumberKind.HANDSET and not may_see(hass, entry, number.dialled, user)
    return {
        "number": number.dialled,
        "readable": readable(number.dialled),
        "name": None if is_hidden else names.of_party(number.dialled),
        "kind": str(number.kind),
    }
