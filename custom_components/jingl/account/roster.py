"""Which of an account's handsets are followed. Pure."""

from collections.abc import Collection, Container, Mapping, Sequence
from enum import Enum, auto
from typing import Any

from ..const import CONF_ARRIVED, CONF_HANDSETS, CONF_IGNORED, CONF_TRACK_NEW
from .feed import Fetched


class _Absence(Enum):
    """How sure we are that Jingl no longer has a chosen handset."""

    MISSING = auto()
    """Jingl doesn't know it when asked for it on its own."""
    DOUBTED = auto()
    """It isn't on the complete list either, which may be a glitch."""
    GONE = auto()
    """That happened twice in a row, so we stop asking for it."""


class Roster:
    """The handsets the user chose, those added later, and those that are gone."""

    def __init__(
        self,
        *,
        chosen: Collection[str],
        ignored: Collection[str],
        track_new: bool,
        arrived: Collection[str] = (),
    ) -> None:
        self._chosen = set(chosen)
        self._arrived = self._chosen.intersection(arrived)
        self._absent: dict[str, _Absence] = {}
        self._ignored = frozenset(ignored)
        self._track_new = track_new
        self._is_empty = False
        # What seemed to have come or gone at the last call of has_news.
        self._news: set[tuple[str, str]] = set()
        self.followed: Sequence[str] = self.chosen
        """The handsets to ask for."""

    @property
    def chosen(self) -> list[str]:
        """Return the handsets to follow while Jingl has them."""
        return sorted(self._chosen)

    @property
    def is_in_doubt(self) -> bool:
        """Return whether the next read of the settings decides if a handset is gone."""
        return _Absence.DOUBTED in self._absent.values()

    def settle(self, fetched: Fetched[Any]) -> tuple[set[str], set[str]]:
        """Update which handsets exist; return the new ones and those now gone.

        A handset is gone if twice in a row it is neither on the complete list nor known when we ask
        for it on its own, while other chosen handsets exist: an empty account may be a glitch.
        """
        # Handsets that were added automatically prove nothing about those the user chose.
        own = self._chosen - self._arrived or self._chosen
        may_be_gone = fetched.listed and not own.isdisjoint(fetched.records)
        new = self._new(fetched)
        self._chosen |= new
        self._arrived |= new
        before, self._absent = self._absent, {}
        for extension in self._chosen - fetched.records.keys():
            was = before.get(extension)
            if was is _Absence.GONE:
                self._absent[extension] = was
            elif extension in fetched.missing and not may_be_gone:
                self._absent[extension] = _Absence.MISSING
            elif extension in fetched.missing:
                is_sure = was is _Absence.DOUBTED
                self._absent[extension] = _Absence.GONE if is_sure else _Absence.DOUBTED
            elif was:  # this time it only failed
                self._absent[extension] = _Absence.MISSING
        gone = {each for each in self._gone if before.get(each) is not _Absence.GONE}
        for extension in gone & self._arrived:
            self._arrived.remove(extension)
            self._chosen.remove(extension)
            del self._absent[extension]
        self._is_empty = not fetched.records
        self.followed = sorted(self._chosen - self._gone)
        return new, gone

    def missing(self, answering: Container[str]) -> set[str]:
        """Return the chosen handsets that Jingl doesn't know when asked for each on its own.

        A handset in `answering` has a status, so it exists, whatever its settings say.
        """
        return {extension for extension in self._absent if extension not in answering}

    def lost(self, answering: Container[str]) -> set[str]:
        """Return the missing handsets, except those about to be removed automatically."""
        return {
            each
            for each in self.missing(answering)
            if each not in self._arrived or self._absent[each] is not _Absence.DOUBTED
        }

    def has_vanished(self, answering: Collection[str]) -> bool:
        """Return whether Jingl has none of the handsets that the user chose, nor any other."""
        return self._is_empty and not answering and self._absent.keys() >= self._chosen > set()

    def has_news(self, fetched: Fetched[Any]) -> bool:
        """Return whether a handset seems to have come (back) or gone since the last call."""
        come = self._new(fetched) | (fetched.records.keys() & self._absent.keys())
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


def choice_after(
    options: Mapping[str, Any], *, new: Collection[str], gone: Collection[str]
) -> dict[str, list[str]]:
    """Return an account's choice, updated for handsets that came and went by themselves.

    Starts from the current options, to keep what the user has chosen or left out meanwhile.
    """
    chosen = set(options[CONF_HANDSETS])
    arrived = chosen.intersection(options.get(CONF_ARRIVED, []))
    left = arrived.intersection(gone)
    come = set(new).difference(chosen, options[CONF_IGNORED]) if options[CONF_TRACK_NEW] else set()
    return {
        CONF_HANDSETS: sorted((chosen | come) - left),
        CONF_ARRIVED: sorted((arrived | come) - left),
    }
