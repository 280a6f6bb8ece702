"""A client for the Jingl REST API, independent of Home Assistant."""

from .calls import HIGHEST_RATING, CallPage, JinglCall
from .client import DEFAULT_HOST, JinglClient
from .exceptions import (
    JinglAuthenticationError,
    JinglBadParameterError,
    JinglCertificateError,
    JinglConnectionError,
    JinglError,
    JinglListUnsupportedError,
    JinglNotFoundError,
    JinglOutcomeUnknownError,
    JinglRangeError,
    JinglRateLimitError,
    JinglServerError,
    JinglTlsError,
    JinglTlsRequiredError,
    JinglUnexpectedResponseError,
)
from .models import CallDirection, Handset, HandsetState, HandsetStatus, Registration, is_extension
from .recordings import ByteRange, Recording, RecordingSource
from .turns import in_turns

__all__ = [
    "DEFAULT_HOST",
    "HIGHEST_RATING",
    "ByteRange",
    "CallDirection",
    "CallPage",
    "Handset",
    "HandsetState",
    "HandsetStatus",
    "JinglAuthenticationError",
    "JinglBadParameterError",
    "JinglCall",
    "JinglCertificateError",
    "JinglClient",
    "JinglConnectionError",
    "JinglError",
    "JinglListUnsupportedError",
    "JinglNotFoundError",
    "JinglOutcomeUnknownError",
    "JinglRangeError",
    "JinglRateLimitError",
    "JinglServerError",
    "JinglTlsError",
    "JinglTlsRequiredError",
    "JinglUnexpectedResponseError",
    "Recording",
    "RecordingSource",
    "Registration",
    "in_turns",
    "is_extension",
]
