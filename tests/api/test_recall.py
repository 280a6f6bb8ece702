"""What is not parsed again, and what is not kept."""

import asyncio
from collections.abc import Callable, Iterator
import gc
import json

import pytest

from custom_components.jingl.api import (
    Handset,
    HandsetStatus,
    JinglClient,
    JinglNotFoundError,
    JinglServerError,
    JinglUnexpectedResponseError,
    recall as recall_module,
)
from custom_components.jingl.api.recall import Recall
from custom_components.jingl.api.responses import Body
from simulator import faults
from simulator.server import Server
from simulator.state import Account

from .conftest import HANDSET_ANSWER, SIP_PASSWORD


def body(value: object) -> Body:
    """Return an answer's body."""
    return Body(json.dumps(value).encode())


class Counting:
    """Statuses, and how many were parsed."""

    def __init__(self) -> None:
        self.parsed: list[str] = []
        self.recall = Recall(self._parse, HandsetStatus.is_same)

    def _parse(self, record: object) -> HandsetStatus:
        status = HandsetStatus.from_json(record)
        self.parsed.append(status.extension)
        return status

    async def read(self, *records: object) -> list[HandsetStatus]:
        """Read a list of one page."""
        page = await self.recall.page("", body(records), "GET x")
        return [*self.recall.whole({"": page}, page.records).values()]


@pytest.fixture
def counting() -> Counting:
    return Counting()


def idle(extension: str, **fields: object) -> dict[str, object]:
    """Return the record of an idle handset."""
    return {"extensionnumber": extension, "state": "Idle", **fields}


# Unchanged


@pytest.mark.parametrize("handsets", [1, 100])
async def test_an_unchanged_list_is_the_same_object(
    client: JinglClient, account: Account, handsets: int
) -> None:
    account.handsets.clear()
    for number in range(handsets):
        account.add_handset(str(100 + number))
    for read in (client.list_handsets, client.list_handset_statuses):
        assert await read() is await read()


async def test_an_unchanged_handset_is_the_same_object(client: JinglClient) -> None:
    assert await client.get_handset("100") is await client.get_handset("100")
    assert await client.get_handset_status("100") is await client.get_handset_status("100")


async def test_only_what_changed_is_a_new_object(client: JinglClient, account: Account) -> None:
    handsets, statuses = await client.list_handsets(), await client.list_handset_statuses()
    account.incoming_call("0491570156", "101")
    account.handsets["102"].name = "Store"
    others = await client.list_handset_statuses()
    assert [a is b for a, b in zip(statuses, others, strict=True)] == [True, False, True]
    renamed = await client.list_handsets()
    assert [a is b for a, b in zip(handsets, renamed, strict=True)] == [True, True, False]


async def test_what_did_not_change_is_not_parsed_again(counting: Counting) -> None:
    await counting.read(idle("100"), idle("101"), idle("102"))
    await counting.read(idle("100"), idle("101"), idle("102"))
    assert counting.parsed == ["100", "101", "102"]
    await counting.read(idle("102"), idle("101", app="VoiceMail"), idle("100"))
    assert counting.parsed[3:] == ["101"]
    for _ in range(2):
        counting.recall.single("103", body(idle("103")), "GET x")
    assert counting.parsed[4:] == ["103"]


async def test_a_handset_is_the_same_if_only_unused_fields_changed() -> None:
    recall = Recall(Handset.from_json)
    record = {"extensionnumber": "100", "name": "Desk"}

    async def read(seen: str) -> Handset:
        page = await recall.page("", body([{**record, "seen": seen}]), "GET x")
        return recall.whole({"": page}, page.records)["100"]

    def read_single(seen: str) -> Handset:
        return recall.single("100", body({**record, "seen": seen}), "GET x")

    assert await read("9:00") is await read("9:01")
    assert read_single("9:00") is read_single("9:01")


async def test_the_same_bytes_in_another_charset_are_parsed_again() -> None:
    recall = Recall(Handset.from_json)
    answer = b'{"extensionnumber": "100", "name": "\xa4"}'
    names = [
        recall.single("100", Body(answer, charset), "GET x").name
        for charset in ("iso-8859-1", "iso-8859-15", "iso-8859-1")
    ]
    assert names == ["¤", "€", "¤"]
    for charset, name in (("iso-8859-1", "¤"), ("iso-8859-15", "€")):
        page = await recall.page("", Body(b"[" + answer + b"]", charset), "GET x")
        assert [handset.name for handset in recall.whole({"": page}, page.records).values()] == [
            name
        ]


async def test_a_continuing_call_is_an_equal_but_new_status(
    counting: Counting,
) -> None:
    (before,) = await counting.read(idle("100", state="OnCall", calldurationseconds=7))
    (after,) = await counting.read(idle("100", state="OnCall", calldurationseconds=9))
    assert before == after
    assert (before.duration_seconds, after.duration_seconds) == (7, 9)


async def test_a_status_that_returns_is_reported_again(counting: Counting) -> None:
    (before,) = await counting.read(idle("100"))
    (ringing,) = await counting.read(idle("100", state="Ringing"))
    (after,) = await counting.read(idle("100"))
    assert before == after != ringing


# Lists


async def test_a_lists_length_includes_unusable_records(counting: Counting) -> None:
    records = [{"extensionnumber": "1"}, {}, 3, {"extensionnumber": "2"}]
    page = await counting.recall.page("", body(records), "GET handset")
    assert ([*page.records], page.length) == (["1", "2"], 4)


async def test_a_list_without_usable_records_is_refused(counting: Counting) -> None:
    with pytest.raises(
        JinglUnexpectedResponseError, match=r"^GET handset: missing extensionnumber$"
    ):
        await counting.recall.page("", body([3, {"password": "x"}]), "GET handset")


async def test_a_record_nested_too_deeply_does_not_spoil_the_list(
    counting: Counting,
) -> None:
    deep: list[object] = []
    for _ in range(300):
        deep = [deep]
    (status,) = await counting.read(idle("100", state=deep), idle("101"))
    assert status.extension == "101"


@pytest.mark.usefixtures("shortest_turns")
async def test_parsing_a_long_list_yields_to_the_loop(counting: Counting) -> None:
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    others = asyncio.create_task(count())
    await counting.read(*(idle(str(number)) for number in range(1000)))
    others.cancel()
    assert turns >= 1000


async def test_a_full_page_is_checked_for_a_next_page_once_a_minute(
    client: JinglClient, server: Server, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(recall_module, "monotonic", lambda: now)
    account.handsets.clear()
    for number in range(100, 200):
        account.add_handset(str(number))
    await client.list_handset_statuses()
    server.clear_requests()
    account.add_handset("200")
    account.incoming_call("0491570156", "100")
    assert len(await client.list_handset_statuses()) == 101, "the page is no full one by now"
    account.remove_handset("200")
    assert len(await client.list_handset_statuses()) == 100
    assert len(server.requests) == 2
    now += 60
    await client.list_handset_statuses()
    assert len(server.requests) == 4


# Not kept


def reachable_texts(thing: object) -> Iterator[str]:
    """Yield every str and bytes reachable from an object, at any depth."""
    seen: set[int] = set()
    waiting = [thing]
    while waiting:
        each = waiting.pop()
        if id(each) in seen or isinstance(each, type | Callable):
            continue  # all of Python is reachable from functions and classes
        seen.add(id(each))
        if isinstance(each, str | bytes | bytearray):
            yield each if isinstance(each, str) else each.decode(errors="replace")
        waiting += gc.get_referents(each)


def kept(client: JinglClient) -> list[str]:
    """Return the texts that a client keeps from its answers."""
    return [*reachable_texts([client._handsets, client._statuses])]


async def test_no_sip_password_is_kept(client: JinglClient, account: Account) -> None:
    for _ in range(2):
        await client.list_handsets()
        await client.get_handset("100")
        account.handsets["100"].notes += "!"
    texts = kept(client)
    assert "Reception" in texts
    assert not [text for text in texts if SIP_PASSWORD in text]


async def test_a_handset_gone_from_the_list_is_forgotten(
    client: JinglClient, account: Account
) -> None:
    await client.list_handsets()
    assert "Reception" in kept(client)
    account.remove_handset("100")
    await client.list_handsets()
    assert "Sales" in kept(client)
    assert "Reception" not in kept(client)


async def test_a_handset_gone_from_its_own_endpoint_is_forgotten(
    client: JinglClient, account: Account
) -> None:
    await client.get_handset("100")
    assert "Reception" in kept(client)
    account.remove_handset("100")
    with pytest.raises(JinglNotFoundError):
        await client.get_handset("100")
    assert "Reception" not in kept(client)


@pytest.mark.parametrize("asked", ["100", "0100"])
async def test_a_handset_in_the_list_is_not_kept_twice(
    client: JinglClient, server: Server, asked: str
) -> None:
    server.add_fault(faults.Body(HANDSET_ANSWER), times=1)
    await client.get_handset(asked)
    await client.list_handsets()
    assert client._handsets._singles == {}


async def test_a_list_that_fails_midway_is_not_used(
    client: JinglClient, server: Server, account: Account
) -> None:
    before = await client.list_handset_statuses()
    account.handsets.clear()
    for number in range(100, 1150):
        account.add_handset(str(number))
    server.add_fault(faults.StatusCode(502), skip=1)
    with pytest.raises(JinglServerError):
        await client.list_handset_statuses()
    server.clear_faults()
    after = await client.list_handset_statuses()
    assert len(after) == 1050
    assert after is not before
