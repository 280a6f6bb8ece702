"""Who may be dialled, by whom."""

from dataclasses import asdict, replace
from itertools import product
import json
from typing import Final

from hypothesis import given, strategies as st
import pytest

from custom_components.jingl.dial_policy import (
    ORDINARY_KINDS,
    VOICE_KINDS,
    DialPolicy,
    Origin,
    Refusal,
    as_listed,
)
from custom_components.jingl.phone_number import NumberKind, PhoneNumber, understand

from . import attempts

HANDSETS: Final = {"100", "101", "112"}


def number(text: str, region: str = "AU") -> PhoneNumber:
    """Return what a text means in an office with the handsets above."""
    return understand(text, region=region, handsets=HANDSETS)


# One of each kind.
KINDS: Final = {
    NumberKind.HANDSET: number("101"),
    NumberKind.CONTACT: replace(number("0409 123 456"), kind=NumberKind.CONTACT),
    NumberKind.NATIONAL: number("(03) 9123 4567"),
    NumberKind.MOBILE: number("0412 345 678"),
    NumberKind.FREEPHONE: number("13 12 13"),
    NumberKind.INTERNATIONAL: number("+44 20 7946 0958"),
    NumberKind.PREMIUM: number("1900 123 456"),
    NumberKind.EMERGENCY: number("000"),
    NumberKind.SHORT_CODE: number("*98"),
}

STRICTEST: Final = DialPolicy(actions=(), voice=())
LAXEST: Final = DialPolicy(
    actions=tuple(NumberKind), voice=tuple(NumberKind), supervise_others=True, allowed=("+1*", "0*")
)

NUMBERS: Final = (
    *KINDS.values(),
    *map(number, ("112", "0112", "1234", "9000", "1000", "+1 900 555 1234", "+881 6 1234 5678")),
    *map(number, ("1223", "01223", "91223", "*1223", "0101")),
)
ENTRIES: Final = (
    *("0", "1", "04", "10", "101", "112", "000", "1900", "1223", "12*"),
    *("0*", "1*", "**", "04*", "10*", "1900*", "+44*", "+61*", "+1*", "0011*"),
    *(each.dialled for each in NUMBERS),
)

any_number = st.sampled_from(NUMBERS)
any_kinds = st.sets(st.sampled_from(NumberKind))
any_list = st.lists(st.sampled_from(ENTRIES), max_size=3)
any_policy = st.builds(
    DialPolicy,
    actions=any_kinds,
    voice=any_kinds,
    allowed=any_list,
    denied=any_list,
    supervise_others=st.booleans(),
)
any_origin = st.sampled_from(Origin)


# --- What holds where nothing was changed


def test_there_is_an_example_of_every_kind() -> None:
    assert {kind: each.kind for kind, each in KINDS.items()} == {each: each for each in NumberKind}


@pytest.mark.parametrize(
    ("kind", "action", "voice"),
    [
        (NumberKind.HANDSET, None, None),
        (NumberKind.CONTACT, None, None),
        (NumberKind.NATIONAL, None, Refusal.KIND),
        (NumberKind.MOBILE, None, Refusal.KIND),
        (NumberKind.FREEPHONE, None, Refusal.KIND),
        (NumberKind.INTERNATIONAL, None, Refusal.KIND),
        (NumberKind.SHORT_CODE, None, Refusal.KIND),
        (NumberKind.PREMIUM, Refusal.KIND, Refusal.KIND),
        (NumberKind.EMERGENCY, Refusal.EMERGENCY, Refusal.EMERGENCY),
    ],
)
def test_by_default_only_what_costs_extra_is_off_and_voice_calls_people_one_knows(
    kind: NumberKind, action: Refusal | None, voice: Refusal | None
) -> None:
    policy = DialPolicy()
    assert policy.check(KINDS[kind], Origin.ACTION, supervises=False) == action
    assert policy.check(KINDS[kind], Origin.VOICE, supervises=False) == voice


@pytest.mark.parametrize("kind", NumberKind)
def test_by_default_only_handsets_supervise_and_never_by_voice(kind: NumberKind) -> None:
    policy = DialPolicy()
    expected = None if kind is NumberKind.HANDSET else Refusal.SUPERVISION
    assert policy.check(KINDS[kind], Origin.ACTION, supervises=True) == expected
    by_voice = policy.check(KINDS[kind], Origin.VOICE, supervises=True)
    assert by_voice is Refusal.SUPERVISION_BY_VOICE


def test_by_default_ten_calls_in_five_minutes_are_enough() -> None:
    policy = DialPolicy()
    assert (policy.calls, policy.minutes) == (10, 5)


@pytest.mark.parametrize("text", [*attempts.EMERGENCY, *attempts.PREMIUM])
def test_no_trick_gets_past_the_default_policy(text: str) -> None:
    for origin in Origin:
        found = understand(text, region="AU")
        assert DialPolicy().check(found, origin, supervises=False) in {
            Refusal.EMERGENCY,
            Refusal.KIND,
        }


@given(dialled=any_number, origin=any_origin, supervises=st.booleans())
def test_the_strictest_policy_lets_nobody_call_anybody(
    dialled: PhoneNumber, origin: Origin, supervises: bool
) -> None:
    assert STRICTEST.check(dialled, origin, supervises=supervises) is not None


# --- What the options change


def test_options_that_say_nothing_have_the_default_policy() -> None:
    assert DialPolicy.of({}) == DialPolicy()
    assert DialPolicy.of({"dialling": {}, "voice": {}}) == DialPolicy()


def test_options_say_what_differs() -> None:
    options = {"handsets": ["100"], "dialling": {"voice": [NumberKind.MOBILE], "calls": 3}}
    assert DialPolicy.of(options) == DialPolicy(voice=[NumberKind.MOBILE], calls=3)


@pytest.mark.parametrize("kind", NumberKind)
def test_each_kind_is_switched_on_by_itself_and_for_each_origin(kind: NumberKind) -> None:
    by_action = DialPolicy(actions=[kind], voice=[])
    by_voice = DialPolicy(actions=[], voice=[kind])
    for other, dialled in KINDS.items():
        permitted = other is kind
        assert (by_action.check(dialled, Origin.ACTION, supervises=False) is None) == permitted
        assert (by_voice.check(dialled, Origin.VOICE, supervises=False) is None) == permitted
        assert by_action.check(dialled, Origin.VOICE, supervises=False) is not None
        assert by_voice.check(dialled, Origin.ACTION, supervises=False) is not None


def test_others_supervise_only_if_that_is_switched_on_and_they_may_be_dialled() -> None:
    policy = DialPolicy(supervise_others=True)
    for kind, dialled in KINDS.items():
        permitted = kind in ORDINARY_KINDS
        assert (policy.check(dialled, Origin.ACTION, supervises=True) is None) == permitted


def test_a_handset_that_may_not_be_dialled_does_not_supervise_either() -> None:
    policy = DialPolicy(actions=[NumberKind.MOBILE])
    refusal = policy.check(KINDS[NumberKind.HANDSET], Origin.ACTION, supervises=True)
    assert refusal is Refusal.KIND


@given(policy=any_policy, dialled=any_number, origin=any_origin, supervises=st.booleans())
def test_a_policy_that_was_stored_is_the_same_policy(
    policy: DialPolicy, dialled: PhoneNumber, origin: Origin, supervises: bool
) -> None:
    kept = {
        key: list(value) if isinstance(value, set) else value
        for key, value in asdict(policy).items()
    }
    stored = DialPolicy(**json.loads(json.dumps(kept)))
    assert stored.check(dialled, origin, supervises=supervises) == policy.check(
        dialled, origin, supervises=supervises
    )


# --- Lists

# Ways of writing one number, the first as an Australian does.
WAYS: Final = (
    ("0409 123 456", "+61 409 123 456", "61409123456", "0011 61 409 123 456", "409123456"),
    ("(03) 9123 4567", "+61 (0)3 9123 4567", "0391234567", "03/9123.4567"),
    ("13 12 13", "+61 13 12 13", "0 131213", "131-213"),
    ("1900 123 456", "+61 1900 123 456", "0 1900 123 456", "0011 61 1900 123 456"),
    ("0011 44 20 7946 0958", "+44 (0)20 7946 0958", "0018 44 20 7946 0958", "+442079460958"),
    ("0011 881 6 1234 5678", "+881 6 1234 5678", "1411 0011 881 6 1234 5678"),
    ("*98", "* 98", "(*)98"),
    ("101", "1 0 1", "101."),
)


@pytest.mark.parametrize("ways", WAYS, ids=lambda ways: ways[0])
def test_a_number_is_denied_and_allowed_however_it_and_its_entry_are_written(
    ways: tuple[str, ...],
) -> None:
    for entry, text in product(ways, repeat=2):
        listed = [as_listed(entry, "AU")]
        denied = replace(LAXEST, denied=listed)
        assert denied.check(number(text), Origin.ACTION, supervises=False) is Refusal.DENIED
        allowed = replace(STRICTEST, allowed=listed)
        assert allowed.check(number(text), Origin.VOICE, supervises=False) is None


@pytest.mark.parametrize(
    ("entry", "matching", "others"),
    [
        ("04*", ["0409 123 456", "+61 409 123 456"], ["03 9123 4567", "+44 20 7946 0958"]),
        ("+61 4*", ["0409 123 456"], ["03 9123 4567", "+44 20 7946 0958"]),
        ("+61*", ["0409 123 456", "13 12 13", "1900 123 456"], ["+44 20 7946 0958", "*98"]),
        ("+44*", ["0011 44 20 7946 0958"], ["0409 123 456", "+49 30 123456"]),
        ("0011 44*", ["+44 20 7946 0958"], ["+49 30 123456"]),
        ("0011*", ["+44 20 7946 0958", "+881 6 1234 5678"], ["0409 123 456"]),
        ("0*", ["0409 123 456", "+44 20 7946 0958"], ["13 12 13", "101"]),
        ("1900*", ["1900 123 456", "+61 1900 123456"], ["1902 123 456", "1300 654 321"]),
        ("*9*", ["*98", "*97#"], ["98", "*21#"]),
        ("**", ["*98", "*21#"], ["98", "0409 123 456"]),
        # The beginning of other numbers, but not of handsets'.
        ("10*", ["1000"], ["101", "100"]),
        ("1*", ["1000", "13 12 13"], ["101", "+1 212 555 0123"]),
        ("0409 123 456*", ["0409 123 456"], ["0409 123 457"]),
    ],
)
def test_a_beginning_stands_for_all_numbers_that_begin_so(
    entry: str, matching: list[str], others: list[str]
) -> None:
    policy = replace(LAXEST, denied=[as_listed(entry, "AU")])
    for text in matching:
        assert policy.check(number(text), Origin.ACTION, supervises=False) is Refusal.DENIED
    for text in others:
        assert policy.check(number(text), Origin.ACTION, supervises=False) is None


def test_an_entry_of_another_country_is_one_number_too() -> None:
    for text in ("0409 123 456", "+61 409 123 456", "131213", "101"):
        denied = replace(LAXEST, denied=[as_listed(text, "DE")])
        for other in ("0409 123 456", "+61 409 123 456", "131213", "101"):
            refusal = denied.check(number(other, "DE"), Origin.ACTION, supervises=False)
            assert refusal is (Refusal.DENIED if other == text else None)


@pytest.mark.parametrize(
    ("entry", "matching", "others"),
    [
        ("101", ["101"], ["1011", "100"]),
        ("10", ["10"], ["101", "1000"]),
        ("1900", ["1900"], ["1900 123 456"]),
        ("04", ["04"], ["0409 123 456"]),
        ("0409 123 456", ["0409 123 456"], ["0409 123 457"]),
        ("*9", ["*9"], ["*98"]),
        # Not all that begins with *21.
        ("*21#", ["*21#"], ["*21", "*211"]),
    ],
)
def test_an_entry_without_a_star_behind_it_is_one_number(
    entry: str, matching: list[str], others: list[str]
) -> None:
    listed = [as_listed(entry, "AU")]
    denied, allowed = replace(LAXEST, denied=listed), replace(STRICTEST, allowed=listed)
    for text in matching:
        assert denied.check(number(text), Origin.ACTION, supervises=False) is Refusal.DENIED
        assert allowed.check(number(text), Origin.ACTION, supervises=False) is None
    for text in others:
        assert denied.check(number(text), Origin.ACTION, supervises=False) is None
        assert allowed.check(number(text), Origin.ACTION, supervises=False) is Refusal.KIND


@pytest.mark.parametrize(
    ("entry", "detours"),
    [
        ("1223", ["1223", "0 1223", "9 1223", "*1223", "#1223", "*1223#"]),
        ("12*", ["1223", "0 1223", "9 1223", "*1223"]),
        ("200", ["200", "0200", "9200", "**200", "*0200"]),
        ("112", ["0112", "9 112", "*112", "112#"]),
        ("*98", ["*98"]),
    ],
)
def test_a_denied_number_is_denied_behind_an_outside_lines_digit_or_a_star(
    entry: str, detours: list[str]
) -> None:
    listed = [as_listed(entry, "AU")]
    denied = replace(LAXEST, denied=listed)
    for text in detours:
        assert denied.check(number(text), Origin.ACTION, supervises=False) is Refusal.DENIED, text


@pytest.mark.parametrize(
    ("entry", "text"),
    [("1223", "0 1223"), ("1223", "*1223"), ("200", "9200"), ("12*", "9 1223")],
)
def test_an_allowed_number_is_not_allowed_behind_anything_else(entry: str, text: str) -> None:
    allowed = replace(STRICTEST, allowed=[as_listed(entry, "AU")])
    assert allowed.check(number(text), Origin.ACTION, supervises=False) is Refusal.KIND


def test_only_a_short_number_is_looked_at_without_what_stands_before_it() -> None:
    # As no form would keep them.
    denied = replace(LAXEST, denied=["409123456", "391234567", "011442079460958", "4*", "3*"])
    for text in ("0409 123 456", "(03) 9123 4567", "+44 20 7946 0958"):
        assert denied.check(number(text), Origin.ACTION, supervises=False) is None


def test_a_handset_is_denied_by_its_own_number_only() -> None:
    handset = understand("0101", region="AU", handsets={"0101"})
    denied = replace(LAXEST, denied=["101", "1*", "0*"])
    assert denied.check(handset, Origin.ACTION, supervises=False) is None
    denied = replace(LAXEST, denied=["0101"])
    assert denied.check(handset, Origin.ACTION, supervises=False) is Refusal.DENIED


@pytest.mark.parametrize(
    ("text", "region", "listed"),
    [
        ("0409 123 456", "AU", "0409123456"),
        ("+61 409 123 456", "AU", "0409123456"),
        ("030 123456", "DE", "+4930123456"),
        ("0409 123 456", "DE", "+49409123456"),
        ("+61 409 123 456", "DE", "+61409123456"),
        ("131213", "DE", "+61131213"),
        ("*98", "AU", "*98"),
        ("101", "AU", "101"),
        ("4000", "NU", "4000"),
        # Which denies a handset of this number, too.
        ("112", "AU", "112"),
        # What numbers begin with, as they are dialled in Australia wherever one is.
        ("04*", "AU", "04*"),
        ("04*", "DE", "04*"),
        (" (03) * ", "AU", "03*"),
        ("19 00*", "AU", "1900*"),
        ("+44 *", "AU", "+44*"),
        ("0011 44*", "AU", "+44*"),
        ("0011*", "AU", "0011*"),
        ("0*", "AU", "0*"),
        ("0409 123 456*", "AU", "0409123456*"),
        ("*9*", "AU", "*9*"),
        ("*21*", "AU", "*21*"),
        ("**", "AU", "**"),
        ("\uff10\uff14*", "AU", "04*"),
    ],
)
def test_an_entry_is_kept_as_it_is_dialled(text: str, region: str, listed: str) -> None:
    assert as_listed(text, region) == listed
    assert as_listed(listed, region) == listed, "it changes when the form is sent again"


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "*", "#", "+", "+*", "mum", "mum*", "0409,1", "0409,1*", "1900x", "101#"),
        *("04**", "0*4", "0*4*", "*21#*"),
        # Half a number.
        *("+44", "0011", "001144", "(03) 9123 4", "0409 123 45"),
        # No number begins like this, as it is dialled.
        *("2*", "9*", "61*", "610*", "409*", "000*", "00*", "0044*", "0011 0*", "+0*"),
        *("+61 (0)4*", "+61 0*", "0011 61 04*"),
    ],
)
def test_what_would_never_match_is_no_entry(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        as_listed(text, "AU")


# --- Whatever the policy


@given(policy=any_policy, dialled=any_number, origin=any_origin, supervises=st.booleans())
def test_a_denied_number_is_never_permitted(
    policy: DialPolicy, dialled: PhoneNumber, origin: Origin, supervises: bool
) -> None:
    policy = replace(policy, denied=[*policy.denied, dialled.dialled])
    assert policy.check(dialled, origin, supervises=supervises) is (
        Refusal.SUPERVISION_BY_VOICE if supervises and origin is Origin.VOICE else Refusal.DENIED
    )


@given(policy=any_policy, dialled=any_number, origin=any_origin, supervises=st.booleans())
def test_what_is_permitted_matches_no_entry_of_the_deny_list(
    policy: DialPolicy, dialled: PhoneNumber, origin: Origin, supervises: bool
) -> None:
    if policy.check(dialled, origin, supervises=supervises) is not None:
        return
    assert dialled.dialled not in policy.denied
    if dialled.kind is not NumberKind.HANDSET:
        beginnings = tuple(entry[:-1] for entry in policy.denied if entry.endswith("*"))
        for written in filter(None, (dialled.dialled, dialled.international)):
            assert not written.startswith(beginnings)


@given(
    policy=any_policy,
    more=any_list,
    dialled=any_number,
    origin=any_origin,
    supervises=st.booleans(),
)
def test_denying_more_permits_nothing_and_allowing_more_refuses_nothing(
    policy: DialPolicy, more: list[str], dialled: PhoneNumber, origin: Origin, supervises: bool
) -> None:
    def is_permitted(policy: DialPolicy) -> bool:
        return policy.check(dialled, origin, supervises=supervises) is None

    permitted = is_permitted(policy)
    assert is_permitted(replace(policy, denied=[*policy.denied, *more])) <= permitted
    for laxer in (
        replace(policy, allowed=[*policy.allowed, *more]),
        replace(policy, actions=tuple(NumberKind), voice=tuple(NumberKind)),
        replace(policy, supervise_others=True),
    ):
        assert is_permitted(laxer) >= permitted


@given(policy=any_policy, dialled=any_number, origin=any_origin, supervises=st.booleans())
def test_no_list_switches_on_emergency_numbers(
    policy: DialPolicy, dialled: PhoneNumber, origin: Origin, supervises: bool
) -> None:
    emergency = replace(dialled, kind=NumberKind.EMERGENCY)
    off = {NumberKind.EMERGENCY}
    policy = replace(
        policy,
        actions=set(policy.actions) - off,
        voice=set(policy.voice) - off,
        allowed=[*ENTRIES, dialled.dialled],
    )
    assert policy.check(emergency, origin, supervises=supervises) is not None


@given(policy=any_policy, dialled=any_number)
def test_nobody_supervises_by_voice(policy: DialPolicy, dialled: PhoneNumber) -> None:
    refusal = policy.check(dialled, Origin.VOICE, supervises=True)
    assert refusal is Refusal.SUPERVISION_BY_VOICE


@given(policy=any_policy, dialled=any_number)
def test_whoever_supervises_might_be_called_too(policy: DialPolicy, dialled: PhoneNumber) -> None:
    if policy.check(dialled, Origin.ACTION, supervises=True) is None:
        assert policy.check(dialled, Origin.ACTION, supervises=False) is None
        assert policy.supervise_others or dialled.kind is NumberKind.HANDSET


def test_voice_may_do_no_more_than_actions_by_default() -> None:
    assert set(VOICE_KINDS) <= set(ORDINARY_KINDS)
