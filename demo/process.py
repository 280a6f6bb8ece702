"""A child process with a log file that is never left behind."""

import asyncio
from asyncio import subprocess
from collections.abc import Mapping, Sequence
import contextlib
import os
from pathlib import Path
import shutil
import signal

from .errors import DemoError


class Process:
    """A command that runs in its own process group and writes to a log."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        folder: Path,
        log: Path,
        environment: Mapping[str, str],
    ) -> None:
        self.name = name
        self.log = log
        self._command = command
        self._folder = folder
        self._environment = environment
        self._process: subprocess.Process | None = None

    async def start(self) -> None:
        """Start the command with an empty log."""
        with self.log.open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                *_ended_with_us(),
                *self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # The terminal's Ctrl-C only reaches the launcher, which stops things in order.
                start_new_session=True,
            )

    async def wait(self) -> int:
        """Wait until the command ends and return its exit code."""
        if self._process is None:
            raise RuntimeError(f"{self.name} was never started")
        return await self._process.wait()

    def check(self) -> None:
        """Raise with the end of the log if the command has ended by itself."""
        if self._process is not None and self._process.returncode is not None:
            raise self.died()

    def died(self) -> DemoError:
        """Return an error that says the command ended, and shows the end of its log."""
        code = self._process.returncode if self._process else None
        lines = self.log.read_text(errors="replace").splitlines()[-15:]
        return DemoError(
            "\n".join([f"{self.name} stopped unexpectedly (exit code {code}):", *lines])
        )

    async def stop(self, patience: float = 3.5) -> None:
        """Stop the command and everything it started: politely first, then by force."""
        if self._process is None:
            return
        try:
            _signal_group(self._process.pid, signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), patience)
        finally:
            await self.kill()

    async def kill(self) -> None:
        """End the command and everything it started at once, as a power cut does."""
        if self._process is not None:
            _signal_group(self._process.pid, signal.SIGKILL)
            await self._process.wait()
            self._process = None


def _signal_group(group: int, number: signal.Signals) -> None:
    """Send a signal to a process group, which may be gone already."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, number)


def _ended_with_us() -> list[str]:
    """Return the prefix that makes Linux end the command even if we are killed outright."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM"] if setpriv else []
