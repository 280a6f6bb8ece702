"""Import a phone book, or import it again."""

from functools import partial
from typing import Any, Final

import voluptuous as vol

from homeassistant.components.file_upload import process_uploaded_file
from homeassistant.config_entries import ConfigSubentryFlow, SubentryFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import FileSelector, FileSelectorConfig

from ..const import CONF_HANDSETS, CONF_IGNORED
from ..numbers.contacts import CONF_CONTACTS, country, stored_in_book
from ..numbers.phone_book import PhoneBook, read_phone_book

CONF_FILE: Final = "file"

_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_FILE): FileSelector(
            FileSelectorConfig(accept=".vcf,.vcard,text/vcard,text/x-vcard")
        )
    }
)
# Room for thousands of contacts without photos.
_LARGEST: Final = 2 * 1024 * 1024


class JinglPhoneBookFlow(ConfigSubentryFlow):
    """Import a vCard file, or replace it with another one."""

    _title = ""
    _book = PhoneBook(contacts=(), skipped=0)

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a file."""
        errors = await self._read(user_input)
        if user_input is not None and not errors:
            return self.async_create_entry(
                title=self._title,
                data=self._data,
                description="imported_in_part" if self._book.is_cut else "imported",
                description_placeholders=self._counts,
            )
        return self._show_form("user", errors)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the current version of the file."""
        errors = await self._read(user_input)
        if user_input is not None and not errors:
            self.hass.config_entries.async_update_subentry(
                self._get_entry(), self._get_reconfigure_subentry(), data=self._data
            )
            return self.async_abort(
                reason="imported_in_part" if self._book.is_cut else "imported",
                description_placeholders=self._counts,
            )
        return self._show_form("reconfigure", errors)

    @property
    def _data(self) -> dict[str, Any]:
        return {CONF_CONTACTS: [stored_in_book(contact) for contact in self._book.contacts]}

    @property
    def _counts(self) -> dict[str, str]:
        return {"contacts": str(len(self._book.contacts)), "skipped": str(self._book.skipped)}

    async def _read(self, user_input: dict[str, Any] | None) -> dict[str, str]:
        """Keep the file's contacts, or return the form's errors."""
        if user_input is None:
            return {}
        try:
            self._title, content = await self.hass.async_add_executor_job(
                _uploaded, self.hass, user_input[CONF_FILE]
            )
        except ValueError:
            return {CONF_FILE: "upload_failed"}
        if len(content) > _LARGEST:
            return {CONF_FILE: "file_too_large"}
        options = self._get_entry().options
        self._book = await self.hass.async_add_executor_job(
            partial(
                read_phone_book,
                content,
                region=country(self.hass),
                handsets={*options[CONF_HANDSETS], *options[CONF_IGNORED]},
            )
        )
        if self._book.contacts:
            return {}
        return {CONF_FILE: "no_contacts" if self._book.skipped else "no_phone_book"}

    def _show_form(self, step_id: str, errors: dict[str, str]) -> SubentryFlowResult:
        return self.async_show_form(
            step_id=step_id,
            data_schema=_SCHEMA,
            errors=errors,
            description_placeholders=self._counts,
        )


def _uploaded(hass: HomeAssistant, file_id: str) -> tuple[str, bytes]:
    """Return an uploaded file's name and content, cut off if too large; ValueError if gone."""
    with process_uploaded_file(hass, file_id) as path, path.open("rb") as file:
        return path.stem, file.read(_LARGEST + 1)
