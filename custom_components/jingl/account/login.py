"""Parse what people type or paste as their login, and identify the account. Pure."""

from collections.abc import Container
from itertools import count
import re
from typing import Final

from yarl import URL

from ..api import DEFAULT_HOST

_VENDOR_DOMAIN: Final = "jingl.com.au"
# A name or address as in a URL, where international names are already encoded.
_HOST: Final = re.compile(r"[a-z0-9._:-]+", re.ASCII | re.IGNORECASE)
_HTTPS_PORT: Final = 443
_DOMAIN: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*", re.ASCII)


def parse_host(text: str) -> str:
    """Return the API's host, with its port unless it is the default; ValueError if invalid.

    Accepts a pasted URL and uses its host and port.
    """
    try:
        url = URL("https://" + _without_scheme(text))
        host, port = url.raw_host, url.explicit_port
    except (ValueError, IndexError) as err:  # yarl raises IndexError for "[]@"
        raise ValueError("not a host") from err
    if not host or not _HOST.fullmatch(host) or url.user:
        raise ValueError("not a host")
    host = f"[{host}]" if ":" in host else host.lower()
    return host if port in {None, _HTTPS_PORT} else f"{host}:{port}"


def parse_domain(text: str, host: str = DEFAULT_HOST) -> str:
    """Return an account's domain in its short, canonical form; ValueError if invalid.

    Accepts a full domain, a portal's URL and a whole login (john@mycompany).
    """
    domain = _without_scheme(text).partition("/")[0].rpartition("@")[2].partition(":")[0]
    domain = domain.lower().strip(".")
    # Accounts of a white-label portal are subdomains of the portal's domain.
    for parent in (_VENDOR_DOMAIN, host.partition(":")[0].removeprefix("www.")):
        domain = domain.removesuffix(f".{parent}")
    if domain in {"www", _VENDOR_DOMAIN} or not _DOMAIN.fullmatch(domain):
        raise ValueError("not a domain")
    return domain


def parse_username(text: str, domain: str, host: str = DEFAULT_HOST) -> str:
    """Return the user name without the account's domain; ValueError if invalid.

    Keeps an email address whole, since only the account's own domain is removed.
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


def unique_id(domain: str, host: str) -> str:
    """Return the account's unique ID; the same domain on another server is another account."""
    return domain if host == DEFAULT_HOST else f"{domain}@{host}"


def free_account_id(domain: str, host: str, taken: Container[str]) -> str:
    """Return an ID for a new account, from which the IDs of its devices and entities are made.

    The obvious ID may be taken by an account that has since moved to another server. It contains no
    underscore, because that separates it from the rest of a device's ID.
    """
    wanted = unique_id(domain, host).replace("_", "-")
    if wanted not in taken:
        return wanted
    return next(each for n in count(2) if (each := f"{wanted}-{n}") not in taken)


def portal_url(domain: str, host: str) -> str:
    """Return the URL of the web portal where the account's owner logs in."""
    if host == DEFAULT_HOST:
        return f"https://{domain}.{_VENDOR_DOMAIN}"
    return f"https://{host}"


def _without_scheme(text: str) -> str:
    return re.sub(r"^[a-z]+://", "", text.strip(), flags=re.IGNORECASE)
