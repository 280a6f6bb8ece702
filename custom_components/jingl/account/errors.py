"""The one map from the client's errors to Home Assistant's."""

from typing import Final

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.update_coordinator import UpdateFailed

from ..api import (
    JinglAuthenticationError,
    JinglBadParameterError,
    JinglConnectionError,
    JinglError,
    JinglNotFoundError,
    JinglOutcomeUnknownError,
    JinglRateLimitError,
    JinglServerError,
    JinglTlsError,
    JinglTlsRequiredError,
    JinglUnexpectedResponseError,
)
from ..const import DOMAIN
from .pace import LONGEST_WAIT

type _Keys = tuple[tuple[type[JinglError], str], ...]

# The first match counts, so subclasses come before their bases.
_KEYS: Final[_Keys] = (
    (JinglOutcomeUnknownError, "outcome_unknown"),
    (JinglAuthenticationError, "invalid_auth"),
    (JinglNotFoundError, "handset_not_found"),
    (JinglTlsError, "tls_error"),
    (JinglTlsRequiredError, "tls_error"),
    (JinglConnectionError, "cannot_connect"),
    (JinglRateLimitError, "rate_limited"),
    (JinglServerError, "server_error"),
    (JinglError, "unexpected_response"),
)
# Where something else is to be said of a call than of a handset.
_CALL_KEYS: Final[_Keys] = (
    (JinglOutcomeUnknownError, "call_change_unclear"),
    (JinglAuthenticationError, "login_not_allowed"),
    (JinglNotFoundError, "call_not_found"),
)
# Where something else is to be said of a recording.
_RECORDING_KEYS: Final[_Keys] = (
    (JinglAuthenticationError, "login_not_allowed"),
    (JinglNotFoundError, "recording_gone"),
    (JinglBadParameterError, "recordings_unsupported"),
    (JinglUnexpectedResponseError, "recording_unusable"),
)
_DELETE_KEYS: Final[_Keys] = (
    (JinglOutcomeUnknownError, "recording_delete_unclear"),
    (JinglAuthenticationError, "login_not_allowed"),
    (JinglNotFoundError, "recording_gone"),
    (JinglBadParameterError, "recording_delete_refused"),
)


def poll_error(err: JinglError, account: str) -> UpdateFailed:
    """Return what a poll raises when the whole account fails.

    Never ConfigEntryAuthFailed, not even for a refused login: Home Assistant would stop polling.
    """
    wait = err.retry_after
    return UpdateFailed(
        translation_domain=DOMAIN,
        translation_key=_key(err),
        translation_placeholders={"account": account, "error": str(err)},
        retry_after=None if wait is None else min(max(wait, 1.0), LONGEST_WAIT),
    )


def action_error(
    err: JinglError, *, account: str, handset: str, refused: str
) -> HomeAssistantError:
    """Return what an action raises; `refused` is the translation key for Jingl's 400."""
    placeholders = {"account": account, "handset": handset, "error": str(err)}
    if isinstance(err, JinglBadParameterError):
        return ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key=refused,
            translation_placeholders=placeholders,
        )
    # If the login may not even read, the polls report that.
    refused_login = isinstance(err, JinglAuthenticationError)
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key="login_not_allowed" if refused_login else _key(err),
        translation_placeholders=placeholders,
    )


def call_error(err: JinglError, *, account: str) -> HomeAssistantError:
    """Return what changing one of Jingl's records of calls raises."""
    if isinstance(err, JinglBadParameterError):
        return ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="call_change_refused",
            translation_placeholders={"account": account, "error": str(err)},
        )
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=_key(err, (*_CALL_KEYS, *_KEYS)),
        translation_placeholders={"account": account, "error": str(err)},
    )


def recording_error(err: JinglError, *, account: str, is_recent: bool) -> HomeAssistantError:
    """Return what playing a recording raises; that of a recent call may still come."""
    missing = is_recent and isinstance(err, JinglNotFoundError)
    key = "recording_not_ready" if missing else _key(err, (*_RECORDING_KEYS, *_KEYS))
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={"account": account, "error": str(err)},
    )


def delete_error(err: JinglError, *, account: str) -> HomeAssistantError:
    """Return what deleting a recording raises."""
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=_key(err, (*_DELETE_KEYS, *_KEYS)),
        translation_placeholders={"account": account, "error": str(err)},
    )


def no_call_records(account: str) -> ServiceValidationError:
    """Return what changing a record raises that Jingl doesn't have."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="no_call_records",
        translation_placeholders={"account": account},
    )


def _key(err: JinglError, keys: _Keys = _KEYS) -> str:
    return next(key for kind, key in keys if isinstance(err, kind))
