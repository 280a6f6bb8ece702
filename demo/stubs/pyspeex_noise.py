"""A stub for noise suppression."""


class AudioProcessor:
    """Exist, to be imported."""
