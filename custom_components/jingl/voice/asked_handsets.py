"""Find out which handsets people ask about."""

from collections.abc import Callable, Sequence

from homeassistant.core import HomeAssistant

from .choices import Deed, phone_choices
from .phones import Phone, Phones, Speaker, is_phone, nearest, open_phone_book
from .reply import Reply, nobody


async def asked_handsets(
    hass: HomeAssistant,
    speaker: Speaker,
    phones: Phones,
    handset: str | Phone | None,
    deed: Callable[[Phone], Deed],
) -> Sequence[Phone] | Reply:
    """Return which handsets are meant, none for all; or a reply if there is no such handset."""
    language = speaker.language
    if not handset:
        return []
    if isinstance(handset, Phone):
        # It was chosen a moment ago, and may be gone by now.
        if chosen := phones.find(handset.entry, handset.extension):
            return [chosen]
        handset = handset.name
    if language.is_mine(handset):
        return nearest(phones, speaker)
    if language.is_ours(handset):
        return []
    book = await open_phone_book(hass, phones, language)
    if named := [party.phone for party in book.look_up(handset, is_phone).named if party.phone]:
        return named
    similar = [party.phone for party in book.similar(handset, is_phone) if party.phone]
    choices = phone_choices(similar, deed)
    return nobody(language.replies.no_such_handset, handset, choices, language)
