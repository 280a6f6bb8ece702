"""Short-lived signed links to recordings: whoever has one can listen."""

from datetime import timedelta
from time import monotonic
from typing import Final
from urllib.parse import quote

from yarl import URL

from homeassistant.auth.models import User
from homeassistant.components.http.auth import SIGN_QUERY_PARAM, async_sign_path
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from .listening import FoundRecording, Listener

PATH: Final = f"/api/{DOMAIN}/recording"
_LASTS: Final = timedelta(hours=1)

# For automations: by path and signature, until when a link is valid, and whose request it serves.
_LINKS: HassKey[dict[tuple[str, str], tuple[float, str | None]]] = HassKey(
    f"{DOMAIN}_recording_links"
)


def identifier_of(found: FoundRecording) -> str:
    """Return what identifies a recording as media."""
    day = dt_util.as_local(found.record.started).date()
    return f"{found.entry.entry_id}/{day}/{found.record.id}"


def path_to(found: FoundRecording) -> str:
    """Return the path of a recording, which has to be signed."""
    return f"{PATH}/{found.entry.entry_id}/{quote(found.record.id, safe='')}"


def link_to(hass: HomeAssistant, found: FoundRecording, listener: Listener) -> str:
    """Return a link to a recording, which is valid for an hour.

    For a user, it is signed for their login. For an automation, it is signed for Home Assistant's
    content user; but anything at all may be signed for that one, so only those made here count.
    """
    link = async_sign_path(hass, path_to(found), _LASTS, use_content_user=listener.is_automation)
    if listener.is_automation:
        links, now = hass.data.setdefault(_LINKS, {}), monotonic()
        for each in [each for each, (until, _) in links.items() if until < now]:
            del links[each]
        user_id = listener.user.id if listener.user else None
        links[_parts(URL(link))] = now + _LASTS.total_seconds(), user_id
    return link


async def listener_with(hass: HomeAssistant, link: URL, user: User) -> Listener:
    """Return who listens with a link: a user, or an automation for which it was made here.

    Home Assistant doesn't look at the signature of a request that also has a login: so somebody
    might add that of another recording, which they have seen a speaker play.
    """
    until, user_id = hass.data.get(_LINKS, {}).get(_parts(link), (0.0, None))
    if monotonic() > until:
        return Listener(user)
    if user_id is None:
        return Listener(None, is_automation=True)
    # Who is gone is nobody; the content user may listen to nothing.
    return Listener(await hass.auth.async_get_user(user_id) or user, is_automation=True)


def _parts(link: URL) -> tuple[str, str]:
    return link.path, link.query.get(SIGN_QUERY_PARAM, "")
