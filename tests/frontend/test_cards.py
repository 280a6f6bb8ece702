"""Serving the cards, and having dashboards load them."""

from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
)

from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.components.lovelace.resources import (
    ResourceStorageCollection,
    ResourceYAMLCollection,
)
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml

from custom_components.jingl import frontend
from custom_components.jingl.const import DOMAIN
from simulator.faults import StatusCode
from simulator.server import Server

_FOREIGN = {"id": "foreign", "type": "module", "url": "/hacsfiles/jingl-cards.js"}
_STORED = {"id": "stored", "type": "module", "url": "/jingl_cards/jingl-cards.js?v=1"}


class Dashboards:
    """What dashboards load."""

    def __init__(self, hass: HomeAssistant) -> None:
        resources = hass.data[LOVELACE_DATA].resources
        assert isinstance(resources, ResourceStorageCollection)
        self.resources = resources

    def items(self) -> list[dict[str, Any]]:
        """Return our cards; the resource of somebody else's is still there."""
        foreign, *ours = self.resources.async_items()
        assert foreign == _FOREIGN
        return ours

    def cards(self) -> list[str]:
        """Return the URLs of our cards."""
        assert all(each["type"] == "module" for each in self.items())
        return [each["url"] for each in self.items()]


@pytest.fixture
def built(built: Path) -> Path:
    """Return a folder with built cards, which are served."""
    (built / "languages").mkdir(parents=True)
    (built / "languages/de.json").write_text("{}")
    (built / "jingl-cards.js").write_text("export {};")
    return built


@pytest.fixture
async def dashboards(
    hass: HomeAssistant, hass_storage: dict[str, Any], request: pytest.FixtureRequest
) -> Dashboards:
    """Return dashboards that load something already; more of it is a test's parameter."""
    items = [_FOREIGN, *getattr(request, "param", ())]
    hass_storage["lovelace_resources"] = {"version": 1, "data": {"items": items}}
    assert await async_setup_component(hass, "lovelace", {})
    return Dashboards(hass)


@pytest.fixture
def other(entry: MockConfigEntry, hass: HomeAssistant) -> MockConfigEntry:
    """Return a second account, not set up yet."""
    other = MockConfigEntry(
        domain=DOMAIN,
        title="Branch",
        data={**entry.data, "account_id": "branch"},
        options=entry.options,
    )
    other.add_to_hass(hass)
    return other


@pytest.mark.usefixtures("built")
class TestResource:
    """Where dashboards keep what they load in storage, which is the default."""

    async def test_it_is_added_and_can_be_loaded_without_a_login(
        self,
        dashboards: Dashboards,
        loaded: MockConfigEntry,
        hass_client_no_auth: ClientSessionGenerator,
    ) -> None:
        [url] = dashboards.cards()
        path, _, version = url.partition("?v=")
        assert (path, len(version)) == ("/jingl_cards/jingl-cards.js", 12)
        client = await hass_client_no_auth()
        response = await client.get(url)
        assert (response.status, await response.text()) == (200, "export {};")
        assert response.content_type == "text/javascript"
        assert "max-age" in response.headers["Cache-Control"]
        language = await client.get(f"/jingl_cards/languages/de.json?v={version}")
        assert await language.json() == {}

    async def test_it_is_there_once_for_two_accounts_that_are_set_up_at_once(
        self,
        hass: HomeAssistant,
        entry: MockConfigEntry,
        other: MockConfigEntry,
        dashboards: Dashboards,
    ) -> None:
        assert await async_setup_component(hass, DOMAIN, {})
        await hass.async_block_till_done()
        assert {entry.state, other.state} == {ConfigEntryState.LOADED}
        assert len(dashboards.cards()) == 1

    @pytest.mark.parametrize("dashboards", [[_STORED]], indirect=True)
    async def test_it_is_updated_after_an_update(
        self, dashboards: Dashboards, loaded: MockConfigEntry
    ) -> None:
        [card] = dashboards.items()
        assert card["id"] == "stored"
        assert card["url"] != _STORED["url"]

    @pytest.mark.parametrize(
        "dashboards",
        [[_STORED, {"id": "by hand", "type": "js", "url": "/jingl_cards/jingl-cards.js"}]],
        indirect=True,
    )
    async def test_what_was_added_twice_is_there_once(
        self, dashboards: Dashboards, loaded: MockConfigEntry
    ) -> None:
        [card] = dashboards.items()
        assert (card["id"], card["type"]) == ("stored", "module")

    async def test_it_is_not_written_again_when_nothing_has_changed(
        self, hass: HomeAssistant, dashboards: Dashboards, loaded: MockConfigEntry
    ) -> None:
        changes: list[str] = []

        async def note(change: str, *_: object) -> None:
            changes.append(change)

        before = dashboards.items()
        dashboards.resources.async_add_listener(note)
        assert await hass.config_entries.async_reload(loaded.entry_id)
        assert dashboards.items() == before
        assert changes == []

    def test_its_version_changes_with_any_file(self, built: Path) -> None:
        versions = {frontend._version()}
        for name in ("jingl-cards.js", "languages/de.json"):
            (built / name).write_text("{ }")
            versions.add(frontend._version())
        (built / "languages/de.json").rename(built / "languages/fr.json")
        versions.add(frontend._version())
        assert len(versions) == 4

    async def test_it_is_added_even_while_jingl_cannot_be_asked(
        self, hass: HomeAssistant, entry: MockConfigEntry, server: Server, dashboards: Dashboards
    ) -> None:
        server.add_fault(StatusCode(500))
        assert not await hass.config_entries.async_setup(entry.entry_id)
        assert entry.state is ConfigEntryState.SETUP_RETRY
        assert len(dashboards.cards()) == 1

    async def test_it_stays_while_accounts_are_unloaded_and_until_the_last_is_removed(
        self,
        hass: HomeAssistant,
        dashboards: Dashboards,
        loaded: MockConfigEntry,
        other: MockConfigEntry,
    ) -> None:
        before = dashboards.cards()
        assert await hass.config_entries.async_unload(loaded.entry_id)
        assert dashboards.cards() == before
        await hass.config_entries.async_remove(loaded.entry_id)
        assert dashboards.cards() == before
        await hass.config_entries.async_remove(other.entry_id)
        assert dashboards.cards() == []

    async def test_it_comes_back_with_the_first_account_after_the_last(
        self, hass: HomeAssistant, dashboards: Dashboards, loaded: MockConfigEntry
    ) -> None:
        before = dashboards.cards()
        await hass.config_entries.async_remove(loaded.entry_id)
        again = MockConfigEntry(domain=DOMAIN, data=loaded.data, options=loaded.options)
        again.add_to_hass(hass)
        assert await hass.config_entries.async_setup(again.entry_id)
        assert dashboards.cards() == before

    @pytest.mark.parametrize("dashboards", [[_STORED]], indirect=True)
    async def test_it_goes_with_an_account_that_was_never_set_up(
        self, hass: HomeAssistant, entry: MockConfigEntry, dashboards: Dashboards
    ) -> None:
        await hass.config_entries.async_remove(entry.entry_id)
        assert dashboards.cards() == []

    async def test_cards_that_were_not_built_are_neither_served_nor_loaded(
        self, hass: HomeAssistant, entry: MockConfigEntry, dashboards: Dashboards, built: Path
    ) -> None:
        (built / "jingl-cards.js").unlink()
        assert await hass.config_entries.async_setup(entry.entry_id)
        assert dashboards.cards() == []


@pytest.mark.usefixtures("built")
class TestYaml:
    """Where dashboards load what is written in YAML."""

    @staticmethod
    async def set_up(hass: HomeAssistant, *urls: str) -> None:
        """Set up dashboards that load these."""
        resources = [{"type": "module", "url": url} for url in urls]
        config = {"lovelace": {"resource_mode": "yaml", "resources": resources}}
        assert await async_setup_component(hass, "lovelace", config)

    @staticmethod
    async def reload(hass: HomeAssistant, entry: MockConfigEntry, *urls: str) -> None:
        """Have other resources written, and the account loaded again."""
        resources = [{"type": "module", "url": url} for url in urls]
        hass.data[LOVELACE_DATA].resources = ResourceYAMLCollection(resources)
        assert await hass.config_entries.async_reload(entry.entry_id)

    @staticmethod
    def issue(hass: HomeAssistant) -> ir.IssueEntry | None:
        """Return what the user is told."""
        return ir.async_get(hass).async_get_issue(DOMAIN, "cards")

    async def test_the_user_is_told_what_to_write(
        self, hass: HomeAssistant, entry: MockConfigEntry
    ) -> None:
        await self.set_up(hass, _FOREIGN["url"])
        assert await hass.config_entries.async_setup(entry.entry_id)
        issue = self.issue(hass)
        assert issue
        assert (issue.translation_key, issue.severity) == ("cards_in_yaml", "warning")
        assert not issue.is_fixable, "whoever wants no cards can ignore it"
        assert issue.translation_placeholders
        assert issue.translation_placeholders["path"] == "/jingl_cards/jingl-cards.js"
        written = issue.translation_placeholders["lines"]
        resources: Any = parse_yaml(written.removeprefix("```yaml\n").removesuffix("```"))
        [resource] = resources
        assert resource["type"] == "module"
        # And then it is told no more.
        await self.reload(hass, entry, resource["url"])
        assert self.issue(hass) is None

    async def test_an_older_version_is_told_too(
        self, hass: HomeAssistant, entry: MockConfigEntry
    ) -> None:
        await self.set_up(hass, "/jingl_cards/jingl-cards.js?v=1")
        assert await hass.config_entries.async_setup(entry.entry_id)
        assert self.issue(hass)

    async def test_it_goes_with_the_last_account(
        self, hass: HomeAssistant, entry: MockConfigEntry, other: MockConfigEntry
    ) -> None:
        await self.set_up(hass)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.config_entries.async_remove(other.entry_id)
        assert self.issue(hass)
        await hass.config_entries.async_remove(entry.entry_id)
        assert self.issue(hass) is None


@pytest.mark.usefixtures("built")
class TestWithout:
    """Where there is no web server, or no dashboard."""

    @pytest.mark.parametrize("component", [None, "http"])
    async def test_an_account_is_set_up_and_removed_all_the_same(
        self, hass: HomeAssistant, entry: MockConfigEntry, component: str | None
    ) -> None:
        if component:
            assert await async_setup_component(hass, component, {})
        assert await hass.config_entries.async_setup(entry.entry_id)
        assert "lovelace" not in hass.config.components
        await hass.config_entries.async_remove(entry.entry_id)
        assert not hass.config_entries.async_entries(DOMAIN)
