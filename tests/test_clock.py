"""No test lets time pass while a connection is being made: it would time out.

And the wall clock can be set without time passing.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, time

import pytest

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .conftest import Advance, SetWallClock

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


@pytest.mark.parametrize("jump", [1, -1, 86_400, -86_400])
async def test_the_wall_clock_is_set_apart_from_elapsed_time(
    hass: HomeAssistant, advance: Advance, set_wall_clock: SetWallClock, jump: int
) -> None:
    called: list[float] = []
    hass.loop.call_later(5, lambda: called.append(monotonic()))
    began, wall = monotonic(), time()
    for _ in range(2):
        set_wall_clock(jump)
    assert (monotonic(), hass.loop.time()) == (began, began)
    assert time() == dt_util.utcnow().timestamp() == wall + 2 * jump
    await advance(4)
    assert called == []
    await advance(1)
    assert called == [began + 5]
