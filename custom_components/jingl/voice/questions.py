"""Keep questions that are waiting for an answer, with every possible answer. Pure.

While a question is waiting, we listen for exactly these answers and nothing else, because we hear
everybody in the house.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass
from functools import cache
import re
from typing import Final

from .languages import LANGUAGES, Language
from .phone_book import said_number, sound_of

# How many seconds to wait for an answer.
PATIENCE: Final = 60.0

# Only the first ones can be chosen, since their names are compared with everything people say.
MOST_CHOICES: Final = 20
# Parts of longer names aren't understood.
_MOST_WORDS: Final = 6

# A word without what hassil treats specially, or ignores at the end of a word.
_WORD: Final = re.compile(r"\w(?:[\w'&+/-]*\w)?")
_APOSTROPHES: Final = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who is speaking, and where they hear the reply."""

    user_id: str | None
    conversation_id: str | None
    place: str | None
    """The satellite, or else the device, they are speaking to."""

    def is_same(self, other: Asker) -> bool:
        """Return whether this is the same user in the same conversation or place."""
        return self.user_id == other.user_id and any(
            mine is not None and mine == theirs
            for mine, theirs in (
                (self.conversation_id, other.conversation_id),
                (self.place, other.place),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice[T]:
    """One possible meaning."""

    label: str
    """Its name in the question."""
    names: Sequence[str] = ()
    """Its other names."""
    numbers: Sequence[str] = ()
    meant: T
    """The result if it is chosen."""


class Question[T]:
    """A question that is waiting for an answer."""

    def __init__(
        self, asker: Asker, choices: Sequence[Choice[T]], language: Language, *, no: T, now: float
    ) -> None:
        self.asker = asker
        self.until = now + PATIENCE
        self._language = language
        words = _possible_answers(choices, language, no)
        self.sentence = _sentence(words, language)
        """All answers as one hassil template."""
        self._answers = {sound_of(said, language): meant for said, meant in words.items()}

    def answer(self, said: str) -> T | None:
        """Return the meaning of these words as an answer, if any."""
        words = said.split()
        while len(words) > 1 and words[0].casefold() in self._language.between:
            del words[0]
        return self._answers.get(sound_of(" ".join(words), self._language))


class Questions[T]:
    """The questions that are waiting for an answer, one for each asker."""

    def __init__(self) -> None:
        self._open: list[Question[T]] = []

    @property
    def sentences(self) -> list[str]:
        """Return all answers as hassil templates."""
        return list(dict.fromkeys(question.sentence for question in self._open))

    @property
    def next_end(self) -> float | None:
        """Return when the next question expires."""
        return min((question.until for question in self._open), default=None)

    def ask(self, question: Question[T]) -> None:
        """Wait for an answer to this question, and drop the asker's earlier one."""
        self.drop(question.asker)
        self._open.append(question)

    def drop(self, asker: Asker) -> None:
        """Stop waiting for an answer from this asker."""
        self._open = [each for each in self._open if not each.asker.is_same(asker)]

    def expire(self, now: float) -> None:
        """Drop the questions that have expired."""
        self._open = [each for each in self._open if each.until > now]

    def clear(self) -> None:
        """Drop all questions."""
        self._open = []

    def take(self, asker: Asker, said: str, now: float) -> T | None:
        """Return what the asker means by these words, if they were asked, and end the question."""
        self.expire(now)
        for question in self._open:
            if question.asker.is_same(asker) and (meant := question.answer(said)):
                self.drop(asker)
                return meant
        return None


def _possible_answers[T](
    choices: Sequence[Choice[T]], language: Language, no: T
) -> Mapping[str, T]:
    """Return all possible answers, except words that could mean two of the choices."""
    possible = dict.fromkeys(language.answers.no, no)
    if len(choices) == 1:
        possible |= dict.fromkeys(language.answers.yes, choices[0].meant)
    reserved = {sound_of(said, language) for said in possible}
    spoken = [set(words) for words in _words_for_each(choices, language)]
    meanings = Counter(
        sound for words in spoken for sound in {sound_of(said, language) for said in words}
    )
    for choice, words in zip(choices, spoken, strict=True):
        for said in words:
            sound = sound_of(said, language)
            if sound and sound not in reserved and meanings[sound] == 1:
                possible[said] = choice.meant
    return possible


def _words_for_each[T](choices: Sequence[Choice[T]], language: Language) -> Iterator[list[str]]:
    """Yield, for each choice, all the names it may have in an answer."""
    names = [list(_names(choice, language)) for choice in choices]
    heard = [[_sounds(name, language) for name in each] for each in names]
    ordinals = language.answers.ordinals if len(choices) > 1 else ()
    for position, choice in enumerate(choices):
        others = [sounds for each in (*heard[:position], *heard[position + 1 :]) for sounds in each]
        words = [form for number in choice.numbers for form in _digits(number, language)]
        for name in names[position]:
            words += _forms(name, language)
            for part in _parts(name, language):
                sounds = _sounds(part, language)
                if not any(sounds <= each for each in others):
                    words += _forms(part, language)
        if position < len(ordinals):
            words += ordinals[position]
        yield words


def _names[T](choice: Choice[T], language: Language) -> Iterator[str]:
    """Yield a choice's names, except numbers and calls for help."""
    for name in dict.fromkeys((choice.label, *choice.names)):
        plain = " ".join(_WORD.findall(name.translate(_APOSTROPHES)))
        if plain and said_number(plain, language) is None:
            yield plain


def _forms(name: str, language: Language) -> Iterator[str]:
    """Yield a name as written, and as speech recognition may write it."""
    words = re.findall(r"\w+", name.replace("'", ""))
    yield name
    yield " ".join(words)
    for spoken in _spoken_numbers(language.code):
        yield " ".join(spoken.get(word, word) for word in words)


def _parts(name: str, language: Language) -> Iterator[str]:
    """Yield the parts people may use for a whole name, except numbers and calls for help."""
    words = name.split()
    if len(words) > _MOST_WORDS:
        return
    around = language.before | language.after | language.between
    for first in range(len(words)):
        for last in range(first + 1, len(words) + 1):
            part = " ".join(words[first:last])
            is_word = any(len(word) > 1 and word.casefold() not in around for word in part.split())
            if is_word and said_number(part, language) is None:
                yield part


def _sounds(name: str, language: Language) -> AbstractSet[str]:
    return {sound_of(word, language) for word in name.split()}


def _digits(number: str, language: Language) -> Iterator[str]:
    """Yield a number as written, and digit by digit."""
    digits = "".join(re.findall(r"\d", number))
    if digits:
        yield digits
        yield " ".join(re.findall(r"\d+", number))
        yield " ".join(digits)
        for spoken in _spoken_numbers(language.code):
            yield " ".join(spoken[digit] for digit in digits)


@cache
def _spoken_numbers(code: str) -> Sequence[Mapping[str, str]]:
    """Return two ways people say digits: one oh one, one zero one."""
    words = [(digits, word) for word, digits in LANGUAGES[code].numbers.items() if digits]
    return dict(words), dict(words[::-1])


def _sentence(words: Mapping[str, object], language: Language) -> str:
    """Return a template for these words, with optional words before and after them."""

    def one_of(options: Iterable[str]) -> str:
        return "|".join(sorted({re.sub(r"[()\[\]{}<>|]", " ", option) for option in options}))

    return (
        f"[({one_of(language.between)})] [({one_of(language.before)})]"
        f" ({one_of(words)}) [({one_of(language.after)})]"
    )
