"""What happens to handsets, as lines of the logbook."""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from typing import Any
from unittest.mock import AsyncMock

import pytest
from pytest_homeassistant_custom_component.common import MockUser, async_capture_events
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.device_registry import DeviceEntry
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from custom_components.jingl import logbook
from custom_components.jingl.calls.listening import Listener, RecordingReader
from custom_components.jingl.calls.recording_log import note_deletion, note_listening
from custom_components.jingl.const import DOMAIN
from tests.office import Office
from tests.recorded_calls import ANNA, record, recorded

# First of all, since the account's events are to be recorded.
pytestmark = pytest.mark.usefixtures("recorder_mock")

type Rows = Callable[..., Awaitable[list[dict[str, Any]]]]
type Lines = Callable[[], Awaitable[list[str]]]


@pytest.fixture
async def rows(hass: HomeAssistant, office: Office, hass_ws_client: WebSocketGenerator) -> Rows:
    """Return a function that reads the logbook as the frontend does."""
    assert office
    assert await async_setup_component(hass, "logbook", {})
    start = dt_util.utcnow()

    async def rows(**filters: Collection[str]) -> list[dict[str, Any]]:
        await office.advance(1)
        await async_wait_recording_done(hass)
        client = await hass_ws_client(hass)
        await client.send_json_auto_id(
            {"type": "logbook/get_events", "start_time": start.isoformat(), **filters}
        )
        answer = await client.receive_json()
        result: list[dict[str, Any]] = answer["result"]
        return result

    return rows


@pytest.fixture
def lines(rows: Rows) -> Lines:
    """Return a function that reads our own lines, as they are shown."""

    async def lines() -> list[str]:
        return [f"{row['name']} {row['message']}" for row in await rows() if "message" in row]

    return lines


@pytest.fixture
def reception(office: Office, device_registry: dr.DeviceRegistry) -> DeviceEntry:
    """Return Reception's device."""
    device = device_registry.async_get_device_by_identifier(
        (DOMAIN, "mycompany_100"), office.entry.entry_id
    )
    assert device
    return device


@pytest.fixture
def told(hass: HomeAssistant) -> list[Event]:
    """Return what is told on the bus."""
    events: list[Event] = async_capture_events(hass, "jingl_handset")
    return events


async def test_a_call_is_one_line_with_the_handset_as_its_subject(
    office: Office, lines: Lines
) -> None:
    office.contacts.add("Anna Smith", "0412 345 678")
    await office.ring()
    await office.answer()
    await office.hold()
    office.account.resume("100")
    await office.advance(180)
    assert await lines() == [], "it is not over"
    await office.hang_up()
    assert await lines() == ["Reception talked to Anna Smith for 3 min"]


async def test_an_answered_call_adds_few_rows_with_those_of_home_assistant(
    office: Office, rows: Rows, reception: DeviceEntry, entity_registry: er.EntityRegistry
) -> None:
    await office.ring()
    await office.answer()
    await office.hang_up()
    entities = er.async_entries_for_device(entity_registry, reception.id)
    found = await rows(
        device_ids=[reception.id], entity_ids=[entity.entity_id for entity in entities]
    )
    assert Counter(row.get("entity_id") for row in found) == {
        None: 1,  # ours
        "sensor.reception_status": 3,
        "binary_sensor.reception_busy": 2,
        "event.reception_call": 3,
    }
    assert len(await rows()) == len(found), "nothing of the account or of another handset"


async def test_a_missed_call_is_one_line(
    office: Office, lines: Lines, reception: DeviceEntry, device_registry: dr.DeviceRegistry
) -> None:
    device_registry.async_update_device(reception.id, name_by_user="Front desk")
    await office.miss("0409123456")
    assert await lines() == ["Front desk missed a call from 0409 123 456"]


async def test_a_call_that_nobody_answers_is_one_line_of_each_handset(
    office: Office, lines: Lines
) -> None:
    await office.call("102", "101")
    await office.hang_up("102")
    assert sorted(await lines()) == [
        "Sales missed a call from Workshop",
        "Workshop called Sales, no answer",
    ]


async def test_a_call_that_another_handset_answers_is_no_missed_one(
    office: Office, lines: Lines, rows: Rows
) -> None:
    await office.ring_together("100", "101")
    await office.answer("101")
    await office.advance(60)
    await office.hang_up("101")
    assert await lines() == [
        "Reception had a call from 0412 345 678, answered on another phone",
        "Sales talked to 0412 345 678 for 1 min",
    ]
    assert [row["icon"] for row in await rows() if "message" in row] == [
        "mdi:phone-check-outline",
        "mdi:phone-in-talk",
    ]


async def test_a_registration_is_a_line_each(office: Office, lines: Lines) -> None:
    handset = office.account.handsets["100"]
    handset.unregister()
    await office.advance(16)
    handset.register("101.100.99.98:5060")
    await office.advance(16)
    handset.register("203.0.113.7:5060")
    await office.advance(16)
    assert await lines() == [
        "Reception went offline",
        "Reception went online",
        "Reception moved from 101.100.99.98 to 203.0.113.7",
    ]


async def test_a_contact_is_called_as_at_the_time(office: Office, lines: Lines) -> None:
    jane = office.contacts.add("Jane Smith", "0412 345 678")
    await office.ring()
    office.contacts.change(jane, "Jane Jones")
    office.account.remote_hang_up("100")
    await office.advance(3)
    office.contacts.remove(jane)
    assert await lines() == ["Reception missed a call from Jane Jones"]


async def test_it_is_worded_in_the_language_of_the_moment(office: Office, lines: Lines) -> None:
    await office.miss()
    for language, line in (
        ("de", "Reception hat einen Anruf von 0412 345 678 verpasst"),
        ("ja", "Reception に 0412 345 678 からの不在着信がありました"),
        # None of ours.
        ("cy", "Reception missed a call from 0412 345 678"),
    ):
        await office.hass.config.async_update(language=language)
        await office.hass.async_block_till_done()
        assert await lines() == [line]


async def test_a_language_that_is_not_loaded_yet_is_read_in_english(
    office: Office, lines: Lines
) -> None:
    await office.miss()
    office.hass.config.language = "none of any"
    assert await lines() == ["Reception missed a call from 0412 345 678"]


async def test_only_another_language_is_loaded(
    office: Office, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await lines() == []
    load = AsyncMock()
    monkeypatch.setattr(logbook, "async_get_translations", load)
    for change in ({"country": "NZ"}, {"language": "en"}, {"language": "de"}, {"language": "de"}):
        await office.hass.config.async_update(**change)
        await office.hass.async_block_till_done()
    load.assert_awaited_once_with(office.hass, "de", "common", {DOMAIN})


@pytest.mark.parametrize("by", ["device_ids", "entity_ids"])
async def test_the_lines_of_a_handset_are_found_by_its_device_and_by_its_entity(
    office: Office, rows: Rows, reception: DeviceEntry, by: str
) -> None:
    await office.miss()
    await office.miss(extension="101")
    found = await rows(**{by: [reception.id if by == "device_ids" else "event.reception_call"]})
    [line] = [row for row in found if "message" in row]
    assert line["name"] == "Reception"
    assert line["domain"] == DOMAIN
    assert line["icon"] == "mdi:phone-missed"
    assert "entity_id" not in line, "the frontend would show the entity's name"


async def test_what_is_recorded_is_enough_to_word_it(
    office: Office, told: list[Event], reception: DeviceEntry
) -> None:
    ids = {"device_id": reception.id, "handset": "Reception"}
    office.contacts.add("Anna Smith", "0412 345 678")
    await office.ring()
    await office.answer()
    await office.hang_up()
    office.account.handsets["100"].register("203.0.113.7:5060")
    await office.advance(16)
    assert [event.data for event in told] == [
        {
            **ids,
            "entity_id": "event.reception_call",
            "type": "answered",
            "direction": "inbound",
            "number": "0412345678",
            "name": "Anna Smith",
            "duration": 3,
        },
        {
            **ids,
            "entity_id": "event.reception_registration",
            "type": "address_changed",
            "old_ip": "101.100.99.98",
            "new_ip": "203.0.113.7",
        },
    ]


async def test_who_plays_or_deletes_a_recording_is_a_line_of_the_handset_without_the_number(
    hass: HomeAssistant,
    office: Office,
    lines: Lines,
    rows: Rows,
    reception: DeviceEntry,
    hass_admin_user: MockUser,
) -> None:
    await office.advance(1)  # nothing is shown of the moment at which the logbook begins
    record(office.entry, recorded(0, ANNA, is_answered=True, has_audio=True))
    [found] = await RecordingReader(hass, Listener(hass_admin_user)).of(office.entry)
    note_listening(hass, found, hass_admin_user)
    note_listening(hass, found, hass_admin_user)
    note_listening(hass, found, None)
    note_deletion(hass, found, hass_admin_user)
    played, deleted = (
        f"Reception recording of a call with …56 was {what}" for what in ("played", "deleted")
    )
    assert await lines() == [played, played, deleted]
    ours = [row for row in await rows(device_ids=[reception.id]) if "message" in row]
    who = [row.get("context_user_id") for row in ours]
    assert who == [hass_admin_user.id, None, hass_admin_user.id]


async def test_who_listens_again_an_hour_later_is_noted_again(
    hass: HomeAssistant,
    office: Office,
    hass_admin_user: MockUser,
    caplog: pytest.LogCaptureFixture,
) -> None:
    record(office.entry, recorded(0, ANNA, is_answered=True, has_audio=True))
    [found] = await RecordingReader(hass, Listener(hass_admin_user)).of(office.entry)
    for seconds in (0, 3599, 2):
        await office.advance(seconds)
        note_listening(hass, found, hass_admin_user)
    assert caplog.text.count(f"played by user {hass_admin_user.name}") == 2
    assert ANNA not in caplog.text
