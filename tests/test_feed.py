"""Fetching the records of all handsets."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection
import ssl

import aiohttp
import pytest

from custom_components.jingl import feed as feed_module
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
from custom_components.jingl.feed import Feed, StatusFeed
from custom_components.jingl.polling import PROBE_INTERVAL
from simulator import faults
from simulator.server import Server
from simulator.state import Account
from simulator.tls import Authority

ALL = ["100", "101", "102"]
RATE_LIMIT = JinglRateLimitError("slow down", retry_after=7)


class Clock:
    """Seconds that pass only when a test says so."""

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
            username="john",
            domain="mycompany",
            password="mypassword",
            host=server.address,
        )


class Source:
    """The two endpoints that a feed knows: a list, and single handsets that may fail."""

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

    async def list_all(self) -> list[HandsetStatus]:
        """Answer the list."""
        self.asked.append("list")
        if isinstance(self.listed, JinglError):
            raise self.listed
        return [_status(extension) for extension in self.listed]

    async def get_one(self, extension: str) -> HandsetStatus:
        """Answer for one handset, a few turns of the loop later."""
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
    """Let only these handsets fail."""
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


async def test_what_a_short_list_lacks_is_asked_for_singly() -> None:
    source = Source(["100"])
    fetched = await source.feed().fetch(ALL)
    assert set(fetched.records) == set(ALL)
    assert fetched.listed
    assert source.asked == ["list", "101", "102"]


async def test_only_a_404_makes_a_handset_missing() -> None:
    errors = {"101": JinglNotFoundError(), "102": JinglServerError()}
    fetched = await Source(["100"], errors.get).feed().fetch(ALL)
    assert (set(fetched.records), fetched.missing, fetched.listed) == ({"100"}, {"101"}, True)


@pytest.mark.parametrize(
    "error", [JinglServerError(), JinglConnectionError(), JinglUnexpectedResponseError()], ids=type
)
async def test_a_list_is_worth_something_though_what_it_lacks_cannot_be_had(
    error: JinglError,
) -> None:
    fetched = await Source(["100", "101"], lambda _: error).feed().fetch(ALL)
    assert (set(fetched.records), fetched.missing) == ({"100", "101"}, set())


async def test_an_empty_list_and_singles_that_fail_are_a_failure() -> None:
    with pytest.raises(JinglServerError):
        await Source([], lambda _: JinglServerError()).feed().fetch(ALL)


async def test_an_empty_list_and_singles_that_are_not_found_are_an_answer() -> None:
    fetched = await Source([], lambda _: JinglNotFoundError()).feed().fetch(ALL)
    assert (fetched.records, fetched.missing, fetched.listed) == ({}, set(ALL), True)


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
async def test_a_list_that_fails_is_not_replaced_by_many_requests(error: JinglError) -> None:
    source = Source(error)
    feed = source.feed()
    for _ in range(2):
        with pytest.raises(type(error)):
            await feed.fetch(ALL)
    assert source.asked == ["list", "list"]


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


@pytest.mark.parametrize(
    "error",
    [JinglServerError(), JinglConnectionError(), JinglUnexpectedResponseError()],
    ids=type,
)
async def test_one_handsets_failure_is_its_own(error: JinglError) -> None:
    fetched = await Source(singles=failing("101", error=error)).feed().fetch_each(ALL)
    assert (set(fetched.records), fetched.missing) == ({"100", "102"}, set())


@pytest.mark.parametrize(
    "error",
    [JinglServerError(), JinglConnectionError(), JinglUnexpectedResponseError()],
    ids=type,
)
async def test_everybodys_failure_is_the_accounts(error: JinglError) -> None:
    with pytest.raises(type(error)) as caught:
        await Source(singles=lambda _: error).feed().fetch_each(ALL)
    assert caught.value is error


async def test_a_failure_says_more_than_that_others_are_not_found() -> None:
    errors = {"100": JinglNotFoundError(), "101": JinglServerError(), "102": JinglNotFoundError()}
    with pytest.raises(JinglServerError):
        await Source(singles=errors.get).feed().fetch_each(ALL)


async def test_handsets_that_are_all_unknown_are_no_failure() -> None:
    fetched = await Source(singles=lambda _: JinglNotFoundError()).feed().fetch_each(ALL)
    assert (fetched.records, fetched.missing, fetched.listed) == ({}, set(ALL), False)


async def test_nobody_is_asked_for_no_handsets() -> None:
    source = Source(JinglListUnsupportedError())
    assert not (await source.feed().fetch([])).records
    assert source.asked == ["list"]


@pytest.mark.parametrize("error", [JinglAuthenticationError(), RATE_LIMIT], ids=type)
async def test_a_refusal_of_the_account_ends_it_at_once(error: JinglError) -> None:
    many = [str(number) for number in range(100, 200)]
    source = Source(singles=failing("100", error=error))
    with pytest.raises(type(error)) as caught:
        await source.feed().fetch_each(many)
    assert caught.value is error
    # Those that were under way when the answer came, and who took its place.
    assert len(source.asked) <= 9
    assert source.running == 0


async def test_never_more_than_eight_requests_run_at_once() -> None:
    many = [str(number) for number in range(100, 200)]
    source = Source()
    assert set((await source.feed().fetch_each(many)).records) == set(many)
    assert source.most_running == 8
    assert len(source.asked) == 100


@pytest.mark.parametrize("error", [JinglConnectionError(), JinglTlsError()], ids=type)
async def test_a_server_that_answers_nobody_is_not_asked_for_everybody(error: JinglError) -> None:
    many = [str(number) for number in range(100, 200)]
    source = Source(singles=lambda _: error)
    with pytest.raises(type(error)):
        await source.feed().fetch_each(many)
    assert len(source.asked) < 20


@pytest.mark.parametrize(
    "answers", [None, JinglServerError(), JinglNotFoundError()], ids=["record", "500", "404"]
)
async def test_a_server_that_answers_anybody_is_asked_for_everybody(
    answers: JinglError | None,
) -> None:
    many = [str(number) for number in range(100, 140)]
    source = Source(
        singles=lambda extension: answers if extension == "100" else JinglConnectionError()
    )
    await asyncio.gather(source.feed().fetch_each(many), return_exceptions=True)
    assert len(source.asked) == 40


async def test_a_cancelled_fetch_leaves_nothing_running() -> None:
    source = Source()
    task = asyncio.create_task(source.feed().fetch_each(ALL))
    while not source.running:  # noqa: ASYNC110 - the loop's turns are all that passes
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert source.running == 0


# Over HTTPS


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


async def test_a_handset_whose_answer_hangs_does_not_keep_the_others(
    client: JinglClient, server: Server, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "custom_components.jingl.api.client._READ_TIMEOUT", aiohttp.ClientTimeout(sock_read=0.3)
    )
    account.endpoints.handset_list = False
    server.add_fault(faults.Hang(), path="/api/handset/101")
    fetched = await Feed(client.list_handsets, client.get_handset).fetch(ALL)
    assert (set(fetched.records), fetched.missing) == ({"100", "102"}, set())


# What handsets are doing


def paths(server: Server) -> list[str]:
    """Return what was asked for since the last time, and forget it."""
    asked = [request.path.removeprefix("/api/") for request in server.requests]
    server.clear_requests()
    return asked


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
    # For a while it is not asked for again,
    clock.now += PROBE_INTERVAL - 1
    assert feed.lists
    await feed.fetch(ALL)
    assert paths(server) == ["handset"]
    await feed.fetch_each(["100"])
    assert paths(server) == ["handset/100"]
    # then it is, and again,
    clock.now += 1
    await feed.fetch(ALL)
    singles = [f"handsetstatus/{extension}" for extension in ALL]
    assert sorted(paths(server)) == ["handset", "handsetstatus", *singles]
    # until it is there.
    clock.now += PROBE_INTERVAL
    account.endpoints.status_list = account.endpoints.status = True
    await feed.fetch(ALL)
    assert paths(server) == ["handsetstatus"]


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


async def test_a_web_page_in_place_of_the_status_is_as_good_as_nothing(
    client: JinglClient, server: Server
) -> None:
    server.add_fault(faults.Html(), path="/api/handsetstatus.*")
    assert set((await StatusFeed(client).fetch(ALL)).records) == set(ALL)


async def test_handsets_that_nobody_knows_do_not_end_the_status_endpoints_use(
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
async def test_a_failure_of_the_account_does_not_look_like_a_missing_endpoint(
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
