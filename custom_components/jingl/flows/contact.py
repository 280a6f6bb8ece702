"""Add or change a contact."""

from collections.abc import Container, Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.config_entries import ConfigSubentryFlow, SubentryFlowResult
from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    BooleanSelector,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from ..const import CONF_HANDSETS, CONF_IGNORED
from ..numbers.contacts import CONF_ALIASES, CONF_FAVOURITE, CONF_NUMBERS, SUBENTRY_CONTACT, country
from ..numbers.phone_number import understand

_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_NAME): TextSelector(),
        vol.Required(CONF_NUMBERS): TextSelector(
            TextSelectorConfig(type=TextSelectorType.TEL, multiple=True)
        ),
        vol.Required(CONF_ALIASES, default=list): TextSelector(TextSelectorConfig(multiple=True)),
        vol.Required(CONF_FAVOURITE, default=False): BooleanSelector(),
    }
)


class JinglContactFlow(ConfigSubentryFlow):
    """Add a contact, or change one."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a new contact."""
        data, errors, placeholders = self._read(user_input)
        if user_input is not None and not errors:
            return self.async_create_entry(title=data.pop(CONF_NAME), data=data)
        return self._show_form("user", user_input, errors, placeholders)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for changes to a contact."""
        subentry = self._get_reconfigure_subentry()
        data, errors, placeholders = self._read(user_input, own_id=subentry.subentry_id)
        if user_input is not None and not errors:
            return self.async_update_and_abort(
                self._get_entry(), subentry, title=data.pop(CONF_NAME), data=data
            )
        shown = user_input or {CONF_NAME: subentry.title, **subentry.data}
        return self._show_form("reconfigure", shown, errors, placeholders)

    def _read(
        self, user_input: Mapping[str, Any] | None, own_id: str | None = None
    ) -> tuple[dict[str, Any], dict[str, str], dict[str, str]]:
        """Return the contact, the form's errors and their placeholders."""
        if user_input is None:
            return {}, {}, {}
        entry = self._get_entry()
        data = {
            CONF_NAME: user_input[CONF_NAME].strip(),
            CONF_NUMBERS: _filled(user_input[CONF_NUMBERS]),
            CONF_ALIASES: _filled(user_input[CONF_ALIASES]),
            CONF_FAVOURITE: user_input[CONF_FAVOURITE],
        }
        taken = {
            subentry.title.casefold()
            for subentry in entry.subentries.values()
            if subentry.subentry_type == SUBENTRY_CONTACT and subentry.subentry_id != own_id
        }
        errors: dict[str, str] = {}
        if not data[CONF_NAME]:
            errors[CONF_NAME] = "no_name"
        elif data[CONF_NAME].casefold() in taken:
            # A voice assistant couldn't tell the two apart.
            errors[CONF_NAME] = "name_taken"
        handsets = {*entry.options[CONF_HANDSETS], *entry.options[CONF_IGNORED]}
        wrong = [
            number for number in data[CONF_NUMBERS] if not _is_number(self.hass, number, handsets)
        ]
        if not data[CONF_NUMBERS]:
            errors[CONF_NUMBERS] = "no_numbers"
        elif wrong:
            errors[CONF_NUMBERS] = "invalid_numbers"
        return data, errors, {"numbers": ", ".join(wrong)}

    def _show_form(
        self,
        step_id: str,
        shown: Mapping[str, Any] | None,
        errors: dict[str, str],
        placeholders: dict[str, str],
    ) -> SubentryFlowResult:
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(_SCHEMA, shown),
            errors=errors,
            description_placeholders=placeholders,
        )


def _filled(texts: list[str]) -> list[str]:
    """Return what was entered, without empty lines and duplicates."""
    return list(dict.fromkeys(filter(None, map(str.strip, texts))))


def _is_number(hass: HomeAssistant, text: str, handsets: Container[str]) -> bool:
    try:
        understand(text, region=country(hass), handsets=handsets)
    except ValueError:
        return False
    return True
