"""The apps that a file of tests stands before: ``slack = apps.on_both`` in it takes the place of conftest's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.pace import Pace
from tests.faces.slack.answering_api import Api, answering_api
from tests.faces.slack.stand import HERE, Stand, stand

TRANSPORTS = ("http", "socket")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def silent(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """One app for the whole file, which asks no API."""
    async with stand(tmp_path_factory.mktemp("slack")) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=TRANSPORTS)
async def on_both(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> AsyncIterator[Stand]:
    """The same for each transport."""
    async with stand(tmp_path_factory.mktemp("slack"), transport=request.param) as made:
        yield made


def asking(**more: str) -> Any:
    """For each transport an app that asks by itself, with these environment variables, and the API that it asks."""

    @pytest_asyncio.fixture(scope="module", loop_scope="module", params=TRANSPORTS)
    async def made(
        request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
    ) -> AsyncIterator[tuple[Stand, Api]]:
        async with answering_api() as api:
            opened = {"AUTH401_LIVE": "auto", "AUTH401_ALLOW_HOSTS": f"{HERE}:{api.port}", **more}
            pace = Pace(between_s=0, per_person=1000)
            async with stand(tmp_path_factory.mktemp("slack"), transport=request.param, pace=pace, **opened) as slack:
                yield slack, api

    return made
