"""How Jingl's records are parsed, whatever shape they come in."""

from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from ipaddress import IPv6Address
import json

from hypothesis import assume, example, given, strategies as st
import pytest

from custom_components.jingl.api import (
    CallDirection,
    Handset,
    HandsetState,
    HandsetStatus,
    Registration,
    is_extension,
)
from custom_components.jingl.api.models import _status_in_words

from .conftest import SIP_PASSWORD

# The example on the vendor's page Handset Select, including the space in its first key.
HANDSET = {
    "extensionnumber ": "101",
    "name": "John Smith",
    "password": SIP_PASSWORD,
    "location": "Sydney office",
    "outgoingcli": "0290001234",
    "recording": "true",
    "notes": "test notes",
    "status": "connected to 0409123456",
    "registrationipaddress": "101.100.99.98",
}
# The example on the vendor's page Handset Status Select.
STATUS = {
    "extensionnumber": "101",
    "registeredaddress": "101.100.99.98:1234",
    "otherpartyphonenumber": "0412341234",
    "app": "",
    "calldurationseconds": 21,
    "state": "OnCall",
    "calldirection": "Outbound",
}

type Table = list[tuple[object, object]]


def table(groups: dict[object, list[object]]) -> Table:
    """Return each value with its parsed result."""
    return [(value, expected) for expected, values in groups.items() for value in values]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(), values, max_size=3),
    max_leaves=5,
)


def handset(**changes: object) -> Handset:
    """Read the vendor's example with some fields changed."""
    return Handset.from_json({**HANDSET, **changes})


def status(**changes: object) -> HandsetStatus:
    """Read the vendor's example with some fields changed."""
    return HandsetStatus.from_json({**STATUS, **changes})


def test_the_vendors_example_of_a_handset_is_read() -> None:
    assert handset() == Handset(
        extension="101",
        name="John Smith",
        location="Sydney office",
        outgoing_caller_id="0290001234",
        recording=True,
        notes="test notes",
        status=HandsetStatus(
            extension="101",
            state=HandsetState.ON_CALL,
            reported_state="connected",
            other_party="0409123456",
            registration=Registration(ip="101.100.99.98"),
        ),
    )


def test_the_vendors_example_of_a_status_is_read() -> None:
    read = status()
    assert read == HandsetStatus(
        extension="101",
        state=HandsetState.ON_CALL,
        reported_state="OnCall",
        direction=CallDirection.OUTBOUND,
        other_party="0412341234",
        registration=Registration(ip="101.100.99.98", port=1234),
    )
    assert read.duration_seconds == 21


def test_a_status_does_not_change_with_each_second_of_its_call() -> None:
    assert status(calldurationseconds=22) == status()


def test_the_status_in_words_is_the_same_model() -> None:
    told = handset(status="connected to 0412341234").status
    asked = status(registeredaddress="101.100.99.98", calldirection="Unknown")
    assert replace(told, reported_state="OnCall") == asked


@pytest.mark.parametrize("model", [handset(), status(), Registration(ip="::1")], ids=type)
def test_a_model_is_frozen_and_slotted(model: Handset | HandsetStatus | Registration) -> None:
    assert is_dataclass(model)
    assert not hasattr(model, "__dict__")
    with pytest.raises(FrozenInstanceError):
        setattr(model, fields(model)[0].name, "x")


# The SIP password


@pytest.mark.parametrize("key", ["password", " password ", "Password", "PASSWORD\t"])
def test_the_sip_password_does_not_survive(key: str) -> None:
    read = Handset.from_json({"extensionnumber": "101", key: SIP_PASSWORD})
    assert SIP_PASSWORD not in repr(read)
    assert read == Handset.from_json({"extensionnumber": "101"})


@given(
    record=st.dictionaries(
        st.sampled_from([*HANDSET, *STATUS]), json_values | st.sampled_from([*HANDSET.values()])
    )
)
def test_no_record_reveals_the_password_or_breaks_parsing(
    record: dict[str, object],
) -> None:
    secret = "Z\u00e9-the-secret"
    record["password"] = secret
    for parse in (Handset.from_json, HandsetStatus.from_json):
        try:
            read = repr(parse(record))
        except ValueError as err:
            read = repr(err)
        assert secret not in read


# Leniency


def test_keys_may_have_spaces_around_them_and_any_case() -> None:
    spaced = {f" {key.upper()}\u00a0": value for key, value in STATUS.items()}
    assert HandsetStatus.from_json(spaced) == status()


@pytest.mark.parametrize(
    ("value", "expected"),
    table(
        {
            True: [True, "true", "True ", "YES", "1", 1, 1.0],
            False: [False, "false", "FALSE", "no", 0],
            None: [None, "", "perhaps", 2, [True]],
        }
    ),
)
def test_a_boolean_may_be_a_string_or_a_number(value: object, expected: bool | None) -> None:
    assert handset(recording=value).recording is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    table(
        {
            "Reception": ["Reception", "  Reception\n"],
            "Re cep tion": ["Re\x00cep\ttion"],
            "290001234": [290001234, 290001234.0],
            "1.5": [1.5],
            "x" * 255: ["x" * 300],
            "x" * 254: ["x" * 254 + "  y"],
            None: ["", "   ", None, True, [], {"name": "x"}],
        }
    ),
)
def test_a_text_may_be_a_number_and_is_printable_and_limited(
    value: object, expected: str | None
) -> None:
    read = handset(name=value, location=value, outgoingcli=value, notes=value)
    assert {read.name, read.location, read.outgoing_caller_id, read.notes} == {expected}
    assert status(app=value).app == expected
    assert status(otherpartyphonenumber=value).other_party == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    table(
        {
            21: [21, "21", " 21 ", 21.0],
            0: [0],
            999_999_999: [999_999_999],
            None: [1_000_000_000, -1, 1.5, "1m", "٢١", "", None, True, float("nan"), float("inf")],
        }
    ),
)
def test_a_duration_is_a_whole_number_in_any_format(value: object, expected: int | None) -> None:
    assert status(calldurationseconds=value).duration_seconds == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    table(
        {
            ("101.100.99.98", 1234): ["101.100.99.98:1234"],
            ("101.100.99.98", 65535): ["101.100.99.98:65535"],
            ("101.100.99.98", None): [
                *("101.100.99.98", " 101.100.99.98 ", "::ffff:101.100.99.98"),
                *(f"101.100.99.98:{port}" for port in ("", 0, 65536, "sip")),
            ],
            ("2001:db8::1", 5060): ["[2001:db8::1]:5060"],
            ("2001:db8::1", None): ["[2001:db8::1]", "2001:DB8::1"],
            ("2001:db8::1:beef", None): ["2001:db8::1:beef"],
            ("2001:db8:1:2:3:4:5:6", None): ["2001:db8:1:2:3:4:5:6"],
            None: [
                *("0.0.0.0:0", "::", "", None, "unknown", "phone.example:5060", "101.100.99.980"),
                *(1701077858, []),
            ],
        }
    ),
)
@pytest.mark.parametrize("key", ["registeredaddress", "registrationaddress"])
def test_an_address_may_have_a_port_and_either_name(
    key: str, value: object, expected: tuple[str, int | None] | None
) -> None:
    record = {"extensionnumber": "101", "state": "Idle", key: value}
    read = HandsetStatus.from_json(record).registration
    assert (read and (read.ip, read.port)) == expected


@given(ip=st.ip_addresses(v=6), port=st.integers(1, 65535))
@example(ip=IPv6Address("2001:db8::1"), port=5060)
@example(ip=IPv6Address("2001:db8::2:3:4:5"), port=5060)
def test_a_port_after_an_ipv6_address_without_brackets_is_recognised(
    ip: IPv6Address, port: int
) -> None:
    assume(not ip.is_unspecified and not ip.ipv4_mapped)
    assert status(registeredaddress=f"{ip}:{port}").registration == Registration(
        ip=str(ip), port=port
    )


@given(ip=st.ip_addresses(v=6))
def test_handset_select_has_addresses_without_a_port(ip: IPv6Address) -> None:
    assume(not ip.is_unspecified and not ip.ipv4_mapped)
    read = handset(registrationipaddress=str(ip)).status.registration
    assert read == Registration(ip=str(ip))


def test_the_addresss_second_name_counts_if_the_first_is_empty() -> None:
    assert status(registrationaddress=None) == status()
    assert status(registrationaddress="[::1]:5060").registration == Registration(
        ip="::1", port=5060
    )


@pytest.mark.parametrize(
    ("word", "state"),
    table(
        {
            HandsetState.IDLE: ["Idle"],
            HandsetState.ON_CALL: ["OnCall", "on_call ", "On-Call"],
            HandsetState.RINGING: ["Ringing"],
            HandsetState.CALLING: ["Calling"],
            HandsetState.ON_HOLD: ["OnHold", "ONHOLD", "on hold"],
            HandsetState.OFFLINE: ["Unavailable"],
            None: ["Parked", 7],
        }
    ),
)
def test_a_state_may_be_written_in_any_way_or_be_unknown(
    word: object, state: HandsetState | None
) -> None:
    read = status(state=word)
    assert (read.state, read.reported_state) == (state, str(word).strip())


@pytest.mark.parametrize("value", [None, "", " ", [], True])
def test_a_status_may_lack_its_state(value: object) -> None:
    read = status(state=value)
    assert (read.state, read.reported_state) == (None, None)


@pytest.mark.parametrize(
    ("value", "expected"),
    table(
        {
            CallDirection.INBOUND: ["Inbound"],
            CallDirection.OUTBOUND: ["OUTBOUND"],
            CallDirection.INTERNAL: [" internal "],
            None: ["Unknown", "", None, 1],
        }
    ),
)
def test_a_direction_may_be_unknown(value: object, expected: CallDirection | None) -> None:
    assert status(calldirection=value).direction is expected


@pytest.mark.parametrize(
    ("text", "state", "number"),
    [
        ("idle", HandsetState.IDLE, None),
        (" Idle ", HandsetState.IDLE, None),
        ("connected to 0409123456", HandsetState.ON_CALL, "0409123456"),
        ("Connected  TO +61 409 123 456", HandsetState.ON_CALL, "+61 409 123 456"),
        ("connected to Reception", HandsetState.ON_CALL, "Reception"),
        ("connected", HandsetState.ON_CALL, None),
        ("connected to ", HandsetState.ON_CALL, None),
        ("connected to anonymous", HandsetState.ON_CALL, None),
        ("Connected to Unknown", HandsetState.ON_CALL, None),
        ("parked with ", None, None),
        ("connection lost", None, None),
        ("to", None, None),
        ("ringing from 101", HandsetState.RINGING, "101"),
        ("on call with 101", HandsetState.ON_CALL, "101"),
        ("calling 0409123456", HandsetState.CALLING, "0409123456"),
        # The number is kept apart from an unknown word, which is logged.
        ("dialling +61409123456", None, "+61409123456"),
        ("", None, None),
        (None, None, None),
        (7, None, None),
    ],
)
def test_the_status_may_come_in_words(
    text: object, state: HandsetState | None, number: str | None
) -> None:
    read = handset(status=text).status
    assert (read.extension, read.state, read.other_party) == ("101", state, number)


@given(text=st.text())
def test_the_status_in_any_words_is_read(text: str) -> None:
    read = _status_in_words("101", text or None, None)
    assert all(part in text for part in (read.reported_state, read.other_party) if part)


@given(record=st.dictionaries(st.sampled_from([*HANDSET, *STATUS]), json_values))
def test_anything_with_an_extension_number_is_a_handset(record: dict[str, object]) -> None:
    record["extensionnumber "] = record["extensionnumber"] = "101"
    assert Handset.from_json(record).extension == "101"
    assert HandsetStatus.from_json(record).extension == "101"


def test_nothing_but_the_extension_number_is_needed() -> None:
    nothing = {"extensionnumber": 101}
    assert HandsetStatus.from_json(nothing) == HandsetStatus(extension="101", state=None)
    assert Handset.from_json(nothing) == Handset(
        extension="101", status=HandsetStatus(extension="101", state=None)
    )


# Not a handset


NUMBERLESS: list[object] = ["", None, True, ["101"]]
MISNUMBERED: list[object] = ["../101", "1 01", 10.5, -1.5, "1" * 33]


@pytest.mark.parametrize(
    ("record", "problem"),
    table(
        {
            "not an object": [None, [HANDSET], "101", 101],
            "missing extensionnumber": [
                *({}, {"name": "x"}),
                *({"extensionnumber": value} for value in NUMBERLESS),
            ],
            "invalid extensionnumber": [{"extensionnumber": value} for value in MISNUMBERED],
        }
    ),
)
def test_anything_but_a_handset_is_refused_with_a_clear_reason(
    record: object, problem: str
) -> None:
    for parse in (Handset.from_json, HandsetStatus.from_json):
        with pytest.raises(ValueError, match=f"^{problem}$"):
            parse(record)


@given(text=st.text())
def test_an_extension_number_needs_no_escaping_in_a_path(text: str) -> None:
    assert is_extension(text) == (
        0 < len(text) <= 32
        and text.isascii()
        and text[0].isalnum()
        and text.replace("-", "x").replace("_", "x").isalnum()
    )


def test_a_server_can_send_the_examples() -> None:
    assert json.loads(json.dumps([HANDSET, STATUS])) == [HANDSET, STATUS]
