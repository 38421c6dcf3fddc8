"""What a paste shows of its surroundings, and which steps come first there."""

from __future__ import annotations

import pytest

from bot.diagnosis.surroundings import surroundings
from bot.model import Diagnosis
from bot.parsing.parse import parse
from tests.diagnosis._cases import diagnosed

BODY = "Our route passes JSON.stringify(req.body) to createHmac, and the signature does not match: 401."
SENT = "PUT https://bucket.s3.amazonaws.com/a answers 401 SignatureDoesNotMatch"


def first_steps(found: Diagnosis) -> list[str]:
    """Ids of the steps of the first cause that are shown, in order."""
    return [step.id for step in found.causes[0].steps if step.suits]


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY} It is for Shopify webhooks.",
        f"{BODY} We compare it with X-Hub-Signature-256.",
        "stripe.error.SignatureVerificationError: No signatures found matching the expected signature for payload",
        "[ERROR] bolt-app Failed to verify authenticity: x-slack-request-timestamp must differ from system time",
    ],
)
def test_a_webhook_that_is_received_is_seen(text: str) -> None:
    """A provider's signature header, its library's error, or the word itself shows a webhook."""
    assert "webhook" in surroundings(parse(text))


@pytest.mark.parametrize("text", [SENT, "curl https://api.example.com/v1/webhooks", "We cannot send a webhook: 401"])
def test_a_webhook_that_is_sent_is_none(text: str) -> None:
    """A path of an API and a webhook that somebody sends are no webhook that is received."""
    assert "webhook" not in surroundings(parse(text))


async def test_who_checks_a_signature_is_told_how_to_check_it() -> None:
    """The receiver of a webhook reads of raw body and secret and of nothing that a sender does; a sender does."""
    received = await diagnosed(f"{BODY} It is for Shopify webhooks.")
    sent = await diagnosed(SENT)
    assert first_steps(received) == ["hash-raw-body", "use-endpoint-secret"]
    assert "compare-canonical-string" in first_steps(sent)
    assert not {"hash-raw-body", "use-endpoint-secret"}.intersection(first_steps(sent))
    assert (
        received.causes[0].headline
        == "The signature of the webhook from Shopify Admin API does not match what you compute"
    )


@pytest.mark.parametrize(
    ("text", "is_password"),
    [
        ('401 {"reason":"unable to authenticate user [elastic] for REST request [/_cat/health]"}', True),
        ("unauthorized: incorrect username or password", True),
        ("mosquitto_sub -h broker.example.org -u sensor -t test: Connection Refused: not authorised", True),
        ("HTTP Basic: Access denied. The provided password or token is incorrect", False),
        ("401 Unauthorized: invalid API key", False),
    ],
)
async def test_a_password_is_looked_up_nowhere(text: str, is_password: bool) -> None:
    """Whose user name and password are refused, logs in by hand; a key alone is looked up where it was made."""
    shown = first_steps(await diagnosed(text))
    assert ("log-in-by-hand" in shown) is is_password
    assert ("compare-with-dashboard" in shown) is not is_password


@pytest.mark.parametrize(
    ("text", "is_dead"),
    [
        ("ERROR: AADSTS70043: The refresh token has expired due to sign-in frequency checks: 401", True),
        ("RefreshError: ('invalid_grant: Token has been expired or revoked.', {'error': 'invalid_grant'})", True),
        ('HTTP/1.1 401\nWWW-Authenticate: Bearer error="invalid_token", error_description="The token expired"', False),
    ],
)
async def test_a_dead_refresh_token_renews_nothing(text: str, is_dead: bool) -> None:
    """Where the refresh token itself is refused, no step uses it; where the access token is, one does."""
    shown = first_steps(await diagnosed(text))
    assert ("sign-in-anew" in shown) is is_dead
    assert ("refresh-token" in shown) is not is_dead


@pytest.mark.parametrize(
    ("text", "step"),
    [
        (
            "npm error 401 Unauthorized - GET https://npm.example.org/@acme%2fui - authentication token not provided",
            "npm",
        ),
        (
            "Could not transfer artifact core:jar:1.0 to nexus: Return code is: 401, ReasonPhrase: Unauthorized.",
            "maven",
        ),
        (
            "> Could not GET 'https://maven.example.org/lib.pom'. Received status code 401 from server: Unauthorized",
            "gradle",
        ),
        ("error NU1301: Response status code does not indicate success: 401 (Unauthorized).", "nuget"),
        ("ERROR: HTTP error 401 while getting https://pypi.example.org/simple/foo/", "pip"),
        ("Error: error looking up module versions: 401 Unauthorized", "terraform"),
        ("OSError: You are trying to access a gated repo. 401 Client Error. You must be authenticated", "hf"),
        ("docker push ghcr.io/acme/app: unauthorized: authentication required", "registry"),
    ],
)
async def test_a_tool_with_a_login_of_its_own_is_told_of_that_login(text: str, step: str) -> None:
    """The first step is the tool's own login, no other tool is named, and nobody is sent to write a header."""
    found = await diagnosed(text)
    assert step in first_steps(found)[0]
    assert not {"send-in-header", "see-what-is-sent"} & set(first_steps(found))
    assert len([each for each in found.causes[0].steps if each.id.startswith(("set-", "log-in-with-"))]) <= 1


async def test_no_tool_is_named_where_none_is_shown() -> None:
    """A call of an API is told of no package manager, not even among all steps."""
    found = await diagnosed("GET https://api.example.com/me\n\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer")
    assert found.causes[0].id == "credential-missing"
    assert not [each.id for each in found.causes[0].steps if each.id.startswith(("set-", "log-in-with-"))]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("remote: Support for password authentication was removed. fatal: Authentication failed", "create-api-token"),
        ("401 ACCESS_TOKEN_TYPE_UNSUPPORTED: Expected OAuth 2 access token", "send-right-kind"),
    ],
)
async def test_nobody_is_told_to_make_a_key_where_an_access_token_is_wanted(text: str, first: str) -> None:
    """In place of a password goes an API token; where OAuth is told of, it is open which kind is right."""
    found = await diagnosed(text)
    assert found.causes[0].id == "credential-wrong-kind"
    assert first_steps(found)[0] == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "Our Bolt app answers 401: x-slack-request-timestamp must differ from system time by no more than 5 min",
            "sync-own-clock",
        ),
        (
            "401 RequestTimeTooSkewed: the difference between the request time and the current time is too large",
            "sync-clock",
        ),
        ('We sign JWTs on a VM whose clock was 10 minutes ahead: "Token used before issued" 401', "sync-own-clock"),
    ],
)
async def test_the_clock_that_is_to_be_set_is_the_one_that_is_off(text: str, first: str) -> None:
    """Who checks a webhook, or tells of a clock of his own, sets that one; nobody else is told of it."""
    assert first_steps(await diagnosed(text))[0] == first


@pytest.mark.parametrize(
    ("text", "is_job"),
    [
        ("terraform plan gets 401 Unauthorized in the pull request of a fork, on our own branches it works", True),
        ("401 only in CI, the same script is fine on my laptop", True),
        ("npm publish: 401 in a forked PR", True),
        ("401 since I use your fork of the SDK", False),
        ("CITY_KEY is refused with 401", False),
    ],
)
def test_a_job_is_told_in_prose(text: str, is_job: bool) -> None:
    """People say "in CI" and "of a fork"; the same letters in another sense are none."""
    assert ("ci" in surroundings(parse(text))) is is_job
