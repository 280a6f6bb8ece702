"""Fill the blanks in sentences with what was said.

For the conversation agent, a blank is anything at all. So where only some words are meant, it gets
those words instead, and what was said is parsed again here.
"""

from collections import defaultdict
from functools import cache
import re
from typing import TYPE_CHECKING, Final

from .languages import LANGUAGES, SLOT_CALLEE, SLOT_DAY, SLOT_HANDSET, SLOT_PARTY, Language

if TYPE_CHECKING:
    from hassil.intents import Intents
    from hassil.recognize import RecognizeResult

_DAY: Final = f"{{{SLOT_DAY}}}"
# Another blank takes in the day next to it, so there is no need to listen for that, too.
_NAME: Final = rf"{{(?!{SLOT_DAY}}})\w+}}"
_MAYBE: Final = r"\[[^\[\]{}]*\]"
_DAY_AFTER: Final = re.compile(rf"({_NAME}(?: {_MAYBE})*) \[{_DAY}\]")
_DAY_BEFORE: Final = re.compile(rf"\[{_DAY}\] ((?:{_MAYBE} )*{_NAME})")


def to_listen_for(sentence: str, language: Language) -> str:
    """Return a sentence as the conversation agent should hear it."""
    return with_days(_DAY_BEFORE.sub(r"\1", _DAY_AFTER.sub(r"\1", sentence)), language)


def with_days(sentence: str, language: Language) -> str:
    """Return a sentence with the days in place of their blank."""
    return sentence.replace(_DAY, f"({_any_day(language)})")


def _any_day(language: Language) -> str:
    """Return a template for all days; a short one, since each word takes time to parse."""
    before: defaultdict[str, list[str]] = defaultdict(list)
    for words in language.days:
        first, _, last = words.rpartition(" ")
        before[last].append(first)
    after: defaultdict[str, list[str]] = defaultdict(list)
    for last, firsts in before.items():
        after["|".join(firsts)].append(last)
    return "|".join(
        f"({firsts}) ({'|'.join(lasts)})" if firsts else "|".join(lasts)
        for firsts, lasts in after.items()
    )


def read_blanks(text: str, sentences: tuple[str, ...]) -> RecognizeResult | None:
    """Return which of the sentences was said, and the words in its blanks."""
    from hassil.recognize import recognize  # noqa: PLC0415

    return recognize(text, _parsed(sentences))


@cache
def _parsed(sentences: tuple[str, ...]) -> Intents:
    # hassil is only installed with the conversation agent.
    from hassil.intents import Intents, TextSlotList, WildcardSlotList  # noqa: PLC0415

    data = [{"sentences": list(sentences)}]
    intents = Intents.from_dict({"language": "en", "intents": {"Jingl": {"data": data}}})
    for slot in (SLOT_CALLEE, SLOT_HANDSET, SLOT_PARTY):
        intents.slot_lists[slot] = WildcardSlotList(slot)
    days = [words for language in LANGUAGES.values() for words in language.days]
    intents.slot_lists[SLOT_DAY] = TextSlotList.from_strings(days, name=SLOT_DAY)
    return intents
