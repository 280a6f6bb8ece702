"""The resources that a loaded account holds, and must give back."""

import asyncio
from collections import Counter
from functools import partial

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import HassJob, HomeAssistant
from homeassistant.helpers.dispatcher import DATA_DISPATCHER
from homeassistant.util.async_ import get_scheduled_timer_handles

from simulator.server import Server

_WRITING = ("timer Store.", f"listener {EVENT_HOMEASSISTANT_FINAL_WRITE}")


async def footprint(hass: HomeAssistant, server: Server) -> Counter[str]:
    """Return how many tasks, timers, listeners and connections there are of each kind.

    Home Assistant's own pending writes don't count.
    """
    # Closed connections take some turns of the loop to close at the other end, too.
    for _ in range(30):
        await asyncio.sleep(0)
    found = Counter(
        [
            *(f"task {task.get_coro()!r}".partition(" at ")[0] for task in asyncio.all_tasks()),
            *(
                f"timer {_name(handle)}"
                for handle in get_scheduled_timer_handles(hass.loop)
                if not handle.cancelled()
            ),
        ]
    )
    found.update({f"listener {k}": n for k, n in hass.bus.async_listeners().items()})
    signals = hass.data.get(DATA_DISPATCHER, {})
    found.update({f"signal {signal}": len(targets) for signal, targets in signals.items()})
    found["connection"] = server.open_connections
    return Counter({k: n for k, n in found.items() if not k.startswith(_WRITING)})


def _name(handle: asyncio.TimerHandle) -> str:
    for argument in handle._args or ():
        if isinstance(argument, HassJob):
            return str(argument.name)
    callback = handle._callback  # type: ignore[attr-defined] # as asyncio's debugging shows it
    while isinstance(callback, partial):
        callback = callback.func
    # Not its representation, which may say when it is due.
    return getattr(callback, "__qualname__", type(callback).__qualname__)
