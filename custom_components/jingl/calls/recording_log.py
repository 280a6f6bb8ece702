"""Note who has listened to a recording, or has deleted one."""

from time import monotonic
from typing import Final, Literal

from homeassistant.auth.models import User
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..account.devices import handset_device, handset_name
from ..const import CONF_HANDSET, DOMAIN, EVENT_RECORDING, LOGGER
from ..numbers.party import shortened
from .listening import FoundRecording

# A player asks for one recording in many parts.
_ONE_LISTENING: Final = 60 * 60.0

type _Listening = tuple[str | None, str, str]
"""Who listens, and to which recording of which account."""
_LISTENINGS: HassKey[dict[_Listening, float]] = HassKey(f"{DOMAIN}_listenings")


@callback
def note_listening(hass: HomeAssistant, found: FoundRecording, user: User | None) -> None:
    """Note that a user, or an automation, listens; once an hour at most."""
    listenings, now = hass.data.setdefault(_LISTENINGS, {}), monotonic()
    for each in [each for each, at in listenings.items() if now - at > _ONE_LISTENING]:
        del listenings[each]
    listening = user.id if user else None, found.entry.entry_id, found.jingl_id
    if listening not in listenings:
        listenings[listening] = now
        _note(hass, "played", found, user)


@callback
def note_deletion(hass: HomeAssistant, found: FoundRecording, user: User | None) -> None:
    """Note that a user, or an automation, has deleted a recording."""
    _note(hass, "deleted", found, user)


def _note(
    hass: HomeAssistant,
    what: Literal["played", "deleted"],
    found: FoundRecording,
    user: User | None,
) -> None:
    record, entry = found.record, found.entry
    number = shortened(record.number)
    who = f"user {user.name} ({user.id})" if user else "an automation"
    LOGGER.info(
        "Recording of call %s with %s in %s %s by %s", record.id, number, entry.title, what, who
    )
    device = None if record.extension is None else handset_device(hass, entry, record.extension)
    hass.bus.async_fire(
        EVENT_RECORDING,
        {
            ATTR_DEVICE_ID: device and device.id,
            CONF_HANDSET: (device and (device.name_by_user or device.name))
            or (entry.title if record.extension is None else handset_name(record.extension, None)),
            "type": what,
            "call": record.id,
            "number": number,
        },
        context=Context(user_id=user.id if user else None),
    )
