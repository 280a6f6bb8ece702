"""Stands in for voice detection."""


class MicroVad:
    """Be there to import."""
