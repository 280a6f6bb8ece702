"""A day in an office where everything possible happens, at random but repeatable."""

from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import suppress
import logging
from math import exp, log
from random import Random
import re
from time import monotonic
from typing import Any

import pytest

from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er

from custom_components.jingl.api import ByteRange, JinglError
from custom_components.jingl.const import DOMAIN
from custom_components.jingl.history.calls import CallEventType
from custom_components.jingl.history.registration import RegistrationEventType
from simulator.faults import Fault, StatusCode
from simulator.office import Step, office_moves
from tests.conftest import LOGIN, SetWallClock

from .footprint import footprint
from .table import CALL_ACTIONS, FAULTS
from .trial import SETTINGS_ARE_DUE, Trial
from .truth import SETTINGS, STATUSES
from .witness import Witness

DAY = 24 * 60 * 60
# Longer than any pause after many failures, including Home Assistant's own retries.
ALL_IS_TRIED_AGAIN = 1300

# Not 106, which is an emergency number.
EXTENSIONS = ["100", "101", "102", "103", "104", "105", "107"]
HANDSET_SELECT, HANDSET_STATUS = "/api/handset", "/api/handsetstatus"
# The narrow ones first: if two faults match, the first one happens.
PATHS = ("/api/handset(status)?/101", "/api/handset(/.*)?", "/api/handsetstatus.*", ".*")


class Day:
    """An account's day, and what must always be true."""

    def __init__(self, trial: Trial, random: Random, set_wall_clock: SetWallClock) -> None:
        self.trial = trial
        self.random = random
        self.set_wall_clock = set_wall_clock
        self.moves: Iterator[Step] = office_moves(trial.account, random)
        self.witness = Witness(trial, EXTENSIONS)
        self.happened: Counter[str] = Counter()
        self.heard = 0
        # How many more steps each fault lasts.
        self.trouble = 0
        self.is_cut = self.is_refused = False

    # What may happen, how often, and whether it may happen during faults.

    @property
    def chances(self) -> dict[Callable[[], Awaitable[None]], float]:
        """Return what may happen now, each with its weight."""
        chances: dict[Callable[[], Awaitable[None]], float] = {
            self.the_office_works: 16,
            self.somebody_acts: 3,
            self.somebody_changes_a_setting: 1,
            self.somebody_listens: 1,
            self.the_account_is_reloaded: 0.5,
            self.the_options_are_changed: 0.5,
            self.the_clock_is_set: 1,
            self.nothing_happens: 1,
        }
        if self.trouble:
            return chances
        return chances | {
            self.a_fault_begins: 2,
            self.the_connection_is_cut: 0.3,
            self.the_password_is_changed: 0.3,
            self.a_handset_comes: 0.7,
            self.a_handset_goes: 0.5,
            self.a_handset_is_renamed: 0.5,
            self.a_phone_comes_or_goes: 2,
        }

    async def the_office_works(self) -> None:
        for _ in range(self.random.randint(1, 3)):
            next(self.moves).operation()
            self.witness.note()

    async def somebody_acts(self) -> None:
        domain, name, data = CALL_ACTIONS[self.random.choice([*CALL_ACTIONS])]
        handset = self.random.choice(EXTENSIONS)
        others = [extension for extension in EXTENSIONS if extension != handset]
        # Rarely its own number, which is always refused.
        number = self.random.choice([*others, *others, "0491570156", "1800160401", handset])
        await self.send(domain, name, {**data, "handset": handset, "number": number})

    async def somebody_changes_a_setting(self) -> None:
        unique_id = f"mycompany_{self.random.choice(EXTENSIONS)}_recording"
        registry = er.async_get(self.trial.hass)
        switch = registry.async_get_entity_id("switch", DOMAIN, unique_id)
        await self.send(
            "switch", self.random.choice(["turn_on", "turn_off"]), {"entity_id": switch or []}
        )

    async def somebody_listens(self) -> None:
        if self.witness.is_loaded:
            log = self.trial.entry.runtime_data.calls.log
            calls = [record.jingl_id for record in log if record.recording and record.jingl_id]
            await self.run(self.listen(self.random.choice([*calls, "unknown"])))

    async def listen(self, call: str) -> None:
        """Listen to the beginning of a recording; whatever is heard has to be right."""
        source = self.trial.entry.runtime_data.coordinator.recordings
        with suppress(JinglError):
            async with source.open(call, ByteRange(part="bytes=0-99")) as recording:
                heard = b"".join([piece async for piece in recording.pieces()])
            records = self.trial.account.records
            (record,) = (each for each in records.kept if str(each.number) == call)
            audio = records.audio(record)
            assert audio
            assert heard == audio.piece(0, 100)
            self.heard += 1

    async def a_fault_begins(self) -> None:
        number = self.random.choice([1, 2])
        paths = sorted(self.random.sample(PATHS, number), key=PATHS.index)
        faults = dict(zip(paths, self.random.sample(FAULTS, number), strict=True))
        for path, fault in faults.items():
            self.trial.server.add_fault(fault, path=path, method="GET")
        of_settings = faults_of(HANDSET_SELECT, faults)
        of_statuses = faults_of(HANDSET_STATUS, faults)
        # A login that may not read settings is still valid, unless statuses come from them.
        refusable = [*of_statuses, *(of_settings if of_statuses else [])]
        self.is_refused = StatusCode(401) in refusable
        self.trouble = self.random.randint(1, 5)

    async def the_connection_is_cut(self) -> None:
        await self.trial.server.stop()
        self.is_cut = True
        self.trouble = self.random.randint(1, 5)

    async def the_password_is_changed(self) -> None:
        self.trial.account.users["john"] = "changed"
        self.is_refused = True
        self.trouble = self.random.randint(1, 5)

    async def a_handset_comes(self) -> None:
        account = self.trial.account
        for extension in sorted(set(EXTENSIONS) - set(account.handsets))[:1]:
            account.add_handset(extension, name=f"Desk {extension}")
            await self.pass_time(SETTINGS_ARE_DUE)
            # Its status is followed from the next poll on.
            self.witness.begin_anew(extension)

    async def a_handset_goes(self) -> None:
        account = self.trial.account
        if len(self.witness.existing) > 1:
            account.remove_handset(self.random.choice(sorted(self.witness.existing)))
            await self.pass_time(SETTINGS_ARE_DUE)

    async def a_handset_is_renamed(self) -> None:
        handset = self.random.choice([*self.trial.account.handsets.values()])
        handset.name = f"Room {self.random.randint(1, 999)}"
        await self.pass_time(2 * SETTINGS_ARE_DUE)

    async def a_phone_comes_or_goes(self) -> None:
        handset = self.random.choice([*self.trial.account.handsets.values()])
        if handset.address and self.random.random() < 0.5:
            handset.unregister()
        else:
            handset.register(f"203.0.113.{self.random.randint(1, 254)}:5060")

    async def the_options_are_changed(self) -> None:
        there = [*self.trial.account.handsets]
        chosen = sorted(self.random.sample(there, self.random.randint(1, len(there))))
        ignored = [extension for extension in EXTENSIONS if extension not in chosen]
        options = {**self.trial.entry.options, "handsets": chosen, "ignored": ignored}
        self.trial.hass.config_entries.async_update_entry(self.trial.entry, options=options)
        await self.the_account_is_reloaded()

    async def the_account_is_reloaded(self) -> None:
        self.witness.begin_anew()
        await self.run(self.trial.hass.config_entries.async_reload(self.trial.entry.entry_id))

    async def the_clock_is_set(self) -> None:
        # A second is as likely as a day.
        seconds = exp(self.random.uniform(0, log(DAY)))
        self.set_wall_clock(self.random.choice([seconds, -seconds]))

    async def nothing_happens(self) -> None:
        # Not so long during faults that what happened before is forgotten.
        await self.pass_time(self.random.choice([31, 301] if self.trouble else [31, 301, 1800]))

    # Checks

    @property
    def stale(self) -> frozenset[str]:
        """Return what may be stale because something has failed once."""
        if not self.trouble:
            return frozenset()
        # Until the login is asked for.
        return SETTINGS | STATUSES if self.is_refused and not self.trial.forms else SETTINGS

    async def live(self) -> None:
        """Let the day go by."""
        end = monotonic() + DAY
        while monotonic() < end or self.trouble:
            chances = self.chances
            (happening,) = self.random.choices([*chances], [*chances.values()])
            self.happened[happening.__name__] += 1
            await happening()
            await self.pass_time(self.random.choice([3, 3, 6, 16, 31]))
            if self.trouble:
                self.trouble -= 1
                if not self.trouble:
                    await self.end_trouble()

    async def end_trouble(self) -> None:
        """End all faults, and check that everything recovers."""
        trial = self.trial
        self.witness.begin_anew()
        trial.server.clear_faults()
        if self.is_cut:
            await trial.server.start()
        self.is_cut = False
        trial.account.users["john"] = str(LOGIN["password"])
        assert not trial.forms or self.is_refused
        self.is_refused = False
        for form in trial.forms:
            await trial.hass.config_entries.flow.async_configure(
                form, {key: LOGIN[key] for key in ("username", "password")}
            )
            await self.pass_time(0)
        await self.pass_time(ALL_IS_TRIED_AGAIN)
        # That a handset is gone takes two looks. Without a list, each is asked only in its turn, at
        # half the usual pace after a rate limit.
        steps = [61] if trial.account.endpoints.status_list else [16] * 2 * len(EXTENSIONS)
        for seconds in steps:
            await self.pass_time(seconds)
        self.witness.check_all_is_known()

    async def send(self, domain: str, name: str, data: dict[str, Any]) -> None:
        """Perform an action, which may be refused and sends at most one request."""
        before = len(self.trial.writes)
        with suppress(HomeAssistantError):
            await self.run(self.trial.hass.services.async_call(domain, name, data, blocking=True))
        assert len(self.trial.writes) - before <= 1

    async def run(self, work: Coroutine[Any, Any, object]) -> None:
        task = self.trial.hass.async_create_task(work)
        await self.pass_time(0)
        await task

    async def pass_time(self, seconds: float) -> None:
        """Let time pass, and check the result."""
        self.witness.note()
        seen = len(self.trial.server.requests)
        await self.trial.advance(seconds)
        self.witness.note()
        paths = {request.path for request in self.trial.server.requests[seen:]}
        listed = "/api/handsetstatus" in paths and self.trial.account.endpoints.status_list
        asked = {e for e in EXTENSIONS if listed or f"/api/handsetstatus/{e}" in paths}
        self.witness.check(asked, in_trouble=self.trouble > 0, stale=self.stale)


def faults_of(resource: str, faults: Mapping[str, Fault]) -> list[Fault]:
    """Return the faults that affect reads of a resource."""
    reads = [resource, *(f"{resource}/{extension}" for extension in EXTENSIONS)]
    met = ([path for path in faults if re.fullmatch(path, read)] for read in reads)
    return [faults[first] for first, *_ in filter(None, met)]


@pytest.mark.parametrize(
    ("seed", "handset_list", "status_list"),
    [(2, True, True), (3, True, True), (6, False, False), (21, True, False)],
    ids=["seed 2", "seed 3", "seed 6, no lists", "seed 21, no list of statuses"],
)
async def test_a_day_of_everything(
    trial: Trial,
    set_wall_clock: SetWallClock,
    seed: int,
    handset_list: bool,
    status_list: bool,
) -> None:
    account, hass, entry = trial.account, trial.hass, trial.entry
    account.show_records()
    for extension in EXTENSIONS[3:6]:
        account.add_handset(extension, name=f"Desk {extension}")
    await trial.begin(has_lists=status_list)
    assert await hass.config_entries.async_unload(entry.entry_id)
    account.endpoints.handset_list, account.endpoints.status_list = handset_list, status_list
    await trial.advance(SETTINGS_ARE_DUE)
    day = Day(trial, Random(seed), set_wall_clock)  # noqa: S311 - repeatable, not for cryptography
    before = await footprint(hass, trial.server)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await day.live()
    await day.end_trouble()
    assert set(day.happened) == {happening.__name__ for happening in day.chances}
    assert day.heard
    # Without the list, and with the search for calls in between, handsets are looked at too rarely
    # to be sure of seeing a hold and its end.
    unseen = set() if status_list else {CallEventType.RESUMED}
    assert {*day.witness.ever_told, *unseen} == {*CallEventType, *RegistrationEventType}
    assert [
        line for line in trial.caplog.records if line.exc_info and line.levelno > logging.INFO
    ] == []
    assert await hass.config_entries.async_unload(entry.entry_id)
    await trial.advance(SETTINGS_ARE_DUE)
    assert await footprint(hass, trial.server) == before
