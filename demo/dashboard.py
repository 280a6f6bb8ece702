"""A dashboard of built-in cards with all handsets."""

from typing import Any

from .handsets import Handset, find_handsets
from .home import HomeAssistant

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

# A number that Australia's regulator keeps free for fiction.
CUSTOMER = "0491570006"

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
            _section(*_call_cards(handsets), span=COLUMNS),
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


def _call_cards(handsets: list[Handset]) -> list[Card]:
    """Return buttons that place calls."""
    reception, sales, workshop, *_ = handsets
    return [
        _heading("Place a call", "mdi:phone-plus"),
        _call_button(reception, workshop.name, workshop.extension),
        _call_button(sales, "a customer", CUSTOMER),
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


def _call_button(handset: Handset, callee: str, number: str) -> Card:
    """Return a button that has the handset call the number."""
    return {
        "type": "button",
        "name": f"{handset.name} calls {callee}",
        "icon": "mdi:phone-outgoing",
        "icon_height": "36px",
        "tap_action": {
            "action": "perform-action",
            "perform_action": "jingl.create_call",
            "data": {"handset": handset.device_id, "number": number},
        },
        "grid_options": {"columns": 6, "rows": 2},
    }
