"""The form for what may be dialled, shared by several flows."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowContext, FlowHandler, FlowResult
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..dialling.policy import (
    MOST_CALLS,
    MOST_CALLS_PER_DAY,
    MOST_MINUTES,
    DialPolicy,
    as_listed,
)
from ..numbers.contacts import country
from ..numbers.phone_number import NumberKind

# The fields of a dial policy.
CONF_ACTION_KINDS: Final = "actions"
CONF_VOICE_KINDS: Final = "voice"
CONF_ALLOWED: Final = "allowed"
CONF_DENIED: Final = "denied"
CONF_SUPERVISE_OTHERS: Final = "supervise_others"
CONF_CALLS: Final = "calls"
CONF_MINUTES: Final = "minutes"
CONF_CALLS_PER_DAY: Final = "calls_per_day"

CONF_UNDERSTOOD: Final = "understood"

_KINDS: Final = SelectSelector(
    SelectSelectorConfig(
        options=[kind.value for kind in NumberKind],
        multiple=True,
        mode=SelectSelectorMode.LIST,
        translation_key="number_kind",
    )
)


def _up_to(most: int) -> NumberSelector:
    return NumberSelector(NumberSelectorConfig(min=1, max=most, mode=NumberSelectorMode.BOX))


# Free text. A text selector would put "Add" in front of the field's name.
_NUMBERS: Final = SelectSelector(
    SelectSelectorConfig(
        options=[], custom_value=True, multiple=True, mode=SelectSelectorMode.DROPDOWN
    )
)
_DIALLING_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_ACTION_KINDS, default=list): _KINDS,
        vol.Required(CONF_VOICE_KINDS, default=list): _KINDS,
        vol.Required(CONF_ALLOWED, default=list): _NUMBERS,
        vol.Required(CONF_DENIED, default=list): _NUMBERS,
        vol.Required(CONF_SUPERVISE_OTHERS): BooleanSelector(),
        vol.Required(CONF_CALLS): _up_to(MOST_CALLS),
        vol.Required(CONF_MINUTES): _up_to(MOST_MINUTES),
        vol.Required(CONF_CALLS_PER_DAY): _up_to(MOST_CALLS_PER_DAY),
    }
)
_EMERGENCY_SCHEMA: Final = vol.Schema(
    {vol.Required(CONF_UNDERSTOOD, default=False): BooleanSelector()}
)


class DiallingForm[ContextT: FlowContext, ResultT: FlowResult[Any, Any]](
    FlowHandler[ContextT, ResultT, str]
):
    """Ask what may be dialled, and warn before allowing emergency numbers."""

    _policy: Mapping[str, Any]

    @property
    @abstractmethod
    def entry(self) -> ConfigEntry:
        """Return the account's entry."""

    @abstractmethod
    def save_policy(self, policy: Mapping[str, Any]) -> ResultT:
        """Save what was entered, and finish."""

    def told(self) -> Mapping[str, str]:
        """Return placeholders for the form's description."""
        return {}

    async def async_step_dialling(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Ask what may be dialled."""
        errors: dict[str, str] = {}
        placeholders: dict[str, str] = {}
        shown = _shown_policy(self.entry)
        if user_input is not None:
            already = _emergency_origins(shown)
            shown = user_input
            self._policy, errors, placeholders = _read_policy(self.hass, user_input)
            if not errors:
                if _emergency_origins(self._policy) - already:
                    return await self.async_step_emergency()
                return self.save_policy(self._policy)
        return self.async_show_form(
            step_id="dialling",
            data_schema=self.add_suggested_values_to_schema(_DIALLING_SCHEMA, shown),
            errors=errors,
            description_placeholders={**self.told(), **placeholders},
        )

    async def async_step_emergency(self, user_input: dict[str, Any] | None = None) -> ResultT:
        """Warn before allowing emergency numbers."""
        errors: dict[str, str] = {}
        if user_input is not None:
            if user_input[CONF_UNDERSTOOD]:
                return self.save_policy(self._policy)
            errors[CONF_UNDERSTOOD] = "not_understood"
        return self.async_show_form(
            step_id="emergency", data_schema=_EMERGENCY_SCHEMA, errors=errors
        )


def _shown_policy(entry: ConfigEntry) -> dict[str, Any]:
    """Return the policy as the form shows it."""
    policy = DialPolicy.of(entry.options)
    return {
        key: list(value) if isinstance(value, list | tuple) else value
        for key, value in asdict(policy).items()
    }


def _read_policy(
    hass: HomeAssistant, user_input: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str], dict[str, str]]:
    """Return the policy's fields, the form's errors and their placeholders."""
    # Number selectors return floats.
    whole = {key: int(user_input[key]) for key in (CONF_CALLS, CONF_MINUTES, CONF_CALLS_PER_DAY)}
    policy = {**user_input, **whole}
    errors: dict[str, str] = {}
    wrong: list[str] = []
    for key in (CONF_ALLOWED, CONF_DENIED):
        policy[key] = []
        for text in filter(None, map(str.strip, user_input[key])):
            try:
                policy[key].append(as_listed(text, country(hass)))
            except ValueError:
                errors[key] = "invalid_numbers"
                wrong.append(text)
    return policy, errors, {"numbers": ", ".join(wrong)}


def _emergency_origins(policy: Mapping[str, Any]) -> set[str]:
    """Return which origins may dial emergency numbers under a policy."""
    return {
        key for key in (CONF_ACTION_KINDS, CONF_VOICE_KINDS) if NumberKind.EMERGENCY in policy[key]
    }
