"""No test lets time pass while a connection is being made: it would time out."""

import ast
from collections.abc import Iterator
from pathlib import Path

_TESTS = Path(__file__).parent
_MOVERS = {"freezer", "freeze_time", "async_fire_time_changed"}


def _moves(path: Path) -> Iterator[str]:
    """Return where a file could move the clock while something is under way."""
    for function in ast.walk(ast.parse(path.read_text())):
        # Where nothing is awaited, nothing else is under way.
        if isinstance(function, ast.AsyncFunctionDef):
            for node in ast.walk(function):
                match node:
                    case ast.arg(arg=name) | ast.Name(id=name) if name in _MOVERS:
                        yield f"{path.relative_to(_TESTS)}:{node.lineno}"


def test_only_fixtures_move_the_clock_of_home_assistant() -> None:
    paths = [path for path in sorted(_TESTS.rglob("*.py")) if path.name != "conftest.py"]
    places = [place for path in paths for place in _moves(path)]
    assert not places, "advance(seconds) lets time pass, once nothing is under way"


def test_the_search_finds_where_fixtures_do() -> None:
    assert list(_moves(_TESTS / "conftest.py"))
