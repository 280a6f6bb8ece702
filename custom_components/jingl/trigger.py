"""Automation triggers on what happens to handsets.

The source is the event entities: each of their events fires once, even several from one poll, and
neither an outage of Jingl nor a restart fires one.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar, Final, override

import voluptuous as vol

from homeassistant.components.event import DOMAIN as EVENT_DOMAIN, EventEntityStateAttribute
from homeassistant.const import (
    ATTR_RESTORED,
    CONF_FOR,
    CONF_OPTIONS,
    CONF_TARGET,
    STATE_UNAVAILABLE,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, State, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.target import TargetStateChangedData
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA,
    NotTriggeredReasonReporter,
    StatelessEntityTriggerBase,
    Trigger,
    TriggerConfig,
)
from homeassistant.helpers.typing import ConfigType

from .account.devices import only_jingl
from .account.targets import check_target_of
from .api import CallDirection
from .calls.schema import other_party
from .history.calls import CallEventType
from .history.registration import RegistrationEventType
from .numbers.party_pattern import is_party

CONF_DIRECTION: Final = "direction"
CONF_MINIMUM_DURATION: Final = "minimum_duration"
CONF_OTHER_PARTY: Final = "other_party"
CONF_ONLY_FAVOURITES: Final = "only_favourites"

_EVENTS: Final[Mapping[str, DomainSpec]] = {EVENT_DOMAIN: DomainSpec()}


def _options(options: Mapping[vol.Marker, Any]) -> vol.Schema:
    return ENTITY_STATE_TRIGGER_SCHEMA.extend(
        {vol.Required(CONF_OPTIONS, default={}): dict(options)}
    )


def _call_options(*directions: CallDirection) -> dict[vol.Marker, Any]:
    return {
        vol.Optional(CONF_DIRECTION): vol.In([direction.value for direction in directions]),
        vol.Optional(CONF_OTHER_PARTY): other_party,
        vol.Optional(CONF_ONLY_FAVOURITES, default=False): cv.boolean,
    }


class _HandsetTrigger(StatelessEntityTriggerBase):
    """Triggers on one of a handset's event entities."""

    _domain_specs = _EVENTS
    _translation_key: ClassVar[str]

    @override
    @classmethod
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        config = await super().async_validate_config(hass, config)
        check_target_of(hass, config[CONF_TARGET], EVENT_DOMAIN, cls._translation_key)
        return config

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        return only_jingl(self._hass, super().entity_filter(entities), self._translation_key)


class _CallTrigger(_HandsetTrigger):
    """Triggers on one type of a handset's call events."""

    _translation_key = "call"
    _event_type: ClassVar[CallEventType]

    @override
    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        super().__init__(hass, config)
        self._direction: str | None = self._options.get(CONF_DIRECTION)
        self._other_party: str | None = self._options.get(CONF_OTHER_PARTY)
        self._only_favourites: bool = self._options[CONF_ONLY_FAVOURITES]
        self._minimum: timedelta = self._options.get(CONF_MINIMUM_DURATION, timedelta())

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        event = state.attributes
        return (
            event.get(EventEntityStateAttribute.EVENT_TYPE) == self._event_type
            and self._direction in {None, event.get("direction")}
            and (
                self._other_party is None
                or is_party(self._other_party, event.get("number"), event.get("name"))
            )
            and (not self._only_favourites or event.get("favourite") is True)
            and timedelta(seconds=event.get("duration", 0)) >= self._minimum
        )


class CallIncomingTrigger(_CallTrigger):
    """Triggers when a handset begins to ring."""

    _event_type = CallEventType.INCOMING
    _schema = _options(_call_options(CallDirection.INBOUND, CallDirection.INTERNAL))


class CallOutgoingTrigger(_CallTrigger):
    """Triggers when somebody calls from a handset."""

    _event_type = CallEventType.OUTGOING
    _schema = _options(_call_options(CallDirection.OUTBOUND, CallDirection.INTERNAL))


class CallAnsweredTrigger(_CallTrigger):
    """Triggers when a person picks up, on either end."""

    _event_type = CallEventType.ANSWERED
    _schema = _options(_call_options(*CallDirection))


class CallHeldTrigger(_CallTrigger):
    """Triggers when a call is put on hold."""

    _event_type = CallEventType.HELD
    _schema = _options(_call_options(*CallDirection))


class CallResumedTrigger(_CallTrigger):
    """Triggers when a call on hold is resumed."""

    _event_type = CallEventType.RESUMED
    _schema = _options(_call_options(*CallDirection))


class CallMissedTrigger(_CallTrigger):
    """Triggers when nobody at a handset picks up."""

    _event_type = CallEventType.MISSED
    _schema = _options(_call_options(CallDirection.INBOUND, CallDirection.INTERNAL))


class CallEndedTrigger(_CallTrigger):
    """Triggers when a call that was not missed ends."""

    _event_type = CallEventType.ENDED
    _schema = _options(
        _call_options(*CallDirection)
        | {vol.Optional(CONF_MINIMUM_DURATION): cv.positive_time_period}
    )


class _RegistrationTrigger(_HandsetTrigger):
    """Triggers when a handset goes offline or comes back online."""

    _translation_key = "registration"
    _schema = _options({vol.Optional(CONF_FOR): cv.positive_time_period})
    # The entity is diagnostic, so targeting a device or area would skip it otherwise.
    _primary_entities_only = False
    _event_type: ClassVar[RegistrationEventType]
    # If the latest event is one of these, the condition still holds.
    _holds: ClassVar[frozenset[RegistrationEventType]]

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        return state.attributes.get(EventEntityStateAttribute.EVENT_TYPE) in self._holds

    @override
    def is_valid_transition(self, from_state: State, to_state: State) -> bool:
        return (
            super().is_valid_transition(from_state, to_state)
            and to_state.attributes[EventEntityStateAttribute.EVENT_TYPE] == self._event_type
        )

    # Private in Home Assistant, which has no other way to keep a timer; a test watches for changes.
    @override
    @callback
    def _cancel_invalidated_timers(
        self,
        behavior: str,
        pending_timers: dict[str, CALLBACK_TYPE],
        target_state_change_data: TargetStateChangedData,
    ) -> None:
        # Otherwise one failed poll would cancel an alert for good: a phone that is offline before
        # and after it doesn't go offline again. But do cancel for an unloaded entity, which is
        # restored as unavailable, since we'd miss the phone coming back.
        state = target_state_change_data.state_change_event.data["new_state"]
        outage = state is not None and state.state == STATE_UNAVAILABLE
        if state is None or not outage or state.attributes.get(ATTR_RESTORED):
            super()._cancel_invalidated_timers(behavior, pending_timers, target_state_change_data)


class HandsetOfflineTrigger(_RegistrationTrigger):
    """Triggers when a handset goes offline."""

    _event_type = RegistrationEventType.UNREGISTERED
    _holds = frozenset({RegistrationEventType.UNREGISTERED})


class HandsetOnlineTrigger(_RegistrationTrigger):
    """Triggers when a handset comes back online."""

    _event_type = RegistrationEventType.REGISTERED
    _holds = frozenset({RegistrationEventType.REGISTERED, RegistrationEventType.ADDRESS_CHANGED})


TRIGGERS: Final[dict[str, type[Trigger]]] = {
    "call_incoming": CallIncomingTrigger,
    "call_outgoing": CallOutgoingTrigger,
    "call_answered": CallAnsweredTrigger,
    "call_held": CallHeldTrigger,
    "call_resumed": CallResumedTrigger,
    "call_missed": CallMissedTrigger,
    "call_ended": CallEndedTrigger,
    "handset_offline": HandsetOfflineTrigger,
    "handset_online": HandsetOnlineTrigger,
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers by their names."""
    return TRIGGERS
