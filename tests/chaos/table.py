"""Everything that can go wrong: every fault with every kind of request."""

from dataclasses import dataclass
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from custom_components.jingl.const import DOMAIN
from simulator import faults
from simulator.faults import Fault

FAULTS: tuple[Fault, ...] = (
    *(faults.StatusCode(code) for code in (400, 401, 403, 404, 406, 418, 429, 500, 502, 503)),
    *(faults.StatusCode(code, {"Retry-After": "20"}) for code in (429, 503)),
    faults.Delay(3),
    faults.Delay(3600),
    faults.Hang(),
    faults.Hang(acted=True),
    faults.ResetBefore(),
    faults.ResetAfter(),
    faults.Truncate(0),
    faults.Truncate(20),
    faults.Stall(0),
    faults.Stall(20),
    faults.WrongLength(20),
    faults.WrongLength(-20),
    faults.Slow(20, 3),
    faults.Endless(),
    faults.Bomb(),
    faults.Html(),
    faults.WrongTypes(),
    faults.Body(b""),
    faults.Body(b"{}"),
    faults.Body(b"nonsense"),
    faults.Redirect("https://127.0.0.1:1/"),
)


@dataclass(frozen=True, kw_only=True)
class Read:
    """A kind of read, and the account that it is made for."""

    path: str
    has_lists: bool


ONE_SETTINGS = Read(path="/api/handset/100", has_lists=False)
ONE_STATUS = Read(path="/api/handsetstatus/100", has_lists=False)
CALLS = Read(path="/api/call", has_lists=True)
READS = {
    "the list of statuses": Read(path="/api/handsetstatus", has_lists=True),
    "the list of settings": Read(path="/api/handset", has_lists=True),
    "each status": Read(path="/api/handsetstatus/.*", has_lists=False),
    "each handset's settings": Read(path="/api/handset/.*", has_lists=False),
    "one status": ONE_STATUS,
    "one handset's settings": ONE_SETTINGS,
    "the search for calls": CALLS,
}

NUMBER = "0491570156"
_CALL = {"handset": "100", "number": NUMBER}

type Action = tuple[str, str, dict[str, Any]]

# Actions on a call, by the parameter they send.
CALL_ACTIONS: dict[str, Action] = {
    "callcreate": (DOMAIN, "create_call", _CALL),
    "calltransferblind": (DOMAIN, "transfer_call", _CALL),
    "calltransferattended": (DOMAIN, "transfer_call", {**_CALL, "attended": True}),
    "callmonitor": (DOMAIN, "monitor_call", _CALL),
    "callcoach": (DOMAIN, "coach_call", _CALL),
    "callbarge": (DOMAIN, "barge_call", _CALL),
}
# And actions that change a setting.
ACTIONS = CALL_ACTIONS | {
    "name": ("text", "set_value", {"entity_id": "text.reception_name", "value": "Desk"}),
    "notes": ("text", "set_value", {"entity_id": "text.reception_notes", "value": "Back at 9"}),
    "recording": ("switch", "turn_on", {"entity_id": "switch.reception_recording"}),
}


async def act(hass: HomeAssistant, parameter: str) -> str | None:
    """Perform the action that sends this parameter, and return its error's key."""
    try:
        await hass.services.async_call(*ACTIONS[parameter], blocking=True)
    except HomeAssistantError as err:
        return err.translation_key
    return None
