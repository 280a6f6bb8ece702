"""Sentences that may also be about other things: we only hear them with a name we know.

The conversation agent accepts anything in a blank, and then doesn't ask other agents. So names
replace the first blank, and what was said is parsed again with all blanks open.
"""

from functools import cache
import re
from typing import TYPE_CHECKING, Final

from .languages import LANGUAGES, SLOT_CALLEE, SLOT_HANDSET, SLOT_PARTY, Language, Request
from .spoken_names import SpokenNames

if TYPE_CHECKING:
    from hassil.intents import Intents
    from hassil.recognize import RecognizeResult

NAMED_SENTENCES: Final[dict[str, tuple[Request, Language]]] = {
    sentence: (request, language)
    for language in LANGUAGES.values()
    for request, sentences in language.sentences_with_names.items()
    for sentence in sentences
}

_BLANK: Final = re.compile(r"{\w+}")
_BEFORE: Final = "|".join(sorted({word for each in LANGUAGES.values() for word in each.before}))
# Asking to ring these gets a reply about what to do instead.
_HELP: Final = ("ambulance", "fire brigade", "police", "feuerwehr", "notarzt", "polizei")


def named_templates(names: SpokenNames) -> list[str]:
    """Return templates to listen for: one per request, with each name only once."""
    if not names.handsets:
        return []
    handsets = f"[({_BEFORE})] ({'|'.join(names.handsets)})"
    anyone = f"[({_BEFORE})] ({'|'.join((*names.handsets, *_HELP, *names.people))})"
    if names.bare:
        anyone += f"|({'|'.join(names.bare)})"
    if names.given:
        anyone += f"|({'|'.join(names.given)})[ {{rest}}]"
    templates = []
    for request in dict.fromkeys(request for request, _ in NAMED_SENTENCES.values()):
        sentences = [each for each, (asked, _) in NAMED_SENTENCES.items() if asked is request]
        parts = [_BLANK.split(sentence, maxsplit=1) for sentence in sentences]
        heads, tails = (dict.fromkeys(part) for part in zip(*parts, strict=True))
        name = anyone if request is Request.CALL else handsets
        template = f"({'|'.join(heads)})({name})"
        # hassil doesn't allow an empty group.
        templates.append(f"{template}({'|'.join(tails)})" if any(tails) else template)
    return templates


def read_named(text: str) -> RecognizeResult | None:
    """Return which of the sentences was said, and the words in its blanks."""
    from hassil.recognize import recognize  # noqa: PLC0415

    return recognize(text, _open_sentences())


@cache
def _open_sentences() -> Intents:
    # hassil is only installed with the conversation agent.
    from hassil.intents import Intents, WildcardSlotList  # noqa: PLC0415

    data = [{"sentences": list(NAMED_SENTENCES)}]
    intents = Intents.from_dict({"language": "en", "intents": {"Jingl": {"data": data}}})
    for slot in (SLOT_CALLEE, SLOT_HANDSET, SLOT_PARTY):
        intents.slot_lists[slot] = WildcardSlotList(slot)
    return intents
