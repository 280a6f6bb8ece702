"""Searching, reading and changing Jingl's own records of calls over real HTTPS."""

import ast
from datetime import UTC, datetime, timedelta, timezone
import inspect
from pathlib import Path
from typing import Any

import pytest

from custom_components.jingl import api
from custom_components.jingl.api import (
    HIGHEST_RATING,
    ByteRange,
    CallDirection,
    JinglAuthenticationError,
    JinglBadParameterError,
    JinglClient,
    JinglError,
    JinglListUnsupportedError,
    JinglNotFoundError,
    JinglOutcomeUnknownError,
    JinglRateLimitError,
    JinglServerError,
    JinglTlsRequiredError,
    JinglUnexpectedResponseError,
    RecordingSource,
)
from simulator import faults
from simulator.server import Server
from simulator.state import Account
from tests.recordings import record_call

from .conftest import (
    CALL_ID,
    NUMBER,
    WRITES,
    Call,
    Query,
    delete_recording,
    fails_with,
    update_call,
)

CALLS: dict[str, Call] = {
    "search_calls": lambda c: c.search_calls(UTC),
    "get_call": lambda c: c.get_call(CALL_ID, UTC),
    "update_call": update_call,
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
READS = ("search_calls", "get_call")
every_read = pytest.mark.parametrize("call", [CALLS[name] for name in READS], ids=READS)


@pytest.fixture
def account(account: Account) -> Account:
    """Return the account with the record of a call."""
    account.show_records()
    account.records.style.delay = 0
    miss(account)
    return account


def miss(account: Account) -> None:
    """Let somebody call Reception in vain."""
    account.incoming_call(NUMBER, "100")
    account.remote_hang_up("100")


@pytest.mark.parametrize(
    ("parameters", "query"),
    [
        ({}, (("maxresults", "1000"),)),
        ({"max_results": 1}, (("maxresults", "1"),)),
        ({"after_id": "call/9"}, (("maxresults", "1000"), ("afterid", "call/9"))),
        (
            {"started_after": datetime(2026, 4, 7, 8, 5, tzinfo=timezone(timedelta(hours=10)))},
            (("maxresults", "1000"), ("datetimeminutc", "2026-04-06 22:05:00")),
        ),
    ],
)
async def test_a_search_asks_its_endpoint(
    client: JinglClient, server: Server, parameters: dict[str, Any], query: Query
) -> None:
    await client.search_calls(UTC, **parameters)
    (request,) = server.requests
    assert (request.method, request.path, request.query) == ("GET", "/api/call", query)
    assert request.authorized
    assert request.acted


async def test_one_call_is_read_at_its_own_address(client: JinglClient, server: Server) -> None:
    call = await client.get_call(CALL_ID, UTC)
    (request,) = server.requests
    assert (request.method, request.path, request.query) == ("GET", "/api/call/4277", ())
    assert (call.id, call.caller_number, call.is_answered) == (CALL_ID, NUMBER, False)


@pytest.mark.parametrize(
    ("changes", "query"),
    [
        ({"notes": "Taps & sinks"}, (("notes", "Taps & sinks"),)),
        ({"notes": ""}, (("notes", ""),)),
        ({"rating": 0}, (("rating", "0"),)),
        ({"notes": "ü?", "rating": HIGHEST_RATING}, (("notes", "ü?"), ("rating", "5"))),
    ],
)
async def test_a_change_has_its_parameters_in_the_query(
    client: JinglClient, server: Server, changes: dict[str, Any], query: Query
) -> None:
    await client.update_call(CALL_ID, **changes)
    (request,) = server.requests
    assert (request.method, request.path, request.query) == ("PUT", "/api/call/4277", query)
    assert request.acted
    call = await client.get_call(CALL_ID, UTC)
    assert (call.notes or "", call.rating) == (changes.get("notes", ""), changes.get("rating", 0))


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("numbers_as_text", [False, True])
async def test_every_style_of_record_is_read_alike(
    client: JinglClient, account: Account, version: int, numbers_as_text: bool
) -> None:
    account.show_records(version)
    style = account.records.style
    style.numbers_as_text = numbers_as_text
    style.direction_name, style.notes_names = "directiontype", ("notes",)
    await client.update_call(CALL_ID, notes="Taps", rating=4)
    (call,) = (await client.search_calls(UTC)).calls
    assert call == await client.get_call(CALL_ID, UTC)
    assert (call.direction, call.notes, call.rating) == (CallDirection.INBOUND, "Taps", 4)
    assert (call.caller_number, call.destination_number) == (NUMBER, "100")
    assert (call.destination_name, call.has_audio, call.is_answered) == ("Reception", False, False)


async def test_an_id_that_is_not_a_number_is_quoted(
    client: JinglClient, server: Server, account: Account
) -> None:
    account.records.style.ids_as_text = True
    await client.update_call("call/4277", notes="Taps")
    assert server.requests[-1].path == "/api/call/call%2F4277"
    assert (await client.get_call("call/4277", UTC)).notes == "Taps"


async def test_pages_follow_one_another(client: JinglClient, account: Account) -> None:
    for _ in range(4):
        miss(account)
    first = await client.search_calls(UTC, max_results=3)
    second = await client.search_calls(UTC, max_results=3, after_id=first.calls[-1].id)
    assert [call.id for call in (*first.calls, *second.calls)] == [
        *("4277", "4278", "4279", "4280", "4281")
    ]
    assert (first.is_full, second.is_full) == (True, False)


async def test_a_page_of_the_size_that_is_usual_may_be_followed_by_another(
    client: JinglClient, account: Account
) -> None:
    for _ in range(99):
        miss(account)
    assert (await client.search_calls(UTC)).is_full


RECORD = b'{"id":1,"startdatetimeutc":"2026-04-07 8:05:00"}'


async def test_a_broken_record_does_not_spoil_the_others(
    client: JinglClient, server: Server
) -> None:
    broken = (b"null", b"[]", b'{"id":2}', b'{"id":true,"startdatetimeutc":"2026-04-07 8:05:00"}')
    server.add_fault(faults.Body(b"[" + b",".join([*broken, RECORD, *broken]) + b"]"))
    page = await client.search_calls(UTC, max_results=9)
    assert [call.id for call in page.calls] == ["1"]
    assert page.is_full, "the broken ones take their place, too"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{}", JinglListUnsupportedError),
        (RECORD, JinglListUnsupportedError),
        (b'[{"number":5}]', JinglUnexpectedResponseError),
        (b"[1]", JinglUnexpectedResponseError),
        (b"nonsense", JinglUnexpectedResponseError),
        (b"", JinglUnexpectedResponseError),
        (b"<html></html>", JinglUnexpectedResponseError),
        (b"[" + b"1," * 6000 + b"1]", JinglUnexpectedResponseError),
    ],
)
async def test_what_is_no_list_of_records_is_told_apart(
    client: JinglClient, server: Server, body: bytes, kind: type[JinglError]
) -> None:
    server.add_fault(faults.Body(body))
    with fails_with(JinglError) as caught:
        await client.search_calls(UTC)
    assert type(caught.value) is kind


async def test_an_empty_list_is_one(client: JinglClient, server: Server) -> None:
    server.add_fault(faults.Body(b"[]"))
    page = await client.search_calls(UTC)
    assert (page.calls, page.is_full) == ([], False)


@pytest.mark.parametrize("body", [b"[]", b"{}", RECORD, b'{"id":4277}'])
async def test_an_answer_about_another_call_is_refused(
    client: JinglClient, server: Server, body: bytes
) -> None:
    server.add_fault(faults.Body(body))
    with fails_with(JinglUnexpectedResponseError):
        await client.get_call(CALL_ID, UTC)


REFUSALS: dict[int, type[JinglError]] = {
    400: JinglBadParameterError,
    401: JinglAuthenticationError,
    404: JinglNotFoundError,
    406: JinglTlsRequiredError,
    429: JinglRateLimitError,
}


@every_call
@pytest.mark.parametrize(("code", "kind"), REFUSALS.items())
async def test_a_refusal_is_told(
    client: JinglClient, server: Server, call: Call, code: int, kind: type[JinglError]
) -> None:
    server.add_fault(faults.StatusCode(code))
    with fails_with(kind):
        await call(client)
    assert len(server.requests) == 1


@every_read
@pytest.mark.parametrize(
    ("code", "kind"),
    [(403, JinglUnexpectedResponseError), (405, JinglUnexpectedResponseError)]
    + [(code, JinglServerError) for code in (500, 501, 503)],
)
async def test_a_failure_to_read_is_told(
    client: JinglClient, server: Server, call: Call, code: int, kind: type[JinglError]
) -> None:
    server.add_fault(faults.StatusCode(code))
    with fails_with(kind):
        await call(client)


async def test_the_outcome_of_a_change_may_be_unknown(client: JinglClient, server: Server) -> None:
    server.add_fault(faults.ResetAfter())
    with fails_with(JinglOutcomeUnknownError):
        await update_call(client)
    assert [request.acted for request in server.requests] == [True]


async def listen(client: JinglClient) -> None:
    """Open the recording of the first record."""
    async with client.open_recording(RecordingSource.CALL_RECORDING, CALL_ID, ByteRange()):
        pass


async def test_no_method_of_the_client_sends_a_post_and_only_one_a_delete(
    client: JinglClient, server: Server, account: Account
) -> None:
    account.records.kept.clear()
    record_call(account, NUMBER)
    account.records.kept[0].number = int(CALL_ID)
    account.place_call("100", NUMBER)
    account.remote_answer("100")
    others: dict[str, Call] = {
        "get_handset": lambda c: c.get_handset("100"),
        "get_handset_status": lambda c: c.get_handset_status("100"),
        "list_handsets": lambda c: c.list_handsets(),
        "list_handset_statuses": lambda c: c.list_handset_statuses(),
        "open_recording": listen,
    }
    # Whatever else it can do has to be listed here.
    methods = {name for name, _ in inspect.getmembers(JinglClient, inspect.isfunction)}
    tried = {*others, *CALLS, *(name.partition(" ")[0] for name in WRITES), "delete_recording"}
    assert {name for name in methods if not name.startswith("_")} == tried
    server.add_fault(faults.StatusCode(200), method="PUT")
    for call in (*others.values(), *CALLS.values(), *(call for call, _ in WRITES.values())):
        await call(client)
    assert {request.method for request in server.requests} == {"GET", "PUT"}
    server.clear_requests()
    await delete_recording(client)
    (request,) = server.requests
    assert (request.method, request.path) == ("DELETE", f"/api/callrecording/{CALL_ID}")
    assert request.acted
    assert server.call_uploads == 0


METHODS = {"GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS"}


def test_the_client_deletes_only_recordings_and_knows_only_get_and_put_besides() -> None:
    folder = Path(inspect.getfile(api)).parent
    words: set[str] = set()
    deletes: list[str] = []
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                words.add(node.attr.upper())
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.add(node.value.upper())
            elif isinstance(node, ast.Call) and "DELETE" in map(_text, node.args):
                deletes.append(ast.unparse(node.args[1]))
    assert words & METHODS == {"GET", "PUT", "DELETE"}
    assert deletes == ["_item_path(RecordingSource.CALL_RECORDING, call_id)"]


def _text(node: ast.expr) -> str:
    value = node.value if isinstance(node, ast.Constant) else None
    return value.upper() if isinstance(value, str) else ""
