"""Recordings as media, and who may listen to them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from homeassistant.components import conversation
from homeassistant.components.media_source import (
    PlayMedia,
    Unresolvable,
    async_browse_media,
    async_resolve_media,
)
from homeassistant.components.media_source.error import MediaSourceError
from homeassistant.components.websocket_api import (
    ActiveConnection,
    async_register_command,
    current_connection,
    websocket_command,
)
from homeassistant.core import Context, HomeAssistant, ServiceCall, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.chat_session import async_get_chat_session
from homeassistant.setup import async_setup_component

from custom_components.jingl.account.devices import handset_device
from custom_components.jingl.api import CallDirection
from custom_components.jingl.history.calls import CallResult
from simulator import faults
from simulator.server import Server

from .conftest import Settle
from .contacts import Contacts
from .recorded_calls import ANNA, NOON, record, recorded

BOB = "0398765432"
HEARD: dict[str, Any] = {"is_answered": True, "duration_seconds": 185, "has_audio": True}

type Browser = Callable[..., Awaitable[dict[str, Any]]]
"""Sends a WebSocket command as somebody, and returns the answer."""


@pytest.fixture(autouse=True)
def _afternoon(freezer: FrozenDateTimeFactory) -> None:
    """Let it be some hours after the calls."""
    freezer.move_to(NOON + timedelta(hours=6))


@pytest.fixture(autouse=True)
async def _media(hass: HomeAssistant, _afternoon: None) -> None:
    """Set up Home Assistant's media."""
    assert await async_setup_component(hass, "media_source", {})


@pytest.fixture
def browser(hass: HomeAssistant, hass_ws_client: WebSocketGenerator) -> Browser:
    """Return what asks Home Assistant, as an administrator or with somebody's token."""

    async def ask(command: str, media: str = "", token: str | None = None, **data: Any) -> Any:
        client = await (hass_ws_client(hass, token) if token else hass_ws_client(hass))
        await client.send_json_auto_id(
            {"type": f"media_source/{command}", "media_content_id": media, **data}
        )
        return await client.receive_json()

    return ask


@pytest.fixture
def root(loaded: MockConfigEntry) -> str:
    """Return the account as media, with three recordings and a call without one."""
    record(
        loaded,
        recorded(0, **HEARD),
        recorded(1, BOB, "101", **{**HEARD, "duration_seconds": 40}),
        recorded(2, is_answered=True, duration_seconds=60, has_audio=False),
        # Yesterday, where these clocks are.
        recorded(-300, **HEARD),
    )
    return f"media-source://jingl/{loaded.entry_id}"


def media_of(entry: MockConfigEntry, minute: float, extension: str = "100") -> str:
    """Return the call that began so many minutes after noon as media."""
    moment = NOON + timedelta(minutes=minute)
    day = (moment - timedelta(hours=8)).date()
    return f"media-source://jingl/{entry.entry_id}/{day}/{int(moment.timestamp())}-{extension}"


def allow(hass: HomeAssistant, entry: MockConfigEntry, **options: bool) -> None:
    """Choose who may listen besides administrators."""
    hass.config_entries.async_update_entry(
        entry,
        options={**entry.options, "recordings": {"users": False, "automations": False, **options}},
    )


def control(hass: HomeAssistant, user: MockUser, *names: str, read_only: bool = False) -> None:
    """Let a user control the entities whose ids contain one of these words, and no others."""
    user.groups = []
    ids = [each for each in er.async_get(hass).entities if any(name in each for name in names)]
    rights = {each: {"read": True, "control": not read_only} for each in ids}
    user.mock_policy({"entities": {"entity_ids": rights}})


async def call_action(
    client: MockHAClientWebSocket, domain: str, service: str, **data: Any
) -> None:
    """Call an action over a WebSocket."""
    message = {"type": "call_service", "domain": domain, "service": service, **data}
    await client.send_json_auto_id(message)
    assert (await client.receive_json())["success"]


def titles(answer: dict[str, Any]) -> list[str]:
    assert answer["success"], answer
    result = answer["result"]
    return [each["title"] for each in result.get("children", result.get("result"))]


@pytest.fixture
def audio(server: Server) -> None:
    """Let Jingl have a recording, whichever is asked for."""
    server.add_fault(faults.Body(b"RIFF", "audio/wav"), path="/api/callrecording/.*")


class TestBrowsing:
    """What is where."""

    async def test_there_is_an_account_with_days_and_calls(
        self, hass: HomeAssistant, loaded: MockConfigEntry, browser: Browser, root: str
    ) -> None:
        Contacts(hass, loaded).add("Anna Smith", ANNA)
        assert "Jingl" in titles(await browser("browse_media"))
        assert titles(await browser("browse_media", "media-source://jingl")) == ["mycompany"]
        assert titles(await browser("browse_media", root)) == ["Today · 2", "Yesterday · 1"]
        assert titles(await browser("browse_media", f"{root}/2026-11-27")) == [
            "04:01 · Sales · (03) 9876 5432 · 40 s",
            "04:00 · Reception · Anna Smith · 3 min",
        ]

    async def test_an_older_day_goes_by_its_date(
        self, loaded: MockConfigEntry, browser: Browser, root: str
    ) -> None:
        record(loaded, recorded(-2 * 1440, **HEARD))
        days = titles(await browser("browse_media", root))
        assert days == ["Today · 2", "Yesterday · 1", "2026-11-25 · 1"]

    async def test_only_calls_are_played_and_speakers_are_offered_them(
        self, loaded: MockConfigEntry, browser: Browser, root: str
    ) -> None:
        day = (await browser("browse_media", f"{root}/2026-11-27"))["result"]
        assert not day["can_play"]
        call = day["children"][1]
        assert call["can_play"]
        assert not call["can_expand"]
        assert call["media_content_id"] == media_of(loaded, 0)
        assert call["media_content_type"].startswith("audio/")

    async def test_the_device_is_called_as_the_user_does(
        self, hass: HomeAssistant, loaded: MockConfigEntry, browser: Browser, root: str
    ) -> None:
        device = handset_device(hass, loaded, "101")
        assert device
        dr.async_get(hass).async_update_device(device.id, name_by_user="Shop")
        [first, _] = titles(await browser("browse_media", f"{root}/2026-11-27"))
        assert first.startswith("04:01 · Shop · ")

    async def test_a_call_between_two_handsets_is_there_once(
        self, loaded: MockConfigEntry, browser: Browser
    ) -> None:
        inside = recorded(0, "102", "101", **HEARD, direction=CallDirection.INTERNAL)
        record(loaded, inside)
        folder = f"media-source://jingl/{loaded.entry_id}/2026-11-27"
        assert len(titles(await browser("browse_media", folder))) == 1

    async def test_a_caller_without_a_number_is_unknown(
        self, loaded: MockConfigEntry, browser: Browser
    ) -> None:
        record(loaded, recorded(0, "", caller_number=None, **HEARD))
        folder = f"media-source://jingl/{loaded.entry_id}/2026-11-27"
        assert titles(await browser("browse_media", folder)) == [
            "04:00 · Reception · an unknown number · 3 min"
        ]

    async def test_without_recordings_an_account_is_empty(
        self, loaded: MockConfigEntry, browser: Browser
    ) -> None:
        assert (
            titles(await browser("browse_media", f"media-source://jingl/{loaded.entry_id}")) == []
        )

    @pytest.mark.parametrize(
        "path",
        ["other", "other/2026-11-27", "{}/tomorrow", "{}/2026-11-27/1-100", "{}/1/2/3", "//"],
    )
    async def test_what_is_not_there_is_said_not_to_be(
        self, loaded: MockConfigEntry, browser: Browser, root: str, path: str
    ) -> None:
        media = f"media-source://jingl/{path.format(loaded.entry_id)}"
        answer = await browser("browse_media", media)
        assert not answer["success"]

    async def test_an_account_that_is_not_loaded_is_not_there(
        self, hass: HomeAssistant, loaded: MockConfigEntry, browser: Browser, root: str
    ) -> None:
        assert await hass.config_entries.async_unload(loaded.entry_id)
        assert titles(await browser("browse_media", "media-source://jingl")) == []
        assert not (await browser("browse_media", root))["success"]
        assert not (await browser("resolve_media", media_of(loaded, 0)))["success"]


class TestSearching:
    """What is found."""

    @pytest.mark.parametrize(
        ("text", "minutes"),
        [
            ("anna", ["04:00", "23:00"]),
            ("9876", ["04:01"]),
            ("03 98", ["04:01"]),
            ("SALES", ["04:01"]),
            ("nobody", []),
            ("[a-z]", []),
            ("a" * 1000, []),
        ],
    )
    async def test_a_name_a_number_or_a_handset_is_found(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        browser: Browser,
        root: str,
        text: str,
        minutes: list[str],
    ) -> None:
        Contacts(hass, loaded).add("Anna Smith", ANNA)
        for media in ("media-source://jingl", root):
            found = titles(await browser("search_media", media, search_query=text))
            assert [each.split(" · ")[1] for each in found] == minutes

    async def test_in_a_day_only_its_calls_are_found(
        self, loaded: MockConfigEntry, browser: Browser, root: str
    ) -> None:
        found = titles(await browser("search_media", f"{root}/2026-11-26", search_query="0409"))
        assert [each.split(" · ")[0] for each in found] == ["Yesterday"]


class TestResolving:
    """Where to listen."""

    @pytest.mark.usefixtures("audio")
    async def test_a_recording_is_played_as_what_it_is(
        self, loaded: MockConfigEntry, browser: Browser, root: str, server: Server
    ) -> None:
        server.clear_requests()
        answer = await browser("resolve_media", media_of(loaded, 0))
        assert answer["result"]["mime_type"] == "audio/wav"
        call = media_of(loaded, 0).rpartition("/")[2]
        path = f"/api/jingl/recording/{loaded.entry_id}/{call}"
        assert answer["result"]["url"].startswith(f"{path}?authSig=")
        [asked] = server.requests
        assert (asked.path, asked.range) == ("/api/callrecording/0-100", "bytes=0-0")

    async def test_an_endpoint_that_has_answered_is_remembered(
        self, loaded: MockConfigEntry, browser: Browser, root: str, server: Server
    ) -> None:
        server.add_fault(faults.Body(b"ID3", "audio/mpeg"), path="/api/callaudio/.*")
        server.clear_requests()
        for _ in range(2):
            answer = await browser("resolve_media", media_of(loaded, 0))
            assert answer["result"]["mime_type"] == "audio/mpeg"
        assert [each.path for each in server.requests] == [
            "/api/callrecording/0-100",
            "/api/callaudio/0-100",
            "/api/callaudio/0-100",
        ]

    async def message(self, browser: Browser, media: str) -> str:
        """Return why something can't be played."""
        answer = await browser("resolve_media", media)
        assert not answer["success"]
        return str(answer["error"]["message"])

    async def test_a_recording_that_is_not_ready_says_so(
        self, loaded: MockConfigEntry, browser: Browser
    ) -> None:
        # It is six hours after noon.
        record(loaded, recorded(350, **HEARD), recorded(290, **HEARD))
        assert "yet" in await self.message(browser, media_of(loaded, 350))
        assert "no longer" in await self.message(browser, media_of(loaded, 290))

    @pytest.mark.parametrize(
        ("fault", "words"),
        [
            (faults.Html(), "something other"),
            (faults.Body(b"{}"), "something other"),
            (faults.StatusCode(204), "no longer"),
            (faults.StatusCode(400), "offer"),
            (faults.StatusCode(401), "rights"),
            (faults.StatusCode(429, {"Retry-After": "60"}), "fewer"),
            (faults.StatusCode(500), "Jingl"),
            (faults.ResetBefore(), "reach"),
        ],
    )
    async def test_what_goes_wrong_is_said(
        self,
        loaded: MockConfigEntry,
        browser: Browser,
        root: str,
        server: Server,
        fault: faults.Fault,
        words: str,
    ) -> None:
        server.add_fault(fault, path="/api/call(recording|audio)/.*")
        message = await self.message(browser, media_of(loaded, 0))
        assert words in message
        assert ANNA not in message

    @pytest.mark.parametrize(
        "path", ["", "{}", "{}/2026-11-27", "{}/2026-11-27/0-0", "x/y/z", "{}/1/2/3"]
    )
    async def test_what_is_no_recording_is_not_played(
        self, loaded: MockConfigEntry, browser: Browser, root: str, path: str
    ) -> None:
        media = f"media-source://jingl/{path.format(loaded.entry_id)}".rstrip("/")
        assert "recording" in await self.message(browser, media)

    @pytest.mark.usefixtures("audio")
    async def test_a_call_without_audio_is_not_played(
        self, loaded: MockConfigEntry, browser: Browser, root: str, server: Server
    ) -> None:
        server.clear_requests()
        assert "recording" in await self.message(browser, media_of(loaded, 2))
        assert server.requests == []


@pytest.mark.usefixtures("audio", "root")
class TestWhoMayListen:
    """Administrators, and whom the options name."""

    async def may(self, browser: Browser, media: str, token: str | None = None) -> bool:
        """Return whether somebody may listen; who may not, learns nothing."""
        answer = await browser("resolve_media", media, token)
        if not answer["success"]:
            assert "may" in answer["error"]["message"] or "allow" in answer["error"]["message"]
        return bool(answer["success"])

    async def test_by_default_only_administrators_may(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        browser: Browser,
        hass_read_only_user: MockUser,
        hass_read_only_access_token: str,
    ) -> None:
        control(hass, hass_read_only_user, "")
        assert await self.may(browser, media_of(loaded, 0))
        assert not await self.may(browser, media_of(loaded, 0), hass_read_only_access_token)
        for media in ("", f"/{loaded.entry_id}", f"/{loaded.entry_id}/2026-11-27"):
            for command in ("browse_media", "search_media"):
                query = {"search_query": "anna"} if command == "search_media" else {}
                answer = await browser(
                    command, f"media-source://jingl{media}", hass_read_only_access_token, **query
                )
                assert not answer["success"]
                assert "listen" in answer["error"]["message"]

    async def test_an_option_lets_users_hear_the_handsets_that_they_control(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        browser: Browser,
        hass_read_only_user: MockUser,
        hass_read_only_access_token: str,
    ) -> None:
        allow(hass, loaded, users=True)
        token = hass_read_only_access_token
        control(hass, hass_read_only_user, "reception")
        assert await self.may(browser, media_of(loaded, 0), token)
        assert not await self.may(browser, media_of(loaded, 1, "101"), token)
        # Nor do they learn which calls there are.
        assert not await self.may(browser, media_of(loaded, 7, "101"), token)
        folder = f"media-source://jingl/{loaded.entry_id}/2026-11-27"
        assert [each[:5] for each in titles(await browser("browse_media", folder, token))] == [
            "04:00"
        ]
        found = await browser("search_media", folder, token, search_query="9876")
        assert titles(found) == []

    async def test_who_may_only_see_a_handset_may_not_listen(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        browser: Browser,
        hass_read_only_user: MockUser,
        hass_read_only_access_token: str,
    ) -> None:
        allow(hass, loaded, users=True)
        control(hass, hass_read_only_user, "reception", read_only=True)
        assert not await self.may(browser, media_of(loaded, 0), hass_read_only_access_token)

    async def test_whose_handset_only_rang_hears_nothing_of_what_another_one_said(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        browser: Browser,
        hass_read_only_user: MockUser,
        hass_read_only_access_token: str,
    ) -> None:
        allow(hass, loaded, users=True)
        [found] = [each for each in loaded.runtime_data.calls.log if each.jingl_id == "0-100"]
        loaded.runtime_data.calls.change(replace(found, result=CallResult.ANSWERED_ELSEWHERE))
        control(hass, hass_read_only_user, "reception")
        assert not await self.may(browser, media_of(loaded, 0), hass_read_only_access_token)
        assert await self.may(browser, media_of(loaded, 0))

    async def test_a_call_that_is_nobodys_is_for_administrators(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        browser: Browser,
        hass_read_only_user: MockUser,
        hass_read_only_access_token: str,
    ) -> None:
        record(loaded, recorded(5, called="0312345678", **HEARD))
        allow(hass, loaded, users=True)
        control(hass, hass_read_only_user, "")
        media = media_of(loaded, 5, "jingl")
        assert await self.may(browser, media)
        assert not await self.may(browser, media, hass_read_only_access_token)


@pytest.mark.usefixtures("audio", "root")
class TestAutomations:
    """Nobody in particular asks."""

    @pytest.fixture
    def over(self) -> asyncio.Event:
        """Return what is set once an automation has ended."""
        return asyncio.Event()

    @pytest.fixture
    def played(
        self, hass: HomeAssistant, over: asyncio.Event
    ) -> list[PlayMedia | MediaSourceError]:
        """Return what came of each time that an action plays media."""
        outcomes: list[PlayMedia | MediaSourceError] = []

        async def play(media: str, player: str | None = "media_player.radio") -> None:
            try:
                outcomes.append(await async_resolve_media(hass, media, player))
            except Unresolvable as err:
                outcomes.append(err)

        async def play_now(call: ServiceCall) -> None:
            await play(call.data["media"])

        async def play_nowhere(call: ServiceCall) -> None:
            await play(call.data["media"], None)

        async def play_to_an_assistant(call: ServiceCall) -> None:
            with async_get_chat_session(hass):
                await play(call.data["media"])

        async def play_by_and_by(call: ServiceCall) -> None:
            async def after_the_script() -> None:
                await over.wait()
                await play(call.data["media"])

            hass.async_create_task(after_the_script())

        for name, action in {
            "play": play_now,
            "play_nowhere": play_nowhere,
            "play_to_an_assistant": play_to_an_assistant,
            "play_by_and_by": play_by_and_by,
        }.items():
            hass.services.async_register("test", name, action)
        return outcomes

    async def automate(
        self, hass: HomeAssistant, media: str, *, enabled: bool = True, action: str = "play"
    ) -> None:
        """Play something whenever a light goes on."""
        config = {
            "alias": "Play",
            "initial_state": enabled,
            "triggers": [{"trigger": "state", "entity_id": "light.any", "to": "on"}],
            "actions": [{"action": f"test.{action}", "data": {"media": media}}],
        }
        assert await async_setup_component(hass, "automation", {"automation": config})

    async def test_without_the_option_it_is_named_in_the_refusal(
        self, hass: HomeAssistant, loaded: MockConfigEntry, played: list[Any], settle: Settle
    ) -> None:
        await self.automate(hass, media_of(loaded, 0))
        hass.states.async_set("light.any", "on")
        await settle()
        [refusal] = played
        assert isinstance(refusal, Unresolvable)
        assert "Automations may play recordings" in str(refusal)

    async def test_with_the_option_a_link_of_their_own_is_played(
        self, hass: HomeAssistant, loaded: MockConfigEntry, played: list[Any], settle: Settle
    ) -> None:
        allow(hass, loaded, automations=True)
        await self.automate(hass, media_of(loaded, 0))
        hass.states.async_set("light.any", "on")
        await settle()
        [media] = played
        call = media_of(loaded, 0).rpartition("/")[2]
        assert media.url.startswith(f"/api/jingl/recording/{loaded.entry_id}/{call}?authSig=")
        assert media.mime_type == "audio/wav"

    @pytest.mark.parametrize("action", ["play", "play_by_and_by"])
    async def test_an_administrator_who_sets_one_off_does_not_listen_through_it(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        played: list[Any],
        settle: Settle,
        hass_ws_client: WebSocketGenerator,
        over: asyncio.Event,
        action: str,
    ) -> None:
        await self.automate(hass, media_of(loaded, 0), enabled=False, action=action)
        client = await hass_ws_client(hass)
        for service in ("turn_on", "trigger"):
            target = {"entity_id": "automation.play"}
            await call_action(client, "automation", service, target=target)
        over.set()
        await settle()
        assert [type(each) for each in played] == [Unresolvable]

    async def test_whose_connection_has_ended_does_not_listen_any_more(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        played: list[Any],
        hass_ws_client: WebSocketGenerator,
        hass_admin_user: MockUser,
    ) -> None:
        media = {"media": media_of(loaded, 0)}
        client = await hass_ws_client(hass)
        await call_action(client, "test", "play", service_data=media)
        connection = current_connection.set(await self.connection_of(hass, client))
        for token in [*hass_admin_user.refresh_tokens.values()]:
            hass.auth.async_remove_refresh_token(token)
        await hass.services.async_call("test", "play", media, blocking=True)
        current_connection.reset(connection)
        assert [type(each) for each in played] == [PlayMedia, Unresolvable]
        await client.close()

    async def connection_of(
        self, hass: HomeAssistant, client: MockHAClientWebSocket
    ) -> ActiveConnection:
        """Return the connection at the other end."""
        found: list[ActiveConnection] = []

        @callback
        @websocket_command({"type": "test/connection"})
        def note(_: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
            found.append(connection)
            connection.send_result(msg["id"])

        async_register_command(hass, note)
        await client.send_json_auto_id({"type": "test/connection"})
        assert (await client.receive_json())["success"]
        return found[0]

    async def test_no_assistant_or_language_model_listens_whoever_talks_to_it(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        played: list[Any],
        hass_ws_client: WebSocketGenerator,
    ) -> None:
        allow(hass, loaded, users=True, automations=True)
        media = {"media": media_of(loaded, 0)}
        client = await hass_ws_client(hass)
        await call_action(client, "test", "play_to_an_assistant", service_data=media)
        await hass.services.async_call("test", "play_to_an_assistant", media, blocking=True)
        # As voice satellites, mail and attachments for language models do.
        await hass.services.async_call("test", "play_nowhere", media, blocking=True)
        assert [type(each) for each in played] == [Unresolvable] * 3
        assert {each.translation_key for each in played} == {"recording_only_for_players"}

    async def test_a_sentence_that_sets_one_off_plays_nothing(
        self, hass: HomeAssistant, loaded: MockConfigEntry, played: list[Any], settle: Settle
    ) -> None:
        allow(hass, loaded, automations=True)
        config = {
            "alias": "Play",
            "triggers": [{"trigger": "conversation", "command": "play it"}],
            "actions": [{"action": "test.play", "data": {"media": media_of(loaded, 0)}}],
        }
        assert await async_setup_component(hass, "conversation", {})
        assert await async_setup_component(hass, "automation", {"automation": config})
        await settle()
        await conversation.async_converse(hass, "play it", None, Context())
        await settle()
        assert [each.translation_key for each in played] == ["recording_only_for_players"]

    async def test_there_is_no_file_to_attach(
        self, hass: HomeAssistant, loaded: MockConfigEntry, played: list[Any]
    ) -> None:
        allow(hass, loaded, automations=True)
        media = {"media": media_of(loaded, 0)}
        await hass.services.async_call("test", "play", media, blocking=True)
        assert [each.path for each in played] == [None]

    async def test_who_calls_an_action_without_one_needs_the_permission_as_well(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        played: list[Any],
        hass_client: Any,
        hass_read_only_access_token: str,
        hass_read_only_user: MockUser,
    ) -> None:
        assert await async_setup_component(hass, "api", {})
        allow(hass, loaded, automations=True)
        hass_read_only_user.mock_policy({"entities": True})
        for token in (hass_read_only_access_token, None):
            client = await (hass_client(token) if token else hass_client())
            answer = await client.post(
                "/api/services/test/play", json={"media": media_of(loaded, 0)}
            )
            assert answer.ok
        assert [type(each) for each in played] == [Unresolvable, PlayMedia]

    async def test_browsing_needs_the_option_too(
        self, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> None:
        with pytest.raises(Exception, match="Automations may play recordings"):
            await async_browse_media(hass, "media-source://jingl")
        allow(hass, loaded, automations=True)
        assert (await async_browse_media(hass, "media-source://jingl")).children
