"""The client against a cloud over real HTTPS."""

import gzip
from http import HTTPStatus
from itertools import batched, product
import json
import logging
import re
import ssl
from urllib.parse import unquote

import aiohttp
from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.jingl.api import (
    DEFAULT_HOST,
    HandsetState,
    JinglAuthenticationError,
    JinglBadParameterError,
    JinglCertificateError,
    JinglClient,
    JinglConnectionError,
    JinglError,
    JinglListUnsupportedError,
    JinglNotFoundError,
    JinglOutcomeUnknownError,
    JinglRateLimitError,
    JinglServerError,
    JinglTlsError,
    JinglTlsRequiredError,
    JinglUnexpectedResponseError,
    client as client_module,
    exchange,
)
from simulator import faults
from simulator.faults import Fault, Rule
from simulator.server import Server
from simulator.state import Account, Cloud
from simulator.tls import Authority

from .conftest import (
    HANDSET_ANSWER,
    NUMBER,
    PASSWORD,
    SECRETS,
    WRITES,
    Call,
    ClientAt,
    Query,
    Wire,
    clients,
    every_write,
    fails_with,
    http,
)

LIST = (("maxresults", "1000"),)

READS: dict[str, tuple[Call, str, Query]] = {
    "get_handset": (lambda c: c.get_handset("100"), "handset/100", ()),
    "get_handset_status": (lambda c: c.get_handset_status("100"), "handsetstatus/100", ()),
    "list_handsets": (lambda c: c.list_handsets(), "handset", LIST),
    "list_handset_statuses": (lambda c: c.list_handset_statuses(), "handsetstatus", LIST),
}
ONE, LISTS = batched([call for call, _, _ in READS.values()], 2, strict=True)
# Possible answers of an account without a list.
NO_LIST = {400, 403, 404, 405, 500, 501}
CALLS: dict[str, Call] = {
    **{name: call for name, (call, _, _) in READS.items()},
    **{name: call for name, (call, _) in WRITES.items()},
}

every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)

any_text = settings(max_examples=60)


# Requests


@pytest.mark.parametrize(("call", "path", "query"), READS.values(), ids=READS)
async def test_a_read_asks_its_endpoint(
    client: JinglClient, server: Server, call: Call, path: str, query: Query
) -> None:
    await call(client)
    (request,) = server.requests
    assert (request.method, request.path, request.query) == ("GET", f"/api/{path}", query)
    assert request.authorized


@pytest.mark.parametrize(("call", "query"), WRITES.values(), ids=WRITES)
async def test_a_write_has_its_parameters_in_the_query(
    client: JinglClient, server: Server, account: Account, call: Call, query: Query
) -> None:
    account.place_call("100", "0491570006")
    account.remote_answer("100")
    await call(client)
    (request,) = server.requests
    assert (request.method, request.path, request.query) == ("PUT", "/api/handset/100", query)
    assert request.authorized
    assert request.acted


async def test_an_update_leaves_out_what_it_does_not_change(
    client: JinglClient, account: Account
) -> None:
    await client.update_handset("101", notes="on leave")
    handset = account.handset("101")
    assert (handset.name, handset.recording, handset.notes) == ("Sales", True, "on leave")


@any_text
@given(number=st.text(max_size=100))
@example(number="101&callbarge=102")
@example(number="101?x=1")
@example(number="101#fragment")
@example(number="+61 491 570 156")
@example(number="%2e%2e%2f")
@example(number="../102")
@example(number="1\r\nHost: elsewhere.example")
@example(number="\uff11\uff10\uff11")
@example(number="")
async def test_any_text_as_a_number_arrives_as_that_single_parameter(
    client: JinglClient, server: Server, number: str
) -> None:
    server.clear_requests()
    server.rules = [Rule(faults.StatusCode(200))]
    await client.create_call("100", number)
    (request,) = server.requests
    assert (request.path, request.query) == ("/api/handset/100", (("callcreate", number),))


async def test_text_that_does_not_fit_in_a_url_is_not_sent(
    client: JinglClient, server: Server
) -> None:
    with pytest.raises(ValueError, match="surrogates"):
        await client.create_call("100", "\ud800")
    assert server.requests == []


@any_text
@given(extension=st.text(max_size=40) | st.from_regex(r"[0-9A-Za-z_-]{1,33}", fullmatch=True))
async def test_any_text_as_an_extension_is_refused_or_a_single_path_segment(
    client: JinglClient, server: Server, extension: str
) -> None:
    server.clear_requests()
    server.rules = [Rule(faults.StatusCode(404))]
    with pytest.raises(JinglNotFoundError) as caught:
        await client.create_call(extension, NUMBER)
    if caught.value.status is None:
        assert server.requests == []
    else:
        (request,) = server.requests
        *path, last = request.path.split("/")
        assert (path, unquote(last)) == (["", "api", "handset"], extension)
        assert request.query == (("callcreate", NUMBER),)


@pytest.mark.parametrize(
    "extension",
    ["", ".", "..", "../account", "1/2", "1?x=1", "1#", "1%2f2", "1 2", "\uff11", "1" * 33],
)
async def test_an_invalid_extension_is_refused_without_a_request(
    client: JinglClient, server: Server, extension: str
) -> None:
    for call in (client.get_handset, client.get_handset_status, client.update_handset):
        with pytest.raises(JinglNotFoundError):
            await call(extension)
    assert server.requests == []


# Answers


async def test_a_handset_is_read(client: JinglClient) -> None:
    handset = await client.get_handset("100")
    assert (handset.extension, handset.name, handset.location) == ("100", "Reception", "Melbourne")
    assert (handset.outgoing_caller_id, handset.recording) == ("0312345678", False)
    assert handset.status.state is HandsetState.IDLE


async def test_the_status_of_a_handset_is_read(client: JinglClient, account: Account) -> None:
    account.place_call("100", NUMBER)
    account.remote_answer("100")
    status = await client.get_handset_status("100")
    assert (status.state, status.other_party) == (HandsetState.ON_CALL, NUMBER)
    assert status == (await client.list_handset_statuses())["100"]


@pytest.mark.parametrize(
    ("asked", "answered"), [("007", 7), ("007", "007"), ("0100", "100"), ("a100", "A100")]
)
async def test_a_handset_has_the_extension_that_the_answer_gives(
    client: JinglClient, server: Server, asked: str, answered: object
) -> None:
    server.add_fault(faults.Body(json.dumps({"extensionnumber": answered}).encode()))
    for read in (client.get_handset, client.get_handset_status):
        assert (await read(asked)).extension == str(answered)


@pytest.mark.parametrize(("asked", "answered"), [("007", "070"), ("007", "101"), ("a1", "b1")])
async def test_an_answer_about_another_handset_is_refused(
    client: JinglClient, server: Server, asked: str, answered: str
) -> None:
    server.add_fault(faults.Body(json.dumps({"extensionnumber": answered}).encode()))
    with pytest.raises(JinglUnexpectedResponseError, match="for another handset"):
        await client.get_handset(asked)


async def test_an_answer_is_read_in_the_charset_that_it_declares(
    client: JinglClient, server: Server
) -> None:
    answer = '[{"extensionnumber": "100", "name": "Büro"}]'
    for charset in ("iso-8859-1", "utf-16", "utf-8"):
        server.clear_faults()
        declared = f"application/json; charset={charset}"
        server.add_fault(faults.Body(answer.encode(charset), declared))
        assert [each.name for each in (await client.list_handsets()).values()] == ["Büro"]


# Lists


def fill(account: Account, handsets: int) -> None:
    """Give the account this many handsets, with extensions of 2 to 4 digits."""
    account.handsets.clear()
    for number in range(10, 10 + handsets):
        account.add_handset(str(number))


@pytest.mark.parametrize(
    ("handsets", "requests"), [(0, 1), (99, 1), (100, 2), (101, 1), (999, 1), (1000, 2), (2500, 3)]
)
async def test_a_list_of_any_length_is_read_to_its_end(
    client: JinglClient, server: Server, account: Account, handsets: int, requests: int
) -> None:
    fill(account, handsets)
    assert (await client.list_handsets()).keys() == account.handsets.keys()
    assert len(server.requests) == requests


async def test_a_list_in_pages_of_the_default_length_is_read_to_its_end(
    client: JinglClient, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.api.MOST_RESULTS", 100)
    fill(account, 1050)
    assert len(await client.list_handset_statuses()) == 1050


@pytest.mark.parametrize("handsets", [100, 1000])
async def test_a_server_that_ignores_afterid_is_asked_only_once_more(
    client: JinglClient, server: Server, handsets: int
) -> None:
    page = [{"extensionnumber": str(number)} for number in range(handsets)]
    server.add_fault(faults.Body(json.dumps(page).encode()))
    assert len(await client.list_handsets()) == handsets
    assert len(server.requests) == 2


async def test_an_endless_list_is_given_up(
    client: JinglClient, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "_MAX_PAGES", 2)
    fill(account, 2000)
    with pytest.raises(JinglListUnsupportedError, match="GET handset: the list never ends"):
        await client.list_handsets()


@pytest.mark.parametrize("status", sorted(NO_LIST))
async def test_an_account_may_have_no_list(
    client: JinglClient, account: Account, status: int
) -> None:
    account.endpoints.handset_list = account.endpoints.status_list = False
    account.endpoints.off_status = status
    for call in (client.list_handsets, client.list_handset_statuses):
        with pytest.raises(JinglListUnsupportedError):
            await call()


# Errors


@every_call
async def test_a_client_whose_session_has_ended_sends_nothing(
    client: JinglClient, server: Server, call: Call
) -> None:
    await client._session.close()
    with fails_with(JinglConnectionError, match=r": the client is closed$"):
        await call(client)
    assert (server.requests, client.requests_last_hour) == ([], 0)


type Failure = tuple[Fault, type[JinglError], str]


def codes(kind: type[JinglError], *statuses: int) -> list[Failure]:
    """Return the answers with these result codes, which all raise the same error for a read."""
    named = [(code, f"{code} {HTTPStatus(code).phrase}") for code in statuses]
    return [(faults.StatusCode(code), kind, name) for code, name in named]


# From the vendor's pages; each means the same for reads and writes.
REFUSALS = [
    *codes(JinglBadParameterError, 400),
    *codes(JinglAuthenticationError, 401),
    *codes(JinglNotFoundError, 404),
    *codes(JinglTlsRequiredError, 406),
    *codes(JinglRateLimitError, 429),
]
LIMIT: Fault = faults.StatusCode(503, {"Retry-After": "7"})
# Possibly from a gateway, or sent after the phone rang.
DOUBTS = [
    (faults.Redirect("https://elsewhere.example/"), JinglUnexpectedResponseError, "302 Found"),
    *codes(JinglUnexpectedResponseError, 403, 405, 408, 418),
    *codes(JinglServerError, 500, 501, 502, 503, 504),
    (faults.StatusCode(599), JinglServerError, "599"),
    (LIMIT, JinglRateLimitError, "503 Service Unavailable"),
    (faults.Html(), JinglUnexpectedResponseError, "the answer is a web page"),
]
# Success, but nothing a read can use.
NOTHING_READ = [
    (fault, kind, f"{name} instead of 200 OK")
    for fault, kind, name in codes(JinglUnexpectedResponseError, 204, 206)
]
OF_A_READ = [*REFUSALS, *DOUBTS, *NOTHING_READ]
OF_A_LIST = [each for each in OF_A_READ if getattr(each[0], "code", None) not in NO_LIST]


async def failure(client: JinglClient, server: Server, call: Call) -> tuple[JinglError, str]:
    """Return the error that a call raises, and check that it names the endpoint."""
    with fails_with(JinglError) as caught:
        await call(client)
    (request,) = server.requests
    endpoint, _, words = str(caught.value).partition(": ")
    path = request.path.removeprefix("/api/")
    assert re.fullmatch(f"{request.method} {path}( \\(([a-z]+(, )?)+\\))?", endpoint)
    return caught.value, words


@pytest.mark.parametrize(
    ("call", "failed"),
    [
        *product(ONE, OF_A_READ),
        *product(LISTS, OF_A_LIST),
        *product([call for call, _ in WRITES.values()], REFUSALS),
    ],
)
async def test_a_failure_has_its_error_and_names_the_endpoint(
    client: JinglClient, server: Server, call: Call, failed: Failure
) -> None:
    fault, kind, words = failed
    server.add_fault(fault)
    error, told = await failure(client, server, call)
    assert (type(error), told) == (kind, words)


@every_write
@pytest.mark.parametrize(("fault", "_", "words"), DOUBTS)
async def test_any_other_failure_of_a_write_leaves_its_outcome_unknown(
    client: JinglClient, server: Server, call: Call, fault: Fault, _: object, words: str
) -> None:
    server.add_fault(fault)
    error, told = await failure(client, server, call)
    assert type(error) is JinglOutcomeUnknownError
    assert told == f"{words}, so it may have been done"
    assert error.retry_after == (7.0 if fault is LIMIT else None)


async def test_a_wrong_password_is_refused(client_at: ClientAt, server: Server) -> None:
    with pytest.raises(JinglAuthenticationError, match="GET handset/100: 401 Unauthorized"):
        await client_at(server.address, password="wrong").get_handset("100")


BROKEN = {
    "empty": b"",
    "cut short": HANDSET_ANSWER[:-10],
    "not Unicode": HANDSET_ANSWER + b"\xff",
    "two values": HANDSET_ANSWER * 2,
    "XML": b"<handset><password>abc123</password></handset>",
    "a text": b'"abc123"',
    "a record without a number": b'{"password": "abc123"}',
    "a record with a number that is none": b'{"extensionnumber": "abc123/.."}',
    "a web page": b"\xef\xbb\xbf\n <!doctype HTML><p>abc123",
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
async def test_a_broken_answer_is_refused_and_not_quoted(
    client: JinglClient, server: Server, body: bytes
) -> None:
    server.add_fault(faults.Body(body))
    for call in (client.get_handset, client.get_handset_status):
        with fails_with(JinglUnexpectedResponseError, match=r"^GET \w+/100: "):
            await call("100")


async def test_an_answer_that_breaks_off_is_refused(client: JinglClient, server: Server) -> None:
    server.add_fault(faults.Truncate(keep=80))
    with fails_with(JinglUnexpectedResponseError, match="the answer broke off"):
        await client.get_handset("100")


# aiohttp quotes what it could not parse, along with the URL and the request's headers.
FOREIGN = {
    "not HTTP": b"SSH-2.0-abc123\r\n",
    "a body for a chunk's length": http(HANDSET_ANSWER + b"\r\n", "Transfer-Encoding: chunked"),
    "a body longer than was said": http(HANDSET_ANSWER, "Content-Length: 0"),
    "a header cut short": b"HTTP/1.1 200 OK\r\nSet-Cookie: abc123\r\n",
    "not compressed": http(HANDSET_ANSWER, "Content-Encoding: gzip", "Content-Length: 61"),
    "a later chunk without a length": http(
        b"1\r\n{\r\n" + HANDSET_ANSWER + b"\r\n", "Transfer-Encoding: chunked"
    ),
}


@pytest.mark.parametrize("call", ONE + LISTS)
@pytest.mark.parametrize("answer", FOREIGN.values(), ids=FOREIGN)
async def test_an_answer_that_is_hardly_http_is_not_quoted(
    client_at: ClientAt, server_tls: ssl.SSLContext, call: Call, answer: bytes
) -> None:
    async with Wire(answer, server_tls) as wire:
        with fails_with((JinglConnectionError, JinglUnexpectedResponseError)):
            await call(client_at(wire.address))


async def test_a_read_that_hangs_is_given_up(
    client: JinglClient, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = client_module._READ_TIMEOUT
    assert (limits.connect or 0) < (limits.total or 0)
    monkeypatch.setattr(client_module, "_READ_TIMEOUT", aiohttp.ClientTimeout(total=0.3))
    server.add_fault(faults.Hang())
    with fails_with(JinglConnectionError, match=r"GET handset/100: no answer \(TimeoutError\)"):
        await client.get_handset("100")


@every_call
async def test_no_connection_error_holds_a_secret(
    client: JinglClient, server: Server, call: Call
) -> None:
    for fault in (faults.ResetBefore(), faults.ResetAfter()):
        server.clear_faults()
        server.add_fault(fault)
        with fails_with((JinglConnectionError, JinglOutcomeUnknownError)):
            await call(client)
    await server.stop()
    with fails_with(JinglConnectionError):
        await call(client)


@every_call
async def test_a_connection_timeout_reveals_no_secret(
    client: JinglClient, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_READ_TIMEOUT", "_WRITE_TIMEOUT"):
        monkeypatch.setattr(client_module, name, aiohttp.ClientTimeout(connect=1e-9))
    with fails_with(JinglConnectionError, match="connecting timed out"):
        await call(client)


async def test_nothing_secret_is_logged(
    client: JinglClient, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await client.get_handset("100")
    await client.create_call("100", NUMBER)
    server.add_fault(faults.Body(b'{"password": "abc123"'))
    with pytest.raises(JinglUnexpectedResponseError):
        await client.get_handset("100")
    assert not [secret for secret in SECRETS if secret in caplog.text]


# Safety


# Whether the client trusts the authority, the certificate's hosts, and the error.
type Unproven = tuple[bool, tuple[str, ...] | None, type[JinglTlsError]]
UNPROVEN: dict[str, Unproven] = {
    "a certificate that nobody vouches for": (False, (), JinglCertificateError),
    "a certificate for another host": (True, ("elsewhere.example",), JinglCertificateError),
    "no certificate at all": (True, None, JinglTlsError),
}


@every_call
@pytest.mark.parametrize("unproven", UNPROVEN.values(), ids=UNPROVEN)
async def test_nothing_is_sent_to_a_server_that_does_not_prove_who_it_is(
    cloud: Cloud, authority: Authority, client_tls: ssl.SSLContext, call: Call, unproven: Unproven
) -> None:
    trusts, hosts, kind = unproven
    tls = None if hosts is None else authority.server_context(*hosts)
    trust = client_tls if trusts else True
    async with Server(cloud, tls=tls) as server, clients(ssl=trust) as client_at:
        with fails_with(JinglTlsError) as caught:
            await call(client_at(server.address))
        assert type(caught.value) is kind
        assert server.requests == []


@every_call
async def test_a_user_may_switch_off_certificate_checks(server: Server, call: Call) -> None:
    server.add_fault(faults.StatusCode(401))
    async with clients(ssl=False) as client_at:
        with pytest.raises(JinglAuthenticationError):
            await call(client_at(server.address))
    assert len(server.requests) == 1


@every_call
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(
    client: JinglClient, server: Server, server_tls: ssl.SSLContext, call: Call, status: int
) -> None:
    async with Server(server.cloud, tls=server_tls) as elsewhere:
        server.add_fault(faults.StatusCode(status, {"Location": f"{elsewhere.url}/api/handset"}))
        with pytest.raises((JinglUnexpectedResponseError, JinglOutcomeUnknownError)):
            await call(client)
        assert elsewhere.requests == []
    assert len(server.requests) == 1


async def test_an_answer_may_be_as_large_as_the_limit_and_no_larger(
    client: JinglClient, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_MAX_BODY", len(HANDSET_ANSWER))
    server.add_fault(faults.Body(HANDSET_ANSWER), times=1)
    await client.get_handset("100")
    server.add_fault(faults.Body(HANDSET_ANSWER + b" "))
    with fails_with(JinglUnexpectedResponseError, match="the answer is too large"):
        await client.get_handset("100")


async def test_a_small_answer_that_unpacks_to_a_huge_one_is_refused(
    client_at: ClientAt, server_tls: ssl.SSLContext
) -> None:
    bomb = gzip.compress(b" " * (exchange._MAX_BODY + 1))
    answer = http(bomb, "Content-Encoding: gzip", f"Content-Length: {len(bomb)}")
    async with Wire(answer, server_tls) as wire:
        with pytest.raises(JinglUnexpectedResponseError, match="the answer is too large"):
            await client_at(wire.address).get_handset("100")


@pytest.mark.parametrize(
    ("username", "host", "problem"),
    [("jo:hn", DEFAULT_HOST, "not allowed in login"), ("john", "host:port", "port")],
)
async def test_a_login_that_cannot_be_sent_raises_a_value_error(
    client_at: ClientAt, username: str, host: str, problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        client_at(host, username=username)


async def test_a_login_may_have_any_letters(
    client_at: ClientAt, server: Server, account: Account
) -> None:
    account.users["jürgen"] = "pässwörd: 🔑"
    login = {"username": "jürgen", "password": account.users["jürgen"]}
    client = client_at(server.address, domain="mycompany.jingl.com.au", **login)
    await client.get_handset("100")
    assert server.requests[0].authorized


async def test_the_password_is_not_shown_with_the_client(client: JinglClient) -> None:
    assert PASSWORD not in repr(client)


async def test_every_request_counts_whether_it_is_answered_or_not(
    client: JinglClient, server: Server
) -> None:
    assert client.requests_last_hour == 0
    await client.list_handsets()
    server.add_fault(faults.StatusCode(500))
    with pytest.raises(JinglServerError):
        await client.get_handset("100")
    assert client.requests_last_hour == 2
