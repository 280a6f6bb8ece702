"""The simulator as a program."""

import asyncio
import json
import os
from pathlib import Path
import signal
import sys

import aiohttp
import pytest

from simulator.__main__ import fill, main, parse, serve
from simulator.server import Server
from simulator.state import Cloud

from .conftest import LOGIN, Caller, Clock


class Program:
    """Run the program inside the test and collect its lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.ready = asyncio.Event()

    def announce(self, line: str) -> None:
        """Collect a line."""
        self.lines.append(line)
        if line == "ready":
            self.ready.set()

    async def run(self, *arguments: str, until: int = signal.SIGTERM) -> int:
        """Run until ready, then send the signal and return the exit code."""
        running = asyncio.create_task(
            serve(parse(["--port", "0", "--seed", "1", *arguments]), self.announce)
        )
        await self.ready.wait()
        os.kill(os.getpid(), until)
        return await running


pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_program_at_once(number: int) -> None:
    assert await Program().run(until=number) == 0


async def test_the_introduction_names_address_login_and_certificate(tmp_path: Path) -> None:
    program = Program()
    await program.run(
        "--ca-folder", str(tmp_path), "--user", "jane", "--domain", "other", "--password", "pw"
    )
    text = "\n".join(program.lines)
    assert "https://127.0.0.1:" in text
    assert "jane@other / pw" in text
    assert f"--cacert {tmp_path}" in text
    assert (tmp_path / "jingl-simulator-ca.pem").exists()


async def test_without_tls_the_cloud_refuses_everything() -> None:
    program = Program()
    running = asyncio.create_task(
        serve(parse(["--port", "0", "--plain", "--scenario", "quiet"]), program.announce)
    )
    await program.ready.wait()
    address = program.lines[0].split()[-1]
    async with (
        aiohttp.ClientSession(address, headers=LOGIN) as client,
        client.get("handset") as response,
    ):
        assert response.status == 406
    assert "--cacert" not in "\n".join(program.lines)
    os.kill(os.getpid(), signal.SIGTERM)
    assert await running == 0


@pytest.mark.parametrize(
    ("arguments", "status", "names"),
    [
        ([], 200, ["callerphonenumber", "destinationphonenumber"]),
        (["--calls", "v1"], 200, ["callerphonenumber", "destinationphonenumber"]),
        (["--calls", "v2"], 200, ["caller", "destination"]),
        (["--calls", "none"], 404, []),
    ],
    ids=["by default", "v1", "v2", "none"],
)
def test_the_account_has_the_requested_call_records(
    arguments: list[str], status: int, names: list[str], clock: Clock
) -> None:
    cloud = Cloud(clock)
    account = fill(cloud, parse(["--scenario", "quiet", *arguments]))
    account.incoming_call("0409123456", "100").end()
    clock.now += account.records.style.delay
    response = Caller(cloud)("GET", "/api/call")
    assert response.status == status
    shown: dict[str, object] = json.loads(response.body)[0] if status == 200 else {}
    assert shown.keys() >= {*names}


async def test_a_port_in_use_is_reported_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    async with Server(Cloud()) as server:
        code = await serve(parse(["--port", str(server.port)]), print)
    assert code == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith(f"Cannot listen on {server.address}: ")
    assert output.err.count("\n") == 1


def test_help_names_the_scenarios(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["simulator", "--help"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert "no_status" in capsys.readouterr().out


async def test_the_program_runs_as_a_module() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulator", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    lines = []
    while line := (await process.stdout.readline()).decode().strip():
        lines.append(line)
        if line == "ready":
            process.send_signal(signal.SIGINT)
    assert lines[-1] == "ready"
    assert await process.wait() == 0
