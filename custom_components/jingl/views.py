"""Sends recordings to browsers and speakers, piece by piece."""

from contextlib import aclosing
from http import HTTPStatus
from typing import Final

from aiohttp import web

from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError

from .api import ByteRange, JinglError, JinglNotFoundError, JinglRangeError, Recording
from .calls.listening import FoundRecording, Listener, ListeningRefusedError, RecordingReader
from .calls.recording_links import PATH, listener_with
from .calls.recording_log import note_listening
from .const import LOGGER

_PRIVATE: Final = {
    "Cache-Control": "private, no-store",
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
        return await _Answer(request, *await _find(request, entry_id, call)).send()

    async def head(self, request: web.Request, entry_id: str, call: str) -> web.StreamResponse:
        """Send what a player has to know before it asks for more."""
        return await _Answer(request, *await _find(request, entry_id, call)).send()


async def _find(request: web.Request, entry_id: str, call: str) -> tuple[Listener, FoundRecording]:
    """Return who asks, and for what; permissions may have changed since the link was made."""
    hass = request.app[KEY_HASS]
    listener = await listener_with(hass, request.rel_url, request[KEY_HASS_USER])
    try:
        return listener, RecordingReader(hass, listener).find(entry_id, call)
    except ListeningRefusedError as err:
        # Not 401: whoever asks has a valid login or link, so this is no attempt to guess one, for
        # which Home Assistant would ban their address and log the link.
        raise web.HTTPForbidden from err
    except HomeAssistantError as err:
        raise web.HTTPNotFound from err


class _Answer:
    """Answers one request."""

    def __init__(self, request: web.Request, listener: Listener, found: FoundRecording) -> None:
        self._request = request
        self._listener = listener
        self._found = found
        self._response: web.StreamResponse | None = None

    async def send(self) -> web.StreamResponse:
        """Send the recording."""
        found = self._found
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
        listens = self._request.method == "GET"
        if listens:
            note_listening(self._request.app[KEY_HASS], self._found, self._listener.user)
        try:
            await response.prepare(self._request)
            if listens:
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
