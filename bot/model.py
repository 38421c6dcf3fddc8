"""The frozen nouns that pass through the program: Report -> Evidence -> Diagnosis -> Reply.

Terms are those of RFC 9110 (challenge, scheme, credentials, realm) and of the RFCs named at each place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Self

import msgspec

from bot.masking import Secret, Shown, is_password_name, is_random, is_user_name, parts_of
from bot.unicode import well_formed

Headers = tuple[tuple[str, str], ...]
CredentialKind = Literal[
    "bearer", "basic", "digest", "api-key", "cookie", "jwt-assertion", "sigv4", "hmac", "mtls", "dpop", "other"
]
Status = Literal["pass", "fail", "warn", "skip", "error"]
Certainty = Literal["proven", "observed", "suspected"]
Carries = Literal["nothing", "credential", "noise"]
About = Literal["pasted", "bare", "another"]
OutcomeWord = Literal["diagnosed", "inconclusive", "not-reproduced", "nothing-to-check"]
Speaker = Literal["asker", "request", "server", "client", "configuration", "token", "documentation"]
LEAST_VOICES = 3  # so many people must have confirmed or refuted a cause before that counts (diagnosis.team)


# ---- Report: what was pasted -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """One credential and where it stands.

    ``location`` is ``header:NAME``, ``query:NAME``, ``userinfo``, ``cookie:NAME``, ``body:FIELD``, ``path`` or
    ``text`` (in prose). ``secret`` is the bare value: ``user:password`` for Basic, the token without its scheme, the
    cookie's value. ``scheme`` is the auth-scheme as it was typed (RFC 9110 section 11.1), or ''.
    """

    kind: CredentialKind
    location: str
    secret: Secret
    scheme: str = ""

    @property
    def is_password(self) -> bool:
        """Whether a failed attempt with it may lock somebody out: a user name's password, or what is called one.

        Not when the password is empty, or a JWT, which is a token wherever it stands.
        """
        value = self.secret.reveal()
        name = self.location.partition(":")[2]
        is_bare = self.location.lower() == "header:authorization" and not self.scheme and ":" in value
        if self.kind in _PAIRED or is_bare:
            password = value.partition(":")[2]
            return bool(password) and not _like_jwt(password)
        return bool(value) and (is_password_name(name) or name == "p") and not _like_jwt(value)


_PAIRED = frozenset({"basic", "digest"})


def _like_jwt(value: str) -> bool:
    return value.startswith("eyJ") and value.count(".") == 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """How the client was told to ask. Understood and reported; carried out only by the rules of probing/."""

    follow_redirects: bool = False
    insecure: bool = False  # -k
    proxy: Secret | None = None  # -x, with whatever userinfo it holds
    scheme: str = ""  # basic, digest, ntlm, negotiate, anyauth, aws-sigv4: which one the client was told to use
    sigv4: str = ""  # the argument of --aws-sigv4
    client_certificate: bool = False  # -E / --cert
    netrc: bool = False  # user name and password come from .netrc, where the request has none


@dataclass(frozen=True, slots=True)
class Format:
    """What a paste, or a part of it, is written in, and what is true of all that is read from it."""

    id: str = ""
    kind: Literal[
        "command", "script", "code", "message", "document", "log", "answer", "prose", "fragment", "settings"
    ] = "prose"
    userinfo: Literal["sent", "ignored", "by-library"] = "sent"  # what stands before the @ of a URL
    system: Literal["", "windows", "browser", "postman"] = ""  # where such a request is made

    def __str__(self) -> str:
        return self.id

    @property
    def speaker(self) -> str:
        """Who speaks in it; mixed: its lines tell."""
        return {"log": "client", "answer": "server", "message": "mixed", "document": "mixed"}.get(self.kind, "request")

    @property
    def is_pasted(self) -> bool:
        """Is the request there itself, not only spoken of?"""
        return self.kind not in ("log", "prose")

    @property
    def is_command(self) -> bool:
        """Does a shell fill in its variables?"""
        return self.kind in ("command", "script")

    @property
    def is_mention(self) -> bool:
        """Does it tell only where the request went, unless it shows headers?"""
        return self.kind in ("message", "log", "prose")

    @property
    def is_part(self) -> bool:
        """Does it show a credential without the request that it belongs to?"""
        return self.kind in ("fragment", "settings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as the pasted client would send it. ``url`` is absolute; ``headers`` keep order and repetition.

    ``body`` is None when there is none or when it could not be known (a file: then ``Report.problems`` says so).
    ``format`` is the paste format it was read from, ``shell`` the one for which a command was written.
    """

    method: str
    url: str = field(repr=False)
    headers: Headers = field(default=(), repr=False)
    body: bytes | None = field(default=None, repr=False)
    credentials: tuple[Credential, ...] = ()
    transfer: Transfer = Transfer()
    format: Format = Format()
    shell: Literal["bash", "cmd", "powershell"] = "bash"

    def header(self, name: str) -> str | None:
        """The first value of the header ``name`` (any case), or None."""
        return _first(self.headers, name)

    @property
    def passwords(self) -> tuple[Credential, ...]:
        """The credentials that are passwords: by themselves, or as the second half of a pair. None of the body's."""
        sent = [one for one in self.credentials if not one.location.startswith(("body:", "text"))]
        return tuple(one for one in sent if one.is_password or (self._names_user and _is_second(one)))

    @property
    def _names_user(self) -> bool:
        names = [name for name, _ in self.headers] + [part.name for part in parts_of(self.url) if part.kind == "query"]
        return any(map(is_user_name, names))


def _is_second(credential: Credential) -> bool:
    """Whether it may be the second half of a pair that is sent in headers or parameters of its own."""
    place, _, name = credential.location.partition(":")
    return (
        place in ("header", "query")
        and not credential.scheme
        and name.lower().removeprefix("x-").removeprefix("auth-") not in _TOKENS
        and bool(credential.secret)
        and not is_random(credential.secret.reveal())
    )


_TOKENS = frozenset({"access_token", "api-key", "api_key", "apikey", "private-token", "token"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One response, pasted or received. ``status`` is None when only a body or a message was pasted.

    Its text is well-formed, whatever an archive or a server's JSON escaped.
    """

    status: int | None = None
    headers: Headers = field(default=(), repr=False)
    body: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "headers", tuple((well_formed(name), well_formed(value)) for name, value in self.headers)
        )
        object.__setattr__(self, "body", well_formed(self.body))

    def header(self, name: str) -> str | None:
        """The first value of the header ``name`` (any case), or None."""
        return _first(self.headers, name)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of the header ``name`` (any case), in order."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key.lower() == wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in the paste that could not be read, or was repaired. ``code`` is for checks, ``text`` for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and what was answered to it, from a pasted transcript, oldest first in ``Report.trail``."""

    request: Request | None
    response: Response | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A part of the paste and who speaks in it, ``start`` characters from the beginning of the restored text.

    asker: prose. request: a command, code or raw request. server: status, headers, body, and its words that a client
    or the asker quotes. client: an error, trace or log of a program. configuration: of server, client or proxy.
    token: decoded claims. documentation: what somebody else wrote and the asker quotes.
    """

    speaker: Speaker
    text: str = field(repr=False)
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a message says: its requests, the refusal that came with them, and the story around them.

    ``observed`` is the last response in the paste. ``trail`` holds every exchange of a transcript (a redirect is two).
    ``fragment`` are the headers of credentials that stand outside of any request, where none is shown or one is only
    mentioned: its URL is ''. ``spans`` are its parts in order, each with its speaker. ``story`` is all that no reader
    took: prose and whatever has no known form. ``secrets`` are all secrets of the text, for the scrubber.
    """

    text: str = field(repr=False)
    requests: tuple[Request, ...] = ()
    observed: Response | None = None
    trail: tuple[Exchange, ...] = ()
    fragment: Request | None = None
    story: str = field(default="", repr=False)
    spans: tuple[Span, ...] = ()
    problems: tuple[Problem, ...] = ()
    secrets: tuple[Secret, ...] = ()

    def said_by(self, *speakers: Speaker) -> str:
        """All that these speakers say, in order, each part on lines of its own."""
        return "\n".join(span.text.strip("\n") for span in self.spans if span.speaker in speakers)

    @property
    def request(self) -> Request | None:
        """The request that is diagnosed, or None: the one that was seen refused, where others were not.

        Else the last one that carries a credential, else the last one.
        """
        if self.observed and self.observed.status in {401, 403, 407} and len(self.requests) > 1:
            refused = [exchange.request for exchange in self.trail if exchange.response == self.observed]
            asked = {(request.method, request.url) for request in refused[-1:] if request}
            shown = [request for request in self.requests if (request.method, request.url) in asked]
            if shown:
                return shown[-1]
        with_credential = [request for request in self.requests if request.credentials]
        candidates = with_credential or list(self.requests)
        return candidates[-1] if candidates else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When the paste was written (a Slack ts, or now) and when it is looked at; both with a zone."""

    written: datetime
    now: datetime


# ---- Evidence: what the checks found -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Words of a server, a gateway or a library that a knowledge entry knows, and the causes that they name.

    ``causes`` most probable first. ``source`` is the entry's id; ``quote`` the known literal, never more of the text.
    """

    source: str
    quote: str
    causes: tuple[str, ...]
    confidence: float


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found. Its own subclass has a field for each fact, annotated with the sentence that says what it is.

    None is a fact that is absent. A field that is Facts itself is a group: what is in it are facts of the check. A
    Struct, as seventy dataclasses cost a tenth of the time in which the command starts.
    """

    def told(self) -> dict[str, object]:
        """The facts that are there, by name."""
        found: dict[str, object] = {}
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, Facts):
                found |= value.told()
            elif value is not None:
                found[name] = value
        return found

    def but(self, **changes: object) -> Self:
        """The same with other values; a name that is no field is a TypeError."""
        return msgspec.structs.replace(self, **changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer of one check.

    pass: looks healthy; fail: it found the fault; warn: odd; skip: the question does not arise (says why); error: we
    could not tell. ``facts`` are the values that knowledge conditions and ``because`` sentences refer to as
    ``check-id.fact``, None when there are none. ``response`` is what a probe received. ``about`` tells to which request
    ``statements`` were said: the pasted one, the same without a credential, or another (a corrected
    one, noise, another address). ``begun`` is by a clock of which only differences mean something.
    """

    status: Status
    summary: str
    facts: Facts | None = None
    statements: tuple[Statement, ...] = ()
    about: About = "another"
    response: Response | None = None
    begun: timedelta = timedelta(0)
    elapsed: timedelta = timedelta(0)
    told: Mapping[str, object] = field(init=False, repr=False, compare=False)  # the facts that are there, by name

    def __post_init__(self) -> None:
        object.__setattr__(self, "told", self.facts.told() if self.facts is not None else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """When, for which check, what was asked (masked, ``headers`` too), and the outcome in a word, with the answer.

    ``sent`` False: we refused.
    """

    at: datetime
    purpose: str
    method: str
    url: str
    carries: Carries
    outcome: str
    elapsed: timedelta
    sent: bool
    headers: Headers = ()
    response: Response | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Every check's finding by id, in the order in which they ended, and what was sent.

    ``record`` is who was asked what, oldest first, the refused included; a proxy's CONNECT counts in ``requests_sent``
    alone.
    """

    findings: Mapping[str, Finding] = field(default_factory=dict)
    requests_sent: int = 0
    record: tuple[Sent, ...] = ()

    def fact(self, path: str) -> object | None:
        """The value at ``check-id.fact``, the status word at ``check-id``, or None when the check did not run."""
        check, _, name = path.partition(".")
        finding = self.findings.get(check)
        if finding is None:
            return None
        return finding.told.get(name) if name else finding.status


# ---- Diagnosis: causes, most probable first ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One instruction of the checklist, ready to be followed: whole as ``text``, and in one ``line``.

    ``command``: the one that suits the system that the paste shows, '' when there is none. ``suits`` False: ``line`` is
    for another system than the one that the paste shows.
    """

    id: str
    text: str
    line: str = ""
    command: str = ""
    suits: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One cause: how sure (``confidence`` 0..1, ``certainty``), why, what to do, and the corrected command if known.

    ``title`` names the class of fault, ``headline`` what it is in this paste; ``check_by`` would tell it from others;
    ``change`` is what the corrected command changes.
    """

    id: str
    title: str
    certainty: Certainty
    confidence: float
    because: tuple[str, ...]
    steps: tuple[Step, ...]
    corrected: str | None = None
    headline: str = ""
    check_by: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """Causes most probable first, at most five; ``notes`` are sentences about limits (a mute server, plain http).

    ``entry`` is the knowledge entry of whom the request goes to; ``provider`` the id that answers in JSON name, which
    not every entry has; ``pages`` the addresses of the entry's own documentation, which alone may become links.
    ``site`` is the registrable domain (or address) that was asked, '' = none; ``evidence`` a fingerprint of the signs
    that fired.
    """

    outcome: OutcomeWord
    causes: tuple[Cause, ...] = ()
    provider: str | None = None
    entry: str | None = None
    compared: str = ""
    notes: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    site: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """One message, examined: everything that a reply is made of.

    ``is_open``: nothing was asked yet, and the API can tell more. ``failed``: nothing could be examined by a fault of
    ours, which the log tells under this id; '' as a rule.
    """

    report: Report
    evidence: Evidence
    diagnosis: Diagnosis
    is_open: bool = False
    failed: str = ""


# ---- Reply: what is said -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to do about one cause: its title and each of its steps, whole."""

    title: Shown
    steps: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is said, before it takes the form of blocks or of a terminal page. All of it has passed the mask.

    In the order in which it is read: ``headline`` what is wrong with this paste; ``sure`` how sure that is, with the
    reason that carries it; ``fix`` what to do first, with its ``command``; ``further`` steps, a line each; ``others``,
    what else it may be and what would tell; ``compared``, what the API answered to what; ``notes``, the limits of it.

    On request: ``details``, a line for each reason, check, request that was sent and thing noticed in the paste;
    ``checklist``, all steps whole. ``pages`` are the addresses in all this that may become links.
    """

    headline: Shown
    sure: Shown
    fix: Shown | None = None
    command: Shown | None = None
    further: tuple[Shown, ...] = ()
    others: tuple[Shown, ...] = ()
    compared: Shown | None = None
    notes: tuple[Shown, ...] = ()
    details: tuple[Shown, ...] = ()
    checklist: tuple[Advice, ...] = ()
    pages: tuple[Shown, ...] = ()


def _first(headers: Headers, name: str) -> str | None:
    wanted = name.lower()
    for key, value in headers:
        if key.lower() == wanted:
            return value
    return None
