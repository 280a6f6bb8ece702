"""The one exception of this package."""


class DemoError(Exception):
    """Say, in words for whoever started us, why it cannot go on."""
