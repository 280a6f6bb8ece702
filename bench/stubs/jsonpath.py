"""Stands in for looking up JSON attributes."""


class ExprSyntaxError(Exception):
    """Be there to import."""


class JSONPathTypeError(Exception):
    """Be there to import."""


def search(path: str, value: object) -> list[object]:
    """Be there to import."""
    raise NotImplementedError
