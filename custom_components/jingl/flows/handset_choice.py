"""Which handsets to follow: finding them, the form, and what is wrong with a choice."""

from collections.abc import Collection, Mapping
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


async def find_handsets(client: JinglClient) -> Mapping[str, str]:
    """Return the account's handsets, labels by extension number; none if it cannot be listed."""
    try:
        handsets = await client.list_handsets()
    except JinglListUnsupportedError:
        return {}
    return {
        extension: f"{name} ({extension})" if (name := handsets[extension].name) else extension
        for extension in sorted(handsets, key=extension_order)
    }


def handsets_schema(found: Mapping[str, str], also: Collection[str] = ()) -> vol.Schema:
    """Return the form: a choice of what was found, or else extension numbers typed freely."""
    if not found:
        return vol.Schema({vol.Required(CONF_HANDSETS): TextSelector()})
    labels = {**dict.fromkeys(also, ""), **found}
    return vol.Schema(
        {
            vol.Required(CONF_HANDSETS, default=list): SelectSelector(
                SelectSelectorConfig(
                    options=[
                        SelectOptionDict(value=extension, label=labels[extension] or extension)
                        for extension in sorted(labels, key=extension_order)
                    ],
                    multiple=True,
                    mode=SelectSelectorMode.LIST,
                )
            ),
            vol.Required(CONF_TRACK_NEW, default=True): BooleanSelector(),
        }
    )


def shown_choice(
    found: Mapping[str, str], chosen: Collection[str], *, track_new: bool
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
    chosen = _split(user_input[CONF_HANDSETS])
    # An account without a list does not ask.
    track_new = user_input.get(CONF_TRACK_NEW, before[CONF_TRACK_NEW])
    if not chosen and not track_new:
        return {}, {CONF_HANDSETS: "no_handsets"}, {}
    known = {*found, *before[CONF_HANDSETS], *before[CONF_IGNORED]}
    unknown: list[str] = []
    for extension in chosen:
        if extension in known:
            continue
        try:
            await client.get_handset(extension)
        except JinglNotFoundError:
            unknown.append(extension)
        except JinglError as err:
            return {}, {"base": error_key(err)}, {"error": str(err)}
    if unknown:
        return {}, {CONF_HANDSETS: "handset_not_found"}, {"handsets": ", ".join(unknown)}
    options = {
        CONF_HANDSETS: chosen,
        CONF_IGNORED: sorted(known.difference(chosen), key=extension_order),
        CONF_TRACK_NEW: track_new,
    }
    return options, {}, {}


def _split(chosen: list[str] | str) -> list[str]:
    """Return extension numbers in order, also those typed or pasted into one text."""
    extensions = _BETWEEN.split(chosen) if isinstance(chosen, str) else chosen
    return sorted(filter(None, set(extensions)), key=extension_order)


def extension_order(extension: str) -> tuple[int, str]:
    """Return what to sort extension numbers by: 9 comes before 10."""
    return len(extension), extension


def error_key(err: JinglError) -> str:
    """Return what the form says of a failure."""
    if isinstance(err, JinglAuthenticationError):
        return "invalid_auth"
    if isinstance(err, JinglTlsError | JinglTlsRequiredError):
        return "tls_error"
    return "cannot_connect"
