"""What only the user can put right, as repairs.

Every poll says anew what is wrong, so nothing is kept over a restart; raising an issue that is
there already changes nothing. Only that calls were refused, or were as many as may be, stays until
somebody looks into it.
"""

from collections.abc import Collection
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

# No poll would say these again.
_LASTING: Final = (CALLS_REFUSED, CALLS_AT_LIMIT)

# What an issue knows of its account and handsets, the latter separated by spaces.
DATA_ENTRY: Final = "entry_id"
DATA_HANDSETS: Final = "handsets"

# No issue names more handsets than this.
_NAMED: Final = 10

_LEARN_MORE: Final = (
    "https://github.com/hass-jingl/hass-jingl/blob/main/docs/administration.md#repairs"
)


@callback
def async_setup_issues(hass: HomeAssistant) -> None:
    """See to it that an account's issues go with it, however it goes."""

    @callback
    def forget(change: ConfigEntryChange, entry: ConfigEntry) -> None:
        # Unloaded, disabled while it was still being tried, or on its way to be removed. Not by
        # async_on_unload, which runs after each vain attempt to set up, too.
        if entry.domain != DOMAIN or entry.state is not ConfigEntryState.NOT_LOADED:
            return
        kept = () if change is ConfigEntryChange.REMOVED else _LASTING
        _delete_all_but(hass, f"{entry.entry_id}_", [f"{entry.entry_id}_{issue}" for issue in kept])

    async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, forget)


@callback
def end_reauth(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Take back that the user is asked for another login, since Jingl accepts the one it has."""
    for flow in entry.async_get_active_flows(hass, {SOURCE_REAUTH}):
        hass.config_entries.flow.async_abort(flow["flow_id"])


@callback
def report_connection(hass: HomeAssistant, entry: ConfigEntry, err: JinglError | None) -> None:
    """Raise or clear what a poll's failure, or its success, tells of the server's certificate."""
    issue_id = f"{entry.entry_id}_{CERTIFICATE}"
    if isinstance(err, JinglCertificateError):
        # At Jingl's own address there is nothing to be changed here. A server of the user's own
        # may have moved, so its form is at hand.
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
        # Whoever answers anything has shown a certificate that verifies.
        ir.async_delete_issue(hass, DOMAIN, issue_id)


@callback
def report_handsets(
    hass: HomeAssistant, entry: ConfigEntry, missing: Collection[str], *, vanished: bool
) -> None:
    """Raise and clear what there is to say of chosen handsets that Jingl does not know.

    Where all have vanished, that is all there is to say.
    """
    gone_id = f"{entry.entry_id}_{HANDSET_GONE}"
    vanished_id = f"{entry.entry_id}_{HANDSETS_VANISHED}"
    if missing and not vanished:
        # 9 comes before 10.
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
    """Raise that calls are refused again and again."""
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
    """Raise that an account makes as many calls as it may, again and again."""
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
    """Raise or clear that the options for dialling are not such as the form leaves them."""
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
    """Raise or clear that only the user can have dashboards load the cards from this URL."""
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
    """Delete the issues whose ids begin like this, those that the user ignores included."""
    for domain, issue_id in list(ir.async_get(hass).issues):
        if domain == DOMAIN and issue_id.startswith(prefix) and issue_id not in wanted:
            ir.async_delete_issue(hass, DOMAIN, issue_id)
