"""Every fault in the simulator while somebody listens to a recording, or deletes one."""

import pytest

from homeassistant.exceptions import HomeAssistantError

from custom_components.jingl.api import ByteRange, JinglError, recordings
from simulator import faults
from simulator.audio import Audio
from simulator.faults import Body, Fault
from simulator.state import Account
from tests.recordings import record_call

from .table import FAULTS
from .test_every_fault import is_rate_limit
from .trial import NEXT_TRY, Trial

CALL_ID = "4277"
CALLER = "0491570006"
BOTH = "/api/call(recording|audio)/.*"
# The beginning of a poll's interval may be cut off, and each is a little longer than the shortest.
POLL, POLLS = 16, 4

AS_AUDIO: tuple[Fault, ...] = (
    faults.Endless(b"x" * 100, b"", "audio/mpeg"),
    faults.Body(faults.LOGIN_PAGE, "audio/mpeg"),
    faults.Body(b"", "audio/mpeg"),
    faults.StatusCode(206, {"Content-Type": "audio/mpeg"}, b"12345"),
    faults.StatusCode(416, {"Content-Range": "bytes */5"}),
)


@pytest.fixture
def account(account: Account) -> Account:
    """Return the account with the record of a call."""
    account.show_records()
    account.records.style.delay = 0
    return account


@pytest.fixture(autouse=True)
def audio(account: Account, monkeypatch: pytest.MonkeyPatch) -> Audio:
    """Return the recording of the call, and soon give up on any that is much longer."""
    monkeypatch.setattr(recordings, "MOST_BYTES", 1_000_000)
    return record_call(account, CALLER, seconds=1)


async def listen(trial: Trial, part: str | None) -> bytes | JinglError:
    """Return what can be heard, or why nothing can."""
    source = trial.entry.runtime_data.coordinator.recordings
    try:
        async with source.open(CALL_ID, ByteRange(part=part)) as recording:
            return b"".join([piece async for piece in recording.pieces()])
    except JinglError as err:
        return err


async def polls(trial: Trial) -> int:
    """Return how many polls there are in the next minute."""
    trial.server.clear_requests()
    for _ in range(POLLS):
        await trial.advance(POLL)
    return [request.path for request in trial.server.requests].count("/api/handsetstatus")


@pytest.mark.parametrize(("part", "is_known"), [(None, True), ("bytes=5-", False)])
async def test_listening(
    trial: Trial, audio: Audio, part: str | None, is_known: bool, subtests: pytest.Subtests
) -> None:
    whole = audio.piece(5 if part else 0, audio.length)
    await trial.begin(has_lists=True)
    for fault in (*FAULTS, *AS_AUDIO):
        with subtests.test(repr(fault)):
            # Which endpoint has recordings is learned anew.
            await trial.run(trial.hass.config_entries.async_reload(trial.entry.entry_id))
            if is_known:
                assert await trial.run(listen(trial, part)) == whole
            await trial.begin(has_lists=True)
            trial.server.add_fault(fault, path=BOTH)
            heard = await trial.run(listen(trial, part))
            # But an answer that is shorter than it was is believed.
            shorter = whole[: fault.by] if isinstance(fault, faults.WrongLength) else whole
            assert isinstance(heard, JinglError) or heard in (whole, shorter)
            await trial.server.wait_until_not_streaming()
            slows = is_known and is_rate_limit(fault)
            assert (await polls(trial) < POLLS) == slows
            trial.check_all_is_well()
            assert (trial.said_away(), trial.writes, trial.server.call_uploads) == (0, [], 0)
            await trial.recover(NEXT_TRY, login=False)
            await trial.check_nothing_is_left_behind()
            assert await trial.run(listen(trial, part)) == whole


async def test_deleting(trial: Trial, account: Account, subtests: pytest.Subtests) -> None:
    await trial.begin(has_lists=True)
    (record,) = account.records.kept
    for fault in FAULTS:
        with subtests.test(repr(fault)):
            record.deleted = False
            await trial.run(trial.entry.runtime_data.coordinator.call_records.refresh())
            await trial.begin(has_lists=True)
            trial.server.add_fault(fault, method="DELETE")
            error = await trial.run(delete(trial))
            (write,) = trial.writes
            assert (write.method, write.path) == ("DELETE", f"/api/callrecording/{CALL_ID}")
            if write.acted:
                assert record.deleted
                assert error in {None, "recording_delete_unclear"}
            else:
                # But an answer of success is believed.
                assert error or isinstance(fault, Body)
            trial.check_all_is_well()
            await trial.recover(NEXT_TRY, login=False)
            assert (trial.said_away(), trial.writes, trial.server.call_uploads) == (0, [write], 0)
            await trial.check_nothing_is_left_behind()


async def delete(trial: Trial) -> str | None:
    """Delete the recording, and return the error's key."""
    try:
        await trial.entry.runtime_data.coordinator.async_delete_recording(CALL_ID)
    except HomeAssistantError as err:
        return err.translation_key
    return None
