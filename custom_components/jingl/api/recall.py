"""What was answered last, so that an answer which says the same again is not read again.

Answers and their records hold SIP passwords: only their hashes are kept, beside what was read.
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

# For how many seconds it is taken that nothing comes after a full page, where nothing came. An
# account with just as many handsets as a page holds would otherwise cost two requests a time.
_END_HOLDS: Final = 60.0


class Record(Protocol):
    """What has an extension number."""

    @property
    def extension(self) -> str:
        """Return it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Page[T: Record]:
    """A page of a list; one that says the same again is the same object."""

    hash: int
    records: Mapping[str, T]
    """By extension number."""
    read: Mapping[int, T]
    """By the hash of what was read."""
    length: int
    """How many records there were, usable or not."""


class Recall[T: Record]:
    """Reads one kind of record, and returns the same object for one that has not changed.

    Remembers no more than the last list, and single records that are not on it.
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
        """Read the answer for one handset; JinglUnexpectedResponseError if it is none."""
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
        """Forget a handset that could not be had."""
        self._singles.pop(extension, None)

    async def page(self, after: str, body: Body, endpoint: str) -> Page[T]:
        """Read the page of a list that comes after an extension number.

        One broken record does not spoil the others, but an array of nothing else is refused with
        JinglUnexpectedResponseError.
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
                    # What is known takes next to no time.
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
        """Return whether nothing came after an extension number when that was lately asked."""
        return after == self._end[0] and monotonic() - self._end[1] < _END_HOLDS

    def whole(self, pages: dict[str, Page[T]], records: Mapping[str, T]) -> Mapping[str, T]:
        """Return the list that these pages make, the same object if they are the last one's."""
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
    """Return what is the same for all writings of an extension number.

    One that is sent as a number has lost its leading zeros.
    """
    return extension.lstrip("0").lower()
