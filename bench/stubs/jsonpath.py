"""Stub for a package that looks up JSON attributes."""


class ExprSyntaxError(Exception):
    """Only needs to be importable."""


class JSONPathTypeError(Exception):
    """Only needs to be importable."""


def search(path: str, value: object) -> list[object]:
    """Only needs to be importable."""
    raise NotImplementedError
