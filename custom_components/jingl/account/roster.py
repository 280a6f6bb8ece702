"""Which of an account's handsets are followed. Pure."""

from collections.abc import Collection, Sequence
from enum import Enum, auto
from typing import Any

from .feed import Fetched


class _Presence(Enum):
    """Whether Jingl knows a chosen handset."""

    HERE = auto()
    MISSING = auto()
    """Asked for singly, it is not known."""
    GONE = auto()
    """Neither is it on the complete list, so that nobody need ask for it."""


class Roster:
    """The handsets that the user chose, those that came later, and those that are gone."""

    def __init__(
        self, *, chosen: Collection[str], ignored: Collection[str], track_new: bool
    ) -> None:
        self._chosen = dict.fromkeys(chosen, _Presence.HERE)
        self._ignored = frozenset(ignored)
        self._track_new = track_new
        self._is_empty = False
        # What seemed to have come or gone when this was last asked.
        self._news: set[tuple[str, str]] = set()
        self.followed: Sequence[str] = sorted(chosen)
        """The handsets to ask for now."""

    @property
    def chosen(self) -> list[str]:
        """Return the handsets to follow whenever Jingl has them."""
        return sorted(self._chosen)

    def settle(self, fetched: Fetched[Any]) -> tuple[set[str], set[str]]:
        """Take in who there is; return the handsets that are new and those that are gone.

        Gone is only what is neither on the complete list nor known singly.
        """
        absent = _Presence.GONE if fetched.listed else _Presence.MISSING
        new = self._new(fetched)
        for extension in (*self._chosen, *new):
            if extension in fetched.records:
                self._chosen[extension] = _Presence.HERE
            elif extension in fetched.missing and self._chosen[extension] is not _Presence.GONE:
                self._chosen[extension] = absent
        self._is_empty = not fetched.records
        self.followed = sorted(
            e for e, presence in self._chosen.items() if presence is not _Presence.GONE
        )
        return new, set(fetched.missing) if fetched.listed else set()

    def missing(self, answering: Collection[str]) -> set[str]:
        """Return the chosen handsets that Jingl does not know, asked for each singly.

        One of those `answering` otherwise exists, whatever the account says of its settings.
        """
        missing = {e for e, presence in self._chosen.items() if presence is not _Presence.HERE}
        return missing - set(answering)

    def has_vanished(self, answering: Collection[str]) -> bool:
        """Return whether there is no handset at all where the user chose some."""
        is_anybody_here = not self._is_empty or _Presence.HERE in self._chosen.values()
        return bool(self._chosen) and not is_anybody_here and not answering

    def has_news(self, fetched: Fetched[Any]) -> bool:
        """Return whether a handset seems to have come (back) or gone since this was last asked."""
        gone = {e for e, presence in self._chosen.items() if presence is _Presence.GONE}
        news = {(each, "come") for each in self._new(fetched) | (fetched.records.keys() & gone)}
        if fetched.listed:
            news |= {(each, "gone") for each in fetched.missing}
        since, self._news = news - self._news, news
        return bool(since)

    def _new(self, fetched: Fetched[Any]) -> set[str]:
        if not self._track_new:
            return set()
        return fetched.records.keys() - self._chosen.keys() - self._ignored
