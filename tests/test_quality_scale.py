"""What quality_scale.yaml claims is complete, and true as far as that can be told cheaply."""

from collections.abc import Callable
from importlib import import_module
import inspect
import json
from pathlib import Path
import re
import tomllib
from typing import Any, Final

import pytest

import homeassistant.components
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml

from custom_components import jingl
from custom_components.jingl import config_flow, diagnostics, entity, repairs, services
from custom_components.jingl.api import JinglClient
from custom_components.jingl.const import DOMAIN

_ROOT: Final = Path(jingl.__file__).parent
_REPOSITORY: Final = _ROOT.parents[1]


def _rules(path: Path) -> dict[str, Any]:
    content = parse_yaml(path.read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    rules: dict[str, Any] = content["rules"]
    return rules


def _pinned() -> list[str]:
    """Return what is installed for the tests."""
    return (_REPOSITORY / "requirements.txt").read_text(encoding="utf-8").splitlines()


def _manifest() -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((_ROOT / "manifest.json").read_text())
    return manifest


def _project() -> dict[str, Any]:
    tools: dict[str, Any] = tomllib.loads((_REPOSITORY / "pyproject.toml").read_text())["tool"]
    return tools


def _documentation() -> str:
    pages = [_REPOSITORY / "README.md", *sorted((_REPOSITORY / "docs").rglob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def _documents(*headings: str) -> Callable[[], bool]:
    """Return a check that there is a section under one of these headings."""
    pattern = rf"^#+ .*\b({'|'.join(headings)})"
    return lambda: re.search(pattern, _documentation(), re.MULTILINE | re.IGNORECASE) is not None


def _describes(described: str) -> Callable[[], bool]:
    """Return a check that all that a file describes is documented by its full name."""
    keys = parse_yaml((_ROOT / described).read_text())
    assert isinstance(keys, dict)
    names = [f"{DOMAIN}.{key}" for key in keys if not key.startswith(".")]
    return lambda: all(name in _documentation() for name in names)


def _sources(folder: Path = _ROOT) -> str:
    return "\n".join(path.read_text() for path in sorted(folder.rglob("*.py")))


_STATUS: Final = {
    rule: value if isinstance(value, str) else value["status"]
    for rule, value in _rules(_ROOT / "quality_scale.yaml").items()
}

# Where a rule can be checked at little cost; the others are for people to judge.
_CHECKS: Final[dict[str, Callable[[], bool]]] = {
    "brands": lambda: {"icon.png", "logo.png"} <= {p.name for p in (_ROOT / "brand").iterdir()},
    "config-entry-unloading": lambda: hasattr(jingl, "async_unload_entry"),
    "config-flow": lambda: _manifest()["config_flow"] is True,
    "dependency-transparency": lambda: all(
        "==" in requirement and requirement in _pinned()
        for requirement in _manifest()["requirements"]
    ),
    "diagnostics": lambda: (
        hasattr(diagnostics, "async_get_config_entry_diagnostics")
        and hasattr(diagnostics, "async_get_device_diagnostics")
    ),
    "docs-actions": _describes("services.yaml"),
    "docs-conditions": _describes("conditions.yaml"),
    "docs-configuration-parameters": _documents("Options"),
    "docs-data-update": lambda: "How often Jingl is asked" in _documentation(),
    "docs-examples": lambda: _documentation().count("triggers:\n") >= 3,
    "docs-installation-instructions": _documents("Install"),
    "docs-installation-parameters": _documents("Set up"),
    "docs-known-limitations": _documents("Limits", "Limitations"),
    "docs-removal-instructions": _documents("Remov"),
    "docs-supported-devices": _documents("Supported"),
    "docs-supported-functions": _documents("Entities"),
    "docs-triggers": _describes("triggers.yaml"),
    "docs-troubleshooting": _documents("Problems", "Troubleshooting"),
    "has-entity-name": lambda: all(
        each._attr_has_entity_name
        for each in (entity.JinglHandsetEntity, entity.JinglAccountEntity)
    ),
    "inject-websession": lambda: "session" in inspect.signature(JinglClient).parameters,
    "integration-owner": lambda: bool(_manifest()["codeowners"]),
    "parallel-updates": lambda: all(
        hasattr(import_module(f"custom_components.jingl.{platform}"), "PARALLEL_UPDATES")
        for platform in jingl.PLATFORMS
    ),
    "reauthentication-flow": lambda: hasattr(
        config_flow.JinglConfigFlow, "async_step_reauth_confirm"
    ),
    "reconfiguration-flow": lambda: hasattr(config_flow.JinglConfigFlow, "async_step_reconfigure"),
    "repair-issues": lambda: hasattr(repairs, "async_create_fix_flow"),
    "runtime-data": lambda: "hass.data[DOMAIN]" not in _sources() and "runtime_data" in _sources(),
    "stale-devices": lambda: hasattr(jingl, "async_remove_config_entry_device"),
    "strict-typing": lambda: (
        _project()["mypy"]["strict"] is True and "custom_components" in _project()["mypy"]["files"]
    ),
    "test-coverage": lambda: _project()["coverage"]["report"]["fail_under"] > 95,
    "unique-config-entry": lambda: "_abort_if_unique_id_configured" in _sources(),
}


def test_every_rule_of_home_assistant_s_own_integrations_is_there() -> None:
    theirs = _rules(Path(homeassistant.components.__path__[0]) / "peblar" / "quality_scale.yaml")
    assert set(_STATUS) == set(theirs)


def test_every_rule_is_done_or_exempt() -> None:
    assert {rule for rule, status in _STATUS.items() if status not in {"done", "exempt"}} == set()
    assert _manifest()["quality_scale"] == "platinum"


def test_every_exemption_has_its_reason() -> None:
    rules = _rules(_ROOT / "quality_scale.yaml")
    exempt = [rule for rule, status in _STATUS.items() if status == "exempt"]
    assert exempt
    for rule in exempt:
        assert len(rules[rule]["comment"]) > 40, rule


@pytest.mark.parametrize("rule", _CHECKS)
def test_what_is_claimed_to_be_done_is(rule: str) -> None:
    assert _STATUS[rule] == "done"
    assert _CHECKS[rule]()


async def test_actions_are_there_without_an_account(hass: HomeAssistant) -> None:
    assert _STATUS["action-setup"] == "done"
    assert await async_setup_component(hass, DOMAIN, {})
    for action in services.ACTIONS:
        assert hass.services.has_service(DOMAIN, action.name)


@pytest.mark.parametrize("rule", [rule for rule in _STATUS if rule.startswith("discovery")])
def test_what_is_not_discovered_is_exempt(rule: str) -> None:
    assert _STATUS[rule] == "exempt"
    assert not {"bluetooth", "dhcp", "homekit", "mqtt", "ssdp", "usb", "zeroconf"} & set(
        _manifest()
    )
