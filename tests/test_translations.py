"""Texts, icons and actions say the same as the code.

Home Assistant checks this for its own integrations only. Each check is a pure function that returns
what is wrong, so that a test can show it a spoilt copy, too.
"""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
import copy
from functools import cache
from importlib import import_module
import json
from pathlib import Path
import re
from types import ModuleType
from typing import Any, Final

import pytest
import voluptuous as vol

from homeassistant.const import CONF_OPTIONS, STATE_OFF, STATE_ON, Platform
from homeassistant.data_entry_flow import section
from homeassistant.helpers.entity import EntityDescription
from homeassistant.util.yaml import parse_yaml

from custom_components.jingl import (
    PLATFORMS,
    api,
    condition,
    config_flow,
    contact_flow,
    dialling,
    errors,
    event,
    handset_choice,
    options_flow,
    sensor,
    services,
    trigger,
)
from custom_components.jingl.call_events import CallEvent, CallEventType
from custom_components.jingl.const import DOMAIN
from custom_components.jingl.contacts import SUBENTRY_CONTACT
from custom_components.jingl.dial_policy import Refusal
from custom_components.jingl.phone_number import NumberKind
from custom_components.jingl.registration import RegistrationEvent, RegistrationEventType

_ROOT: Final = Path(services.__file__).parent
_REPOSITORY: Final = _ROOT.parents[1]
_LANGUAGES: Final = sorted(path.stem for path in (_ROOT / "translations").glob("*.json"))

# What Home Assistant's own code may end a flow with in our name, by the method that does.
_ABORTS: Final = {
    "_abort_if_unique_id_configured": "already_configured",
    "_async_abort_entries_match": "already_configured",
}

# The forms, as the flows show them.
_CONFIG_FORMS: Final[Mapping[str, vol.Schema]] = {
    "user": config_flow._account_schema(None, {}),
    "handsets": handset_choice.handsets_schema({"100": "Reception (100)"}),
    "reauth_confirm": config_flow._REAUTH_SCHEMA,
    "reconfigure": config_flow._account_schema(None, {}),
}
_OPTIONS_FORMS: Final[Mapping[str, vol.Schema]] = {
    "handsets": _CONFIG_FORMS["handsets"],
    "dialling": options_flow._DIALLING_SCHEMA,
    "emergency": options_flow._EMERGENCY_SCHEMA,
    "voice": options_flow._voice_schema({"100": "Reception (100)"}),
}
_CONTACT_FORMS: Final[Mapping[str, vol.Schema]] = {
    "user": contact_flow._SCHEMA,
    "reconfigure": contact_flow._SCHEMA,
}
# How each flow can be begun.
_SOURCES: Final = {"user", "reconfigure"}


def _read(name: str) -> Any:
    return json.loads((_ROOT / name).read_text())


def _translation(language: str) -> dict[str, Any]:
    content: dict[str, Any] = _read(f"translations/{language}.json")
    return content


@pytest.fixture
def english() -> dict[str, Any]:
    return _translation("en")


@pytest.fixture
def icons() -> dict[str, Any]:
    content: dict[str, Any] = _read("icons.json")
    return content


def _described(name: str) -> dict[str, Any]:
    """Return what a YAML file describes, without the parts that it only shares."""
    content = parse_yaml((_ROOT / name).read_text())
    assert isinstance(content, dict)
    return {key: value for key, value in content.items() if not key.startswith(".")}


@pytest.fixture
def actions() -> dict[str, Any]:
    return _described("services.yaml")


# --- Texts by their paths


def _texts(content: Mapping[str, Any], path: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:
    """Return every text by its path."""
    texts: dict[tuple[str, ...], str] = {}
    for key, value in content.items():
        if isinstance(value, dict):
            texts |= _texts(value, (*path, key))
        else:
            texts[*path, key] = value
    return texts


def _paths(content: Mapping[str, Any]) -> set[str]:
    return {".".join(path) for path in _texts(content)}


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{([^}]*)\}", text))


def _difference(what: str, expected: Iterable[object], found: Iterable[object]) -> list[str]:
    """Return what is missing and what is too much."""
    return [f"{what}: no {each}" for each in sorted(map(str, set(expected) - set(found)))] + [
        f"{what}: {each} is used nowhere" for each in sorted(map(str, set(found) - set(expected)))
    ]


# --- What the code uses


def _tree(name: str) -> ast.Module:
    return ast.parse((_ROOT / name).read_text())


def _class(tree: ast.Module, name: str) -> ast.ClassDef:
    return next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)


def _literals(node: ast.AST | None) -> Iterator[str]:
    """Return the strings that an expression may be: a literal, or one of two."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _literals(body)
            yield from _literals(orelse)


def _chosen(node: ast.AST | None, tree: ast.Module) -> Iterator[str]:
    """Return the strings that an expression may be, those of a table of the file's included."""
    yield from _literals(node)
    tables = {
        name: table
        for statement in tree.body
        for name, table in _table(statement)
        if isinstance(table, ast.Dict)
    }
    for part in ast.walk(node) if node else ():
        match part:
            case ast.Subscript(value=ast.Name(id=name)) if name in tables:
                for value in tables[name].values:
                    yield from _literals(value)


def _table(statement: ast.stmt) -> Iterator[tuple[str, ast.expr | None]]:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), value=value):
            yield name, value


def _calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Return every call in a piece of code, by the bare name of what is called."""
    for call in ast.walk(node):
        match call:
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
                yield name, call


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _form_errors(node: ast.AST) -> set[str]:
    """Return the errors that a piece of code may show in a form: {"base" or a field: error}.

    Placeholders are what is computed, so that a literal in a dictionary is an error's key.
    """
    values: list[ast.AST | None] = []
    for part in ast.walk(node):
        match part:
            case ast.Dict(values=each):
                values += each
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id="errors"))], value=value):
                values.append(value)
    return {text for value in values for text in _literals(value)}


def _client_errors(tree: ast.Module) -> set[str]:
    """Return what the client's errors are in a form."""
    function = next(
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "error_key"
    )
    returned = (node.value for node in ast.walk(function) if isinstance(node, ast.Return))
    return {text for value in returned for text in _literals(value)}


def _aborts(flow: ast.ClassDef, client_errors: set[str]) -> set[str]:
    aborts: set[str] = set()
    for name, call in _calls(flow):
        reason = _keyword(call, "reason")
        aborts |= set(_literals(reason))
        if isinstance(reason, ast.Call):
            aborts |= client_errors  # reason=_error_key(err)
        elif name in _ABORTS and reason is None:
            aborts.add(_ABORTS[name])
    return aborts


def _steps(flow: ast.ClassDef) -> set[str]:
    """Return the steps that a flow shows a form for."""
    return {
        text
        for name, call in _calls(flow)
        if name in {"async_show_form", "_show_form"}
        for text in _literals(_keyword(call, "step_id") or (call.args[0] if call.args else None))
    }


def _menus(flow: ast.ClassDef, names: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Return the texts of a flow's menus; `names` are those of its file."""
    for name, call in _calls(flow):
        if name == "async_show_menu":
            options = _keyword(call, "menu_options")
            assert isinstance(options, ast.List)
            for step in _literals(_keyword(call, "step_id")):
                yield step, "title"
                for option in options.elts:
                    assert isinstance(option, ast.Name)
                    yield step, "menu_options", names[option.id]
                    yield step, "menu_option_descriptions", names[option.id]


@cache
def _flows() -> dict[str, dict[str, set[tuple[str, ...]]]]:
    """Return the texts of all flows."""
    contact = _flow(contact_flow, "JinglContactFlow", _CONTACT_FORMS)
    return {
        "config": _flow(config_flow, "JinglConfigFlow", _CONFIG_FORMS, chooses_handsets=True),
        "options": _flow(options_flow, "JinglOptionsFlow", _OPTIONS_FORMS, chooses_handsets=True),
        "config_subentries": {
            SUBENTRY_CONTACT: {
                ("entry_type",),
                *(("initiate_flow", step) for step in _CONTACT_FORMS.keys() & _SOURCES),
                *((part, *path) for part, paths in contact.items() for path in paths),
            }
        },
    }


def _flow(
    module: ModuleType,
    name: str,
    forms: Mapping[str, vol.Schema],
    *,
    chooses_handsets: bool = False,
) -> dict[str, set[tuple[str, ...]]]:
    """Return the paths of a flow's texts, each below "step", "error" or "abort"."""
    tree = _tree(Path(module.__file__ or "").name)
    flow = _class(tree, name)
    # Also its file's functions, those that choose handsets, and what Jingl's errors are to those.
    choice = _tree("handset_choice.py")
    client_errors = _client_errors(choice) if chooses_handsets else set()
    shared = [
        node
        for node in (*tree.body, *(choice.body if chooses_handsets else ()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    errors = {key for node in (flow, *shared) for key in _form_errors(node)}
    assert _steps(flow) == set(forms)
    parts: dict[str, set[tuple[str, ...]]] = {
        "step": {path for step, schema in forms.items() for path in _form(step, schema)}
        | set(_menus(flow, vars(module))),
        "error": {(key,) for key in errors | client_errors},
        "abort": {(key,) for key in _aborts(flow, client_errors)},
    }
    return {part: paths for part, paths in parts.items() if paths}


def _form(step: str, schema: vol.Schema) -> Iterator[tuple[str, ...]]:
    yield step, "title"
    yield step, "description"
    yield from _fields((step,), schema)


def _fields(path: tuple[str, ...], schema: vol.Schema) -> Iterator[tuple[str, ...]]:
    for key, field in schema.schema.items():
        if isinstance(field, section):
            inner = (*path, "sections", str(key))
            yield *inner, "name"
            yield *inner, "description"
            yield from _fields(inner, field.schema)
        else:
            yield *path, "data", str(key)
            yield *path, "data_description", str(key)


def _descriptions() -> dict[Platform, list[EntityDescription]]:
    """Return the descriptions of all entities, from every platform that is set up.

    They are known by what they have: a frozen description is no instance of EntityDescription.
    """
    found: dict[Platform, list[EntityDescription]] = {}
    for platform in PLATFORMS:
        values = vars(import_module(f"custom_components.jingl.{platform}")).values()
        found[platform] = [
            each
            for value in values
            for each in (value if isinstance(value, tuple) else (value,))
            if {"key", "translation_key"} <= set(getattr(each, "__dataclass_fields__", ()))
            and not isinstance(each, type)
        ]
    return found


def _states(platform: Platform, description: EntityDescription) -> set[str]:
    """Return the states of an entity that have names: its own, or those of any switch."""
    if platform in {Platform.SWITCH, Platform.BINARY_SENSOR}:
        return {STATE_ON, STATE_OFF}
    return set(getattr(description, "options", None) or ())


# One of each, with all that it can say.
_EVENTS: Final = {
    event.CALL.key: CallEvent(
        type=CallEventType.ENDED,
        direction=api.CallDirection.INBOUND,
        number="101",
        application="Queue",
        duration_seconds=1,
    ),
    event.REGISTRATION.key: RegistrationEvent(
        type=RegistrationEventType.ADDRESS_CHANGED, old_ip="203.0.113.1", new_ip="203.0.113.2"
    ),
}


class _AnyName:
    """Stands in for the coordinator, of which an event asks nothing but who has a number."""

    def party_name(self, number: str) -> str:
        return number


def _attributes(description: EntityDescription) -> dict[str, set[str]]:
    """Return an entity's own attributes, each with the values that have names."""
    for own, entity in (
        (sensor.LAST_MISSED_CALL, sensor.JinglLastMissedCall),
        (sensor.OTHER_PARTY, sensor.JinglOtherParty),
    ):
        if description is own:
            return {name: set() for name in entity._unrecorded_attributes}
    fn = getattr(description, "attributes_fn", None)
    if fn is None:
        return {}
    names: dict[str, set[str]] = {
        name: set(api.CallDirection) if isinstance(value, api.CallDirection) else set()
        for name, value in fn(_EVENTS[description.key], _AnyName()).items()
    }
    return {"event_type": set(getattr(description, "event_types", ())), **names}


def _attribute_texts(description: EntityDescription) -> set[str]:
    """Return the paths of the attributes' texts; Home Assistant itself names the event's type."""
    attributes = _attributes(description)
    return {f"{name}.name" for name in attributes if name != "event_type"} | {
        f"{name}.state.{value}" for name, values in attributes.items() for value in values
    }


def _has_unit(description: EntityDescription) -> bool:
    """Tell whether an entity counts something whose name is for translation."""
    return (
        getattr(description, "state_class", None) is not None
        and getattr(description, "native_unit_of_measurement", None) is None
    )


@cache
def _automation() -> dict[str, dict[str, vol.Schema]]:
    """Return the options of all triggers and conditions, by the section of their texts."""
    return {
        section: {
            name: vol.Schema(getattr(each, "_schema", vol.Schema({})).schema[CONF_OPTIONS])
            for name, each in kinds.items()
        }
        for section, kinds in (
            ("triggers", trigger.TRIGGERS),
            ("conditions", condition.CONDITIONS),
        )
    }


# Options that Home Assistant gives to every condition, and explains by the name alone.
_PLAIN_OPTIONS: Final = {("conditions", "behavior"), ("conditions", "for")}


def _automation_texts(section: str) -> Iterator[str]:
    for name, options in _automation()[section].items():
        yield f"{name}.name"
        yield f"{name}.description"
        for option in _schema_fields(options):
            yield f"{name}.fields.{option}.name"
            if (section, option) not in _PLAIN_OPTIONS:
                yield f"{name}.fields.{option}.description"


def _selector_texts(described: object) -> Iterator[str]:
    """Return the options and fields that need a name, of all selectors below."""
    if isinstance(described, list):
        for each in described:
            yield from _selector_texts(each)
    if isinstance(described, dict):
        match described:
            case {"select": {"translation_key": key, "options": options}}:
                for option in options:
                    yield f"{key}.options.{option}"
            case {"object": {"translation_key": key, "fields": fields}}:
                for field in fields:
                    yield f"{key}.fields.{field}.name"
                    yield f"{key}.fields.{field}.description"
        for each in described.values():
            yield from _selector_texts(each)


def _form_selectors() -> Iterator[object]:
    """Return the selectors of all forms, as the frontend gets them."""
    for forms in (_CONFIG_FORMS, _OPTIONS_FORMS, _CONTACT_FORMS):
        for schema in forms.values():
            for field in schema.schema.values():
                inner = field.schema.schema.values() if isinstance(field, section) else (field,)
                yield from (each.serialize()["selector"] for each in inner)


# Which flow fixes an issue.
_FIX_FLOWS: Final = {
    "handset_gone": "HandsetGoneFlow",
    "handsets_vanished": "HandsetsVanishedFlow",
    "certificate_own_server": "CertificateFlow",
    "calls_refused": "CallsRefusedFlow",
}


@cache
def _issues() -> dict[str, set[str]]:
    """Return the keys of all issues, each with its placeholders."""
    raised: dict[str, set[str]] = {}
    for name, call in _calls(_tree("issues.py")):
        if name == "async_create_issue":
            passed = _keyword(call, "translation_placeholders")
            assert isinstance(passed, ast.Dict)
            names = {text for key in passed.keys for text in _literals(key)}
            raised |= dict.fromkeys(_literals(_keyword(call, "translation_key")), names)
    return raised


def _issue_texts() -> Iterator[str]:
    tree = _tree("repairs.py")
    for issue in _issues():
        yield f"{issue}.title"
        if issue not in _FIX_FLOWS:
            yield f"{issue}.description"
        else:
            flow = _class(tree, _FIX_FLOWS[issue])
            (kind,) = (_class(tree, base.id) for base in flow.bases if isinstance(base, ast.Name))
            base = _class(tree, "JinglRepairFlow")
            for path in _fix_flow([flow] if kind is base else [flow, kind], base):
                yield f"{issue}.fix_flow.{path}"


def _fix_flow(flow: list[ast.ClassDef], base: ast.ClassDef) -> Iterator[str]:
    """Return the texts of a fix flow, those of the helpers that it calls included."""
    called = {name for part in flow for name, _ in _calls(part)}
    helpers = [
        node
        for node in base.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in called
    ]
    for name, call in (found for node in (*flow, *helpers) for found in _calls(node)):
        for reason in _literals(_keyword(call, "reason")):
            yield f"abort.{reason}"
        for step in _literals(_keyword(call, "step_id")):
            yield f"step.{step}.title"
            yield f"step.{step}.description"
            if name == "async_show_menu":
                options = _keyword(call, "menu_options")
                assert isinstance(options, ast.List)
                for option in (text for node in options.elts for text in _literals(node)):
                    yield f"step.{step}.menu_options.{option}"


def _health_texts() -> Iterator[str]:
    function = next(
        node
        for node in _tree("system_health.py").body
        if isinstance(node, ast.FunctionDef) and node.name == "_account"
    )
    for node in ast.walk(function):
        if isinstance(node, ast.Dict):
            for key in (text for each in node.keys for text in _literals(each)):
                yield f"info.{key}"


@cache
def _exceptions() -> dict[str, list[set[str]]]:
    """Return the keys of all exceptions, each with the placeholders of every place it is raised."""
    raised: dict[str, list[set[str]]] = {}
    for path in _ROOT.glob("*.py"):
        tree = _tree(path.name)
        for _, call in _calls(tree):
            if _keyword(call, "translation_domain") is None:
                continue
            passed = _keyword(call, "translation_placeholders")
            if isinstance(passed, ast.Dict):
                names = {text for key in passed.keys for text in _literals(key)}
                for key in _chosen(_keyword(call, "translation_key"), tree):
                    raised.setdefault(key, []).append(names)
    # errors.py picks keys by the kind of error: so every kind is put through it.
    for kind in vars(api).values():
        if isinstance(kind, type) and issubclass(kind, api.JinglError):
            for key, names in _mapped(kind):
                raised.setdefault(key, []).append(names)
    return raised


def _mapped(kind: type[api.JinglError]) -> Iterator[tuple[str, set[str]]]:
    if kind is api.JinglRateLimitError:
        err: api.JinglError = api.JinglRateLimitError("details", retry_after=None)
    else:
        err = kind("details")
    results = [
        errors.action_error(err, account="mycompany", handset="Reception", refused=refused)
        for refused in _refused()
    ]
    for result in (
        *results,
        # A poll only reads, so what it did is never unknown.
        *([] if kind is api.JinglOutcomeUnknownError else [errors.poll_error(err, "mycompany")]),
    ):
        assert result.translation_key
        yield result.translation_key, set(result.translation_placeholders or {})


@cache
def _refused() -> set[str]:
    """Return the keys for Jingl's 400, of the actions and of what else passes `refused=`."""
    literal = {
        text
        for path in _ROOT.glob("*.py")
        for _, call in _calls(_tree(path.name))
        for text in _literals(_keyword(call, "refused"))
    }
    actions = (each for each in vars(dialling).values() if isinstance(each, dialling.CallAction))
    return literal | {action.refused for action in actions}


def _schema_fields(schema: vol.Schema) -> set[str]:
    return {str(key) for key in schema.schema}


def _action_texts() -> Iterator[tuple[str, ...]]:
    for action in services.ACTIONS:
        yield action.name, "name"
        yield action.name, "description"
        for field in _schema_fields(action.schema):
            yield action.name, "fields", field, "name"
            yield action.name, "fields", field, "description"


def _entity_problems(texts: Mapping[str, Any]) -> list[str]:
    """Compare the entities' texts with their descriptions."""
    problems = _difference("entity", [str(platform) for platform in PLATFORMS], texts)
    for platform, descriptions in _descriptions().items():
        named = texts.get(platform, {})
        problems += _difference(
            f"entity.{platform}", [each.translation_key for each in descriptions], named
        )
        for each in descriptions:
            text = named.get(each.translation_key, {})
            where = f"entity.{platform}.{each.translation_key}"
            parts = {
                "name": True,
                "state_attributes": bool(_attributes(each)),
                "unit_of_measurement": _has_unit(each),
            }
            problems += _difference(
                where, [part for part, has in parts.items() if has], text.keys() - {"state"}
            )
            problems += _difference(
                f"{where}.state_attributes",
                _attribute_texts(each),
                _paths(text.get("state_attributes", {})),
            )
            # States of a switch or a device class have names of Home Assistant's.
            states = text.get("state", {})
            own = hasattr(each, "options") or (
                platform is Platform.BINARY_SENSOR and each.device_class is None
            )
            wanted = _states(platform, each) if own else set(states)
            problems += _difference(f"{where}.state", wanted, states)
            problems += _difference(
                f"{where}.state", set(), states.keys() - _states(platform, each)
            )
    return problems


# --- The checks


def _missing_and_orphaned(content: Mapping[str, Any]) -> list[str]:
    """Compare the texts with what the code uses, in both directions."""
    sections = {
        **{name: set(_automation_texts(name)) for name in _automation()},
        "selector": {
            text
            for described in (
                *map(_described, ("services.yaml", "triggers.yaml", "conditions.yaml")),
                *_form_selectors(),
            )
            for text in _selector_texts(described)
        },
        "issues": set(_issue_texts()),
        "system_health": set(_health_texts()),
        "services": {".".join(path) for path in _action_texts()},
        "exceptions": {f"{key}.message" for key in _exceptions()},
    }
    problems = _difference("top", {*_flows(), "entity", *sections}, content)
    for name, wanted in sections.items():
        problems += _difference(name, wanted, _paths(content.get(name, {})))
    for name, flow in _flows().items():
        found = content.get(name, {})
        problems += _difference(name, flow, found)
        for part, paths in flow.items():
            dotted = {".".join(path) for path in paths}
            problems += _difference(f"{name}.{part}", dotted, _paths(found.get(part, {})))
    return problems + _entity_problems(content.get("entity", {}))


# Where Jingl's bare 400 says no more than the text itself, and where no number would be better.
_WITHOUT_DETAILS: Final = {"no_connected_call", "supervision_by_voice"}

# What flows pass to their texts; the rest passes nothing.
_FLOW_PLACEHOLDERS: Final[dict[tuple[str, ...], set[str]]] = {
    ("config", "step", "reauth_confirm", "description"): {"account"},
    **{
        (flow, part, error): {"error"}
        for flow in ("config", "options")
        for part in ("error", "abort")
        for error in ("cannot_connect", "tls_error")
    },
    **{(flow, "error", "handset_not_found"): {"handsets"} for flow in ("config", "options")},
    ("options", "error", "invalid_numbers"): {"numbers"},
    ("config_subentries", SUBENTRY_CONTACT, "error", "invalid_numbers"): {"numbers"},
}


def _wrong_placeholders(content: Mapping[str, Any]) -> list[str]:
    """Return texts with placeholders that the code does not pass, or without one that it does.

    An error's text need not say all that errors.py or a refusal knows: they pass the same to each.
    """
    problems = []
    raised = _exceptions()
    for path, text in _texts(content).items():
        found = _placeholders(text)
        if path[0] == "exceptions":
            passed = raised.get(path[1], [])
            common = set.intersection(*passed) if passed else set()
            least = set() if path[1] in _WITHOUT_DETAILS else {"error", "number"} & common or common
            wrong = not least <= found <= common
        elif path[0] == "issues":
            wrong = not found <= (_issues().get(path[1], set()) if "abort" not in path else set())
        else:
            wrong = found != _FLOW_PLACEHOLDERS.get(path, set())
        if wrong:
            problems.append(f"{'.'.join(path)}: {sorted(found)}")
    return problems


def _unfit_texts(content: Mapping[str, Any]) -> list[str]:
    """Return texts that are shown raw or not at all: HTML, addresses, references, blank ends."""
    unfit = re.compile(r"<|https?:|www\.[a-z]+\.[a-z]+/|\[%key:|^\s|\s$|^$|  ")
    return [".".join(path) for path, text in _texts(content).items() if unfit.search(text)]


def _language_problems(content: Mapping[str, Any], english: Mapping[str, Any]) -> list[str]:
    """Compare another language with English."""
    texts, originals = _texts(content), _texts(english)
    return _difference("language", originals, texts) + [
        ".".join(path)
        for path in texts.keys() & originals.keys()
        if _placeholders(texts[path]) != _placeholders(originals[path])
    ]


def _icon_problems(icons: Mapping[str, Any]) -> list[str]:
    problems = _difference("icons", {"entity", "services", *_automation()}, icons)
    entity = icons.get("entity", {})
    problems += _difference("icons.entity", [str(platform) for platform in PLATFORMS], entity)
    for platform, descriptions in _descriptions().items():
        drawn = entity.get(platform, {})
        problems += _difference(
            f"icons.{platform}", [each.translation_key for each in descriptions], drawn
        )
        for each in descriptions:
            icon = drawn.get(each.translation_key, {})
            where = f"icons.{platform}.{each.translation_key}"
            events = set(getattr(each, "event_types", None) or ())
            wanted = {"default", "state_attributes"} if events else {"default"}
            problems += _difference(where, wanted, icon.keys() - {"state"})
            problems += _difference(
                f"{where}.state_attributes",
                {f"event_type.state.{each}" for each in events},
                _paths(icon.get("state_attributes", {})),
            )
            states = icon.get("state", {}).keys() - _states(platform, each)
            problems += _difference(f"{where}.state", set(), states)
    names: dict[str, Iterable[str]] = {
        "services": [action.name for action in services.ACTIONS],
        **_automation(),
    }
    for part, wanted_names in names.items():
        drawn = icons.get(part, {})
        problems += _difference(f"icons.{part}", wanted_names, drawn)
        problems += [
            f"icons.{part}.{name}: {icon}"
            for name, icon in drawn.items()
            if set(icon) != {part.removesuffix("s")}
        ]
    return problems + [
        f"{'.'.join(path)}: {icon} is no icon"
        for path, icon in _texts(icons).items()
        if not re.fullmatch(r"mdi:[a-z0-9-]+", icon)
    ]


def _action_problems(described: Mapping[str, Any]) -> list[str]:
    """Compare services.yaml with the actions' schemas."""
    schemas = {action.name: action.schema for action in services.ACTIONS}
    problems = _field_problems("services.yaml", described, schemas)
    for action in services.ACTIONS:
        fields = (described.get(action.name) or {}).get("fields", {})
        problems += [
            f"services.yaml {action.name}: {key} is not required or optional alike"
            for key in action.schema.schema
            if fields.get(str(key), {}).get("required", False) != isinstance(key, vol.Required)
        ]
    return problems


def _automation_problems(section: str, described: Mapping[str, Any]) -> list[str]:
    """Compare triggers.yaml or conditions.yaml with the options' schemas."""
    problems = _field_problems(f"{section}.yaml", described, _automation()[section])
    return problems + [
        f"{section}.yaml {name}: not on entities of this integration alone"
        for name, each in described.items()
        if {only.get("integration") for only in each.get("target", {}).get("entity", [])}
        != {DOMAIN}
    ]


def _field_problems(
    where: str, described: Mapping[str, Any], schemas: Mapping[str, vol.Schema]
) -> list[str]:
    problems = _difference(where, schemas, described)
    for name, schema in schemas.items():
        fields = (described.get(name) or {}).get("fields", {})
        problems += _difference(f"{where} {name}", _schema_fields(schema), fields)
        for key in schema.schema:
            field = fields.get(str(key), {})
            unset = getattr(key, "default", vol.UNDEFINED) is vol.UNDEFINED
            default = None if unset else key.default()
            # The form's way to say no time at all.
            if (field.get("default"), default) != ("00:00:00", None) and (
                field.get("default") != default
            ):
                problems.append(f"{where} {name}: {key} is not defaulted alike")
            if len(field.get("selector", {})) != 1:
                problems.append(f"{where} {name}: {key} has no selector")
            choices = _choices(schema.schema[key])
            select = field.get("selector", {}).get("select") or {}
            if choices and select.get("options", choices) != choices:
                problems.append(f"{where} {name}: {key} offers something else")
    return problems


def _choices(validator: object) -> list[str]:
    """Return what an option may be, if that is one of a few."""
    container = getattr(validator, "container", None)
    return list(container) if isinstance(container, list) else []


def _manifest_problems(manifest: Mapping[str, Any]) -> list[str]:
    keys = list(manifest)
    problems = [] if keys[:2] == ["domain", "name"] else ["domain and name do not stand first"]
    if keys[2:] != sorted(keys[2:]):
        problems.append("the keys are not in order")
    if manifest.get("domain") != DOMAIN:
        problems.append("the domain is another")
    if not re.fullmatch(r"\d+\.\d+\.\d+", str(manifest.get("version"))):
        problems.append("the version is none")
    required = {
        "codeowners",
        "config_flow",
        "documentation",
        "integration_type",
        "iot_class",
        "issue_tracker",
        "requirements",
    }
    problems += [f"no {key}" for key in sorted(required - set(keys))]
    problems += [
        f"{key} is no secure address"
        for key in ("documentation", "issue_tracker")
        if not str(manifest.get(key)).startswith("https://")
    ]
    return problems


# --- English


def test_every_text_is_used_and_none_is_missing(english: dict[str, Any]) -> None:
    assert _missing_and_orphaned(english) == []


@pytest.mark.parametrize("path", sorted(_texts(_translation("en"))), ids=".".join)
def test_a_missing_text_is_found(english: dict[str, Any], path: tuple[str, ...]) -> None:
    parent = english
    for key in path[:-1]:
        parent = parent[key]
    del parent[path[-1]]
    assert _missing_and_orphaned(english)


@pytest.mark.parametrize(
    "path",
    [
        ("config", "error", "other"),
        ("config", "abort", "other"),
        ("config", "step", "other"),
        ("config", "step", "user", "data", "other"),
        ("config", "step", "user", "sections", "advanced", "data", "other"),
        ("options", "error", "invalid_host"),
        ("options", "error", "no_numbers"),
        ("options", "abort", "unknown"),
        ("options", "step", "init", "data_description", "other"),
        ("options", "step", "init", "description"),
        ("options", "step", "init", "menu_options", "emergency"),
        ("options", "step", "init", "menu_option_descriptions", "emergency"),
        ("options", "step", "other", "title"),
        ("options", "step", "dialling", "data", "other"),
        ("options", "step", "dialling", "data_description", "other"),
        ("config_subentries", "other", "entry_type"),
        ("config_subentries", "contact", "initiate_flow", "other"),
        ("config_subentries", "contact", "step", "other", "title"),
        ("config_subentries", "contact", "step", "user", "data", "other"),
        ("config_subentries", "contact", "error", "cannot_connect"),
        # That is Home Assistant's own.
        ("config_subentries", "contact", "abort", "reconfigure_successful"),
        ("entity", "sensor", "other"),
        ("entity", "sensor", "status", "state", "other"),
        ("entity", "sensor", "location", "state", "other"),
        ("entity", "switch", "recording", "state", "idle"),
        ("entity", "light", "other"),
        ("entity", "event", "call", "state_attributes", "other", "name"),
        ("entity", "event", "call", "state_attributes", "event_type", "state", "other"),
        ("entity", "event", "call", "state_attributes", "direction", "state", "other"),
        ("entity", "sensor", "status", "state_attributes", "number", "name"),
        ("entity", "sensor", "other_party", "state_attributes", "number", "name"),
        ("entity", "sensor", "status", "unit_of_measurement"),
        ("triggers", "other", "name"),
        ("triggers", "call_missed", "fields", "minimum_duration", "name"),
        ("conditions", "other", "name"),
        ("conditions", "is_idle", "fields", "direction", "name"),
        ("selector", "other", "options", "other"),
        ("selector", "call_direction", "options", "other"),
        ("selector", "number_kind", "options", "other"),
        ("selector", "area_handset", "fields", "other", "name"),
        ("issues", "other", "title"),
        ("issues", "handset_gone", "description"),
        ("issues", "certificate", "fix_flow", "abort", "recovered"),
        ("issues", "calls_refused", "description"),
        ("issues", "handset_gone", "fix_flow", "step", "other", "title"),
        ("system_health", "info", "other"),
        ("services", "hang_up", "name"),
        ("services", "create_call", "fields", "attended"),
        ("exceptions", "other", "message"),
        ("exceptions", "dial_other_refused", "message"),
        ("other", "other"),
    ],
    ids=".".join,
)
def test_an_orphaned_text_is_found(english: dict[str, Any], path: tuple[str, ...]) -> None:
    parent = english
    for key in path[:-1]:
        parent = parent.setdefault(key, {})
    parent[path[-1]] = {"name": "Other"} if path[0] == "entity" and len(path) == 3 else "Other"
    assert _missing_and_orphaned(english)


def test_placeholders_are_those_that_the_code_passes(english: dict[str, Any]) -> None:
    assert _wrong_placeholders(english) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("config", "error", "cannot_connect"), "Jingl cannot be reached."),
        (("config", "error", "handset_not_found"), "Not found: {handset}"),
        (("config", "error", "unknown"), "Something happened: {error}"),
        (("config", "step", "reauth_confirm", "description"), "Log in."),
        (("options", "abort", "tls_error"), "{error} {account}"),
        (("services", "create_call", "name"), "Call {number}"),
        (("exceptions", "invalid_number", "message"), "No number."),
        (("exceptions", "handset_unknown", "message"), "{handset} {account}"),
        # A poll does not know a handset.
        (("exceptions", "server_error", "message"), "{handset}: {error}"),
        (("exceptions", "outcome_unknown", "message"), "Who knows."),
        (("exceptions", "dial_mobile_refused", "message"), "Such numbers may not be called."),
        (("exceptions", "dial_denied", "message"), "{number} of {handset}"),
        (("exceptions", "supervision_by_voice", "message"), "{handset}"),
        (("options", "error", "invalid_numbers"), "No numbers."),
        (("options", "error", "not_understood"), "{numbers}"),
        (("options", "step", "emergency", "description"), "{account}"),
        (("config_subentries", "contact", "error", "invalid_numbers"), "{number}"),
        (("config_subentries", "contact", "error", "name_taken"), "{name} is taken."),
        (("selector", "number_kind", "options", "premium"), "{number}"),
        (("issues", "calls_refused", "title"), "{extension}"),
        (("issues", "handset_gone", "title"), "No {handset}"),
        (("issues", "handset_gone", "fix_flow", "abort", "recovered"), "{extension} is back."),
        (("triggers", "call_missed", "name"), "{handset} missed a call"),
        (("system_health", "info", "reachable"), "{account} reachable"),
    ],
)
def test_a_wrong_placeholder_is_found(
    english: dict[str, Any], path: tuple[str, ...], text: str
) -> None:
    parent = english
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = text
    assert len(_wrong_placeholders(english)) == 1


def test_every_refusal_has_a_text_of_its_own() -> None:
    # An emergency number is never refused for its kind, but always as what it is.
    assert set(dialling._REFUSED_KINDS) == set(NumberKind) - {NumberKind.EMERGENCY}
    # What is not understood is no number yet, and is told where it is read.
    assert set(dialling._REFUSED) == set(Refusal) - {Refusal.KIND, Refusal.NOT_UNDERSTOOD}
    keys = [*dialling._REFUSED_KINDS.values(), *dialling._REFUSED.values()]
    assert len(set(keys)) == len(keys)


# --- All languages


@pytest.mark.parametrize("language", _LANGUAGES)
def test_a_language_has_the_texts_and_placeholders_of_english(
    english: dict[str, Any], language: str
) -> None:
    assert _language_problems(_translation(language), english) == []


def test_another_text_or_placeholder_of_a_language_is_found(english: dict[str, Any]) -> None:
    other = copy.deepcopy(english)
    other["config"]["error"]["cannot_connect"] = "Jingl ist nicht erreichbar. {fehler}"
    assert _language_problems(other, english) == ["config.error.cannot_connect"]
    del other["config"]["error"]["unknown"]
    other["exceptions"]["other"] = {"message": "Anderes"}
    assert len(_language_problems(other, english)) == 3


@pytest.mark.parametrize("language", _LANGUAGES)
def test_texts_are_plain(language: str) -> None:
    assert _unfit_texts(_translation(language)) == []


@pytest.mark.parametrize(
    "text",
    [
        "<b>Log in</b>",
        "See https://www.jingl.com.au",
        "[%key:common::config_flow::error::unknown%]",
        " Log in",
        "Log in ",
        "Log  in",
        "",
    ],
)
def test_an_unfit_text_is_found(text: str) -> None:
    assert _unfit_texts({"config": {"title": text}}) == ["config.title"]


# --- Icons and actions


def test_every_entity_and_action_has_an_icon_and_none_is_orphaned(icons: dict[str, Any]) -> None:
    assert _icon_problems(icons) == []


@pytest.mark.parametrize(
    ("path", "icon"),
    [
        (("entity", "sensor", "status"), None),
        (("entity", "sensor", "other"), {"default": "mdi:phone"}),
        (("entity", "sensor", "status", "default"), None),
        (("entity", "sensor", "status", "state", "busy"), "mdi:phone"),
        (("entity", "switch", "recording", "state", "idle"), "mdi:phone"),
        (("entity", "switch", "recording", "default"), "record"),
        (("entity", "light"), {"other": {"default": "mdi:phone"}}),
        (("services", "create_call"), None),
        (("services", "hang_up"), {"service": "mdi:phone"}),
        (("services", "create_call"), {"default": "mdi:phone"}),
        (("triggers",), {"other": {"trigger": "mdi:phone"}}),
        (("triggers", "call_missed"), None),
        (("triggers", "call_missed"), {"default": "mdi:phone"}),
        (("conditions", "is_idle"), None),
        (("conditions", "other"), {"condition": "mdi:phone"}),
        (("entity", "event", "call", "state_attributes"), None),
        (("entity", "event", "call", "state_attributes", "event_type", "state", "missed"), None),
        (
            ("entity", "event", "call", "state_attributes", "event_type", "state", "other"),
            "mdi:phone",
        ),
        (("entity", "sensor", "status", "state_attributes"), {"number": {"default": "mdi:phone"}}),
        (("other",), {"other": "mdi:phone"}),
    ],
)
def test_a_missing_or_orphaned_icon_is_found(
    icons: dict[str, Any], path: tuple[str, ...], icon: object
) -> None:
    parent = icons
    for key in path[:-1]:
        parent = parent[key]
    if icon is None:
        del parent[path[-1]]
    else:
        parent[path[-1]] = icon
    assert _icon_problems(icons)


def test_the_descriptions_of_the_actions_agree_with_their_schemas(actions: dict[str, Any]) -> None:
    assert _action_problems(actions) == []


def test_an_action_described_otherwise_is_found(actions: dict[str, Any]) -> None:
    spoilers: tuple[Callable[[dict[str, Any]], object], ...] = (
        lambda spoilt: spoilt.pop("create_call"),
        lambda spoilt: spoilt.update(hang_up={"fields": {}}),
        lambda spoilt: spoilt["create_call"]["fields"].pop("number"),
        lambda spoilt: spoilt["create_call"]["fields"].update(other={"selector": {"text": None}}),
        lambda spoilt: spoilt["create_call"]["fields"]["number"].update(required=False),
        lambda spoilt: spoilt["create_call"]["fields"]["number"].pop("selector"),
        lambda spoilt: spoilt["transfer_call"]["fields"]["attended"].update(default=True),
        lambda spoilt: spoilt["transfer_call"]["fields"]["attended"].update(required=True),
    )
    for spoil in spoilers:
        spoilt = copy.deepcopy(actions)
        spoil(spoilt)
        assert _action_problems(spoilt)


@pytest.mark.parametrize("section", sorted(_automation()))
def test_the_descriptions_of_triggers_and_conditions_agree_with_their_options(section: str) -> None:
    assert _automation_problems(section, _described(f"{section}.yaml")) == []


def test_a_trigger_described_otherwise_is_found() -> None:
    spoilers: tuple[Callable[[dict[str, Any]], object], ...] = (
        lambda spoilt: spoilt.pop("call_missed"),
        lambda spoilt: spoilt.update(other={"fields": {}}),
        lambda spoilt: spoilt["call_missed"]["fields"].pop("direction"),
        lambda spoilt: spoilt["call_missed"]["fields"].update(other={"selector": {"text": None}}),
        lambda spoilt: spoilt["call_missed"]["fields"]["other_party"].update(default="Smith"),
        lambda spoilt: spoilt["call_missed"]["fields"]["other_party"].pop("selector"),
        lambda spoilt: spoilt["call_missed"]["fields"]["direction"]["selector"]["select"].update(
            options=["inbound", "outbound"]
        ),
        lambda spoilt: spoilt["call_missed"]["target"]["entity"][0].pop("integration"),
        lambda spoilt: spoilt["call_missed"].pop("target"),
    )
    for spoil in spoilers:
        spoilt = copy.deepcopy(_described("triggers.yaml"))
        spoil(spoilt)
        assert _automation_problems("triggers", spoilt)


# --- Manifest and HACS


def test_the_manifest_is_in_order() -> None:
    assert _manifest_problems(_read("manifest.json")) == []


def test_a_manifest_out_of_order_is_found() -> None:
    manifest = _read("manifest.json")
    for spoilt in (
        {"name": "Jingl", **manifest},
        {**{key: manifest[key] for key in reversed(manifest)}},
        {"domain": manifest["domain"], "name": "Jingl", "version": "0.1.0", **manifest},
        {**manifest, "domain": "jingle"},
        {**manifest, "version": "one"},
        {**manifest, "documentation": "http://example.com"},
        {key: value for key, value in manifest.items() if key != "iot_class"},
    ):
        assert _manifest_problems(spoilt)


def test_hacs_asks_for_the_home_assistant_that_this_is_made_for() -> None:
    hacs = json.loads((_REPOSITORY / "hacs.json").read_text())
    assert hacs["name"] == _read("manifest.json")["name"]
    assert hacs["homeassistant"] == "2026.10.0"
