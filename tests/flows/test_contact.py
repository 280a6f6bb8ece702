"""Adding, changing and removing contacts, as the frontend does."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntryState,
    ConfigSubentry,
    SubentryFlowContext,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData
from homeassistant.setup import async_setup_component

from custom_components.jingl.const import DOMAIN
from simulator.server import Server
from tests.forms import Form, send

JANE: dict[str, Any] = {
    "name": "Jane Smith",
    "numbers": ["0409 123 456", "(03) 9123 4567"],
    "aliases": ["Mum"],
    "favourite": True,
}


async def _open(
    hass: HomeAssistant, entry: MockConfigEntry, contact: ConfigSubentry | None = None
) -> Form:
    """Open the form of a contact, or of a new one."""
    flows = hass.config_entries.subentries
    context: SubentryFlowContext = {"source": SOURCE_USER}
    if contact:
        context = {"source": SOURCE_RECONFIGURE, "subentry_id": contact.subentry_id}
    return Form(flows, await flows.async_init((entry.entry_id, "contact"), context=context))


def _contacts(entry: MockConfigEntry) -> dict[str, Any]:
    """Return what is stored for each contact, by name."""
    return {contact.title: dict(contact.data) for contact in entry.subentries.values()}


def _like_jane(**fields: Any) -> dict[str, Any]:
    """Return what is stored for a contact like Jane, by her name."""
    data = JANE | fields
    return {data.pop("name"): data}


type Add = Callable[..., Awaitable[Form]]


@pytest.fixture
def add(hass: HomeAssistant, entry: MockConfigEntry) -> Add:
    """Return a function that fills in the form for a new contact like Jane."""

    async def add(entry: MockConfigEntry = entry, **fields: Any) -> Form:
        return await (await _open(hass, entry)).enter(JANE, **fields)

    return add


@pytest.fixture
async def jane(entry: MockConfigEntry, add: Add) -> ConfigSubentry:
    """Return the contact Jane, after she was added."""
    await add()
    contact: ConfigSubentry
    (contact,) = entry.subentries.values()
    return contact


class TestAdding:
    """Add a contact."""

    async def test_the_form_asks_for_names_and_numbers(
        self, hass: HomeAssistant, entry: MockConfigEntry
    ) -> None:
        form = await _open(hass, entry)
        assert (form.step, form.errors) == ("user", {})
        assert [*form.fields] == ["name", "numbers", "aliases", "favourite"]

    async def test_a_contact_is_a_subentry_titled_with_its_name(
        self, loaded: MockConfigEntry, server: Server, add: Add
    ) -> None:
        coordinator = loaded.runtime_data.coordinator
        server.clear_requests()
        assert (await add()).end == "create_entry"
        (contact,) = loaded.subentries.values()
        assert contact.subentry_type == "contact"
        assert _contacts(loaded) == _like_jane()
        assert loaded.runtime_data.coordinator is coordinator, "there is no need to reload"
        assert server.requests == []

    async def test_a_name_and_a_number_are_enough(
        self, hass: HomeAssistant, entry: MockConfigEntry
    ) -> None:
        await (await _open(hass, entry)).enter(name="Jane", numbers=["101"])
        kept = {"numbers": ["101"], "aliases": [], "favourite": False}
        assert _contacts(entry) == {"Jane": kept}

    async def test_empty_lines_spaces_and_duplicates_are_not_kept(
        self, entry: MockConfigEntry, add: Add
    ) -> None:
        numbers = [" 0409 123 456", "", "0409 123 456", "101 ", "  "]
        await add(name=" Jane Smith ", numbers=numbers, aliases=["", "Mum ", "Mum"])
        assert _contacts(entry) == _like_jane(numbers=["0409 123 456", "101"])

    async def test_a_number_is_kept_as_it_was_written(
        self, entry: MockConfigEntry, add: Add
    ) -> None:
        numbers = [
            *("0409 123 456", "+61 409 123 456", "+61 (0)409 123 456", "0011 44 20 7946 0958"),
            *("+44 20 7946 0958", "(03) 9123-4567", "1300 654 321", "13 12 13", "101", "200"),
            "*98",
        ]
        await add(numbers=numbers)
        assert _contacts(entry) == _like_jane(numbers=numbers)

    async def test_a_handset_with_a_long_extension_is_known(
        self, hass: HomeAssistant, entry: MockConfigEntry, add: Add
    ) -> None:
        numbers = ["12345678", "87654321"]
        form = await add(numbers=numbers)
        assert form.placeholders == {"numbers": "12345678, 87654321"}
        options = {**entry.options, "handsets": ["12345678"], "ignored": ["87654321"]}
        hass.config_entries.async_update_entry(entry, options=options)
        assert (await form.enter(JANE, numbers=numbers)).end == "create_entry"

    async def test_a_number_is_written_as_in_the_country_of_home_assistant(
        self, hass: HomeAssistant, add: Add
    ) -> None:
        form = await add(numbers=["020 7946 0958"])
        assert form.errors == {"numbers": "invalid_numbers"}
        hass.config.country = "GB"
        assert (await form.enter(JANE, numbers=["020 7946 0958"])).end == "create_entry"

    @pytest.mark.usefixtures("jane")
    async def test_another_account_may_have_a_contact_of_the_same_name(
        self, hass: HomeAssistant, entry: MockConfigEntry, add: Add
    ) -> None:
        other = MockConfigEntry(
            domain=DOMAIN,
            unique_id="othercompany",
            data={**entry.data, "account_id": "othercompany"},
            options=entry.options,
        )
        other.add_to_hass(hass)
        await add(other)
        assert _contacts(other) == _contacts(entry)

    @pytest.mark.parametrize("missing", ["name", "numbers"])
    async def test_required_fields_cannot_be_left_out(
        self, hass: HomeAssistant, entry: MockConfigEntry, missing: str
    ) -> None:
        form = await _open(hass, entry)
        with pytest.raises(InvalidData) as refusal:
            await form.enter({key: value for key, value in JANE.items() if key != missing})
        assert list(refusal.value.schema_errors) == [missing]


class TestChanging:
    """Change a contact."""

    async def test_the_form_shows_what_is_known(
        self, hass: HomeAssistant, entry: MockConfigEntry, jane: ConfigSubentry
    ) -> None:
        form = await _open(hass, entry, jane)
        assert (form.step, form.errors, form.shown) == ("reconfigure", {}, JANE)

    async def test_everything_can_be_changed(
        self, hass: HomeAssistant, entry: MockConfigEntry, jane: ConfigSubentry
    ) -> None:
        changed: dict[str, Any] = {
            "name": "Jane Jones",
            "numbers": ["0412 345 678"],
            "aliases": [],
            "favourite": False,
        }
        ended = await (await _open(hass, entry, jane)).enter(changed)
        assert ended.end == "reconfigure_successful"
        # The message for that is Home Assistant's own.
        assert ended.flow["translation_domain"] == "homeassistant"
        assert _contacts(entry) == _like_jane(**changed)
        assert list(entry.subentries) == [jane.subentry_id]

    @pytest.mark.parametrize("name", ["Jane Smith", "jane smith"])
    async def test_its_own_name_does_not_count_as_taken(
        self, hass: HomeAssistant, entry: MockConfigEntry, jane: ConfigSubentry, name: str
    ) -> None:
        await (await _open(hass, entry, jane)).enter(JANE, name=name, favourite=False)
        assert _contacts(entry) == _like_jane(name=name, favourite=False)


@pytest.mark.parametrize("is_new", [True, False], ids=["new", "changed"])
@pytest.mark.parametrize(
    ("fields", "errors", "wrong"),
    [
        ({"name": ""}, {"name": "no_name"}, ""),
        ({"name": "  "}, {"name": "no_name"}, ""),
        # Each is kept once, regardless of case and surrounding space.
        ({"name": "Bob"}, {"name": "name_taken"}, ""),
        ({"name": " BOB "}, {"name": "name_taken"}, ""),
        ({"numbers": []}, {"numbers": "no_numbers"}, ""),
        ({"numbers": ["", " "]}, {"numbers": "no_numbers"}, ""),
        ({"name": " ", "numbers": []}, {"name": "no_name", "numbers": "no_numbers"}, ""),
        # Without its area code, and with digits missing.
        (
            {"numbers": ["9123 4567", "0391234567", "0409 123 45"]},
            {"numbers": "invalid_numbers"},
            "9123 4567, 0409 123 45",
        ),
        ({"numbers": ["+61 409"]}, {"numbers": "invalid_numbers"}, "+61 409"),
        ({"numbers": ["mum"]}, {"numbers": "invalid_numbers"}, "mum"),
        ({"numbers": ["0409 123 456,,1"]}, {"numbers": "invalid_numbers"}, "0409 123 456,,1"),
        ({"numbers": ["*21*0409123456#"]}, {"numbers": "invalid_numbers"}, "*21*0409123456#"),
    ],
)
async def test_an_error_names_the_value_changes_nothing_and_can_be_corrected(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    jane: ConfigSubentry,
    add: Add,
    is_new: bool,
    fields: dict[str, Any],
    errors: dict[str, str],
    wrong: str,
) -> None:
    await add(name="Bob")
    before = _contacts(entry)
    entered = JANE | {"name": "Jim"} | fields
    form = await (await _open(hass, entry, None if is_new else jane)).enter(entered)
    assert (form.step, form.errors) == ("user" if is_new else "reconfigure", errors)
    assert (form.placeholders, form.shown) == ({"numbers": wrong}, entered)
    assert _contacts(entry) == before
    await form.enter(JANE, name="Jim")
    assert {*_contacts(entry)} == {"Bob", "Jim"} | ({"Jane Smith"} if is_new else set())
    assert _contacts(entry)["Jim"] == _contacts(entry)["Bob"]


async def test_an_account_that_is_not_loaded_can_have_contacts(
    hass: HomeAssistant, loaded: MockConfigEntry, add: Add
) -> None:
    assert await hass.config_entries.async_unload(loaded.entry_id)
    await add()
    (contact,) = loaded.subentries.values()
    await (await _open(hass, loaded, contact)).enter(JANE, name="Jane Jones")
    assert hass.config_entries.async_remove_subentry(loaded, contact.subentry_id)
    assert _contacts(loaded) == {}
    assert loaded.state is ConfigEntryState.NOT_LOADED


async def test_the_frontend_can_add_change_rename_and_delete_a_contact(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    hass_client: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
) -> None:
    assert await async_setup_component(hass, "config", {})
    # First, because no page can be registered once there is a client.
    websocket = await hass_ws_client(hass)
    post = partial(send, await hass_client())
    url = "/api/config/config_entries/subentries/flow"
    contact_of = [loaded.entry_id, "contact"]

    async def ask(action: str, **content: Any) -> Any:
        kind = f"config_entries/subentries/{action}"
        await websocket.send_json_auto_id({"type": kind, "entry_id": loaded.entry_id, **content})
        answer = await websocket.receive_json()
        assert answer["success"], answer
        return answer["result"]

    assert loaded.supported_subentry_types["contact"] == {"supports_reconfigure": True}
    form = await post(url, handler=contact_of)
    assert [field["name"] for field in form["data_schema"]] == list(JANE)
    assert (await post(f"{url}/{form['flow_id']}", **JANE))["type"] == "create_entry"

    (contact,) = await ask("list")
    contact_id = contact["subentry_id"]
    form = await post(url, handler=contact_of, subentry_id=contact_id)
    await post(f"{url}/{form['flow_id']}", **JANE | {"favourite": False})
    assert _contacts(loaded) == _like_jane(favourite=False)

    await ask("update", subentry_id=contact_id, title="Jane Jones")
    assert list(_contacts(loaded)) == ["Jane Jones"]
    await ask("delete", subentry_id=contact_id)
    assert _contacts(loaded) == {}
