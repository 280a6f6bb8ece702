"""The contract, asked without a network."""

import json

import pytest

from simulator.api import Request, respond
from simulator.state import Account, Cloud, State

from .conftest import Caller, basic

MOBILE = "0409123456"


def test_handset_select_has_exactly_the_contracts_fields(ask: Caller, account: Account) -> None:
    account.add_handset(
        "105",
        name="Reception",
        location="Melbourne",
        outgoing_cli="0312345678",
        recording=True,
        notes="Front office",
        address="101.100.99.98:1234",
    )
    assert ask.json("/api/handset/105") == {
        "extensionnumber": "105",
        "name": "Reception",
        "password": "abc123",
        "location": "Melbourne",
        "outgoingcli": "0312345678",
        "recording": "true",
        "notes": "Front office",
        "status": "idle",
        "registrationipaddress": "101.100.99.98",
    }


def test_status_select_has_exactly_the_contracts_fields(ask: Caller, account: Account) -> None:
    account.place_call("101", MOBILE)
    account.remote_answer("101")
    assert ask.json("/api/handsetstatus/101") == {
        "extensionnumber": "101",
        "registeredaddress": "101.100.99.98:1234",
        "otherpartyphonenumber": MOBILE,
        "app": "",
        "calldurationseconds": 0,
        "state": "OnCall",
        "calldirection": "Outbound",
    }


def test_the_status_text_shows_connected_calls_only(ask: Caller, account: Account) -> None:
    account.incoming_call(MOBILE, "100")
    assert ask.json("/api/handset/100")["status"] == "idle"
    account.answer("100")
    assert ask.json("/api/handset/100")["status"] == f"connected to {MOBILE}"


@pytest.mark.parametrize(
    ("address", "ip"),
    [
        (None, ""),
        ("1.2.3.4:5060", "1.2.3.4"),
        ("1.2.3.4", "1.2.3.4"),
        ("[2001:db8::1]:5060", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_registration_of_a_handset_is_its_ip_address_alone(
    ask: Caller, account: Account, address: str | None, ip: str
) -> None:
    account.add_handset("105", address=address)
    assert ask.json("/api/handset/105")["registrationipaddress"] == ip
    assert ask.json("/api/handsetstatus/105")["registeredaddress"] == (address or "")


@pytest.mark.parametrize(
    "headers",
    [
        basic("john@mycompany:mypassword"),
        basic("john@mycompany.jingl.com.au:mypassword"),
        basic("john@MyCompany:mypassword"),
        # The vendor's own example.
        {"authorization": "Basic am9obkBteWNvbXBhbnk6bXlwYXNzd29yZA=="},
    ],
    ids=str,
)
def test_the_domain_of_a_login_may_be_full_or_short(ask: Caller, headers: dict[str, str]) -> None:
    assert ask.send("GET", "/api/handset/100", headers=headers).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        basic("john@mycompany:wrong"),
        basic("jane@mycompany:mypassword"),
        basic("john@elsewhere:mypassword"),
        basic("john@mycompany.example.com:mypassword"),
        basic("john:mypassword"),
        basic("nonsense"),
        {"Authorization": "Basic not-base64!"},
        {"Authorization": "Basic /w=="},
        {"Authorization": "Bearer am9obkBteWNvbXBhbnk6bXlwYXNzd29yZA=="},
    ],
    ids=str,
)
def test_a_wrong_or_broken_login_is_unauthorized(ask: Caller, headers: dict[str, str]) -> None:
    response = ask.send("GET", "/api/handset/100", headers=headers)
    assert response.status == 401
    assert response.headers["WWW-Authenticate"].startswith("Basic")


def test_a_changed_password_counts_at_once(ask: Caller, account: Account) -> None:
    account.users["john"] = "changed"
    assert ask("GET", "/api/handset/100").status == 401
    changed = basic("john@mycompany:changed")
    assert ask.send("GET", "/api/handset/100", headers=changed).status == 200


def test_an_account_sees_only_its_own_handsets(ask: Caller, cloud: Cloud) -> None:
    cloud.add_account("other", {"eve": "secret"})
    assert ask.send("GET", "/api/handset/100", headers=basic("eve@other:secret")).status == 404


def test_plain_http_is_checked_before_the_login_and_the_login_before_the_address(
    ask: Caller,
) -> None:
    response = ask.send("GET", "/nowhere", headers={}, secure=False)
    assert (response.status, response.body) == (406, b"SSL must be used")
    assert ask.send("GET", "/nowhere", headers={}).status == 401


@pytest.mark.parametrize(
    "path",
    ["/api/handset/999", "/api/handsetstatus/999", "/api/call", "/", "/api/handset/100/101"],
)
def test_an_unknown_address_is_not_found(ask: Caller, path: str) -> None:
    assert ask("GET", path).status == 404


@pytest.mark.parametrize(
    ("asked", "meant"), [("0100", "100"), ("a100", "A100"), ("A100", "A100"), ("00A7", "00A7")]
)
def test_a_handset_is_found_regardless_of_leading_zeros_and_case(
    ask: Caller, account: Account, asked: str, meant: str
) -> None:
    for extension in ("A100", "A7", "00A7"):
        account.add_handset(extension)
    for path in ("/api/handset", "/api/handsetstatus"):
        assert ask.json(f"{path}/{asked}")["extensionnumber"] == meant


def test_an_encoded_slash_belongs_to_the_extension(ask: Caller, account: Account) -> None:
    account.add_handset("1/2 3")
    assert ask.json("/api/handset/1%2F2%203")["extensionnumber"] == "1/2 3"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/api/handset", "GET"),
        ("DELETE", "/api/handset/100", "GET, PUT"),
        ("PUT", "/api/handsetstatus/100", "GET"),
    ],
)
def test_other_methods_are_not_allowed(ask: Caller, method: str, path: str, allowed: str) -> None:
    response = ask(method, path)
    assert (response.status, response.headers["Allow"]) == (405, allowed)


def test_the_lists_are_ordered_by_extension_as_numbers(ask: Caller, account: Account) -> None:
    for extension in ("20", "1000", "lobby"):
        account.add_handset(extension)
    for path in ("/api/handset", "/api/handsetstatus"):
        extensions = [each["extensionnumber"] for each in ask.json(path)]
        assert extensions == ["20", "100", "101", "102", "1000", "lobby"]


def test_the_lists_show_what_the_single_endpoints_show(ask: Caller) -> None:
    for path in ("/api/handset", "/api/handsetstatus"):
        assert ask.json(path)[0] == ask.json(f"{path}/100")


def test_a_page_has_maxresults_records_after_afterid(ask: Caller, account: Account) -> None:
    account.add_handset("20")
    page = ask.json("/api/handset", maxresults="2", afterid="20")
    assert [each["extensionnumber"] for each in page] == ["100", "101"]
    page = ask.json("/api/handset", afterid="101")
    assert [each["extensionnumber"] for each in page] == ["102"]
    assert ask.json("/api/handset", afterid="102") == []


@pytest.mark.parametrize(
    ("maxresults", "records"), [("", 100), ("many", 100), ("-1", 100), ("500", 500), ("5000", 1000)]
)
def test_a_page_has_a_hundred_records_and_at_most_a_thousand(
    ask: Caller, account: Account, maxresults: str, records: int
) -> None:
    for extension in range(1000, 2100):
        account.add_handset(str(extension))
    assert len(ask.json("/api/handsetstatus", maxresults=maxresults)) == records


def test_a_list_can_be_searched_by_a_part_of_the_name(ask: Caller, account: Account) -> None:
    account.handset("101").name = "Front Desk"
    found = ask.json("/api/handset", name="desk")
    assert [each["extensionnumber"] for each in found] == ["101"]


@pytest.mark.parametrize(
    ("endpoint", "path"),
    [
        ("handset_list", "/api/handset"),
        ("status_list", "/api/handsetstatus"),
        ("handset", "/api/handset/100"),
        ("status", "/api/handsetstatus/100"),
    ],
)
def test_each_endpoint_can_be_switched_off(
    ask: Caller, account: Account, endpoint: str, path: str
) -> None:
    setattr(account.endpoints, endpoint, False)
    paths = ("/api/handset", "/api/handsetstatus", "/api/handset/100", "/api/handsetstatus/100")
    for status in (404, 405):
        account.endpoints.off_status = status
        answers = {each: ask("GET", each).status for each in paths}
        assert answers == dict.fromkeys(paths, 200) | {path: status}


def test_several_values_change_at_once(ask: Caller, account: Account) -> None:
    handset = account.handset("100")
    response = ask("PUT", "/api/handset/100", name="Desk", recording="TRUE", notes="", colour="x")
    assert (response.status, response.body) == (200, b"")
    assert (handset.name, handset.recording, handset.notes) == ("Desk", True, "")
    assert ask("PUT", "/api/handset/100", recording="false").status == 200
    assert (handset.name, handset.recording) == ("Desk", False)


@pytest.mark.parametrize(
    "query",
    [
        *({"callcreate": "101", "recording": recording} for recording in ("", "yes", "1")),
        # Two actions on one call.
        {"callcreate": "101", "callmonitor": "102"},
        *({"callcreate": number} for number in ("", " ")),
        # Actions that need a connected call.
        *({f"calltransfer{how}": "102"} for how in ("attended", "blind")),
        *({f"call{how}": "102"} for how in ("monitor", "coach", "barge")),
    ],
    ids=str,
)
def test_a_bad_parameter_changes_nothing(
    ask: Caller, account: Account, query: dict[str, str]
) -> None:
    assert ask("PUT", "/api/handset/100", name="Desk", **query).status == 400
    assert account.handset("100").name == "Extension 100"
    assert account.status("101").state is State.IDLE


@pytest.mark.parametrize(
    ("parameter", "state"),
    [("callcreate", "Calling"), ("calltransferattended", "Calling"), ("calltransferblind", "Idle")],
)
def test_a_second_call_is_placed_or_the_first_transferred(
    ask: Caller, account: Account, parameter: str, state: str
) -> None:
    account.incoming_call(MOBILE, "100")
    account.answer("100")
    assert ask("PUT", "/api/handset/100", **{parameter: "101"}).status == 200
    assert ask.json("/api/handsetstatus/100")["state"] == state
    assert ask.json("/api/handsetstatus/101")["state"] == "Ringing"


@pytest.mark.parametrize("mode", ["monitor", "coach", "barge"])
def test_a_connected_call_is_supervised(ask: Caller, account: Account, mode: str) -> None:
    call = account.incoming_call(MOBILE, "100")
    account.answer("100")
    assert ask("PUT", "/api/handset/100", **{f"call{mode}": "101"}).status == 200
    assert [supervision.mode for supervision in call.supervisors] == [mode]


def test_the_last_of_repeated_parameters_counts(cloud: Cloud, account: Account) -> None:
    request = Request(
        method="PUT",
        path="/api/handset/100",
        query=(("name", "First"), ("name", "Second")),
        headers={"Authorization": "Basic am9obkBteWNvbXBhbnk6bXlwYXNzd29yZA=="},
    )
    assert respond(cloud, request).status == 200
    assert account.handset("100").name == "Second"


def test_answers_are_json(ask: Caller) -> None:
    response = ask("GET", "/api/handset")
    assert response.headers["Content-Type"] == "application/json"
    assert len(json.loads(response.body)) == 3
