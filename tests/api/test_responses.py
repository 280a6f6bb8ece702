"""What an answer's status, headers and body mean."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from hypothesis import given, strategies as st
import pytest

from custom_components.jingl.api import (
    Handset,
    JinglListUnsupportedError,
    JinglRateLimitError,
    JinglServerError,
    JinglUnexpectedResponseError,
)
from custom_components.jingl.api.responses import (
    decode,
    decode_list,
    is_web_page,
    retry_after,
    status_error,
)

from .conftest import HANDSET_ANSWER, SIP_PASSWORD, everything_told_by

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
A_YEAR = 365 * 86400.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        ("120", 120.0),
        # No more than a year, so that whoever counts with it need not fear an overflow.
        ("1000000000", A_YEAR),
        ("9" * 400, A_YEAR),
        ("Fri, 31 Dec 9999 23:59:59 GMT", A_YEAR),
        ("Wed, 01 Jul 2026 12:01:30 GMT", 90.0),
        ("Wed, 01 Jul 2026 12:01:30 -0000", 90.0),
        ("Wed, 01 Jul 2026 22:01:30 +1000", 90.0),
        ("Wednesday, 01-Jul-26 12:01:30 GMT", 90.0),
        ("Wed, 01 Jul 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("١٢", None),
        ("Wed, 01 Jul 2026 12:01:30 +99999999999", None),
        ("Wed, 01 Jul 99999 12:01:30 GMT", None),
        ("Wed, 31 Feb 2026 12:00:00 GMT", None),
    ],
)
def test_how_long_to_wait_comes_in_seconds_or_as_a_date(
    value: str | None, seconds: float | None
) -> None:
    assert retry_after(value, NOW) == seconds


@given(wait=st.integers(0, 10**6))
def test_a_date_is_as_good_as_seconds(wait: int) -> None:
    date = format_datetime(NOW + timedelta(seconds=wait), usegmt=True)
    assert retry_after(date, NOW) == retry_after(str(wait), NOW) == wait


@given(
    value=st.text()
    | st.from_regex(r"\d{1,2} (Jan|Dec) \d{1,6} \d\d:\d\d:\d\d [+-]\d{1,30}", fullmatch=True)
)
def test_no_waiting_time_is_too_odd_to_be_read(value: str) -> None:
    assert (retry_after(value, NOW) or 0.0) >= 0.0


def test_a_date_counts_from_now() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(hours=1))
    error = status_error(503, {"Retry-After": date}, "GET handset")
    assert isinstance(error, JinglRateLimitError)
    assert error.retry_after == pytest.approx(3600, abs=60)


def test_a_refusal_for_too_many_requests_need_not_say_how_long_to_wait() -> None:
    error = status_error(429, {}, "GET handset")
    assert isinstance(error, JinglRateLimitError)
    assert (error.retry_after, error.status) == (None, 429)


def test_a_503_that_does_not_say_how_long_to_wait_is_the_servers_failure() -> None:
    assert isinstance(status_error(503, {"Retry-After": "soon"}, "GET handset"), JinglServerError)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<!DOCTYPE html><html>", True),
        (b"<html lang=en>", True),
        (b"\xef\xbb\xbf\r\n <HTML>", True),
        (b'{"name": "<html>"}', False),
        (b"<handset>", False),
        (b"", False),
    ],
)
def test_a_web_page_shows_by_its_beginning(body: bytes, expected: bool) -> None:
    assert is_web_page(body) is expected


def test_a_byte_order_mark_does_not_matter() -> None:
    marked = b"\xef\xbb\xbf" + HANDSET_ANSWER
    assert decode(marked, "GET handset/100", Handset.from_json).extension == "100"
    assert decode_list(b"\xef\xbb\xbf[]", "GET handset") == []


@pytest.mark.parametrize("body", [b"{}", HANDSET_ANSWER, b"null", b'"x"', b"7"])
def test_what_is_no_array_is_no_list(body: bytes) -> None:
    with pytest.raises(JinglListUnsupportedError, match=r"^GET handset: not an array$"):
        decode_list(body, "GET handset")


@given(
    body=st.binary(max_size=50)
    | st.integers(0, len(HANDSET_ANSWER)).map(lambda end: HANDSET_ANSWER[:end])
)
def test_any_bytes_are_read_or_refused_without_being_quoted(body: bytes) -> None:
    for read in (
        lambda: decode(body, "GET handset/100", Handset.from_json),
        lambda: decode_list(body, "GET handset"),
    ):
        try:
            told = repr(read())
        except (JinglUnexpectedResponseError, JinglListUnsupportedError) as err:
            told = everything_told_by(err)
        assert SIP_PASSWORD not in told


def test_deep_nesting_is_refused() -> None:
    body = b"[" * 100_000 + b"]" * 100_000
    with pytest.raises(JinglUnexpectedResponseError, match="not JSON"):
        decode_list(body, "GET handset")


def test_a_list_of_more_records_than_any_page_holds_is_refused() -> None:
    body = b"[" + b",".join([b'{"extensionnumber":1}'] * 5001) + b"]"
    with pytest.raises(JinglUnexpectedResponseError, match="too many records"):
        decode_list(body, "GET handset")


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        (b'"Caf\xe9"', "Caf\ufffd"),
        (b'"tab\there"', "tab\there"),
        (rb'"\ud83d\ude00"', "\U0001f600"),
        (rb'"half \ud83d"', "half ?"),
        (b"NaN", None),
        (b"-Infinity", None),
        (b"1e400", None),
        (b"9" * 400, "9" * 400),
    ],
)
def test_what_json_forbids_spoils_only_itself(broken: bytes, mended: object) -> None:
    body = b'[{"notes":' + broken + b'},{"notes":"back at 9"}]'
    assert decode_list(body, "GET handset") == [{"notes": mended}, {"notes": "back at 9"}]


def test_more_than_a_mebibyte_is_not_mended() -> None:
    body = b'["' + b"x" * 2**20 + b'\xe9"]'
    with pytest.raises(JinglUnexpectedResponseError, match="not JSON"):
        decode_list(body, "GET handset")
