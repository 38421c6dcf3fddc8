"""What the pane *How it knows* is made of, over HTTP: the diagnosis as it came about, and drafts of the knowledge."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.faces.demo.run import Demo
from bot.knowledge.load import builtin_folder
from tests.faces.demo.test_demo import paste

pytestmark = pytest.mark.asyncio(loop_scope="module")
SCHEME = {"kind": "causes", "id": "scheme-mismatch"}


async def posted(demo: Demo, visitor: aiohttp.ClientSession, name: str, **body: Any) -> Any:
    """What a call of the page gives; None where it is refused."""
    async with visitor.post(f"{demo.url}demo/{name}", json=body) as answer:
        return await answer.json() if answer.status == 200 else None


def written(demo: Demo) -> list[Path]:
    """The files of the overlay."""
    return sorted(demo.overlay.rglob("*.*"))


async def test_it_shows_the_very_diagnosis(demo: Demo, visitor: aiohttp.ClientSession) -> None:
    """The requests that the sample API got, their answers and the signs; nothing of the credential."""
    (example,) = [one for one in demo.examples if one.id == "scheme"]
    reply = await paste(demo, visitor, example.paste)
    where = {"channel": "C0SUPPORT", "ts": reply["thread_ts"]}
    how = await posted(demo, visitor, "how", **where)
    assert how["compared"] == [["nothing", "401"], ["yours", "401"], ["corrected", "200"]]
    assert how["causes"][0]["signs"][0]["kind"] == "proof"
    (token,) = re.findall(r"demo_[0-9a-f]{32}", example.paste)
    assert token[5:] not in str(how)
    assert await posted(demo, visitor, "how", channel="D0AUTH401", ts=reply["thread_ts"]) is None
    text = (await posted(demo, visitor, "entry", **SCHEME))["text"]
    assert text == (builtin_folder() / "causes" / "placement" / "scheme-mismatch.yaml").read_text("utf-8")
    draft = re.sub(r"(?ms)^headline:.*?(?=^\w)", "headline: ['Shout before the token']\n", text)
    made = await posted(demo, visitor, "preview", **SCHEME, **where, text=draft)
    assert made["is_live"]
    assert made["page"].startswith("Shout before the token")
    assert written(demo) == []


async def test_a_draft_is_linted_and_saved_to_the_overlay_alone(demo: Demo, visitor: aiohttp.ClientSession) -> None:
    """What cannot be read is not saved; what is saved can be taken back; the shipped file stays as it is."""
    shipped = (await posted(demo, visitor, "entry", **SCHEME))["text"]
    broken = shipped.replace("title:", "titel:", 1)
    (fault,) = (await posted(demo, visitor, "lint", **SCHEME, text=broken))["faults"]
    assert "did you mean title?" in fault["words"]
    assert (await posted(demo, visitor, "save", **SCHEME, text=broken))["faults"] == [fault]
    assert written(demo) == []
    named = re.sub(r"(?m)^title:.*", "title: The word before the token is another", shipped)
    assert (await posted(demo, visitor, "save", **SCHEME, text=named))["faults"] == []
    (file,) = written(demo)
    assert file.read_text("utf-8") == named
    assert (await posted(demo, visitor, "entry", **SCHEME))["is_edited"]
    assert (await posted(demo, visitor, "revert", **SCHEME))["text"] == shipped
    assert written(demo) == []


@pytest.mark.parametrize("call", ["entry", "lint", "preview", "save", "revert"])
@pytest.mark.parametrize(
    "named",
    [("causes", "../../../x"), ("../causes", "token-expired"), ("causes", "no-such"), ("", ""), ("fitted", "x")],
)
async def test_nothing_but_an_entry_is_named(
    demo: Demo, visitor: aiohttp.ClientSession, call: str, named: tuple[str, str]
) -> None:
    """No path comes of what a caller says."""
    assert await posted(demo, visitor, call, kind=named[0], id=named[1], text="title: x", channel="C", ts="1") is None
    assert written(demo) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Host": "demo.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Content-Type": "text/plain"},
    ],
    ids=str,
)
async def test_no_other_site_may_edit(demo: Demo, visitor: aiohttp.ClientSession, headers: dict[str, str]) -> None:
    """Whatever a browser can be made to send from another page is refused, and no answer allows it."""
    body = b'{"kind": "causes", "id": "scheme-mismatch", "text": "title: x"}'
    sent = {"Content-Type": "application/json", **headers}
    async with visitor.post(f"{demo.url}demo/save", data=body, headers=sent) as answer:
        assert answer.status in (403, 404)
        assert not [name for name in answer.headers if name.startswith("Access-Control")]
    async with visitor.options(f"{demo.url}demo/save", headers=headers) as answer:
        assert answer.status in (403, 405)
    assert written(demo) == []
