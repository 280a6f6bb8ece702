"""Fix flows for repair issues.

None of them turns off certificate verification: a certificate that suddenly can't be verified may
also mean an eavesdropper. The option is in the account's form for those who want it.
"""

from abc import abstractmethod
from collections.abc import Mapping
from time import monotonic
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.components.repairs import (
    FlowType,
    RepairsFlow,
    RepairsFlowContext,
    RepairsFlowResult,
)
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir

from .account.issues import (
    CALL_LOG_BROKEN,
    CALLS_AT_LIMIT,
    CALLS_REFUSED,
    DATA_ENTRY,
    DATA_HANDSETS,
    DIALLING_INVALID,
    HANDSET_GONE,
    HANDSETS_VANISHED,
)
from .const import CONF_ARRIVED, CONF_DIALLING, CONF_HANDSETS, CONF_TRACK_NEW, DOMAIN
from .dialling.gate import dial_record
from .flows.dialling import DiallingForm

_NOTHING_TO_ENTER: Final = vol.Schema({})

type _Input = dict[str, str] | None
type _Data = dict[str, str | int | float | None] | None


class JinglRepairFlow(RepairsFlow):
    """A fix flow for an account's issue."""

    def __init__(self, entry: ConfigEntry) -> None:
        self._entry = entry

    @property
    def entry(self) -> ConfigEntry:
        """Return the account's entry."""
        return self._entry

    @property
    def issue(self) -> ir.IssueEntry | None:
        """Return the issue, unless it was resolved while its form was open."""
        return ir.async_get(self.hass).async_get_issue(DOMAIN, self.issue_id)

    async def open_options(self, step_id: str) -> RepairsFlowResult:
        """Finish by opening one of the account's option forms."""
        options = self.hass.config_entries.options
        menu = await options.async_init(self.entry.entry_id)
        form = await options.async_configure(menu["flow_id"], {"next_step_id": step_id})
        if form["type"] is not FlowResultType.FORM:
            return self.async_abort(reason="try_later")
        # Don't mark it fixed: the next poll will tell.
        return self.async_abort(
            reason="form_opens", next_flow=(FlowType.OPTIONS_FLOW, form["flow_id"])
        )

    async def change_login(self) -> RepairsFlowResult:
        """Finish by opening the form for the login and server."""
        form = await self.hass.config_entries.flow.async_init(
            DOMAIN, context={"source": SOURCE_RECONFIGURE, "entry_id": self.entry.entry_id}
        )
        return self.async_abort(
            reason="form_opens", next_flow=(FlowType.CONFIG_FLOW, form["flow_id"])
        )


class ConfirmedFlow(JinglRepairFlow):
    """A fix flow that asks for confirmation first."""

    async def async_step_init(self, user_input: _Input = None) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_confirm()

    async def async_step_confirm(self, user_input: _Input = None) -> RepairsFlowResult:
        """Ask for confirmation, then fix the issue."""
        issue = self.issue
        if issue is None:
            return self.async_abort(reason="recovered")
        if user_input is None:
            return self.async_show_form(
                step_id="confirm",
                data_schema=_NOTHING_TO_ENTER,
                description_placeholders=issue.translation_placeholders,
            )
        return await self.async_fix()

    @abstractmethod
    async def async_fix(self) -> RepairsFlowResult:
        """Fix the issue after confirmation."""


class HandsetGoneFlow(ConfirmedFlow):
    """Removes the handsets that no longer exist from the user's selection."""

    @override
    async def async_fix(self) -> RepairsFlowResult:
        options = self.entry.options
        # Some of the handsets the form named may be back by now.
        issue = self.issue
        gone = _handsets(self.data) & _handsets(issue.data if issue else None)
        handsets = [e for e in options[CONF_HANDSETS] if e not in gone]
        if not handsets and not options[CONF_TRACK_NEW]:
            # An account needs at least one, so let the user choose.
            return await self.open_options(CONF_HANDSETS)
        # Don't add them to the ignored handsets: if such an extension appears again, it counts as
        # new.
        arrived = [e for e in options.get(CONF_ARRIVED, []) if e not in gone]
        choice = {CONF_HANDSETS: handsets, CONF_ARRIVED: arrived}
        self.hass.config_entries.async_update_entry(self.entry, options={**options, **choice})
        self.hass.config_entries.async_schedule_reload(self.entry.entry_id)
        return self.async_create_entry(data={})


class HandsetsVanishedFlow(JinglRepairFlow):
    """Leads to the forms that can give an account handsets again."""

    async def async_step_init(self, user_input: _Input = None) -> RepairsFlowResult:
        """Ask what to change."""
        issue = self.issue
        if issue is None:
            return self.async_abort(reason="recovered")
        return self.async_show_menu(
            step_id="init",
            menu_options=["handsets", "login"],
            description_placeholders=issue.translation_placeholders,
        )

    async def async_step_handsets(self, user_input: _Input = None) -> RepairsFlowResult:
        """Continue with the choice of handsets."""
        if self.issue is None:
            return self.async_abort(reason="recovered")
        return await self.open_options(CONF_HANDSETS)

    async def async_step_login(self, user_input: _Input = None) -> RepairsFlowResult:
        """Continue with the login."""
        if self.issue is None:
            return self.async_abort(reason="recovered")
        return await self.change_login()


class CertificateFlow(ConfirmedFlow):
    """Leads to the form with the server, after a warning."""

    @override
    async def async_fix(self) -> RepairsFlowResult:
        return await self.change_login()


class CallLogFlow(ConfirmedFlow):
    """Says which files were set aside, which is all there is to do."""

    @override
    async def async_fix(self) -> RepairsFlowResult:
        return self.async_create_entry(data={})


class DiallingFlow(JinglRepairFlow, DiallingForm[RepairsFlowContext, RepairsFlowResult]):
    """Shows the form for what may be dialled; saving it fixes the issue."""

    async def async_step_init(self, user_input: _Input = None) -> RepairsFlowResult:
        """Begin."""
        return await self.async_step_dialling()

    @override
    def told(self) -> Mapping[str, str]:
        lately = dial_record(self.hass, self.entry).refusals.lately(monotonic())
        counts = {str(rule): str(count) for rule, count in lately.items()}
        return {"account": self.entry.title, **counts}

    @override
    def save_policy(self, policy: Mapping[str, Any]) -> RepairsFlowResult:
        options = {**self.entry.options, CONF_DIALLING: policy}
        if self.hass.config_entries.async_update_entry(self.entry, options=options):
            self.hass.config_entries.async_schedule_reload(self.entry.entry_id)
        return self.async_create_entry(data={})


def _handsets(data: _Data) -> set[str]:
    """Return the handsets an issue is about."""
    return set(str((data or {}).get(DATA_HANDSETS, "")).split())


async def async_create_fix_flow(hass: HomeAssistant, issue_id: str, data: _Data) -> RepairsFlow:
    """Return the fix flow of an issue."""
    entry = hass.config_entries.async_get_known_entry(str((data or {}).get(DATA_ENTRY)))
    if issue_id.endswith(HANDSET_GONE):
        return HandsetGoneFlow(entry)
    if issue_id.endswith(HANDSETS_VANISHED):
        return HandsetsVanishedFlow(entry)
    if issue_id.endswith(CALL_LOG_BROKEN):
        return CallLogFlow(entry)
    if issue_id.endswith((CALLS_REFUSED, CALLS_AT_LIMIT, DIALLING_INVALID)):
        return DiallingFlow(entry)
    return CertificateFlow(entry)
