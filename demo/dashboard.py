"""A dashboard of built-in cards with all handsets."""

from typing import Any

from .handsets import Handset, find_handsets
from .home import HomeAssistant
from .phone import ENTITY as PHONE

URL_PATH = "jingl-office"
COLUMNS = 3

# What a handset looks like at a glance. Built-in cards have no colour per state, so there is a
# card for each of these lines, and only one of them is shown.
COLOURS = {
    "grey": ["idle"],
    "amber": ["ringing", "calling"],
    "green": ["on_call"],
    "purple": ["on_hold"],
    "red": ["offline", "unavailable", "unknown"],
}

type Card = dict[str, Any]


async def create_dashboard(home: HomeAssistant) -> None:
    """Create the dashboard, unless it is there, and make it the page that opens first."""
    dashboards = await home.websocket("lovelace/dashboards/list")
    if any(dashboard["url_path"] == URL_PATH for dashboard in dashboards):
        return
    handsets = await find_handsets(home)
    await home.websocket(
        "lovelace/dashboards/create", url_path=URL_PATH, title="Office", icon="mdi:deskphone"
    )
    await home.websocket("lovelace/config/save", url_path=URL_PATH, config=_dashboard(handsets))
    await home.websocket("frontend/set_system_data", key="core", value={"default_panel": URL_PATH})


def _dashboard(handsets: list[Handset]) -> dict[str, Any]:
    """Return the one view: the handsets, what can be done, and what has been."""
    view = {
        "title": "Office",
        "type": "sections",
        "max_columns": COLUMNS,
        "sections": [
            *(_section(*_handset_cards(handset)) for handset in handsets),
            _section(*_call_cards(), span=COLUMNS),
            _section(*_automation_cards(), span=COLUMNS),
            _section(*_past_cards(handsets), span=COLUMNS),
        ],
    }
    return {"views": [view]}


def _handset_cards(handset: Handset) -> list[Card]:
    """Return a handset's name, status, call and recording."""
    entities = handset.entities
    badge = {"type": "entity", "entity": entities["registration_ip"], "icon": "mdi:ip-network"}
    return [
        _heading(handset.name, "mdi:deskphone", badges=[badge]),
        *(
            _tile(
                entities["status"],
                columns="full",
                color=colour,
                shown_when=states,
                # With the contact's or the colleague's name behind the state.
                shows=["state", "other_party"],
            )
            for colour, states in COLOURS.items()
        ),
        _tile(entities["recording"], color="red"),
    ]


def _call_cards() -> list[Card]:
    """Return buttons that place calls."""
    return [
        _heading("Place a call", "mdi:phone-plus"),
        *_button("call_workshop", "Reception calls Workshop", "Calling Workshop …"),
        *_button("call_customer", "Sales calls a customer", "Calling a customer …"),
    ]


def _automation_cards() -> list[Card]:
    """Return what the automations are begun with, and what they switch."""
    return [
        _heading("Automations", "mdi:robot"),
        *_button("ring_the_bell", "Ring the front door", "The bell rings …", "mdi:doorbell"),
        *_button("call_back", "Call back", "Calling back …", "mdi:phone-return"),
        _tile("light.on_air_lamp", color="red"),
        _tile("media_player.radio"),
        _tile(PHONE, columns=12),
    ]


def _past_cards(handsets: list[Handset]) -> list[Card]:
    """Return the statuses of the last minutes, drawn and told."""
    statuses = [handset.entities["status"] for handset in handsets]
    names = [handset.name for handset in handsets]
    return [
        _heading("The last quarter of an hour", "mdi:history"),
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


def _section(*cards: Card, span: int = 1) -> Card:
    return {"type": "grid", "column_span": span, "cards": list(cards)}


def _heading(text: str, icon: str, badges: list[Card] | None = None) -> Card:
    return {"type": "heading", "heading": text, "icon": icon, "badges": badges or []}


def _tile(
    entity: str,
    *,
    columns: int | str = 6,
    color: str = "primary",
    shows: list[str] | None = None,
    shown_when: list[str] | None = None,
) -> Card:
    """Return a card for one entity under its short name, perhaps only for some of its states.

    It `shows` its state, or what else is named.
    """
    condition = {"condition": "state", "entity": entity, "state": shown_when}
    return {
        "type": "tile",
        "entity": entity,
        "name": {"type": "entity"},
        "color": color,
        "grid_options": {"columns": columns},
        **({"state_content": shows} if shows else {}),
        **({"visibility": [condition]} if shown_when else {}),
    }


def _button(script: str, name: str, pressed: str, icon: str = "mdi:phone-outgoing") -> list[Card]:
    """Return a button that runs a script, and what is there instead while that runs.

    Home Assistant says nothing of an action that succeeds, so the button does.
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
