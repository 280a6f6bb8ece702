"""The documents' examples of triggers and conditions are automations that Home Assistant takes."""

from pathlib import Path
import re

import pytest

from homeassistant.components.automation import DOMAIN as AUTOMATION_DOMAIN
from homeassistant.const import STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml

from tests.conftest import state_of

DOCS = Path(__file__).parents[1] / "docs"
EXAMPLES = [
    example
    for name in ("triggers.md", "conditions.md")
    for example in re.findall(r"```yaml\n(.*?)```", (DOCS / name).read_text(), re.DOTALL)
]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("example", EXAMPLES)
async def test_an_example_is_a_valid_automation(hass: HomeAssistant, example: str) -> None:
    content = parse_yaml(example)
    assert isinstance(content, dict)
    rest = {"alias": "Test", "triggers": [], "actions": []}
    assert await async_setup_component(
        hass, AUTOMATION_DOMAIN, {AUTOMATION_DOMAIN: {**rest, **content}}
    )
    assert state_of(hass, "automation.test") == STATE_ON
