"""Which of an account's handsets are followed. Pure."""

from collections.abc import Collection, Container, Mapping, Sequence
from enum import Enum, auto
from typing import Any

from ..const import CONF_ARRIVED, CONF_HANDSETS, CONF_IGNORED, CONF_TRACK_NEW
from .feed import Fetched


class _Absence(Enum):
    """What is known of a chosen handset that Jingl does not have."""

    MISSING = auto()
    """Asked for singly, it is not known."""
    DOUBTED = auto()
    """Nor is it on the complete list, which may be a slip of Jingl's."""
    GONE = auto()
    """That was so twice in a row, so nobody need ask for it."""


class Roster:
    """The handsets that the user chose, those that came later, and those that are gone."""

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
        # What seemed to have come or gone when this was last asked.
        self._news: set[tuple[str, str]] = set()
        self.followed: Sequence[str] = self.chosen
        """The handsets to ask for now."""

    @property
    def chosen(self) -> list[str]:
        """Return the handsets to follow whenever Jingl has them."""
        return sorted(self._chosen)

    @property
    def is_in_doubt(self) -> bool:
        """Return whether the next settings decide if a handset is gone."""
        return _Absence.DOUBTED in self._absent.values()

    def settle(self, fetched: Fetched[Any]) -> tuple[set[str], set[str]]:
        """Take in who there is; return the handsets that are new and those that are gone by now.

        Gone is only what is neither on the complete list nor known singly, twice in a row, while
        other chosen handsets are there: an account without any may be a slip of Jingl's.
        """
        # Strangers that came by themselves prove nothing of those that the user chose.
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
            elif was:  # It only failed this time.
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
        """Return the chosen handsets that Jingl does not know, asked for each singly.

        One of those `answering` otherwise exists, whatever the account says of its settings.
        """
        return {extension for extension in self._absent if extension not in answering}

    def lost(self, answering: Container[str]) -> set[str]:
        """Return those of the missing handsets that do not leave by themselves."""
        return {
            each
            for each in self.missing(answering)
            if each not in self._arrived or self._absent[each] is not _Absence.DOUBTED
        }

    def has_vanished(self, answering: Collection[str]) -> bool:
        """Return whether there is no handset at all where the user chose some."""
        return self._is_empty and not answering and self._absent.keys() >= self._chosen > set()

    def has_news(self, fetched: Fetched[Any]) -> bool:
        """Return whether a handset seems to have come (back) or gone since this was last asked."""
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
    """Return an account's choice with the handsets that came and those that left by themselves.

    Of the options as they are by now: what the user has chosen or left out meanwhile stands.
    """
    chosen = set(options[CONF_HANDSETS])
    arrived = chosen.intersection(options.get(CONF_ARRIVED, []))
    left = arrived.intersection(gone)
    come = set(new).difference(chosen, options[CONF_IGNORED]) if options[CONF_TRACK_NEW] else set()
    return {
        CONF_HANDSETS: sorted((chosen | come) - left),
        CONF_ARRIVED: sorted((arrived | come) - left),
    }
