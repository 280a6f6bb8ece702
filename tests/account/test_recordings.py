"""Recordings are received only while the account is loaded."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from unittest.mock import Mock

import pytest

from custom_components.jingl.account.pace import Pace
from custom_components.jingl.account.recordings import Recordings
from custom_components.jingl.api import ByteRange, JinglConnectionError


class Client:
    """A client whose server takes its time."""

    def __init__(self) -> None:
        self.answered = asyncio.Event()
        self.recording = Mock()

    @asynccontextmanager
    async def open_recording(self, *_: object) -> AsyncGenerator[Mock]:
        """Receive a recording once the server answers."""
        await self.answered.wait()
        yield self.recording


async def listen(recordings: Recordings, listening: asyncio.Event) -> None:
    """Receive a recording for ever."""
    async with recordings.open("4277", ByteRange()):
        listening.set()
        await asyncio.Event().wait()


def recordings_with(client: Client) -> Recordings:
    return Recordings(client, Mock(), Pace({}), Mock())  # type: ignore[arg-type]


async def test_what_is_being_received_is_closed_with_the_account() -> None:
    client, listening = Client(), asyncio.Event()
    recordings = recordings_with(client)
    client.answered.set()
    task = asyncio.ensure_future(listen(recordings, listening))
    await listening.wait()
    client.recording.close.assert_not_called()
    recordings.close()
    client.recording.close.assert_called_once()
    task.cancel()


async def test_what_arrives_once_the_account_is_unloaded_is_not_received() -> None:
    client, listening = Client(), asyncio.Event()
    recordings = recordings_with(client)
    task = asyncio.ensure_future(listen(recordings, listening))
    await asyncio.sleep(0)
    recordings.close()
    client.answered.set()
    with pytest.raises(JinglConnectionError):
        await task
    assert not listening.is_set()
