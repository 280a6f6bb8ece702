"""The calls that an office had before the simulator was started.

Each day is always the same, so that a client that has read some of its calls finds them again
when the simulator is restarted.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from .handsets import Handset
from .office import OUTSIDE_NUMBERS
from .records import Record, RecordDirection, RecordParty
from .state import Account

# Today and the days before it.
DAYS = 3
OPENS, CLOSES = time(8, 30), time(17, 30)
# Seconds between two calls, of ringing, and of talking.
BETWEEN = 60, 30 * 60
RINGS = 3, 20
TALKS = 20, 240
# How many of all calls.
INCOMING = 0.7
ANSWERED = 0.8


def add_past_calls(account: Account) -> None:
    """Fill the records of an account that has none; calls from now on come after these."""
    records = account.records
    zone = ZoneInfo(records.style.zone)
    now = datetime.fromtimestamp(records.wall_clock(), UTC)
    today = now.astimezone(zone).date()
    for ago in reversed(range(DAYS)):
        records.kept += [
            record
            for record in _calls_of(account, today - timedelta(days=ago), zone)
            if record.ended < now
        ]
    # Records are numbered by the time, so that those after a restart come later, too.
    records.next_number = int(now.timestamp())


def _calls_of(account: Account, day: date, zone: ZoneInfo) -> Iterator[Record]:
    """Yield a day's calls, one after the other."""
    random = Random(day.isoformat())
    now, closes = (datetime.combine(day, hour, zone).astimezone(UTC) for hour in (OPENS, CLOSES))
    while (started := now + timedelta(seconds=random.randint(*BETWEEN))) < closes:
        record = _call(random, random.choice([*account.handsets.values()]), started)
        yield record
        now = record.ended


def _call(random: Random, handset: Handset, started: datetime) -> Record:
    """Return a call of this handset with somebody outside."""
    office = RecordParty(handset.extension, handset.name)
    outside = RecordParty(random.choice(OUTSIDE_NUMBERS), "")
    is_incoming = random.random() < INCOMING
    answered = ended = started + timedelta(seconds=random.randint(*RINGS))
    is_answered = random.random() < ANSWERED
    if is_answered:
        ended = answered + timedelta(seconds=random.randint(*TALKS))
    return Record(
        number=int(ended.timestamp()),
        started=started,
        answered=answered if is_answered else None,
        ended=ended,
        direction=RecordDirection.INCOMING if is_incoming else RecordDirection.OUTGOING,
        caller=outside if is_incoming else office,
        destination=office if is_incoming else outside,
        recorded=handset.recording,
        appears_at=0,
        final_at=0,
    )
