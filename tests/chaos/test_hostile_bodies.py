"""Whatever Jingl's answers hold, polls go on, devices make sense, and logs stay readable."""

import json
import logging
import re

from hypothesis import HealthCheck, given, settings
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import MAX_LENGTH_STATE_STATE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from simulator.faults import Body, Rule
from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance, state_of

from .bodies import LONG, bodies
from .table import READS
from .truth import expected, out, shown, wrong

# Longer than anything that a log or a state has to hold.
TOO_LONG = 1000

# What counts time has none to count here, where it is frozen.
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)

ENDPOINTS = (
    "the list of statuses",
    "the list of settings",
    "one status",
    "one handset's settings",
)


def check(hass: HomeAssistant, entry: MockConfigEntry, caplog: pytest.LogCaptureFixture) -> None:
    """Check that nothing crashed, and that what is shown and logged is bearable."""
    for record in caplog.records:
        if record.name.startswith("pytest_homeassistant_custom_component"):
            continue  # which tells what would be written to the disk
        assert len(record.getMessage()) < TOO_LONG, record.getMessage()[:TOO_LONG]
        # Home Assistant has no other failure logged with its traceback, unless debugging.
        assert record.exc_info is None or record.levelno == logging.DEBUG, record.getMessage()
    for state in hass.states.async_all():
        texts = [state.state, *map(str, state.attributes.values())]
        assert all(len(text) < TOO_LONG and text.isprintable() for text in texts)
    for extension, name in devices(hass, entry).items():
        assert re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z_-]{0,31}", extension)
        assert 0 < len(name) <= MAX_LENGTH_STATE_STATE
        assert name.isprintable()


def devices(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, str]:
    """Return the names of the handsets' devices, by extension number."""
    found = {}
    for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id):
        ((_, identifier),) = device.identifiers
        _, _, extension = identifier.partition("_")
        if extension:
            found[extension] = str(device.name)
    return found


@pytest.fixture(autouse=True)
def _all_entities(entity_registry_enabled_by_default: None) -> None:
    """Look at those entities, too, that are disabled at first."""


HANDSETS = {"100": "Reception", "101": "Sales", "102": "Workshop"}


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=40,
    # One account takes all examples, as a real one would.
    suppress_health_check=[HealthCheck.function_scoped_fixture, *SLOW],
)
@given(body=bodies)
async def test_no_answer_breaks_anything(
    hass: HomeAssistant,
    account: Account,
    server: Server,
    entry: MockConfigEntry,
    advance: Advance,
    caplog: pytest.LogCaptureFixture,
    endpoint: str,
    body: bytes,
) -> None:
    read = READS[endpoint]
    if entry.state is ConfigEntryState.NOT_LOADED:
        account.endpoints.status_list = account.endpoints.handset_list = read.has_lists
        assert await hass.config_entries.async_setup(entry.entry_id)
    caplog.clear()
    server.add_fault(Body(body), path=read.path)
    await advance(301)
    check(hass, entry, caplog)
    server.clear_faults()
    await advance(301)
    check(hass, entry, caplog)
    assert wrong(hass, account) == {}
    assert out(hass, account) == set()
    assert devices(hass, entry) == HANDSETS


@pytest.mark.parametrize(
    "broken",
    [
        rb'"\ud800"',
        b'"\xed\xa0\x80"',
        b'"Caf\xe9"',
        b'"tab\there"',
        b'"\x00"',
        b"NaN",
        b"-Infinity",
        b"1e400",
        b"9" * 5000,
        b'"' + b"x" * LONG + b'"',
    ],
    ids=lambda broken: repr(broken[:12]),
)
@pytest.mark.usefixtures("loaded")
async def test_what_is_broken_in_one_record_spoils_no_other(
    hass: HomeAssistant, server: Server, advance: Advance, broken: bytes
) -> None:
    server.add_fault(
        Body(
            b'[{"extensionnumber":"100","state":"Ringing"},'
            b'{"extensionnumber":"101","state":"OnCall","app":' + broken + b"},"
            b'{"extensionnumber":"102","state":"Calling"}]'
        ),
        path="/api/handsetstatus",
    )
    await advance(16)
    states = [state_of(hass, f"sensor.{name.lower()}_status") for name in HANDSETS.values()]
    assert states == ["ringing", "on_call", "calling"]


NO_EXTENSIONS = (
    *('""', '" "', '"."', '".."', '"../../handset"', '"100/101"', '"100%2f101"', '"100?a=b"'),
    *('"-"', '"_"', '"-5"', '"--"', '"1 2"', r'"1\n2"', r'"\u0000"', '"1.5"', '"#1"', '"a@b"'),
    *(f'"{"1" * 33}"', f'"{"1" * LONG}"', '"١٢٣"', '"😀"', '"sip:100"', "null", "true", "[]", "{}"),
    *("-5", "1.5", "1e300", "[100]"),
)
# With one of these the whole is no JSON any more, as the standard has it.
NO_JSON = (r'"\ud800"', "1e400", "NaN", "9" * 5000)


@pytest.mark.parametrize("extensions", [NO_EXTENSIONS, (*NO_EXTENSIONS, *NO_JSON)], ids=len)
async def test_what_is_no_extension_number_makes_no_device(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    server: Server,
    advance: Advance,
    extensions: tuple[str, ...],
) -> None:
    wanted = [json.dumps(extension) for extension in HANDSETS]
    records = [f'{{"extensionnumber":{each},"name":"Nonsense"}}' for each in [*wanted, *extensions]]
    server.add_fault(Body(f"[{','.join(records)}]".encode()), path="/api/handset(status)?")
    await advance(301)
    await advance(301)
    assert devices(hass, loaded) == dict.fromkeys(HANDSETS, "Nonsense")
    assert loaded.options["handsets"] == list(HANDSETS)
    assert await hass.config_entries.async_reload(loaded.entry_id)
    assert devices(hass, loaded) == dict.fromkeys(HANDSETS, "Nonsense")


async def test_a_handset_whose_every_text_is_endless_is_shown_all_the_same(
    hass: HomeAssistant,
    account: Account,
    loaded: MockConfigEntry,
    advance: Advance,
    caplog: pytest.LogCaptureFixture,
) -> None:
    # As long as the whole list is not, which would be none of Jingl's.
    endless, long = "x" * LONG, "y" * (LONG // 10)
    handset = account.add_handset("103", name=endless, location=long, outgoing_cli=long, notes=long)
    account.incoming_call(endless, "103")
    account.answer("103")
    await advance(16)
    await advance(16)
    check(hass, loaded, caplog)
    assert devices(hass, loaded) == {**HANDSETS, "103": "x" * MAX_LENGTH_STATE_STATE}
    assert set(expected(hass, account)) <= set(shown(hass))
    handset.name = "Boardroom"
    await advance(301)
    assert devices(hass, loaded)["103"] == "Boardroom"


async def test_words_that_are_not_documented_do_not_fill_the_log(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    server: Server,
    advance: Advance,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.clear()
    for number in range(100):
        word = "abcdefghij"[number // 10] + "abcdefghij"[number % 10]
        server.rules[:] = [
            Rule(
                Body(f'[{{"extensionnumber":"100","state":"{word}"}}]'.encode()),
                path="/api/handsetstatus",
            )
        ]
        await advance(16)
    warnings = [record for record in caplog.records if record.levelno >= logging.WARNING]
    jingl = [record for record in warnings if record.name.startswith("custom_components.jingl")]
    assert 1 < len(jingl) <= 20


@pytest.mark.parametrize("path", ["/api/handsetstatus", "/api/handset"])
async def test_a_list_that_never_ends_is_given_up(
    hass: HomeAssistant,
    account: Account,
    server: Server,
    entry: MockConfigEntry,
    advance: Advance,
    path: str,
) -> None:
    # Each page is full, and of handsets that were on none before.
    for page in range(100):
        numbers = range(200_000 + 1000 * page, 201_000 + 1000 * page)
        body = ",".join(f'{{"extensionnumber":"{number}"}}' for number in numbers)
        server.add_fault(Body(f"[{body}]".encode()), path=path, times=1)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await advance(0)
    assert len([request for request in server.requests if request.path == path]) <= 50
    # One by one they can be had.
    assert wrong(hass, account) == {}
    assert out(hass, account) == set()
    assert devices(hass, entry) == HANDSETS
