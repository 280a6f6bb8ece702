"""What the cards are told over a real WebSocket, by users of different permissions."""

from collections.abc import Awaitable, Callable
from math import inf
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from homeassistant.auth.const import GROUP_ID_ADMIN
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    label_registry as lr,
)
from homeassistant.setup import async_setup_component

from custom_components.jingl import websocket_api
from custom_components.jingl.account.devices import handset_device
from custom_components.jingl.api import turns
from custom_components.jingl.const import DOMAIN
from custom_components.jingl.frontend import accounts as card_accounts, contacts as card_contacts
from simulator.state import Account

from .conftest import Advance, Settle
from .contacts import Contacts

_SETTINGS: Final = 301

# What a card is told of: the accounts, or the only one of them.
type Accounts = list[dict[str, Any]]


class Card:
    """A card in a browser."""

    def __init__(self, client: MockHAClientWebSocket, settle: Settle) -> None:
        self._client = client
        self._settle = settle
        self.subscription = 0

    async def subscribe(self) -> None:
        """Ask for the accounts."""
        await self._client.send_json_auto_id({"type": "jingl/accounts/subscribe"})
        answer = await self._client.receive_json()
        assert answer["success"]
        self.subscription = answer["id"]

    async def unsubscribe(self) -> None:
        """Ask for no more."""
        await self._client.send_json_auto_id(
            {"type": "unsubscribe_events", "subscription": self.subscription}
        )
        assert (await self._client.receive_json())["success"]

    async def leave(self) -> None:
        """Close the browser."""
        await self._client.close()

    async def news(self) -> list[Accounts]:
        """Return what it was told since this was last asked, once all is settled."""
        await self._settle()
        await self._client.send_json_auto_id({"type": "ping"})
        told: list[Accounts] = []
        while (message := await self._client.receive_json())["type"] != "pong":
            assert (message["type"], message["id"]) == ("event", self.subscription)
            assert list(message["event"]) == ["accounts"]
            told.append(message["event"]["accounts"])
        return told

    async def accounts(self) -> Accounts:
        """Return the one thing that it was told."""
        [accounts] = await self.news()
        return accounts

    async def account(self) -> dict[str, Any]:
        """Return the one thing that it was told of the only account."""
        [account] = await self.accounts()
        return account


type Device = dr.DeviceEntry
type Open = Callable[[str | None], Awaitable[Card]]


@pytest.fixture
def open_card(hass: HomeAssistant, hass_ws_client: WebSocketGenerator, settle: Settle) -> Open:
    """Return a function that opens a card, as an administrator or with somebody's token."""

    async def open_card(token: str | None = None) -> Card:
        client = await (hass_ws_client(hass, token) if token else hass_ws_client(hass))
        card = Card(client, settle)
        await card.subscribe()
        return card

    return open_card


@pytest.fixture(autouse=True)
def _one_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have all work done in one turn, however busy the machine is."""
    monkeypatch.setattr(turns, "_TURN", inf)


@pytest.fixture
def contacts(hass: HomeAssistant, loaded: MockConfigEntry) -> Contacts:
    """Return the account's contacts."""
    return Contacts(hass, loaded)


@pytest.fixture
async def card(loaded: MockConfigEntry, open_card: Open) -> Card:
    """Return an administrator's card that knows the accounts."""
    card = await open_card(None)
    await card.accounts()
    return card


@pytest.fixture
def reception(loaded: MockConfigEntry, device_registry: dr.DeviceRegistry) -> Device:
    """Return Reception's device."""
    device = device_registry.async_get_device_by_identifier(
        (DOMAIN, "mycompany_100"), loaded.entry_id
    )
    assert device
    return device


def _listeners(hass: HomeAssistant) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many listen for what, on the event bus and the dispatcher."""
    signals = hass.data["dispatcher"]
    events = {str(event): count for event, count in hass.bus.async_listeners().items()}
    return events, {str(signal): len(each) for signal, each in signals.items() if each}


def _branch(loaded: MockConfigEntry) -> MockConfigEntry:
    """Return another account."""
    return MockConfigEntry(
        domain=DOMAIN,
        title="Branch",
        data={**loaded.data, "account_id": "branch"},
        options={**loaded.options, "handsets": ["102"], "track_new": False},
    )


def _handsets(account: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the handsets by extension number."""
    return {handset["extension"]: handset for handset in account["handsets"]}


class TestWhatIsTold:
    """The whole, as far as a user may know it."""

    async def test_an_administrator_is_told_everything(
        self, loaded: MockConfigEntry, contacts: Contacts, open_card: Open, reception: Device
    ) -> None:
        contacts.add("Anna", "0391234567", "0409 123 456", favourite=True)
        account = await (await open_card(None)).account()
        assert [*_handsets(account)] == ["100", "101", "102"]
        assert _handsets(account)["100"] == {
            "extension": "100",
            "name": "Reception",
            "device_id": reception.id,
            "area_id": None,
            "labels": [],
            "entities": {
                "status": "sensor.reception_status",
                "busy": "binary_sensor.reception_busy",
                "last_missed_call": "sensor.reception_last_missed_call",
                "call": "event.reception_call",
                "recording": "switch.reception_recording",
            },
            "may_call": True,
            "may_supervise": True,
        }
        del account["handsets"]
        assert account == {
            "entry_id": loaded.entry_id,
            "title": "mycompany",
            "state": "loaded",
            "contacts": [
                {
                    "name": "Anna",
                    "numbers": [
                        {"number": "0391234567", "readable": "(03) 9123 4567"},
                        {"number": "0409 123 456", "readable": "0409 123 456"},
                    ],
                    "favourite": True,
                }
            ],
            "my_phone": None,
        }

    async def test_phone_books_are_told_behind_contacts(
        self, contacts: Contacts, open_card: Open
    ) -> None:
        contacts.add_book("Suppliers", ("Paper", "+61391234567"), ("Zoe", "+61391234568"))
        contacts.add("Zoe", "0409123456")
        account = await (await open_card(None)).account()
        told = [(each["name"], each["numbers"][0]["readable"]) for each in account["contacts"]]
        assert told == [("Zoe", "0409 123 456"), ("Paper", "(03) 9123 4567")]

    async def test_a_contact_that_was_renamed_to_nothing_is_not_told(
        self, contacts: Contacts, open_card: Open
    ) -> None:
        contacts.rename(contacts.add("Anna", "0391234567"), " ")
        assert (await (await open_card(None)).account())["contacts"] == []

    async def test_a_read_only_user_sees_handsets_but_neither_calls_nor_knows_contacts(
        self, contacts: Contacts, open_card: Open, hass_read_only_access_token: str
    ) -> None:
        contacts.add("Anna", "0391234567")
        account = await (await open_card(hass_read_only_access_token)).account()
        assert {e: h["may_call"] for e, h in _handsets(account).items()} == {
            "100": False,
            "101": False,
            "102": False,
        }
        assert _handsets(account)["100"]["entities"]["status"] == "sensor.reception_status"
        assert account["contacts"] == []
        assert not any(each["may_supervise"] for each in account["handsets"])

    async def test_a_user_is_told_only_of_what_the_policy_lets_them_see(
        self,
        loaded: MockConfigEntry,
        contacts: Contacts,
        open_card: Open,
        hass_read_only_user: MockUser,
        hass_read_only_access_token: str,
        entity_registry: er.EntityRegistry,
    ) -> None:
        contacts.add("Anna", "0391234567")
        entities = er.async_entries_for_config_entry(entity_registry, loaded.entry_id)
        theirs = {each.entity_id: True for each in entities if "_100_" in each.unique_id}
        looks = {"sensor.sales_status": {"read": True}}
        hass_read_only_user.mock_policy({"entities": {"entity_ids": theirs | looks}})
        account = await (await open_card(hass_read_only_access_token)).account()
        reception, sales = account["handsets"]
        assert (reception["extension"], reception["may_call"]) == ("100", True)
        assert len(reception["entities"]) == 5
        assert (sales["extension"], sales["may_call"]) == ("101", False)
        assert sales["entities"] == {"status": "sensor.sales_status"}
        assert [each["name"] for each in account["contacts"]] == ["Anna"]
        assert (reception["may_supervise"], sales["may_supervise"]) == (True, False)

    @pytest.mark.usefixtures("loaded")
    async def test_a_user_who_may_control_a_part_of_a_handset_may_not_call(
        self, open_card: Open, hass_read_only_user: MockUser, hass_read_only_access_token: str
    ) -> None:
        part = {"switch.reception_recording": True}
        hass_read_only_user.mock_policy({"entities": {"entity_ids": part}})
        account = await (await open_card(hass_read_only_access_token)).account()
        [handset] = account["handsets"]
        assert handset["entities"] == {"recording": "switch.reception_recording"}
        assert (handset["may_call"], account["contacts"]) == (False, [])

    @pytest.mark.usefixtures("loaded")
    async def test_a_user_who_may_see_nothing_of_an_account_does_not_learn_of_it(
        self, open_card: Open, hass_read_only_user: MockUser, hass_read_only_access_token: str
    ) -> None:
        hass_read_only_user.mock_policy({})
        assert await (await open_card(hass_read_only_access_token)).accounts() == []

    async def test_my_phone_is_the_one_that_the_options_give_a_user_who_may_call_from_it(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        open_card: Open,
        reception: Device,
        hass_admin_user: MockUser,
        hass_read_only_user: MockUser,
        hass_read_only_access_token: str,
    ) -> None:
        users = (hass_read_only_user, hass_admin_user)
        pairs = [{"user": user.id, "handset": "100"} for user in users]
        options = {**loaded.options, "voice": {"user_handsets": pairs}}
        hass.config_entries.async_update_entry(loaded, options=options)
        assert (await (await open_card(None)).account())["my_phone"] == reception.id
        looker = await open_card(hass_read_only_access_token)
        assert (await looker.account())["my_phone"] is None

    async def test_nobody_supervises_where_the_policy_does_not_let_handsets_call_each_other(
        self, hass: HomeAssistant, loaded: MockConfigEntry, open_card: Open
    ) -> None:
        options = {**loaded.options, "dialling": {"actions": ["mobile"]}}
        hass.config_entries.async_update_entry(loaded, options=options)
        account = await (await open_card(None)).account()
        assert not any(each["may_supervise"] for each in account["handsets"])

    async def test_a_handset_whose_number_is_denied_does_not_supervise_and_the_others_do(
        self, hass: HomeAssistant, loaded: MockConfigEntry, open_card: Open
    ) -> None:
        options = {**loaded.options, "dialling": {"denied": ["100"]}}
        hass.config_entries.async_update_entry(loaded, options=options)
        account = await (await open_card(None)).account()
        told = {each["extension"]: each["may_supervise"] for each in account["handsets"]}
        assert told == {"100": False, "101": True, "102": True}

    async def test_a_handset_without_a_device_is_not_told(
        self, open_card: Open, reception: Device, device_registry: dr.DeviceRegistry
    ) -> None:
        device_registry.async_remove_device(reception.id)
        account = await (await open_card(None)).account()
        assert [*_handsets(account)] == ["101", "102"]


class TestChanges:
    """Whatever changes is told at once, and nothing else."""

    async def test_a_handset_is_told_as_the_user_names_places_and_labels_it(
        self,
        card: Card,
        reception: Device,
        device_registry: dr.DeviceRegistry,
        area_registry: ar.AreaRegistry,
        label_registry: lr.LabelRegistry,
    ) -> None:
        area, label = area_registry.async_create("Foyer"), label_registry.async_create("Front")
        device_registry.async_update_device(
            reception.id, name_by_user="Front desk", area_id=area.id, labels={label.label_id}
        )
        handset = _handsets(await card.account())["100"]
        assert (handset["name"], handset["area_id"]) == ("Front desk", area.id)
        assert handset["labels"] == [label.label_id]
        area_registry.async_delete(area.id)
        assert _handsets(await card.account())["100"]["area_id"] is None
        label_registry.async_delete(label.label_id)
        assert _handsets(await card.account())["100"]["labels"] == []
        assert await card.news() == []

    async def test_a_handset_that_is_renamed_at_jingl_is_told(
        self, card: Card, account: Account, advance: Advance
    ) -> None:
        account.handsets["100"].name = "Front desk"
        await advance(_SETTINGS)
        assert _handsets(await card.account())["100"]["name"] == "Front desk"

    async def test_entities_that_are_renamed_or_disabled_are_told(
        self, card: Card, entity_registry: er.EntityRegistry
    ) -> None:
        entity_registry.async_update_entity(
            "sensor.reception_status", new_entity_id="sensor.front_desk"
        )
        told = _handsets(await card.account())["100"]["entities"]
        assert told["status"] == "sensor.front_desk"
        entity_registry.async_update_entity(
            "switch.reception_recording", disabled_by=er.RegistryEntryDisabler.USER
        )
        assert "recording" not in _handsets(await card.account())["100"]["entities"]
        entity_registry.async_remove("event.reception_call")
        assert "call" not in _handsets(await card.account())["100"]["entities"]

    async def test_a_handset_that_comes_is_told(
        self, card: Card, account: Account, advance: Advance
    ) -> None:
        account.add_handset("103", name="Canteen")
        await advance(_SETTINGS)
        [told] = (await card.news())[-1]
        assert _handsets(told)["103"]["name"] == "Canteen"
        assert len(_handsets(told)["103"]["entities"]) == 5

    async def test_a_handset_that_goes_is_told(
        self, card: Card, account: Account, advance: Advance
    ) -> None:
        account.remove_handset("102")
        await advance(_SETTINGS)
        assert await card.news() == [], "it is asked for once more"
        await advance(_SETTINGS)
        [told] = (await card.news())[-1]
        assert [*_handsets(told)] == ["100", "101"]

    async def test_contacts_that_come_change_and_go_are_told(
        self, card: Card, contacts: Contacts
    ) -> None:
        anna = contacts.add("Anna", "0391234567")
        assert [each["name"] for each in (await card.account())["contacts"]] == ["Anna"]
        contacts.change(anna, favourite=True)
        assert [each["favourite"] for each in (await card.account())["contacts"]] == [True]
        contacts.remove(anna)
        assert (await card.account())["contacts"] == []

    async def test_the_accounts_title_is_told(
        self, hass: HomeAssistant, card: Card, loaded: MockConfigEntry
    ) -> None:
        hass.config_entries.async_update_entry(loaded, title="Head office")
        assert (await card.account())["title"] == "Head office"

    async def test_an_account_is_without_handsets_while_it_is_not_loaded(
        self,
        hass: HomeAssistant,
        card: Card,
        contacts: Contacts,
        loaded: MockConfigEntry,
        account: Account,
        advance: Advance,
    ) -> None:
        contacts.add("Anna", "0391234567")
        await card.accounts()
        assert await hass.config_entries.async_unload(loaded.entry_id)
        assert (await card.news())[-1] == [
            {
                "entry_id": loaded.entry_id,
                "title": "mycompany",
                "state": "loading",
                "handsets": [],
                "contacts": [],
                "my_phone": None,
            }
        ]
        assert await hass.config_entries.async_setup(loaded.entry_id)
        assert [*_handsets((await card.news())[-1][0])] == ["100", "101", "102"]
        account.handsets["100"].name = "Front desk"
        await advance(_SETTINGS)
        assert _handsets(await card.account())["100"]["name"] == "Front desk"

    @pytest.mark.parametrize("state", [ConfigEntryState.SETUP_ERROR, ConfigEntryState.SETUP_RETRY])
    async def test_an_account_that_cannot_be_loaded_is_told_so_to_whoever_may_see_its_handsets(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        open_card: Open,
        hass_read_only_user: MockUser,
        hass_read_only_access_token: str,
        state: ConfigEntryState,
    ) -> None:
        assert await hass.config_entries.async_unload(loaded.entry_id)
        loaded.mock_state(hass, state)
        looker = await open_card(hass_read_only_access_token)
        assert (await looker.account())["state"] == "failed"
        hass_read_only_user.mock_policy({})
        assert await (await open_card(hass_read_only_access_token)).accounts() == []
        assert (await (await open_card(None)).account())["state"] == "failed"
        loaded.mock_state(hass, ConfigEntryState.NOT_LOADED)

    async def test_an_account_that_is_disabled_is_not_told(
        self, hass: HomeAssistant, card: Card, loaded: MockConfigEntry
    ) -> None:
        await hass.config_entries.async_set_disabled_by(loaded.entry_id, ConfigEntryDisabler.USER)
        assert (await card.news())[-1] == []

    async def test_a_second_account_is_told_beside_the_first_and_goes_when_it_is_removed(
        self, hass: HomeAssistant, card: Card, loaded: MockConfigEntry
    ) -> None:
        other = _branch(loaded)
        other.add_to_hass(hass)
        assert await hass.config_entries.async_setup(other.entry_id)
        told = (await card.news())[-1]
        assert [each["title"] for each in told] == ["mycompany", "Branch"]
        await hass.config_entries.async_remove(other.entry_id)
        assert [each["title"] for each in (await card.news())[-1]] == ["mycompany"]

    async def test_a_user_who_is_given_more_or_less_is_told_so(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        open_card: Open,
        hass_read_only_user: MockUser,
        hass_read_only_access_token: str,
    ) -> None:
        card = await open_card(hass_read_only_access_token)
        assert not _handsets(await card.account())["100"]["may_call"]
        await hass.auth.async_update_user(hass_read_only_user, group_ids=[GROUP_ID_ADMIN])
        assert _handsets(await card.account())["100"]["may_call"]

    async def test_what_somebody_else_is_given_is_not_told(
        self, hass: HomeAssistant, card: Card, hass_read_only_user: MockUser
    ) -> None:
        await hass.auth.async_update_user(hass_read_only_user, group_ids=[GROUP_ID_ADMIN])
        assert await card.news() == []

    async def test_calls_and_settings_are_told_by_states_alone(
        self, card: Card, account: Account, advance: Advance
    ) -> None:
        account.incoming_call("0412345678", "100")
        account.handsets["101"].recording = False
        await advance(_SETTINGS)
        account.answer("100")
        await advance(3)
        assert await card.news() == []

    async def test_other_integrations_devices_and_entities_cost_nothing(
        self,
        hass: HomeAssistant,
        card: Card,
        device_registry: dr.DeviceRegistry,
        entity_registry: er.EntityRegistry,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        looked: list[str] = []
        monkeypatch.setattr(card_accounts, "handset_device", lambda *args: looked.append(args[2]))
        other = MockConfigEntry(domain="lamp")
        other.add_to_hass(hass)
        lamp = device_registry.async_get_or_create(
            config_entry_id=other.entry_id, identifiers={("lamp", "1")}
        )
        entity_registry.async_get_or_create("light", "lamp", "1", device_id=lamp.id)
        assert await card.news() == []
        assert looked == []

    async def test_a_device_that_it_shares_with_an_integration_of_longer_identifiers_is_told(
        self,
        hass: HomeAssistant,
        card: Card,
        reception: Device,
        device_registry: dr.DeviceRegistry,
    ) -> None:
        # Such as deCONZ's and Insteon's, which the registry's types don't know.
        identifiers: Any = {*reception.identifiers, ("lamp", "1", "left"), ("lamp", "2", "right")}
        device_registry.async_update_device(reception.id, new_identifiers=identifiers)
        other = MockConfigEntry(domain="lamp")
        other.add_to_hass(hass)
        lamp: Any = {("lamp", "3", "left")}
        device_registry.async_get_or_create(config_entry_id=other.entry_id, identifiers=lamp)
        assert await card.news() == []
        device_registry.async_update_device(reception.id, name_by_user="Front desk")
        assert _handsets(await card.account())["100"]["name"] == "Front desk"

    async def test_what_changes_at_once_is_told_at_once(
        self, card: Card, contacts: Contacts, reception: Device, device_registry: dr.DeviceRegistry
    ) -> None:
        device_registry.async_update_device(reception.id, name_by_user="Front desk")
        contacts.add("Anna", "0391234567")
        account = await card.account()
        assert _handsets(account)["100"]["name"] == "Front desk"
        assert len(account["contacts"]) == 1
        assert await card.news() == []

    async def test_what_changes_back_at_once_is_not_told(
        self, card: Card, reception: Device, device_registry: dr.DeviceRegistry
    ) -> None:
        device_registry.async_update_device(reception.id, name_by_user="Front desk")
        device_registry.async_update_device(reception.id, name_by_user=None)
        assert await card.news() == []

    @pytest.mark.usefixtures("shortest_turns")
    async def test_what_changes_while_the_whole_is_put_together_is_told_after_all(
        self,
        card: Card,
        reception: Device,
        device_registry: dr.DeviceRegistry,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def rename_meanwhile(*args: Any) -> dr.DeviceEntry | None:
            if args[2] == "102":  # Reception has been looked at by then
                device_registry.async_update_device(reception.id, name_by_user="Foyer")
            return handset_device(*args)

        device_registry.async_update_device(reception.id, name_by_user="Front desk")
        monkeypatch.setattr(card_accounts, "handset_device", rename_meanwhile)
        told = [_handsets(account)["100"]["name"] for [account] in await card.news()]
        assert told == ["Front desk", "Foyer"]

    @pytest.mark.usefixtures("shortest_turns")
    async def test_an_account_that_is_unloaded_while_another_is_put_together_breaks_nothing(
        self,
        hass: HomeAssistant,
        card: Card,
        loaded: MockConfigEntry,
        reception: Device,
        device_registry: dr.DeviceRegistry,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        branch = _branch(loaded)
        branch.add_to_hass(hass)
        assert await hass.config_entries.async_setup(branch.entry_id)
        await card.news()
        data = branch.runtime_data

        def unload_meanwhile(*args: Any) -> dr.DeviceEntry | None:
            if args[1:] == (loaded, "102"):
                monkeypatch.undo()
                branch.mock_state(hass, ConfigEntryState.UNLOAD_IN_PROGRESS)
                del branch.runtime_data
            return handset_device(*args)

        monkeypatch.setattr(card_accounts, "handset_device", unload_meanwhile)
        device_registry.async_update_device(reception.id, name_by_user="Front desk")
        told = (await card.news())[-1]
        assert [(each["title"], each["state"]) for each in told] == [
            ("mycompany", "loaded"),
            ("Branch", "loading"),
        ]
        # To be unloaded in earnest.
        branch.runtime_data = data
        branch.mock_state(hass, ConfigEntryState.LOADED)

    async def test_a_fault_keeps_no_later_change_from_being_told(
        self,
        hass: HomeAssistant,
        card: Card,
        reception: Device,
        device_registry: dr.DeviceRegistry,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        async def fail(*_: object) -> None:
            monkeypatch.undo()
            device_registry.async_update_device(reception.id, name_by_user="Front desk")
            raise LookupError

        # The fixture would have the test fail by the fault.
        hass.loop.set_exception_handler(None)
        monkeypatch.setattr(websocket_api, "accounts_of", fail)
        device_registry.async_update_device(reception.id, name_by_user="Foyer")
        assert _handsets(await card.account())["100"]["name"] == "Front desk"

    @pytest.mark.usefixtures("shortest_turns")
    async def test_handsets_need_not_wait_for_many_contacts(
        self, contacts: Contacts, open_card: Open
    ) -> None:
        contacts.add_book("Suppliers", *((f"Supplier {n}", "+61391234567") for n in range(9)))
        told = await (await open_card(None)).news()
        assert [(len(one["handsets"]), len(one["contacts"])) for [one] in told] == [(3, 0), (3, 9)]

    @pytest.mark.usefixtures("shortest_turns")
    async def test_contacts_that_change_while_they_are_written_are_told_after_all(
        self, card: Card, contacts: Contacts, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def write(number: str) -> str:
            if number == "0391234567":
                contacts.change(anna, numbers=["0391234568"])
            return number

        monkeypatch.setattr(card_contacts, "readable", write)
        anna = contacts.add("Anna", "0391234567")
        [told] = (await card.news())[-1]
        assert told["contacts"][0]["numbers"][0]["number"] == "0391234568"

    async def test_the_contacts_are_put_together_once_for_all_browsers(
        self,
        card: Card,
        contacts: Contacts,
        open_card: Open,
        reception: Device,
        device_registry: dr.DeviceRegistry,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        written: list[str] = []

        def write(number: str) -> str:
            written.append(number)
            return number

        monkeypatch.setattr(card_contacts, "readable", write)
        contacts.add("Anna", "0391234567")
        await card.accounts()
        device_registry.async_update_device(reception.id, name_by_user="Front desk")
        await card.accounts()
        assert len((await (await open_card(None)).account())["contacts"]) == 1
        assert written == ["0391234567"]


class TestEnd:
    """Nothing is left of a card that has gone."""

    @pytest.mark.parametrize("end", [Card.unsubscribe, Card.leave])
    async def test_nobody_listens_for_a_card_that_has_gone(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        hass_ws_client: WebSocketGenerator,
        settle: Settle,
        end: Callable[[Card], Awaitable[None]],
    ) -> None:
        card = Card(await hass_ws_client(hass), settle)
        before = _listeners(hass)
        await card.subscribe()
        await card.accounts()
        during = _listeners(hass)
        await end(card)
        await settle()
        assert sum(during[0].values()) == sum(before[0].values()) + 3
        assert sum(during[1].values()) == sum(before[1].values()) + 3
        if end is Card.unsubscribe:
            assert _listeners(hass) == before
            assert await hass.config_entries.async_unload(loaded.entry_id)
            assert await card.news() == []
        else:
            assert _listeners(hass)[1] == before[1]

    async def test_what_is_being_put_together_is_given_up(
        self, hass: HomeAssistant, open_card: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        given_up: list[bool] = []

        async def take_long(*_: object) -> None:
            try:
                await hass.loop.create_future()
            finally:
                given_up.append(True)

        assert await async_setup_component(hass, DOMAIN, {})
        monkeypatch.setattr(websocket_api, "accounts_of", take_long)
        card = await open_card(None)
        assert given_up == []
        await card.unsubscribe()
        assert await card.news() == []
        assert given_up == [True]
