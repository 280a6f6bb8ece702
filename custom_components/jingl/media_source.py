"""Recordings of calls as media: Jingl → account → day → call."""

from collections import Counter
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, override

from homeassistant.components.media_player import (
    BrowseError,
    MediaClass,
    SearchMedia,
    SearchMediaQuery,
)
from homeassistant.components.media_source import (
    BrowseMediaSource,
    MediaSource,
    MediaSourceItem,
    PlayMedia,
    Unresolvable,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util

from .account.devices import handset_device, handset_name
from .account.errors import recording_error
from .api import ByteRange, JinglError, in_turns
from .calls.listening import (
    FoundRecording,
    RecordingReader,
    current_listener,
    only_for_players,
    unknown_recording,
)
from .calls.recording_links import identifier_of, link_to
from .const import DOMAIN
from .history.wording import Texts, length_in_words
from .numbers.party import readable
from .numbers.party_pattern import party_matcher

# The usual type; the real one is only known once it's played.
_MIME_TYPE: Final = "audio/mpeg"
# Show at most this many results.
_MOST_FOUND: Final = 100
# Names and numbers are never longer.
_LONGEST_QUERY: Final = 255
# A call this long ago has the recording that it will ever have.
_SETTLED: Final = timedelta(hours=1)
# To see what kind of recording there is.
_FIRST_BYTE: Final = ByteRange(part="bytes=0-0")


async def async_get_media_source(hass: HomeAssistant) -> MediaSource:
    """Set up the source."""
    return RecordingsSource(hass)


class RecordingsSource(MediaSource):
    """The recordings that whoever asks may listen to."""

    name = "Jingl"

    def __init__(self, hass: HomeAssistant) -> None:
        super().__init__(DOMAIN)
        self._hass = hass

    @override
    async def async_resolve_media(self, item: MediaSourceItem) -> PlayMedia:
        """Return where to listen, once it is certain that there is something to hear."""
        try:
            listener = current_listener()
            if listener.is_automation and not item.target_media_player:
                # Voice satellites, mail and language models name no media player.
                raise only_for_players()
            match _parts(item):
                case [entry_id, _, call]:
                    found = RecordingReader(self._hass, listener).find(entry_id, call)
                case _:
                    raise unknown_recording()
            mime_type = await _mime_type(found)
        except HomeAssistantError as err:
            raise _as(Unresolvable, err) from err
        return PlayMedia(link_to(self._hass, found, listener), mime_type)

    @override
    async def async_browse_media(self, item: MediaSourceItem) -> BrowseMediaSource:
        """Return the accounts, the days of one, or the calls of a day."""
        texts = await self._texts()
        try:
            shelf = _Shelf(self._hass, RecordingReader(self._hass, current_listener()), texts)
            match _parts(item):
                case []:
                    return shelf.accounts()
                case [entry_id]:
                    return await shelf.days(entry_id)
                case [entry_id, day]:
                    return await shelf.calls(entry_id, _date(day))
            raise unknown_recording()
        except HomeAssistantError as err:
            raise _as(BrowseError, err) from err

    @override
    async def async_search_media(
        self, item: MediaSourceItem, query: SearchMediaQuery
    ) -> SearchMedia:
        """Return the newest recordings of a party, by its number or a part of its name."""
        texts = await self._texts()
        entry_id, day, *_ = [*_parts(item), "", ""]
        try:
            shelf = _Shelf(self._hass, RecordingReader(self._hass, current_listener()), texts)
            wanted = query.search_query.strip()[:_LONGEST_QUERY]
            return SearchMedia(
                result=await shelf.search(entry_id, _date(day) if day else None, wanted)
            )
        except HomeAssistantError as err:
            raise _as(BrowseError, err) from err

    async def _texts(self) -> Texts:
        language = self._hass.config.language
        texts = await async_get_translations(self._hass, language, "common", [DOMAIN])
        return lambda key: texts[f"component.{DOMAIN}.common.{key}"]


class _Shelf:
    """Puts recordings where they are looked for."""

    def __init__(self, hass: HomeAssistant, reader: RecordingReader, texts: Texts) -> None:
        self._hass = hass
        self._reader = reader
        self._texts = texts

    def accounts(self) -> BrowseMediaSource:
        accounts = self._reader.accounts()
        return _folder("", "Jingl", [_folder(each.entry_id, each.title) for each in accounts])

    async def days(self, entry_id: str) -> BrowseMediaSource:
        entry = self._reader.account(entry_id)
        counts: Counter[date] = Counter()
        async for found in in_turns(await self._reader.of(entry)):
            counts[_day_of(found)] += 1
        days = sorted(counts, reverse=True)
        return _folder(
            entry_id,
            entry.title,
            [_folder(f"{entry_id}/{day}", f"{self._name_of(day)} · {counts[day]}") for day in days],
        )

    async def calls(self, entry_id: str, day: date) -> BrowseMediaSource:
        entry = self._reader.account(entry_id)
        recordings = in_turns(await self._reader.of(entry))
        calls = [self._call(each) async for each in recordings if _day_of(each) == day]
        return _folder(f"{entry_id}/{day}", self._name_of(day), calls)

    async def search(self, entry_id: str, day: date | None, query: str) -> list[BrowseMediaSource]:
        """Return the calls found, newest first; without an account, those of all of them."""
        entries = [self._reader.account(entry_id)] if entry_id else self._reader.accounts()
        # Thousands of calls are of a few hundred parties.
        is_meant = lru_cache(maxsize=None)(party_matcher(f"*{query}*"))
        found = [
            each
            for entry in entries
            async for each in in_turns(await self._reader.of(entry))
            if day in {None, _day_of(each)}
            and any(is_meant(each.record.number, name) for name in self._names(each))
        ]
        found.sort(key=lambda each: each.record.started, reverse=True)
        return [self._call(each, with_day=True) for each in found[:_MOST_FOUND]]

    def _call(self, found: FoundRecording, *, with_day: bool = False) -> BrowseMediaSource:
        record = found.record
        parts = [
            *([self._name_of(_day_of(found))] if with_day else []),
            f"{dt_util.as_local(record.started):%H:%M}",
            self._handset(found),
            self._party(found),
        ]
        if record.connected_seconds is not None:
            parts.append(length_in_words(record.connected_seconds, self._texts))
        return BrowseMediaSource(
            domain=DOMAIN,
            identifier=identifier_of(found),
            media_class=MediaClass.MUSIC,
            media_content_type=_MIME_TYPE,
            title=" · ".join(parts),
            can_play=True,
            can_expand=False,
        )

    def _name_of(self, day: date) -> str:
        today = dt_util.now().date()
        if day == today:
            return self._texts("recordings_today")
        if day == today - timedelta(days=1):
            return self._texts("recordings_yesterday")
        return day.isoformat()

    def _handset(self, found: FoundRecording) -> str:
        extension = found.record.extension
        if extension is None:
            return found.entry.title
        device = handset_device(self._hass, found.entry, extension)
        return (device and (device.name_by_user or device.name)) or handset_name(extension, None)

    def _party(self, found: FoundRecording) -> str:
        record = found.record
        now = found.data.names.of_party(record.number, record.direction)
        return (
            now
            or record.name
            or (readable(record.number) if record.number else self._texts("activity_nobody"))
        )

    def _names(self, found: FoundRecording) -> set[str | None]:
        return {found.record.name, self._party(found), self._handset(found)}


def _folder(
    identifier: str, title: str, children: list[BrowseMediaSource] | None = None
) -> BrowseMediaSource:
    return BrowseMediaSource(
        domain=DOMAIN,
        identifier=identifier,
        media_class=MediaClass.DIRECTORY,
        media_content_type="",
        title=title,
        can_play=False,
        can_expand=True,
        can_search=True,
        children=children,
    )


def _parts(item: MediaSourceItem) -> list[str]:
    """Return the account, the day and the call that an item is about, as far as it says."""
    return item.identifier.split("/") if item.identifier else []


def _day_of(found: FoundRecording) -> date:
    return dt_util.as_local(found.record.started).date()


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise unknown_recording() from None


def _as[T: HomeAssistantError](kind: type[T], err: HomeAssistantError) -> T:
    """Return an error as one of the kind that Home Assistant shows."""
    return kind(
        translation_domain=DOMAIN,
        translation_key=err.translation_key,
        translation_placeholders=err.translation_placeholders,
    )


async def _mime_type(found: FoundRecording) -> str:
    """Ask Jingl what kind of recording there is; HomeAssistantError if there is none."""
    record = found.record
    try:
        async with found.data.coordinator.recordings.open(found.jingl_id, _FIRST_BYTE) as recording:
            return recording.content_type
    except JinglError as err:
        over = record.ended or record.started + timedelta(seconds=record.connected_seconds or 0)
        raise recording_error(
            err, account=found.entry.title, is_recent=dt_util.utcnow() - over < _SETTLED
        ) from err
