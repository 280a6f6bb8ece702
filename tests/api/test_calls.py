"""How Jingl's own records of calls are read."""

from datetime import UTC, datetime
import json
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import example, given, strategies as st
import pytest

from custom_components.jingl.api import CallDirection, JinglCall
from tests.chaos.bodies import any_character

MELBOURNE = ZoneInfo("Australia/Melbourne")
STARTED = datetime(2009, 4, 26, 22, 8, 56, tzinfo=UTC)

# As the sister product's pages show them.
FIRST: dict[str, Any] = {
    "id": 4277,
    "startdatetime": "2009-04-27 8:08:56",
    "startdatetimeutc": "2009-04-26 22:08:56",
    "durationseconds": 94,
    "direction": "incoming",
    "callerphonenumber": "0412345678",
    "callername": "Anna",
    "destinationphonenumber": "100",
    "destinationname": "Reception",
    "subject": "Taps",
    "rating": 3,
    "audiolengthbytes": 282_000,
    "audiomd5hash": "d41d8cd98f00b204e9800998ecf8427e",
    "tags": [],
}
PARTIES = ("callerphonenumber", "callername", "destinationphonenumber", "destinationname")
SECOND: dict[str, Any] = {
    **{key: value for key, value in FIRST.items() if key not in PARTIES},
    "type": "recorded",
    "answerdelayms": 6500,
    "caller": {"phonenumber": "0412345678", "name": "Anna"},
    "destination": {"phonenumber": "100", "name": "Reception"},
    "audiourl": "https://www.jingl.com.au/api/callrecording/4277",
}
CALL = JinglCall(
    id="4277",
    started=STARTED,
    duration_seconds=94,
    direction=CallDirection.INBOUND,
    caller_number="0412345678",
    caller_name="Anna",
    destination_number="100",
    destination_name="Reception",
    is_answered=True,
    answer_delay_seconds=None,
    has_audio=True,
    notes="Taps",
    rating=3,
)


def read(record: object) -> JinglCall:
    """Read a record of an account in Melbourne."""
    return JinglCall.from_json(record, MELBOURNE)


def read_with(**fields: Any) -> JinglCall:
    """Read a record with some other fields; those that are ... are missing."""
    record = {**FIRST, **fields}
    return read({key: value for key, value in record.items() if value is not ...})


def test_a_record_of_the_first_version_is_read() -> None:
    assert read(FIRST) == CALL


def test_a_record_of_the_second_version_also_says_how_long_it_rang() -> None:
    call = read(SECOND)
    assert call.answer_delay_seconds == 6.5
    assert read({**SECOND, "answerdelayms": 0}) == CALL


def test_numbers_may_be_strings_and_names_may_be_in_capitals() -> None:
    record = {f" {key.upper()} ": value for key, value in FIRST.items()}
    record |= {" ID ": "4277", " DURATIONSECONDS ": "94", " RATING ": "3"}
    record |= {" AUDIOLENGTHBYTES ": "282000", " CALLERPHONENUMBER ": 412345678}
    call = read(record)
    assert (call.id, call.duration_seconds, call.rating, call.has_audio) == ("4277", 94, 3, True)
    assert call.caller_number == "412345678"


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2009-04-27 8:08:56", "2009-04-26 22:08:56"),
        ("2009-04-27 08:08:56", ...),
        ("2009-04-27 8:08:56", None),
        ("2009-04-27 8:08:56", "soon"),
        ("2009-04-27 8:08:56", ["2009-04-26 22:08:56"]),
        ("2009-04-27T08:08:56.123", ...),
        ("2009-04-27T08:08:56+10:00", ...),
        ("2009-04-26 17:38:56-0430", ...),
        ("2009-04-26T22:08:56Z", ...),
        (..., "2009-04-26 22:08:56"),
        ("2009-04-27 9:30:00", "2009-4-26 22:8:56"),
    ],
)
def test_the_time_is_in_utc_or_else_the_account_s_own(local: object, utc: object) -> None:
    assert read_with(startdatetime=local, startdatetimeutc=utc).started == STARTED


@pytest.mark.parametrize(
    "time",
    [
        *(..., None, "", "yesterday", "8:08:56", "2009-04-27", "2009-13-27 8:08:56", True, 0, []),
        *("2009-04-27 25:00:00", "0001-01-01 0:00:00", "9999-12-31 23:59:59", 1_240_783_736),
        *("2009-04-27 8:08:56+99:99", "2009-04-27 8:08:56 x", "٢٠٠٩-04-27 8:08:56"),
    ],
    ids=str,
)
def test_a_record_without_a_time_is_none(time: object) -> None:
    with pytest.raises(ValueError, match="startdatetime"):
        read_with(startdatetime=time, startdatetimeutc=time)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        *((4277, "4277"), ("4277", "4277"), (4277.0, "4277"), (" 4277 ", "4277")),
        *(("call/10", "call/10"), ("{3F2504E0-4F89}", "{3F2504E0-4F89}"), ("a@b.c", "a@b.c")),
    ],
)
def test_an_id_need_not_be_a_number(given: object, expected: str) -> None:
    assert read_with(id=given).id == expected


@pytest.mark.parametrize(
    "value",
    [
        *(..., None, "", " ", True, [], {}, [4277], -1, "..", "../handset/100", "4277?a=b"),
        *("call/../../handset/100", "4277#", "4 277", "42\n77", "4277%2f", "4" * 101, "٤٢", "é"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_record_without_an_id_that_fits_in_a_path_is_none(value: object) -> None:
    with pytest.raises(ValueError, match="id"):
        read_with(id=value)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"direction": "Incoming"}, CallDirection.INBOUND),
        ({"direction": "outgoing"}, CallDirection.OUTBOUND),
        ({"direction": "internal"}, CallDirection.INTERNAL),
        ({"direction": ..., "directiontype": "outgoing"}, CallDirection.OUTBOUND),
        ({"direction": "", "directiontype": "internal"}, CallDirection.INTERNAL),
        ({"direction": "unknown"}, None),
        ({"direction": ...}, None),
        ({"direction": ["incoming"]}, None),
    ],
)
def test_the_direction_has_two_names(
    fields: dict[str, Any], expected: CallDirection | None
) -> None:
    assert read_with(**fields).direction is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "Taps"),
        ({"subject": ..., "notes": "Sinks"}, "Sinks"),
        ({"subject": "Taps", "notes": "Sinks"}, "Sinks"),
        ({"subject": "Taps", "notes": " "}, "Taps"),
        ({"subject": ...}, None),
        ({"subject": {"text": "Taps"}}, None),
        ({"subject": "Taps\r\n\x1b[31m"}, "Taps   [31m"),
        ({"subject": "é" * 300}, "é" * 255),
    ],
    ids=str,
)
def test_notes_may_be_called_subject(fields: dict[str, Any], expected: str | None) -> None:
    assert read_with(**fields).notes == expected


@pytest.mark.parametrize(
    ("value", "rating"),
    [
        *((0, 0), (5, 5), ("4", 4), (4.0, 4), (6, None), (-1, None), (10**30, None)),
        *((None, None), ("", None), (True, None), ([3], None), ("good", None), (2.5, None)),
    ],
)
def test_a_rating_is_from_0_to_5(value: object, rating: int | None) -> None:
    assert read_with(rating=value).rating == rating


@pytest.mark.parametrize(
    ("fields", "is_answered"),
    [
        ({}, True),
        ({"durationseconds": 0}, False),
        ({"durationseconds": "0"}, False),
        ({"durationseconds": ...}, True),  # or else there would be no recording
        ({"durationseconds": ..., "audiolengthbytes": 0}, None),
        ({"durationseconds": -5, "audiolengthbytes": ...}, None),
        ({"durationseconds": 10**12, "audiolengthbytes": ...}, None),
        ({"durationseconds": 30, "type": "unanswered"}, False),
        ({"durationseconds": 0, "type": "Discarded"}, True),
        ({"durationseconds": ..., "type": "uploading"}, True),
        ({"durationseconds": 0, "type": "other"}, False),
        ({"type": []}, True),
    ],
    ids=str,
)
def test_whether_it_was_answered_is_told_by_its_type_or_duration(
    fields: dict[str, Any], is_answered: bool | None
) -> None:
    assert read_with(**fields).is_answered is is_answered


@pytest.mark.parametrize(
    ("fields", "has_audio"),
    [
        ({}, True),
        ({"audiolengthbytes": 0}, False),
        ({"audiolengthbytes": "0", "audiourl": "https://example"}, False),
        ({"audiolengthbytes": ""}, False),
        ({"audiolengthbytes": None, "audiourl": "https://example"}, True),
        ({"audiolengthbytes": ..., "audiourl": ""}, False),
        ({"audiolengthbytes": ...}, None),
    ],
    ids=str,
)
def test_a_recording_has_a_length_or_an_address(
    fields: dict[str, Any], has_audio: bool | None
) -> None:
    assert read_with(**fields).has_audio is has_audio


@pytest.mark.parametrize("party", [None, "0412345678", [], ["0412345678"], {"phonenumber": []}])
def test_a_party_that_is_not_nested_as_expected_is_unknown(party: object) -> None:
    call = read({**SECOND, "caller": party})
    assert (call.caller_number, call.caller_name) == (None, None)
    assert call.destination_number == "100"


@pytest.mark.parametrize("record", [None, 5, "call", True, [], [FIRST], {}, {"id": 5}], ids=str)
def test_what_is_no_record_is_refused(record: object) -> None:
    with pytest.raises(ValueError, match=r"object|missing"):
        read(record)


json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(any_character, max_size=300),
        st.sampled_from([*FIRST.values(), *SECOND.values(), "9" * 5000, 10**40]).map(
            lambda value: json.loads(json.dumps(value))
        ),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=5,
)
fields = st.dictionaries(st.sampled_from([*FIRST, *SECOND, "notes", "directiontype"]), json_values)


@given(changed=fields)
@example(changed={"startdatetimeutc": "8999-12-31 23:59:59", "durationseconds": 999_999_999})
def test_whatever_a_record_holds_it_is_read_or_refused(changed: dict[str, Any]) -> None:
    try:
        call = read({**SECOND, **changed})
    except ValueError:
        return
    texts = (call.caller_number, call.caller_name, call.destination_number, call.notes, call.id)
    assert all(text is None or (0 < len(text) <= 255 and text.isprintable()) for text in texts)
    assert call.started.tzinfo is UTC
    assert call.rating is None or 0 <= call.rating <= 5
    assert call.duration_seconds is None or call.duration_seconds >= 0
