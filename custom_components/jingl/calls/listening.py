"""Who may listen to which recordings. Nothing else decides that."""

from collections.abc import Iterator
from dataclasses import dataclass

from homeassistant.auth.models import User
from homeassistant.components import websocket_api
from homeassistant.components.http import KEY_HASS_USER
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.http import current_request
from homeassistant.helpers.script import script_stack_cv

from ..account.devices import handset_entities
from ..const import CONF_AUTOMATIONS, CONF_RECORDINGS, CONF_USERS, DOMAIN
from ..coordinator import JinglConfigEntry, JinglRuntimeData
from ..dialling.directory import may_control
from ..history.call_record import CallRecord
from ..history.calls import CallResult
from .reading import FoundCall


class ListeningRefusedError(HomeAssistantError):
    """Whoever asks may not listen to this, whether or not it exists."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Who asks for a recording."""

    user: User | None
    """Who calls an action without an automation or a WebSocket; None for nobody."""
    is_automation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRecording:
    """A call whose recording somebody may listen to."""

    entry: JinglConfigEntry
    data: JinglRuntimeData
    record: CallRecord
    jingl_id: str


def current_listener() -> Listener:
    """Return on whose behalf Home Assistant asks for media at this moment."""
    # Whatever a connection or a request sets off inherits it, and an automation that it switches on
    # does so for good. So neither says who asks while an automation or a script runs.
    if script_stack_cv.get():
        return Listener(None, is_automation=True)
    if connection := websocket_api.current_connection.get():
        return Listener(connection.user)
    request = current_request.get()
    return Listener(request.get(KEY_HASS_USER) if request else None, is_automation=True)


class RecordingReader:
    """Finds the recordings that somebody may listen to, as things stand now."""

    def __init__(self, hass: HomeAssistant, listener: Listener) -> None:
        self._hass = hass
        self._listener = listener
        self._answers: dict[tuple[str, str | None], bool] = {}

    def accounts(self) -> list[JinglConfigEntry]:
        """Return the accounts of which somebody may perhaps listen to anything.

        Raises ListeningRefusedError if there is none among those that are loaded.
        """
        entries: list[JinglConfigEntry] = self._hass.config_entries.async_loaded_entries(DOMAIN)
        allowed = [entry for entry in entries if self._may_listen_to_any(entry)]
        if entries and not allowed:
            raise self._refusal(entries[0])
        return allowed

    def account(self, entry_id: str) -> JinglConfigEntry:
        """Return an account, as `accounts` does; it may also be unknown."""
        entry: JinglConfigEntry | None = self._hass.config_entries.async_get_entry(entry_id)
        if entry is None or entry.domain != DOMAIN or entry.state is not ConfigEntryState.LOADED:
            raise unknown_recording()
        if not self._may_listen_to_any(entry):
            raise self._refusal(entry)
        return entry

    def may_listen(self, entry: JinglConfigEntry, extension: str | None) -> bool:
        """Return whether somebody may listen to a handset's calls.

        Those of which Jingl doesn't say whose they are, are for administrators only.
        """
        key = entry.entry_id, extension
        if key not in self._answers:
            self._answers[key] = self._may_listen_to_any(entry) and (
                self._hears_all or self._controls(entry, extension)
            )
        return self._answers[key]

    def find(self, entry_id: str, call: str) -> FoundRecording:
        """Return the recording of a call, by the id that it has in the log.

        Raises ListeningRefusedError, or for somebody who may listen to all of them
        HomeAssistantError if there is no such recording.
        """
        entry = self.account(entry_id)
        for found in self._of(entry, call):
            return found
        raise unknown_recording() if self._hears_all else self._refusal(entry)

    def of(self, entry: JinglConfigEntry) -> Iterator[FoundRecording]:
        """Yield an account's recordings, newest first, one for each call.

        Of a call between handsets, or which rang at several, it is that of one which answered.
        """
        return self._of(entry, None)

    def _of(self, entry: JinglConfigEntry, call: str | None) -> Iterator[FoundRecording]:
        data = entry.runtime_data
        found: dict[str, FoundRecording] = {}
        for record in data.calls.log:
            if (
                record.recording
                and record.jingl_id is not None
                and call in {None, record.id}
                and self.may_listen(entry, record.extension)
                and (record.id not in found or record.result is CallResult.ANSWERED)
            ):
                found[record.id] = FoundRecording(
                    entry=entry, data=data, record=record, jingl_id=record.jingl_id
                )
        yield from found.values()

    @property
    def _hears_all(self) -> bool:
        user = self._listener.user
        return self._listener.is_automation if user is None else user.is_admin

    def _may_listen_to_any(self, entry: JinglConfigEntry) -> bool:
        options = entry.options.get(CONF_RECORDINGS, {})
        if self._listener.is_automation and not options.get(CONF_AUTOMATIONS, False):
            return False
        user = self._listener.user
        if user is not None and not user.is_active:
            return False
        return self._hears_all or bool(options.get(CONF_USERS, False))

    def _controls(self, entry: JinglConfigEntry, extension: str | None) -> bool:
        user = self._listener.user
        return (
            user is not None
            and extension is not None
            and may_control(handset_entities(self._hass, entry, extension), user)
        )

    def _refusal(self, entry: JinglConfigEntry) -> ListeningRefusedError:
        if self._listener.is_automation:
            return ListeningRefusedError(
                translation_domain=DOMAIN,
                translation_key="recording_automation",
                translation_placeholders={"account": entry.title},
            )
        return ListeningRefusedError(
            translation_domain=DOMAIN,
            translation_key="recording_not_allowed",
            translation_placeholders={},
        )


def as_recording(call: FoundCall) -> FoundRecording | None:
    """Return the recording of a call in the log, if there is one."""
    record = call.record
    if not record.recording or record.jingl_id is None:
        return None
    return FoundRecording(entry=call.entry, data=call.data, record=record, jingl_id=record.jingl_id)


def unknown_recording() -> HomeAssistantError:
    """Return what is raised for a recording that isn't there."""
    return HomeAssistantError(
        translation_domain=DOMAIN, translation_key="recording_unknown", translation_placeholders={}
    )
