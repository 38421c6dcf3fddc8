"""A loopback server that notes every request byte for byte, http and https on one port, and a way to run curl at it."""

from __future__ import annotations

import os
import re
import socket
import socketserver
import ssl
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

import trustme

_BOUNDARY = re.compile(rb"-{24}[0-9A-Za-z]{16,22}")
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_TLS_HANDSHAKE = b"\x16"
_BY_CURL_ITSELF = {"host", "content-length", "expect"}


@dataclass(frozen=True)
class Sent:
    """One request in the form in which what was read and what arrived are compared."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class _Handler(socketserver.StreamRequestHandler):
    server: Capture

    def setup(self) -> None:
        self.request.settimeout(5)
        self.scheme = "http"
        if self.request.recv(1, socket.MSG_PEEK) == _TLS_HANDSHAKE:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
            self.scheme = "https"
        super().setup()

    def handle(self) -> None:
        start = self.rfile.readline().decode("latin-1").rstrip("\r\n")
        headers = []
        while line := self.rfile.readline().decode("utf-8", "replace").rstrip("\r\n"):
            name, _, value = line.partition(":")
            headers.append((name, value.strip()))
        if not start:
            return
        method, _, rest = start.partition(" ")
        target = rest.rpartition(" ")[0].encode("latin-1").decode("utf-8", "replace")
        body = self.body({name.lower(): value for name, value in headers})
        self.server.captured.append((method, self.scheme, target, headers, body))
        self.wfile.write(_ANSWER)

    def body(self, headers: dict[str, str]) -> bytes:
        if "chunked" in headers.get("transfer-encoding", ""):
            parts = []
            while size := int(self.rfile.readline().split(b";")[0] or b"0", 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            return b"".join(parts)
        length = headers.get("content-length", "0")
        return self.rfile.read(int(length)) if length.isdigit() else b""


class Capture(socketserver.ThreadingTCPServer):
    """Serves on 127.0.0.1 until closed; ``run`` sends what a shell command's curl sends here."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.captured: list[tuple[str, str, str, list[tuple[str, str]], bytes]] = []
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("127.0.0.1", "api.example").configure_cert(self.tls)
        self.folder = folder
        self.port = self.server_address[1]
        rc = f'connect-to = "::127.0.0.1:{self.port}"\ninsecure\nsilent\nmax-time = 5\n'
        (folder / ".curlrc").write_text(rc, encoding="utf-8")
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def run(self, command: str) -> list[Sent]:
        """Every request that bash and curl make of ``command``; LOOPBACK in it is this server."""
        self.captured.clear()
        environment = {
            "PATH": os.environ["PATH"],
            "CURL_HOME": str(self.folder),
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
        }
        subprocess.run(
            ["bash", "-c", command.replace("LOOPBACK", f"127.0.0.1:{self.port}")],
            env=environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=20,
            check=False,
        )
        return [_arrived(*captured) for captured in self.captured]


def _arrived(method: str, scheme: str, target: str, headers: list[tuple[str, str]], body: bytes) -> Sent:
    host = next((value for name, value in headers if name.lower() == "host"), "")
    url = target if "://" in target else f"{scheme}://{host}{target}"
    return comparable(method, url, headers, body)


def comparable(method: str, url: str, headers: list[tuple[str, str]], body: bytes | None) -> Sent:
    """What counts: without the headers that curl adds by itself, and with one and the same boundary."""
    kept = [
        (name, _BOUNDARY.sub(b"BOUNDARY", value.encode("utf-8", "replace")).decode("utf-8", "replace"))
        for name, value in headers
        if not (name.lower() in _BY_CURL_ITSELF or (name, value) == ("Accept", "*/*") or value.startswith("curl/"))
    ]
    return Sent(method, url, tuple(sorted(kept, key=lambda header: header[0])), _BOUNDARY.sub(b"BOUNDARY", body or b""))
