"""Links to recordings, which are short: signed by Home Assistant, they let their bearer listen."""

from datetime import timedelta
from time import monotonic
from typing import Final
from urllib.parse import quote

from yarl import URL

from homeassistant.components.http.auth import SIGN_QUERY_PARAM, async_sign_path
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from .listening import FoundRecording

PATH: Final = f"/api/{DOMAIN}/recording"
_LASTS: Final = timedelta(hours=1)

# By path and signature, until when a link holds that was made for an automation.
_LINKS: HassKey[dict[tuple[str, str], float]] = HassKey(f"{DOMAIN}_recording_links")


def identifier_of(found: FoundRecording) -> str:
    """Return what identifies a recording as media."""
    day = dt_util.as_local(found.record.started).date()
    return f"{found.entry.entry_id}/{day}/{found.record.id}"


def path_to(found: FoundRecording) -> str:
    """Return the path of a recording, which has to be signed."""
    return f"{PATH}/{found.entry.entry_id}/{quote(found.record.id, safe='')}"


def link_for_automation(hass: HomeAssistant, found: FoundRecording) -> str:
    """Return a link for whatever an automation plays a recording on, which holds for an hour.

    It is signed for Home Assistant's content user, in whose name anything at all may be signed. So
    only signatures that were made here count.
    """
    links, now = hass.data.setdefault(_LINKS, {}), monotonic()
    for each in [each for each, until in links.items() if until < now]:
        del links[each]
    link = async_sign_path(hass, path_to(found), _LASTS, use_content_user=True)
    links[_parts(URL(link))] = now + _LASTS.total_seconds()
    return link


def is_for_automation(hass: HomeAssistant, link: URL) -> bool:
    """Return whether a link was made here.

    Home Assistant doesn't look at the signature of a request that also has a login: so somebody
    might add that of another recording, which they have seen a speaker play.
    """
    until = hass.data.get(_LINKS, {}).get(_parts(link))
    return until is not None and monotonic() <= until


def _parts(link: URL) -> tuple[str, str]:
    return link.path, link.query.get(SIGN_QUERY_PARAM, "")
