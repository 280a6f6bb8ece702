"""Sentences that people say of other things, too: heard only with a name of ours.

The conversation agent takes whatever fills a blank, and passes nothing on. So the names stand in
place of the first blank, and what was said is read again with all blanks open.
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
# Whoever wants these rung is told what to do instead.
_HELP: Final = ("ambulance", "fire brigade", "police", "feuerwehr", "notarzt", "polizei")


def named_templates(names: SpokenNames) -> list[str]:
    """Return what to listen for: one sentence per request, which has each name but once."""
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
        # There is no empty group.
        templates.append(f"{template}({'|'.join(tails)})" if any(tails) else template)
    return templates


def read_named(text: str) -> RecognizeResult | None:
    """Return which of the sentences was said, and what filled its blanks."""
    from hassil.recognize import recognize  # noqa: PLC0415

    return recognize(text, _open_sentences())


@cache
def _open_sentences() -> Intents:
    # Comes with the conversation agent, and is there only if that is.
    from hassil.intents import Intents, WildcardSlotList  # noqa: PLC0415

    data = [{"sentences": list(NAMED_SENTENCES)}]
    intents = Intents.from_dict({"language": "en", "intents": {"Jingl": {"data": data}}})
    for slot in (SLOT_CALLEE, SLOT_HANDSET, SLOT_PARTY):
        intents.slot_lists[slot] = WildcardSlotList(slot)
    return intents
