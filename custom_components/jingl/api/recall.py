"""Remember the last answers, so that an unchanged answer isn't parsed again.

Answers and their records contain SIP passwords, so only hashes and parsed records are kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
import operator
from time import monotonic
from typing import Final, Protocol

import orjson

from .exceptions import JinglUnexpectedResponseError
from .responses import Body, decode, decode_list
from .turns import Turn

# How many seconds to trust that nothing follows a full page, once a request has shown that. An
# account whose handsets exactly fill a page would otherwise need two requests each time.
_END_HOLDS: Final = 60.0


class Record(Protocol):
    """A record with an extension number."""

    @property
    def extension(self) -> str:
        """Return the extension number."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Page[T: Record]:
    """A page of a list; an unchanged page is the same object."""

    hash: int
    records: Mapping[str, T]
    """By extension number."""
    read: Mapping[int, T]
    """By the hash of the JSON they were parsed from."""
    length: int
    """How many records there were, usable or not."""


class Recall[T: Record]:
    """Parses one kind of record, and returns the same object while it is unchanged.

    Remembers the last list, and single records that aren't on it.
    """

    def __init__(
        self, parse: Callable[[object], T], same: Callable[[T, T], bool] = operator.eq
    ) -> None:
        self._parse = parse
        self._same = same
        self._singles: dict[str, tuple[int, T]] = {}
        self._pages: dict[str, Page[T]] = {}
        self._records: Mapping[str, T] = {}
        self._end = "", 0.0

    def single(self, extension: str, body: Body, endpoint: str) -> T:
        """Parse the answer for one handset; JinglUnexpectedResponseError if it isn't one."""
        known = self._singles.get(extension)
        if known and known[0] == hash(body):
            return known[1]
        record = decode(body, endpoint, self._parse)
        if _plain(record.extension) != _plain(extension):
            raise JinglUnexpectedResponseError(f"{endpoint}: the answer is for another handset")
        if known and self._same(record, known[1]):
            record = known[1]
        self._singles[extension] = hash(body), record
        return record

    def forget(self, extension: str) -> None:
        """Forget a handset that could not be read."""
        self._singles.pop(extension, None)

    async def page(self, after: str, body: Body, endpoint: str) -> Page[T]:
        """Parse the page of a list that follows an extension number.

        Broken records are skipped; JinglUnexpectedResponseError if all of them are broken.
        """
        last = self._pages.get(after)
        if last and last.hash == hash(body):
            return last
        array = decode_list(body, endpoint)
        known = last.read if last else {}
        read: dict[int, T] = {}
        problem: ValueError | None = None
        turn = Turn()
        for raw in array:
            try:
                key = hash(orjson.dumps(raw))
                record = known.get(key)
                if record is None:
                    # Known records take almost no time.
                    if turn.is_over:
                        await turn.give_up()
                    record = self._read(raw)
            except TypeError:
                problem = ValueError("nested too deeply")
            except ValueError as err:
                problem = err
            else:
                read[key] = record
        if problem and not read:
            raise JinglUnexpectedResponseError(f"{endpoint}: {problem}")
        return Page(
            hash=hash(body),
            records={record.extension: record for record in read.values()},
            read=read,
            length=len(array),
        )

    def note_end(self, after: str) -> None:
        """Note that nothing comes after an extension number."""
        self._end = after, monotonic()

    def is_end(self, after: str) -> bool:
        """Return whether a recent request showed that nothing comes after an extension number."""
        return after == self._end[0] and monotonic() - self._end[1] < _END_HOLDS

    def whole(self, pages: dict[str, Page[T]], records: Mapping[str, T]) -> Mapping[str, T]:
        """Return the list these pages add up to, as the same object if the pages are unchanged."""
        if pages != self._pages:
            self._pages = pages
            self._records = records
            self._singles = {
                asked: known
                for asked, known in self._singles.items()
                if known[1].extension not in records
            }
        return self._records

    def _read(self, raw: object) -> T:
        record = self._parse(raw)
        last = self._records.get(record.extension)
        return last if last and self._same(record, last) else record


def _plain(extension: str) -> str:
    """Return one form for all the ways to write an extension number.

    One sent as a JSON number has lost its leading zeros.
    """
    return extension.lstrip("0").lower()
