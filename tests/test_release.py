"""A release is published once all that bears its version agrees and its file is attached.

The steps of the workflow are run as they are, in a repository that is nearly empty and with a `gh`
that only notes what it is told.
"""

import json
import os
from pathlib import Path
import subprocess
import tomllib
from typing import Any, Final
import zipfile

import pytest

from homeassistant.util.yaml import parse_yaml

_ROOT: Final = Path(__file__).parents[1]
_MANIFEST: Final = "custom_components/jingl/manifest.json"
_FILES: Final = {
    _MANIFEST: '{"version": "1.2.3"}',
    "custom_components/jingl/api/client.py": "",
    "pyproject.toml": '[project]\nversion = "1.2.3"',
    "CHANGELOG.md": """\
# Changelog

## [Unreleased]

## [1.2.3] - 2026-12-01

### Added

- Bells.

## [1.2.2] - 2026-11-01

- Whistles.

[Unreleased]: https://example.com
""",
}
# Fails for the commands that REFUSED names, and notes the others.
_GH: Final = '#!/bin/sh\ncase "$REFUSED" in *"$2"*) exit 1 ;; esac\necho "$*" >>"$TOLD"\n'


def _workflow() -> dict[str, Any]:
    content = parse_yaml((_ROOT / ".github/workflows/release.yml").read_text())
    assert isinstance(content, dict)
    return content


class Release:
    """A repository that a tag is pushed to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "repository"
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        for name, content in {**_FILES, ".github/release.py": None}.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content or (_ROOT / name).read_text())
        gh = folder / "bin" / "gh"
        gh.parent.mkdir()
        gh.write_text(_GH)
        gh.chmod(0o755)
        self._told = folder / "told"
        self._told.touch()
        self._environment = {
            "PATH": f"{gh.parent}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(self.temporary),
            "TOLD": str(self._told),
        }

    @property
    def told(self) -> list[str]:
        """Return what `gh` was told to do, in this order."""
        return self._told.read_text().splitlines()

    def push(self, tag: str, *, refused: str = "view") -> subprocess.CompletedProcess[str] | None:
        """Run the steps for a tag; return the one that failed."""
        git = ("git", "-c", "user.name=Anna", "-c", "user.email=anna@example.com")
        for command in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "-m", "All")):
            subprocess.run([*git, *command], cwd=self.folder, check=True)  # noqa: S603 - it is ours
        [job] = _workflow()["jobs"].values()
        for step in job["steps"]:
            if "run" in step:
                done = subprocess.run(  # noqa: S603 - it is ours
                    ["bash", "-e", "-c", step["run"]],  # noqa: S607 - as a runner does
                    cwd=self.folder,
                    env={**self._environment, "TAG": tag, "REFUSED": refused},
                    check=False,
                    capture_output=True,
                    text=True,
                )
                if done.returncode:
                    return done
        return None


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return Release(tmp_path)


def test_the_file_is_attached_to_a_draft_before_it_is_published(release: Release) -> None:
    assert release.push("1.2.3") is None
    made, attached, published = release.told
    assert made.startswith("release create 1.2.3 --draft --verify-tag")
    assert attached.startswith("release upload 1.2.3 ")
    assert attached.split()[3] == str(release.temporary / "jingl.zip")
    assert published == "release edit 1.2.3 --draft=false"


def test_the_file_has_what_home_assistant_loads_and_hacs_looks_for_it(release: Release) -> None:
    assert release.push("1.2.3") is None
    with zipfile.ZipFile(release.temporary / "jingl.zip") as packed:
        assert {"manifest.json", "api/client.py"} <= set(packed.namelist())
    hacs = json.loads((_ROOT / "hacs.json").read_text())
    assert (hacs["zip_release"], hacs["filename"]) == (True, "jingl.zip")


def test_the_notes_are_the_version_s_part_of_the_changelog(release: Release) -> None:
    assert release.push("1.2.3") is None
    assert (release.temporary / "notes.md").read_text() == "### Added\n\n- Bells.\n"


def test_a_draft_that_somebody_wrote_is_kept_and_published(release: Release) -> None:
    assert release.push("1.2.3", refused="nothing") is None
    assert [line.split()[1] for line in release.told] == ["view", "upload", "edit"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (_MANIFEST, '{"version": "1.2.2"}', "manifest.json says 1.2.2"),
        ("pyproject.toml", '[project]\nversion = "1.2.2"', "pyproject.toml says 1.2.2"),
        ("CHANGELOG.md", "## [Unreleased]\n\n- Bells.\n", "CHANGELOG.md has nothing on 1.2.3"),
    ],
)
def test_nothing_is_published_where_a_file_disagrees(
    release: Release, name: str, content: str, said: str
) -> None:
    (release.folder / name).write_text(content)
    failed = release.push("1.2.3")
    assert failed
    assert said in failed.stderr
    assert release.told == []


@pytest.mark.parametrize("refused", ["view create", "view upload"])
def test_nothing_is_published_without_a_draft_or_its_file(release: Release, refused: str) -> None:
    assert release.push("1.2.3", refused=refused)
    assert not any("--draft=false" in line for line in release.told)


def test_the_version_is_the_same_wherever_it_stands() -> None:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text())["project"]
    assert json.loads((_ROOT / _MANIFEST).read_text())["version"] == project["version"]
