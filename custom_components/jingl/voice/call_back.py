"""Call back the last missed caller."""

from functools import partial

from homeassistant.core import HomeAssistant

from ..numbers.party import is_number, readable
from .asked_handsets import asked_handsets
from .assistant import async_call
from .choices import Deed
from .periods import lately
from .phones import Phone, Phones, Speaker, find_phones, nearest
from .reply import Reply, ReplyKind
from .who_called import missed_calls, nobody_called


async def async_call_back(
    hass: HomeAssistant, speaker: Speaker, *, handset: str | Phone | None
) -> Reply:
    """Call back the last caller the named handset, or else the speaker's, missed."""
    phones = await find_phones(hass, speaker)
    if not phones:
        return Reply(ReplyKind.FAILURE, speaker.language.replies.no_handsets)
    asked = await asked_handsets(hass, speaker, phones, handset, _call_back)
    if isinstance(asked, Reply):
        return asked
    period = lately(speaker.language)
    missed = await missed_calls(Phones(asked or nearest(phones, speaker)), period)
    if not missed:
        speech = nobody_called(asked, period, speaker.language, missed=True)
        return Reply(ReplyKind.FAILURE, speech)
    phone, called_from = missed[0].phones[0], missed[0].record.number
    caller = phones.find(phone.entry, called_from)
    if caller is None and not is_number(called_from or ""):
        speech = speaker.language.replies.withheld.format(handset=phone.label)
        return Reply(ReplyKind.FAILURE, speech)
    number = caller.extension if caller else readable(str(called_from))
    return await async_call(hass, speaker, callee=number, handset=handset)


def _call_back(phone: Phone) -> Deed:
    return partial(async_call_back, handset=phone)
