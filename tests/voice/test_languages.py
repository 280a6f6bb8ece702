"""The languages in which people can talk about calls."""

from dataclasses import asdict, fields, replace
import inspect
from itertools import islice
import json
from pathlib import Path
import re
from string import Formatter

from hassil.intents import Intents, SlotList, TextSlotList, WildcardSlotList
from hassil.recognize import recognize_all
from hassil.sample import sample_sentence
from home_assistant_intents import get_intents
import pytest

from homeassistant.components.conversation.trigger import has_no_punctuation, is_valid_sentence

from custom_components.jingl.voice.blanks import with_days
from custom_components.jingl.voice.languages import (
    LANGUAGES,
    SLOT_CALLEE,
    SLOT_DAY,
    SLOT_HANDSET,
    SLOT_PARTY,
    Language,
    Replies,
    Request,
    find_language,
    without_accents,
)
from custom_components.jingl.voice.languages.english import ENGLISH
from custom_components.jingl.voice.named_sentences import named_templates
from custom_components.jingl.voice.sentence_triggers import SENTENCES
from custom_components.jingl.voice.spoken_names import SpokenNames

TRANSLATIONS = Path(__file__).parents[2] / "custom_components" / "jingl" / "translations"

# The slots that a sentence must have for each request, and those it may have.
SLOTS = {
    Request.CALL: ({SLOT_CALLEE}, {SLOT_HANDSET}),
    Request.TRANSFER: ({SLOT_CALLEE}, {SLOT_HANDSET}),
    Request.WHO_IS_ON_THE_PHONE: (set(), set()),
    Request.IS_ON_THE_PHONE: ({SLOT_PARTY}, set()),
    Request.WHO_CALLED: (set(), {SLOT_HANDSET, SLOT_DAY}),
    Request.MISSED_CALLS: (set(), {SLOT_HANDSET, SLOT_DAY}),
    Request.DID_CALL: ({SLOT_PARTY}, {SLOT_DAY}),
    Request.LAST_TALKED: ({SLOT_PARTY}, {SLOT_HANDSET}),
    Request.CALL_BACK: (set(), {SLOT_HANDSET}),
    Request.HANG_UP: (set(), set()),
}

NAMES = SpokenNames(
    handsets=["reception", "front desk"], people=["anna smith"], bare=["bob"], given=["anna"]
)

each_language = pytest.mark.parametrize("language", LANGUAGES.values(), ids=list(LANGUAGES))


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def documented_placeholders(reply: str) -> set[str]:
    """Return the placeholders that a reply may use, from the text below its field."""
    source = inspect.getsource(Replies)
    match = re.search(rf'^    {reply}: str\n(?:    """([^"]*)""")?', source, re.MULTILINE)
    assert match
    return set(re.findall(r"{(\w+)}", match[1] or ""))


@each_language
def test_every_request_can_be_said_with_and_without_its_optional_slots(language: Language) -> None:
    assert set(language.sentences) == set(Request)
    for request, sentences in language.sentences.items():
        required, optional = SLOTS[request]
        short = [re.sub(r"\[[^\[\]{}]*\]", "", sentence) for sentence in sentences]
        short = [re.sub(r"\[[^\[\]]*\]", "", sentence) for sentence in short]
        said = [set(re.findall(r"{(\w+)}", sentence)) for sentence in (*sentences, *short)]
        assert required in said
        assert required | optional in said
        assert all(required <= slots <= required | optional for slots in said)


@each_language
def test_the_agent_accepts_the_sentences(language: Language) -> None:
    requests = (*language.sentences.values(), *language.sentences_with_names.values())
    sentences = [with_days(sentence, language) for each in requests for sentence in each]
    assert is_valid_sentence(sentences) == has_no_punctuation(sentences) == sentences


def test_a_sentence_shows_its_language() -> None:
    assert len(SENTENCES) == sum(
        len(sentences)
        for language in LANGUAGES.values()
        for sentences in language.sentences.values()
    )


@each_language
def test_a_sentence_with_a_name_has_the_slots_of_its_request(language: Language) -> None:
    for request, sentences in language.sentences_with_names.items():
        required, optional = SLOTS[request]
        for sentence in sentences:
            slots = set(re.findall(r"{(\w+)}", sentence))
            assert required <= slots <= required | optional


@each_language
def test_the_replies_use_the_placeholders_they_are_given(language: Language) -> None:
    assert {name: placeholders(text) for name, text in asdict(language.replies).items()} == {
        field.name: documented_placeholders(field.name) for field in fields(Replies)
    }


@each_language
def test_the_refusals_are_our_errors_and_use_their_placeholders(language: Language) -> None:
    translations = json.loads((TRANSLATIONS / "en.json").read_text(encoding="utf-8"))
    messages = {key: value["message"] for key, value in translations["exceptions"].items()}
    assert language.refusals.keys() == ENGLISH.refusals.keys() <= messages.keys()
    for key, refusal in language.refusals.items():
        assert placeholders(refusal) <= placeholders(messages[key]) | {"handset"}


@each_language
def test_words_are_written_in_the_form_in_which_they_are_compared(language: Language) -> None:
    words = {
        *language.between,
        *language.before,
        *language.after,
        *language.numbers,
        *language.repeats,
    }
    assert {without_accents(word) for word in words} == words


def test_a_language_is_found_by_its_tag_and_falls_back_to_english() -> None:
    assert {find_language(tag).code for tag in ("de", "de-AT", "de_CH", "DE")} == {"de"}
    assert {find_language(tag).code for tag in ("en", "en-AU", "fr", "*", "", None)} == {"en"}


@pytest.mark.parametrize(
    ("choices", "spoken"),
    [
        ("A", "A"),
        ("AB", "A or B"),
        ("ABC", "A, B or C"),
        ("ABCDEF", "A, B, C, D, E or F"),
        ("ABCDEFG", "A, B, C, D, E or another"),
    ],
)
def test_a_few_choices_are_listed(choices: str, spoken: str) -> None:
    assert ENGLISH.either(choices) == spoken


def test_a_language_is_a_single_object() -> None:
    """A third language needs only this, and a line in LANGUAGES."""
    kiwi = replace(ENGLISH, code="mi", before=frozenset({"te"}))
    assert kiwi.trim("te workshop") == "workshop"
    assert ENGLISH.trim("te workshop") == "te workshop"


@each_language
def test_our_sentences_take_none_away_from_home_assistant(
    language: Language,
) -> None:
    """Our sentences are matched first, and a match cannot be passed on."""
    ours = Intents.from_dict(
        {
            "language": language.code,
            "intents": {"Ours": {"data": [{"sentences": [*SENTENCES, *named_templates(NAMES)]}]}},
        }
    )
    for slot in (SLOT_CALLEE, SLOT_HANDSET, SLOT_PARTY, "rest"):
        ours.slot_lists[slot] = WildcardSlotList(slot)
    known = get_intents(language.code)
    assert known
    built_in = Intents.from_dict(known)
    heard = 0
    for data in (data for each in built_in.intents.values() for data in each.data):
        names = {*built_in.slot_lists, *data.slot_lists, "name", "area", "floor"}
        lists: dict[str, SlotList] = {
            name: TextSlotList.from_strings(["thing"], name=name) for name in names
        }
        rules = {**built_in.expansion_rules, **data.expansion_rules}
        for sentence in data.sentences:
            for words in islice(sample_sentence(sentence, lists, rules), 5):
                assert list(recognize_all(words, ours)) == [], words
                heard += 1
    assert heard


@each_language
def test_a_sentence_longer_than_anybody_says_is_too_long(language: Language) -> None:
    between = min(language.between)
    for words, too_much in (
        (["x" * 200], False),
        (["x" * 201], True),
        (["x" * 150, "y" * 50], True),
        ([f" {between} ".join("abcd")], False),
        ([f" {between} ".join("abcde")], True),
        ([f" {between} ".join("abc"), "d"], False),
        ([f" {between} ".join("abcd"), "e"], True),
        ([f" {between} ".join("abcd"), ""], False),
        ([""], False),
    ):
        assert language.is_too_much(*words) is too_much, words


@pytest.mark.parametrize(
    ("seconds", "english", "german"),
    [
        (1, "1 second", "1 Sekunde"),
        (59, "59 seconds", "59 Sekunden"),
        (60, "1 minute", "1 Minute"),
        (130, "2 minutes 10 seconds", "2 Minuten 10 Sekunden"),
        (3600, "1 hour", "1 Stunde"),
        (7265, "2 hours 1 minute", "2 Stunden 1 Minute"),
    ],
)
def test_a_time_is_spoken_in_words(seconds: int, english: str, german: str) -> None:
    spoken = [LANGUAGES[code].duration(seconds) for code in ("en", "de")]
    assert spoken == [english, german]
