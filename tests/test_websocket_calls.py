"""What the cards are told of calls over a real WebSocket, by users of different permissions."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from math import inf
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
)
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from homeassistant.auth.const import GROUP_ID_ADMIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from custom_components.jingl.account.devices import handset_device
from custom_components.jingl.api import CallDirection, turns
from custom_components.jingl.calls.reading import CallReader
from custom_components.jingl.const import DOMAIN
from custom_components.jingl.frontend import call_subscription
from custom_components.jingl.frontend.calls import CardCalls

from .conftest import Advance, Settle
from .contacts import Contacts
from .office import Office
from .recorded_calls import ANNA, NOON, record, recorded

BOB = "0398765432"
HOUR = 3600

type Event = dict[str, Any]
type Open = Callable[..., Awaitable[Card]]


class Card:
    """A card in a browser."""

    def __init__(self, client: MockHAClientWebSocket, settle: Settle) -> None:
        self._client = client
        self._settle = settle
        self._told: list[Event] = []
        self.subscription = 0

    async def send(self, command: str, **data: Any) -> dict[str, Any]:
        """Send a command, and return the answer."""
        await self._client.send_json_auto_id({"type": command, **data})
        answer: dict[str, Any]
        while (answer := await self._client.receive_json())["type"] == "event":
            self._told.append(answer)
        return answer

    async def subscribe(self, **wanted: Any) -> None:
        """Ask for calls."""
        answer = await self.send("jingl/calls/subscribe", **wanted)
        assert answer["success"]
        self.subscription = answer["id"]

    async def page(self, **data: Any) -> None:
        """Ask for older calls."""
        answer = await self.send("jingl/calls/page", subscription=self.subscription, **data)
        assert answer["success"]

    async def unsubscribe(self) -> None:
        """Ask for no more."""
        assert (await self.send("unsubscribe_events", subscription=self.subscription))["success"]

    async def leave(self) -> None:
        """Close the browser."""
        await self._client.close()

    async def events(self) -> list[Event]:
        """Return what it was told since this was last asked, once all is settled."""
        await self._settle()
        assert (await self.send("ping"))["type"] == "pong"
        told, self._told = self._told, []
        assert {each["id"] for each in told} <= {self.subscription}
        return [each["event"] for each in told]

    async def first(self) -> tuple[list[int], bool]:
        """Return when the calls of the first page were, and whether there are more."""
        [event] = await self.events()
        assert event.keys() == {"subscription", "calls", "more"}
        assert event["subscription"] == self.subscription
        return minutes(event["calls"]), event["more"]

    async def news(self) -> tuple[list[int], int, bool]:
        """Return when changed calls were, how many are gone, and whether there are more."""
        [event] = await self.events()
        assert event.keys() == {"changed", "removed", "more"}
        return minutes(event["changed"]), len(event["removed"]), event["more"]


def minutes(calls: list[dict[str, Any]]) -> list[int]:
    """Return at how many minutes after noon calls began."""
    started = [datetime.fromisoformat(call["started"]) for call in calls]
    return [(each - NOON) // timedelta(minutes=1) for each in started]


@pytest.fixture(autouse=True)
def _one_turn(freezer: FrozenDateTimeFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have all work done in one turn, some hours after the calls."""
    freezer.move_to(NOON + timedelta(hours=6))
    monkeypatch.setattr(turns, "_TURN", inf)


@pytest.fixture
def open_card(hass: HomeAssistant, hass_ws_client: WebSocketGenerator, settle: Settle) -> Open:
    """Return a function that opens a card, as an administrator or with somebody's token."""

    async def open_card(token: str | None = None, **wanted: Any) -> Card:
        client = await (hass_ws_client(hass, token) if token else hass_ws_client(hass))
        card = Card(client, settle)
        await card.subscribe(**wanted)
        return card

    return open_card


@pytest.fixture
async def card(loaded: MockConfigEntry, open_card: Open) -> Card:
    """Return an administrator's card that knows three calls and shows no more of them."""
    record(loaded, recorded(0), recorded(1, BOB), recorded(2, called="101"))
    card = await open_card(limit=3)
    assert await card.first() == ([2, 1, 0], False)
    return card


@pytest.fixture
def reception(hass: HomeAssistant, loaded: MockConfigEntry) -> dr.DeviceEntry:
    """Return Reception's device."""
    device = handset_device(hass, loaded, "100")
    assert device
    return device


async def _branch(hass: HomeAssistant, loaded: MockConfigEntry) -> MockConfigEntry:
    """Return another account, set up."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Branch",
        data={**loaded.data, "account_id": "branch"},
        options={**loaded.options, "handsets": ["102"], "track_new": False},
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


def _only(user: MockUser, *entity_ids: str) -> None:
    """Let a user see these entities only."""
    user.mock_policy({"entities": {"entity_ids": {each: {"read": True} for each in entity_ids}}})


class TestFirstPage:
    """The newest calls that match, as far as a user may know of them."""

    async def test_a_call_is_told_with_all_that_a_card_needs(
        self, office: Office, open_card: Open, reception: dr.DeviceEntry
    ) -> None:
        office.contacts.add("Anna", ANNA)
        await office.miss(ANNA)
        [event] = await (await open_card()).events()
        [call] = event["calls"]
        entry_id = office.entry.entry_id
        assert call.pop("key") == f"{entry_id}/100/{call.pop('id')}"
        for time in ("started", "ended"):
            assert datetime.fromisoformat(call.pop(time)).utcoffset() == timedelta(hours=-8)
        assert call == {
            "entry_id": entry_id,
            "device_id": reception.id,
            "extension": "100",
            "direction": "inbound",
            "number": ANNA,
            "readable": "0409 123 456",
            "name": "Anna",
            "result": "missed",
            "answered": None,
            "duration": None,
            "recording": None,
            "source": "seen",
            "media_content_id": None,
            "notes": None,
            "rating": None,
            "may_update": False,
        }

    async def test_as_many_as_asked_for_are_told_newest_first(
        self, loaded: MockConfigEntry, open_card: Open
    ) -> None:
        assert await (await open_card()).first() == ([], False)
        record(loaded, *(recorded(minute) for minute in range(120)))
        assert await (await open_card()).first() == ([*range(119, 19, -1)], True)
        assert await (await open_card(limit=2)).first() == ([119, 118], True)
        assert await (await open_card(limit=120)).first() == ([*range(119, -1, -1)], False)

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            ({}, [4, 3, 3, 2, 1, 0]),
            ({"entry_id": "mycompany"}, [3, 3, 2, 1, 0]),
            ({"entry_id": "other"}, []),
            ({"device_ids": ["100", "101"]}, [3, 2, 1]),
            ({"device_ids": ["100", "account", "other", "lamp"]}, [2, 1]),
            ({"device_ids": []}, []),
            ({"device_ids": ["102"], "entry_id": "mycompany"}, [3]),
            ({"directions": ["inbound"]}, [4, 1, 0]),
            ({"directions": [], "results": []}, [4, 3, 3, 2, 1, 0]),
            ({"results": ["no_answer"]}, [3, 2]),
            ({"party": "0398 765 432"}, [2, 1]),
            ({"since": "2026-11-27T12:02:00Z"}, [4, 3, 3, 2]),
            ({"until": "2026-11-27 04:02:00"}, [1, 0]),
        ],
    )
    async def test_calls_are_told_that_match_all_that_is_asked_for(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        open_card: Open,
        wanted: dict[str, Any],
        found: list[int],
    ) -> None:
        branch = await _branch(hass, loaded)
        lamp = dr.async_get(hass).async_get_or_create(
            config_entry_id=loaded.entry_id, identifiers={("lamp", "1")}
        )
        ids = {"lamp": lamp.id, "account": loaded.runtime_data.account_device_id}
        for extension in ("100", "101", "102"):
            device = handset_device(hass, loaded, extension)
            assert device
            ids[extension] = device.id
        record(
            loaded,
            recorded(0, called="0312345678"),
            recorded(1, BOB),
            recorded(2, "100", BOB, direction=CallDirection.OUTBOUND),
            recorded(3, "101", "102", direction=CallDirection.INTERNAL),
        )
        record(branch, recorded(4, called="102"))
        wanted = dict(wanted)
        if wanted.get("entry_id") == "mycompany":
            wanted["entry_id"] = loaded.entry_id
        if "device_ids" in wanted:
            wanted["device_ids"] = [ids.get(each, each) for each in wanted["device_ids"]]
        assert await (await open_card(**wanted)).first() == (found, False)

    @pytest.mark.parametrize(
        "wanted",
        [
            {"directions": ["sideways"]},
            {"results": ["ended"]},
            {"device_ids": "100"},
            {"party": ""},
            {"party": "x" * 256},
            {"since": "yesterday"},
            {"limit": 0},
            {"limit": 1001},
            {"other": True},
        ],
    )
    async def test_what_makes_no_sense_is_refused(self, card: Card, wanted: dict[str, Any]) -> None:
        answer = await card.send("jingl/calls/subscribe", **wanted)
        assert (answer["success"], answer["error"]["code"]) == (False, "invalid_format")

    async def test_a_user_is_told_of_calls_of_handsets_that_they_may_see(
        self,
        loaded: MockConfigEntry,
        open_card: Open,
        hass_read_only_user: MockUser,
        hass_read_only_access_token: str,
    ) -> None:
        record(loaded, recorded(0), recorded(1, called="101"), recorded(2, called="0312345678"))
        token = hass_read_only_access_token
        assert await (await open_card(token)).first() == ([2, 1, 0], False)
        _only(hass_read_only_user, "sensor.sales_status")
        assert await (await open_card(token)).first() == ([1], False)
        _only(hass_read_only_user)
        assert await (await open_card(token, limit=1)).first() == ([], False)


class TestChanges:
    """What becomes of the calls that a browser was told of."""

    async def test_a_new_call_is_told_and_the_oldest_gives_way(
        self, loaded: MockConfigEntry, card: Card
    ) -> None:
        record(loaded, recorded(3))
        assert await card.news() == ([3], 1, True)
        record(loaded, recorded(-1))
        assert await card.events() == [], "it is older than what was asked for"

    async def test_a_call_that_happens_is_told(self, office: Office, open_card: Open) -> None:
        card = await open_card()
        assert await card.first() == ([], False)
        await office.ring()
        assert await card.events() == []
        await office.hang_up()
        [event] = await card.events()
        assert [each["result"] for each in event["changed"]] == ["missed"]

    async def test_a_call_that_changes_is_told_and_no_other(
        self, loaded: MockConfigEntry, card: Card
    ) -> None:
        record(loaded, recorded(1, BOB, has_audio=True))
        assert await card.news() == ([1], 0, False)

    async def test_what_a_card_is_not_told_of_a_call_is_no_news(
        self, loaded: MockConfigEntry, card: Card
    ) -> None:
        record(loaded, recorded(1, BOB, answer_delay_seconds=4.0))
        assert await card.events() == []

    async def test_calls_that_are_deleted_are_told(
        self, loaded: MockConfigEntry, card: Card
    ) -> None:
        loaded.runtime_data.calls.delete(lambda each: each.extension == "100")
        assert await card.news() == ([], 2, False)

    async def test_older_calls_fill_the_place_of_deleted_ones(
        self, loaded: MockConfigEntry, card: Card
    ) -> None:
        record(loaded, recorded(3))
        await card.events()
        loaded.runtime_data.calls.delete(lambda each: each.extension == "101")
        assert await card.news() == ([0], 1, False)

    async def test_calls_that_do_not_match_are_not_told(
        self, loaded: MockConfigEntry, open_card: Open
    ) -> None:
        card = await open_card(party=BOB, results=["missed"])
        assert await card.first() == ([], False)
        record(loaded, recorded(0), recorded(1, BOB, is_answered=True))
        assert await card.events() == []
        record(loaded, recorded(2), recorded(3, BOB))
        assert await card.news() == ([3], 0, False)
        record(loaded, recorded(3, BOB, is_answered=True))
        assert await card.news() == ([], 1, False)

    async def test_a_contact_that_comes_changes_or_goes_changes_its_calls(
        self, hass: HomeAssistant, loaded: MockConfigEntry, card: Card
    ) -> None:
        contacts = Contacts(hass, loaded)
        bob = contacts.add("Bob", BOB)
        assert await card.news() == ([1], 0, False)
        contacts.rename(bob, "Robert")
        [event] = await card.events()
        assert [each["name"] for each in event["changed"]] == ["Robert"]
        contacts.remove(bob)
        assert await card.news() == ([1], 0, False)

    async def test_a_name_that_a_card_asks_for_brings_and_takes_calls(
        self, hass: HomeAssistant, loaded: MockConfigEntry, open_card: Open
    ) -> None:
        record(loaded, recorded(0), recorded(1, BOB))
        card = await open_card(party="bob*")
        assert await card.first() == ([], False)
        bob = Contacts(hass, loaded).add("Bobby", BOB)
        assert await card.news() == ([1], 0, False)
        Contacts(hass, loaded).rename(bob, "Robert")
        assert await card.news() == ([], 1, False)

    async def test_a_handset_that_loses_its_device_is_told_and_a_new_name_is_no_news(
        self,
        loaded: MockConfigEntry,
        card: Card,
        open_card: Open,
        reception: dr.DeviceEntry,
        device_registry: dr.DeviceRegistry,
    ) -> None:
        theirs = await open_card(device_ids=[reception.id])
        assert await theirs.first() == ([1, 0], False)
        device_registry.async_update_device(reception.id, name_by_user="Front desk")
        assert await card.events() == []
        device_registry.async_remove_device(reception.id)
        [event] = await card.events()
        assert [each["device_id"] for each in event["changed"]] == [None, None]
        assert loaded.runtime_data.calls.log.last_missed("100")
        assert await theirs.news() == ([], 2, False)

    async def test_an_account_that_is_reloaded_takes_its_calls_away_and_brings_them_back(
        self, hass: HomeAssistant, loaded: MockConfigEntry, card: Card
    ) -> None:
        assert await hass.config_entries.async_unload(loaded.entry_id)
        assert await card.news() == ([], 3, False)
        assert await hass.config_entries.async_setup(loaded.entry_id)
        assert await card.news() == ([2, 1, 0], 0, False)
        record(loaded, recorded(3))
        assert await card.news() == ([3], 1, True)

    async def test_an_account_that_comes_and_is_removed_is_told(
        self, hass: HomeAssistant, loaded: MockConfigEntry, card: Card
    ) -> None:
        branch = await _branch(hass, loaded)
        record(branch, recorded(1.5, called="102"))
        assert await card.news() == ([1], 1, True)
        await hass.config_entries.async_remove(branch.entry_id)
        assert await card.news() == ([0], 1, False)

    async def test_a_user_who_is_given_less_or_more_is_told_so(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        open_card: Open,
        hass_read_only_user: MockUser,
        hass_read_only_access_token: str,
    ) -> None:
        record(loaded, recorded(0))
        await hass.auth.async_update_user(hass_read_only_user, group_ids=[])
        card = await open_card(hass_read_only_access_token)
        assert await card.first() == ([], False)
        await hass.auth.async_update_user(hass_read_only_user, group_ids=[GROUP_ID_ADMIN])
        assert await card.news() == ([0], 0, False)
        await hass.auth.async_update_user(hass_read_only_user, group_ids=[])
        assert await card.news() == ([], 1, False)
        record(loaded, recorded(1))
        assert await card.events() == []

    async def test_what_a_user_may_know_is_looked_up_for_each_event(
        self,
        loaded: MockConfigEntry,
        open_card: Open,
        hass_read_only_user: MockUser,
        hass_read_only_access_token: str,
    ) -> None:
        record(loaded, recorded(0), recorded(1, called="101"))
        card = await open_card(hass_read_only_access_token)
        assert await card.first() == ([1, 0], False)
        # As if it were changed in a way of which nothing tells.
        _only(hass_read_only_user, "event.reception_call")
        record(loaded, recorded(2, called="101"), recorded(3))
        assert await card.news() == ([3], 1, False)

    async def test_entities_matter_to_users_who_may_see_some_of_them(
        self,
        card: Card,
        open_card: Open,
        hass_read_only_user: MockUser,
        hass_read_only_access_token: str,
        entity_registry: er.EntityRegistry,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        _only(hass_read_only_user, "sensor.front_desk")
        theirs = await open_card(hass_read_only_access_token)
        assert await theirs.first() == ([], False)
        looked: list[str] = []

        def look(hass: HomeAssistant, user: MockUser) -> CallReader:
            looked.append(user.id)
            return CallReader(hass, user)

        monkeypatch.setattr(call_subscription, "CallReader", look)
        entity_registry.async_update_entity(
            "sensor.reception_status", new_entity_id="sensor.front_desk"
        )
        assert await theirs.news() == ([1, 0], 0, False)
        assert await card.events() == []
        assert {*looked} == {hass_read_only_user.id}

    async def test_another_day_is_no_news(self, card: Card, advance: Advance) -> None:
        await advance(15 * HOUR)
        assert await card.events() == []

    async def test_what_is_too_old_goes(self, card: Card, advance: Advance) -> None:
        await advance(31 * 24 * HOUR)
        events = await card.events()
        assert sum(len(each["removed"]) for each in events) == 3

    async def test_what_changes_at_once_is_told_at_once(
        self, hass: HomeAssistant, loaded: MockConfigEntry, card: Card
    ) -> None:
        for minute in range(3, 50):
            record(loaded, recorded(minute))
        Contacts(hass, loaded).add("Bob", BOB)
        assert await card.news() == ([49, 48, 47], 3, True)

    @pytest.mark.usefixtures("shortest_turns")
    async def test_what_changes_while_calls_are_read_is_told_after_all_and_once(
        self, loaded: MockConfigEntry, open_card: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record(loaded, *(recorded(minute) for minute in range(20)))
        card = await open_card()
        assert await card.first() == ([*range(19, -1, -1)], False)
        arriving, tell = iter(range(21, 30)), CardCalls.tell

        def write(*args: Any) -> Any:
            for minute in arriving:
                record(loaded, recorded(minute))
            return tell(*args)

        monkeypatch.setattr(CardCalls, "tell", write)
        record(loaded, recorded(20))
        told = [minutes(event["changed"]) for event in await card.events()]
        assert told == [[20], [*range(29, 20, -1)]]


class TestRecordings:
    """What a card is told of a call's recording, notes and rating."""

    @pytest.fixture(autouse=True)
    def _call(self, loaded: MockConfigEntry) -> None:
        """Let there be a recorded call with notes."""
        heard = recorded(0, is_answered=True, has_audio=True, notes="Wants a quote", rating=4)
        record(loaded, heard)

    async def told(self, card: Card) -> dict[str, Any]:
        """Return the only call."""
        [event] = await card.events()
        [call] = event["calls"]
        assert isinstance(call, dict)
        return call

    async def test_an_administrator_may_listen(
        self, loaded: MockConfigEntry, open_card: Open
    ) -> None:
        call = await self.told(await open_card())
        identifier = f"{loaded.entry_id}/2026-11-27/{call['id']}"
        assert call["media_content_id"] == f"media-source://jingl/{identifier}"
        assert (call["notes"], call["rating"]) == ("Wants a quote", 4)

    async def test_others_may_listen_where_they_may(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        open_card: Open,
        hass_read_only_user: MockUser,
        hass_read_only_access_token: str,
    ) -> None:
        hass_read_only_user.groups = []
        hass_read_only_user.mock_policy({"entities": True})
        for users, is_told in ((False, False), (True, True)):
            hass.config_entries.async_update_entry(
                loaded, options={**loaded.options, "recordings": {"users": users}}
            )
            call = await self.told(await open_card(hass_read_only_access_token))
            assert (call["media_content_id"] is not None) is is_told
            assert call["recording"]

    async def test_a_call_without_a_recording_is_not_to_be_heard(
        self, loaded: MockConfigEntry, open_card: Open
    ) -> None:
        record(loaded, recorded(0, is_answered=True, has_audio=False))
        call = await self.told(await open_card())
        assert (call["media_content_id"], call["recording"]) == (None, False)

    async def test_notes_can_be_changed_where_jingl_has_records_and_the_user_control(
        self,
        loaded: MockConfigEntry,
        open_card: Open,
        hass_read_only_access_token: str,
    ) -> None:
        assert not (await self.told(await open_card()))["may_update"]
        loaded.runtime_data.coordinator.call_records.listed = True
        assert (await self.told(await open_card()))["may_update"]
        call = await self.told(await open_card(hass_read_only_access_token))
        assert not call["may_update"]


class TestPages:
    """Older calls, when a browser asks for them."""

    async def test_the_next_page_follows_what_was_told(
        self, loaded: MockConfigEntry, open_card: Open
    ) -> None:
        record(loaded, *(recorded(minute) for minute in range(8)))
        card = await open_card(limit=2)
        assert await card.first() == ([7, 6], True)
        await card.page(limit=3)
        assert await card.news() == ([5, 4, 3], 0, True)
        await card.page()
        assert await card.news() == ([2, 1, 0], 0, False)
        await card.page()
        assert await card.events() == []

    async def test_no_call_is_left_out_or_told_twice_when_new_ones_come_meanwhile(
        self, loaded: MockConfigEntry, open_card: Open
    ) -> None:
        # Several at the same time, too, which no order tells apart.
        record(loaded, *(recorded(minute // 3, str(ANNA), id=str(minute)) for minute in range(60)))
        card = await open_card(limit=10)
        shown: dict[str, dict[str, Any]] = {}
        for minute in range(60, 70):
            record(loaded, recorded(minute))
            await card.page(limit=10)
            for event in await card.events():
                for call in event["calls"] if "calls" in event else event["changed"]:
                    assert call["key"] not in shown
                    shown[call["key"]] = call
                for key in event.get("removed", ()):
                    del shown[key]
        log = loaded.runtime_data.calls.log
        assert len(shown) == len(log) == 70
        assert {each["id"] for each in shown.values()} == {each.id for each in log}

    async def test_a_page_of_what_is_not_a_subscription_to_calls_is_refused(
        self, card: Card
    ) -> None:
        accounts = await card.send("jingl/accounts/subscribe")
        card.subscription, calls = accounts["id"], card.subscription
        assert len(await card.events()) == 1
        for subscription in (accounts["id"], 999):
            answer = await card.send("jingl/calls/page", subscription=subscription)
            assert answer["error"]["code"] == "not_found"
        card.subscription = calls
        await card.unsubscribe()
        answer = await card.send("jingl/calls/page", subscription=calls)
        assert answer["error"]["code"] == "not_found"

    async def test_a_page_is_no_bigger_than_a_first_one(self, card: Card) -> None:
        answer = await card.send("jingl/calls/page", subscription=card.subscription, limit=1001)
        assert answer["error"]["code"] == "invalid_format"


class TestEnd:
    """Nothing is left of a card that has gone."""

    @pytest.mark.parametrize("end", [Card.unsubscribe, Card.leave])
    async def test_nobody_listens_for_a_card_that_has_gone(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        hass_ws_client: WebSocketGenerator,
        settle: Settle,
        end: Callable[[Card], Awaitable[None]],
    ) -> None:
        def signals() -> dict[str, int]:
            return {str(key): len(each) for key, each in hass.data["dispatcher"].items() if each}

        card = Card(await hass_ws_client(hass), settle)
        before = signals()
        await card.subscribe()
        assert await card.first() == ([], False)
        assert sum(signals().values()) == sum(before.values()) + 3
        await end(card)
        await settle()
        assert signals() == before
        record(loaded, recorded(0))
        if end is Card.unsubscribe:
            assert await card.events() == []
