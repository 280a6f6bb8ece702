"""What scripts/workflows leaves open: the workflows end, give way to newer runs, and are pinned."""

from pathlib import Path
import re
from typing import Any, Final

import pytest

from homeassistant.util.yaml import parse_yaml

_WORKFLOWS: Final = sorted((Path(__file__).parents[1] / ".github/workflows").glob("*.yml"))


def _parsed(path: Path) -> dict[str, Any]:
    content = parse_yaml(path.read_text())
    assert isinstance(content, dict)
    return content


@pytest.mark.parametrize("path", _WORKFLOWS, ids=lambda path: path.stem)
def test_a_job_ends_by_itself_and_a_newer_run_replaces_an_older_one(path: Path) -> None:
    workflow = _parsed(path)
    assert "group" in workflow["concurrency"]
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())


@pytest.mark.parametrize("path", _WORKFLOWS, ids=lambda path: path.stem)
def test_an_action_is_pinned_and_says_which_release_that_is(path: Path) -> None:
    for used in re.findall(r"uses: (.*)", path.read_text()):
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # \S+", used)


def test_a_newer_home_assistant_blocks_nothing() -> None:
    [newest] = [text for path in _WORKFLOWS if "scripts/newest" in (text := path.read_text())]
    assert "schedule:" in newest
    assert not any(event in newest for event in ("pull_request", "push:"))
