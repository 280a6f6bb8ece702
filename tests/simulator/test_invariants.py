"""Whatever happens, in any order, calls stay consistent."""

from collections.abc import Callable
from contextlib import suppress

from hypothesis import given, strategies as st

from simulator.calls import Party, Supervision
from simulator.errors import OperationError
from simulator.state import Account, Cloud, State, SupervisionMode

from .conftest import Clock

type Operation = Callable[[Account], object]

EXTENSIONS = ("100", "101", "102", "103")
extensions = st.sampled_from(EXTENSIONS)
numbers = st.sampled_from((*EXTENSIONS, "0409123456", "*97", ""))


def operation(name: str, **arguments: st.SearchStrategy[object]) -> st.SearchStrategy[Operation]:
    """Return an operation on an account, with arguments like these."""
    return st.fixed_dictionaries(arguments).map(
        lambda given: lambda account: getattr(account, name)(**given)
    )


OF_A_HANDSET = (
    *("answer", "remote_answer", "hold", "resume", "hang_up", "remote_hang_up"),
    *("send_to_voicemail", "remove_handset"),
)
operations: st.SearchStrategy[Operation] = st.one_of(
    *(operation(name, extension=extensions) for name in OF_A_HANDSET),
    operation("incoming_call", caller=st.just("0398765432"), to=extensions),
    operation("place_call", extension=extensions, number=numbers),
    operation("transfer", extension=extensions, number=numbers, attended=st.booleans()),
    operation(
        "supervise", extension=extensions, number=numbers, mode=st.sampled_from(SupervisionMode)
    ),
    operation("press_key", extension=extensions, key=st.sampled_from("456")),
    extensions.map(lambda extension: lambda account: account.handset(extension).unregister()),
    extensions.map(
        lambda extension: lambda account: account.handset(extension).register("1.2.3.4:5060")
    ),
)


def check(account: Account) -> None:
    for call in account.calls:
        assert not call.ended
        assert call.caller is not call.callee
        assert call.in_account
        assert all(party.calls.count(call) == 1 for party in call.parties)
        assert all(holder in call.parties for holder in call.holders)
        assert call.duration >= 0
        assert all(supervision.supervised is call for supervision in call.supervisors)
        assert not any(supervision.ended for supervision in call.supervisors)
        if isinstance(call, Supervision):
            assert not call.supervised.ended
    for handset in account.handsets.values():
        check_handset(account, handset)


def check_handset(account: Account, handset: Party) -> None:
    status = account.status(handset.number)
    assert (status.state in {State.IDLE, State.UNAVAILABLE}) == (not handset.calls)
    assert (status.state is State.UNAVAILABLE) == (status.address is None)
    assert bool(status.other_number) == bool(handset.calls)
    for call in handset.calls:
        assert handset in call.parties
        # A call set aside is on hold, or on its way to a transfer's target.
        if call is not handset.active_call:
            assert handset in call.holders or not call.connected
        if not call.connected and call.callee is handset:
            assert handset.calls == [call]


@given(st.lists(operations, max_size=40))
def test_no_sequence_of_operations_breaks_a_call(sequence: list[Operation]) -> None:
    clock = Clock()
    account = Cloud(clock).add_account()
    for extension in EXTENSIONS:
        account.add_handset(extension)
    for operation in sequence:
        clock.now += 1
        before = [account.handset(extension).status() for extension in account.handsets]
        try:
            operation(account)
        except OperationError:
            after = [account.handset(extension).status() for extension in account.handsets]
            assert before == after
        check(account)
    for handset in account.handsets.values():
        while handset.calls:
            with suppress(OperationError):
                account.hang_up(handset.number)
    assert account.calls == []
