"""Stands in for noise suppression."""


class AudioProcessor:
    """Be there to import."""
