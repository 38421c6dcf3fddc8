"""What would ask an API or for a person too often waits, says so, and is answered."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

from bot.pace import Ahead, Pace, Turns, Want
from tests.faces.slack.refusing_api import refusing_api
from tests.faces.slack.stand import HERE, PASTE, TOLD, stand


async def test_two_pastes_to_one_api_take_turns(tmp_path: Path) -> None:
    """The second says in its progress line why and how long it waits; what needs no request does not wait."""
    async with refusing_api() as api:
        opened = {"AUTH401_LIVE": "auto", "AUTH401_ALLOW_HOSTS": f"{HERE}:{api.port}"}
        async with stand(tmp_path, pace=Pace(between_s=4), **opened) as slack:
            first, second = await slack.say(api.paste), await slack.say(f"again: {api.paste}")
            waiting = await slack.until(lambda: [c for c in slack.called("chat.update") if "In the queue" in c["text"]])
            settled = await slack.say(PASTE.replace("sesame-5f0c1d2e3b4a59687f", "YOUR_API_KEY"))
            await slack.until(lambda: [m for m in slack.replies(settled) if m.get("edited")])
            assert f"{HERE}:{api.port}" in waiting[0]["text"]
            for message in (first, second):
                reply = await slack.answered(message)
                assert reply["blocks"][0]["type"] == "header"
            assert api.asked >= 4


SECRET = "S3cretPw99"
OPAQUE = "zx9qpl4mn7vrt2kdwc8ysb3fhj6"
HOSTS = [
    f"https://bob:{SECRET}@{{here}}/v1",
    f"http://{SECRET}/x@{{here}}/v1",
    f"http://bob:{SECRET}/99@api.localhost/v1",
    f"http://{OPAQUE}.localhost/v1",
    f"http://{OPAQUE.upper()}.localhost:8080/v1",
    f"http://api.{'a1b2c3d4' * 6}.localhost/v1",
    f"http://api.localhost?pin={SECRET}",
    f"http://api.localhost#{SECRET}",
    f"http://api.localhost:8080/%40{SECRET}",
    "http://\u202eapi.localhost/v1",
    "http://`api`.localhost/v1",
    "http://<!channel>.localhost/v1",
    "http://*api*.localhost/v1",
    "http://_api_.localhost/v1",
]


class Behind:
    """Lines in which somebody stands ahead of everybody who comes to ask an API, the first time."""

    def __init__(self, turns: Turns) -> None:
        self._turns, self._seen = turns, set[str]()
        self.renew, self.end, self.leave = turns.renew, turns.end, turns.leave

    async def come(self, ticket: str, wants: Sequence[Want]) -> Ahead:
        """A moment to wait for the API's line, then what the lines say."""
        asks = [place for place, want in enumerate(wants) if want.is_after]
        if asks and ticket not in self._seen:
            self._seen.add(ticket)
            return Ahead(0.05, asks[0])
        return await self._turns.come(ticket, wants)


class Full(Pace):
    """Always somebody ahead."""

    behind: Behind | None = None

    def turn(self, turns: Turns, **rest: Any) -> AbstractAsyncContextManager[None]:
        """As in Pace."""
        self.behind = self.behind or Behind(turns)
        return super().turn(self.behind, **rest)


async def test_the_queue_line_names_a_host_and_nothing_else(tmp_path: Path) -> None:
    """No userinfo, path, query, opaque label or mark of direction; and what it names is code, so no link or mention."""
    async with refusing_api() as api:
        pace = Full(between_s=0, per_person=1000)
        opened = {"AUTH401_LIVE": "auto", "AUTH401_ALLOW_HOSTS": f"{HERE}:*,*.localhost:*"}
        async with stand(tmp_path, pace=pace, **opened) as slack:
            for host in HOSTS:
                url = host.format(here=f"{HERE}:{api.port}")
                await slack.say(f"401 Unauthorized\n```\ncurl '{url}' -H 'Authorization: Bearer {TOLD}'\n```")
            await slack.idle()
            lines = [call["text"] for call in slack.called("chat.update") if "In the queue" in call["text"]]
            sent = str(slack.api.calls)
    assert len(lines) > 6
    for line in lines:
        code = line.partition("In the queue: ")[2].partition(", so I ask in")[0]
        assert code[0] == code[-1] == "`"
        assert not set(code[1:-1]) & set("`<>@/?#\u202e")
        assert OPAQUE not in line.lower()
    assert not any(SECRET.lower() in line.lower() for line in lines)
    assert TOLD not in sent


async def test_the_same_paste_again_is_answered_without_asking(tmp_path: Path) -> None:
    """Within five minutes the answer is given again and says so; an edited message is looked at anew."""
    async with refusing_api() as api:
        opened = {"AUTH401_LIVE": "auto", "AUTH401_ALLOW_HOSTS": f"{HERE}:{api.port}"}
        async with stand(tmp_path, pace=Pace(between_s=0), **opened) as slack:
            first = await slack.answered(await slack.say(api.paste))
            asked = api.asked
            again = await slack.answered(await slack.say(api.paste))
            assert api.asked == asked > 0
            assert again["blocks"][0] == first["blocks"][0]
            assert "did not ask the API again" in str(again["blocks"])
            await slack.answered(await slack.say(f"and now? {api.paste}"))
            assert api.asked > asked
