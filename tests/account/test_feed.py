"""Fetch the records of all handsets."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection
from itertools import pairwise
import ssl

import aiohttp
import pytest

from custom_components.jingl.account import feed as feed_module
from custom_components.jingl.account.feed import Feed, StatusFeed
from custom_components.jingl.account.polling import PROBE_INTERVAL
from custom_components.jingl.api import (
    HandsetState,
    HandsetStatus,
    JinglAuthenticationError,
    JinglClient,
    JinglConnectionError,
    JinglError,
    JinglListUnsupportedError,
    JinglNotFoundError,
    JinglRateLimitError,
    JinglServerError,
    JinglTlsError,
    JinglUnexpectedResponseError,
)
from simulator import faults
from simulator.server import Server
from simulator.state import Account
from simulator.tls import Authority

ALL = ["100", "101", "102"]
RATE_LIMIT = JinglRateLimitError("slow down", retry_after=7)


class Clock:
    """A clock that only moves when a test says so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 5000.0
        monkeypatch.setattr(feed_module, "monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
async def client(authority: Authority, server: Server) -> AsyncGenerator[JinglClient]:
    context = ssl.create_default_context(cadata=authority.pem.decode())
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=context)) as session:
        yield JinglClient(
            session,
            aiohttp.ClientSession,
            username="john",
            domain="mycompany",
            password="mypassword",
            host=server.address,
        )


class Source:
    """A feed's two endpoints: a list, and single handsets that may fail."""

    def __init__(
        self,
        listed: Collection[str] | JinglError = ALL,
        singles: Callable[[str], JinglError | None] = lambda _: None,
    ) -> None:
        self.listed = listed
        self.singles = singles
        self.asked: list[str] = []
        self.running = 0
        self.most_running = 0

    async def list_all(self) -> dict[str, HandsetStatus]:
        """Answer the list."""
        self.asked.append("list")
        if isinstance(self.listed, JinglError):
            raise self.listed
        return {extension: _status(extension) for extension in self.listed}

    async def get_one(self, extension: str) -> HandsetStatus:
        """Answer for one handset, after a few turns of the loop."""
        self.asked.append(extension)
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            for _ in range(3):
                await asyncio.sleep(0)
            if error := self.singles(extension):
                raise error
            return _status(extension)
        finally:
            self.running -= 1

    def feed(self) -> Feed[HandsetStatus]:
        """Return a feed of this source."""
        return Feed(self.list_all, self.get_one)


def _status(extension: str) -> HandsetStatus:
    return HandsetStatus(extension=extension, state=HandsetState.IDLE)


def failing(*extensions: str, error: JinglError) -> Callable[[str], JinglError | None]:
    """Make these handsets fail, and no others."""
    return lambda extension: error if extension in extensions else None


# With a list


async def test_a_list_is_one_request() -> None:
    source = Source()
    fetched = await source.feed().fetch(ALL)
    assert (list(fetched.records), fetched.missing, fetched.listed) == (ALL, set(), True)
    assert source.asked == ["list"]


async def test_a_list_brings_handsets_that_nobody_asked_for() -> None:
    fetched = await Source().feed().fetch(["100"])
    assert set(fetched.records) == set(ALL)


async def test_handsets_missing_from_a_short_list_are_asked_one_by_one() -> None:
    source = Source(["100"])
    fetched = await source.feed().fetch(ALL)
    assert set(fetched.records) == set(ALL)
    assert fetched.listed
    assert source.asked == ["list", "101", "102"]


async def test_with_a_list_handsets_known_to_be_missing_are_not_asked_for() -> None:
    source = Source(["100"])
    fetched = await source.feed().fetch(ALL, unknown={"100", "102"})
    assert source.asked == ["list", "101"]
    assert (set(fetched.records), fetched.missing) == ({"100", "101"}, {"102"})


async def test_without_a_list_handsets_known_to_be_missing_are_asked_for_too() -> None:
    source = Source(JinglListUnsupportedError())
    await source.feed().fetch(ALL, unknown={"102"})
    assert source.asked == ["list", *ALL]


async def test_a_complete_list_is_passed_on_unchanged() -> None:
    source = Source()
    listed = await source.list_all()

    async def list_all() -> dict[str, HandsetStatus]:
        return listed

    feed = Feed(list_all, source.get_one)
    assert (await feed.fetch(ALL)).records is listed
    more = [*ALL, "103"]
    source.asked.clear()
    for _ in range(2):
        assert set((await feed.fetch(more)).records) == set(more)
    assert source.asked == ["103", "103"], "what it lacks is asked for each time"


async def test_only_a_404_makes_a_handset_missing() -> None:
    errors = {"101": JinglNotFoundError(), "102": JinglServerError()}
    fetched = await Source(["100"], errors.get).feed().fetch(ALL)
    assert (set(fetched.records), fetched.missing, fetched.listed) == ({"100"}, {"101"}, True)
    assert fetched.failed == {"102": errors["102"]}


@pytest.mark.parametrize(
    "error", [JinglServerError(), JinglConnectionError(), JinglUnexpectedResponseError()], ids=type
)
async def test_a_list_counts_even_if_asking_for_its_missing_handsets_fails(
    error: JinglError,
) -> None:
    fetched = await Source(["100", "101"], lambda _: error).feed().fetch(ALL)
    assert (set(fetched.records), fetched.missing) == ({"100", "101"}, set())
    assert fetched.failed == {"102": error}


async def test_an_empty_list_counts_even_if_asking_for_the_handsets_fails() -> None:
    error = JinglServerError()
    fetched = await Source([], lambda _: error).feed().fetch(ALL)
    assert (fetched.records, fetched.missing, fetched.listed) == ({}, set(), True)
    assert fetched.failed == dict.fromkeys(ALL, error)


async def test_an_empty_list_counts_if_no_single_handset_is_found() -> None:
    fetched = await Source([], lambda _: JinglNotFoundError()).feed().fetch(ALL)
    assert (fetched.records, fetched.missing, fetched.listed) == ({}, set(ALL), True)
    assert fetched.failed == {}


async def test_a_request_to_slow_down_counts_even_after_a_list() -> None:
    with pytest.raises(JinglRateLimitError) as caught:
        await Source(["100"], failing("102", error=RATE_LIMIT)).feed().fetch(ALL)
    assert caught.value is RATE_LIMIT


async def test_a_401_for_one_handset_affects_only_that_handset_while_others_answer() -> None:
    refused = JinglAuthenticationError()
    fetched = await Source(singles=failing("101", error=refused)).feed().fetch_each(ALL)
    assert (set(fetched.records), fetched.failed) == ({"100", "102"}, {"101": refused})


@pytest.mark.parametrize("number", [3, 100])
async def test_a_401_for_all_handsets_means_the_login_and_few_are_asked(number: int) -> None:
    many = [str(extension) for extension in range(100, 100 + number)]
    source = Source(singles=failing(*many, error=JinglAuthenticationError()))
    with pytest.raises(JinglAuthenticationError):
        await source.feed().fetch_each(many)
    assert len(source.asked) <= 16


@pytest.mark.parametrize(
    "error",
    [
        JinglAuthenticationError(),
        RATE_LIMIT,
        JinglServerError(),
        JinglConnectionError(),
        JinglUnexpectedResponseError(),
    ],
    ids=type,
)
async def test_a_failing_list_is_not_replaced_by_many_requests(error: JinglError) -> None:
    source = Source(error)
    feed = source.feed()
    for _ in range(2):
        with pytest.raises(type(error)):
            await feed.fetch(ALL)
    assert source.asked == ["list", "list"]


async def test_a_list_that_answered_recently_has_failed_and_is_not_missing(clock: Clock) -> None:
    source = Source()
    feed = source.feed()
    await feed.fetch(ALL)
    source.listed = JinglListUnsupportedError()
    for seconds in (0, 1, PROBE_INTERVAL - 2):
        clock.now += seconds
        with pytest.raises(JinglListUnsupportedError):
            await feed.fetch(ALL)
        assert feed.lists
    assert source.asked == ["list"] * 4


async def test_a_list_that_keeps_failing_is_missing(clock: Clock) -> None:
    source = Source()
    feed = source.feed()
    await feed.fetch(ALL)
    source.listed = JinglListUnsupportedError()
    source.asked.clear()
    clock.now += PROBE_INTERVAL
    fetched = await feed.fetch(ALL)
    assert (set(fetched.records), fetched.listed) == (set(ALL), False)
    assert source.asked == ["list", *ALL]
    assert not feed.lists


async def test_a_list_that_answers_again_is_used_again(clock: Clock) -> None:
    source = Source(JinglListUnsupportedError())
    feed = source.feed()
    await feed.fetch(ALL)
    clock.now += PROBE_INTERVAL
    source.listed = ALL
    await feed.fetch(ALL)
    source.listed = JinglListUnsupportedError()
    with pytest.raises(JinglListUnsupportedError):
        await feed.fetch(ALL)


# One by one


async def test_without_a_list_handsets_are_asked_one_by_one_and_the_list_is_probed_again(
    clock: Clock,
) -> None:
    source = Source(JinglListUnsupportedError())
    feed = source.feed()
    assert feed.lists
    fetched = await feed.fetch(ALL)
    assert (set(fetched.records), fetched.listed) == (set(ALL), False)
    assert not feed.lists
    clock.now += PROBE_INTERVAL - 1
    await feed.fetch(ALL)
    assert source.asked == ["list", *ALL, *ALL]
    clock.now += 1
    source.asked.clear()
    source.listed = ALL
    assert feed.lists
    assert (await feed.fetch(ALL)).listed
    assert source.asked == ["list"]


async def test_without_a_list_only_handsets_whose_turn_it_is_are_asked() -> None:
    source = Source(JinglListUnsupportedError())
    feed = source.feed()
    fetched = await feed.fetch(ALL, turns=["102"])
    assert (set(fetched.records), source.asked) == ({"102"}, ["list", "102"])


async def test_a_list_covers_all_handsets_not_just_those_whose_turn_it_is() -> None:
    fetched = await Source().feed().fetch(ALL, turns=["102"])
    assert (set(fetched.records), fetched.listed) == (set(ALL), True)


@pytest.mark.parametrize("error", [JinglServerError(), JinglNotFoundError()], ids=type)
async def test_the_account_has_not_failed_if_none_of_those_whose_turn_it_is_answer(
    error: JinglError,
) -> None:
    fetched = (
        await Source(JinglListUnsupportedError(), lambda _: error)
        .feed()
        .fetch(ALL, turns=["101", "102"])
    )
    assert {*fetched.missing, *fetched.failed} == {"101", "102"}


@pytest.mark.parametrize(
    "error",
    [JinglServerError(), JinglConnectionError(), JinglUnexpectedResponseError()],
    ids=type,
)
async def test_one_handsets_failure_affects_only_that_handset(error: JinglError) -> None:
    fetched = await Source(singles=failing("101", error=error)).feed().fetch_each(ALL)
    assert (set(fetched.records), fetched.missing) == ({"100", "102"}, set())
    assert (fetched.failed, fetched.listed) == ({"101": error}, False)


@pytest.mark.parametrize(
    "error",
    [JinglServerError(), JinglConnectionError(), JinglUnexpectedResponseError()],
    ids=type,
)
async def test_if_every_handset_fails_the_account_has_failed(error: JinglError) -> None:
    with pytest.raises(type(error)) as caught:
        await Source(JinglListUnsupportedError(), lambda _: error).feed().fetch(ALL)
    assert caught.value is error


async def test_if_only_some_were_asked_their_failure_affects_only_them() -> None:
    error = JinglServerError()
    fetched = await Source(singles=lambda _: error).feed().fetch_each(["100", "102"])
    assert (fetched.records, fetched.missing) == ({}, set())
    assert fetched.failed == {"100": error, "102": error}


async def test_a_failure_matters_more_than_others_not_being_found() -> None:
    errors = {"100": JinglNotFoundError(), "101": JinglServerError(), "102": JinglNotFoundError()}
    with pytest.raises(JinglServerError):
        await Source(JinglListUnsupportedError(), errors.get).feed().fetch(ALL)


async def test_without_a_list_it_is_a_failure_if_all_handsets_are_unknown() -> None:
    source = Source(JinglListUnsupportedError(), lambda _: JinglNotFoundError())
    feed = source.feed()
    for _ in range(2):
        with pytest.raises(JinglNotFoundError, match="doesn't know any of these handsets"):
            await feed.fetch(ALL)
    assert source.asked == ["list", *ALL, *ALL]


async def test_if_only_some_were_asked_and_all_are_unknown_they_are_missing() -> None:
    fetched = await Source(singles=lambda _: JinglNotFoundError()).feed().fetch_each(ALL)
    assert (fetched.records, fetched.missing, fetched.listed) == ({}, set(ALL), False)
    assert fetched.failed == {}


async def test_without_handsets_nothing_is_asked() -> None:
    source = Source(JinglListUnsupportedError())
    assert not (await source.feed().fetch([])).records
    assert source.asked == ["list"]


async def test_a_request_to_slow_down_stops_it_at_once() -> None:
    many = [str(number) for number in range(100, 200)]
    source = Source(singles=failing("100", error=RATE_LIMIT))
    with pytest.raises(JinglRateLimitError) as caught:
        await source.feed().fetch_each(many)
    assert caught.value is RATE_LIMIT
    # Those under way when the answer came, and the one that took its place.
    assert len(source.asked) <= 9
    assert source.running == 0


async def test_never_more_than_eight_requests_run_at_once() -> None:
    many = [str(number) for number in range(100, 200)]
    source = Source()
    assert set((await source.feed().fetch_each(many)).records) == set(many)
    assert source.most_running == 8
    assert len(source.asked) == 100


@pytest.mark.parametrize("error", [JinglConnectionError, JinglTlsError])
async def test_if_the_first_requests_all_fail_the_rest_are_not_sent(
    error: type[JinglConnectionError],
) -> None:
    many = [str(number) for number in range(100, 200)]
    source = Source(singles=error)
    fetched = await source.feed().fetch_each(many)
    assert len(source.asked) < 20
    assert (fetched.records, fetched.missing) == ({}, set())
    assert set(fetched.failed) == set(many)
    for extension, failure in fetched.failed.items():
        # Those not asked for count as failed, like the first one.
        assert str(failure) == (extension if extension in source.asked else "100")


async def test_if_all_requests_fail_the_first_error_is_raised() -> None:
    many = [str(number) for number in range(100, 200)]
    with pytest.raises(JinglConnectionError, match=r"^100$"):
        await Source(JinglListUnsupportedError(), JinglConnectionError).feed().fetch(many)


@pytest.mark.parametrize(
    "answers", [None, JinglServerError(), JinglNotFoundError()], ids=["record", "500", "404"]
)
async def test_if_any_request_succeeds_all_are_sent(
    answers: JinglError | None,
) -> None:
    many = [str(number) for number in range(100, 140)]
    source = Source(
        singles=lambda extension: answers if extension == "100" else JinglConnectionError()
    )
    fetched = await source.feed().fetch_each(many)
    assert len(source.asked) == 40
    assert set(fetched.failed) | {*fetched.records, *fetched.missing} == set(many)


async def test_a_cancelled_fetch_leaves_nothing_running() -> None:
    source = Source()
    task = asyncio.create_task(source.feed().fetch_each(ALL))
    while not source.running:  # noqa: ASYNC110 - only turns of the loop pass here
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert source.running == 0


# Over HTTPS


def paths(server: Server) -> list[str]:
    """Return the paths requested since the last time, and clear them."""
    asked = [request.path.removeprefix("/api/") for request in server.requests]
    server.clear_requests()
    return asked


@pytest.mark.parametrize("status", [400, 404, 405, 500])
async def test_an_account_without_a_list_is_read_handset_by_handset(
    client: JinglClient, server: Server, account: Account, status: int
) -> None:
    account.endpoints.handset_list = False
    account.endpoints.off_status = status
    fetched = await Feed(client.list_handsets, client.get_handset).fetch(ALL)
    assert (set(fetched.records), fetched.listed) == (set(ALL), False)
    assert len(server.requests) == 4


async def test_an_account_whose_list_is_a_single_handset_is_read_handset_by_handset(
    client: JinglClient, server: Server
) -> None:
    server.add_fault(faults.Body(b'{"extensionnumber": "100"}'), path="/api/handset")
    fetched = await Feed(client.list_handsets, client.get_handset).fetch(ALL)
    assert (set(fetched.records), fetched.listed) == (set(ALL), False)


async def test_a_handset_that_hangs_does_not_hold_up_the_others(
    client: JinglClient, server: Server, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "custom_components.jingl.api.client._READ_TIMEOUT", aiohttp.ClientTimeout(sock_read=0.3)
    )
    account.endpoints.handset_list = False
    server.add_fault(faults.Hang(), path="/api/handset/101")
    fetched = await Feed(client.list_handsets, client.get_handset).fetch(ALL)
    assert (set(fetched.records), fetched.missing) == ({"100", "102"}, set())
    assert isinstance(fetched.failed["101"], JinglConnectionError)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500])
async def test_a_list_that_is_briefly_refused_is_not_replaced_by_many_requests(
    client: JinglClient, server: Server, clock: Clock, status: int
) -> None:
    feed = Feed(client.list_handsets, client.get_handset)
    await feed.fetch(ALL)
    server.add_fault(faults.StatusCode(status), path="/api/handset")
    server.clear_requests()
    clock.now += PROBE_INTERVAL - 1
    with pytest.raises(JinglListUnsupportedError, match=str(status)):
        await feed.fetch(ALL)
    assert paths(server) == ["handset"]
    clock.now += 1
    assert not (await feed.fetch(ALL)).listed


# What handsets are doing


async def test_the_status_comes_from_its_own_endpoint(client: JinglClient, server: Server) -> None:
    feed = StatusFeed(client)
    assert feed.lists
    fetched = await feed.fetch(ALL)
    assert (set(fetched.records), fetched.listed) == (set(ALL), True)
    assert paths(server) == ["handsetstatus"]
    assert set((await feed.fetch_each(["101"])).records) == {"101"}
    assert paths(server) == ["handsetstatus/101"]


@pytest.mark.parametrize("status", [400, 404, 405])
async def test_without_its_endpoint_the_status_comes_from_the_words(
    client: JinglClient, server: Server, account: Account, clock: Clock, status: int
) -> None:
    account.endpoints.status_list = account.endpoints.status = False
    account.endpoints.off_status = status
    account.place_call("100", "0491570006")
    account.remote_answer("100")
    feed = StatusFeed(client)
    fetched = await feed.fetch(ALL)
    assert fetched.records["100"].state is HandsetState.ON_CALL
    assert fetched.records["100"].other_party == "0491570006"
    assert fetched.records["101"].state is HandsetState.IDLE
    assert fetched.listed
    assert paths(server)[-1] == "handset"
    # It is not asked for again straight away,
    clock.now += 9
    assert feed.lists
    await feed.fetch(ALL)
    assert paths(server) == ["handset"]
    await feed.fetch_each(["100"])
    assert paths(server) == ["handset/100"]
    # then for one handset,
    clock.now += 1
    await feed.fetch(ALL)
    assert sorted(paths(server)) == ["handset", "handsetstatus/100"]
    # later for all,
    clock.now += PROBE_INTERVAL
    await feed.fetch(ALL)
    singles = [f"handsetstatus/{extension}" for extension in ALL]
    assert sorted(paths(server)) == ["handset", "handsetstatus", *singles]
    # until it exists.
    clock.now += PROBE_INTERVAL
    account.endpoints.status_list = account.endpoints.status = True
    await feed.fetch(ALL)
    assert paths(server) == ["handsetstatus"]


async def test_a_missing_endpoint_is_looked_for_less_and_less_often(
    client: JinglClient, server: Server, account: Account, clock: Clock
) -> None:
    account.endpoints.status_list = account.endpoints.status = False
    feed = StatusFeed(client)
    looked_at = []
    for _ in range(300):
        await feed.fetch(ALL)
        if len(paths(server)) > 1:
            looked_at.append(clock.now)
        clock.now += 10
    pauses = [later - sooner for sooner, later in pairwise(looked_at)]
    assert pauses[:6] == [10, 20, 40, 80, 160, 320]
    assert {*pauses[6:]} == {PROBE_INTERVAL}


async def test_an_endpoint_that_failed_at_the_start_is_soon_used(
    client: JinglClient, server: Server, clock: Clock
) -> None:
    server.add_fault(faults.Html(), path="/api/handsetstatus(/.*)?")
    feed = StatusFeed(client)
    assert (await feed.fetch(ALL)).records["100"].in_words
    server.clear_faults()
    clock.now += 15
    assert not (await feed.fetch(ALL)).records["100"].in_words


async def test_without_its_endpoint_and_without_lists_the_words_are_asked_one_by_one(
    client: JinglClient, server: Server, account: Account, clock: Clock
) -> None:
    account.endpoints.status_list = account.endpoints.status = False
    account.endpoints.handset_list = False
    feed = StatusFeed(client)
    fetched = await feed.fetch(ALL)
    assert (set(fetched.records), fetched.listed) == (set(ALL), False)
    paths(server)
    assert not feed.lists
    clock.now += 1
    await feed.fetch(ALL)
    assert sorted(paths(server)) == [f"handset/{extension}" for extension in ALL]


# Possible answers of a server without Handset Status.
NO_STATUS = [faults.StatusCode(404), faults.StatusCode(400), faults.StatusCode(405), faults.Html()]


@pytest.mark.parametrize("fault", NO_STATUS, ids=["404", "400", "405", "web page"])
async def test_a_status_endpoint_that_never_worked_is_missing(
    client: JinglClient, server: Server, fault: faults.Fault
) -> None:
    server.add_fault(fault, path="/api/handsetstatus.*")
    feed = StatusFeed(client)
    assert set((await feed.fetch(ALL)).records) == set(ALL)
    paths(server)
    await feed.fetch_each(["100"])
    assert paths(server) == ["handset/100"]


@pytest.mark.parametrize("fault", NO_STATUS, ids=["404", "400", "405", "web page"])
@pytest.mark.parametrize("listed", [True, False], ids=["list", "one by one"])
async def test_a_status_endpoint_that_answered_recently_has_failed_and_is_not_missing(
    client: JinglClient,
    server: Server,
    account: Account,
    clock: Clock,
    fault: faults.Fault,
    *,
    listed: bool,
) -> None:
    account.endpoints.status_list = listed
    feed = StatusFeed(client)
    await feed.fetch(ALL)
    server.add_fault(fault, path="/api/handsetstatus.*")
    paths(server)
    for seconds in (1, PROBE_INTERVAL - 2):
        clock.now += seconds
        with pytest.raises(JinglError):
            await feed.fetch(ALL)
    assert all(path.startswith("handsetstatus") for path in paths(server)), "no words"
    # Once it has failed for longer, it counts as missing.
    clock.now += 1
    assert set((await feed.fetch(ALL)).records) == set(ALL)
    assert paths(server)[-1] == "handset"
    await feed.fetch_each(["100"])
    assert paths(server) == ["handset/100"]


async def test_a_status_endpoint_that_answered_for_one_handset_is_not_missing(
    client: JinglClient, account: Account, server: Server, clock: Clock
) -> None:
    account.endpoints.status_list = False
    feed = StatusFeed(client)
    assert set((await feed.fetch(ALL)).records) == set(ALL)
    clock.now += PROBE_INTERVAL
    assert set((await feed.fetch_each(["100"])).records) == {"100"}
    server.add_fault(faults.StatusCode(400), path="/api/handsetstatus/.*")
    with pytest.raises(JinglError):
        await feed.fetch(ALL)


async def test_a_status_endpoint_that_answers_again_replaces_the_words(
    client: JinglClient, server: Server, clock: Clock
) -> None:
    feed = StatusFeed(client)
    rule = faults.StatusCode(404)
    server.add_fault(rule, path="/api/handsetstatus.*")
    await feed.fetch(ALL)
    server.clear_faults()
    clock.now += PROBE_INTERVAL
    await feed.fetch(ALL)
    server.add_fault(rule, path="/api/handsetstatus.*")
    with pytest.raises(JinglListUnsupportedError):
        await feed.fetch(ALL)


async def test_vanished_handsets_do_not_cause_a_switch_to_the_words(
    client: JinglClient, server: Server, account: Account
) -> None:
    feed = StatusFeed(client)
    await feed.fetch(ALL)
    account.handsets.clear()
    paths(server)
    fetched = await feed.fetch(ALL)
    assert (fetched.records, fetched.missing, fetched.listed) == ({}, set(ALL), True)
    singles = [f"handsetstatus/{extension}" for extension in ALL]
    assert sorted(paths(server)) == ["handsetstatus", *singles]


async def test_an_empty_list_of_states_from_the_beginning_is_compared_with_the_words(
    client: JinglClient, server: Server, account: Account
) -> None:
    server.add_fault(faults.Body(b"[]"), path="/api/handsetstatus")
    account.endpoints.status = False
    fetched = await StatusFeed(client).fetch(ALL)
    assert (set(fetched.records), fetched.listed) == (set(ALL), True)
    assert paths(server)[-1] == "handset"


async def test_without_any_list_it_is_a_failure_if_no_handset_is_known(
    client: JinglClient, server: Server, account: Account
) -> None:
    account.endpoints.status_list = account.endpoints.handset_list = False
    feed = StatusFeed(client)
    with pytest.raises(JinglNotFoundError):
        await feed.fetch(["998"])
    paths(server)
    # Nothing shows that the endpoint is missing.
    await feed.fetch_each(["100"])
    assert paths(server) == ["handsetstatus/100"]


async def test_unknown_handsets_do_not_stop_the_use_of_the_status_endpoint(
    client: JinglClient, server: Server, account: Account
) -> None:
    account.endpoints.status_list = False
    feed = StatusFeed(client)
    fetched = await feed.fetch(["998"])
    assert fetched.missing == {"998"}
    paths(server)
    await feed.fetch_each(["100"])
    assert paths(server) == ["handsetstatus/100"]


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, JinglAuthenticationError), (429, JinglRateLimitError), (502, JinglServerError)],
)
async def test_an_account_failure_is_not_taken_for_a_missing_endpoint(
    client: JinglClient, server: Server, status: int, error: type[JinglError]
) -> None:
    server.add_fault(faults.StatusCode(status))
    with pytest.raises(error):
        await StatusFeed(client).fetch(ALL)
    assert paths(server) == ["handsetstatus"]


async def test_an_account_without_handsets_has_no_status(
    client: JinglClient, server: Server, account: Account
) -> None:
    account.handsets.clear()
    assert not (await StatusFeed(client).fetch([])).records
    assert paths(server) == ["handsetstatus"]
