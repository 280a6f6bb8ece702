"""How reading the handsets' settings changes the options and devices."""

from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from custom_components.jingl.account.devices import (
    create_account_device,
    create_handset_device,
    handset_device,
)
from custom_components.jingl.account.roster import Roster
from custom_components.jingl.account.settings import Settings
from custom_components.jingl.api import (
    Handset,
    HandsetState,
    HandsetStatus,
    JinglClient,
    JinglListUnsupportedError,
)
from custom_components.jingl.const import DOMAIN


def handset(extension: str) -> Handset:
    """Return a handset's settings."""
    status = HandsetStatus(extension=extension, state=HandsetState.IDLE)
    return Handset(extension=extension, name="Front desk", status=status)


class Reading:
    """An account whose settings are being read, with things happening before Jingl answers."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._update = hass.config_entries.async_update_entry
        self.hass = hass
        self.entry = MockConfigEntry(
            domain=DOMAIN,
            unique_id="mycompany",
            data={"account_id": "mycompany", "domain": "mycompany", "host": "jingl.example"},
            options={"handsets": ["100", "101", "102"], "ignored": [], "track_new": True},
        )
        self.entry.add_to_hass(hass)
        self.entry.mock_state(hass, ConfigEntryState.LOADED)
        self.meanwhile: Callable[[], object] = bool
        client = Mock(
            spec=JinglClient, list_handsets=self._list_handsets, get_handset=self._get_handset
        )
        roster = Roster(chosen=["100", "101", "102"], ignored=[], track_new=True)
        self.settings = Settings(hass, self.entry, client, roster)

    async def _list_handsets(self) -> dict[str, Handset]:
        self.meanwhile()
        return {extension: handset(extension) for extension in ("100", "101", "102", "103")}

    async def _get_handset(self, extension: str) -> Handset:
        return handset(f"0{extension}")

    def save(self, **options: Any) -> None:
        """Change the options, as a form does."""
        self._update(self.entry, options={**self.entry.options, **options})


@pytest.fixture
def reading(hass: HomeAssistant) -> Reading:
    return Reading(hass)


@pytest.mark.parametrize(
    "state", [ConfigEntryState.SETUP_IN_PROGRESS, ConfigEntryState.LOADED], ids=str
)
async def test_a_new_handset_is_chosen_by_itself(reading: Reading, state: ConfigEntryState) -> None:
    reading.entry.mock_state(reading.hass, state)
    await reading.settings.refresh(None)
    assert reading.entry.options["handsets"] == ["100", "101", "102", "103"]
    assert reading.entry.options["arrived"] == ["103"]


@pytest.mark.parametrize(
    "state", [ConfigEntryState.LOADED, ConfigEntryState.UNLOAD_IN_PROGRESS], ids=str
)
async def test_a_choice_saved_while_settings_are_read_is_kept(
    reading: Reading, state: ConfigEntryState
) -> None:
    saved = {"handsets": ["100", "101"], "ignored": ["102", "103"], "track_new": False}

    def save() -> None:
        reading.save(**saved)
        reading.entry.mock_state(reading.hass, state)

    reading.meanwhile = save
    await reading.settings.refresh(None)
    assert {key: reading.entry.options[key] for key in saved} == saved
    assert not reading.entry.options.get("arrived")


async def test_a_handset_removed_by_a_repair_while_settings_are_read_does_not_return(
    reading: Reading,
) -> None:
    reading.meanwhile = lambda: reading.save(handsets=["100", "101"], arrived=[])
    await reading.settings.refresh(None)
    assert reading.entry.options["handsets"] == ["100", "101", "103"]


async def test_an_account_that_is_being_unloaded_is_left_alone(reading: Reading) -> None:
    before = dict(reading.entry.options)
    reading.entry.mock_state(reading.hass, ConfigEntryState.UNLOAD_IN_PROGRESS)
    await reading.settings.refresh(None)
    assert reading.entry.options == before


class TestOtherWriting:
    """A handset whose own record writes its number with an extra zero."""

    @pytest.fixture(autouse=True)
    def _device(self, reading: Reading) -> None:
        account = create_account_device(reading.hass, reading.entry)
        create_handset_device(reading.hass, reading.entry, "100", None, account)

    @staticmethod
    def name(reading: Reading) -> str | None:
        """Return the name of the handset's device."""
        device = handset_device(reading.hass, reading.entry, "100")
        return device.name if device else None

    async def test_it_is_renamed_when_a_change_is_read_back(self, reading: Reading) -> None:
        assert self.name(reading) == "Handset 100"
        await reading.settings.read_back("100")
        assert self.name(reading) == "Front desk"

    async def test_it_is_renamed_when_settings_are_read(self, reading: Reading) -> None:
        reading.meanwhile = Mock(side_effect=JinglListUnsupportedError("no list"))
        await reading.settings.refresh(None)
        assert self.name(reading) == "Front desk"
