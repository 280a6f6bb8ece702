"""Keep calls that go on over a restart, as JSON data. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..api import CallDirection, HandsetState, HandsetStatus
from .calls import CallPhase, KnownCall, Moment


def running_as_json(call: KnownCall | None, at: Moment) -> dict[str, Any] | None:
    """Return a call that goes on as JSON data; times are Unix times. None if there is none."""
    if call is None or call.phase is CallPhase.NONE:
        return None
    status = call.status

    def time(monotonic: float) -> float:
        return at.wall.timestamp() + monotonic - at.monotonic

    data = {
        "phase": call.phase.name,
        "state": status.state,
        "direction": status.direction,
        "number": status.other_party,
        "app": status.app,
        "in_words": status.in_words,
        "began": time(call.began.monotonic),
        "seen": time(call.seen),
        "connected": time(call.connected.monotonic) if call.connected else None,
        "held": call.held,
        "aside": call.aside,
        "behind": running_as_json(call.behind, at),
    }
    return {key: value for key, value in data.items() if value is not None}


def running_from_json(extension: str, data: Mapping[str, Any], at: Moment) -> KnownCall:
    """Return the call that `running_as_json` wrote; ValueError, KeyError or TypeError if it's none.

    A clock that was set back since then must not make it begin in the future.
    """

    def moment(time: float) -> Moment:
        ago = max(0.0, at.wall.timestamp() - time)
        return Moment(at.monotonic - ago, datetime.fromtimestamp(time, UTC).replace(microsecond=0))

    direction, behind = data.get("direction"), data.get("behind")
    status = HandsetStatus(
        extension=extension,
        state=HandsetState(data["state"]),
        direction=CallDirection(direction) if direction else None,
        other_party=_text(data.get("number")),
        app=_text(data.get("app")),
        in_words=data["in_words"] is True,
    )
    return KnownCall(
        phase=CallPhase[data["phase"]],
        status=status,
        began=moment(data["began"]),
        seen=moment(data["seen"]).monotonic,
        held=float(data["held"]),
        connected=moment(data["connected"]) if "connected" in data else None,
        count=None,
        aside=data["aside"] is True,
        behind=running_from_json(extension, behind, at) if behind else None,
        restored=True,
    )


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError("not a text")
    return value
