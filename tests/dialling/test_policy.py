"""Who may dial which numbers."""

from dataclasses import asdict, dataclass, replace
from itertools import product
import json
from typing import Any, Final

from hypothesis import given, strategies as st
import pytest

from custom_components.jingl.dialling.policy import (
    ORDINARY_KINDS,
    DialPolicy,
    Origin,
    Refusal,
    as_listed,
)
from custom_components.jingl.numbers.phone_number import NumberKind, PhoneNumber, understand
from tests import attempts

HANDSETS: Final = {"100", "101", "112"}


def number(text: str, region: str = "AU") -> PhoneNumber:
    """Return the number that a text means in an office with these handsets."""
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


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A number that somebody wants to call under a policy."""

    policy: DialPolicy
    number: PhoneNumber
    origin: Origin
    supervises: bool

    @property
    def refusal(self) -> Refusal | None:
        """Return the rule that forbids the call."""
        return self.policy.check(self.number, self.origin, supervises=self.supervises)

    def under(self, **policy: Any) -> Wish:
        """Return the same wish under a changed policy."""
        return replace(self, policy=replace(self.policy, **policy))


any_wish = st.builds(
    Wish,
    policy=any_policy,
    number=any_number,
    origin=st.sampled_from(Origin),
    supervises=st.booleans(),
)


def check(
    policy: DialPolicy,
    wanted: PhoneNumber | str,
    origin: Origin = Origin.ACTION,
    *,
    supervises: bool = False,
) -> Refusal | None:
    """Return the rule that forbids a number, given as such or as text."""
    found = number(wanted) if isinstance(wanted, str) else wanted
    return policy.check(found, origin, supervises=supervises)


# --- Defaults


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
def test_by_default_premium_calls_are_off_and_voice_calls_handsets_and_contacts(
    kind: NumberKind, action: Refusal | None, voice: Refusal | None
) -> None:
    policy = DialPolicy()
    assert check(policy, KINDS[kind]) == action
    assert check(policy, KINDS[kind], Origin.VOICE) == voice


@pytest.mark.parametrize("kind", NumberKind)
def test_by_default_only_handsets_supervise_and_never_by_voice(kind: NumberKind) -> None:
    expected = None if kind is NumberKind.HANDSET else Refusal.SUPERVISION
    assert check(DialPolicy(), KINDS[kind], supervises=True) == expected
    by_voice = check(DialPolicy(), KINDS[kind], Origin.VOICE, supervises=True)
    assert by_voice is Refusal.SUPERVISION_BY_VOICE


def test_by_default_ten_calls_in_five_minutes_are_enough() -> None:
    policy = DialPolicy()
    assert (policy.calls, policy.minutes) == (10, 5)


@pytest.mark.parametrize("text", [*attempts.EMERGENCY, *attempts.PREMIUM])
def test_no_trick_gets_past_the_default_policy(text: str) -> None:
    found = understand(text, region="AU")
    for origin in Origin:
        assert check(DialPolicy(), found, origin) in {Refusal.EMERGENCY, Refusal.KIND}


@given(wish=any_wish)
def test_the_strictest_policy_permits_no_calls(wish: Wish) -> None:
    assert replace(wish, policy=STRICTEST).refusal is not None


# --- Options


def test_empty_options_give_the_default_policy() -> None:
    assert DialPolicy.of({}) == DialPolicy()
    assert DialPolicy.of({"dialling": {}, "voice": {}}) == DialPolicy()


def test_options_override_the_defaults() -> None:
    options = {"handsets": ["100"], "dialling": {"voice": [NumberKind.MOBILE], "calls": 3}}
    assert DialPolicy.of(options) == DialPolicy(voice=[NumberKind.MOBILE], calls=3)


@pytest.mark.parametrize("kind", NumberKind)
def test_each_kind_is_switched_on_separately_for_each_origin(kind: NumberKind) -> None:
    by_action = DialPolicy(actions=[kind], voice=[])
    by_voice = DialPolicy(actions=[], voice=[kind])
    for other, dialled in KINDS.items():
        permitted = other is kind
        assert (check(by_action, dialled) is None) == permitted
        assert (check(by_voice, dialled, Origin.VOICE) is None) == permitted
        assert check(by_action, dialled, Origin.VOICE) is not None
        assert check(by_voice, dialled) is not None


def test_others_supervise_only_if_switched_on_and_dialling_them_is_permitted() -> None:
    policy = DialPolicy(supervise_others=True)
    for kind, dialled in KINDS.items():
        permitted = kind in ORDINARY_KINDS
        assert (check(policy, dialled, supervises=True) is None) == permitted


def test_a_handset_that_may_not_be_dialled_does_not_supervise_either() -> None:
    policy = DialPolicy(actions=[NumberKind.MOBILE])
    refusal = check(policy, KINDS[NumberKind.HANDSET], supervises=True)
    assert refusal is Refusal.KIND


@given(wish=any_wish)
def test_a_stored_policy_is_the_same_policy(wish: Wish) -> None:
    kept = {
        key: list(value) if isinstance(value, set) else value
        for key, value in asdict(wish.policy).items()
    }
    stored = DialPolicy(**json.loads(json.dumps(kept)))
    assert replace(wish, policy=stored).refusal == wish.refusal


# --- Lists

# Ways of writing one number, starting with the Australian way.
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
def test_a_number_is_denied_or_allowed_however_it_or_its_entry_is_written(
    ways: tuple[str, ...],
) -> None:
    for entry, text in product(ways, repeat=2):
        listed = [as_listed(entry, "AU")]
        denied = replace(LAXEST, denied=listed)
        assert check(denied, text) is Refusal.DENIED
        allowed = replace(STRICTEST, allowed=listed)
        assert check(allowed, text, Origin.VOICE) is None


@pytest.mark.parametrize(
    ("entry", "matching", "others"),
    [
        # One number.
        ("101", ["101"], ["1011", "100"]),
        ("10", ["10"], ["101", "1000"]),
        ("1900", ["1900"], ["1900 123 456"]),
        ("04", ["04"], ["0409 123 456"]),
        ("0409 123 456", ["0409 123 456"], ["0409 123 457"]),
        ("*9", ["*9"], ["*98"]),
        # Not everything that starts with *21.
        ("*21#", ["*21#"], ["*211", "*2"]),
        # All that start like this.
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
        # The start of other numbers, but not of handsets'.
        ("10*", ["1000"], ["101", "100"]),
        ("1*", ["1000", "13 12 13"], ["101", "+1 212 555 0123"]),
        ("0409 123 456*", ["0409 123 456"], ["0409 123 457"]),
    ],
)
def test_an_entry_is_one_number_or_with_a_star_at_its_end_all_that_start_so(
    entry: str, matching: list[str], others: list[str]
) -> None:
    listed = [as_listed(entry, "AU")]
    denied, allowed = replace(LAXEST, denied=listed), replace(STRICTEST, allowed=listed)
    for text in matching:
        assert check(denied, text) is Refusal.DENIED
        assert check(allowed, text) is None
    for text in others:
        assert check(denied, text) is None
        assert check(allowed, text) is Refusal.KIND


def test_an_entry_from_another_country_is_one_number_too() -> None:
    for text in ("0409 123 456", "+61 409 123 456", "131213", "101"):
        denied = replace(LAXEST, denied=[as_listed(text, "DE")])
        for other in ("0409 123 456", "+61 409 123 456", "131213", "101"):
            refusal = check(denied, number(other, "DE"))
            assert refusal is (Refusal.DENIED if other == text else None)


@pytest.mark.parametrize(
    ("entry", "itself", "detours"),
    [
        ("1223", ["1223"], ["0 1223", "9 1223", "*1223", "#1223", "*1223#"]),
        ("12*", ["1223"], ["0 1223", "9 1223", "*1223"]),
        ("200", ["200"], ["0200", "9200", "**200", "*0200"]),
        ("*98", ["*98"], []),
    ],
)
def test_a_number_after_an_outside_lines_digit_or_star_is_denied_but_not_allowed(
    entry: str, itself: list[str], detours: list[str]
) -> None:
    listed = [as_listed(entry, "AU")]
    denied, allowed = replace(LAXEST, denied=listed), replace(STRICTEST, allowed=listed)
    for text in (*itself, *detours):
        assert check(denied, text) is Refusal.DENIED, text
        assert check(allowed, text) is (None if text in itself else Refusal.KIND), text


@pytest.mark.parametrize("code", ["*72", "*21", "##002", "*#21", "#31"])
def test_a_star_code_is_denied_with_or_without_a_final_hash_but_allowed_as_it_is(
    code: str,
) -> None:
    ways = (code, f"{code}#")
    for entry, text in product(ways, repeat=2):
        listed = [as_listed(entry, "AU")]
        assert check(replace(LAXEST, denied=listed), text) is Refusal.DENIED
        refusal = check(replace(STRICTEST, allowed=listed), text)
        assert refusal is (None if text == entry else Refusal.KIND)


def test_an_extension_with_a_dash_is_denied_as_spoken() -> None:
    handset = understand("1-2", region="AU", handsets={"1-2"})
    assert check(replace(LAXEST, denied=[as_listed("1-2", "AU")]), handset) is Refusal.DENIED
    assert check(replace(LAXEST, denied=["1", "2", "1*"]), handset) is None


@pytest.mark.parametrize("beginning", ["1*", "12*", "1900*", "0011*", "+881*"])
def test_a_handset_with_a_public_number_is_denied_by_its_prefix(
    beginning: str,
) -> None:
    extensions = ("1234567", "1900654321", "0011881612345678")
    denied = replace(LAXEST, denied=[as_listed(beginning, "AU")])
    matching = [
        extension
        for extension in extensions
        if check(denied, understand(extension, region="AU", handsets=set(extensions)))
    ]
    assert matching == {
        "1*": ["1234567", "1900654321"],
        "12*": ["1234567"],
        "1900*": ["1900654321"],
    }.get(beginning, ["0011881612345678"])


def test_a_denied_emergency_number_is_denied_after_any_prefix() -> None:
    denied = replace(LAXEST, denied=[as_listed("112", "AU")])
    for text in ("0112", "9 112", "*112", "112#"):
        assert check(denied, text) is Refusal.DENIED


def test_only_a_short_number_is_checked_without_its_prefix() -> None:
    # No form would save these.
    denied = replace(LAXEST, denied=["409123456", "391234567", "011442079460958", "4*", "3*"])
    for text in ("0409 123 456", "(03) 9123 4567", "+44 20 7946 0958"):
        assert check(denied, text) is None


def test_a_handset_is_denied_by_its_own_number_only() -> None:
    handset = understand("0101", region="AU", handsets={"0101"})
    denied = replace(LAXEST, denied=["101", "1*", "0*"])
    assert check(denied, handset) is None
    denied = replace(LAXEST, denied=["0101"])
    assert check(denied, handset) is Refusal.DENIED


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
        # This denies a handset with this number, too.
        ("112", "AU", "112"),
        # Number prefixes, as dialled in Australia wherever the user is.
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
def test_an_entry_is_kept_as_dialled(text: str, region: str, listed: str) -> None:
    assert as_listed(text, region) == listed
    assert as_listed(listed, region) == listed, "it changes when the form is sent again"


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "*", "#", "+", "+*", "mum", "mum*", "0409,1", "0409,1*", "1900x", "101#"),
        *("04**", "0*4", "0*4*", "*21#*"),
        # Half a number.
        *("+44", "0011", "001144", "(03) 9123 4", "0409 123 45"),
        # No number as dialled starts like this.
        *("2*", "9*", "61*", "610*", "409*", "000*", "00*", "0044*", "0011 0*", "+0*"),
        *("+61 (0)4*", "+61 0*", "0011 61 04*"),
    ],
)
def test_an_entry_that_could_never_match_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        as_listed(text, "AU")


# --- Any policy


@given(wish=any_wish)
def test_a_denied_number_is_never_permitted(wish: Wish) -> None:
    by_voice = wish.supervises and wish.origin is Origin.VOICE
    denied = wish.under(denied=[*wish.policy.denied, wish.number.dialled])
    assert denied.refusal is (Refusal.SUPERVISION_BY_VOICE if by_voice else Refusal.DENIED)


@given(wish=any_wish)
def test_a_permitted_number_matches_no_entry_on_the_deny_list(wish: Wish) -> None:
    if wish.refusal is not None:
        return
    denied, number = wish.policy.denied, wish.number
    assert number.dialled not in denied
    if number.kind is not NumberKind.HANDSET:
        beginnings = tuple(entry[:-1] for entry in denied if entry.endswith("*"))
        for written in filter(None, (number.dialled, number.international)):
            assert not written.startswith(beginnings)


@given(wish=any_wish, more=any_list)
def test_denying_more_permits_no_more_and_allowing_more_refuses_no_more(
    wish: Wish, more: list[str]
) -> None:
    policy = wish.policy
    if wish.refusal is not None:
        assert wish.under(denied=[*policy.denied, *more]).refusal is not None
        return
    for laxer in (
        {"allowed": [*policy.allowed, *more]},
        {"actions": tuple(NumberKind), "voice": tuple(NumberKind)},
        {"supervise_others": True},
    ):
        assert wish.under(**laxer).refusal is None


@given(wish=any_wish)
def test_no_list_switches_on_emergency_numbers(wish: Wish) -> None:
    off = {NumberKind.EMERGENCY}
    emergency = replace(wish, number=replace(wish.number, kind=NumberKind.EMERGENCY)).under(
        actions=set(wish.policy.actions) - off,
        voice=set(wish.policy.voice) - off,
        allowed=[*ENTRIES, wish.number.dialled],
    )
    assert emergency.refusal is not None


@given(policy=any_policy, wanted=any_number)
def test_supervisors_must_be_numbers_one_may_call_and_none_join_by_voice(
    policy: DialPolicy, wanted: PhoneNumber
) -> None:
    if check(policy, wanted, supervises=True) is None:
        assert check(policy, wanted) is None
        assert policy.supervise_others or wanted.kind is NumberKind.HANDSET
    by_voice = check(policy, wanted, Origin.VOICE, supervises=True)
    assert by_voice is Refusal.SUPERVISION_BY_VOICE
