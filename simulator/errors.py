"""Why an operation on the simulated cloud may be refused."""


class OperationError(Exception):
    """The operation is not possible now; nothing has changed."""


class UnknownHandsetError(OperationError):
    """The account has no such extension."""


class BadParameterError(OperationError):
    """A value makes no sense, such as an empty number, or its handset is not registered."""


class NoCallError(OperationError):
    """The handset is not in a call that it could answer, end or send to voice mail."""


class NoConnectedCallError(OperationError):
    """The handset is not in a connected call with another person."""
