"""Putting the card on a dashboard, and setting it up."""

from playwright.async_api import Locator, expect

from .card import PhonesCard
from .visit import Visits


async def test_the_card_picker_shows_the_card_with_the_account(visits: Visits) -> None:
    dialog = await add_card(visits)
    await dialog.get_by_role("tab", name="By card").click()
    await dialog.get_by_placeholder("Search cards").fill("jingl")
    preview = PhonesCard(dialog)
    await preview.tile("Reception").shows("Free")
    await expect(dialog.get_by_text("Jingl phones", exact=True)).to_be_visible()
    await expect(dialog.get_by_text("Jingl calls", exact=True)).to_be_visible()
    await expect(dialog.get_by_text("Jingl phone", exact=True)).to_be_visible()
    visits.forgive_others()


async def test_a_card_is_suggested_for_a_handset(visits: Visits) -> None:
    dialog = await add_card(visits)
    await dialog.get_by_placeholder("Search entities").fill("Reception Status")
    await dialog.get_by_text("Status", exact=True).click()
    await expect(dialog.get_by_text("Jingl phones - All phones")).to_be_visible()
    await dialog.locator(".card").filter(has_text="Jingl phones - This phone").click()
    await expect(dialog).to_be_hidden()
    both = PhonesCard(dialog.page)
    await expect(both.root).to_have_count(2)
    await expect(both.root.last.get_by_role("listitem")).to_have_count(1)


async def test_an_option_of_the_form_changes_the_card(visits: Visits) -> None:
    card = await visits.open(query="edit=1")
    await card.page.get_by_role("button", name="Edit", exact=True).click()
    editor = card.page.locator("hui-dialog-edit-card")
    preview = PhonesCard(editor)
    await expect(preview.dial).to_be_visible()
    await editor.get_by_label("Dial field").click()
    await expect(preview.dial).to_have_count(0)
    await editor.get_by_role("button", name="Save").click()
    await expect(editor).to_be_hidden()
    await expect(card.tiles).to_have_count(4)
    await expect(card.dial).to_have_count(0)


async def add_card(visits: Visits) -> Locator:
    """Return the dialog for adding a card to the dashboard."""
    card = await visits.open(query="edit=1")
    await card.page.get_by_role("button", name="Add card").click()
    return card.page.locator("hui-dialog-create-card")
