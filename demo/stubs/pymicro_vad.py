"""A stub for voice detection."""


class MicroVad:
    """Exist, to be imported."""
