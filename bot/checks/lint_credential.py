"""Could this value be a credential at all, whole, of this provider, of this environment and of the right kind?"""

from __future__ import annotations

import re
from typing import Annotated

from bot import model
from bot.auth.jwt import like_jwt
from bot.case import Case
from bot.checks._damage import Basic, Damage, basic_of, begun_form, damage_of
from bot.checks._outcome import fail, passed, skip, warn
from bot.checks._samples import (
    SHELL_SIGILS,
    empty_word,
    partial_dollar,
    public_sample,
    redacted,
    sample_word,
    sigil_of,
    sigil_of_pair,
    speaks_to_reader,
)
from bot.knowledge.schema import CredentialFormat
from bot.lists import phrases
from bot.model import Finding
from bot.probing.net import Net
from bot.url import host_of
from bot.variants.credentials import Standing, emptied_header, standing, with_fragment

STAGE = 0
AFTER: tuple[str, ...] = ()


class _Filled(model.Facts, frozen=True, kw_only=True):
    empty: Annotated[bool, "nothing follows the header's name or the scheme, or undefined, null, None, [object Object]"]
    empty_word: Annotated[str, "what stands there in place of a value: '' or undefined, null ..."]
    sigil: Annotated[str, "the form of the variable: $X, ${X}, $(...), %X%, {{x}}, <%= %>, #{x}, $env:X"]
    unexpanded: Annotated[bool, "it is a variable that nobody expanded"]
    variable_unknown: Annotated[bool, "a variable that the asker's own shell expands, so its value is not in the paste"]
    single_quotes: Annotated[bool, "the variable stands in single quotes in the paste"]
    set_nearby: Annotated[
        bool, "a program sends the variable's name as text, and gives it a value elsewhere in the paste"
    ]
    password_dollar: Annotated[bool, "a dollar sign stands inside a value in double quotes: the shell has eaten a part"]
    placeholder: Annotated[bool, "sample text (YOUR_API_KEY, changeme), shown by a request, a setting or a program"]
    placeholder_word: Annotated[str, "the sample text when it is one of the known words, else its shape in words"]
    maybe_redacted: Annotated[
        bool,
        "somebody has blotted it out (***, xxxxx, ..., [REDACTED], <token>, a real prefix then dots), or put its "
        "name there (user:password, MY_TOKEN): its value may not be in the paste",
    ]


class _Form(model.Facts, frozen=True, kw_only=True):
    format: Annotated[str, "id of the distinctive format it has (provider/format), ''"]
    format_provider: Annotated[str, "the provider whom the form alone names, ''"]
    format_kind: Annotated[str, "what the form says it is good for (secret, publishable, refresh-token ...), ''"]
    wrong_provider: Annotated[bool, "the form is another provider's than the one that is asked"]
    environment: Annotated[str, "the environment or region that the key itself tells (test, live, eu ...), ''"]
    host_environment: Annotated[str, "the environment or region that the host tells, ''"]
    wrong_environment: Annotated[bool, "the key's environment is not the host's"]
    wrong_kind: Annotated[bool, "right provider, but no good for calls (publishable, refresh, client id ...)"]
    wrong_kind_words: Annotated[str, "what it is, in words"]
    checksum_bad: Annotated[bool, "the form has a checksum and it is wrong"]
    basic_password_is_token: Annotated[bool, "the Basic password has a token's form"]
    basic_user_is_token: Annotated[bool, "the Basic user name has a token's form"]


class Facts(model.Facts, frozen=True, kw_only=True):
    """What the judged credential shows."""

    location: Annotated[str, "where the judged credential stands"]
    kind: Annotated[str, "its kind (bearer, basic, api-key ...)"]
    shown: Annotated[str, "its masked form"]
    length: Annotated[int, "its length in characters"]
    real: Annotated[bool, "it looks like something that a server may know (not empty, no placeholder, no variable)"]
    is_jwt: Annotated[bool, "it is a JWT by its shape (three parts that begin with eyJ)"]
    public_sample: Annotated[bool, "a sample value that documentation prints (jwt.io's token, AKIAIOSFODNN7EXAMPLE)"]
    password_asked: Annotated[bool, "Basic with a user alone, whose password the client asks for"]
    malformed: Annotated[bool, "something that copying leaves is in the value"]
    filled: _Filled
    basic: Basic
    harm: Damage
    form: _Form


_NO_CALLS = {
    "publishable-key": "a publishable key",
    "refresh-token": "a refresh token",
    "webhook-signing-secret": "a web hook's signing secret",
    "webhook-url": "a web hook's address",
    "client-id": "a client id",
    "client-secret": "a client secret",
    "key-id": "a key's id, not its secret",
    "account-id": "an account's id, not its key",
    "app-level-token": "an app-level token",
    "license-key": "a license key",
    "trigger-token": "a trigger token",
    "deploy-token": "a deploy token",
    "runner-token": "a runner token",
    "sdk-key": "an SDK key",
    "insert-key": "an insert key",
    "query-key": "a query key",
    "smtp-key": "an SMTP key",
    "device-key": "a device key",
    "database-password": "a database's password",
    "origin-ca-key": "an origin CA key",
    "server-key": "a server key",
}
# A kind that is good for some calls of its provider, or as a companion, is no fault by itself.
_COMPANIONS = frozenset(
    phrases("""
        client-id, client-secret, key-id, account-id, sdk-key, insert-key, license-key, deploy-token, query-key
    """)
)
_SAME = ({"test", "sandbox", "dev", "development", "staging"}, {"live", "prod", "production"})


async def check(case: Case, _net: Net) -> Finding:
    """Read each credential; the first one with a fault is told, else the first."""
    case = with_fragment(case)
    found = _found(case)
    if not found:
        return skip("there is no credential to look at")
    judged = [_facts(case, one) for one in found]
    facts = next((one for one in judged if _fault(one)), judged[0])
    filled = facts.filled
    is_shown = not (filled.empty or filled.unexpanded or filled.placeholder or filled.maybe_redacted)
    facts = facts.but(real=is_shown and any(one.real for one in judged))
    fault = _fault(facts)
    where = f"{facts.shown} at {facts.location}"
    if fault:
        return fail(f"{where}: {_WORDS[fault].format(**facts.told())}", facts)
    if filled.variable_unknown or filled.maybe_redacted or facts.public_sample:
        return warn(f"{where}: its value is not shown", facts)
    return passed(f"{where}: nothing odd in its form", facts)


def _found(case: Case) -> tuple[Standing, ...]:
    """What stands where credentials do; a header without a value, which curl leaves out, is an empty one."""
    if case.request is None:
        return ()
    name = emptied_header(case.report.text)
    return standing(case.request) or ((Standing("api-key", f"header:{name}", "", "", ""),) if name else ())


def _facts(case: Case, one: Standing) -> Facts:
    filled, basic, is_asked_for = _filled(case, one), basic_of(one), _is_asked_for(case, one)
    is_elsewhere = filled.maybe_redacted or filled.unexpanded or filled.variable_unknown
    if is_elsewhere:  # what stands there is not what was sent
        basic = basic.but(basic_broken=False, basic_problem="")
    if is_asked_for:  # the client prompts for the password: it is not in the paste, and not empty
        basic = basic.but(basic_password_empty=False)
    is_real = not (filled.empty or filled.placeholder or is_elsewhere)
    harm = damage_of(case, one, sample=not is_real or bool(sample_word(one.value)))
    return Facts(
        location=one.location,
        kind=one.kind,
        shown=one.shown,
        length=len(one.value),
        real=is_real and not is_asked_for,
        is_jwt=like_jwt(one.value),
        public_sample=public_sample(one.value),
        password_asked=is_asked_for,
        malformed=bool(harm.damage),
        filled=filled,
        basic=basic,
        harm=harm,
        form=_form(case, one),
    )


def _is_asked_for(case: Case, one: Standing) -> bool:
    """Whether a user stands there alone, whose password the client asks for."""
    asks = any(problem.code == "password-asked" for problem in case.report.problems)
    return asks and one.kind in ("basic", "digest") and one.value.endswith(":")


def _filled(case: Case, one: Standing) -> _Filled:
    """Nothing, a variable, sample text, or a value."""
    word = empty_word(one.value)
    if one.kind == "basic" and word is None:
        word = _empty_pair(one.value)
    sigil = _sigil(one) if word is None else ""
    expanded = bool(sigil) and (
        (sigil in SHELL_SIGILS and _expanded_by_shell(case, one)) or _of_the_code(case, one.value)
    )
    blotted = word is None and not sigil and redacted(one.value)
    sample = sample_word(one.value) if word is None and not sigil and not blotted else ""
    sample = sample if sample and _is_shown(case, one.value) else ""
    return _Filled(
        empty=word is not None,
        empty_word=word or "",
        sigil=sigil,
        unexpanded=bool(sigil) and not expanded,
        variable_unknown=expanded,
        single_quotes=bool(sigil) and _in_single_quotes(case, one),
        set_nearby=bool(sigil) and not expanded and _is_set_nearby(case, one.value),
        password_dollar=not sigil and one.kind == "basic" and _in_command(case) and partial_dollar(one.value),
        placeholder=bool(sample),
        placeholder_word=sample,
        maybe_redacted=blotted or (bool(sample) and not speaks_to_reader(one.value)),
    )


def _sigil(one: Standing) -> str:
    """The form of the variable that the value is, or of a pair its user or its password alone; ''.

    A pair that was not encoded is at fault whatever its password is.
    """
    is_pair = one.kind in ("basic", "digest") and not basic_of(one).basic_broken
    return sigil_of(one.value) or (sigil_of_pair(one.value) if is_pair else "")


def _is_shown(case: Case, value: str) -> bool:
    """Whether a request, a setting or a program shows the value; what an answer or a manual prints is nobody's key.

    A value that stands nowhere as it is (the pair of Basic, in base64) was read out of a request.
    """
    report = case.report
    if value in report.said_by("request", "configuration", "client"):
        return True
    return value not in report.said_by("asker", "server", "documentation", "token")


def _of_the_code(case: Case, value: str) -> bool:
    """Whether the variable is one of the program's own, which it replaces by its value before it asks."""
    if case.request is None:
        return False
    if case.request.format.kind == "settings":  # most programs fill them in; Prometheus does not
        arrived = value in case.report.said_by("server", "client")
        return not arrived and _FILLS_NOTHING.search(case.report.text) is None
    if case.request.format.kind not in ("code", "fragment"):
        return False
    if "$" in value and _IN_ANY_QUOTES.search(case.report.text):
        return True
    name = value.strip("${}# ")
    if any(one.code == "unset-variable" and f" {name[:80]}, " in one.text for one in case.report.problems):
        return True
    text = case.report.text
    at = text.find(value)
    if at < 0:
        return True
    template = text[max(0, at - 200) : at].rpartition("\n")[2].rpartition("`")
    return bool(template[1]) and ":" not in template[2]


def _is_set_nearby(case: Case, value: str) -> bool:
    """Whether the program that sends ``{token}`` as text has a ``token``: a plain string where a template was meant."""
    name = value.strip("${}#%<>= ")
    if case.request is None or case.request.format.kind != "code" or not name.isidentifier():
        return False
    return (
        re.search(rf"(?:^|[\s(,;$])\b{name}\s*(?::\s*\w+\s*)?:?=(?![=>])|[(,]\s*{name}\s*[,):=]", case.report.text)
        is not None
    )


def _empty_pair(value: str) -> str | None:
    """For Basic: empty when both sides are, or the password is one of the words for nothing."""
    user, colon, password = value.partition(":")
    if colon and not user and not password:
        return ""
    word = empty_word(password) if colon else None
    return word if word else None


def _expanded_by_shell(case: Case, one: Standing) -> bool:
    """Whether the asker's own shell puts a value there: the variable stands in double quotes or bare, in a command."""
    return _in_command(case) and not _in_single_quotes(case, one)


def _in_command(case: Case) -> bool:
    return case.request is not None and case.request.format.is_command


def _in_single_quotes(case: Case, one: Standing) -> bool:
    """Whether the paste has the value inside '...'; in prose and other formats nothing expands it either."""
    text, at = case.report.text, -1
    while one.value and (at := text.find(one.value, at + 1)) >= 0:
        if _quoted(text[max(0, at - 400) : at].rpartition("\n")[2]):
            return True
    return False


def _quoted(line: str) -> bool:
    """Whether the innermost quote that is open at the end of ``line`` is a single one, and no command begins in it.

    A whole command in quotes (``sh -c '…'``, an item of YAML) is read by a shell again, which sees the inner ones.
    """
    opened: list[re.Match[str]] = []
    for quote in _QUOTE.finditer(line):
        if opened and opened[-1].group() == quote.group():
            opened.pop()
        else:
            opened.append(quote)
    return bool(opened) and opened[-1].group() == "'" and not _COMMAND.search(line, opened[-1].end())


def _form(case: Case, one: Standing) -> _Form:
    """What the value's form tells of its provider, environment and kind."""
    user, _, password = one.value.partition(":")
    values = [one.value] if one.kind != "basic" else [part for part in (password, user) if part]
    forms = [(value, form) for value in values for form in case.book.formats_of(value)]
    here = case.provider.id if case.provider else ""
    own = [pair for pair in forms if pair[1].provider == here]
    distinctive = [pair for pair in forms if pair[1].distinctive and pair[1].provider]
    value, form = next(iter(own or distinctive), ("", None))
    begun = next((known for part in values if (known := begun_form(case, part))), None) if not forms else None
    suspect = form or begun
    foreign = not own and suspect is not None and bool(here) and suspect.provider != here
    foreign = foreign and suspect is not None and here not in suspect.also_matches
    if foreign and suspect is not None and case.request is not None and case.book.described(here):
        foreign = not case.book.is_at(suspect.provider, host_of(case.request.url))
    if foreign and suspect is not None and not (case.request and case.request.url):  # who is asked is only guessed
        hosts = {found.lower() for found in _HOST.findall(case.report.text[:_LOOKED_AT])}
        foreign = not any(case.book.is_at(suspect.provider, host) for host in hosts)
    environment = "/".join(filter(None, case.book.told_by(form, value))) if form else ""
    home = case.book.home_of(host_of(case.request.url)) if case.request else None
    host_environment = "/".join(filter(None, (home.environment, home.region))) if home else ""
    kind = form.kind if form else ""
    wrong_kind = (
        form is not None
        and form.distinctive
        and not foreign
        and kind in _NO_CALLS
        and (kind not in _COMPANIONS or _as_bearer(one))
        and not _belongs(case, form)
    )
    return _Form(
        format=f"{form.provider}/{form.id}" if form else "",
        format_provider=suspect.provider if suspect else "",
        format_kind=kind,
        wrong_provider=foreign,
        environment=environment,
        host_environment=host_environment,
        wrong_environment=not foreign and _differ(environment, host_environment),
        wrong_kind=wrong_kind,
        wrong_kind_words=_NO_CALLS.get(kind, ""),
        checksum_bad=form is not None and case.book.checksum_holds(form, value) is False,
        basic_password_is_token=one.kind == "basic"
        and (like_jwt(password) or any(pair[0] == password for pair in distinctive)),
        basic_user_is_token=one.kind == "basic" and any(pair[0] == user for pair in distinctive),
    )


def _belongs(case: Case, form: CredentialFormat) -> bool:
    """Whether a place of the asked provider names this form: some publishable keys are good for calls."""
    return case.provider is not None and any(form.id in place.forms for place in case.provider.placement)


def _as_bearer(one: Standing) -> bool:
    """Whether the value stands where an access token does; elsewhere an id or a secret may be a good companion."""
    return one.location.lower() == "header:authorization" and one.scheme.lower() in ("", "bearer", "token")


def _differ(told: str, home: str) -> bool:
    """Whether two homes (environment/region) name different things of the same sort."""
    for one in filter(None, told.lower().split("/")):
        for other in filter(None, home.lower().split("/")):
            stages = [next((index for index, group in enumerate(_SAME) if word in group), -1) for word in (one, other)]
            if (stages[0] == -1) == (stages[1] == -1) and one != other and (stages[0] == -1 or stages[0] != stages[1]):
                return True
    return False


def _fault(facts: Facts) -> str:
    told = facts.told()
    return next((name for name in _WORDS if told[name]), "")


_IN_ANY_QUOTES = re.compile(
    r"\bdio(?:exception|error)?\b|\bflutter\b|\bpubspec\b|\w\.dart\b|\buri\.(?:parse|https?)\(", re.IGNORECASE
)
_QUOTE = re.compile(r"\"|'(?!(?<=[a-z]')(?:t|s|re|ve|ll|m|d)\b)")  # no apostrophe
_COMMAND = re.compile(r"\b(?:curl|wget|https?|xh|Invoke-\w+)(?:\.exe)?[ \t]")
_HOST = re.compile(r"(?<![\w@.-])(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,12}(?![\w.-])")
_LOOKED_AT = 20_000  # characters
_FILLS_NOTHING = re.compile(r"\b(?:scrape_configs|remote_write|job_name|alertmanager)\b")
_WORDS = {
    "empty": "there is no value ({empty_word!r})",
    "unexpanded": "it is a variable ({sigil}) that nobody expanded",
    "placeholder": "it is sample text",
    "basic_broken": "it does not decode to user:password ({basic_problem})",
    "malformed": "{damage}",
    "wrong_provider": "it has the form of another provider's ({format_provider})",
    "wrong_environment": "it belongs to {environment}, the host to {host_environment}",
    "wrong_kind": "it is {wrong_kind_words}, no good for this call",
    "checksum_bad": "the checksum inside it is wrong",
    "password_dollar": "a dollar sign in the password, which double quotes do not protect",
}
