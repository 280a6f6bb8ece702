"""Choose which handsets to follow: find them, show the form and check the choice."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
import re
from typing import Any, Final

import voluptuous as vol

from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)

from ..api import (
    Handset,
    JinglAuthenticationError,
    JinglClient,
    JinglError,
    JinglListUnsupportedError,
    JinglNotFoundError,
    JinglTlsError,
    JinglTlsRequiredError,
)
from ..const import CONF_HANDSETS, CONF_IGNORED, CONF_TRACK_NEW

# Commas and semicolons in the languages of our translations, or spaces.
_BETWEEN: Final = re.compile("[\\s,;\N{ARABIC COMMA}\N{IDEOGRAPHIC COMMA}\N{FULLWIDTH COMMA}]+")


async def try_handset(client: JinglClient, extension: str) -> None:
    """Ask for a handset that may not exist; JinglError if Jingl doesn't answer."""
    with suppress(JinglNotFoundError):
        await client.get_handset(extension)


async def find_handsets(client: JinglClient) -> Mapping[str, Handset]:
    """Return the account's handsets by extension number; none if it has no list."""
    try:
        handsets = await client.list_handsets()
    except JinglListUnsupportedError:
        return {}
    return {extension: handsets[extension] for extension in in_order(handsets)}


def handsets_schema(found: Mapping[str, Handset], also: Collection[str] = ()) -> vol.Schema:
    """Return the form: a choice of the handsets found, or else a text for extension numbers."""
    if not found:
        return vol.Schema({vol.Required(CONF_HANDSETS): TextSelector()})
    names = {**dict.fromkeys(also), **{e: handset.name for e, handset in found.items()}}
    return vol.Schema(
        {
            vol.Required(CONF_HANDSETS, default=list): SelectSelector(
                SelectSelectorConfig(
                    options=[
                        SelectOptionDict(value=extension, label=label(extension, names[extension]))
                        for extension in in_order(names)
                    ],
                    multiple=True,
                    mode=SelectSelectorMode.LIST,
                )
            ),
            vol.Required(CONF_TRACK_NEW, default=True): BooleanSelector(),
        }
    )


def shown_choice(
    found: Collection[str], chosen: Collection[str], *, track_new: bool
) -> dict[str, Any]:
    """Return a choice as the form shows it."""
    if not found:
        return {CONF_HANDSETS: ", ".join(chosen)}
    return {CONF_HANDSETS: chosen, CONF_TRACK_NEW: track_new}


async def read_choice(
    client: JinglClient,
    found: Collection[str],
    before: Mapping[str, Any],
    user_input: Mapping[str, Any],
) -> tuple[dict[str, Any], dict[str, str], dict[str, str]]:
    """Return the entry's options, the form's errors and their placeholders.

    Handsets chosen or left out before stay so, even if they can't be found right now.
    """
    typed = _split(user_input[CONF_HANDSETS])
    # Without a list, the form doesn't ask.
    track_new = user_input.get(CONF_TRACK_NEW, before[CONF_TRACK_NEW])
    if not typed and not track_new:
        return {}, {CONF_HANDSETS: "no_handsets"}, {}
    known = {*found, *before[CONF_HANDSETS], *before[CONF_IGNORED]}
    chosen = known.intersection(typed)
    unknown: list[str] = []
    for extension in typed:
        if extension in known:
            continue
        try:
            # Use Jingl's spelling, so that one handset isn't added twice.
            chosen.add((await client.get_handset(extension)).extension)
        except JinglNotFoundError:
            unknown.append(extension)
        except JinglError as err:
            return {}, {"base": error_key(err)}, {"error": str(err)}
    if unknown:
        return {}, {CONF_HANDSETS: "handset_not_found"}, {"handsets": ", ".join(unknown)}
    options = {
        CONF_HANDSETS: in_order(chosen),
        CONF_IGNORED: in_order(known - chosen),
        CONF_TRACK_NEW: track_new,
    }
    return options, {}, {}


def _split(chosen: list[str] | str) -> list[str]:
    """Return extension numbers in order, from a list or from one typed text."""
    extensions = _BETWEEN.split(chosen) if isinstance(chosen, str) else chosen
    return in_order(filter(None, set(extensions)))


def in_order(extensions: Iterable[str]) -> list[str]:
    """Return extension numbers in numerical order: 9 before 10."""
    return sorted(extensions, key=lambda extension: (len(extension), extension))


def label(extension: str, name: str | None) -> str:
    """Return a handset's label in a form."""
    return f"{name} ({extension})" if name else extension


def error_key(err: JinglError) -> str:
    """Return a form's error key for a failure."""
    if isinstance(err, JinglAuthenticationError):
        return "invalid_auth"
    if isinstance(err, JinglTlsError | JinglTlsRequiredError):
        return "tls_error"
    return "cannot_connect"
