"""What can go wrong with a request to Jingl.

Messages name the endpoint and the problem. They never contain credentials, the body of an answer
(it may hold a SIP password) or the number dialled.
"""


class JinglError(Exception):
    """Any failure of a request to Jingl."""

    status: int | None = None
    """The HTTP status Jingl answered with, if that is the failure."""
    retry_after: float | None = None
    """Seconds to wait before asking again, if Jingl said so."""


class JinglConnectionError(JinglError):
    """Jingl could not be reached; nothing was done."""


class JinglTlsError(JinglConnectionError):
    """No secure connection could be made."""


class JinglCertificateError(JinglTlsError):
    """The server's certificate could not be verified."""


class JinglOutcomeUnknownError(JinglError):
    """The request was sent, but it's unclear whether Jingl acted on it.

    It must not be sent again without asking the user: the phone might dial twice.
    """


class JinglAuthenticationError(JinglError):
    """Jingl refused the user name or password (401)."""


class JinglNotFoundError(JinglError):
    """Jingl has no such handset, or no such endpoint (404)."""


class JinglBadParameterError(JinglError):
    """Jingl refused a parameter, or the handset has no call to act on (400)."""


class JinglTlsRequiredError(JinglError):
    """Jingl wants a secure connection (406)."""


class JinglRateLimitError(JinglError):
    """Jingl wants fewer requests (429, or another failure with a Retry-After)."""

    def __init__(self, message: str, *, retry_after: float | None) -> None:
        """Keep how many seconds Jingl wants us to wait."""
        super().__init__(message)
        self.retry_after = retry_after


class JinglRangeError(JinglError):
    """A recording is shorter than the part of it that was asked for (416)."""

    def __init__(self, message: str, *, length: int | None) -> None:
        """Keep how many bytes the whole recording has, if Jingl said so."""
        super().__init__(message)
        self.length = length


class JinglListUnsupportedError(JinglError):
    """The account has no list of its handsets; they can be read one by one."""


class JinglServerError(JinglError):
    """Jingl failed to answer a read (5xx)."""


class JinglUnexpectedResponseError(JinglError):
    """The answer isn't what the API describes: a web page, unexpected JSON, too large."""
