"""Sends recordings to browsers and speakers, piece by piece."""

from contextlib import aclosing
from http import HTTPStatus
from typing import Final

from aiohttp import web

from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.components.http.auth import SIGN_QUERY_PARAM
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, Unauthorized

from .api import ByteRange, JinglError, JinglNotFoundError, JinglRangeError, Recording
from .calls.listening import FoundRecording, Listener, ListeningRefusedError, RecordingReader
from .calls.recording_links import PATH, is_for_automation
from .calls.recording_log import note_listening
from .const import LOGGER

_PRIVATE: Final = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@callback
def async_setup_views(hass: HomeAssistant) -> None:
    """Serve recordings, if there is a web server."""
    if "http" in hass.config.components:
        hass.http.register_view(RecordingView)


class RecordingView(HomeAssistantView):
    """Sends the recording of a call, or a part of it, to whoever may listen to it."""

    # All of it in the path, which is signed.
    url = f"{PATH}/{{entry_id}}/{{call}}"
    name = "api:jingl:recording"

    async def get(self, request: web.Request, entry_id: str, call: str) -> web.StreamResponse:
        """Send it."""
        listener, found = _find(request, entry_id, call)
        note_listening(request.app[KEY_HASS], found, listener.user)
        return await _Answer(request).send(found)

    async def head(self, request: web.Request, entry_id: str, call: str) -> web.StreamResponse:
        """Send what a player has to know before it asks for more."""
        _, found = _find(request, entry_id, call)
        return await _Answer(request).send(found)


def _find(request: web.Request, entry_id: str, call: str) -> tuple[Listener, FoundRecording]:
    """Return who asks, and for what; permissions may have changed since the link was made."""
    hass = request.app[KEY_HASS]
    if is_for_automation(hass, request.query.get(SIGN_QUERY_PARAM)):
        listener = Listener(None, is_automation=True)
    else:
        listener = Listener(request[KEY_HASS_USER])
    try:
        return listener, RecordingReader(hass, listener).find(entry_id, call)
    except ListeningRefusedError as err:
        raise Unauthorized from err
    except HomeAssistantError as err:
        raise web.HTTPNotFound from err


class _Answer:
    """Answers one request."""

    def __init__(self, request: web.Request) -> None:
        self._request = request
        self._response: web.StreamResponse | None = None

    async def send(self, found: FoundRecording) -> web.StreamResponse:
        """Send a recording."""
        recordings = found.data.coordinator.recordings
        try:
            # Nothing else of the request goes to Jingl.
            async with recordings.open(
                found.jingl_id, ByteRange.of(self._request.headers)
            ) as recording:
                return await self._pass_on(recording)
        except JinglError as err:
            LOGGER.debug("Can't play a recording of %s: %s", found.entry.title, err)
            if self._response is None:
                return _failure(err)
        # Whoever listens must not take what has arrived for the whole.
        if self._request.transport:
            self._request.transport.abort()
        return self._response

    async def _pass_on(self, recording: Recording) -> web.StreamResponse:
        self._response = response = web.StreamResponse(
            status=HTTPStatus.PARTIAL_CONTENT if recording.is_partial else HTTPStatus.OK,
            headers={**recording.headers, **_PRIVATE},
        )
        try:
            await response.prepare(self._request)
            if self._request.method == "GET":
                # Ends with the listener's connection, because Home Assistant then cancels this.
                async with aclosing(recording.pieces()) as pieces:
                    async for piece in pieces:
                        await response.write(piece)
        except ConnectionError:
            pass  # nobody listens any more
        return response


def _failure(err: JinglError) -> web.Response:
    match err:
        case JinglRangeError():
            headers = {} if err.length is None else {"Content-Range": f"bytes */{err.length}"}
            status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        case JinglNotFoundError():
            headers, status = {}, HTTPStatus.NOT_FOUND
        case _:
            headers, status = {}, HTTPStatus.BAD_GATEWAY
    return web.Response(status=status, headers={**headers, **_PRIVATE})
