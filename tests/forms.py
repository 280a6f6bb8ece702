"""Home Assistant's forms, filled in as a user would."""

from collections.abc import Mapping
from typing import Any, Self

from aiohttp.test_utils import TestClient

from homeassistant.data_entry_flow import FlowManager, section

type Client = TestClient[Any, Any]


class Form:
    """A form or menu as shown, or its result."""

    def __init__(self, flows: FlowManager[Any, Any, Any], flow: Mapping[str, Any]) -> None:
        self.flow = flow
        self._flows = flows

    async def enter(self, user_input: Mapping[str, Any] | None = None, **more: Any) -> Self:
        """Fill it in, and return the next step once Home Assistant has settled."""
        flow = await self._flows.async_configure(
            self.flow["flow_id"], {**(user_input or {}), **more}
        )
        await self._flows.hass.async_block_till_done(wait_background_tasks=True)
        return type(self)(self._flows, flow)

    @property
    def step(self) -> str:
        """Return the form's step, or None at the end."""
        return str(self.flow.get("step_id", ""))

    @property
    def end(self) -> str:
        """Return the reason for aborting, or `create_entry`; None if there is another form."""
        return "" if self.step else str(self.flow.get("reason", self.flow["type"].value))

    @property
    def errors(self) -> dict[str, str]:
        """Return what is wrong with what was entered."""
        errors: dict[str, str] = self.flow["errors"]
        return errors

    @property
    def placeholders(self) -> dict[str, str]:
        """Return the placeholders of its texts."""
        placeholders: dict[str, str] = self.flow["description_placeholders"]
        return placeholders

    @property
    def fields(self) -> dict[str, Any]:
        """Return its fields by name."""
        return {str(key): field for key, field in self.flow["data_schema"].schema.items()}

    @property
    def shown(self) -> dict[str, Any]:
        """Return the values shown, including those in its section."""
        return _suggested(self.flow["data_schema"].schema)


def _suggested(fields: Mapping[Any, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for key, field in fields.items():
        if isinstance(field, section):
            shown[str(key)] = _suggested(field.schema.schema)
        elif key.description:
            shown[str(key)] = key.description["suggested_value"]
    return shown


async def send(client: Client, path: str, **content: Any) -> dict[str, Any]:
    """Send a form as the frontend does, and return the next step."""
    response = await client.post(path, json=content)
    assert response.ok, await response.text()
    answer: dict[str, Any] = await response.json()
    return answer
