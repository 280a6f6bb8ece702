"""Jingl's own records of calls (Call Search), as far as they are guessed."""

from dataclasses import dataclass
from datetime import datetime

from .models import CallDirection


@dataclass(frozen=True, slots=True, kw_only=True)
class JinglCall:
    """A call as Jingl recorded it; what it doesn't say is None."""

    id: str
    started: datetime
    """In UTC."""
    duration_seconds: int | None = None
    """How long it was connected."""
    direction: CallDirection | None = None
    caller_number: str | None = None
    caller_name: str | None = None
    destination_number: str | None = None
    destination_name: str | None = None
    is_answered: bool | None = None
    answer_delay_seconds: float | None = None
    """How long it rang until it was answered."""
    has_audio: bool | None = None
    """Whether there is a recording."""
    notes: str | None = None
    rating: int | None = None
    """From 0 to 5."""
