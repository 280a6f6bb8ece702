"""Conditions, in automations that Home Assistant runs."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_capture_events

from homeassistant.components.automation import DOMAIN as AUTOMATION_DOMAIN
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.helpers.condition import async_get_all_descriptions
from homeassistant.setup import async_setup_component

from custom_components.jingl.condition import CONDITIONS
from custom_components.jingl.const import DOMAIN
from simulator.faults import StatusCode
from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance, state_of

ENTITIES = {
    "is_in_call": "binary_sensor.{}_in_call",
    "is_ringing": "sensor.{}_status",
    "is_idle": "sensor.{}_status",
    "is_registered": "binary_sensor.{}_registered",
}
HANDSETS = {"100": "reception", "101": "sales", "102": "workshop"}


async def automate(hass: HomeAssistant, *conditions: dict[str, Any]) -> None:
    """Set up an automation per condition, which "check" runs."""
    assert await async_setup_component(
        hass,
        AUTOMATION_DOMAIN,
        {
            AUTOMATION_DOMAIN: [
                {
                    "alias": f"Test {number}",
                    "triggers": {"trigger": "event", "event_type": "check"},
                    "conditions": condition,
                    "actions": {
                        "event": "passed",
                        "event_data": {"condition": condition["condition"]},
                    },
                }
                for number, condition in enumerate(conditions)
            ]
        },
    )
    # Also for the polls that are due since a test froze the time.
    await hass.async_block_till_done(wait_background_tasks=True)


async def passed(hass: HomeAssistant) -> set[str]:
    """Return which conditions pass now."""
    events = async_capture_events(hass, "passed")
    hass.bus.async_fire("check")
    await hass.async_block_till_done()
    return {event.data["condition"].removeprefix("jingl.") for event in events}


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


def call(account: Account) -> None:
    account.incoming_call("0409123456", "100")


def talk(account: Account) -> None:
    call(account)
    account.answer("100")


def hold(account: Account) -> None:
    talk(account)
    account.hold("100")


@pytest.mark.usefixtures("loaded")
class TestStates:
    """When each condition passes."""

    @pytest.mark.parametrize(
        ("act", "expected"),
        [
            (lambda _: None, {"is_idle", "is_registered"}),
            (call, {"is_in_call", "is_ringing", "is_registered"}),
            (talk, {"is_in_call", "is_registered"}),
            (hold, {"is_in_call", "is_registered"}),
            (
                lambda account: account.place_call("100", "0409123456"),
                {"is_in_call", "is_registered"},
            ),
            (lambda account: account.handsets["100"].unregister(), set[str]()),
            # Another handset's call is none of this one's.
            (
                lambda account: account.incoming_call("0409123456", "101"),
                {"is_idle", "is_registered"},
            ),
        ],
        ids=["idle", "ringing", "talking", "holding", "calling", "off", "other"],
    )
    async def test_what_a_handset_does(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        act: Callable[[Account], object],
        expected: set[str],
    ) -> None:
        await automate(hass, *map(of, CONDITIONS))
        act(account)
        await advance(16)
        assert await passed(hass) == expected

    @pytest.mark.parametrize("name", CONDITIONS)
    async def test_nothing_passes_of_a_handset_that_is_unavailable(
        self, hass: HomeAssistant, server: Server, advance: Advance, name: str
    ) -> None:
        await automate(hass, of(name))
        server.add_fault(StatusCode(503))
        await advance(16)
        assert state_of(hass, ENTITIES[name].format("reception")) == STATE_UNAVAILABLE
        assert await passed(hass) == set()


@pytest.mark.usefixtures("loaded")
class TestOptions:
    """What the options change."""

    async def test_one_of_several_handsets_is_enough_unless_all_are_asked_for(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        every = of("is_idle", *HANDSETS, behavior="all")
        await automate(
            hass,
            of("is_in_call", *HANDSETS),
            of("is_ringing", *HANDSETS, behavior="any"),
            every,
            of("is_registered", *HANDSETS, behavior="all"),
        )
        assert await passed(hass) == {"is_idle", "is_registered"}
        call(account)
        await advance(16)
        assert await passed(hass) == {"is_in_call", "is_ringing", "is_registered"}
        account.handsets["102"].unregister()
        await advance(3)
        assert await passed(hass) == {"is_in_call", "is_ringing"}

    async def test_the_state_must_last_if_asked_for(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        talk(account)
        await advance(16)
        await automate(
            hass,
            of("is_in_call", for_="00:01:00"),
            of("is_registered", for_={"minutes": 1}),
            of("is_ringing", for_=60),
            of("is_idle", for_=60),
        )
        assert await passed(hass) == set()
        await advance(50)
        assert await passed(hass) == {"is_registered"}
        account.hold("100")  # still in the call
        await advance(12)
        assert await passed(hass) == {"is_in_call", "is_registered"}
        account.hang_up("100")
        await advance(3)
        assert await passed(hass) == {"is_registered"}
        await advance(61)
        assert await passed(hass) == {"is_idle", "is_registered"}

    @pytest.mark.parametrize(
        "condition",
        [
            of("is_idle", behavior="each"),
            of("is_idle", for_="long"),
            of("is_idle", for_=-1),
            of("is_in_call", direction="inbound"),
            {"condition": "jingl.is_idle"},
            at("is_busy", {"entity_id": "sensor.reception_status"}),
        ],
        ids=str,
    )
    async def test_wrong_options_are_refused(
        self, hass: HomeAssistant, condition: dict[str, Any]
    ) -> None:
        await automate(hass, condition)
        assert state_of(hass, "automation.test_0") == STATE_UNAVAILABLE


@pytest.fixture
def device(loaded: MockConfigEntry, device_registry: dr.DeviceRegistry) -> dr.DeviceEntry:
    """Return Reception's device."""
    device = device_registry.async_get_device_by_identifier(
        (DOMAIN, "mycompany_100"), loaded.entry_id
    )
    assert device
    return device


class TestTargets:
    """Whose state is tested."""

    @pytest.mark.parametrize("behavior", ["any", "all"])
    @pytest.mark.parametrize("kind", ["device", "area", "floor", "label"])
    async def test_a_target_stands_for_its_handsets(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        device: dr.DeviceEntry,
        device_registry: dr.DeviceRegistry,
        kind: str,
        behavior: str,
    ) -> None:
        floor = fr.async_get(hass).async_create("Ground").floor_id
        area = ar.async_get(hass).async_create("Lobby", floor_id=floor).id
        label = lr.async_get(hass).async_create("Phones").label_id
        device_registry.async_update_device(device.id, area_id=area, labels={label})
        targets = {
            "device": {"device_id": device.id},
            "area": {"area_id": area},
            "floor": {"floor_id": floor},
            "label": {"label_id": label},
        }
        await automate(hass, *(at(name, targets[kind], behavior=behavior) for name in CONDITIONS))
        account.incoming_call("0409123456", "101")
        await advance(16)
        assert await passed(hass) == {"is_idle", "is_registered"}
        account.incoming_call("0409123456", "100")
        await advance(3)
        assert await passed(hass) == {"is_in_call", "is_ringing", "is_registered"}

    async def test_no_other_entity_ever_counts(
        self, hass: HomeAssistant, device: dr.DeviceEntry, entity_registry: er.EntityRegistry
    ) -> None:
        strangers = {
            "binary_sensor.nobodys": STATE_ON,
            "sensor.nobodys": "ringing",
            # Our own, but of another kind.
            "sensor.reception_other_party": "ringing",
        }
        for domain, key, state in (
            ("binary_sensor", "in_call", STATE_ON),
            ("binary_sensor", "registered", STATE_ON),
            ("sensor", "status", "idle"),
        ):
            entry = entity_registry.async_get_or_create(
                domain, "another", f"mycompany_100_{key}", device_id=device.id, translation_key=key
            )
            strangers[entry.entity_id] = state
        for entity_id, state in strangers.items():
            hass.states.async_set(entity_id, state)
        for name in CONDITIONS:  # ours say the opposite
            hass.states.async_set(ENTITIES[name].format("reception"), STATE_OFF)
        target = {"device_id": device.id, "entity_id": list(strangers)}
        await automate(hass, *(at(name, target) for name in CONDITIONS))
        assert await passed(hass) == set()


@pytest.mark.usefixtures("loaded")
async def test_every_condition_is_described_for_the_editor(hass: HomeAssistant) -> None:
    await automate(hass, of("is_idle"))
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
