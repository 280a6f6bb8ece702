"""Print a version's notes from the changelog, if the repository has that version.

python3 .github/release.py 0.2.0
"""

import json
from pathlib import Path
import re
import sys
import tomllib

ROOT = Path(__file__).parents[1]


def main(tag: str) -> str:
    """Return the release notes for a tag, or exit with what is wrong with it."""
    manifest = json.loads((ROOT / "custom_components/jingl/manifest.json").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for name, version in (
        ("manifest.json", manifest["version"]),
        ("pyproject.toml", project["version"]),
    ):
        if version != tag:
            sys.exit(f"::error::{name} says {version}, the tag says {tag}")
    changelog = (ROOT / "CHANGELOG.md").read_text()
    # From the version's heading to the next one, or to the links at the end.
    entry = re.search(
        rf"^## \[{re.escape(tag)}\].*\n+((?:(?!## |\[[^\]]+\]: ).*\n)+)", changelog, re.MULTILINE
    )
    if entry is None:
        sys.exit(f"::error::CHANGELOG.md has nothing on {tag}")
    return entry[1].strip()


if __name__ == "__main__":
    print(main(sys.argv[1]))
