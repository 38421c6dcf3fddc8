"""client: one request on one connection, by httpx. Ours are where it connects to, and how much is read of it.

Loaded at the first request (httpx takes 0.1 s): who sends nothing does not pay for it.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from dataclasses import replace
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote

import httpcore
import httpx

from bot.auth.basic import basic
from bot.model import Headers, Response
from bot.probing.errand import BrokenError, Errand, Received
from bot.probing.guard import plain
from bot.probing.net import Tls
from bot.probing.route import Way
from bot.probing.rules import Limits
from bot.probing.wire import tls
from bot.probing.wire.body import Decoder

_CHUNK = 16 * 1024
_STATUS = re.compile(rb"\nHTTP/[0-9]\.[0-9] ([0-9])")
_SHORT_OF_STATUS = 10  # bytes: one less than it matches, so that none is counted twice


class Client:
    """The client of one diagnosis: no environment, no redirects, no cookies, a connection for each request."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        # Deadlines are on the whole, by asyncio.timeout: httpx's are between two bytes, which a drip keeps for ever.
        self._httpx = httpx.AsyncClient(transport=_Transport(), trust_env=False, timeout=None)  # noqa: S113

    async def exchange(self, way: Way, errand: Errand) -> Received:
        """Send one request on a connection of its own to the checked address, read its answer, and cut the connection.

        Whatever else a server sends can so never be read as the next answer. Raises BrokenError.
        """
        try:
            return await self._exchange(_Line(way, errand, self._limits, insecure=False))
        except BrokenError as broken:
            if not (way.insecure and broken.distrusts):
                raise
            # -k: asked again without verification; what the first handshake said of the certificate is kept, and told.
            answer = await self._exchange(_Line(way, errand, self._limits, insecure=True))
            return replace(answer, tls=replace(answer.tls or Tls(), distrusted=broken.words))

    async def _exchange(self, line: _Line) -> Received:
        endpoint, errand = line.way.endpoint, line.errand
        host = str(line.way.address or endpoint.host)
        headers = [(name.encode("ascii"), value.encode("utf-8", "replace")) for name, value in errand.headers]
        try:
            request = httpx.Request(
                errand.method,
                f"{endpoint.scheme}://{f'[{host}]' if ':' in host else host}:{endpoint.port}",
                headers=[*headers, (b"Connection", b"close")],
                extensions={
                    "target": endpoint.target.encode("ascii"),  # as it was pasted: httpx would normalise it
                    "sni_hostname": endpoint.host.rstrip("."),
                    "line": line,
                },
            )
            got = await self._httpx.send(request)
        except (httpcore.LocalProtocolError, httpx.InvalidURL):
            raise BrokenError("protocol", "this request cannot be put in HTTP/1.1, so it was not sent") from None
        except httpcore.RemoteProtocolError:
            raise BrokenError("protocol", f"{endpoint.host} answered, but not in HTTP/1.1") from None
        finally:
            await line.aclose()
        response = Response(status=got.status_code, headers=got.extensions["head"], body=got.text)
        return Received(response=response, truncated=got.extensions["truncated"], tls=line.seen)

    async def aclose(self) -> None:
        """The end of the diagnosis."""
        await self._httpx.aclose()


class _Transport(httpx.AsyncBaseTransport):
    """A new connection of httpcore's for each request: ``max_keepalive_connections=0``, taken at its word.

    The client gets the answer read, and its headers beside it, for it acts on them even when it follows nothing: it
    loses an answer to a Location that is no URL (encode/httpx#3706), has cookies parsed, and unpacks without a limit.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        line: _Line = request.extensions["line"]
        url = httpcore.URL(scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=b"/")
        context = tls.context(insecure=line.insecure) if request.url.scheme == "https" else None
        connection = httpcore.AsyncHTTPConnection(url.origin, ssl_context=context, network_backend=line)
        fields, content = request.headers.raw, request.stream
        asked = httpcore.Request(request.method, url, headers=fields, content=content, extensions=request.extensions)
        got = await connection.handle_async_request(asked)
        head = _text(got)
        line.take(head)
        decoder, whole = await _body(got, head, line)
        told = {"head": head, "truncated": not whole}
        return httpx.Response(got.status, content=bytes(decoder.data), extensions=told)


async def _body(got: httpcore.Response, head: Headers, line: _Line) -> tuple[Decoder, bool]:
    """The body, and whether it is whole. Nothing that goes wrong here takes the head away again."""
    coding = ", ".join(value for name, value in head if name.lower() == "content-encoding")
    decoder = Decoder(coding, raw_limit=line.errand.body_raw, limit=line.limits.body_decoded)
    try:
        late = asyncio.get_running_loop().time() + line.limits.body_s
        async with asyncio.timeout_at(min(line.errand.deadline, late)):
            async for data in got.aiter_stream():
                decoder.feed(data)
                if not decoder.wants_more:
                    line.stop()
    except (TimeoutError, httpcore.RemoteProtocolError, BrokenError):
        return decoder, False
    return decoder, decoder.wants_more


class _Line(httpcore.AsyncNetworkBackend, httpcore.AsyncNetworkStream):
    """The connection of one exchange: to the checked address, whatever name httpcore gives, with every size capped.

    ``seen`` is what its TLS handshake showed. What ends it is raised as BrokenError, which httpcore lets through.
    """

    def __init__(self, way: Way, errand: Errand, limits: Limits, *, insecure: bool) -> None:
        self.way, self.errand, self.limits, self.insecure = way, errand, limits, insecure
        self.seen: Tls | None = None
        self._inner, self._is_open = httpcore.AsyncNetworkStream(), False
        self._expect_head()

    def _expect_head(self) -> None:
        self._left = self.limits.head_bytes  # raw bytes that may still come, framing and interim answers included
        self._is_head, self._is_final, self._has_come = True, False, False
        self._interim, self._tail = 0, b"\n"

    def take(self, head: Headers) -> None:
        """The head is there, and the body may come."""
        if len(head) > self.limits.head_lines:
            raise BrokenError("protocol", f"the answer's head has more than {self.limits.head_lines} lines")
        self.errand.on_head()
        self._left += self.errand.body_raw
        self._is_head = False

    def stop(self) -> None:
        """Enough has come: the next read ends it."""
        self._left = 0

    async def connect_tcp(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        """Connect to the checked address, through the tunnel of a proxy where there is one."""
        gate = self.way.gate
        endpoint, address = (gate.endpoint, gate.address) if gate else (self.way.endpoint, self.way.address)
        within = self.limits.connect_s
        try:
            self._inner = await httpcore.AnyIOBackend().connect_tcp(str(address), endpoint.port, within)
            self._is_open = True
            peer = self._inner.get_extra_info("socket").getpeername()[0]
        except httpcore.ConnectTimeout:
            words = f"{endpoint.host} took no connection on port {endpoint.port} within {within:g} s"
            raise BrokenError("timeout", words) from None
        except (httpcore.ConnectError, OSError) as fault:
            said = "refused the connection" if _is_refusal(fault) else "could not be reached"
            raise BrokenError("connect", f"{endpoint.host} {said} on port {endpoint.port}") from None
        if plain(ip_address(peer)) != address:
            words = f"the connection to {endpoint.host} did not reach the address that was checked"
            raise BrokenError("connect", words)
        if gate is not None:
            await self._tunnel(gate.userinfo)
        return self

    async def _tunnel(self, userinfo: str) -> None:
        """CONNECT through an HTTP proxy (RFC 9110 section 9.3.6), for plain http too: to the checked address.

        So the proxy has no name to resolve anew; in absolute form it would replace Host by the address (RFC 9112
        section 3.2.2). What it sends behind its head is not read. Its refusal is the outcome.
        """
        target, port = str(self.way.address or self.way.endpoint.host), self.way.endpoint.port
        authority = f"{f'[{target}]' if ':' in target else target}:{port}".encode("ascii")
        headers = [(b"Host", authority)]
        if userinfo:
            headers.append((b"Proxy-Authorization", basic(unquote(userinfo)).encode("ascii")))
        url = httpcore.URL(scheme=b"http", host=target.encode("ascii"), port=port, target=authority)
        try:
            connection = httpcore.AsyncHTTP11Connection(url.origin, self)
            got = await connection.handle_async_request(httpcore.Request(b"CONNECT", url, headers=headers))
        except (httpcore.RemoteProtocolError, BrokenError):
            raise BrokenError("connect", "the proxy broke the connection off") from None
        if not 200 <= got.status < 300:
            response = Response(status=got.status, headers=_text(got), body="")
            raise BrokenError("connect", "no tunnel", answer=Received(response=response, truncated=True))
        self._expect_head()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, *_: Any, **__: Any
    ) -> httpcore.AsyncNetworkStream:
        """The handshake, with the pasted name."""
        handshake, host = tls.begin(), self.way.endpoint.host
        try:
            self._inner = await self._inner.start_tls(ssl_context, server_hostname)
        except (httpcore.ConnectError, OSError, ValueError) as fault:
            cause = fault.__cause__
            words = f"{host} broke the connection off in the TLS handshake"
            if isinstance(cause, ssl.SSLError):
                words = tls.words(cause, host, handshake.certificate)
            distrusts = isinstance(cause, ssl.SSLCertVerificationError)
            raise BrokenError("tls", words, seen=tls.seen(handshake, None), distrusts=distrusts) from None
        self.seen = tls.seen(handshake, self._inner.get_extra_info("ssl_object").version())
        return self

    async def write(self, buffer: bytes, *_: Any, **__: Any) -> None:
        """Send a request: it has no body, so each is one write."""
        if buffer:
            self.errand.on_send()
            try:
                await self._inner.write(buffer)
            except OSError:
                raise httpcore.WriteError from None  # the answer may be there all the same

    async def read(self, max_bytes: int, *_: Any, **__: Any) -> bytes:
        """What has come; b'' at the end of a body."""
        host = self.way.endpoint.host
        if self._left <= 0:
            raise BrokenError("protocol", f"{host} sent more than is read of an answer", seen=self.seen)
        try:
            data = await self._inner.read(min(max_bytes, _CHUNK, self._left))
        except ssl.SSLError as fault:
            raise BrokenError("tls", tls.words(fault, host), seen=self.seen) from None
        except (httpcore.ReadError, OSError):
            raise self._ended("broke the connection off") from None
        await asyncio.sleep(0)  # what has already come is handed out without a pause, and others wait too
        self._left -= len(data)
        if self._is_head:
            if not data:
                raise self._ended("closed the connection without an answer")
            self._has_come = True
            if not self._is_final:
                self._count(data)
        return data

    def _count(self, data: bytes) -> None:
        """Interim answers, of which httpcore reads any number; what follows the first final status is not counted."""
        seen = self._tail + data
        self._tail = seen[-_SHORT_OF_STATUS:]
        for status in _STATUS.finditer(seen):
            if status[1] != b"1":
                self._is_final = True
                return
            self._interim += 1
            if self._interim > self.limits.interim:
                words = f"{self.way.endpoint.host} sent more than {self.limits.interim} interim answers"
                raise BrokenError("protocol", words)

    def _ended(self, how: str) -> BrokenError:
        """The server ended it. After it asked for a client certificate that is the answer of TLS 1.3 to having none."""
        host = self.way.endpoint.host
        if not self._has_come and self.seen is not None and self.seen.client_certificate_requested:
            return BrokenError("tls", f"{host} asked for a client certificate, then {how}", seen=self.seen)
        return BrokenError("protocol", f"{host} {how}", seen=self.seen)

    async def aclose(self) -> None:
        """Cut the connection at once; an answer that is still coming is not waited for."""
        if self._is_open:
            await self._inner.aclose()

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks: whether TLS agreed on HTTP/2, which is not offered."""
        return self._inner.get_extra_info(info)


def _is_refusal(fault: BaseException | None) -> bool:
    while fault is not None and not isinstance(fault, ConnectionRefusedError):
        fault = fault.__cause__
    return fault is not None


def _text(got: httpcore.Response) -> Headers:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in got.headers)
