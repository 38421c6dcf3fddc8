"""resolve: the system's resolver in its thread, and which names a public one may learn."""

from __future__ import annotations

import asyncio
import socket
import threading

import pytest

from bot.probing.wire import open_net, resolve
from tests.probing.conftest import rules


@pytest.mark.parametrize("text", ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost"])
async def test_odd_spellings_are_what_the_system_makes_of_them(text: str) -> None:
    """The resolver, not the text, says which address is meant; if it takes the spelling at all it is loopback."""
    got = await resolve.system(text)
    assert set(got.addresses) <= {"127.0.0.1", "::1"}
    assert got.addresses or got.words


async def test_a_name_that_cannot_be_gets_words() -> None:
    """An invalid name is told, not raised."""
    got = await resolve.system("a" * 300)
    assert got.addresses == ()
    assert got.words


async def test_a_hanging_resolver_keeps_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """It hangs in a daemon thread; the diagnosis goes on and the program can end."""
    release = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        release.wait(10)
        raise socket.gaierror(socket.EAI_NONAME, "no")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await resolve.system("slow.example")
    assert all(thread.daemon for thread in threading.enumerate() if thread.name == "resolve")
    release.set()


PUBLIC = ["api.github.com", "example.com.", "xn--bcher-kva.de"]
INSIDE = [
    "localhost",
    "printer",
    "10.0.0.1",
    "2001:db8::1",
    "a.local",
    "x.internal",
    "db.corp",
    "a.test",
    "127.1",
    "1.2.3",
]


@pytest.mark.parametrize(("name", "may"), [(name, True) for name in PUBLIC] + [(name, False) for name in INSIDE])
def test_a_public_resolver_learns_public_names_only(name: str, may: bool) -> None:
    """Single labels, private zones and addresses stay inside."""
    assert resolve.is_public_name(name) is may


async def test_an_opened_name_stays_inside() -> None:
    """A name that the operator opened is taken for the company's own."""
    async with open_net(rules("api.corp-example.com"), target="https://api.corp-example.com/") as net:
        got = await net.resolve("api.corp-example.com", public=True)
    assert got.addresses == ()
    assert "not public" in got.words
