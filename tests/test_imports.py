"""Which rooms may import which."""

import ast
import asyncio
from collections.abc import Iterable, Iterator
from pathlib import Path
import sys

import pytest

ROOT = Path(__file__).parents[1]
INTEGRATION = "custom_components.jingl"
CLIENT = ROOT / "custom_components" / "jingl" / "api"

# A room, or a file in the root, and the rooms it may import; everybody may import const and itself.
ROOMS: dict[str, set[str]] = {
    "const": set(),
    "api": set(),
    "numbers": {"api"},
    "history": {"api", "numbers"},
    "account": {"api", "history", "numbers"},
    "coordinator": {"account", "history", "numbers", "api"},
    "entity": {"coordinator", "account", "history", "numbers", "api"},
    "dialling.policy": {"numbers"},
    "dialling": {"coordinator", "account", "numbers", "api"},
    "flows": {"account", "numbers", "api", "dialling.policy"},
    "config_flow": {"flows", "account", "numbers", "api", "dialling.policy"},
    "calls": {"dialling", "coordinator", "account", "history", "numbers", "api"},
    "voice": {"dialling", "coordinator", "account", "history", "numbers", "api"},
    "frontend": {"calls", "dialling", "coordinator", "account", "history", "numbers", "api"},
}
# Any other file in the root, but for the integration's own __init__, which brings all together.
ROOT_FILE: set[str] = {"calls", "voice", "frontend", "flows", *ROOMS["voice"]}
PLATFORMS = {"binary_sensor", "event", "sensor", "switch", "text"}

# Which packages the rest of the world is made of, where that is limited. "stdlib" is Python's own.
OUTSIDE: dict[str, set[str]] = {
    f"{INTEGRATION}.api": {"stdlib", "aiohttp", "orjson", "yarl"},
    f"{INTEGRATION}.account.login": {"stdlib", "yarl"},
    f"{INTEGRATION}.numbers.party": {"stdlib", "phonenumbers"},
    f"{INTEGRATION}.numbers.phone_book": {"stdlib", "vobject"},
    f"{INTEGRATION}.numbers.phone_number": {"stdlib", "phonenumbers"},
    **{
        f"{INTEGRATION}.{pure}": {"stdlib"}
        for pure in (
            "account.feed",
            "account.handsets",
            "account.polling",
            "account.roster",
            "dialling.policy",
            "history",
            "numbers.party_pattern",
            "voice.languages",
            "voice.phone_book",
            "voice.questions",
            "voice.reply",
            "voice.spoken_numbers",
        )
    },
    "simulator": {"stdlib", "simulator", "aiohttp", "trustme"},
}
# Who must not know of the integration at all.
STRANGERS = ("simulator", "demo", "browser")


def imports(source: str, module: str, *, package: bool) -> Iterator[str]:
    """Yield the full name of all that a module imports, wherever in it; `package` if __init__."""
    parts = module.split(".")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = node.level - package
            base = parts[: len(parts) - above] if node.level else []
            prefix = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{prefix}.{alias.name}" for alias in node.names)


def problems(source: str, module: str, *, package: bool = False) -> list[str]:
    """Return what a module imports and must not."""
    return [
        name
        for name in imports(source, module, package=package)
        if not (
            _is_below(name, module, package=package)
            if _is_in(name, INTEGRATION)
            else _is_allowed_outside(name, module)
        )
    ]


def _is_below(name: str, module: str, *, package: bool) -> bool:
    if module.startswith(STRANGERS):
        return False
    importer, imported = (each.removeprefix(INTEGRATION).strip(".") for each in (module, name))
    room, imported_room = importer.partition(".")[0], imported.partition(".")[0]
    if not _exists(imported_room):
        return False  # what the integration's __init__ defines is nobody's to import
    if room in {"", imported_room}:
        return True
    if room == "api":
        return False  # it is to work without Home Assistant
    allowed = ROOMS.get(importer) or ROOMS.get(room, ROOT_FILE)
    allowed = {*allowed, "const"} | ({"entity"} if room in PLATFORMS else set())
    return any(_is_in(imported, each) for each in allowed)


def _is_allowed_outside(name: str, module: str) -> bool:
    limits = [allowed for limited, allowed in OUTSIDE.items() if _is_in(module, limited)]
    top = name.partition(".")[0]
    kinds = {top, "stdlib" if top in sys.stdlib_module_names else top}
    return all(kinds & allowed for allowed in limits)


def _is_in(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _exists(name: str) -> bool:
    path = ROOT / "custom_components" / "jingl" / name
    return bool(name) and (path.is_dir() or path.with_suffix(".py").exists())


def modules() -> Iterable[Path]:
    """Return the files of all that is held to the rules."""
    for folder in (f"{INTEGRATION}".replace(".", "/"), *STRANGERS):
        yield from sorted((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_lies_below_it(path: Path) -> None:
    parts = path.relative_to(ROOT).with_suffix("").parts
    package = parts[-1] == "__init__"
    module = ".".join(parts[:-1] if package else parts)
    assert problems(path.read_text(encoding="utf-8"), module, package=package) == []


def test_every_room_in_the_table_exists() -> None:
    assert all(_exists(room.replace(".", "/")) for room in ROOMS)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("api.client", "import homeassistant"),
        ("api.client", "from homeassistant.core import callback"),
        ("api.client", "from ..const import DOMAIN"),
        ("api.client", "from .. import const"),
        ("api.client", "import voluptuous"),
        ("api.client", "def f():\n    import homeassistant.core"),
        ("numbers.contacts", "from ..account.devices import account_id"),
        ("history.calls", "from homeassistant.util import dt"),
        ("history.calls", "from ..account.handsets import HandsetRecord"),
        ("account.feed", "from ..coordinator import JinglCoordinator"),
        ("account.polling", "from homeassistant.util import dt"),
        ("account.names", "from ..dialling.policy import Origin"),
        ("dialling.policy", "from ..account.devices import handset_name"),
        ("dialling.gate", "from ..voice.phones import Speaker"),
        ("flows.options", "from ..coordinator import JinglConfigEntry"),
        ("flows.options", "from ..dialling.gate import check_number"),
        ("config_flow", "from .coordinator import JinglCoordinator"),
        ("coordinator", "from .entity import JinglHandsetEntity"),
        ("coordinator", "from . import JinglConfigEntry"),
        ("event", "from .sensor import LAST_MISSED_CALL"),
        ("services", "from .entity import JinglHandsetEntity"),
        ("sensor", "from . import JinglConfigEntry"),
        ("sensor", "import custom_components.jingl.switch"),
        ("sensor", "from custom_components.jingl import PLATFORMS"),
        ("voice.phones", "from ..services import ACTIONS"),
        ("frontend.accounts", "from ..voice.phones import VoiceOptions"),
        ("frontend.accounts", "from ..websocket_api import subscribe_accounts"),
    ],
)
def test_a_forbidden_import_is_found(module: str, source: str) -> None:
    assert len(problems(source, f"{INTEGRATION}.{module}")) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("simulator.server", "from custom_components.jingl.api import Handset"),
        ("simulator.server", "from homeassistant.core import callback"),
        ("simulator.server", "import orjson"),
        ("demo.home", "from custom_components.jingl.const import DOMAIN"),
    ],
)
def test_strangers_know_nothing_of_the_integration(module: str, source: str) -> None:
    assert len(problems(source, module)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("custom_components.jingl.api.client", "from .models import Handset"),
        ("custom_components.jingl.api.client", "import aiohttp, asyncio"),
        ("custom_components.jingl.account.feed", "from ..api import JinglClient"),
        ("custom_components.jingl.dialling.gate", "from ..const import DOMAIN"),
        ("custom_components.jingl.flows.options", "from ..dialling.policy import DialPolicy"),
        ("custom_components.jingl.event", "from .entity import JinglHandsetEntity"),
        ("custom_components.jingl.sensor", "from .coordinator import JinglConfigEntry"),
        ("custom_components.jingl.sensor", "from homeassistant.core import callback"),
        ("simulator.server", "from aiohttp import web\nfrom .api import respond"),
        ("demo.home", "from simulator.tls import CERTIFICATE"),
    ],
)
def test_a_permitted_import_is_no_problem(module: str, source: str) -> None:
    assert problems(source, module) == []


# Loaded from its files and under a name of its own: as custom_components.jingl.api it would bring
# the integration, which is Home Assistant's.
ALONE = """
import importlib.util
import sys


class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"homeassistant", "custom_components"}:
            raise ImportError(f"{name} is blocked")


sys.meta_path.insert(0, Blocked())
folder = sys.argv[1]
spec = importlib.util.spec_from_file_location(
    "jingl_api", f"{folder}/__init__.py", submodule_search_locations=[folder]
)
sys.modules["jingl_api"] = api = importlib.util.module_from_spec(spec)
spec.loader.exec_module(api)
assert all(getattr(api, name) is not None for name in api.__all__)
print(*sorted(name for name in sys.modules if name.startswith("jingl_api.")))
try:
    import homeassistant
except ImportError as err:
    print(err)
"""


async def test_the_client_works_where_there_is_no_home_assistant() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        ALONE,
        str(CLIENT),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    files = (path.stem for path in CLIENT.glob("*.py") if path.stem != "__init__")
    loaded = " ".join(sorted(f"jingl_api.{name}" for name in files))
    assert output.decode().splitlines() == [loaded, "homeassistant is blocked"]
    assert process.returncode == 0
