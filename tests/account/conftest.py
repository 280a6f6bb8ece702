"""Storage that is really written."""

from typing import Any

import pytest


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Let Home Assistant write its files, into the test's own folder, instead of a dictionary."""
    return {}
