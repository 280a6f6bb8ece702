"""Who is meant by a name or number that somebody says, and maybe misheard. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
import re
from typing import Final, Protocol

from .languages import Language, without_accents
from .spoken_numbers import spoken_number

# What somebody means who asks for help, in the country where Jingl is.
EMERGENCY_NUMBER: Final = "000"

# How alike two names have to sound for one to be suggested instead of the other, up to 1.
_SIMILAR: Final = 0.75
# A word of a name that is shorter resembles too much.
_SHORTEST_WORD: Final = 3

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Found[T]:
    """What a look into the phone book brought: of these three, at most one."""

    named: Sequence[T] = ()
    """Who is called so; several if nobody fits better than the others."""
    number: str | None = None
    """The number that was said in place of a name."""
    similar: Sequence[T] = ()
    """Who is called almost so, where nobody is called so."""


def look_up[T: Named](spoken: str, among: Iterable[T], language: Language) -> Found[T]:
    """Return who, or which number, is meant.

    A name's own number comes before a part of a name: 101 is not Room 101 where there is an
    extension 101, nor is the police the Police Museum.
    """
    people = list(among)
    if named := _called(spoken, people, _spelling) or _called(
        spoken, people, lambda name: _sound(name, language)
    ):
        return Found(named=named)
    if number := spoken_number(spoken, language):
        if named := [one for one in people if one.extension == number]:
            return Found(named=named)
        return Found(number=number)
    if without_accents(language.trim(spoken)) in language.emergencies:
        return Found(number=EMERGENCY_NUMBER)
    words = _words(spoken, language)
    if words and (
        named := [
            one for one in people if any(words <= _words(name, language) for name in _names(one))
        ]
    ):
        return Found(named=named)
    return Found(similar=_similar(spoken, people, language))


def _called[T: Named](spoken: str, people: Iterable[T], key: Callable[[str], str]) -> list[T]:
    wanted = key(spoken)
    return [one for one in people if wanted and wanted in map(key, _names(one))]


def _similar[T: Named](spoken: str, people: Iterable[T], language: Language) -> list[T]:
    sounds: dict[str, list[T]] = {}
    for one in people:
        parts = {
            part
            for name in _names(one)
            for part in (_sound(name, language), *_words(name, language))
            if len(part) >= _SHORTEST_WORD
        }
        for part in parts:
            sounds.setdefault(part, []).append(one)
    closest = get_close_matches(_sound(spoken, language), sounds, n=1, cutoff=_SIMILAR)
    return sounds[closest[0]] if closest else []


def _names(one: Named) -> Sequence[str]:
    return (one.name, *one.aliases)


def _spelling(text: str) -> str:
    return " ".join(text.casefold().split())


def _sound(text: str, language: Language) -> str:
    """Return the same for names that sound alike: spaces, accents and punctuation do not."""
    return "".join(_word_list(text, language))


def _words(text: str, language: Language) -> set[str]:
    return set(_word_list(text, language))


def _word_list(text: str, language: Language) -> list[str]:
    plain = re.sub(r"['\N{RIGHT SINGLE QUOTATION MARK}.]", "", without_accents(language.trim(text)))
    # "Door two" is Door 2.
    words = (language.numbers.get(word) or word for word in re.findall(r"\w+", plain))
    return [_SAME_VOWELS.sub(r"\1", word) for word in words]
