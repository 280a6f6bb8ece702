"""What people type or paste as their account, understood, and which account that is. Pure."""

from collections.abc import Container
from itertools import count
import re
from typing import Final

from yarl import URL

from ..api import DEFAULT_HOST

_VENDOR_DOMAIN: Final = "jingl.com.au"
# The name or address as it goes into the URL: international names are encoded by then.
_HOST: Final = re.compile(r"[a-z0-9._:-]+", re.ASCII | re.IGNORECASE)
_HTTPS_PORT: Final = 443
_DOMAIN: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*", re.ASCII)


def parse_host(text: str) -> str:
    """Return the API's host, with its port unless it is the usual one; ValueError if it is no host.

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
    return host if port in {None, _HTTPS_PORT} else f"{host}:{port}"


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


def unique_id(domain: str, host: str) -> str:
    """Return which account it is: the same domain at another server is another one."""
    return domain if host == DEFAULT_HOST else f"{domain}@{host}"


def free_account_id(domain: str, host: str, taken: Container[str]) -> str:
    """Return what the ids of a new account's devices and entities are made from.

    It may be taken by an account that has moved to another server since. It has no underscore,
    which is what comes between it and the rest of an id.
    """
    wanted = unique_id(domain, host).replace("_", "-")
    if wanted not in taken:
        return wanted
    return next(each for n in count(2) if (each := f"{wanted}-{n}") not in taken)


def portal_url(domain: str, host: str) -> str:
    """Return the address of the web portal where the account's owner logs in."""
    if host == DEFAULT_HOST:
        return f"https://{domain}.{_VENDOR_DOMAIN}"
    return f"https://{host}"


def _without_scheme(text: str) -> str:
    return re.sub(r"^[a-z]+://", "", text.strip(), flags=re.IGNORECASE)
