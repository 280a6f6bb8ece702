"""Find the handsets in Home Assistant's registries."""

from dataclasses import dataclass

from .home import HomeAssistant


@dataclass(frozen=True, slots=True, kw_only=True)
class Handset:
    """A handset's device, and its entity IDs by what they show."""

    device_id: str
    name: str
    extension: str
    entities: dict[str, str]


async def find_handsets(home: HomeAssistant) -> list[Handset]:
    """Return the handsets of all accounts, sorted by extension number."""
    handsets: list[Handset] = []
    entities = await home.websocket("config/entity_registry/list")
    for device in await home.websocket("config/device_registry/list"):
        domain, identifier = next(iter(device["identifiers"]), (None, ""))
        # A device with an entry type is a service: here, the account itself.
        if domain != "jingl" or device["entry_type"] is not None:
            continue
        handsets.append(
            Handset(
                device_id=device["id"],
                name=device["name"],
                extension=identifier.rpartition("_")[2],
                entities={
                    entity["unique_id"].removeprefix(f"{identifier}_"): entity["entity_id"]
                    for entity in entities
                    if entity["device_id"] == device["id"]
                },
            )
        )
    return sorted(handsets, key=lambda handset: handset.extension)
