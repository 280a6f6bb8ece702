"""What a refused login, and a wish for fewer requests, mean for an account."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from custom_components.jingl.const import DOMAIN
from simulator.faults import StatusCode
from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance, state_of

STATUS = "sensor.reception_status"


def asked_for(hass: HomeAssistant) -> list[str]:
    """Return what forms the user is shown by themselves."""
    flows = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    return [flow["context"]["source"] for flow in flows]


async def call(hass: HomeAssistant) -> None:
    """Place a call."""
    data = {"handset": "101", "number": "100"}
    await hass.services.async_call(DOMAIN, "create_call", data, blocking=True)


async def stop_recording(hass: HomeAssistant) -> None:
    """Change a setting."""
    sales = {"entity_id": "switch.sales_recording"}
    await hass.services.async_call("switch", "turn_off", sales, blocking=True)


async def poll(hass: HomeAssistant) -> None:
    """Ask what the handsets are doing."""
    await hass.config_entries.async_entries(DOMAIN)[0].runtime_data.coordinator.async_refresh()


@pytest.mark.usefixtures("loaded")
class TestRefusedLogin:
    """Jingl answers 401."""

    async def test_one_401_on_a_poll_changes_nothing(
        self, hass: HomeAssistant, server: Server, advance: Advance
    ) -> None:
        server.add_fault(StatusCode(401), times=1)
        await advance(16)
        assert (state_of(hass, STATUS), asked_for(hass)) == ("idle", [])
        server.clear_requests()
        await advance(16)
        assert server.requests, "it goes on"
        assert (state_of(hass, STATUS), asked_for(hass)) == ("idle", [])

    async def test_a_second_401_asks_for_another_login_once(
        self, hass: HomeAssistant, account: Account, server: Server, advance: Advance
    ) -> None:
        account.users["john"] = "changed"
        await advance(16)
        await advance(16)
        assert (state_of(hass, STATUS), asked_for(hass)) == (STATE_UNAVAILABLE, [SOURCE_REAUTH])
        server.clear_requests()
        for _ in range(20):
            await advance(60)
        assert (server.requests, asked_for(hass)) == ([], [SOURCE_REAUTH])

    async def test_a_login_that_is_accepted_again_needs_nobody(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        account.users["john"] = "changed"
        await advance(16)
        await advance(16)
        account.users["john"] = "mypassword"
        await advance(31 * 60)
        assert (state_of(hass, STATUS), asked_for(hass)) == ("idle", [])

    async def test_a_login_that_may_only_read_is_told_so_and_not_asked_for(
        self, hass: HomeAssistant, server: Server, advance: Advance
    ) -> None:
        server.add_fault(StatusCode(401), method="PUT")
        for _ in range(3):
            with pytest.raises(HomeAssistantError) as caught:
                await call(hass)
            assert caught.value.translation_key == "login_not_allowed"
            await advance(16)
        assert (state_of(hass, STATUS), asked_for(hass)) == ("idle", [])

    async def test_settings_that_may_not_be_read_ask_for_no_other_login(
        self, hass: HomeAssistant, server: Server, advance: Advance
    ) -> None:
        server.add_fault(StatusCode(401), path=r"/api/handset(/.*)?")
        for _ in range(4):
            await advance(301)
        assert (state_of(hass, STATUS), asked_for(hass)) == ("idle", [])


class TestRefusedHandset:
    """Jingl answers 401 for the one handset that rings, in an account without lists."""

    @pytest.fixture(autouse=True)
    async def _rings(
        self, hass: HomeAssistant, entry: MockConfigEntry, account: Account, advance: Advance
    ) -> None:
        account.endpoints.handset_list = account.endpoints.status_list = False
        # So many that never all of them are asked at once.
        many = ["100", "101", *(str(extension) for extension in range(200, 260))]
        for extension in many[2:]:
            account.add_handset(extension)
        hass.config_entries.async_update_entry(entry, options={**entry.options, "handsets": many})
        assert await hass.config_entries.async_setup(entry.entry_id)
        account.incoming_call("0412345678", "100")
        await advance(32)
        assert state_of(hass, STATUS) == "ringing"

    async def test_it_is_that_handsets_while_another_answers(
        self, hass: HomeAssistant, entry: MockConfigEntry, server: Server, advance: Advance
    ) -> None:
        # From now on it is one handset's turn at a time, and every other time this one's.
        coordinator = entry.runtime_data.coordinator
        coordinator.pace.note_rate_limit(None)
        for _ in range(5):
            await advance(1)
        coordinator.handsets.note_action({"100"})
        server.add_fault(StatusCode(401), path="/api/handsetstatus/100")
        polls: list[list[str]] = []
        for _ in range(24):
            server.clear_requests()
            await advance(1)
            polls.append([request.path.rpartition("/")[2] for request in server.requests])
        assert (state_of(hass, STATUS), asked_for(hass)) == (STATE_UNAVAILABLE, [])
        assert state_of(hass, "sensor.sales_status") == "idle"
        assert [asked[:1] for asked in polls] == [["100"], []] * 12
        assert [len(asked) for asked in polls] == [2, 0] * 12, "one other, in place of a turn"
        assert len({asked[1] for asked in polls if asked}) == 12, "each time another one"

    async def test_it_is_the_logins_when_another_is_refused_too(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        account.users["john"] = "changed"
        await advance(4)
        assert (state_of(hass, STATUS), asked_for(hass)) == ("ringing", [])
        await advance(16)
        assert (state_of(hass, STATUS), asked_for(hass)) == (STATE_UNAVAILABLE, [SOURCE_REAUTH])

    async def test_it_is_the_logins_where_there_is_no_other(
        self, hass: HomeAssistant, entry: MockConfigEntry, server: Server, advance: Advance
    ) -> None:
        options = {**entry.options, "handsets": ["100"]}
        hass.config_entries.async_update_entry(entry, options=options)
        await hass.config_entries.async_reload(entry.entry_id)
        server.add_fault(StatusCode(401), path="/api/handsetstatus/100")
        await advance(4)
        assert (state_of(hass, STATUS), asked_for(hass)) == ("ringing", [])
        await advance(16)
        assert (state_of(hass, STATUS), asked_for(hass)) == (STATE_UNAVAILABLE, [SOURCE_REAUTH])


async def test_a_login_refused_at_the_start_is_asked_for_after_the_second_time(
    hass: HomeAssistant, entry: MockConfigEntry, account: Account, server: Server, advance: Advance
) -> None:
    account.users["john"] = "changed"
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert (entry.state, asked_for(hass)) == (ConfigEntryState.SETUP_RETRY, [])
    for _ in range(3):
        await advance(30)
    assert asked_for(hass) == [SOURCE_REAUTH]
    server.clear_requests()
    for _ in range(10):
        await advance(120)
    assert server.requests == [], "the attempts to set up leave the login alone for half an hour"
    account.users["john"] = "mypassword"
    for _ in range(5):
        await advance(300)
    assert entry.state.value == "loaded"
    assert asked_for(hass) == []


class TestFewerRequests:
    """Jingl answers 429, or names a time to wait."""

    @pytest.mark.usefixtures("loaded")
    @pytest.mark.parametrize("code", [429, 500, 503])
    @pytest.mark.parametrize(
        ("ask", "method"), [(call, "PUT"), (stop_recording, "PUT"), (poll, "GET")]
    )
    async def test_whatever_is_answered_with_a_wait_has_jingl_left_alone_for_it(
        self,
        hass: HomeAssistant,
        server: Server,
        advance: Advance,
        code: int,
        ask: Callable[[HomeAssistant], Awaitable[None]],
        method: str,
    ) -> None:
        server.add_fault(StatusCode(code, {"Retry-After": "120"}), method=method, times=1)
        with suppress(HomeAssistantError):
            await ask(hass)
        server.clear_requests()
        for _ in range(7):
            await advance(16)
        assert server.requests == []
        await advance(16)
        await advance(16)
        assert state_of(hass, STATUS) == "idle"

    @pytest.mark.usefixtures("loaded")
    async def test_a_wish_for_an_age_is_one_for_15_minutes(
        self, hass: HomeAssistant, server: Server, advance: Advance
    ) -> None:
        server.add_fault(StatusCode(429, {"Retry-After": "1000000000"}), times=1)
        await advance(16)
        server.clear_requests()
        await advance(14 * 60)
        assert server.requests == []
        await advance(62)
        assert state_of(hass, STATUS) == "idle"

    @pytest.mark.usefixtures("loaded")
    async def test_meanwhile_one_action_a_minute_is_sent(
        self, hass: HomeAssistant, server: Server, advance: Advance
    ) -> None:
        server.add_fault(StatusCode(429, {"Retry-After": "300"}), path="/api/handset", times=1)
        await advance(301)
        server.clear_requests()
        await call(hass)
        with pytest.raises(HomeAssistantError) as caught:
            await call(hass)
        assert caught.value.translation_key == "rate_limited"
        assert [request.method for request in server.requests] == ["PUT"]
        await advance(61)
        await call(hass)

    async def test_it_is_remembered_over_attempts_to_set_up_and_reloads(
        self, hass: HomeAssistant, entry: MockConfigEntry, server: Server, advance: Advance
    ) -> None:
        server.add_fault(StatusCode(429, {"Retry-After": "600"}), times=1)
        assert not await hass.config_entries.async_setup(entry.entry_id)
        for _ in range(9):
            await advance(60)
            await hass.config_entries.async_reload(entry.entry_id)
        assert len(server.requests) == 1
        await advance(61)
        await hass.config_entries.async_reload(entry.entry_id)
        assert entry.state is ConfigEntryState.LOADED

    @pytest.mark.usefixtures("loaded")
    async def test_one_429_on_the_settings_leaves_them_as_they_are(
        self, hass: HomeAssistant, server: Server, advance: Advance
    ) -> None:
        server.add_fault(StatusCode(429), path="/api/handset")
        await advance(301)
        assert state_of(hass, "switch.sales_recording") == "on"
        await advance(601)
        assert state_of(hass, "switch.sales_recording") == STATE_UNAVAILABLE
