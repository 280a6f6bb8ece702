"""The documents' examples are automations that Home Assistant takes."""

from pathlib import Path
import re

import pytest

from homeassistant.components.automation import DOMAIN as AUTOMATION_DOMAIN
from homeassistant.const import ATTR_ENTITY_ID, SERVICE_TURN_OFF, STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml

from tests.conftest import state_of

ROOT = Path(__file__).parents[1]
EXAMPLES = [
    example
    for name in ("docs/actions.md", "docs/recordings.md", "docs/triggers.md", "docs/conditions.md")
    for example in re.findall(r"```yaml\n(.*?)```", (ROOT / name).read_text(), re.DOTALL)
]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("example", EXAMPLES)
async def test_an_example_is_a_valid_automation(hass: HomeAssistant, example: str) -> None:
    content = parse_yaml(example)
    assert isinstance(content, dict)
    if "action" in content:
        content = {"actions": [content]}
    if "sequence" in content:
        content = {"actions": content["sequence"]}
    rest: dict[str, list[object]] = {"triggers": [], "actions": []}
    assert await async_setup_component(
        hass, AUTOMATION_DOMAIN, {AUTOMATION_DOMAIN: {**rest, **content, "alias": "Test"}}
    )
    assert state_of(hass, "automation.test") == STATE_ON
    # One that waits for a time of day would wait beyond the test.
    await hass.services.async_call(
        AUTOMATION_DOMAIN, SERVICE_TURN_OFF, {ATTR_ENTITY_ID: "automation.test"}, blocking=True
    )
