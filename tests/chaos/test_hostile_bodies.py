"""Whatever Jingl answers, polls go on, devices make sense, and logs stay readable."""

from itertools import product
import json
import logging
import re

from hypothesis import HealthCheck, given, settings
import pytest

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import MAX_LENGTH_STATE_STATE
from homeassistant.helpers import device_registry as dr

from simulator.faults import Body, Rule
from simulator.state import Endpoints
from tests.conftest import state_of

from .bodies import LONG, bodies
from .table import CALLS, READS
from .trial import SETTINGS_ARE_DUE, Trial
from .truth import expected, shown

# Longer than any legitimate log line or state.
TOO_LONG = 1000

# Leave out durations, because time is frozen here.
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)

ENDPOINTS = (
    "the list of statuses",
    "the list of settings",
    "one status",
    "one handset's settings",
    "the search for calls",
)


HANDSETS = {"100": "Reception", "101": "Sales", "102": "Workshop"}


def check(trial: Trial) -> None:
    """Check that nothing crashed, and that states and logs are reasonable."""
    for record in trial.caplog.records:
        if record.name.startswith("pytest_homeassistant_custom_component"):
            continue  # which logs what would be written to the disk
        assert len(record.getMessage()) < TOO_LONG, record.getMessage()[:TOO_LONG]
        # Home Assistant logs no other failure with a traceback, unless debugging.
        assert record.exc_info is None or record.levelno == logging.DEBUG, record.getMessage()
    for state in trial.hass.states.async_all():
        texts = [state.state, *map(str, state.attributes.values())]
        assert all(len(text) < TOO_LONG and text.isprintable() for text in texts)
    for extension, name in devices(trial).items():
        assert re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z_-]{0,31}", extension)
        assert 0 < len(name) <= MAX_LENGTH_STATE_STATE
        assert name.isprintable()


def devices(trial: Trial) -> dict[str, str]:
    """Return the names of the handsets' devices, by extension number."""
    found = {}
    registry = dr.async_get(trial.hass)
    for device in dr.async_entries_for_config_entry(registry, trial.entry.entry_id):
        ((_, identifier),) = device.identifiers
        _, _, extension = identifier.partition("_")
        if extension:
            found[extension] = str(device.name)
    return found


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@settings(
    derandomize=True,
    database=None,
    max_examples=40,
    # One account gets all examples, as a real one would.
    suppress_health_check=[HealthCheck.function_scoped_fixture, *SLOW],
)
@given(body=bodies)
async def test_no_answer_breaks_anything(trial: Trial, endpoint: str, body: bytes) -> None:
    read = READS[endpoint]
    if trial.entry.state is ConfigEntryState.NOT_LOADED:
        await trial.set_up(Endpoints(status_list=read.has_lists, handset_list=read.has_lists))
    trial.caplog.clear()
    trial.server.add_fault(Body(body), path=read.path)
    await trial.advance(SETTINGS_ARE_DUE)
    if read is CALLS:
        # An account that lacks them is only asked once a day.
        await trial.run(trial.entry.runtime_data.coordinator.call_records.refresh())
    check(trial)
    trial.server.clear_faults()
    await trial.advance(SETTINGS_ARE_DUE)
    check(trial)
    trial.check_all_is_well()
    assert devices(trial) == HANDSETS


@pytest.mark.parametrize(
    "broken",
    [
        *(rb'"\ud800"', b'"\xed\xa0\x80"', b'"Caf\xe9"', b'"tab\there"', b'"\x00"', b"NaN"),
        *(b"-Infinity", b"1e400", b"9" * 5000, b'"' + b"x" * LONG + b'"'),
    ],
    ids=lambda broken: repr(broken[:12]),
)
async def test_a_broken_record_does_not_spoil_others(trial: Trial, broken: bytes) -> None:
    await trial.set_up()
    trial.server.add_fault(
        Body(
            b'[{"extensionnumber":"100","state":"Ringing"},'
            b'{"extensionnumber":"101","state":"OnCall","app":' + broken + b"},"
            b'{"extensionnumber":"102","state":"Calling"}]'
        ),
        path="/api/handsetstatus",
    )
    await trial.advance(16)
    states = [state_of(trial.hass, f"sensor.{name.lower()}_status") for name in HANDSETS.values()]
    assert states == ["ringing", "on_call", "calling"]


NO_EXTENSIONS = (
    *('""', '" "', '"."', '".."', '"../../handset"', '"100/101"', '"100%2f101"', '"100?a=b"'),
    *('"-"', '"_"', '"-5"', '"--"', '"1 2"', r'"1\n2"', r'"\u0000"', '"1.5"', '"#1"', '"a@b"'),
    *(f'"{"1" * 33}"', f'"{"1" * LONG}"', '"١٢٣"', '"😀"', '"sip:100"', "null", "true", "[]", "{}"),
    *("-5", "1.5", "1e300", "[100]"),
)
# By the standard, one of these makes the whole body invalid JSON.
NO_JSON = (r'"\ud800"', "1e400", "NaN", "9" * 5000)


@pytest.mark.parametrize("extensions", [NO_EXTENSIONS, (*NO_EXTENSIONS, *NO_JSON)], ids=len)
async def test_an_invalid_extension_number_creates_no_device(
    trial: Trial, extensions: tuple[str, ...]
) -> None:
    await trial.set_up()
    wanted = [json.dumps(extension) for extension in HANDSETS]
    records = [f'{{"extensionnumber":{each},"name":"Nonsense"}}' for each in [*wanted, *extensions]]
    trial.server.add_fault(Body(f"[{','.join(records)}]".encode()), path="/api/handset(status)?")
    await trial.advance(SETTINGS_ARE_DUE)
    await trial.advance(SETTINGS_ARE_DUE)
    assert devices(trial) == dict.fromkeys(HANDSETS, "Nonsense")
    assert trial.entry.options["handsets"] == list(HANDSETS)
    assert await trial.hass.config_entries.async_reload(trial.entry.entry_id)
    assert devices(trial) == dict.fromkeys(HANDSETS, "Nonsense")


async def test_a_handset_with_endless_texts_is_still_shown(trial: Trial) -> None:
    await trial.set_up()
    # Unless the whole list is that long, which cannot come from Jingl.
    endless, long = "x" * LONG, "y" * (LONG // 10)
    handset = trial.account.add_handset(
        "103", name=endless, location=long, outgoing_cli=long, notes=long
    )
    trial.account.incoming_call(endless, "103")
    trial.account.answer("103")
    await trial.advance(16)
    await trial.advance(16)
    check(trial)
    assert devices(trial) == {**HANDSETS, "103": "x" * MAX_LENGTH_STATE_STATE}
    assert set(expected(trial.hass, trial.account)) <= set(shown(trial.hass))
    handset.name = "Boardroom"
    await trial.advance(SETTINGS_ARE_DUE)
    assert devices(trial)["103"] == "Boardroom"


async def test_undocumented_words_do_not_fill_the_log(trial: Trial) -> None:
    await trial.set_up()
    trial.caplog.clear()
    for word in map("".join, product("abcdefghij", repeat=2)):
        body = Body(f'[{{"extensionnumber":"100","state":"{word}"}}]'.encode())
        trial.server.rules[:] = [Rule(body, path="/api/handsetstatus")]
        await trial.advance(16)
    warnings = [record for record in trial.caplog.records if record.levelno >= logging.WARNING]
    jingl = [record for record in warnings if record.name.startswith("custom_components.jingl")]
    assert 1 < len(jingl) <= 20


@pytest.mark.parametrize("path", ["/api/handsetstatus", "/api/handset"])
async def test_an_endless_list_is_given_up(trial: Trial, path: str) -> None:
    # Each page is full of handsets that no page had before.
    for page in range(100):
        numbers = range(200_000 + 1000 * page, 201_000 + 1000 * page)
        body = ",".join(f'{{"extensionnumber":"{number}"}}' for number in numbers)
        trial.server.add_fault(Body(f"[{body}]".encode()), path=path, times=1)
    await trial.set_up()
    assert len([request for request in trial.server.requests if request.path == path]) <= 50
    # They can be read one by one.
    trial.check_all_is_well()
    assert devices(trial) == HANDSETS
