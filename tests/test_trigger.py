"""Triggers, in automations that Home Assistant runs."""

from datetime import timedelta
import inspect
from itertools import product
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    mock_restore_cache_with_extra_data,
)

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    label_registry as lr,
)
from homeassistant.helpers.trigger import StatelessEntityTriggerBase, async_get_all_descriptions
from homeassistant.util import dt as dt_util

from custom_components.jingl.const import DOMAIN
from custom_components.jingl.trigger import TRIGGERS, HandsetOfflineTrigger
from simulator.server import Server
from simulator.state import Account
from tests.automations import (
    AUTOMATION,
    HOLD,
    LET_LEAVE_A_MESSAGE,
    NUMBER,
    PICK_UP,
    PLACE,
    RESUME,
    Act,
    Office,
    answer,
    call,
    come_online,
    go_offline,
    hang_up,
    ring,
    tell,
)
from tests.conftest import Advance, state_of
from tests.contacts import Contacts

CALL = "event.reception_call"
REGISTRATION = "event.reception_registration"
CALLS = [name for name in TRIGGERS if name.startswith("call_")]
SALES_CALL = "event.sales_call"
SALES_REGISTRATION = "event.sales_registration"


@pytest.fixture
def closed_office(
    hass: HomeAssistant, account: Account, server: Server, advance: Advance
) -> Office:
    """Return an office whose account is not set up yet."""
    return Office(hass, account, server, advance)


@pytest.fixture
def office(closed_office: Office, loaded: MockConfigEntry) -> Office:
    return closed_office


async def automate(office: Office, *triggers: dict[str, Any]) -> None:
    """Set up an automation that tells what triggered it, and where if not at Reception's phone."""
    where = "{{ ' at ' ~ trigger.entity_id if 'reception' not in trigger.entity_id }}"
    await office.automate(
        {
            "mode": "queued",
            "triggers": [{"id": trigger["trigger"], **trigger} for trigger in triggers],
            "actions": tell("{{ trigger.id }}" + where),
        }
    )


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


# Which calls trigger what

# What happens from poll to poll, and what each brings.
STORIES: dict[str, list[tuple[list[Act], list[str]]]] = {
    "a call from ring to end": [
        ([ring()], ["call_incoming"]),
        ([answer()], ["call_answered"]),
        ([HOLD], ["call_held"]),
        ([RESUME], ["call_resumed"]),
        ([hang_up()], ["call_ended"]),
    ],
    "an outgoing call": [([PLACE], ["call_outgoing"]), ([PICK_UP], ["call_answered"])],
    "a missed call": [([ring()], ["call_incoming"]), ([LET_LEAVE_A_MESSAGE], ["call_missed"])],
    "a second call like the first": [
        ([ring()], ["call_incoming"]),
        ([hang_up()], ["call_missed"]),
        ([ring()], ["call_incoming"]),
    ],
    "several events of one poll": [
        ([ring(), answer()], ["call_incoming", "call_answered"]),
        ([hang_up(), PLACE, PICK_UP], ["call_ended", "call_outgoing", "call_answered"]),
    ],
    "another handset's call": [([ring("101")], [])],
    "a phone that goes and comes": [
        ([go_offline()], ["handset_offline"]),
        ([], []),
        ([come_online("1.2.3.4:5")], ["handset_online"]),
        ([come_online("5.6.7.8:9")], []),
    ],
}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
async def test_what_happens_triggers_once(
    office: Office, story: list[tuple[list[Act], list[str]]]
) -> None:
    await automate(office, *map(on, TRIGGERS))
    for acts, triggered in story:
        assert await office.after(*acts) == triggered


async def test_a_call_between_handsets_triggers_at_each_end(office: Office) -> None:
    await automate(office, *(on(name, SALES_CALL) for name in CALLS), on("call_outgoing"))
    triggered = await office.after(call("100", "101"))
    assert sorted(triggered) == [f"call_incoming at {SALES_CALL}", "call_outgoing"]


async def test_a_trigger_hands_on_the_event(office: Office) -> None:
    action = tell("{{ trigger.entity_id }} n{{ trigger.to_state.attributes.number }}")
    await office.automate({"triggers": on("call_incoming"), "actions": action})
    assert await office.after(ring()) == [f"{CALL} n{NUMBER}"]


async def test_a_new_name_of_the_entities_triggers_nothing(
    office: Office, entity_registry: er.EntityRegistry
) -> None:
    await office.after(ring())
    await office.after(go_offline())
    await automate(office, *map(on, TRIGGERS))
    for entity_id in (CALL, REGISTRATION):
        entity_registry.async_update_entity(entity_id, name="New")
    await office.hass.async_block_till_done()
    state = office.hass.states.get(CALL)
    assert state
    assert state.attributes["event_type"] == "missed"
    assert "New" in state.name
    assert office.heard() == []


# Which calls the options let pass

TO_THE_HANDSET = ("call_incoming", "call_missed")
FROM_THE_HANDSET = (
    "call_outgoing",
    "call_answered",
    "call_held",
    "call_resumed",
    "call_ended",
)


@pytest.mark.parametrize("let_pass", ["outside", "colleague", "both"])
@pytest.mark.parametrize("name", TO_THE_HANDSET + FROM_THE_HANDSET)
async def test_the_direction_of_a_call(office: Office, name: str, let_pass: str) -> None:
    if name in TO_THE_HANDSET:
        outside, word = [ring(), hang_up()], "inbound"
        colleague = [call("101", "100"), hang_up("101")]
    else:
        outside, word = [PLACE, PICK_UP, HOLD, RESUME, hang_up()], "outbound"
        colleague = [call("100", "101"), answer("101"), HOLD, RESUME, hang_up()]
    directions = {"outside": word, "colleague": "internal"}
    options: dict[str, Any] = {"direction": directions[let_pass]} if let_pass != "both" else {}
    await automate(office, on(name, **options))
    for acts, stopped_by in ((outside, "colleague"), (colleague, "outside")):
        triggered = [each for act in acts for each in await office.after(act)]
        assert triggered == [name] * (let_pass != stopped_by)


@pytest.mark.parametrize(
    ("caller", "other_party", "passes"),
    [
        (NUMBER, "0409 123 456", True),
        (NUMBER, "+61409123456", True),
        (NUMBER, "04*", True),
        (NUMBER, "0412345678", False),
        (NUMBER, "03*", False),
        (NUMBER, "Sales", False),
        # A colleague, who has a name and an extension.
        ("101", "sales", True),
        ("101", "S*", True),
        ("101", "101", True),
        ("101", 101, True),
        ("101", "Workshop", False),
        # A contact: the one with this number, and by no alias.
        ("+61409123456", "Jane Smith", True),
        ("+61409123456", "*smith*", True),
        ("+61409123456", "Jane*", True),
        ("+61409123456", "0409 123 456", True),
        ("+61409123456", "Mum", False),
        ("+61409123456", "Bob", False),
    ],
)
@pytest.mark.parametrize("name", ["call_incoming", "call_answered", "call_ended"])
async def test_who_the_other_party_is(
    office: Office,
    loaded: MockConfigEntry,
    name: str,
    caller: str,
    other_party: str | int,
    passes: bool,
) -> None:
    contacts = Contacts(office.hass, loaded)
    contacts.add("Bob", "0412 345 678")
    if caller != NUMBER:  # a number must do without a name
        contacts.add("Jane Smith", "0409 123 456", aliases=["Mum"])
    await automate(office, on(name, other_party=other_party))
    calls = call(caller, "100") if caller == "101" else ring(number=caller)
    acts = [calls, answer(), hang_up()]
    triggered = [each for act in acts for each in await office.after(act)]
    assert triggered == [name] * passes


@pytest.mark.parametrize("only_favourites", [True, False])
@pytest.mark.parametrize("name", CALLS)
async def test_only_calls_with_favourites(
    office: Office, loaded: MockConfigEntry, name: str, only_favourites: bool
) -> None:
    contacts = Contacts(office.hass, loaded)
    contacts.add("Jane", "0409 123 456", favourite=True)
    contacts.add_book("Book", ("Bob", "+61412345678"))
    contacts.add_book("Starred", ("Anna", "+61498765432"), favourite=True)
    await automate(office, on(name, only_favourites=only_favourites))
    passing = []
    for number in ("0409123456", "0412345678", "0498765432", "0455555555"):
        calls = {
            "call_outgoing": [call("100", number), hang_up()],
            "call_missed": [ring(number=number), hang_up()],
        }.get(name, [ring(number=number), answer(), HOLD, RESUME, hang_up()])
        triggered = [each for act in calls for each in await office.after(act)]
        passing += [number] * len(triggered)
    favourites = ["0409123456", "0498765432"]
    others = ["0412345678", "0455555555"]
    assert sorted(passing) == sorted(favourites + ([] if only_favourites else others))


async def test_a_contact_that_is_renamed_is_called_so_from_the_next_event_on(
    office: Office, loaded: MockConfigEntry
) -> None:
    contacts = Contacts(office.hass, loaded)
    bob = on("call_ended", other_party="Bob") | {"id": "bob"}
    await automate(office, *(on(name, other_party="Jane*") for name in CALLS), bob)
    assert await office.after(ring()) == []
    jane = contacts.add("Jane", "0409 123 456")
    await office.hass.async_block_till_done()
    assert office.heard() == [], "a new name is no event"
    assert await office.after(answer()) == ["call_answered"]
    contacts.change(jane, "Bob")
    assert await office.after(hang_up()) == ["bob"]


@pytest.mark.parametrize(
    ("minimum", "passes"),
    [("00:00:00", 2), ({"seconds": 30}, 2), (45, 1), ("00:01:00", 1), ({"minutes": 5}, 0)],
)
async def test_the_duration_of_a_call_that_ended(
    office: Office, minimum: object, passes: int
) -> None:
    await automate(office, on("call_ended", minimum_duration=minimum))
    triggered = []
    for seconds in (30, 60):
        await office.after(ring(), answer())
        await office.after(seconds=seconds - 16)
        triggered += await office.after(hang_up(), seconds=3)
    assert len(triggered) == passes


async def test_all_options_must_be_met(office: Office) -> None:
    both: dict[str, Any] = {"other_party": "04*", "direction": "inbound"}
    await automate(
        office,
        on("call_ended", **both),
        on("call_ended", **both, minimum_duration="01:00:00") | {"id": "too_long"},
        on("call_ended", **{**both, "direction": "outbound"}) | {"id": "other_way"},
    )
    await office.after(ring(), answer())
    assert await office.after(hang_up()) == ["call_ended"]


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
async def test_wrong_options_are_refused(office: Office, trigger: dict[str, Any]) -> None:
    await automate(office, trigger)
    assert state_of(office.hass, AUTOMATION) == STATE_UNAVAILABLE


# Whose calls trigger


@pytest.mark.parametrize("kind", ["device", "area", "floor", "label"])
async def test_a_target_stands_for_its_handsets(office: Office, kind: str) -> None:
    target = office.target(kind)
    await automate(office, *(on(name, target=target) for name in TRIGGERS))
    both = [act(extension) for act, extension in product((ring, answer), ("100", "101"))]
    assert await office.after(*both) == ["call_incoming", "call_answered"]
    triggered = await office.after(go_offline(), go_offline("101"))
    assert sorted(triggered) == ["call_ended", "handset_offline"]
    assert await office.after(come_online()) == ["handset_online"]


async def test_an_entity_by_its_label(office: Office, entity_registry: er.EntityRegistry) -> None:
    label = lr.async_get(office.hass).async_create("VIP").label_id
    entity_registry.async_update_entity(SALES_CALL, labels={label})
    await automate(office, on("call_incoming", target={"label_id": label}))
    assert await office.after(ring(), ring("101")) == [f"call_incoming at {SALES_CALL}"]


async def test_a_handset_that_joins_the_area_later_triggers(
    office: Office, device_registry: dr.DeviceRegistry
) -> None:
    area = ar.async_get(office.hass).async_create("Lobby").id
    await automate(office, on("call_incoming", target={"area_id": area}))
    device_registry.async_update_device(office.reception.id, area_id=area)
    assert await office.after(ring()) == ["call_incoming"]


async def test_an_automation_that_starts_before_the_account_works(
    hass: HomeAssistant, entry: MockConfigEntry, closed_office: Office
) -> None:
    await automate(closed_office, on("call_incoming"))
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await closed_office.after(ring()) == ["call_incoming"]


async def test_no_other_entity_ever_triggers(
    hass: HomeAssistant, office: Office, entity_registry: er.EntityRegistry
) -> None:
    device = office.reception.id
    label = lr.async_get(hass).async_create("Strangers").label_id
    strangers = []
    # Another integration's on our device, and our own of another kind.
    for platform, key in (("another", "call"), (DOMAIN, "other")):
        entry = entity_registry.async_get_or_create(
            "event", platform, f"mycompany_100_{key}", device_id=device, translation_key=key
        )
        entity_registry.async_update_entity(entry.entity_id, labels={label})
        strangers.append(entry.entity_id)
    target = {"device_id": device, "label_id": label}
    await automate(office, *(on(name, target=target) for name in TRIGGERS))
    types = ("incoming", "missed", "ended", "unregistered", "registered")
    for entity_id, (number, event_type) in product(strangers, enumerate(types)):
        moment = dt_util.utcnow() + timedelta(seconds=number)
        hass.states.async_set(entity_id, moment.isoformat(), {"event_type": event_type})
        await hass.async_block_till_done()
    assert office.heard() == []


def _doorbell(hass: HomeAssistant) -> dr.DeviceEntry:
    """Return the device of another integration's doorbell."""
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    return dr.async_get(hass).async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("other", "door")}, name="Front door"
    )


@pytest.mark.parametrize("name", ["call_missed", "handset_offline"])
@pytest.mark.parametrize("kind", ["device", "entity", "unregistered", "account", "count"])
async def test_a_target_that_is_no_handset_is_named(
    hass: HomeAssistant,
    office: Office,
    caplog: pytest.LogCaptureFixture,
    entity_registry: er.EntityRegistry,
    kind: str,
    name: str,
) -> None:
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    doorbell = _doorbell(hass)
    bell = entity_registry.async_get_or_create("event", "other", "bell", device_id=doorbell.id)
    hass.states.async_set("event.nobodys", "unknown")
    handset = {"entity_id": [CALL, REGISTRATION], "device_id": [office.reception.id]}
    targets: dict[str, tuple[dict[str, Any], str]] = {
        "device": ({"device_id": [office.reception.id, doorbell.id]}, "Front door"),
        "entity": ({**handset, "entity_id": [bell.entity_id]}, bell.entity_id),
        "unregistered": ({**handset, "entity_id": ["event.nobodys"]}, "event.nobodys"),
        "account": ({"device_id": [entry.runtime_data.account_device_id]}, "mycompany"),
        "count": ({"entity_id": "sensor.mycompany_active_calls"}, "sensor.mycompany_active_calls"),
    }
    target, named = targets[kind]
    await automate(office, on(name, target=target))
    assert state_of(hass, AUTOMATION) == STATE_UNAVAILABLE
    assert f"not a Jingl handset, nor an entity of one: {named}" in caplog.text


@pytest.mark.parametrize(
    ("name", "entity_id"),
    [
        ("call_missed", REGISTRATION),
        ("call_incoming", "sensor.reception_status"),
        ("handset_offline", CALL),
    ],
)
async def test_entities_of_another_kind_alone_are_refused(
    office: Office, caplog: pytest.LogCaptureFixture, name: str, entity_id: str
) -> None:
    await automate(office, on(name, entity_id))
    assert state_of(office.hass, AUTOMATION) == STATE_UNAVAILABLE
    assert f"of a Jingl handset: {entity_id}" in caplog.text


async def test_entities_of_another_kind_beside_the_right_one_do_not_trigger(
    office: Office,
) -> None:
    # One target serves triggers and conditions alike.
    target = {"entity_id": [CALL, REGISTRATION, "binary_sensor.reception_busy"]}
    await automate(office, *(on(name, target=target) for name in TRIGGERS))
    assert await office.after(ring()) == ["call_incoming"]


async def test_an_area_may_hold_anything_and_a_device_may_be_gone(
    hass: HomeAssistant, office: Office, device_registry: dr.DeviceRegistry
) -> None:
    target = office.target("area")
    device_registry.async_update_device(_doorbell(hass).id, area_id=target["area_id"])
    await automate(office, on("call_incoming", target={**target, "device_id": "gone"}))
    assert await office.after(ring()) == ["call_incoming"]


# What an outage of Jingl and a restart do not trigger


async def test_an_outage_triggers_nothing(hass: HomeAssistant, office: Office) -> None:
    await office.after(ring(), answer())
    await office.after(go_offline("101"))
    entities = [CALL, REGISTRATION, SALES_REGISTRATION]
    await automate(office, *(on(name, target={"entity_id": entities}) for name in TRIGGERS))
    seen: list[str] = []
    assert await office.outage(lambda _: seen.extend(state_of(hass, e) for e in entities)) == []
    assert seen == [STATE_UNAVAILABLE] * 3
    assert state_of(hass, CALL) != STATE_UNAVAILABLE


async def test_what_happened_during_an_outage_triggers_after_it(office: Office) -> None:
    await automate(office, *map(on, TRIGGERS))
    await office.after(ring(), answer())
    assert sorted(await office.outage(go_offline())) == ["call_ended", "handset_offline"]
    assert await office.outage(come_online()) == ["handset_online"]


async def test_a_reload_triggers_nothing(
    hass: HomeAssistant, office: Office, loaded: MockConfigEntry
) -> None:
    await office.after(ring())
    await office.after(go_offline())
    await automate(office, *map(on, TRIGGERS))
    assert await hass.config_entries.async_reload(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert office.heard() == []


async def test_the_last_event_before_a_restart_triggers_nothing(
    hass: HomeAssistant, entry: MockConfigEntry, closed_office: Office
) -> None:
    go_offline()(closed_office.account)
    last = dt_util.utcnow().isoformat(timespec="milliseconds")
    mock_restore_cache_with_extra_data(
        hass,
        [
            (State(entity_id, last), {"last_event_type": event_type, "last_event_attributes": {}})
            for entity_id, event_type in ((CALL, "missed"), (REGISTRATION, "unregistered"))
        ],
    )
    await automate(closed_office, *map(on, TRIGGERS))
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert [state_of(hass, each) for each in (CALL, REGISTRATION)] == [last, last]
    assert await closed_office.after() == []
    triggered = await closed_office.after(come_online(), ring())
    assert sorted(triggered) == ["call_incoming", "handset_online"]


# When a handset is offline for long, and when it is back for long


async def test_it_must_last_if_asked_for(office: Office) -> None:
    offline = on("handset_offline", for_={"minutes": 1})
    await automate(office, offline, on("handset_online", for_="00:01:00"))
    assert await office.after(go_offline()) == []
    assert await office.after(seconds=40) == []
    # Back before the minute is over, and from elsewhere.
    assert await office.after(come_online("1.2.3.4:5")) == []
    assert await office.after(seconds=40) == []
    assert await office.after(come_online("5.6.7.8:9"), seconds=10) == []
    assert await office.after(seconds=30) == ["handset_online"]
    assert await office.after(go_offline()) == []
    assert await office.after(seconds=70) == ["handset_offline"]
    assert await office.after(seconds=70) == []


async def test_each_handset_has_its_own_time(office: Office) -> None:
    both = {"entity_id": [REGISTRATION, SALES_REGISTRATION]}
    await automate(office, on("handset_offline", target=both, for_="00:01:00"))
    await office.after(go_offline())
    await office.after(go_offline("101"))
    assert await office.after(seconds=45) == ["handset_offline"]
    assert await office.after() == [f"handset_offline at {SALES_REGISTRATION}"]


async def test_a_short_outage_does_not_stop_the_time(office: Office) -> None:
    await automate(office, on("handset_offline", for_="00:02:00"))
    await office.after(go_offline())
    assert await office.outage() == []
    await office.advance(60)
    assert await office.after() == ["handset_offline"]


async def test_a_phone_that_is_back_after_an_outage_is_not_reported(office: Office) -> None:
    await automate(office, on("handset_offline", for_="00:02:00"))
    await office.after(go_offline())
    await office.outage(come_online())
    assert await office.after(seconds=200) == []


async def test_the_time_ends_with_the_account(
    hass: HomeAssistant, office: Office, loaded: MockConfigEntry
) -> None:
    await automate(office, on("handset_offline", for_="00:02:00"))
    await office.after(go_offline())
    assert await hass.config_entries.async_unload(loaded.entry_id)
    come_online()(office.account)
    assert await hass.config_entries.async_setup(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await office.after(seconds=200) == []


async def test_a_handset_that_is_removed_is_not_reported(office: Office) -> None:
    device = office.reception.id
    await automate(office, on("handset_offline", for_="00:10:00"))
    await office.after(go_offline())
    office.account.remove_handset("100")
    await office.after(seconds=301)
    await office.after(seconds=31)
    await office.after()
    assert dr.async_get(office.hass).async_get(device) is None
    assert await office.after(seconds=400) == []


async def test_every_trigger_is_described_for_the_editor(
    hass: HomeAssistant, office: Office
) -> None:
    await automate(office, on("call_incoming"))
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
