"""An office with phones to ring."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from simulator.server import Server
from simulator.state import Account
from tests.switchboard import Office


@pytest.fixture
def office(
    hass: HomeAssistant, loaded: MockConfigEntry, server: Server, account: Account
) -> Office:
    """Return the office."""
    return Office(hass, loaded, server, account)


@pytest.fixture
def connected(account: Account) -> Account:
    """Return the account while Reception is on a call."""
    account.incoming_call("0412345678", "100")
    account.answer("100")
    return account
