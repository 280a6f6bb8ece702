"""Call Search, Select, Update and upload, asked without a network."""

from collections.abc import Mapping
import json
from typing import Any
from urllib.parse import quote

import pytest

from simulator.calls import Call
from simulator.state import Account, Endpoints

from .conftest import Caller, Clock, basic

MOBILE = "0409123456"


@pytest.fixture
def account(account: Account) -> Account:
    """Return an account with the call API, whose records are complete when a call ends."""
    account.show_records()
    account.records.style.delay = 0
    account.handset("100").recording = True
    return account


@pytest.fixture
def talk(account: Account, clock: Clock) -> Call:
    """Let 100 be called, ring for three seconds and talk for eleven."""
    call = account.incoming_call(MOBILE, "100")
    clock.now += 3
    account.answer("100")
    clock.now += 11
    account.hang_up("100")
    return call


def missed_calls(account: Account, count: int) -> None:
    """Let somebody call without an answer, this many times."""
    for _ in range(count):
        account.incoming_call(MOBILE, "101").end()


def ids(found: list[Mapping[str, Any]]) -> list[object]:
    """Return the records' IDs."""
    return [each["id"] for each in found]


RECORDED = {
    "id": 4277,
    "startdatetime": "2009-04-27 18:08:56",
    "startdatetimeutc": "2009-04-27 8:08:56",
    "durationseconds": 11,
    "direction": "incoming",
    "subject": "",
    "rating": 0,
    # 306 frames of 108 bytes: as many as eleven seconds need.
    "audiolengthbytes": 33048,
    "audiomd5hash": "6e60af70dff0d61c5e2976859c47a894",
    "tags": [],
}


@pytest.mark.usefixtures("talk")
def test_the_first_version_is_flat(ask: Caller) -> None:
    (record,) = ask.json("/api/call")
    assert record == RECORDED | {
        "callerphonenumber": MOBILE,
        "callername": "",
        "destinationphonenumber": "100",
        "destinationname": "Extension 100",
    }


@pytest.mark.usefixtures("talk")
def test_the_second_version_nests_the_parties_and_has_more_fields(
    ask: Caller, account: Account
) -> None:
    account.show_records(version=2)
    (record,) = ask.json("/api/call")
    assert record == RECORDED | {
        "type": "recorded",
        "typediscardedreason": "",
        "answerdelayms": 3000,
        "caller": {"phonenumber": MOBILE, "name": ""},
        "destination": {"phonenumber": "100", "name": "Extension 100"},
        "voipcallid": "10b5@jingl.com.au",
        "audiourl": "https://www.jingl.com.au/api/callrecording/4277",
        "audiocontenttype": "audio/mpeg",
    }


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.usefixtures("talk")
def test_call_select_shows_what_call_search_shows(
    ask: Caller, account: Account, version: int
) -> None:
    account.show_records(version)
    assert ask.json("/api/call/4277") == ask.json("/api/call")[0]


def test_the_second_version_marks_a_missed_call_as_unanswered(
    ask: Caller, account: Account
) -> None:
    account.show_records(version=2)
    missed_calls(account, 1)
    (record,) = ask.json("/api/call")
    assert (record["type"], record["answerdelayms"], record["durationseconds"]) == (
        "unanswered",
        0,
        0,
    )
    assert (record["audiolengthbytes"], record["audiomd5hash"], record["audiourl"]) == (0, "", "")


@pytest.mark.usefixtures("talk")
def test_the_second_version_has_the_ringing_time_of_recorded_calls_only(
    ask: Caller, account: Account
) -> None:
    account.show_records(version=2)
    account.records.kept[0].recorded = False
    (record,) = ask.json("/api/call")
    assert (record["type"], record["answerdelayms"]) == ("discarded", 0)
    assert record["typediscardedreason"] == "Not recorded"


@pytest.mark.parametrize(
    ("endpoint", "method", "path"),
    [
        ("call_list", "GET", "/api/call"),
        ("call", "GET", "/api/call/4277"),
        ("call_update", "PUT", "/api/call/4277"),
        ("call_upload", "POST", "/api/call"),
    ],
)
@pytest.mark.usefixtures("talk")
def test_each_endpoint_can_be_switched_off(
    ask: Caller, account: Account, endpoint: str, method: str, path: str
) -> None:
    requests = [("GET", "/api/call"), ("GET", "/api/call/4277"), ("PUT", "/api/call/4277")]
    setattr(account.endpoints, endpoint, False)
    answers = {request: ask(*request).status for request in requests}
    assert answers | {(method, path): 404} == dict.fromkeys(requests, 200) | {(method, path): 404}
    for status in (404, 400, 500):
        account.endpoints.off_status = status
        assert ask(method, path).status == status


@pytest.mark.parametrize(
    "request_line", ["GET /api/call", "GET /api/call/4277", "PUT /api/call/4277", "POST /api/call"]
)
@pytest.mark.usefixtures("talk")
def test_an_account_has_no_call_api_unless_it_is_given_one(
    ask: Caller, account: Account, request_line: str
) -> None:
    account.endpoints = Endpoints()
    assert ask(*request_line.split()).status == ask("GET", "/api/nothing").status == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("DELETE", "/api/call", "GET, POST"), ("DELETE", "/api/call/4277", "GET, PUT")],
)
@pytest.mark.usefixtures("talk")
def test_other_methods_are_not_allowed(ask: Caller, method: str, path: str, allowed: str) -> None:
    response = ask(method, path)
    assert (response.status, response.headers["Allow"]) == (405, allowed)


@pytest.mark.parametrize("call", ["4278", "call%2F4277", "nonsense"])
@pytest.mark.usefixtures("talk")
def test_an_unknown_call_is_not_found(ask: Caller, call: str) -> None:
    for method in ("GET", "PUT"):
        response = ask(method, f"/api/call/{call}")
        assert (response.status, response.body) == (404, b"Call not found")


def test_a_record_that_is_not_shown_yet_is_not_found(
    ask: Caller, account: Account, clock: Clock
) -> None:
    account.records.style.delay = 5
    missed_calls(account, 1)
    assert (ask.json("/api/call"), ask("GET", "/api/call/4277").status) == ([], 404)
    clock.now += 5
    assert (ids(ask.json("/api/call")), ask("GET", "/api/call/4277").status) == ([4277], 200)


@pytest.mark.usefixtures("talk")
def test_a_record_may_be_completed_later(ask: Caller, account: Account, clock: Clock) -> None:
    account.show_records(version=2)
    account.records.kept[0].final_at = clock.now + 30
    before = ask.json("/api/call/4277")
    clock.now += 30
    after = ask.json("/api/call/4277")
    changed = {key: before[key] for key in before if before[key] != after[key]}
    assert changed == {
        "type": "uploading",
        "destination": {"phonenumber": "100", "name": ""},
        "audiomd5hash": "",
        "audiolengthbytes": 0,
        "audiourl": "",
        "audiocontenttype": "",
    }


@pytest.mark.usefixtures("talk")
def test_an_account_may_show_recorded_calls_only(
    ask: Caller, account: Account, clock: Clock
) -> None:
    missed_calls(account, 1)
    assert ids(ask.json("/api/call")) == [4277, 4278]
    account.records.style.recorded_only = True
    assert ids(ask.json("/api/call")) == [4277]
    assert ask("GET", "/api/call/4278").status == 404
    account.records.kept[0].final_at = clock.now + 30
    assert ask.json("/api/call") == []


@pytest.mark.usefixtures("talk")
def test_numbers_may_be_text(ask: Caller, account: Account) -> None:
    account.records.style.numbers_as_text = True
    for version, rang in ((1, None), (2, "3000")):
        account.show_records(version)
        (record,) = ask.json("/api/call")
        names = ("id", "durationseconds", "rating", "audiolengthbytes")
        assert [record[name] for name in names] == ["4277", "11", "0", "33048"]
        assert record.get("answerdelayms") == rang
        assert record["tags"] == []
    assert ask("GET", "/api/call/4277").status == 200


@pytest.mark.usefixtures("talk")
def test_fields_may_have_other_names(ask: Caller, account: Account) -> None:
    account.records.style.direction_name = "directiontype"
    account.records.style.notes_names = ("notes",)
    account.records.kept[0].notes = "Rang back"
    (record,) = ask.json("/api/call")
    assert (record["directiontype"], record["notes"]) == ("incoming", "Rang back")
    assert not {"direction", "subject"} & record.keys()
    account.records.style.notes_names = ("subject", "notes")
    (record,) = ask.json("/api/call")
    assert record["subject"] == record["notes"] == "Rang back"


def test_ids_may_be_text_that_must_be_quoted(ask: Caller, account: Account) -> None:
    account.records.style.ids_as_text = True
    account.show_records(version=2)
    missed_calls(account, 3)
    assert ids(ask.json("/api/call", afterid="call/4277")) == ["call/4278", "call/4279"]
    path = f"/api/call/{quote('call/4278', safe='')}"
    assert ask.json(path)["id"] == "call/4278"
    assert ask("PUT", path, rating="3").status == 200
    assert account.records.kept[1].rating == 3
    assert ask("GET", "/api/call/4278").status == 404


def test_a_page_has_maxresults_records_after_afterid(ask: Caller, account: Account) -> None:
    missed_calls(account, 5)
    assert ids(ask.json("/api/call", maxresults="2")) == [4277, 4278]
    assert ids(ask.json("/api/call", maxresults="2", afterid="4278")) == [4279, 4280]
    assert ids(ask.json("/api/call", afterid="4280")) == [4281]
    assert ids(ask.json("/api/call", afterid="4281")) == []


@pytest.mark.parametrize(
    ("maxresults", "records"), [("", 100), ("many", 100), ("-1", 100), ("500", 500), ("5000", 1000)]
)
def test_a_page_has_a_hundred_records_and_at_most_a_thousand(
    ask: Caller, account: Account, maxresults: str, records: int
) -> None:
    missed_calls(account, 1100)
    assert len(ask.json("/api/call", maxresults=maxresults)) == records


@pytest.mark.parametrize(
    ("overlap", "page"),
    [(0, [4280, 4281]), (1, [4279, 4280]), (2, [4278, 4279]), (1000, [4277, 4278])],
)
def test_a_page_may_repeat_records_of_the_one_before(
    ask: Caller, account: Account, overlap: int, page: list[int]
) -> None:
    missed_calls(account, 5)
    account.records.style.overlap = overlap
    assert ids(ask.json("/api/call", maxresults="2")) == [4277, 4278]
    assert ids(ask.json("/api/call", maxresults="2", afterid="4279")) == page


@pytest.fixture
def day(account: Account, clock: Clock) -> None:
    """Make an inbound call, an internal one and, an hour later, an outbound one."""
    account.handset("101").name = "Sales"
    account.incoming_call(MOBILE, "100").end()
    account.place_call("100", "101").end()
    clock.now += 3600.7
    account.place_call("101", "0312345678").end()
    first, second, third = account.records.kept
    first.notes, second.rating, third.tags = "A complaint", 3, ["VIP", "sale"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, "123"),
        ({"datetimeminutc": "2009-04-27 8:08:56"}, "123"),
        ({"datetimeminutc": "2009-04-27 8:08:57"}, "3"),
        # Exactly as it is shown.
        ({"datetimeminutc": "2009-04-27 09:08:56"}, "3"),
        ({"datetimemaxutc": "2009-04-27 9:08:56"}, "123"),
        ({"datetimemaxutc": "2009-04-27 9:08:55"}, "12"),
        ({"datetimemin": "2009-04-27 18:08:57"}, "3"),
        ({"datetimemax": "2009-04-27 18:08:56"}, "12"),
        ({"datetimeminutc": "2009-04-27 8:08:57", "datetimemaxutc": "2009-04-27 9:00:00"}, ""),
        ({"callerphonenumber": MOBILE}, "1"),
        ({"callerphonenumber": "0409"}, ""),
        ({"callername": "sales"}, "3"),
        ({"destinationphonenumber": "101"}, "2"),
        ({"destinationname": "extension"}, "1"),
        ({"subject": "complaint"}, "1"),
        ({"rating": "3"}, "2"),
        ({"rating": "0"}, "13"),
        ({"direction": "incoming"}, "1"),
        ({"direction": "outgoing"}, "3"),
        ({"direction": "internal"}, "2"),
        ({"direction": "unknown"}, ""),
        ({"tag": "VIP"}, "3"),
        ({"tag": "VI"}, ""),
        ({"callerphonenumber": "100", "rating": "3"}, "2"),
        ({"callerphonenumber": MOBILE, "rating": "3"}, ""),
        ({"rating": "0", "afterid": "4277"}, "3"),
        # Empty values and unknown parameters are ignored.
        ({"rating": "", "datetimemin": "", "afterid": "", "colour": "red"}, "123"),
    ],
    ids=str,
)
@pytest.mark.usefixtures("day")
def test_calls_can_be_searched(ask: Caller, query: dict[str, str], found: str) -> None:
    assert "".join(str(each["id"] - 4276) for each in ask.json("/api/call", **query)) == found


@pytest.mark.parametrize(
    "query",
    [
        {"afterid": "nonsense"},
        {"datetimemin": "today"},
        {"datetimeminutc": "2009-04-27T08:08:56Z"},
        {"datetimemaxutc": "2009-04-27"},
        {"rating": "6"},
        {"rating": "good"},
    ],
    ids=str,
)
@pytest.mark.usefixtures("day")
def test_a_search_for_an_unreadable_value_is_an_error(ask: Caller, query: dict[str, str]) -> None:
    assert ask("GET", "/api/call", **query).status == 500


@pytest.mark.usefixtures("talk")
def test_notes_and_rating_of_a_call_can_be_changed(ask: Caller, account: Account) -> None:
    response = ask("PUT", "/api/call/4277", notes="Wants a quote", rating="4", colour="red")
    assert (response.status, response.body) == (200, b"")
    record = ask.json("/api/call/4277")
    assert (record["subject"], record["rating"]) == ("Wants a quote", 4)
    assert ask("PUT", "/api/call/4277", notes="").status == 200
    assert (account.records.kept[0].notes, account.records.kept[0].rating) == ("", 4)


@pytest.mark.parametrize("rating", ["", "6", "-1", "good", "4.5"])
@pytest.mark.usefixtures("talk")
def test_a_bad_rating_changes_nothing(ask: Caller, account: Account, rating: str) -> None:
    assert ask("PUT", "/api/call/4277", notes="Wants a quote", rating=rating).status == 400
    assert (account.records.kept[0].notes, account.records.kept[0].rating) == ("", 0)


def upload(ask: Caller, content: object) -> tuple[int, bytes, Mapping[str, str]]:
    """Send the start of an upload."""
    headers = basic("john@mycompany:mypassword")
    body = json.dumps(content).encode()
    response = ask.send("POST", "/api/call", headers=headers, body=body)
    return response.status, response.body, response.headers


UPLOAD = {
    "startdatetimeutc": "2013-10-09 15:23:54",
    "callerphone": "100",
    "destinationphone": "101",
}


def test_an_upload_dials_nothing_and_waits_for_its_audio(ask: Caller, account: Account) -> None:
    status, body, _ = upload(ask, UPLOAD)
    assert (status, list(json.loads(body))) == (200, ["tempcallid"])
    account.show_records(version=2)
    status, body, headers = upload(ask, UPLOAD)
    assert (status, body) == (206, b"")
    assert headers["Temporary-Call-ID"]
    assert (account.calls, account.records.kept, ask.json("/api/call")) == ([], [], [])


@pytest.mark.parametrize(
    "content", [None, [], {}, {"startdatetimeutc": "now"}, {"startdatetimeutc": 5}], ids=str
)
def test_an_upload_without_a_time_is_a_bad_request(ask: Caller, content: object) -> None:
    assert upload(ask, content)[0] == 400


def test_an_upload_without_a_body_is_a_bad_request(ask: Caller) -> None:
    assert ask("POST", "/api/call", callcreate="101").status == 400


def test_an_account_sees_only_its_own_records(ask: Caller, account: Account) -> None:
    other = ask.cloud.add_account("other", {"eve": "secret"})
    other.show_records()
    missed_calls(account, 1)
    for path, status in (("/api/call", 200), ("/api/call/4277", 404)):
        response = ask.send("GET", path, headers=basic("eve@other:secret"))
        assert response.status == status
        assert b"4277" not in response.body
