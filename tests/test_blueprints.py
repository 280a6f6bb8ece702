"""Blueprints: that Home Assistant takes them, and what their automations do at the cloud."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
import inspect
from pathlib import Path
import shutil
from typing import Any, Final, Never
from urllib.parse import quote

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)
from pytest_homeassistant_custom_component.test_util.aiohttp import AiohttpClientMocker

from homeassistant.components.automation import DOMAIN as AUTOMATION_DOMAIN
from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.components.blueprint.importer import fetch_blueprint_from_url
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.components.persistent_notification import (
    _async_get_or_create_notifications as dashboard_notifications,
)
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED, STATE_ON, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr, script
from homeassistant.helpers.selector import selector
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.event_type import EventType
from homeassistant.util.yaml import load_yaml_dict

from custom_components.jingl.const import DOMAIN
from simulator.faults import ResetBefore, StatusCode
from simulator.state import Cloud, State
from tests.conftest import Settle
from tests.office import Office

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "blueprints/automation/jingl"
NAMES: Final = sorted(path.stem for path in FOLDER.iterdir())
REPOSITORY: Final = "hass-jingl/hass-jingl"

AUTOMATION: Final = "automation.test"

RESTARTS: Final = pytest.mark.parametrize(
    "event", [EVENT_HOMEASSISTANT_STARTED, "automation_reloaded"]
)


@dataclass(frozen=True, kw_only=True)
class House(Office):
    """An office with an automation made of a blueprint."""

    devices: Mapping[str, str]
    """The handsets' devices by their extensions."""
    _acted: list[ServiceCall] = field(default_factory=list)

    async def automate(self, name: str, **inputs: Any) -> None:
        """Make an automation of a blueprint."""
        for always_there in ("homeassistant", "persistent_notification"):
            assert await async_setup_component(self.hass, always_there, {})
        config = {"alias": "Test", "use_blueprint": {"path": f"jingl/{name}.yaml", "input": inputs}}
        assert await async_setup_component(
            self.hass, AUTOMATION_DOMAIN, {AUTOMATION_DOMAIN: config}
        )
        await settle(self.hass)
        assert self.state(AUTOMATION).state == STATE_ON

    async def start(self, event: EventType[Mapping[str, Never]] | str) -> None:
        """Let Home Assistant have started, or its automations been reloaded."""
        self.hass.bus.async_fire(event)
        await settle(self.hass)

    async def set(self, entity_id: str, state: str, **attributes: Any) -> None:
        """Set the state of an entity of somebody else's."""
        self.hass.states.async_set(entity_id, state, attributes)
        await settle(self.hass)

    def watch(self, *actions: str) -> None:
        """Note what is done by actions of somebody else's."""
        for action in actions:
            domain, _, name = action.partition(".")
            self.hass.services.async_register(domain, name, self._acted.append)

    def acted(self) -> list[dict[str, Any]]:
        """Return what was noted since this was last asked."""
        taken = [{"action": call.service, **call.data} for call in self._acted]
        self._acted.clear()
        return taken

    def dialled(self) -> list[tuple[str, str]]:
        """Return who was called from which extension since this was last asked."""
        calls = [
            (request.path.rpartition("/")[2], number)
            for request in self.server.requests
            for parameter, number in request.query
            if parameter == "callcreate"
        ]
        self.server.clear_requests()
        return calls

    def shown(self) -> list[str]:
        """Return what Home Assistant's own notifications say."""
        return [each["message"] for each in dashboard_notifications(self.hass).values()]


@pytest.fixture
def house(office: Office, device_registry: dr.DeviceRegistry) -> House:
    """Return the office, with what its automations use."""
    found = {}
    for extension in ("100", "101", "102"):
        device = device_registry.async_get_device_by_identifier(
            (DOMAIN, f"mycompany_{extension}"), office.entry.entry_id
        )
        assert device
        found[extension] = device.id
    return House(**vars(office), devices=found)


@pytest.fixture(autouse=True)
async def _blueprints(hass: HomeAssistant, tmp_path: Path) -> AsyncGenerator[None]:
    """Give Home Assistant the blueprints; end their automations."""
    shutil.copytree(FOLDER, tmp_path / "blueprints/automation/jingl")
    yield
    if hass.states.get(AUTOMATION):
        await hass.services.async_call(
            AUTOMATION_DOMAIN, "turn_off", {"entity_id": AUTOMATION}, blocking=True
        )


@pytest.fixture(name="settle")
def _settle(hass: HomeAssistant) -> Settle:
    """Let `advance` not wait for runs of automations."""
    return partial(settle, hass)


async def settle(hass: HomeAssistant) -> None:
    """Wait for all that is under way but runs of automations, which may wait for a time to come.

    What a run does, such as an action, is a task of its own.
    """
    quiet = 0
    while quiet < 20:
        await asyncio.sleep(0)
        tasks = {*hass._tasks, *hass._background_tasks}
        if busy := [task for task in tasks if not task.done() and not _is_run(task)]:
            await asyncio.wait(busy)
            quiet = 0
        quiet += 1


def _is_run(task: asyncio.Future[Any]) -> bool:
    """Return whether a task is an automation's run, or a part of it."""
    coroutine = task.get_coro() if isinstance(task, asyncio.Task) else None
    while inspect.iscoroutine(coroutine):
        if coroutine.cr_code.co_filename == script.__file__:
            return True
        coroutine = coroutine.cr_await
    return False


def source_url(name: str) -> str:
    """Return where a blueprint is imported from."""
    return f"https://github.com/{REPOSITORY}/blob/main/blueprints/automation/jingl/{name}.yaml"


@pytest.mark.parametrize("name", NAMES)
class TestFiles:
    """Home Assistant takes the files."""

    async def test_a_blueprint_is_valid_and_fully_described(
        self, hass: HomeAssistant, name: str
    ) -> None:
        blueprints = await async_get_blueprints(hass).async_get_blueprints()
        assert set(blueprints) == {f"jingl/{name}.yaml" for name in NAMES}
        blueprint = blueprints[f"jingl/{name}.yaml"]
        assert isinstance(blueprint, Blueprint)
        assert blueprint.domain == "automation"
        assert blueprint.validate() is None
        assert blueprint.name.startswith("Jingl: ")
        assert blueprint.metadata["description"]
        assert blueprint.metadata["author"] == "hass-jingl"
        assert blueprint.metadata["source_url"] == source_url(name)
        assert blueprint.metadata["homeassistant"] == {"min_version": "2026.10.0"}
        for each in blueprint.inputs.values():
            assert each["name"]
            assert each["description"].endswith(".")
            if default := each.get("default"):
                validate: Any = selector(each["selector"])
                validate(default)

    async def test_a_blueprint_is_imported_by_its_url(
        self, hass: HomeAssistant, aioclient_mock: AiohttpClientMocker, name: str
    ) -> None:
        aioclient_mock.get(
            f"https://raw.githubusercontent.com/{REPOSITORY}/main"
            f"/blueprints/automation/jingl/{name}.yaml",
            text=(FOLDER / f"{name}.yaml").read_text(),
        )
        imported = await fetch_blueprint_from_url(hass, source_url(name))
        assert imported.suggested_filename == f"hass-jingl/{name}"

        blueprints = async_get_blueprints(hass)
        path = f"{imported.suggested_filename}.yaml"
        await blueprints.async_add_blueprint(imported.blueprint, path)
        await blueprints.async_reset_cache()
        # Home Assistant writes the file anew, without its comments and quotes.
        written = await blueprints.async_get_blueprint(path)
        content = load_yaml_dict(FOLDER / f"{name}.yaml")
        assert written.data == Blueprint(content, schema=AUTOMATION_BLUEPRINT_SCHEMA).data

    async def test_a_blueprint_is_documented(self, hass: HomeAssistant, name: str) -> None:
        text = (ROOT / "docs/blueprints.md").read_text()
        link = "https://my.home-assistant.io/redirect/blueprint_import/?blueprint_url="
        before, _, section = text.partition(link + quote(source_url(name), safe=""))
        blueprint = await async_get_blueprints(hass).async_get_blueprint(f"jingl/{name}.yaml")
        assert f"## {blueprint.name.removeprefix('Jingl: ').capitalize()}\n" in before
        documented = [
            line.split("|")[1].strip().strip("*")
            for line in section.partition("\n## ")[0].splitlines()
            if line.startswith("| **")
        ]
        assert documented == [each["name"] for each in blueprint.inputs.values()]


class TestDoorbell:
    """The doorbell calls one number after another."""

    @staticmethod
    async def install(house: House, **inputs: Any) -> None:
        """Make the automation; Reception is at the door."""
        usual = {
            "doorbells": ["event.door", "binary_sensor.door", "input_button.door"],
            "handset": house.devices["100"],
            "numbers": ["101", "102"],
            "seconds": 10,
        }
        await house.automate("doorbell", **{**usual, **inputs})
        await house.set("event.door", "unknown")
        await house.set("binary_sensor.door", "off")
        await house.set("input_button.door", "unknown")
        await house.advance(16)

    @staticmethod
    async def press(house: House, event_type: str = "ring", *, ago: float = 0) -> None:
        """Press the doorbell, or let it tell that it was pressed some seconds ago."""
        moment = dt_util.utcnow() - timedelta(seconds=ago)
        state = moment.isoformat(timespec="milliseconds")
        await house.set("event.door", state, event_type=event_type)

    async def test_the_first_one_answers(self, house: House) -> None:
        await self.install(house)
        await self.press(house)
        assert house.dialled() == [("100", "101")]
        assert house.account.status("101").state is State.RINGING
        await house.advance(3)
        await house.answer("101")
        await house.hang_up("101")
        for _ in range(20):
            await house.advance(3)
        assert house.dialled() == []
        assert house.account.calls == []

    async def test_the_next_one_is_called_if_nobody_talks(self, house: House) -> None:
        fired = async_capture_events(house.hass, "nobody")
        await self.install(house, nobody=[{"event": "nobody"}])
        await self.press(house)
        await house.advance(3)
        await house.advance(6)
        assert house.dialled() == [("100", "101")]
        await house.advance(3)
        assert house.dialled() == [("100", "102")]
        # The call that nobody answered is given up.
        assert house.account.status("101").state is State.IDLE
        assert house.account.status("102").state is State.RINGING
        assert not fired
        await house.advance(11)
        assert house.dialled() == []
        assert len(fired) == 1

    async def test_a_call_answered_at_the_last_moment_is_not_disturbed(self, house: House) -> None:
        await self.install(house)
        await self.press(house)
        for _ in range(3):
            await house.advance(3)
        house.account.answer("101")
        await house.advance(1.2)  # no poll is due, but the time is up
        assert house.dialled() == [("100", "101")]
        assert house.account.status("100").state is State.ON_CALL
        await house.advance(60)
        assert house.dialled() == []

    async def test_a_voicemail_does_not_talk(self, house: House) -> None:
        await self.install(house)
        await self.press(house)
        house.account.send_to_voicemail("101")
        await house.advance(3)
        await house.advance(8)
        assert house.dialled() == [("100", "101"), ("100", "102")]
        # As documented: the voicemail is on hold, and there again after the second call.
        house.account.hang_up("100")
        assert house.account.status("100").state is State.ON_HOLD
        assert house.account.status("100").app

    async def test_after_a_number_that_is_none_the_next_is_called_at_once(
        self, house: House
    ) -> None:
        # The second is what YAML makes of 0312345670 without quotes.
        await self.install(house, numbers=["nobody", 0o312345670, "102"])
        await self.press(house)
        assert house.dialled() == [("100", "102")]
        await house.advance(11)
        assert house.dialled() == []

    @pytest.mark.parametrize("refusal", [StatusCode(400), StatusCode(500), ResetBefore()])
    async def test_after_a_number_that_jingl_refuses_the_next_is_called_at_once(
        self, house: House, refusal: StatusCode | ResetBefore
    ) -> None:
        await self.install(house)
        house.server.add_fault(refusal, parameter="callcreate", times=1)
        await self.press(house)
        assert house.dialled() == [("100", "101"), ("100", "102")]

    async def test_if_all_numbers_are_refused_nobody_talks(self, house: House) -> None:
        fired = async_capture_events(house.hass, "nobody")
        await self.install(house, numbers=["nobody"], nobody=[{"event": "nobody"}])
        await self.press(house)
        assert len(fired) == 1

    async def test_a_call_from_before_a_restart_is_no_answer(self, house: House) -> None:
        await house.talk()
        house.account.hang_up("100")
        await house.reload()
        assert house.state("event.reception_call").attributes["event_type"] == "answered"
        await self.install(house, numbers=["nobody", "102"])
        await self.press(house)
        assert house.dialled() == [("100", "102")]

    @pytest.mark.parametrize(
        ("entered", "number"),
        [
            ("0312345670", "0312345670"),
            ("+6591234567", "00116591234567"),
            ("131213", "131213"),
            ("*97", "*97"),
            ("(101)", "101"),
        ],
    )
    async def test_the_number_that_was_entered_is_dialled(
        self, house: House, entered: str, number: str
    ) -> None:
        await self.install(house, numbers=[entered])
        await self.press(house)
        assert house.dialled() == [("100", number)]

    @pytest.mark.parametrize("name", ["Anna Smith", "Łucja 2", "花子"])
    async def test_a_name_is_called_as_a_number_is(self, house: House, name: str) -> None:
        house.contacts.add(name, "0412 345 678")
        await self.install(house, numbers=["Nobody", name, "Sales"])
        await self.press(house)
        assert house.dialled() == [("100", "0412345678")]
        await house.advance(11)
        assert house.dialled() == [("100", "101")], "a handset's name"

    async def test_whoever_presses_again_does_not_start_anew(self, house: House) -> None:
        await self.install(house, seconds=20)
        for _ in range(3):
            await self.press(house)
            await house.advance(3)
        await house.hang_up("101")
        await self.press(house)
        assert house.dialled() == [("100", "101")]

    @pytest.mark.parametrize("door", ["binary_sensor.door", "input_button.door"])
    async def test_a_button_and_a_binary_sensor_are_doorbells_too(
        self, house: House, door: str
    ) -> None:
        await self.install(house, numbers=["101"])
        released = house.state(door).state
        pressed = "on" if released == "off" else dt_util.utcnow().isoformat()
        await house.set(door, pressed)
        assert house.dialled() == [("100", "101")]
        house.account.hang_up("100")
        await house.advance(11)
        await house.advance(3)
        await house.set(door, STATE_UNAVAILABLE)
        await house.set(door, released)
        assert house.dialled() == []

    @pytest.mark.parametrize(
        ("before", "ago"), [(STATE_UNAVAILABLE, 0), (STATE_UNAVAILABLE, 3600), ("unknown", 3600)]
    )
    async def test_an_event_from_before_an_outage_is_no_press(
        self, house: House, before: str, ago: float
    ) -> None:
        await self.install(house)
        await house.set("event.door", before)
        await self.press(house, ago=ago)
        assert house.dialled() == []
        await house.advance(1)
        await self.press(house)
        assert house.dialled() == [("100", "101")]

    async def test_a_doorbell_that_is_there_again_was_not_pressed(self, house: House) -> None:
        await self.install(house)
        house.hass.states.async_remove("event.door")
        await self.press(house)
        for before in (STATE_UNAVAILABLE, "unknown"):
            await house.set("binary_sensor.door", before)
            await house.set("binary_sensor.door", "on")
        assert house.dialled() == []

    async def test_other_events_of_the_doorbell_are_none(self, house: House) -> None:
        await self.install(house, event_type="ring")
        await self.press(house, "motion")
        assert house.dialled() == []
        await house.advance(1)
        await self.press(house, "ring")
        assert house.dialled() == [("100", "101")]

    async def test_a_condition_keeps_it_quiet(self, house: House) -> None:
        quiet = {"condition": "state", "entity_id": "input_boolean.quiet", "state": "off"}
        await self.install(house, only_if=[quiet])
        await house.set("input_boolean.quiet", "on")
        await self.press(house)
        assert house.dialled() == []

    async def test_a_handset_in_a_call_is_left_alone(self, house: House) -> None:
        await self.install(house)
        await house.talk()
        await self.press(house)
        assert house.dialled() == []
        assert house.account.status("100").state is State.ON_CALL


class TestMissedCall:
    """A missed call can be called back from a notification."""

    @pytest.fixture(autouse=True)
    async def _phone(
        self, house: House, device_registry: dr.DeviceRegistry, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Let somebody have the app."""
        # For what the app could do with voices.
        monkeypatch.syspath_prepend(ROOT / "demo/stubs")
        assert await async_setup_component(house.hass, "mobile_app", {})
        told = (
            "app_id app_name app_version device_id device_name manufacturer model os_name"
            " os_version user_id webhook_id"
        )
        entry = MockConfigEntry(
            domain="mobile_app",
            data={
                **dict.fromkeys(told.split(), "phone"),
                "app_data": {"push_token": "token", "push_url": "https://example.com"},
                "supports_encryption": False,
            },
        )
        entry.add_to_hass(house.hass)
        assert await house.hass.config_entries.async_setup(entry.entry_id)
        await settle(house.hass)
        house.watch("notify.mobile_app_phone")
        [device] = dr.async_entries_for_config_entry(device_registry, entry.entry_id)
        self.phone = device.id

    async def install(self, house: House, **inputs: Any) -> None:
        """Make the automation for Reception and Workshop."""
        handsets = {"device_id": [house.devices["100"], house.devices["102"]]}
        await house.automate("missed_call", handsets=handsets, phone=self.phone, **inputs)
        await house.advance(16)

    @staticmethod
    async def tap(house: House, notification: Mapping[str, Any]) -> None:
        """Press the button of a notification."""
        [button] = notification["data"]["actions"]
        house.hass.bus.async_fire("mobile_app_notification_action", {"action": button["action"]})
        await settle(house.hass)

    @pytest.mark.parametrize(
        ("number", "called"),
        [
            ("0312345670", "0312345670"),
            ("+6591234567", "00116591234567"),
            ("131213", "131213"),
            ("101", "101"),
        ],
    )
    async def test_the_button_calls_back(self, house: House, number: str, called: str) -> None:
        await self.install(house)
        await house.miss(number)
        [notification] = house.acted()
        assert notification["title"] == "Missed call"
        # Whoever calls from outside is no colleague, whatever number is shown.
        assert notification["message"] == f"{number} called Reception."
        assert [each["title"] for each in notification["data"]["actions"]] == ["Call back"]
        assert house.dialled() == []
        await self.tap(house, notification)
        assert house.dialled() == [("100", called)]
        # A second tap does not call twice.
        await self.tap(house, notification)
        assert house.dialled() == []
        assert house.acted() == []

    async def test_another_handset_calls_back(self, house: House) -> None:
        await self.install(house, call_back_from=house.devices["101"], button='Don\'t "wait"')
        await house.miss("0409123456", "102")
        [notification] = house.acted()
        assert notification["message"] == "0409123456 called Workshop."
        assert notification["data"]["actions"][0]["title"] == 'Don\'t "wait"'
        await self.tap(house, notification)
        assert house.dialled() == [("101", "0409123456")]

    async def test_each_call_has_its_own_button(self, house: House) -> None:
        await self.install(house)
        await house.miss("0409123456")
        await house.miss("0412345678")
        first, second = house.acted()
        assert first["data"]["tag"] != second["data"]["tag"]
        await self.tap(house, first)
        assert house.dialled() == [("100", "0409123456")]

    @pytest.mark.parametrize("number", ["", "Anonymous"])
    async def test_who_hides_the_number_cannot_be_called_back(
        self, house: House, number: str
    ) -> None:
        await self.install(house)
        await house.miss(number)
        [notification] = house.acted()
        assert notification["message"] == f"{number or 'An unknown caller'} called Reception."
        assert notification["data"]["actions"] == []

    async def test_the_button_does_not_work_for_ever(self, house: House) -> None:
        await self.install(house, hours=1)
        await house.miss()
        [notification] = house.acted()
        await house.advance(3601)
        await self.tap(house, notification)
        assert house.dialled() == []

    async def test_a_call_is_not_put_on_hold_for_another(self, house: House) -> None:
        await self.install(house)
        await house.miss("0409123456")
        [notification] = house.acted()
        await house.talk("0412345678")
        await self.tap(house, notification)
        assert house.dialled() == []
        [refusal] = house.acted()
        assert refusal["title"] == "Not called back"
        assert refusal["message"] == "Reception is on a call. 0409123456 called Reception."

    @staticmethod
    async def ring_group(house: House) -> None:
        """Let a call ring at Reception and at Sales."""
        house.account.incoming_call("0409123456", "101")
        await house.ring("0409123456")

    async def test_a_call_that_a_colleague_took_was_not_missed(self, house: House) -> None:
        await self.install(house)
        await self.ring_group(house)
        house.account.answer("101")
        await house.hang_up()
        assert house.acted() == []

    async def test_a_call_that_a_colleague_takes_later_was_not_missed(self, house: House) -> None:
        await self.install(house)
        await self.ring_group(house)
        await house.hang_up()
        await house.advance(10)
        await house.answer("101")
        await house.hang_up("101")
        assert house.acted() == []

    async def test_a_call_that_nobody_of_the_group_takes_was_missed(self, house: House) -> None:
        await self.install(house)
        await self.ring_group(house)
        await house.hang_up()
        assert house.acted() == [], "a colleague may still take it"
        await house.hang_up("101")
        assert len(house.acted()) == 1

    async def test_a_colleague_s_earlier_call_with_that_number_is_another(
        self, house: House
    ) -> None:
        await self.install(house)
        await house.talk("0409123456", "101")
        await house.miss("0409123456")
        assert len(house.acted()) == 1

    async def test_of_two_callers_without_numbers_one_is_missed(self, house: House) -> None:
        await self.install(house)
        await house.ring("Anonymous")
        await house.talk("Anonymous", "101")
        await house.hang_up()
        assert len(house.acted()) == 1

    async def test_a_caller_called_as_a_state_of_home_assistant_s_is_missed(
        self, house: House
    ) -> None:
        await self.install(house)
        for number in ("unknown", "unavailable", "idle"):
            await house.miss(number)
            assert len(house.acted()) == 1

    async def test_an_extension_that_is_also_a_count_is_missed(self, house: House) -> None:
        for extension in ("10", *map(str, range(103, 109))):
            house.account.add_handset(extension)
        await house.advance(301)
        assert house.state("sensor.mycompany_registered_handsets").state == "10"
        await self.install(house)
        await house.call("10", "100")
        await house.hang_up("10")
        assert len(house.acted()) == 1

    async def test_another_account_s_extension_of_that_number_is_another(
        self, house: House, cloud: Cloud
    ) -> None:
        branch = cloud.add_account("branch")
        for extension in ("101", "102"):
            branch.add_handset(extension, name=f"Branch {extension}")
        entry = MockConfigEntry(
            domain=DOMAIN,
            unique_id="branch",
            data={**house.entry.data, "domain": "branch", "account_id": "branch"},
            options={**house.entry.options, "handsets": ["101", "102"]},
        )
        entry.add_to_hass(house.hass)
        assert await house.hass.config_entries.async_setup(entry.entry_id)
        await self.install(house)
        await house.call("101", "100")
        branch.place_call("101", "102")
        branch.answer("102")
        await house.advance(16)
        assert house.state("sensor.branch_102_status").attributes["number"] == "101"
        await house.hang_up("101")
        assert len(house.acted()) == 1

    async def test_two_callers_without_numbers_have_a_notification_each(self, house: House) -> None:
        await self.install(house)
        await house.miss("Anonymous")
        await house.miss("Anonymous")
        first, second = house.acted()
        assert first["data"]["tag"] != second["data"]["tag"]

    async def test_who_calls_again_has_one_notification(self, house: House) -> None:
        await self.install(house)
        await house.miss("0409123456")
        await house.miss("0409123456", "102")
        first, second = house.acted()
        assert first["data"]["tag"] == second["data"]["tag"]

    async def test_a_condition_keeps_it_quiet(self, house: House) -> None:
        only_if = ["{{ trigger.to_state.attributes.direction == 'internal' }}"]
        await self.install(house, only_if=only_if)
        await house.miss()
        assert house.acted() == []


class TestOnAir:
    """Calls pause the music and light a lamp."""

    @staticmethod
    async def install(house: House, **inputs: Any) -> None:
        """Make the automation for Reception and Sales."""
        house.watch(
            "media_player.media_pause", "media_player.media_play", "light.turn_on", "light.turn_off"
        )
        for name, state in {"a": "playing", "b": "playing", "c": "idle"}.items():
            await house.set(f"media_player.{name}", state)
        usual = {
            "handsets": {"device_id": [house.devices["100"], house.devices["101"]]},
            "players": [f"media_player.{name}" for name in "abc"],
            "lamps": ["light.on_air"],
        }
        await house.automate("on_air", **{**usual, **inputs})
        await house.advance(16)

    BEGIN: Final = [
        {"action": "media_pause", "entity_id": ["media_player.a", "media_player.b"]},
        {"action": "turn_on", "entity_id": ["light.on_air"]},
    ]
    END: Final = [{"action": "turn_off", "entity_id": ["light.on_air"]}]

    async def begin(self, house: House) -> None:
        """Make the automation, and let Reception be in a call."""
        await self.install(house)
        await house.talk()
        assert house.acted() == self.BEGIN

    async def test_a_call_pauses_what_plays_and_its_end_undoes_that(self, house: House) -> None:
        await self.install(house)
        await house.ring()
        assert house.acted() == []
        await house.answer()
        assert house.acted() == self.BEGIN
        # Meanwhile somebody turns one off; the third one was paused by somebody else.
        for name, state in {"a": "paused", "b": "off", "c": "paused"}.items():
            await house.set(f"media_player.{name}", state)
        await house.advance(60)
        assert house.acted() == []
        await house.hang_up()
        play = {"action": "media_play", "entity_id": ["media_player.a"]}
        assert house.acted() == [play, *self.END]

    async def test_the_last_call_counts(self, house: House) -> None:
        await self.begin(house)
        await house.talk(extension="101")
        await house.hang_up()
        assert house.acted() == []
        await house.talk(extension="102")  # which does not count
        await house.hang_up("101")
        assert house.acted() == self.END

    async def test_a_call_that_is_over_at_once_leaves_nothing_behind(self, house: House) -> None:
        await self.install(house)
        await house.ring()
        house.account.answer("100")
        house.account.hang_up("100")
        house.account.place_call("100", "0409123456")
        house.account.remote_answer("100")
        await house.advance(3)
        await house.hang_up()
        assert house.acted() == [*self.BEGIN, *self.END]
        await house.advance(400)
        assert house.acted() == []

    async def test_it_may_begin_when_the_phone_rings(self, house: House) -> None:
        await self.install(house, ringing=True)
        await house.ring()
        assert house.acted() == self.BEGIN
        await house.hang_up()
        assert house.acted() == self.END

    async def test_without_players_and_lamps_nothing_is_done(self, house: House) -> None:
        await self.install(house, players=[], lamps=[])
        await house.talk()
        await house.hang_up()
        assert house.acted() == []

    async def test_an_outage_is_no_end(self, house: House) -> None:
        await self.begin(house)
        house.server.add_fault(StatusCode(503))
        await house.advance(16)
        await house.advance(301)
        house.server.clear_faults()
        await house.advance(16)
        await house.advance(301)
        assert house.acted() == []
        house.account.hang_up("100")
        await house.advance(16)
        assert house.acted() == self.END

    async def test_a_restart_during_an_outage_waits_for_jingl(self, house: House) -> None:
        house.account.incoming_call("0409123456", "100")
        house.account.answer("100")
        house.server.add_fault(StatusCode(503))
        await house.advance(16)
        await self.install(house)
        await house.start(EVENT_HOMEASSISTANT_STARTED)
        assert house.acted() == []
        house.server.clear_faults()
        await house.advance(31)
        await house.advance(10)
        assert house.acted() == self.BEGIN
        await house.hang_up()
        assert house.acted() == self.END

    async def test_a_restart_with_all_phones_offline_does_not_wait_for_ever(
        self, house: House
    ) -> None:
        for phone in house.account.handsets.values():
            phone.unregister()
        await self.install(house)
        await house.start(EVENT_HOMEASSISTANT_STARTED)
        for _ in range(31):
            await house.advance(10)
        assert house.acted() == self.END

    async def test_a_handset_that_goes_in_a_call_is_not_waited_for(self, house: House) -> None:
        await self.begin(house)
        house.account.remove_handset("100")
        await house.advance(301)
        await house.advance(301)
        assert house.acted() == self.END

    async def test_phones_that_go_off_end_their_calls(self, house: House) -> None:
        await self.begin(house)
        house.account.handsets["100"].unregister()
        house.account.handsets["101"].unregister()
        await house.advance(3)
        assert house.acted() == self.END

    @RESTARTS
    @pytest.mark.parametrize("in_call", [True, False])
    async def test_a_restart_sets_the_lamp_right(
        self, house: House, event: str, in_call: bool
    ) -> None:
        if in_call:
            house.account.incoming_call("0409123456", "100")
        await self.install(house)
        assert house.acted() == []
        await house.start(event)
        assert house.acted() == (self.BEGIN if in_call else self.END)


@pytest.mark.freeze_time("2026-10-12T08:00:00+11:00")
class TestBusinessHours:
    """Calls are recorded in business hours only."""

    SWITCHES: Final = ("switch.reception_recording", "switch.sales_recording")
    BOTH: Final = {"100", "101"}

    @pytest.fixture(autouse=True)
    async def _melbourne(self, hass: HomeAssistant) -> None:
        """Have it be Monday, eight o'clock, in Melbourne."""
        await hass.config.async_set_time_zone("Australia/Melbourne")

    async def install(self, house: House, **inputs: Any) -> None:
        """Make the automation for Reception and Sales."""
        await house.automate("business_hours", switches=list(self.SWITCHES), **inputs)

    async def recorded(self, house: House, moment: str | None = None) -> set[str]:
        """Return the extensions whose calls are recorded, now or at a local day and time."""
        if moment:
            wait = datetime.fromisoformat(f"2026-10-{moment}:00+11:00") - dt_util.utcnow()
            await house.advance(wait.total_seconds())
            await house.advance(17)
        handsets = house.account.handsets.items()
        return {extension for extension, handset in handsets if handset.recording}

    async def test_recording_begins_and_ends_with_business(self, house: House) -> None:
        await self.install(house)
        assert await self.recorded(house) == {"101"}  # as it was
        assert await self.recorded(house, "12T09:00") == self.BOTH
        assert await self.recorded(house, "12T16:59") == self.BOTH
        assert await self.recorded(house, "12T17:00") == set()
        assert await self.recorded(house, "13T09:00") == self.BOTH

    async def test_the_hours_and_the_days_are_yours(self, house: House) -> None:
        await self.install(house, start="10:30:00", end="12:00:00", weekdays=["sat"])
        assert await self.recorded(house, "12T10:30") == set()
        assert await self.recorded(house, "17T10:30") == self.BOTH
        assert await self.recorded(house, "17T12:00") == set()

    async def test_what_the_user_switches_stays_until_the_next_time(self, house: House) -> None:
        await self.install(house)
        assert await self.recorded(house, "12T09:00") == self.BOTH
        await house.hass.services.async_call(
            "switch", "turn_off", {"entity_id": self.SWITCHES[0]}, blocking=True
        )
        assert await self.recorded(house, "12T12:00") == {"101"}

    async def test_a_public_holiday_is_none_of_the_weekdays(self, house: House) -> None:
        await house.set("calendar.holidays", "off")
        await self.install(house, holidays=["calendar.holidays"])
        assert await self.recorded(house, "12T09:00") == self.BOTH
        await house.set("calendar.holidays", "on")
        assert await self.recorded(house, "12T12:00") == set()
        assert await self.recorded(house, "13T09:00") == set()
        await house.set("calendar.holidays", "off")
        assert await self.recorded(house, "13T10:00") == self.BOTH

    @pytest.mark.parametrize("state", [STATE_UNAVAILABLE, "unknown"])
    async def test_while_nobody_knows_of_a_holiday_recording_does_not_begin(
        self, house: House, state: str
    ) -> None:
        await house.set("calendar.holidays", state)
        await self.install(house, holidays=["calendar.holidays"])
        assert await self.recorded(house, "12T09:00") == {"101"}  # as it was
        await house.set("calendar.holidays", "off")
        assert await self.recorded(house, "12T09:01") == self.BOTH
        await house.set("calendar.holidays", state)
        assert await self.recorded(house, "12T12:00") == self.BOTH
        assert await self.recorded(house, "12T17:00") == set()

    async def test_a_holiday_does_not_end_when_its_calendar_is_unavailable(
        self, house: House
    ) -> None:
        await house.set("calendar.holidays", "on")
        await self.install(house, holidays=["calendar.holidays"])
        assert await self.recorded(house, "12T09:00") == set()
        await house.set("calendar.holidays", STATE_UNAVAILABLE)
        assert await self.recorded(house, "12T10:00") == set()

    @RESTARTS
    async def test_a_restart_within_the_hours_makes_up_for_it(
        self, house: House, event: str
    ) -> None:
        assert await self.recorded(house, "12T12:00") == {"101"}
        await self.install(house)
        assert await self.recorded(house) == {"101"}
        await house.start(event)
        assert await self.recorded(house) == self.BOTH

    async def test_an_outage_when_business_ends_is_made_up_for(self, house: House) -> None:
        await self.install(house)
        assert await self.recorded(house, "12T09:00") == self.BOTH
        house.server.add_fault(StatusCode(503))
        for moment in ("12T16:58", "12T17:00", "12T17:30"):
            assert await self.recorded(house, moment) == self.BOTH
        house.server.clear_faults()
        assert await self.recorded(house, "12T17:40") == set()

    async def test_a_change_that_may_have_failed_is_tried_again(self, house: House) -> None:
        await self.install(house)
        assert await self.recorded(house, "12T09:00") == self.BOTH
        house.server.add_fault(StatusCode(500), method="PUT")
        assert await self.recorded(house, "12T17:00") == self.BOTH
        house.server.clear_faults()
        await house.advance(31)
        assert await self.recorded(house) == set()

        house.server.add_fault(StatusCode(500), method="PUT")
        await self.recorded(house, "13T09:00")
        house.server.clear_requests()
        for _ in range(20):
            await house.advance(31)
        tried = [request for request in house.server.requests if request.method == "PUT"]
        assert len(tried) == 2 * 9
        assert house.state(AUTOMATION).attributes["current"] == 0


class TestOffline:
    """A handset that is offline is told about, once."""

    LOST: Final = "The handset Reception has been offline for 10 minutes."
    BACK: Final = "The handset Reception is back online."

    @staticmethod
    async def install(house: House, **inputs: Any) -> None:
        """Make the automation for Reception and Sales."""
        house.watch("notify.send_message")
        handsets = {"device_id": [house.devices["100"], house.devices["101"]]}
        usual = {"handsets": handsets, "minutes": 10, "notify": ["notify.phone"]}
        await house.automate("handset_offline", **usual, **inputs)
        await house.advance(16)

    @staticmethod
    async def lose(house: House, *extensions: str, seconds: float = 601) -> None:
        """Let phones be offline, for long enough for an alert unless said otherwise."""
        for extension in extensions:
            house.account.handsets[extension].unregister()
        await house.advance(16)
        await house.advance(seconds)

    @staticmethod
    async def find(house: House) -> None:
        """Let Reception be online again."""
        house.account.handsets["100"].register("1.2.3.4:5")
        await house.advance(16)

    @staticmethod
    def sent(house: House) -> list[str]:
        """Return the messages that were sent since this was last asked."""
        return [call["message"] for call in house.acted()]

    async def test_it_is_told_once_and_when_it_is_back(self, house: House) -> None:
        await self.install(house)
        await self.lose(house, "100", seconds=590)
        assert self.sent(house) == []
        await house.advance(11)
        message = {"action": "send_message", "entity_id": ["notify.phone"]}
        lost = {**message, "title": "Handset offline", "message": self.LOST}
        assert house.acted() == [lost]
        assert house.shown() == [self.LOST]
        for _ in range(5):
            await house.advance(601)
        assert self.sent(house) == []
        await self.find(house)
        assert house.acted() == [{**message, "title": "Handset online", "message": self.BACK}]
        assert house.shown() == []

    async def test_a_short_absence_is_not_worth_a_message(self, house: House) -> None:
        await self.install(house)
        await self.lose(house, "100", seconds=500)
        await self.find(house)
        await house.advance(601)
        assert self.sent(house) == []
        assert house.shown() == []

    async def test_several_handsets_are_told_each(self, house: House) -> None:
        await self.install(house, also=[{"delay": 1}])
        await self.lose(house, "100", "101", "102")  # the last is not among those
        await house.advance(2)
        assert sorted(self.sent(house)) == [self.LOST, self.LOST.replace("Reception", "Sales")]
        assert len(house.shown()) == 2

    async def test_an_outage_of_jingl_is_neither_an_end_nor_an_absence(self, house: House) -> None:
        await self.install(house)
        await self.lose(house, "100", seconds=0)
        house.server.add_fault(StatusCode(503))
        await house.advance(601)
        assert self.sent(house) == [self.LOST]
        await house.advance(601)
        house.server.clear_faults()
        await self.find(house)
        assert self.sent(house) == [self.BACK]

    async def test_it_may_be_silent_when_it_is_back(self, house: House) -> None:
        await self.install(house, when_back=False)
        await self.lose(house, "100")
        assert self.sent(house) == [self.LOST]
        await self.find(house)
        assert self.sent(house) == []
        assert house.shown() == []

    async def test_other_actions_know_what_happened(self, house: House) -> None:
        fired = async_capture_events(house.hass, "told")
        told = {name: f"{{{{ {name} }}}}" for name in ("handset", "offline", "message")}
        also = [{"event": "told", "event_data": told}]
        await self.install(house, also=also, on_dashboard=False)
        await self.lose(house, "100")
        await self.find(house)
        assert [event.data for event in fired] == [
            {"handset": "Reception", "offline": True, "message": self.LOST},
            {"handset": "Reception", "offline": False, "message": self.BACK},
        ]
        assert house.shown() == []
