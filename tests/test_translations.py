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
from typing import Any, Final

import pytest
import voluptuous as vol

from homeassistant.const import STATE_OFF, STATE_ON, Platform
from homeassistant.data_entry_flow import section
from homeassistant.helpers.entity import EntityDescription
from homeassistant.util.yaml import parse_yaml

from custom_components.jingl import PLATFORMS, api, config_flow, errors, services
from custom_components.jingl.const import DOMAIN

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
    "user": config_flow._ACCOUNT_SCHEMA,
    "handsets": config_flow._handsets_schema({"100": "Reception (100)"}),
    "reauth_confirm": config_flow._REAUTH_SCHEMA,
    "reconfigure": config_flow._ACCOUNT_SCHEMA,
}
_OPTIONS_FORMS: Final[Mapping[str, vol.Schema]] = {"init": _CONFIG_FORMS["handsets"]}


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


@pytest.fixture
def actions() -> dict[str, Any]:
    content = parse_yaml((_ROOT / "services.yaml").read_text())
    assert isinstance(content, dict)
    return content


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
    return {
        text
        for part in ast.walk(node)
        if isinstance(part, ast.Dict)
        for value in part.values
        for text in _literals(value)
    }


def _client_errors(tree: ast.Module) -> set[str]:
    """Return what the client's errors are in a form."""
    function = next(
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name == "_error_key"
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


@cache
def _flows() -> dict[str, dict[str, set[tuple[str, ...]]]]:
    """Return the texts of both flows."""
    tree = _tree("config_flow.py")
    return {
        "config": _flow(tree, "JinglConfigFlow", _CONFIG_FORMS),
        "options": _flow(tree, "JinglOptionsFlow", _OPTIONS_FORMS),
    }


def _flow(
    tree: ast.Module, name: str, forms: Mapping[str, vol.Schema]
) -> dict[str, set[tuple[str, ...]]]:
    """Return the paths of a flow's texts, each below "step", "error" or "abort"."""
    client_errors = _client_errors(tree)
    # Both flows read a choice of handsets.
    shared = [node for node in tree.body if isinstance(node, ast.AsyncFunctionDef)]
    flow = _class(tree, name)
    errors = {key for node in (flow, *shared) for key in _form_errors(node)}
    assert _steps(flow) == set(forms)
    return {
        "step": {path for step, schema in forms.items() for path in _form(step, schema)},
        "error": {(key,) for key in errors | client_errors},
        "abort": {(key,) for key in _aborts(flow, client_errors)},
    }


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


@cache
def _exceptions() -> dict[str, list[set[str]]]:
    """Return the keys of all exceptions, each with the placeholders of every place it is raised."""
    raised: dict[str, list[set[str]]] = {}
    for path in _ROOT.glob("*.py"):
        for _, call in _calls(_tree(path.name)):
            if _keyword(call, "translation_domain") is None:
                continue
            passed = _keyword(call, "translation_placeholders")
            if isinstance(passed, ast.Dict):
                names = {text for key in passed.keys for text in _literals(key)}
                for key in _literals(_keyword(call, "translation_key")):
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
    return literal | {action.refused for action in services.ACTIONS}


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
            problems += _difference(where, {"name"}, text.keys() - {"state"})
            # A switch's states have names of Home Assistant's.
            states = text.get("state", {})
            wanted = _states(platform, each) if hasattr(each, "options") else set(states)
            problems += _difference(f"{where}.state", wanted, states)
            problems += _difference(
                f"{where}.state", set(), states.keys() - _states(platform, each)
            )
    return problems


# --- The checks


def _missing_and_orphaned(content: Mapping[str, Any]) -> list[str]:
    """Compare the texts with what the code uses, in both directions."""
    problems = _difference(
        "top", {"config", "options", "entity", "services", "exceptions"}, content
    )
    for name, flow in _flows().items():
        found = content.get(name, {})
        problems += _difference(name, flow, found)
        for part, paths in flow.items():
            dotted = {".".join(path) for path in paths}
            there = {".".join(path) for path in _texts(found.get(part, {}))}
            problems += _difference(f"{name}.{part}", dotted, there)
    problems += _entity_problems(content.get("entity", {}))
    problems += _difference(
        "services",
        {".".join(path) for path in _action_texts()},
        {".".join(path) for path in _texts(content.get("services", {}))},
    )
    return problems + _difference(
        "exceptions",
        {f"{key}.message" for key in _exceptions()},
        {".".join(path) for path in _texts(content.get("exceptions", {}))},
    )


# Where Jingl's bare 400 says no more than the text itself.
_WITHOUT_DETAILS: Final = {"no_connected_call"}

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
}


def _wrong_placeholders(content: Mapping[str, Any]) -> list[str]:
    """Return texts with placeholders that the code does not pass, or without one that it does.

    An error's text need not say all that errors.py knows: it passes the same to each.
    """
    problems = []
    raised = _exceptions()
    for path, text in _texts(content).items():
        found = _placeholders(text)
        if path[0] == "exceptions":
            passed = raised.get(path[1], [])
            common = set.intersection(*passed) if passed else set()
            details = {"error"} & common if path[1] not in _WITHOUT_DETAILS else set()
            least = details or (common if "error" not in common else set())
            wrong = not least <= found <= common
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
    problems = _difference("icons", {"entity", "services"}, icons)
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
            problems += _difference(where, {"default"}, icon.keys() - {"state"})
            states = icon.get("state", {}).keys() - _states(platform, each)
            problems += _difference(f"{where}.state", set(), states)
    drawn = icons.get("services", {})
    names = [action.name for action in services.ACTIONS]
    problems += _difference("icons.services", names, drawn)
    problems += [
        f"icons.services.{name}: {icon}" for name, icon in drawn.items() if set(icon) != {"service"}
    ]
    return problems + [
        f"{'.'.join(path)}: {icon} is no icon"
        for path, icon in _texts(icons).items()
        if not re.fullmatch(r"mdi:[a-z0-9-]+", icon)
    ]


def _action_problems(described: Mapping[str, Any]) -> list[str]:
    """Compare services.yaml with the actions' schemas."""
    problems = _difference("services.yaml", [action.name for action in services.ACTIONS], described)
    for action in services.ACTIONS:
        fields = (described.get(action.name) or {}).get("fields", {})
        where = f"services.yaml {action.name}"
        problems += _difference(where, _schema_fields(action.schema), fields)
        for key in action.schema.schema:
            field = fields.get(str(key), {})
            required = isinstance(key, vol.Required)
            default = None if isinstance(key.default, vol.Undefined) else key.default()
            if field.get("required", False) != required or field.get("default") != default:
                problems.append(f"{where}: {key} is not required and defaulted alike")
            if len(field.get("selector", {})) != 1:
                problems.append(f"{where}: {key} has no selector")
    return problems


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
        ("options", "abort", "unknown"),
        ("options", "step", "init", "data_description", "other"),
        ("entity", "sensor", "other"),
        ("entity", "sensor", "status", "state", "other"),
        ("entity", "sensor", "location", "state", "other"),
        ("entity", "switch", "recording", "state", "idle"),
        ("entity", "light", "other"),
        ("services", "hang_up", "name"),
        ("services", "create_call", "fields", "attended"),
        ("exceptions", "other", "message"),
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
