"""What one may choose from, each called so that it can be told from the others."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence

from homeassistant.core import HomeAssistant

from ..numbers.party import readable
from .phones import Party, Phone, Speaker
from .questions import Choice
from .reply import Reply

type Deed = Callable[[HomeAssistant, Speaker], Awaitable[Reply]]
"""What to do for somebody who has chosen."""


def phone_labels(phones: Iterable[Phone]) -> list[str]:
    """Return what to call handsets so that one can be told from the other."""
    phones = list(phones)
    labels = Counter(phone.label for phone in phones)
    return [
        phone.label if labels[phone.label] == 1 else f"{phone.entry.title} {phone.label}"
        for phone in phones
    ]


def party_labels(parties: Sequence[Party]) -> list[str]:
    """Return what to call parties so that one can be told from the other."""
    labels = Counter(party.label for party in parties)
    return [
        party.label if labels[party.label] == 1 else f"{party.label}, {readable(party.numbers[0])}"
        for party in parties
    ]


def phone_choices(phones: Sequence[Phone], deed: Callable[[Phone], Deed]) -> list[Choice[Deed]]:
    """Return the choice between handsets, and what to do with the one that is chosen."""
    return [
        Choice(
            label=label,
            names=[phone.name, *phone.aliases],
            numbers=[phone.extension],
            meant=deed(phone),
        )
        for phone, label in zip(phones, phone_labels(phones), strict=True)
    ]


def party_choices(parties: Sequence[Party], deed: Callable[[Party], Deed]) -> list[Choice[Deed]]:
    """Return the choice between parties, and what to do with the one that is chosen."""
    return [
        Choice(
            label=label,
            names=[party.name, *party.aliases],
            numbers=[party.extension] if party.extension else party.numbers,
            meant=deed(party),
        )
        for party, label in zip(parties, party_labels(parties), strict=True)
    ]
