"""Whether and from where a handset is registered, and what changed about it. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from .api import HandsetState, HandsetStatus


class RegistrationEventType(StrEnum):
    """What can happen to a registration."""

    REGISTERED = "registered"
    UNREGISTERED = "unregistered"
    ADDRESS_CHANGED = "address_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationEvent:
    """A phone that came, went or moved."""

    type: RegistrationEventType
    old_ip: str | None
    new_ip: str | None


def is_registered(status: HandsetStatus) -> bool:
    """Tell whether the phone is registered with Jingl."""
    if status.state is HandsetState.UNAVAILABLE:
        return False
    # A phone in a call is registered, whether or not Jingl tells from where.
    return status.registration is not None or status.state not in {None, HandsetState.IDLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRegistration:
    """What was last known of a handset's registration."""

    registered: bool
    ip: str | None
    """The last address, also of a phone that is not registered any more."""


def follow_registration(
    known: KnownRegistration | None, status: HandsetStatus
) -> tuple[KnownRegistration | None, list[RegistrationEvent]]:
    """Return what is known now and what happened, oldest first; nothing at the start.

    Only the address counts: a router at the office may choose another port at any time. A word
    that is not documented tells nothing by itself.
    """
    if status.state is None and status.registration is None:
        return known, []
    registered = is_registered(status)
    # An address that is told of a phone that is not registered is an old one.
    ip = status.registration.ip if registered and status.registration else None
    if known is None:
        return KnownRegistration(registered=registered, ip=ip), []
    now = KnownRegistration(registered=registered, ip=ip or known.ip)
    types: list[RegistrationEventType] = []
    if registered is not known.registered:
        types.append(
            RegistrationEventType.REGISTERED if registered else RegistrationEventType.UNREGISTERED
        )
    if registered and known.ip and now.ip != known.ip:
        types.append(RegistrationEventType.ADDRESS_CHANGED)
    return now, [RegistrationEvent(type=event, old_ip=known.ip, new_ip=ip) for event in types]
