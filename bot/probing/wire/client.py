"""client: one request on one connection, by httpx. Ours are where it connects to, and how much is read of it.

Loaded at the first request (httpx takes 0.1 s): who sends nothing does not pay for it.
"""

from __future__ import annotations

import asyncio
import base64
import re
import ssl
from collections.abc import AsyncIterator, Iterable
from contextlib import aclosing
from dataclasses import replace
from ipaddress import ip_address
from typing import Any
from urllib.parse import unquote

import httpcore
import httpx

from bot.model import Headers
from bot.probing.guard import plain
from bot.probing.net import Tls
from bot.probing.rules import Limits
from bot.probing.wire import tls
from bot.probing.wire.body import Decoder
from bot.probing.wire.errand import Answer, BrokenError, Errand, RefusedError, Way

_CHUNK = 16 * 1024
_STATUS = re.compile(rb"\nHTTP/[0-9]\.[0-9] ([0-9])")
_SHORT_OF_STATUS = 10  # bytes: the last of them hold no whole status line's beginning


def new_client() -> httpx.AsyncClient:
    """The client of one diagnosis: no environment, no redirects, no cookies, a connection for each request."""
    # Deadlines are on the whole, by asyncio.timeout: httpx's are between two bytes, which a drip keeps for ever.
    return httpx.AsyncClient(transport=_Transport(), trust_env=False, follow_redirects=False, timeout=None)  # noqa: S113


async def exchange(client: httpx.AsyncClient, way: Way, errand: Errand, limits: Limits) -> Answer:
    """Send one request on a connection of its own to the checked address, read its answer, and cut the connection.

    Whatever else a server sends can so never be read as the next answer. Raises BrokenError, or RefusedError when a
    proxy answered CONNECT itself.
    """
    try:
        return await _exchange(client, _Line(way, errand, limits), errand, limits, insecure=False)
    except BrokenError as broken:
        if not (way.insecure and broken.distrusts):
            raise
        # -k: asked again without verification; what the first handshake said of the certificate is kept, and told.
        answer = await _exchange(client, _Line(way, errand, limits), errand, limits, insecure=True)
        return replace(answer, tls=replace(answer.tls or Tls(), distrusted=broken.words))


async def _exchange(
    client: httpx.AsyncClient, line: _Line, errand: Errand, limits: Limits, *, insecure: bool
) -> Answer:
    place = line.way.place
    host = str(line.way.address or place.host)
    headers = [(name.encode("ascii"), value.encode("utf-8", "replace")) for name, value in errand.headers]
    try:
        request = httpx.Request(
            errand.method,
            f"{place.scheme}://{f'[{host}]' if ':' in host else host}:{place.port}",
            headers=[*headers, (b"Connection", b"close")],
            extensions={
                "target": place.target.encode("ascii"),  # as it was pasted: httpx would normalise it
                "sni_hostname": place.host.rstrip("."),
                "line": line,
                "insecure": insecure,
            },
        )
        response = await client.send(request, stream=True)
        async with aclosing(response):
            head: Headers = response.extensions["head"]
            if len(head) > limits.head_lines:
                raise BrokenError("protocol", f"the answer's head has more than {limits.head_lines} lines")
            errand.on_head()
            line.allow(errand.body_raw)
            text, whole = await _body(response, head, line, errand, limits)
    except (httpcore.LocalProtocolError, httpx.InvalidURL):
        raise BrokenError("protocol", "this request cannot be put in HTTP/1.1, so it was not sent") from None
    except httpcore.RemoteProtocolError:
        raise BrokenError("protocol", f"{place.host} answered, but not in HTTP/1.1") from None
    finally:
        await line.aclose()
    return Answer(status=response.status_code, headers=head, body=text, truncated=not whole, tls=line.seen)


async def _body(
    response: httpx.Response, head: Headers, line: _Line, errand: Errand, limits: Limits
) -> tuple[str, bool]:
    """The body as text, and whether it is whole. Nothing that goes wrong here takes the head away again."""
    coding = ", ".join(value for name, value in head if name.lower() == "content-encoding")
    decoder = Decoder(coding, raw_limit=errand.body_raw, limit=limits.body_decoded)
    try:
        late = asyncio.get_running_loop().time() + limits.body_s
        async with asyncio.timeout_at(min(errand.deadline, late)):
            async for data in response.aiter_raw():
                decoder.feed(data)
                if not decoder.wants_more:
                    line.allow(None)
    except (TimeoutError, httpcore.RemoteProtocolError, BrokenError):
        return decoder.text(), False
    return decoder.text(), decoder.wants_more


class _Transport(httpx.AsyncBaseTransport):
    """A new connection of httpcore's for each request: ``max_keepalive_connections=0``, taken at its word.

    The client gets a response without headers, which lie beside it, for it acts on them even when it follows nothing:
    it loses the answer to a Location that is no URL (encode/httpx#3706), and hands cookies to a parser.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        line: _Line = request.extensions["line"]
        url = httpcore.URL(scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=b"/")
        context = tls.context(insecure=request.extensions["insecure"]) if request.url.scheme == "https" else None
        connection = httpcore.AsyncHTTPConnection(url.origin, ssl_context=context, network_backend=line)
        got = await connection.handle_async_request(
            httpcore.Request(
                request.method,
                url,
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(got.status, stream=_Body(got), extensions={"head": _text(got)})


class _Body(httpx.AsyncByteStream):
    """The raw body of an answer, its transfer coding undone."""

    def __init__(self, got: httpcore.Response) -> None:
        self._got = got

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for data in self._got.aiter_stream():
            yield data

    async def aclose(self) -> None:
        await self._got.aclose()


class _Line(httpcore.AsyncNetworkBackend, httpcore.AsyncNetworkStream):
    """The connection of one exchange: to the checked address, whatever name httpcore gives, with every size capped.

    ``seen`` is what its TLS handshake showed. What ends it is raised as BrokenError, which httpcore lets through.
    """

    def __init__(self, way: Way, errand: Errand, limits: Limits) -> None:
        self.way = way
        self.seen: Tls | None = None
        self._errand, self._limits = errand, limits
        self._inner: httpcore.AsyncNetworkStream | None = None
        self._expect_head()

    def _expect_head(self) -> None:
        self._left = self._limits.head_bytes  # raw bytes that may still come, framing and interim answers included
        self._is_head, self._is_final, self._has_come = True, False, False
        self._interim, self._tail = 0, b"\n"

    def allow(self, more: int | None) -> None:
        """The head is there: how many bytes may still come, framing included; None ends the reading."""
        self._left = 0 if more is None else self._left + more
        self._is_head = False

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the checked address, through the tunnel of a proxy where there is one."""
        place, address = self.way.gate or self.way.place, self.way.gate_address or self.way.address
        within = self._limits.connect_s
        try:
            self._inner = await httpcore.AnyIOBackend().connect_tcp(str(address), place.port, within)
            peer = self._inner.get_extra_info("socket").getpeername()[0]
        except httpcore.ConnectTimeout:
            words = f"{place.host} took no connection on port {place.port} within {within:g} s"
            raise BrokenError("timeout", words) from None
        except (httpcore.ConnectError, OSError) as fault:
            said = "refused the connection" if _is_refusal(fault) else "could not be reached"
            raise BrokenError("connect", f"{place.host} {said} on port {place.port}") from None
        if plain(ip_address(peer)) != address:
            raise BrokenError("connect", f"the connection to {place.host} did not reach the address that was checked")
        if self.way.gate is not None:
            await self._tunnel()
        return self

    async def _tunnel(self) -> None:
        """CONNECT through an HTTP proxy (RFC 9110 section 9.3.6), for plain http too: to the checked address.

        So the proxy has no name to resolve anew; in absolute form it would replace Host by the address (RFC 9112
        section 3.2.2). What it sends behind its head is not read. Raises RefusedError with the proxy's own answer.
        """
        target, port = str(self.way.address or self.way.place.host), self.way.place.port
        authority = f"{f'[{target}]' if ':' in target else target}:{port}".encode("ascii")
        headers = [(b"Host", authority)]
        if self.way.gate_userinfo:
            credential = base64.b64encode(unquote(self.way.gate_userinfo).encode())
            headers.append((b"Proxy-Authorization", b"Basic " + credential))
        url = httpcore.URL(scheme=b"http", host=target.encode("ascii"), port=port, target=authority)
        try:
            connection = httpcore.AsyncHTTP11Connection(url.origin, self)
            got = await connection.handle_async_request(httpcore.Request(b"CONNECT", url, headers=headers))
        except (httpcore.RemoteProtocolError, BrokenError):
            raise BrokenError("connect", "the proxy broke the connection off") from None
        if not 200 <= got.status < 300:
            raise RefusedError(Answer(status=got.status, headers=_text(got), truncated=True))
        self._expect_head()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """The handshake, with the pasted name."""
        assert self._inner is not None
        handshake, host = tls.begin(), self.way.place.host
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

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send a request: it has no body, so each is one write."""
        assert self._inner is not None
        if buffer:
            self._errand.on_send()
            try:
                await self._inner.write(buffer)
            except OSError:
                raise httpcore.WriteError from None  # the answer may be there all the same

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come; b'' at the end of a body."""
        assert self._inner is not None
        host = self.way.place.host
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
            if self._interim > self._limits.interim:
                words = f"{self.way.place.host} sent more than {self._limits.interim} interim answers"
                raise BrokenError("protocol", words)

    def _ended(self, how: str) -> BrokenError:
        """The server ended it. After it asked for a client certificate that is the answer of TLS 1.3 to having none."""
        host = self.way.place.host
        if not self._has_come and self.seen is not None and self.seen.client_certificate_requested:
            return BrokenError("tls", f"{host} asked for a client certificate, then {how}", seen=self.seen)
        return BrokenError("protocol", f"{host} {how}", seen=self.seen)

    async def aclose(self) -> None:
        """Cut the connection at once; an answer that is still coming is not waited for."""
        if self._inner is not None:
            await self._inner.aclose()

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks: whether TLS agreed on HTTP/2, which is not offered."""
        return None if self._inner is None else self._inner.get_extra_info(info)


def _is_refusal(fault: BaseException | None) -> bool:
    while fault is not None and not isinstance(fault, ConnectionRefusedError):
        fault = fault.__cause__
    return fault is not None


def _text(got: httpcore.Response) -> Headers:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in got.headers)
