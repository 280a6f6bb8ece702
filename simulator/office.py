"""A lively office: people answer, talk, hold, transfer and hang up all day.

Nothing is planned ahead: each step looks at the account as it is and picks one of the things
that can happen now. So calls placed through the API are answered and ended like
all others, and nothing that the API did meanwhile can get in the way.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from random import Random

from .calls import Call, PartyKind
from .handsets import Handset
from .state import Account

# Nobody picks up at the first ring, and nobody calls to say nothing (seconds).
SHORTEST_RING = 3
SHORTEST_TALK = 8
SHORTEST_PAUSE = 0.7
LONGEST_PAUSE = 2.0

# With fewer calls than this, a new one comes next, so that someone is always busy.
FEWEST_CALLS = 2

# Numbers that the Australian regulator reserves for fiction.
OUTSIDE_NUMBERS = (
    "0491570006",
    "0491570156",
    "0491570157",
    "0491570158",
    "0491570159",
    "0491570110",
    "1800160401",
    "1800975707",
)

type Operation = Callable[[], object]
type Chance = tuple[float, Operation]


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do now, and the seconds to wait after it."""

    operation: Operation
    pause: float


def office_moves(account: Account, random: Random) -> Iterator[Step]:
    """Yield steps for ever; do each before asking for the next."""
    while True:
        weights, operations = zip(*_chances(account, random), strict=True)
        operation = random.choices(operations, weights)[0]
        yield Step(operation, random.uniform(SHORTEST_PAUSE, LONGEST_PAUSE))


def _free_numbers(account: Account) -> list[str]:
    """Return the outside numbers that nobody in the office is talking to."""
    taken = {account.status(extension).other_number for extension in account.handsets}
    return [number for number in OUTSIDE_NUMBERS if number not in taken] or list(OUTSIDE_NUMBERS)


def _chances(account: Account, random: Random) -> list[Chance]:
    """Return what can happen now, each with its weight."""
    calls = account.calls
    idle = [handset for handset in account.handsets.values() if handset.reachable]
    new_calls = _new_calls(account, idle, random)
    if len(calls) < FEWEST_CALLS and new_calls:
        return new_calls
    return [
        (1.5, _nothing),
        *new_calls,
        *_registrations(account, idle, random),
        *(chance for call in calls for chance in _in_call(account, call, idle, random)),
    ]


def _new_calls(account: Account, idle: list[Handset], random: Random) -> list[Chance]:
    if not idle:
        return []
    handset, colleague = random.choice(idle).extension, random.choice(idle).extension
    outside = random.choice(_free_numbers(account))
    chances: list[Chance] = [
        (0.5, partial(account.incoming_call, outside, handset)),
        (0.2, partial(account.place_call, handset, outside)),
    ]
    if colleague != handset:
        chances.append((0.2, partial(account.place_call, handset, colleague)))
    return chances


def _registrations(account: Account, idle: list[Handset], random: Random) -> list[Chance]:
    """Let an idle handset go offline now and then, and return from another address."""
    address = f"203.0.113.{random.randint(1, 254)}:{random.randint(1024, 65535)}"
    gone = [handset for handset in account.handsets.values() if handset.address is None]
    chances: list[Chance] = [(0.15, partial(handset.register, address)) for handset in gone]
    if idle and not gone:
        chances.append((0.03, random.choice(idle).unregister))
    return chances


def _in_call(account: Account, call: Call, idle: list[Handset], random: Random) -> list[Chance]:
    """Return what the parties may do; the longer a call lasts, the likelier it is to change."""
    if not call.connected:
        return _while_ringing(account, call)
    if call.duration < SHORTEST_TALK:
        return []
    hang_up = call.duration / 20
    chances: list[Chance] = [(hang_up, partial(party.leave, call)) for party in call.parties]
    for party in call.parties:
        if party.kind is not PartyKind.HANDSET or party.active_call is not call:
            continue
        if party in call.holders:
            chances.append((3, partial(account.resume, party.number)))
        elif call.other(party).kind is not PartyKind.APPLICATION:
            chances.append((0.5, partial(account.hold, party.number)))
            chances += _transfers(account, party.number, idle, random)
    return chances


def _while_ringing(account: Account, call: Call) -> list[Chance]:
    if call.age < SHORTEST_RING:
        return []
    chances: list[Chance] = [(call.age, call.connect)]
    if call.callee.kind is PartyKind.HANDSET:
        chances.append((0.3, partial(account.send_to_voicemail, call.callee.number)))
    return chances


def _transfers(
    account: Account, extension: str, idle: list[Handset], random: Random
) -> list[Chance]:
    if not idle:
        return []
    target = random.choice(idle).extension
    return [
        (0.3, partial(account.transfer, extension, target, attended=attended))
        for attended in (True, False)
    ]


def _nothing() -> None:
    """Let a moment pass."""
