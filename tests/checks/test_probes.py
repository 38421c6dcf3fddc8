"""The probes against a real server on loopback: what is sent, what is never sent, and what is read out of it."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from bot.diagnosis.diagnose import diagnose
from bot.diagnosis.facts import answered_now
from bot.variants.fixes import fixes
from tests.checks._bench import Answer, Asked, facts, run, serving

TOKEN = "tok_Abc123Def456Ghi789Jkl"
JWT = "eyJhbGciOiJub25lIn0.eyJleHAiOjQxMDI0NDQ4MDB9."
JSON = {"Content-Type": "application/json"}
BEARER = {**JSON, "WWW-Authenticate": 'Bearer realm="x"'}


def bearer_api(seen: Asked) -> Answer:
    """Wants ``Bearer TOKEN``; tells missing from unknown."""
    value = seen.headers.get("authorization", "")
    if value == f"Bearer {TOKEN}":
        return 200, JSON, '{"me": 1}'
    if not value.startswith("Bearer "):
        return 401, BEARER, '{"error": "missing token"}'
    return 401, {**BEARER, "WWW-Authenticate": 'Bearer error="invalid_token"'}, '{"error": "unknown"}'


def mute_api(seen: Asked) -> Answer:
    """Wants ``Bearer TOKEN``; tells nothing apart."""
    return (200, JSON, "{}") if seen.headers.get("authorization") == f"Bearer {TOKEN}" else (401, {}, "")


CORRECTED = {
    "header-misspelled": "-H 'Authorisation: Bearer {token}'",
    "scheme-duplicated": "-H 'Authorization: Bearer Bearer {token}'",
    "scheme-missing": "-H 'Authorization: {token}'",
    "credential-malformed": "-H 'Authorization: Bearer \"{token}\"'",
    "scheme-mismatch": "-H 'Authorization: Token {token}'",
    "credential-wrong-location": "-H 'X-Api-Key: {token}'",
}


@pytest.mark.parametrize("cause", CORRECTED)
def test_one_correction_proves_the_cause(cause: str) -> None:
    """The request alike but for the suspect is served; at most five requests, two of them with the credential."""
    with serving(bearer_api) as server:
        case = run(f"curl {server.origin}/v1/me {CORRECTED[cause].format(token=TOKEN)}")
    assert facts(case, "scheme-variant")["cause"] == cause
    assert facts(case, "scheme-variant")["works"] is True
    assert len(server.seen) == case.evidence.requests_sent <= 5
    assert sum(TOKEN in str(seen.headers) for seen in server.seen) <= 2


def test_a_jwt_that_is_told_to_be_missing_is_tried_where_tutorials_read_it() -> None:
    """Many a server on Node reads x-access-token, and says "No token provided!" to what stands elsewhere."""

    def tutorial(seen: Asked) -> Answer:
        served = seen.headers.get("x-access-token") == JWT
        return (200, JSON, "{}") if served else (403, JSON, '{"message": "No token provided!"}')

    with serving(tutorial) as running:
        case = run(f"curl {running.origin}/v1/me -H 'Authorization: Bearer {JWT}'")
    first, *_ = diagnose(case).causes
    assert (first.id, first.certainty) == ("credential-wrong-location", "proven")


@pytest.mark.parametrize(("server", "cause"), [({}, "header-misspelled"), ({"Via": "1.1 varnish"}, "header-stripped")])
def test_a_name_with_underscores_is_tried_with_dashes(server: dict[str, str], cause: str) -> None:
    """That it is taken then proves the name wrong, or lost on its way where a proxy is seen."""

    def dashed(seen: Asked) -> Answer:
        return (200, JSON, "{}") if seen.headers.get("x-acme-key") == TOKEN else (401, {**JSON, **server}, '{"e": 1}')

    with serving(dashed) as running:
        case = run(f"curl {running.origin}/v1/me -H 'X_Acme_Key: {TOKEN}'")
    first, *_ = diagnose(case).causes
    assert (first.id, first.certainty) == (cause, "proven")


def test_a_valid_request_is_accepted_and_nothing_more_is_sent() -> None:
    """Three requests: nothing, the credential, noise; and the noise has nothing of the credential."""
    with serving(bearer_api) as server:
        case = run(f"curl {server.origin}/v1/me -H 'Authorization: Bearer {TOKEN}'")
    assert facts(case, "differential")["reading"] == "accepted"
    sent = {seen.headers.get("authorization", "") for seen in server.seen}
    assert len(server.seen) == 3
    assert len(sent) == 3
    noise = (sent - {"", f"Bearer {TOKEN}"}).pop()
    assert len(noise) == len(f"Bearer {TOKEN}")
    assert noise.startswith("Bearer tok_")
    assert not any(TOKEN[at : at + 6] in noise for at in range(4, len(TOKEN) - 6))


@pytest.mark.parametrize(("api", "reading"), [(bearer_api, "unknown"), (mute_api, "mute")])
def test_a_wrong_token_is_unknown_or_the_server_is_mute(api: object, reading: str) -> None:
    """A server that tells them apart says that it does not know the token; a mute one says nothing."""
    with serving(api) as server:  # type: ignore[arg-type]
        case = run(f"curl {server.origin}/v1/me -H 'Authorization: Bearer tok_wrong1wrong2wrong3wro'")
    assert facts(case, "differential")["reading"] == reading
    assert facts(case, "differential")["mute"] is (reading == "mute")
    assert facts(case, "differential")["refused"] is True


def test_a_token_that_goes_without_a_scheme_is_found() -> None:
    """An API that wants the bare JWT, and names nothing: the bare value in the same header proves it."""

    def bare(seen: Asked) -> Answer:
        value = seen.headers.get("authorization", "")
        if value == JWT:
            return 200, JSON, "{}"
        return 401, JSON, '{"m": "unknown"}' if value and " " not in value else '{"m": "none"}'

    with serving(bare) as server:
        case = run(f"curl {server.origin}/x -H 'Authorization: Bearer {JWT}'")
    assert facts(case, "scheme-variant")["works"] is True
    assert facts(case, "differential")["reading"] == "not-arrived"
    assert len(server.seen) == 4


@pytest.mark.parametrize(
    ("wanted", "sent", "cause"),
    [
        ("authorization: Bearer {}", "X-Auth-Token: {}", "credential-wrong-location"),
        ("authorization: Bearer {}", "Api-Key: {}", "credential-wrong-location"),
        ("x-api-key: {}", "Authorization: Bearer {}", "credential-wrong-location"),
        ("authorization: Bearer {}", "Authorization: Token {}", "scheme-mismatch"),
    ],
)
def test_a_server_that_tells_nothing_apart_is_tried_with_the_usual_place(wanted: str, sent: str, cause: str) -> None:
    """One trial, in place of a second made-up value that a mute server answers like the first."""
    name, _, value = wanted.format(TOKEN).partition(": ")
    with serving(lambda seen: (200, JSON, "{}") if seen.headers.get(name) == value else (401, JSON, "{}")) as server:
        case = run(f"curl {server.origin}/x -H '{sent.format(TOKEN)}'")
    first, *_ = diagnose(case).causes
    assert (first.id, first.certainty) == (cause, "proven")
    assert len(server.seen) == 4


@pytest.mark.parametrize("pair", ["{}:", "{}", "{}:x"])
def test_a_jwt_for_a_user_name_is_read_without_the_colon(pair: str) -> None:
    """``curl -u TOKEN:`` sends Basic; the colon and what follows are no part of the token."""
    whole = f"eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjQxMDI0NDQ4MDB9.{'A' * 43}"
    with serving(lambda seen: (401, JSON, "{}")) as server:
        case = run(f"curl {server.origin}/x -u {pair.format(whole)}")
    assert facts(case, "decode-token")["malformed"] is False
    assert "token-malformed" not in {one.id for one in diagnose(case).causes if one.certainty == "observed"}


def test_a_key_with_the_colon_of_u_is_tried_as_bearer() -> None:
    """``-u KEY:`` is how many write a key; a name of letters alone is a name, whose password is empty."""
    with serving(bearer_api) as server:
        key = run(f"curl {server.origin}/x -u {TOKEN[:14]}:")
        name = run(f"curl {server.origin}/x -u deploy:")
    assert facts(key, "scheme-variant")["cause"] == "scheme-mismatch"
    assert "credential-empty" not in {one.id for one in diagnose(key).causes if one.certainty == "observed"}
    assert diagnose(name).causes[0].id == "credential-empty"


def test_a_header_that_the_answer_names_is_tried() -> None:
    """The refusal says which header it misses: the credential in it is accepted."""

    def keyed(seen: Asked) -> Answer:
        if seen.headers.get("x-acme-key") == TOKEN:
            return 200, JSON, "{}"
        return 401, JSON, '{"message": "Missing header X-Acme-Key"}'

    with serving(keyed) as server:
        case = run(f"curl {server.origin}/x -H 'Authorization: Bearer {TOKEN}'")
    assert facts(case, "scheme-variant")["works"] is True


def test_known_and_not_allowed_is_forbidden() -> None:
    """403 with the credential where there is 401 without: authentication is fine."""

    def closed(seen: Asked) -> Answer:
        known = seen.headers.get("authorization") == f"Bearer {TOKEN}"
        return (403, JSON, '{"error": "you do not have permission"}') if known else (401, BEARER, "")

    with serving(closed) as server:
        case = run(f"curl {server.origin}/x -H 'Authorization: Bearer {TOKEN}'")
    assert facts(case, "differential")["reading"] == "forbidden"


@pytest.mark.parametrize(("status", "reading"), [(404, "not-found"), (502, "down"), (429, "busy")])
def test_what_is_no_credentials_fault_is_not_read_as_one(status: int, reading: str) -> None:
    """404, 5xx and 429 whoever asks: nothing is refused."""
    with serving(lambda _: (status, JSON, "{}")) as server:
        case = run(f"curl {server.origin}/x -H 'Authorization: Bearer {TOKEN}'")
    assert facts(case, "differential")["reading"] == reading
    assert facts(case, "differential")["refused"] is False


def test_after_429_nothing_more_is_sent() -> None:
    """The server asks to be left alone, and is."""
    with serving(lambda _: (429, {"Retry-After": "30"}, "")) as server:
        run(f"curl {server.origin}/x -H 'Authorization: Bearer {TOKEN}'")
    assert len(server.seen) == 1


def test_a_dead_server_is_down() -> None:
    """No answer is no evidence against the credential."""
    with serving(lambda _: (200, {}, "")) as server:
        origin = server.origin
    case = run(f"curl {origin}/x -H 'Authorization: Bearer {TOKEN}'")
    assert facts(case, "none-probe")["unreachable"] is True
    assert facts(case, "differential")["reading"] == "down"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_an_unsafe_method_is_never_repeated(method: str) -> None:
    """Only GET goes out, without the body and without the query."""
    with serving(bearer_api) as server:
        run(f"curl -X {method} '{server.origin}/x?amount=1' -d 'a=1' -H 'Authorization: Bearer {TOKEN}'")
    assert {seen.method for seen in server.seen} == {"GET"}
    assert {seen.path for seen in server.seen} == {"/x"}
    assert not any("content-length" in seen.headers for seen in server.seen)


@pytest.mark.parametrize("status", [400, 405])
def test_what_a_get_in_a_posts_stead_meets_is_not_told_of_the_post(status: int) -> None:
    """A guard that stops the bare GET, and a path that knows POST alone, say nothing of the request as pasted."""
    words = '{"errors": [{"message": "blocked as a potential cross-site request forgery (CSRF)"}]}'
    with serving(lambda _: (status, JSON, words)) as server:
        case = run(
            f"curl {server.origin}/graphql -H 'Content-Type: application/json' -H 'Authorization: Bearer {TOKEN}' "
            '-d \'{"query":"{me}"}\'\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{"data":{"me":"x"}}'
        )
    assert facts(case, "differential")["reading"] == "unclear"
    assert not diagnose(case).causes


def test_a_json_type_stays_as_a_csrf_guard_lets_a_get_pass_by_it() -> None:
    """Apollo Server refuses every GET without it by 400, and tells of the credential once it is there."""

    def guarded(seen: Asked) -> Answer:
        if seen.headers.get("content-type") != "application/json":
            return 400, JSON, '{"errors": [{"message": "blocked as a potential CSRF"}]}'
        return (200, JSON, "{}") if seen.headers.get("authorization") == f"Bearer {TOKEN}" else (401, JSON, "{}")

    with serving(guarded) as server:
        case = run(
            f"curl {server.origin}/q -H 'Content-Type: application/json' -H 'Authorization: Bearer {TOKEN}' -d '{{}}'"
        )
    assert facts(case, "differential")["reading"] == "accepted"


def test_what_our_own_get_meets_is_no_word_on_the_askers_post() -> None:
    """The answer of a guard to a bare GET is not quoted, and is no reading for the words."""
    words = '{"errors": [{"message": "This operation was blocked as a potential cross-site request forgery (CSRF)"}]}'
    with serving(lambda _: (400, JSON, words)) as server:
        case = run(f"getting 401 with this\n\ncurl {server.origin}/ -d '{{}}' -H 'Authorization: Bearer {TOKEN}'")
    assert answered_now(case) == ""
    assert "csrf-missing" not in {cause.id for cause in diagnose(case).causes}


@pytest.mark.parametrize(
    "body",
    [
        '{"errors": [{"message": "User is not authenticated", "extensions": {"code": "UNAUTHENTICATED"}}]}',
        '{"error": {"message": "UNAUTHORIZED", "data": {"stack": "Error\\n    at Object.<anonymous> (/a.js:1:2)"}}}',
    ],
)
def test_a_word_for_every_failure_says_not_that_nothing_came(body: str) -> None:
    """The code of Apollo, its message, and the stack below tRPC's: none of them tells of a header that was lost."""
    with serving(lambda _: (401, JSON, body)) as server:
        case = run(f"curl {server.origin}/v1/me -H 'Authorization: Bearer {TOKEN}'")
    assert facts(case, "given-probe")["says_missing_though_sent"] is False


def test_a_403_that_is_compared_with_a_made_up_resource_is_not_called_known() -> None:
    """The id of the path is noise without the credential, so that its 404 says nothing of who is known."""

    def items(seen: Asked) -> Answer:
        return (403, JSON, '{"error": "rules were not satisfied"}') if seen.path == "/items/q7Yd93kf" else (404, {}, "")

    with serving(items) as server:
        case = run(f"curl {server.origin}/items/q7Yd93kf -H 'X-Token: {TOKEN}'")
    assert facts(case, "none-probe")["made_up"] is True
    assert facts(case, "differential")["reading"] == "refused"
    assert {cause.certainty for cause in diagnose(case).causes} == {"suspected"}


def test_a_redirect_gets_no_credential_and_its_end_proves_the_cause() -> None:
    """The trace goes without the credential; the final address on the same origin, asked with it, is served."""

    def moved(seen: Asked) -> Answer:
        return (308, {"Location": "/v1/me/"}, "") if seen.path == "/v1/me" else bearer_api(seen)

    with serving(moved) as server:
        case = run(f"curl {server.origin}/v1/me -H 'Authorization: Bearer {TOKEN}'")
    assert facts(case, "redirect-trace")["slash_only"] is True
    assert facts(case, "redirect-trace")["same_origin"] is True
    assert facts(case, "scheme-variant")["cause"] == "redirect-drops-credential"
    assert facts(case, "scheme-variant")["works"] is True
    assert [TOKEN in str(seen.headers) for seen in server.seen] == [False, False, True]


def test_a_redirect_to_another_path_of_the_same_origin_proves_that_the_path_is_wrong() -> None:
    """No client loses a credential on its way to the same origin; one that does not follow is at the wrong path."""

    def moved(seen: Asked) -> Answer:
        return (302, {"Location": f"/hub{seen.path}"}, "") if seen.path == "/api/users" else bearer_api(seen)

    with serving(moved) as server:
        case = run(f"curl {server.origin}/api/users -H 'Authorization: Bearer {TOKEN}'")
    assert facts(case, "scheme-variant")["cause"] == "url-path-typo"
    first, *_ = diagnose(case).causes
    assert (first.id, first.certainty) == ("url-path-typo", "proven")


def test_a_redirect_to_another_origin_never_gets_the_credential() -> None:
    """Neither the trace nor a correction carries it over."""
    with serving(bearer_api) as other, serving(lambda _: (302, {"Location": f"{other.origin}/v1/me"}, "")) as server:
        case = run(f"curl -L {server.origin}/x -H 'Authorization: Bearer {TOKEN}'")
        assert facts(case, "redirect-trace")["cross_origin"] is True
        assert not any(TOKEN in str(seen.headers) for seen in other.seen)


@pytest.mark.parametrize("option", ["", "-L "])
def test_a_login_page_for_the_nameless_may_serve_who_has_a_key(option: str) -> None:
    """Only the pasted address gets the credential, and what it answers counts: served, or led to the login as well."""

    def pages(seen: Asked) -> Answer:
        if seen.path != "/items":
            return 200, {"Content-Type": "text/html"}, '<form><input type="password"></form>'
        known = seen.headers.get("x-token") == TOKEN
        return (200, JSON, "[1]") if known else (302, {"Location": "/login?next=/items"}, "")

    with serving(pages) as server:
        case = run(f"curl {option}{server.origin}/items -H 'X-Token: {TOKEN}'")
        other = run(f"curl {option}{server.origin}/items -H 'X-Token: tok_wrong1wrong2wrong3wro'")
    assert facts(case, "differential")["reading"] == "accepted"
    assert not diagnose(case).causes
    assert {seen.path for seen in server.seen if "x-token" in seen.headers} == {"/items"}
    blamed = {cause.id: cause.certainty for cause in diagnose(other).causes}
    assert {"session-login-required", "credential-invalid"} <= set(blamed)
    assert set(blamed.values()) == {"suspected"}


def test_follow_on_the_same_origin_is_honoured() -> None:
    """With -L the given request is the one at the end of the redirect."""

    def moved(seen: Asked) -> Answer:
        return (302, {"Location": "/new"}, "") if seen.path == "/old" else bearer_api(seen)

    with serving(moved) as server:
        case = run(f"curl -L {server.origin}/old -H 'Authorization: Bearer {TOKEN}'")
    assert [line.url for line in case.evidence.record if line.purpose == "given-probe"] == [f"{server.origin}/new"]
    assert facts(case, "differential")["reading"] == "accepted"


@pytest.mark.parametrize(
    ("header", "reading", "cause"),
    [(f"Bearer {TOKEN[:-2]}xx", "unknown", "credential-invalid"), ("", "refused", "credential-missing")],
)
def test_where_the_client_follows_everybody_is_asked(header: str, reading: str, cause: str) -> None:
    """What the final address says to nothing and to noise is what the refusal there is compared with."""

    def moved(seen: Asked) -> Answer:
        return (301, {"Location": f"{seen.path}/"}, "") if not seen.path.endswith("/") else bearer_api(seen)

    with serving(moved) as server:
        case = run(f"curl -L {server.origin}/me" + (f" -H 'Authorization: {header}'" if header else ""))
    assert facts(case, "differential")["reading"] == reading
    assert diagnose(case).causes[0].id == cause


def test_a_value_that_only_the_askers_shell_knows_is_told_of() -> None:
    """The variable cannot be sent, so nothing is sure; that it may be unset is the first to look at."""
    with serving(mute_api) as server:
        case = run(f'curl {server.origin}/me -H "X-Key: $ACME_KEY"')
    found = diagnose(case)
    assert found.causes[0].id == "credential-unexpanded-variable"
    assert all(cause.certainty == "suspected" and cause.confidence <= 0.5 for cause in found.causes)
    assert any("variable" in note for note in found.notes)


def test_an_api_that_tells_nothing_apart_leaves_several_open() -> None:
    """The key may be unknown, or it may not be looked for there: neither is sure, and both are named."""
    with serving(mute_api) as server:
        named = [cause.id for cause in diagnose(run(f"curl {server.origin}/me -H 'X-Key: {TOKEN[::-1]}'")).causes]
    assert {"credential-invalid", "credential-wrong-location"} <= set(named[:3])


def test_a_refusal_at_the_final_address_proves_nothing() -> None:
    """What is forbidden there is forbidden to others as well, for all that is known."""

    def moved(seen: Asked) -> Answer:
        return (301, {"Location": f"{seen.path}/"}, "") if not seen.path.endswith("/") else (403, JSON, '{"e": 1}')

    with serving(moved) as server:
        case = run(f"curl {server.origin}/me -H 'Authorization: Bearer {TOKEN}'")
    assert "proven" not in {cause.certainty for cause in diagnose(case).causes}


def test_a_cached_refusal_is_passed_by() -> None:
    """A 401 with the mark of a cache, and one query parameter that cures it."""

    def cached(seen: Asked) -> Answer:
        return mute_api(seen) if "_=" in seen.path else (401, {"Age": "100", "X-Cache": "HIT"}, "")

    with serving(cached) as server:
        case = run(f"curl {server.origin}/x -H 'Authorization: Bearer {TOKEN}'")
    assert facts(case, "cache-bust-probe")["cached"] is True
    assert facts(case, "differential")["reading"] == "cached"
    assert len(server.seen) <= 5


@pytest.mark.parametrize("password", ["right-password", "wrong-password"])
def test_a_password_goes_past_the_cache_and_once(password: str) -> None:
    """Sent into a cache that answers by itself it would tell nothing, and it is sent once."""

    def cached(seen: Asked) -> Answer:
        if "_=" not in seen.path:
            return 401, {"Age": "100", "X-Cache": "HIT", "WWW-Authenticate": 'Basic realm="r"'}, ""
        right = seen.headers.get("authorization") == f"Basic {base64.b64encode(b'me:right-password').decode()}"
        return (200, JSON, "{}") if right else (401, {"WWW-Authenticate": 'Basic realm="r"'}, "")

    with serving(cached) as server:
        case = run(f"curl {server.origin}/x -u me:{password}")
    given = f"Basic {base64.b64encode(f'me:{password}'.encode()).decode()}"
    assert [seen.path for seen in server.seen if seen.headers.get("authorization") == given] == [
        seen.path for seen in server.seen if "_=" in seen.path
    ]
    assert facts(case, "cache-bust-probe")["cached"] is (password == "right-password")
    assert facts(case, "differential")["refused"] is True


def test_a_password_is_sent_once_and_corrected_only_on_request() -> None:
    """A user name with a password has one attempt, unless the asker wants the correction tried."""

    def basic(seen: Asked) -> Answer:
        right = f"Basic {base64.b64encode(b'me:right-password').decode()}"
        right_now = seen.headers.get("authorization") == right
        return (200, JSON, "{}") if right_now else (401, {"WWW-Authenticate": 'Basic realm="r"'}, "")

    broken = base64.b64encode(b"me:right-password\n").decode()
    with serving(basic) as server:
        paste = f"curl {server.origin}/x -H 'Authorization: Basic {broken}'"
        assert run(paste).evidence.fact("scheme-variant") == "skip"
        assert sum(seen.headers.get("authorization") == f"Basic {broken}" for seen in server.seen) == 1
        case = run(paste, try_fixes=True)
    assert facts(case, "scheme-variant")["cause"] == "basic-encoding"
    assert facts(case, "scheme-variant")["works"] is True


def digest_api(seen: Asked) -> Answer:
    """Digest with SHA-256; the nonce is known only with the cookie that came with it."""
    value = seen.headers.get("authorization", "")
    parts = dict(re.findall(r'(\w+)="?([^",]+)"?', value))
    one, two = _sha("me:r:pw"), _sha(f"GET:{seen.path}")
    wanted = _sha(f"{one}:n1:{parts.get('nc')}:{parts.get('cnonce')}:auth:{two}")
    if parts.get("response") == wanted and "nonce-kept=1" in seen.headers.get("cookie", ""):
        return 200, JSON, "{}"
    challenge = 'Digest realm="r", nonce="n1", qop="auth", algorithm=SHA-256'
    return 401, {"WWW-Authenticate": challenge, "Set-Cookie": "nonce-kept=1; Path=/"}, ""


def test_digest_is_answered_as_the_paste_asks() -> None:
    """--digest: the given request answers the challenge that the first request got, cookie included."""
    with serving(digest_api) as server:
        case = run(f"curl --digest -u me:pw {server.origin}/x")
    assert facts(case, "given-probe")["accepted"] is True
    assert facts(case, "given-probe")["handshake"] == "digest"


def test_digest_in_place_of_basic_is_proven_on_request() -> None:
    """Basic at an API that asks for Digest: the right answer is tried when the asker wants it."""
    with serving(digest_api) as server:
        case = run(f"curl -u me:pw {server.origin}/x", try_fixes=True)
    assert facts(case, "scheme-variant")["cause"] == "digest-required"


def test_basic_in_place_of_digest_is_shown_with_its_user_name_and_password() -> None:
    """The client was told --digest, and the API asks for Basic: the command still has to log in."""
    with serving(lambda _: (401, {"WWW-Authenticate": 'Basic realm="x"'}, "")) as server:
        case = run(f"curl --digest -u me:secret-word {server.origin}/x")
    assert [fix.command for fix in fixes(case) if fix.cause == "scheme-mismatch"] == [
        f"curl '{server.origin}/x' -u \"$API_USER:$API_PASSWORD\""
    ]


def test_an_echo_of_the_credential_does_not_make_answers_differ() -> None:
    """A server that repeats what it got, and an id and the time, still says the same to any value."""

    def echoing(seen: Asked) -> Answer:
        value = seen.headers.get("authorization", "none")
        number = len(server.seen)
        body = f'{{"error": "bad value {value}", "request": "{number}-7f3a9c21b0", "at": "12:00:0{number}"}}'
        return 401, JSON, body

    with serving(echoing) as server:
        case = run(f"curl {server.origin}/x -H 'Authorization: Bearer {TOKEN}'")
    assert facts(case, "differential")["unknown"] is True


def test_a_browsers_preflight_that_is_refused_is_found() -> None:
    """OPTIONS without a credential gets 401 although the request itself is accepted."""

    def strict(seen: Asked) -> Answer:
        return (401, {}, "") if seen.method == "OPTIONS" else bearer_api(seen)

    with serving(strict) as server:
        command = f"curl {server.origin}/x -H 'Authorization: Bearer {TOKEN}'"
        case = run(f"works in Postman, blocked by CORS in the browser\n{command}")
    assert facts(case, "preflight-probe")["rejected"] is True
    assert facts(case, "differential")["reading"] == "accepted"


def test_one_node_of_several_that_refuses_is_found() -> None:
    """The story says that it comes and goes, and the second answer is another than the first."""
    given = iter([200, 401])

    def nodes(seen: Asked) -> Answer:
        if seen.headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, BEARER, ""
        return next(given), JSON, "{}"

    with serving(nodes) as server:
        case = run(f"about one in two requests gets 401\ncurl {server.origin}/x -H 'Authorization: Bearer {TOKEN}'")
    assert facts(case, "repeat-probe")["alternates"] is True


def test_an_act_in_the_path_is_not_asked() -> None:
    """A GET that logs out, deletes or confirms is never sent."""
    with serving(bearer_api) as server:
        case = run(f"curl {server.origin}/users/7/delete -H 'Authorization: Bearer {TOKEN}'")
    assert server.seen == []
    assert case.evidence.fact("none-probe") == "skip"


def test_what_speaks_for_somebody_is_left_out_and_told() -> None:
    """A service behind a proxy would take such headers at their word; their names stand with the refusal."""
    names = ("X-WEBAUTH-USER", "Impersonate-User", "X-SSL-Client-Cert", "X-MS-CLIENT-PRINCIPAL", "X-Consumer-Custom-ID")
    pasted = " ".join(f"-H '{name}: admin'" for name in (*names, "X-Tenant-Id", "X-Auth-Request-Access-Token"))
    with serving(bearer_api) as server:
        case = run(f"curl {server.origin}/x -H 'Authorization: Bearer {TOKEN}x' {pasted} -H 'DNT: 1'")
    assert not [name for seen in server.seen for name in seen.headers if f"'{name}:" in pasted.lower()]
    left_out = facts(case, "given-probe")["left_out"]
    assert left_out == (*names, "X-Tenant-Id", "X-Auth-Request-Access-Token")
    assert any(names[0] in note for note in diagnose(case).notes)


def test_a_credential_that_only_names_somebody_is_not_sent() -> None:
    """The request without it is asked, the one with it is a skip in words."""
    with serving(bearer_api) as server:
        case = run(f"curl {server.origin}/x -H 'X-Remote-User-Token: {TOKEN}'")
    assert not any("x-remote-user-token" in seen.headers for seen in server.seen)
    assert case.evidence.fact("none-probe") == "pass"
    assert case.evidence.fact("given-probe") == "skip"


def test_a_placeholder_is_never_sent() -> None:
    """Sample text is answered by the text alone: only the request without credential goes out."""
    with serving(bearer_api) as server:
        run(f"curl {server.origin}/x -H 'Authorization: Bearer YOUR_API_KEY'")
    assert not any("authorization" in seen.headers for seen in server.seen)


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_server_that_takes_the_scheme_for_a_part_of_the_token_is_found() -> None:
    """``Bearer x`` is as unknown as noise, and the bare value in the same header is accepted."""

    def bare(seen: Asked) -> Answer:
        value = seen.headers.get("authorization", "")
        return (
            (200, JSON, "{}")
            if value == TOKEN
            else (401, JSON, '{"m": "invalid token"}' if value else '{"m": "no token"}')
        )

    with serving(bare) as server:
        case = run(f"curl {server.origin}/x -H 'Authorization: Bearer {TOKEN}'")
    assert facts(case, "scheme-variant")["cause"] == "scheme-mismatch"
    assert facts(case, "scheme-variant")["works"] is True


def test_a_key_that_is_missed_by_its_name_is_tried_in_its_usual_header() -> None:
    """The answer misses an API key and names no header: X-API-Key is tried, once."""

    def keyed(seen: Asked) -> Answer:
        return (
            (200, JSON, "{}")
            if seen.headers.get("x-api-key") == TOKEN
            else (401, JSON, '{"error": "API key required"}')
        )

    with serving(keyed) as server:
        case = run(f"curl {server.origin}/x -H 'Authorization: Bearer {TOKEN}'")
    assert facts(case, "scheme-variant")["cause"] == "credential-wrong-location"
    assert facts(case, "scheme-variant")["works"] is True
    assert len(server.seen) <= 5


def test_noise_where_the_provider_puts_its_keys_tells_a_wrong_place() -> None:
    """A password is not sent twice: noise in the named place shows that the pasted place is wrong."""

    def bearer_only(seen: Asked) -> Answer:
        value = seen.headers.get("authorization", "")
        words = "unknown token" if value.startswith("Bearer ") else "nothing here"
        return 401, {**JSON, "WWW-Authenticate": "Bearer"}, f'{{"m": "{words}"}}'

    with serving(bearer_only) as server:
        case = run(f"curl -u me:secret-word {server.origin}/x")
    assert facts(case, "canonical-bogus")["differs"] is True
    assert facts(case, "differential")["reading"] == "not-arrived"
    assert sum("Basic bWU6c2VjcmV0LXdvcmQ=" in str(seen.headers) for seen in server.seen) == 1


@pytest.mark.parametrize(("vary", "read_here"), [("Accept, X-Session-Token", True), ("Origin", False)])
def test_a_header_that_vary_names_is_the_place_that_the_api_reads(vary: str, read_here: bool) -> None:
    """Whatever the challenge asks for: the answer depends on the header, so that it is no wrong place."""
    headers = {**JSON, "Vary": vary, "WWW-Authenticate": 'Ticket uri="https://id.example"'}
    with serving(lambda _: (401, headers, '{"m": "no credentials provided"}')) as server:
        case = run(f"curl {server.origin}/x -H 'X-Session-Token: {TOKEN}'")
    assert facts(case, "differential")["read_here"] is read_here
    named = {cause.id for cause in diagnose(case).causes}
    assert ("credential-wrong-location" in named) is not read_here


def test_wrong_or_missing_does_not_say_that_nothing_came() -> None:
    """The words leave it open, so that no reason may claim that the key in the query did not arrive."""
    with serving(lambda _: (401, JSON, '{"m": "wrong or missing token"}')) as server:
        case = run(f"curl '{server.origin}/x?token={TOKEN}'")
    reasons = [text for cause in diagnose(case).causes for text in cause.because]
    assert reasons
    assert not any("arrived" in text for text in reasons)
