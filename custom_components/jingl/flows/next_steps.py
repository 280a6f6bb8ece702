"""Where to go after adding an account."""

from collections.abc import Mapping
from typing import Final

_DOCS: Final = "https://github.com/hass-jingl/hass-jingl/blob/main/docs"

# Translations mustn't contain URLs, so these are placeholders.
NEXT_STEPS: Final[Mapping[str, str]] = {
    "handsets": "/config/integrations/integration/jingl",
    "dashboards": "/config/lovelace/dashboards",
    "blueprints": f"{_DOCS}/blueprints.md",
    "dialling": f"{_DOCS}/dialling.md",
    "voice": f"{_DOCS}/voice.md",
}
