"""Measure how long understanding a sentence blocks everything else."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from itertools import islice, product
from typing import Final

from homeassistant.config_entries import ConfigEntry, ConfigSubentryData
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import device_registry as dr, intent

from custom_components.jingl.intent import async_setup_intents

from .home import add_account, settle, start_home, trust
from .meter import StallMeter, in_metered_loop, measure, typical
from .pbx import start_pbx
from .processes import alone
from .results import Figures

_CONTACTS: Final = 300
_FIRST: Final = (
    *("Anna", "Ben", "Carla", "Dan", "Ella", "Finn", "Grace", "Hugo", "Iris", "Jack", "Karen"),
    *("Leo", "Mia", "Noah", "Olive", "Paul", "Quinn", "Rosa", "Sam", "Tara", "Uma"),
)
# Last names combine these two parts, so that as many are similar as in a real office.
_BEGINNINGS: Final = ("Ab", "Ba", "Co", "Di", "El", "Fi", "Ga", "Hu")
_ENDINGS: Final = ("bott", "ker", "oper", "xon", "vans", "sher", "rcia", "ghes")

# By what is said: the intent and its words.
_SAID: Final = {
    "a name": ("JinglCall", {"callee": "Ben Baker", "handset": "Anna Abbott"}),
    "a name that is not there": ("JinglCall", {"callee": "Bun Backer", "handset": "Anna Abbott"}),
    "a handset that is not there": ("JinglCall", {"callee": "Ben Baker", "handset": "Anna Abbit"}),
    "a part of many names": ("JinglCall", {"callee": "baker", "handset": "abbott"}),
    "a number": ("JinglCall", {"callee": "oh four nine one 123 456", "handset": "1001"}),
    "no handset": ("JinglCall", {"callee": "Dan from Cooper from Elvans"}),
    "far too much": ("JinglCall", {"callee": " from ".join("x" * 20), "handset": "y"}),
    "who is on the phone": ("JinglWhoIsOnThePhone", {}),
    "is somebody": ("JinglIsOnThePhone", {"party": "Ben Baker"}),
    "who called": ("JinglMissedCalls", {"handset": "Anna Abbott"}),
    "who called on a day": ("JinglWhoCalled", {"day": "last Monday"}),
    "did somebody call": ("JinglDidCall", {"party": "Ben Baker"}),
    "when they last talked": (
        "JinglLastTalked",
        {"party": "Ben Baker", "handset": "Anna Abbott"},
    ),
}


def run(size: int, rounds: int) -> dict[str, Figures]:
    """Measure a sentence's longest stall, in an account of this size with contacts."""
    return {f"voice/{size}": alone(in_metered_loop, partial(_run, size, rounds))}


async def _run(size: int, rounds: int, meter: StallMeter) -> Figures:
    async with start_pbx(size) as pbx, start_home() as hass:
        trust(pbx.certificate)
        await async_setup_intents(hass)
        entry = await add_account(
            hass, host=pbx.host, extensions=pbx.extensions, contacts=[*_contacts(size)]
        )
        _name_handsets(hass, entry)
        await pbx.order("ring", max(1, size // 10))
        await entry.runtime_data.coordinator.async_refresh()
        await settle(hass)
        costs = []
        for request, words in _SAID.values():
            say = _saying(hass, request, words)
            await say()  # Home Assistant caches something about every entity once
            await settle(hass)
            costs.append(typical([await measure(hass, meter, say) for _ in range(rounds)]))
    return {
        "stall_ms": max(cost.stall for cost in costs),
        "stall_without_gc_ms": max(cost.stall_without_gc for cost in costs),
        "cpu_ms": max(cost.cpu for cost in costs),
        "sentences": len(costs),
    }


def _saying(
    hass: HomeAssistant, request: str, words: dict[str, str]
) -> Callable[[], Awaitable[object]]:
    """Return a function that handles a sentence like the conversation agent."""
    slots = {slot: {"value": value} for slot, value in words.items()}
    return lambda: intent.async_handle(
        hass, "bench", request, slots, None, Context(), "en", assistant="conversation"
    )


def _names() -> Iterator[str]:
    for beginning, ending, first in product(_BEGINNINGS, _ENDINGS, _FIRST):
        yield f"{first} {beginning}{ending}"


def _contacts(after: int) -> Iterator[ConfigSubentryData]:
    """Yield contacts, whose names come after those of this many handsets."""
    for number, name in enumerate(islice(_names(), after, after + _CONTACTS)):
        yield ConfigSubentryData(
            data={"numbers": [f"0491{number:06}"], "aliases": [f"the {name}"], "favourite": False},
            subentry_type="contact",
            title=name,
            unique_id=None,
        )


def _name_handsets(hass: HomeAssistant, entry: ConfigEntry) -> None:
    devices = dr.async_get(hass)
    handsets = [
        device
        for device in dr.async_entries_for_config_entry(devices, entry.entry_id)
        if device.via_device_id
    ]
    for device, name in zip(handsets, _names(), strict=False):
        devices.async_update_device(device.id, name_by_user=name)
