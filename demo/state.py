"""What the demo keeps in a folder from one start to the next."""

from collections.abc import Iterator
from contextlib import contextmanager
import fcntl
from pathlib import Path
import shutil

from .errors import DemoError
from .ports import free_port, is_free

USUAL_CLOUD_PORT = 8443


class State:
    """The folder for one kind of demo; only one of each kind may run at a time."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.cloud = folder / "cloud"
        self._folder = folder
        self._cloud_port = folder / "cloud_port"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Lock the folder; the lock ends with this process, however that ends."""
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        with self._folder.with_suffix(".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise DemoError("The demo is already running. Stop it first.") from None
            yield

    def forget(self) -> None:
        """Forget everything."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def cloud_port(self) -> int:
        """Return the simulated cloud's port: always the one the account was added with."""
        if self._cloud_port.exists():
            port = int(self._cloud_port.read_text())
            if not is_free(port):
                raise DemoError(
                    f"Port {port} is in use, but the simulated cloud needs it as last time. "
                    "Free it, or start again with --fresh."
                )
            return port
        port = USUAL_CLOUD_PORT if is_free(USUAL_CLOUD_PORT) else free_port()
        self.home.mkdir(parents=True, exist_ok=True)
        self.cloud.mkdir(exist_ok=True)
        self._cloud_port.write_text(str(port))
        return port
