"""What people type or paste as their account, understood. Pure."""

import re
from typing import Final

from yarl import URL

from ..api import DEFAULT_HOST

_VENDOR_DOMAIN: Final = "jingl.com.au"
# The name or address as it goes into the URL: international names are encoded by then.
_HOST: Final = re.compile(r"[a-z0-9._:-]+", re.ASCII | re.IGNORECASE)
_DOMAIN: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*", re.ASCII)


def parse_host(text: str) -> str:
    """Return the API's host, with its port if one is named; ValueError if it is no host.

    Understands a pasted address, of which only the host and port count.
    """
    try:
        url = URL("https://" + _without_scheme(text))
        host, port = url.raw_host, url.explicit_port
    except (ValueError, IndexError) as err:  # the latter by yarl, for "[]@"
        raise ValueError("not a host") from err
    if not host or not _HOST.fullmatch(host) or url.user:
        raise ValueError("not a host")
    host = f"[{host}]" if ":" in host else host.lower()
    return host if port is None else f"{host}:{port}"


def parse_domain(text: str, host: str = DEFAULT_HOST) -> str:
    """Return an account's domain in its one canonical, short form; ValueError if it is none.

    Understands the full domain, a portal's pasted address and a whole login (john@mycompany).
    """
    domain = _without_scheme(text).partition("/")[0].rpartition("@")[2].partition(":")[0]
    domain = domain.lower().strip(".")
    # A white-label portal's accounts are named below its own domain.
    for parent in (_VENDOR_DOMAIN, host.partition(":")[0].removeprefix("www.")):
        domain = domain.removesuffix(f".{parent}")
    if domain in {"www", _VENDOR_DOMAIN} or not _DOMAIN.fullmatch(domain):
        raise ValueError("not a domain")
    return domain


def parse_username(text: str, domain: str, host: str = DEFAULT_HOST) -> str:
    """Return the user name without the account's domain; ValueError if Jingl can have no such name.

    An e-mail address is left whole, since only the account's own domain is cut off.
    """
    username = text.strip()
    name, _, suffix = username.rpartition("@")
    if name:
        try:
            if parse_domain(suffix, host) == domain:
                username = name
        except ValueError:
            pass
    if not username or ":" in username:
        # HTTP Basic ends the user name at the first colon.
        raise ValueError("not a user name")
    return username


def portal_url(domain: str, host: str) -> str:
    """Return the address of the web portal where the account's owner logs in."""
    if host == DEFAULT_HOST:
        return f"https://{domain}.{_VENDOR_DOMAIN}"
    return f"https://{host}"


def _without_scheme(text: str) -> str:
    return re.sub(r"^[a-z]+://", "", text.strip(), flags=re.IGNORECASE)
