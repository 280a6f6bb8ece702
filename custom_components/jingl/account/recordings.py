"""Play and delete Jingl's recordings of calls, if the account has them.

Nobody knows which endpoint they are at: whichever has had one is asked from then on.
"""

from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from typing import Final

from ..api import (
    ByteRange,
    JinglBadParameterError,
    JinglClient,
    JinglConnectionError,
    JinglError,
    JinglNotFoundError,
    JinglOutcomeUnknownError,
    JinglRangeError,
    JinglServerError,
    JinglUnexpectedResponseError,
    Recording,
    RecordingSource,
)
from .call_history import CallHistory
from .call_records import CallRecords
from .courtesy import Courtesy
from .pace import Pace

# What an endpoint answers that has no recordings.
_ABSENT: Final = (
    JinglBadParameterError,
    JinglNotFoundError,
    JinglServerError,
    JinglUnexpectedResponseError,
)


class Recordings:
    """An account's recordings, which stay at Jingl."""

    def __init__(
        self, client: JinglClient, history: CallHistory, pace: Pace, records: CallRecords
    ) -> None:
        """Take Jingl's records, of which those whose recordings are deleted change."""
        self._client = client
        self._history = history
        self._pace = pace
        self._courtesy = Courtesy(pace)
        self._records = records
        self._source: RecordingSource | None = None
        self._open: set[Recording] = set()
        self._is_closed = False
        # Recordings that may have been deleted.
        self._unclear: set[str] = set()

    @asynccontextmanager
    async def open(self, call_id: str, asked: ByteRange) -> AsyncGenerator[Recording]:
        """Receive the recording of one of Jingl's records, or a part of it, during the block.

        Raises JinglError, of which JinglNotFoundError means that there is none, perhaps not yet.
        """
        missing: JinglNotFoundError | None = None
        for source in [self._source] if self._source else [*RecordingSource]:
            try:
                self._check()
                async with self._client.open_recording(source, call_id, asked) as recording:
                    self._source = source
                    with self._receiving(recording):
                        yield recording
                    return
            except JinglRangeError:
                self._source = source
                raise
            except JinglError as err:
                self._courtesy.obey(err, is_known=self._source is not None)
                if isinstance(err, JinglNotFoundError):
                    missing = missing or err
                if self._source or not isinstance(err, _ABSENT):
                    raise
                failure = err
        raise missing or failure

    async def delete(self, call_id: str) -> None:
        """Delete the recording of one of Jingl's records; then no call in the log has it.

        Raises JinglError if it wasn't deleted, or if that is unclear.
        """
        with self._records.changing(call_id):
            try:
                self._check()
                await self._client.delete_recording(call_id)
            except JinglError as err:
                self._courtesy.obey(err)
                if isinstance(err, JinglOutcomeUnknownError):
                    self._unclear.add(call_id)
                elif isinstance(err, JinglNotFoundError) and self._knows_endpoint(call_id):
                    self._note_deletion(call_id)
                raise
            self._note_deletion(call_id)

    def close(self) -> None:
        """Stop receiving, for good."""
        self._is_closed = True
        for recording in self._open:
            recording.close()

    @contextmanager
    def _receiving(self, recording: Recording) -> Iterator[None]:
        if self._is_closed:
            raise JinglConnectionError("the account was unloaded meanwhile")
        self._open.add(recording)
        try:
            yield
        finally:
            self._open.discard(recording)

    def _knows_endpoint(self, call_id: str) -> bool:
        """Return whether "not found" can only be about the recording."""
        return call_id in self._unclear or self._source is RecordingSource.CALL_RECORDING

    def _note_deletion(self, call_id: str) -> None:
        self._unclear.discard(call_id)
        for record in self._history.log.of_jingl(call_id):
            self._history.change(replace(record, recording=False))

    def _check(self) -> None:
        """Raise a JinglError if Jingl is not to be asked now."""
        self._pace.check_may_ask()
        self._courtesy.check()
