"""An API that refuses and one app that may ask it, for each file; a file with other needs has fixtures of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.pace import Pace
from tests.faces.slack.refusing_api import Api, refusing_api
from tests.faces.slack.stand import HERE, Stand, stand


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def api() -> AsyncIterator[Api]:
    """The API on loopback, which only AUTH401_ALLOW_HOSTS opens."""
    async with refusing_api() as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def slack(tmp_path_factory: pytest.TempPathFactory, api: Api) -> AsyncIterator[Stand]:
    """One app, which asks by itself and as often as it is asked."""
    opened = {"AUTH401_LIVE": "auto", "AUTH401_ALLOW_HOSTS": f"{HERE}:{api.port}"}
    pace = Pace(between_s=0, per_person=1000)
    async with stand(tmp_path_factory.mktemp("slack"), pace=pace, **opened) as made:
        yield made
