"""Hostile servers and pastes through `auth401 check`: a canary gets nothing, no secret leaves, words in time."""

from __future__ import annotations

import base64
import gzip
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOKEN = "qz7Rk2Xv9Lm4Tn8Wp3Yb6Hd1"
WITHIN_S = 60  # a hang, whatever else the machine does; the 12 s of a diagnosis are held in test_wire.py
WITHIN_MB = 300


@dataclass
class Trap:
    """A listener on a free port that answers each connection by ``talk``, and counts who came."""

    talk: Callable[[socket.socket, bytes], None]
    came: list[bytes] = field(default_factory=list)
    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def start(self) -> Trap:
        """Listen, in threads that end with the program."""
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(15)
        try:
            head = connection.recv(65536)
            self.came.append(head)
            self.talk(connection, head)
        except OSError:
            pass
        finally:
            connection.close()


def answer(status: str, *headers: str, body: bytes = b"") -> Callable[[socket.socket, bytes], None]:
    """A talk that gives one answer and closes."""
    lines = "".join(f"{header}\r\n" for header in headers)
    data = f"HTTP/1.1 {status}\r\n{lines}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body
    return lambda connection, _: connection.sendall(data)


def pour(head: bytes, piece: bytes, pause_s: float = 0.0) -> Callable[[socket.socket, bytes], None]:
    """A talk that never ends."""

    def talk(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head)
        for _count in range(100_000):
            connection.sendall(piece)
            if pause_s:
                time.sleep(pause_s)

    return talk


def echo(connection: socket.socket, head: bytes) -> None:
    """A talk that shows the request back in every place that is looked at."""
    sent = head.decode("latin-1")
    value = sent.partition("uthorization: ")[2].partition("\r\n")[0]
    body = json.dumps(
        {"error": "invalid_token", "error_description": f"unknown token {value}", "message": sent}
    ).encode()
    challenge = f'WWW-Authenticate: Bearer realm="{value}", error="invalid_token", error_description="{value}"'
    answer("401 No", challenge, f"X-Echo: {value}", "Content-Type: application/json", body=body)(connection, head)


BOMB = gzip.compress(b"\0" * 50_000_000, 9)
DEEP = b'{"error":' * 50_000 + b"1" + b"}" * 50_000
ODD = b'{"error": NaN, "exp": 1e999, "message": {"a": [{"b": "\x1b[31m<!channel>\xe2\x80\xae"}]}, "error": 12}'
FLOOD = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 200) for number in range(5000))


def traps(canary: str) -> dict[str, Callable[[socket.socket, bytes], None]]:
    """name -> talk of a hostile server; ``canary`` is an address that nobody may ask."""
    inside = "http://169.254.169.254/latest/meta-data/"
    return {
        "an endless body": pour(b"HTTP/1.1 401 No\r\n\r\n", b"a" * 65536),
        "a dripping body": pour(b"HTTP/1.1 401 No\r\n\r\n", b"a", 0.1),
        "a dripping head": pour(b"HTTP/1.1 401 No\r\nX: ", b"a", 0.1),
        "an endless head": pour(b"HTTP/1.1 401 No\r\n", b"X-Header: " + b"a" * 1000 + b"\r\n"),
        "a flood of interim answers": pour(b"", b"HTTP/1.1 103 Early\r\nLink: <x>\r\n\r\n"),
        "silence": pour(b"", b"", 0.5),
        "a redirect to the metadata service": answer("302 Found", f"Location: {inside}"),
        "a redirect to the canary": answer("307 Temporary", f"Location: {canary}/x?t={TOKEN}"),
        "a redirect to a file": answer("302 Found", "Location: file:///etc/passwd"),
        "a redirect to gopher": answer("302 Found", "Location: gopher://127.0.0.1:6379/_FLUSHALL"),
        "a redirect that holds the credential": answer(
            "302 Found", f"Location: https://example.invalid/?token={TOKEN}"
        ),
        "a redirect to itself": answer("302 Found", "Location: /"),
        "a redirect to nowhere": answer("302 Found", "Location: http://[::1"),
        "a redirect by refresh": answer("200 OK", f"Refresh: 0; url={canary}", f"Link: <{canary}>; rel=preload"),
        "a challenge whose metadata is the canary": answer(
            "401 No", f'WWW-Authenticate: Bearer resource_metadata="{canary}/m"'
        ),
        "a challenge whose realm is the canary": answer(
            "401 No", f'WWW-Authenticate: Bearer realm="{canary}/t",service="s"'
        ),
        "metadata at the metadata service": answer("401 No", f'WWW-Authenticate: Bearer resource_metadata="{inside}"'),
        "a bomb": answer("401 No", "Content-Encoding: gzip", body=BOMB),
        "a flood of headers": lambda connection, _: connection.sendall(b"HTTP/1.1 401 No\r\n" + FLOOD + b"\r\n"),
        "a closed door": lambda connection, _: None,
        "an echo": echo,
        "deep JSON": answer("401 No", "Content-Type: application/json", body=DEEP),
        "odd JSON": answer("401 \x1b[31mNo", "Content-Type: application/json; charset=rot13", body=ODD),
        "a hundred challenges": answer("401 No", *(f'WWW-Authenticate: Scheme{n} realm="{n}"' for n in range(150))),
        "a long challenge": answer("401 No", "WWW-Authenticate: " + 'Bearer realm="' + "a\\\\" * 15000),
        "a wrong length": lambda connection, _: connection.sendall(b"HTTP/1.1 401 No\r\nContent-Length: 99\r\n\r\nx"),
        "no HTTP": lambda connection, _: connection.sendall(b"\x16\x03\x01\x02\x00" * 100),
        "a Date of another age": answer(
            "401 No", "Date: Mon, 99 Foo 99999 25:61:61 GMT", "Age: 1e99", "Retry-After: NaN"
        ),
        "many cookies": answer("401 No", *(f"Set-Cookie: a{n}={TOKEN}{n}; Max-Age=-1e9" for n in range(150))),
    }


def jwt(**claims: object) -> str:
    """A token that only looks signed."""
    parts = ({"alg": "RS256", "kid": "../../etc/passwd", "jku": claims.pop("jku", ""), "typ": "JWT"}, claims)
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join((*coded, "c2lnbmF0dXJlLW9mLW5vdGhpbmctYXQtYWxs" * 8))


def pastes(canary: str, host: str) -> dict[str, str]:
    """name -> paste that tries to reach the canary or the machine by itself."""
    bearer = f"-H 'Authorization: Bearer {TOKEN}'"
    return {
        "the canary itself": f"curl {canary}/ {bearer}",
        "the canary in decimal": f"curl {canary.replace('127.0.0.1', '2130706433')}/ {bearer}",
        "the canary in hexadecimal": f"curl {canary.replace('127.0.0.1', '0x7f.1')}/ {bearer}",
        "the canary in full-width digits": f"curl {canary.replace('127.0.0.1', '１２７.０.０.１')}/ {bearer}",
        "the canary by IPv6": f"curl {canary.replace('127.0.0.1', '[::ffff:127.0.0.1]')}/ {bearer}",
        "the canary as localhost.": f"curl {canary.replace('127.0.0.1', 'localhost.')}/ {bearer}",
        "the canary behind a user name": f"curl {host.replace('://', '://' + canary[7:] + '@')}/ {bearer}",
        "the canary behind a backslash": f"curl '{host}\\@{canary[7:]}/' {bearer}",
        "the canary as a proxy": f"curl -x {canary} {host}/ {bearer}",
        "the canary by connect-to": f"curl --connect-to ::{canary[7:]} {host}/ {bearer}",
        "the canary by resolve": f"curl --resolve 'x.example:80:127.0.0.1' http://x.example/ {bearer}",
        "the canary as Host": f"curl {host}/ -H 'Host: {canary[7:]}' {bearer}",
        "the canary by forwarding": f"curl {host}/ -H 'X-Forwarded-Host: {canary[7:]}' -H 'X-Original-URL: /' {bearer}",
        "the metadata service": "curl http://169.254.169.254/latest/meta-data/ -H 'Metadata-Flavor: Google'",
        "an issuer inside": f"curl {host}/ -H 'Authorization: Bearer {jwt(iss=canary, exp=9999999999)}'",
        "an issuer at the metadata service": f"curl {host}/ -H 'Authorization: Bearer {jwt(iss='http://169.254.169.254')}'",
        "a key set inside": f"curl {host}/ -H 'Authorization: Bearer {jwt(iss='x', jku=canary)}'",
        "an issuer that is no text": f"curl {host}/ -H 'Authorization: Bearer {jwt(iss=[canary], exp='NaN')}'",
        "a header with a new line": f"curl {host}/ -H $'X-A: b\\r\\nX-Evil: 1' {bearer}",
        "a file of ours": f"curl {host}/ -H @/etc/passwd -d @/etc/passwd {bearer}",
        "a command of ours": f'curl {host}/ -H "Authorization: Bearer $(cat /etc/passwd)" {bearer}',
        "another scheme": f"curl gopher://{canary[7:]}/_x {bearer}",
        "a glob of ports": f"curl 'http://127.0.0.1:[1-1000]/' {bearer}",
        "many commands": "\n".join(f"curl http://127.0.0.1:{port}/ {bearer}" for port in range(1000, 1060)),
    }


@dataclass
class Ran:
    """How a process ended."""

    output: str
    status: int
    seconds: float
    megabytes: float


# A process begins with the peak memory of the one that it was forked from; so a small one starts what is measured.
LAUNCHER = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(process.pid, 0)
print(f"\\n{os.waitstatus_to_exitcode(status)} {usage.ru_maxrss}", flush=True)
"""


def check(texts: Mapping[str, str], allow: str) -> Ran:
    """`auth401 check --batch` in a process of its own."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, sys.executable, "-m", "bot", "check", "--batch"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
        env={
            **os.environ,
            "AUTH401_ALLOW_HOSTS": allow,
            "HTTP_PROXY": "http://127.0.0.1:9",
            "http_proxy": "http://127.0.0.1:9",
        },
    )
    assert process.stdin is not None
    assert process.stdout is not None
    lines = (json.dumps({"id": name, "text": text}) for name, text in texts.items())
    process.stdin.write("\n".join(lines).encode())
    process.stdin.close()
    output, _, ended = process.stdout.read().decode("utf-8", "replace").rstrip("\n").rpartition("\n")
    process.wait()
    status, peak_kb = map(int, ended.split())
    return Ran(output, status, time.monotonic() - begun, peak_kb / 1024)


def hold(ran: Ran, names: Iterable[str], *secrets: str) -> None:
    """What every ending must keep."""
    assert ran.status in (0, 1), ran.output[-2000:]
    assert "Traceback" not in ran.output
    answers = {answer["id"]: answer for answer in map(json.loads, ran.output.splitlines())}
    assert set(answers) == set(names)
    for answer in answers.values():
        assert answer["answer"], "no words"
        assert not set("\x1b\u202e") & set(answer["answer"]), "a control character is shown"
        assert answer["requests_sent"] <= 10
    for secret in secrets:
        for start in range(len(secret) - 8):
            assert secret[start : start + 9] not in ran.output, f"{secret[start : start + 9]} of the secret is shown"
    assert ran.seconds < WITHIN_S
    assert ran.megabytes < WITHIN_MB


@pytest.fixture(scope="module")
def canary() -> Iterator[Trap]:
    """An address inside that nobody may ask."""
    trap = Trap(answer("200 OK", body=b"inside")).start()
    yield trap
    trap.listener.close()


def _group(items: list[str], size: int) -> list[list[str]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


@pytest.mark.parametrize("names", _group(list(traps("http://127.0.0.1:1")), 6), ids=lambda names: names[0])
def test_a_hostile_server_is_held(names: list[str], canary: Trap) -> None:
    """Whatever it answers, the canary gets nothing, no secret is shown, and words come in time. (Six in a process.)"""
    before = len(canary.came)
    asked = {name: Trap(talk).start() for name, talk in traps(canary.url).items() if name in names}
    texts = {name: f"curl -L {trap.url}/ -H 'Authorization: Bearer {TOKEN}'" for name, trap in asked.items()}
    hold(check(texts, ",".join(trap.url[7:] for trap in asked.values())), names, TOKEN)
    for name, trap in asked.items():
        assert len(trap.came) <= 6, name
        trap.listener.close()
    assert len(canary.came) == before


def test_a_hostile_paste_is_held(canary: Trap) -> None:
    """However the canary's address is spelled or smuggled in, it gets nothing; each paste is answered in words."""
    host = Trap(answer("401 No", "WWW-Authenticate: Bearer")).start()
    texts = pastes(canary.url, host.url)
    lines = "\n".join(json.dumps({"id": name, "text": text}) for name, text in texts.items())
    before = len(canary.came)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "check", "--batch"],
        input=lines.encode(),
        capture_output=True,
        cwd=ROOT,
        timeout=120,
        env={**os.environ, "AUTH401_ALLOW_HOSTS": host.url[7:]},
    )
    answers = {answer["id"]: answer for answer in map(json.loads, done.stdout.decode().splitlines())}
    assert set(answers) == set(texts)
    assert len(canary.came) == before
    passwd = Path("/etc/passwd").read_text().splitlines()[0]
    assert passwd not in done.stdout.decode()
    assert TOKEN not in done.stdout.decode() + done.stderr.decode()
    for answer_ in answers.values():
        assert answer_["answer"]
        assert answer_["requests_sent"] <= 10
    sent = b"".join(host.came).lower()
    for never in (b"x-evil", b"x-forwarded-host", b"x-original-url", b"metadata-flavor", b"root:"):
        assert never not in sent
    assert b"host: " + canary.url[7:].encode() not in sent
    host.listener.close()
