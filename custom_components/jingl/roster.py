"""Which of an account's handsets are followed. Pure."""

from collections.abc import Collection, Sequence
from typing import Any

from .feed import Fetched


class Roster:
    """The handsets that the user chose, those that came later, and those that are gone."""

    def __init__(
        self, *, chosen: Collection[str], ignored: Collection[str], track_new: bool
    ) -> None:
        self._chosen = set(chosen)
        self._ignored = frozenset(ignored)
        self._track_new = track_new
        self._gone: set[str] = set()
        self._missing: set[str] = set()
        self._is_empty = False
        self._news: set[tuple[str, str]] = set()
        self._followed = sorted(self._chosen)

    @property
    def chosen(self) -> list[str]:
        """Return the handsets to follow whenever Jingl has them."""
        return sorted(self._chosen)

    @property
    def followed(self) -> Sequence[str]:
        """Return the handsets to ask for now, the same object for as long as they are the same."""
        return self._followed

    def settle(self, fetched: Fetched[Any]) -> tuple[set[str], set[str]]:
        """Take in who there is; return the handsets that are new and those that are gone.

        Gone is only what is neither on the complete list nor to be had singly.
        """
        gone = set(fetched.missing) if fetched.listed else set()
        new = self._new(fetched)
        self._gone = (self._gone | gone) - set(fetched.records)
        self._missing = (self._gone | set(fetched.missing)) - set(fetched.records)
        self._is_empty = not fetched.records
        self._chosen |= new
        followed = sorted(self._chosen - self._gone)
        if followed != self._followed:
            self._followed = followed
        return new, gone

    def missing(self, answering: Collection[str]) -> set[str]:
        """Return the chosen handsets that Jingl does not know, asked for each singly.

        One of those `answering` otherwise exists, whatever the account says of its settings.
        """
        return (self._missing & self._chosen) - set(answering)

    def has_vanished(self, answering: Collection[str]) -> bool:
        """Tell whether there is no handset at all where the user chose some."""
        return self._is_empty and not answering and self._missing >= self._chosen > set()

    def has_news(self, fetched: Fetched[Any]) -> bool:
        """Tell whether a handset seems to have come (back) or gone since this was last asked."""
        come = self._new(fetched) | (fetched.records.keys() & self._gone)
        news = {(extension, "come") for extension in come}
        if fetched.listed:
            news |= {(e, "gone") for e in fetched.missing}
        since = news - self._news
        self._news = news
        return bool(since)

    def _new(self, fetched: Fetched[Any]) -> set[str]:
        if not self._track_new:
            return set()
        return fetched.records.keys() - self._chosen - self._ignored
