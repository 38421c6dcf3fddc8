"""connection: one HTTP/1.1 connection to one checked address, and one exchange on it, every size capped.

h11 turns bytes into events; the caps on head, lines, interim answers and body are kept here (SECURITY.md section 3).
"""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import unquote

import h11

from bot.model import Headers
from bot.probing.guard import Place, plain
from bot.probing.net import Failure, Tls
from bot.probing.rules import Address, Limits
from bot.probing.wire import body, tls

_CHUNK = 64 * 1024


class BrokenError(Exception):
    """The exchange came to no answer. ``kind`` is a ``Failure`` word; the text is a sentence without any secret."""

    def __init__(self, kind: Failure, words: str, *, seen: Tls | None = None, silent: bool = False) -> None:
        super().__init__(words)
        self.kind = kind
        self.words = words
        self.seen = seen
        self.silent = silent  # the connection ended before one byte of an answer


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
    """One request to send. ``deadline`` (the loop's clock) cuts a late body, ``body_raw`` (bytes) a long one."""

    method: str
    headers: Headers = field(repr=False)
    deadline: float
    body_raw: int
    on_head: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where a connection goes: the place, the address that was checked, and the proxy in between."""

    place: Place
    address: Address
    insecure: bool = False
    proxy: Place | None = None
    proxy_userinfo: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """Connections with the same key may be used again for one another."""
        return self.place.origin, self.address, self.insecure, self.proxy and self.proxy.origin, self.proxy_userinfo


class Connection:
    """An open connection; at most one exchange at a time."""

    def __init__(
        self, way: Way, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: Tls | None, limits: Limits
    ) -> None:
        self.way = way
        self.tls = seen
        self._reader = reader
        self._writer = writer
        self._limits = limits
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=limits.head_bytes)

    async def exchange(self, errand: Errand) -> Answer:
        """Send one request and read its answer. Raises BrokenError."""
        try:
            await self._send(errand.method, errand.headers)
            head = await self._head()
            errand.on_head()
            text, whole = await self._body(head, errand)
        except h11.RemoteProtocolError:
            raise BrokenError("protocol", f"{self.way.place.host} answered, but not in HTTP/1.1") from None
        except ssl.SSLError as fault:
            raise BrokenError("tls", tls.words(fault, self.way.place.host), seen=self.tls) from None
        except OSError:
            raise self._ended("broke the connection off") from None
        return Answer(status=head.status_code, headers=_text_headers(head), body=text, truncated=not whole)

    async def _send(self, method: str, headers: Headers) -> None:
        absolute = self.way.proxy is not None and self.way.place.scheme == "http"
        target = f"http://{self.way.place.authority}{self.way.place.target}" if absolute else self.way.place.target
        if absolute and self.way.proxy_userinfo:
            headers = (*headers, ("Proxy-Authorization", _basic(self.way.proxy_userinfo)))
        try:
            request = h11.Request(
                method=method,
                target=target,
                headers=[(name.encode("ascii"), value.encode("utf-8", "replace")) for name, value in headers],
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
                raise BrokenError(
                    "protocol", f"{self.way.place.host} sent more than {self._limits.interim} interim answers"
                )
            if event.status_code == 101:
                raise BrokenError("protocol", f"{self.way.place.host} changed to another protocol without being asked")

    async def _event(self) -> object:
        while True:
            event = self._http.next_event()
            if event is not h11.NEED_DATA:
                return event
            data = await self._reader.read(_CHUNK)
            if not data and self._http.their_state is h11.SEND_RESPONSE:
                raise self._ended("closed the connection without an answer")
            self._http.receive_data(data)

    def _ended(self, how: str) -> BrokenError:
        """The server ended it. After it asked for a client certificate that is the answer of TLS 1.3 to having none."""
        host = self.way.place.host
        silent = self._http.their_state is h11.SEND_RESPONSE and not self._http.trailing_data[0]
        if silent and self.tls is not None and self.tls.client_certificate_requested:
            return BrokenError("tls", f"{host} asked for a client certificate, then {how}", seen=self.tls)
        return BrokenError("protocol", f"{host} {how}", seen=self.tls, silent=silent)

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

    async def is_reusable(self) -> bool:
        """May the next request go here? Not when bytes wait unasked: they are never read as the next answer."""
        if (
            self._http.our_state is not h11.DONE
            or self._http.their_state is not h11.DONE
            or self._http.trailing_data[0]
        ):
            return False
        try:
            async with asyncio.timeout(0):
                await self._reader.read(1)
        except TimeoutError:
            self._http.start_next_cycle()
            return True
        except OSError:
            return False
        return False

    def close(self) -> None:
        """Cut the connection at once; an answer that is still coming is not waited for."""
        self._writer.transport.abort()


async def connect(way: Way, limits: Limits) -> Connection:
    """Open a connection to the checked address, with TLS for https. Raises BrokenError, or RefusedError by a proxy."""
    first = way.proxy or way.place
    raw = await _tcp(first, way.address, limits.connect_s)
    try:
        if way.proxy is not None and way.place.scheme == "https":
            await _tunnel(raw, way, limits)
        if way.place.scheme == "http":
            reader, writer = await asyncio.open_connection(sock=raw, limit=_CHUNK)
            return Connection(way, reader, writer, None, limits)
        return await _with_tls(raw, way, limits)
    except BaseException:
        raw.close()
        raise


async def _tcp(place: Place, address: Address, timeout_s: float) -> socket.socket:
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


async def _with_tls(raw: socket.socket, way: Way, limits: Limits) -> Connection:
    handshake = tls.begin()
    host = way.place.host
    try:
        reader, writer = await asyncio.open_connection(
            sock=raw,
            ssl=tls.context(insecure=way.insecure),
            server_hostname=host.rstrip("."),
            limit=_CHUNK,
            ssl_handshake_timeout=limits.request_s,
            ssl_shutdown_timeout=1,
        )
    except ssl.SSLError as fault:
        raise BrokenError("tls", tls.words(fault, host), seen=tls.seen(handshake, None)) from None
    except (OSError, ValueError):
        raise BrokenError(
            "tls", f"{host} broke the connection off in the TLS handshake", seen=tls.seen(handshake, None)
        ) from None
    version = writer.get_extra_info("ssl_object").version()
    return Connection(way, reader, writer, tls.seen(handshake, version), limits)


async def _tunnel(raw: socket.socket, way: Way, limits: Limits) -> None:
    """CONNECT through an HTTP proxy (RFC 9110 section 9.3.6). Raises RefusedError with the proxy's own answer."""
    loop = asyncio.get_running_loop()
    http = h11.Connection(h11.CLIENT, max_incomplete_event_size=limits.head_bytes)
    name = f"[{way.place.host}]" if ":" in way.place.host else way.place.host
    headers = [("Host", f"{name}:{way.place.port}")]
    if way.proxy_userinfo:
        headers.append(("Proxy-Authorization", _basic(way.proxy_userinfo)))
    request = h11.Request(method="CONNECT", target=f"{name}:{way.place.port}", headers=headers)
    try:
        await loop.sock_sendall(raw, (http.send(request) or b"") + (http.send(h11.EndOfMessage()) or b""))
        while not isinstance(event := http.next_event(), h11.Response):
            if event is h11.NEED_DATA:
                # One byte at a time after the head would be TLS already; a proxy sends nothing before our ClientHello.
                http.receive_data(await loop.sock_recv(raw, 4096))
    except (h11.RemoteProtocolError, OSError):
        raise BrokenError("connect", "the proxy broke the connection off") from None
    if not 200 <= event.status_code < 300:
        raise RefusedError(Answer(status=event.status_code, headers=_text_headers(event), body="", truncated=True))


def _basic(userinfo: str) -> str:
    return "Basic " + base64.b64encode(unquote(userinfo).encode()).decode("ascii")


def _text_headers(head: h11.Response) -> Headers:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers.raw_items())
