"""Collect the names to listen for in sentences that may also be about other things."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
import unicodedata

from homeassistant.core import Context, HomeAssistant

from ..api import in_turns
from ..numbers.contacts import everybody_of
from .languages import LANGUAGES, find_language
from .phones import Phone, Speaker, find_phones

# When somebody speaks for the first time after a change, the conversation agent parses all its
# sentences in one go and blocks Home Assistant. Each name costs about 20 µs in each of the
# templates that have it. Users with more names can say "call" instead of "ring".
_MOST_HANDSETS: Final = 60
_MOST_PEOPLE: Final = 120
_LONGEST: Final = 60

# Anything shorter is an initial or a title.
_SHORTEST: Final = 3

_BEFORE: Final = frozenset(word for each in LANGUAGES.values() for word in each.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenNames:
    """The names of handsets and people, in letters, digits and spaces."""

    handsets: Sequence[str] = ()
    people: Sequence[str] = ()
    """Names of several words, which may follow an article: the Police Museum."""
    bare: Sequence[str] = ()
    """Names that mustn't follow an article (Bell, but not the bell) or include one (the boss)."""
    given: Sequence[str] = ()
    """First words of names, such as Anna for Anna Smith; these mustn't follow one, either."""


async def spoken_names(hass: HomeAssistant, assistant: str) -> SpokenNames:
    """Return the names of the handsets an assistant sees, and of the people they can call."""
    speaker = Speaker(
        context=Context(),
        language=find_language(hass.config.language),
        assistant=assistant,
        by_sentence=True,
    )
    phones = await find_phones(hass, speaker)
    handsets = await _once(_without_article(each) for each in _names_of_handsets(phones))
    entries = {phone.entry.entry_id: phone.entry for phone in phones}.values()
    contacts = (contact for entry in entries for contact in everybody_of(entry))
    names = await _once(each for one in contacts for each in (one.name, *one.aliases))
    bare = [name for name in names if _given(name) is None][:_MOST_PEOPLE]
    given = list(dict.fromkeys(filter(None, map(_given, names))))[: _MOST_PEOPLE - len(bare)]
    people = [name for name in names if _given(name)][: _MOST_PEOPLE - len(bare) - len(given)]
    return SpokenNames(handsets=handsets[:_MOST_HANDSETS], people=people, bare=bare, given=given)


def _names_of_handsets(phones: Iterable[Phone]) -> Iterator[str]:
    for phone in phones:
        yield phone.name
        yield from phone.aliases


async def _once(names: Iterable[str]) -> list[str]:
    """Return each name once, without characters that are special in a template."""
    said: dict[str, None] = {}
    async for name in in_turns(names):
        plain = name.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        letters = (char if _is_spoken(char) else " " for char in plain)
        said[" ".join("".join(letters).split())] = None
    return [name for name in said if 0 < len(name) <= _LONGEST]


def _without_article(name: str) -> str:
    words = name.split()
    while len(words) > 1 and words[0].lower() in _BEFORE:
        del words[0]
    return " ".join(words)


def _given(name: str) -> str | None:
    """Return the first of several words, if people may use it alone as a name."""
    first, _, rest = name.partition(" ")
    return first if rest and len(first) >= _SHORTEST and first not in _BEFORE else None


def _is_spoken(char: str) -> bool:
    return char.isalnum() or char == "'" or unicodedata.category(char).startswith("M")
