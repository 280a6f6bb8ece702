"""The documents name what there is, and nothing else.

Each check is a pure function of the documents, so that a test can show it a spoilt copy, too. What
the code itself has is what en.json has: test_translations proves that.
"""

from collections.abc import Iterable, Mapping
import json
from pathlib import Path
import re
from typing import Any, Final

import pytest

from homeassistant.util.yaml import parse_yaml

from custom_components.jingl import services
from custom_components.jingl.const import DOMAIN

_ROOT: Final = Path(__file__).parents[1]
_INTEGRATION: Final = Path(services.__file__).parent
_TEXTS: Final[Mapping[str, Any]] = json.loads((_INTEGRATION / "translations/en.json").read_text())

type Documents = dict[str, str]


@pytest.fixture
def documents() -> Documents:
    """Return what users read, by its path."""
    return {
        str(path.relative_to(_ROOT)): path.read_text()
        for path in (_ROOT / "README.md", *sorted((_ROOT / "docs").rglob("*.md")))
    }


def _difference(what: str, expected: Iterable[str], found: Iterable[str]) -> list[str]:
    """Return what is not documented and what is documented but not there."""
    wanted, documented = set(expected), set(found)
    return [f"{what}: {each} is not documented" for each in sorted(wanted - documented)] + [
        f"{what}: there is no {each}" for each in sorted(documented - wanted)
    ]


def _rows(document: str) -> list[list[str]]:
    """Return the cells of all tables' rows."""
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in document.splitlines()
        if line.startswith("|")
    ]


# --- Actions, triggers and conditions


def _described(name: str) -> set[str]:
    content = parse_yaml((_INTEGRATION / name).read_text())
    assert isinstance(content, dict)
    return {key for key in content if not key.startswith(".")}


_AUTOMATION: Final[Mapping[str, set[str]]] = {
    "action": set(services.SCHEMAS),
    "trigger": _described("triggers.yaml"),
    "condition": _described("conditions.yaml"),
}


def _automation_problems(documents: Documents) -> list[str]:
    """Compare the names with the headings and rows about one, and with the names used anywhere."""
    text = "\n".join(documents.values())
    headings = re.findall(r"^#+ .*$", text, re.MULTILINE)
    subjects = "\n".join([*headings, *(row[0] for row in _rows(text))])
    name = rf"`{DOMAIN}\.([a-z_]+)`"
    names = set().union(*_AUTOMATION.values())
    problems = _difference("names", names, re.findall(name, subjects))
    problems += _difference("names", set(), set(re.findall(name, text)) - names)
    for kind, own in _AUTOMATION.items():
        used = re.findall(rf"\b{kind}: {DOMAIN}\.([a-z_]+)", text)
        problems += _difference(f"{kind}s in examples", set(), set(used) - own)
    return problems


# --- Entities


def _entities() -> dict[tuple[str, str], Mapping[str, Any]]:
    """Return the texts of all entities, by platform and English name."""
    return {
        (platform.replace("_", " "), text["name"]): text
        for platform, entities in _TEXTS["entity"].items()
        for text in entities.values()
    }


def _entity_names(document: str) -> set[tuple[str, str]]:
    platforms = "|".join({platform for platform, _ in _entities()})
    return {
        (platform, name.replace("\n", " "))
        for platform, names in re.findall(
            rf"\b({platforms})s? ((?:\*\*[^*]+\*\*(?:, | and )?)+)", document
        )
        for name in re.findall(r"\*\*([^*]+)\*\*", names)
    }


def _entity_problems(documents: Documents) -> list[str]:
    """Compare the entities' own page, and what other pages name, with the entities."""
    page, every = "docs/entities.md", {" ".join(entity) for entity in _entities()}
    problems = []
    for name, document in documents.items():
        named = {" ".join(entity) for entity in _entity_names(document)}
        problems += _difference(name, every if name == page else every & named, named)
    for row in _rows(documents[page]):
        for entity in _entity_names(row[0]) & set(_entities()):
            text = _entities()[entity]
            states, attributes = _words(text)
            where = f"{page}: {entity[1]}"
            named = set(re.findall(r"`([a-z_]+)`", row[1]))
            problems += _difference(where, states or named & {"on", "off"}, named)
            problems += _difference(where, attributes, re.findall(r"`([a-z_]+)`", row[3]))
    return problems


def _words(text: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """Return an entity's states, of an event its types, and the words of its attributes."""
    attributes = dict(text.get("state_attributes", {}))
    types = attributes.pop("event_type", {}).get("state", {})
    values = (value for each in attributes.values() for value in each.get("state", {}))
    return {*text.get("state", {}), *types}, {*attributes, *values}


# --- Errors


def _error_problems(documents: Documents) -> list[str]:
    """Compare the errors' page with the exceptions, and the set-up's with the forms' errors."""
    rows = [row for row in _rows(documents["docs/errors.md"]) if row[0].startswith("`")]
    messages = {key: text["message"] for key, text in _TEXTS["exceptions"].items()}
    problems = _difference("docs/errors.md", messages, (row[0].strip("`") for row in rows))
    for key, message, remedy in rows:
        if message != messages.get(key.strip("`")):
            problems.append(f"docs/errors.md: {key} says something else")
        if not remedy:
            problems.append(f"docs/errors.md: nothing to do about {key}")
    errors = list(_TEXTS["config"]["error"].values())
    for row in _rows(documents["docs/setup.md"]):
        if row[0].startswith("*") and not any(
            error.startswith(row[0].strip("*")) for error in errors
        ):
            problems.append(f"docs/setup.md: nothing says {row[0]}")
    return problems


# --- Links


def _headings(document: str) -> set[str]:
    """Return the anchors of a document's headings, as GitHub makes them."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", document, re.MULTILINE)
    }


def _link_problems(documents: Documents) -> list[str]:
    problems = []
    for name, document in documents.items():
        for target in re.findall(r"\]\(([^)\s]+)\)", document):
            if ":" in target:
                continue
            path, _, anchor = target.partition("#")
            file = ((_ROOT / name).parent / path).resolve() if path else _ROOT / name
            linked = documents.get(str(file.relative_to(_ROOT)))
            if not file.exists() or (
                anchor and linked is not None and anchor not in _headings(linked)
            ):
                problems.append(f"{name}: {target} leads nowhere")
    return problems


# --- The checks


def _problems(documents: Documents) -> list[str]:
    return [
        *_automation_problems(documents),
        *_entity_problems(documents),
        *_error_problems(documents),
        *_link_problems(documents),
    ]


def test_the_documents_name_all_that_there_is_and_nothing_else(documents: Documents) -> None:
    assert _problems(documents) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("`jingl.barge_call`", "it", "names: barge_call is not documented"),
        ("`jingl.call_missed`", "it", "names: call_missed is not documented"),
        ("`jingl.is_idle`", "it", "names: is_idle is not documented"),
        ("| sensor **Status**", "| sensor **State**", "docs/entities.md: there is no sensor State"),
        ("**Active calls**", "Active calls", "sensor Active calls is not documented"),
        ("`on_hold`", "on hold", "Status: on_hold is not documented"),
        ("`ringing`", "`ringing`, `busy`", "Status: there is no busy"),
        ("`missed` or", "or", "Call: missed is not documented"),
        ("`old_ip`, ", "", "Registration: old_ip is not documented"),
        ("| `invalid_auth` |", "| `other` |", "docs/errors.md: there is no other"),
        ("| `invalid_auth` | ", "| `invalid_auth` | Not ", "`invalid_auth` says something else"),
        ("\n| *", "\n| *Not ", "docs/setup.md: nothing says *Not"),
    ],
)
def test_what_is_documented_otherwise_is_found(
    documents: Documents, old: str, new: str, problem: str
) -> None:
    spoilt = {name: document.replace(old, new) for name, document in documents.items()}
    assert any(problem in found for found in _problems(spoilt))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("`jingl.hang_up` hangs up.", "names: there is no hang_up"),
        ("- trigger: jingl.create_call", "triggers in examples: there is no create_call"),
        ("[see](docs/other.md)", "README.md: docs/other.md leads nowhere"),
        ("[see](#other)", "README.md: #other leads nowhere"),
        ("[see](docs/entities.md#other)", "README.md: docs/entities.md#other leads nowhere"),
    ],
)
def test_what_is_not_there_is_found(documents: Documents, text: str, problem: str) -> None:
    documents["README.md"] += f"\n{text}\n"
    assert _problems(documents) == [problem]
