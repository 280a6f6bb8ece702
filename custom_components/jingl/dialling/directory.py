"""Find the handsets and contacts of an account by name, as far as the user may see them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nlargest
from typing import Final, override

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from ..account.devices import handset_device, handset_entities, handset_id, handset_name
from ..api import in_turns
from ..const import DOMAIN
from ..coordinator import JinglConfigEntry
from ..numbers.contacts import everybody_of
from ..numbers.party import readable

# How similar two names must be to suggest one for the other, up to 1, and how many to suggest.
_SIMILAR: Final = 0.6
_SUGGESTIONS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A handset or a contact."""

    entry: JinglConfigEntry
    name: str
    aliases: Sequence[str] = ()
    number: str
    """A handset's extension number, or the first of a contact's numbers."""

    @override
    def __str__(self) -> str:
        """Return it as shown in suggestions."""
        return f"{self.name} ({readable(self.number)})"


def listed_handsets(
    hass: HomeAssistant, entry: JinglConfigEntry, user: User | None
) -> Iterator[Listed | None]:
    """Yield the handsets, or None for one the user may not see; an automation sees all."""
    registry = er.async_get(hass)
    for extension, handset in sorted(entry.runtime_data.coordinator.data.items()):
        if not may_see(hass, entry, extension, user):
            yield None
            continue
        device = handset_device(hass, entry, extension)
        status = registry.async_get_entity_id(
            SENSOR_DOMAIN, DOMAIN, f"{handset_id(entry, extension)}_status"
        )
        entity = registry.async_get(status) if status else None
        at_jingl = handset_name(extension, handset.details)
        aliases = [each for each in entity.aliases if isinstance(each, str)] if entity else []
        yield Listed(
            entry=entry,
            name=(device and device.name_by_user) or at_jingl,
            # Include its name at Jingl, whatever the user calls it here.
            aliases=[*aliases, at_jingl],
            number=extension,
        )


def listed_contacts(entry: JinglConfigEntry) -> Iterator[Listed]:
    """Yield the contacts, which anybody who may call from the account may see."""
    for contact in everybody_of(entry):
        if contact.numbers:
            yield Listed(
                entry=entry, name=contact.name, aliases=contact.aliases, number=contact.numbers[0]
            )


async def find_named(people: Iterable[Listed | None], name: str) -> list[Listed]:
    """Return who has this name, ignoring case and spaces; the same number counts once."""
    wanted = _plain(name)
    found: dict[tuple[str, str], Listed] = {}
    async for one in in_turns(people):
        if one and any(_plain(each) == wanted for each in (one.name, *one.aliases)):
            found.setdefault((one.entry.entry_id, one.number), one)
    return [*found.values()]


async def find_similar(people: Iterable[Listed | None], name: str) -> list[Listed]:
    """Return who has a similar name, the most similar first."""
    matcher = SequenceMatcher(b=_plain(name))
    alike = [
        (likeness, one)
        async for one in in_turns(people)
        if one and (likeness := _likeness(matcher, one)) >= _SIMILAR
    ]
    return [one for _, one in nlargest(_SUGGESTIONS, alike, key=lambda each: each[0])]


def suggest(people: Sequence[Listed]) -> str:
    """Return a few people as text for a message."""
    more = ["…"] if len(people) > _SUGGESTIONS else []
    return ", ".join([*map(str, people[:_SUGGESTIONS]), *more])


def may_see(
    hass: HomeAssistant, entry: JinglConfigEntry, extension: str, user: User | None
) -> bool:
    """Return whether a user may see any entity of a handset; an automation sees all."""
    if user is None or user.is_admin:
        return True
    may: Callable[[str, str], bool] = user.permissions.check_entity
    return any(
        may(each.entity_id, POLICY_READ) for each in handset_entities(hass, entry, extension)
    )


def may_control(entities: Collection[er.RegistryEntry], user: User) -> bool:
    """Return whether a user may act on a handset, which takes control of all its entities."""
    may: Callable[[str, str], bool] = user.permissions.check_entity
    return bool(entities or user.is_admin) and all(
        may(each.entity_id, POLICY_CONTROL) for each in entities
    )


def _likeness(matcher: SequenceMatcher[str], one: Listed) -> float:
    closest = 0.0
    for name in (one.name, *one.aliases):
        matcher.set_seq1(_plain(name))
        # The upper bounds are cheaper to work out.
        if matcher.real_quick_ratio() >= _SIMILAR and matcher.quick_ratio() >= _SIMILAR:
            closest = max(closest, matcher.ratio())
    return closest


def _plain(name: str) -> str:
    return "".join(name.casefold().split())
