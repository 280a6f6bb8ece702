"""An automation of each blueprint."""

from pathlib import Path
from typing import Any

from .handsets import Handset, find_handsets
from .home import HomeAssistant

BLUEPRINTS = Path(__file__).parents[1] / "blueprints" / "automation" / "jingl"

type Inputs = dict[str, Any]


async def create_automations(home: HomeAssistant) -> None:
    """Create the automations, unless there are any."""
    if any(entity_id.startswith("automation.") for entity_id in await home.states()):
        return
    [phone] = [
        device["id"]
        for device in await home.websocket("config/device_registry/list")
        if any(domain == "mobile_app" for domain, *_ in device["identifiers"])
    ]
    for blueprint, (alias, inputs) in _automations(await find_handsets(home), phone).items():
        automation = {
            "alias": alias,
            "use_blueprint": {"path": f"jingl/{blueprint}.yaml", "input": inputs},
        }
        await home.post(f"/api/config/automation/config/{blueprint}", automation)


def _automations(handsets: list[Handset], phone: str) -> dict[str, tuple[str, Inputs]]:
    """Return each automation's name and inputs, by its blueprint."""
    everywhere = {"device_id": [handset.device_id for handset in handsets]}
    reception, _, workshop, boardroom, _, warehouse = handsets
    return {
        "doorbell": (
            "Front door calls Workshop, then Warehouse",
            {
                "doorbells": ["input_button.front_door"],
                "handset": reception.device_id,
                "numbers": [workshop.extension, warehouse.extension],
                "seconds": 10,
            },
        ),
        "missed_call": (
            "Notify the phone of missed calls",
            {"handsets": everywhere, "phone": phone},
        ),
        "on_air": (
            "On air in the boardroom",
            {
                "handsets": {"device_id": boardroom.device_id},
                "players": ["media_player.radio"],
                "lamps": ["light.on_air_lamp"],
            },
        ),
        "business_hours": (
            "Record Reception during business hours",
            {"switches": [reception.entities["recording"]]},
        ),
        "handset_offline": (
            "Notify when a handset is offline",
            {"handsets": everywhere, "minutes": 1},
        ),
    }
