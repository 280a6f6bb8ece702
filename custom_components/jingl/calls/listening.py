"""Who may listen to which recordings. Nothing else decides that."""

from dataclasses import dataclass
from typing import Final

from homeassistant.auth.models import User
from homeassistant.components import websocket_api
from homeassistant.components.http import KEY_HASS_USER
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.chat_session import current_session
from homeassistant.helpers.http import current_request
from homeassistant.helpers.script import script_stack_cv

from ..account.devices import handset_entities
from ..api import in_turns
from ..const import CONF_AUTOMATIONS, CONF_RECORDINGS, CONF_USERS, DOMAIN
from ..coordinator import JinglConfigEntry, JinglRuntimeData
from ..dialling.directory import may_control
from ..history.call_record import CallRecord
from ..history.calls import CallResult

# Whose handset did no more than ring has no part in what was said.
_NOT_SPOKEN: Final = {CallResult.MISSED, CallResult.ANSWERED_ELSEWHERE}


class ListeningRefusedError(HomeAssistantError):
    """Whoever asks may not listen to this, whether or not it exists."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Who asks for a recording."""

    user: User | None
    """None for an automation, or for nobody in particular."""
    is_automation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRecording:
    """A call with a recording."""

    entry: JinglConfigEntry
    data: JinglRuntimeData
    record: CallRecord
    jingl_id: str


def current_listener() -> Listener:
    """Return on whose behalf Home Assistant asks for media at this moment.

    Raises ListeningRefusedError during a conversation, since neither voice assistants nor language
    models get to hear recordings, whoever talks to them.
    """
    if current_session.get():
        raise only_for_players()
    # Whatever a connection or a request sets off inherits it, and an automation that it switches on
    # does so for good. So neither says who asks while an automation or a script runs, nor in what
    # these leave running, where the stack of scripts is empty.
    if script_stack_cv.get() is not None:
        return Listener(None, is_automation=True)
    connection = websocket_api.current_connection.get()
    if connection and _is_logged_in(connection):
        return Listener(connection.user)
    request = current_request.get()
    return Listener(request.get(KEY_HASS_USER) if request else None, is_automation=True)


def _is_logged_in(connection: websocket_api.ActiveConnection) -> bool:
    """Return whether the login of a connection, which may have ended, is still valid."""
    token = connection.refresh_token_id
    return token is not None and connection.hass.auth.async_get_refresh_token(token) is not None


type _Found = dict[str, FoundRecording]
"""By the calls' ids, which all of their sides share."""


class RecordingReader:
    """Finds the recordings that somebody may listen to, as things stand now."""

    def __init__(self, hass: HomeAssistant, listener: Listener) -> None:
        self._hass = hass
        self._listener = listener
        self._controlled: dict[tuple[str, str], bool] = {}

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

    def may_listen(self, found: FoundRecording) -> bool:
        """Return whether somebody may listen to a recording.

        Those of which Jingl doesn't say whose they are, are for administrators only.
        """
        entry, record = found.entry, found.record
        if not self._may_listen_to_any(entry):
            return False
        return self._hears_all or (
            record.result not in _NOT_SPOKEN and self._controls(entry, record.extension)
        )

    def find(self, entry_id: str, call: str) -> FoundRecording:
        """Return the recording of a call, by the id that it has in the log.

        Raises ListeningRefusedError, or for somebody who may listen to all of them
        HomeAssistantError if there is no such recording.
        """
        entry = self.account(entry_id)
        data = entry.runtime_data
        found: _Found = {}
        for record in data.calls.log:
            if record.id == call:
                self._add(found, recording_of(entry, data, record))
        if call in found:
            return found[call]
        raise unknown_recording() if self._hears_all else self._refusal(entry)

    async def of(self, entry: JinglConfigEntry) -> list[FoundRecording]:
        """Return an account's recordings, newest first, one for each call.

        Of a call between handsets, or which rang at several, it is that of one which answered.
        """
        data = entry.runtime_data
        found: _Found = {}
        async for record in in_turns([*data.calls.log]):
            self._add(found, recording_of(entry, data, record))
        return [*found.values()]

    def _add(self, found: _Found, recording: FoundRecording | None) -> None:
        if recording is None or not self.may_listen(recording):
            return
        record = recording.record
        if record.id not in found or record.result is CallResult.ANSWERED:
            found[record.id] = recording

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
        if user is None or extension is None:
            return False
        key = entry.entry_id, extension
        if key not in self._controlled:
            entities = handset_entities(self._hass, entry, extension)
            self._controlled[key] = may_control(entities, user)
        return self._controlled[key]

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


def recording_of(
    entry: JinglConfigEntry, data: JinglRuntimeData, record: CallRecord
) -> FoundRecording | None:
    """Return the recording of a call in the log, if there is one."""
    if not record.recording or record.jingl_id is None:
        return None
    return FoundRecording(entry=entry, data=data, record=record, jingl_id=record.jingl_id)


def unknown_recording() -> HomeAssistantError:
    """Return what is raised for a recording that isn't there."""
    return HomeAssistantError(
        translation_domain=DOMAIN, translation_key="recording_unknown", translation_placeholders={}
    )


def only_for_players() -> ListeningRefusedError:
    """Return what is raised if something other than a browser or a media player is to listen."""
    return ListeningRefusedError(
        translation_domain=DOMAIN,
        translation_key="recording_only_for_players",
        translation_placeholders={},
    )
