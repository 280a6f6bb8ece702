"""Adding, changing and removing contacts, as the frontend does."""

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
    SubentryFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.setup import async_setup_component

from custom_components.jingl.const import DOMAIN
from simulator.server import Server

JANE: dict[str, Any] = {
    "name": "Jane Smith",
    "numbers": ["0409 123 456", "(03) 9123 4567"],
    "aliases": ["Mum"],
    "favourite": True,
}


async def _start(hass: HomeAssistant, entry: MockConfigEntry) -> SubentryFlowResult:
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, "contact"), context={"source": SOURCE_USER}
    )


async def _start_change(
    hass: HomeAssistant, entry: MockConfigEntry, contact: ConfigSubentry
) -> SubentryFlowResult:
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, "contact"),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": contact.subentry_id},
    )


async def _enter(
    hass: HomeAssistant, flow: SubentryFlowResult, user_input: dict[str, Any]
) -> SubentryFlowResult:
    return await hass.config_entries.subentries.async_configure(flow["flow_id"], user_input)


async def _add(hass: HomeAssistant, entry: MockConfigEntry, **fields: Any) -> SubentryFlowResult:
    """Enter a contact like Jane into the form that adds one."""
    return await _enter(hass, await _start(hass, entry), JANE | fields)


def _shown(flow: SubentryFlowResult) -> dict[str, Any]:
    schema = flow["data_schema"]
    assert schema
    return {str(key): (key.description or {}).get("suggested_value") for key in schema.schema}


def _contacts(entry: MockConfigEntry) -> dict[str, Any]:
    """Return what is kept of all contacts, by name."""
    return {contact.title: dict(contact.data) for contact in entry.subentries.values()}


def _kept(contact: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in contact.items() if key != "name"}


@pytest.fixture
async def jane(hass: HomeAssistant, entry: MockConfigEntry) -> ConfigSubentry:
    """Return the contact Jane, after she was added."""
    await _add(hass, entry)
    contact: ConfigSubentry
    (contact,) = entry.subentries.values()
    return contact


class TestAdding:
    """A new contact."""

    async def test_the_form_asks_for_names_and_numbers(
        self, hass: HomeAssistant, entry: MockConfigEntry
    ) -> None:
        form = await _start(hass, entry)
        assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "user")
        assert form["errors"] == {}
        assert list(_shown(form)) == ["name", "numbers", "aliases", "favourite"]

    async def test_a_contact_is_a_subentry_named_as_it_is(
        self, hass: HomeAssistant, loaded: MockConfigEntry, server: Server
    ) -> None:
        coordinator = loaded.runtime_data.coordinator
        server.clear_requests()
        result = await _add(hass, loaded)
        assert (result["type"], result["title"]) == (FlowResultType.CREATE_ENTRY, "Jane Smith")
        (contact,) = loaded.subentries.values()
        assert (contact.subentry_type, contact.title) == ("contact", "Jane Smith")
        assert dict(contact.data) == _kept(JANE)
        await hass.async_block_till_done(wait_background_tasks=True)
        assert loaded.runtime_data.coordinator is coordinator, "there is no need to reload"
        assert server.requests == []

    async def test_a_name_and_a_number_are_enough(
        self, hass: HomeAssistant, entry: MockConfigEntry
    ) -> None:
        await _enter(hass, await _start(hass, entry), {"name": "Jane", "numbers": ["0409 123 456"]})
        assert _contacts(entry) == {
            "Jane": {"numbers": ["0409 123 456"], "aliases": [], "favourite": False}
        }

    async def test_empty_lines_spaces_and_doubles_are_not_kept(
        self, hass: HomeAssistant, entry: MockConfigEntry
    ) -> None:
        await _add(
            hass,
            entry,
            name=" Jane Smith ",
            numbers=[" 0409 123 456", "", "0409 123 456", "101 ", "  "],
            aliases=["", "Mum ", "Mum"],
        )
        assert _contacts(entry) == {
            "Jane Smith": {
                "numbers": ["0409 123 456", "101"],
                "aliases": ["Mum"],
                "favourite": True,
            }
        }

    @pytest.mark.parametrize(
        "number",
        [
            "0409 123 456",
            "+61 409 123 456",
            "+61 (0)409 123 456",
            "0011 44 20 7946 0958",
            "+44 20 7946 0958",
            "(03) 9123-4567",
            "1300 654 321",
            "13 12 13",
            "101",
            "200",
            "*98",
        ],
    )
    async def test_a_number_is_kept_as_it_was_written(
        self, hass: HomeAssistant, entry: MockConfigEntry, number: str
    ) -> None:
        await _add(hass, entry, numbers=[number])
        assert _contacts(entry)["Jane Smith"]["numbers"] == [number]

    async def test_a_handset_with_a_long_extension_is_known(
        self, hass: HomeAssistant, entry: MockConfigEntry
    ) -> None:
        form = await _add(hass, entry, numbers=["12345678", "87654321"])
        assert form["description_placeholders"] == {"numbers": "12345678, 87654321"}
        hass.config_entries.async_update_entry(
            entry,
            options={**entry.options, "handsets": ["12345678"], "ignored": ["87654321"]},
        )
        result = await _add(hass, entry, numbers=["12345678", "87654321"])
        assert result["type"] is FlowResultType.CREATE_ENTRY

    async def test_a_number_is_written_as_in_the_country_of_home_assistant(
        self, hass: HomeAssistant, entry: MockConfigEntry
    ) -> None:
        form = await _add(hass, entry, numbers=["020 7946 0958"])
        assert form["errors"] == {"numbers": "invalid_numbers"}
        hass.config.country = "GB"
        result = await _enter(hass, form, JANE | {"numbers": ["020 7946 0958"]})
        assert result["type"] is FlowResultType.CREATE_ENTRY

    @pytest.mark.parametrize(
        ("fields", "errors", "wrong"),
        [
            ({"name": ""}, {"name": "no_name"}, ""),
            ({"name": "  "}, {"name": "no_name"}, ""),
            ({"numbers": []}, {"numbers": "no_numbers"}, ""),
            ({"numbers": ["", " "]}, {"numbers": "no_numbers"}, ""),
            (
                {"name": " ", "numbers": []},
                {"name": "no_name", "numbers": "no_numbers"},
                "",
            ),
            # Without its area code, and with digits missing.
            (
                {"numbers": ["9123 4567", "0391234567", "0409 123 45"]},
                {"numbers": "invalid_numbers"},
                "9123 4567, 0409 123 45",
            ),
            ({"numbers": ["+61 409"]}, {"numbers": "invalid_numbers"}, "+61 409"),
            ({"numbers": ["mum"]}, {"numbers": "invalid_numbers"}, "mum"),
            (
                {"numbers": ["0409 123 456,,1"]},
                {"numbers": "invalid_numbers"},
                "0409 123 456,,1",
            ),
            (
                {"numbers": ["*21*0409123456#"]},
                {"numbers": "invalid_numbers"},
                "*21*0409123456#",
            ),
        ],
    )
    async def test_what_is_wrong_is_named_and_can_be_corrected(
        self,
        hass: HomeAssistant,
        entry: MockConfigEntry,
        fields: dict[str, Any],
        errors: dict[str, str],
        wrong: str,
    ) -> None:
        form = await _add(hass, entry, **fields)
        assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "user")
        assert form["errors"] == errors
        assert form["description_placeholders"] == {"numbers": wrong}
        assert _shown(form) == JANE | fields
        assert _contacts(entry) == {}
        await _enter(hass, form, JANE)
        assert _contacts(entry) == {"Jane Smith": _kept(JANE)}

    @pytest.mark.usefixtures("jane")
    @pytest.mark.parametrize("name", ["Jane Smith", "jane SMITH", " Jane Smith "])
    async def test_a_name_is_given_once(
        self, hass: HomeAssistant, entry: MockConfigEntry, name: str
    ) -> None:
        form = await _add(hass, entry, name=name)
        assert form["errors"] == {"name": "name_taken"}
        assert len(entry.subentries) == 1
        result = await _enter(hass, form, JANE | {"name": "Jane Jones"})
        assert result["type"] is FlowResultType.CREATE_ENTRY
        assert _contacts(entry) == {"Jane Smith": _kept(JANE), "Jane Jones": _kept(JANE)}

    @pytest.mark.usefixtures("jane")
    async def test_another_account_may_have_a_contact_of_the_same_name(
        self, hass: HomeAssistant, entry: MockConfigEntry
    ) -> None:
        other = MockConfigEntry(
            domain=DOMAIN, unique_id="othercompany", data=entry.data, options=entry.options
        )
        other.add_to_hass(hass)
        await _add(hass, other)
        assert _contacts(other) == _contacts(entry)

    @pytest.mark.parametrize("missing", ["name", "numbers"])
    async def test_what_is_required_cannot_be_left_out(
        self, hass: HomeAssistant, entry: MockConfigEntry, missing: str
    ) -> None:
        form = await _start(hass, entry)
        with pytest.raises(InvalidData) as refusal:
            await _enter(hass, form, {key: value for key, value in JANE.items() if key != missing})
        assert list(refusal.value.schema_errors) == [missing]


class TestChanging:
    """A contact that is there."""

    async def test_the_form_shows_what_is_known(
        self, hass: HomeAssistant, entry: MockConfigEntry, jane: ConfigSubentry
    ) -> None:
        form = await _start_change(hass, entry, jane)
        assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "reconfigure")
        assert (form["errors"], _shown(form)) == ({}, JANE)

    async def test_everything_can_be_changed(
        self, hass: HomeAssistant, entry: MockConfigEntry, jane: ConfigSubentry
    ) -> None:
        changed = {
            "name": "Jane Jones",
            "numbers": ["0412 345 678"],
            "aliases": [],
            "favourite": False,
        }
        result = await _enter(hass, await _start_change(hass, entry, jane), changed)
        assert (result["type"], result["reason"]) == (
            FlowResultType.ABORT,
            "reconfigure_successful",
        )
        # What Home Assistant says then is its own.
        assert result["translation_domain"] == "homeassistant"
        assert _contacts(entry) == {"Jane Jones": _kept(changed)}
        assert list(entry.subentries) == [jane.subentry_id]

    @pytest.mark.parametrize("name", ["Jane Smith", "jane smith"])
    async def test_its_own_name_is_not_taken(
        self, hass: HomeAssistant, entry: MockConfigEntry, jane: ConfigSubentry, name: str
    ) -> None:
        form = await _start_change(hass, entry, jane)
        await _enter(hass, form, JANE | {"name": name, "favourite": False})
        assert _contacts(entry) == {name: _kept(JANE) | {"favourite": False}}

    @pytest.mark.parametrize(
        ("fields", "errors", "wrong"),
        [
            ({"name": "bob"}, {"name": "name_taken"}, ""),
            ({"name": ""}, {"name": "no_name"}, ""),
            ({"numbers": []}, {"numbers": "no_numbers"}, ""),
            ({"numbers": ["9123 4567"]}, {"numbers": "invalid_numbers"}, "9123 4567"),
        ],
    )
    async def test_what_is_wrong_changes_nothing_and_can_be_corrected(
        self,
        hass: HomeAssistant,
        entry: MockConfigEntry,
        jane: ConfigSubentry,
        fields: dict[str, Any],
        errors: dict[str, str],
        wrong: str,
    ) -> None:
        await _add(hass, entry, name="Bob")
        before = _contacts(entry)
        form = await _enter(hass, await _start_change(hass, entry, jane), JANE | fields)
        assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "reconfigure")
        assert form["errors"] == errors
        assert form["description_placeholders"] == {"numbers": wrong}
        assert _shown(form) == JANE | fields
        assert _contacts(entry) == before
        await _enter(hass, form, JANE | {"name": "Jane Jones"})
        assert set(_contacts(entry)) == {"Bob", "Jane Jones"}


async def test_an_account_that_is_not_loaded_can_have_contacts(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    assert await hass.config_entries.async_unload(loaded.entry_id)
    await _add(hass, loaded)
    (contact,) = loaded.subentries.values()
    await _enter(hass, await _start_change(hass, loaded, contact), JANE | {"name": "Jane Jones"})
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
    # First, since no web page can be added once there is a client.
    websocket = await hass_ws_client(hass)
    client = await hass_client()
    url = "/api/config/config_entries/subentries/flow"

    async def post(path: str, **content: Any) -> dict[str, Any]:
        response = await client.post(path, json=content)
        assert response.ok, await response.text()
        result: dict[str, Any] = await response.json()
        return result

    async def send(action: str, **content: Any) -> Any:
        await websocket.send_json_auto_id(
            {
                "type": f"config_entries/subentries/{action}",
                "entry_id": loaded.entry_id,
                **content,
            }
        )
        answer = await websocket.receive_json()
        assert answer["success"], answer
        return answer["result"]

    assert loaded.supported_subentry_types == {"contact": {"supports_reconfigure": True}}
    form = await post(url, handler=[loaded.entry_id, "contact"])
    assert [field["name"] for field in form["data_schema"]] == list(JANE)
    assert (await post(f"{url}/{form['flow_id']}", **JANE))["type"] == "create_entry"

    (contact,) = await send("list")
    contact_id = contact["subentry_id"]
    form = await post(url, handler=[loaded.entry_id, "contact"], subentry_id=contact_id)
    await post(f"{url}/{form['flow_id']}", **JANE | {"favourite": False})
    assert _contacts(loaded) == {"Jane Smith": _kept(JANE) | {"favourite": False}}

    await send("update", subentry_id=contact_id, title="Jane Jones")
    assert list(_contacts(loaded)) == ["Jane Jones"]
    await send("delete", subentry_id=contact_id)
    assert _contacts(loaded) == {}
