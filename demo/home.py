"""A real Home Assistant as a subprocess, onboarded and logged in."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
import os
from pathlib import Path
import sys
from typing import Any, NoReturn, Self

import aiohttp

from .errors import DemoError
from .ports import LOOPBACK, free_port
from .process import Process
from .seed import forget, seed

USERNAME = "demo"
PASSWORD = "demo"

# The very first start compiles a thousand modules; on a small machine that is a minute.
START_SECONDS = 300
# --skip-pip: everything is already installed, and starting must not need a network.
ARGUMENTS = ("-m", "homeassistant", "--skip-pip", "--log-no-color")
RESTART_WANTED = 100
STUBS = Path(__file__).parent / "stubs"


class HomeAssistant:
    """Home Assistant, running in a config folder while the context lasts.

    The folder may be new or used before; the first start onboards the user and keeps an
    access token there. The requests below are made as that user and raise DemoError when
    Home Assistant refuses them.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        ca_bundle: Path | None = None,
        log_level: str = "info",
        package: Path | None = None,
    ) -> None:
        """Take a free port for 0; the log level is for the integration only.

        A package is a file with more configuration.
        """
        self.folder = folder.resolve()
        self.port = port or free_port()
        self.url = f"http://{LOOPBACK}:{self.port}"
        self._log_level = log_level
        self._package = package
        self._token_file = self.folder / "access_token"
        self._token: str | None = None
        self._session: aiohttp.ClientSession | None = None
        self._process = Process(
            "Home Assistant",
            [sys.executable, *ARGUMENTS, "--config", self.folder],
            folder=self.folder,
            log=self.folder / "console.log",
            environment=_environment(ca_bundle),
        )

    @property
    def log(self) -> str:
        """Return everything logged since the last start."""
        return self._process.log.read_text(errors="replace")

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Start Home Assistant and return when everything in it is set up."""
        if not self._token_file.exists():
            # New, or stopped in the middle of its first start.
            forget(self.folder)
        seed(self.folder, port=self.port, log_level=self._log_level, package=self._package)
        self._session = aiohttp.ClientSession(self.url)
        try:
            await self._process.start()
            async with asyncio.timeout(START_SECONDS):
                await self._until(self._answers)
                await self._log_in()
                await self._until(self._is_running)
        except TimeoutError as err:
            await self.stop()
            raise DemoError(f"Home Assistant didn't start within {START_SECONDS} seconds.") from err
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop Home Assistant, by force if it takes more than a few seconds."""
        await self._hang_up()
        await self._process.stop()

    async def kill(self) -> None:
        """End Home Assistant at once, as a power cut does."""
        await self._hang_up()
        await self._process.kill()

    async def restart(self) -> None:
        """Stop Home Assistant and start it again on the same folder and port."""
        await self.stop()
        await self.start()

    async def wait(self) -> NoReturn:
        """Raise when Home Assistant ends by itself, except for a restart by its user."""
        while await self._process.wait() == RESTART_WANTED:
            await self.restart()
        raise self._process.died()

    async def get(self, path: str) -> Any:
        """Return the answer to a request such as /api/states/sun.sun."""
        return await self._request("GET", path)

    async def post(self, path: str, json: object = None) -> Any:
        """Send JSON, for example to /api/services/jingl/create_call, and return the answer."""
        return await self._request("POST", path, json=json or {})

    async def delete(self, path: str) -> Any:
        """Delete something, for example /api/config/config_entries/entry/<id>."""
        return await self._request("DELETE", path)

    async def states(self) -> dict[str, dict[str, Any]]:
        """Return every entity's state object, by entity ID."""
        return {state["entity_id"]: state for state in await self.get("/api/states")}

    async def websocket(self, command: str, /, **fields: object) -> Any:
        """Return the result of one websocket command such as config/entity_registry/list."""
        async with self._answered(command, fields) as (_, answer):
            return answer["result"]

    async def subscribe(self, command: str, /, **fields: object) -> AsyncGenerator[Any]:
        """Yield a WebSocket command's events until the connection ends."""
        async with self._answered(command, fields) as (socket, _):
            async for message in socket:
                yield message.json()["event"]

    @asynccontextmanager
    async def _answered(
        self, command: str, fields: Mapping[str, object]
    ) -> AsyncGenerator[tuple[aiohttp.ClientWebSocketResponse, dict[str, Any]]]:
        """Open a connection, send a command and check that it is accepted."""
        async with self._http.ws_connect("/api/websocket", max_msg_size=0) as socket:
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": self._token})
            await socket.receive_json()
            await socket.send_json({"id": 1, "type": command, **fields})
            answer = await socket.receive_json()
            if not answer["success"]:
                raise DemoError(f"{command}: {answer['error']['message']}")
            yield socket, answer

    async def add_integration(self, handler: str, *steps: dict[str, Any]) -> dict[str, Any]:
        """Fill in the config flow's forms, one after another; return the entry it creates."""
        result = await self._fill_in("/api/config/config_entries/flow", handler, steps)
        entry: dict[str, Any] = result["result"]
        return entry

    async def add_subentry(self, entry_id: str, kind: str, *steps: dict[str, Any]) -> None:
        """Fill in the forms that add a subentry, one after another."""
        await self._fill_in("/api/config/config_entries/subentries/flow", [entry_id, kind], steps)

    async def configure(self, entry_id: str, *steps: dict[str, Any]) -> None:
        """Fill in the forms of an entry's options, one after another."""
        await self._fill_in("/api/config/config_entries/options/flow", entry_id, steps)

    async def _fill_in(
        self, flows: str, handler: str | list[str], steps: tuple[dict[str, Any], ...]
    ) -> dict[str, Any]:
        """Go through a flow and return how it ends."""
        result: dict[str, Any] = await self.post(flows, {"handler": handler})
        for user_input in steps:
            result = await self.post(f"{flows}/{result['flow_id']}", user_input)
            if result.get("errors"):
                raise DemoError(f"{handler}, step {result['step_id']}: {result['errors']}")
        if result["type"] != "create_entry":
            raise DemoError(f"{handler} was not added: {result.get('reason', result)}")
        return result

    async def _hang_up(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def _http(self) -> aiohttp.ClientSession:
        """Return the session, which exists only while Home Assistant does."""
        if self._session is None:
            raise DemoError("Home Assistant isn't running.")
        return self._session

    async def _request(self, method: str, path: str, **options: Any) -> Any:
        """Make a request and return the parsed answer."""
        async with self._http.request(method, path, **options) as response:
            if not response.ok:
                raise DemoError(f"{method} {path}: {response.status} {await response.text()}")
            return await response.json()

    async def _until(self, condition: Callable[[], Awaitable[bool]]) -> None:
        """Wait until the condition holds, or Home Assistant has ended."""
        while not await condition():
            await asyncio.sleep(0.1)
            self._process.check()

    async def _answers(self) -> bool:
        """Return whether the frontend is being served."""
        try:
            async with self._http.get("/manifest.json") as response:
                return response.ok
        except aiohttp.ClientConnectionError:
            return False

    async def _is_running(self) -> bool:
        """Return whether all integrations have been set up."""
        config = await self.get("/api/config")
        if config["recovery_mode"]:
            raise DemoError(f"Home Assistant started in recovery mode: see {self._process.log}")
        return bool(config["state"] == "RUNNING")

    async def _log_in(self) -> None:
        """Use the first start's token; make it if this is the first start."""
        if not self._token_file.exists():
            self._use(await self._onboard())
            # Any other token is only valid for half an hour.
            self._token_file.write_text(
                await self.websocket(
                    "auth/long_lived_access_token", client_name="scripts/demo", lifespan=3650
                )
            )
        self._use(self._token_file.read_text())

    def _use(self, token: str) -> None:
        """Make all requests with this token from now on."""
        self._token = token
        self._http.headers["Authorization"] = f"Bearer {token}"

    async def _onboard(self) -> str:
        """Create the user as the onboarding page does and return an access token."""
        client_id = f"{self.url}/"
        user = {"name": "Demo", "username": USERNAME, "password": PASSWORD}
        created = await self.post(
            "/api/onboarding/users", {**user, "client_id": client_id, "language": "en"}
        )
        grant = {"grant_type": "authorization_code", "code": created["auth_code"]}
        tokens = await self._request("POST", "/auth/token", data={**grant, "client_id": client_id})
        token: str = tokens["access_token"]
        return token


def _environment(ca_bundle: Path | None) -> dict[str, str]:
    """Return the environment that Home Assistant runs in."""
    environment = {**os.environ, "PYTHONPATH": str(STUBS)}
    # If set, every start would compile everything again.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if ca_bundle is not None:
        # The certificate authorities that Home Assistant trusts instead of its own list.
        environment["REQUESTS_CA_BUNDLE"] = str(ca_bundle.resolve())
    return environment
