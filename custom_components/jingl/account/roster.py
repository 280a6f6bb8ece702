"""Which of an account's handsets are followed. Pure."""

from collections.abc import Collection, Container, Sequence
from enum import Enum, auto
from typing import Any

from .feed import Fetched


class _Absence(Enum):
    """Why a chosen handset is not to be had."""

    MISSING = auto()
    """Asked for singly, it is not known."""
    GONE = auto()
    """Neither is it on the complete list, so that nobody need ask for it."""


class Roster:
    """The handsets that the user chose, those that came later, and those that are gone."""

    def __init__(
        self, *, chosen: Collection[str], ignored: Collection[str], track_new: bool
    ) -> None:
        self._chosen = set(chosen)
        self._absent: dict[str, _Absence] = {}
        self._ignored = frozenset(ignored)
        self._track_new = track_new
        self._is_empty = False
        # What seemed to have come or gone when this was last asked.
        self._news: set[tuple[str, str]] = set()
        self.followed: Sequence[str] = self.chosen
        """The handsets to ask for now."""

    @property
    def chosen(self) -> list[str]:
        """Return the handsets to follow whenever Jingl has them."""
        return sorted(self._chosen)

    def settle(self, fetched: Fetched[Any]) -> tuple[set[str], set[str]]:
        """Take in who there is; return the handsets that are new and those that are gone.

        Gone is only what is neither on the complete list nor known singly.
        """
        new = self._new(fetched)
        self._chosen |= new
        absence = _Absence.GONE if fetched.listed else _Absence.MISSING
        for extension in self._chosen.intersection(fetched.missing):
            if self._absent.get(extension) is not _Absence.GONE:
                self._absent[extension] = absence
        for extension in self._absent.keys() & fetched.records.keys():
            del self._absent[extension]
        self._is_empty = not fetched.records
        self.followed = sorted(self._chosen - self._gone)
        return new, set(fetched.missing) if fetched.listed else set()

    def missing(self, answering: Container[str]) -> set[str]:
        """Return the chosen handsets that Jingl does not know, asked for each singly.

        One of those `answering` otherwise exists, whatever the account says of its settings.
        """
        return {extension for extension in self._absent if extension not in answering}

    def has_vanished(self, answering: Collection[str]) -> bool:
        """Return whether there is no handset at all where the user chose some."""
        return self._is_empty and not answering and self._absent.keys() >= self._chosen > set()

    def has_news(self, fetched: Fetched[Any]) -> bool:
        """Return whether a handset seems to have come (back) or gone since this was last asked."""
        come = self._new(fetched) | (fetched.records.keys() & self._gone)
        news = {(extension, "come") for extension in come}
        if fetched.listed:
            news |= {(each, "gone") for each in fetched.missing}
        since, self._news = news - self._news, news
        return bool(since)

    @property
    def _gone(self) -> set[str]:
        return {each for each, absence in self._absent.items() if absence is _Absence.GONE}

    def _new(self, fetched: Fetched[Any]) -> set[str]:
        if not self._track_new:
            return set()
        return fetched.records.keys() - self._chosen - self._ignored
