"""No secret leaves in any encoding, and what is no secret stays readable."""

from __future__ import annotations

import base64
import html
import json
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from string import ascii_letters, digits
from urllib.parse import quote, unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.masking import (
    BY_SHAPE,
    Scrubber,
    Secret,
    _placed,
    is_sample,
    mask,
    mask_body,
    mask_headers,
    mask_url,
    secrets_in,
)
from tests import _data

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz .,;\n", max_size=40)
LETTERS = st.characters(min_codepoint=33, max_codepoint=0x24F, categories=["Lu", "Ll", "Nd", "Po", "Sm"])
# Short ones are not found by their randomness; of an address only parts are secret.
SECRETS = st.one_of(st.text(LETTERS, min_size=9, max_size=12), st.text(LETTERS, min_size=9, max_size=60)).filter(
    lambda value: not is_sample(value) and "://" not in value
)


def _base64(shift: int, encode: Callable[[bytes], bytes]) -> Callable[[str], str]:
    """Base64 of the secret between neighbours, ``shift`` bytes after a boundary."""
    return lambda value: encode(b"k" * shift + value.encode() + b"k" * (-(shift + len(value.encode())) % 3)).decode()


def _unescaped(text: str) -> str:
    return re.sub(r"\\(?:u([0-9a-f]{4})|(.))", lambda match: chr(int(match[1], 16)) if match[1] else match[2], text)


def _same(text: str) -> str:
    return text


# name -> how it is written, and how a reader gets it back; base64 and hexadecimal are looked for as such
ENCODINGS: dict[str, tuple[Callable[[str], str], Callable[[str], str]]] = {
    "plain": (_same, _same),
    "base64, aligned": (_base64(0, base64.b64encode), _same),
    "base64, one byte before": (_base64(1, base64.b64encode), _same),
    "base64, two bytes before": (_base64(2, base64.b64encode), _same),
    "base64url": (_base64(1, base64.urlsafe_b64encode), _same),
    "percent": (lambda value: quote(value, safe=""), unquote),
    "percent, every byte": (lambda value: "".join(f"%{byte:02X}" for byte in value.encode()), unquote),
    "percent, half": (
        lambda value: "".join(quote(char) if i % 2 else f"%{ord(char):02x}" for i, char in enumerate(value)),
        unquote,
    ),
    "hexadecimal": (lambda value: value.encode().hex(), _same),
    "hexadecimal, capitals": (lambda value: value.encode().hex().upper(), _same),
    "JSON": (json.dumps, _unescaped),
    "JSON in JSON": (lambda value: json.dumps(json.dumps(value)), lambda text: _unescaped(_unescaped(text))),
    "JSON, every character": (lambda value: "".join(f"\\u{ord(char):04x}" for char in value), _unescaped),
    "HTML": (html.escape, html.unescape),
    "HTML, numbers": (lambda value: "".join(f"&#{ord(char)};" for char in value), html.unescape),
    "zero-width between": ("\u200b".join, lambda text: text.replace("\u200b", "")),
}


def runs(text: str) -> set[str]:
    """Every run of nine characters."""
    return {text[start : start + 9] for start in range(len(text) - 8)}


def _own_part(name: str, secret: str, encoded: str) -> str:
    """The characters of an encoded secret that do not depend on its neighbours."""
    if "base64" not in name:
        return encoded
    shift = 0 if "aligned" in name else 2 if "two" in name else 1
    return encoded[(0, 2, 3)[shift] : 8 * (shift + len(secret.encode())) // 6]


@pytest.mark.parametrize("name", ENCODINGS)
@given(secret=SECRETS, before=WORDS, after=WORDS)
@settings(max_examples=40, deadline=None)
def test_no_run_of_nine_survives(name: str, secret: str, before: str, after: str) -> None:
    """Whatever the encoding, no nine characters of a secret in a row are left, read plainly or decoded."""
    encode, decode = ENCODINGS[name]
    if not secret.isascii() and name == "percent, half":
        secret = secret.encode().hex()
    encoded = encode(secret)
    clean = Scrubber([Secret(secret)]).scrub(f"{before}{encoded}{after}")
    own = runs(mask(secret)) | runs(before) | runs(after)
    assert not (runs(decode(clean)) & runs(secret)) - own
    if decode is _same:
        assert not (runs(clean) & runs(_own_part(name, secret, encoded))) - own


@given(
    secret=st.text(ascii_letters + digits, min_size=9, max_size=40).filter(lambda value: not is_sample(value)),
    cut=st.integers(0, 20),
    text=WORDS,
)
@settings(max_examples=60, deadline=None)
def test_a_secret_in_other_letters_is_a_secret(secret: str, cut: int, text: str) -> None:
    """What became a host, or the name of a header, comes back in small letters."""
    clean = Scrubber([Secret(secret)]).scrub(f"{text} {secret.swapcase()} {secret.lower()[cut:]} {text}").lower()
    assert not (runs(clean) & runs(secret.lower())) - runs(mask(secret).lower()) - runs(text)


@given(secret=SECRETS, cut=st.integers(0, 20), text=WORDS)
@settings(max_examples=60, deadline=None)
def test_a_part_of_a_secret_is_a_secret(secret: str, cut: int, text: str) -> None:
    """A cut of nine characters or more is replaced too."""
    part = secret[min(cut, len(secret) - 9) :]
    clean = Scrubber([Secret(secret)]).scrub(f"{text} {part} {text}")
    assert not (runs(clean) & runs(secret)) - runs(mask(secret))


@given(secret=SECRETS, text=st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_scrubbing_twice_is_scrubbing_once(secret: str, text: str) -> None:
    """The scrubber leaves its own masks alone."""
    scrubber = Scrubber([Secret(secret)])
    once = scrubber.scrub(f"{text} {secret} {text}")
    assert scrubber.scrub(once) == once


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=300))
@settings(max_examples=150, deadline=None)
def test_masking_takes_any_text(text: str) -> None:
    """No text, lone surrogates included, makes the scrubber or the masks of a message raise."""
    Scrubber([Secret(text)]).scrub(text)
    mask_url(text)
    mask_body(text)
    mask_headers(((text, text),))


def test_a_secret_prints_masked_and_is_not_pickled() -> None:
    """str, repr and format show kind, length and the last four; only reveal gives the value."""
    value = "ghp_" + "0" * 32 + "abcd"
    secret = Secret(value, "bearer")
    assert str(secret) == f"{secret}" == "[bearer ghp_…abcd, 40 characters]"
    assert value not in repr(secret)
    assert secret.reveal() == value
    with pytest.raises(TypeError):
        pickle.dumps(secret)


@given(SECRETS)
@settings(max_examples=100, deadline=None)
def test_a_mask_shows_at_most_four_characters(value: str) -> None:
    """A mask holds nothing of a value but a known public prefix and the last four of a long one."""
    shown = mask(value).removeprefix("[secret ").partition("…")[2].partition(",")[0]
    assert len(shown) <= 4
    assert len(value) >= 20 or not shown


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("curl -u alice:hunter2pass https://x", "hunter2pass"),
        ("postgres://bob:s3cretpw@db.example/x", "s3cretpw"),
        ("Authorization: Bearer abcDEF123456", "abcDEF123456"),
        ("export API_KEY=plainvalue", "plainvalue"),
        ('{"client_secret": "some words"}', "some words"),
        ("my password is Tr0ub4dor", "Tr0ub4dor"),
        ("https://x.example/cb?ticket=abcdef", "abcdef"),
        ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "eyJzdWIiOiIxIn0"),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\nBBBB\n-----END PRIVATE KEY-----", "BBBB"),
        ("it printed Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5 there", "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5"),
        ("digest 9e107d9d372bb6826bd81d3542a419d6", "9e107d9d372bb6826bd81d3542a419d6"),
        ("key sk_test_" + "0" * 24, "0" * 24),
        ("0000000   h   u   n   t   e   r   2  \\n\n0000010", "h   u   n   t"),
        ("00000000: 6875 6e74 6572 3270 6173 730a            hunter2pass.", "6875 6e74"),
        ("00000000  68 75 6e 74 65 72 32 70  61 73 73 0a              |hunter2pass.|", "hunter2"),
    ],
)
def test_strangers_secrets_are_found_by_their_form(text: str, gone: str) -> None:
    """What nobody declared is masked by its name, its prefix, its place or its randomness."""
    assert gone not in Scrubber(()).scrub(text)


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_strangers_secret_is_found_by_its_form_in_every_escape(name: str) -> None:
    """A random run that nobody declared is hidden, however it is written, and known in plain from then on."""
    secret = "Zx9QpL4mN7vRt2KdWc8YsB3fHj6uE1"
    encode, decode = ENCODINGS[name]
    text = f"it is {encode(secret)} and 401"
    for scrubber in (Scrubber(()), Scrubber(secrets_in(text))):
        clean = scrubber.scrub(text)
        assert not (runs(decode(clean)) | runs(clean)) & (runs(secret) | runs(encode(secret)))
    assert decode is _same or secret not in Scrubber(secrets_in(text)).scrub(f"{secret[:20]} {secret}")


@pytest.mark.parametrize(
    "text",
    [
        "The token is expired: exp 2026-11-24T10:02:11Z, server's Date 11:07:40Z: 65 min late",
        "credential-wrong-environment, token-audience-mismatch and proxy-authentication-required",
        'WWW-Authenticate: Bearer error="invalid_token", error_description="The access token expired"',
        "see https://docs.github.com/en/rest/overview?apiVersion=2022-11-28&page=2",
        "/usr/local/lib/python3.11/site-packages/requests/adapters.py, line 401",
        "request id 8e7c1f7e-1111-4222-8333-444455556666 on ec2-192-0-2-78.compute-1.amazonaws.com",
        "com.example.security.UnrecognizedClientException at org.springframework.security.web.FilterChainProxy",
        "Basic authentication required; Bearer token missing; send the API key in a header",
        'curl -H "Authorization: Bearer $TOKEN" https://api.example.com/v1/users?limit=10',
        "the header still holds YOUR_API_KEY, the sample text",
        "AADSTS7000215: Invalid client secret provided",
        "Set the key: open the dashboard, then create a token: it is shown once",
    ],
)
def test_a_reply_stays_readable(text: str) -> None:
    """Words, identifiers, addresses, paths and placeholders pass unchanged."""
    assert Scrubber([Secret("some-very-secret-value-1")]).scrub(text) == text


def test_the_user_name_and_the_region_are_no_secrets() -> None:
    """Of user:password and of a signature's parameters only the secret parts are hidden."""
    scrubber = Scrubber(
        [
            Secret("support@example.com:pa55word-long", "basic"),
            Secret("Credential=AKIA0000/20261124/us-east-1/s3/aws4_request, Signature=0123456789abcdef01", "sigv4"),
        ]
    )
    text = "example.com and us-east-1 and aws4_request"
    assert scrubber.scrub(text) == text
    assert "pa55word" not in scrubber.scrub("pa55word-long")
    assert "0123456789" not in scrubber.scrub("0123456789abcdef01")


@pytest.mark.parametrize("name", ["jira_password", "feature.jiraCredentials", "spring.security.client-secret"])
def test_the_name_of_a_setting_is_no_secret(name: str) -> None:
    """``name=value`` taken whole: what an asker writes about it stays readable, and the value is hidden."""
    value = "Q7x2Lm9Zt4Rv8Kp1Wn5Yc3Hb"
    scrubber = Scrubber((Secret(f"{name}={value}"),))
    words = f"the Credentials, the secret and {name} are right"
    assert scrubber.scrub(words) == words
    assert value not in scrubber.scrub(f"{name} is {value}")


def test_the_host_of_a_link_is_no_secret() -> None:
    """Of an address that is a secret, or an unknown parameter's value, the password goes and the host stays."""
    scrubber = Scrubber(
        [Secret("http://user:s3cr3t-pass@proxy.example:3128"), *secrets_in("?to=https://app.example.com/cb")]
    )
    text = "proxy.example:3128 and https://app.example.com/cb"
    assert scrubber.scrub(text) == text
    assert "s3cr3t" not in scrubber.scrub("s3cr3t-pass")


@pytest.mark.parametrize(
    "text",
    [
        "see https://9bb561af6a82a3716f49534dfb07c084.yl4.eks.example.com/api/v1",
        "see http://127.0.0.1:2531/v2/api/tools/getTokenId",
        "see http://192.168.100.177/api/v1/status/of/all",
        "proxy to db.internal.example:8080/v2/api/tools/getTokenId",
    ],
)
def test_an_address_is_no_secret(text: str) -> None:
    """Host, port and a path of words, however random a host looks."""
    assert BY_SHAPE.scrub(text) == text


@pytest.mark.parametrize("lead", ["https://api.example.com/", "x://", "pass:1234/", "otpauth://totp/", "key:99/", "//"])
def test_what_only_begins_like_an_address_is_hidden(lead: str) -> None:
    """A random run behind a colon, slashes or a number that is no port, and one in a path."""
    secret = "Zx9QpL4mN7vRt2KdWc8YsB3fHj6uE1"
    assert secret[:9] not in BY_SHAPE.scrub(f"it said {lead}{secret} then 401")


@pytest.mark.parametrize(
    "value", ["<Ab12Cd34Ef56Gh78>", "{{Ab12Cd34Ef56Gh78}}", "your-cat-4711-likes-tuna", "your mother sings"]
)
def test_a_real_key_in_the_brackets_of_an_example_is_hidden(value: str) -> None:
    """Only what holds no key of its own is taken for sample text."""
    assert not is_sample(value)
    assert value[2:14] not in Scrubber([Secret(value)]).scrub(f"sent {value}")


@pytest.mark.parametrize(
    "value",
    [
        "$TOKEN",
        "${API_KEY}",
        "{{token}}",
        "<your token>",
        "YOUR_API_KEY",
        "Your token",
        "your",
        "xxxxxxxx",
        "null",
        "undefined.",
        "...",
    ],
)
def test_a_placeholder_stays_readable(value: str) -> None:
    """What stands for a key may be quoted in the reply."""
    assert is_sample(value)
    assert (
        Scrubber([Secret(value)]).scrub(f"the header holds {value} literally") == f"the header holds {value} literally"
    )


def test_a_short_secret_is_hidden_as_a_word_alone() -> None:
    """A secret of four to eight characters is replaced where it stands alone, not inside other words."""
    scrubber = Scrubber([Secret("hunt")])
    assert scrubber.scrub("hunt, hunter") == "[secret …, 4 characters], hunter"


@given(st.from_regex(r"[A-Za-z]{3}[0-9]{2}[A-Za-z]{1,3}", fullmatch=True), WORDS, WORDS)
def test_a_short_secret_that_is_no_word_is_hidden_within_one(secret: str, before: str, after: str) -> None:
    """A server joins it to words of its own, and writes it in capitals: key_ABC12D_unknown."""
    for told in (secret, secret.upper(), secret.lower()):
        shown = Scrubber([Secret(secret, "password")]).scrub(f"{before}key_{told}x{after}")
        assert secret.lower() not in shown.lower()


def test_a_url_is_masked_part_by_part() -> None:
    """Userinfo, unknown query values, random path parts and the fragment go; host, path and harmless values stay."""
    masked = mask_url("https://al:pw@api.example.com/v1/Zm9vYmFyYmF6cXV4MTIzNDU2/x?page=2&ticket=abc&x=#frag")
    assert masked.startswith("https://[userinfo …, 5 characters]@api.example.com/v1/[path ")
    assert "page=2" in masked
    assert not re.search("abc|frag$|Zm9v", masked)


def test_headers_are_masked_unless_known() -> None:
    """An auth-scheme and cookie names stay readable; harmless headers stay whole; all else is masked."""
    masked = dict(
        mask_headers(
            (
                ("Authorization", "Bearer abcdef"),
                ("Cookie", "sid=abcdef; lang=en"),
                ("X-Unheard-Of", "abcdef"),
                ("Accept", "application/json"),
            )
        )
    )
    assert masked["Accept"] == "application/json"
    assert masked["Authorization"].startswith("Bearer [")
    assert masked["Cookie"].startswith("sid=[")
    assert "abcdef" not in "".join(masked.values())


def test_a_body_keeps_its_form() -> None:
    """JSON stays JSON and a form a form, with every value masked that is not known to be harmless."""
    assert json.loads(mask_body('{"type": "b", "n": {"password": "abcd"}}'))["type"] == "b"
    assert "abcd" not in mask_body('{"a": "abcd", "n": {"password": "abcd"}}')
    nested = mask_body('{"tokens": ["abcd"], "pin": 1234, "auth": {"user": "efgh"}, "code": 401}')
    assert not re.search("abcd|1234|efgh", nested)
    assert json.loads(nested)["code"] == 401
    assert mask_body("grant_type=password&password=abcd").startswith("grant_type=password&password=[")


def test_a_public_prefix_alone_is_no_secret() -> None:
    """What a mask shows of a key is not searched for in the sentence that holds the mask."""
    key, prefix = "sk-ant-api03-" + "0" * 24, "sk-ant-api03-"
    scrubber = Scrubber([Secret(key), Secret(prefix)])
    said = scrubber.scrub(f"it sends {key}")
    assert prefix in said
    assert scrubber.composed(said) == (said, False)


def test_what_looks_like_a_secret_is_told_once() -> None:
    """secrets_in gives each value once, in order."""
    token = "ghp_" + "0" * 36
    assert [secret.reveal() for secret in secrets_in(f"{token} and {token}")] == [token]


PLACES = _data.read(Path(__file__).with_name("placed.yaml"))
UNLIKE = ("qzTrenOvak81", "Mordleq#wiv4Zat", "correct-horse-battery")  # by its form alone none is a secret


@pytest.mark.parametrize("secret", UNLIKE)
def test_a_secret_is_known_by_its_place(secret: str) -> None:
    """In an option, a call, a pipe or a setting any value is one, and is hidden wherever else it stands."""
    for place in PLACES:
        text = place.replace("{s}", secret)
        shown = Scrubber(secrets_in(text)).scrub(f"{text} and {secret} again")
        assert not [place for start in range(len(secret) - 8) if secret[start : start + 9] in shown], place


@pytest.mark.parametrize(
    "text",
    [
        "the --token option is required, --password was not given",
        "Username and password: invalid username or password",
        "requests.get(url, auth=HTTPDigestAuth(user, pw))",
        "my password is correct, and the token is still valid",
        'WWW-Authenticate: Digest realm="camera", qop="auth"',
        '{"message": "401 Unauthorized", "context": {}}',
        "docker login -p 8080 ghcr.io",
        "docker run -u 1000 -p 8080:80 acme/app",
        "the client(id, secret) call, and login('/path', '/other')",
        "<errorToken>the token is not valid</errorToken>",
        "we lost the token\nand made a new one",
        '{"token_type":"Bearer","expires_in":3600}',
        'I can send "api-key" or "x-api-key" to it',
        'v1.read_namespaced_secret("somesecret", "somenamespace")',
        'AUTH=$(echo -n "kim:$PAT" | base64)',
        'Base64.encode64("#{user}:#{token}")',
        "Could not parse base64: invalid character",
        "Error: 401 Incorrect API key provided: undefined.",
    ],
)
def test_words_about_a_place_are_no_secrets(text: str) -> None:
    """Sentences, expressions and names stay as they are."""
    assert Scrubber(secrets_in(text)).scrub(text) == text


def test_the_host_behind_a_user_is_no_secret() -> None:
    """Clusters have names that look random; what stands before the last @ of a URL is the secret."""
    cluster = "a211cf8cae230e84b173d2eacee2c704.europe-west2.gcp.elastic-cloud.com"
    found = [secret.reveal() for secret in secrets_in(f"https://elastic:geheim12@{cluster}:9243/ answers 401")]
    assert found == ["elastic:geheim12"]
    assert [secret.reveal() for secret in secrets_in(f"kim@{cluster}")] == [cluster]


_HAVING = [place for place in _placed.PLACES if place[0] and "(?=" not in place[1].pattern]


@pytest.mark.parametrize(("words", "pattern"), _HAVING, ids=[", ".join(words) for words, _ in _HAVING])
def test_a_place_is_looked_for_wherever_it_may_be(words: tuple[str, ...], pattern: re.Pattern[str]) -> None:
    """Each text that a place matches has one of the words without which the place is not looked for."""

    @given(st.from_regex(pattern, fullmatch=True))
    @settings(max_examples=20)
    def holds(text: str) -> None:
        small = text.lower()
        assert pattern.search(small) is None or any(word in small for word in words)

    holds()


def test_percent_signs_of_a_secret_are_its_own() -> None:
    """A page's escapes are undone without those of a URL, which the secret may hold as they are."""
    assert "%00" not in Scrubber([Secret("00000'%00")]).scrub("00000&#x27;%00")


def test_a_mask_is_no_label() -> None:
    """What follows a mask and a colon is not taken for a secret that the mask's own word announces."""
    once = "https:[secret …mple, 57 characters]:8443/repository/app-1.0.0.tgz"
    assert Scrubber([]).scrub(once) == once
