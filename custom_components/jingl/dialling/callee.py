"""Find the number meant by a number, an extension or a name.

Anything that can be read as a number is that number, even if it is somebody's name, and words that
call for help are the emergency number. A name must belong to exactly one handset or contact.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Final

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from ..const import CONF_HANDSETS, CONF_IGNORED, DOMAIN
from ..coordinator import JinglConfigEntry
from ..numbers.contacts import country
from ..numbers.emergency import called_for_help
from ..numbers.phone_number import NumberKind, PhoneNumber, text_of, understand
from .directory import Listed, find_named, find_similar, listed_contacts, listed_handsets, suggest

# Enough to recognise what was refused.
_LONGEST_SHOWN: Final = 64
# No name is longer, and comparing long texts is slow.
_LONGEST_NAME: Final = 255


async def find_callee(
    hass: HomeAssistant, entry: JinglConfigEntry, callee: str | int, user: User | None
) -> PhoneNumber:
    """Return the number meant by a number or name; ServiceValidationError if there is none."""
    text = str(callee)
    if emergency := called_for_help(text):
        return understand_number(hass, entry, emergency)
    try:
        return understand_number(hass, entry, callee)
    except ServiceValidationError:
        if not any(char.isalpha() for char in text) or len(text) > _LONGEST_NAME:
            raise
    return understand_number(hass, entry, await _number_of(hass, entry, text, user))


def understand_number(
    hass: HomeAssistant, entry: JinglConfigEntry, number: str | int
) -> PhoneNumber:
    """Return the number that is meant; ServiceValidationError if it isn't one."""
    coordinator = entry.runtime_data.coordinator
    # Handsets the user left out, or that don't answer, still belong to the account.
    handsets = {*coordinator.data, *entry.options[CONF_HANDSETS], *entry.options[CONF_IGNORED]}
    try:
        understood = understand(text_of(number), region=country(hass), handsets=handsets)
    except ValueError as err:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="invalid_number",
            translation_placeholders={"number": str(number)[:_LONGEST_SHOWN]},
        ) from err
    own = {NumberKind.HANDSET, NumberKind.PREMIUM, NumberKind.EMERGENCY}
    if understood.kind not in own and entry.runtime_data.names.of_contact(understood.dialled):
        return replace(understood, kind=NumberKind.CONTACT, otherwise=understood.kind)
    return understood


async def _number_of(
    hass: HomeAssistant, entry: JinglConfigEntry, name: str, user: User | None
) -> str:
    """Return the number of the handset or contact with this name."""

    def everybody() -> Iterator[Listed | None]:
        return chain(listed_handsets(hass, entry, user), listed_contacts(entry))

    found = await find_named(everybody(), name)
    if len(found) == 1:
        return found[0].number
    name = name[:_LONGEST_SHOWN]
    if found:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="name_ambiguous",
            translation_placeholders={
                "name": name,
                "account": entry.title,
                "people": suggest(found),
            },
        )
    if similar := await find_similar(everybody(), name):
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="name_similar",
            translation_placeholders={
                "name": name,
                "account": entry.title,
                "people": suggest(similar),
            },
        )
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="name_unknown",
        translation_placeholders={"name": name, "account": entry.title},
    )
