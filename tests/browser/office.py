"""An office with phones, an account in Home Assistant, and a dashboard with the card."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

from demo.home import HomeAssistant
from simulator.server import Server
from simulator.state import Account

HANDSETS = {"100": "Reception", "101": "Sales", "102": "Workshop", "103": "Boardroom"}
ANNA = {"name": "Anna Smith", "numbers": ["0391234567"], "aliases": [], "favourite": True}
CARD = "custom:jingl-phones-card"

# The dialling options form's initial values.
DIALLING = {
    "actions": ["handset", "contact", "national", "mobile"],
    "voice": ["handset", "contact"],
    "allowed": [],
    "denied": [],
    "supervise_others": False,
    "calls": 10,
    "minutes": 5,
    "calls_per_day": 200,
}


@dataclass(frozen=True)
class Office:
    """One account; everything else in Home Assistant belongs to other tests."""

    home: HomeAssistant
    server: Server
    account: Account
    entry_id: str
    dashboard: str

    @classmethod
    @asynccontextmanager
    async def opened(
        cls,
        home: HomeAssistant,
        server: Server,
        name: str,
        prepare: Callable[[Account], None] = lambda _: None,
    ) -> AsyncGenerator[Self]:
        """Set everything up, and remove it at the end."""
        account = server.cloud.add_account(name)
        for extension, handset in HANDSETS.items():
            account.add_handset(extension, name=handset)
        prepare(account)
        login = {"domain": name, "username": "john", "password": "mypassword"}
        entry = await home.add_integration(
            "jingl",
            {**login, "advanced": {"host": server.address, "verify_ssl": True}},
            {"handsets": [*HANDSETS], "track_new": True},
        )
        office = cls(home, server, account, entry["entry_id"], f"phones-{name}")
        await home.add_subentry(office.entry_id, "contact", ANNA)
        await home.websocket(
            "lovelace/dashboards/create",
            url_path=office.dashboard,
            title="Phones",
            show_in_sidebar=False,
        )
        await office.show()
        server.clear_requests()
        yield office
        server.clear_faults()
        await home.delete(f"/api/config/config_entries/entry/{office.entry_id}")

    async def show(self, **options: object) -> None:
        """Put the card on the dashboard, with these options."""
        await self.save({"views": [{"cards": [{"type": CARD, **options}]}]})

    async def save(self, config: dict[str, Any]) -> None:
        """Save this as the dashboard."""
        await self.home.websocket("lovelace/config/save", url_path=self.dashboard, config=config)

    async def permit(self, **dialling: object) -> None:
        """Change the dialling options."""
        steps = {"next_step_id": "dialling"}, {**DIALLING, **dialling}
        await self.home.configure(self.entry_id, *steps)

    async def look(self) -> None:
        """Make Home Assistant poll Jingl now, instead of within 15 seconds."""
        entity = {"entity_id": "sensor.reception_status"}
        await self.home.post("/api/services/homeassistant/update_entity", entity)

    async def rename(self, extension: str, name: str) -> None:
        """Rename a handset's device."""
        await self.home.websocket(
            "config/device_registry/update",
            device_id=await self.device(extension),
            name_by_user=name,
        )

    async def place(self, extension: str, area: str) -> None:
        """Put a handset into an area."""
        await self.home.websocket(
            "config/device_registry/update",
            device_id=await self.device(extension),
            area_id=area,
        )

    async def call_area(self, area: str, name: str) -> None:
        """Rename an area."""
        await self.home.websocket("config/area_registry/update", area_id=area, name=name)

    async def follow(self, *extensions: str) -> None:
        """Choose which handsets Home Assistant follows."""
        choice = {"handsets": extensions, "track_new": True}
        await self.home.configure(self.entry_id, {"next_step_id": "handsets"}, choice)

    async def device(self, extension: str) -> str:
        """Return the id of a handset's device."""
        devices = await self.home.websocket("config/device_registry/list")
        found: str = next(
            each["id"]
            for each in devices
            if self.entry_id in each["config_entries"]
            and any(name.endswith(f"_{extension}") for _, name in each["identifiers"])
        )
        return found

    async def calls(self, extension: str, number: str) -> None:
        """Place a call from a handset with an action."""
        data = {"handset": extension, "number": number}
        await self.home.post("/api/services/jingl/create_call", data)

    async def receives(self, caller: str, extension: str) -> None:
        """Let a call from outside ring."""
        self.account.incoming_call(caller, extension)
        await self.look()

    async def misses(self, extension: str, caller: str) -> None:
        """Let a call ring in vain, but not before Home Assistant has seen it ring."""
        await self.receives(caller, extension)
        status = f"sensor.{HANDSETS[extension].lower()}_status"
        template = f"{{{{ states('{status}') }}}}"
        async with aclosing(self.home.subscribe("render_template", template=template)) as states:
            async for event in states:
                if event["result"] == "ringing":
                    break
        self.account.remote_hang_up(extension)
        await self.look()

    async def is_on_call(self, extension: str, caller: str = "0398765432") -> None:
        """Connect this handset to a caller from outside."""
        self.account.incoming_call(caller, extension)
        self.account.answer(extension)
        await self.look()

    @property
    def acts(self) -> list[dict[str, str]]:
        """Return the writes sent to Jingl."""
        return [dict(each.query) for each in self.server.requests if each.method == "PUT"]
