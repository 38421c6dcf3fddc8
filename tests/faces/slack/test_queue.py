"""What would ask an API or for a person too often waits, says so, and is answered."""

from __future__ import annotations

from pathlib import Path

from bot.pace import Pace
from tests.faces.slack.refusing_api import refusing_api
from tests.faces.slack.stand import HERE, PASTE, stand


async def test_two_pastes_to_one_api_take_turns(tmp_path: Path) -> None:
    """The second says in its progress line why and how long it waits; what needs no request does not wait."""
    async with refusing_api() as api:
        opened = {"AUTH401_LIVE": "auto", "AUTH401_ALLOW_HOSTS": f"{HERE}:{api.port}"}
        async with stand(tmp_path, pace=Pace(between_s=1.5), **opened) as slack:
            first, second = await slack.say(api.paste), await slack.say(f"again: {api.paste}")
            waiting = await slack.until(lambda: [c for c in slack.called("chat.update") if "In the queue" in c["text"]])
            settled = await slack.say(PASTE.replace("sesame-5f0c1d2e3b4a59687f", "YOUR_API_KEY"))
            await slack.until(lambda: [m for m in slack.replies(settled) if m.get("edited")])
            assert f"{HERE}:{api.port}" in waiting[0]["text"]
            for message in (first, second):
                reply = await slack.answered(message)
                assert reply["blocks"][0]["type"] == "header"
            assert api.asked >= 4


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
            assert "did not ask the API again" in str(again["blocks"][-1])
            await slack.answered(await slack.say(f"and now? {api.paste}"))
            assert api.asked > asked
