"""wire: honest and hostile servers on loopback. Whatever they do ends as a value, in time, within the caps."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.masking import Secret
from bot.model import Credential, Request
from bot.probing.net import Answered, Failed, Resolved
from bot.probing.wire import open_net
from tests.probing.conftest import Serve, answered, failed, names, probe, refused, rules

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"


def bearer(url: str, token: str = "abcdefghijklmnop") -> Request:
    """A pasted request with a bearer token."""
    credential = Credential(kind="bearer", location="header:Authorization", secret=Secret(token), scheme="Bearer")
    return Request(method="GET", url=url, headers=(("Authorization", f"Bearer {token}"),), credentials=(credential,))


def login(url: str) -> Request:
    """A pasted request with a user name and a password."""
    return Request(
        method="GET", url=url, credentials=(Credential(kind="basic", location="userinfo", secret=Secret("me:pass")),)
    )


async def test_an_answer_is_read_whole(serve: Serve) -> None:
    """Status, every header in order, the body, and how long the head took."""
    served = await serve(
        b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=x\r\nWWW-Authenticate: Bearer\r\n"
        b"Content-Length: 4\r\n\r\n\xc3\xa9\xff!"
    )
    async with open_net(rules(), target=served.url()) as net:
        got = answered(await net.ask(probe(served.url("/a?b=c"))))
    assert got.response.status == 401
    assert got.response.all("www-authenticate") == ("Basic realm=x", "Bearer")
    assert got.response.body == "é\ufffd!"
    assert not got.truncated
    assert served.heads[0].startswith("GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:")


async def test_a_connection_serves_one_request(serve: Serve) -> None:
    """Three probes take three connections and say so; the name is looked up once."""
    served = await serve(OK)
    looked_up: list[str] = []

    async def resolver(host: str) -> Resolved:
        looked_up.append(host)
        return Resolved(addresses=("127.0.0.1",))

    url = served.url(host="localhost")
    async with open_net(rules(), target=url, resolver=resolver) as net:
        await net.ask(probe(url))
        await asyncio.gather(net.ask(probe(url)), net.ask(probe(url)))
        await net.resolve("localhost")
        assert net.requests_sent == 3
    assert served.connections == 3
    assert all("\r\nConnection: close\r\n" in head for head in served.heads)
    assert looked_up == ["localhost"]


async def test_what_is_hung_up_on_is_not_sent_again(serve: Serve) -> None:
    """A server that takes the password and hangs up without an answer does not get it a second time."""

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    served = await serve(talk=hang_up)
    async with open_net(rules(), target=login(served.url())) as net:
        got = failed(await net.ask(probe(served.url(), ("Authorization", "Basic bWU6cGFzcw=="), carries="credential")))
        assert net.requests_sent == 1
    assert got.kind == "protocol"
    assert sum("Authorization" in head for head in served.heads) == 1


FORGED = b"HTTP/1.1 202 Forged\r\nContent-Length: 0\r\n\r\n"
UNASKED = {
    "behind a length": OK + FORGED,
    "behind chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n" + FORGED,
    "behind no content": b"HTTP/1.1 204 No\r\n\r\n" + FORGED,
    "behind not modified": b"HTTP/1.1 304 No\r\nContent-Length: 99\r\n\r\n" + FORGED,
    "behind nothing": b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n" + FORGED * 3,
    "behind a body that is cut": b"HTTP/1.1 200 OK\r\nContent-Length: 400000\r\n\r\n" + b"a" * 400_000 + FORGED,
}


@pytest.mark.parametrize("name", UNASKED)
async def test_bytes_after_the_end_are_never_the_next_answer(serve: Serve, name: str) -> None:
    """A second answer that was sent unasked is thrown away with its connection."""

    async def twice(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(UNASKED[name])
        await writer.drain()
        await reader.read()

    served = await serve(talk=twice)
    async with open_net(rules(), target=served.url()) as net:
        first, second = [answered(await net.ask(probe(served.url()))) for _ in range(2)]
    assert first.response == second.response
    assert first.response.status != 202
    assert served.connections == 2


HOSTILE = {
    "nothing at all": (b"", "protocol"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.9\r\n\r\n", "protocol"),
    "a head without an end": (b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 80_000, "protocol"),
    "a head of many lines": (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 300 + b"Content-Length: 0\r\n\r\n", "protocol"),
    "a flood of interim answers": (b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50, "protocol"),
    "a switch of protocols": (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "protocol"),
    "two lengths": (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "protocol"),
    "HTTP/2 unasked": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "protocol"),
    "an ANSI status": (b"\x1b[31mHTTP/1.1 200 OK\r\n\r\n", "protocol"),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_bad_head_ends_in_words(serve: Serve, name: str) -> None:
    """Each is a failure with a sentence, and nothing of the server's text is in it."""
    data, kind = HOSTILE[name]

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()

    served = await serve(talk=talk)
    async with open_net(rules(), target=served.url()) as net:
        got = failed(await net.ask(probe(served.url())))
    assert got.kind == kind
    assert got.words.startswith("127.0.0.1 ") or got.words.startswith("the answer's head")
    assert "\x1b" not in got.words


def chunked(extension: bytes, data: bytes = b"a") -> bytes:
    """One chunk with an extension (RFC 9112 section 7.1.1)."""
    return b"%x;%s\r\n%s\r\n" % (len(data), extension, data)


ENDLESS = {  # what comes again and again: (before, piece, status or None)
    "chunk extensions": (b"HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\n", chunked(b"x" * 60_000), 401),
    "one chunk extension": (b"HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"x" * 60_000, 401),
    "many short chunks": (b"HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\n", chunked(b"") * 9_000, 401),
    "leading zeros of a size": (b"HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\n", b"0" * 60_000, 401),
    "trailers": (b"HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n" * 10_000, 401),
    "one trailer": (b"HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ", b"y" * 60_000, 401),
    "interim answers with long heads": (b"", b"HTTP/1.1 103 Early\r\nX: " + b"y" * 30_000 + b"\r\n\r\n", None),
    "a folded header": (b"HTTP/1.1 401 No\r\nX: y\r\n", b" y\r\n" * 10_000, None),
    "a status line": (b"HTTP/1.1 401 ", b"No" * 30_000, None),
    "blank lines": (b"", b"\r\n" * 30_000, None),
}


@pytest.mark.parametrize("name", ENDLESS)
async def test_what_has_no_end_is_capped_on_the_wire(serve: Serve, name: str) -> None:
    """Framing counts: no more than the caps of head and body is read, whatever it is made of, and little memory."""
    before, piece, status = ENDLESS[name]
    written = 0

    async def pour(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        writer.write(before)
        while True:
            writer.write(piece)
            await writer.drain()
            written += len(piece)

    served = await serve(talk=pour)
    tracemalloc.start()
    async with open_net(rules(request_s=60, body_s=60, wall_s=60), target=served.url()) as net:
        outcome = await net.ask(probe(served.url()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    if status is None:
        assert failed(outcome).kind == "protocol"
    else:
        assert answered(outcome).response.status == status
        assert answered(outcome).truncated
    assert written < 16 * 1024 * 1024, "buffers of the sockets apart, a third of a mebibyte is read"
    assert peak < 16 * 1024 * 1024


async def test_a_folded_header_is_no_second_line(serve: Serve) -> None:
    """An obsolete fold (RFC 9112 section 5.2) is one value, and no header of its own."""
    served = await serve(b"HTTP/1.1 401 No\r\nX: a\r\n Set-Cookie: b\r\nContent-Length: 0\r\n\r\n")
    async with open_net(rules(), target=served.url()) as net:
        got = answered(await net.ask(probe(served.url())))
    assert got.response.headers == (("X", "a Set-Cookie: b"), ("Content-Length", "0"))


async def test_others_go_on_while_an_answer_of_short_chunks_is_read(serve: Serve) -> None:
    """What has already come is taken in pieces: the loop turns at least once for each of them."""
    turns = 0
    body = b"1\r\na\r\n" * 40_000

    async def turn() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    served = await serve(b"HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\n" + body + b"0\r\n\r\n")
    other = asyncio.create_task(turn())
    async with open_net(rules(request_s=60, body_s=60, wall_s=60), target=served.url()) as net:
        assert answered(await net.ask(probe(served.url()))).response.body == "a" * 40_000
    other.cancel()
    assert turns > len(body) // (16 * 1024)


async def test_a_few_interim_answers_are_passed_over(serve: Serve) -> None:
    """Twenty 1xx answers are read over; the final one counts."""
    served = await serve(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 20 + OK)
    async with open_net(rules(), target=served.url()) as net:
        assert answered(await net.ask(probe(served.url()))).response.status == 200


async def test_interim_answers_are_counted_in_front_of_the_head_alone(serve: Serve) -> None:
    """One more than twenty ends it; what only looks like them, in a header or the body, does not count."""
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
    served = await serve(interim * 21 + OK)
    async with open_net(rules(), target=served.url()) as net:
        assert "more than 20 interim answers" in failed(await net.ask(probe(served.url()))).words
    body = interim * 30
    head = b"HTTP/1.1 401 No\r\nX: HTTP/1.1 100 a\r\nContent-Length: %d\r\n\r\n" % len(body)
    served = await serve(interim * 20 + head + body)
    async with open_net(rules(), target=served.url()) as net:
        got = answered(await net.ask(probe(served.url())))
    assert (got.response.status, got.response.body) == (401, body.decode())


async def test_a_request_goes_out_as_it_was_written(serve: Serve) -> None:
    """Target, case, order and repetition of headers are the paste's; what is added is told in the code alone."""
    served = await serve(OK)
    target = "/a/../b%7e;c/%41?x=%2F+y&&a=[1]&b=%zz|"
    headers = [("AUTHORIZATION", "Bearer  x\u00e9"), ("accept", "a/b"), ("Accept", "c/d"), ("X-Api_Version", "2")]
    async with open_net(rules(), target=served.url()) as net:
        for method in ("GET", "HEAD", "OPTIONS"):
            answered(await net.ask(probe(served.url(target), *headers, method=method)))
    wanted = (
        f"{target} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nUser-Agent: auth401/1\r\n"
        "AUTHORIZATION: Bearer  x\u00c3\u00a9\r\naccept: a/b\r\nAccept: c/d\r\n"
        "X-Api_Version: 2\r\nConnection: close\r\n\r\n"
    )
    assert served.heads == [f"{method} {wanted}" for method in ("GET", "HEAD", "OPTIONS")]


@pytest.mark.parametrize("location", ["http://[::1", "http://a:99999999/", "\xff\xfe", "data:,x", "http://\xe9..a/"])
async def test_an_answer_outlives_its_odd_headers(serve: Serve, location: str) -> None:
    """A Location that is no URL and a cookie that is none are told as they came, and nothing of them is kept."""
    odd = f"Location: {location}\r\nSet-Cookie: a=b; expires=x\r\nset-cookie: =;=;\r\n"
    served = await serve(f"HTTP/1.1 302 Found\r\n{odd}Content-Length: 0\r\n\r\n".encode("latin-1"))
    async with open_net(rules(), target=served.url()) as net:
        for _ in range(2):
            got = answered(await net.ask(probe(served.url())))
    assert got.response.headers[:3] == (
        ("Location", location),
        ("Set-Cookie", "a=b; expires=x"),
        ("set-cookie", "=;=;"),
    )
    assert "ookie" not in "".join(served.heads)


async def test_a_slow_head_is_a_timeout(serve: Serve) -> None:
    """A head that drips is cut by the deadline over the whole request, not by a time-out between bytes."""

    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nX: " + b"a" * 1000:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.02)

    served = await serve(talk=drip)
    async with open_net(rules(request_s=0.3), target=served.url()) as net:
        assert failed(await net.ask(probe(served.url()))).kind == "timeout"


@pytest.mark.parametrize("limit", [{"request_s": 0.3}, {"body_s": 0.3}])
async def test_a_dripping_body_leaves_the_head(serve: Serve, limit: dict[str, float]) -> None:
    """The deadline of the whole or of the body cuts it; status and what came until then are there."""

    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"1\r\na\r\n")
            await writer.drain()
            await asyncio.sleep(0.02)

    served = await serve(talk=drip)
    async with open_net(rules(**limit), target=served.url()) as net:
        got = answered(await net.ask(probe(served.url())))
    assert (got.response.status, got.truncated) == (401, True)
    assert got.response.body.strip("a") == ""
    assert got.response.body


async def test_an_endless_body_is_cut(serve: Serve) -> None:
    """256 KiB are read, then the connection is closed."""
    written = 0

    async def pour(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"a" * 65536)
            written += 65536
            await writer.drain()

    served = await serve(talk=pour)
    async with open_net(rules(), target=served.url()) as net:
        got = answered(await net.ask(probe(served.url())))
    assert got.truncated
    assert len(got.response.body) == 256 * 1024
    assert written < 64 * 1024 * 1024


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate"])
async def test_a_bomb_is_cut_at_one_mebibyte(serve: Serve, coding: str) -> None:
    """100 MB of zeros in 100 KB are decoded to 1 MiB and no further."""
    zeros = b"\0" * 100_000_000
    data = zlib.compress(zeros, 9) if coding == "deflate" else gzip.compress(zeros, 9)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {len(data)}\r\n\r\n"
    served = await serve(head.encode() + data)
    async with open_net(rules(), target=served.url()) as net:
        got = answered(await net.ask(probe(served.url())))
    assert got.truncated
    assert len(got.response.body) == 1024 * 1024


def raw_deflate(data: bytes) -> bytes:
    """Deflate without its wrapper, as some servers send it."""
    squeeze = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return squeeze.compress(data) + squeeze.flush()


BODIES = {
    "gzip": ("gzip", gzip.compress(b'{"error": "no"}'), '{"error": "no"}', False),
    "deflate": ("deflate", zlib.compress(b"no"), "no", False),
    "deflate without its wrapper": ("deflate", raw_deflate(b"no"), "no", False),
    "identity": ("identity", b"no", "no", False),
    "two layers": ("gzip, gzip", gzip.compress(gzip.compress(b"no")), "", True),
    "an unknown coding": ("br", b"\x0b\x00\x80no", "", True),
    "no gzip at all": ("gzip", b"plain", "", True),
    "a charset that is none": ("identity", b"\xe9", "\ufffd", False),
}


@pytest.mark.parametrize("name", BODIES)
async def test_a_coded_body_is_read_one_layer_deep(serve: Serve, name: str) -> None:
    """One layer of gzip or deflate is undone; what cannot be read is an empty text and marked as cut."""
    coding, data, text, truncated = BODIES[name]
    head = f"HTTP/1.1 401 No\r\nContent-Type: text/html; charset=rot13\r\nContent-Encoding: {coding}\r\n"
    served = await serve(f"{head}Content-Length: {len(data)}\r\n\r\n".encode() + data)
    async with open_net(rules(), target=served.url()) as net:
        got = answered(await net.ask(probe(served.url())))
    assert (got.response.body, got.truncated) == (text, truncated)


async def test_a_body_that_breaks_off_leaves_the_head(serve: Serve) -> None:
    """A length that is not kept, and a chunk that is none, cut the body and not the answer."""
    for tail in (b"Content-Length: 100\r\n\r\nab", b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\nzz\r\n"):

        async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter, tail: bytes = tail) -> None:
            writer.write(b"HTTP/1.1 401 No\r\n" + tail)
            await writer.drain()

        served = await serve(talk=talk)
        async with open_net(rules(), target=served.url()) as net:
            got = answered(await net.ask(probe(served.url())))
        assert (got.response.status, got.response.body, got.truncated) == (401, "ab", True)


async def test_a_dead_port_is_a_failure_to_connect(serve: Serve) -> None:
    """Nobody listens: `connect`, in words, and nothing was sent."""
    served = await serve(OK)
    port = served.port
    server = await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    async with open_net(rules(), target=f"http://127.0.0.1:{port}/") as net:
        assert failed(await net.ask(probe(f"http://127.0.0.1:{port}/"))).kind == "connect"
        assert net.requests_sent == 0


async def test_a_second_address_is_tried(serve: Serve) -> None:
    """A name with two checked addresses is asked at the second when the first takes no connection."""
    served = await serve(OK)
    url = f"http://two.example:{served.port}/"
    resolver = names(two_example="127.0.0.9 127.0.0.1")
    async with open_net(rules("two.example:*"), target=url, resolver=resolver) as net:
        assert answered(await net.ask(probe(url))).response.status == 200
    assert served.heads[0].splitlines()[1] == f"Host: two.example:{served.port}"


async def test_a_name_that_changes_its_mind_is_asked_once(serve: Serve) -> None:
    """Rebinding: the first answer of the resolver is the one that was checked, and the only one."""
    served = await serve(OK)
    answers = iter([("127.0.0.1",), ("127.0.0.2",), ("169.254.169.254",)])

    async def resolver(_: str) -> Resolved:
        return Resolved(addresses=next(answers))

    url = f"http://rebind.example:{served.port}/"
    async with open_net(rules("rebind.example:*"), target=url, resolver=resolver) as net:
        for _ in range(3):
            assert answered(await net.ask(probe(url))).response.status == 200
    assert next(answers) == ("127.0.0.2",)


async def test_a_private_name_gets_no_connection(serve: Serve) -> None:
    """A canary behind a public-looking name sees nothing, whatever its neighbours are."""
    canary = await serve(OK)
    url = f"http://evil.example:{canary.port}/"
    resolver = names(evil_example="93.184.215.14 127.0.0.1")
    async with open_net(rules("good.example:*,evil.example:1"), target=url, resolver=resolver) as net:
        refused(await net.ask(probe(url)))
        refused(await net.ask(probe(f"http://127.0.0.1:{canary.port}/")))
        refused(await net.ask(probe(f"http://[::ffff:127.0.0.1]:{canary.port}/")))
        assert net.requests_sent == 0
    assert canary.connections == 0


async def test_a_resolver_that_hangs_is_left(serve: Serve) -> None:
    """The look-up has a time limit of its own."""

    async def resolver(_: str) -> Resolved:
        await asyncio.sleep(60)
        return Resolved()

    async with open_net(rules("slow.example", resolve_s=0.05), target="http://slow.example/", resolver=resolver) as net:
        assert failed(await net.ask(probe("http://slow.example/"))).kind == "dns"


async def test_a_name_without_an_address_is_told(serve: Serve) -> None:
    """`dns`, with the resolver's words."""
    async with open_net(rules(), target="http://none.example/", resolver=names()) as net:
        got = failed(await net.ask(probe("http://none.example/")))
    assert (got.kind, got.words) == ("dns", "no none.example")


async def test_the_credential_stays_at_its_origin(serve: Serve) -> None:
    """Another port, scheme or host never gets it, by the check's word or by the look of the request."""
    served, other = await serve(OK), await serve(OK)
    request = bearer(served.url())
    token = request.headers[0]
    async with open_net(rules(), target=request) as net:
        for elsewhere in (other.url(), f"https://127.0.0.1:{served.port}/", served.url(host="localhost")):
            assert refused(await net.ask(probe(elsewhere, token, carries="credential"))).rule == "credential-origin"
            assert refused(await net.ask(probe(elsewhere, token))).rule == "credential-origin"
            leak = probe(f"{elsewhere}?next=abcdefghijklmnop")
            assert refused(await net.ask(leak)).rule == "credential-origin"
        assert answered(await net.ask(probe(served.url(), token, carries="credential"))).response.status == 200
    assert other.connections == 0
    assert "Authorization: Bearer abcdefghijklmnop" in served.heads[0]


async def test_a_password_stays_at_its_origin_in_base64_too(serve: Serve) -> None:
    """`Basic bWU6cGFzc3dvcmQ=` is recognised as the password that it is."""
    served, other = await serve(OK), await serve(OK)
    secret = Secret("me:password")
    request = Request(
        method="GET", url=served.url(), credentials=(Credential(kind="basic", location="userinfo", secret=secret),)
    )
    async with open_net(rules(), target=request) as net:
        for leak in (
            probe(other.url(), ("Authorization", "Basic bWU6cGFzc3dvcmQ=")),
            probe(other.url("/?p=password")),
            probe(other.url("/?u=me%3Apassword")),
        ):
            assert refused(await net.ask(leak)).rule == "credential-origin"
    assert other.connections == 0


async def test_plain_http_carries_a_credential_only_to_a_named_host() -> None:
    """A public host over http gets the none- and the bogus-probe at most."""
    url = "http://public.example/"
    resolver = names(public_example="140.82.121.6")
    async with open_net(rules(""), target=bearer(url), resolver=resolver) as net:
        got = refused(await net.ask(probe(url, ("Authorization", "Bearer abcdefghijklmnop"), carries="credential")))
    assert got.rule == "in-clear"


async def test_the_credential_is_sent_twice_at_most(serve: Serve) -> None:
    """The third is refused, and so is one that only looks like it; other probes still go."""
    served = await serve(OK)
    request = bearer(served.url())
    async with open_net(rules(), target=request) as net:
        for _ in range(2):
            answered(await net.ask(probe(served.url(), request.headers[0], carries="credential")))
        assert refused(await net.ask(probe(served.url(), request.headers[0]))).rule == "credential-budget"
        answered(await net.ask(probe(served.url())))


UNNAMED = {
    "a hook": "/hooks/letmein",
    "a segment": "/x/Zx9QpL4mN7vRt2Kd",
    "a short segment": "/x/aZ3kQ",
    "a parameter": "/x?k=4711",
    "a bare query": "/x?a1b2c3",
    "a matrix parameter": "/x;jsessionid=A1B2",
    "a name": "/x?a1b2c3d4=1",
}


@pytest.mark.parametrize("place", UNNAMED)
async def test_what_no_name_calls_a_secret_is_held_by_looking(serve: Serve, place: str) -> None:
    """However short it is and whatever the check says: two requests at its origin, none elsewhere, none in clear."""
    served, other = await serve(OK), await serve(OK)
    target = Request(method="GET", url=served.url(UNNAMED[place]))
    coded = UNNAMED[place].replace("Z", "%5A").replace("1", "%2531").replace("m", "%6D")
    async with open_net(rules(), target=target) as net:
        assert refused(await net.ask(probe(other.url(UNNAMED[place])))).rule == "credential-origin"
        assert refused(await net.ask(probe(other.url(coded)))).rule == "credential-origin"
        for _ in range(2):
            answered(await net.ask(probe(served.url(UNNAMED[place]))))
        assert refused(await net.ask(probe(served.url(coded)))).rule == "credential-budget"
        answered(await net.ask(probe(served.url("/x?page=1"))))
    assert other.connections == 0
    public = Request(method="GET", url=f"http://public.example{UNNAMED[place]}")
    async with open_net(rules(""), target=public, resolver=names(public_example="140.82.121.6")) as net:
        assert refused(await net.ask(probe(public.url))).rule == "in-clear"


@pytest.mark.parametrize(
    "place", ["query:pin", "header:X-Password", "cookie:passwd", "query:userPassword", "header:PSW"]
)
async def test_a_password_by_any_name_is_tried_once(serve: Serve, place: str) -> None:
    """Its name says what it is, wherever it travels; a token in another header is counted by itself."""
    served = await serve(OK)
    secrets = (
        Credential(kind="api-key", location=place, secret=Secret("sunshine-4711")),
        Credential(kind="bearer", location="header:Authorization", secret=Secret("abcdefghijklmnop"), scheme="Bearer"),
    )
    target = Request(method="GET", url=served.url(), credentials=secrets)
    token = ("Authorization", "Bearer abcdefghijklmnop")
    async with open_net(rules(), target=target) as net:
        answered(await net.ask(probe(served.url(), token, ("X-Any", "sunshine-4711"))))
        assert refused(await net.ask(probe(served.url(), ("X-Any", "sunshine-4711")))).rule == "credential-budget"
        answered(await net.ask(probe(served.url(), token)))
        assert refused(await net.ask(probe(served.url(), token))).rule == "credential-budget"


@pytest.mark.parametrize(("try_fixes", "most"), [(False, 1), (True, 2)])
async def test_a_password_is_tried_once(serve: Serve, try_fixes: bool, most: int) -> None:
    """A second attempt goes only when somebody asked for it."""
    served = await serve(OK)
    async with open_net(rules(), target=login(served.url()), try_fixes=try_fixes) as net:
        got = [await net.ask(probe(served.url(), carries="credential")) for _ in range(3)]
    for outcome in got[:most]:
        answered(outcome)
    for outcome in got[most:]:
        assert refused(outcome).rule == "credential-budget"


@pytest.mark.parametrize("password", ["", "eyJhbGciOiJub25lIn0.eyJleHAiOjB9.c2ln"])
async def test_what_is_no_password_is_tried_as_a_token(serve: Serve, password: str) -> None:
    """A key with an empty password, and a JWT in the password's place, lock nobody out: two attempts."""
    served = await serve(OK)
    secret = Credential(kind="basic", location="userinfo", secret=Secret(f"sk_test_0000:{password}"))
    request = Request(method="GET", url=served.url(), credentials=(secret,))
    async with open_net(rules(), target=request) as net:
        for _ in range(2):
            answered(await net.ask(probe(served.url(), carries="credential")))
        assert refused(await net.ask(probe(served.url(), carries="credential"))).rule == "credential-budget"


async def test_the_budget_holds(serve: Serve) -> None:
    """Five requests to the target and five elsewhere; the eleventh is refused in words."""
    served, other = await serve(OK), await serve(OK)
    async with open_net(rules(), target=served.url()) as net:
        for place in (served, other):
            for _ in range(5):
                answered(await net.ask(probe(place.url())))
            assert refused(await net.ask(probe(place.url()))).rule == "budget"
        assert net.requests_sent == 10
    assert len(served.heads) == len(other.heads) == 5


async def test_two_ports_and_six_addresses_are_the_most(serve: Serve) -> None:
    """A paste makes no scanner of the bot."""
    served, other, third = await serve(OK), await serve(OK), await serve(OK)
    async with open_net(rules(), target=served.url()) as net:
        answered(await net.ask(probe(served.url())))
        answered(await net.ask(probe(other.url())))
        assert refused(await net.ask(probe(third.url()))).rule == "ports"
    assert third.connections == 0
    async with open_net(rules("127.0.0.0/8:*", elsewhere=9), target=served.url()) as net:
        outcomes = [await net.ask(probe(f"http://127.0.0.{last}:{served.port}/")) for last in range(2, 9)]
    assert refused(outcomes[-1]).rule == "targets-used"


@pytest.mark.parametrize("status", [429, 503])
async def test_a_host_that_asks_for_peace_gets_it(serve: Serve, status: int) -> None:
    """After 429 or 503 that host is not asked again."""
    served = await serve(f"HTTP/1.1 {status} Later\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n".encode())
    async with open_net(rules(), target=served.url()) as net:
        answered(await net.ask(probe(served.url())))
        assert refused(await net.ask(probe(served.url()))).rule == "slow-down"
    assert len(served.heads) == 1


async def test_the_wall_time_ends_the_asking(serve: Serve) -> None:
    """When the time of the diagnosis is used up nothing more is sent."""
    served = await serve(OK)
    async with open_net(rules(wall_s=0.0), target=served.url()) as net:
        assert refused(await net.ask(probe(served.url()))).rule == "time"
    assert served.connections == 0


async def test_a_redirect_is_an_answer(serve: Serve) -> None:
    """It is told, never followed."""
    canary = await serve(OK)
    there = f"Location: {canary.url()}\r\nRefresh: 0; url={canary.url()}\r\n"
    served = await serve(f"HTTP/1.1 302 Found\r\n{there}Content-Length: 0\r\n\r\n".encode())
    async with open_net(rules(), target=served.url()) as net:
        assert answered(await net.ask(probe(served.url()))).response.status == 302
    assert canary.connections == 0


async def test_what_was_asked_is_recorded_without_secrets(serve: Serve) -> None:
    """Each line says for which check, what and how it ended; the URL is masked as everywhere."""
    served = await serve(OK)
    async with open_net(rules(), target=served.url()) as net:
        await net.ask(probe(served.url("/team/a8f5f167f44f4964e6c998dee827110c?key=abc&x=1")))
        await net.ask(probe("http://10.0.0.1/"))
        first, second = net.record
    assert first.url.startswith(f"http://127.0.0.1:{served.port}/team/…")
    assert "a8f5f167" not in first.url
    assert "key=abc" not in first.url
    assert (first.purpose, first.outcome, first.sent) == ("test", "200", True)
    assert (second.outcome, second.sent) == ("private", False)


async def test_the_environment_has_no_say(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proxy variables send nothing through a proxy."""
    served, canary = await serve(OK), await serve(OK)
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, canary.url())
    async with open_net(rules(), target=served.url()) as net:
        assert answered(await net.ask(probe(served.url()))).response.status == 200
    assert canary.connections == 0


async def test_a_derived_url_has_smaller_caps(serve: Serve) -> None:
    """64 KiB of it are read, also where the operator named the host."""
    served = await serve(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"a" * 100_000)
    async with open_net(rules(), target=served.url()) as net:
        got = answered(await net.ask(probe(served.url(), derived=True)))
        assert not answered(await net.ask(probe(served.url()))).truncated
    assert (len(got.response.body), got.truncated) == (64 * 1024, True)


async def test_a_derived_url_is_asked_over_https_on_443_by_name() -> None:
    """What a claim or a challenge names is not asked elsewhere, unless the operator named the host."""
    resolver = names(issuer_example="140.82.121.6")
    async with open_net(rules(""), target="https://api.example.com/", resolver=resolver) as net:
        for url in ("http://issuer.example/", "https://issuer.example:8443/", "https://140.82.121.6/"):
            assert refused(await net.ask(probe(url, derived=True))).rule == "derived"


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"HTTP/1.1 ", b"HTTP/1.1 401 No\r\n", b"HTTP/1.1 401 No\r\nA: b\r\n\r\n"]),
)
def test_any_bytes_end_as_a_value(data: bytes, before: bytes) -> None:
    """Whatever a server sends after a plausible beginning, the outcome is an answer or a failure in words."""

    async def serve_once() -> None:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(before + data)
            writer.close()

        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        async with open_net(rules(), target=url) as net:
            outcome = await net.ask(probe(url))
        assert isinstance(outcome, (Answered, Failed))
        assert isinstance(outcome, Answered) or outcome.words
        server.close()

    asyncio.run(serve_once())
