"""TLS and proxies: verification stays on, -k and -x count only where the operator named the hosts."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtensionOID, NameOID
from hypothesis import given
from hypothesis import strategies as st

from bot.masking import Secret
from bot.probing.rules import Rules
from bot.probing.wire import open_net, tls
from tests.probing.conftest import Serve, Served, answered, failed, names, probe, refused, rules

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


Connect = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def tunnel_to(port: int) -> Connect:
    """A proxy's part that opens a tunnel to a server of ours, whatever address was asked for."""

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await relay(reader, writer, port)

    return connect


@pytest.mark.usefixtures("trusted")
async def test_a_proxy_is_used_where_both_are_named(serve: Serve, server_tls: MakeTls) -> None:
    """CONNECT with the proxy's own credential, then TLS with the target by its name, which we need not resolve."""
    served = await serve(OK, tls=server_tls("api.example"))
    proxy = await serve(talk=tunnel_to(served.port))
    url = served.url(host="api.example", scheme="https")
    async with open_net(rules("api.example:*,127.0.0.1:*"), target=url, resolver=names()) as net:
        got = answered(await net.ask(probe(url, proxy=f"http://me:pa%20ss@127.0.0.1:{proxy.port}")))
        assert net.requests_sent == 2
    assert got.response.status == 200
    assert proxy.heads[0].startswith(f"CONNECT api.example:{served.port} HTTP/1.1\r\n")
    assert "Proxy-Authorization: Basic bWU6cGEgc3M=" in proxy.heads[0]
    assert "Proxy-Authorization" not in served.heads[0]


async def test_the_answer_of_a_proxy_is_the_outcome(serve: Serve) -> None:
    """407 to CONNECT comes back as an answer, with its challenge."""
    proxy = await serve(b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=p\r\nContent-Length: 0\r\n\r\n")
    for scheme in ("https", "http"):
        url = f"{scheme}://api.example/"
        async with open_net(rules("api.example:*,127.0.0.1:*"), target=url, resolver=names()) as net:
            got = answered(await net.ask(probe(url, proxy=f"127.0.0.1:{proxy.port}")))
        assert got.response.status == 407
        assert got.response.header("proxy-authenticate") == "Basic realm=p"


@pytest.mark.parametrize("allow", ["api.example:*", "127.0.0.1:*", ""])
async def test_a_proxy_that_is_not_named_gets_nothing(serve: Serve, allow: str) -> None:
    """With only one of proxy and target named, -x is not honoured; the target is judged as without it."""
    proxy = await serve(OK)
    url = "http://api.example:8080/"
    async with open_net(rules(allow), target=url, resolver=names(api_example="10.0.0.1")) as net:
        await net.ask(probe(url, proxy=f"http://127.0.0.1:{proxy.port}"))
    assert proxy.connections == 0


@pytest.mark.parametrize("address", ["169.254.169.254", "127.0.0.1", "0.0.0.0", "fd20:ce::254", "224.0.0.1"])
async def test_a_pasted_proxy_is_judged_by_its_address(serve: Serve, address: str) -> None:
    """A name under an opened suffix that points to this machine or to a metadata service is no proxy of ours."""
    canary = await serve(OK)
    resolver = names(api_corp_example="140.82.121.6", p_corp_example=address)
    url = "http://api.corp.example/"
    async with open_net(rules("*.corp.example:*"), target=url, resolver=resolver) as net:
        got = refused(await net.ask(probe(url, proxy=f"http://p.corp.example:{canary.port}")))
        assert net.requests_sent == 0
    assert got.rule in ("private", "metadata")
    assert canary.connections == 0


def through(proxy: Served, allow: str = "") -> Rules:
    """The rules of an operator with a proxy of their own."""
    return Rules.read(allow, "", Secret(f"http://127.0.0.1:{proxy.port}"))


@pytest.mark.parametrize(
    ("scheme", "addresses", "connect"),
    [
        ("http", "140.82.121.6", "140.82.121.6:80"),
        ("https", "140.82.121.6", "140.82.121.6:443"),
        ("http", "2606:4700::1 140.82.121.6", "140.82.121.6:80"),
        ("https", "2606:4700::1", "[2606:4700::1]:443"),
        ("http", "::ffff:140.82.121.6", "140.82.121.6:80"),
    ],
)
async def test_the_operators_proxy_gets_the_checked_address(
    serve: Serve, scheme: str, addresses: str, connect: str
) -> None:
    """CONNECT to what was judged, for plain http too: the name is not in it, so there is nothing to resolve anew."""
    proxy = await serve(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")
    url = f"{scheme}://public.example/x"
    async with open_net(through(proxy), target=url, resolver=names(public_example=addresses)) as net:
        assert answered(await net.ask(probe(url))).response.status == 403
        assert net.requests_sent == 1
    assert proxy.heads == [f"CONNECT {connect} HTTP/1.1\r\nHost: {connect}\r\n\r\n"]


@pytest.mark.usefixtures("trusted")
async def test_behind_the_operators_proxy_the_target_keeps_its_name(serve: Serve, server_tls: MakeTls) -> None:
    """Host, SNI and the certificate's name stay what was pasted, through the tunnel to the address."""
    secure, plain = await serve(OK, tls=server_tls("api.example")), await serve(OK)
    for served, scheme in ((secure, "https"), (plain, "http")):
        proxy = await serve(talk=tunnel_to(served.port))
        url = served.url(host="api.example", scheme=scheme)
        own = through(proxy, "api.example:*")
        async with open_net(own, target=url, resolver=names(api_example="10.0.0.5")) as net:
            answered(await net.ask(probe(url)))
        assert proxy.heads[0].startswith(f"CONNECT 10.0.0.5:{served.port} ")
        assert served.heads[0].startswith(f"GET / HTTP/1.1\r\nHost: api.example:{served.port}\r\n")


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "169.254.169.254", "fd00:ec2::254", "::1", "0.0.0.0"])
async def test_the_operators_proxy_opens_no_private_address(serve: Serve, address: str) -> None:
    """Behind the proxy every address is judged as without one."""
    proxy = await serve(OK)
    resolver = names(x_attacker_example=address)
    async with open_net(through(proxy), target="http://x.attacker.example/", resolver=resolver) as net:
        refused(await net.ask(probe("http://x.attacker.example/")))
    assert proxy.connections == 0


@pytest.mark.parametrize(
    "name",
    [
        "metadata",
        "metadata.google.internal",
        "printer.local",
        "127.0.0.1.nip.io",
        "vault.bigcorp.com",
        "x.attacker.example.net",
        "2130706433",
    ],
)
async def test_the_operators_proxy_resolves_nothing_that_nobody_named(serve: Serve, name: str) -> None:
    """A name that we cannot resolve is not left for the proxy to resolve, public or not."""
    proxy = await serve(OK)
    for scheme in ("http", "https"):
        url = f"{scheme}://{name}/"
        async with open_net(through(proxy, "10.0.0.0/8"), target=url, resolver=names()) as net:
            assert failed(await net.ask(probe(url))).kind == "dns"
    assert proxy.connections == 0


@pytest.mark.parametrize("allow", ["vault.bigcorp.com", "*.bigcorp.com"])
async def test_a_name_that_the_operator_named_is_left_to_the_proxy(serve: Serve, allow: str) -> None:
    """Where only the proxy has names, an exact host or a suffix of AUTH401_ALLOW_HOSTS is asked by name."""
    proxy = await serve(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")
    url = "https://vault.bigcorp.com/v1"
    async with open_net(through(proxy, allow), target=url, resolver=names()) as net:
        answered(await net.ask(probe(url)))
    assert proxy.heads[0].startswith("CONNECT vault.bigcorp.com:443 ")


# ---- certificates, whatever they are

SAN, BASIC = ExtensionOID.SUBJECT_ALTERNATIVE_NAME, ExtensionOID.BASIC_CONSTRAINTS
MADE_ON = datetime(2026, 1, 1, tzinfo=UTC)


def certificate(
    *extensions: x509.UnrecognizedExtension,
    name: str | None = "someone.else",
    serial: int = 5,
    days: tuple[int, int] = (-1, 30),
    change: tuple[bytes, bytes] = (b"", b""),
) -> tuple[bytes, bytes]:
    """(key and certificate as PEM, certificate as DER), self-signed; ``change`` replaces bytes after signing."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)] if name else [])
    begin, end = (datetime.now(UTC) + timedelta(day) for day in days)
    made = x509.CertificateBuilder(subject, subject, key.public_key(), serial, begin, end)
    for extension in extensions:
        made = made.add_extension(extension, critical=False)
    der = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    der = der.replace(*change) if change[0] else der
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return secret + ssl.DER_cert_to_PEM_cert(der).encode(), der


def unread(oid: x509.ObjectIdentifier, text: str) -> x509.UnrecognizedExtension:
    """An extension whose content is what we say."""
    return x509.UnrecognizedExtension(oid, bytes.fromhex(text))


def name_of(text: str) -> str:
    """The content of a subjectAltName with one DNS name or address, in hexadecimal."""
    kind, data = (0x87, ip_address(text).packed) if text[0].isdigit() else (0x82, text.encode())
    return bytes((0x30, len(data) + 2, kind, len(data), *data)).hex()


ODD = {
    "an x400Address": lambda: certificate(unread(SAN, "3004a3023000")),
    "an ediPartyName": lambda: certificate(unread(SAN, "3004a5023000")),
    "names that are no DER": lambda: certificate(unread(SAN, "ffffffff")),
    "names without an end": lambda: certificate(unread(SAN, "3082ffff8201")),
    "no names": lambda: certificate(unread(SAN, "3000")),
    "an address of five bytes": lambda: certificate(unread(SAN, "300787057f00000101")),
    "a name that is no ASCII": lambda: certificate(unread(SAN, "30048202ffff")),
    "a name with a zero": lambda: certificate(unread(SAN, "3005820361 00 62".replace(" ", ""))),
    "an extension twice": lambda: certificate(
        unread(x509.ObjectIdentifier("1.2.3.4"), "0500"),
        unread(x509.ObjectIdentifier("1.2.3.5"), "0500"),
        change=(bytes.fromhex("06032a0305"), bytes.fromhex("06032a0304")),
    ),
    "a negative serial": lambda: certificate(
        serial=0x1122334455, change=(b"\x11\x22\x33\x44\x55", b"\x91\x22\x33\x44\x55")
    ),
    "an empty subject": lambda: certificate(name=None),
    "a long past": lambda: certificate(days=(-20_000, -10)),
    "a far future": lambda: certificate(days=(-1, 2_900_000)),
    "a beginning ahead": lambda: certificate(days=(10, 20)),
    "many names": lambda: certificate(unread(SAN, "3082" + f"{4 * 4000:04x}" + "82026161" * 4000)),
    "constraints that are no DER": lambda: certificate(unread(BASIC, "00")),
    "a control character in the name": lambda: certificate(name="\x1b[31m<!channel>"),
}


@pytest.mark.parametrize("name", ODD)
async def test_any_certificate_is_told_in_words(serve: Serve, tmp_path: Path, name: str) -> None:
    """Without -k a failure of the handshake, with it an answer that says why the certificate is not good."""
    pem, der = ODD[name]()
    (tmp_path / "odd.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(tmp_path / "odd.pem")
    except ssl.SSLError:  # OpenSSL does not even serve it; another server might
        assert tls.seen(tls.Handshake(certificate=der), None).issuer == "CN=someone.else"
        return
    served = await serve(OK, tls=context)
    url = served.url(scheme="https")
    async with open_net(rules(), target=url) as net:
        verified = failed(await net.ask(probe(url)))
        assert verified.kind == "tls"
        assert served.heads == []
        got = answered(await net.ask(probe(url, insecure=True)))
    assert got.tls is not None
    assert "not trusted" in got.tls.distrusted


@given(st.data())
def test_any_bytes_in_a_certificate_are_read_or_left_out(data: st.DataObject) -> None:
    """Bytes of a real certificate, changed anywhere, never raise."""
    der = bytearray(DER)
    for at, byte in data.draw(st.lists(st.tuples(st.integers(0, len(der) - 1), st.integers(0, 255)), max_size=8)):
        der[at] = byte
    cut = data.draw(st.integers(0, len(der)))
    tls.seen(tls.Handshake(certificate=bytes(der[:cut] if cut % 3 == 0 else der)), None)


DER = certificate(unread(SAN, name_of("api.example")))[1]


@pytest.mark.parametrize(
    ("host", "named", "good"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("api.example", "api.example", True),
        ("api.example", "API.Example", True),
        ("api.example", "*.example", True),
        ("a.api.example", "*.example", False),
        ("example", "*.example", False),
        ("api.example", "a*.example", False),
        ("127.0.0.1", "127.0.0.2", False),
        ("api.example", "api.example.evil.example", False),
        ("api.example", None, False),
    ],
)
async def test_with_k_the_name_is_still_compared(
    serve: Serve, tmp_path: Path, host: str, named: str | None, good: bool
) -> None:
    """A certificate that nobody signed and that is for another name has two faults, and both are told."""
    pem, _ = certificate(*((unread(SAN, name_of(named)),) if named else ()), name=host)
    (tmp_path / "odd.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "odd.pem")
    served = await serve(OK, tls=context)
    url = served.url(scheme="https", host=host)
    async with open_net(rules(f"{host}:*"), target=url, resolver=names(**{host: "127.0.0.1"})) as net:
        got = answered(await net.ask(probe(url, insecure=True)))
    assert got.tls is not None
    assert ("not valid for this name" in got.tls.distrusted) is not good


@pytest.mark.usefixtures("trusted")
async def test_with_k_a_good_certificate_is_told_as_good(serve: Serve, server_tls: MakeTls) -> None:
    """It is verified first: -k passes over nothing, and there is one connection."""
    served = await serve(OK, tls=server_tls("api.example"))
    url = served.url(scheme="https", host="api.example")
    async with open_net(rules("api.example:*"), target=url, resolver=names(api_example="127.0.0.1")) as net:
        got = answered(await net.ask(probe(url, insecure=True)))
    assert got.tls is not None
    assert got.tls.distrusted == ""
    assert served.connections == 1
