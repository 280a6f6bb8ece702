"""Fetching all handsets' records: by one list where the account has it, else one by one."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Mapping
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

# For so long Handset Status is done without when it was missing; then twice as long each time.
_FIRST_PAUSE: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched[T]:
    """What a fetch brought."""

    records: Mapping[str, T]
    """By extension number; with a list, also of handsets that nobody asked for."""
    missing: Collection[str]
    """Handsets that Jingl, asked for each singly, does not know, or is known not to know."""
    failed: Mapping[str, JinglError] = field(default_factory=dict)
    """Handsets that could not be asked for, and why."""
    listed: bool
    """Whether the list was complete, so that what is missing is gone."""


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
        self, extensions: Collection[str], unknown: Collection[str] = frozenset()
    ) -> Fetched[T]:
        """Fetch the records of these handsets; JinglError if Jingl answers for none of them.

        A handset that is not on the list is asked for singly, since an empty or short list alone
        proves nothing; but not one that is `unknown`. A list that has answered lately is not
        missing but fails.
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
        """Return what a list brought, with what it lacks asked for singly."""
        lacking = {extension for extension in extensions if extension not in records}
        known = lacking.difference(unknown)
        if not known:
            # The very object of the client, which is another one whenever anything is new.
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

        Raises only what is the account's failure: JinglRateLimitError, and JinglAuthenticationError
        where no other handset answers.
        """
        records: dict[str, T] = {}
        errors: dict[str, JinglError] = {}
        waiting = deque(sorted(extensions))

        async def fetch_some() -> None:
            while waiting:
                extension = waiting.popleft()
                if not records and _nobody_answers(errors.values()):
                    # The others need not wait for their time-outs, nor be refused.
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
    """Fetches what handsets are doing: from Handset Status, else from Handset Select's words."""

    def __init__(self, client: JinglClient) -> None:
        async def list_words() -> dict[str, HandsetStatus]:
            handsets = await client.list_handsets()
            return {extension: handset.status for extension, handset in handsets.items()}

        async def get_words(extension: str) -> HandsetStatus:
            return (await client.get_handset(extension)).status

        self._statuses = Feed(client.list_handset_statuses, client.get_handset_status)
        self._words = Feed(list_words, get_words)
        self._get_status = client.get_handset_status
        # Which of both the last fetch brought.
        self._feed: Feed[HandsetStatus] = self._statuses
        self._answered_at: float | None = None
        self._words_until = 0.0
        self._pause = _FIRST_PAUSE
        # A handset that exists, of which to ask whether Handset Status still is missing.
        self._probe: str | None = None

    async def fetch(
        self, extensions: Collection[str], unknown: Collection[str] = frozenset()
    ) -> Fetched[HandsetStatus]:
        """Fetch what these handsets are doing; JinglError if Jingl answers for none of them.

        The words serve only where Handset Status has never answered, or not for long: they know
        no ringing, so that a moment's failure must not bring them in.
        """
        if self._next is self._words:
            return await self._words.fetch(extensions, unknown)
        try:
            if self._probe and self._probe in extensions and not self._statuses.lists:
                await self._get_status(self._probe)
            fetched = await self._statuses.fetch(extensions, unknown)
        except JinglNotFoundError, JinglBadParameterError, JinglUnexpectedResponseError:
            if _is_recent(self._answered_at):
                raise
        else:
            if fetched.records:
                self._answered_at = monotonic()
                self._pause = _FIRST_PAUSE
                self._probe = None
            if fetched.records or not extensions or _is_recent(self._answered_at):
                self._feed = self._statuses
                return fetched
        words = await self._words.fetch(extensions, unknown)
        if existing := words.records.keys() & set(extensions):
            self._feed = self._words
            # Jingl knows these handsets, so it is the endpoint that is missing. Unless it only
            # stumbled: so it is soon tried again, and later ever less often.
            self._probe = min(existing)
            self._words_until = monotonic() + self._pause
            self._pause = min(2 * self._pause, PROBE_INTERVAL)
        return words

    async def fetch_each(self, extensions: Collection[str]) -> Fetched[HandsetStatus]:
        """Fetch what these handsets are doing one by one, from where the last fetch had it."""
        return await self._feed.fetch_each(extensions)

    @property
    def lists(self) -> bool:
        """Return whether the next fetch begins with the list."""
        return self._next.lists

    @property
    def _next(self) -> Feed[HandsetStatus]:
        """Return which of both the next fetch begins with."""
        return self._words if monotonic() < self._words_until else self._statuses


def _is_recent(moment: float | None) -> bool:
    return moment is not None and monotonic() - moment < PROBE_INTERVAL


def _nobody_answers(errors: Collection[JinglError]) -> bool:
    return len(errors) >= _CONCURRENCY and all(
        isinstance(err, (JinglConnectionError, JinglAuthenticationError)) for err in errors
    )
