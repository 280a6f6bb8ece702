"""The cloud's answers about the recordings of calls, which the vendor only lists in its menu."""

from functools import partial
from http import HTTPStatus
import re

from .audio import Audio
from .messages import Content, Request, Response, method_not_allowed, plain_response
from .record_api import find_record
from .state import Account

# What to send: one part, or the last bytes. Several parts at once are ignored, like nonsense.
RANGE = re.compile(r"bytes=(?:(\d+)-(\d*)|-(\d+))", re.ASCII)


def answer_recording(account: Account, resource: str, call: str, request: Request) -> Response:
    """Answer CallRecording Select or Delete; the sister product calls the first `callaudio`."""
    endpoints = account.endpoints
    available = {"GET": endpoints.call_audio}
    if resource == "callrecording":
        available = {"GET": endpoints.call_recording, "DELETE": endpoints.call_recording_delete}
    if not available.get(request.method, any(available.values())):
        return plain_response(endpoints.off_status, "Not available")
    record = find_record(account.records, call)
    audio = record and account.records.audio(record)
    if not record or not audio:
        return plain_response(HTTPStatus.NOT_FOUND, "Recording not found")
    if request.method not in available:
        return method_not_allowed(", ".join(available))
    if request.method == "DELETE":
        record.deleted = True
        return Response(HTTPStatus.OK)
    return _send(audio, request, ranges=account.records.style.ranges)


def _send(audio: Audio, request: Request, *, ranges: bool) -> Response:
    """Return the audio, or the part that the request asks for."""
    tag = f'"{audio.md5}"'
    headers = {"Content-Type": audio.kind, "ETag": tag}
    part = None
    if ranges:
        headers["Accept-Ranges"] = "bytes"
        if request.header("if-range") in {"", tag}:
            part = _part(request.header("range"), audio.length)
    if part is None:
        return Response(HTTPStatus.OK, b"", headers, Content(audio.pieces, audio.length))
    if not part:
        headers = {"Content-Range": f"bytes */{audio.length}"}
        return plain_response(
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "Range not satisfiable", headers
        )
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{audio.length}"
    content = Content(partial(audio.pieces, part.start, part.stop), len(part))
    return Response(HTTPStatus.PARTIAL_CONTENT, b"", headers, content)


def _part(wanted: str, length: int) -> range | None:
    """Return which bytes a Range header asks for; none of them match if it can't be met."""
    found = RANGE.fullmatch(wanted)
    if found is None:
        return None
    first, last, suffix = found.groups()
    if suffix:
        return range(max(length - int(suffix), 0), length)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, length) if last else length)
