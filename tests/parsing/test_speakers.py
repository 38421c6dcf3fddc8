"""Who speaks in a line of a paste, where its words alone would mislead."""

from __future__ import annotations

import pytest

from bot.parsing.parse import parse

ANSWERED = 'the map is empty, each tile is a 401\n{"message":"Not Authorized - Invalid Token"}\n'
LINES = (
    # A failure that is quoted, or announced, is told by a person; what a program prints needs no quotation marks
    ('Grafana and Zabbix on one host. "Could not connect to given url" in the UI, in the log of Grafana:', "asker"),
    ("Getting the following error while trying out the API with a fresh token, unauthorized:", "asker"),
    ("Could not connect to the given url with these credentials: unauthorized", "client"),
    ('Proxying failed: "token" is invalid for the proxy and was rejected', "client"),
    # The end of Default is no fault
    ("Default (free) subscription. This one gives me data:", "asker"),
    ("AuthFault (code 17)", "client"),
)

CODE = """```python
r = requests.get("https://api.example.com/me", headers={"Authorization": "Token abc123def456"})
print(r.text)  # {"error": "Bearer token required"}
```"""
PHP = '$ch = curl_init("https://api.example.com/me");\n// HTTP 401 {"error": "send it in header X-Pagos-Key"}\n'
TRACE = """Invoke-RestMethod : The remote server returned an error: (401) Unauthorized.
At line:1 char:1
+ ~~~~~~~~~
    + CategoryInfo          : InvalidOperation: (System.Net.HttpWebRequest:HttpWebRequest)
    + FullyQualifiedErrorId : WebCmdletWebResponseException"""


@pytest.mark.parametrize(
    ("text", "said", "speaker"),
    [
        (CODE, '{"error": "Bearer token required"}', "server"),
        (CODE, "requests.get(", "request"),
        (PHP, 'HTTP 401 {"error": "send it in header X-Pagos-Key"}', "server"),
        ("# 3.11 is what I have here\ncurl https://api.example.com/me", "3.11", "asker"),
        (TRACE, "CategoryInfo", "client"),
        (TRACE, "At line:1 char:1", "client"),
        # Behind an error, on its line, a person goes on
        (
            "reqwest::Error { kind: Status(401) }, works on my laptop, in the container not",
            "works on my laptop",
            "asker",
        ),
        ("HttpError: Bad credentials. I've done each step listed in the readme", "I've done each step", "asker"),
        ("HttpError: Bad credentials. I've done each step listed in the readme", "Bad credentials", "client"),
        (
            "Error: 401 You need to provide your API key in a header (i.e. Authorization: Bearer KEY)",
            "You need",
            "client",
        ),
    ],
)
def test_a_part_of_a_paste_is_its_speakers(text: str, said: str, speaker: str) -> None:
    """What stands in a comment, in a trace, behind an error."""
    assert said in parse(text).said_by(speaker), [*parse(text).spans]  # type: ignore[arg-type]


@pytest.mark.parametrize(("line", "speaker"), LINES)
def test_a_line_is_its_speakers(line: str, speaker: str) -> None:
    """Alone, and above a line of a log."""
    for text in (line, f"{line}\n2026-01-03 10:00:00 ERROR 401 Unauthorized"):
        assert line in parse(text).said_by(speaker), [*parse(text).spans]  # type: ignore[arg-type]


def test_what_stands_below_a_body_is_no_second_body() -> None:
    """The sentence below a head is the answer's; below a body that is complete, it is the asker's."""
    told = "Nobody has touched that page for months"
    assert told in parse(f"{ANSWERED}{told}\n").said_by("asker")
    headed = "HTTP/1.1 401 Unauthorized\nServer: nginx\n\nThe key was withdrawn in May\n"
    assert "The key was withdrawn in May" in parse(headed).said_by("server")


@pytest.mark.parametrize(
    "code",
    [
        "requests.get('https://api.example.com/me', headers={'X-Api-Key': 'abcDEF123456ghi'})",
        "axios.get('https://api.example.com/me', {headers: {'X-Api-Key': 'abcDEF123456ghi'}})",
        "$client->get('https://api.example.com/me', ['headers' => ['X-Api-Key' => 'abcDEF123456ghi']])",
        "Invoke-RestMethod https://api.example.com/me -Headers @{'X-Api-Key'='abcDEF123456ghi'}",
        "wget --header='X-Api-Key: abcDEF123456ghi' https://api.example.com/me",
        "curl -H 'X-Api-Key: abcDEF123456ghi' https://api.example.com/me",
    ],
)
@pytest.mark.parametrize("line", ["my script gets 401 {answer} with {code}", "{code} gets 401 {answer}"])
def test_what_is_told_on_a_line_of_code_is_told(line: str, code: str) -> None:
    """Before the code and behind it: the request is read, and so is what came of it."""
    answer = '{"ocs":{"meta":{"statuscode":997,"message":"Current user is not logged in"}}}'
    report = parse(line.format(answer=answer, code=code))
    assert [request.header("x-api-key") for request in report.requests] == ["abcDEF123456ghi"]
    assert answer in report.said_by("server")
    assert report.observed is not None
    assert report.observed.status == 401
