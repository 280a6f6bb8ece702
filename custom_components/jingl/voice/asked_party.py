"""Find out who people ask about."""

from collections.abc import Callable, Sequence
import re
from typing import Final

from homeassistant.core import HomeAssistant

from ..api import CallDirection
from ..history.call_record import CallRecord
from ..numbers.contacts import country
from ..numbers.party import readable, same_party
from ..numbers.phone_number import meaning
from .choices import Deed, party_choices
from .phone_book import Found
from .phones import Party, Phone, Phones, Speaker, open_phone_book
from .reply import Reply, nobody, which
from .told_calls import Matcher

# However a complete number is written, it ends in the same digits.
_LONG: Final = re.compile(r"\+?[0-9]{8,}")
_NO_DIGIT: Final = re.compile(r"[^0-9]")
_END: Final = 6


async def find_party(
    hass: HomeAssistant,
    speaker: Speaker,
    phones: Phones,
    party: str | Party,
    deed: Callable[[Party], Deed],
) -> Found[Party] | Reply:
    """Return who is meant, or the question to ask, with what to do for each choice."""
    language, replies = speaker.language, speaker.language.replies
    book = await open_phone_book(hass, phones, language)
    if isinstance(party, str):
        name, found = party, book.look_up(party)
    else:
        chosen = phones.still(party)
        name, found = party.name, Found(named=[chosen] if chosen else [])
    if not found.named and not found.number:
        return nobody(replies.nobody, name, party_choices(book.similar(name), deed), language)
    # Several accounts may have the same contact.
    if len({each.label for each in found.named}) > 1:
        return which(replies.which_callee, party_choices(found.named, deed), language)
    return found


def name_of(found: Found[Party]) -> str:
    """Return what to call whoever is meant."""
    return found.named[0].label if found.named else readable(str(found.number))


def numbers_of(hass: HomeAssistant, found: Found[Party]) -> Sequence[str]:
    """Return the numbers that contacts have, or that was said."""
    numbers = [number for one in found.named if not one.phone for number in one.numbers]
    if found.number:
        numbers.append(found.number)
    # Users write numbers as in their country, Jingl as in Australia.
    return [meaning(number, country(hass)) for number in numbers]


def calls_with(hass: HomeAssistant, found: Found[Party], phones: Phones) -> Matcher:
    """Return a function that says whether a handset's call is with whoever is meant."""
    handsets = {(one.entry.entry_id, one.extension) for one in found.named if one.phone}
    numbers = numbers_of(hass, found)
    ends = {_NO_DIGIT.sub("", number)[-_END:] for number in numbers}

    def is_with(record: CallRecord, phone: Phone) -> bool:
        number = record.number or ""
        if _LONG.fullmatch(number) and number[-_END:] not in ends:
            return False  # understanding thousands of numbers would take a second
        if any(same_party(number, each) for each in numbers):
            return True
        # An inbound caller may show any number, even a colleague's extension.
        if not handsets or record.direction is CallDirection.INBOUND:
            return False
        other = phones.find(phone.entry, number)
        return other is not None and (other.entry.entry_id, other.extension) in handsets

    return is_with
