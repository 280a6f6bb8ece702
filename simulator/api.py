"""The contract: how the cloud answers a request.

Pure, except that PUT and DELETE change the account. XML, which the vendor offers "on request"
without saying how, is not simulated.
"""

import base64
import binascii
from collections.abc import Mapping
import hmac
from http import HTTPStatus
from urllib.parse import unquote

from .calls import SupervisionMode
from .errors import BadParameterError, NoConnectedCallError
from .handsets import Handset, Status
from .messages import Request, Response, json_response, method_not_allowed, plain_response
from .record_api import answer_list, answer_single
from .recording_api import answer_recording
from .state import Account, Cloud

__all__ = ["Request", "Response", "account_of", "respond"]

DOMAIN_SUFFIX = ".jingl.com.au"
DEFAULT_RESULTS = 100
MOST_RESULTS = 1000

SUPERVISION_PARAMETERS = {
    "callmonitor": SupervisionMode.MONITOR,
    "callcoach": SupervisionMode.COACH,
    "callbarge": SupervisionMode.BARGE,
}
CALL_PARAMETERS = (
    "callcreate",
    "calltransferattended",
    "calltransferblind",
    *SUPERVISION_PARAMETERS,
)


def respond(cloud: Cloud, request: Request) -> Response:
    """Answer a request, checking in this order: TLS, login, address, method, parameters."""
    if not request.secure:
        return plain_response(HTTPStatus.NOT_ACCEPTABLE, "SSL must be used")
    account = account_of(cloud, request)
    if account is None:
        return plain_response(
            HTTPStatus.UNAUTHORIZED, "Unauthorized", {"WWW-Authenticate": 'Basic realm="Jingl"'}
        )
    return _answer(account, request)


def account_of(cloud: Cloud, request: Request) -> Account | None:
    """Return the account of the request's login, or None if the login is wrong.

    The domain may be full (`mycompany.jingl.com.au`) or short (`mycompany`).
    """
    scheme, _, token = request.header("authorization").partition(" ")
    try:
        login = base64.b64decode(token, validate=True).decode()
    except binascii.Error, UnicodeDecodeError:
        return None
    user, _, password = login.partition(":")
    name, _, domain = user.rpartition("@")
    account = cloud.accounts.get(domain.lower().removesuffix(DOMAIN_SUFFIX))
    if scheme.lower() != "basic" or account is None or name not in account.users:
        return None
    right = hmac.compare_digest(account.users[name].encode(), password.encode())
    return account if right else None


def _answer(account: Account, request: Request) -> Response:
    # Split before decoding: an encoded slash belongs to the extension and is no separator.
    match [unquote(part) for part in request.path.strip("/").split("/")]:
        case ["api", "handset" | "handsetstatus" as resource]:
            return _list(account, resource, request)
        case ["api", "handset" | "handsetstatus" as resource, extension]:
            return _single(account, resource, extension, request)
        case ["api", "call"]:
            return answer_list(account, request)
        case ["api", "call", call]:
            return answer_single(account, call, request)
        case ["api", "callrecording" | "callaudio" as resource, call]:
            return answer_recording(account, resource, call, request)
    return plain_response(HTTPStatus.NOT_FOUND, "Not found")


def _list(account: Account, resource: str, request: Request) -> Response:
    endpoints = account.endpoints
    available = endpoints.handset_list if resource == "handset" else endpoints.status_list
    if not available:
        return plain_response(endpoints.off_status, "Not available")
    if request.method != "GET":
        return method_not_allowed("GET")
    show = _handset if resource == "handset" else _status
    return json_response([show(handset) for handset in _page(account, dict(request.query))])


def _single(account: Account, resource: str, extension: str, request: Request) -> Response:
    endpoints = account.endpoints
    if not (endpoints.handset if resource == "handset" else endpoints.status):
        return plain_response(endpoints.off_status, "Not available")
    handset = account.find(extension)
    if handset is None:
        return plain_response(HTTPStatus.NOT_FOUND, "Handset not found")
    match resource, request.method:
        case "handset", "GET":
            return json_response(_handset(handset))
        case "handsetstatus", "GET":
            return json_response(_status(handset))
        case "handset", "PUT":
            return _update(account, handset, dict(request.query))
    return method_not_allowed("GET, PUT" if resource == "handset" else "GET")


def _page(account: Account, query: Mapping[str, str]) -> list[Handset]:
    """Return the handsets after `afterid` by extension, at most `maxresults` of them.

    A page size that isn't a number means the default. `name` matches any part of a name.
    """
    wanted = query.get("maxresults", "")
    size = int(wanted) if wanted.isdecimal() else DEFAULT_RESULTS
    after = query.get("afterid")
    part = query.get("name", "").casefold()
    found = [
        handset
        for handset in sorted(account.handsets.values(), key=lambda each: _order(each.extension))
        if part in handset.name.casefold()
        and (not after or _order(handset.extension) > _order(after))
    ]
    return found[: min(size, MOST_RESULTS)]


def _order(extension: str) -> tuple[bool, int, str]:
    """Sort extensions as numbers; those that aren't numbers come last."""
    number = int(extension) if extension.isdecimal() else 0
    return not extension.isdecimal(), number, extension


def _update(account: Account, handset: Handset, query: Mapping[str, str]) -> Response:
    """Change everything requested of a handset, or nothing.

    Two actions on the same call in one request make no sense, so they are a bad parameter.
    """
    recording = query.get("recording", str(handset.recording)).lower()
    calls = [name for name in CALL_PARAMETERS if name in query]
    if recording not in {"true", "false"} or len(calls) > 1:
        return plain_response(HTTPStatus.BAD_REQUEST, "Bad parameter(s)")
    try:
        for name in calls:
            _act(account, handset.extension, name, query[name])
    except BadParameterError, NoConnectedCallError:
        return plain_response(HTTPStatus.BAD_REQUEST, "Bad parameter(s)")
    # Nothing from here on can fail.
    handset.recording = recording == "true"
    handset.name = query.get("name", handset.name)
    handset.notes = query.get("notes", handset.notes)
    return Response(HTTPStatus.OK)


def _act(account: Account, extension: str, parameter: str, number: str) -> None:
    match parameter:
        case "callcreate":
            account.place_call(extension, number)
        case "calltransferattended":
            account.transfer(extension, number, attended=True)
        case "calltransferblind":
            account.transfer(extension, number, attended=False)
        case _:
            account.supervise(extension, number, SUPERVISION_PARAMETERS[parameter])


def _handset(handset: Handset) -> dict[str, object]:
    """Return Handset Select's fields, with recording as text like the vendor's example."""
    return {
        "extensionnumber": handset.extension,
        "name": handset.name,
        "password": handset.sip_password,
        "location": handset.location,
        "outgoingcli": handset.outgoing_cli,
        "recording": str(handset.recording).lower(),
        "notes": handset.notes,
        "status": _status_text(handset),
        "registrationipaddress": _without_port(handset.address or ""),
    }


def _status_text(handset: Handset) -> str:
    """Return `connected to N`, or `idle` for anything else: the vendor shows only these."""
    call = handset.active_call
    if call is None or not call.connected:
        return "idle"
    return f"connected to {call.other(handset).number}"


def _without_port(address: str) -> str:
    """Return the IP address of `ip:port` or `[ipv6]:port`; a bare IPv6 address has no port."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    ip, _, rest = address.partition(":")
    return address if ":" in rest else ip


def _status(handset: Handset) -> dict[str, object]:
    """Return Handset Status Select's fields; the address's name is from the vendor's example."""
    status: Status = handset.status()
    return {
        "extensionnumber": status.extension,
        "registeredaddress": status.address or "",
        "otherpartyphonenumber": status.other_number,
        "app": status.app,
        "calldurationseconds": status.duration,
        "state": status.state,
        "calldirection": status.direction,
    }
