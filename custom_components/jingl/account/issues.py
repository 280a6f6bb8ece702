"""Raise repair issues for what only the user can fix.

Every poll reports again what is wrong, so nothing is kept over a restart; raising an existing issue
changes nothing. Only the issues about refused calls and the call limit stay until somebody looks
into them.
"""

from collections.abc import Collection, Sequence
from typing import Final

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    SOURCE_REAUTH,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..api import DEFAULT_HOST, JinglCertificateError, JinglConnectionError, JinglError
from ..const import DOMAIN

HANDSETS_VANISHED: Final = "handsets_vanished"
HANDSET_GONE: Final = "handset_gone"
CERTIFICATE: Final = "certificate"
CALLS_REFUSED: Final = "calls_refused"
CALLS_AT_LIMIT: Final = "calls_at_limit"
DIALLING_INVALID: Final = "dialling_invalid"
CARDS: Final = "cards"
CALL_LOG_BROKEN: Final = "call_log_broken"

# No poll would raise these again.
_LASTING: Final = (CALLS_REFUSED, CALLS_AT_LIMIT, CALL_LOG_BROKEN)

# The data of an issue: its account, and its handsets separated by spaces.
DATA_ENTRY: Final = "entry_id"
DATA_HANDSETS: Final = "handsets"

# The most handsets or files an issue names.
_NAMED: Final = 10

_LEARN_MORE: Final = (
    "https://github.com/hass-jingl/hass-jingl/blob/main/docs/administration.md#repairs"
)


@callback
def async_setup_issues(hass: HomeAssistant) -> None:
    """Delete an account's issues when it is unloaded, disabled or removed."""

    @callback
    def forget(change: ConfigEntryChange, entry: ConfigEntry) -> None:
        # Unloaded, disabled while set-up was being retried, or about to be removed. Not with
        # async_on_unload, which also runs after each failed set-up.
        if entry.domain != DOMAIN or entry.state is not ConfigEntryState.NOT_LOADED:
            return
        kept = () if change is ConfigEntryChange.REMOVED else _LASTING
        _delete_all_but(hass, f"{entry.entry_id}_", [f"{entry.entry_id}_{issue}" for issue in kept])

    async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, forget)


@callback
def end_reauth(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Stop asking the user to log in again, since Jingl accepts the current login."""
    for flow in entry.async_get_active_flows(hass, {SOURCE_REAUTH}):
        hass.config_entries.flow.async_abort(flow["flow_id"])


@callback
def report_connection(hass: HomeAssistant, entry: ConfigEntry, err: JinglError | None) -> None:
    """Raise or clear the certificate issue after a poll; `err` is its failure, if any."""
    issue_id = f"{entry.entry_id}_{CERTIFICATE}"
    if isinstance(err, JinglCertificateError):
        # Nothing needs changing for Jingl's own server. A server of the user's own may have moved,
        # so offer its form.
        own_server = entry.data[CONF_HOST] != DEFAULT_HOST
        ir.async_create_issue(
            hass,
            DOMAIN,
            issue_id,
            data={DATA_ENTRY: entry.entry_id},
            is_fixable=own_server,
            learn_more_url=_LEARN_MORE,
            severity=ir.IssueSeverity.ERROR,
            translation_key="certificate_own_server" if own_server else "certificate",
            translation_placeholders={"account": entry.title, "host": entry.data[CONF_HOST]},
        )
    elif not isinstance(err, JinglConnectionError):
        # Any answer at all means that the certificate was verified.
        ir.async_delete_issue(hass, DOMAIN, issue_id)


@callback
def report_broken_call_log(hass: HomeAssistant, entry: ConfigEntry, paths: Sequence[str]) -> None:
    """Raise the issue that files of the call log couldn't be read, and where they are now."""
    shown = [*paths[:_NAMED], *(["…"] if len(paths) > _NAMED else [])]
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"{entry.entry_id}_{CALL_LOG_BROKEN}",
        data={DATA_ENTRY: entry.entry_id},
        is_fixable=True,
        # The file is set aside, so nothing finds it again.
        is_persistent=True,
        learn_more_url=_LEARN_MORE,
        severity=ir.IssueSeverity.WARNING,
        translation_key="call_log_broken",
        translation_placeholders={"account": entry.title, "path": ", ".join(shown)},
    )


@callback
def report_handsets(
    hass: HomeAssistant, entry: ConfigEntry, missing: Collection[str], *, vanished: bool
) -> None:
    """Raise or clear the issues about chosen handsets that Jingl doesn't know.

    If all have vanished, raise only that issue.
    """
    gone_id = f"{entry.entry_id}_{HANDSET_GONE}"
    vanished_id = f"{entry.entry_id}_{HANDSETS_VANISHED}"
    if missing and not vanished:
        # Sort 9 before 10.
        extensions = sorted(missing, key=lambda extension: (len(extension), extension))
        shown = extensions[:_NAMED] + (["…"] if len(extensions) > _NAMED else [])
        ir.async_create_issue(
            hass,
            DOMAIN,
            gone_id,
            data={DATA_ENTRY: entry.entry_id, DATA_HANDSETS: " ".join(extensions)},
            is_fixable=True,
            learn_more_url=_LEARN_MORE,
            severity=ir.IssueSeverity.WARNING,
            translation_key="handset_gone",
            translation_placeholders={"account": entry.title, "handsets": ", ".join(shown)},
        )
    else:
        ir.async_delete_issue(hass, DOMAIN, gone_id)
    if vanished:
        ir.async_create_issue(
            hass,
            DOMAIN,
            vanished_id,
            data={DATA_ENTRY: entry.entry_id},
            is_fixable=True,
            learn_more_url=_LEARN_MORE,
            severity=ir.IssueSeverity.ERROR,
            translation_key="handsets_vanished",
            translation_placeholders={"account": entry.title},
        )
    else:
        ir.async_delete_issue(hass, DOMAIN, vanished_id)


@callback
def report_refusals(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Raise the issue that calls keep being refused."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"{entry.entry_id}_{CALLS_REFUSED}",
        data={DATA_ENTRY: entry.entry_id},
        is_fixable=True,
        learn_more_url=_LEARN_MORE,
        severity=ir.IssueSeverity.WARNING,
        translation_key="calls_refused",
        translation_placeholders={"account": entry.title},
    )


@callback
def report_calls_at_limit(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Raise the issue that an account keeps reaching its call limit."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"{entry.entry_id}_{CALLS_AT_LIMIT}",
        data={DATA_ENTRY: entry.entry_id},
        is_fixable=True,
        learn_more_url=_LEARN_MORE,
        severity=ir.IssueSeverity.WARNING,
        translation_key="calls_at_limit",
        translation_placeholders={"account": entry.title},
    )


@callback
def report_policy(hass: HomeAssistant, entry: ConfigEntry, *, in_order: bool) -> None:
    """Raise or clear the issue that the dialling options are invalid, so edited by hand."""
    issue_id = f"{entry.entry_id}_{DIALLING_INVALID}"
    if in_order:
        ir.async_delete_issue(hass, DOMAIN, issue_id)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        data={DATA_ENTRY: entry.entry_id},
        is_fixable=True,
        learn_more_url=_LEARN_MORE,
        severity=ir.IssueSeverity.ERROR,
        translation_key="dialling_invalid",
        translation_placeholders={"account": entry.title},
    )


@callback
def report_cards(hass: HomeAssistant, url: str | None) -> None:
    """Raise or clear the issue that the user must add this URL to the dashboards' resources."""
    if url is None:
        ir.async_delete_issue(hass, DOMAIN, CARDS)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        CARDS,
        is_fixable=False,
        learn_more_url=_LEARN_MORE,
        severity=ir.IssueSeverity.WARNING,
        translation_key="cards_in_yaml",
        translation_placeholders={
            "path": url.partition("?")[0],
            "lines": f"```yaml\n    - url: {url}\n      type: module\n```",
        },
    )


def _delete_all_but(hass: HomeAssistant, prefix: str, wanted: Collection[str]) -> None:
    """Delete all issues with this prefix but the `wanted` ones, even if the user ignored them."""
    for domain, issue_id in list(ir.async_get(hass).issues):
        if domain == DOMAIN and issue_id.startswith(prefix) and issue_id not in wanted:
            ir.async_delete_issue(hass, DOMAIN, issue_id)
