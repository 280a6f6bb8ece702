"""Making phones ring, and what it takes to be permitted, against the simulated cloud."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
import logging
from pathlib import Path
import re
import threading
from typing import Any, Final

from hypothesis import HealthCheck, given, settings
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.auth.models import User
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
    UnknownUser,
)
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.helpers.template import Template

from custom_components import jingl
from custom_components.jingl import dialling
from custom_components.jingl.const import DOMAIN
from custom_components.jingl.dial_policy import Origin, Refusal
from custom_components.jingl.dialling import call_record, check_number, understand_number
from custom_components.jingl.phone_number import NumberKind
from simulator.faults import ResetAfter, ResetBefore, StatusCode
from simulator.server import Server
from simulator.state import Account, Cloud

from . import attempts
from .conftest import LOGIN, Advance
from .contacts import Contacts


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way of making a phone ring."""

    action: str
    parameter: str
    data: dict[str, Any] = field(default_factory=dict)


CREATE: Final = Way(action="create_call", parameter="callcreate")
WAYS: Final = (
    CREATE,
    Way(action="transfer_call", parameter="calltransferblind"),
    Way(action="transfer_call", parameter="calltransferattended", data={"attended": True}),
    Way(action="monitor_call", parameter="callmonitor"),
    Way(action="coach_call", parameter="callcoach"),
    Way(action="barge_call", parameter="callbarge"),
)
SUPERVISING: Final = WAYS[3:]
every_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.parameter)
every_supervising_way = pytest.mark.parametrize("way", SUPERVISING, ids=lambda way: way.parameter)

EVERYTHING: Final[dict[str, Any]] = {
    "actions": [kind.value for kind in NumberKind],
    "voice": [kind.value for kind in NumberKind],
    "supervise_others": True,
    "calls": 1_000_000,
}

# One of each kind but contacts.
NUMBERS: Final = {
    "handset": "101",
    "national": "0391234567",
    "mobile": "0409123456",
    "freephone": "131213",
    "international": "0011442079460958",
    "premium": "1900123456",
    "emergency": "000",
    "short_code": "*98",
}


async def act(
    hass: HomeAssistant,
    number: str | int,
    way: Way = CREATE,
    *,
    handset: str = "100",
    user_id: str | None = None,
) -> None:
    """Call the action of a way, by default for Reception."""
    await hass.services.async_call(
        DOMAIN,
        way.action,
        {"handset": handset, "number": number, **way.data},
        blocking=True,
        context=Context(user_id=user_id),
    )


async def speak(
    hass: HomeAssistant, entry: MockConfigEntry, number: str, action: dialling.CallAction
) -> None:
    """Act as a voice assistant does, from Reception."""
    await dialling.async_act_on_call(
        hass, entry, "100", action, number, origin=Origin.VOICE, context=Context()
    )


async def refusal(action: Any) -> ServiceValidationError:
    """Return the error that something is refused with."""
    with pytest.raises(ServiceValidationError) as caught:
        await action
    return caught.value


def permit(hass: HomeAssistant, entry: MockConfigEntry, **policy: Any) -> None:
    """Change what an account's options say of dialling."""
    hass.config_entries.async_update_entry(entry, options={**entry.options, "dialling": policy})


type Dialled = Callable[[], list[tuple[str, str]]]


@pytest.fixture
def dialled(server: Server) -> Dialled:
    """Return a function that tells what the cloud was asked to dial, and by which parameter."""
    return lambda: [pair for r in server.requests if r.method == "PUT" for pair in r.query]


@pytest.fixture
def connected(account: Account) -> Account:
    """Return the account while Reception is on a call."""
    account.incoming_call("0412345678", "100")
    account.answer("100")
    return account


@pytest.fixture
async def other(
    hass: HomeAssistant, cloud: Cloud, server: Server, loaded: MockConfigEntry
) -> MockConfigEntry:
    """Return the entry of a second account."""
    account = cloud.add_account("othercompany")
    account.add_handset("200", name="Other reception")
    account.add_handset("201", name="Other sales")
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="othercompany",
        unique_id="othercompany",
        data={**LOGIN, "domain": "othercompany", "host": server.address},
        options={"handsets": ["200", "201"], "ignored": [], "track_new": False},
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


class TestNumbers:
    """What is dialled, as it comes out of the user interface, YAML and templates."""

    @pytest.mark.parametrize(
        ("number", "expected"),
        [
            ("0409 123 456", "0409123456"),
            ("+61 409.123.456", "0409123456"),
            ("(03) 9123-4567", "0391234567"),
            ("13 12 13", "131213"),
            ("1800 123 456", "1800123456"),
            ("*98", "*98"),
            ("101", "101"),
            ("+44 20 7946 0958", "0011442079460958"),
            (101, "101"),
            (1300654321, "1300654321"),
            # What a template makes of "+61409123456".
            (61409123456, "0409123456"),
        ],
    )
    @pytest.mark.usefixtures("loaded")
    async def test_a_number_is_dialled_as_in_australia(
        self, hass: HomeAssistant, dialled: Dialled, number: str | int, expected: str
    ) -> None:
        await act(hass, number)
        assert dialled() == [("callcreate", expected)]

    @pytest.mark.usefixtures("loaded")
    async def test_an_international_number_survives_a_template(
        self, hass: HomeAssistant, dialled: Dialled
    ) -> None:
        await act(hass, Template("{{ '+442079460958' }}", hass).async_render())
        assert dialled() == [("callcreate", "0011442079460958")]

    @every_way
    @pytest.mark.usefixtures("loaded", "connected")
    async def test_what_is_no_complete_number_is_refused_without_a_request(
        self, hass: HomeAssistant, dialled: Dialled, way: Way
    ) -> None:
        # The last three are what YAML and templates make of 0312345670, yes and 3.0.
        for number in ("", "mum", "9123 4567", "*31#0409123456", "\ud800", 53070776, True, "3.0"):
            error = await refusal(act(hass, number, way))
            assert error.translation_key == "invalid_number"
        assert dialled() == []

    @pytest.mark.usefixtures("loaded")
    async def test_an_error_does_not_repeat_a_novel(self, hass: HomeAssistant) -> None:
        error = await refusal(act(hass, "call mum " * 100_000))
        assert error.translation_key == "invalid_number"
        assert '"call mum call mum' in str(error)
        assert len(str(error)) < 300

    async def test_no_attempt_is_dialled_but_as_what_it_is(
        self, hass: HomeAssistant, loaded: MockConfigEntry, dialled: Dialled
    ) -> None:
        permit(hass, loaded, **EVERYTHING)
        expected = []
        for text, number in (
            *attempts.EMERGENCY.items(),
            *attempts.PREMIUM.items(),
            *((text, number) for text, (_, number) in attempts.HARMLESS.items()),
        ):
            await act(hass, text)
            expected.append(("callcreate", number))
            assert dialled() == expected, ascii(text)
        for text in attempts.NOTHING:
            assert (await refusal(act(hass, text))).translation_key == "invalid_number"
        assert dialled() == expected

    async def test_no_attempt_gets_past_what_is_off_by_default(
        self, hass: HomeAssistant, loaded: MockConfigEntry, dialled: Dialled
    ) -> None:
        for texts, key in (
            (attempts.EMERGENCY, "dial_emergency_refused"),
            (attempts.PREMIUM, "dial_premium_refused"),
        ):
            for text in texts:
                for action in (act(hass, text), speak(hass, loaded, text, dialling.CREATE)):
                    assert (await refusal(action)).translation_key == key, ascii(text)
        for text in (*attempts.HARMLESS, *attempts.NOTHING):
            await refusal(speak(hass, loaded, text, dialling.CREATE))
        assert dialled() == []

    @settings(
        deadline=None,
        max_examples=100,
        # What was dialled by another example is forgotten.
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(text=attempts.any_string)
    async def test_no_string_whatsoever_reaches_jingl_that_the_policy_did_not_permit(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        server: Server,
        dialled: Dialled,
        text: str,
    ) -> None:
        permit(hass, loaded, calls=1_000_000, denied=["04*", "+44*", "1223"])
        server.clear_requests()
        try:
            await act(hass, text)
        except ServiceValidationError:
            assert dialled() == []
            return
        ((_, number),) = dialled()
        understood = understand_number(hass, loaded, text)
        assert number == understood.dialled
        assert understood.kind not in {NumberKind.PREMIUM, NumberKind.EMERGENCY}
        assert not number.startswith(("04", "001144", "000", "112", "106"))
        if understood.kind is NumberKind.SHORT_CODE:
            assert not attempts.reaches_emergency(number)
            assert number not in {"1223", "01223", "91223", "*1223"}


class TestPolicy:
    """What the options permit."""

    @every_way
    @pytest.mark.parametrize("number", ["0 112", "+61 1900 123 456"])
    async def test_what_costs_extra_or_is_for_emergencies_is_off_until_it_is_switched_on(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        connected: Account,
        dialled: Dialled,
        way: Way,
        number: str,
    ) -> None:
        permit(hass, loaded, supervise_others=True)
        error = await refusal(act(hass, number, way))
        kind = understand_number(hass, loaded, number).kind
        assert error.translation_key == f"dial_{kind}_refused"
        assert dialled() == []
        permit(hass, loaded, supervise_others=True, actions=[kind.value])
        await act(hass, number, way)
        expected = understand_number(hass, loaded, number).dialled
        assert dialled() == [(way.parameter, expected)]

    @every_way
    async def test_every_kind_can_be_switched_off_for_every_action(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        connected: Account,
        dialled: Dialled,
        way: Way,
    ) -> None:
        for kind, number in NUMBERS.items():
            others = [other for other in NUMBERS if other != kind]
            permit(hass, loaded, supervise_others=True, actions=others, voice=[kind])
            error = await refusal(act(hass, number, way))
            assert error.translation_key == f"dial_{kind}_refused"
            # It says what was refused, and where to change that.
            assert number in str(error)
            assert "Settings > Devices & services > Jingl > Configure > Dialling" in str(error)
        assert dialled() == []

    @every_way
    async def test_a_denied_number_is_refused_even_if_it_is_allowed(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        connected: Account,
        dialled: Dialled,
        way: Way,
    ) -> None:
        permit(hass, loaded, **EVERYTHING, allowed=["0409123456"], denied=["04*", "101"])
        for number in ("+61 409 123 456", "101"):
            error = await refusal(act(hass, number, way))
            assert error.translation_key == "dial_denied"
            assert "Dialling" in str(error)
        assert dialled() == []

    async def test_an_allowed_number_is_dialled_whatever_its_kind_but_no_emergency_number(
        self, hass: HomeAssistant, loaded: MockConfigEntry, dialled: Dialled
    ) -> None:
        permit(hass, loaded, actions=[], voice=[], allowed=["1900*", "0*", "1*", "+44*"])
        for number in ("1900 123 456", "0409 123 456"):
            await act(hass, number)
            await speak(hass, loaded, number, dialling.CREATE)
        numbers = [number for _, number in dialled()]
        assert numbers == ["1900123456", "1900123456", "0409123456", "0409123456"]
        for number in ("000", "112", "0112", "+61000"):
            for action in (act(hass, number), speak(hass, loaded, number, dialling.CREATE)):
                assert (await refusal(action)).translation_key == "dial_emergency_refused"
        # Handsets are only meant by their own numbers.
        assert (await refusal(act(hass, "101"))).translation_key == "dial_handset_refused"
        assert len(dialled()) == 4

    @pytest.mark.usefixtures("connected")
    @every_supervising_way
    async def test_others_than_handsets_supervise_only_if_that_is_switched_on(
        self, hass: HomeAssistant, loaded: MockConfigEntry, dialled: Dialled, way: Way
    ) -> None:
        Contacts(hass, loaded).add("Jane", "0412 000 111")
        for number in ("0409 123 456", "0412 000 111", "131213", "*98", "200"):
            error = await refusal(act(hass, number, way))
            assert error.translation_key == "supervision_refused"
            assert "mycompany" in str(error)
            assert "Dialling" in str(error)
        assert dialled() == []
        permit(hass, loaded, supervise_others=True)
        await act(hass, "0409 123 456", way)
        assert dialled() == [(way.parameter, "0409123456")]

    @pytest.mark.usefixtures("connected", "loaded")
    @every_supervising_way
    async def test_a_handset_supervises(
        self, hass: HomeAssistant, dialled: Dialled, way: Way
    ) -> None:
        await act(hass, "101", way)
        assert dialled() == [(way.parameter, "101")]

    @pytest.mark.usefixtures("connected", "other")
    @every_supervising_way
    async def test_another_accounts_handset_does_not(
        self, hass: HomeAssistant, dialled: Dialled, way: Way
    ) -> None:
        error = await refusal(act(hass, "200", way))
        assert error.translation_key == "supervision_refused"
        assert dialled() == []

    async def test_each_account_has_a_policy_of_its_own(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        other: MockConfigEntry,
        dialled: Dialled,
    ) -> None:
        permit(hass, loaded, actions=["handset"])
        error = await refusal(act(hass, "0409 123 456"))
        assert error.translation_key == "dial_mobile_refused"
        await act(hass, "0409 123 456", handset="200")
        assert dialled() == [("callcreate", "0409123456")]


class TestChecking:
    """Whether a number may be dialled, asked before anybody knows from which handset."""

    async def test_a_number_that_may_be_dialled_is_returned_and_nothing_is_counted(
        self, hass: HomeAssistant, loaded: MockConfigEntry, dialled: Dialled
    ) -> None:
        permit(hass, loaded, calls=1)
        for _ in range(3):
            found = check_number(hass, loaded, "0409 123 456", Origin.ACTION)
            assert found == understand_number(hass, loaded, "+61 409 123 456")
        assert call_record(hass, loaded).refusals.counts == {}
        await act(hass, "101")
        assert dialled() == [("callcreate", "101")]

    @pytest.mark.parametrize(
        ("number", "supervises", "rule", "key"),
        [
            ("000", False, Refusal.EMERGENCY, "dial_emergency_refused"),
            ("0411 999 999", False, Refusal.KIND, "dial_mobile_refused"),
            ("0412 345 678", False, Refusal.DENIED, "dial_denied"),
            ("101", True, Refusal.SUPERVISION_BY_VOICE, "supervision_by_voice"),
            ("0411 999 99", False, Refusal.NOT_UNDERSTOOD, "invalid_number"),
            (53070776, False, Refusal.NOT_UNDERSTOOD, "invalid_number"),
        ],
    )
    async def test_one_that_may_not_is_refused_and_counted_once(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        number: str | int,
        supervises: bool,
        rule: Refusal,
        key: str,
    ) -> None:
        permit(hass, loaded, denied=["0412*"])
        with pytest.raises(ServiceValidationError) as caught:
            check_number(hass, loaded, number, Origin.VOICE, supervises=supervises)
        assert caught.value.translation_key == key
        assert call_record(hass, loaded).refusals.counts == {rule.value: 1}


class TestVoice:
    """What a voice assistant or a language model may do."""

    async def test_by_default_it_calls_handsets_and_contacts_only(
        self, hass: HomeAssistant, loaded: MockConfigEntry, dialled: Dialled
    ) -> None:
        for kind, number in NUMBERS.items():
            if kind == "handset":
                continue
            for action in (dialling.CREATE, dialling.BLIND_TRANSFER, dialling.ATTENDED_TRANSFER):
                error = await refusal(speak(hass, loaded, number, action))
                assert error.translation_key == f"dial_{kind}_refused"
        assert dialled() == []
        await speak(hass, loaded, "101", dialling.CREATE)
        assert dialled() == [("callcreate", "101")]

    async def test_options_let_it_call_others(
        self, hass: HomeAssistant, loaded: MockConfigEntry, dialled: Dialled
    ) -> None:
        for kind, number in NUMBERS.items():
            permit(hass, loaded, actions=[], voice=[kind])
            await speak(hass, loaded, number, dialling.CREATE)
        assert [number for _, number in dialled()] == list(NUMBERS.values())

    @pytest.mark.usefixtures("connected")
    @pytest.mark.parametrize("action", [dialling.MONITOR, dialling.COACH, dialling.BARGE])
    async def test_it_never_supervises(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        dialled: Dialled,
        action: dialling.CallAction,
    ) -> None:
        permit(hass, loaded, **EVERYTHING, allowed=["101"])
        error = await refusal(speak(hass, loaded, "101", action))
        assert error.translation_key == "supervision_by_voice"
        assert dialled() == []


class TestHandsets:
    """Which extension numbers count as the account's handsets."""

    @pytest.fixture
    def strange(self, account: Account) -> None:
        """Let handsets have numbers that others have, too: request it before the set-up."""
        for extension in ("112", "106", "000", "0000", "1000", "1234", "131213"):
            account.add_handset(extension)

    @pytest.mark.usefixtures("strange", "loaded")
    @pytest.mark.parametrize("extension", ["112", "106", "1000", "1234", "131213"])
    async def test_a_handset_is_called_whatever_else_has_its_number(
        self,
        hass: HomeAssistant,
        account: Account,
        loaded: MockConfigEntry,
        dialled: Dialled,
        extension: str,
    ) -> None:
        await speak(hass, loaded, extension, dialling.CREATE)
        assert dialled() == [("callcreate", extension)]
        assert account.status(extension).state == "Ringing"

    @pytest.mark.usefixtures("strange", "loaded")
    @pytest.mark.parametrize("extension", ["000", "0000"])
    async def test_000_is_never_a_handset(
        self, hass: HomeAssistant, dialled: Dialled, extension: str
    ) -> None:
        error = await refusal(act(hass, extension))
        assert error.translation_key == "dial_emergency_refused"
        assert dialled() == []

    @pytest.mark.usefixtures("strange", "loaded")
    async def test_a_phone_that_is_off_is_a_handset_still(
        self, hass: HomeAssistant, account: Account, dialled: Dialled, advance: Advance
    ) -> None:
        account.handsets["112"].unregister()
        await advance(16)
        await act(hass, "112")
        assert dialled() == [("callcreate", "112")]

    @pytest.mark.usefixtures("strange", "loaded")
    @pytest.mark.parametrize("extension", ["112", "106"])
    async def test_a_handset_that_is_gone_leaves_no_way_to_an_emergency_number(
        self,
        hass: HomeAssistant,
        account: Account,
        loaded: MockConfigEntry,
        dialled: Dialled,
        advance: Advance,
        extension: str,
    ) -> None:
        account.remove_handset(extension)
        await advance(16)
        for action in (act(hass, extension), speak(hass, loaded, extension, dialling.CREATE)):
            assert (await refusal(action)).translation_key == "dial_emergency_refused"
        assert dialled() == []

    async def test_a_handset_that_does_not_answer_is_one_if_nobody_else_has_its_number(
        self,
        hass: HomeAssistant,
        account: Account,
        entry: MockConfigEntry,
        server: Server,
        dialled: Dialled,
        advance: Advance,
    ) -> None:
        # Without lists, nobody can tell whether it is still there.
        account.endpoints.handset_list = account.endpoints.status_list = False
        account.add_handset("112")
        options = {**entry.options, "handsets": ["100", "101", "112"]}
        hass.config_entries.async_update_entry(entry, options=options)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        await speak(hass, entry, "112", dialling.CREATE)
        assert dialled() == [("callcreate", "112")]
        server.add_fault(StatusCode(500), path="/api/handsetstatus/(101|112)")
        await advance(61)
        assert {"101", "112"} <= set(entry.runtime_data.coordinator.data)
        error = await refusal(speak(hass, entry, "112", dialling.CREATE))
        assert error.translation_key == "dial_emergency_refused"
        await speak(hass, entry, "101", dialling.CREATE)
        assert dialled() == [("callcreate", "112"), ("callcreate", "101")]

    @pytest.mark.parametrize("option", ["handsets", "ignored"])
    async def test_a_handset_that_is_not_followed_is_one_if_nobody_else_has_its_number(
        self, hass: HomeAssistant, loaded: MockConfigEntry, dialled: Dialled, option: str
    ) -> None:
        handsets = ["103", "1121", "9000", "1234"]
        # These are never extensions that nobody answers for, but numbers that others have.
        others = ["112", "106", "000", "0000", "131213", "0409123456"]
        hass.config_entries.async_update_entry(
            loaded,
            options={**loaded.options, option: [*loaded.options[option], *handsets, *others]},
        )
        for extension in handsets:
            await speak(hass, loaded, extension, dialling.CREATE)
        assert dialled() == [("callcreate", extension) for extension in handsets]
        for extension in others:
            await refusal(speak(hass, loaded, extension, dialling.CREATE))
        assert len(dialled()) == len(handsets)

    async def test_what_only_begins_or_ends_like_such_a_handset_is_none(
        self, hass: HomeAssistant, loaded: MockConfigEntry, dialled: Dialled
    ) -> None:
        hass.config_entries.async_update_entry(
            loaded, options={**loaded.options, "ignored": ["1121", "9000", "1234"]}
        )
        for number in ("11211", "9 1121", "0 9000", "9000#", "*9000", "9 1234", "0 1234", "*1234"):
            for action in (act(hass, number), speak(hass, loaded, number, dialling.CREATE)):
                await refusal(action)
        assert dialled() == []


class TestContacts:
    """The account's contacts."""

    @pytest.mark.parametrize("written", ["0409 123 456", "+61 409 123 456", "0011 61 409123456"])
    async def test_a_contact_is_called_by_voice_however_the_number_is_written(
        self, hass: HomeAssistant, loaded: MockConfigEntry, dialled: Dialled, written: str
    ) -> None:
        error = await refusal(speak(hass, loaded, "0409123456", dialling.CREATE))
        assert error.translation_key == "dial_mobile_refused"
        Contacts(hass, loaded).add("Jane", "03 9123 4567", written)
        await speak(hass, loaded, "0409123456", dialling.CREATE)
        await speak(hass, loaded, "+61 391 234 567", dialling.CREATE)
        assert [number for _, number in dialled()] == ["0409123456", "0391234567"]

    @pytest.mark.parametrize("written", ["+44 20 7946 0958", "*98", "2000", "1300 654 321"])
    async def test_a_contact_may_have_any_ordinary_number(
        self, hass: HomeAssistant, loaded: MockConfigEntry, dialled: Dialled, written: str
    ) -> None:
        Contacts(hass, loaded).add("Jane", written)
        permit(hass, loaded, actions=["contact"])
        await act(hass, written)
        await speak(hass, loaded, written, dialling.CREATE)
        assert len(dialled()) == 2
        permit(hass, loaded, actions=[kind for kind in NumberKind if kind != "contact"], voice=[])
        error = await refusal(act(hass, written))
        assert error.translation_key == "dial_contact_refused"

    @pytest.mark.parametrize(
        ("number", "key"),
        [
            ("000", "dial_emergency_refused"),
            ("0 112", "dial_emergency_refused"),
            ("1900 123 456", "dial_premium_refused"),
            ("+881 6 1234 5678", "dial_premium_refused"),
        ],
    )
    async def test_a_contact_is_no_way_around_what_is_off(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        dialled: Dialled,
        number: str,
        key: str,
    ) -> None:
        Contacts(hass, loaded).add("Jane", number)
        for action in (act(hass, number), speak(hass, loaded, number, dialling.CREATE)):
            assert (await refusal(action)).translation_key == key
        assert dialled() == []

    async def test_a_handset_that_is_a_contact_too_is_a_handset(
        self, hass: HomeAssistant, loaded: MockConfigEntry, connected: Account
    ) -> None:
        Contacts(hass, loaded).add("Jane", "101")
        await act(hass, "101", SUPERVISING[0])
        permit(hass, loaded, actions=["contact"])
        assert (await refusal(act(hass, "101"))).translation_key == "dial_handset_refused"

    async def test_a_contact_is_the_accounts_own(
        self, hass: HomeAssistant, loaded: MockConfigEntry, other: MockConfigEntry
    ) -> None:
        Contacts(hass, other).add("Jane", "0409 123 456")
        error = await refusal(speak(hass, loaded, "0409 123 456", dialling.CREATE))
        assert error.translation_key == "dial_mobile_refused"

    async def test_what_is_written_like_a_contact_of_another_country_is_not_that_contact(
        self, hass: HomeAssistant, loaded: MockConfigEntry, dialled: Dialled
    ) -> None:
        hass.config.country = "DE"
        Contacts(hass, loaded).add("Jane", "0409 123 456")  # in Hamburg
        await speak(hass, loaded, "0409 123 456", dialling.CREATE)
        assert dialled() == [("callcreate", "001149409123456")]
        error = await refusal(speak(hass, loaded, "+61 409 123 456", dialling.CREATE))
        assert error.translation_key == "dial_mobile_refused"
        Contacts(hass, loaded).add("Joe", "+61 409 123 456")
        await speak(hass, loaded, "+61 409 123 456", dialling.CREATE)
        assert dialled()[1:] == [("callcreate", "0409123456")]


@pytest.mark.usefixtures("loaded")
class TestCountries:
    """Where Home Assistant is, while Jingl is in Australia."""

    @pytest.mark.parametrize(
        ("country", "number", "expected"),
        [
            ("AU", "0409 123 456", "0409123456"),
            ("NZ", "021 123 4567", "001164211234567"),
            ("NZ", "+61 409 123 456", "0409123456"),
            ("US", "(650) 253-0000", "001116502530000"),
            ("US", "011 61 409 123 456", "0409123456"),
            ("DE", "030 123456", "00114930123456"),
            ("DE", "0409 123 456", "001149409123456"),
            ("DE", "101", "101"),
            ("NU", "4000", "4000"),
        ],
    )
    async def test_numbers_are_written_as_there_and_dialled_as_in_australia(
        self, hass: HomeAssistant, dialled: Dialled, country: str, number: str, expected: str
    ) -> None:
        hass.config.country = country
        await act(hass, number)
        assert dialled() == [("callcreate", expected)]

    @pytest.mark.parametrize(
        ("country", "number"),
        [("NZ", "111"), ("US", "911"), ("DE", "110"), ("DE", "112"), ("DE", "000"), ("US", "000")],
    )
    async def test_emergency_numbers_of_both_countries_are_off(
        self, hass: HomeAssistant, dialled: Dialled, country: str, number: str
    ) -> None:
        hass.config.country = country
        error = await refusal(act(hass, number))
        assert error.translation_key == "dial_emergency_refused"
        assert dialled() == []

    @pytest.mark.parametrize(
        ("country", "number"),
        [("NZ", "0409 123 456"), ("US", "0409 123 456"), ("DE", "1300 654 321")],
    )
    async def test_an_australian_number_needs_its_country_code_there(
        self, hass: HomeAssistant, dialled: Dialled, country: str, number: str
    ) -> None:
        hass.config.country = country
        error = await refusal(act(hass, number))
        assert error.translation_key == "invalid_number"
        assert dialled() == []


class TestLimit:
    """An automation must not dial all night."""

    async def test_the_eleventh_call_within_five_minutes_is_refused(
        self,
        hass: HomeAssistant,
        advance: Advance,
        loaded: MockConfigEntry,
        dialled: Dialled,
    ) -> None:
        for _ in range(10):
            await act(hass, "101")
            await advance(1)
        error = await refusal(act(hass, "0409 123 456"))
        assert error.translation_key == "too_many_calls"
        assert "mycompany has made 10 calls within 5 minutes" in str(error)
        assert "0409123456" in str(error)
        assert "Dialling" in str(error)
        assert len(dialled()) == 10
        await advance(289)
        assert (await refusal(act(hass, "101"))).translation_key == "too_many_calls"
        await advance(1)  # the first of the ten was five minutes ago
        await act(hass, "101")
        assert (await refusal(act(hass, "101"))).translation_key == "too_many_calls"
        assert len(dialled()) == 11

    @every_way
    async def test_everything_that_makes_a_phone_ring_counts(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        connected: Account,
        dialled: Dialled,
        way: Way,
    ) -> None:
        permit(hass, loaded, calls=1)
        await act(hass, "101", way)
        for again in WAYS:
            error = await refusal(act(hass, "101", again))
            assert error.translation_key == "too_many_calls"
        error = await refusal(speak(hass, loaded, "101", dialling.CREATE))
        assert error.translation_key == "too_many_calls"
        assert dialled() == [(way.parameter, "101")]

    async def test_calls_at_the_same_moment_count_each(
        self, hass: HomeAssistant, loaded: MockConfigEntry, dialled: Dialled
    ) -> None:
        permit(hass, loaded, calls=3)
        results = await asyncio.gather(
            *(act(hass, "101") for _ in range(8)), return_exceptions=True
        )
        assert sum(isinstance(each, ServiceValidationError) for each in results) == 5
        assert len(dialled()) == 3

    async def test_the_options_set_the_limit(
        self,
        hass: HomeAssistant,
        advance: Advance,
        loaded: MockConfigEntry,
        dialled: Dialled,
    ) -> None:
        permit(hass, loaded, calls=2, minutes=1)
        await act(hass, "101")
        await act(hass, "101")
        error = await refusal(act(hass, "101"))
        assert "2 calls within 1 minutes" in str(error)
        await advance(60)
        await act(hass, "101")
        assert len(dialled()) == 3

    async def test_it_survives_a_reload(
        self, hass: HomeAssistant, loaded: MockConfigEntry, dialled: Dialled
    ) -> None:
        for _ in range(10):
            await act(hass, "101")
        assert await hass.config_entries.async_reload(loaded.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        assert (await refusal(act(hass, "101"))).translation_key == "too_many_calls"
        assert len(dialled()) == 10

    async def test_each_account_has_its_own(
        self, hass: HomeAssistant, loaded: MockConfigEntry, other: MockConfigEntry
    ) -> None:
        permit(hass, loaded, calls=1)
        await act(hass, "101")
        await refusal(act(hass, "101"))
        await act(hass, "201", handset="200")

    async def test_what_was_refused_does_not_count(
        self, hass: HomeAssistant, loaded: MockConfigEntry, account: Account, advance: Advance
    ) -> None:
        permit(hass, loaded, calls=1)
        account.handsets["102"].unregister()
        await advance(16)
        for number, handset in (
            ("000", "100"),
            ("1900123456", "100"),
            ("x", "100"),
            ("101", "102"),
        ):
            await refusal(act(hass, number, handset=handset))
        await act(hass, "101")

    async def test_a_removed_account_is_forgotten(
        self, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> None:
        permit(hass, loaded, calls=1)
        await act(hass, "101")
        await refusal(act(hass, "101"))
        before = call_record(hass, loaded)
        await hass.config_entries.async_remove(loaded.entry_id)
        after = call_record(hass, loaded)
        assert after is not before
        assert after.refusals.counts == {}


class TestRefusals:
    """Refusals are counted, and are somebody's business when they pile up."""

    @staticmethod
    def issue(hass: HomeAssistant, entry: MockConfigEntry) -> ir.IssueEntry | None:
        """Return the account's issue about refused calls."""
        return ir.async_get(hass).async_get_issue(DOMAIN, f"{entry.entry_id}_calls_refused")

    async def test_each_rule_is_counted(
        self, hass: HomeAssistant, loaded: MockConfigEntry, connected: Account
    ) -> None:
        permit(hass, loaded, denied=["0412*"], calls=1)
        await refusal(act(hass, "000"))
        await refusal(act(hass, "1900 123 456"))
        await refusal(act(hass, "1900 123 456"))
        await refusal(act(hass, "0412 345 678"))
        await refusal(act(hass, "mum"))
        await refusal(act(hass, "0409 123 456", SUPERVISING[0]))
        await refusal(speak(hass, loaded, "101", dialling.BARGE))
        await act(hass, "101")
        await refusal(act(hass, "101"))
        assert call_record(hass, loaded).refusals.counts == {
            "denied": 1,
            "emergency": 1,
            "kind": 2,
            "not_understood": 1,
            "supervision": 1,
            "supervision_by_voice": 1,
            "too_many": 1,
        }

    async def test_what_is_not_understood_piles_up_too(
        self, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> None:
        for text in attempts.NOTHING[-9:]:
            await refusal(act(hass, text))
        assert self.issue(hass, loaded) is None
        await refusal(speak(hass, loaded, "0409 123 45", dialling.CREATE))
        assert call_record(hass, loaded).refusals.counts == {"not_understood": 10}
        assert self.issue(hass, loaded)

    async def test_each_leaves_a_warning_without_the_number_until_those_of_its_rule_pile_up(
        self, hass: HomeAssistant, loaded: MockConfigEntry, caplog: pytest.LogCaptureFixture
    ) -> None:
        await refusal(act(hass, "1900 654 321"))
        await refusal(speak(hass, loaded, "0411 999 999", dialling.CREATE))
        for _ in range(12):
            await refusal(act(hass, "000"))
        await refusal(act(hass, "0411 999 99"))
        warnings = [
            record.getMessage().removeprefix("A call of mycompany was refused: ")
            for record in caplog.records
            if record.name == "custom_components.jingl" and record.levelno == logging.WARNING
        ]
        assert warnings == [
            "rule kind, number of kind premium, wanted by action",
            "rule kind, number of kind mobile, wanted by voice",
            *9 * ["rule emergency, number of kind emergency, wanted by action"],
            "rule not_understood, number of kind unknown, wanted by action",
        ]
        for number in ("1900654321", "1900 654 321", "0411999999", "0411 999 99"):
            assert number not in caplog.text

    async def test_the_tenth_within_an_hour_raises_a_repair(
        self, hass: HomeAssistant, advance: Advance, loaded: MockConfigEntry
    ) -> None:
        for _ in range(9):
            await refusal(act(hass, "000"))
            await advance(390)
        assert self.issue(hass, loaded) is None
        await refusal(act(hass, "1900 123 456"))
        issue = self.issue(hass, loaded)
        assert issue
        assert issue.translation_key == "calls_refused"
        assert issue.translation_placeholders == {"account": "mycompany"}
        assert issue.is_fixable

    async def test_refusals_that_are_spread_out_do_not(
        self, hass: HomeAssistant, advance: Advance, loaded: MockConfigEntry
    ) -> None:
        for _ in range(15):
            await refusal(act(hass, "000"))
            await advance(410)
        assert self.issue(hass, loaded) is None

    async def test_an_automation_that_dials_all_night_is_noticed(
        self, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> None:
        for _ in range(10):
            await act(hass, "101")
        for _ in range(10):
            await refusal(act(hass, "101"))
        assert self.issue(hass, loaded)

    async def test_a_reload_does_not_begin_anew(
        self, hass: HomeAssistant, loaded: MockConfigEntry
    ) -> None:
        for _ in range(9):
            await refusal(act(hass, "000"))
        assert await hass.config_entries.async_reload(loaded.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        await refusal(act(hass, "000"))
        assert call_record(hass, loaded).refusals.counts == {"emergency": 10}
        assert self.issue(hass, loaded)

    async def test_each_account_has_its_own(
        self, hass: HomeAssistant, loaded: MockConfigEntry, other: MockConfigEntry
    ) -> None:
        for handset in ("100", "200"):
            for _ in range(9):
                await refusal(act(hass, "000", handset=handset))
        assert self.issue(hass, loaded) is None
        await refusal(act(hass, "000", handset="200"))
        assert self.issue(hass, loaded) is None
        assert self.issue(hass, other)


@pytest.mark.usefixtures("loaded")
class TestAvailability:
    """Whether anything would happen on the handset that is to act."""

    async def test_a_phone_that_is_off_is_an_error(
        self, hass: HomeAssistant, account: Account, dialled: Dialled, advance: Advance
    ) -> None:
        account.handsets["100"].unregister()
        await advance(16)
        error = await refusal(act(hass, "101"))
        assert error.translation_key == "handset_not_registered"
        assert dialled() == []

    async def test_an_account_that_cannot_be_reached_is_an_error(
        self, hass: HomeAssistant, server: Server, advance: Advance
    ) -> None:
        await server.stop()
        await advance(16)
        error = await refusal(act(hass, "0409 123 456"))
        assert error.translation_key == "handset_unavailable"


@pytest.mark.usefixtures("loaded")
class TestErrors:
    """What Jingl may answer, or not."""

    @pytest.mark.parametrize("way", WAYS[1:], ids=lambda way: way.parameter)
    async def test_without_a_connected_call_the_error_says_so(
        self, hass: HomeAssistant, way: Way
    ) -> None:
        error = await refusal(act(hass, "101", way))
        assert error.translation_key == "no_connected_call"
        assert str(error).startswith("Reception has no connected call")

    @pytest.mark.parametrize(
        ("status", "key"),
        [
            (400, "number_refused"),
            (404, "handset_not_found"),
            (406, "tls_error"),
            (418, "outcome_unknown"),
            (429, "rate_limited"),
            (500, "outcome_unknown"),
        ],
    )
    async def test_every_answer_has_its_error(
        self, hass: HomeAssistant, server: Server, dialled: Dialled, status: int, key: str
    ) -> None:
        server.add_fault(StatusCode(status), method="PUT")
        with pytest.raises(HomeAssistantError) as caught:
            await act(hass, "101")
        assert caught.value.translation_key == key
        assert len(dialled()) == 1

    @pytest.mark.parametrize("fault", [ResetBefore(), ResetAfter()])
    async def test_an_answer_that_never_came_is_its_own_error(
        self,
        hass: HomeAssistant,
        server: Server,
        dialled: Dialled,
        fault: ResetBefore | ResetAfter,
    ) -> None:
        server.add_fault(fault, method="PUT")
        with pytest.raises(HomeAssistantError) as caught:
            await act(hass, "101")
        assert caught.value.translation_key == "outcome_unknown"
        assert len(dialled()) == 1

    async def test_a_cloud_that_cannot_be_reached_is_an_error(
        self, hass: HomeAssistant, server: Server
    ) -> None:
        await server.stop()
        with pytest.raises(HomeAssistantError) as caught:
            await act(hass, "101")
        assert caught.value.translation_key == "cannot_connect"

    async def test_a_refused_login_asks_for_a_new_one(
        self, hass: HomeAssistant, account: Account
    ) -> None:
        account.users["john"] = "changed"
        with pytest.raises(HomeAssistantError) as caught:
            await act(hass, "101")
        assert caught.value.translation_key == "invalid_auth"
        await hass.async_block_till_done()
        flows = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        assert [flow["context"]["source"] for flow in flows] == [SOURCE_REAUTH]


class TestPermissions:
    """Who may act on a handset."""

    @every_way
    @pytest.mark.usefixtures("connected")
    async def test_a_user_who_may_only_look_is_refused_before_anything_else(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        hass_read_only_user: MockUser,
        dialled: Dialled,
        way: Way,
    ) -> None:
        for number in ("101", "000", "mum"):
            with pytest.raises(Unauthorized):
                await act(hass, number, way, user_id=hass_read_only_user.id)
        assert dialled() == []
        assert call_record(hass, loaded).refusals.counts == {}

    async def test_a_user_who_may_control_the_handset_is_bound_by_the_policy_only(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        hass_read_only_user: MockUser,
        dialled: Dialled,
        entity_registry: er.EntityRegistry,
    ) -> None:
        entities = er.async_entries_for_config_entry(entity_registry, loaded.entry_id)
        hass_read_only_user.mock_policy(
            {
                "entities": {
                    "entity_ids": {
                        each.entity_id: True for each in entities if "_100_" in each.unique_id
                    }
                }
            }
        )
        await act(hass, "101", user_id=hass_read_only_user.id)
        error = await refusal(act(hass, "000", user_id=hass_read_only_user.id))
        assert error.translation_key == "dial_emergency_refused"
        with pytest.raises(Unauthorized):
            await act(hass, "101", handset="102", user_id=hass_read_only_user.id)
        assert dialled() == [("callcreate", "101")]

    @pytest.mark.usefixtures("loaded")
    async def test_an_administrator_is_bound_by_the_policy_too(
        self, hass: HomeAssistant, hass_owner_user: User, dialled: Dialled
    ) -> None:
        await act(hass, "101", user_id=hass_owner_user.id)
        error = await refusal(act(hass, "000", user_id=hass_owner_user.id))
        assert error.translation_key == "dial_emergency_refused"
        assert dialled() == [("callcreate", "101")]

    @pytest.mark.usefixtures("loaded")
    async def test_a_user_who_may_control_only_a_part_of_it_is_refused(
        self, hass: HomeAssistant, hass_read_only_user: MockUser
    ) -> None:
        hass_read_only_user.mock_policy(
            {"entities": {"entity_ids": {"switch.reception_recording": True}}}
        )
        with pytest.raises(Unauthorized):
            await act(hass, "101", user_id=hass_read_only_user.id)

    @pytest.mark.usefixtures("loaded")
    async def test_a_user_that_no_longer_exists_is_refused(self, hass: HomeAssistant) -> None:
        with pytest.raises(UnknownUser):
            await act(hass, "101", user_id="gone")

    async def test_a_read_only_user_learns_nothing_of_a_handset_without_entities(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        hass_read_only_user: MockUser,
        device_registry: dr.DeviceRegistry,
    ) -> None:
        device = device_registry.async_get_device_by_identifier(
            (DOMAIN, "mycompany_100"), loaded.entry_id
        )
        assert device
        device_registry.async_remove_device(device.id)
        await hass.async_block_till_done()
        with pytest.raises(Unauthorized):
            await act(hass, "101", user_id=hass_read_only_user.id)

    async def test_who_speaks_needs_the_permission_too(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        hass_read_only_user: MockUser,
        dialled: Dialled,
    ) -> None:
        with pytest.raises(Unauthorized):
            await dialling.async_act_on_call(
                hass,
                loaded,
                "100",
                dialling.CREATE,
                "101",
                origin=Origin.VOICE,
                context=Context(user_id=hass_read_only_user.id),
            )
        assert dialled() == []


async def test_numbering_plans_are_read_before_anybody_dials_and_not_by_the_event_loop(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers = []
    monkeypatch.setattr(jingl, "load_numbers", lambda: readers.append(threading.get_ident()))
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    (reader,) = readers
    assert reader != threading.get_ident()


def test_nothing_else_asks_jingl_to_make_a_phone_ring() -> None:
    asks = re.compile(r"\.(create|transfer|monitor|coach|barge)_call\b|coordinator\.async_act_on_")
    root = Path(dialling.__file__).parent
    asking = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if path.parent.name != "api" and asks.search(path.read_text())
    }
    assert asking == {"dialling.py"}
