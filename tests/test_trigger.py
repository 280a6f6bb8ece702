"""Triggers, in automations that Home Assistant runs."""

from collections.abc import Callable
from datetime import timedelta
import inspect
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    mock_restore_cache_with_extra_data,
)

from homeassistant.components.automation import DOMAIN as AUTOMATION_DOMAIN
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import Event, HomeAssistant, State
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.helpers.trigger import StatelessEntityTriggerBase, async_get_all_descriptions
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from custom_components.jingl.const import DOMAIN
from custom_components.jingl.trigger import TRIGGERS, HandsetOfflineTrigger
from simulator.faults import StatusCode
from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance, state_of
from tests.contacts import Contacts

CALL = "event.reception_call"
REGISTRATION = "event.reception_registration"
CALLS = [name for name in TRIGGERS if name.startswith("call_")]
AUTOMATION = "automation.test"

type Fired = list[Event[dict[str, Any]]]


async def automate(hass: HomeAssistant, *triggers: dict[str, Any]) -> Fired:
    """Set up an automation that tells what triggered it."""
    fired: Fired = async_capture_events(hass, "fired")
    trigger_ids = [{"id": trigger["trigger"], **trigger} for trigger in triggers]
    action = {
        "event": "fired",
        "event_data": {
            "id": "{{ trigger.id }}",
            "entity": "{{ trigger.entity_id }}",
            "number": "n{{ trigger.to_state.attributes.number }}",
        },
    }
    assert await async_setup_component(
        hass,
        AUTOMATION_DOMAIN,
        {
            AUTOMATION_DOMAIN: {
                "alias": "Test",
                "mode": "queued",
                "triggers": trigger_ids,
                "actions": [action],
            }
        },
    )
    # Also for the polls that are due since a test froze the time.
    await hass.async_block_till_done(wait_background_tasks=True)
    return fired


def on(
    name: str, entity_id: str | None = None, target: dict[str, Any] | None = None, **options: Any
) -> dict[str, Any]:
    """Return a trigger, by default Reception's; `for_` is the option that is a word of Python."""
    entity = entity_id or (CALL if name.startswith("call_") else REGISTRATION)
    return {
        "trigger": f"jingl.{name}",
        "target": target or {"entity_id": entity},
        "options": {key.rstrip("_"): value for key, value in options.items()},
    }


def names(fired: Fired) -> list[str]:
    """Return what was triggered, oldest first, and forget it."""
    triggered = [event.data["id"].removeprefix("jingl.") for event in fired]
    fired.clear()
    return triggered


@pytest.fixture
def device(loaded: MockConfigEntry, device_registry: dr.DeviceRegistry) -> dr.DeviceEntry:
    """Return Reception's device."""
    device = device_registry.async_get_device_by_identifier(
        (DOMAIN, "mycompany_100"), loaded.entry_id
    )
    assert device
    return device


@pytest.fixture
def targets(
    hass: HomeAssistant, device: dr.DeviceEntry, device_registry: dr.DeviceRegistry
) -> dict[str, dict[str, str]]:
    """Return everything that stands for Reception but its entities."""
    floor = fr.async_get(hass).async_create("Ground")
    area = ar.async_get(hass).async_create("Lobby", floor_id=floor.floor_id)
    label = lr.async_get(hass).async_create("Phones")
    device_registry.async_update_device(device.id, area_id=area.id, labels={label.label_id})
    return {
        "device": {"device_id": device.id},
        "area": {"area_id": area.id},
        "floor": {"floor_id": floor.floor_id},
        "label": {"label_id": label.label_id},
    }


@pytest.mark.usefixtures("loaded")
class TestCalls:
    """Which calls trigger what."""

    async def test_a_call_from_ring_to_end(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        fired = await automate(hass, *map(on, CALLS))
        account.incoming_call("0409123456", "100")
        await advance(16)
        assert [event.data for event in fired] == [
            {"id": "jingl.call_incoming", "entity": CALL, "number": "n0409123456"}
        ]
        assert names(fired) == ["call_incoming"]
        account.answer("100")
        await advance(3)
        assert names(fired) == ["call_answered"]
        account.hold("100")
        await advance(3)
        account.resume("100")
        await advance(3)
        assert names(fired) == []
        account.hang_up("100")
        await advance(3)
        assert names(fired) == ["call_ended"]

    async def test_an_outgoing_call(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        fired = await automate(hass, *map(on, CALLS))
        account.place_call("100", "0409123456")
        await advance(16)
        assert names(fired) == ["call_outgoing"]
        account.remote_answer("100")
        await advance(3)
        assert names(fired) == ["call_answered"]

    async def test_a_missed_call(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        fired = await automate(hass, *map(on, CALLS))
        account.incoming_call("0409123456", "100")
        await advance(16)
        account.send_to_voicemail("100")
        await advance(3)
        assert names(fired) == ["call_incoming", "call_missed"]

    async def test_the_first_event_ever_and_a_second_alike_trigger(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        fired = await automate(hass, on("call_incoming"))
        for _ in range(2):
            account.incoming_call("0409123456", "100")
            await advance(16)
            account.hang_up("100")
            await advance(16)
        assert names(fired) == ["call_incoming", "call_incoming"]

    async def test_every_event_of_one_poll_triggers(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        fired = await automate(hass, *map(on, CALLS))
        account.incoming_call("0409123456", "100")
        account.answer("100")
        await advance(16)
        assert names(fired) == ["call_incoming", "call_answered"]

        account.hang_up("100")
        account.place_call("100", "0412345678")
        account.remote_answer("100")
        await advance(3)
        assert names(fired) == ["call_ended", "call_outgoing", "call_answered"]

    async def test_a_call_between_handsets_triggers_at_each_end(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        fired = await automate(
            hass, *(on(name, "event.sales_call") for name in CALLS), on("call_outgoing")
        )
        account.place_call("100", "101")
        await advance(16)
        assert sorted((event.data["id"], event.data["entity"]) for event in fired) == [
            ("jingl.call_incoming", "event.sales_call"),
            ("jingl.call_outgoing", CALL),
        ]

    async def test_a_new_name_of_the_entities_triggers_nothing(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        entity_registry: er.EntityRegistry,
    ) -> None:
        account.incoming_call("0409123456", "100")
        await advance(16)
        account.handsets["100"].unregister()
        await advance(3)
        fired = await automate(hass, *map(on, TRIGGERS))
        for entity_id in (CALL, REGISTRATION):
            entity_registry.async_update_entity(entity_id, name="New")
        await hass.async_block_till_done()
        state = hass.states.get(CALL)
        assert state
        assert state.attributes["event_type"] == "missed"
        assert "New" in state.name
        assert names(fired) == []

    async def test_no_call_no_trigger(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        fired = await automate(hass, *map(on, TRIGGERS))
        account.incoming_call("0409123456", "101")  # another handset's
        await advance(16)
        assert names(fired) == []


@pytest.mark.usefixtures("loaded")
class TestOptions:
    """Which calls the options let pass."""

    @pytest.mark.parametrize(
        ("direction", "outside", "colleague"),
        [("inbound", 1, 0), ("internal", 0, 1), (None, 1, 1)],
    )
    @pytest.mark.parametrize("name", ["call_incoming", "call_missed"])
    async def test_the_direction_of_a_call_to_the_handset(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        name: str,
        direction: str | None,
        outside: int,
        colleague: int,
    ) -> None:
        options: dict[str, Any] = {"direction": direction} if direction else {}
        fired = await automate(hass, on(name, **options))
        account.incoming_call("0409123456", "100")
        await advance(16)
        account.hang_up("100")
        await advance(3)
        assert len(names(fired)) == outside
        account.place_call("101", "100")
        await advance(16)
        account.hang_up("101")
        await advance(3)
        assert len(names(fired)) == colleague

    @pytest.mark.parametrize(
        ("direction", "outside", "colleague"),
        [("outbound", 1, 0), ("internal", 0, 1), (None, 1, 1)],
    )
    @pytest.mark.parametrize("name", ["call_outgoing", "call_answered", "call_ended"])
    async def test_the_direction_of_a_call_from_the_handset(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        name: str,
        direction: str | None,
        outside: int,
        colleague: int,
    ) -> None:
        options: dict[str, Any] = {"direction": direction} if direction else {}
        fired = await automate(hass, on(name, **options))
        account.place_call("100", "0409123456")
        account.remote_answer("100")
        await advance(16)
        account.hang_up("100")
        await advance(3)
        assert len(names(fired)) == outside
        account.place_call("100", "101")
        await advance(16)
        account.answer("101")
        await advance(3)
        account.hang_up("100")
        await advance(3)
        assert len(names(fired)) == colleague

    @pytest.mark.parametrize(
        ("other_party", "passes"),
        [
            ("0409 123 456", True),
            ("+61409123456", True),
            ("04*", True),
            ("0412345678", False),
            ("03*", False),
            ("Sales", False),
        ],
    )
    @pytest.mark.parametrize("name", ["call_incoming", "call_answered", "call_ended"])
    async def test_the_number_of_the_other_party(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        name: str,
        other_party: str,
        passes: bool,
    ) -> None:
        fired = await automate(hass, on(name, other_party=other_party))
        account.incoming_call("0409123456", "100")
        account.answer("100")
        await advance(16)
        account.hang_up("100")
        await advance(3)
        assert names(fired) == [name] * passes

    @pytest.mark.parametrize(
        ("other_party", "passes"),
        [("sales", True), ("S*", True), ("101", True), (101, True), ("Workshop", False)],
    )
    async def test_a_colleague_by_name_or_extension(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        other_party: str | int,
        passes: bool,
    ) -> None:
        fired = await automate(hass, on("call_incoming", other_party=other_party))
        account.place_call("101", "100")
        await advance(16)
        assert names(fired) == ["call_incoming"] * passes

    @pytest.mark.parametrize(
        ("other_party", "passes"),
        [
            ("Jane Smith", True),
            ("*smith*", True),
            ("Jane*", True),
            ("0409 123 456", True),
            ("Mum", False),
            ("Bob", False),
        ],
    )
    @pytest.mark.parametrize("name", ["call_incoming", "call_answered", "call_ended"])
    async def test_a_contact_by_name_or_number(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        account: Account,
        advance: Advance,
        name: str,
        other_party: str,
        passes: bool,
    ) -> None:
        contacts = Contacts(hass, loaded)
        contacts.add("Jane Smith", "0409 123 456", aliases=["Mum"])
        contacts.add("Bob", "0412 345 678")
        fired = await automate(hass, on(name, other_party=other_party))
        account.incoming_call("+61409123456", "100")
        account.answer("100")
        await advance(16)
        account.hang_up("100")
        await advance(3)
        assert names(fired) == [name] * passes

    async def test_a_contact_that_is_renamed_is_called_so_from_the_next_event_on(
        self, hass: HomeAssistant, loaded: MockConfigEntry, account: Account, advance: Advance
    ) -> None:
        contacts = Contacts(hass, loaded)
        fired = await automate(
            hass,
            *(on(name, other_party="Jane*") for name in CALLS),
            on("call_ended", other_party="Bob") | {"id": "bob"},
        )
        account.incoming_call("0409123456", "100")
        await advance(16)
        assert names(fired) == []
        jane = contacts.add("Jane", "0409 123 456")
        await hass.async_block_till_done()
        assert names(fired) == [], "a new name is no event"
        account.answer("100")
        await advance(3)
        assert names(fired) == ["call_answered"]
        contacts.change(jane, "Bob")
        account.hang_up("100")
        await advance(3)
        assert names(fired) == ["bob"]

    @pytest.mark.parametrize(
        ("minimum", "passes"),
        [("00:00:00", 2), ({"seconds": 30}, 2), (45, 1), ("00:01:00", 1), ({"minutes": 5}, 0)],
    )
    async def test_the_duration_of_a_call_that_ended(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        minimum: object,
        passes: int,
    ) -> None:
        fired = await automate(hass, on("call_ended", minimum_duration=minimum))
        for seconds in (30, 60):
            account.incoming_call("0409123456", "100")
            account.answer("100")
            await advance(16)
            await advance(seconds - 16)
            account.hang_up("100")
            await advance(3)
        assert len(names(fired)) == passes

    async def test_all_options_must_be_met(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        both: dict[str, Any] = {"other_party": "04*", "direction": "inbound"}
        fired = await automate(
            hass,
            on("call_ended", **both),
            on("call_ended", **both, minimum_duration="01:00:00") | {"id": "too_long"},
            on("call_ended", **{**both, "direction": "outbound"}) | {"id": "other_way"},
        )
        account.incoming_call("0409123456", "100")
        account.answer("100")
        await advance(16)
        account.hang_up("100")
        await advance(3)
        assert names(fired) == ["call_ended"]

    @pytest.mark.parametrize(
        "trigger",
        [
            on("call_incoming", direction="outbound"),  # cannot be
            on("call_missed", direction="outbound"),
            on("call_outgoing", direction="inbound"),
            on("call_answered", direction="sideways"),
            on("call_incoming", other_party=""),
            on("call_incoming", other_party="  "),
            on("call_incoming", other_party=412345678),  # lost its leading zero
            on("call_incoming", other_party=["101"]),
            on("call_incoming", minimum_duration=5),
            on("call_ended", minimum_duration=-5),
            on("call_ended", minimum_duration="long"),
            on("call_ended", behavior="all"),
            on("handset_offline", other_party="101"),
            on("handset_offline", for_=-5),
            {"trigger": "jingl.call_incoming"},
            {"trigger": "jingl.call_transferred", "target": {"entity_id": CALL}},
        ],
        ids=str,
    )
    async def test_wrong_options_are_refused(
        self, hass: HomeAssistant, trigger: dict[str, Any]
    ) -> None:
        await automate(hass, trigger)
        assert state_of(hass, AUTOMATION) == STATE_UNAVAILABLE


class TestTargets:
    """Whose calls trigger."""

    @pytest.mark.parametrize("kind", ["device", "area", "floor", "label"])
    async def test_a_target_stands_for_its_handsets(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        targets: dict[str, dict[str, str]],
        kind: str,
    ) -> None:
        fired = await automate(hass, *(on(name, target=targets[kind]) for name in TRIGGERS))
        for extension in ("100", "101"):
            account.incoming_call("0409123456", extension)
            account.answer(extension)
        await advance(16)
        assert [event.data["entity"] for event in fired] == [CALL, CALL]
        assert names(fired) == ["call_incoming", "call_answered"]

        for extension in ("100", "101"):
            account.handsets[extension].unregister()
        await advance(3)
        assert sorted((event.data["id"], event.data["entity"]) for event in fired) == [
            ("jingl.call_ended", CALL),
            ("jingl.handset_offline", REGISTRATION),
        ]
        fired.clear()
        account.handsets["100"].register("1.2.3.4:5")
        await advance(16)
        assert names(fired) == ["handset_online"]

    @pytest.mark.usefixtures("loaded")
    async def test_an_entity_by_its_label(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        entity_registry: er.EntityRegistry,
    ) -> None:
        label = lr.async_get(hass).async_create("VIP").label_id
        entity_registry.async_update_entity("event.sales_call", labels={label})
        fired = await automate(hass, on("call_incoming", target={"label_id": label}))
        account.incoming_call("0409123456", "100")
        account.incoming_call("0409123456", "101")
        await advance(16)
        assert [event.data["entity"] for event in fired] == ["event.sales_call"]

    @pytest.mark.usefixtures("loaded")
    async def test_a_handset_that_joins_the_area_later_triggers(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        device: dr.DeviceEntry,
        device_registry: dr.DeviceRegistry,
    ) -> None:
        area = ar.async_get(hass).async_create("Lobby").id
        fired = await automate(hass, on("call_incoming", target={"area_id": area}))
        device_registry.async_update_device(device.id, area_id=area)
        account.incoming_call("0409123456", "100")
        await advance(16)
        assert names(fired) == ["call_incoming"]

    async def test_an_automation_that_starts_before_the_account_works(
        self,
        hass: HomeAssistant,
        entry: MockConfigEntry,
        account: Account,
        advance: Advance,
    ) -> None:
        fired = await automate(hass, on("call_incoming"))
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        account.incoming_call("0409123456", "100")
        await advance(16)
        assert names(fired) == ["call_incoming"]

    async def test_no_other_entity_ever_triggers(
        self,
        hass: HomeAssistant,
        device: dr.DeviceEntry,
        entity_registry: er.EntityRegistry,
    ) -> None:
        """Neither an entity of another integration on our device, nor one without registration."""
        other = entity_registry.async_get_or_create(
            "event",
            "another",
            "mycompany_100_call",
            device_id=device.id,
            translation_key="call",
            suggested_object_id="another",
        ).entity_id
        strangers = [other, "event.nobodys", "event.reception_other"]
        entity_registry.async_get_or_create(
            "event",
            DOMAIN,
            "mycompany_100_other",
            device_id=device.id,
            suggested_object_id="reception_other",
        )
        target = {"device_id": device.id, "entity_id": [CALL, REGISTRATION, *strangers]}
        fired = await automate(hass, *(on(name, target=target) for name in TRIGGERS))
        for entity_id in strangers:
            for number, event_type in enumerate(
                ("incoming", "missed", "ended", "unregistered", "registered")
            ):
                moment = dt_util.utcnow() + timedelta(seconds=number)
                hass.states.async_set(entity_id, moment.isoformat(), {"event_type": event_type})
                await hass.async_block_till_done()
        assert names(fired) == []

    @pytest.mark.usefixtures("loaded")
    async def test_the_wrong_kind_of_our_entities_does_not_trigger(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        fired = await automate(
            hass,
            *(on(name, REGISTRATION) for name in CALLS),
            on("handset_offline", CALL),
            on("call_incoming", "sensor.reception_status"),
        )
        account.incoming_call("0409123456", "100")
        await advance(16)
        account.handsets["100"].unregister()
        await advance(16)
        assert names(fired) == []


@pytest.fixture
def outage(server: Server, advance: Advance) -> Callable[..., Any]:
    """Return a function that lets Jingl fail for a while, during which something may happen."""

    async def outage(meanwhile: Callable[[], object] = lambda: None) -> None:
        server.add_fault(StatusCode(503))
        await advance(16)
        meanwhile()
        await advance(16)
        server.clear_faults()
        await advance(16)

    return outage


@pytest.mark.usefixtures("loaded")
class TestOutages:
    """What an outage of Jingl and a restart do not trigger."""

    async def test_an_outage_triggers_nothing(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        outage: Callable[..., Any],
    ) -> None:
        account.incoming_call("0409123456", "100")
        account.answer("100")
        await advance(16)
        account.handsets["101"].unregister()
        await advance(3)
        entities = [CALL, REGISTRATION, "event.sales_registration"]
        fired = await automate(
            hass, *(on(name, target={"entity_id": entities}) for name in TRIGGERS)
        )
        seen: list[str] = []
        await outage(lambda: seen.extend(state_of(hass, each) for each in entities))
        assert seen == [STATE_UNAVAILABLE] * 3
        assert state_of(hass, CALL) != STATE_UNAVAILABLE
        assert names(fired) == []

    async def test_what_happened_during_an_outage_triggers_after_it(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        outage: Callable[..., Any],
    ) -> None:
        fired = await automate(hass, *map(on, TRIGGERS))
        account.incoming_call("0409123456", "100")
        account.answer("100")
        await advance(16)
        assert names(fired) == ["call_incoming", "call_answered"]
        await outage(account.handsets["100"].unregister)
        assert sorted(names(fired)) == ["call_ended", "handset_offline"]
        await outage(lambda: account.handsets["100"].register("1.2.3.4:5"))
        assert names(fired) == ["handset_online"]

    async def test_a_reload_triggers_nothing(
        self, hass: HomeAssistant, account: Account, advance: Advance, loaded: MockConfigEntry
    ) -> None:
        account.incoming_call("0409123456", "100")
        await advance(16)
        account.handsets["100"].unregister()
        await advance(3)
        fired = await automate(hass, *map(on, TRIGGERS))
        assert await hass.config_entries.async_reload(loaded.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        assert names(fired) == []


async def test_the_last_event_before_a_restart_triggers_nothing(
    hass: HomeAssistant, entry: MockConfigEntry, account: Account, advance: Advance
) -> None:
    account.handsets["100"].unregister()
    last = dt_util.utcnow().isoformat(timespec="milliseconds")
    mock_restore_cache_with_extra_data(
        hass,
        [
            (State(entity_id, last), {"last_event_type": event_type, "last_event_attributes": {}})
            for entity_id, event_type in ((CALL, "missed"), (REGISTRATION, "unregistered"))
        ],
    )
    fired = await automate(hass, *map(on, TRIGGERS))
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert state_of(hass, CALL) == last
    assert state_of(hass, REGISTRATION) == last
    await advance(16)
    assert names(fired) == []

    account.handsets["100"].register("1.2.3.4:5")
    account.incoming_call("0409123456", "100")
    await advance(16)
    assert sorted(names(fired)) == ["call_incoming", "handset_online"]


@pytest.mark.usefixtures("loaded")
class TestRegistration:
    """When a handset is offline, and when it is back."""

    async def test_a_phone_that_goes_and_comes(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        fired = await automate(hass, on("handset_offline"), on("handset_online"))
        account.handsets["100"].unregister()
        await advance(16)
        await advance(16)
        assert names(fired) == ["handset_offline"]
        # From elsewhere, so that the event that its address is another comes at once.
        account.handsets["100"].register("1.2.3.4:5")
        await advance(16)
        assert names(fired) == ["handset_online"]
        account.handsets["100"].register("5.6.7.8:9")
        await advance(16)
        assert names(fired) == []

    async def test_it_must_last_if_asked_for(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        fired = await automate(
            hass,
            on("handset_offline", for_={"minutes": 1}),
            on("handset_online", for_="00:01:00"),
        )
        account.handsets["100"].unregister()
        await advance(16)
        await advance(40)
        assert names(fired) == []
        # Back before the minute is over, and from elsewhere.
        account.handsets["100"].register("1.2.3.4:5")
        await advance(16)
        await advance(40)
        account.handsets["100"].register("5.6.7.8:9")
        await advance(10)
        assert names(fired) == []
        await advance(30)
        assert names(fired) == ["handset_online"]

        account.handsets["100"].unregister()
        await advance(16)
        await advance(70)
        await advance(70)
        assert names(fired) == ["handset_offline"]

    async def test_each_handset_has_its_own_time(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        both = {"entity_id": [REGISTRATION, "event.sales_registration"]}
        fired = await automate(hass, on("handset_offline", target=both, for_="00:01:00"))
        account.handsets["100"].unregister()
        await advance(16)
        account.handsets["101"].unregister()
        await advance(16)
        await advance(45)
        assert [event.data["entity"] for event in fired] == [REGISTRATION]
        await advance(16)
        assert len(fired) == 2

    async def test_a_short_outage_does_not_stop_the_time(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        outage: Callable[..., Any],
    ) -> None:
        fired = await automate(hass, on("handset_offline", for_="00:02:00"))
        account.handsets["100"].unregister()
        await advance(16)
        await outage()
        assert names(fired) == []
        await advance(60)
        await advance(16)
        assert names(fired) == ["handset_offline"]

    async def test_a_phone_that_is_back_after_an_outage_is_not_reported(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        outage: Callable[..., Any],
    ) -> None:
        fired = await automate(hass, on("handset_offline", for_="00:02:00"))
        account.handsets["100"].unregister()
        await advance(16)
        await outage(lambda: account.handsets["100"].register("1.2.3.4:5"))
        await advance(200)
        assert names(fired) == []

    async def test_the_time_ends_with_the_account(
        self, hass: HomeAssistant, account: Account, advance: Advance, loaded: MockConfigEntry
    ) -> None:
        fired = await automate(hass, on("handset_offline", for_="00:02:00"))
        account.handsets["100"].unregister()
        await advance(16)
        assert await hass.config_entries.async_unload(loaded.entry_id)
        account.handsets["100"].register("1.2.3.4:5")
        assert await hass.config_entries.async_setup(loaded.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        await advance(200)
        assert names(fired) == []

    async def test_a_handset_that_is_removed_is_not_reported(
        self, hass: HomeAssistant, account: Account, advance: Advance, device: dr.DeviceEntry
    ) -> None:
        fired = await automate(hass, on("handset_offline", for_="00:10:00"))
        account.handsets["100"].unregister()
        await advance(16)
        account.remove_handset("100")
        await advance(301)
        await advance(16)
        assert dr.async_get(hass).async_get(device.id) is None
        await advance(400)
        assert names(fired) == []


@pytest.mark.usefixtures("loaded")
async def test_every_trigger_is_described_for_the_editor(hass: HomeAssistant) -> None:
    await automate(hass, on("call_incoming"))
    descriptions = await async_get_all_descriptions(hass)
    described = {name: each for name, each in descriptions.items() if name.startswith("jingl.")}
    assert set(described) == {f"jingl.{name}" for name in TRIGGERS}
    for name, trigger in TRIGGERS.items():
        description = described[f"jingl.{name}"]
        assert description
        assert description["target"]["entity"] == [{"integration": DOMAIN, "domain": ["event"]}]
        primary = description["target"].get("primary_entities_only", True)
        assert primary is trigger._primary_entities_only  # type: ignore[attr-defined]


def test_home_assistant_has_the_private_method_that_keeps_the_time_through_an_outage() -> None:
    ours, its = (
        inspect.signature(trigger._cancel_invalidated_timers)
        for trigger in (HandsetOfflineTrigger, StatelessEntityTriggerBase)
    )
    assert ours == its
