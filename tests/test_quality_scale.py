"""What quality_scale.yaml claims is complete, and true as far as that can be told cheaply."""

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


_RULES: Final = _rules(_ROOT / "quality_scale.yaml")
_STATUS: Final = {
    rule: value if isinstance(value, str) else value["status"] for rule, value in _RULES.items()
}
_MANIFEST: Final[dict[str, Any]] = json.loads((_ROOT / "manifest.json").read_text())
_TOOLS: Final = tomllib.loads((_REPOSITORY / "pyproject.toml").read_text())["tool"]
# What is installed for the tests.
_PINNED: Final = (_REPOSITORY / "requirements.txt").read_text(encoding="utf-8").splitlines()
_SOURCES: Final = "\n".join(path.read_text() for path in sorted(_ROOT.rglob("*.py")))
_DOCUMENTATION: Final = "\n".join(
    page.read_text(encoding="utf-8")
    for page in (_REPOSITORY / "README.md", *sorted((_REPOSITORY / "docs").rglob("*.md")))
)


def _documents(*headings: str) -> bool:
    """Return whether there is a section under one of these headings."""
    pattern = rf"^#+ .*\b({'|'.join(headings)})"
    return re.search(pattern, _DOCUMENTATION, re.MULTILINE | re.IGNORECASE) is not None


def _describes(described: str) -> bool:
    """Return whether all that a file describes is documented by its full name."""
    keys = parse_yaml((_ROOT / described).read_text())
    assert isinstance(keys, dict)
    names = [f"{DOMAIN}.{key}" for key in keys if not key.startswith(".")]
    return all(name in _DOCUMENTATION for name in names)


# Where a rule can be checked at little cost; the others are for people to judge.
_CHECKS: Final[dict[str, bool]] = {
    "brands": {"icon.png", "logo.png"} <= {path.name for path in (_ROOT / "brand").iterdir()},
    "config-entry-unloading": hasattr(jingl, "async_unload_entry"),
    "config-flow": _MANIFEST["config_flow"] is True,
    "dependency-transparency": all(
        "==" in requirement and requirement in _PINNED for requirement in _MANIFEST["requirements"]
    ),
    "diagnostics": hasattr(diagnostics, "async_get_config_entry_diagnostics")
    and hasattr(diagnostics, "async_get_device_diagnostics"),
    "docs-actions": _describes("services.yaml"),
    "docs-conditions": _describes("conditions.yaml"),
    "docs-configuration-parameters": _documents("Options"),
    "docs-data-update": _documents("How often Jingl is polled"),
    "docs-examples": _DOCUMENTATION.count("triggers:\n") >= 3,
    "docs-installation-instructions": _documents("Install"),
    "docs-installation-parameters": _documents("Set up"),
    "docs-known-limitations": _documents("Limits", "Limitations"),
    "docs-removal-instructions": _documents("Remov"),
    "docs-supported-devices": _documents("Supported"),
    "docs-supported-functions": _documents("Entities"),
    "docs-triggers": _describes("triggers.yaml"),
    "docs-troubleshooting": _documents("If it doesn't work"),
    "has-entity-name": all(
        each._attr_has_entity_name
        for each in (entity.JinglHandsetEntity, entity.JinglAccountEntity)
    ),
    "inject-websession": "session" in inspect.signature(JinglClient).parameters,
    "integration-owner": bool(_MANIFEST["codeowners"]),
    "parallel-updates": all(
        hasattr(import_module(f"custom_components.jingl.{platform}"), "PARALLEL_UPDATES")
        for platform in jingl.PLATFORMS
    ),
    "reauthentication-flow": hasattr(config_flow.JinglConfigFlow, "async_step_reauth_confirm"),
    "reconfiguration-flow": hasattr(config_flow.JinglConfigFlow, "async_step_reconfigure"),
    "repair-issues": hasattr(repairs, "async_create_fix_flow"),
    "runtime-data": "hass.data[DOMAIN]" not in _SOURCES and "runtime_data" in _SOURCES,
    "stale-devices": hasattr(jingl, "async_remove_config_entry_device"),
    "strict-typing": _TOOLS["mypy"]["strict"] is True
    and "custom_components" in _TOOLS["mypy"]["files"],
    "test-coverage": _TOOLS["coverage"]["report"]["fail_under"] > 95,
    "unique-config-entry": "_abort_if_unique_id_configured" in _SOURCES,
}


def test_every_rule_of_home_assistant_s_own_integrations_is_there() -> None:
    theirs = _rules(Path(homeassistant.components.__path__[0]) / "peblar" / "quality_scale.yaml")
    assert set(_STATUS) == set(theirs)


def test_every_rule_is_done_or_exempt_for_a_reason() -> None:
    assert _MANIFEST["quality_scale"] == "platinum"
    assert set(_STATUS.values()) == {"done", "exempt"}
    for rule, status in _STATUS.items():
        assert status == "done" or len(_RULES[rule]["comment"]) > 40, rule


@pytest.mark.parametrize("rule", _CHECKS)
def test_what_is_claimed_to_be_done_is(rule: str) -> None:
    assert _STATUS[rule] == "done"
    assert _CHECKS[rule]


async def test_actions_are_there_without_an_account(hass: HomeAssistant) -> None:
    assert _STATUS["action-setup"] == "done"
    assert await async_setup_component(hass, DOMAIN, {})
    for action in services.SCHEMAS:
        assert hass.services.has_service(DOMAIN, action)


def test_what_is_not_discovered_is_exempt() -> None:
    assert {_STATUS["discovery"], _STATUS["discovery-update-info"]} == {"exempt"}
    ways = {"bluetooth", "dhcp", "homekit", "mqtt", "ssdp", "usb", "zeroconf"}
    assert not ways & set(_MANIFEST)
