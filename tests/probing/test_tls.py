"""TLS and proxies: verification stays on, -k and -x count only where the operator named the hosts."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from bot.masking import Secret
from bot.probing.rules import Rules
from bot.probing.wire import open_net, tls
from tests.probing.conftest import Serve, answered, failed, names, probe, refused, rules

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
MakeTls = Callable[..., ssl.SSLContext]


@pytest.fixture
def trusted(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The authority is one of the system's, as a company's would be."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    tls.context.cache_clear()
    yield
    tls.context.cache_clear()


@pytest.mark.usefixtures("trusted")
async def test_a_trusted_server_is_asked_by_its_name(serve: Serve, server_tls: MakeTls) -> None:
    """SNI, certificate and Host are the pasted name, the connection goes to the checked address."""
    served = await serve(OK, tls=server_tls("api.example"))
    url = served.url("/x", host="api.example", scheme="https")
    async with open_net(rules("api.example:*"), target=url, resolver=names(api_example="127.0.0.1")) as net:
        got = answered(await net.ask(probe(url)))
    assert got.tls is not None
    assert got.tls.subject_names == ("api.example",)
    assert got.tls.version == "TLSv1.3"
    assert got.tls.not_after is not None
    assert got.tls.not_after > datetime.now(UTC)
    assert "trustme" in got.tls.issuer
    assert not got.tls.client_certificate_requested
    assert f"Host: api.example:{served.port}" in served.heads[0]


@pytest.mark.usefixtures("trusted")
async def test_a_certificate_of_another_name_is_told(serve: Serve, server_tls: MakeTls) -> None:
    """The failure names the mismatch, and the names that the certificate has are there."""
    served = await serve(OK, tls=server_tls("other.example"))
    url = served.url(host="api.example", scheme="https")
    async with open_net(rules("api.example:*"), target=url, resolver=names(api_example="127.0.0.1")) as net:
        got = failed(await net.ask(probe(url)))
        assert net.requests_sent == 0
    assert got.kind == "tls"
    assert "api.example" in got.words
    assert got.tls is not None
    assert got.tls.subject_names == ("other.example",)


async def test_an_untrusted_certificate_is_told(serve: Serve, server_tls: MakeTls) -> None:
    """Nothing is sent to a server whose certificate is not trusted."""
    served = await serve(OK, tls=server_tls())
    url = served.url(scheme="https")
    async with open_net(rules(), target=url) as net:
        got = failed(await net.ask(probe(url)))
    assert got.kind == "tls"
    assert "not trusted" in got.words
    assert got.tls is not None
    assert got.tls.subject_names == ("127.0.0.1", "localhost") or set(got.tls.subject_names) == {
        "127.0.0.1",
        "localhost",
    }
    assert served.heads == []


async def test_insecure_counts_where_the_operator_named_the_host(serve: Serve, server_tls: MakeTls) -> None:
    """-k of the paste is honoured towards an allowed host."""
    served = await serve(OK, tls=server_tls("elsewhere.example"))
    url = served.url(scheme="https")
    async with open_net(rules(), target=url) as net:
        got = answered(await net.ask(probe(url, insecure=True)))
    assert got.tls is not None
    assert got.tls.subject_names == ("elsewhere.example",)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_a_wanted_client_certificate_is_seen(serve: Serve, server_tls: MakeTls, newest: ssl.TLSVersion) -> None:
    """The server's CertificateRequest shows, whether the handshake fails at once or only the first read does."""
    context = server_tls(client_certificate=True)
    context.maximum_version = newest
    served = await serve(OK, tls=context)
    url = served.url(scheme="https")
    async with open_net(rules(), target=url) as net:
        got = failed(await net.ask(probe(url)))
    assert got.kind == "tls"
    assert got.tls is not None
    assert got.tls.client_certificate_requested


async def test_half_a_handshake_ends_in_time(serve: Serve) -> None:
    """A server that takes the connection and says nothing is a timeout; one that speaks plain HTTP is no TLS."""

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    for talk, kind in ((silent, "timeout"), (plain, "tls")):
        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        async with open_net(rules(request_s=0.4), target=url) as net:
            assert failed(await net.ask(probe(url))).kind == kind
        server.close()


async def test_the_key_log_is_not_written(
    serve: Serve, server_tls: MakeTls, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """SSLKEYLOGFILE would let others read the credential, so it is not honoured."""
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    tls.context.cache_clear()
    served = await serve(OK, tls=server_tls())
    url = served.url(scheme="https")
    async with open_net(rules(), target=url) as net:
        answered(await net.ask(probe(url, insecure=True)))
    assert not (tmp_path / "keys").exists()


async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
    """The inner part of a proxy: bytes both ways until one side ends."""
    there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port)

    async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
        sink.close()

    await asyncio.gather(pump(reader, there_writer), pump(there_reader, writer), return_exceptions=True)


async def test_a_proxy_is_used_where_both_are_named(serve: Serve, server_tls: MakeTls) -> None:
    """CONNECT with the proxy's own credential, then TLS with the target by its name, which we need not resolve."""
    served = await serve(OK, tls=server_tls("api.example"))

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await relay(reader, writer, served.port)

    proxy = await serve(talk=connect)
    url = served.url(host="api.example", scheme="https")
    async with open_net(rules("api.example:*,127.0.0.1:*"), target=url, resolver=names()) as net:
        got = answered(await net.ask(probe(url, insecure=True, proxy=f"http://me:pa%20ss@127.0.0.1:{proxy.port}")))
        assert net.requests_sent == 2
    assert got.response.status == 200
    assert proxy.heads[0].startswith(f"CONNECT api.example:{served.port} HTTP/1.1\r\n")
    assert "Proxy-Authorization: Basic bWU6cGEgc3M=" in proxy.heads[0]


async def test_the_answer_of_a_proxy_is_the_outcome(serve: Serve) -> None:
    """407 to CONNECT comes back as an answer, with its challenge."""
    proxy = await serve(b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=p\r\nContent-Length: 0\r\n\r\n")
    async with open_net(rules("api.example:*,127.0.0.1:*"), target="https://api.example/", resolver=names()) as net:
        got = answered(await net.ask(probe("https://api.example/", proxy=f"127.0.0.1:{proxy.port}")))
    assert got.response.status == 407
    assert got.response.header("proxy-authenticate") == "Basic realm=p"


async def test_plain_http_goes_through_a_proxy_in_absolute_form(serve: Serve) -> None:
    """RFC 9112 section 3.2.2."""
    proxy = await serve(OK)
    async with open_net(rules("api.example,127.0.0.1:*"), target="http://api.example/x", resolver=names()) as net:
        answered(await net.ask(probe("http://api.example/x", proxy=f"http://127.0.0.1:{proxy.port}")))
    assert proxy.heads[0].startswith("GET http://api.example/x HTTP/1.1\r\nHost: api.example\r\n")


@pytest.mark.parametrize("allow", ["api.example:*", "127.0.0.1:*", ""])
async def test_a_proxy_that_is_not_named_gets_nothing(serve: Serve, allow: str) -> None:
    """With only one of proxy and target named, -x is not honoured; the target is judged as without it."""
    proxy = await serve(OK)
    url = "http://api.example:8080/"
    async with open_net(rules(allow), target=url, resolver=names(api_example="10.0.0.1")) as net:
        await net.ask(probe(url, proxy=f"http://127.0.0.1:{proxy.port}"))
    assert proxy.connections == 0


async def test_the_operators_proxy_is_used_for_all(serve: Serve) -> None:
    """One that the operator sets for the bot by name carries every request, but opens no private address."""
    proxy = await serve(OK)
    own = Rules.read("", "", Secret(f"http://127.0.0.1:{proxy.port}"))
    resolver = names(public_example="140.82.121.6", inside_example="10.0.0.1")
    async with open_net(own, target="http://public.example/", resolver=resolver) as net:
        assert answered(await net.ask(probe("http://public.example/"))).response.status == 200
        assert refused(await net.ask(probe("http://inside.example/"))).rule == "private"


@pytest.mark.parametrize("name", ["metadata", "metadata.google.internal", "printer.local"])
async def test_the_operators_proxy_resolves_no_inside_name(serve: Serve, name: str) -> None:
    """A name that we cannot resolve and that is no public one is not left for the proxy to resolve."""
    proxy = await serve(OK)
    own = Rules.read("", "", Secret(f"http://127.0.0.1:{proxy.port}"))
    async with open_net(own, target=f"http://{name}/", resolver=names()) as net:
        assert failed(await net.ask(probe(f"http://{name}/"))).kind == "dns"
    assert proxy.connections == 0
