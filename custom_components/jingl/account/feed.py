"""Fetch all handsets' records: from one list if the account has it, else one by one."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Set as AbstractSet
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Final

from ..api import (
    HandsetStatus,
    JinglAuthenticationError,
    JinglBadParameterError,
    JinglClient,
    JinglConnectionError,
    JinglError,
    JinglListUnsupportedError,
    JinglNotFoundError,
    JinglRateLimitError,
    JinglUnexpectedResponseError,
)
from .polling import PROBE_INTERVAL

_CONCURRENCY: Final = 8

# The first pause before trying a missing Handset Status again; it doubles each time.
_FIRST_PAUSE: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched[T]:
    """The result of a fetch."""

    records: Mapping[str, T]
    """By extension number; a list may also contain handsets we didn't ask for."""
    missing: Collection[str]
    """Handsets that Jingl doesn't know when asked for each on its own, now or earlier."""
    failed: Mapping[str, JinglError] = field(default_factory=dict)
    """Handsets whose requests failed, and why."""
    listed: bool
    """Whether this comes from a complete list, so that missing handsets are gone."""
    asked: AbstractSet[str] | None = None
    """The handsets asked, if not all; the others' records are their last known ones."""

    @property
    def answers(self) -> set[str]:
        """Return the handsets that this says anything about."""
        return {*self.records, *self.missing, *self.failed}

    def plus(self, more: Fetched[T]) -> Fetched[T]:
        """Return both answers as one."""
        return replace(
            self,
            records={**self.records, **more.records},
            missing={*self.missing, *more.missing},
            failed={**self.failed, **more.failed},
        )


class Feed[T]:
    """Fetches one kind of record of all handsets."""

    def __init__(
        self,
        list_all: Callable[[], Awaitable[Mapping[str, T]]],
        get_one: Callable[[str], Awaitable[T]],
    ) -> None:
        self._list_all = list_all
        self._get_one = get_one
        self._listed_at: float | None = None
        self._no_list_until = 0.0

    @property
    def lists(self) -> bool:
        """Return whether the next fetch begins with the list."""
        return monotonic() >= self._no_list_until

    async def fetch(
        self,
        extensions: Collection[str],
        unknown: Collection[str] = frozenset(),
        turns: Collection[str] | None = None,
    ) -> Fetched[T]:
        """Fetch the records of these handsets; JinglError if Jingl doesn't answer for any of them.

        Without a list, fetches only the handsets in `turns`, if given; then it's no error if none
        of them answers.

        A handset missing from the list is asked for on its own, since an empty or short list proves
        nothing, unless it is in `unknown`. If a list has answered recently, its failure doesn't
        mean that the account has none.
        """
        if self.lists:
            try:
                records = await self._list_all()
            except JinglListUnsupportedError:
                if _is_recent(self._listed_at):
                    raise
                self._no_list_until = monotonic() + PROBE_INTERVAL
            else:
                self._listed_at = monotonic()
                return await self._complete(records, extensions, unknown)
        if turns is not None:
            return await self.fetch_each(turns)
        fetched = await self.fetch_each(extensions)
        if extensions and not fetched.records:
            raise next(
                iter(fetched.failed.values()),
                JinglNotFoundError("Jingl doesn't know any of these handsets"),
            )
        return fetched

    async def _complete(
        self, records: Mapping[str, T], extensions: Collection[str], unknown: Collection[str]
    ) -> Fetched[T]:
        """Return a list's records, after asking for each handset it lacks."""
        lacking = {extension for extension in extensions if extension not in records}
        known = lacking.difference(unknown)
        if not known:
            # Pass on the client's own object, which is a new one whenever anything changes.
            return Fetched(records=records, missing=lacking, listed=True)
        others = await self.fetch_each(known)
        return replace(
            others,
            records={**records, **others.records},
            missing={*others.missing, *(lacking - known)},
            listed=True,
        )

    async def fetch_each(self, extensions: Collection[str]) -> Fetched[T]:
        """Fetch the records of these handsets one by one.

        Raises only failures of the whole account: JinglRateLimitError, and JinglAuthenticationError
        if no other handset answers.
        """
        records: dict[str, T] = {}
        errors: dict[str, JinglError] = {}
        waiting = deque(sorted(extensions))

        async def fetch_some() -> None:
            while waiting:
                extension = waiting.popleft()
                if not records and _nobody_answers(errors.values()):
                    # Spare the others their timeouts or refusals.
                    errors.update(dict.fromkeys((extension, *waiting), next(iter(errors.values()))))
                    waiting.clear()
                    return
                try:
                    records[extension] = await self._get_one(extension)
                except JinglRateLimitError:
                    waiting.clear()
                    raise
                except JinglError as err:
                    errors[extension] = err

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(_CONCURRENCY, len(extensions))):
                    group.create_task(fetch_some())
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None
        refused = [err for err in errors.values() if isinstance(err, JinglAuthenticationError)]
        if refused and not records:
            raise refused[0]
        missing = {e for e, err in errors.items() if isinstance(err, JinglNotFoundError)}
        return Fetched(
            records=records,
            missing=missing,
            failed={e: err for e, err in errors.items() if e not in missing},
            listed=False,
        )


class StatusFeed:
    """Fetches what handsets are doing, from Handset Status or else Handset Select's words."""

    def __init__(self, client: JinglClient) -> None:
        async def list_words() -> dict[str, HandsetStatus]:
            handsets = await client.list_handsets()
            return {extension: handset.status for extension, handset in handsets.items()}

        async def get_words(extension: str) -> HandsetStatus:
            return (await client.get_handset(extension)).status

        self._statuses = Feed(client.list_handset_statuses, client.get_handset_status)
        self._words = Feed(list_words, get_words)
        self._get_status = client.get_handset_status
        # The feed that the last fetch used.
        self._feed: Feed[HandsetStatus] = self._statuses
        self._answered_at: float | None = None
        self._words_until = 0.0
        self._pause = _FIRST_PAUSE
        # An existing handset, to check whether Handset Status is still missing.
        self._probe: str | None = None

    async def fetch(
        self,
        extensions: Collection[str],
        unknown: Collection[str] = frozenset(),
        turns: Collection[str] | None = None,
    ) -> Fetched[HandsetStatus]:
        """Fetch what these handsets are doing, like Feed.fetch.

        Uses the words only if Handset Status hasn't answered for a long time, if ever: they can't
        express ringing, so a brief failure mustn't switch to them.
        """
        if self._next is self._words:
            return await self._words.fetch(extensions, unknown, turns)
        try:
            if self._probe and self._probe in extensions and not self._statuses.lists:
                await self._get_status(self._probe)
            fetched = await self._statuses.fetch(extensions, unknown, turns)
        except JinglNotFoundError, JinglBadParameterError, JinglUnexpectedResponseError:
            if _is_recent(self._answered_at):
                raise
        else:
            self._note_answers(fetched)
            asked = extensions if turns is None else turns
            if fetched.records or not asked or _is_recent(self._answered_at):
                self._feed = self._statuses
                return fetched
        words = await self._words.fetch(extensions, unknown, turns)
        if existing := words.records.keys() & set(extensions):
            self._feed = self._words
            # Jingl knows these handsets, so the endpoint must be missing. In case that was only a
            # hiccup, try again soon, then less and less often.
            self._probe = min(existing)
            self._words_until = monotonic() + self._pause
            self._pause = min(2 * self._pause, PROBE_INTERVAL)
        return words

    async def fetch_each(self, extensions: Collection[str]) -> Fetched[HandsetStatus]:
        """Fetch what these handsets are doing one by one, from the feed used last."""
        fetched = await self._feed.fetch_each(extensions)
        if self._feed is self._statuses:
            self._note_answers(fetched)
        return fetched

    def _note_answers(self, fetched: Fetched[HandsetStatus]) -> None:
        """Note whether Handset Status has answered."""
        if fetched.records:
            self._answered_at = monotonic()
            self._pause = _FIRST_PAUSE
            self._probe = None

    @property
    def lists(self) -> bool:
        """Return whether the next fetch begins with the list."""
        return self._next.lists

    @property
    def _next(self) -> Feed[HandsetStatus]:
        """Return the feed that the next fetch begins with."""
        return self._words if monotonic() < self._words_until else self._statuses


def _is_recent(moment: float | None) -> bool:
    return moment is not None and monotonic() - moment < PROBE_INTERVAL


def _nobody_answers(errors: Collection[JinglError]) -> bool:
    return len(errors) >= _CONCURRENCY and all(
        isinstance(err, (JinglConnectionError, JinglAuthenticationError)) for err in errors
    )
