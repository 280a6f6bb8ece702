"""Texts, icons and actions say the same as the code.

Home Assistant checks this for its own integrations only. What the code uses is found as dotted
paths, such as `config.error.unknown`, and compared with the files. Each check is a pure function
that returns what is wrong, so that a test can show it a spoilt copy, too.
"""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
import copy
from functools import cache
from importlib import import_module
import inspect
import json
from pathlib import Path
import pkgutil
import re
import textwrap
from types import ModuleType
from typing import Any, Final
from unittest.mock import MagicMock

import pytest
import voluptuous as vol

from homeassistant.const import CONF_OPTIONS, STATE_OFF, STATE_ON, Platform
from homeassistant.data_entry_flow import section
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.entity import EntityDescription
from homeassistant.util.yaml import parse_yaml

from custom_components import jingl
from custom_components.jingl import (
    PLATFORMS,
    api,
    condition,
    config_flow,
    media_source,
    repairs,
    sensor,
    services,
    system_health,
    trigger,
)
from custom_components.jingl.account import (
    errors,
    issues,
)
from custom_components.jingl.api import Handset
from custom_components.jingl.const import DOMAIN
from custom_components.jingl.dialling import (
    gate as dialling,
)
from custom_components.jingl.dialling.policy import Refusal
from custom_components.jingl.flows import (
    contact as contact_flow,
    dialling as dialling_form,
    handset_choice,
    next_steps,
    options as options_flow,
    phone_book as phone_book_flow,
)
from custom_components.jingl.history import wording
from custom_components.jingl.numbers.phone_number import NumberKind

_ROOT: Final = Path(services.__file__).parent
_LANGUAGES: Final = sorted(path.stem for path in (_ROOT / "translations").glob("*.json"))
_CARDS: Final = _ROOT.parents[1] / "frontend/src/languages"

# Reasons with which Home Assistant's own code may abort our flows, by method.
_ABORTS: Final = {
    "_abort_if_unique_id_configured": "already_configured",
    "_async_abort_entries_match": "already_configured",
}

# The paths of the flows' texts, and the forms that the flows show.
_HANDSETS: Final = {"100": Handset.from_json({"extensionnumber": "100"})}
_DIALLING_FORMS: Final = {
    "dialling": dialling_form._DIALLING_SCHEMA,
    "emergency": dialling_form._EMERGENCY_SCHEMA,
}
_FLOWS: Final[Mapping[str, tuple[type, Mapping[str, vol.Schema]]]] = {
    "config": (
        config_flow.JinglConfigFlow,
        {
            "user": config_flow._account_schema(None, {}),
            "handsets": handset_choice.handsets_schema(_HANDSETS),
            "extensions": handset_choice.handsets_schema({}),
            "reauth_confirm": config_flow._REAUTH_SCHEMA,
            "reconfigure": config_flow._account_schema(None, {}),
        },
    ),
    "options": (
        options_flow.JinglOptionsFlow,
        {
            "handsets": handset_choice.handsets_schema(_HANDSETS),
            "extensions": handset_choice.handsets_schema({}),
            **_DIALLING_FORMS,
            "voice": options_flow._voice_schema({"100": "Reception (100)"}, {"1": "Anna"}),
            "call_log": options_flow._CALL_LOG_SCHEMA,
            "recordings": options_flow._RECORDINGS_SCHEMA,
        },
    ),
    "config_subentries.contact": (
        contact_flow.JinglContactFlow,
        {"user": contact_flow._SCHEMA, "reconfigure": contact_flow._SCHEMA},
    ),
    "config_subentries.phone_book": (
        phone_book_flow.JinglPhoneBookFlow,
        {"user": phone_book_flow._SCHEMA, "reconfigure": phone_book_flow._SCHEMA},
    ),
}
# Placeholders that flows pass to their texts; the other flows pass none.
_FLOW_PLACEHOLDERS: Final[Mapping[str, set[str]]] = {
    "config.step.reauth_confirm.description": {"account"},
    "config.create_entry.default": set(next_steps.NEXT_STEPS),
    **{
        f"{part}.{error}": {"error"}
        for part in ("config.error", "options.error", "options.abort")
        for error in ("cannot_connect", "tls_error")
    },
    "config.error.invalid_host": {"example"},
    "config.error.handset_not_found": {"handsets"},
    "options.error.handset_not_found": {"handsets"},
    "options.error.invalid_numbers": {"numbers"},
    "config_subentries.contact.error.invalid_numbers": {"numbers"},
    "config_subentries.phone_book.error.no_contacts": {"skipped"},
    **{
        f"config_subentries.phone_book.{part}.{imported}": {"contacts", "skipped"}
        for part in ("create_entry", "abort")
        for imported in ("imported", "imported_in_part")
    },
    **{
        f"issues.{issue}.fix_flow.{text}": placeholders
        for issue in ("calls_refused", "calls_at_limit", "dialling_invalid")
        for text, placeholders in (
            ("step.dialling.description", {"account"}),
            ("error.invalid_numbers", {"numbers"}),
        )
    },
    "issues.calls_refused.fix_flow.step.dialling.description": {
        "account",
        *Refusal,
    },
}

# Placeholders of the logbook's sentences; other common texts have none.
_COMMON_PLACEHOLDERS: Final[Mapping[str, set[str]]] = {
    "common.activity_talked_for": {"party", "duration"},
    "common.activity_talked": {"party"},
    "common.activity_missed": {"party"},
    "common.activity_no_answer": {"party"},
    "common.activity_voicemail": {"party"},
    "common.activity_answered_elsewhere": {"party"},
    "common.activity_moved": {"old_ip", "new_ip"},
    "common.activity_recording_played": {"party"},
    "common.activity_recording_deleted": {"party"},
    "common.activity_seconds": {"seconds"},
    "common.activity_minutes": {"minutes"},
    "common.activity_hours": {"hours"},
}

# Which flow fixes an issue.
_FIX_FLOWS: Final[Mapping[str, type[repairs.JinglRepairFlow]]] = {
    "handset_gone": repairs.HandsetGoneFlow,
    "handsets_vanished": repairs.HandsetsVanishedFlow,
    "certificate_own_server": repairs.CertificateFlow,
    "calls_refused": repairs.DiallingFlow,
    "calls_at_limit": repairs.DiallingFlow,
    "dialling_invalid": repairs.DiallingFlow,
    "call_log_broken": repairs.CallLogFlow,
}

# Texts without details: Jingl's bare 400 or 404 adds nothing, and no other number would help.
_WITHOUT_DETAILS: Final = {
    "no_connected_call",
    "supervision_by_voice",
    "recording_not_ready",
    "recording_gone",
}

# The pattern that Home Assistant's validator (hassfest) refuses in any text, copied from it.
_URL: Final = (
    r"(((ftp|ftps|scp|http|https|mqtt|mqtts|socket|socks5):\/\/|www\.)"
    r"[a-z0-9]+([\-\.]{1}[a-z0-9]+)*\.[a-z]{2,5}(:[0-9]{1,5})?(\/.*)?)"
)
_QUOTED_PLACEHOLDER: Final = r"'{\w+}'"

# Options that Home Assistant gives every condition, and explains by name alone.
_PLAIN_OPTIONS: Final = {("conditions", "behavior"), ("conditions", "for")}


# --- The files


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((_ROOT / name).read_text())
    return content


def _described(name: str) -> dict[str, Any]:
    """Return what a YAML file describes, without its shared parts."""
    content = parse_yaml((_ROOT / name).read_text())
    assert isinstance(content, dict)
    return {key: value for key, value in content.items() if not key.startswith(".")}


def _texts(content: Mapping[str, Any], path: str = "") -> dict[str, str]:
    """Return every text by its path."""
    texts: dict[str, str] = {}
    for key, value in content.items():
        below = f"{path}{key}"
        texts |= _texts(value, f"{below}.") if isinstance(value, dict) else {below: value}
    return texts


def _spoil(content: dict[str, Any], path: str, value: object) -> None:
    """Replace or remove what is at a path."""
    *parents, last = path.split(".")
    for key in parents:
        content = content.setdefault(key, {})
    if value is None:
        del content[last]
    else:
        content[last] = value


def _below(path: str, keys: Iterable[str]) -> Iterator[str]:
    return (f"{path}.{key}" for key in keys)


def _difference(
    what: str, expected: Iterable[str], found: Iterable[str], optional: Iterable[str] = ()
) -> list[str]:
    """Return what is missing and what is superfluous."""
    wanted, there = set(expected), set(found)
    return [f"{what}: no {each}" for each in sorted(wanted - there)] + [
        f"{what}: {each} is used nowhere" for each in sorted(there - wanted - set(optional))
    ]


# --- What the code says


def _code(what: ModuleType | Callable[..., object]) -> ast.Module:
    return ast.parse(textwrap.dedent(inspect.getsource(what)))


def _words(node: ast.AST | None, names: Mapping[str, Any]) -> Iterator[str]:
    """Return the strings that an expression may evaluate to, given its module's `names`."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _words(body, names)
            yield from _words(orelse, names)
        case ast.List(elts=parts):
            for part in parts:
                yield from _words(part, names)
        case ast.Name(id=name) if isinstance(names.get(name), str):
            yield names[name]
        case ast.Subscript(value=ast.Name(id=table)) if isinstance(names.get(table), Mapping):
            yield from names[table].values()


def _calls(*nodes: ast.AST) -> Iterator[tuple[str, dict[str | None, ast.expr]]]:
    """Return every call, by the bare name of what is called, with its keyword arguments.

    The first of the others is that of "".
    """
    for call in (part for node in nodes for part in ast.walk(node)):
        match call:
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
                passed = {keyword.arg: keyword.value for keyword in call.keywords}
                yield name, {**dict(zip([""], call.args, strict=False)), **passed}


def _keys(node: ast.AST | None) -> set[str]:
    """Return the literal keys of a dictionary."""
    return {key for each in getattr(node, "keys", ()) for key in _words(each, {})}


# --- Forms


def _flow_texts(path: str, flow: type, forms: Mapping[str, vol.Schema]) -> Iterator[str]:
    """Return the texts of a flow and of the functions in its file, and in those of its parts."""
    parts = [each for each in flow.__mro__ if each.__module__.startswith(jingl.__name__)]
    modules = [import_module(each.__module__) for each in parts]
    names, client_errors = vars(modules[0]), set()
    if "error_key" in names:  # then it also has people choose handsets
        modules.append(handset_choice)
        client_errors = {handset_choice.error_key(err) for err in _client_errors()}
    shown = set()
    for name, passed in _calls(*map(_code, parts)):
        step = passed.get("step_id", passed.get("")) if name.endswith("_show_form") else None
        shown |= set(_words(step, {}))
        reason = passed.get("reason")
        if isinstance(reason, ast.Call):  # reason=error_key(err)
            yield from _below(f"{path}.abort", client_errors)
        elif reason or name in _ABORTS:
            yield from _below(f"{path}.abort", _words(reason, names) if reason else [_ABORTS[name]])
        if name == "async_create_entry" and "description_placeholders" in passed:
            description = passed.get("description", ast.Constant("default"))
            yield from _below(f"{path}.create_entry", _words(description, {}))
        if name == "async_show_menu":
            for menu in _words(passed["step_id"], names):
                yield f"{path}.step.{menu}.title"
                for option in _words(passed["menu_options"], names):
                    yield f"{path}.step.{menu}.menu_options.{option}"
                    yield f"{path}.step.{menu}.menu_option_descriptions.{option}"
    assert shown == set(forms)
    for step_id, schema in forms.items():
        yield from _below(f"{path}.step.{step_id}", ("title", "description", *_fields(schema)))
    form_errors = {key for each in modules for key in _form_errors(_code(each))}
    yield from _below(f"{path}.error", form_errors | client_errors)


def _client_errors() -> Iterator[api.JinglError]:
    """Return one client error of every kind."""
    for kind in vars(api).values():
        if kind is api.JinglRateLimitError:
            yield api.JinglRateLimitError("details", retry_after=None)
        elif kind is api.JinglRangeError:
            yield api.JinglRangeError("details", length=None)
        elif isinstance(kind, type) and issubclass(kind, api.JinglError):
            yield kind("details")


def _form_errors(node: ast.AST) -> Iterator[str]:
    """Return the errors that a piece of code may show in a form: {"base" or a field: error}.

    Placeholders are computed, so a literal in a dictionary is an error's key.
    """
    for part in ast.walk(node):
        match part:
            case ast.Dict(values=values):
                yield from (text for value in values for text in _words(value, {}))
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id="errors"))], value=value):
                yield from _words(value, {})


def _fields(schema: vol.Schema) -> Iterator[str]:
    for key, field in schema.schema.items():
        if isinstance(field, section):
            inner = ("name", "description", *_fields(field.schema))
            yield from _below(f"sections.{key}", inner)
        else:
            yield f"data.{key}"
            yield f"data_description.{key}"


# --- Entities


@cache
def _descriptions() -> list[tuple[Platform, EntityDescription]]:
    """Return the descriptions of all entities, from every platform that is set up.

    They are known by what they have: a frozen description is no instance of EntityDescription.
    """
    return [
        (platform, each)
        for platform in PLATFORMS
        for value in vars(import_module(f"custom_components.jingl.{platform}")).values()
        for each in (value if isinstance(value, tuple) else (value,))
        if {"key", "translation_key"} <= set(getattr(each, "__dataclass_fields__", ()))
        and not isinstance(each, type)
    ]


def _states(platform: Platform, description: EntityDescription) -> set[str]:
    """Return the states of an entity that have names: its own, or those of any switch."""
    if platform in {Platform.SWITCH, Platform.BINARY_SENSOR}:
        return {STATE_ON, STATE_OFF}
    return set(getattr(description, "options", None) or ())


def _attributes(description: EntityDescription) -> set[str]:
    """Return an entity's own attributes, but for an event's type, which is Home Assistant's."""
    if description is sensor.LAST_MISSED_CALL:
        return set(sensor.JinglLastMissedCall._unrecorded_attributes)
    if description is sensor.STATUS:
        return set(sensor.JinglStatus._unrecorded_attributes)
    if description is sensor.OTHER_PARTY:
        return set(sensor.JinglOtherParty._unrecorded_attributes)
    attributes_fn = getattr(description, "attributes_fn", lambda *_: ())
    return set(attributes_fn(MagicMock(), MagicMock()))


def _entity_texts() -> Iterator[str]:
    for platform, each in _descriptions():
        path = f"entity.{platform}.{each.translation_key}"
        yield f"{path}.name"
        # States of a switch or of a device class have names of Home Assistant's.
        if hasattr(each, "options") or (
            platform is Platform.BINARY_SENSOR and each.device_class is None
        ):
            yield from _below(f"{path}.state", _states(platform, each))
        attributes = f"{path}.state_attributes"
        yield from _below(attributes, (f"{name}.name" for name in _attributes(each)))
        yield from _below(f"{attributes}.event_type.state", getattr(each, "event_types", ()))
        if "direction" in _attributes(each):
            yield from _below(f"{attributes}.direction.state", api.CallDirection)


# --- Triggers, conditions and actions


@cache
def _automation() -> dict[str, dict[str, vol.Schema]]:
    """Return the options of all triggers and conditions, by the section of their texts."""
    kinds: dict[str, Mapping[str, type]] = {
        "triggers": trigger.TRIGGERS,
        "conditions": condition.CONDITIONS,
    }
    return {
        part: {
            name: vol.Schema(getattr(each, "_schema", vol.Schema({})).schema[CONF_OPTIONS])
            for name, each in own.items()
        }
        for part, own in kinds.items()
    }


def _actions() -> dict[str, vol.Schema]:
    """Return what actions show of their fields: a target has no name, and YAML has no form."""
    hidden = {*map(str, cv.TARGET_SERVICE_FIELDS), "handset"}
    return {
        name: vol.Schema(
            {key: each for key, each in schema.schema.items() if str(key) not in hidden}
        )
        for name, schema in services.SCHEMAS.items()
    }


def _automation_texts() -> Iterator[str]:
    for part, schemas in {"services": _actions(), **_automation()}.items():
        for name, schema in schemas.items():
            yield f"{part}.{name}.name"
            yield f"{part}.{name}.description"
            for field in map(str, schema.schema):
                yield f"{part}.{name}.fields.{field}.name"
                if (part, field) not in _PLAIN_OPTIONS:
                    yield f"{part}.{name}.fields.{field}.description"


def _selector_texts(described: object) -> Iterator[str]:
    """Return the options and fields that need a name, of all selectors below."""
    match described:
        case {"select": {"translation_key": key, "options": options}}:
            yield from _below(f"selector.{key}.options", options)
        case {"object": {"translation_key": key, "fields": fields}}:
            for field in fields:
                yield f"selector.{key}.fields.{field}.name"
                yield f"selector.{key}.fields.{field}.description"
    parts = described.values() if isinstance(described, dict) else described
    for each in parts if isinstance(parts, Iterable) and not isinstance(parts, str) else ():
        yield from _selector_texts(each)


def _form_selectors(schema: vol.Schema) -> Iterator[object]:
    """Return the selectors of a form, as the frontend gets them."""
    for field in schema.schema.values():
        if isinstance(field, section):
            yield from _form_selectors(field.schema)
        else:
            yield field.serialize()["selector"]


# --- Issues and exceptions


@cache
def _issues() -> dict[str, set[str]]:
    """Return the keys of all issues, each with its placeholders."""
    return {
        key: _keys(passed["translation_placeholders"])
        for name, passed in _calls(_code(issues))
        if name == "async_create_issue"
        for key in _words(passed["translation_key"], vars(issues))
    }


def _issue_texts() -> Iterator[str]:
    for issue in _issues():
        yield f"issues.{issue}.title"
        fix_flow = _FIX_FLOWS.get(issue)
        path = f"issues.{issue}.fix_flow"
        if fix_flow is repairs.DiallingFlow:
            yield from _flow_texts(path, dialling_form.DiallingForm, _DIALLING_FORMS)
        elif fix_flow:
            yield from _below(path, _fix_flow_texts(fix_flow))
        else:
            yield f"issues.{issue}.description"


def _fix_flow_texts(flow: type[repairs.JinglRepairFlow]) -> Iterator[str]:
    """Return the texts of a fix flow, those of the shared methods that it calls included."""
    base = repairs.JinglRepairFlow
    own = [_code(each) for each in flow.__mro__ if issubclass(each, base) and each is not base]
    called = {name for name, _ in _calls(*own)} & vars(base).keys()
    for _, passed in _calls(*own, *(_code(vars(base)[name]) for name in called)):
        yield from _below("abort", _words(passed.get("reason"), {}))
        for step in _words(passed.get("step_id"), {}):
            yield f"step.{step}.title"
            yield f"step.{step}.description"
            yield from _below(f"step.{step}.menu_options", _words(passed.get("menu_options"), {}))


@cache
def _exceptions() -> dict[str, list[set[str]]]:
    """Return the keys of all exceptions, each with the placeholders of every place it is raised."""
    raised: dict[str, list[set[str]]] = {}
    # The keys for Jingl's 400, of the actions and of what else passes them.
    actions = (each for each in vars(dialling).values() if isinstance(each, dialling.CallAction))
    refused = {action.refused for action in actions}
    for each in pkgutil.walk_packages(jingl.__path__, f"{jingl.__name__}."):
        module = import_module(each.name)
        for _, passed in _calls(_code(module)):
            refused |= set(_words(passed.get("refused"), {}))
            placeholders = passed.get("translation_placeholders")
            if "translation_domain" in passed and isinstance(placeholders, ast.Dict):
                for key in _words(passed["translation_key"], vars(module)):
                    raised.setdefault(key, []).append(_keys(placeholders))
    # errors.py picks keys by the kind of error, so try every kind.
    for err in _client_errors():
        results = [
            errors.action_error(err, account="mycompany", handset="Reception", refused=key)
            for key in refused
        ]
        results.append(errors.call_error(err, account="mycompany"))
        results.append(errors.delete_error(err, account="mycompany"))
        # Playing only reads.
        if not isinstance(err, api.JinglOutcomeUnknownError):
            results += [
                errors.recording_error(err, account="mycompany", is_recent=is_recent)
                for is_recent in (False, True)
            ]
        # A poll only reads, so its outcome is never unknown.
        if not isinstance(err, api.JinglOutcomeUnknownError):
            results.append(errors.poll_error(err, "mycompany"))
        for result in results:
            assert result.translation_key
            names = set(result.translation_placeholders or {})
            raised.setdefault(result.translation_key, []).append(names)
    return raised


# --- The checks


@cache
def _used_texts() -> frozenset[str]:
    forms = [form for _, forms in _FLOWS.values() for form in forms.values()]
    described = ("services.yaml", "triggers.yaml", "conditions.yaml")
    return frozenset(
        [
            *(text for path, flow in _FLOWS.items() for text in _flow_texts(path, *flow)),
            # How the flow of a contact or phone book can be begun.
            *(
                f"config_subentries.{kind}.{text}"
                for kind in ("contact", "phone_book")
                for text in ("entry_type", "initiate_flow.user", "initiate_flow.reconfigure")
            ),
            *_entity_texts(),
            *_automation_texts(),
            *(text for name in described for text in _selector_texts(_described(name))),
            *(text for form in forms for text in _selector_texts(list(_form_selectors(form)))),
            *_issue_texts(),
            *_below("exceptions", (f"{key}.message" for key in _exceptions())),
            *(
                f"common.{word}"
                for module in (wording, media_source)
                for part in ast.walk(_code(module))
                for word in _words(part, {})
                if word.startswith(("activity_", "recordings_"))
            ),
            *(
                f"system_health.info.{key}"
                for node in ast.walk(_code(system_health._account))
                for key in (_keys(node) if isinstance(node, ast.Dict) else ())
            ),
        ]
    )


def _text_problems(content: Mapping[str, Any]) -> list[str]:
    """Compare the texts with what the code uses, in both directions, and with how it is shown."""
    # Shown raw or not at all: HTML, references, blanks at the ends.
    unfit = re.compile(rf"<|\[%key:|^\s|\s$|^$|  |{_URL}|{_QUOTED_PLACEHOLDER}", re.IGNORECASE)
    texts = _texts(content)
    return (
        _difference("texts", _used_texts(), texts)
        + [f"{path}: {text}" for path, text in texts.items() if unfit.search(text)]
        + [
            f"{path}: {sorted(_placeholders(text))}"
            for path, text in texts.items()
            if not _are_passed(path, _placeholders(text))
        ]
    )


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{([^}]*)\}", text))


def _are_passed(path: str, found: set[str]) -> bool:
    """Return whether a text has the placeholders that the code passes.

    An error's text may leave some out: errors.py and refusals pass the same to each.
    """
    part, key, *_ = path.split(".")
    if part == "exceptions":
        passed = _exceptions().get(key, [set()])
        common = set.intersection(*passed)
        least = set() if key in _WITHOUT_DETAILS else {"error", "number"} & common or common
        return least <= found <= common
    if part == "issues" and path not in _FLOW_PLACEHOLDERS:
        return found <= (set() if ".abort." in path else _issues().get(key, set()))
    return found == {**_FLOW_PLACEHOLDERS, **_COMMON_PLACEHOLDERS}.get(path, set())


def _language_problems(content: Mapping[str, Any], english: Mapping[str, Any]) -> list[str]:
    """Compare another language with English."""
    texts, originals = _texts(content), _texts(english)
    return _difference("language", originals, texts) + [
        path
        for path in texts.keys() & originals.keys()
        if _placeholders(texts[path]) != _placeholders(originals[path])
    ]


def _icon_problems(icons: Mapping[str, Any]) -> list[str]:
    wanted = [f"services.{name}.service" for name in services.SCHEMAS]
    for part, kinds in _automation().items():
        wanted += [f"{part}.{name}.{part.removesuffix('s')}" for name in kinds]
    states: list[str] = []
    for platform, each in _descriptions():
        path = f"entity.{platform}.{each.translation_key}"
        wanted.append(f"{path}.default")
        types = getattr(each, "event_types", None) or ()
        wanted += _below(f"{path}.state_attributes.event_type.state", types)
        states += _below(f"{path}.state", _states(platform, each))
    return _difference("icons", wanted, _texts(icons), optional=states) + [
        f"{path}: {icon} is no icon"
        for path, icon in _texts(icons).items()
        if not re.fullmatch(r"mdi:[a-z0-9-]+", icon)
    ]


def _action_problems(described: Mapping[str, Any]) -> list[str]:
    """Compare services.yaml with the actions' schemas."""
    schemas = _actions()
    return _field_problems(described, schemas) + [
        f"{name}: {key} is not required or optional alike"
        for name, key, field in _described_fields(described, schemas)
        if field.get("required", False) != isinstance(key, vol.Required)
    ]


def _automation_problems(part: str, described: Mapping[str, Any]) -> list[str]:
    """Compare triggers.yaml or conditions.yaml with the options' schemas."""
    return _field_problems(described, _automation()[part]) + [
        f"{name}: not on entities of this integration alone"
        for name, each in described.items()
        if {only.get("integration") for only in each.get("target", {}).get("entity", [])}
        != {DOMAIN}
    ]


def _described_fields(
    described: Mapping[str, Any], schemas: Mapping[str, vol.Schema]
) -> Iterator[tuple[str, vol.Marker, Mapping[str, Any]]]:
    """Return every field of the schemas with how it is described, by the name of the whole."""
    for name, schema in schemas.items():
        for key in schema.schema:
            yield name, key, described.get(name, {}).get("fields", {}).get(str(key), {})


def _field_problems(described: Mapping[str, Any], schemas: Mapping[str, vol.Schema]) -> list[str]:
    problems = _difference("described", schemas, described)
    for name, schema in schemas.items():
        fields = described.get(name, {}).get("fields", {})
        problems += _difference(name, map(str, schema.schema), fields)
    for name, key, field in _described_fields(described, schemas):
        default_fn: Any = getattr(key, "default", vol.UNDEFINED)
        default = None if default_fn is vol.UNDEFINED else default_fn()
        # The form's way of saying "no time".
        no_time = (field.get("default"), default) == ("00:00:00", None)
        if field.get("default") != default and not no_time:
            problems.append(f"{name}: {key} is not defaulted alike")
        if len(field.get("selector", {})) != 1:
            problems.append(f"{name}: {key} has no selector")
        choices = getattr(schemas[name].schema[key], "container", None)
        select = field.get("selector", {}).get("select") or {}
        if isinstance(choices, list) and select.get("options", choices) != choices:
            problems.append(f"{name}: {key} offers something else")
    return problems


# --- The files as they are


@pytest.fixture
def english() -> dict[str, Any]:
    return _read("translations/en.json")


def test_every_text_matches_the_code_and_none_is_missing(english: dict[str, Any]) -> None:
    assert _text_problems(english) == []


@pytest.mark.parametrize("language", _LANGUAGES)
def test_each_language_has_the_same_texts_as_english(
    english: dict[str, Any], language: str
) -> None:
    translation = _read(f"translations/{language}.json")
    assert _language_problems(translation, english) == []
    assert _text_problems(translation) == []


@pytest.mark.parametrize("language", _LANGUAGES)
def test_the_dialling_form_has_the_same_texts_wherever_it_is_shown(language: str) -> None:
    translation = _read(f"translations/{language}.json")
    options = translation["options"]
    for issue in (issue for issue, flow in _FIX_FLOWS.items() if flow is repairs.DiallingFlow):
        shown = translation["issues"][issue]["fix_flow"]
        assert shown["step"]["emergency"] == options["step"]["emergency"]
        assert shown["error"].items() <= options["error"].items()
        for part in ("data", "data_description"):
            assert shown["step"]["dialling"][part] == options["step"]["dialling"][part]


@pytest.mark.parametrize("language", _LANGUAGES)
def test_no_text_of_the_cards_is_a_url(language: str) -> None:
    texts = json.loads((_CARDS / f"{language}.json").read_text())
    assert [key for key, text in texts.items() if re.search(_URL, text, re.IGNORECASE)] == []


def test_every_entity_and_action_has_an_icon_and_none_is_orphaned() -> None:
    assert _icon_problems(_read("icons.json")) == []


def test_the_descriptions_of_actions_triggers_and_conditions_agree_with_their_schemas() -> None:
    assert _action_problems(_described("services.yaml")) == []
    for part in _automation():
        assert _automation_problems(part, _described(f"{part}.yaml")) == []


def test_every_refusal_has_a_text_of_its_own() -> None:
    # An emergency number is always refused as such, never for its kind.
    assert set(dialling._REFUSED_KINDS) == set(NumberKind) - {NumberKind.EMERGENCY}
    # A limit's text says more.
    assert set(dialling._REFUSED) == set(Refusal) - {Refusal.KIND, Refusal.TOO_MANY}
    keys = [*dialling._REFUSED_KINDS.values(), *dialling._REFUSED.values()]
    assert len(set(keys)) == len(keys)


def test_the_manifest_is_in_order() -> None:
    manifest = _read("manifest.json")
    assert list(manifest) == ["domain", "name", *sorted(manifest.keys() - {"domain", "name"})]
    assert manifest["domain"] == DOMAIN
    assert re.fullmatch(r"\d+\.\d+\.\d+", manifest["version"])
    assert manifest["documentation"].startswith("https://")
    assert manifest["issue_tracker"].startswith("https://")
    required = {"codeowners", "config_flow", "integration_type", "iot_class", "requirements"}
    assert required <= manifest.keys()


def test_hacs_requires_the_home_assistant_version_that_we_support() -> None:
    hacs = json.loads((_ROOT.parents[1] / "hacs.json").read_text())
    assert hacs["name"] == _read("manifest.json")["name"]
    assert hacs["homeassistant"] == "2026.10.0"


# --- And spoilt: one of each kind of fault


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("config.error.unknown", None),
        ("config.error.other", "Other"),
        ("options.error.invalid_host", "That is another flow's."),
        # This text is Home Assistant's own.
        ("config_subentries.contact.abort.reconfigure_successful", "Changed."),
        ("entity.switch.recording.state.idle", "Idle"),
        ("entity.sensor.status.unit_of_measurement", "calls"),
        ("triggers.call_missed.fields.minimum_duration.name", "That is another trigger's."),
        ("issues.handset_gone.description", "It has a form instead."),
        ("config.error.unknown", "<b>Unknown</b>"),
        ("config.error.unknown", "See https://www.jingl.com.au"),
        # A URL to hassfest, so the texts use a placeholder instead.
        ("config.error.unknown", "Enter, for example, www.jingl.com.au."),
        ("config.error.unknown", "See MQTTS://broker.example:8883/calls"),
        ("exceptions.invalid_number.message", "'{number}' is no number"),
        ("config.error.unknown", "[%key:common::config_flow::error::unknown%]"),
        ("config.error.unknown", " Unknown"),
        ("config.error.unknown", ""),
        ("common.activity_online", None),
        ("common.activity_other", "That is used nowhere."),
        ("common.activity_missed", "It does not say who called."),
        ("config.error.unknown", "Something happened: {error}"),
        ("config.error.cannot_connect", "It does not say the error."),
        ("exceptions.invalid_number.message", "It does not say the number."),
        # A poll does not know a handset.
        ("exceptions.server_error.message", "{handset}: {error}"),
        ("issues.handset_gone.title", "No {handset}"),
        ("issues.handset_gone.fix_flow.abort.recovered", "{handsets} are back."),
    ],
)
def test_a_spoilt_text_is_found(english: dict[str, Any], path: str, text: str | None) -> None:
    _spoil(english, path, text)
    [problem] = _text_problems(english)
    assert path in problem


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("config.error.unknown", None),
        ("config.error.other", "Anderes"),
        ("config.error.cannot_connect", "Jingl ist nicht erreichbar. {fehler}"),
    ],
)
def test_a_text_or_placeholder_that_differs_in_a_language_is_found(
    english: dict[str, Any], path: str, text: str | None
) -> None:
    other = copy.deepcopy(english)
    _spoil(other, path, text)
    [problem] = _language_problems(other, english)
    assert path in problem


@pytest.mark.parametrize(
    ("path", "icon"),
    [
        ("entity.sensor.status.default", None),
        ("entity.sensor.other.default", "mdi:phone"),
        ("entity.sensor.status.state.busy", "mdi:phone"),
        ("entity.event.call.state_attributes.event_type.state.missed", None),
        ("services.create_call.default", "mdi:phone"),
        ("entity.switch.recording.default", "record"),
    ],
)
def test_a_missing_or_orphaned_icon_is_found(path: str, icon: str | None) -> None:
    icons = _read("icons.json")
    _spoil(icons, path, icon)
    [problem] = _icon_problems(icons)
    assert path in problem


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("create_call", None),
        ("hang_up", {"fields": {}}),
        ("create_call.fields.number", None),
        ("create_call.fields.other", {"selector": {"text": None}}),
        ("create_call.fields.number.required", False),
        ("create_call.fields.number.selector", None),
        ("transfer_call.fields.attended.default", True),
    ],
)
def test_a_wrong_description_of_an_action_is_found(path: str, value: object) -> None:
    actions = copy.deepcopy(_described("services.yaml"))
    _spoil(actions, path, value)
    assert _action_problems(actions)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("call_missed.fields.direction", None),
        ("call_missed.fields.direction.selector.select.options", ["inbound", "outbound"]),
        ("call_missed.target.entity", [{"domain": "event"}]),
        ("call_missed.target", None),
    ],
)
def test_a_wrong_description_of_a_trigger_is_found(path: str, value: object) -> None:
    triggers = copy.deepcopy(_described("triggers.yaml"))
    _spoil(triggers, path, value)
    assert _automation_problems("triggers", triggers)
