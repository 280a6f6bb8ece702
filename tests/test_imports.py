"""Who may import whom."""

import ast
import asyncio
from collections.abc import Iterable, Iterator
from pathlib import Path
import sys

import pytest

ROOT = Path(__file__).parents[1]
INTEGRATION = "custom_components.jingl"
CLIENT = ROOT / "custom_components" / "jingl" / "api"

# What people can ask for, which intents and language models offer.
VOICE = {
    "voice.assistant",
    "voice.languages",
    "voice.on_the_phone",
    "voice.phones",
    "voice.reply",
    "voice.who_called",
}

# Inside the integration: a module and those it may import. Nobody imports the package's root.
BELOW: dict[str, set[str]] = {
    "api": set(),
    "const": set(),
    "outage": {"const"},
    "pace": {"api", "polling"},
    "unknown_words": {"api", "const"},
    "polling": set(),
    "phone_number": set(),
    "dial_policy": {"const", "phone_number"},
    "call_limit": set(),
    "refusals": {"dial_policy"},
    "contacts": {"phone_number"},
    "account": {"api"},
    "call_events": {"api", "phone_number"},
    "registration": {"api"},
    "history": {"api", "call_events", "registration"},
    "sentences": {"api", "call_events", "history", "phone_number", "registration"},
    "party_pattern": {"phone_number"},
    "targets": {"const"},
    "feed": {"api", "polling"},
    "handsets": {"api", "feed", "history", "registration", "turns"},
    "listeners": {"const", "turns"},
    "roster": {"feed"},
    "turns": set(),
    "errors": {"api", "const"},
    "issues": {"api", "const"},
    "session": {"api", "const"},
    "devices": {"account", "api", "const", "turns"},
    "settings": {"api", "const", "devices", "feed", "outage", "polling", "roster", "turns"},
    "coordinator": {
        "api",
        "const",
        "contacts",
        "devices",
        "errors",
        "feed",
        "handsets",
        "history",
        "issues",
        "listeners",
        "outage",
        "pace",
        "polling",
        "roster",
        "settings",
        "unknown_words",
    },
    "entity": {"const", "coordinator", "devices", "handsets", "history", "turns"},
    "dialling": {
        "api",
        "call_limit",
        "const",
        "contacts",
        "coordinator",
        "devices",
        "dial_policy",
        "issues",
        "phone_number",
        "refusals",
    },
    "voice": set(),
    "voice.languages": {"voice.languages"},
    "voice.spoken_numbers": {"voice.languages"},
    "voice.phone_book": {"voice.languages", "voice.spoken_numbers"},
    "voice.reply": {"voice.languages"},
    "voice.options": {"const"},
    "voice.phones": {
        "const",
        "contacts",
        "coordinator",
        "devices",
        "phone_number",
        "voice.languages",
        "voice.options",
    },
    "voice.missed_calls": {"call_events", "const", "coordinator", "devices"},
    "voice.assistant": {
        "const",
        "contacts",
        "dial_policy",
        "dialling",
        "phone_number",
        "voice.languages",
        "voice.phone_book",
        "voice.phones",
        "voice.reply",
    },
    "voice.on_the_phone": {
        "api",
        "call_events",
        "contacts",
        "phone_number",
        "voice.languages",
        "voice.phone_book",
        "voice.phones",
        "voice.reply",
    },
    "voice.who_called": {
        "voice.languages",
        "voice.missed_calls",
        "voice.phone_book",
        "voice.phones",
        "voice.reply",
    },
    "voice.sentence_triggers": {"const", "coordinator", "voice.languages", "voice.options"},
    "intent": VOICE | {"const"},
    "llm": VOICE | {"const"},
    "handset_choice": {"api", "const"},
    "contact_flow": {"const", "contacts", "phone_number"},
    "options_flow": {
        "api",
        "const",
        "contacts",
        "devices",
        "dial_policy",
        "handset_choice",
        "phone_number",
        "session",
    },
    "config_flow": {
        "account",
        "api",
        "const",
        "contact_flow",
        "contacts",
        "errors",
        "handset_choice",
        "options_flow",
        "session",
    },
    "repairs": {"const", "issues"},
    "system_health": {"const", "coordinator", "session"},
}
# Platforms, actions, diagnostics, triggers and the like: everything below them, never each other.
OUTERMOST: set[str] = {each for each in BELOW if not each.startswith("voice")} - {
    "config_flow",
    "contact_flow",
    "handset_choice",
    "intent",
    "llm",
    "options_flow",
    "repairs",
    "session",
    "system_health",
}

# Which packages the rest of the world is made of, where that is limited. "stdlib" is Python's own.
OUTSIDE: dict[str, set[str]] = {
    f"{INTEGRATION}.api": {"stdlib", "aiohttp", "orjson", "yarl"},
    f"{INTEGRATION}.account": {"stdlib", "yarl"},
    f"{INTEGRATION}.call_events": {"stdlib"},
    f"{INTEGRATION}.call_limit": {"stdlib"},
    f"{INTEGRATION}.dial_policy": {"stdlib"},
    f"{INTEGRATION}.phone_number": {"stdlib", "phonenumbers"},
    f"{INTEGRATION}.refusals": {"stdlib"},
    f"{INTEGRATION}.feed": {"stdlib"},
    f"{INTEGRATION}.handsets": {"stdlib"},
    f"{INTEGRATION}.history": {"stdlib"},
    f"{INTEGRATION}.sentences": {"stdlib"},
    f"{INTEGRATION}.party_pattern": {"stdlib"},
    f"{INTEGRATION}.polling": {"stdlib"},
    f"{INTEGRATION}.registration": {"stdlib"},
    f"{INTEGRATION}.roster": {"stdlib"},
    f"{INTEGRATION}.turns": {"stdlib"},
    f"{INTEGRATION}.voice.languages": {"stdlib"},
    f"{INTEGRATION}.voice.phone_book": {"stdlib"},
    f"{INTEGRATION}.voice.reply": {"stdlib"},
    f"{INTEGRATION}.voice.spoken_numbers": {"stdlib"},
    "simulator": {"stdlib", "simulator", "aiohttp", "trustme"},
}
# Who must not know of the integration at all.
STRANGERS = ("simulator", "demo")


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
    importer, imported = (_part(each) for each in (module, name))
    if importer == "api":
        return imported == "api"
    if importer == "" and package:
        return imported != ""
    return imported in BELOW.get(importer, OUTERMOST)


def _is_allowed_outside(name: str, module: str) -> bool:
    limits = [allowed for limited, allowed in OUTSIDE.items() if _is_in(module, limited)]
    top = name.partition(".")[0]
    kinds = {top, "stdlib" if top in sys.stdlib_module_names else top}
    return all(kinds & allowed for allowed in limits)


def _is_in(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _part(name: str) -> str:
    """Return the name below the integration, "" for what its __init__ itself defines.

    The client is one part, while each module about voice is one.
    """
    names = name.removeprefix(INTEGRATION).removeprefix(".").split(".")
    while names and not _exists(names):
        names.pop()
    return ".".join(names[:2] if names[:1] == ["voice"] else names[:1])


def _exists(names: list[str]) -> bool:
    path = (ROOT / "custom_components" / "jingl").joinpath(*names)
    return path.is_dir() or path.with_suffix(".py").exists()


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


def test_every_module_in_the_table_exists() -> None:
    assert all(_part(f"{INTEGRATION}.{module}") for module in BELOW)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("custom_components.jingl.api.client", "import homeassistant"),
        ("custom_components.jingl.api.client", "from homeassistant.core import callback"),
        ("custom_components.jingl.api.client", "from ..const import DOMAIN"),
        ("custom_components.jingl.api.client", "from .. import const"),
        ("custom_components.jingl.api.client", "import voluptuous"),
        ("custom_components.jingl.api.client", "def f():\n    import homeassistant.core"),
        ("custom_components.jingl.account.polling", "from .api import JinglClient"),
        ("custom_components.jingl.history.calls", "from homeassistant.util import dt"),
        ("custom_components.jingl.history.calls", "from .coordinator import HandsetData"),
        ("custom_components.jingl.history.registration", "from homeassistant.core import callback"),
        ("custom_components.jingl.history.registration", "from .call_events import CallEvent"),
        ("custom_components.jingl.event", "from .sensor import LAST_MISSED_CALL"),
        ("custom_components.jingl.binary_sensor", "from .event import CALL"),
        ("custom_components.jingl.text", "from .session import create_client"),
        ("custom_components.jingl.account.feed", "from .coordinator import JinglCoordinator"),
        ("custom_components.jingl.account.errors", "from .coordinator import JinglConfigEntry"),
        ("custom_components.jingl.coordinator", "from .entity import JinglHandsetEntity"),
        ("custom_components.jingl.coordinator", "from . import JinglConfigEntry"),
        ("custom_components.jingl.sensor", "from . import JinglConfigEntry"),
        ("custom_components.jingl.sensor", "from .switch import SWITCHES"),
        ("custom_components.jingl.sensor", "import custom_components.jingl.switch"),
        ("custom_components.jingl.sensor", "from custom_components.jingl import PLATFORMS"),
        ("custom_components.jingl.config_flow", "from .coordinator import JinglCoordinator"),
        ("simulator.server", "from custom_components.jingl.api import Handset"),
        ("simulator.server", "from homeassistant.core import callback"),
        ("simulator.server", "import orjson"),
        ("demo.home", "from custom_components.jingl.const import DOMAIN"),
    ],
)
def test_a_forbidden_import_is_found(module: str, source: str) -> None:
    assert len(problems(source, module)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("custom_components.jingl.api.client", "from .models import Handset"),
        ("custom_components.jingl.api.client", "import aiohttp, asyncio"),
        ("custom_components.jingl.account.feed", "from .api import JinglClient"),
        ("custom_components.jingl.event", "from .call_events import CallEvent"),
        ("custom_components.jingl.binary_sensor", "from .registration import is_registered"),
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
