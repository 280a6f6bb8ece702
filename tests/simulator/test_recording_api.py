"""CallRecording Select and Delete, asked without a network."""

import hashlib

import pytest

from simulator.api import Request, Response, respond
from simulator.audio import AudioKind, recording
from simulator.state import Account

from .conftest import Caller, Clock, basic

RECORDING = "/api/callrecording/4277"
AUDIO = "/api/callaudio/4277"
LOGIN = basic("john@mycompany:mypassword")


@pytest.fixture(autouse=True)
def account(account: Account, clock: Clock) -> Account:
    """Return an account with a recording of a call of eleven seconds."""
    account.show_records(version=2)
    account.records.style.delay = 0
    account.handset("100").recording = True
    account.incoming_call("0409123456", "100")
    clock.now += 3
    account.answer("100")
    clock.now += 11
    account.hang_up("100")
    return account


WHOLE = recording(AudioKind.MP3, 11).piece(0, 33048)


def content(response: Response) -> bytes:
    """Return all that is sent."""
    sent = b"".join(response.pieces())
    assert response.length == len(sent)
    return sent


@pytest.mark.parametrize("path", [RECORDING, AUDIO])
@pytest.mark.parametrize("kind", AudioKind)
def test_a_recording_is_what_its_record_says(
    ask: Caller, account: Account, path: str, kind: AudioKind
) -> None:
    account.records.style.audio = kind
    record = ask.json("/api/call/4277")
    response = ask("GET", path)
    sent = content(response)
    assert response.status == 200
    assert response.headers == {
        "Content-Type": record["audiocontenttype"],
        "ETag": f'"{record["audiomd5hash"]}"',
        "Accept-Ranges": "bytes",
    }
    assert record["audiocontenttype"] == kind
    assert record["audiolengthbytes"] == len(sent)
    assert record["audiomd5hash"] == hashlib.md5(sent, usedforsecurity=False).hexdigest()


@pytest.mark.parametrize(
    ("wanted", "sent", "content_range"),
    [
        ("bytes=0-", WHOLE, "bytes 0-33047/33048"),
        ("bytes=0-0", WHOLE[:1], "bytes 0-0/33048"),
        ("bytes=108-215", WHOLE[108:216], "bytes 108-215/33048"),
        ("bytes=33000-", WHOLE[33000:], "bytes 33000-33047/33048"),
        ("bytes=33000-99999", WHOLE[33000:], "bytes 33000-33047/33048"),
        ("bytes=-100", WHOLE[-100:], "bytes 32948-33047/33048"),
        ("bytes=-99999", WHOLE, "bytes 0-33047/33048"),
    ],
)
def test_a_part_of_a_recording(ask: Caller, wanted: str, sent: bytes, content_range: str) -> None:
    response = ask.send("GET", RECORDING, headers=LOGIN | {"RANGE": wanted})
    assert (response.status, response.headers["Content-Range"]) == (206, content_range)
    assert response.headers.items() >= {("Content-Type", "audio/mpeg"), ("Accept-Ranges", "bytes")}
    assert content(response) == sent


@pytest.mark.parametrize("wanted", ["bytes=33048-", "bytes=99999-99999", "bytes=-0"])
def test_a_part_that_does_not_exist(ask: Caller, wanted: str) -> None:
    response = ask.send("GET", RECORDING, headers=LOGIN | {"Range": wanted})
    assert (response.status, response.headers["Content-Range"]) == (416, "bytes */33048")
    assert content(response) == b"Range not satisfiable"


@pytest.mark.parametrize(
    "wanted", ["bytes=9-1", "bytes=-", "bytes=a-b", "bytes=0-1,4-5", "frames=0-1", "nonsense"]
)
def test_a_range_that_makes_no_sense_is_ignored(ask: Caller, wanted: str) -> None:
    response = ask.send("GET", RECORDING, headers=LOGIN | {"Range": wanted})
    assert (response.status, content(response)) == (200, WHOLE)


def test_a_part_is_only_sent_of_the_file_that_the_client_knows(ask: Caller) -> None:
    part = LOGIN | {"Range": "bytes=0-9"}
    tag = ask("GET", RECORDING).headers["ETag"]
    same = ask.send("GET", RECORDING, headers=part | {"If-Range": tag})
    assert (same.status, content(same)) == (206, WHOLE[:10])
    for other in ('"other"', f"W/{tag}", "Mon, 27 Apr 2009 08:08:56 GMT"):
        response = ask.send("GET", RECORDING, headers=part | {"If-Range": other})
        assert (response.status, content(response)) == (200, WHOLE)


def test_an_account_may_send_whole_recordings_only(ask: Caller, account: Account) -> None:
    account.records.style.ranges = False
    response = ask.send("GET", RECORDING, headers=LOGIN | {"Range": "bytes=0-9"})
    assert (response.status, content(response)) == (200, WHOLE)
    assert "Accept-Ranges" not in response.headers


def test_a_deleted_recording_is_gone_and_its_record_stays(ask: Caller) -> None:
    assert ask("DELETE", RECORDING) == Response(200)
    for method, path in (("GET", RECORDING), ("GET", AUDIO), ("DELETE", RECORDING)):
        assert_not_found(ask(method, path))
    record = ask.json("/api/call/4277")
    gone = {"audiolengthbytes": 0, "audiomd5hash": "", "audiourl": "", "audiocontenttype": ""}
    assert record.items() >= gone.items()
    assert (record["type"], record["typediscardedreason"]) == ("discarded", "Deleted")
    assert record["durationseconds"] == 11


def assert_not_found(response: Response) -> None:
    """Check that there is no recording."""
    assert (response.status, content(response)) == (404, b"Recording not found")


@pytest.mark.parametrize("call", ["4278", "call%2F4277", "nonsense", ""])
def test_an_unknown_recording_is_not_found(ask: Caller, call: str) -> None:
    for method in ("GET", "DELETE"):
        assert ask(method, f"/api/callrecording/{call}").status == 404


def test_a_call_that_was_not_recorded_has_no_recording(ask: Caller, account: Account) -> None:
    account.records.kept[0].recorded = False
    assert_not_found(ask("GET", RECORDING))
    assert_not_found(ask("DELETE", RECORDING))


def test_a_recording_may_come_later(ask: Caller, account: Account, clock: Clock) -> None:
    account.records.kept[0].final_at = clock.now + 30
    assert_not_found(ask("GET", RECORDING))
    assert_not_found(ask("DELETE", RECORDING))
    clock.now += 30
    assert ask("GET", RECORDING).status == 200


def test_the_id_may_be_text_that_must_be_quoted(ask: Caller, account: Account) -> None:
    account.records.style.ids_as_text = True
    assert ask("GET", "/api/callrecording/call%2F4277").status == 200
    assert_not_found(ask("GET", RECORDING))


@pytest.mark.parametrize(
    ("endpoint", "method", "path"),
    [
        ("call_recording", "GET", RECORDING),
        ("call_audio", "GET", AUDIO),
        ("call_recording_delete", "DELETE", RECORDING),
    ],
)
@pytest.mark.parametrize("status", [404, 400, 500])
def test_each_endpoint_can_be_switched_off(
    ask: Caller, account: Account, endpoint: str, method: str, path: str, status: int
) -> None:
    account.endpoints.off_status = status
    setattr(account.endpoints, endpoint, False)
    requests = [("GET", RECORDING), ("GET", AUDIO), ("DELETE", RECORDING)]
    answers = {request: ask(*request).status for request in requests}
    assert answers == dict.fromkeys(requests, 200) | {(method, path): status}


@pytest.mark.parametrize(
    ("path", "method", "allowed"),
    [
        *((RECORDING, method, "GET, DELETE") for method in ("PUT", "POST", "HEAD")),
        *((AUDIO, method, "GET") for method in ("PUT", "POST", "DELETE")),
    ],
)
def test_other_methods_are_not_allowed(ask: Caller, path: str, method: str, allowed: str) -> None:
    response = ask(method, path)
    assert (response.status, response.headers["Allow"]) == (405, allowed)


def test_an_account_hears_and_deletes_only_its_own_recordings(ask: Caller) -> None:
    ask.cloud.add_account("other", {"eve": "secret"}).show_records()
    for method in ("GET", "DELETE"):
        assert_not_found(ask.send(method, RECORDING, headers=basic("eve@other:secret")))
    assert ask.send("GET", RECORDING, headers={}).status == 401
    insecure = Request(method="GET", path=RECORDING, headers=LOGIN, secure=False)
    assert respond(ask.cloud, insecure).status == 406
    assert ask("GET", RECORDING).status == 200
