"""Which handsets to follow: finding them, the form, and what is wrong with a choice."""

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

# Commas and semicolons of the languages that the form is translated into, or space.
_BETWEEN: Final = re.compile("[\\s,;\N{ARABIC COMMA}\N{IDEOGRAPHIC COMMA}\N{FULLWIDTH COMMA}]+")


async def try_handset(client: JinglClient, extension: str) -> None:
    """Ask for a handset that there may not be; JinglError if that is not answered."""
    with suppress(JinglNotFoundError):
        await client.get_handset(extension)


async def find_handsets(client: JinglClient) -> Mapping[str, Handset]:
    """Return the account's handsets by extension number; none if it cannot list them."""
    try:
        handsets = await client.list_handsets()
    except JinglListUnsupportedError:
        return {}
    return {extension: handsets[extension] for extension in in_order(handsets)}


def handsets_schema(found: Mapping[str, Handset], also: Collection[str] = ()) -> vol.Schema:
    """Return the form: a choice of what was found, or else extension numbers typed freely."""
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
    """Return the entry's options, or what is wrong with the choice and its placeholders.

    Handsets chosen or left out before stay so, even if they are not to be found for now.
    """
    typed = _split(user_input[CONF_HANDSETS])
    # An account without a list does not ask.
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
            # As Jingl writes it: however it was typed, it is one handset.
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
    """Return extension numbers in order, also those typed or pasted into one text."""
    extensions = _BETWEEN.split(chosen) if isinstance(chosen, str) else chosen
    return in_order(filter(None, set(extensions)))


def in_order(extensions: Iterable[str]) -> list[str]:
    """Return extension numbers in their order: 9 comes before 10."""
    return sorted(extensions, key=lambda extension: (len(extension), extension))


def label(extension: str, name: str | None) -> str:
    """Return what a handset is called in a form."""
    return f"{name} ({extension})" if name else extension


def error_key(err: JinglError) -> str:
    """Return what the form says of a failure."""
    if isinstance(err, JinglAuthenticationError):
        return "invalid_auth"
    if isinstance(err, JinglTlsError | JinglTlsRequiredError):
        return "tls_error"
    return "cannot_connect"
