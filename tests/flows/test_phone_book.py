"""Import phone books as the frontend does."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from aiohttp import FormData
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntryState,
    ConfigSubentry,
    SubentryFlowContext,
)
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from custom_components.jingl.numbers import phone_book
from tests.forms import Client, Form, send

JANE = "BEGIN:VCARD\nFN:Jane\nNICKNAME:Mum\nCATEGORIES:starred\nTEL:0409 123 456\nEND:VCARD\n"
BOB = "BEGIN:VCARD\nFN:Bob\nTEL:101\nEND:VCARD\n"
NOBODY = "BEGIN:VCARD\nFN:Nobody\nEND:VCARD\n"
KEPT_JANE = {
    "name": "Jane",
    "numbers": ["+61409123456"],
    "aliases": ["Mum"],
    "favourite": True,
}
KEPT_BOB = {"name": "Bob", "numbers": ["101"]}
TWO_MEGABYTES = 2 * 1024 * 1024

type Import = Callable[..., Awaitable[Form]]


@pytest.fixture
async def client(
    hass: HomeAssistant, entry: MockConfigEntry, hass_client: ClientSessionGenerator
) -> Client:
    """Return an HTTP client that stands in for a browser."""
    assert await async_setup_component(hass, "config", {})
    assert await async_setup_component(hass, "file_upload", {})
    client: Client = await hass_client()
    return client


async def upload(client: Client, content: str, name: str = "Family.vcf") -> str:
    """Upload a file as the frontend does, and return its ID."""
    form = FormData()
    form.add_field("file", content.encode(), filename=name)
    response = await client.post("/api/file_upload", data=form)
    assert response.ok
    file_id: str = (await response.json())["file_id"]
    return file_id


async def show(
    hass: HomeAssistant, entry: MockConfigEntry, book: ConfigSubentry | None = None
) -> Form:
    """Open the form for a new phone book, or to import one again."""
    flows = hass.config_entries.subentries
    context: SubentryFlowContext = {"source": SOURCE_USER}
    if book:
        context = {"source": SOURCE_RECONFIGURE, "subentry_id": book.subentry_id}
    return Form(flows, await flows.async_init((entry.entry_id, "phone_book"), context=context))


@pytest.fixture
def import_file(hass: HomeAssistant, entry: MockConfigEntry, client: Client) -> Import:
    """Return a function that uploads a file to a phone book's form, by default a new one's."""

    async def import_file(
        content: str, *, name: str = "Family.vcf", book: ConfigSubentry | None = None
    ) -> Form:
        form = await show(hass, entry, book)
        return await form.enter(file=await upload(client, content, name))

    return import_file


def book_of(entry: MockConfigEntry) -> ConfigSubentry:
    """Return the only phone book."""
    book: ConfigSubentry
    (book,) = entry.subentries.values()
    return book


def people_of(entry: MockConfigEntry) -> Any:
    """Return the people in the only phone book."""
    return book_of(entry).data["contacts"]


async def test_a_file_becomes_a_phone_book_with_its_name(
    entry: MockConfigEntry, import_file: Import
) -> None:
    ended = await import_file(JANE + NOBODY + BOB)
    assert (ended.end, ended.flow["description"]) == ("create_entry", "imported")
    assert ended.placeholders == {"contacts": "2", "skipped": "1"}
    assert (book_of(entry).subentry_type, book_of(entry).title) == ("phone_book", "Family")
    assert people_of(entry) == [KEPT_JANE, KEPT_BOB]


async def test_importing_again_replaces_everything_but_the_name(
    entry: MockConfigEntry, import_file: Import
) -> None:
    await import_file(JANE)
    before = book_of(entry)
    ended = await import_file(BOB + NOBODY, name="Contacts (2).vcf", book=before)
    assert (ended.end, ended.placeholders) == ("imported", {"contacts": "1", "skipped": "1"})
    assert (book_of(entry).subentry_id, book_of(entry).title) == (before.subentry_id, "Family")
    assert people_of(entry) == [KEPT_BOB]


async def test_a_file_too_large_for_a_phone_book_is_imported_in_part(
    entry: MockConfigEntry, import_file: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone_book, "MOST_CONTACTS", 1)
    ended = await import_file(JANE + BOB + NOBODY)
    assert (ended.end, ended.flow["description"]) == ("create_entry", "imported_in_part")
    assert ended.placeholders == {"contacts": "1", "skipped": "2"}
    assert people_of(entry) == [KEPT_JANE]
    ended = await import_file(BOB + JANE, book=book_of(entry))
    assert (ended.end, ended.placeholders) == (
        "imported_in_part",
        {"contacts": "1", "skipped": "1"},
    )
    assert people_of(entry) == [KEPT_BOB]


async def test_an_account_may_have_several_phone_books(
    entry: MockConfigEntry, import_file: Import
) -> None:
    for _ in range(2):
        assert (await import_file(JANE)).end == "create_entry"
    assert [book.title for book in entry.subentries.values()] == ["Family", "Family"]


@pytest.mark.parametrize("is_new", [True, False], ids=["new", "again"])
@pytest.mark.parametrize(
    ("content", "error", "skipped"),
    [
        ("name,number\nJane,0409 123 456\n", "no_phone_book", "0"),
        ("", "no_phone_book", "0"),
        (NOBODY * 3, "no_contacts", "3"),
        (JANE + " " * TWO_MEGABYTES, "file_too_large", "0"),
    ],
)
async def test_an_error_is_shown_changes_nothing_and_can_be_corrected(
    entry: MockConfigEntry,
    client: Client,
    import_file: Import,
    is_new: bool,
    content: str,
    error: str,
    skipped: str,
) -> None:
    await import_file(JANE)
    form = await import_file(content, book=None if is_new else book_of(entry))
    assert (form.step, form.errors) == ("user" if is_new else "reconfigure", {"file": error})
    assert form.placeholders["skipped"] == skipped
    assert people_of(entry) == [KEPT_JANE]
    ended = await form.enter(file=await upload(client, BOB))
    assert ended.end == ("create_entry" if is_new else "imported")
    assert [*entry.subentries.values()][-1].data["contacts"] == [KEPT_BOB]


async def test_a_file_of_two_megabytes_is_not_too_large(import_file: Import) -> None:
    content = JANE + " " * (TWO_MEGABYTES - len(JANE))
    assert (await import_file(content)).end == "create_entry"


async def test_a_file_is_used_once(
    hass: HomeAssistant, entry: MockConfigEntry, client: Client
) -> None:
    file_id = await upload(client, JANE)
    assert (await (await show(hass, entry)).enter(file=file_id)).end == "create_entry"
    form = await (await show(hass, entry)).enter(file=file_id)
    assert form.errors == {"file": "upload_failed"}


async def test_numbers_are_read_as_the_accounts_and_the_countrys(
    hass: HomeAssistant, entry: MockConfigEntry, import_file: Import
) -> None:
    options = {**entry.options, "handsets": ["12345678"], "ignored": ["87654321"]}
    hass.config_entries.async_update_entry(entry, options=options)
    hass.config.country = "GB"
    numbers = "\n".join(f"TEL:{each}" for each in ("12345678", "87654321", "020 7946 0958"))
    await import_file(f"BEGIN:VCARD\nFN:Jane\n{numbers}\nEND:VCARD")
    assert people_of(entry)[0]["numbers"] == ["12345678", "87654321", "+442079460958"]


async def test_an_account_is_not_reloaded_and_need_not_be_loaded(
    hass: HomeAssistant, loaded: MockConfigEntry, import_file: Import
) -> None:
    coordinator = loaded.runtime_data.coordinator
    await import_file(JANE)
    assert loaded.runtime_data.coordinator is coordinator
    assert await hass.config_entries.async_unload(loaded.entry_id)
    await import_file(BOB, book=book_of(loaded))
    assert people_of(loaded) == [KEPT_BOB]
    assert loaded.state is ConfigEntryState.NOT_LOADED


async def test_the_frontend_can_import_a_file_and_import_it_again(
    entry: MockConfigEntry, client: Client
) -> None:
    post = partial(send, client)
    url = "/api/config/config_entries/subentries/flow"
    assert entry.supported_subentry_types["phone_book"] == {"supports_reconfigure": True}
    form = await post(url, handler=[entry.entry_id, "phone_book"])
    (field,) = form["data_schema"]
    assert (field["name"], [*field["selector"]]) == ("file", ["file"])
    ended = await post(f"{url}/{form['flow_id']}", file=await upload(client, JANE))
    assert ended["type"] == "create_entry"
    form = await post(
        url, handler=[entry.entry_id, "phone_book"], subentry_id=book_of(entry).subentry_id
    )
    ended = await post(f"{url}/{form['flow_id']}", file=await upload(client, BOB))
    assert (ended["type"], ended["reason"]) == ("abort", "imported")
    assert people_of(entry) == [KEPT_BOB]
