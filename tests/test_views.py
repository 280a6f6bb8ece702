"""Recordings over Home Assistant's real web server: who gets which, and what can go wrong."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
import hashlib
from itertools import product
import logging
import re
import tracemalloc
from typing import Any

import aiohttp
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request
import pytest
from pytest_homeassistant_custom_component.common import CLIENT_ID, MockConfigEntry, MockUser

from homeassistant.auth.const import GROUP_ID_ADMIN, GROUP_ID_READ_ONLY, GROUP_ID_USER
from homeassistant.components.http.auth import async_sign_path
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component

from custom_components.jingl.api import client as client_module, recordings
from custom_components.jingl.calls.listening import FoundRecording, Listener
from custom_components.jingl.calls.recording_links import PATH, link_to, path_to
from custom_components.jingl.const import DOMAIN, LOGGER
from simulator import faults
from simulator.audio import Audio, AudioKind
from simulator.faults import Fault
from simulator.server import Received, Server
from simulator.state import Account, Cloud

from .api.conftest import BASIC, PASSWORD
from .conftest import Advance, Settle
from .contacts import Contacts
from .recordings import record_call

CALLER, NAME = "0491570156", "Marigold"
HOUR = timedelta(hours=1)
ENDPOINTS = r"/api/call(recording|audio)/.*"
# All but what makes up the link, which are in `SECRETS` of the API's tests, too.
SECRETS = ("491570156", "491 570 156", NAME, PASSWORD, BASIC.removeprefix("Basic "))

type Player = TestClient[Request, Application]
type Response = aiohttp.ClientResponse


def asked(server: Server) -> list[Received]:
    """Return the requests for recordings so far, among those of polls."""
    return [request for request in server.requests if re.fullmatch(ENDPOINTS, request.path)]


@dataclass(frozen=True, kw_only=True)
class Home:
    """Home Assistant, and a browser or speaker that only has links."""

    hass: HomeAssistant
    entry: MockConfigEntry
    player: Player

    def found(self, jingl_id: str = "4277", entry: MockConfigEntry | None = None) -> FoundRecording:
        """Return the recording of one of Jingl's records."""
        entry = entry or self.entry
        data = entry.runtime_data
        (record,) = (each for each in data.calls.log if each.jingl_id == jingl_id)
        return FoundRecording(entry=entry, data=data, record=record, jingl_id=jingl_id)

    @property
    def path(self) -> str:
        """Return the path of the first recording."""
        return path_to(self.found())

    async def user(self, group: str) -> MockUser:
        """Return a user who has logged in."""
        groups = [each for each in [await self.hass.auth.async_get_group(group)] if each]
        user = MockUser(name="Eve", groups=groups).add_to_hass(self.hass)
        await self.hass.auth.async_create_refresh_token(user, CLIENT_ID)
        return user

    def token(self, user: MockUser) -> str:
        """Return a user's access token."""
        (token,) = user.refresh_tokens.values()
        return self.hass.auth.async_create_access_token(token)

    def link(self, user: MockUser, path: str | None = None) -> str:
        """Return a link that is signed for a user."""
        (token,) = user.refresh_tokens.values()
        return async_sign_path(self.hass, path or self.path, HOUR, refresh_token_id=token.id)

    async def admin_link(self) -> str:
        """Return an administrator's link."""
        return self.link(await self.user(GROUP_ID_ADMIN))

    def link_for_automation(self, found: FoundRecording | None = None) -> str:
        """Return a link that an automation may give to a speaker."""
        return link_to(self.hass, found or self.found(), Listener(None, is_automation=True))

    def permit(self, *options: str) -> None:
        """Change who may listen."""
        listening = dict.fromkeys(options, True)
        self.hass.config_entries.async_update_entry(
            self.entry, options={**self.entry.options, "recordings": listening}
        )

    async def get(self, link: str, **headers: str) -> Response:
        """Ask for a recording, and return the answer with all that was sent."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        response = await self.player.get(link, headers=names)
        await response.read()
        return response

    async def status(self, link: str, **headers: str) -> int:
        """Ask for a recording, and return the answer's status."""
        return (await self.get(link, **headers)).status


@pytest.fixture(autouse=True)
def _no_failure_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Check after each test that nothing failed in a way that nobody foresaw."""
    yield
    # The test server's own log of requests fails when the time is frozen.
    others = [each for each in caplog.get_records("call") if each.name != "aiohttp.access"]
    assert [each for each in others if each.exc_info and each.levelno >= logging.ERROR] == []


@pytest.fixture
def audio(account: Account) -> Audio:
    """Return the recording of a call that was over before Home Assistant started."""
    account.show_records()
    account.records.style.delay = 0
    return record_call(account, CALLER)


@pytest.fixture
async def home(
    hass: HomeAssistant, entry: MockConfigEntry, audio: Audio, server: Server, settle: Settle
) -> AsyncGenerator[Home]:
    """Return Home Assistant with the account, whose log has the call."""
    assert audio.length
    assert await async_setup_component(hass, "http", {})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await settle()
    await entry.runtime_data.coordinator.call_records.refresh()
    Contacts(hass, entry).add(NAME, CALLER)
    server.clear_requests()
    async with TestClient(TestServer(hass.http.app)) as player:
        yield Home(hass=hass, entry=entry, player=player)


@pytest.fixture
async def link(home: Home) -> str:
    """Return an administrator's link to the recording."""
    return await home.admin_link()


class TestSending:
    """What is sent to whoever may listen."""

    async def test_all_of_it(self, home: Home, link: str, audio: Audio) -> None:
        response = await home.get(link)
        assert response.status == 200
        assert await response.read() == audio.piece(0, audio.length)
        assert response.headers.items() >= {
            ("Content-Type", "audio/mpeg"),
            ("Content-Length", str(audio.length)),
            ("Accept-Ranges", "bytes"),
            ("ETag", f'"{audio.md5}"'),
            ("Cache-Control", "private, no-store"),
            ("X-Content-Type-Options", "nosniff"),
        }

    @pytest.mark.parametrize(
        ("part", "first", "end"),
        [
            ("bytes=0-", 0, None),
            ("bytes=0-1", 0, 2),
            ("bytes=70000-80000", 70_000, 80_001),
            ("bytes=100000-", 100_000, None),
            ("bytes=-1000", -1000, None),
        ],
    )
    async def test_a_part_of_it(
        self, home: Home, link: str, audio: Audio, part: str, first: int, end: int | None
    ) -> None:
        whole = audio.piece(0, audio.length)
        wanted, begin = whole[first:end], first % audio.length
        response = await home.get(link, Range=part)
        assert response.status == 206
        assert await response.read() == wanted
        last = begin + len(wanted) - 1
        assert response.headers["Content-Range"] == f"bytes {begin}-{last}/{audio.length}"
        assert response.headers["Content-Length"] == str(len(wanted))

    async def test_a_part_of_it_only_if_it_is_still_the_same(
        self, home: Home, link: str, audio: Audio
    ) -> None:
        same = await home.get(link, Range="bytes=5-", If_Range=f'"{audio.md5}"')
        assert (same.status, len(await same.read())) == (206, audio.length - 5)
        other = await home.get(link, Range="bytes=5-", If_Range='"another"')
        assert (other.status, len(await other.read())) == (200, audio.length)

    @pytest.mark.parametrize("part", ["bytes=0-1,5-6", "bytes=9-5", "items=0-1", "nonsense"])
    async def test_all_of_it_if_no_single_part_is_asked_for(
        self, home: Home, link: str, audio: Audio, server: Server, part: str
    ) -> None:
        response = await home.get(link, Range=part)
        assert (response.status, len(await response.read())) == (200, audio.length)
        assert [request.range for request in asked(server)] == [""]

    async def test_all_of_it_if_jingl_sends_no_parts(
        self, home: Home, link: str, account: Account, audio: Audio
    ) -> None:
        account.records.style.ranges = False
        response = await home.get(link, Range="bytes=5-")
        assert (response.status, len(await response.read())) == (200, audio.length)
        assert "Accept-Ranges" not in response.headers

    async def test_a_part_beyond_its_end(self, home: Home, link: str, audio: Audio) -> None:
        response = await home.get(link, Range="bytes=99999999-")
        assert (response.status, await response.read()) == (416, b"")
        assert response.headers["Content-Range"] == f"bytes */{audio.length}"
        assert response.headers["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize(("part", "status"), [("", 200), ("bytes=5-", 206)])
    async def test_a_player_may_ask_what_there_is(
        self, home: Home, link: str, audio: Audio, server: Server, part: str, status: int
    ) -> None:
        response = await home.player.head(link, headers={"Range": part})
        assert (response.status, await response.read()) == (status, b"")
        left = audio.length - (5 if part else 0)
        assert response.headers["Content-Length"] == str(left)
        assert response.headers["Content-Type"] == "audio/mpeg"
        await server.wait_until_not_streaming()

    async def test_the_endpoint_that_has_recordings_is_remembered(
        self, home: Home, link: str, account: Account, server: Server
    ) -> None:
        account.endpoints.call_recording = account.endpoints.call_recording_delete = False
        assert [await home.status(link) for _ in range(2)] == [200, 200]
        first, *others = (request.path for request in asked(server))
        assert first == "/api/callrecording/4277"
        assert others == ["/api/callaudio/4277"] * 2

    async def test_nothing_of_the_request_but_the_part_goes_to_jingl(
        self, home: Home, link: str, server: Server
    ) -> None:
        token = home.token(await home.user(GROUP_ID_ADMIN))
        own = {
            "Authorization": f"Bearer {token}",
            "Cookie": "session=abc",
            "Range": "bytes=5-",
            "User-Agent": "Speaker/1.0",
            "Referer": "https://home.example/media",
            "Origin": "https://home.example",
            "If-None-Match": '"abc"',
            "Accept": "*/*",
        }
        response = await home.player.get(link, headers=own)
        assert response.status == 206
        (request,) = asked(server)
        assert request.headers == {
            *(
                "host",
                "user-agent",
                "authorization",
                "accept",
                "accept-encoding",
                "range",
                "connection",
            )
        }
        assert request.authorized, "with Jingl's own login"
        assert request.user_agent.startswith("HomeAssistant")
        assert request.range == "bytes=5-"
        assert request.query == ()


class TestWho:
    """Who may listen."""

    async def test_nobody_without_a_login(self, home: Home, server: Server) -> None:
        assert await home.status(home.path) == 401
        assert asked(server) == []

    @pytest.mark.parametrize("options", [(), ("users",), ("automations",)])
    async def test_an_administrator(self, home: Home, options: tuple[str, ...]) -> None:
        home.permit(*options)
        user = await home.user(GROUP_ID_ADMIN)
        assert await home.status(home.link(user)) == 200
        bearer = f"Bearer {home.token(user)}"
        assert await home.status(home.path, Authorization=bearer) == 200

    @pytest.mark.parametrize(
        ("group", "options", "status"),
        [
            (GROUP_ID_USER, ("users",), 200),
            (GROUP_ID_USER, (), 403),
            (GROUP_ID_USER, ("automations",), 403),
            (GROUP_ID_READ_ONLY, ("users", "automations"), 403),
        ],
    )
    async def test_a_user_who_controls_the_handset_with_the_option(
        self, home: Home, server: Server, group: str, options: tuple[str, ...], status: int
    ) -> None:
        home.permit(*options)
        user = await home.user(group)
        response = await home.get(home.link(user))
        assert response.status == status
        bearer = f"Bearer {home.token(user)}"
        assert await home.status(home.path, Authorization=bearer) == status
        assert bool(asked(server)) is (status == 200)
        if status == 403:
            assert await response.text() == "403: Forbidden"

    async def test_a_user_who_controls_only_a_part_of_the_handset(self, home: Home) -> None:
        home.permit("users")
        user = await home.user(GROUP_ID_USER)
        link = home.link(user)
        entities = [
            each.entity_id
            for each in er.async_entries_for_config_entry(
                er.async_get(home.hass), home.entry.entry_id
            )
        ]
        user.mock_policy({"entities": {"entity_ids": dict.fromkeys(entities, True)}})
        assert await home.status(link) == 200
        entities.remove("switch.sales_recording")
        user.mock_policy({"entities": {"entity_ids": dict.fromkeys(entities, True)}})
        assert await home.status(link) == 403

    async def test_a_link_only_works_for_its_own_recording(
        self, home: Home, account: Account, server: Server
    ) -> None:
        branch = await _branch(home, server.cloud)
        record_call(account, CALLER)
        await home.entry.runtime_data.coordinator.call_records.refresh()
        server.clear_requests()
        link = await home.admin_link()
        signature = link.partition("?")[2]
        for path in (
            path_to(home.found("4278")),
            path_to(home.found(entry=branch)),
            f"{home.path}x",
        ):
            assert await home.status(f"{path}?{signature}") == 401
        assert await home.status(f"{link}&call=5") == 401
        assert asked(server) == []

    async def test_an_option_counts_for_its_own_account(self, home: Home, server: Server) -> None:
        branch = await _branch(home, server.cloud)
        home.permit("users", "automations")
        found = home.found(entry=branch)
        path = path_to(found)
        server.clear_requests()
        assert await home.status(home.link(await home.user(GROUP_ID_USER), path)) == 403
        assert await home.status(home.link_for_automation(found)) == 403
        assert asked(server) == []
        assert await home.status(home.link(await home.user(GROUP_ID_ADMIN), path)) == 200

    @pytest.mark.parametrize(
        ("change", "status"),
        [
            (lambda home, _: home.permit(), 403),
            (lambda _, user: user.mock_policy({}), 403),
            (lambda home, user: home.hass.auth.async_update_user(user, group_ids=[]), 403),
            (lambda home, user: home.hass.auth.async_deactivate_user(user), 401),
            (
                lambda home, user: home.hass.auth.async_remove_refresh_token(
                    *user.refresh_tokens.values()
                ),
                401,
            ),
            (lambda home, _: home.hass.config_entries.async_unload(home.entry.entry_id), 404),
        ],
        ids=["option", "permission", "group", "deactivated", "logged out", "unloaded"],
    )
    async def test_a_link_works_only_as_long_as_its_user_may_listen(
        self, home: Home, server: Server, change: Callable[[Home, MockUser], Any], status: int
    ) -> None:
        home.permit("users")
        user = await home.user(GROUP_ID_USER)
        link = home.link(user)
        assert await home.status(link) == 200
        server.clear_requests()
        if awaitable := change(home, user):
            await awaitable
        assert await home.status(link) == status
        assert asked(server) == []

    async def test_a_link_expires(self, home: Home, link: str, server: Server) -> None:
        (user,) = [each for each in await home.hass.auth.async_get_users() if each.name == "Eve"]
        (token,) = user.refresh_tokens.values()
        expired = async_sign_path(
            home.hass, home.path, timedelta(seconds=-1), refresh_token_id=token.id
        )
        assert [await home.status(each) for each in (link, expired)] == [200, 401]
        assert len(asked(server)) == 1

    async def test_a_forged_link_does_not_work(self, home: Home, link: str, server: Server) -> None:
        path, _, signature = link.partition("?authSig=")
        head, claims, seal = signature.split(".")
        forged = [
            *("", "nonsense", f"{head}.{claims}.", f"{head}.{claims}.{seal[::-1]}"),
            f"{head}.{claims[:-4]}AAAA.{seal}",
            # As if no signature were needed.
            f"eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.",
        ]
        for each in forged:
            assert await home.status(f"{path}?authSig={each}") == 401
        assert asked(server) == []

    async def test_a_refusal_is_no_failed_login(
        self, home: Home, caplog: pytest.LogCaptureFixture
    ) -> None:
        link = home.link(await home.user(GROUP_ID_USER))
        assert await home.status(link) == 403
        assert "invalid authentication" not in caplog.text


async def _branch(home: Home, cloud: Cloud) -> MockConfigEntry:
    """Return another account, whose log has a call with a recording, too."""
    account = cloud.add_account("branch")
    account.add_handset("101")
    account.show_records()
    account.records.style.delay = 0
    record_call(account, CALLER)
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Branch",
        data={**home.entry.data, "domain": "branch", "account_id": "branch"},
        options={**home.entry.options, "handsets": ["101"]},
    )
    entry.add_to_hass(home.hass)
    assert await home.hass.config_entries.async_setup(entry.entry_id)
    await home.hass.async_block_till_done(wait_background_tasks=True)
    await entry.runtime_data.coordinator.call_records.refresh()
    return entry


class TestAutomations:
    """What a speaker may play that has only a link of an automation's."""

    async def test_a_link_works_only_while_the_option_is_on(
        self, home: Home, server: Server
    ) -> None:
        link = home.link_for_automation()
        assert await home.status(link) == 403
        home.permit("automations")
        assert await home.status(link) == 200
        home.permit("users")
        assert await home.status(link) == 403
        assert len(asked(server)) == 1

    async def test_a_link_works_for_an_hour_only(
        self, home: Home, server: Server, advance: Advance
    ) -> None:
        home.permit("automations")
        link = home.link_for_automation()
        await advance(HOUR.total_seconds() - 1)
        assert await home.status(link) == 200
        await advance(2)
        assert await home.status(link) == 401
        assert len(asked(server)) == 1

    async def test_no_link_that_somebody_else_made_in_the_same_name_works(
        self, home: Home, server: Server
    ) -> None:
        home.permit("automations", "users")
        home.link_for_automation()
        foreign = async_sign_path(home.hass, home.path, HOUR / 2, use_content_user=True)
        assert await home.status(foreign) == 403
        assert asked(server) == []

    async def test_a_link_only_works_for_its_own_recording_whoever_uses_it(
        self, home: Home, account: Account, server: Server
    ) -> None:
        record_call(account, CALLER)
        await home.entry.runtime_data.coordinator.call_records.refresh()
        home.permit("automations")
        path, signature = path_to(home.found("4278")), home.link_for_automation().partition("?")[2]
        server.clear_requests()
        assert await home.status(f"{path}?{signature}") == 401
        # Home Assistant doesn't look at the signature of a request that has a login.
        bearer = f"Bearer {home.token(await home.user(GROUP_ID_USER))}"
        assert await home.status(f"{path}?{signature}", Authorization=bearer) == 403
        assert asked(server) == []

    async def test_a_link_that_somebody_asked_for_without_an_automation_ends_with_their_permission(
        self, home: Home
    ) -> None:
        home.permit("automations", "users")
        eve = await home.user(GROUP_ID_USER)
        link = link_to(home.hass, home.found(), Listener(eve, is_automation=True))
        assert await home.status(link) == 200
        await home.hass.auth.async_update_user(eve, group_ids=[GROUP_ID_READ_ONLY])
        assert await home.status(link) == 403
        await home.hass.auth.async_update_user(eve, group_ids=[GROUP_ID_USER])
        assert await home.status(link) == 200
        await home.hass.auth.async_remove_user(eve)
        assert await home.status(link) == 403

    async def test_many_links_work_at_the_same_time(self, home: Home) -> None:
        home.permit("automations")
        links = [home.link_for_automation() for _ in range(3)]
        assert [await home.status(link) for link in links] == [200] * 3


class TestWithoutRecording:
    """What is told of recordings that aren't there, or can't be sent."""

    @pytest.mark.parametrize("call", ["unknown", "..%2F..%2Fhandset", "%00", "1" * 5000])
    async def test_an_unknown_call(self, home: Home, server: Server, call: str) -> None:
        user = await home.user(GROUP_ID_ADMIN)
        bearer = f"Bearer {home.token(user)}"
        for path in (f"{home.path.rpartition('/')[0]}/{call}", f"{PATH}/{call}/unknown"):
            # Home Assistant itself refuses paths that look like an attack.
            assert await home.status(path, Authorization=bearer) in {404, 400}
        assert asked(server) == []

    async def test_one_that_was_deleted(self, home: Home, link: str, account: Account) -> None:
        account.records.kept[0].deleted = True
        response = await home.get(link)
        assert (response.status, await response.read()) == (404, b"")
        assert response.headers["Cache-Control"] == "private, no-store"

    async def test_one_that_is_not_ready(self, home: Home, link: str, account: Account) -> None:
        record = account.records.kept[0]
        record.final_at += 3600
        assert await home.status(link) == 404
        record.final_at -= 3600
        assert await home.status(link) == 200

    @pytest.mark.parametrize(
        ("fault", "status"),
        [
            (faults.StatusCode(202), 404),
            (faults.StatusCode(204), 404),
            (faults.StatusCode(404), 404),
            (faults.Body(b"", "audio/mpeg"), 404),
            (faults.StatusCode(400), 502),
            (faults.StatusCode(401), 502),
            (faults.StatusCode(403), 502),
            (faults.StatusCode(416), 502),
            (faults.StatusCode(429), 502),
            (faults.StatusCode(500), 502),
            (faults.StatusCode(503, {"Retry-After": "20"}), 502),
            (faults.Html(), 502),
            (faults.Body(b"{}"), 502),
            (faults.Redirect("https://127.0.0.1:1/"), 502),
            (faults.Bomb(), 502),
            (faults.Endless(content_type="text/plain"), 502),
            (faults.ResetBefore(), 502),
            (faults.ResetAfter(), 502),
        ],
        ids=repr,
    )
    async def test_what_jingl_sends_instead_is_not_passed_on(
        self, home: Home, link: str, server: Server, fault: Fault, status: int
    ) -> None:
        server.add_fault(fault, path=ENDPOINTS)
        response = await home.get(link)
        assert (response.status, await response.read()) == (status, b"")
        assert "Content-Type" not in response.headers
        await server.wait_until_not_streaming()

    async def test_nobody_answers(self, home: Home, link: str, server: Server) -> None:
        await server.stop()
        assert await home.status(link) == 502
        await server.start()

    async def test_jingl_is_left_alone_when_it_asks_for_that(
        self, home: Home, link: str, server: Server
    ) -> None:
        assert await home.status(link) == 200
        server.add_fault(faults.StatusCode(429, {"Retry-After": "600"}), path=ENDPOINTS)
        server.clear_requests()
        assert [await home.status(link) for _ in range(3)] == [502] * 3
        assert len(asked(server)) == 1


class TestBreakingOff:
    """What doesn't end as it should."""

    @pytest.mark.parametrize(
        ("fault", "part"),
        [
            *product([faults.Truncate(70_000), faults.Stall(70_000)], ["", "bytes=0-"]),
            (faults.WrongLength(1), ""),
            (faults.WrongLength(100_000), ""),
            (faults.Body(faults.LOGIN_PAGE, "audio/mpeg"), ""),
        ],
        ids=repr,
    )
    async def test_what_breaks_off_is_not_taken_for_all_of_it(
        self,
        home: Home,
        link: str,
        server: Server,
        fault: Fault,
        part: str,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        # The time counts from the last byte, so a slow computer makes no difference.
        monkeypatch.setattr(client_module, "_STREAM_TIMEOUT", aiohttp.ClientTimeout(sock_read=0.05))
        server.add_fault(fault)
        response = await home.player.get(link, headers={"Range": part})
        assert response.status == (206 if part else 200)
        with pytest.raises(aiohttp.ClientError):
            await response.read()

    async def test_the_plug_is_pulled(self, home: Home, link: str, server: Server) -> None:
        server.add_fault(faults.Stall(70_000))
        response = await home.player.get(link)
        await server.wait_until_holding()
        await server.stop()
        with pytest.raises(aiohttp.ClientError):
            await response.read()
        await server.start()

    async def test_what_never_ends_is_given_up(
        self, home: Home, link: str, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(recordings, "MOST_BYTES", 300_000)
        server.add_fault(faults.Endless(b"x" * 100, b"", "audio/mpeg"))
        response = await home.player.get(link)
        with pytest.raises(aiohttp.ClientError):
            await response.read()
        await server.wait_until_not_streaming()

    async def test_what_is_longer_than_announced_is_cut_off(
        self, home: Home, link: str, server: Server, audio: Audio
    ) -> None:
        server.add_fault(faults.WrongLength(-1000))
        response = await home.get(link)
        assert await response.read() == audio.piece(0, audio.length - 1000)

    async def test_an_account_that_is_unloaded_stops_sending(
        self, home: Home, link: str, server: Server
    ) -> None:
        server.add_fault(faults.Stall(70_000))
        response = await home.player.get(link)
        await server.wait_until_holding()
        assert await home.hass.config_entries.async_unload(home.entry.entry_id)
        with pytest.raises(aiohttp.ClientError):
            await response.read()
        await server.wait_until_not_streaming()


class TestLeaving:
    """What happens when nobody listens any more."""

    @pytest.mark.parametrize(
        "fault",
        [
            faults.Endless(b"x" * 100, b"", "audio/mpeg"),
            faults.Stall(70_000),
            faults.Slow(100, 3600),
        ],
        ids=repr,
    )
    async def test_nothing_more_is_asked_of_jingl(
        self, home: Home, link: str, server: Server, fault: Fault
    ) -> None:
        server.add_fault(fault)
        response = await home.player.get(link)
        assert await response.content.readexactly(100)
        response.close()
        await server.wait_until_not_streaming()
        assert (server.broken_off, len(asked(server))) == (1, 1)

    async def test_nothing_is_asked_of_jingl_that_has_not_begun(
        self, home: Home, link: str, server: Server
    ) -> None:
        server.add_fault(faults.Hang())
        asking = asyncio.ensure_future(home.player.get(link))
        await server.wait_until_holding()
        asking.cancel()
        # There is nothing to await for the end of a request that is only held.
        while server.holding:  # noqa: ASYNC110
            await asyncio.sleep(0)
        assert asking.cancelled()


async def test_a_listener_who_takes_nothing_needs_little_memory(
    home: Home, link: str, server: Server
) -> None:
    server.add_fault(faults.Endless(b"x" * 100, b"", "audio/mpeg"))
    tracemalloc.start()
    response = await home.player.get(link)
    # As many turns as a hundred megabytes would take.
    for _ in range(1000):
        await asyncio.sleep(0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert server.streaming == 1
    assert peak < 4_000_000, f"{peak:,}"
    response.close()
    await server.wait_until_not_streaming()


async def test_a_long_recording_needs_little_memory(
    home: Home, account: Account, server: Server
) -> None:
    account.records.style.audio = AudioKind.WAV
    audio = record_call(account, CALLER, seconds=5000)
    assert audio.length > 40_000_000
    await home.entry.runtime_data.coordinator.call_records.refresh()
    user = await home.user(GROUP_ID_ADMIN)
    assert await home.status(home.link(user)) == 200
    link, digest = home.link(user, path_to(home.found("4278"))), hashlib.md5(usedforsecurity=False)
    tracemalloc.start()
    async for piece in (await home.player.get(link)).content.iter_any():
        digest.update(piece)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert digest.hexdigest() == audio.md5
    # Of the simulated cloud, Home Assistant and the player together.
    assert peak < 2_000_000, f"{peak:,}"


class TestNotes:
    """What is noted."""

    async def test_who_has_listened_is_noted_once_an_hour(
        self, home: Home, advance: Advance, caplog: pytest.LogCaptureFixture
    ) -> None:
        home.permit("automations")
        eve, adam = [await home.user(GROUP_ID_ADMIN) for _ in range(2)]
        call = home.path.rpartition("/")[2]
        for _ in range(2):
            for link in (home.link(eve), home.link(adam), home.link_for_automation()):
                assert await home.status(link, Range="bytes=0-1") == 206
                assert await home.status(link) == 200
            await advance(61 * 60)
        said = [
            record.getMessage()
            for record in caplog.records
            if (record.name, record.levelno) == (LOGGER.name, logging.INFO)
            and "Recording of call" in record.getMessage()
        ]
        who = [f"user Eve ({eve.id})", f"user Eve ({adam.id})", "an automation"] * 2
        assert said == [
            f"Recording of call {call} with …56 in mycompany played by {each}" for each in who
        ]

    async def test_nobody_has_listened_who_got_nothing(
        self, home: Home, link: str, server: Server, caplog: pytest.LogCaptureFixture
    ) -> None:
        response = await home.player.head(link)
        assert response.status == 200
        assert await home.status(home.link(await home.user(GROUP_ID_USER))) == 403
        server.add_fault(faults.StatusCode(404))
        assert await home.status(link) == 404
        assert "played" not in caplog.text

    async def test_nothing_tells_who_was_called_or_a_password(
        self, home: Home, link: str, server: Server, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.clear()
        caplog.set_level(logging.DEBUG)
        home.permit("automations")
        told = [link, home.link_for_automation()]
        links = [*told, home.path, home.link(await home.user(GROUP_ID_USER))]
        echo = {"X-Login": BASIC, "Set-Cookie": PASSWORD, "ETag": BASIC}
        for fault in (
            None,
            faults.StatusCode(500, echo, CALLER.encode()),
            faults.StatusCode(416, echo | {"Content-Range": f"bytes */{CALLER}"}),
            faults.Body(f"<html>{CALLER} {PASSWORD}".encode(), f"text/html; {PASSWORD}"),
            faults.Redirect(f"https://john:{PASSWORD}@127.0.0.1:1/{CALLER}"),
            faults.ResetAfter(),
        ):
            server.clear_faults()
            if fault:
                server.add_fault(fault, path=ENDPOINTS)
            for each in links:
                response = await home.get(each)
                told += [str(response.url), repr(response.headers), response.reason or ""]
                told.append((await response.read()).decode(errors="replace"))
        told += [f"{each.getMessage()} {each.args!r}" for each in caplog.records]
        assert [secret for secret in SECRETS for each in told if secret in each] == []
        assert any("Can't play a recording of mycompany" in each for each in told)
