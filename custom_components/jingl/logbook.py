"""Logbook entries for what happened to handsets and recordings."""

from collections.abc import Callable
from typing import Final

from homeassistant.components.logbook import (
    LOGBOOK_ENTRY_ICON,
    LOGBOOK_ENTRY_MESSAGE,
    LOGBOOK_ENTRY_NAME,
)
from homeassistant.const import EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.translation import async_get_cached_translations, async_get_translations

from .const import CONF_HANDSET, DOMAIN, EVENT_HANDSET, EVENT_RECORDING
from .history.calls import CallResult
from .history.registration import RegistrationEventType
from .history.wording import recording_sentence, sentence

# The general-purpose section of the translations.
_SECTION: Final = "common"

_ICONS: Final = {
    CallResult.ANSWERED: "mdi:phone-in-talk",
    CallResult.MISSED: "mdi:phone-missed",
    CallResult.NO_ANSWER: "mdi:phone-outgoing",
    CallResult.VOICEMAIL: "mdi:voicemail",
    CallResult.ANSWERED_ELSEWHERE: "mdi:phone-check-outline",
    RegistrationEventType.REGISTERED: "mdi:phone-check",
    RegistrationEventType.UNREGISTERED: "mdi:phone-off",
    RegistrationEventType.ADDRESS_CHANGED: "mdi:phone-alert",
}

_RECORDING_ICONS: Final = {"played": "mdi:play-circle", "deleted": "mdi:delete"}


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[[str, str, Callable[[Event], dict[str, str]]], None],
) -> None:
    """Register how the logbook describes our events."""

    def text(key: str) -> str:
        path = f"component.{DOMAIN}.{_SECTION}.{key}"
        texts = async_get_cached_translations(hass, hass.config.language, _SECTION, DOMAIN)
        if path not in texts:  # the language was changed a moment ago
            texts = async_get_cached_translations(hass, "en", _SECTION, DOMAIN)
        return texts[path]

    @callback
    def describe(event: Event) -> dict[str, str]:
        # No entity, whose name would replace the handset's.
        return {
            LOGBOOK_ENTRY_NAME: event.data[CONF_HANDSET],
            LOGBOOK_ENTRY_MESSAGE: sentence(event.data, text),
            LOGBOOK_ENTRY_ICON: _ICONS[event.data["type"]],
        }

    @callback
    def describe_recording(event: Event) -> dict[str, str]:
        return {
            LOGBOOK_ENTRY_NAME: event.data[CONF_HANDSET],
            LOGBOOK_ENTRY_MESSAGE: recording_sentence(event.data, text),
            LOGBOOK_ENTRY_ICON: _RECORDING_ICONS[event.data["type"]],
        }

    loaded = hass.config.language

    async def load(_: Event) -> None:
        nonlocal loaded
        if loaded != hass.config.language:
            loaded = hass.config.language
            await async_get_translations(hass, loaded, _SECTION, {DOMAIN})

    # Home Assistant loads a new language only for itself, not for readers of the cache like us.
    hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, load)
    async_describe_event(DOMAIN, EVENT_HANDSET, describe)
    async_describe_event(DOMAIN, EVENT_RECORDING, describe_recording)
