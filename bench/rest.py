"""Home Assistant's own `rest:`, as users without this integration would write it in YAML.

For each handset its two resources, with four sensors on each:

    rest:
      - resource: https://www.jingl.com.au/api/handsetstatus/100
        username: john@mycompany
        password: !secret jingl
        sensor:
          - name: 100 state
            value_template: "{{ value_json.state }}"
          ...
"""

import asyncio
from pathlib import Path
import sys
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .bare import CONCURRENCY
from .pbx import DOMAIN, PASSWORD, USERNAME, Pbx

STUBS = Path(__file__).parent / "stubs"

FIELDS = {
    "handsetstatus": ("state", "calldirection", "otherpartyphonenumber", "registeredaddress"),
    "handset": ("name", "recording", "notes", "outgoingcli"),
}

# The API's words for a handset's state, and those of our status sensor.
WORDS = {
    "Idle": "idle",
    "OnCall": "on_call",
    "Ringing": "ringing",
    "Calling": "calling",
    "OnHold": "on_hold",
    "Unavailable": "unavailable",
}


class Rest:
    """The sensors from the YAML."""

    def __init__(self, hass: HomeAssistant, extensions: list[str]) -> None:
        self._hass = hass
        self._extensions = extensions
        self._coordinators = hass.data["rest"]["coordinator"]

    async def refresh(self) -> None:
        """Poll all resources, 8 at a time over open connections.

        Normally they would all poll at once, over connections that were closed in between; that
        extra cost is left out.
        """
        waiting = iter(self._coordinators)

        async def work() -> None:
            for coordinator in waiting:
                await coordinator.async_refresh()

        async with asyncio.TaskGroup() as group:
            for _ in range(CONCURRENCY):
                group.create_task(work())

    def statuses(self) -> dict[str, str]:
        """Return what Home Assistant shows, by extension number."""
        states = {e: self._hass.states.get(f"sensor.{e}_state") for e in self._extensions}
        return {e: WORDS[state.state] for e, state in states.items() if state}


async def add_rest(hass: HomeAssistant, pbx: Pbx) -> Rest:
    """Set up the YAML."""
    sys.path.append(str(STUBS))
    config = {
        "rest": [
            _resource(pbx.host, kind, extension) for extension in pbx.extensions for kind in FIELDS
        ]
    }
    if not await async_setup_component(hass, "rest", config):
        raise RuntimeError("rest: is not set up")
    await hass.async_block_till_done(wait_background_tasks=True)
    return Rest(hass, pbx.extensions)


def _resource(host: str, kind: str, extension: str) -> dict[str, Any]:
    return {
        "resource": f"https://{host}/api/{kind}/{extension}",
        "username": f"{USERNAME}@{DOMAIN}",
        "password": PASSWORD,
        # Never poll automatically: the benchmark does.
        "scan_interval": {"days": 1},
        "sensor": [
            {"name": f"{extension} {field}", "value_template": f"{{{{ value_json.{field} }}}}"}
            for field in FIELDS[kind]
        ],
    }
