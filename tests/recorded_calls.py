"""Calls in an account's log, as Jingl's records bring them."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.jingl.api import CallDirection, JinglCall

# A Friday's noon in UTC, when Home Assistant's clocks show 4 in the morning.
NOON: Final = datetime(2026, 11, 27, 12, tzinfo=UTC)
ANNA: Final = "0409123456"


def recorded(minute: float, caller: str = ANNA, called: str = "100", **fields: Any) -> JinglCall:
    """Return a call from outside that nobody answered, so many minutes after noon."""
    return JinglCall(
        **{
            "id": f"{minute}-{called}",
            "started": NOON + timedelta(minutes=minute),
            "direction": CallDirection.INBOUND,
            "caller_number": caller,
            "destination_number": called,
            "is_answered": False,
            **fields,
        }
    )


def record(entry: MockConfigEntry, *calls: JinglCall) -> None:
    """Let Jingl's records of calls arrive, all at once."""
    data = entry.runtime_data
    for call in calls:
        data.calls.log.merge(call, {*data.coordinator.data})
    # Nothing is deleted, but those who listen are told.
    data.calls.delete(lambda _: False)
