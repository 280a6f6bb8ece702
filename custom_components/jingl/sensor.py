"""Sensors of a handset and of the account."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, override

from homeassistant.components.homeassistant import DATA_EXPOSED_ENTITIES
from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.entity_registry import EntityOptionsType
from homeassistant.util import dt as dt_util

from .account.handsets import HandsetRecord
from .account.signals import calls_signal, handset_calls_signal
from .api import CallDirection, Handset, HandsetState, HandsetStatus
from .coordinator import JinglConfigEntry, JinglCoordinator
from .entity import JinglAccountEntity, JinglHandsetEntity, add_handset_entities
from .history.call_log import CallFilter, LogChanges
from .history.calls import CallResult, count_active_calls
from .numbers.party import readable_in

# The coordinator polls; entities only read its data.
PARALLEL_UPDATES = 0


# Not imported from the conversation integration, which may not be installed.
_ASSISTANT: Final = "conversation"

type _Value = str | datetime | None


def _has_status(handset: HandsetRecord) -> bool:
    return handset.status is not None


def _has_details(handset: HandsetRecord) -> bool:
    return handset.details is not None


def _of_status(value_fn: Callable[[HandsetStatus], _Value]) -> Callable[[HandsetRecord], _Value]:
    return lambda handset: None if handset.status is None else value_fn(handset.status)


def _of_details(value_fn: Callable[[Handset], _Value]) -> Callable[[HandsetRecord], _Value]:
    return lambda handset: None if handset.details is None else value_fn(handset.details)


@dataclass(frozen=True, kw_only=True)
class JinglSensorDescription(SensorEntityDescription):
    """Describes a sensor of a handset."""

    available_fn: Callable[[HandsetRecord], bool] = _has_status
    value_fn: Callable[[HandsetRecord], _Value]


SENSORS: Final = (
    JinglSensorDescription(
        key="call_direction",
        translation_key="call_direction",
        entity_registry_enabled_default=False,
        device_class=SensorDeviceClass.ENUM,
        options=list(CallDirection),
        value_fn=_of_status(lambda status: status.direction),
    ),
    JinglSensorDescription(
        key="call_started",
        translation_key="call_started",
        entity_registry_enabled_default=False,
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda handset: handset.call_started,
    ),
    JinglSensorDescription(
        key="registration_ip",
        translation_key="registration_ip",
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=_of_status(lambda status: status.registration.ip if status.registration else None),
    ),
    JinglSensorDescription(
        key="application",
        translation_key="application",
        entity_registry_enabled_default=False,
        value_fn=_of_status(lambda status: status.app),
    ),
    JinglSensorDescription(
        key="outgoing_caller_id",
        translation_key="outgoing_caller_id",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        available_fn=_has_details,
        value_fn=_of_details(lambda details: details.outgoing_caller_id),
    ),
    JinglSensorDescription(
        key="location",
        translation_key="location",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        available_fn=_has_details,
        value_fn=_of_details(lambda details: details.location),
    ),
)


STATUS: Final = SensorEntityDescription(
    key="status",
    translation_key="status",
    device_class=SensorDeviceClass.ENUM,
    options=list(HandsetState),
)
OTHER_PARTY: Final = SensorEntityDescription(
    key="other_party",
    translation_key="other_party",
    entity_registry_enabled_default=False,
)
LAST_MISSED_CALL: Final = SensorEntityDescription(
    key="last_missed_call",
    translation_key="last_missed_call",
    device_class=SensorDeviceClass.TIMESTAMP,
)


@dataclass(frozen=True, kw_only=True)
class JinglAccountSensorDescription(SensorEntityDescription):
    """Describes a sensor of the account."""

    count_fn: Callable[[JinglCoordinator], int]


ACCOUNT_SENSORS: Final = (
    JinglAccountSensorDescription(
        key="active_calls",
        translation_key="active_calls",
        state_class=SensorStateClass.MEASUREMENT,
        count_fn=lambda coordinator: count_active_calls(coordinator.handsets.statuses_in_call),
    ),
    JinglAccountSensorDescription(
        key="ringing_handsets",
        translation_key="ringing_handsets",
        state_class=SensorStateClass.MEASUREMENT,
        count_fn=lambda coordinator: sum(
            status.state is HandsetState.RINGING for status in coordinator.handsets.statuses_in_call
        ),
    ),
    JinglAccountSensorDescription(
        key="registered_handsets",
        translation_key="registered_handsets",
        state_class=SensorStateClass.MEASUREMENT,
        count_fn=lambda coordinator: coordinator.handsets.online,
    ),
)
MISSED_CALLS_TODAY: Final = SensorEntityDescription(
    key="missed_calls_today",
    translation_key="missed_calls_today",
    state_class=SensorStateClass.TOTAL,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: JinglConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of the account and of every handset."""
    async_add_entities(
        [
            *(JinglAccountSensor(entry, sensor) for sensor in ACCOUNT_SENSORS),
            JinglMissedCallsToday(entry, MISSED_CALLS_TODAY),
        ]
    )
    await add_handset_entities(
        entry,
        async_add_entities,
        lambda extension: [
            JinglStatus(entry, extension, STATUS),
            *(JinglSensor(entry, extension, sensor) for sensor in SENSORS),
            JinglOtherParty(entry, extension, OTHER_PARTY),
            JinglLastMissedCall(entry, extension, LAST_MISSED_CALL),
        ],
    )


class JinglSensor(JinglHandsetEntity[_Value], SensorEntity):
    """A sensor of a handset."""

    entity_description: JinglSensorDescription

    @override
    def is_readable(self) -> bool:
        return self.entity_description.available_fn(self.handset)

    @override
    def read(self) -> _Value:
        return self.entity_description.value_fn(self.handset)

    @property
    @override
    def native_value(self) -> _Value:
        return self.shown


class JinglStatus(JinglHandsetEntity[tuple[str | None, Mapping[str, Any]]], SensorEntity):
    """What a handset is doing, and who with."""

    # The recorder shouldn't keep who called.
    _unrecorded_attributes = frozenset({"number", "other_party", "direction", "started"})

    @override
    def is_readable(self) -> bool:
        return self.handset.status is not None

    @override
    def read(self) -> tuple[str | None, Mapping[str, Any]]:
        status = self.handset.status
        if not status:
            return None, {}
        number = status.other_party
        call = {
            "number": number,
            "other_party": self.names.of_party(number, status.direction)
            or (number and readable_in(number, self.hass.config.language)),
            "direction": status.direction,
            "started": self.handset.call_started,
        }
        return status.state, {key: value for key, value in call.items() if value}

    @property
    @override
    def native_value(self) -> str | None:
        return self.shown[0] if self.shown else None

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        return self.shown[1] if self.shown else None

    @override
    def get_initial_entity_options(self) -> EntityOptionsType | None:
        """Expose it to voice assistants, since Home Assistant doesn't do so for such sensors."""
        options = dict(super().get_initial_entity_options() or {})
        exposed = self.hass.data[DATA_EXPOSED_ENTITIES]
        if exposed.async_get_expose_new_entities(_ASSISTANT):
            options[_ASSISTANT] = {"should_expose": True}
        return options or None


type _Party = Mapping[str, str]
"""What we know about a party, as state attributes."""


class JinglOtherParty(JinglHandsetEntity[tuple[str | None, _Party]], SensorEntity):
    """Who a handset is on a call with."""

    # The recorder shouldn't keep who called.
    _unrecorded_attributes = frozenset({"name"})

    @override
    def is_readable(self) -> bool:
        return self.handset.status is not None

    @override
    def read(self) -> tuple[str | None, _Party]:
        status = self.handset.status
        number = status.other_party if status else None
        name = self.names.of_party(number, status.direction if status else None)
        return number, {"name": name} if name else {}

    @property
    @override
    def native_value(self) -> str | None:
        return self.shown[0] if self.shown else None

    @property
    @override
    def extra_state_attributes(self) -> _Party | None:
        return self.shown[1] if self.shown else None


class JinglLastMissedCall(JinglHandsetEntity[tuple[datetime | None, _Party]], SensorEntity):
    """When a handset last missed a call, and who called."""

    # The recorder shouldn't keep who called.
    _unrecorded_attributes = frozenset({"number", "name", "other_party", "direction"})

    @override
    def is_readable(self) -> bool:
        return True

    @override
    def read(self) -> tuple[datetime | None, _Party]:
        call = self.coordinator.calls.log.last_missed(self.extension)
        if call is None:
            return None, {}
        # The caller's current name, or the one at that time.
        name = self.names.of_party(call.number, call.direction) or call.name
        who = {
            "number": call.number,
            "name": name,
            "other_party": name
            or (call.number and readable_in(call.number, self.hass.config.language)),
            "direction": call.direction,
        }
        return call.started, {key: value for key, value in who.items() if value}

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        # It may change long after the call: when the call is deleted, or Jingl knows better.
        signal = handset_calls_signal(self.coordinator.config_entry, self.extension)
        self.async_on_remove(
            async_dispatcher_connect(self.hass, signal, self._handle_coordinator_update)
        )

    @property
    @override
    def native_value(self) -> datetime | None:
        return self.shown[0] if self.shown else None

    @property
    @override
    def extra_state_attributes(self) -> _Party | None:
        return self.shown[1] if self.shown else None


class JinglAccountSensor(JinglAccountEntity[int], SensorEntity):
    """A sensor of the account."""

    entity_description: JinglAccountSensorDescription

    @override
    def is_readable(self) -> bool:
        # A handset that doesn't answer may be on a call.
        return self.coordinator.is_complete

    @override
    def read(self) -> int:
        return self.entity_description.count_fn(self.coordinator)

    @property
    @override
    def native_value(self) -> int | None:
        return self.shown


class JinglMissedCallsToday(JinglAccountEntity[tuple[int, datetime]], SensorEntity):
    """How many calls the account has missed since midnight."""

    _today: tuple[int, datetime]

    @override
    def is_readable(self) -> bool:
        return True

    @override
    def read(self) -> tuple[int, datetime]:
        return self._today

    @override
    async def async_added_to_hass(self) -> None:
        # Counted when the log has changed, rather than with each poll.
        self._today = self._count()
        await super().async_added_to_hass()
        signal = calls_signal(self.coordinator.config_entry)
        self.async_on_remove(async_dispatcher_connect(self.hass, signal, self._note))

    @property
    @override
    def native_value(self) -> int | None:
        return self.shown[0] if self.shown else None

    @property
    @override
    def last_reset(self) -> datetime | None:
        return self.shown[1] if self.shown else None

    @callback
    def _note(self, _: LogChanges) -> None:
        self._today = self._count()
        self._handle_coordinator_update()

    def _count(self) -> tuple[int, datetime]:
        midnight = dt_util.start_of_local_day()
        missed = CallFilter(results={CallResult.MISSED}, since=midnight)
        # One that several handsets have missed is still one call.
        return len({call.id for call in self.coordinator.calls.log.find(missed)}), midnight
