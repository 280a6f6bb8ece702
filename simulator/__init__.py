"""A Jingl cloud in memory that follows the vendor's API to the letter."""

from .api import Request, Response, respond
from .errors import (
    BadParameterError,
    NoCallError,
    NoConnectedCallError,
    OperationError,
    UnknownHandsetError,
)
from .faults import Rule
from .server import Received, Server
from .state import Account, Cloud, Handset, State, Status, SupervisionMode
from .tls import Authority

__all__ = [
    "Account",
    "Authority",
    "BadParameterError",
    "Cloud",
    "Handset",
    "NoCallError",
    "NoConnectedCallError",
    "OperationError",
    "Received",
    "Request",
    "Response",
    "Rule",
    "Server",
    "State",
    "Status",
    "SupervisionMode",
    "UnknownHandsetError",
    "respond",
]
