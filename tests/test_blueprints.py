"""Blueprints: that Home Assistant takes them, and what their automations do at the cloud."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
import inspect
from pathlib import Path
import shutil
from typing import Any, Final
from urllib.parse import quote

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_mock_service,
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
from homeassistant.core import Event, HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr, script
from homeassistant.helpers.selector import selector
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import load_yaml_dict

from custom_components.jingl.const import DOMAIN
from simulator.faults import StatusCode
from simulator.server import Server
from simulator.state import Account, State
from tests.conftest import Advance, Settle, state_of

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "blueprints/automation/jingl"
NAMES: Final = sorted(path.stem for path in FOLDER.iterdir())
REPOSITORY: Final = "hass-jingl/hass-jingl"

AUTOMATION: Final = "automation.test"

type Dialled = Callable[[], list[tuple[str, str]]]


def source_url(name: str) -> str:
    """Return where a blueprint is imported from."""
    return f"https://github.com/{REPOSITORY}/blob/main/blueprints/automation/jingl/{name}.yaml"


@pytest.fixture(autouse=True)
async def _blueprints(hass: HomeAssistant, tmp_path: Path) -> AsyncGenerator[None]:
    """Give Home Assistant a folder of its own that has the blueprints; end their automations."""
    hass.config.config_dir = str(tmp_path)
    shutil.copytree(FOLDER, tmp_path / "blueprints/automation/jingl")
    yield
    if hass.states.get(AUTOMATION):
        await hass.services.async_call(
            AUTOMATION_DOMAIN, "turn_off", {"entity_id": AUTOMATION}, blocking=True
        )


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
    """Tell whether a task is an automation's run, or a part of it."""
    coroutine = task.get_coro() if isinstance(task, asyncio.Task) else None
    while inspect.iscoroutine(coroutine):
        if coroutine.cr_code.co_filename == script.__file__:
            return True
        coroutine = coroutine.cr_await
    return False


@pytest.fixture(name="settle")
def _settle(hass: HomeAssistant) -> Settle:
    """Let `advance` not wait for runs of automations."""
    return partial(settle, hass)


async def automate(hass: HomeAssistant, name: str, **inputs: Any) -> None:
    """Make an automation of a blueprint."""
    for always_there in ("homeassistant", "persistent_notification"):
        assert await async_setup_component(hass, always_there, {})
    config = {"alias": "Test", "use_blueprint": {"path": f"jingl/{name}.yaml", "input": inputs}}
    assert await async_setup_component(hass, AUTOMATION_DOMAIN, {AUTOMATION_DOMAIN: config})
    await settle(hass)
    assert state_of(hass, AUTOMATION) == STATE_ON


async def start(hass: HomeAssistant, event: str) -> None:
    """Tell that Home Assistant has started, or that its automations were reloaded."""
    hass.bus.async_fire(event)
    await settle(hass)


RESTARTS: Final = pytest.mark.parametrize(
    "event", [EVENT_HOMEASSISTANT_STARTED, "automation_reloaded"]
)


def data(calls: list[ServiceCall]) -> list[Mapping[str, Any]]:
    """Return what an action was called with, and forget it."""
    taken: list[Mapping[str, Any]] = [call.data for call in calls]
    calls.clear()
    return taken


@pytest.fixture
def dialled(server: Server) -> Dialled:
    """Return a function that tells who was called from which extension since it was last asked."""

    def dialled() -> list[tuple[str, str]]:
        calls = [
            (request.path.rpartition("/")[2], number)
            for request in server.requests
            for parameter, number in request.query
            if parameter == "callcreate"
        ]
        server.clear_requests()
        return calls

    return dialled


@pytest.fixture
def devices(loaded: MockConfigEntry, device_registry: dr.DeviceRegistry) -> dict[str, str]:
    """Return the handsets' devices by their extensions."""
    found = {}
    for extension in ("100", "101", "102"):
        device = device_registry.async_get_device_by_identifier(
            (DOMAIN, f"mycompany_{extension}"), loaded.entry_id
        )
        assert device
        found[extension] = device.id
    return found


class TestFiles:
    """Home Assistant takes the files."""

    @pytest.mark.parametrize("name", NAMES)
    async def test_a_blueprint_is_valid_and_fully_described(
        self, hass: HomeAssistant, name: str
    ) -> None:
        blueprint = await async_get_blueprints(hass).async_get_blueprint(f"jingl/{name}.yaml")
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

    async def test_home_assistant_finds_them_all_and_no_other(self, hass: HomeAssistant) -> None:
        blueprints = await async_get_blueprints(hass).async_get_blueprints()
        assert set(blueprints) == {f"jingl/{name}.yaml" for name in NAMES}
        assert all(isinstance(each, Blueprint) for each in blueprints.values())

    @pytest.mark.parametrize("name", NAMES)
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
        assert (
            written.data
            == Blueprint(
                load_yaml_dict(FOLDER / f"{name}.yaml"), schema=AUTOMATION_BLUEPRINT_SCHEMA
            ).data
        )

    @pytest.mark.parametrize("name", NAMES)
    async def test_a_blueprint_is_documented(self, hass: HomeAssistant, name: str) -> None:
        text = (ROOT / "docs/blueprints.md").read_text()
        link = "https://my.home-assistant.io/redirect/blueprint_import/?blueprint_url="
        start = text.index(link + quote(source_url(name), safe=""))
        section = text[start:].partition("\n## ")[0]
        blueprint = await async_get_blueprints(hass).async_get_blueprint(f"jingl/{name}.yaml")
        assert f"## {blueprint.name.removeprefix('Jingl: ').capitalize()}\n" in text[:start]
        documented = [
            line.split("|")[1].strip().strip("*")
            for line in section.splitlines()
            if line.startswith("| **")
        ]
        assert documented == [each["name"] for each in blueprint.inputs.values()]


type Ring = Callable[..., Awaitable[None]]


class TestDoorbell:
    """The doorbell calls one number after another."""

    @pytest.fixture
    def ring(self, hass: HomeAssistant) -> Ring:
        """Return a function that lets the doorbell's event tell something."""

        async def ring(event_type: str = "ring", *, moment: str | None = None) -> None:
            state = moment or dt_util.utcnow().isoformat(timespec="milliseconds")
            hass.states.async_set("event.door", state, {"event_type": event_type})
            await settle(hass)

        return ring

    @pytest.fixture
    async def doorbell(
        self, hass: HomeAssistant, devices: dict[str, str], advance: Advance
    ) -> Callable[..., Awaitable[None]]:
        """Return a function that makes the automation; Reception is at the door."""

        async def doorbell(**inputs: Any) -> None:
            await automate(
                hass,
                "doorbell",
                **{
                    "doorbells": ["event.door", "binary_sensor.door", "input_button.door"],
                    "handset": devices["100"],
                    "numbers": ["101", "102"],
                    **inputs,
                },
            )
            hass.states.async_set("event.door", "unknown")
            hass.states.async_set("binary_sensor.door", "off")
            hass.states.async_set("input_button.door", "unknown")
            await advance(16)

        return doorbell

    async def test_the_first_one_answers(
        self, account: Account, advance: Advance, doorbell: Ring, ring: Ring, dialled: Dialled
    ) -> None:
        await doorbell()
        await ring()
        assert dialled() == [("100", "101")]
        assert account.status("101").state is State.RINGING
        await advance(3)
        account.answer("101")
        await advance(3)
        account.hang_up("101")
        for _ in range(20):
            await advance(3)
        assert dialled() == []
        assert account.calls == []

    async def test_the_next_one_is_called_if_nobody_talks(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        doorbell: Ring,
        ring: Ring,
        dialled: Dialled,
    ) -> None:
        fired = async_capture_events(hass, "nobody")
        await doorbell(seconds=10, nobody=[{"event": "nobody"}])
        await ring()
        await advance(3)
        await advance(6)
        assert dialled() == [("100", "101")]
        await advance(3)
        assert dialled() == [("100", "102")]
        # The call that nobody answered is given up.
        assert account.status("101").state is State.IDLE
        assert account.status("102").state is State.RINGING
        assert not fired
        await advance(11)
        assert dialled() == []
        assert len(fired) == 1

    async def test_a_call_answered_at_the_last_moment_is_not_disturbed(
        self, account: Account, advance: Advance, doorbell: Ring, ring: Ring, dialled: Dialled
    ) -> None:
        await doorbell(seconds=10)
        await ring()
        for _ in range(3):
            await advance(3)
        account.answer("101")
        await advance(1.2)  # no poll is due, but the time is up
        assert dialled() == [("100", "101")]
        assert account.status("100").state is State.ON_CALL
        await advance(60)
        assert dialled() == []

    async def test_a_voicemail_does_not_talk(
        self, account: Account, advance: Advance, doorbell: Ring, ring: Ring, dialled: Dialled
    ) -> None:
        await doorbell(seconds=10)
        await ring()
        account.send_to_voicemail("101")
        await advance(3)
        await advance(8)
        assert dialled() == [("100", "101"), ("100", "102")]
        # As documented: the voicemail is on hold, and there again after the second call.
        account.hang_up("100")
        assert account.status("100").state is State.ON_HOLD
        assert account.status("100").app

    async def test_a_number_that_is_refused_does_not_stop_the_others(
        self, advance: Advance, doorbell: Ring, ring: Ring, dialled: Dialled
    ) -> None:
        # The second is what YAML makes of 0312345670 without quotes.
        await doorbell(numbers=["nobody", 0o312345670, "102"], seconds=10)
        await ring()
        for _ in range(3):
            await advance(11)
        assert dialled() == [("100", "102")]

    @pytest.mark.parametrize(
        ("entered", "number"),
        [
            ("0409123456", "0409123456"),
            ("+61409123456", "0409123456"),
            ("61409123456", "0409123456"),
            ("+6591234567", "00116591234567"),
            ("1300654321", "1300654321"),
            ("131213", "131213"),
            ("0011441234567890", "0011441234567890"),
            ("*97", "*97"),
        ],
    )
    async def test_the_number_that_was_entered_is_dialled(
        self, doorbell: Ring, ring: Ring, dialled: Dialled, entered: str, number: str
    ) -> None:
        await doorbell(numbers=[entered])
        await ring()
        assert dialled() == [("100", number)]

    async def test_whoever_presses_again_does_not_start_anew(
        self, account: Account, advance: Advance, doorbell: Ring, ring: Ring, dialled: Dialled
    ) -> None:
        await doorbell()
        for _ in range(3):
            await ring()
            await advance(3)
        account.hang_up("101")
        await advance(3)
        await ring()
        assert dialled() == [("100", "101")]

    async def test_a_button_and_a_binary_sensor_are_doorbells_too(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        doorbell: Ring,
        dialled: Dialled,
    ) -> None:
        await doorbell(numbers=["101"], seconds=10)
        for entity_id, state in (
            ("binary_sensor.door", "on"),
            ("input_button.door", dt_util.utcnow().isoformat()),
        ):
            hass.states.async_set(entity_id, state)
            await settle(hass)
            assert dialled() == [("100", "101")]
            account.hang_up("100")
            await advance(11)
            await advance(3)
            hass.states.async_set("binary_sensor.door", "off")
            hass.states.async_set("input_button.door", "unavailable")
            hass.states.async_set("input_button.door", "unknown")
            await settle(hass)
            assert dialled() == []

    async def test_a_doorbell_that_is_available_again_was_not_pressed(
        self,
        hass: HomeAssistant,
        advance: Advance,
        doorbell: Ring,
        ring: Ring,
        dialled: Dialled,
    ) -> None:
        await doorbell()
        recent = dt_util.utcnow().isoformat(timespec="milliseconds")
        old = (dt_util.utcnow() - timedelta(hours=1)).isoformat(timespec="milliseconds")
        for before, moment in (
            (STATE_UNAVAILABLE, recent),
            (STATE_UNAVAILABLE, old),
            ("unknown", old),
        ):
            hass.states.async_set("event.door", before)
            await settle(hass)
            await ring(moment=moment)
        hass.states.async_remove("event.door")
        await ring(moment=recent)
        for before in (STATE_UNAVAILABLE, "unknown"):
            hass.states.async_set("binary_sensor.door", before)
            await settle(hass)
            hass.states.async_set("binary_sensor.door", "on")
            await settle(hass)
        assert dialled() == []
        await advance(1)
        await ring()
        assert dialled() == [("100", "101")]

    async def test_other_events_of_the_doorbell_are_none(
        self, doorbell: Ring, ring: Ring, advance: Advance, dialled: Dialled
    ) -> None:
        await doorbell(event_type="ring")
        await ring("motion")
        assert dialled() == []
        await advance(1)
        await ring("ring")
        assert dialled() == [("100", "101")]

    async def test_a_condition_keeps_it_quiet(
        self, hass: HomeAssistant, doorbell: Ring, ring: Ring, dialled: Dialled
    ) -> None:
        await doorbell(
            only_if=[{"condition": "state", "entity_id": "input_boolean.quiet", "state": "off"}]
        )
        hass.states.async_set("input_boolean.quiet", "on")
        await ring()
        assert dialled() == []

    async def test_a_handset_in_a_call_is_left_alone(
        self, account: Account, advance: Advance, doorbell: Ring, ring: Ring, dialled: Dialled
    ) -> None:
        await doorbell()
        account.incoming_call("0409123456", "100")
        account.answer("100")
        await advance(16)
        await ring()
        assert dialled() == []
        assert account.status("100").state is State.ON_CALL


class TestMissedCall:
    """A missed call can be called back from a notification."""

    @pytest.fixture
    async def phone(
        self,
        hass: HomeAssistant,
        device_registry: dr.DeviceRegistry,
        monkeypatch: pytest.MonkeyPatch,
    ) -> str:
        """Return the device of somebody's phone."""
        # For what the app could do with voices.
        monkeypatch.syspath_prepend(ROOT / "demo/stubs")
        assert await async_setup_component(hass, "mobile_app", {})
        entry = MockConfigEntry(
            domain="mobile_app",
            data={
                "app_data": {"push_token": "token", "push_url": "https://example.com"},
                "app_id": "app",
                "app_name": "App",
                "app_version": "1",
                "device_id": "phone",
                "device_name": "Phone",
                "manufacturer": "Maker",
                "model": "Model",
                "os_name": "OS",
                "os_version": "1",
                "supports_encryption": False,
                "user_id": "user",
                "webhook_id": "webhook",
            },
        )
        entry.add_to_hass(hass)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await settle(hass)
        return dr.async_entries_for_config_entry(device_registry, entry.entry_id)[0].id

    @pytest.fixture
    def sent(self, hass: HomeAssistant, phone: str) -> list[ServiceCall]:
        """Return what the phone is sent."""
        calls: list[ServiceCall] = async_mock_service(hass, "notify", "mobile_app_phone")
        return calls

    @pytest.fixture
    async def missed_call(
        self,
        hass: HomeAssistant,
        devices: dict[str, str],
        phone: str,
        sent: list[ServiceCall],
        advance: Advance,
    ) -> Callable[..., Awaitable[None]]:
        """Return a function that makes the automation for Reception and Workshop."""

        async def missed_call(**inputs: Any) -> None:
            handsets = {"device_id": [devices["100"], devices["102"]]}
            await automate(hass, "missed_call", handsets=handsets, phone=phone, **inputs)
            await advance(16)

        return missed_call

    @staticmethod
    async def miss(account: Account, advance: Advance, number: str, extension: str = "100") -> None:
        """Let somebody call in vain."""
        account.incoming_call(number, extension)
        await advance(16)
        account.hang_up(extension)
        await advance(3)

    @staticmethod
    async def tap(hass: HomeAssistant, notification: Mapping[str, Any]) -> None:
        """Press the button of a notification."""
        [button] = notification["data"]["actions"]
        hass.bus.async_fire("mobile_app_notification_action", {"action": button["action"]})
        await settle(hass)

    @pytest.mark.parametrize(
        ("number", "called"),
        [
            ("0409123456", "0409123456"),
            ("+61409123456", "0409123456"),
            ("1300654321", "1300654321"),
            ("131213", "131213"),
            ("61409123456", "0409123456"),
            ("0312345670", "0312345670"),
            ("+14155550123", "001114155550123"),
            ("101", "101"),
        ],
    )
    async def test_the_button_calls_back(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        missed_call: Ring,
        sent: list[ServiceCall],
        dialled: Dialled,
        number: str,
        called: str,
    ) -> None:
        await missed_call()
        await self.miss(account, advance, number)
        [notification] = data(sent)
        assert notification["title"] == "Missed call"
        caller = "Sales" if number == "101" else number
        assert notification["message"] == f"{caller} called Reception."
        assert [each["title"] for each in notification["data"]["actions"]] == ["Call back"]
        assert dialled() == []
        await self.tap(hass, notification)
        assert dialled() == [("100", called)]
        # A second tap does not call twice.
        await self.tap(hass, notification)
        assert dialled() == []
        assert data(sent) == []

    async def test_another_handset_calls_back(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        missed_call: Ring,
        sent: list[ServiceCall],
        dialled: Dialled,
        devices: dict[str, str],
    ) -> None:
        await missed_call(call_back_from=devices["101"], button='Don\'t "wait"')
        await self.miss(account, advance, "0409123456", "102")
        [notification] = data(sent)
        assert notification["message"] == "0409123456 called Workshop."
        assert notification["data"]["actions"][0]["title"] == 'Don\'t "wait"'
        await self.tap(hass, notification)
        assert dialled() == [("101", "0409123456")]

    async def test_each_call_has_its_own_button(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        missed_call: Ring,
        sent: list[ServiceCall],
        dialled: Dialled,
    ) -> None:
        await missed_call()
        await self.miss(account, advance, "0409123456")
        await self.miss(account, advance, "0412345678")
        first, second = data(sent)
        assert first["data"]["tag"] != second["data"]["tag"]
        await self.tap(hass, first)
        assert dialled() == [("100", "0409123456")]

    @pytest.mark.parametrize("number", ["", "Anonymous"])
    async def test_who_hides_the_number_cannot_be_called_back(
        self,
        account: Account,
        advance: Advance,
        missed_call: Ring,
        sent: list[ServiceCall],
        number: str,
    ) -> None:
        await missed_call()
        await self.miss(account, advance, number)
        [notification] = data(sent)
        assert notification["message"] == f"{number or 'Somebody unknown'} called Reception."
        assert notification["data"]["actions"] == []

    async def test_the_button_does_not_work_for_ever(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        missed_call: Ring,
        sent: list[ServiceCall],
        dialled: Dialled,
    ) -> None:
        await missed_call(hours=1)
        await self.miss(account, advance, "0409123456")
        [notification] = data(sent)
        await advance(3601)
        await self.tap(hass, notification)
        assert dialled() == []

    async def test_a_call_is_not_put_on_hold_for_another(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        missed_call: Ring,
        sent: list[ServiceCall],
        dialled: Dialled,
    ) -> None:
        await missed_call()
        await self.miss(account, advance, "0409123456")
        [notification] = data(sent)
        account.incoming_call("0412345678", "100")
        account.answer("100")
        await advance(16)
        await self.tap(hass, notification)
        assert dialled() == []
        [refusal] = data(sent)
        assert refusal["title"] == "Not called back"
        assert refusal["message"] == "Reception is in a call. 0409123456 called Reception."

    async def test_a_call_that_a_colleague_took_was_not_missed(
        self, account: Account, advance: Advance, missed_call: Ring, sent: list[ServiceCall]
    ) -> None:
        await missed_call()
        for extension in ("100", "101"):  # a ring group
            account.incoming_call("0409123456", extension)
        await advance(16)
        account.answer("101")
        account.hang_up("100")
        await advance(3)
        assert data(sent) == []

    async def test_a_condition_keeps_it_quiet(
        self, account: Account, advance: Advance, missed_call: Ring, sent: list[ServiceCall]
    ) -> None:
        await missed_call(only_if=["{{ trigger.to_state.attributes.direction == 'internal' }}"])
        await self.miss(account, advance, "0409123456")
        assert data(sent) == []


class TestOnAir:
    """Calls pause the music and light a lamp."""

    @pytest.fixture
    def done(self, hass: HomeAssistant) -> Callable[[], list[tuple[str, list[str]]]]:
        """Return a function that tells what was done to which players and lamps."""
        calls: list[ServiceCall] = []
        for domain, actions in {
            "media_player": ("media_pause", "media_play"),
            "light": ("turn_on", "turn_off"),
        }.items():
            for action in actions:
                hass.services.async_register(domain, action, calls.append)

        def done() -> list[tuple[str, list[str]]]:
            taken = [(call.service, call.data["entity_id"]) for call in calls]
            calls.clear()
            return taken

        return done

    @pytest.fixture
    async def on_air(
        self, hass: HomeAssistant, devices: dict[str, str], advance: Advance
    ) -> Callable[..., Awaitable[None]]:
        """Return a function that makes the automation for Reception and Sales."""

        async def on_air(**inputs: Any) -> None:
            for name, state in {"a": "playing", "b": "playing", "c": "idle"}.items():
                hass.states.async_set(f"media_player.{name}", state)
            await automate(
                hass,
                "on_air",
                **{
                    "handsets": {"device_id": [devices["100"], devices["101"]]},
                    "players": [f"media_player.{name}" for name in "abc"],
                    "lamps": ["light.on_air"],
                    **inputs,
                },
            )
            await advance(16)

        return on_air

    @staticmethod
    async def talk(account: Account, advance: Advance, extension: str = "100") -> None:
        """Let a handset answer a call."""
        account.incoming_call("0409123456", extension)
        account.answer(extension)
        await advance(16)

    BEGIN: Final = [
        ("media_pause", ["media_player.a", "media_player.b"]),
        ("turn_on", ["light.on_air"]),
    ]

    async def test_a_call_pauses_what_plays_and_its_end_undoes_that(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        on_air: Ring,
        done: Callable[[], object],
    ) -> None:
        await on_air()
        account.incoming_call("0409123456", "100")
        await advance(16)
        assert done() == []
        account.answer("100")
        await advance(3)
        assert done() == self.BEGIN
        # Meanwhile somebody turns one off; the third one was paused by somebody else.
        for name, state in {"a": "paused", "b": "off", "c": "paused"}.items():
            hass.states.async_set(f"media_player.{name}", state)
        await advance(60)
        assert done() == []
        account.hang_up("100")
        await advance(3)
        assert done() == [("media_play", ["media_player.a"]), ("turn_off", ["light.on_air"])]

    async def test_the_last_call_counts(
        self, account: Account, advance: Advance, on_air: Ring, done: Callable[[], object]
    ) -> None:
        await on_air()
        await self.talk(account, advance)
        assert done() == self.BEGIN
        await self.talk(account, advance, "101")
        account.hang_up("100")
        await advance(3)
        assert done() == []
        await self.talk(account, advance, "102")  # which does not count
        account.hang_up("101")
        await advance(3)
        assert done() == [("turn_off", ["light.on_air"])]

    async def test_a_call_that_is_over_at_once_leaves_nothing_behind(
        self, account: Account, advance: Advance, on_air: Ring, done: Callable[[], object]
    ) -> None:
        await on_air()
        account.incoming_call("0409123456", "100")
        await advance(16)
        account.answer("100")
        account.hang_up("100")
        account.place_call("100", "0409123456")
        account.remote_answer("100")
        await advance(3)
        account.hang_up("100")
        await advance(3)
        assert done() == [*self.BEGIN, ("turn_off", ["light.on_air"])]
        await advance(400)
        assert done() == []

    async def test_it_may_begin_when_the_phone_rings(
        self, account: Account, advance: Advance, on_air: Ring, done: Callable[[], object]
    ) -> None:
        await on_air(ringing=True)
        account.incoming_call("0409123456", "100")
        await advance(16)
        assert done() == self.BEGIN
        account.hang_up("100")
        await advance(3)
        assert done() == [("turn_off", ["light.on_air"])]

    async def test_without_players_and_lamps_nothing_is_done(
        self, account: Account, advance: Advance, on_air: Ring, done: Callable[[], object]
    ) -> None:
        await on_air(players=[], lamps=[])
        await self.talk(account, advance)
        account.hang_up("100")
        await advance(3)
        assert done() == []

    async def test_an_outage_is_no_end(
        self,
        account: Account,
        advance: Advance,
        server: Server,
        on_air: Ring,
        done: Callable[[], object],
    ) -> None:
        await on_air()
        await self.talk(account, advance)
        assert done() == self.BEGIN
        server.add_fault(StatusCode(503))
        await advance(16)
        await advance(301)
        assert done() == []
        server.clear_faults()
        await advance(16)
        await advance(301)
        assert done() == []
        account.hang_up("100")
        await advance(16)
        assert done() == [("turn_off", ["light.on_air"])]

    async def test_a_handset_that_goes_in_a_call_is_not_waited_for(
        self,
        account: Account,
        advance: Advance,
        on_air: Ring,
        done: Callable[[], object],
    ) -> None:
        await on_air()
        await self.talk(account, advance)
        assert done() == self.BEGIN
        account.remove_handset("100")
        await advance(301)
        await advance(301)
        assert done() == [("turn_off", ["light.on_air"])]

    async def test_phones_that_go_off_end_their_calls(
        self, account: Account, advance: Advance, on_air: Ring, done: Callable[[], object]
    ) -> None:
        await on_air()
        await self.talk(account, advance)
        assert done() == self.BEGIN
        account.handsets["100"].unregister()
        account.handsets["101"].unregister()
        await advance(3)
        assert done() == [("turn_off", ["light.on_air"])]

    @RESTARTS
    @pytest.mark.parametrize("in_call", [True, False])
    async def test_a_restart_sets_the_lamp_right(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        on_air: Ring,
        done: Callable[[], object],
        event: str,
        in_call: bool,
    ) -> None:
        if in_call:
            account.incoming_call("0409123456", "100")
        await on_air()
        assert done() == []
        await start(hass, event)
        assert done() == (self.BEGIN if in_call else [("turn_off", ["light.on_air"])])


@pytest.mark.freeze_time("2026-10-12T08:00:00+11:00")
class TestBusinessHours:
    """Calls are recorded in business hours only."""

    SWITCHES: Final = ("switch.reception_recording", "switch.sales_recording")

    @pytest.fixture
    async def monday(self, hass: HomeAssistant) -> None:
        """Make it Monday, eight o'clock in Melbourne."""
        await hass.config.async_set_time_zone("Australia/Melbourne")

    @pytest.fixture
    async def business_hours(
        self, monday: None, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> Callable[..., Awaitable[None]]:
        """Return a function that makes the automation for Reception and Sales."""

        async def business_hours(**inputs: Any) -> None:
            await automate(hass, "business_hours", switches=list(self.SWITCHES), **inputs)

        return business_hours

    @pytest.fixture
    def at(self, advance: Advance) -> Ring:
        """Return a function that goes to a local date and time."""

        async def at(moment: str) -> None:
            wait = datetime.fromisoformat(f"{moment}+11:00") - dt_util.utcnow()
            await advance(wait.total_seconds())
            await advance(17)

        return at

    @staticmethod
    def recorded(account: Account) -> set[str]:
        """Return the extensions whose calls are recorded."""
        return {extension for extension, handset in account.handsets.items() if handset.recording}

    async def test_recording_begins_and_ends_with_business(
        self, account: Account, business_hours: Ring, at: Ring
    ) -> None:
        await business_hours()
        assert self.recorded(account) == {"101"}  # as it was
        await at("2026-10-12T09:00:00")
        assert self.recorded(account) == {"100", "101"}
        await at("2026-10-12T16:59:00")
        assert self.recorded(account) == {"100", "101"}
        await at("2026-10-12T17:00:00")
        assert self.recorded(account) == set()
        await at("2026-10-13T09:00:00")
        assert self.recorded(account) == {"100", "101"}

    async def test_the_hours_and_the_days_are_yours(
        self, account: Account, business_hours: Ring, at: Ring
    ) -> None:
        await business_hours(start="10:30:00", end="12:00:00", weekdays=["sat"])
        await at("2026-10-12T10:30:00")
        assert self.recorded(account) == set()
        await at("2026-10-17T10:30:00")
        assert self.recorded(account) == {"100", "101"}
        await at("2026-10-17T12:00:00")
        assert self.recorded(account) == set()

    async def test_what_the_user_switches_stays_until_the_next_time(
        self, hass: HomeAssistant, account: Account, business_hours: Ring, at: Ring
    ) -> None:
        await business_hours()
        await at("2026-10-12T09:00:00")
        await hass.services.async_call(
            "switch", "turn_off", {"entity_id": self.SWITCHES[0]}, blocking=True
        )
        await at("2026-10-12T12:00:00")
        assert self.recorded(account) == {"101"}

    async def test_a_public_holiday_is_none_of_the_weekdays(
        self, hass: HomeAssistant, account: Account, business_hours: Ring, at: Ring
    ) -> None:
        hass.states.async_set("calendar.holidays", "off")
        await business_hours(holidays=["calendar.holidays"])
        await at("2026-10-12T09:00:00")
        assert self.recorded(account) == {"100", "101"}
        hass.states.async_set("calendar.holidays", "on")
        await at("2026-10-12T12:00:00")
        assert self.recorded(account) == set()
        await at("2026-10-13T09:00:00")
        assert self.recorded(account) == set()
        hass.states.async_set("calendar.holidays", "off")
        await at("2026-10-13T10:00:00")
        assert self.recorded(account) == {"100", "101"}

    @RESTARTS
    async def test_a_restart_within_the_hours_makes_up_for_it(
        self, hass: HomeAssistant, account: Account, business_hours: Ring, at: Ring, event: str
    ) -> None:
        await at("2026-10-12T12:00:00")
        await business_hours()
        assert self.recorded(account) == {"101"}
        await start(hass, event)
        assert self.recorded(account) == {"100", "101"}

    async def test_an_outage_when_business_ends_is_made_up_for(
        self, account: Account, business_hours: Ring, at: Ring, server: Server
    ) -> None:
        await business_hours()
        await at("2026-10-12T09:00:00")
        server.add_fault(StatusCode(503))
        await at("2026-10-12T16:58:00")
        await at("2026-10-12T17:00:00")
        await at("2026-10-12T17:30:00")
        assert self.recorded(account) == {"100", "101"}
        server.clear_faults()
        await at("2026-10-12T17:40:00")
        assert self.recorded(account) == set()

    async def test_a_refused_change_is_tried_again_for_a_while(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        business_hours: Ring,
        at: Ring,
        server: Server,
    ) -> None:
        await business_hours()
        await at("2026-10-12T09:00:00")
        server.add_fault(StatusCode(500), method="PUT")
        await at("2026-10-12T17:00:00")
        assert self.recorded(account) == {"100", "101"}
        server.clear_faults()
        await advance(31)
        assert self.recorded(account) == set()

        server.add_fault(StatusCode(500), method="PUT")
        await at("2026-10-13T09:00:00")
        server.clear_requests()
        for _ in range(20):
            await advance(31)
        tried = [request for request in server.requests if request.method == "PUT"]
        assert len(tried) == 2 * 9
        automation = hass.states.get(AUTOMATION)
        assert automation
        assert automation.attributes["current"] == 0


class TestOffline:
    """A handset that is offline is told about, once."""

    @pytest.fixture
    def sent(self, hass: HomeAssistant) -> list[ServiceCall]:
        """Return the messages to somebody."""
        calls: list[ServiceCall] = async_mock_service(hass, "notify", "send_message")
        return calls

    @pytest.fixture
    async def offline(
        self,
        hass: HomeAssistant,
        devices: dict[str, str],
        sent: list[ServiceCall],
        advance: Advance,
    ) -> Callable[..., Awaitable[None]]:
        """Return a function that makes the automation for Reception and Sales."""

        async def offline(**inputs: Any) -> None:
            await automate(
                hass,
                "handset_offline",
                handsets={"device_id": [devices["100"], devices["101"]]},
                minutes=10,
                notify=["notify.phone"],
                **inputs,
            )
            await advance(16)

        return offline

    LOST: Final = "The handset Reception has been offline for 10 minutes."
    BACK: Final = "The handset Reception is back online."

    @staticmethod
    def messages(sent: list[ServiceCall]) -> list[str]:
        """Return what was sent, and forget it."""
        return [call["message"] for call in data(sent)]

    async def test_it_is_told_once_and_when_it_is_back(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        offline: Ring,
        sent: list[ServiceCall],
    ) -> None:
        await offline()
        account.handsets["100"].unregister()
        await advance(16)
        await advance(590)
        assert self.messages(sent) == []
        await advance(11)
        assert [call.data for call in sent] == [
            {"entity_id": ["notify.phone"], "title": "Handset offline", "message": self.LOST}
        ]
        sent.clear()
        [shown] = dashboard_notifications(hass).values()
        assert shown["message"] == self.LOST
        for _ in range(5):
            await advance(601)
        assert self.messages(sent) == []
        account.handsets["100"].register("1.2.3.4:5")
        await advance(16)
        assert [call.data["title"] for call in sent] == ["Handset online"]
        assert self.messages(sent) == [self.BACK]
        assert dashboard_notifications(hass) == {}

    async def test_a_short_absence_is_not_worth_a_message(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        offline: Ring,
        sent: list[ServiceCall],
    ) -> None:
        await offline()
        account.handsets["100"].unregister()
        await advance(16)
        await advance(500)
        account.handsets["100"].register("1.2.3.4:5")
        await advance(16)
        await advance(601)
        assert self.messages(sent) == []
        assert dashboard_notifications(hass) == {}

    async def test_several_handsets_are_told_each(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        offline: Ring,
        sent: list[ServiceCall],
    ) -> None:
        await offline()
        for extension in ("100", "101", "102"):  # the last is not among those
            account.handsets[extension].unregister()
        await advance(16)
        await advance(601)
        assert sorted(self.messages(sent)) == [self.LOST, self.LOST.replace("Reception", "Sales")]
        assert len(dashboard_notifications(hass)) == 2

    async def test_an_outage_of_jingl_is_neither_an_end_nor_an_absence(
        self,
        account: Account,
        advance: Advance,
        server: Server,
        offline: Ring,
        sent: list[ServiceCall],
    ) -> None:
        await offline()
        account.handsets["100"].unregister()
        await advance(16)
        server.add_fault(StatusCode(503))
        await advance(601)
        assert self.messages(sent) == [self.LOST]
        await advance(601)
        account.handsets["100"].register("1.2.3.4:5")
        server.clear_faults()
        await advance(16)
        assert self.messages(sent) == [self.BACK]

    async def test_it_may_be_silent_when_it_is_back(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        offline: Ring,
        sent: list[ServiceCall],
    ) -> None:
        await offline(when_back=False)
        account.handsets["100"].unregister()
        await advance(16)
        await advance(601)
        assert self.messages(sent) == [self.LOST]
        account.handsets["100"].register("1.2.3.4:5")
        await advance(16)
        assert self.messages(sent) == []
        assert dashboard_notifications(hass) == {}

    async def test_other_actions_know_what_happened(
        self,
        hass: HomeAssistant,
        account: Account,
        advance: Advance,
        offline: Ring,
        sent: list[ServiceCall],
    ) -> None:
        fired: list[Event[dict[str, Any]]] = async_capture_events(hass, "told")
        told = {name: f"{{{{ {name} }}}}" for name in ("handset", "offline", "message")}
        await offline(also=[{"event": "told", "event_data": told}], on_dashboard=False)
        account.handsets["100"].unregister()
        await advance(16)
        await advance(601)
        account.handsets["100"].register("1.2.3.4:5")
        await advance(16)
        assert [event.data for event in fired] == [
            {"handset": "Reception", "offline": True, "message": self.LOST},
            {"handset": "Reception", "offline": False, "message": self.BACK},
        ]
        assert dashboard_notifications(hass) == {}
