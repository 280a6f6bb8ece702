"""Offer choices with labels that can be told apart."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence

from homeassistant.core import HomeAssistant

from ..numbers.party import readable
from .phones import Party, Phone, Speaker
from .questions import Choice
from .reply import Reply

type Deed = Callable[[HomeAssistant, Speaker], Awaitable[Reply]]
"""What to do after a choice."""


def phone_labels(phones: Iterable[Phone]) -> list[str]:
    """Return labels that tell handsets apart."""
    phones = list(phones)
    labels = Counter(phone.label for phone in phones)
    return [
        phone.label if labels[phone.label] == 1 else f"{phone.entry.title} {phone.label}"
        for phone in phones
    ]


def party_labels(parties: Sequence[Party]) -> list[str]:
    """Return labels that tell parties apart."""
    labels = Counter(party.label for party in parties)
    return [
        party.label if labels[party.label] == 1 else f"{party.label}, {readable(party.numbers[0])}"
        for party in parties
    ]


def phone_choices(phones: Sequence[Phone], deed: Callable[[Phone], Deed]) -> list[Choice[Deed]]:
    """Return a choice between handsets, with what to do for each."""
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
    """Return a choice between parties, with what to do for each."""
    return [
        Choice(
            label=label,
            names=[party.name, *party.aliases],
            numbers=[party.extension] if party.extension else party.numbers,
            meant=deed(party),
        )
        for party, label in zip(parties, party_labels(parties), strict=True)
    ]
