"""Play and delete Jingl's recordings of calls, if the account has them.

Nobody knows which endpoint they are at: whichever has had one is asked from then on.
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Final

from ..api import (
    ByteRange,
    JinglBadParameterError,
    JinglClient,
    JinglError,
    JinglNotFoundError,
    JinglRangeError,
    JinglServerError,
    JinglUnexpectedResponseError,
    Recording,
    RecordingSource,
)
from .call_history import CallHistory
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
        self,
        client: JinglClient,
        history: CallHistory,
        pace: Pace,
        *,
        charge: Callable[[], None],
    ) -> None:
        """Take a function that charges a request to the polls."""
        self._client = client
        self._history = history
        self._pace = pace
        self._courtesy = Courtesy(pace)
        self._charge = charge
        self._source: RecordingSource | None = None
        self._open: set[Recording] = set()

    @asynccontextmanager
    async def open(self, call_id: str, asked: ByteRange) -> AsyncGenerator[Recording]:
        """Receive the recording of one of Jingl's records, or a part of it, during the block.

        Raises JinglError, of which JinglNotFoundError means that there is none, perhaps not yet.
        """
        sources = [self._source] if self._source else [*RecordingSource]
        for source in sources:
            try:
                self._check()
                async with self._client.open_recording(source, call_id, asked) as recording:
                    self._source = source
                    self._open.add(recording)
                    try:
                        yield recording
                    finally:
                        self._open.discard(recording)
                    return
            except JinglRangeError:
                self._source = source
                raise
            except JinglError as err:
                self._courtesy.obey(err, is_known=self._source is not None)
                if self._source or source is sources[-1] or not isinstance(err, _ABSENT):
                    raise

    async def delete(self, call_id: str) -> None:
        """Delete the recording of one of Jingl's records; then no call in the log has it.

        Raises JinglError if it wasn't deleted, or if that is unclear.
        """
        try:
            self._check()
            await self._client.delete_recording(call_id)
        except JinglError as err:
            self._courtesy.obey(err)
            raise
        for record in self._history.log.of_jingl(call_id):
            self._history.change(replace(record, recording=False))

    def close(self) -> None:
        """Stop receiving."""
        for recording in self._open:
            recording.close()

    def _check(self) -> None:
        """Raise a JinglError if Jingl is not to be asked now, and charge the request if it is."""
        self._pace.check_may_ask()
        self._courtesy.check()
        self._charge()
