"""Who may join a colleague's call."""

from playwright.async_api import expect

from .office import Office
from .visit import Visits


async def test_an_administrator_monitors_a_call(office: Office, visits: Visits) -> None:
    await office.is_on_call("102")
    card = await visits.open()
    await card.choose("Reception")
    workshop = card.tile("Workshop")
    await workshop.open()
    await expect(workshop.note).to_have_text(
        "The law may require you to tell everyone on the call first."
    )
    await workshop.button("Monitor").click()
    await expect(card.hint).to_have_text("Your phone rings to join Workshop's call")
    await card.tile("Reception").shows("Ringing")
    assert office.acts == [{"callmonitor": "100"}]


async def test_a_read_only_user_is_offered_nothing_that_makes_a_phone_ring(
    office: Office, visits: Visits, reader: str
) -> None:
    await office.is_on_call("102")
    card = await visits.open(reader)
    workshop = card.tile("Workshop")
    await workshop.shows("On a call")
    await workshop.open()
    await expect(workshop.buttons).to_have_text(["More info"])
    await expect(card.my_phone).to_have_count(0)
    await expect(card.dial).to_have_count(0)
