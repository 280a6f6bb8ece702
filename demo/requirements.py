"""The packages that Home Assistant would install when it starts with the demo's configuration.

The demo starts it without a network, so they have to be installed beforehand.
"""

import json
from pathlib import Path
import re
from typing import Any

from homeassistant import bootstrap, components

from .home import STUBS
from .seed import CONFIGURATION, INTEGRATION


def requirements() -> set[str]:
    """Return the packages of all integrations that are set up, except those we stub."""
    found: set[str] = set(_manifest(INTEGRATION)["requirements"])
    wanted = {*re.findall(r"^(\w+):", CONFIGURATION, re.MULTILINE), *bootstrap.DEFAULT_INTEGRATIONS}
    seen: set[str] = set()
    while new := wanted - seen:
        seen |= new
        for manifest in map(_built_in, new):
            # Home Assistant follows both.
            wanted |= {*manifest.get("dependencies", ()), *manifest.get("after_dependencies", ())}
            found |= {*manifest.get("requirements", ())}
    stubs = {path.stem for path in STUBS.glob("*.py")}
    return {each for each in found if each.partition("==")[0].replace("-", "_") not in stubs}


def _built_in(domain: str) -> dict[str, Any]:
    """Return the manifest of one of Home Assistant's own integrations."""
    return _manifest(Path(components.__path__[0]) / domain)


def _manifest(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    return content


if __name__ == "__main__":
    print("\n".join(sorted(requirements())))
