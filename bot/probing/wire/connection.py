"""connection: one HTTP/1.1 connection to one checked address for one exchange, every size capped.

h11 turns bytes into events; the caps on head, lines, interim answers and body, and on all raw bytes with their
framing, are kept here (SECURITY.md section 3).
"""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from urllib.parse import unquote

import h11

from bot.model import Headers
from bot.probing.guard import Place, plain
from bot.probing.net import Failure, Tls
from bot.probing.rules import Address, Limits
from bot.probing.wire import body, tls

_CHUNK = 16 * 1024


class BrokenError(Exception):
    """The exchange came to no answer. ``kind`` is a ``Failure`` word; the text is a sentence without any secret."""

    def __init__(self, kind: Failure, words: str, *, seen: Tls | None = None, distrusts: bool = False) -> None:
        super().__init__(words)
        self.kind = kind
        self.words = words
        self.seen = seen
        self.distrusts = distrusts  # the certificate is not good for this name, and that alone ended it


class RefusedError(Exception):
    """A proxy answered CONNECT itself; the answer is the outcome."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("the proxy did not open a tunnel")
        self.answer = answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One response off the wire: the body decoded to text, ``truncated`` when a cap or the deadline cut it."""

    status: int
    headers: Headers
    body: str
    truncated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One request to send. ``deadline`` (the loop's clock) cuts a late body, ``body_raw`` (bytes) a long one.

    ``on_send`` is called whenever a request is about to be written, a proxy's CONNECT included; ``on_head`` when the
    answer's head is there.
    """

    method: str
    headers: Headers = field(repr=False)
    deadline: float
    body_raw: int
    on_send: Callable[[], None]
    on_head: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where a connection goes: the place and its checked address; ``gate`` is the proxy in between, with its own.

    ``address`` is None only behind a proxy, for a name that the operator named and we cannot resolve.
    """

    place: Place
    address: Address | None
    insecure: bool = False
    gate: Place | None = None
    gate_address: Address | None = None
    gate_userinfo: str = ""


async def exchange(way: Way, errand: Errand, limits: Limits) -> tuple[Answer, Tls | None]:
    """Open a connection to the checked address, send one request on it, read its answer, and cut the connection.

    None is kept for a second request: whatever else a server sends can then never be read as the next answer.
    Raises BrokenError, or RefusedError when a proxy answered CONNECT itself.
    """
    connection = await _connect(way, errand, limits)
    try:
        errand.on_send()
        return await connection.answer_to(errand), connection.tls
    finally:
        connection.close()


class _Connection:
    """An open connection, for one exchange."""

    def __init__(
        self, way: Way, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: Tls | None, limits: Limits
    ) -> None:
        self.tls = seen
        self._host = way.place.host
        self._target = way.place.target
        self._reader = reader
        self._writer = writer
        self._limits = limits
        self._left = limits.head_bytes  # raw bytes that may still come, framing and interim answers included
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=limits.head_bytes)

    async def answer_to(self, errand: Errand) -> Answer:
        """Send the request and read its answer. Raises BrokenError."""
        try:
            await self._send(errand.method, errand.headers)
            head = await self._head()
            errand.on_head()
            self._left += errand.body_raw
            text, whole = await self._body(head, errand)
        except h11.RemoteProtocolError:
            raise BrokenError("protocol", f"{self._host} answered, but not in HTTP/1.1") from None
        except ssl.SSLError as fault:
            raise BrokenError("tls", tls.words(fault, self._host), seen=self.tls) from None
        except OSError:
            raise self._ended("broke the connection off") from None
        return Answer(status=head.status_code, headers=_text_headers(head), body=text, truncated=not whole)

    async def _send(self, method: str, headers: Headers) -> None:
        try:
            request = h11.Request(
                method=method,
                target=self._target,
                headers=[
                    *((name.encode("ascii"), value.encode("utf-8", "replace")) for name, value in headers),
                    (b"Connection", b"close"),
                ],
            )
            data = self._http.send(request) or b""
            data += self._http.send(h11.EndOfMessage()) or b""
        except h11.LocalProtocolError:
            raise BrokenError("protocol", "this request cannot be put in HTTP/1.1, so it was not sent") from None
        self._writer.write(data)
        await self._writer.drain()

    async def _head(self) -> h11.Response:
        interim = 0
        while True:
            event = await self._event()
            if isinstance(event, h11.Response):
                if len(list(event.headers)) > self._limits.head_lines:
                    raise BrokenError("protocol", f"the answer's head has more than {self._limits.head_lines} lines")
                return event
            interim += 1
            if not isinstance(event, h11.InformationalResponse) or interim > self._limits.interim:
                raise BrokenError("protocol", f"{self._host} sent more than {self._limits.interim} interim answers")
            if event.status_code == 101:
                raise BrokenError("protocol", f"{self._host} changed to another protocol without being asked")

    async def _event(self) -> object:
        while True:
            event = self._http.next_event()
            if event is not h11.NEED_DATA:
                return event
            if self._left <= 0:
                raise BrokenError("protocol", f"{self._host} sent more than is read of an answer", seen=self.tls)
            data = await self._reader.read(min(_CHUNK, self._left))
            await asyncio.sleep(0)  # what has already come is handed out without a pause, and others wait too
            if not data and self._http.their_state is h11.SEND_RESPONSE:
                raise self._ended("closed the connection without an answer")
            self._left -= len(data)
            self._http.receive_data(data)

    def _ended(self, how: str) -> BrokenError:
        """The server ended it. After it asked for a client certificate that is the answer of TLS 1.3 to having none."""
        silent = self._http.their_state is h11.SEND_RESPONSE and not self._http.trailing_data[0]
        if silent and self.tls is not None and self.tls.client_certificate_requested:
            return BrokenError("tls", f"{self._host} asked for a client certificate, then {how}", seen=self.tls)
        return BrokenError("protocol", f"{self._host} {how}", seen=self.tls)

    async def _body(self, head: h11.Response, errand: Errand) -> tuple[str, bool]:
        """The body as text, and whether it is whole. Nothing that goes wrong here takes the head away again."""
        encoding = ", ".join(value for name, value in _text_headers(head) if name.lower() == "content-encoding")
        decoder = body.Decoder(encoding, raw_limit=errand.body_raw, limit=self._limits.body_decoded)
        try:
            late = asyncio.get_running_loop().time() + self._limits.body_s
            async with asyncio.timeout_at(min(errand.deadline, late)):
                while decoder.wants_more:
                    event = await self._event()
                    if not isinstance(event, h11.Data):
                        return decoder.text(), decoder.is_whole and isinstance(event, h11.EndOfMessage)
                    decoder.feed(bytes(event.data))
        except (TimeoutError, OSError, h11.RemoteProtocolError, BrokenError):
            pass
        return decoder.text(), False

    def close(self) -> None:
        """Cut the connection at once; an answer that is still coming is not waited for."""
        self._writer.transport.abort()


async def _connect(way: Way, errand: Errand, limits: Limits) -> _Connection:
    """A connection to the checked address, through the proxy's tunnel where there is one, with TLS for https."""
    try:
        return await _connected(way, errand, limits, insecure=False)
    except BrokenError as broken:
        if not (way.insecure and broken.distrusts):
            raise
        # -k: asked again without verification; what the first handshake said of the certificate is kept, and told.
        connection = await _connected(way, errand, limits, insecure=True)
        if connection.tls is not None:
            connection.tls = replace(connection.tls, distrusted=broken.words)
        return connection


async def _connected(way: Way, errand: Errand, limits: Limits, *, insecure: bool) -> _Connection:
    raw = await _tcp(way.gate or way.place, way.gate_address or way.address, limits.connect_s)
    try:
        if way.gate is not None:
            errand.on_send()
            await _tunnel(raw, way, limits)
        if way.place.scheme == "http":
            reader, writer = await asyncio.open_connection(sock=raw, limit=_CHUNK)
            return _Connection(way, reader, writer, None, limits)
        return await _with_tls(raw, way, limits, insecure=insecure)
    except BaseException:
        raw.close()
        raise


async def _tcp(place: Place, address: Address | None, timeout_s: float) -> socket.socket:
    assert address is not None  # only a target behind a proxy may be without one
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    raw = socket.socket(family, socket.SOCK_STREAM)
    try:
        raw.setblocking(False)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        async with asyncio.timeout(timeout_s):
            await asyncio.get_running_loop().sock_connect(raw, (str(address), place.port))
        if plain(ip_address(raw.getpeername()[0])) != address:
            raise BrokenError("connect", f"the connection to {place.host} did not reach the address that was checked")
    except TimeoutError:
        raw.close()
        raise BrokenError(
            "timeout", f"{place.host} took no connection on port {place.port} within {timeout_s:g} s"
        ) from None
    except OSError as fault:
        raw.close()
        said = "refused the connection" if isinstance(fault, ConnectionRefusedError) else "could not be reached"
        raise BrokenError("connect", f"{place.host} {said} on port {place.port}") from None
    except BaseException:
        raw.close()
        raise
    return raw


async def _with_tls(raw: socket.socket, way: Way, limits: Limits, *, insecure: bool) -> _Connection:
    handshake = tls.begin()
    host = way.place.host
    try:
        reader, writer = await asyncio.open_connection(
            sock=raw,
            ssl=tls.context(insecure=insecure),
            server_hostname=host.rstrip("."),
            limit=_CHUNK,
            ssl_handshake_timeout=limits.request_s,
            ssl_shutdown_timeout=1,
        )
    except ssl.SSLError as fault:
        distrusts = isinstance(fault, ssl.SSLCertVerificationError)
        raise BrokenError(
            "tls", tls.words(fault, host, handshake.certificate), seen=tls.seen(handshake, None), distrusts=distrusts
        ) from None
    except (OSError, ValueError):
        raise BrokenError(
            "tls", f"{host} broke the connection off in the TLS handshake", seen=tls.seen(handshake, None)
        ) from None
    version = writer.get_extra_info("ssl_object").version()
    return _Connection(way, reader, writer, tls.seen(handshake, version), limits)


async def _tunnel(raw: socket.socket, way: Way, limits: Limits) -> None:
    """CONNECT through an HTTP proxy (RFC 9110 section 9.3.6), for plain http too: to the checked address.

    So the proxy has no name to resolve anew; in absolute form it would replace Host by the address (RFC 9112 section
    3.2.2). Raises RefusedError with the proxy's own answer.
    """
    loop = asyncio.get_running_loop()
    http = h11.Connection(h11.CLIENT, max_incomplete_event_size=limits.head_bytes)
    target = str(way.address or way.place.host)
    authority = f"{f'[{target}]' if ':' in target else target}:{way.place.port}"
    headers = [("Host", authority)]
    if way.gate_userinfo:
        headers.append(("Proxy-Authorization", _basic(way.gate_userinfo)))
    request = h11.Request(method="CONNECT", target=authority, headers=headers)
    left = limits.head_bytes
    try:
        await loop.sock_sendall(raw, (http.send(request) or b"") + (http.send(h11.EndOfMessage()) or b""))
        while not isinstance(event := http.next_event(), h11.Response):
            if event is h11.NEED_DATA:
                # A proxy sends nothing behind its head before we do; what does come behind it is not read.
                data = await loop.sock_recv(raw, min(4096, left))
                left -= len(data)
                http.receive_data(data)
            if left <= 0:
                raise BrokenError("connect", "the proxy sent more than is read of an answer")
    except (h11.RemoteProtocolError, OSError):
        raise BrokenError("connect", "the proxy broke the connection off") from None
    if not 200 <= event.status_code < 300:
        raise RefusedError(Answer(status=event.status_code, headers=_text_headers(event), body="", truncated=True))


def _basic(userinfo: str) -> str:
    return "Basic " + base64.b64encode(unquote(userinfo).encode()).decode("ascii")


def _text_headers(head: h11.Response) -> Headers:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers.raw_items())
