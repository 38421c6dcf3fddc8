"""Report -> where the request is made, as far as the paste shows it: which steps and which commands suit.

By the paste's format, and by names of systems and paths that stand in it; what shows nothing suits everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.auth.names import UNSENT
from bot.case import Case, once
from bot.knowledge.schema import Step, System
from bot.model import Report

_LOOKED_AT = 20_000  # characters
_NAMES: Mapping[System, str] = {
    "windows": r"PowerShell|Invoke-(?:RestMethod|WebRequest)|(?:curl|cmd)\.exe|PS [A-Z]:\\|[A-Z]:\\\w|\$env:\w|\.ps1\b",
    "macos": r"macOS|/Users/\w|Darwin|homebrew|/opt/homebrew",
    "ci": (
        r"GitHub Actions|##\[\w+\]|Travis CI|"
        r"GITHUB_(?!(?:API_)?(?:TOKEN|KEY|SECRET|PAT)\b)[A-Z]|GitLab (?:CI|runner)|CI_JOB_|gitlab-ci|Jenkins|CircleCI|"
        r"Azure Pipelines|Bitbucket Pipelines|/home/runner/|actions/checkout|Buildkite|TeamCity|"
        r"\buses: [\w.-]{1,60}/[\w./-]{1,80}@|\$\{\{ ?(?:secrets|github)\.|"
        r"\bCI(?:/CD)?\b|\b(?:of|from) (?:a )?forks?\b|\bforked (?:PR|pull|repo)"
    ),
    "browser": r"Chrome/|Firefox/|Safari/|\bXHR\b|XMLHttpRequest|Access-Control-|\bCORS\b|DevTools|sec-(?:fetch|ch)-",
    "container": r"Dockerfile|docker(?:-compose| compose| run| exec)|kubectl|Kubernetes|\bpods?/|/app/\w|ENTRYPOINT",
    "postman": r"Postman",
    "cluster": r"ErrImagePull|ImagePullBackOff|Failed to pull image|PullImage from image service|\bimagePullSecrets\b",
    "registry": (
        r"\bdocker (?:login|pull|push|buildx?)\b|\bpodman (?:login|pull|push)\b|\bhelm (?:registry|pull|push|install)\b|oci://|"
        r"ErrImagePull|ImagePullBackOff|/v2/[\w.-]{1,80}/(?:[\w.-]{1,80}/)?(?:manifests|blobs|tags)\b|registry-1\.docker\.io|"
        r"The push refers to repository|requested access to the resource is denied|pull access denied|\.dkr\.ecr\."
    ),
    "oauth": (
        r"(?i:oauth|\boidc\b|openid|\b(?:id|refresh)[_ ]?token|invalid_(?:grant|client|token)|grant_type)"
        r"|AADSTS|\bEntra\b|Azure AD|Auth0|Cognito|Keycloak|Okta"
    ),
    "jwt": r"\beyJ|(?i:\bjwts?\b|jwt|\bjwks?\b)|\b(?:exp|nbf|iat|iss|aud|kid)\b|IDX\d{5}|(?i:\bid[_ ]?token)",
    "sso": r"\bSAML|\bSSO\b|(?i:single[ -]sign)",
    "slash": r"(?i:\bslash|Schrägstrich|barra final)",
    "webhook": (  # one that the asker receives: of who sends one, the signature is his own
        r"(?i:(?<!send )(?<!sending )(?<!send a )(?<!sign )(?<!signing )(?<!incoming )(?<!outgoing )(?<![/_.\w-])"
        r"webhook|X-Hub-Signature|X-Shopify-Hmac|Stripe-Signature|X-Slack-(?:Signature|Request-Timestamp)|"
        r"X-Twilio-Signature|\bsvix-)|constructEvent|construct_event|SignatureVerificationError|\bbolt-app\b|/slack/events|"
        r"Invalid request signature detected"
    ),
    "npm": (  # a package manager that fails to log in, or a file of its own: an installed package shows nothing
        r"npm (?:ERR!|error) (?:code )?(?:E?40[13]|ENEEDAUTH)|ERR_PNPM_FETCH_40[13]|YN00(?:33|35|41)\b|\.npmrc\b|"
        r"\b_authToken\b|NODE_AUTH_TOKEN|npm\.pkg\.github\.com|\bnpm (?:login|publish|whoami)\b"
    ),
    "maven": r"\bsettings\.xml\b|Could not transfer artifact|maven-deploy-plugin|\bmvn (?:\S{1,40} ){0,4}deploy\b",
    "gradle": r"Received status code 40[13] from server|\bgradlew? publish",
    "nuget": (
        r"\bNU1301\b|(?i:\bnuget\.config\b|\bdotnet (?:nuget|restore)\b|\bnuget (?:push|restore|install|sources?)\b)|"
        r"Unable to load the service index"
    ),
    "pip": (
        r"--(?:extra-)?index-url|\bpip\.conf\b|\.pypirc\b|Looking in indexes:|"
        r"\b(?:twine upload|(?:poetry|uv) publish)\b|upload\.pypi\.org|"
        r"401 Error, Credentials not correct|HTTP error 40[13] while getting"
    ),
    "terraform": r"Failed to request discovery document|looking up module versions|\bTF_TOKEN_|\bterraform login\b",
    "huggingface": r"\bgated repo|huggingface_hub|hf_hub_download|huggingface-cli|\bhf auth\b|\.from_pretrained\b",
    "tool": (  # a program with a login of its own, which is no request that one writes
        r"\baws (?:configure|sso|sts|s3|ec2|ecs|eks|lambda|iam)\b|Unable to locate credentials|"
        r"\bgcloud (?:auth|config)\b|application-default|DefaultCredentialsError|\bbundle (?:install|config|update)\b|"
        r"\bconda (?:install|config|search)\b|"
        r"\bcomposer (?:install|update|require|config)\b|\bhelm repo\b|kaggle\.json|\bKAGGLE_KEY\b|\bGOPRIVATE\b|"
        r"\bgo (?:get|mod|install) |\bheroku (?:login|auth)|\baz (?:login|acr|account)\b|\bgit[ -]lfs\b|"
        r"\bscrape_configs\b|\bmetrics_path:"
    ),
    "password": (  # the words of a login of people, of a database or a broker: no key is meant
        r"(?i:\b(?:user ?names?|users?|login|e-?mail)(?: address)?(?: or |,? and | ?/ ?)(?:the )?password|"
        r"password authentication failed|authenticate user\b|(?:wrong|incorrect|bad) password)(?! or token)"
        r"|\bmosquitto_"
    ),
    "dead-refresh": (  # it is the refresh token itself, or the code, that is refused (RFC 6749 section 5.2)
        r"(?i:\brefresh[ _]token[ .'\"]{0,3}(?:has |is |was |been |already ){0,3}"
        r"(?:expired|invalid|revoked|no longer|not valid|used)|\b(?:expired|invalid|revoked|bad) refresh[ _]token|"
        r"\binvalid_grant\b)|AADSTS(?:70008|700082|70043|700084|50173)\b"
    ),
    "clock": r"(?i:\b(?:our|my|whose) (?:\S{1,20} ){0,3}clock|\bchrony|\bntpd\b|systemd-timesyncd|\btimedatectl)",
}
_SHOWN = {system: re.compile(names, re.IGNORECASE if system == "browser" else 0) for system, names in _NAMES.items()}
_EVIDENT: frozenset[System] = frozenset(
    [
        "webhook",
        "dead-refresh",
        "cluster",
        "registry",
        "tool",
        "npm",
        "maven",
        "gradle",
        "nuget",
        "pip",
        "terraform",
        "huggingface",
    ]
)
_SYSTEMS: Mapping[System, str] = {"windows": "Windows", "macos": "macOS"}


def surroundings(report: Report) -> frozenset[System]:
    """The systems that the paste shows."""
    text = report.text[:_LOOKED_AT]
    read: set[System] = {request.format.system for request in report.requests if request.format.system}
    has_credential = any(request.credentials for request in (*report.requests, report.fragment) if request)
    if has_credential or any(problem.code in UNSENT for problem in report.problems):  # which the client leaves out
        read.add("credential")
    return frozenset(read | {system for system, names in _SHOWN.items() if names.search(text)})


@once
def shown_by(case: Case) -> frozenset[System]:
    """The surroundings of a case."""
    return surroundings(case.report)


def is_of_another(step: Step, shown: frozenset[System]) -> bool:
    """Is the step only for something that would show itself, and does not? It is of no use, even among all steps."""
    return bool(step.suits) and _EVIDENT.issuperset(step.suits) and shown.isdisjoint(step.suits)


def is_suitable(step: Step, shown: frozenset[System]) -> bool:
    """Does the step make sense where these systems are shown?"""
    return (not step.suits or not shown.isdisjoint(step.suits)) and shown.isdisjoint(step.unless)


def command_system(shown: frozenset[System]) -> str:
    """The system whose commands suit, in a step's words: Windows, macOS, or '' for those that run everywhere."""
    return next((name for system, name in _SYSTEMS.items() if system in shown), "")
