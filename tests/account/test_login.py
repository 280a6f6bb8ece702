"""What people type or paste as their account."""

from hypothesis import given, strategies as st
import pytest
from yarl import URL

from custom_components.jingl.account.login import (
    free_account_id,
    parse_domain,
    parse_host,
    parse_username,
    portal_url,
    unique_id,
)
from custom_components.jingl.api import DEFAULT_HOST

PORTAL = "www.voice.example"


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("www.jingl.com.au", DEFAULT_HOST),
        (" WWW.Jingl.com.AU ", DEFAULT_HOST),
        ("https://www.jingl.com.au/api/", DEFAULT_HOST),
        ("http://www.jingl.com.au", DEFAULT_HOST),
        ("HTTPS://www.jingl.com.au/login?next=/#top", DEFAULT_HOST),
        ("voice.example:8443", "voice.example:8443"),
        ("https://voice.example:443/", "voice.example"),
        ("127.0.0.1:8443", "127.0.0.1:8443"),
        ("[::1]", "[::1]"),
        ("https://[2001:DB8::1]:8443/api", "[2001:db8::1]:8443"),
        ("stimme.müller.example", "stimme.xn--mller-kva.example"),
    ],
)
def test_a_host_may_be_pasted_as_an_address(text: str, host: str) -> None:
    assert parse_host(text) == host


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "https://",
        "/api",
        ":8443",
        "voice.example:port",
        "voice.example:99999",
        "john@voice.example",
        "john:secret@voice.example",
        "www.jingl.com.au\\@evil.example",
        "a b",
        "a\x00b",
        "a%2fb",
        "[fe80::1%eth0]",
        "[::1",
        "::1",
        "?",
    ],
)
def test_an_invalid_host_is_refused_without_being_quoted(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a host$"):
        parse_host(text)


@given(text=st.text() | st.from_regex(r"(https?://)?[a-z0-9.@:/\[\] -]{1,30}", fullmatch=True))
def test_a_request_goes_to_exactly_the_host(text: str) -> None:
    try:
        host = parse_host(text)
    except ValueError:
        return
    assert parse_host(host) == host
    url = URL(f"https://{host}/api/handset", encoded=True)
    assert (url.path, url.user, url.query_string) == ("/api/handset", None, "")
    named = f"[{url.raw_host}]" if ":" in str(url.raw_host) else url.raw_host
    assert host in {named, f"{named}:{url.explicit_port}"}


@pytest.mark.parametrize(
    "text",
    [
        "mycompany",
        " MyCompany ",
        "mycompany.jingl.com.au",
        "mycompany.jingl.com.au.",
        "https://mycompany.jingl.com.au",
        "https://mycompany.jingl.com.au:443/Login?x=1",
        "john@mycompany",
        "john@mycompany.jingl.com.au",
    ],
)
def test_a_domain_has_one_form_however_it_is_written(text: str) -> None:
    assert parse_domain(text) == "mycompany"


def test_a_domain_below_a_portals_own_is_short_too() -> None:
    for host in (PORTAL, f"{PORTAL}:8443"):
        assert parse_domain("https://mycompany.voice.example/login", host) == "mycompany"
    assert parse_domain("mycompany.voice.example") == "mycompany.voice.example"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "www.jingl.com.au",
        "jingl.com.au",
        "www",
        "my company",
        "my_company",
        "mycompany..x",
        "müller",
        "mycompany?x",
        "john@",
    ],
)
def test_an_invalid_domain_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a domain$"):
        parse_domain(text)


@given(text=st.text() | st.from_regex(r"[a-z.@:/-]{1,30}", fullmatch=True))
def test_a_normalised_domain_stays_unchanged(text: str) -> None:
    try:
        domain = parse_domain(text)
    except ValueError:
        return
    assert parse_domain(domain) == domain
    assert set(domain) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")


@pytest.mark.parametrize(
    ("text", "username"),
    [
        ("john", "john"),
        (" john ", "john"),
        ("john@mycompany", "john"),
        ("john@MyCompany.jingl.com.au", "john"),
        ("john@example.com", "john@example.com"),
        ("john@example.com@mycompany", "john@example.com"),
        ("john@other", "john@other"),
        ("john@my company", "john@my company"),
        ("John.Smith", "John.Smith"),
        ("@mycompany", "@mycompany"),
    ],
)
def test_only_the_accounts_own_domain_is_cut_off_a_user_name(text: str, username: str) -> None:
    assert parse_username(text, "mycompany") == username


def test_a_portals_domain_is_cut_off_a_user_name() -> None:
    assert parse_username("john@mycompany.voice.example", "mycompany", PORTAL) == "john"


@pytest.mark.parametrize("text", ["", " ", "jo:hn", ":", "jo:hn@mycompany"])
def test_an_invalid_user_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a user name$"):
        parse_username(text, "mycompany")


def test_the_portal_is_at_the_accounts_own_server() -> None:
    assert portal_url("mycompany", DEFAULT_HOST) == "https://mycompany.jingl.com.au"
    assert portal_url("mycompany", "voice.example:8443") == "https://voice.example:8443"


@pytest.mark.parametrize(
    ("host", "account"),
    [
        (DEFAULT_HOST, "mycompany"),
        ("pbx.example.com", "mycompany@pbx.example.com"),
        ("pbx.example.com:8443", "mycompany@pbx.example.com:8443"),
        ("[2001:db8::1]:8443", "mycompany@[2001:db8::1]:8443"),
    ],
)
def test_the_same_domain_at_another_server_is_another_account(host: str, account: str) -> None:
    assert unique_id("mycompany", host) == account
    assert free_account_id("mycompany", host, ()) == account


def test_an_accounts_id_has_no_underscore_and_is_unique() -> None:
    taken: list[str] = []
    for host in ("my_pbx", "my-pbx", "my_pbx", "other"):
        taken.append(free_account_id("mycompany", host, taken))
    assert taken == [
        *("mycompany@my-pbx", "mycompany@my-pbx-2", "mycompany@my-pbx-3", "mycompany@other"),
    ]
