"""What a handset did, in the logbook's words."""

import json
from pathlib import Path
from typing import Any

import pytest

from custom_components.jingl.history import wording
from custom_components.jingl.history.wording import sentence

TRANSLATIONS = Path(wording.__file__).parents[1] / "translations"


def words(language: str, **activity: Any) -> str:
    """Return an activity's sentence in a language."""
    texts = json.loads((TRANSLATIONS / f"{language}.json").read_text())["common"]
    return sentence(activity, texts.__getitem__)


NUMBER = "0409123456"
MOVED = {"old_ip": "203.0.113.1", "new_ip": "203.0.113.2"}


@pytest.mark.parametrize(
    ("activity", "told"),
    [
        ({"type": "answered", "name": "Anna", "duration": 180}, "talked to Anna for 3 min"),
        # Seen only once.
        ({"type": "answered", "name": "Anna", "duration": 0}, "talked to Anna"),
        ({"type": "missed", "number": NUMBER}, "missed a call from 0409 123 456"),
        ({"type": "missed", "number": NUMBER, "name": "Jane"}, "missed a call from Jane"),
        ({"type": "missed", "number": "0391234567"}, "missed a call from (03) 9123 4567"),
        ({"type": "missed", "number": "0011442079460958"}, "missed a call from +44 20 7946 0958"),
        ({"type": "missed", "number": "101"}, "missed a call from 101"),
        ({"type": "missed", "number": "Anonymous"}, "missed a call from Anonymous"),
        ({"type": "missed", "number": None}, "missed a call from an unknown number"),
        ({"type": "missed", "number": ""}, "missed a call from an unknown number"),
        # A name is not a template.
        ({"type": "missed", "name": "{old_ip}"}, "missed a call from {old_ip}"),
        ({"type": "no_answer", "name": "Boardroom"}, "called Boardroom, no answer"),
        ({"type": "voicemail", "number": "*97", "duration": 60}, "called *97, reached voicemail"),
        (
            {"type": "answered_elsewhere", "name": "Jane"},
            "had a call from Jane, answered on another phone",
        ),
        ({"type": "registered", **MOVED}, "went online"),
        ({"type": "unregistered", **MOVED}, "went offline"),
        ({"type": "address_changed", **MOVED}, "moved from 203.0.113.1 to 203.0.113.2"),
    ],
)
def test_an_activity_reads_as_a_sentence(activity: dict[str, Any], told: str) -> None:
    assert words("en", **activity) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (1, "1 s"),
        (59, "59 s"),
        (60, "1 min"),
        (125, "2 min"),
        (3569, "59 min"),
        (3599, "1 h"),
        (3900, "1 h 5 min"),
        (90000, "25 h"),
    ],
)
def test_a_duration_is_rounded_as_people_say_it(seconds: int, told: str) -> None:
    assert (
        words("en", type="answered", name="Anna", duration=seconds) == f"talked to Anna for {told}"
    )


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de", "hat 1 h 5 min mit Anna gesprochen"),
        ("ja", "が Anna と 1 時間 5 分通話しました"),
        ("ar", "تحدث مع Anna لمدة 1 س 5 د"),
    ],
)
def test_each_language_has_its_own_order_and_units(language: str, told: str) -> None:
    assert words(language, type="answered", name="Anna", duration=3900) == told
