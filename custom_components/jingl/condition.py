"""Automation conditions on what handsets are doing."""

from typing import Final, override

from homeassistant.components.binary_sensor import DOMAIN as BINARY_SENSOR_DOMAIN
from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.const import CONF_TARGET, STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.helpers.condition import Condition, make_entity_state_condition
from homeassistant.helpers.typing import ConfigType

from .account.devices import only_jingl
from .account.targets import check_target_of
from .api import HandsetState


def _make_condition(
    domain: str, translation_key: str, state: str, *, primary_entities_only: bool = True
) -> type[Condition]:
    """Return a condition on the state of one kind of a handset's entities."""
    base = make_entity_state_condition(domain, state, primary_entities_only=primary_entities_only)

    class HandsetCondition(base):  # type: ignore[misc, valid-type] # only known at run time
        @override
        @classmethod
        async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
            config = await super().async_validate_config(hass, config)
            check_target_of(hass, config[CONF_TARGET], domain, translation_key)
            return config

        @override
        def entity_filter(self, entities: set[str]) -> set[str]:
            return only_jingl(self._hass, super().entity_filter(entities), translation_key)

    return HandsetCondition


CONDITIONS: Final[dict[str, type[Condition]]] = {
    "is_busy": _make_condition(BINARY_SENSOR_DOMAIN, "busy", STATE_ON),
    "is_ringing": _make_condition(SENSOR_DOMAIN, "status", HandsetState.RINGING),
    "is_talking": _make_condition(SENSOR_DOMAIN, "status", HandsetState.ON_CALL),
    "is_on_hold": _make_condition(SENSOR_DOMAIN, "status", HandsetState.ON_HOLD),
    "is_idle": _make_condition(SENSOR_DOMAIN, "status", HandsetState.IDLE),
    # A diagnostic entity isn't primary.
    "is_registered": _make_condition(
        BINARY_SENSOR_DOMAIN, "registered", STATE_ON, primary_entities_only=False
    ),
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions by their names."""
    return CONDITIONS
