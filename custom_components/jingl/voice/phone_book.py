"""Who is meant by a name or number that somebody says, and maybe misheard.

A name never stands for a number: what sounds like one is that number, and what calls for help is
the emergency number, whoever is called so.
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

# How alike two names have to sound for one to be suggested instead of the other, up to 1.
_SIMILAR: Final = 0.75
# A word of a name that is shorter resembles too much.
_SHORTEST_WORD: Final = 3
# How many names, of those with most pairs of letters in common, are looked at closely.
_LIKELY: Final = 20

# Müller, Mueller and Muller.
_SAME_VOWELS: Final = re.compile("([aou])e")


class Named(Protocol):
    """Anybody with a name."""

    @property
    def name(self) -> str:
        """Return the name."""

    @property
    def aliases(self) -> Sequence[str]:
        """Return what else people say."""

    @property
    def extension(self) -> str | None:
        """Return the extension number of a handset."""

    @property
    def dialled(self) -> Sequence[str]:
        """Return the numbers, as Jingl dials them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found[T]:
    """What a look into the phone book brought: of these two, at most one."""

    named: Sequence[T] = ()
    """Who is called so, or whose number it is; several if nobody fits better than the others."""
    number: str | None = None
    """The number that was said in place of a name."""


class PhoneBook[T: Named]:
    """The people of whom somebody may speak, found by all that they are called."""

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
        """Return the phone book of these people; it may be a large one."""
        book = cls(language, region)
        async for one in in_turns(people):
            book.add(one)
        return book

    def add(self, one: T) -> None:
        """Take somebody in."""
        for name in (one.name, *one.aliases):
            heard = _heard(name, self._language.code)
            self._by_spelling[heard.spelling].append(one)
            self._by_sound[heard.sound].append(one)
            for word in heard.words:
                self._by_word[word].append((heard.words, one))
            for part in heard.parts:
                self._by_part[part].append(one)
                _pairs(part)  # now, since people are taken in in turns, and looked up in one
        if one.extension:
            self._by_extension[one.extension.casefold()].append(one)
        for number in one.dialled:
            self._by_number[number].append(one)

    def look_up(self, spoken: str, among: Callable[[T], bool] = lambda _: True) -> Found[T]:
        """Return who of these, or which number, is meant.

        If a name reads like the number of somebody else, it is either of them. A name of its own
        comes before a part of a name: the workshop is not Workshop 2.
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
        """Return who is called almost so."""
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
    """Return the number that a text is, in groups; the emergency number for a call for help."""
    if emergency := called_for_help(language.trim(spoken)):
        return [emergency]
    return spoken_groups(spoken, language)


def sound_of(text: str, language: Language) -> str:
    """Return what is the same for texts that sound alike, without the words around a name."""
    return _heard(text, language.code).sound


@dataclass(frozen=True, slots=True)
class _Heard:
    """A name in all the ways that it is compared in."""

    spelling: str
    sound: str
    """The same for names that sound alike: spaces, accents and punctuation do not."""
    words: frozenset[str]
    parts: frozenset[str]
    """What another name may resemble: the whole, and its longer words."""


# Names are spoken again and again, and making this of them is what takes the time.
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
    """Return the pairs of letters, by which it is cheap to tell that two names are not alike."""
    padded = f" {text} "
    return frozenset(padded[at : at + 2] for at in range(len(padded) - 1))


def _once[T](people: Iterable[T] | None, among: Callable[[T], bool]) -> list[T]:
    """Return each once, by who they are: a handset's name may be its alias, too."""
    return list({id(one): one for one in people or () if among(one)}.values())
