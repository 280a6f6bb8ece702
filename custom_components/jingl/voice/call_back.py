"""Call back the last missed caller."""

from functools import partial

from homeassistant.core import HomeAssistant

from ..numbers.party import is_number, readable
from .assistant import async_call
from .choices import Deed
from .phones import Phone, Speaker, find_phones, nearest
from .reply import Reply, ReplyKind
from .who_called import handsets_called, nobody_called, recently_missed


async def async_call_back(
    hass: HomeAssistant, speaker: Speaker, *, handset: str | Phone | None
) -> Reply:
    """Call back the last caller the named handset, or else the speaker's, missed."""
    phones = await find_phones(hass, speaker)
    if not phones:
        return Reply(ReplyKind.FAILURE, speaker.language.replies.no_handsets)
    asked = await handsets_called(hass, speaker, phones, handset, _call_back) if handset else []
    if isinstance(asked, Reply):
        return asked
    missed = recently_missed(hass, asked or nearest(phones, speaker))
    if not missed:
        return Reply(ReplyKind.FAILURE, nobody_called(asked, speaker.language))
    call, phone = missed[0]
    caller = phones.find(phone.entry, call.number)
    if caller is None and not is_number(call.number or ""):
        speech = speaker.language.replies.withheld.format(handset=phone.label)
        return Reply(ReplyKind.FAILURE, speech)
    number = caller.extension if caller else readable(str(call.number))
    return await async_call(hass, speaker, callee=number, handset=handset)


def _call_back(phone: Phone) -> Deed:
    return partial(async_call_back, handset=phone)
