"""Make phones ring: the only way to do so, and who is permitted to.

action ──┐                                        ┌─▶ coordinator ─▶ Jingl
voice  ──┴─▶ user's permission ─▶ dial policy ─▶ limit
every refusal names its rule, and is counted
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from math import ceil
from time import monotonic
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
from homeassistant.util.hass_dict import HassKey

from ..account.devices import account_id, handset_entities, handset_name
from ..account.issues import report_calls_at_limit, report_policy, report_refusals
from ..account.users import async_user
from ..api import (
    HandsetState,
    JinglClient,
    JinglOutcomeUnknownError,
)
from ..const import DOMAIN, LOGGER
from ..coordinator import JinglConfigEntry
from ..numbers.phone_number import JINGL_REGION, NumberKind, PhoneNumber, understand
from .callee import find_callee, understand_number
from .directory import may_control
from .policy import DialPolicy, Origin, Refusal
from .record import DialRecord, DialRecords, Exhausted


@dataclass(frozen=True, kw_only=True)
class CallAction:
    """An action on a handset's calls that makes a phone ring."""

    request: Callable[[JinglClient, str, str], Awaitable[None]]
    """Sends the request for an extension and a number."""
    refused: str = "no_connected_call"
    """The translation key for Jingl's 400."""
    supervises: bool = False


CREATE: Final = CallAction(request=JinglClient.create_call, refused="number_refused")
BLIND_TRANSFER: Final = CallAction(request=partial(JinglClient.transfer_call, attended=False))
ATTENDED_TRANSFER: Final = CallAction(request=partial(JinglClient.transfer_call, attended=True))
MONITOR: Final = CallAction(request=JinglClient.monitor_call, supervises=True)
COACH: Final = CallAction(request=JinglClient.coach_call, supervises=True)
BARGE: Final = CallAction(request=JinglClient.barge_call, supervises=True)


class CallRefusedError(ServiceValidationError):
    """A rule forbids making a phone ring."""

    def __init__(self, rule: Refusal, kind: NumberKind, **text: Any) -> None:
        """Keep the rule; `text` is the translated reason."""
        super().__init__(**text)
        self.rule = rule
        self.kind = kind


_RECORDS: HassKey[DialRecords] = HassKey(f"{DOMAIN}_dial_records")

_REFUSED_KINDS: Final[Mapping[NumberKind, str]] = {
    NumberKind.HANDSET: "dial_handset_refused",
    NumberKind.CONTACT: "dial_contact_refused",
    NumberKind.NATIONAL: "dial_national_refused",
    NumberKind.MOBILE: "dial_mobile_refused",
    NumberKind.FREEPHONE: "dial_freephone_refused",
    NumberKind.INTERNATIONAL: "dial_international_refused",
    NumberKind.PREMIUM: "dial_premium_refused",
    NumberKind.SHORT_CODE: "dial_short_code_refused",
}
_REFUSED: Final[Mapping[Refusal, str]] = {
    Refusal.DENIED: "dial_denied",
    Refusal.EMERGENCY: "dial_emergency_refused",
    Refusal.SUPERVISION: "supervision_refused",
    Refusal.SUPERVISION_BY_VOICE: "supervision_by_voice",
}


async def async_setup_dialling(hass: HomeAssistant) -> None:
    """Load the records of calls made before this run."""
    records = hass.data[_RECORDS] = DialRecords(hass)
    await records.load()


async def async_act_on_call(
    hass: HomeAssistant,
    entry: JinglConfigEntry,
    extension: str,
    action: CallAction,
    callee: str | int,
    *,
    origin: Origin,
    context: Context,
) -> PhoneNumber:
    """Make a phone ring, if permitted, and return the number dialled.

    An action may give a name as `callee`; voice must give a number. Raises Unauthorized,
    ServiceValidationError for what the user can fix, and HomeAssistantError if it failed.
    """
    user = await _permitted_user(hass, entry, extension, context)
    number = (
        await find_callee(hass, entry, callee, user)
        if origin is Origin.ACTION
        else understand_number(hass, entry, callee)
    )
    check_options(hass, entry)
    with _counted(hass, entry, origin):
        _check_policy(entry, number, origin, supervises=action.supervises)
        _check_other(hass, entry, extension, number)
        _check_available(entry, extension)
        with _reserved(hass, entry, number):
            runtime = entry.runtime_data
            await runtime.coordinator.async_act_on_call(
                extension,
                partial(action.request, runtime.client, extension, number.dialled),
                number=number.dialled,
                refused=action.refused,
            )
            if action is BLIND_TRANSFER:
                runtime.calls.transferring(extension, number.dialled)
    return number


async def async_check_call(
    hass: HomeAssistant,
    entry: JinglConfigEntry,
    extension: str,
    action: CallAction,
    callee: str | int,
    *,
    context: Context,
) -> tuple[PhoneNumber | None, ServiceValidationError | None]:
    """Return the number an action would dial and the error it would raise; count nothing.

    Raises Unauthorized.
    """
    number, user = None, await _permitted_user(hass, entry, extension, context)
    try:
        number = await find_callee(hass, entry, callee, user)
        _check_policy(entry, number, Origin.ACTION, supervises=action.supervises)
        _check_other(hass, entry, extension, number)
        _check_available(entry, extension)
        _check_call(entry, extension, action)
        limits, limit = DialPolicy.of(entry.options).limits, dial_record(hass, entry).limit
        if exhausted := limit.exhausted(monotonic(), limits):
            raise _exhausted(entry, exhausted, number)
    except ServiceValidationError as err:
        return number, err
    return number, None


def check_number(
    hass: HomeAssistant, entry: JinglConfigEntry, number: str | int, origin: Origin
) -> PhoneNumber:
    """Return the number that is meant if it may be called; else count and raise a refusal.

    Raises ServiceValidationError.
    """
    understood = understand_number(hass, entry, number)
    with _counted(hass, entry, origin):
        _check_policy(entry, understood, origin)
    return understood


def may_supervise(entry: ConfigEntry, extension: str) -> bool:
    """Return whether the policy lets a handset monitor, coach and barge in on other calls."""
    number = understand(extension, region=JINGL_REGION, handsets=(extension,))
    policy = DialPolicy.of(entry.options)
    return policy.check(number, Origin.ACTION, supervises=True) is None


@callback
def check_options(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Raise an issue if an account's options are invalid, so edited by hand; clear it if not."""
    try:
        DialPolicy.read(entry.options)
    except ValueError:
        report_policy(hass, entry, in_order=False)
    else:
        report_policy(hass, entry, in_order=True)


@callback
def dial_record(hass: HomeAssistant, entry: ConfigEntry) -> DialRecord:
    """Return an account's record of calls, kept over reloads so that they can't reset limits."""
    return hass.data[_RECORDS].of(account_id(entry))


@callback
def forget_calls(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Forget the refusals of a removed account."""
    if records := hass.data.get(_RECORDS):  # missing if we were never set up
        records.forget(account_id(entry))


async def _permitted_user(
    hass: HomeAssistant, entry: JinglConfigEntry, extension: str, context: Context
) -> User | None:
    """Return the user; None for an automation or Home Assistant itself. Raises Unauthorized."""
    user = await async_user(hass, context)
    if user is None:
        return None
    if not may_control(handset_entities(hass, entry, extension), user):
        raise Unauthorized(context=context, permission=POLICY_CONTROL)
    return user


def _check_policy(
    entry: JinglConfigEntry, number: PhoneNumber, origin: Origin, *, supervises: bool = False
) -> None:
    """Refuse to dial what the account's options don't allow."""
    if refusal := DialPolicy.of(entry.options).check(number, origin, supervises=supervises):
        raise _refused(entry, refusal, number)


@contextmanager
def _reserved(hass: HomeAssistant, entry: JinglConfigEntry, number: PhoneNumber) -> Iterator[None]:
    """Count a call towards the limits; undo that if it certainly wasn't made."""
    limits, record = DialPolicy.of(entry.options).limits, dial_record(hass, entry)
    now = monotonic()
    if exhausted := record.limit.reserve(now, limits):
        raise _exhausted(entry, exhausted, number)
    try:
        yield
    except HomeAssistantError as err:
        # Jingl refused it, or it was never sent. In any other case a phone may ring.
        if not isinstance(err.__cause__, JinglOutcomeUnknownError):
            record.limit.give_back(now)
        raise
    finally:
        hass.data[_RECORDS].save()
        if record.limit.note_use(monotonic(), limits):
            report_calls_at_limit(hass, entry)


@contextmanager
def _counted(hass: HomeAssistant, entry: JinglConfigEntry, origin: Origin) -> Iterator[None]:
    """Count any refusal raised inside."""
    try:
        yield
    except CallRefusedError as err:
        _note_refusal(hass, entry, err, origin)
        raise


def _check_other(
    hass: HomeAssistant, entry: JinglConfigEntry, extension: str, number: PhoneNumber
) -> None:
    """Refuse to let a handset call itself, or join its own call."""
    if number.dialled == understand_number(hass, entry, extension).dialled:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="handset_itself",
            translation_placeholders={"handset": _handset_name(entry, extension)},
        )


def _check_available(entry: JinglConfigEntry, extension: str) -> None:
    """Refuse to act on a handset that is unavailable or offline."""
    coordinator = entry.runtime_data.coordinator
    handset = coordinator.data.get(extension)
    # If polling only stopped because Jingl asked us to wait, it may still answer an action.
    is_current = coordinator.last_update_success or coordinator.pace.is_left_alone
    status = handset.status if handset and is_current else None
    if status is None or status.state is HandsetState.OFFLINE:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="handset_unavailable" if status is None else "handset_not_registered",
            translation_placeholders={"handset": _handset_name(entry, extension)},
        )


def _check_call(entry: JinglConfigEntry, extension: str, action: CallAction) -> None:
    """Refuse to act without a call; only for checks, since Jingl itself knows better."""
    handset = entry.runtime_data.coordinator.data.get(extension)
    state = handset.status.state if handset and handset.status else None
    if action is not CREATE and state not in {HandsetState.ON_CALL, HandsetState.ON_HOLD, None}:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="no_connected_call",
            translation_placeholders={"handset": _handset_name(entry, extension)},
        )


def _handset_name(entry: JinglConfigEntry, extension: str) -> str:
    handset = entry.runtime_data.coordinator.data.get(extension)
    return handset_name(extension, handset.details if handset else None)


def _refused(entry: JinglConfigEntry, rule: Refusal, number: PhoneNumber) -> CallRefusedError:
    """Return the error for a rule of the policy."""
    return CallRefusedError(
        rule,
        number.kind,
        translation_domain=DOMAIN,
        translation_key=_REFUSED_KINDS[number.kind] if rule is Refusal.KIND else _REFUSED[rule],
        translation_placeholders={"number": number.dialled, "account": entry.title},
    )


def _exhausted(
    entry: JinglConfigEntry, exhausted: Exhausted, number: PhoneNumber
) -> CallRefusedError:
    """Return the error for a limit that has been reached."""
    wait = ceil(exhausted.wait)
    return CallRefusedError(
        Refusal.TOO_MANY,
        number.kind,
        translation_domain=DOMAIN,
        translation_key="too_many_calls",
        translation_placeholders={
            "number": number.dialled,
            "account": entry.title,
            "calls": str(exhausted.limit.calls),
            "period": _duration(int(exhausted.limit.seconds)),
            "wait": _duration(wait),
            "seconds": str(wait),
        },
    )


def _duration(seconds: int) -> str:
    """Return a duration with unit symbols, which work in every language."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    units = {"h": hours, "min": minutes, "s": 0 if hours else seconds}
    return " ".join(f"{value} {unit}" for unit, value in units.items() if value)


def _note_refusal(
    hass: HomeAssistant, entry: JinglConfigEntry, refused: CallRefusedError, origin: Origin
) -> None:
    """Count a refusal and log it, since voice commands leave no other trace."""
    refusals = dial_record(hass, entry).refusals
    refusals.add(refused.rule, monotonic())
    if refusals.pile_up():
        report_refusals(hass, entry)
    # Repeated refusals by one rule mustn't flood the log or hide those by another.
    if not refusals.pile_up(refused.rule):
        # Without the number, which does not belong in a log.
        LOGGER.warning(
            "Refused a call from %s: rule %s, kind of number %s, requested by %s",
            entry.title,
            refused.rule,
            refused.kind,
            origin,
        )
