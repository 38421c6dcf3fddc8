"""Snippets, commands and messages made of pieces: nothing raises, places stay inside the text, doubling ends."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.parsing._reading import MAX_REQUESTS
from bot.parsing.formats import (
    csharp_httpclient,
    go_http,
    httpie,
    java_okhttp,
    javascript_axios,
    log_line,
    php_curl,
    powershell,
    python_requests,
    ruby_http,
    stack_trace,
    wget,
)
from bot.parsing.parse import parse
from bot.parsing.triage import is_for_us

FORMATS = (
    *(csharp_httpclient, go_http, httpie, java_okhttp, javascript_axios, log_line, php_curl, powershell),
    *(python_requests, ruby_http, stack_trace, wget),
)
_PIECES = (
    *(
        "requests.get(",
        "https://a.example/b",
        "'",
        '"',
        "`",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "=",
        "=>",
        "+",
        ".",
        "\n",
    ),
    *(
        "headers=",
        "{'Authorization': ",
        "f'{x}'",
        "x = ",
        "x",
        "axios.post(",
        "${x}",
        "new Request.Builder().url(",
        ".header(",
    ),
    *(
        "http.NewRequest(",
        "req.Header.Set(",
        "curl_setopt($ch, CURLOPT_URL, ",
        "CURLOPT_HTTPHEADER => [",
        "Net::HTTP::Get.new(",
    ),
    *(
        "request['a'] = ",
        "Invoke-RestMethod -Uri ",
        "-Headers @{",
        "@params",
        "$params = @{",
        "http POST a.example ",
        "a==b ",
    ),
    *(
        "wget --header=",
        "401 Client Error: x for url: ",
        "GET https://a.example/b 401",
        "\\",
        "//",
        "/*",
        "#",
        "\x00",
        "é",
        "\u202e",
    ),
    *(
        "new HttpRequestMessage(HttpMethod.Get, ",
        "client.BaseAddress = ",
        "base64.b64encode(",
        "401",
        "still ",
        "fixed ",
        "いまも",
    ),
)
TEXTS = st.lists(st.sampled_from(_PIECES) | st.text(max_size=6), max_size=60).map("".join)


@pytest.mark.parametrize("module", FORMATS, ids=lambda module: module.__name__.rpartition(".")[2])
@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_any_text_is_read(module: ModuleType, text: str) -> None:
    """A format raises on nothing, and what it consumed lies inside the text, in order."""
    reading = module.read(text)
    assert len(reading.requests) <= MAX_REQUESTS
    assert all(0 <= start <= end <= len(text) for start, end in reading.spans)
    assert list(reading.spans) == sorted(reading.spans)
    assert all(request.method and request.url for request in reading.requests)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_any_message_is_judged(text: str) -> None:
    """Triage answers yes or no for any text, and never for what an app wrote."""
    assert is_for_us(text) in (True, False)
    assert is_for_us(text, bot=True) is False


def test_what_doubles_itself_ends() -> None:
    """Sixty assignments, each twice the one before, are read within the bound on a value's length."""
    lines = ["a0 = 'xxxxxxxx'", *(f"a{n} = a{n - 1} + a{n - 1}" for n in range(1, 60))]
    text = "\n".join([*lines, "requests.get('https://a.example/b', headers={'X-Key': a59})"])
    request = python_requests.read(text).requests[0]
    assert len(request.header("X-Key") or "") <= 65_536


def test_brackets_nested_deep_are_no_trouble() -> None:
    """Three thousand open brackets do not reach the recursion limit of any format."""
    for opening in ("(", "[", "{", "f(", "@{a=", "{'a': "):
        text = "x = requests.get(axios.get(http.NewRequest(" + opening * 3_000
        assert all(module.read(text).requests == () for module in FORMATS)


@pytest.mark.parametrize(
    "text",
    [
        "u = f'{u}/a'\n" * 290 + "requests.get(u)\n",
        "const u = `${u}/a`;\n" * 290 + "axios.get(u)\n",
        "".join(f"def f{n}(a):\n    return f'{{f{n + 1}(a)}}'\n" for n in range(60))
        + "requests.get(f0('https://a.example/'))\n",
    ],
)
def test_what_is_made_of_itself_is_read_to_an_end(text: str) -> None:
    """A name in a string that is looked up anew goes no deeper than one outside of it."""
    assert "unreadable" not in {problem.code for problem in parse(text).problems}
