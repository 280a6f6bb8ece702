"""A dashboard of phones, and one of the automations and recent history."""

from typing import Any

from .handsets import Handset, find_handsets
from .home import HomeAssistant
from .phone import ENTITY as PHONE

PHONES_PATH = "jingl-phones"
AUTOMATIONS_PATH = "jingl-automations"
COLUMNS = 3

type Card = dict[str, Any]


async def create_dashboards(home: HomeAssistant) -> None:
    """Create the dashboards, unless they exist; the phones are the default page."""
    # As "Add dashboard" does.
    phones = {"strategy": {"type": "custom:jingl-phones"}}
    if await _create(home, PHONES_PATH, "Phones", "mdi:deskphone", phones):
        default = {"default_panel": PHONES_PATH}
        await home.websocket("frontend/set_system_data", key="core", value=default)
    automations = _automations(await find_handsets(home))
    await _create(home, AUTOMATIONS_PATH, "Automations", "mdi:robot", automations)


async def _create(
    home: HomeAssistant, url_path: str, title: str, icon: str, config: dict[str, Any]
) -> bool:
    """Create a dashboard; return False if it already exists."""
    dashboards = await home.websocket("lovelace/dashboards/list")
    if any(dashboard["url_path"] == url_path for dashboard in dashboards):
        return False
    await home.websocket("lovelace/dashboards/create", url_path=url_path, title=title, icon=icon)
    await home.websocket("lovelace/config/save", url_path=url_path, config=config)
    return True


def _automations(handsets: list[Handset]) -> dict[str, Any]:
    """Return the only view: what the automations do, and recent history."""
    view = {
        "title": "Automations",
        "type": "sections",
        "max_columns": COLUMNS,
        "sections": [
            _section(*_automation_cards(handsets)),
            _section(*_past_cards(handsets)),
        ],
    }
    return {"views": [view]}


def _automation_cards(handsets: list[Handset]) -> list[Card]:
    """Return what starts the automations, and what they switch."""
    reception = handsets[0]
    return [
        _heading("Automations", "mdi:robot"),
        *_button("ring_the_bell", "Ring the front door", "The bell rings …", "mdi:doorbell"),
        *_button("call_back", "Call back", "Calling back …", "mdi:phone-return"),
        _tile("light.on_air_lamp", color="red"),
        _tile("media_player.radio"),
        _tile(
            reception.entities["recording"],
            name="Reception's recording",
            columns=12,
            color="red",
        ),
        _tile(PHONE, columns=12),
    ]


def _past_cards(handsets: list[Handset]) -> list[Card]:
    """Return the last few minutes' statuses, as a graph and a logbook."""
    statuses = [handset.entities["status"] for handset in handsets]
    names = [handset.name for handset in handsets]
    return [
        _heading("Last 15 minutes", "mdi:history"),
        {
            "type": "history-graph",
            "hours_to_show": 0.25,
            "entities": [
                {"entity": status, "name": name}
                for status, name in zip(statuses, names, strict=True)
            ],
            "grid_options": {"columns": 24},
        },
        {
            "type": "logbook",
            "hours_to_show": 0.25,
            "target": {"entity_id": statuses},
            "grid_options": {"columns": 12, "rows": 8},
        },
    ]


def _section(*cards: Card) -> Card:
    return {"type": "grid", "column_span": COLUMNS, "cards": list(cards)}


def _heading(text: str, icon: str) -> Card:
    return {"type": "heading", "heading": text, "icon": icon}


def _tile(
    entity: str, *, name: str | None = None, columns: int = 6, color: str = "primary"
) -> Card:
    """Return a card for one entity, with the entity's short name by default."""
    return {
        "type": "tile",
        "entity": entity,
        "name": name or {"type": "entity"},
        "color": color,
        "grid_options": {"columns": columns},
    }


def _button(script: str, name: str, pressed: str, icon: str) -> list[Card]:
    """Return a button that runs a script, and what replaces it while the script runs.

    Home Assistant doesn't say that an action succeeded, so the button does.
    """
    entity = f"script.{script}"
    looks = {
        "off": {
            "name": name,
            "icon": icon,
            "tap_action": {"action": "perform-action", "perform_action": entity},
        },
        "on": {"name": pressed, "icon": "mdi:phone-ring", "tap_action": {"action": "none"}},
    }
    return [
        {
            "type": "button",
            **look,
            "icon_height": "36px",
            "grid_options": {"columns": 6, "rows": 2},
            "visibility": [{"condition": "state", "entity": entity, "state": state}],
        }
        for state, look in looks.items()
    ]
