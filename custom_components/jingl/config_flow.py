"""Setting up an account: its login, then which of its handsets to follow."""

from collections.abc import Collection, Iterable, Mapping
import re
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
    OptionsFlowWithReload,
)
from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_USERNAME, CONF_VERIFY_SSL
from homeassistant.core import callback
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from .account import parse_domain, parse_host, parse_username
from .api import (
    DEFAULT_HOST,
    JinglAuthenticationError,
    JinglClient,
    JinglError,
    JinglListUnsupportedError,
    JinglNotFoundError,
    JinglTlsError,
    JinglTlsRequiredError,
)
from .const import CONF_DOMAIN, CONF_HANDSETS, CONF_IGNORED, CONF_TRACK_NEW, DOMAIN, LOGGER
from .session import temporary_client

CONF_ADVANCED: Final = "advanced"

_USERNAME: Final = TextSelector(TextSelectorConfig(autocomplete="username"))
_PASSWORD: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="current-password")
)
_ACCOUNT_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_DOMAIN): TextSelector(),
        vol.Required(CONF_USERNAME): _USERNAME,
        vol.Required(CONF_PASSWORD): _PASSWORD,
        vol.Required(CONF_ADVANCED): section(
            vol.Schema(
                {
                    vol.Required(CONF_HOST, default=DEFAULT_HOST): TextSelector(),
                    vol.Required(CONF_VERIFY_SSL, default=True): BooleanSelector(),
                }
            ),
            {"collapsed": True},
        ),
    }
)
_REAUTH_SCHEMA: Final = vol.Schema(
    {vol.Required(CONF_USERNAME): _USERNAME, vol.Required(CONF_PASSWORD): _PASSWORD}
)
# What a new account starts from.
_NO_OPTIONS: Final[Mapping[str, Any]] = {
    CONF_HANDSETS: [],
    CONF_IGNORED: [],
    CONF_TRACK_NEW: False,
}


class JinglConfigFlow(ConfigFlow, domain=DOMAIN):
    """Set up, re-authenticate and reconfigure an account."""

    def __init__(self) -> None:
        self._data: dict[str, Any] = {}
        self._found: Mapping[str, str] = {}
        self._placeholders: dict[str, str] = {}

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> JinglOptionsFlow:
        return JinglOptionsFlow()

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the account's login."""
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._validate(_flatten(user_input))
            if not errors:
                await self.async_set_unique_id(self._data[CONF_DOMAIN])
                self._abort_if_unique_id_configured()
                return await self.async_step_handsets()
        return self._show_form("user", _ACCOUNT_SCHEMA, user_input, errors)

    async def async_step_handsets(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which handsets to follow."""
        errors: dict[str, str] = {}
        if user_input is not None:
            with temporary_client(self.hass, self._data) as client:
                options, errors, self._placeholders = await _read_choice(
                    client, self._found, _NO_OPTIONS, user_input
                )
            if not errors:
                return self.async_create_entry(
                    title=self._data[CONF_DOMAIN], data=self._data, options=options
                )
            if errors == {"base": "invalid_auth"}:
                # Only there can it be corrected. An account without a list may tell no earlier.
                return self._show_form("user", _ACCOUNT_SCHEMA, _unflatten(self._data), errors)
        shown = user_input or {CONF_HANDSETS: list(self._found), CONF_TRACK_NEW: True}
        return self._show_form("handsets", _handsets_schema(self._found), shown, errors)

    async def async_step_reauth(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Handle a login that Jingl no longer accepts."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the login that is valid now."""
        entry = self._get_reauth_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._validate({**entry.data, **user_input})
            if not errors:
                return self.async_update_reload_and_abort(entry, data=self._data)
        shown = user_input or {CONF_USERNAME: entry.data[CONF_USERNAME]}
        self._placeholders["account"] = entry.title
        return self._show_form("reauth_confirm", _REAUTH_SCHEMA, shown, errors)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for another login or another way to the same account."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._validate(_flatten(user_input))
            if not errors:
                await self.async_set_unique_id(self._data[CONF_DOMAIN])
                self._abort_if_unique_id_mismatch(reason="wrong_account")
                return self.async_update_reload_and_abort(entry, data=self._data)
        return self._show_form(
            "reconfigure", _ACCOUNT_SCHEMA, user_input or _unflatten(entry.data), errors
        )

    async def _validate(self, login: Mapping[str, Any]) -> dict[str, str]:
        """Try a login; keep it and the handsets found, or return what is wrong with it."""
        try:
            host = parse_host(login[CONF_HOST])
        except ValueError:
            return {"base": "invalid_host"}
        try:
            domain = parse_domain(login[CONF_DOMAIN], host)
        except ValueError:
            return {CONF_DOMAIN: "invalid_domain"}
        try:
            username = parse_username(login[CONF_USERNAME], domain, host)
        except ValueError:
            return {CONF_USERNAME: "invalid_username"}
        self._data = {
            CONF_DOMAIN: domain,
            CONF_USERNAME: username,
            CONF_PASSWORD: login[CONF_PASSWORD],
            CONF_HOST: host,
            CONF_VERIFY_SSL: login[CONF_VERIFY_SSL],
        }
        try:
            with temporary_client(self.hass, self._data) as client:
                self._found = await _find_handsets(client)
        except JinglError as err:
            self._placeholders["error"] = str(err)
            return {"base": _error_key(err)}
        except Exception:
            LOGGER.exception("Unexpected error while logging in to Jingl")
            return {"base": "unknown"}
        return {}

    def _show_form(
        self,
        step_id: str,
        schema: vol.Schema,
        shown: Mapping[str, Any] | None,
        errors: dict[str, str],
    ) -> ConfigFlowResult:
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, shown),
            errors=errors,
            description_placeholders=self._placeholders,
        )


class JinglOptionsFlow(OptionsFlowWithReload):
    """Change which handsets are followed."""

    def __init__(self) -> None:
        self._found: Mapping[str, str] | None = None
        self._before: Mapping[str, Any] = {}

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask which handsets to follow."""
        errors: dict[str, str] = {}
        placeholders: dict[str, str] = {}
        with temporary_client(self.hass, self.config_entry.data) as client:
            if self._found is None:
                # As shown: a handset that comes meanwhile was neither chosen nor left out.
                self._before = self.config_entry.options
                try:
                    self._found = await _find_handsets(client)
                except JinglError as err:
                    return self.async_abort(
                        reason=_error_key(err), description_placeholders={"error": str(err)}
                    )
            if user_input is not None:
                options, errors, placeholders = await _read_choice(
                    client, self._found, self._before, user_input
                )
                if not errors:
                    return self.async_create_entry(data=options)
        # A handset that is gone for now stays on offer, since it is followed again if it returns.
        schema = _handsets_schema(self._found, also=self._before[CONF_HANDSETS])
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(schema, user_input or self._before),
            errors=errors,
            description_placeholders=placeholders,
        )


async def _find_handsets(client: JinglClient) -> Mapping[str, str]:
    """Return the account's handsets, labels by extension number; none if it cannot be listed."""
    try:
        handsets = await client.list_handsets()
    except JinglListUnsupportedError:
        return {}
    return {
        handset.extension: f"{handset.name} ({handset.extension})"
        if handset.name
        else handset.extension
        for handset in sorted(handsets, key=lambda handset: _order(handset.extension))
    }


def _handsets_schema(found: Mapping[str, str], also: Collection[str] = ()) -> vol.Schema:
    """Return the form: a choice of what was found, or else extension numbers typed freely."""
    labels = {**dict.fromkeys(also, ""), **found}
    fields: dict[vol.Marker, Any] = {
        vol.Required(CONF_HANDSETS, default=list): SelectSelector(
            SelectSelectorConfig(
                options=[
                    SelectOptionDict(value=extension, label=labels[extension] or extension)
                    for extension in sorted(labels, key=_order)
                ],
                multiple=True,
                custom_value=not found,
                mode=SelectSelectorMode.LIST if found else SelectSelectorMode.DROPDOWN,
            )
        )
    }
    if found:
        fields[vol.Required(CONF_TRACK_NEW, default=True)] = BooleanSelector()
    return vol.Schema(fields)


async def _read_choice(
    client: JinglClient,
    found: Collection[str],
    before: Mapping[str, Any],
    user_input: Mapping[str, Any],
) -> tuple[dict[str, Any], dict[str, str], dict[str, str]]:
    """Return the entry's options, or what is wrong with the choice and its placeholders.

    Handsets chosen or left out before stay so, even if they are not to be found for now.
    """
    chosen = _split(user_input[CONF_HANDSETS])
    # An account without a list does not ask.
    track_new = user_input.get(CONF_TRACK_NEW, before[CONF_TRACK_NEW])
    if not chosen and not track_new:
        return {}, {CONF_HANDSETS: "no_handsets"}, {}
    known = {*found, *before[CONF_HANDSETS], *before[CONF_IGNORED]}
    unknown: list[str] = []
    for extension in chosen:
        if extension in known:
            continue
        try:
            await client.get_handset(extension)
        except JinglNotFoundError:
            unknown.append(extension)
        except JinglError as err:
            return {}, {"base": _error_key(err)}, {"error": str(err)}
    if unknown:
        return {}, {CONF_HANDSETS: "handset_not_found"}, {"handsets": ", ".join(unknown)}
    options = {
        CONF_HANDSETS: chosen,
        CONF_IGNORED: sorted(known.difference(chosen), key=_order),
        CONF_TRACK_NEW: track_new,
    }
    return options, {}, {}


def _split(typed: Iterable[str]) -> list[str]:
    """Return extension numbers in order; people also type or paste several into one field."""
    return sorted({e for text in typed for e in re.split(r"[\s,;]+", text) if e}, key=_order)


def _order(extension: str) -> tuple[int, str]:
    return len(extension), extension


def _error_key(err: JinglError) -> str:
    if isinstance(err, JinglAuthenticationError):
        return "invalid_auth"
    if isinstance(err, JinglTlsError | JinglTlsRequiredError):
        return "tls_error"
    return "cannot_connect"


def _flatten(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form's values without the section that shows the rare ones."""
    return {**user_input, **user_input[CONF_ADVANCED]}


def _unflatten(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry's values as the form shows them, without the password."""
    return {
        CONF_DOMAIN: data[CONF_DOMAIN],
        CONF_USERNAME: data[CONF_USERNAME],
        CONF_ADVANCED: {key: data[key] for key in (CONF_HOST, CONF_VERIFY_SSL)},
    }
