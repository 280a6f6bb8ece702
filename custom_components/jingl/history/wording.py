"""Put what a handset did into words, in any language. Pure."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ..numbers.party import readable
from .calls import CallResult
from .registration import RegistrationEventType

type Texts = Callable[[str], str]
"""Return the text for a key in the language wanted."""

_MINUTE: Final = 60

_TEXTS: Final = {
    CallResult.ANSWERED: "activity_talked_for",
    CallResult.MISSED: "activity_missed",
    CallResult.NO_ANSWER: "activity_no_answer",
    CallResult.VOICEMAIL: "activity_voicemail",
    CallResult.ANSWERED_ELSEWHERE: "activity_answered_elsewhere",
    RegistrationEventType.REGISTERED: "activity_online",
    RegistrationEventType.UNREGISTERED: "activity_offline",
    RegistrationEventType.ADDRESS_CHANGED: "activity_moved",
}
_RECORDING_TEXTS: Final = {
    "played": "activity_recording_played",
    "deleted": "activity_recording_deleted",
}


def sentence(activity: Mapping[str, Any], texts: Texts) -> str:
    """Return what a handset did, to go after its name: "missed a call from 0409 123 456".

    An activity is the data of an event on the bus.
    """
    key = _TEXTS[activity["type"]]
    number, seconds = activity.get("number"), activity.get("duration", 0)
    if key == "activity_talked_for" and not seconds:  # it was seen only once
        key = "activity_talked"
    return texts(key).format(
        party=activity.get("name") or (readable(number) if number else texts("activity_nobody")),
        duration=length_in_words(seconds, texts),
        old_ip=activity.get("old_ip"),
        new_ip=activity.get("new_ip"),
    )


def recording_sentence(activity: Mapping[str, Any], texts: Texts) -> str:
    """Return what somebody did with a recording: "recording of a call with …56 was played"."""
    return texts(_RECORDING_TEXTS[activity["type"]]).format(
        party=activity["number"] or texts("activity_nobody")
    )


def length_in_words(seconds: int, texts: Texts) -> str:
    """Return how long something took, rounded the way people say it: "3 min"."""
    if seconds < _MINUTE:
        return texts("activity_seconds").format(seconds=seconds)
    hours, minutes = divmod(round(seconds / _MINUTE), 60)
    parts = []
    if hours:
        parts.append(texts("activity_hours").format(hours=hours))
    if minutes:
        parts.append(texts("activity_minutes").format(minutes=minutes))
    return " ".join(parts)
