"""Find who a spoken name or number means, even if it was slightly misheard.

Anything that sounds like a number is that number, and a call for help is the emergency number, even
if somebody has such a name.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nlargest
import re
from typing import Final, Protocol

from ..api import in_turns
from ..numbers.emergency import called_for_help
from ..numbers.phone_number import is_emergency, meaning
from .languages import LANGUAGES, Language, without_accents
from .spoken_numbers import spoken_groups

# How similar two names must sound to suggest one for the other, up to 1.
_SIMILAR: Final = 0.75
# Shorter words are similar to too many others.
_SHORTEST_WORD: Final = 3
# How many of the names that share the most pairs of letters to compare closely.
_LIKELY: Final = 20

# Müller, Mueller and Muller.
_SAME_VOWELS: Final = re.compile("([aou])e")


class Named(Protocol):
    """Somebody with a name."""

    @property
    def name(self) -> str:
        """Return the name."""

    @property
    def aliases(self) -> Sequence[str]:
        """Return the other names people use."""

    @property
    def extension(self) -> str | None:
        """Return the extension number of a handset."""

    @property
    def dialled(self) -> Sequence[str]:
        """Return the numbers, as Jingl dials them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found[T]:
    """The result of a look-up: names or a number, but not both."""

    named: Sequence[T] = ()
    """Who has this name or number; several if they fit equally well."""
    number: str | None = None
    """The number that was said instead of a name."""


class PhoneBook[T: Named]:
    """The people a speaker may refer to, by all their names."""

    def __init__(self, language: Language, region: str) -> None:
        self._language = language
        self._region = region
        self._by_spelling: defaultdict[str, list[T]] = defaultdict(list)
        self._by_sound: defaultdict[str, list[T]] = defaultdict(list)
        self._by_word: defaultdict[str, list[tuple[frozenset[str], T]]] = defaultdict(list)
        self._by_part: defaultdict[str, list[T]] = defaultdict(list)
        self._by_extension: defaultdict[str, list[T]] = defaultdict(list)
        self._by_number: defaultdict[str, list[T]] = defaultdict(list)

    @classmethod
    async def of(cls, people: Iterable[T], language: Language, region: str) -> PhoneBook[T]:
        """Build the phone book of these people, who may be many."""
        book = cls(language, region)
        async for one in in_turns(people):
            book.add(one)
        return book

    def add(self, one: T) -> None:
        """Add somebody."""
        for name in (one.name, *one.aliases):
            heard = _heard(name, self._language.code)
            self._by_spelling[heard.spelling].append(one)
            self._by_sound[heard.sound].append(one)
            for word in heard.words:
                self._by_word[word].append((heard.words, one))
            for part in heard.parts:
                self._by_part[part].append(one)
                _pairs(part)  # cache them now: people are added in turns, but looked up in one go
        if one.extension:
            self._by_extension[one.extension.casefold()].append(one)
        for number in one.dialled:
            self._by_number[number].append(one)

    def look_up(self, spoken: str, among: Callable[[T], bool] = lambda _: True) -> Found[T]:
        """Return who among these, or which number, is meant.

        If a name reads like somebody else's number, it may mean either. A whole name comes before
        part of a name: "the workshop" isn't Workshop 2.
        """
        named = self._called(spoken, among)
        plain = self._language.trim(spoken).casefold()
        groups = said_number(spoken, self._language)
        number = "".join(groups or ())
        if number and is_emergency(number):
            return Found(number=number)
        extensions = _once(self._by_extension.get(plain) or self._by_extension.get(number), among)
        if extensions or number:
            dialled = meaning(number, self._region)
            owners = extensions or _once(self._by_number.get(dialled), among)
            others = [one for one in named if one not in owners]
            if extensions or (owners and others):
                return Found(named=[*owners, *others])
            return Found(number=" ".join(groups or ()))
        named = named or self._called_in_part(spoken, among)
        if not named and (owner := self._language.owner(spoken)):
            return self.look_up(owner, among)
        return Found(named=named)

    def similar(self, spoken: str, among: Callable[[T], bool] = lambda _: True) -> Sequence[T]:
        """Return who has the most similar name, if similar enough."""
        wanted = _heard(spoken, self._language.code).sound
        pairs = _pairs(wanted)
        likely = nlargest(
            _LIKELY,
            (
                (shared / len(pairs | _pairs(part)), part)
                for part, people in self._by_part.items()
                if (shared := len(pairs & _pairs(part))) and any(map(among, people))
            ),
        )
        matcher = SequenceMatcher(b=wanted)
        closest = 0.0, ""
        for _, part in likely:
            matcher.set_seq1(part)
            closest = max(closest, (matcher.ratio(), part))
        return _once(self._by_part[closest[1]], among) if closest[0] >= _SIMILAR else []

    def _called(self, spoken: str, among: Callable[[T], bool]) -> list[T]:
        heard = _heard(spoken, self._language.code)
        return _once(self._by_spelling.get(heard.spelling), among) or (
            _once(self._by_sound.get(heard.sound), among) if heard.sound else []
        )

    def _called_in_part(self, spoken: str, among: Callable[[T], bool]) -> list[T]:
        words = _heard(spoken, self._language.code).words
        fewest = min((self._by_word.get(word, []) for word in words), key=len, default=[])
        return _once([one for each, one in fewest if words <= each], among)


def said_number(spoken: str, language: Language) -> Sequence[str] | None:
    """Return the number in a text, in groups; the emergency number for a call for help."""
    if emergency := called_for_help(language.trim(spoken)):
        return [emergency]
    return spoken_groups(spoken, language)


def sound_of(text: str, language: Language) -> str:
    """Return a key for texts that sound alike, ignoring the words around a name."""
    return _heard(text, language.code).sound


@dataclass(frozen=True, slots=True)
class _Heard:
    """A name in all the forms used to compare it."""

    spelling: str
    sound: str
    """The same for names that sound alike: without spaces, accents and punctuation."""
    words: frozenset[str]
    parts: frozenset[str]
    """What to compare with similar names: the whole, and its longer words."""


# Cached because this is the slow part, and the same names come up again and again.
@lru_cache(maxsize=8192)
def _heard(name: str, code: str) -> _Heard:
    language = LANGUAGES[code]
    plain = re.sub(r"['\N{RIGHT SINGLE QUOTATION MARK}.]", "", without_accents(language.trim(name)))
    # "Door two" is Door 2.
    words = [language.numbers.get(word) or word for word in re.findall(r"\w+", plain)]
    words = [_SAME_VOWELS.sub(r"\1", word) for word in words]
    sound = "".join(words)
    return _Heard(
        spelling=" ".join(name.casefold().split()),
        sound=sound,
        words=frozenset(words),
        parts=frozenset(part for part in (sound, *words) if len(part) >= _SHORTEST_WORD),
    )


@lru_cache(maxsize=16384)
def _pairs(text: str) -> frozenset[str]:
    """Return the pairs of letters, a cheap way to rule out that two names are similar."""
    padded = f" {text} "
    return frozenset(padded[at : at + 2] for at in range(len(padded) - 1))


def _once[T](people: Iterable[T] | None, among: Callable[[T], bool]) -> list[T]:
    """Return each person once: a handset's name may also be its alias."""
    return list({id(one): one for one in people or () if among(one)}.values())
