"""Conditions, in automations that Home Assistant runs."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, label_registry as lr
from homeassistant.helpers.condition import async_get_all_descriptions

from custom_components.jingl.condition import CONDITIONS
from custom_components.jingl.const import DOMAIN
from simulator.faults import StatusCode
from simulator.server import Server
from simulator.state import Account
from tests.automations import (
    AUTOMATION,
    HOLD,
    PLACE,
    Act,
    Office,
    answer,
    go_offline,
    hang_up,
    ring,
    tell,
)
from tests.conftest import Advance, state_of

ENTITIES = {
    "is_busy": "binary_sensor.{}_busy",
    "is_ringing": "sensor.{}_status",
    "is_talking": "sensor.{}_status",
    "is_on_hold": "sensor.{}_status",
    "is_idle": "sensor.{}_status",
    "is_registered": "binary_sensor.{}_registered",
}
HANDSETS = {"100": "reception", "101": "sales", "102": "workshop"}


@pytest.fixture
def office(
    hass: HomeAssistant, account: Account, server: Server, advance: Advance, loaded: MockConfigEntry
) -> Office:
    return Office(hass, account, server, advance)


async def automate(office: Office, *conditions: dict[str, Any]) -> None:
    """Set up an automation per condition, which "check" runs."""
    check = {"trigger": "event", "event_type": "check"}
    await office.automate(
        *(
            {"triggers": check, "conditions": each, "actions": tell(each["condition"])}
            for each in conditions
        )
    )


async def passed(office: Office, *acts: Act, seconds: float = 16) -> set[str]:
    """Return which conditions pass when something has happened."""
    if acts:
        await office.after(*acts, seconds=seconds)
    office.hass.bus.async_fire("check")
    await office.hass.async_block_till_done()
    return set(office.heard())


def of(name: str, *extensions: str, **options: Any) -> dict[str, Any]:
    """Return a condition on the entities of handsets, by default Reception's."""
    handsets = [HANDSETS[extension] for extension in extensions or ("100",)]
    return at(name, {"entity_id": [ENTITIES[name].format(each) for each in handsets]}, **options)


def at(name: str, target: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Return a condition on a target; `for_` is the option that is a word of Python."""
    return {
        "condition": f"jingl.{name}",
        "target": target,
        "options": {key.rstrip("_"): each for key, each in options.items()},
    }


# When each condition passes


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ([], {"is_idle", "is_registered"}),
        ([ring()], {"is_busy", "is_ringing", "is_registered"}),
        ([ring(), answer()], {"is_busy", "is_talking", "is_registered"}),
        ([ring(), answer(), HOLD], {"is_busy", "is_on_hold", "is_registered"}),
        ([PLACE], {"is_busy", "is_registered"}),
        ([go_offline()], set()),
        # Another handset's call is none of this one's.
        ([ring("101")], {"is_idle", "is_registered"}),
    ],
    ids=["idle", "ringing", "talking", "holding", "calling", "off", "other"],
)
async def test_what_a_handset_does(office: Office, acts: list[Act], expected: set[str]) -> None:
    await automate(office, *map(of, CONDITIONS))
    assert await passed(office, *acts) == expected


@pytest.mark.parametrize("name", CONDITIONS)
async def test_nothing_passes_of_a_handset_that_is_unavailable(office: Office, name: str) -> None:
    await automate(office, of(name))
    office.server.add_fault(StatusCode(503))
    await office.advance(16)
    assert state_of(office.hass, ENTITIES[name].format("reception")) == STATE_UNAVAILABLE
    assert await passed(office) == set()


# What the options change


async def test_one_of_several_handsets_is_enough_unless_all_are_asked_for(office: Office) -> None:
    await automate(
        office,
        of("is_busy", *HANDSETS),
        of("is_ringing", *HANDSETS, behavior="any"),
        of("is_idle", *HANDSETS, behavior="all"),
        of("is_registered", *HANDSETS, behavior="all"),
    )
    assert await passed(office) == {"is_idle", "is_registered"}
    assert await passed(office, ring()) == {"is_busy", "is_ringing", "is_registered"}
    assert await passed(office, go_offline("102")) == {"is_busy", "is_ringing"}


async def test_the_state_must_last_if_asked_for(office: Office) -> None:
    await office.after(ring(), answer())
    await automate(
        office,
        of("is_busy", for_="00:01:00"),
        of("is_registered", for_={"minutes": 1}),
        of("is_ringing", for_=60),
        of("is_idle", for_=60),
    )
    assert await passed(office) == set()
    await office.advance(50)
    assert await passed(office) == {"is_registered"}
    # Still in the call.
    assert await passed(office, HOLD, seconds=12) == {"is_busy", "is_registered"}
    assert await passed(office, hang_up()) == {"is_registered"}
    await office.advance(61)
    assert await passed(office) == {"is_idle", "is_registered"}


@pytest.mark.parametrize(
    "condition",
    [
        of("is_idle", behavior="each"),
        of("is_idle", for_="long"),
        of("is_idle", for_=-1),
        of("is_busy", direction="inbound"),
        {"condition": "jingl.is_idle"},
        at("is_asleep", {"entity_id": "sensor.reception_status"}),
        at("is_talking", {"entity_id": "binary_sensor.reception_busy"}),
    ],
    ids=str,
)
async def test_wrong_options_are_refused(office: Office, condition: dict[str, Any]) -> None:
    await automate(office, condition)
    assert state_of(office.hass, AUTOMATION) == STATE_UNAVAILABLE


# Whose state is tested


@pytest.mark.parametrize("behavior", ["any", "all"])
@pytest.mark.parametrize("kind", ["device", "area", "floor", "label"])
async def test_a_target_stands_for_its_handsets(office: Office, kind: str, behavior: str) -> None:
    target = office.target(kind)
    await automate(office, *(at(name, target, behavior=behavior) for name in CONDITIONS))
    assert await passed(office, ring("101")) == {"is_idle", "is_registered"}
    assert await passed(office, ring()) == {"is_busy", "is_ringing", "is_registered"}


async def test_no_other_entity_ever_counts(
    hass: HomeAssistant, office: Office, entity_registry: er.EntityRegistry
) -> None:
    device = office.reception.id
    strangers = {
        # Our own, but of another kind.
        "sensor.reception_other_party": "ringing",
    }
    for domain, key, state in (
        ("binary_sensor", "busy", STATE_ON),
        ("binary_sensor", "registered", STATE_ON),
        ("sensor", "status", "idle"),
    ):
        entry = entity_registry.async_get_or_create(
            domain, "another", f"mycompany_100_{key}", device_id=device, translation_key=key
        )
        strangers[entry.entity_id] = state
    for entity_id, state in strangers.items():
        hass.states.async_set(entity_id, state)
    for name in CONDITIONS:  # ours say the opposite
        hass.states.async_set(ENTITIES[name].format("reception"), STATE_OFF)
    label = lr.async_get(hass).async_create("Strangers").label_id
    for entity_id in strangers:
        if entity_registry.async_get(entity_id):
            entity_registry.async_update_entity(entity_id, labels={label})
    target = {"device_id": device, "label_id": label}
    await automate(office, *(at(name, target) for name in CONDITIONS))
    assert await passed(office) == set()


@pytest.mark.parametrize("name", CONDITIONS)
async def test_a_target_that_is_no_handset_is_named(
    hass: HomeAssistant, office: Office, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    hass.states.async_set("sensor.nobodys", "idle")
    await automate(office, at(name, {"entity_id": "sensor.nobodys"}))
    assert state_of(hass, AUTOMATION) == STATE_UNAVAILABLE
    assert "not a Jingl handset, nor an entity of one: sensor.nobodys" in caplog.text


async def test_every_condition_is_described_for_the_editor(
    hass: HomeAssistant, office: Office
) -> None:
    await automate(office, of("is_idle"))
    descriptions = await async_get_all_descriptions(hass)
    described = {name: each for name, each in descriptions.items() if name.startswith("jingl.")}
    assert set(described) == {f"jingl.{name}" for name in CONDITIONS}
    for name, condition in CONDITIONS.items():
        description = described[f"jingl.{name}"]
        assert description
        (entity,) = description["target"]["entity"]
        assert entity["integration"] == DOMAIN
        assert entity["domain"] == [ENTITIES[name].partition(".")[0]]
        primary = description["target"].get("primary_entities_only", True)
        assert primary is condition._primary_entities_only  # type: ignore[attr-defined]
