"""What an operation on the simulated cloud may refuse."""


class OperationError(Exception):
    """An operation is not possible now; nothing has changed."""


class UnknownHandsetError(OperationError):
    """The account has no such extension."""


class BadParameterError(OperationError):
    """A value makes no sense, such as an empty number, or its handset is not registered."""


class NoCallError(OperationError):
    """The handset is in no call that could be answered, ended or sent away."""


class NoConnectedCallError(OperationError):
    """The handset is in no call connected to another person."""
