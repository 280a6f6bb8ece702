"""A user's session of Home Assistant in a browser."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
import json
from time import time
from typing import Any

import aiohttp
from playwright.async_api import Browser, BrowserContext, StorageState


@asynccontextmanager
async def signed_in(
    browser: Browser, url: str, username: str, password: str, **options: Any
) -> AsyncGenerator[BrowserContext]:
    """Open a separate browser session, signed in as this user.

    The options go to Playwright's `new_context`: locale, window size and
    so on. Open pages by path, such as "/lovelace".
    """
    value = json.dumps(await tokens(url, username, password))
    kept = StorageState(
        cookies=[],
        origins=[{"origin": url, "localStorage": [{"name": "hassTokens", "value": value}]}],
    )
    context = await browser.new_context(
        base_url=url,
        # Its cache would serve files of another page, or outdated ones.
        service_workers="block",
        storage_state=kept,
        **options,
    )
    async with context:
        yield context


async def tokens(url: str, username: str, password: str) -> dict[str, Any]:
    """Sign in as the login page does; return what it stores as `hassTokens`."""
    client_id = f"{url}/"
    async with aiohttp.ClientSession(url, raise_for_status=True) as session:
        handler = {"client_id": client_id, "handler": ["homeassistant", None]}
        async with session.post(
            "/auth/login_flow", json={**handler, "redirect_uri": client_id}
        ) as response:
            flow = (await response.json())["flow_id"]
        login = {"client_id": client_id, "username": username, "password": password}
        async with session.post(f"/auth/login_flow/{flow}", json=login) as response:
            code = (await response.json())["result"]
        grant = {"grant_type": "authorization_code", "code": code, "client_id": client_id}
        async with session.post("/auth/token", data=grant) as response:
            granted: dict[str, Any] = await response.json()
    expires = (time() + granted["expires_in"]) * 1000
    return {**granted, "hassUrl": url, "clientId": client_id, "expires": expires}
