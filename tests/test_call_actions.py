"""The actions that read, delete and annotate the calls in the log."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
import fnmatch
from pathlib import Path
import re
from typing import Any
from unittest.mock import Mock

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_capture_events,
    async_mock_service,
)
import voluptuous as vol

from homeassistant.core import Context, HomeAssistant, SupportsResponse
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
    UnknownUser,
)
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.template import Template
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml

from custom_components.jingl.account.devices import handset_device
from custom_components.jingl.api import CallDirection
from custom_components.jingl.const import DOMAIN
from custom_components.jingl.history.call_record import CallRecord
from custom_components.jingl.numbers import party_pattern
from simulator import faults
from simulator.server import Server
from simulator.state import Cloud

from .conftest import LOGIN
from .contacts import Contacts
from .office import Office
from .recorded_calls import ANNA, NOON, record, recorded

BOB = "0398765432"
_DOCUMENT = Path(__file__).parents[1] / "docs/actions.md"
EVERYTHING: dict[str, Any] = {"confirm": True}

type DeviceId = Callable[[str], str]


@pytest.fixture(autouse=True)
def _afternoon(freezer: FrozenDateTimeFactory) -> None:
    """Let it be some hours after the calls."""
    freezer.move_to(NOON + timedelta(hours=6))


@pytest.fixture
def device_id(hass: HomeAssistant, loaded: MockConfigEntry) -> DeviceId:
    """Return a function that gives a handset's device."""

    def device_id(extension: str) -> str:
        device = handset_device(hass, loaded, extension)
        assert device
        return device.id

    return device_id


@pytest.fixture
def account_device(loaded: MockConfigEntry) -> str:
    """Return the account's device."""
    return str(loaded.runtime_data.account_device_id)


@pytest.fixture
async def branch(
    hass: HomeAssistant, cloud: Cloud, server: Server, loaded: MockConfigEntry
) -> MockConfigEntry:
    """Return the entry of a second account, which has a handset 100, too."""
    cloud.add_account("branch").add_handset("100", name="Counter")
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="branch",
        unique_id="branch",
        data={**LOGIN, "domain": "branch", "host": server.address, "account_id": "branch"},
        options={"handsets": ["100"], "ignored": [], "track_new": False},
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert loaded.state is entry.state
    return entry


async def act(hass: HomeAssistant, action: str, user: str | None = None, **data: Any) -> Any:
    """Call an action, and return its answer."""
    return await hass.services.async_call(
        DOMAIN,
        action,
        data,
        blocking=True,
        context=Context(user_id=user),
        return_response=True,
    )


async def calls_of(
    hass: HomeAssistant, user: str | None = None, **data: Any
) -> list[dict[str, Any]]:
    """Return the calls that the action answers."""
    answer = await act(hass, "get_calls", user, **data)
    assert [*answer] == ["calls"]
    return [*answer["calls"]]


async def minutes_of(hass: HomeAssistant, user: str | None = None, **data: Any) -> list[int]:
    """Return at how many minutes after noon the calls that the action answers began."""
    calls = await calls_of(hass, user, **data)
    return [
        (datetime.fromisoformat(each["started"]) - NOON) // timedelta(minutes=1) for each in calls
    ]


async def refusal(hass: HomeAssistant, action: str, **data: Any) -> str | None:
    """Return why an action is refused."""
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, action, **data)
    return caught.value.translation_key


def only(user: MockUser, *entity_ids: str, control: bool = False) -> str:
    """Let a user see, and perhaps control, these entities only; return the user's id."""
    user.groups = []
    rights = {each: {"read": True, "control": control} for each in entity_ids}
    user.mock_policy({"entities": {"entity_ids": rights}})
    return str(user.id)


def entities_of(hass: HomeAssistant, *names: str) -> list[str]:
    """Return the entities whose ids contain one of these words."""
    return [each for each in er.async_get(hass).entities if any(name in each for name in names)]


class TestGetCalls:
    """What is answered of which calls."""

    async def test_a_call_that_a_handset_saw_is_answered_with_all_that_is_known(
        self, hass: HomeAssistant, office: Office, device_id: DeviceId
    ) -> None:
        office.contacts.add("Anna Smith", ANNA)
        await office.ring(ANNA)
        await office.answer()
        await office.advance(60)
        await office.hang_up()
        [call] = await calls_of(hass)
        written = [call.pop(each) for each in ("started", "answered", "ended")]
        times = [*map(datetime.fromisoformat, written)]
        assert times == sorted(times)
        assert {each.utcoffset() for each in times} == {timedelta(hours=-8)}
        assert call.pop("id").endswith("-100")
        assert call.pop("duration") == pytest.approx(63, abs=3)
        assert call == {
            "handset": device_id("100"),
            "extension": "100",
            "direction": "inbound",
            "number": ANNA,
            "name": "Anna Smith",
            "result": "answered",
            "recording": None,
            "source": "seen",
        }

    async def test_what_is_not_known_is_null(
        self, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> None:
        unknown = recorded(0, "", "999", direction=None, caller_number=None, is_answered=None)
        record(loaded, unknown)
        [call] = await calls_of(hass)
        assert {key for key, value in call.items() if value is not None} == {
            "id",
            "started",
            "source",
        }
        assert (call["started"], call["source"]) == ("2026-11-27T04:00:00-08:00", "jingl")

    async def test_the_newest_come_first_and_as_many_as_asked_for(
        self, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> None:
        record(loaded, *(recorded(minute) for minute in (1, 120, 0, -2000)))
        assert await minutes_of(hass) == [120, 1, 0, -2000]
        assert await minutes_of(hass, limit=2) == [120, 1]
        record(loaded, *(recorded(minute) for minute in range(-300, -150)))
        assert len(await calls_of(hass)) == 100

    @pytest.mark.parametrize(
        ("data", "found"),
        [
            ({}, [4, 3, 2, 1]),
            ({"direction": "inbound"}, [2, 1]),
            ({"direction": ["outbound", "internal"]}, [4, 4, 3]),
            ({"direction": []}, [4, 4, 3, 2, 1]),
            ({"result": "missed"}, [4, 1]),
            ({"result": ["answered", "no_answer"]}, [4, 3, 2]),
            ({"other_party": "0409 123 456"}, [1]),
            ({"other_party": "04*"}, [1]),
            ({"other_party": "*PARTY*"}, [3]),
            ({"other_party": 101}, [4]),
            ({"handset": "100"}, [3, 2, 1]),
            ({"handset": ["100", "Sales"]}, [4, 3, 2, 1]),
            ({"handset": 100, "direction": "inbound"}, [2, 1]),
            ({"device_id": "102"}, [4]),
            ({"entity_id": ["event.reception_call", "sensor.sales_status"]}, [4, 3, 2, 1]),
            ({"from": NOON + timedelta(minutes=3)}, [4, 4, 3]),
            ({"from": "2026-11-27 04:03:00"}, [4, 4, 3]),
            ({"to": "2026-11-27T12:03:00+00:00"}, [2, 1]),
            ({"from": date(2026, 11, 27), "to": "2026-11-28"}, [4, 4, 3, 2, 1]),
            ({"to": date(2026, 11, 27)}, []),
        ],
    )
    async def test_calls_are_asked_for_by_all_that_is_known_of_them(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        device_id: DeviceId,
        data: dict[str, Any],
        found: list[int],
    ) -> None:
        outbound, internal = CallDirection.OUTBOUND, CallDirection.INTERNAL
        record(
            loaded,
            recorded(1),
            recorded(2, BOB, is_answered=True),
            recorded(3, "100", BOB, direction=outbound, destination_name="Bob's Party"),
            recorded(4, "101", "102", direction=internal),
        )
        if "device_id" in data:
            data = {"device_id": device_id(data["device_id"])}
        if not data:  # a call between two handsets has a record for each
            found = [4, *found]
        assert await minutes_of(hass, **data) == found

    @pytest.mark.parametrize(
        "data",
        [
            {"direction": "sideways"},
            {"result": "ended"},
            {"other_party": " "},
            {"other_party": None},
            {"other_party": []},
            {"other_party": "*a" * 128},
            {"from": "yesterday"},
            {"from": 3},
            {"from": "0001-01-01 00:00:00+23:00"},
            {"to": "9999-12-31 23:00:00-08:00"},
            {"limit": 0},
            {"limit": 1001},
        ],
    )
    async def test_what_makes_no_sense_is_refused(
        self, hass: HomeAssistant, loaded: MockConfigEntry, data: dict[str, Any]
    ) -> None:
        record(loaded, recorded(0))
        with pytest.raises(vol.Invalid):
            await calls_of(hass, **data)

    async def test_a_pattern_is_prepared_once_for_all_calls(
        self, hass: HomeAssistant, loaded: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        prepare = Mock(wraps=fnmatch.translate)
        monkeypatch.setattr(f"{party_pattern.__name__}.translate", prepare)
        record(loaded, *(recorded(each, f"040912345{each}") for each in range(5)))
        assert await minutes_of(hass, other_party="04*5*4") == [4]
        assert prepare.call_count <= 2, "once for numbers and once for names"

    async def test_a_party_is_called_what_it_is_called_now_and_found_by_both_names(
        self, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> None:
        record(loaded, recorded(0, caller_name="SMITH A"), recorded(1, BOB, caller_name="Bob"))
        contact = Contacts(hass, loaded).add("Anna", ANNA)
        assert [each["name"] for each in await calls_of(hass)] == ["Bob", "Anna"]
        assert await minutes_of(hass, other_party="anna") == [0]
        assert await minutes_of(hass, other_party="smith*") == [0]
        Contacts(hass, loaded).remove(contact)
        assert [each["name"] for each in await calls_of(hass)] == ["Bob", "SMITH A"]
        assert await minutes_of(hass, other_party="anna") == []

    async def test_calls_of_all_accounts_are_answered_unless_one_is_meant(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        branch: MockConfigEntry,
        account_device: str,
        device_id: DeviceId,
    ) -> None:
        record(loaded, recorded(0), recorded(2), recorded(4, called="0312345678"))
        record(branch, recorded(1), recorded(3))
        assert await minutes_of(hass) == [4, 3, 2, 1, 0]
        assert await minutes_of(hass, limit=3) == [4, 3, 2]
        assert await minutes_of(hass, device_id=account_device) == [4, 2, 0]
        assert await minutes_of(hass, device_id=[account_device, device_id("101")]) == [4, 2, 0]
        assert await minutes_of(hass, entity_id="sensor.mycompany_active_calls") == [4, 2, 0]
        assert await minutes_of(hass, handset="Counter") == [3, 1]
        assert await minutes_of(hass, handset=["Counter", account_device]) == [4, 3, 2, 1, 0]
        assert await refusal(hass, "get_calls", handset="100") == "handset_ambiguous"
        assert await hass.config_entries.async_unload(branch.entry_id)
        assert await minutes_of(hass) == [4, 2, 0]

    @pytest.mark.parametrize(
        ("data", "key"),
        [
            ({"handset": "999"}, "handset_unknown"),
            ({"handset": ["100", "999"]}, "handset_unknown"),
            ({"handset": " "}, "handset_missing"),
            ({"handset": []}, "handset_missing"),
            ({"device_id": []}, "handset_missing"),
            ({"entity_id": "none"}, "handset_missing"),
            ({"area_id": "empty"}, "handset_missing"),
            ({"handset": "100", "area_id": "empty"}, "handset_and_target"),
            ({"entity_id": "light.lamp"}, "not_a_handset"),
            ({"device_id": "lamp"}, "not_a_handset"),
        ],
    )
    @pytest.mark.parametrize("action", ["get_calls", "delete_calls"])
    async def test_a_target_without_handsets_does_not_mean_all_of_them(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        data: dict[str, Any],
        key: str,
        action: str,
    ) -> None:
        record(loaded, recorded(0))
        ar.async_get(hass).async_create("Empty")
        lamp = dr.async_get(hass).async_get_or_create(
            config_entry_id=loaded.entry_id, identifiers={("lamp", "1")}
        )
        if data.get("device_id") == "lamp":
            data = {"device_id": lamp.id}
        confirm = EVERYTHING if action == "delete_calls" else {}
        assert await refusal(hass, action, **data, **confirm) == key
        assert await minutes_of(hass) == [0]

    async def test_an_area_means_all_its_handsets(
        self, hass: HomeAssistant, loaded: MockConfigEntry, device_id: DeviceId
    ) -> None:
        area = ar.async_get(hass).async_create("Foyer")
        for extension in ("100", "101"):
            dr.async_get(hass).async_update_device(device_id(extension), area_id=area.id)
        record(loaded, *(recorded(int(called), called=called) for called in ("100", "101", "102")))
        assert await minutes_of(hass, area_id=area.id) == [101, 100]

    async def test_a_handset_that_is_gone_has_its_calls_still_but_no_device(
        self, hass: HomeAssistant, loaded: MockConfigEntry, device_id: DeviceId
    ) -> None:
        record(loaded, recorded(0))
        dr.async_get(hass).async_remove_device(device_id("100"))
        [call] = await calls_of(hass)
        assert (call["handset"], call["extension"]) == (None, "100")

    async def test_a_time_that_nobody_can_mean_breaks_nothing(
        self, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> None:
        await hass.config.async_set_time_zone("Australia/Melbourne")
        never = datetime(9999, 12, 31, 23, tzinfo=UTC)
        record(loaded, recorded(0, started=never), recorded(1))
        assert [each["started"] for each in await calls_of(hass)] == [
            "9999-12-31T23:00:00+00:00",
            "2026-11-27T23:01:00+11:00",
        ]

    @pytest.mark.usefixtures("shortest_turns")
    async def test_calls_may_change_while_they_are_read(
        self, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> None:
        record(loaded, *(recorded(minute) for minute in range(0, -4000, -400)))
        reading = hass.async_create_task(minutes_of(hass, other_party="*"), eager_start=True)
        assert (await act(hass, "delete_calls", **EVERYTHING))["deleted"] == 10
        assert await reading == [*range(0, -4000, -400)]

    @pytest.mark.usefixtures("shortest_turns")
    async def test_a_long_answer_is_told_in_turns(
        self, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> None:
        record(loaded, *(recorded(minute) for minute in range(0, 100, 5)))
        answering = hass.async_create_task(calls_of(hass))
        turns = 0
        while not answering.done():
            await asyncio.sleep(0)
            turns += 1
        assert len(await answering) == 20
        assert turns > 20, "one for each call"

    @pytest.mark.usefixtures("loaded")
    async def test_a_template_can_list_them(self, hass: HomeAssistant) -> None:
        template = Template("{{ calls | map(attribute='number') | join(', ') }}", hass)
        assert template.async_render({"calls": await calls_of(hass)}) == ""

    async def test_they_only_answer(self, hass: HomeAssistant, loaded: MockConfigEntry) -> None:
        assert loaded.state.recoverable
        answers = hass.services.supports_response
        assert answers(DOMAIN, "get_calls") is SupportsResponse.ONLY
        assert answers(DOMAIN, "delete_calls") is SupportsResponse.OPTIONAL
        assert answers(DOMAIN, "update_call") is SupportsResponse.OPTIONAL


class TestWhoMayRead:
    """Users are answered the calls of handsets that they may see."""

    @pytest.fixture(autouse=True)
    def _calls(self, loaded: MockConfigEntry) -> None:
        """Let each handset have a call, and the account one of which it isn't said whose."""
        record(
            loaded,
            *(recorded(int(called), called=called) for called in ("100", "101", "102")),
            recorded(0, called="0312345678"),
        )

    async def test_an_administrator_and_a_user_who_may_read_everything_read_all(
        self, hass: HomeAssistant, hass_admin_user: MockUser, hass_read_only_user: MockUser
    ) -> None:
        for user in (hass_admin_user, hass_read_only_user):
            assert await minutes_of(hass, user.id) == [102, 101, 100, 0]

    async def test_a_user_reads_the_calls_of_handsets_that_they_may_see(
        self, hass: HomeAssistant, hass_read_only_user: MockUser
    ) -> None:
        user = only(hass_read_only_user, "event.reception_call", "sensor.sales_status")
        assert await minutes_of(hass, user) == [101, 100]
        assert await minutes_of(hass, user, limit=1) == [101]
        assert await minutes_of(hass, user, handset="Reception") == [100]
        targets = ["event.workshop_call", "event.reception_call"]
        assert await minutes_of(hass, user, entity_id=targets) == [100]

    async def test_what_the_account_does_not_say_whose_it_is_needs_the_whole_account(
        self, hass: HomeAssistant, hass_read_only_user: MockUser, account_device: str
    ) -> None:
        handsets = ("reception", "sales", "workshop")
        user = only(hass_read_only_user, *entities_of(hass, *handsets))
        assert await minutes_of(hass, user) == [102, 101, 100]
        assert await minutes_of(hass, user, device_id=account_device) == [102, 101, 100]
        user = only(hass_read_only_user, *entities_of(hass, *handsets, "mycompany"))
        assert await minutes_of(hass, user) == [102, 101, 100, 0]

    async def test_a_user_who_may_see_nothing_reads_nothing(
        self, hass: HomeAssistant, hass_read_only_user: MockUser
    ) -> None:
        assert await minutes_of(hass, only(hass_read_only_user)) == []

    async def test_a_handset_that_is_asked_for_and_may_not_be_seen_is_refused(
        self, hass: HomeAssistant, hass_read_only_user: MockUser
    ) -> None:
        user = only(hass_read_only_user, "event.reception_call")
        with pytest.raises(Unauthorized):
            await calls_of(hass, user, handset="102")
        with pytest.raises(Unauthorized):
            await calls_of(hass, user, entity_id="event.workshop_call")
        with pytest.raises(ServiceValidationError, match="no handset Workshop"):
            await calls_of(hass, user, handset="Workshop")

    async def test_a_user_who_is_gone_reads_nothing(self, hass: HomeAssistant) -> None:
        for action in ("get_calls", "update_call"):
            data = {} if action == "get_calls" else {"id": "1"}
            with pytest.raises(UnknownUser):
                await act(hass, action, "somebody", **data)


class TestDeleteCalls:
    """Administrators delete calls, if they confirm it."""

    @pytest.fixture(autouse=True)
    def _calls(self, loaded: MockConfigEntry) -> None:
        """Let there be some calls."""
        record(loaded, recorded(0), recorded(1, BOB), recorded(2, called="101"), recorded(-2000))

    @pytest.mark.parametrize(
        ("data", "left"),
        [
            ({}, []),
            ({"handset": "100"}, [2]),
            ({"handset": ["100", "101"]}, []),
            ({"other_party": "0398765432"}, [2, 0, -2000]),
            ({"other_party": "04*"}, [1]),
            ({"before": "2026-11-27"}, [2, 1, 0]),
            ({"before": NOON + timedelta(minutes=1), "other_party": BOB}, [2, 1, 0, -2000]),
            ({"before": NOON + timedelta(minutes=2), "handset": "Reception"}, [2]),
        ],
    )
    async def test_calls_that_match_are_deleted_and_counted(
        self, hass: HomeAssistant, hass_admin_user: MockUser, data: dict[str, Any], left: list[int]
    ) -> None:
        answer = await act(hass, "delete_calls", hass_admin_user.id, **data, **EVERYTHING)
        assert answer == {"deleted": 4 - len(left)}
        assert await minutes_of(hass) == left

    async def test_those_of_an_account_are_deleted_by_its_device(
        self, hass: HomeAssistant, branch: MockConfigEntry, account_device: str
    ) -> None:
        record(branch, recorded(5))
        assert await act(hass, "delete_calls", device_id=account_device, **EVERYTHING) == {
            "deleted": 4
        }
        assert await minutes_of(hass) == [5]

    @pytest.mark.parametrize("data", [{}, {"confirm": False}, {"confirm": "no", "handset": "100"}])
    async def test_nothing_is_deleted_unless_it_is_confirmed(
        self, hass: HomeAssistant, data: dict[str, Any]
    ) -> None:
        assert await refusal(hass, "delete_calls", **data) == "delete_unconfirmed"
        assert len(await calls_of(hass)) == 4

    async def test_a_party_longer_than_any_is_refused(self, hass: HomeAssistant) -> None:
        with pytest.raises(vol.Invalid):
            await act(hass, "delete_calls", other_party="x" * 256, **EVERYTHING)
        assert len(await calls_of(hass)) == 4

    async def test_only_administrators_may(
        self, hass: HomeAssistant, hass_read_only_user: MockUser
    ) -> None:
        with pytest.raises(Unauthorized):
            await act(hass, "delete_calls", hass_read_only_user.id, **EVERYTHING)
        assert len(await calls_of(hass)) == 4

    async def test_what_jingl_records_again_stays_deleted(
        self, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> None:
        await act(hass, "delete_calls", **EVERYTHING)
        record(loaded, recorded(0), recorded(3))
        assert await minutes_of(hass) == [3]


class TestUpdateCall:
    """Notes and a rating go to Jingl, and the call that comes back is answered."""

    @pytest.fixture(autouse=True)
    def updates(
        self, loaded: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
    ) -> list[tuple[CallRecord, str | None, int | None]]:
        """Return what goes to Jingl, which takes it for an answered call."""
        updates = []

        async def update(
            record: CallRecord, *, notes: str | None, rating: int | None
        ) -> CallRecord:
            updates.append((record, notes, rating))
            return replace(record, notes=notes, rating=rating, recording=True)

        coordinator = loaded.runtime_data.coordinator
        monkeypatch.setattr(coordinator, "async_update_call", update, raising=False)
        record(loaded, recorded(0), recorded(1, "101", "102", direction=CallDirection.INTERNAL))
        return updates

    async def call_id(self, hass: HomeAssistant, minute: int = 0) -> str:
        """Return the id of a call."""
        calls = await calls_of(hass)
        return str(next(each["id"] for each in calls if each["started"][14:16] == f"0{minute}"))

    @pytest.mark.parametrize(
        ("data", "sent"),
        [
            ({"notes": "Wants a quote"}, ("Wants a quote", None)),
            ({"notes": "", "rating": "0"}, ("", 0)),
            ({"rating": 5.0}, (None, 5)),
        ],
    )
    async def test_what_is_given_is_changed_and_the_call_answered(
        self,
        hass: HomeAssistant,
        updates: list[tuple[CallRecord, str | None, int | None]],
        data: dict[str, Any],
        sent: tuple[str | None, int | None],
    ) -> None:
        [before] = await calls_of(hass, handset="100")
        answer = await act(hass, "update_call", id=before["id"], **data)
        [(changed, *rest)] = updates
        assert (changed.id, tuple(rest)) == (before["id"], sent)
        notes, rating = sent
        assert answer == before | {"recording": True, "notes": notes, "rating": rating}

    @pytest.mark.parametrize(
        "data",
        [
            *({"rating": 6}, {"rating": -1}, {"rating": "good"}),
            *({"notes": "x" * 256}, {"notes": "Taps \ud800"}),
        ],
    )
    async def test_what_jingl_would_not_take_is_refused(
        self, hass: HomeAssistant, data: dict[str, Any]
    ) -> None:
        with pytest.raises(vol.Invalid):
            await act(hass, "update_call", id=await self.call_id(hass), **data)

    async def test_a_call_that_is_not_there_or_is_not_to_be_changed_is_refused(
        self,
        hass: HomeAssistant,
        updates: list[tuple[CallRecord, str | None, int | None]],
    ) -> None:
        call_id = await self.call_id(hass)
        assert await refusal(hass, "update_call", id="other", rating=1) == "call_unknown"
        wrong: dict[str, Any] = {"id": call_id, "handset": "101", "rating": 1}
        assert await refusal(hass, "update_call", **wrong) == "call_unknown"
        assert await refusal(hass, "update_call", id=call_id) == "call_unchanged"
        assert updates == []

    async def test_a_side_of_a_call_is_chosen_by_its_handset(
        self,
        hass: HomeAssistant,
        updates: list[tuple[CallRecord, str | None, int | None]],
    ) -> None:
        call_id = await self.call_id(hass, 1)
        for extension in ("101", "102"):
            answer = await act(hass, "update_call", id=call_id, handset=extension, rating=3)
            assert answer["extension"] == extension
        assert [changed.extension for changed, *_ in updates] == ["101", "102"]

    async def test_the_same_id_in_two_accounts_needs_the_handset(
        self, hass: HomeAssistant, branch: MockConfigEntry, device_id: DeviceId
    ) -> None:
        record(branch, recorded(0))
        call_id = await self.call_id(hass)
        data: dict[str, Any] = {"id": call_id, "rating": 1}
        assert await refusal(hass, "update_call", **data) == "call_ambiguous"
        answer = await act(hass, "update_call", **data, device_id=device_id("100"))
        assert answer["handset"] == device_id("100")

    async def test_a_user_needs_to_control_the_handset(
        self,
        hass: HomeAssistant,
        updates: list[tuple[CallRecord, str | None, int | None]],
        hass_admin_user: MockUser,
        hass_read_only_user: MockUser,
    ) -> None:
        data: dict[str, Any] = {"id": await self.call_id(hass, 1), "rating": 1}
        with pytest.raises(Unauthorized):
            await act(hass, "update_call", hass_read_only_user.id, **data)
        await act(hass, "update_call", hass_admin_user.id, **data)
        workshop = entities_of(hass, "workshop")
        user = only(hass_read_only_user, *workshop, control=True)
        assert (await act(hass, "update_call", user, **data))["extension"] == "102"
        data["id"] = await self.call_id(hass)
        with pytest.raises(ServiceValidationError, match="no call"):
            await act(hass, "update_call", user, **data)
        assert len(updates) == 2

    async def test_a_call_that_is_nobodys_is_for_administrators(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        hass_admin_user: MockUser,
        hass_read_only_user: MockUser,
    ) -> None:
        record(loaded, recorded(5, called="0312345678"))
        data: dict[str, Any] = {"id": await self.call_id(hass, 5), "rating": 1}
        user = only(hass_read_only_user, *er.async_get(hass).entities, control=True)
        with pytest.raises(Unauthorized):
            await act(hass, "update_call", user, **data)
        assert (await act(hass, "update_call", hass_admin_user.id, **data))["handset"] is None


class TestDeleteRecording:
    """What is deleted at Jingl, and what the log says then."""

    @pytest.fixture(autouse=True)
    async def _recording(self, loaded: MockConfigEntry, server: Server) -> None:
        """Let Jingl have a recording of a call between two handsets, and none of another."""
        inside = {"direction": CallDirection.INTERNAL, "is_answered": True}
        record(loaded, recorded(0, "101", "102", **inside, has_audio=True, id="4277"))
        record(loaded, recorded(1))
        server.clear_requests()

    async def call_id(self, hass: HomeAssistant, minute: int = 0) -> str:
        """Return the id of the call that began at this minute."""
        started = (NOON + timedelta(minutes=minute)).timestamp()
        calls = await calls_of(hass)
        [found] = {
            call["id"]
            for call in calls
            if datetime.fromisoformat(call["started"]).timestamp() == started
        }
        return str(found)

    async def delete(self, hass: HomeAssistant, user: str | None = None, **data: Any) -> None:
        """Delete a recording."""
        await hass.services.async_call(
            DOMAIN, "delete_recording", data, blocking=True, context=Context(user_id=user)
        )

    async def refusal(self, hass: HomeAssistant, **data: Any) -> str | None:
        """Return why nothing is deleted."""
        with pytest.raises(HomeAssistantError) as caught:
            await self.delete(hass, **data)
        return caught.value.translation_key

    def deletions(self, server: Server) -> list[str]:
        """Return the paths of what Jingl was asked to delete."""
        return [each.path for each in server.requests if each.method == "DELETE"]

    async def test_no_side_of_the_call_has_one_then_and_who_deleted_it_is_noted(
        self,
        hass: HomeAssistant,
        server: Server,
        hass_admin_user: MockUser,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        server.add_fault(faults.StatusCode(200), method="DELETE")
        noted = async_capture_events(hass, "jingl_recording")
        call_id = await self.call_id(hass)
        await self.delete(hass, hass_admin_user.id, id=call_id, confirm=True)
        assert self.deletions(server) == ["/api/callrecording/4277"]
        sides = [each for each in await calls_of(hass) if each["id"] == call_id]
        assert [each["recording"] for each in sides] == [False, False]
        [event] = noted
        assert event.context.user_id == hass_admin_user.id
        assert (event.data["type"], event.data["call"]) == ("deleted", call_id)
        assert f"deleted by user {hass_admin_user.name}" in caplog.text
        again = await self.refusal(hass, id=call_id, confirm=True)
        assert again == "recording_unknown"

    async def test_nothing_is_deleted_without_confirmation_or_by_others(
        self, hass: HomeAssistant, server: Server, hass_read_only_user: MockUser
    ) -> None:
        call_id = await self.call_id(hass)
        assert await self.refusal(hass, id=call_id) == "recording_delete_unconfirmed"
        user = only(hass_read_only_user, *er.async_get(hass).entities, control=True)
        with pytest.raises(Unauthorized):
            await self.delete(hass, user, id=call_id, confirm=True)
        assert self.deletions(server) == []

    async def test_a_call_that_is_not_there_or_has_none_is_refused(
        self, hass: HomeAssistant, server: Server
    ) -> None:
        assert await self.refusal(hass, id="other", confirm=True) == "call_unknown"
        without = await self.call_id(hass, 1)
        assert await self.refusal(hass, id=without, confirm=True) == "recording_unknown"
        assert self.deletions(server) == []

    @pytest.mark.parametrize(
        ("fault", "reason"),
        [
            (faults.StatusCode(400), "recording_delete_refused"),
            (faults.StatusCode(401), "login_not_allowed"),
            (faults.StatusCode(404), "recording_gone"),
            (faults.StatusCode(405), "recording_delete_unclear"),
            (faults.StatusCode(429), "rate_limited"),
            (faults.StatusCode(500), "recording_delete_unclear"),
            (faults.ResetAfter(), "recording_delete_unclear"),
            (faults.Html(), "recording_delete_unclear"),
        ],
    )
    async def test_whatever_jingl_refuses_or_leaves_open_the_log_stays(
        self, hass: HomeAssistant, server: Server, fault: faults.Fault, reason: str
    ) -> None:
        server.add_fault(fault, method="DELETE")
        call_id = await self.call_id(hass)
        assert await self.refusal(hass, id=call_id, confirm=True) == reason
        assert len(self.deletions(server)) == 1
        sides = [each for each in await calls_of(hass) if each["id"] == call_id]
        assert {each["recording"] for each in sides} == {True}


class TestDocuments:
    """The documents' examples say what they are to say."""

    @pytest.fixture(autouse=True)
    async def _calls(self, hass: HomeAssistant, loaded: MockConfigEntry, office: Office) -> None:
        """Let there be a call yesterday and some today, one of them to two handsets."""
        Contacts(hass, loaded).add("Anna Smith", ANNA)
        record(
            loaded,
            recorded(-600),
            recorded(0),
            recorded(1, BOB, is_answered=True, duration_seconds=90),
            recorded(2, "", caller_number=None),
            recorded(3, "101", "102", direction=CallDirection.INTERNAL),
            recorded(4, direction=None, is_answered=None, called="0312345678"),
        )
        office.account.incoming_call("0390001111", "102")
        await office.ring("0390001111", "101")
        office.account.remote_hang_up("102")
        await office.answer("101")
        await office.advance(60)
        await office.hang_up("101")

    async def run(
        self, hass: HomeAssistant, place: int, domain: str, action: str
    ) -> dict[str, Any]:
        """Run one of the two examples that get calls, and return the message that it sends."""
        examples = re.findall(r"```yaml\n(.*?)```", _DOCUMENT.read_text(), re.DOTALL)
        content = parse_yaml([each for each in examples if "jingl.get_calls" in each][place])
        assert isinstance(content, dict)
        actions = content.get("actions") or content["sequence"]
        config = {"alias": "Example", "triggers": [], "actions": actions}
        assert await async_setup_component(hass, "automation", {"automation": config})
        sent = async_mock_service(hass, domain, action)
        await hass.services.async_call(
            "automation", "trigger", {"entity_id": "automation.example"}, blocking=True
        )
        [message] = sent
        return dict(message.data)

    async def test_todays_missed_calls_are_listed_once_each_and_names_as_they_are(
        self, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> None:
        hostile = "~~~ [Win](https://example.com)"
        record(loaded, recorded(5, "0390002222", caller_name=hostile))
        message = await self.run(hass, 0, "persistent_notification", "create")
        assert message["title"] == "Missed today"
        assert message["message"].splitlines() == [
            "~~~",
            "04:05 ~~~ [Win](https://example.com)",
            "04:03 Sales",
            "04:02 unknown number",
            "04:00 Anna Smith",
            "~~~",
        ]

    async def test_a_day_without_missed_calls_is_said_to_be_one(self, hass: HomeAssistant) -> None:
        await act(hass, "delete_calls", **EVERYTHING)
        message = await self.run(hass, 0, "persistent_notification", "create")
        assert message["message"].splitlines() == ["~~~", "No missed calls.", "~~~"]

    async def test_the_days_calls_are_reported(self, hass: HomeAssistant) -> None:
        message = await self.run(hass, 1, "notify", "send_message")
        assert message["title"] == "Calls on 2026-11-27"
        assert message["message"].splitlines() == [
            "6 calls, 3 missed",
            "",
            "10:00  Sales, inbound, 0390001111, answered, 1.1 min",
            "04:04  No handset, unknown direction, Anna Smith, unknown result",
            "04:03  Workshop, internal, Sales, missed",
            "04:02  Reception, inbound, unknown number, missed",
            "04:01  Reception, inbound, 0398765432, answered, 1.5 min",
            "04:00  Reception, inbound, Anna Smith, missed",
        ]
