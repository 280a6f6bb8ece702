"""An office with automations that Home Assistant runs, and events on its handsets."""

from collections.abc import Callable
from operator import methodcaller
from typing import Any

from pytest_homeassistant_custom_component.common import async_capture_events

from homeassistant.components.automation import DOMAIN as AUTOMATION_DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.setup import async_setup_component

from custom_components.jingl.const import DOMAIN
from simulator.faults import StatusCode
from simulator.server import Server
from simulator.state import Account

from .conftest import Advance

NUMBER = "0409123456"

# The first automation that an office gets.
AUTOMATION = "automation.test_0"

type Act = Callable[[Account], object]

PLACE = methodcaller("place_call", "100", NUMBER)
PICK_UP = methodcaller("remote_answer", "100")
HOLD = methodcaller("hold", "100")
RESUME = methodcaller("resume", "100")
LET_LEAVE_A_MESSAGE = methodcaller("send_to_voicemail", "100")


def ring(extension: str = "100", number: str = NUMBER) -> Act:
    """Return a function that lets a handset ring."""
    return methodcaller("incoming_call", number, extension)


def call(extension: str, other: str) -> Act:
    """Return a function that lets a handset call another."""
    return methodcaller("place_call", extension, other)


def answer(extension: str = "100") -> Act:
    """Return a function that lets somebody answer."""
    return methodcaller("answer", extension)


def hang_up(extension: str = "100") -> Act:
    """Return a function that lets somebody hang up."""
    return methodcaller("hang_up", extension)


def go_offline(extension: str = "100") -> Act:
    """Return a function that takes a phone offline."""
    return lambda account: account.handsets[extension].unregister()


def come_online(address: str = "1.2.3.4:5") -> Act:
    """Return a function that brings Reception's phone online, by default at another address."""
    return lambda account: account.handsets["100"].register(address)


def tell(text: str) -> dict[str, Any]:
    """Return an action for an automation that reports something."""
    return {"event": "told", "event_data": {"told": text}}


class Office:
    """An account in Home Assistant, and what its automations report."""

    def __init__(
        self, hass: HomeAssistant, account: Account, server: Server, advance: Advance
    ) -> None:
        self.hass = hass
        self.account = account
        self.server = server
        self.advance = advance
        self.told = async_capture_events(hass, "told")

    async def automate(self, *automations: dict[str, Any]) -> None:
        """Set up automations."""
        config = [{"alias": f"Test {number}", **each} for number, each in enumerate(automations)]
        assert await async_setup_component(
            self.hass, AUTOMATION_DOMAIN, {AUTOMATION_DOMAIN: config}
        )
        # Includes any polls that became due when a test froze the time.
        await self.hass.async_block_till_done(wait_background_tasks=True)

    def heard(self) -> list[str]:
        """Return and clear the reports, oldest first."""
        told = [event.data["told"].removeprefix("jingl.") for event in self.told]
        self.told.clear()
        return told

    async def after(self, *acts: Act, seconds: float = 16) -> list[str]:
        """Let something happen, then poll Jingl, and return the reports."""
        for act in acts:
            act(self.account)
        await self.advance(seconds)
        return self.heard()

    async def outage(self, *acts: Act) -> list[str]:
        """Let something happen while Jingl fails, and return the reports."""
        self.server.add_fault(StatusCode(503))
        await self.advance(16)
        for act in acts:
            act(self.account)
        await self.advance(16)
        self.server.clear_faults()
        return await self.after()

    @property
    def reception(self) -> dr.DeviceEntry:
        """Return Reception's device."""
        (entry,) = self.hass.config_entries.async_entries(DOMAIN)
        device = dr.async_get(self.hass).async_get_device_by_identifier(
            (DOMAIN, "mycompany_100"), entry.entry_id
        )
        assert device
        return device

    def target(self, kind: str) -> dict[str, str]:
        """Return a target for Reception: its device, or the device's area, floor or label."""
        floor = fr.async_get(self.hass).async_create("Ground").floor_id
        area = ar.async_get(self.hass).async_create("Lobby", floor_id=floor).id
        label = lr.async_get(self.hass).async_create("Phones").label_id
        device = self.reception.id
        dr.async_get(self.hass).async_update_device(device, area_id=area, labels={label})
        ids = {"device": device, "area": area, "floor": floor, "label": label}
        return {f"{kind}_id": ids[kind]}
