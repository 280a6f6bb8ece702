"""Recordings at the simulated cloud."""

from datetime import timedelta

from simulator.audio import Audio, recording
from simulator.state import Account

# More than a piece, in which recordings are sent.
SECONDS = 60


def record_call(account: Account, caller: str, *, seconds: int = SECONDS) -> Audio:
    """Let a call be over that lasted so long, and return its recording."""
    account.incoming_call(caller, "101")
    account.answer("101")
    account.hang_up("101")
    record = account.records.kept[-1]
    record.recorded = True
    record.started = record.answered = record.ended - timedelta(seconds=seconds)
    return recording(account.records.style.audio, seconds)
