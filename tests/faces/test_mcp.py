"""``auth401 mcp``, asked by the SDK's own client over stdio and HTTP, with an API on loopback that answers 401."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from importlib.util import find_spec
from typing import Any

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from tests.servers import jwt_api, run

# Not importorskip: every process of the tests would import the SDK
pytestmark = pytest.mark.skipif(
    find_spec("mcp") is None, reason="the MCP SDK is not installed: pip install -r requirements-mcp.txt"
)

SECRET = jwt_api.token(late=timedelta(days=3, hours=6, minutes=30))  # said by days or hours, however slow the test
PASTES = {
    "no credential": "curl {api}/orders",
    "expired token": f"curl {{api}}/orders -H 'Authorization: Bearer {SECRET}'",
    "wrong scheme": f"why? curl {{api}}/orders -H 'Authorization: Token {SECRET}'",
}
OPENED = os.environ | {"AUTH401_ALLOW_HOSTS": "127.0.0.1:*"}


@pytest.fixture(scope="module")
def api() -> Iterator[str]:
    """The base URL of an API that refuses."""
    with run.asgi(jwt_api.application()) as url:
        yield url


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The address of ``auth401 mcp --http``, which ends in order on SIGTERM, and writes nothing to its output."""
    served = subprocess.Popen(
        [sys.executable, "-m", "bot", "mcp", "--http", "0"],
        env=OPENED,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert served.stderr is not None
    told = served.stderr.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+/mcp", told)
    assert found, told
    yield found[0]
    served.terminate()
    out, err = served.communicate(timeout=20)
    assert (served.returncode, out) == (0, "")
    assert SECRET not in err
    assert "Traceback" not in err


@pytest.fixture(scope="module", autouse=True)
def sdk() -> None:
    """It keeps the standard error of whoever imports it first: not that of a CliRunner."""
    import mcp.client.stdio  # noqa: F401


def client_of(server: str | dict[str, str]) -> Any:
    """The SDK's client of the server at an address, or of one that it starts for itself in this environment."""
    import mcp

    if isinstance(server, str):
        return mcp.Client(server)
    return mcp.Client(mcp.StdioServerParameters(command=sys.executable, args=["-m", "bot", "mcp"], env=server))


def steady(made: dict[str, Any]) -> dict[str, Any]:
    """The object without times, and without seconds and the order in which checks ended."""
    checks = [
        {**each, "elapsed_ms": 0, "summary": re.sub(r"[\d.]+ m?s\b", "", each["summary"])} for each in made["checks"]
    ]
    return made | {"checks": sorted(checks, key=lambda each: each["id"])}


@pytest.fixture(scope="module")
def by_command(api: str) -> dict[str, dict[str, Any]]:
    """paste -> what ``check --json`` says."""
    pastes = [text.format(api=api) for text in PASTES.values()]
    said = [CliRunner().invoke(main, ["check", "-", "--json"], input=paste, env=OPENED).stdout for paste in pastes]
    return {paste: steady(json.loads(line)) for paste, line in zip(pastes, said, strict=True)}


@pytest.mark.parametrize("way", ["stdio", "http"])
async def test_a_client_hears_what_the_command_says(way: str, by_command: dict[str, Any], url: str) -> None:
    """Three pastes, by the client: the object of ``check --json``, its answer as text, and no secret in either."""
    async with client_of(url if way == "http" else OPENED) as client:
        tools = {tool.name for tool in (await client.list_tools()).tools}
        assert tools == {"diagnose_401", "parse_request", "explain_cause"}
        for paste, said in by_command.items():
            heard = await client.call_tool("diagnose_401", {"text": paste})
            for key, value in steady(heard.structured_content).items():
                assert value == said[key], key
            assert heard.content[0].text == heard.structured_content["answer"]
            assert heard.structured_content["requests_sent"] > 0
            assert SECRET not in heard.model_dump_json()


async def test_what_is_not_to_be_asked_is_not(api: str) -> None:
    """A host that the operator has not opened is not asked; nor is any by ``live`` false or AUTH401_LIVE."""
    paste, closed = f"curl {api}/orders", {key: value for key, value in OPENED.items() if not key.startswith("AUTH401")}
    cases: tuple[tuple[dict[str, str], tuple[tuple[dict[str, bool], bool], ...]], ...] = (
        (closed, (({"live": True}, False),)),
        (OPENED | {"AUTH401_LIVE": "off"}, (({"live": True}, False),)),
        (OPENED | {"AUTH401_LIVE": "ask"}, (({}, False), ({"live": False}, False), ({"live": True}, True))),
    )
    for environ, calls in cases:
        async with client_of(environ) as client:
            for given, sent in calls:
                heard = await client.call_tool("diagnose_401", {"text": paste, **given})
                assert (heard.structured_content["requests_sent"] > 0) == sent, (given, heard)


async def test_live_false_asks_nobody(url: str, api: str) -> None:
    """A server that may ask does not when it is told not to."""
    async with client_of(url) as client:
        heard = await client.call_tool("diagnose_401", {"text": f"curl {api}/orders", "live": False})
        assert heard.structured_content["requests_sent"] == 0


async def test_the_other_tools_and_what_is_asked_wrongly(url: str) -> None:
    """Each wrong call is answered by a sentence, without what was in it."""
    async with client_of(url) as client:
        read = await client.call_tool(
            "parse_request", {"text": PASTES["expired token"].format(api="https://a.example")}
        )
        assert read.structured_content["requests"][0]["method"] == "GET"
        assert SECRET not in read.model_dump_json()
        told = await client.call_tool("explain_cause", {"id": "token-expired"})
        assert told.structured_content["steps"]
        assert told.structured_content["title"] in told.content[0].text
        assert "{" not in told.content[0].text
        for tool, given, words in (
            ("explain_cause", {"id": "token-expird"}, "did you mean token-expired?"),
            ("explain_cause", {"id": SECRET[:190]}, "no such cause"),
            ("diagnose_401", {"text": [SECRET]}, "text is missing or is no string"),
            ("diagnose_401", {"text": " "}, "text is empty"),
            ("diagnose_401", {"text": "401", "live": SECRET}, "live is true or false"),
            ("parse_request", {"text": "401", SECRET: 1}, "takes text alone"),
            ("parse_request", {"text": "4" * 1_100_000}, "longer than"),
            (SECRET, {}, "no such tool"),
        ):
            heard = await client.call_tool(tool, given)
            assert heard.is_error
            assert words in heard.content[0].text
            assert SECRET not in heard.model_dump_json()
            assert SECRET[:40] not in heard.model_dump_json()


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [("Host", "evil.example", 421), ("Origin", "https://evil.example", 403), ("X-Plain", "1", 200)],
)
def test_a_page_in_a_browser_cannot_ask(header: str, value: str, status: int, url: str) -> None:
    """Host and Origin are compared with the address (DNS rebinding); a message of another form is not quoted."""
    place = url.split("/")[2]
    asked = http.client.HTTPConnection(place, timeout=20)
    params = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    headers = {"Host": place, "Accept": "application/json, text/event-stream", "Content-Type": "application/json"}

    def ask(method: str, params: Any) -> tuple[int, str]:
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        asked.request("POST", "/mcp", json.dumps(message), headers | {header: value})
        answer = asked.getresponse()
        return answer.status, answer.read().decode()

    assert ask("initialize", params)[0] == status
    assert SECRET not in ask("tools/call", {"name": "diagnose_401", "arguments": SECRET})[1]
    asked.close()


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("0.0.0.0:8000", "name the one address"),
        ("[::]:8000", "name the one address"),
        ("here", "HOST:PORT or PORT"),
        ("127.0.0.1:99999", "HOST:PORT or PORT"),
        ("192.0.2.1:0", "cannot listen there"),
    ],
)
def test_where_it_does_not_listen(where: str, words: str) -> None:
    """A sentence, with status 2."""
    done = CliRunner().invoke(main, ["mcp", "--http", where])
    assert (done.exit_code, words in done.stderr) == (2, True), done.stderr


def test_without_the_sdk_one_sentence_tells_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """As pyproject.toml has its version."""
    monkeypatch.delitem(sys.modules, "bot.faces.mcp", raising=False)
    monkeypatch.setattr("bot.faces.mcp", None, raising=False)
    monkeypatch.delattr("bot.faces.mcp")
    for name in {"mcp", *(name for name in sys.modules if name.startswith("mcp."))}:
        monkeypatch.setitem(sys.modules, name, None)
    done = CliRunner().invoke(main, ["mcp"])
    assert done.exit_code == 2
    assert "pip install 'mcp>=2.3,<3'" in done.stderr
