"""What Home Assistant must show, according to the simulated cloud alone."""

from collections.abc import Collection, Container, Mapping
from datetime import datetime, timedelta

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util

from custom_components.jingl.const import DOMAIN
from simulator.handsets import Direction, Handset, State
from simulator.state import Account

_STATES = {
    State.IDLE: "idle",
    State.ON_CALL: "on_call",
    State.RINGING: "ringing",
    State.CALLING: "calling",
    State.ON_HOLD: "on_hold",
    State.UNAVAILABLE: "offline",
}
_CONNECTED = {State.ON_CALL, State.ON_HOLD}
_NO_CALL = {State.IDLE, State.UNAVAILABLE}

# The slowest answer, in seconds.
_SLOW_ANSWER = 5

# Depends on a handset's observed history, not on its current status.
_MEMORIES = {"call", "registration", "last_missed_call", "missed_calls_today"}

SETTINGS = frozenset({"outgoing_caller_id", "location", "name", "notes", "recording"})
STATUSES = frozenset(
    {
        *("status", "other_party", "call_direction", "call_started", "busy"),
        *("registration_ip", "application", "registered"),
        *("active_calls", "ringing_handsets", "registered_handsets"),
    }
)


def expected(
    hass: HomeAssistant, account: Account, *, mute: Collection[str] = ()
) -> dict[str, str]:
    """Return the state of each entity that must exist, by the end of its unique ID.

    The account's counts leave out mute handsets, which have never answered.
    """
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    followed = entry.options["handsets"]
    handsets = [account.handsets[each] for each in followed if each in account.handsets]
    states = {
        f"{handset.extension}_{key}": value
        for handset in handsets
        for key, value in _of_handset(handset).items()
    }
    handsets = [handset for handset in handsets if handset.extension not in mute]
    now = [handset.status() for handset in handsets]
    # Jingl shows one call per handset; those on hold below it do not show.
    active = {handset.active_call for handset in handsets}
    return states | {
        "active_calls": str(len([call for call in active if call and call.connected])),
        "ringing_handsets": str(len([status for status in now if status.state is State.RINGING])),
        "registered_handsets": str(len([status for status in now if status.address])),
    }


def shown(hass: HomeAssistant) -> dict[str, str]:
    """Return the state that Home Assistant shows for each entity, by the end of its unique ID."""
    states = {}
    for entity in er.async_get(hass).entities.values():
        if entity.platform == DOMAIN and (state := hass.states.get(entity.entity_id)):
            states[entity.unique_id.partition("_")[2]] = state.state
    return states


def wrong(
    hass: HomeAssistant,
    account: Account,
    *,
    in_words: bool = False,
    mute: Collection[str] = (),
    stale: Container[str] = (),
) -> dict[str, tuple[str, str | None]]:
    """Return what is neither right nor unavailable, each with the right state.

    Stale SETTINGS or STATUSES are left out: they may be as last known.

    With `in_words`, what Handset Select alone says about a call is right, too: its start
    then counts from when it was first seen.
    """
    truth = expected(hass, account, mute=mute)
    words = _in_words(account) if in_words else {}
    return {
        key: (state, truth.get(key))
        for key, state in shown(hass).items()
        if kind(key) not in _MEMORIES
        and kind(key) not in stale
        and state not in {STATE_UNAVAILABLE, words.get(key)}
        and not (in_words and key.endswith("call_started"))
        and not _agree(state, truth.get(key))
    }


def kind(key: str) -> str:
    """Return what an entity shows, regardless of its handset."""
    extension, _, rest = key.partition("_")
    return rest if extension.isdecimal() else key


def out(hass: HomeAssistant, account: Account) -> set[str]:
    """Return what is unavailable in Home Assistant at the moment."""
    states = shown(hass)
    return {
        key
        for key, truth in expected(hass, account).items()
        if states.get(key, STATE_UNAVAILABLE) == STATE_UNAVAILABLE != truth
    }


def _in_words(account: Account) -> dict[str, str]:
    """Return what differs when Jingl only says `idle` or `connected to` a party."""
    words = {"ringing_handsets": "0"}
    for extension, handset in account.handsets.items():
        words[f"{extension}_call_direction"] = STATE_UNKNOWN
        words[f"{extension}_application"] = STATE_UNKNOWN
        state = handset.status().state
        if state is State.UNAVAILABLE:
            words[f"{extension}_status"] = "idle"
        if state is State.ON_HOLD:
            words[f"{extension}_status"] = "on_call"
        if state in {State.RINGING, State.CALLING}:
            words |= {
                f"{extension}_status": "idle",
                f"{extension}_other_party": STATE_UNKNOWN,
                f"{extension}_busy": "off",
            }
    return words


def _of_handset(handset: Handset) -> Mapping[str, str]:
    status = handset.status()
    call = handset.active_call
    known = {
        "status": _STATES[status.state],
        "other_party": status.other_number,
        "call_direction": ""
        if status.direction is Direction.UNKNOWN
        else status.direction.value.lower(),
        "call_started": _moment(call.clock() - call.connected_at)
        if call and call.connected_at and status.state in _CONNECTED
        else "",
        "registration_ip": (status.address or "").partition(":")[0],
        "application": status.app,
        "outgoing_caller_id": handset.outgoing_cli,
        "location": handset.location,
        "name": handset.name,
    }
    return {
        **{key: value or STATE_UNKNOWN for key, value in known.items()},
        "notes": handset.notes,
        "recording": _on(handset.recording),
        "busy": _on(status.state not in _NO_CALL),
        "registered": _on(status.address is not None),
    }


def _moment(seconds_ago: float) -> str:
    """Return when something happened, by the wall clock as it is now."""
    return (dt_util.utcnow() - timedelta(seconds=seconds_ago)).replace(microsecond=0).isoformat()


def _on(value: bool) -> str:
    return "on" if value else "off"


def _agree(state: str, truth: str | None) -> bool:
    """Return whether a state is right; a time may be off by as long as an answer takes."""
    if state == truth or truth is None:
        return state == truth
    try:
        apart = datetime.fromisoformat(state) - datetime.fromisoformat(truth)
    except ValueError:
        return False
    return abs(apart.total_seconds()) <= _SLOW_ANSWER
