"""Which digits are meant by what somebody says or types. Pure.

Whether they make a phone number is for others to say.
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
    """Return the digits, *, # and + of a number, in the groups that it was said in.

    Digits one by one are one group. None if there is anything else in the text.
    """
    words = [word for word in _BETWEEN_DIGITS.split(language.trim(text)) if word]
    pieces: list[str] = []
    for piece in _pieces(words, language):
        if piece is None:
            return None
        pieces += piece
    match pieces:
        case [hundreds, rest] if not _TYPED.fullmatch(words[0]) and _adds_up(hundreds, rest):
            # One hundred and one is 101; nobody says so for 1001.
            return [str(int(hundreds) + int(rest))]
    return _grouped(pieces) or None


def _grouped(pieces: Iterable[str]) -> list[str]:
    runs = ((single, list(run)) for single, run in groupby(pieces, lambda piece: len(piece) == 1))
    return [group for single, run in runs for group in (["".join(run)] if single else run)]


def _pieces(words: Sequence[str], language: Language) -> Iterator[Sequence[str] | None]:
    """Yield the digits of each word, or of several together; None for what is no number."""
    while words:
        times = language.repeats.get(without_accents(words[0]))
        if times:
            words = words[1:]
        length, piece = _next_piece(words[:_LONGEST_PHRASE], language)
        if piece is None or (times and len(piece) != 1):
            yield None  # "double three" is something, "double thirteen" is not
        else:
            yield [piece] * (times or 1) if piece else []
        words = words[length:]


def _next_piece(words: Sequence[str], language: Language) -> tuple[int, str | None]:
    """Return how many words the longest phrase has that means digits, and these."""
    for length in range(len(words), 0, -1):
        phrase = " ".join(without_accents(word) for word in words[:length])
        if (piece := language.numbers.get(phrase)) is not None:
            return length, piece
    return 1, words[0] if words and _TYPED.fullmatch(words[0]) else None


def _adds_up(hundreds: str, rest: str) -> bool:
    zeros = len(hundreds) - len(hundreds.rstrip("0"))
    return 1 < zeros < len(hundreds) and len(rest) <= zeros and rest.isdecimal() and rest[0] != "0"
