"""Set up an account: its login, then which of its handsets to follow."""

from collections.abc import Mapping
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryFlow,
)
from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_USERNAME, CONF_VERIFY_SSL
from homeassistant.core import callback
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from .account.login import free_account_id, parse_domain, parse_host, parse_username, unique_id
from .account.pace import pace_of
from .account.session import temporary_client
from .api import DEFAULT_HOST, Handset, JinglError
from .const import (
    CONF_ACCOUNT_ID,
    CONF_DOMAIN,
    CONF_HANDSETS,
    CONF_IGNORED,
    CONF_TRACK_NEW,
    DOMAIN,
    LOGGER,
)
from .flows.contact import JinglContactFlow
from .flows.handset_choice import (
    error_key,
    find_handsets,
    handsets_schema,
    read_choice,
    shown_choice,
    try_handset,
)
from .flows.next_steps import NEXT_STEPS
from .flows.options import JinglOptionsFlow
from .flows.phone_book import JinglPhoneBookFlow
from .flows.same_account import is_same_account
from .numbers.contacts import SUBENTRY_CONTACT, SUBENTRY_PHONE_BOOK

CONF_ADVANCED: Final = "advanced"

# The first extension in the vendor's examples; it needn't exist.
_SOME_EXTENSION: Final = "100"

_USERNAME: Final = TextSelector(TextSelectorConfig(autocomplete="username"))
_PASSWORD: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="current-password")
)
_ADVANCED_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_HOST, default=DEFAULT_HOST): TextSelector(),
        vol.Required(CONF_VERIFY_SSL, default=True): BooleanSelector(),
    }
)
# Errors that the user may fix in the collapsed section.
_ADVANCED_ERRORS: Final = {"invalid_host", "cannot_connect", "tls_error"}
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
        self._found: Mapping[str, Handset] = {}
        self._is_same_account = False
        self._placeholders: dict[str, str] = {}

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> JinglOptionsFlow:
        return JinglOptionsFlow()

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(
        cls, config_entry: ConfigEntry
    ) -> dict[str, type[ConfigSubentryFlow]]:
        return {SUBENTRY_CONTACT: JinglContactFlow, SUBENTRY_PHONE_BOOK: JinglPhoneBookFlow}

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the account's login."""
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._validate(_flatten(user_input))
            if not errors:
                await self._identify()
                self._abort_if_unique_id_configured()
                return await self.async_step_handsets()
        return self._show_form("user", _account_schema(user_input, errors), user_input, errors)

    async def async_step_handsets(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which handsets to follow."""
        errors: dict[str, str] = {}
        if user_input is not None:
            with temporary_client(self.hass, self._data) as client:
                options, errors, self._placeholders = await read_choice(
                    client, self._found, _NO_OPTIONS, user_input
                )
            if not errors:
                # Another form may have been finished while this one was checked.
                self._abort_if_unique_id_configured()
                return self._create_entry(options)
            if errors == {"base": "invalid_auth"}:
                # Back to the login form. An account without a list may only fail this late.
                shown = _unflatten(self._data)
                return self._show_form("user", _account_schema(shown, errors), shown, errors)
        shown = user_input or shown_choice(self._found, list(self._found), track_new=True)
        return self._show_form(
            "handsets" if self._found else "extensions",
            handsets_schema(self._found),
            shown,
            errors,
        )

    async def async_step_extensions(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for extension numbers if there is no list to choose from."""
        return await self.async_step_handsets(user_input)

    async def async_step_reauth(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Handle a login that Jingl no longer accepts."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the current login."""
        entry = self._get_reauth_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._validate({**entry.data, **user_input}, entry)
            if not errors:
                return self.async_update_reload_and_abort(entry, data_updates=self._data)
        shown = user_input or {CONF_USERNAME: entry.data[CONF_USERNAME]}
        self._placeholders["account"] = entry.title
        return self._show_form("reauth_confirm", _REAUTH_SCHEMA, shown, errors)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for another login or server for the same account."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._validate(_flatten(user_input), entry)
            if not errors:
                await self._identify()
                if self.unique_id != entry.unique_id:
                    self._abort_if_unique_id_configured()
                    if not self._is_same_account:
                        return self.async_abort(reason="wrong_account")
                return self.async_update_reload_and_abort(
                    entry, unique_id=self.unique_id, data_updates=self._data
                )
        shown = user_input or _unflatten(entry.data)
        return self._show_form("reconfigure", _account_schema(shown, errors), shown, errors)

    async def _identify(self) -> None:
        """Set the account's unique ID."""
        await self.async_set_unique_id(
            unique_id(self._data[CONF_DOMAIN], self._data[CONF_HOST]),
            # An abandoned form mustn't block this one.
            raise_on_progress=False,
        )

    def _create_entry(self, options: Mapping[str, Any]) -> ConfigFlowResult:
        domain, host = self._data[CONF_DOMAIN], self._data[CONF_HOST]
        others = self._async_current_entries(include_ignore=False)
        account_id = free_account_id(domain, host, {each.data[CONF_ACCOUNT_ID] for each in others})
        return self.async_create_entry(
            # If the title is taken, add the server to tell the two apart.
            title=f"{domain}@{host}" if domain in {each.title for each in others} else domain,
            data={**self._data, CONF_ACCOUNT_ID: account_id},
            options=options,
            description_placeholders=NEXT_STEPS,
        )

    async def _validate(
        self, login: Mapping[str, Any], entry: ConfigEntry | None = None
    ) -> dict[str, str]:
        """Try a login; keep it and the handsets found, or return the form's errors."""
        try:
            host = parse_host(login[CONF_HOST])
        except ValueError:
            # Not in the translations, where Home Assistant allows no URLs.
            self._placeholders["example"] = DEFAULT_HOST
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
                self._found = await find_handsets(client)
                if not self._found:
                    # Without a list, ask for any handset to check the login.
                    followed = entry.options[CONF_HANDSETS] if entry else []
                    await try_handset(client, next(iter(followed), _SOME_EXTENSION))
                # On the same server, the domain alone identifies the account.
                if entry and host != entry.data[CONF_HOST]:
                    self._is_same_account = await is_same_account(
                        self.hass, entry, client, self._found
                    )
        except JinglError as err:
            self._placeholders["error"] = str(err)
            return {"base": error_key(err)}
        except Exception:
            LOGGER.exception("Unexpected error while logging in to Jingl")
            return {"base": "unknown"}
        if entry:
            # It may be the login that was refused: don't wait before polling with it again.
            pace_of(self.hass, entry).note_accepted_login()
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


def _account_schema(shown: Mapping[str, Any] | None, errors: Mapping[str, str]) -> vol.Schema:
    """Return the login form; the advanced section is collapsed unless it matters."""
    advanced = (shown or {}).get(CONF_ADVANCED, {})
    usual = advanced.get(CONF_HOST, DEFAULT_HOST) == DEFAULT_HOST and advanced.get(
        CONF_VERIFY_SSL, True
    )
    matters = not usual or bool(_ADVANCED_ERRORS & set(errors.values()))
    return vol.Schema(
        {
            vol.Required(CONF_DOMAIN): TextSelector(),
            vol.Required(CONF_USERNAME): _USERNAME,
            vol.Required(CONF_PASSWORD): _PASSWORD,
            vol.Required(CONF_ADVANCED): section(_ADVANCED_SCHEMA, {"collapsed": not matters}),
        }
    )


def _flatten(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form's values with those of the advanced section."""
    return {**user_input, **user_input[CONF_ADVANCED]}


def _unflatten(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry's values as the form shows them, without the password."""
    return {
        CONF_DOMAIN: data[CONF_DOMAIN],
        CONF_USERNAME: data[CONF_USERNAME],
        CONF_ADVANCED: {key: data[key] for key in (CONF_HOST, CONF_VERIFY_SSL)},
    }
