"""The package's only exception."""


class DemoError(Exception):
    """Tell the person who started the demo why it cannot go on."""
