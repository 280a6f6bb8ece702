"""Named scenarios: what an account starts with, and what then happens in it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from random import Random

from .office import Step, office_moves
from .state import Account

# Extension, name, location, notes.
OFFICE = (
    ("100", "Reception", "Melbourne", "Front office"),
    ("101", "Sales", "Melbourne", "Second desk from the door"),
    ("102", "Workshop", "Geelong", ""),
    ("103", "Boardroom", "Melbourne", "Conference telephone"),
    ("104", "Accounts", "Melbourne", ""),
    ("105", "Warehouse", "Geelong", "Beside the loading dock"),
)
# The calls of the first two are recorded.
RECORDED_DESKS = 2
FIRST_EXTENSION_OF_MANY = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A set of handsets for an account, and perhaps what then happens in it."""

    summary: str
    fill: Callable[[Account, int], None]
    moves: Callable[[Account, Random], Iterator[Step]] | None = None


async def run(
    scenario: Scenario,
    account: Account,
    random: Random,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Run a scenario until cancelled; return at once if nothing happens in it."""
    if scenario.moves is None:
        return
    for step in scenario.moves(account, random):
        step.operation()
        await sleep(step.pause)


def _fill_office(account: Account, _: int) -> None:
    for desk, (extension, name, location, notes) in enumerate(OFFICE):
        account.add_handset(
            extension,
            name=name,
            location=location,
            notes=notes,
            outgoing_cli="0370101234",
            recording=desk < RECORDED_DESKS,
            address=f"101.100.99.98:{5060 + desk}",
        )


def _fill_without_lists(account: Account, _: int) -> None:
    _fill_office(account, _)
    account.endpoints.handset_list = account.endpoints.status_list = False


def _fill_without_status(account: Account, _: int) -> None:
    _fill_without_lists(account, _)
    account.endpoints.status = False


def _fill_many(account: Account, handsets: int) -> None:
    for extension in range(FIRST_EXTENSION_OF_MANY, FIRST_EXTENSION_OF_MANY + handsets):
        account.add_handset(str(extension))


SCENARIOS = {
    "office": Scenario(
        summary="six handsets that ring, talk and hang up all day",
        fill=_fill_office,
        moves=office_moves,
    ),
    "quiet": Scenario(summary="the same six handsets; nothing happens", fill=_fill_office),
    "large": Scenario(summary="the number of handsets in --handsets", fill=_fill_many),
    "no_lists": Scenario(summary="quiet, without the two list endpoints", fill=_fill_without_lists),
    "no_status": Scenario(
        summary="quiet, with nothing but Handset Select and Update", fill=_fill_without_status
    ),
}
