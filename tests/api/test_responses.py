"""What an answer's status, headers and body mean."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from hypothesis import given, strategies as st
import pytest

from custom_components.jingl.api import (
    Handset,
    JinglAuthenticationError,
    JinglListUnsupportedError,
    JinglRateLimitError,
    JinglServerError,
    JinglUnexpectedResponseError,
)
from custom_components.jingl.api.responses import (
    Body,
    declared_charset,
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
        ("0", 0.0),
        ("120", 120.0),
        ("Wed, 01 Jul 2026 12:01:30 GMT", 90.0),
        ("Wed, 01 Jul 2026 12:01:30 -0000", 90.0),
        ("Wed, 01 Jul 2026 22:01:30 +1000", 90.0),
        ("Wednesday, 01-Jul-26 12:01:30 GMT", 90.0),
        ("Wed, 01 Jul 2026 11:00:00 GMT", 0.0),
        # At most a year, so that calculations cannot overflow.
        ("1000000000", A_YEAR),
        ("9" * 400, A_YEAR),
        ("Fri, 31 Dec 9999 23:59:59 GMT", A_YEAR),
        *((value, None) for value in (None, "", "soon", "-5", "1.5", "١٢")),
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
def test_a_date_works_as_well_as_seconds(wait: int) -> None:
    date = format_datetime(NOW + timedelta(seconds=wait), usegmt=True)
    assert retry_after(date, NOW) == retry_after(str(wait), NOW) == wait


@given(
    value=st.text()
    | st.from_regex(r"\d{1,2} (Jan|Dec) \d{1,6} \d\d:\d\d:\d\d [+-]\d{1,30}", fullmatch=True)
)
def test_any_waiting_time_can_be_read_however_odd(value: str) -> None:
    assert (retry_after(value, NOW) or 0.0) >= 0.0


def test_a_date_counts_from_now() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(hours=1))
    error = status_error(503, {"Retry-After": date}, "GET handset")
    assert isinstance(error, JinglRateLimitError)
    assert error.retry_after == pytest.approx(3600, abs=60)


@pytest.mark.parametrize("years", [-1, 0, 1])
def test_a_date_is_relative_to_the_clock_of_the_server_that_sends_it(years: int) -> None:
    sent = datetime.now(UTC) + timedelta(days=365 * years)
    headers = {
        "Date": format_datetime(sent, usegmt=True),
        "Retry-After": format_datetime(sent + timedelta(seconds=60), usegmt=True),
    }
    error = status_error(503, headers, "GET handset")
    assert isinstance(error, JinglRateLimitError)
    assert error.retry_after == 60


@pytest.mark.parametrize("date", ["", "yesterday", "Wed, 31 Feb 2026 12:00:00 GMT"])
def test_a_date_can_be_read_despite_an_unusable_date_header(date: str) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(hours=1))
    error = status_error(429, {"Date": date, "Retry-After": until}, "GET handset")
    assert isinstance(error, JinglRateLimitError)
    assert error.retry_after == pytest.approx(3600, abs=60)


def test_a_refusal_for_too_many_requests_need_not_say_how_long_to_wait() -> None:
    error = status_error(429, {}, "GET handset")
    assert isinstance(error, JinglRateLimitError)
    assert (error.retry_after, error.status) == (None, 429)


@pytest.mark.parametrize("status", [302, 403, 500, 502, 503])
def test_a_failure_that_says_how_long_to_wait_is_a_rate_limit(status: int) -> None:
    error = status_error(status, {"Retry-After": "7"}, "GET handset")
    assert isinstance(error, JinglRateLimitError)
    assert (error.retry_after, error.status) == (7, status)


def test_a_refusal_that_says_how_long_to_wait_is_still_a_refusal() -> None:
    error = status_error(401, {"Retry-After": "7"}, "GET handset")
    assert isinstance(error, JinglAuthenticationError)
    assert error.retry_after == 7


def test_a_503_that_does_not_say_how_long_to_wait_is_the_servers_failure() -> None:
    assert isinstance(status_error(503, {"Retry-After": "soon"}, "GET handset"), JinglServerError)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<!DOCTYPE html><html>", True),
        (b"<html lang=en>", True),
        (b"\xef\xbb\xbf\r\n <HTML>", True),
        ("<!doctype html><p>Büro".encode("utf-16"), True),
        ("\ufeff<html>".encode("utf-16-be"), True),
        ("\n<html>".encode("utf-16-le"), True),
        ('{"name": "<html>"}'.encode("utf-16"), False),
        (b'{"name": "<html>"}', False),
        (b"<handset>", False),
        (b"", False),
    ],
)
def test_a_web_page_is_recognised_by_its_start(body: bytes, expected: bool) -> None:
    assert is_web_page(body) is expected


def test_a_byte_order_mark_does_not_matter() -> None:
    marked = Body(b"\xef\xbb\xbf" + HANDSET_ANSWER)
    assert decode(marked, "GET handset/100", Handset.from_json).extension == "100"
    assert decode_list(Body(b"\xef\xbb\xbf[]"), "GET handset") == []


@pytest.mark.parametrize("body", [b"{}", HANDSET_ANSWER, b"null", b'"x"', b"7"])
def test_anything_but_an_array_is_not_a_list(body: bytes) -> None:
    with pytest.raises(JinglListUnsupportedError, match=r"^GET handset: not an array$"):
        decode_list(Body(body), "GET handset")


@given(
    content=st.binary(max_size=50)
    | st.integers(0, len(HANDSET_ANSWER)).map(lambda end: HANDSET_ANSWER[:end]),
    charset=st.sampled_from(["", "iso-8859-1", "windows-1252", "utf-16", "iso-8859-99"]),
)
def test_any_bytes_are_parsed_or_refused_without_being_quoted(content: bytes, charset: str) -> None:
    body = Body(content, charset)
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
    body = Body(b"[" * 100_000 + b"]" * 100_000)
    with pytest.raises(JinglUnexpectedResponseError, match="not JSON"):
        decode_list(body, "GET handset")


def test_a_list_of_more_records_than_any_page_holds_is_refused() -> None:
    body = Body(b"[" + b",".join([b'{"extensionnumber":1}'] * 5001) + b"]")
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
def test_invalid_characters_in_json_spoil_only_themselves(broken: bytes, mended: object) -> None:
    body = Body(b'[{"notes":' + broken + b'},{"notes":"back at 9"}]')
    assert decode_list(body, "GET handset") == [{"notes": mended}, {"notes": "back at 9"}]


def test_an_answer_over_a_mebibyte_is_not_repaired() -> None:
    body = Body(b'["' + b"x" * 2**20 + b'\xe9"]')
    with pytest.raises(JinglUnexpectedResponseError, match="not JSON"):
        decode_list(body, "GET handset")


@pytest.mark.parametrize(
    ("parameters", "charset"),
    [
        ("; charset=iso-8859-1", "iso-8859-1"),
        (";charset = 'Windows-1252' ; boundary=x", "Windows-1252"),
        ('; q=1; CHARSET="utf-16le"', "utf-16le"),
        ("; charset=latin1", "latin1"),
        ("; charset=cp1251", "cp1251"),
        # UTF-8, and codecs that Python has but that are not for text, or not for answers.
        *(
            (f"; charset={name}", "")
            for name in ("utf-8", "us-ascii", "base64", "zip", "idna", "utf-7", "unicode_escape")
        ),
        *((odd, "") for odd in ("", "; charset=", '; charset="latin1', "; xcharset=latin1")),
        *((odd, "") for odd in (" charset=latin1", "; charset=../../latin1")),
    ],
)
def test_which_charset_is_declared(parameters: str, charset: str) -> None:
    assert declared_charset({"Content-Type": f"application/json{parameters}"}) == charset
    assert declared_charset({}) == ""


@pytest.mark.parametrize(
    ("written", "declared"),
    [
        ("utf-8", ""),
        ("iso-8859-1", "ISO-8859-1"),
        ("iso-8859-1", "latin1"),
        ("windows-1252", "windows-1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16be"),
        # Declared wrongly, or as something that doesn't exist.
        ("utf-8", "iso-8859-1"),
        ("utf-8", "utf-16"),
        ("utf-8", "iso-8859-99"),
    ],
)
def test_umlauts_are_read_in_the_charset_declared_or_else_in_utf_8(
    written: str, declared: str
) -> None:
    body = Body('[{"name": "Büro"}]'.encode(written), declared)
    assert decode_list(body, "GET handset") == [{"name": "Büro"}]


@pytest.mark.parametrize("declared", ["", "utf-16", "iso-8859-99", "windows-1252"])
def test_a_wrong_declaration_leaves_a_stray_byte_to_be_repaired(declared: str) -> None:
    body = Body(b'[{"name": "B\x81ro"}]', declared)
    assert decode_list(body, "GET handset") == [{"name": "B\ufffdro"}]


def test_invalid_characters_in_json_are_repaired_in_the_declared_charset() -> None:
    body = Body(b'[{"name": "B\xfcro\t1"}]', "iso-8859-1")
    assert decode_list(body, "GET handset") == [{"name": "Büro\t1"}]
