"""Change an account's options, with a form for each kind."""

from collections.abc import Container, Mapping
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlowContext,
    ConfigFlowResult,
    OptionsFlowWithReload,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.selector import (
    AreaSelector,
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    ObjectSelector,
    ObjectSelectorConfig,
    ObjectSelectorField,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..account.call_history import kept_of
from ..account.devices import device_extension
from ..account.session import temporary_client
from ..api import Handset, JinglError
from ..const import (
    CONF_AREA,
    CONF_AREA_HANDSETS,
    CONF_ARRIVED,
    CONF_AUTOMATIONS,
    CONF_CALL_LOG,
    CONF_CALLS_KEPT,
    CONF_DAYS_KEPT,
    CONF_DIALLING,
    CONF_HANDSET,
    CONF_HANDSETS,
    CONF_RECORDINGS,
    CONF_SENTENCES,
    CONF_TRACK_NEW,
    CONF_USER,
    CONF_USER_HANDSETS,
    CONF_USERS,
    CONF_VOICE,
)
from .dialling import DiallingForm
from .handset_choice import (
    error_key,
    find_handsets,
    handsets_schema,
    in_order,
    label,
    read_choice,
    shown_choice,
)

_CALL_LOG_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_DAYS_KEPT): NumberSelector(
            NumberSelectorConfig(min=0, max=365, mode=NumberSelectorMode.BOX)
        ),
        vol.Required(CONF_CALLS_KEPT): NumberSelector(
            NumberSelectorConfig(min=100, max=10_000, mode=NumberSelectorMode.BOX)
        ),
    }
)
_RECORDINGS_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_USERS, default=False): BooleanSelector(),
        vol.Required(CONF_AUTOMATIONS, default=False): BooleanSelector(),
    }
)


class JinglOptionsFlow(OptionsFlowWithReload, DiallingForm[ConfigFlowContext, ConfigFlowResult]):
    """Change an account's options, with one form for each kind."""

    def __init__(self) -> None:
        self._found: Mapping[str, Handset] | None = None
        self._before: Mapping[str, Any] = {}

    @property
    @override
    def entry(self) -> ConfigEntry:
        return self.config_entry

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what to change."""
        return self.async_show_menu(
            step_id="init",
            menu_options=[
                CONF_HANDSETS,
                CONF_DIALLING,
                CONF_VOICE,
                CONF_CALL_LOG,
                CONF_RECORDINGS,
            ],
        )

    async def async_step_handsets(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which handsets to follow."""
        errors: dict[str, str] = {}
        placeholders: dict[str, str] = {}
        with temporary_client(self.hass, self.config_entry.data) as client:
            if self._found is None:
                # As shown: a handset added meanwhile was neither chosen nor left out.
                self._before = self.config_entry.options
                try:
                    self._found = await find_handsets(client)
                except JinglError as err:
                    return self.async_abort(
                        reason=error_key(err), description_placeholders={"error": str(err)}
                    )
            if user_input is not None:
                options, errors, placeholders = await read_choice(
                    client, self._found, self._before, user_input
                )
                if not errors:
                    # Handsets chosen here are no longer removed automatically.
                    return self._save(options, without=CONF_ARRIVED)
        # Keep offering a handset that is gone for now, since it is followed again if it returns.
        chosen = self._before[CONF_HANDSETS]
        schema = handsets_schema(self._found, also=chosen)
        shown = user_input or shown_choice(
            self._found, chosen, track_new=self._before[CONF_TRACK_NEW]
        )
        return self.async_show_form(
            step_id="handsets" if self._found else "extensions",
            data_schema=self.add_suggested_values_to_schema(schema, shown),
            errors=errors,
            description_placeholders=placeholders,
        )

    async def async_step_extensions(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for extension numbers if there is no list to choose from."""
        return await self.async_step_handsets(user_input)

    @override
    def save_policy(self, policy: Mapping[str, Any]) -> ConfigFlowResult:
        return self._save({CONF_DIALLING: policy})

    async def async_step_voice(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask how to answer voice assistants."""
        if user_input is not None:
            return self._save({CONF_VOICE: user_input})
        handsets = _handset_labels(self.hass, self.config_entry)
        shown = _shown_voice(self.config_entry, handsets)
        users = await _user_names(self.hass, shown)
        return self.async_show_form(
            step_id="voice",
            data_schema=self.add_suggested_values_to_schema(_voice_schema(handsets, users), shown),
        )

    async def async_step_call_log(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how much of the call log to keep."""
        if user_input is not None:
            # Number selectors return floats.
            return self._save({CONF_CALL_LOG: {key: int(each) for key, each in user_input.items()}})
        kept = kept_of(self.config_entry.options)
        return self.async_show_form(
            step_id="call_log",
            data_schema=self.add_suggested_values_to_schema(
                _CALL_LOG_SCHEMA, {CONF_DAYS_KEPT: kept.days, CONF_CALLS_KEPT: kept.calls}
            ),
        )

    async def async_step_recordings(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask who may listen to recordings."""
        if user_input is not None:
            return self._save({CONF_RECORDINGS: user_input})
        shown = self.config_entry.options.get(CONF_RECORDINGS, {})
        return self.async_show_form(
            step_id="recordings",
            data_schema=self.add_suggested_values_to_schema(_RECORDINGS_SCHEMA, shown),
        )

    def _save(self, options: Mapping[str, Any], without: str | None = None) -> ConfigFlowResult:
        kept = {key: each for key, each in self.config_entry.options.items() if key != without}
        return self.async_create_entry(data={**kept, **options})


def _shown_voice(entry: ConfigEntry, handsets: Container[str]) -> dict[str, Any]:
    """Return the options for voice as the form shows them."""
    voice = {CONF_SENTENCES: True, **entry.options.get(CONF_VOICE, {})}
    # The form couldn't be submitted with a handset that has since been left out.
    rows = {
        key: [row for row in voice.get(key, []) if row[CONF_HANDSET] in handsets]
        for key in (CONF_USER_HANDSETS, CONF_AREA_HANDSETS)
    }
    return {**voice, **rows}


async def _user_names(hass: HomeAssistant, shown: Mapping[str, Any]) -> dict[str, str]:
    """Return the users' names by ID; for users removed since, the ID is the name."""
    people = [user for user in await hass.auth.async_get_users() if not user.system_generated]
    names = {user.id: user.name or user.id for user in people}
    removed = {row[CONF_USER]: row[CONF_USER] for row in shown[CONF_USER_HANDSETS]}
    return dict(sorted((removed | names).items(), key=lambda each: each[1].casefold()))


def _voice_schema(handsets: Mapping[str, str], users: Mapping[str, str]) -> vol.Schema:
    handset = ObjectSelectorField(selector=_one_of(handsets), required=True)
    user = ObjectSelectorField(selector=_one_of(users), required=True)
    area = ObjectSelectorField(selector=AreaSelector(), required=True)
    return vol.Schema(
        {
            vol.Required(CONF_SENTENCES, default=True): BooleanSelector(),
            vol.Required(CONF_USER_HANDSETS, default=list): ObjectSelector(
                ObjectSelectorConfig(
                    fields={CONF_USER: user, CONF_HANDSET: handset},
                    multiple=True,
                    label_field=CONF_USER,
                    description_field=CONF_HANDSET,
                    translation_key="user_handset",
                )
            ),
            vol.Required(CONF_AREA_HANDSETS, default=list): ObjectSelector(
                ObjectSelectorConfig(
                    fields={CONF_AREA: area, CONF_HANDSET: handset},
                    multiple=True,
                    label_field=CONF_AREA,
                    description_field=CONF_HANDSET,
                    translation_key="area_handset",
                )
            ),
        }
    )


def _one_of(labels: Mapping[str, str]) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(
            options=[SelectOptionDict(value=value, label=label) for value, label in labels.items()],
            mode=SelectSelectorMode.DROPDOWN,
        )
    )


def _handset_labels(hass: HomeAssistant, entry: ConfigEntry) -> dict[str, str]:
    """Return what the user calls the chosen handsets, by extension number."""
    names: dict[str, str | None] = dict.fromkeys(entry.options[CONF_HANDSETS])
    for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id):
        extension = device_extension(entry, device)
        if extension in names:
            names[extension] = device.name_by_user or device.name
    return {extension: label(extension, names[extension]) for extension in in_order(names)}
