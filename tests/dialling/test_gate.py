"""Make phones ring if permitted, against the simulated cloud."""

import asyncio
import contextlib
import logging
from pathlib import Path
import re
import threading
from typing import Any, Final

from hypothesis import given, settings
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
    UnknownUser,
)
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.template import Template

from custom_components import jingl
from custom_components.jingl.const import DOMAIN
from custom_components.jingl.dialling import gate as dialling
from custom_components.jingl.dialling.callee import understand_number
from custom_components.jingl.dialling.gate import check_number, dial_record
from custom_components.jingl.dialling.policy import Origin, Refusal
from custom_components.jingl.numbers.phone_number import NumberKind
from simulator.faults import Fault, ResetAfter, ResetBefore, StatusCode
from simulator.state import Account, Cloud
from tests import attempts
from tests.conftest import LOGIN, Advance
from tests.contacts import Contacts
from tests.switchboard import (
    EVERYTHING,
    SUPERVISING,
    WAYS,
    Office,
    Way,
    every_supervising_way,
    every_way,
    key,
    refusal,
)

# One of each kind except contacts.
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
EMERGENCY: Final = "dial_emergency_refused"
# Anything with a letter in it is taken for a name.
NOBODY_S: Final = {"invalid_number", "name_unknown", "name_similar"}


@pytest.fixture
async def other(hass: HomeAssistant, cloud: Cloud, office: Office) -> Office:
    """Return another office, with its own account."""
    account = cloud.add_account("othercompany")
    account.add_handset("200", name="Other reception")
    account.add_handset("201", name="Other sales")
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="othercompany",
        unique_id="othercompany",
        data={
            **LOGIN,
            "domain": "othercompany",
            "host": office.server.address,
            "account_id": "othercompany",
        },
        options={"handsets": ["200", "201"], "ignored": [], "track_new": False},
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return Office(hass, entry, office.server, account)


class TestNumbers:
    """Numbers as they come from the user interface, YAML and templates."""

    async def test_a_number_is_dialled_as_in_australia(self, office: Office) -> None:
        expected: dict[str | int, str] = {
            "0409 123 456": "0409123456",
            "+61 409.123.456": "0409123456",
            "(03) 9123-4567": "0391234567",
            "13 12 13": "131213",
            "1800 123 456": "1800123456",
            "*98": "*98",
            "101": "101",
            "+44 20 7946 0958": "0011442079460958",
            101: "101",
            1300654321: "1300654321",
            Template("{{ '+61409123456' }}", office.hass).async_render(): "0409123456",
            Template("{{ '+442079460958' }}", office.hass).async_render(): "0011442079460958",
        }
        assert 61409123456 in expected
        office.permit(calls=20)
        for number in expected:
            await office.act(number)
        assert office.requests == [("callcreate", number) for number in expected.values()]

    @every_way
    @pytest.mark.usefixtures("connected")
    async def test_an_incomplete_number_is_refused_without_a_request(
        self, office: Office, way: Way
    ) -> None:
        # The last three are YAML's and templates' results for 0312345670, yes and 3.0.
        for number in ("", "mum", "9123 4567", "*31#0409123456", "\ud800", 53070776, True, "3.0"):
            assert await key(office.act(number, way)) in NOBODY_S
        assert office.requests == []

    async def test_an_error_does_not_repeat_a_long_text(self, office: Office) -> None:
        for text in ("call mum " * 100_000, "mum " * 20):
            error = await refusal(office.act(text))
            assert "mum" in str(error)
            assert len(str(error)) < 300
        error = await refusal(office.act("call mum " * 100_000))
        assert error.translation_key == "invalid_number"
        assert len(str(error)) < 300

    async def test_an_attempt_is_only_dialled_as_what_it_is(self, office: Office) -> None:
        office.permit(**EVERYTHING)
        harmless = {text: number for text, (_, number) in attempts.HARMLESS.items()}
        expected = []
        for text, number in (attempts.EMERGENCY | attempts.PREMIUM | harmless).items():
            await office.act(text)
            expected.append(number)
            assert office.dialled == expected, ascii(text)
        for text in attempts.NOTHING:
            assert await key(office.act(text)) in NOBODY_S
        assert office.dialled == expected

    async def test_no_attempt_gets_past_the_default_policy(self, office: Office) -> None:
        for texts, wanted in (
            (attempts.EMERGENCY, EMERGENCY),
            (attempts.PREMIUM, "dial_premium_refused"),
        ):
            for text in texts:
                for deed in office.by_every_door(text):
                    assert await key(deed) == wanted, ascii(text)
        for text in (*attempts.HARMLESS, *attempts.NOTHING):
            await refusal(office.speak(text))
        assert office.requests == []

    @settings(max_examples=100)
    @given(text=attempts.any_string)
    async def test_no_string_reaches_jingl_unless_the_policy_permits_it(
        self, office: Office, text: str
    ) -> None:
        office.permit(calls=1000, denied=["04*", "+44*", "1223"])
        office.server.clear_requests()
        try:
            await office.act(text)
        except ServiceValidationError:
            assert office.requests == []
            return
        (number,) = office.dialled
        understood = understand_number(office.hass, office.entry, text)
        assert number == understood.dialled
        assert understood.kind not in {NumberKind.PREMIUM, NumberKind.EMERGENCY}
        assert not number.startswith(("04", "001144", "000", "112", "106"))
        if understood.kind is NumberKind.SHORT_CODE:
            assert not attempts.reaches_emergency(number)
            assert number not in {"1223", "01223", "91223", "*1223"}


class TestPolicy:
    """What the options permit."""

    @every_way
    @pytest.mark.usefixtures("connected")
    @pytest.mark.parametrize("number", ["0 112", "+61 1900 123 456"])
    async def test_premium_and_emergency_numbers_are_off_until_switched_on(
        self, office: Office, way: Way, number: str
    ) -> None:
        office.permit(supervise_others=True)
        understood = understand_number(office.hass, office.entry, number)
        assert await key(office.act(number, way)) == f"dial_{understood.kind}_refused"
        assert office.requests == []
        office.permit(supervise_others=True, actions=[understood.kind.value])
        await office.act(number, way)
        assert office.requests == [(way.parameter, understood.dialled)]

    @pytest.mark.usefixtures("connected")
    async def test_every_kind_can_be_switched_off_for_every_action(self, office: Office) -> None:
        for kind, number in NUMBERS.items():
            others = [other for other in NUMBERS if other != kind]
            office.permit(supervise_others=True, actions=others, voice=[kind])
            for way in WAYS:
                error = await refusal(office.act(number, way))
                assert error.translation_key == f"dial_{kind}_refused"
                # It says what was refused, and where to change the setting.
                assert number in str(error)
                assert "Settings > Devices & services > Jingl > Configure > Dialling" in str(error)
        assert office.requests == []

    @pytest.mark.usefixtures("connected")
    async def test_a_denied_number_is_refused_even_if_it_is_allowed(self, office: Office) -> None:
        office.permit(**EVERYTHING, allowed=["0409123456"], denied=["04*", "101"])
        for way in WAYS:
            for number in ("+61 409 123 456", "101"):
                error = await refusal(office.act(number, way))
                assert error.translation_key == "dial_denied"
                assert "Dialling" in str(error)
        assert office.requests == []

    async def test_a_denied_star_code_is_refused_with_and_without_a_hash_after_it(
        self, office: Office
    ) -> None:
        office.permit(**EVERYTHING, denied=["*72", "*21#", "##002"])
        for code in ("*72", "*21", "##002"):
            for number in (code, f"{code}#"):
                for deed in office.by_every_door(number):
                    assert await key(deed) == "dial_denied"
        assert office.requests == []

    async def test_an_allowed_number_of_any_kind_but_emergency_is_dialled(
        self, office: Office
    ) -> None:
        office.permit(actions=[], voice=[], allowed=["1900*", "0*", "1*", "+44*"])
        for number in ("1900 123 456", "0409 123 456"):
            for deed in office.by_every_door(number):
                await deed
        called = ["1900123456", "1900123456", "0409123456", "0409123456"]
        assert office.dialled == called
        for number in ("000", "112", "0112", "+61000"):
            for deed in office.by_every_door(number):
                assert await key(deed) == EMERGENCY
        # Only its own number means a handset.
        assert await key(office.act("101")) == "dial_handset_refused"
        assert office.dialled == called

    @every_supervising_way
    @pytest.mark.usefixtures("connected")
    async def test_other_numbers_than_handsets_supervise_only_if_switched_on(
        self, office: Office, way: Way
    ) -> None:
        Contacts(office.hass, office.entry).add("Jane", "0412 000 111")
        for number in ("0409 123 456", "0412 000 111", "131213", "*98", "200"):
            error = await refusal(office.act(number, way))
            assert error.translation_key == "supervision_refused"
            assert "mycompany" in str(error)
            assert "Dialling" in str(error)
        assert office.requests == []
        office.permit(supervise_others=True)
        await office.act("0409 123 456", way)
        assert office.requests == [(way.parameter, "0409123456")]

    @every_supervising_way
    @pytest.mark.usefixtures("connected", "other")
    async def test_a_handset_supervises_but_not_one_from_another_account(
        self, office: Office, way: Way
    ) -> None:
        assert await key(office.act("200", way)) == "supervision_refused"
        await office.act("101", way)
        assert office.requests == [(way.parameter, "101")]

    async def test_each_account_has_its_own_policy(self, office: Office, other: Office) -> None:
        office.permit(actions=["handset"])
        assert await key(office.act("0409 123 456")) == "dial_mobile_refused"
        await other.act("0409 123 456", handset="200")
        assert office.requests == [("callcreate", "0409123456")]


class TestChecking:
    """Check whether a number may be dialled before the handset is known."""

    async def test_a_number_that_may_be_dialled_is_returned_and_nothing_is_counted(
        self, office: Office
    ) -> None:
        office.permit(calls=1)
        for _ in range(3):
            found = check_number(office.hass, office.entry, "0409 123 456", Origin.ACTION)
            assert found == understand_number(office.hass, office.entry, "+61 409 123 456")
        assert office.refusals == {}
        await office.act("101")
        assert office.dialled == ["101"]

    async def test_a_number_that_may_not_be_dialled_is_refused_and_counted_once(
        self, office: Office
    ) -> None:
        office.permit(denied=["0412*"])
        expected: list[Refusal] = []
        for number, rule, wanted in (
            ("000", Refusal.EMERGENCY, EMERGENCY),
            ("0411 999 999", Refusal.KIND, "dial_mobile_refused"),
            ("0412 345 678", Refusal.DENIED, "dial_denied"),
        ):
            with pytest.raises(ServiceValidationError) as caught:
                check_number(office.hass, office.entry, number, Origin.VOICE)
            assert caught.value.translation_key == wanted
            expected.append(rule)
            assert office.refusals == {each: expected.count(each) for each in expected}
        for mistyped in ("0411 999 99", 53070776):
            with pytest.raises(ServiceValidationError) as caught:
                check_number(office.hass, office.entry, mistyped, Origin.VOICE)
            assert caught.value.translation_key == "invalid_number"
        assert office.refusals == dict.fromkeys(expected, 1)


class TestVoice:
    """What a voice assistant or a language model may do."""

    async def test_by_default_it_calls_handsets_and_contacts_only(self, office: Office) -> None:
        for kind, number in NUMBERS.items():
            if kind == "handset":
                continue
            for action in (dialling.CREATE, dialling.BLIND_TRANSFER, dialling.ATTENDED_TRANSFER):
                assert await key(office.speak(number, action)) == f"dial_{kind}_refused"
        assert office.requests == []
        await office.speak("101")
        assert office.requests == [("callcreate", "101")]

    async def test_options_let_it_call_others(self, office: Office) -> None:
        for kind, number in NUMBERS.items():
            office.permit(actions=[], voice=[kind])
            await office.speak(number)
        assert office.dialled == list(NUMBERS.values())

    @pytest.mark.usefixtures("connected")
    async def test_it_never_supervises(self, office: Office) -> None:
        office.permit(**EVERYTHING, allowed=["101"])
        for action in (dialling.MONITOR, dialling.COACH, dialling.BARGE):
            assert await key(office.speak("101", action)) == "supervision_by_voice"
        assert office.requests == []


class TestHandsets:
    """Extension numbers that count as the account's handsets."""

    @pytest.fixture
    def extensions(self, account: Account, request: pytest.FixtureRequest) -> list[str]:
        """Let handsets have these extensions: request it before the office."""
        for extension in request.param:
            account.add_handset(extension, name="Helpdesk")
        return list(request.param)

    @pytest.mark.parametrize(
        "extensions",
        [["1000", "1234", "9000", "1121", "12", "1-2", "A100", "10_1"]],
        indirect=True,
        ids=[""],
    )
    async def test_a_handset_is_called_by_its_extension_whatever_else_that_could_mean(
        self, account: Account, extensions: list[str], office: Office
    ) -> None:
        office.permit(calls=2 * len(extensions))
        for extension in extensions:
            for deed in office.by_every_door(extension):
                await deed
                assert office.dialled[-1] == extension
                assert account.status(extension).state == "Ringing"
                account.hang_up(extension)
        assert len(office.dialled) == 2 * len(extensions)

    @pytest.mark.parametrize(
        "extensions", [["112", "106", "000", "0000", "1-12"]], indirect=True, ids=[""]
    )
    async def test_an_emergency_number_is_never_a_handset(
        self, extensions: list[str], office: Office
    ) -> None:
        for extension in extensions:
            for deed in office.by_every_door(extension):
                assert await key(deed) == EMERGENCY
        assert office.requests == []

    @pytest.mark.usefixtures("connected")
    @pytest.mark.parametrize(
        ("extensions", "kind"),
        [
            (["0011882161234567", "1900654321", "0147123456"], "premium"),
            (["0409123456"], "mobile"),
            (["131213"], "freephone"),
            (["1234567", "10-20-30-40"], "national"),
        ],
        indirect=["extensions"],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    async def test_a_handset_with_a_public_number_counts_as_that_number(
        self, extensions: list[str], kind: str, office: Office
    ) -> None:
        for extension in extensions:
            assert await key(office.speak(extension)) == f"dial_{kind}_refused"
            for way in SUPERVISING:
                assert await key(office.act(extension, way)) == "supervision_refused"
            office.permit(**EVERYTHING, denied=[f"{extension.replace('-', '')[:4]}*"])
            assert await key(office.act(extension)) == "dial_denied"
            office.permit(actions=[each for each in NumberKind if each != kind])
            assert await key(office.act(extension)) == f"dial_{kind}_refused"
            assert await key(office.speak(extension)) == f"dial_{kind}_refused"
            office.permit(actions=[kind], calls=100)
            await office.act(extension)
            office.permit()
        assert office.dialled == extensions

    @pytest.mark.parametrize("extensions", [["10-0", "1-2"]], indirect=True, ids=[""])
    @pytest.mark.usefixtures("connected", "extensions")
    async def test_a_handset_does_not_call_itself_or_join_its_own_call(
        self, office: Office
    ) -> None:
        for number in ("100", " 1 0 0 ", 100):
            for way in WAYS:
                error = await refusal(office.act(number, way))
                assert error.translation_key == "handset_itself"
                assert str(error).startswith("Reception can't call itself")
        for action in (dialling.CREATE, dialling.BLIND_TRANSFER):
            assert await key(office.speak("100", action)) == "handset_itself"
        assert await key(office.act("1-2", handset="1-2")) == "handset_itself"
        assert (office.requests, office.refusals) == ([], {})
        await office.act("10-0")
        assert office.dialled == ["10-0"]

    async def test_an_offline_phone_is_still_a_handset(
        self, account: Account, office: Office, advance: Advance
    ) -> None:
        account.handsets["102"].unregister()
        await advance(16)
        await office.speak("102")
        assert office.dialled == ["102"]

    @pytest.mark.parametrize("option", ["handsets", "ignored"])
    async def test_a_handset_that_is_not_followed_is_still_a_handset(
        self, office: Office, option: str
    ) -> None:
        handsets = ["103", "1121", "9000", "1234", "A1"]
        # Numbers that belong to others.
        others = ["112", "106", "000", "0000", "131213", "0409123456", "1234567"]
        office.set_options(**{option: [*office.entry.options[option], *handsets, *others]})
        for extension in handsets:
            await office.speak(extension)
        for extension in others:
            await refusal(office.speak(extension))
        assert office.dialled == handsets

    async def test_a_number_that_only_starts_or_ends_like_such_a_handset_is_not_one(
        self, office: Office
    ) -> None:
        office.set_options(ignored=["1121", "9000", "1234"])
        for number in ("11211", "9 1121", "0 9000", "9000#", "*9000", "9 1234", "0 1234", "*1234"):
            for deed in office.by_every_door(number):
                await refusal(deed)
        assert office.requests == []


class TestContacts:
    """The account's contacts."""

    @pytest.fixture
    def contacts(self, office: Office) -> Contacts:
        """Return the contacts, none so far."""
        return Contacts(office.hass, office.entry)

    @pytest.mark.parametrize("written", ["0409 123 456", "+61 409 123 456", "0011 61 409123456"])
    async def test_a_contact_is_called_by_voice_however_the_number_is_written(
        self, office: Office, contacts: Contacts, written: str
    ) -> None:
        assert await key(office.speak("0409123456")) == "dial_mobile_refused"
        contacts.add("Jane", "03 9123 4567", written)
        await office.speak("0409123456")
        await office.speak("+61 391 234 567")
        assert office.dialled == ["0409123456", "0391234567"]

    async def test_a_contact_may_have_any_ordinary_number(
        self, office: Office, contacts: Contacts
    ) -> None:
        numbers = ["+44 20 7946 0958", "*98", "2000", "1300 654 321"]
        contacts.add("Jane", *numbers)
        office.permit(actions=["contact"])
        for number in numbers:
            for deed in office.by_every_door(number):
                await deed
        assert len(office.dialled) == 8
        office.permit(actions=["handset", "national"], voice=[])
        for number in numbers:
            assert await key(office.act(number)) == "dial_contact_refused"

    async def test_people_in_a_phone_book_are_contacts(
        self, office: Office, contacts: Contacts
    ) -> None:
        contacts.add_book("Family", ("Jane", "+61409123456"), ("Police", "000"))
        await office.speak("0409 123 456")
        assert office.dialled == ["0409123456"]
        assert await key(office.speak("000")) == EMERGENCY

    async def test_a_contact_is_no_way_around_a_kind_that_is_off(
        self, office: Office, contacts: Contacts
    ) -> None:
        for number, wanted in (
            ("000", EMERGENCY),
            ("0 112", EMERGENCY),
            ("1900 123 456", "dial_premium_refused"),
            ("+881 6 1234 5678", "dial_premium_refused"),
        ):
            contacts.add("Jane", number)
            for deed in office.by_every_door(number):
                assert await key(deed) == wanted
        assert office.requests == []

    @pytest.mark.usefixtures("connected")
    async def test_a_handset_that_is_a_contact_too_is_a_handset(
        self, office: Office, contacts: Contacts
    ) -> None:
        contacts.add("Jane", "101")
        await office.act("101", SUPERVISING[0])
        office.permit(actions=["contact"])
        assert await key(office.act("101")) == "dial_handset_refused"

    async def test_a_contact_belongs_to_one_account_only(
        self, office: Office, other: Office
    ) -> None:
        Contacts(other.hass, other.entry).add("Jane", "0409 123 456")
        assert await key(office.speak("0409 123 456")) == "dial_mobile_refused"

    async def test_a_number_written_like_another_countrys_contact_is_not_that_contact(
        self, office: Office, contacts: Contacts
    ) -> None:
        office.hass.config.country = "DE"
        contacts.add("Jane", "0409 123 456")  # in Hamburg
        await office.speak("0409 123 456")
        assert await key(office.speak("+61 409 123 456")) == "dial_mobile_refused"
        contacts.add("Joe", "+61 409 123 456")
        await office.speak("+61 409 123 456")
        assert office.dialled == ["001149409123456", "0409123456"]


class TestCountries:
    """Home Assistant in other countries, with Jingl in Australia."""

    async def test_numbers_are_written_locally_and_dialled_as_in_australia(
        self, office: Office
    ) -> None:
        for country, number, expected in (
            ("AU", "0409 123 456", "0409123456"),
            ("NZ", "021 123 4567", "001164211234567"),
            ("NZ", "+61 409 123 456", "0409123456"),
            ("US", "(650) 253-0000", "001116502530000"),
            ("US", "011 61 409 123 456", "0409123456"),
            ("DE", "030 123456", "00114930123456"),
            ("DE", "0409 123 456", "001149409123456"),
            ("DE", "101", "101"),
            ("NU", "4000", "4000"),
        ):
            office.hass.config.country = country
            await office.act(number)
            assert office.dialled[-1] == expected

    @pytest.mark.parametrize(
        ("wanted", "numbers"),
        [
            (EMERGENCY, ["NZ 111", "US 911", "DE 110", "DE 112", "DE 000", "US 000"]),
            # There, an Australian number needs its country code.
            ("invalid_number", ["NZ 0409 123 456", "US 0409 123 456", "DE 1300 654 321"]),
        ],
    )
    async def test_local_emergency_and_incomplete_numbers_are_refused(
        self, office: Office, wanted: str, numbers: list[str]
    ) -> None:
        for each in numbers:
            office.hass.config.country, _, number = each.partition(" ")
            assert await key(office.act(number)) == wanted
        assert office.requests == []


class TestLimit:
    """Automations that dial all night are stopped."""

    async def test_the_eleventh_call_within_five_minutes_is_refused(
        self, office: Office, advance: Advance
    ) -> None:
        for _ in range(10):
            await office.act("101")
            await office.settled()
            await advance(1)
        error = await refusal(office.act("0409 123 456"))
        assert error.translation_key == "too_many_calls"
        assert str(error).startswith(
            "mycompany has made 10 calls within 5 min, so 0409123456 can't be called yet. Try"
            " again in 4 min 50 s. "
        )
        assert "Dialling" in str(error)
        assert len(office.requests) == 10
        await advance(289)
        assert "Try again in 1 s." in str(await refusal(office.act("101")))
        await advance(1)  # the first of the ten was five minutes ago
        await office.act("101")
        assert await key(office.act("101")) == "too_many_calls"
        assert len(office.requests) == 11

    async def test_one_call_too_many_within_a_day_is_refused(
        self, office: Office, advance: Advance
    ) -> None:
        office.permit(calls_per_day=3)
        for _ in range(3):
            await office.act("101")
            await office.settled()
            await advance(3600)
        error = await refusal(office.act("101"))
        assert "3 calls within 24 h" in str(error)
        assert "Try again in 21 h." in str(error)
        await advance(20 * 3600 + 59)
        assert "Try again in 59 min 1 s." in str(await refusal(office.act("101")))
        await advance(3541)
        await office.act("101")
        assert len(office.requests) == 4

    @every_way
    @pytest.mark.usefixtures("connected")
    async def test_everything_that_makes_a_phone_ring_counts(
        self, office: Office, way: Way
    ) -> None:
        office.permit(calls=1)
        await office.act("101", way)
        for deed in (*(office.act("101", again) for again in WAYS), office.speak("101")):
            assert await key(deed) == "too_many_calls"
        assert office.requests == [(way.parameter, "101")]

    async def test_simultaneous_calls_all_count(self, office: Office) -> None:
        results = await asyncio.gather(
            *(office.act("101") for _ in range(50)), return_exceptions=True
        )
        assert sum(isinstance(each, ServiceValidationError) for each in results) == 40
        assert len(office.requests) == 10

    @pytest.mark.parametrize(
        ("fault", "requests"),
        [
            *((StatusCode(status), 20) for status in (400, 401, 404, 406)),
            # It is unknown or undocumented whether a phone rings.
            *((StatusCode(status), 10) for status in (200, 418, 500, 502, 503)),
            (ResetBefore(), 10),
            (ResetAfter(), 10),
        ],
        ids=str,
    )
    async def test_every_call_counts_unless_jingl_says_it_did_not_happen(
        self, office: Office, fault: Fault, requests: int
    ) -> None:
        office.server.add_fault(fault, method="PUT")
        for _ in range(20):
            with contextlib.suppress(HomeAssistantError):
                await office.act("0409 123 456")
        assert len(office.requests) == requests

    async def test_a_call_that_is_rate_limited_does_not_count(
        self, office: Office, advance: Advance
    ) -> None:
        office.permit(calls=1)
        office.server.add_fault(StatusCode(429), method="PUT", times=1)
        with pytest.raises(HomeAssistantError):
            await office.act("101")
        await office.act("101")
        assert await key(office.act("101")) == "too_many_calls"

    async def test_transfers_without_a_call_leave_room_for_calls(self, office: Office) -> None:
        for _ in range(3):
            for way in WAYS[1:]:
                assert await key(office.act("101", way)) == "no_connected_call"
        for _ in range(10):
            await office.act("101")
        assert await key(office.act("101")) == "too_many_calls"

    async def test_the_options_set_the_limit(self, office: Office, advance: Advance) -> None:
        office.permit(calls=2, minutes=1)
        await office.act("101")
        await office.act("101")
        assert "2 calls within 1 min, " in str(await refusal(office.act("101")))
        await office.settled()
        await advance(60)
        await office.act("101")
        assert len(office.requests) == 3

    async def test_a_loop_that_keeps_reaching_the_limit_raises_a_repair(
        self, office: Office, advance: Advance
    ) -> None:
        calls = 0
        while not office.issue("calls_at_limit"):
            await office.act("+44 20 7946 0958")
            await office.settled()
            await advance(30)
            calls += 1
        assert calls == 30
        issue = office.issue("calls_at_limit")
        assert issue
        assert issue.translation_placeholders == {"account": "mycompany"}
        assert (issue.translation_key, issue.is_fixable) == ("calls_at_limit", True)
        assert office.issue("calls_refused") is None
        await office.reload()
        assert office.issue("calls_at_limit")

    async def test_it_survives_a_reload(self, office: Office) -> None:
        for _ in range(10):
            await office.act("101")
        await office.reload()
        assert await key(office.act("101")) == "too_many_calls"
        assert len(office.requests) == 10

    async def test_it_survives_a_restart(
        self, hass: HomeAssistant, office: Office, hass_storage: dict[str, Any], advance: Advance
    ) -> None:
        for _ in range(10):
            await office.act("0409 123 456")
        await advance(2)
        assert set(hass_storage["jingl.calls"]["data"]) == {"mycompany"}
        assert "0409" not in str(hass_storage["jingl.calls"])
        await dialling.async_setup_dialling(hass)
        assert await key(office.act("101")) == "too_many_calls"
        assert len(office.requests) == 10

    async def test_it_survives_removing_and_adding_the_account(
        self, hass: HomeAssistant, office: Office, advance: Advance
    ) -> None:
        for _ in range(10):
            await office.act("101")
        await refusal(office.act("000"))
        before, entry = dial_record(hass, office.entry), office.entry
        await hass.config_entries.async_remove(entry.entry_id)
        assert office.refusals == {}
        office.entry = MockConfigEntry(
            domain=DOMAIN, unique_id=entry.unique_id, data=entry.data, options=entry.options
        )
        office.entry.add_to_hass(hass)
        await office.load()
        assert dial_record(hass, office.entry) is before
        assert await key(office.act("101")) == "too_many_calls"
        assert len(office.requests) == 10

    async def test_each_account_has_its_own(self, office: Office, other: Office) -> None:
        office.permit(calls=1)
        await office.act("101")
        await refusal(office.act("101"))
        await other.act("201", handset="200")

    async def test_a_refused_call_does_not_count(
        self, office: Office, account: Account, advance: Advance
    ) -> None:
        office.permit(calls=1)
        account.handsets["102"].unregister()
        await advance(16)
        for number in ("000", "1900123456", "x", "100"):
            await refusal(office.act(number))
        await refusal(office.act("101", handset="102"))
        await office.act("101")


class TestOptionsByHand:
    """Options that no form could have saved."""

    @pytest.mark.parametrize(
        "edited",
        [
            {"minutes": 0},
            {"minutes": "5"},
            {"calls": 0},
            {"calls": True},
            {"calls": 10.0},
            {"calls": 1_000_000},
            {"calls_per_day": None},
            {"denied": "04*"},
            {"denied": ["0409 123 456"]},
            {"denied": [4]},
            {"allowed": ["*"]},
            {"allowed": ["+*"]},
            {"allowed": [""]},
            {"actions": "emergency"},
            {"actions": ["anybody"]},
            {"voice": [["mobile"]]},
            {"voice": None},
            {"supervise_others": 1},
            {"emergency": True},
            ["emergency"],
            None,
            "",
        ],
        ids=str,
    )
    async def test_the_default_holds_and_a_repair_says_so(
        self, office: Office, edited: object
    ) -> None:
        everything = {**EVERYTHING, "allowed": ["19*"]}
        dialled = everything | edited if isinstance(edited, dict) else edited
        office.set_options(dialling=dialled)
        assert office.entry.state is ConfigEntryState.LOADED
        assert await key(office.act("000")) == EMERGENCY
        assert await key(office.act("1900 123 456")) == "dial_premium_refused"
        assert await key(office.speak("0409 123 456")) == "dial_mobile_refused"
        for _ in range(10):
            await office.act("0409 123 456")
        assert await key(office.act("101")) == "too_many_calls"
        issue = office.issue("dialling_invalid")
        assert issue
        assert issue.translation_placeholders == {"account": "mycompany"}
        assert (issue.translation_key, issue.is_fixable) == ("dialling_invalid", True)

    async def test_the_repair_is_there_before_any_call_and_until_they_are_fixed(
        self, office: Office
    ) -> None:
        office.permit(minutes=0)
        await office.reload()
        assert office.issue("dialling_invalid")
        office.permit(minutes=1)
        await office.reload()
        assert office.issue("dialling_invalid") is None


class TestRefusals:
    """Refusals are counted, and raise a repair when they pile up."""

    @pytest.mark.usefixtures("connected")
    async def test_each_rule_is_counted(self, office: Office) -> None:
        office.permit(denied=["0412*"], calls=1)
        await office.act("101")
        for deed in (
            *map(office.act, ("000", "1900 123 456", "1900 123 456", "0412 345 678")),
            office.act("0409 123 456", SUPERVISING[0]),
            office.speak("101", dialling.BARGE),
            office.act("101"),
        ):
            await refusal(deed)
        assert office.refusals == {
            "denied": 1,
            "emergency": 1,
            "kind": 2,
            "supervision": 1,
            "supervision_by_voice": 1,
            "too_many": 1,
        }

    async def test_a_mistyped_number_is_not_a_refusal(self, office: Office) -> None:
        for text in attempts.NOTHING[-12:]:
            await refusal(office.act(text))
        await refusal(office.speak("0409 123 45"))
        assert office.refusals == {}
        assert office.issue("calls_refused") is None

    async def test_each_is_logged_without_the_number_until_its_rules_refusals_pile_up(
        self, office: Office, caplog: pytest.LogCaptureFixture
    ) -> None:
        await refusal(office.act("1900 654 321"))
        await refusal(office.speak("0411 999 999"))
        for _ in range(12):
            await refusal(office.act("000"))
        warnings = [
            record.getMessage().removeprefix("Refused a call from mycompany: ")
            for record in caplog.records
            if record.name == "custom_components.jingl" and record.levelno == logging.WARNING
        ]
        assert warnings == [
            "rule kind, kind of number premium, requested by action",
            "rule kind, kind of number mobile, requested by voice",
            *9 * ["rule emergency, kind of number emergency, requested by action"],
        ]
        for number in ("1900654321", "1900 654 321", "0411999999", "0411 999 99"):
            assert number not in caplog.text

    async def test_the_tenth_within_an_hour_raises_a_repair(
        self, office: Office, advance: Advance
    ) -> None:
        for _ in range(9):
            await refusal(office.act("000"))
            await advance(390)
        assert office.issue("calls_refused") is None
        await refusal(office.act("1900 123 456"))
        issue = office.issue("calls_refused")
        assert issue
        assert issue.translation_key == "calls_refused"
        assert issue.translation_placeholders == {"account": "mycompany"}
        assert issue.is_fixable

    async def test_spread_out_refusals_do_not_raise_a_repair(
        self, office: Office, advance: Advance
    ) -> None:
        for _ in range(15):
            await refusal(office.act("000"))
            await advance(410)
        assert office.issue("calls_refused") is None

    async def test_an_automation_that_dials_all_night_is_noticed(self, office: Office) -> None:
        for _ in range(10):
            await office.act("101")
        for _ in range(10):
            await refusal(office.act("101"))
        assert office.issue("calls_refused")

    async def test_a_reload_does_not_reset_the_count(self, office: Office) -> None:
        for _ in range(9):
            await refusal(office.act("000"))
        await office.reload()
        await refusal(office.act("000"))
        assert office.refusals == {"emergency": 10}
        assert office.issue("calls_refused")

    async def test_each_account_has_its_own(self, office: Office, other: Office) -> None:
        for handset in 9 * ["100", "200"]:
            await refusal(office.act("000", handset=handset))
        assert office.issue("calls_refused") is None
        await refusal(other.act("000", handset="200"))
        assert office.issue("calls_refused") is None
        assert other.issue("calls_refused")


class TestErrors:
    """Errors that stop a permitted phone from ringing."""

    async def test_an_offline_phone_is_an_error(
        self, account: Account, office: Office, advance: Advance
    ) -> None:
        account.handsets["100"].unregister()
        await advance(16)
        assert await key(office.act("101")) == "handset_not_registered"
        assert office.requests == []

    async def test_a_cloud_that_cannot_be_reached_is_an_error(self, office: Office) -> None:
        await office.server.stop()
        with pytest.raises(HomeAssistantError) as caught:
            await office.act("101")
        assert caught.value.translation_key == "cannot_connect"

    async def test_an_account_that_was_unreachable_at_the_last_poll_is_an_error(
        self, office: Office, advance: Advance
    ) -> None:
        await office.server.stop()
        await advance(16)
        assert await key(office.act("0409 123 456")) == "handset_unavailable"

    async def test_without_a_connected_call_the_error_says_so(self, office: Office) -> None:
        for way in WAYS[1:]:
            error = await refusal(office.act("101", way))
            assert error.translation_key == "no_connected_call"
            assert str(error).startswith("Reception isn't on a call. ")

    @pytest.mark.parametrize(
        ("fault", "wanted"),
        [
            (StatusCode(400), "number_refused"),
            (StatusCode(404), "handset_not_found"),
            (StatusCode(406), "tls_error"),
            (StatusCode(418), "outcome_unknown"),
            (StatusCode(429), "rate_limited"),
            (StatusCode(500), "outcome_unknown"),
            (StatusCode(502), "outcome_unknown"),
            (ResetBefore(), "outcome_unknown"),
            (ResetAfter(), "outcome_unknown"),
        ],
        ids=str,
    )
    async def test_every_answer_and_no_answer_has_its_error(
        self, office: Office, fault: Fault, wanted: str
    ) -> None:
        office.server.add_fault(fault, method="PUT")
        with pytest.raises(HomeAssistantError) as caught:
            await office.act("101")
        assert caught.value.translation_key == wanted
        assert len(office.requests) == 1


class TestPermissions:
    """Users who may act on a handset."""

    @pytest.mark.usefixtures("connected")
    async def test_a_read_only_user_is_refused_before_anything_else(
        self, office: Office, hass_read_only_user: MockUser
    ) -> None:
        user = hass_read_only_user.id
        for number in ("101", "000", "mum"):
            for way in WAYS:
                with pytest.raises(Unauthorized):
                    await office.act(number, way, user=user)
            with pytest.raises(Unauthorized):
                await office.speak(number, user=user)
        assert office.requests == []
        assert office.refusals == {}

    async def test_a_user_who_may_control_the_handset_is_only_bound_by_the_policy(
        self, office: Office, hass_read_only_user: MockUser, entity_registry: er.EntityRegistry
    ) -> None:
        entities = er.async_entries_for_config_entry(entity_registry, office.entry.entry_id)
        theirs = {each.entity_id: True for each in entities if "_100_" in each.unique_id}
        hass_read_only_user.mock_policy({"entities": {"entity_ids": theirs}})
        user = hass_read_only_user.id
        await office.act("101", user=user)
        assert await key(office.act("000", user=user)) == EMERGENCY
        with pytest.raises(Unauthorized):
            await office.act("101", handset="102", user=user)
        assert office.dialled == ["101"]

    async def test_an_administrator_is_bound_by_the_policy_too(
        self, office: Office, hass_owner_user: User
    ) -> None:
        await office.act("101", user=hass_owner_user.id)
        assert await key(office.act("000", user=hass_owner_user.id)) == EMERGENCY
        assert office.dialled == ["101"]

    async def test_a_user_who_may_control_only_a_part_of_it_is_refused(
        self, office: Office, hass_read_only_user: MockUser
    ) -> None:
        hass_read_only_user.mock_policy(
            {"entities": {"entity_ids": {"switch.reception_recording": True}}}
        )
        with pytest.raises(Unauthorized):
            await office.act("101", user=hass_read_only_user.id)

    async def test_a_user_that_no_longer_exists_is_refused(self, office: Office) -> None:
        with pytest.raises(UnknownUser):
            await office.act("101", user="gone")

    async def test_a_read_only_user_learns_nothing_about_a_handset_without_entities(
        self, office: Office, hass_read_only_user: MockUser, device_registry: dr.DeviceRegistry
    ) -> None:
        device = device_registry.async_get_device_by_identifier(
            (DOMAIN, "mycompany_100"), office.entry.entry_id
        )
        assert device
        device_registry.async_remove_device(device.id)
        await office.hass.async_block_till_done()
        with pytest.raises(Unauthorized):
            await office.act("101", user=hass_read_only_user.id)


async def test_numbering_plans_are_read_before_any_call_and_outside_the_event_loop(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers = []
    monkeypatch.setattr(jingl, "load_numbers", lambda: readers.append(threading.get_ident()))
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    (reader,) = readers
    assert reader != threading.get_ident()


def test_nothing_but_the_gate_makes_a_phone_ring() -> None:
    asks = re.compile(r"\.(create|transfer|monitor|coach|barge)_call\b|coordinator\.async_act_on_")
    root = Path(dialling.__file__).parents[1]
    asking = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if path.parent.name != "api" and asks.search(path.read_text())
    }
    assert asking == {"dialling/gate.py"}


class TestKindsOfContacts:
    """Being a contact permits more, and forbids nothing."""

    async def test_a_permitted_number_stays_permitted_as_a_contacts(self, office: Office) -> None:
        Contacts(office.hass, office.entry).add("Anna", "0409 123 456")
        office.permit(actions=["mobile"])
        await office.act("0409 123 456")
        office.permit(actions=["contact"])
        await office.act("anna")
        office.permit(actions=["national"])
        assert await key(office.act("anna")) == "dial_contact_refused"
        assert office.dialled == ["0409123456"] * 2


async def test_a_call_that_was_never_sent_does_not_count(office: Office) -> None:
    office.permit(calls=2)
    office.server.add_fault(
        StatusCode(429, {"Retry-After": "600"}), path="/api/handsetstatus", times=1
    )
    await office.poll()
    await office.act("101")
    for _ in range(3):
        with pytest.raises(HomeAssistantError) as caught:
            await office.act("102")
        assert caught.value.translation_key == "rate_limited"
    assert len(dial_record(office.hass, office.entry).limit.calls) == 1


@pytest.mark.parametrize("user", ["gone", "inactive"])
async def test_a_removed_or_disabled_user_may_do_nothing(
    office: Office, hass_admin_user: MockUser, user: str
) -> None:
    if user == "inactive":
        await office.hass.auth.async_update_user(hass_admin_user, is_active=False)
    for handset in ("100", "Reception", "Recption"):
        with pytest.raises(UnknownUser):
            await office.act(
                "101", handset=handset, user="gone" if user == "gone" else hass_admin_user.id
            )
    assert office.dialled == []
