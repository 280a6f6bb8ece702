"""Wait for states in a real Home Assistant."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, Self

import aiohttp


class Watcher:
    """Track every state as Home Assistant reports it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._id = 0
        self.states: dict[str, str] = {}

    @classmethod
    @asynccontextmanager
    async def connect(cls, url: str, token: str) -> AsyncGenerator[Self]:
        """Watch while the block lasts."""
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{url}/api/websocket", max_msg_size=0) as socket,
        ):
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": token})
            await socket.receive_json()
            watcher = cls(socket)
            await watcher._ask(type="subscribe_events", event_type="state_changed")
            watcher.states = {
                state["entity_id"]: state["state"]
                for state in await watcher._ask(type="get_states")
            }
            yield watcher

    async def until(self, **wanted: str | None) -> None:
        """Wait until these entities (named domain__object_id) have these states, None for gone."""
        expected = {entity.replace("__", "."): state for entity, state in wanted.items()}
        while {entity: self.states.get(entity) for entity in expected} != expected:
            self._note(await self._socket.receive_json())

    async def _ask(self, **command: str) -> Any:
        self._id += 1
        await self._socket.send_json({"id": self._id, **command})
        while (message := await self._socket.receive_json())["type"] != "result":
            self._note(message)
        assert message["success"], message
        return message["result"]

    def _note(self, message: dict[str, Any]) -> None:
        data = message["event"]["data"]
        if data["new_state"] is None:
            self.states.pop(data["entity_id"], None)
        else:
            self.states[data["entity_id"]] = data["new_state"]["state"]
