"""How a choice of handsets is stored."""

from unittest.mock import AsyncMock

import pytest

from custom_components.jingl.api import Handset, JinglClient
from custom_components.jingl.flows.handset_choice import read_choice


@pytest.mark.parametrize("typed", ["a100", "A100, a100", "A100 0A100"])
async def test_a_number_is_kept_as_jingl_writes_it(typed: str) -> None:
    client = AsyncMock(spec=JinglClient)
    client.get_handset.return_value = Handset.from_json({"extensionnumber": "A100"})
    before = {"handsets": [], "ignored": ["101"], "track_new": False}
    options, errors, _ = await read_choice(client, {}, before, {"handsets": typed})
    assert (options, errors) == (before | {"handsets": ["A100"]}, {})
