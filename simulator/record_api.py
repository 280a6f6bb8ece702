"""The cloud's answers about its call records.

The vendor only lists these pages in its menu. This follows its sister product's documents, in
both versions of the API. If a search cannot read one of its values, it answers 500:
that page doesn't mention 400.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
import hashlib
from http import HTTPStatus
import json
from urllib.parse import quote
from zoneinfo import ZoneInfo

from .messages import Request, Response, json_response, method_not_allowed, plain_response
from .records import Record, RecordParty, Records, RecordStyle, RecordType
from .state import Account

DEFAULT_RESULTS = 100
MOST_RESULTS = 1000
HIGHEST_RATING = 5

AUDIO_URL = "https://www.jingl.com.au/api/callrecording/"
TIME = "%Y-%m-%d %H:%M:%S"

# IDs that aren't numbers: they must be quoted in a path, and "call/10" sorts before "call/9".
TEXT_ID = "call/"

SECOND_VERSION = 2


def answer_list(account: Account, request: Request) -> Response:
    """Answer Call Search, or the upload of a record."""
    endpoints = account.endpoints
    available = {"GET": endpoints.call_list, "POST": endpoints.call_upload}
    if not available.get(request.method, any(available.values())):
        return plain_response(endpoints.off_status, "Not available")
    match request.method:
        case "GET":
            return _search(account.records, dict(request.query))
        case "POST":
            return _begin_upload(account.records.style, request.body)
    return method_not_allowed("GET, POST")


def answer_single(account: Account, call: str, request: Request) -> Response:
    """Answer Call Select or Call Update."""
    endpoints = account.endpoints
    available = {"GET": endpoints.call, "PUT": endpoints.call_update}
    if not available.get(request.method, any(available.values())):
        return plain_response(endpoints.off_status, "Not available")
    record = find_record(account.records, call)
    if record is None:
        return plain_response(HTTPStatus.NOT_FOUND, "Call not found")
    match request.method:
        case "GET":
            return json_response(_show(account.records, record))
        case "PUT":
            return _update(record, dict(request.query))
    return method_not_allowed("GET, PUT")


def find_record(records: Records, call: str) -> Record | None:
    """Return the record with this ID if it can be seen now."""
    return next((each for each in records.shown if str(_id(each, records.style)) == call), None)


def _search(records: Records, query: Mapping[str, str]) -> Response:
    """Return the records after `afterid` that match, at most `maxresults` of them.

    A page size that isn't a number means the default.
    """
    wanted = query.get("maxresults", "")
    size = min(int(wanted) if wanted.isdecimal() else DEFAULT_RESULTS, MOST_RESULTS)
    try:
        after = _number(query["afterid"]) if query.get("afterid") else 0
        conditions = [
            condition(value, ZoneInfo(records.style.zone))
            for name, condition in CONDITIONS.items()
            if (value := query.get(name))
        ]
    except ValueError:
        return plain_response(HTTPStatus.INTERNAL_SERVER_ERROR, "Server Error")
    found = [record for record in records.shown if all(meets(record) for meets in conditions)]
    seen = len([record for record in found if record.number <= after])
    begin = max(0, seen - records.style.overlap)
    return json_response([_show(records, record) for record in found[begin : begin + size]])


type Condition = Callable[[Record], bool]


def _from(text: str, zone: tzinfo) -> Condition:
    time = datetime.strptime(text, TIME).replace(tzinfo=zone)
    return lambda record: _second(record.started) >= time


def _until(text: str, zone: tzinfo) -> Condition:
    time = datetime.strptime(text, TIME).replace(tzinfo=zone)
    return lambda record: _second(record.started) <= time


def _rating(text: str, _: tzinfo) -> Condition:
    rating = _read_rating(text)
    return lambda record: record.rating == rating


# Search parameters: each makes a condition from its value and the account's time zone.
# A number must match as a whole; any part of a text may match.
CONDITIONS: dict[str, Callable[[str, tzinfo], Condition]] = {
    "datetimemin": _from,
    "datetimeminutc": lambda text, _: _from(text, UTC),
    "datetimemax": _until,
    "datetimemaxutc": lambda text, _: _until(text, UTC),
    "callerphonenumber": lambda text, _: lambda record: record.caller.number == text,
    "callername": lambda text, _: lambda record: _has(text, record.caller.name),
    "destinationphonenumber": lambda text, _: lambda record: record.destination.number == text,
    "destinationname": lambda text, _: lambda record: _has(text, record.destination.name),
    "subject": lambda text, _: lambda record: _has(text, record.notes),
    "rating": _rating,
    "direction": lambda text, _: lambda record: record.direction == text.lower(),
    "tag": lambda text, _: lambda record: text in record.tags,
}


def _has(part: str, text: str) -> bool:
    return part.casefold() in text.casefold()


def _read_rating(text: str) -> int:
    """Return a rating, or raise ValueError."""
    rating = int(text)
    if not 0 <= rating <= HIGHEST_RATING:
        raise ValueError(text)
    return rating


def _update(record: Record, query: Mapping[str, str]) -> Response:
    """Change everything requested of a record, or nothing."""
    try:
        record.rating = _read_rating(query.get("rating", str(record.rating)))
    except ValueError:
        return plain_response(HTTPStatus.BAD_REQUEST, "Bad parameter(s)")
    record.notes = query.get("notes", record.notes)
    return Response(HTTPStatus.OK)


def _begin_upload(style: RecordStyle, body: bytes) -> Response:
    """Return where to send the audio; without audio, the record never shows."""
    try:
        datetime.strptime(json.loads(body)["startdatetimeutc"], TIME).replace(tzinfo=UTC)
    except ValueError, TypeError, KeyError:
        return plain_response(HTTPStatus.BAD_REQUEST, "Bad Request")
    call = hashlib.md5(body, usedforsecurity=False).hexdigest()
    if style.version < SECOND_VERSION:
        return json_response({"tempcallid": call})
    return Response(HTTPStatus.PARTIAL_CONTENT, b"", {"Temporary-Call-ID": call})


def _show(records: Records, record: Record) -> dict[str, object]:
    """Return a record's fields in the account's style."""
    style, now = records.style, records.clock()
    final = record.is_final(now)
    audio = records.audio(record)
    caller, destination = (
        party if final else RecordParty(party.number, "")
        for party in (record.caller, record.destination)
    )
    fields: dict[str, object] = {
        "id": _id(record, style),
        "startdatetime": _time(record.started.astimezone(ZoneInfo(style.zone))),
        "startdatetimeutc": _time(record.started),
        "durationseconds": record.duration,
        style.direction_name: record.direction,
        **dict.fromkeys(style.notes_names, record.notes),
        "rating": record.rating,
        "audiomd5hash": audio.md5 if audio else "",
        "audiolengthbytes": audio.length if audio else 0,
        "tags": record.tags,
    }
    if style.version < SECOND_VERSION:
        fields |= _flat("caller", caller) | _flat("destination", destination)
    else:
        fields |= {
            "type": record.type_at(now),
            "typediscardedreason": _why_discarded(record, now),
            "answerdelayms": _answer_delay(record),
            "caller": _nested(caller),
            "destination": _nested(destination),
            "voipcallid": f"{record.number:x}@jingl.com.au",
            "audiourl": f"{AUDIO_URL}{quote(str(_id(record, style)), safe='')}" if audio else "",
            "audiocontenttype": audio.kind if audio else "",
        }
    if style.numbers_as_text:
        return {key: str(each) if type(each) is int else each for key, each in fields.items()}
    return fields


def _flat(role: str, party: RecordParty) -> dict[str, object]:
    return {f"{role}phonenumber": party.number, f"{role}name": party.name}


def _nested(party: RecordParty) -> dict[str, object]:
    return {"phonenumber": party.number, "name": party.name}


def _why_discarded(record: Record, now: float) -> str:
    if record.type_at(now) is not RecordType.DISCARDED:
        return ""
    return "Deleted" if record.deleted else "Not recorded"


def _answer_delay(record: Record) -> int:
    """Return the milliseconds from ringing to answer, which only recorded calls have."""
    if record.answered is None or not record.has_audio:
        return 0
    return round((record.answered - record.started).total_seconds() * 1000)


def _time(time: datetime) -> str:
    """Return a time as the sister product writes it, without a leading zero in the hour."""
    return f"{time:%Y-%m-%d} {time.hour}:{time:%M:%S}"


def _second(time: datetime) -> datetime:
    """Return a time to the second, as it is shown."""
    return time.replace(microsecond=0)


def _id(record: Record, style: RecordStyle) -> int | str:
    return f"{TEXT_ID}{record.number}" if style.ids_as_text else record.number


def _number(call: str) -> int:
    """Return the number in an ID, or raise ValueError."""
    return int(call.removeprefix(TEXT_ID))
