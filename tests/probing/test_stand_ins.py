"""Offline and Replay: the two stand-ins for the network."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.probing.offline import Offline
from bot.probing.replay import Replay
from tests.probing.conftest import answered, failed, probe, refused

URL = "https://api.example.com/"


async def test_offline_refuses_all_in_words() -> None:
    """Nothing is sent and nothing is resolved, and both say why."""
    async with Offline() as net:
        assert "live checks are off" in refused(await net.ask(probe(URL))).words
        assert "live checks are off" in (await net.resolve("api.example.com")).words
        assert net.requests_sent == 0


async def test_a_world_answers_by_the_checks_id() -> None:
    """`send` stands for every check without an entry of its own."""
    world = {
        "send": {"status": 401, "headers": {"WWW-Authenticate": ["Basic", "Bearer"]}, "body": {"error": "no"}},
        "given-probe": {"status": 403, "date": "2030-01-01T00:00:00Z", "tls": {"subject_names": ["a.example"]}},
        "bogus-probe": {"failure": "timeout"},
        "repeat-probe": {"refused": "budget", "words": "used up"},
    }
    async with Replay(world)() as net:
        none = answered(await net.ask(probe(URL, purpose="none-probe")))
        given = answered(await net.ask(probe(URL, purpose="given-probe")))
        assert failed(await net.ask(probe(URL, purpose="bogus-probe"))).kind == "timeout"
        assert refused(await net.ask(probe(URL, purpose="repeat-probe"))).words == "used up"
        assert refused(await net.ask(probe(URL, purpose="given-probe", method="POST"))).rule == "method"
        assert net.requests_sent == 3
    assert none.response.all("www-authenticate") == ("Basic", "Bearer")
    assert none.response.body == '{"error": "no"}'
    assert given.received_at == datetime(2030, 1, 1, tzinfo=UTC)
    assert given.tls is not None
    assert given.tls.subject_names == ("a.example",)


async def test_a_world_without_an_answer_refuses() -> None:
    """What the example does not say is not invented."""
    async with Replay({}) as net:
        assert refused(await net.ask(probe(URL))).rule == "replay"
        assert (await net.resolve("api.example.com")).addresses


async def test_a_world_has_names() -> None:
    """Both resolvers' answers can be said, and that there are none."""
    net = Replay({"dns": {"addresses": ["192.0.2.1"], "public": ["192.0.2.7"]}})
    assert (await net.resolve("a.example")).addresses == ("192.0.2.1",)
    assert (await net.resolve("a.example", public=True)).addresses == ("192.0.2.7",)
    assert (await Replay({"dns": {"nonexistent": True}}).resolve("a.example")).nonexistent
