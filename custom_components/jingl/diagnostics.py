"""What a bug report needs, and nothing more.

Every value is listed explicitly, so that nothing else can leak.
"""

from collections import Counter
from collections.abc import Container
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_HOST, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntry

from .account.call_history import CallHistory
from .account.devices import device_extension
from .account.handsets import HandsetRecord
from .api import DEFAULT_HOST
from .const import CONF_HANDSETS, CONF_IGNORED, CONF_TRACK_NEW
from .coordinator import JinglConfigEntry
from .dialling.gate import dial_record
from .dialling.policy import DialPolicy
from .numbers.contacts import book_contacts_of, contacts_of
from .numbers.party import shortened


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: JinglConfigEntry
) -> dict[str, Any]:
    """Return an account's diagnostics."""
    if entry.state is not ConfigEntryState.LOADED:
        return _settings(entry)
    coordinator = entry.runtime_data.coordinator
    return {
        **_account(hass, entry),
        "handsets": {
            extension: _handset(handset, coordinator.data)
            for extension, handset in coordinator.data.items()
            if handset.is_known
        },
    }


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: JinglConfigEntry, device: DeviceEntry
) -> dict[str, Any]:
    """Return a handset's diagnostics, or the account's for the account's device."""
    extension = device_extension(entry, device)
    if extension is None or entry.state is not ConfigEntryState.LOADED:
        return await async_get_config_entry_diagnostics(hass, entry)
    data = entry.runtime_data.coordinator.data
    handset = data.get(extension) or HandsetRecord()
    return {**_account(hass, entry), "extension": extension, **_handset(handset, data)}


def _settings(entry: JinglConfigEntry) -> dict[str, Any]:
    return {
        "state": entry.state.value,
        "default_host": entry.data[CONF_HOST] == DEFAULT_HOST,
        "verify_ssl": entry.data[CONF_VERIFY_SSL],
        "chosen_handsets": len(entry.options[CONF_HANDSETS]),
        "ignored_handsets": len(entry.options[CONF_IGNORED]),
        "track_new": entry.options[CONF_TRACK_NEW],
        "dialling": _policy(DialPolicy.of(entry.options)),
        "contacts": len(contacts_of(entry)),
        "contacts_of_phone_books": len([*book_contacts_of(entry)]),
    }


def _account(hass: HomeAssistant, entry: JinglConfigEntry) -> dict[str, Any]:
    coordinator = entry.runtime_data.coordinator
    interval, polled = coordinator.update_interval, coordinator.last_update_success_time
    return {
        **_settings(entry),
        "missing_handsets": coordinator.missing,
        "status_list": coordinator.statuses.listed,
        "handset_list": coordinator.settings.listed,
        "last_poll": polled and polled.isoformat(),
        "last_poll_succeeded": coordinator.last_update_success,
        "last_failure": _cause(coordinator.last_exception),
        "poll_interval_seconds": interval.total_seconds() if interval else None,
        "requests_last_hour": entry.runtime_data.client.requests_last_hour,
        "calls_refused": dial_record(hass, entry).refusals.counts,
        "call_log": _call_log(entry.runtime_data.calls),
    }


def _call_log(calls: CallHistory) -> dict[str, Any]:
    """Return how many calls are in the log, but none of them."""
    return {
        "days_kept": calls.keep.days,
        "calls_kept": calls.keep.calls,
        "days": len(calls.log.days),
        "calls": len(calls.log),
        "by_source": Counter(str(call.source) for call in calls.log),
        "by_result": Counter(str(call.result or "unknown") for call in calls.log),
    }


def _policy(policy: DialPolicy) -> dict[str, Any]:
    """Return what may be dialled, without the user's lists of numbers."""
    return {
        "actions": list(policy.actions),
        "voice": list(policy.voice),
        "allowed": len(policy.allowed),
        "denied": len(policy.denied),
        "supervise_others": policy.supervise_others,
        "calls": policy.calls,
        "minutes": policy.minutes,
        "calls_per_day": policy.calls_per_day,
    }


def _handset(handset: HandsetRecord, handsets: Container[str]) -> dict[str, Any]:
    """Return what we know about a handset; the extensions in `handsets` are no secret."""
    status, details = handset.status, handset.details
    return {
        "status": status
        and {
            "state": status.state,
            "direction": status.direction,
            "duration_seconds": status.duration_seconds,
            "other_party": status.other_party
            if status.other_party in handsets
            else shortened(status.other_party),
            "has_app": status.app is not None,
            "registered": status.registration is not None,
        },
        "details": details
        and {
            "has_name": details.name is not None,
            "recording": details.recording,
            "outgoing_caller_id": shortened(details.outgoing_caller_id),
            "has_location": details.location is not None,
            "has_notes": details.notes is not None,
        },
    }


def _cause(failure: BaseException | None) -> str | None:
    """Return the types of a failure and its causes, without their messages."""
    if failure is None:
        return None
    kind = type(failure).__name__
    return f"{kind} ({type(failure.__cause__).__name__})" if failure.__cause__ else kind
