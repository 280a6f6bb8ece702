"""The rooms that the handsets are in."""

from .handsets import find_handsets
from .home import HomeAssistant

# Each with its icon and the extensions of its handsets.
AREAS = {
    "Front office": ("mdi:desk", {"100", "101", "103", "104"}),
    "Factory": ("mdi:factory", {"102", "105"}),
}


async def create_areas(home: HomeAssistant) -> None:
    """Create the areas and put the handsets there, unless already done."""
    known = {area["name"] for area in await home.websocket("config/area_registry/list")}
    handsets = await find_handsets(home)
    for name, (icon, extensions) in AREAS.items():
        if name in known:
            continue
        area = await home.websocket("config/area_registry/create", name=name, icon=icon)
        for handset in handsets:
            if handset.extension in extensions:
                await home.websocket(
                    "config/device_registry/update",
                    device_id=handset.device_id,
                    area_id=area["area_id"],
                )
