"""The rooms that the handsets stand in."""

from .handsets import find_handsets
from .home import HomeAssistant

# By their icons and the extensions of their handsets.
AREAS = {
    "Front office": ("mdi:desk", {"100", "101", "103", "104"}),
    "Factory": ("mdi:factory", {"102", "105"}),
}


async def create_areas(home: HomeAssistant) -> None:
    """Create the areas and put the handsets there, unless that was done before."""
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
