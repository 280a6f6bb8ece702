"""Work out the digits of a number somebody says or types. Pure.

Doesn't check that they make a phone number.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
import re
from typing import Final

from .languages import Language, without_accents

_BETWEEN_DIGITS: Final = re.compile("[\\s,.()/\N{EN DASH}-]+")
_TYPED: Final = re.compile(r"\+?[\d*#]+|\+")

# As in "twenty one" and "eighteen hundred".
_LONGEST_PHRASE: Final = 2


def spoken_groups(text: str, language: Language) -> Sequence[str] | None:
    """Return the digits, *, # and + of a number, grouped as they were said.

    Single digits in a row make one group. None if the text contains anything else.
    """
    words = [word for word in _BETWEEN_DIGITS.split(language.trim(text)) if word]
    pieces: list[str] = []
    for piece in _pieces(words, language):
        if piece is None:
            return None
        pieces += piece
    match pieces:
        case [hundreds, rest] if not _TYPED.fullmatch(words[0]) and _adds_up(hundreds, rest):
            # "One hundred and one" is 101; nobody says that for 1001.
            return [str(int(hundreds) + int(rest))]
    return _grouped(pieces) or None


def _grouped(pieces: Iterable[str]) -> list[str]:
    runs = ((single, list(run)) for single, run in groupby(pieces, lambda piece: len(piece) == 1))
    return [group for single, run in runs for group in (["".join(run)] if single else run)]


def _pieces(words: Sequence[str], language: Language) -> Iterator[Sequence[str] | None]:
    """Yield the digits of each word or phrase; None for one that isn't a number."""
    while words:
        times = language.repeats.get(without_accents(words[0]))
        if times:
            words = words[1:]
        length, piece = _next_piece(words[:_LONGEST_PHRASE], language)
        if piece is None or (times and len(piece) != 1):
            yield None  # "double three" makes sense, "double thirteen" doesn't
        else:
            yield [piece] * (times or 1) if piece else []
        words = words[length:]


def _next_piece(words: Sequence[str], language: Language) -> tuple[int, str | None]:
    """Return the length in words of the longest phrase that means digits, and the digits."""
    for length in range(len(words), 0, -1):
        phrase = " ".join(without_accents(word) for word in words[:length])
        if (piece := language.numbers.get(phrase)) is not None:
            return length, piece
    return 1, words[0] if words and _TYPED.fullmatch(words[0]) else None


def _adds_up(hundreds: str, rest: str) -> bool:
    zeros = len(hundreds) - len(hundreds.rstrip("0"))
    return 1 < zeros < len(hundreds) and len(rest) <= zeros and rest.isdecimal() and rest[0] != "0"
