"""Checks beside the target: the issuer, its keys, metadata; names, handshakes, clocks, status pages."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.case import Case
from bot.checks._run import gather, stage_zero
from bot.probing.net import Resolved
from bot.probing.replay import Replay
from tests.checks._bench import NOW, Answer, Asked, case_of, facts, run, serving

JSON = {"Content-Type": "application/json"}
REFUSED = {"status": 401, "headers": {"WWW-Authenticate": "Bearer"}}
TOKEN = "kq83hJd72lPq9sZx41Mn"


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    """One key for all tests here."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def token(key: Any, issuer: str, kid: str = "k1", **more: object) -> str:
    """A fresh RS256 token of ``issuer``."""
    now = datetime.now(UTC)
    claims = {"iss": issuer, "sub": "me", "aud": "api", "iat": now, "exp": now + timedelta(hours=1), **more}
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid})


class Issuer:
    """An API that is its own issuer: refuses everything, publishes description and keys, names its metadata."""

    def __init__(self, key: rsa.RSAPrivateKey, said: str = "") -> None:
        jwk = {**json.loads(RSAAlgorithm.to_jwk(key.public_key())), "kid": "k1", "alg": "RS256", "use": "sig"}
        self.keys = json.dumps({"keys": [jwk]})
        self.said = said
        self.origin = ""

    def __call__(self, seen: Asked) -> Answer:
        """The answer to one request."""
        if seen.path == "/.well-known/openid-configuration":
            document = {"issuer": self.said or self.origin, "jwks_uri": f"{self.origin}/keys"}
            return 200, JSON, json.dumps(document)
        if seen.path == "/keys":
            return 200, JSON, self.keys
        if seen.path == "/meta":
            return (
                200,
                JSON,
                json.dumps({"resource": "https://api.other.test", "authorization_servers": ["https://x.test"]}),
            )
        return 401, {"WWW-Authenticate": f'Bearer resource_metadata="{self.origin}/meta"'}, ""


def examined(key: rsa.RSAPrivateKey, issuer: Issuer, signer: Any = None, **more: Any) -> Case:
    """The whole plan for a token of ``issuer`` at its own API."""
    with serving(issuer) as server:
        issuer.origin = server.origin
        value = token(signer or key, server.origin, **more)
        case = run(f"curl {server.origin}/v1/me -H 'Authorization: Bearer {value}'")
        assert not any(value in str(seen.headers) for seen in server.seen if seen.path != "/v1/me")
        return case


def test_a_token_of_a_published_key_is_verified(key: rsa.RSAPrivateKey) -> None:
    """Issuer found and called the same, key found by its kid, signature right; none of it sees the token."""
    case = examined(key, Issuer(key))
    assert facts(case, "issuer-discovery")["differs"] is False
    assert facts(case, "jwks-compare")["verified"] is True


def test_a_token_signed_by_another_key_is_told(key: rsa.RSAPrivateKey) -> None:
    """The kid is published, and the signature is wrong under that very key."""
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert facts(examined(key, Issuer(key), stranger), "jwks-compare")["signature_bad"] is True


def test_a_kid_that_is_not_published_is_told(key: rsa.RSAPrivateKey) -> None:
    """No published key has the token's kid."""
    assert facts(examined(key, Issuer(key), kid="old"), "jwks-compare")["key_unknown"] is True


def test_a_shared_secret_under_the_name_of_a_published_key_is_told(key: rsa.RSAPrivateKey) -> None:
    """The issuer's key of this kid is RSA and the token says HS256; a name that is not published may be a secret's."""
    for kid, is_mismatch in (("k1", True), ("secret-7", None)):
        issuer = Issuer(key)
        with serving(issuer) as server:
            issuer.origin = server.origin
            claims = {"iss": server.origin, "aud": "api", "exp": 4_000_000_000}
            value = jwt.encode(claims, "k" * 32, algorithm="HS256", headers={"kid": kid})
            case = run(f"curl {server.origin}/v1/me -H 'Authorization: Bearer {value}'")
        assert facts(case, "jwks-compare").get("alg_mismatch") is is_mismatch
        assert facts(case, "jwks-compare").get("key_unknown") is not True


def test_an_issuer_that_calls_itself_otherwise_is_told(key: rsa.RSAPrivateKey) -> None:
    """A trailing slash is another issuer, to the letter; its keys are not fetched then."""
    case = examined(key, Issuer(key, said="https://login.example.com/"))
    assert facts(case, "issuer-discovery")["differs"] is True
    assert case.evidence.fact("jwks-compare") == "skip"


def test_the_apis_own_metadata_names_audience_and_issuer(key: rsa.RSAPrivateKey) -> None:
    """The token's aud is not the resource, its iss none of the servers; a shared secret has no keys to fetch."""
    issuer = Issuer(key)
    with serving(issuer) as server:
        issuer.origin = server.origin
        value = jwt.encode({"iss": server.origin, "aud": "api", "exp": 4_000_000_000}, "k" * 32, algorithm="HS256")
        case = run(f"curl {server.origin}/v1/me -H 'Authorization: Bearer {value}'")
    seen = facts(case, "resource-metadata")
    assert seen["audience_differs"] is True
    assert seen["issuer_not_listed"] is True


async def replayed(paste: str, world: dict[str, Any], now: datetime = NOW) -> Case:
    """The whole plan against a world that is told."""
    net = Replay(world, now=now)
    return await gather(await stage_zero(case_of(paste, now), net), net)


async def test_an_issuer_of_another_site_is_not_asked(key: rsa.RSAPrivateKey) -> None:
    """iss is a stranger's text: an issuer off the target's site and off the list is left alone."""
    value = token(key, "https://evil.example.net")
    case = await replayed(f"curl https://api.example.com/me -H 'Authorization: Bearer {value}'", {"send": REFUSED})
    assert case.evidence.fact("issuer-discovery") == "skip"


async def test_a_name_that_answered_the_asker_is_no_wrong_name() -> None:
    """Nobody here knows it, but the paste shows its answer: the name is right, only not for us."""
    world = {"dns": {"nonexistent": True}, "send": {"failure": "dns"}}
    paste = f"curl https://api.acme.io/me -H 'X-Api-Key: {TOKEN}'\nHTTP/1.1 401 Unauthorized"
    assert facts(await replayed(paste, world), "dns-compare")["unresolvable"] is False


async def test_a_name_that_nobody_knows_ends_the_asking() -> None:
    """Neither resolver knows it, so nothing is sent."""
    world = {"dns": {"nonexistent": True}, "send": REFUSED}
    case = await replayed(f"curl https://api.acme.io/me -H 'X-Api-Key: {TOKEN}'", world)
    assert facts(case, "dns-compare")["unresolvable"] is True
    assert case.evidence.fact("none-probe") == "skip"


async def test_one_resolver_is_not_everybody() -> None:
    """Where no public one could be asked, that ours does not know the name says nothing about the asker's network."""

    class Alone(Replay):
        async def resolve(self, host: str, *, public: bool = False) -> Resolved:
            return Resolved(words="no answer") if public else Resolved(nonexistent=True, words="not known")

    for host, is_near in (("api.acme.io", False), ("api.githib.com", True)):
        net = Alone({"send": {"failure": "dns"}}, now=NOW)
        paste = f"curl https://{host}/me -H 'X-Api-Key: {TOKEN}'"
        case = await gather(await stage_zero(case_of(paste, NOW), net), net)
        assert facts(case, "dns-compare")["unresolvable"] is is_near


async def test_resolvers_that_differ_are_odd_and_no_more() -> None:
    """Different addresses alone may be geography."""
    world = {"dns": {"addresses": ["192.0.2.1"], "public": ["192.0.2.7"]}, "send": REFUSED}
    case = await replayed(f"curl https://api.acme.io/me -H 'X-Api-Key: {TOKEN}'", world)
    assert case.evidence.fact("dns-compare") == "warn"


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        ("certificate verify failed: certificate has expired", "expired"),
        ("certificate verify failed: Hostname mismatch, certificate is not valid for 'api.acme.io'", "name_mismatch"),
        ("certificate verify failed: self-signed certificate", "untrusted"),
        ("tlsv13 alert certificate required", "client_certificate_requested"),
        ("wrong version number", "plain_http_on_tls"),
    ],
)
async def test_a_failed_handshake_is_sorted_by_its_words(words: str, fact: str) -> None:
    """What the handshake said becomes one fact, and nothing is held against the credential."""
    world = {"send": {"failure": "tls", "words": words}}
    case = await replayed(f"curl https://api.acme.io/me -H 'X-Api-Key: {TOKEN}'", world)
    assert facts(case, "tls-inspect")[fact] is True
    assert case.evidence.fact("given-probe") == "skip"


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        ("not trusted: self-signed certificate", "untrusted"),
        ("not trusted: self-signed certificate, and it is not valid for this name", "name_mismatch"),
        ("not trusted: certificate has expired", "expired"),
        ("not trusted: certificate is not yet valid", "expired"),
        ("not trusted: Hostname mismatch, certificate is not valid for 'api.acme.io'", "name_mismatch"),
        ("not trusted: unable to get local issuer certificate", "untrusted"),
    ],
)
async def test_what_k_passed_over_is_told(words: str, fact: str) -> None:
    """With -k the certificate is judged all the same: odd, in words, and no failure of the handshake."""
    world = {"send": {**REFUSED, "tls": {"distrusted": words}}}
    case = await replayed(f"curl -k https://api.acme.io/me -H 'X-Api-Key: {TOKEN}'", world)
    assert case.evidence.fact("tls-inspect") == "warn"
    assert facts(case, "tls-inspect")[fact] is True
    assert facts(case, "tls-inspect")["failed"] is False


@pytest.mark.parametrize(("minutes", "off"), [(120, True), (-120, True), (0, False)])
async def test_a_servers_clock_is_held_against_ours(minutes: int, off: bool) -> None:
    """Its Date two hours ahead or behind is off, whatever it says of tokens."""
    date = (NOW + timedelta(minutes=minutes)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    world = {"send": {**REFUSED, "headers": {"Date": date}}}
    case = await replayed(f"curl https://api.acme.io/me -H 'X-Api-Key: {TOKEN}'", world)
    assert facts(case, "clock-skew")["server_off"] is off


@pytest.mark.parametrize(("minutes", "off"), [(10, True), (-10, False)])
async def test_an_answer_is_pasted_after_it_came(minutes: int, off: bool) -> None:
    """A pasted Date of ten minutes ago is that of an older answer; one in the future tells of a clock."""
    date = (NOW + timedelta(minutes=minutes)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    paste = f"curl https://api.acme.io/me -H 'X-Api-Key: {TOKEN}'\nHTTP/1.1 401 Unauthorized\nDate: {date}"
    assert facts(await replayed(paste, {"send": REFUSED}), "clock-skew")["pasted_off"] is off


async def test_two_clocks_that_disagree_about_a_token_are_told(key: rsa.RSAPrivateKey) -> None:
    """Live by our clock, expired by a Date three hours fast."""
    now = datetime.now(UTC).replace(microsecond=0)
    date = (now + timedelta(hours=3)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    paste = f"curl https://api.acme.io/me -H 'Authorization: Bearer {token(key, 'https://login.acme.io')}'"
    case = await replayed(paste, {"send": {**REFUSED, "headers": {"Date": date}}}, now)
    seen = facts(case, "clock-skew")
    assert (seen["clocks_disagree"], seen["expired_by_date"], seen["expired_by_clock"]) == (True, True, False)


async def test_the_providers_identity_call_tells_good_credentials() -> None:
    """A refusal that speaks of permissions, and an identity call on the same host that is served."""
    world = {
        "send": {"status": 401, "body": {"message": "Requires authentication"}},
        "given-probe": {"status": 403, "body": {"message": "Resource not accessible: missing permission"}},
        "whoami-probe": {"status": 200, "body": {"login": "me"}},
    }
    case = await replayed(f"curl https://api.github.com/orgs/acme -H 'Authorization: Bearer ghp_{'0' * 36}'", world)
    assert facts(case, "whoami-probe")["accepted"] is True


async def test_a_known_status_page_is_asked_when_the_server_fails() -> None:
    """A provider with a status page, a server that fails, and an incident that the page reports."""
    world = {
        "send": {"status": 503},
        "status-page": {"status": 200, "body": {"status": {"indicator": "major", "description": "Partial outage"}}},
    }
    case = await replayed(f"curl https://api.github.com/user -H 'Authorization: Bearer ghp_{'0' * 36}'", world)
    assert facts(case, "status-page")["incident"] is True


@pytest.mark.parametrize(
    ("answer", "fact"),
    [
        ({"status": 403, "headers": {"cf-mitigated": "challenge"}}, "blocked"),
        (
            {"status": 302, "headers": {"Location": "https://acme.cloudflareaccess.com/cdn-cgi/access/login"}},
            "login_gateway",
        ),
        ({"status": 407, "headers": {"Proxy-Authenticate": "Basic"}}, "proxy_answers"),
    ],
)
async def test_what_stands_in_front_is_told_by_its_marks(answer: dict[str, Any], fact: str) -> None:
    """A firewall, an access gateway, a proxy: the credential is kept back from each."""
    case = await replayed(f"curl https://api.acme.io/me -H 'X-Api-Key: {TOKEN}'", {"none-probe": answer})
    assert facts(case, "waf-fingerprint")[fact] is True
    assert case.evidence.fact("given-probe") == "skip"
