"""Where somebody who has just added an account goes on."""

from collections.abc import Mapping
from typing import Final

_DOCS: Final = "https://github.com/hass-jingl/hass-jingl/blob/main/docs"

# Texts must not hold addresses, so these are their placeholders.
NEXT_STEPS: Final[Mapping[str, str]] = {
    "handsets": "/config/integrations/integration/jingl",
    "dashboards": "/config/lovelace/dashboards",
    "blueprints": f"{_DOCS}/blueprints.md",
    "dialling": f"{_DOCS}/dialling.md",
    "voice": f"{_DOCS}/voice.md",
}
