"""One demo for each file, and whoever looks at it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest_asyncio

from bot.faces.demo.run import Demo, running
from bot.settings import read


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo() -> AsyncIterator[Demo]:
    """One demo for the whole file."""
    async with running(read({}), between_posts_s=0.02) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visitor() -> AsyncIterator[aiohttp.ClientSession]:
    """A browser, as far as HTTP goes."""
    async with aiohttp.ClientSession() as session:
        yield session
