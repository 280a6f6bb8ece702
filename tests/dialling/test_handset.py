"""The handset that an action is for."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
    label_registry as lr,
)

from custom_components.jingl.account.devices import handset_device
from custom_components.jingl.const import DOMAIN
from tests.switchboard import Office


def device_of(office: Office, extension: str) -> str:
    """Return the id of a handset's device."""
    device = handset_device(office.hass, office.entry, extension)
    assert device
    return device.id


@pytest.fixture
def places(hass: HomeAssistant, office: Office) -> dict[str, dict[str, str]]:
    """Return targets that contain the Workshop and many things that aren't handsets."""
    floor = fr.async_get(hass).async_create("Ground floor")
    area = ar.async_get(hass).async_create("Back", floor_id=floor.floor_id)
    label = lr.async_get(hass).async_create("Loud")
    devices, entities = dr.async_get(hass), er.async_get(hass)
    account = next(
        each
        for each in dr.async_entries_for_config_entry(devices, office.entry.entry_id)
        if each.entry_type
    )
    lamp = devices.async_get_or_create(
        config_entry_id=office.entry.entry_id, identifiers={("other", "lamp")}
    )
    for device_id in (device_of(office, "102"), account.id, lamp.id):
        devices.async_update_device(device_id, area_id=area.id, labels={label.label_id})
    entities.async_get_or_create("light", "other", "1", device_id=lamp.id)
    return {
        "entity": {"entity_id": "event.workshop_call"},
        "another entity": {"entity_id": "sensor.workshop_status"},
        "device": {"device_id": device_of(office, "102")},
        "area": {"area_id": area.id},
        "floor": {"floor_id": floor.floor_id},
        "label": {"label_id": label.label_id},
    }


async def act(office: Office, **data: Any) -> None:
    """Call Sales."""
    await office.hass.services.async_call(
        DOMAIN, "create_call", {"number": "101", **data}, blocking=True
    )


async def refused(office: Office, **data: Any) -> ServiceValidationError:
    """Return why the call is refused, before anything is sent."""
    with pytest.raises(ServiceValidationError) as caught:
        await act(office, **data)
    assert office.requests == []
    return caught.value


@pytest.mark.parametrize("place", ["entity", "another entity", "device", "area", "floor", "label"])
async def test_a_target_with_one_handset_is_that_handset(
    office: Office, places: dict[str, dict[str, str]], place: str
) -> None:
    await act(office, **places[place])
    assert office.calls == ["102 > 101"]


async def test_an_entity_and_the_device_of_one_handset_are_one(office: Office) -> None:
    await act(office, entity_id=["event.workshop_call"], device_id=[device_of(office, "102")])
    assert office.calls == ["102 > 101"]


@pytest.mark.parametrize("handset", ["Workshop", "  workshop ", "102"])
async def test_a_handset_may_be_given_by_name(office: Office, handset: str) -> None:
    await act(office, handset=handset)
    assert office.calls == ["102 > 101"]


async def test_a_name_that_reads_like_a_number_is_not_a_name(
    office: Office, hass: HomeAssistant
) -> None:
    dr.async_get(hass).async_update_device(device_of(office, "102"), name_by_user="199")
    assert (await refused(office, handset="199")).translation_key == "handset_unknown"


async def test_two_handsets_with_the_same_name_are_listed(
    office: Office, hass: HomeAssistant
) -> None:
    dr.async_get(hass).async_update_device(device_of(office, "102"), name_by_user="Reception")
    error = await refused(office, handset="reception")
    assert error.translation_key == "handset_named_alike"
    assert "Reception (100), Reception (102)" in str(error)


async def test_no_handset_or_several_are_refused(
    office: Office, hass: HomeAssistant, places: dict[str, dict[str, str]]
) -> None:
    assert (await refused(office)).translation_key == "handset_missing"
    assert (await refused(office, handset=" ")).translation_key == "handset_missing"
    empty = ar.async_get(hass).async_create("Attic")
    for nothing in ({"area_id": empty.id}, {"area_id": "gone"}, {"label_id": "gone"}):
        assert (await refused(office, **nothing)).translation_key == "handset_missing"
    error = await refused(office, **places["area"], entity_id="event.reception_call")
    assert error.translation_key == "handset_not_one"
    assert "Reception, Workshop" in str(error)


async def test_a_target_and_a_handset_together_are_refused(
    office: Office, places: dict[str, dict[str, str]]
) -> None:
    for place in places.values():
        error = await refused(office, handset="100", **place)
        assert error.translation_key == "handset_and_target"


async def test_a_direct_target_must_be_a_handset(office: Office, hass: HomeAssistant) -> None:
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    lamp = dr.async_get(hass).async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("other", "lamp")}, name="Lamp"
    )
    account = next(
        each
        for each in dr.async_entries_for_config_entry(dr.async_get(hass), office.entry.entry_id)
        if each.entry_type
    )
    for target, wanted in (
        ({"device_id": account.id}, "not_a_handset"),
        ({"entity_id": "sensor.mycompany_active_calls"}, "not_a_handset"),
        ({"device_id": lamp.id}, "service_device_wrong_domain"),
        ({"device_id": "gone"}, "service_device_not_found"),
        ({"entity_id": "light.lamp"}, "not_a_handset"),
        ({"entity_id": ["event.workshop_call", "light.lamp"]}, "not_a_handset"),
        ({"entity_id": "all"}, "not_a_handset"),
    ):
        assert (await refused(office, **target)).translation_key == wanted


async def test_a_target_that_is_not_loaded_fails_loudly(
    office: Office, places: dict[str, dict[str, str]]
) -> None:
    await office.unload()
    for place in ("device", "entity", "area", "label"):
        error = await refused(office, **places[place])
        assert error.translation_key == "service_config_entry_not_loaded"
