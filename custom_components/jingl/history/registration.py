"""Follow whether a handset is registered, and from which address. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv6Address, IPv6Network, ip_address

from ..api import HandsetState, HandsetStatus


class RegistrationEventType(StrEnum):
    """What can happen to a registration."""

    REGISTERED = "registered"
    UNREGISTERED = "unregistered"
    ADDRESS_CHANGED = "address_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationEvent:
    """A phone that registered, unregistered or moved."""

    type: RegistrationEventType
    old_ip: str | None
    new_ip: str | None


def is_registered(status: HandsetStatus) -> bool:
    """Return whether the phone is registered with Jingl."""
    if status.state is HandsetState.OFFLINE:
        return False
    # A phone on a call is registered, whether or not Jingl says from where.
    return status.registration is not None or status.state not in {None, HandsetState.IDLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRegistration:
    """What we last knew about a handset's registration."""

    registered: bool
    ip: str | None
    """The last address, kept while the phone isn't registered."""


def follow_registration(
    known: KnownRegistration | None, status: HandsetStatus
) -> tuple[KnownRegistration | None, list[RegistrationEvent]]:
    """Return what we now know and the events, oldest first; the first status causes no events.

    Only a change of place counts: the office router may choose another port at any time, and a
    phone another IPv6 address in its network. An undocumented word alone changes nothing.
    """
    if status.state is None and status.registration is None:
        return known, []
    registered = is_registered(status)
    # If the phone isn't registered, any address Jingl gives is an old one.
    ip = status.registration.ip if registered and status.registration else None
    if known is None:
        return KnownRegistration(registered=registered, ip=ip), []
    now = KnownRegistration(registered=registered, ip=ip or known.ip)
    types: list[RegistrationEventType] = []
    if registered is not known.registered:
        types.append(
            RegistrationEventType.REGISTERED if registered else RegistrationEventType.UNREGISTERED
        )
    if registered and known.ip and now.ip and _is_elsewhere(known.ip, now.ip):
        types.append(RegistrationEventType.ADDRESS_CHANGED)
    return now, [RegistrationEvent(type=event, old_ip=known.ip, new_ip=ip) for event in types]


def _is_elsewhere(old: str, new: str) -> bool:
    """Return whether two addresses belong to different places."""
    if old == new:
        return False
    before = ip_address(old)
    if not isinstance(before, IPv6Address):
        return True
    # The first 64 bits are the network; the rest changes by itself, for privacy.
    return ip_address(new) not in IPv6Network((before, 64), strict=False)
