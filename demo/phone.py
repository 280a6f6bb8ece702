"""A phone that shows notifications as Home Assistant's app does."""

import asyncio
from contextlib import suppress
from typing import Any, NoReturn

import aiohttp

from .errors import DemoError
from .home import HomeAssistant

ENTITY = "sensor.office_phone"
REGISTRATION = {
    "device_id": "office_phone",
    "device_name": "Office phone",
    "app_id": "demo",
    "app_name": "Demo",
    "app_version": "1",
    "manufacturer": "Demo",
    "model": "Phone",
    "os_name": "Demo",
    "os_version": "1",
    "supports_encryption": False,
    "app_data": {"push_websocket_channel": True},
}
LONGEST_STATE = 255


class Phone:
    """Show the newest notification as an entity, with its button as an attribute."""

    def __init__(self, home: HomeAssistant) -> None:
        self._home = home
        self._file = home.folder / "phone"

    async def register(self) -> None:
        """Register as a device of the app, unless already done."""
        if not self._file.exists():
            registered = await self._home.post("/api/mobile_app/registrations", REGISTRATION)
            self._file.write_text(registered["webhook_id"])
        await self._show("No missed calls yet")

    async def run(self) -> NoReturn:
        """Receive notifications, even after Home Assistant restarts."""
        channel = {"webhook_id": self._file.read_text()}
        while True:
            with suppress(aiohttp.ClientError, DemoError):
                async for push in self._home.subscribe(
                    "mobile_app/push_notification_channel", **channel
                ):
                    actions = push.get("data", {}).get("actions", [])
                    await self._show(push["message"], *(each["action"] for each in actions))
            await asyncio.sleep(1)

    async def _show(self, message: str, call_back: str = "") -> None:
        attributes = {"friendly_name": "Phone", "icon": "mdi:cellphone", "call_back": call_back}
        state: dict[str, Any] = {"state": message[:LONGEST_STATE], "attributes": attributes}
        await self._home.post(f"/api/states/{ENTITY}", state)
