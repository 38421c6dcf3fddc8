"""The shape of the YAML in ``knowledge/``: one struct per kind of entry. Unknown keys are errors.

Keys are written with ``-`` for ``_``. An entry's ``id`` is its file's name and never stands in the file; the loader
fills it in. ``source`` says where a fact comes from: an RFC and section, or a page by its title.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

Trust = Literal["high", "medium", "low"]
Place = Literal["header", "basic", "query", "body", "path", "cookie", "client-certificate", "digest", "signature"]
Where = Literal["body", "header", "any"]
Checksum = Literal["", "github"]
Situation = Literal["refused", "forbidden", "accepted", "redirected", "failed", "unknown"]
Text = Annotated[str, Meta(min_length=1)]
Literally = Annotated[str, Meta(min_length=2)]
_Program = Literal["postman", "registry", "webhook"]
_Tool = Literal["tool", "npm", "maven", "gradle", "nuget", "pip", "terraform", "huggingface"]
_Subject = Literal["oauth", "jwt", "sso", "slash", "clock", "password", "dead-refresh", "credential"]
System = Literal["ci", "browser", "windows", "macos", "container", "cluster", _Program, _Tool, _Subject]
Scalar = bool | int | float | str | None
# What a reader takes in at a glance, in characters: of a cause's words and of a step's one line.
LONGEST_TITLE, LONGEST_HEADLINE, LONGEST_CHECK_BY, LONGEST_BECAUSE, LONGEST_LINE = 60, 90, 110, 140, 140

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LENGTH = re.compile(r"(\d{1,6}) ?(s|min|h|d)")
_UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days"}


def _moment(told: str) -> datetime:
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ValueError(f"{told} is no time with a zone; one like 2026-11-28T09:30Z is right")
    return found.astimezone(UTC)


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """What all structs here have in common."""


# ---- Examples: every entry proves itself -------------------------------------------------------------------------


class Example(Entry, frozen=True, kw_only=True):
    """A paste, and what it must be taken for.

    ``world`` says what a target would answer to each check (``send`` answers all others); without it nothing is sent.
    ``cause`` is the cause that must win (entries other than causes); ``instead`` is who wins in a no-match: a cause
    for a cause, a provider for a provider; '' when it only must not be this one.
    """

    name: Text
    paste: Text
    world: dict[str, Any] | None = None
    cause: str = ""
    instead: str = ""


class Examples(Entry, frozen=True, kw_only=True):
    """Examples both ways. The most useful ``no-match`` is a near miss."""

    match: tuple[Example, ...] = ()
    no_match: tuple[Example, ...] = ()


# ---- Causes and steps ----------------------------------------------------------------------------------------------


class Test(Entry, frozen=True, kw_only=True):
    """A test of one fact. All keys that are given must hold; a fact that is absent fails all but ``present: false``.

    ``contains`` is a substring of a text (case ignored) or a member of a list, ``begins`` how a text begins (case
    ignored); of several one must do. Neither is for prose: what people tell is a fact of ``story``.
    """

    contains: str | tuple[str, ...] | None = None
    begins: str | tuple[str, ...] | None = None
    above: float | None = None
    below: float | None = None
    present: bool | None = None
    is_not: Scalar | tuple[Scalar, ...] = None


Condition = Scalar | tuple[Scalar, ...] | Test
Conditions = dict[str, Condition]
Weighs = Literal[
    "decisive", "strong", "fair", "weak", "decisive-against", "strong-against", "fair-against", "weak-against"
]


class Sign(Entry, frozen=True, kw_only=True):
    """One way in which a cause shows itself, or is ruled out.

    ``when``: every condition holds; ``unless``: not all of one of these groups hold. ``weighs``: how strongly it
    speaks for the cause, or against it; what that is in numbers is fitted on labelled cases. ``because`` is filled from
    the facts. ``steps``: what to do besides, first.
    """

    when: Conditions
    unless: tuple[Conditions, ...] = ()
    weighs: Weighs
    because: str = ""
    steps: tuple[Text, ...] = ()


class Headline(Entry, frozen=True, kw_only=True):
    """What is wrong with this paste, in one sentence: true wherever ``when`` holds and its names have a value."""

    when: Conditions = {}
    say: Text


class Cause(Entry, frozen=True, kw_only=True):
    """Why a request is refused. ``fits``: the situations in which it can be the cause at all; ``ruled-out``: the facts
    by which it cannot, whatever the words say (unless a live check proves it).

    ``title`` names the class of fault; of ``headline``, the first that can be said is said in its stead (a plain text
    has no conditions). ``check-by``: what would tell this cause apart while it is only possible; the first whose names
    have a value.
    """

    title: Text
    headline: tuple[Text | Headline, ...] = ()
    check_by: Text | tuple[Text, ...] = ()
    signs: tuple[Sign, ...] = ()
    fits: tuple[Situation, ...] = ("refused", "redirected", "unknown")
    ruled_out: tuple[Conditions, ...] = ()
    steps: tuple[Text, ...]
    source: Text
    examples: Examples = Examples()
    id: str = ""
    family: str = ""

    @property
    def headlines(self) -> tuple[Headline, ...]:
        """All headlines, each with its conditions, most specific first."""
        return tuple(Headline(say=each) if isinstance(each, str) else each for each in self.headline)

    @property
    def checks_by(self) -> tuple[str, ...]:
        """All wordings of ``check-by``, in order."""
        return (self.check_by,) if isinstance(self.check_by, str) else self.check_by


class Story(Entry, frozen=True, kw_only=True):
    """One thing that askers tell, by sentences: ``yes`` say it, ``no`` say the contrary, ``near`` say neither.

    The model of stories is learned from them all; a fact of the check ``story`` is this entry's id. ``suspect``: it is
    what may be at fault, so that a sentence by which it is right says no.
    """

    question: Text
    suspect: bool = False
    yes: Annotated[tuple[Text, ...], Meta(min_length=1)]
    no: tuple[Text, ...] = ()
    near: tuple[Text, ...] = ()
    source: Text
    id: str = ""


class Commands(Entry, frozen=True, kw_only=True):
    """What to run, by system. ``any`` runs everywhere, but where ``windows`` is given too: then in every POSIX shell.

    Each runs as it stands once the secret is in the variable TOKEN (or in those that the step's text names), which a
    template reads and never holds. ``PowerShell: `` before one for ``windows`` names its shell.
    """

    any: str = ""
    windows: str = ""
    macos: str = ""
    linux: str = ""


class Step(Entry, frozen=True, kw_only=True):
    """One instruction of the checklist that can be followed as it stands. ``see``: what one should see afterwards.

    ``line`` is the whole instruction in one line: of several wordings, the first whose names all have a value; the last
    has none. ``suits``: where alone it makes sense, of what a paste can show; () is everywhere. ``unless``: where it
    makes none all the same. ``text`` is the longer form; a sentence with a name that has no value is left out.

    Names: those of PLACES in bot/diagnosis/templates.py, and any ``{check-id.fact}``. In a command {host}, {origin} and
    {scheme} are only what could be connected to and what is known, and each value is quoted for the shell: a template
    writes it bare or between double quotation marks. A command with a name that has no value is left out.
    """

    line: Text | tuple[Text, ...] = ()
    suits: tuple[System, ...] = ()
    unless: tuple[System, ...] = ()
    text: Text
    commands: Commands = Commands()
    see: str = ""
    source: Text
    id: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """All wordings of ``line``, in order."""
        return (self.line,) if isinstance(self.line, str) else self.line


# ---- Providers -----------------------------------------------------------------------------------------------------


class Wording(Entry, frozen=True, kw_only=True):
    """What a server says literally when it refuses, and what it means: ``causes``, most probable first.

    ``match`` is a literal substring, or several that mean the same: of the body, of ``Name: value`` for a header, or of
    either. One without a blank is a code: it is compared with its case and at word boundaries; a phrase is compared
    without its case. ``common``: others say so too (Forbidden), so it counts only when this provider is asked.
    """

    match: Literally | tuple[Literally, ...]
    where: Where = "body"
    status: int | None = None
    code: str | int | None = None
    causes: Annotated[tuple[Text, ...], Meta(min_length=1)]
    common: bool = False
    source: Text
    confidence: Trust = "high"
    note: str = ""

    @property
    def literals(self) -> tuple[str, ...]:
        """All that it matches."""
        return (self.match,) if isinstance(self.match, str) else self.match


class CredentialFormat(Entry, frozen=True, kw_only=True):
    """The form of one sort of credential. ``regex`` is for fullmatch on one value.

    Named groups ``region`` and ``environment`` in it capture what the value tells of its home. ``distinctive``: the
    form alone names the provider. ``example-parts`` joined match; each of ``near-misses`` joined does not.
    """

    kind: Text
    regex: Text
    distinctive: bool = False
    environment: str = "any"
    region: str = ""
    checksum: Checksum = ""
    example_parts: Annotated[tuple[str, ...], Meta(min_length=1)]
    near_misses: tuple[tuple[str, ...], ...] = ()
    also_matches: tuple[str, ...] = ()
    source: Text
    confidence: Trust = "high"
    note: str = ""
    provider: str = ""
    id: str = ""


class Placement(Entry, frozen=True, kw_only=True):
    """Where a credential goes. ``scheme`` '' = the bare value; ``A | B`` = either.

    ``forms`` are ids of the credential forms that belong there; a place that names none takes what no other names.
    ``beside``: headers that go with this one, and may be sent along.
    """

    place: Place = msgspec.field(name="in")
    name: str = ""
    scheme: str = ""
    use: str = msgspec.field(name="for", default="")
    forms: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    note: str = ""
    source: Text
    confidence: Trust = "high"


class Home(Entry, frozen=True, kw_only=True):
    """Hosts of one environment or region of a provider, to be compared with what a credential tells of itself."""

    hosts: tuple[Text, ...]
    environment: str = ""
    region: str = ""


class Whoami(Entry, frozen=True, kw_only=True):
    """A call that changes nothing and tells whether a credential is good."""

    method: Literal["GET", "POST"]
    url: Text
    ok: int = 200
    source: Text
    confidence: Trust = "high"
    note: str = ""


class Trap(Entry, frozen=True, kw_only=True):
    """A known way to get it wrong, as a sentence for the person in the thread."""

    text: Text
    causes: tuple[Text, ...]
    source: Text
    confidence: Trust = "high"


class Scheme(Entry, frozen=True, kw_only=True):
    """A security scheme as OpenAPI has it: where one credential of a described API goes.

    ``in`` and ``name`` are an apiKey's. ``scheme`` is the auth-scheme of ``http``, lower case, or what stands before an
    apiKey in Authorization (``A | B`` = either, '' = nothing). ``signature``: the client signs the request.
    """

    type: Literal["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS", "signature"]
    place: Literal["", "header", "query", "cookie"] = msgspec.field(name="in", default="")
    name: str = ""
    scheme: str = ""
    issuer: str = ""
    token_url: str = ""
    authorization_url: str = ""
    scopes: tuple[str, ...] = ()
    deprecated: bool = False


class Refusal(Entry, frozen=True, kw_only=True):
    """A documented answer that refuses: what the description ``says`` of it, and the ``codes`` by which it is known.

    ``causes``: what it means, by the words that the knowledge base has; () where it has none.
    """

    status: int
    says: str = ""
    codes: tuple[Literally, ...] = ()
    causes: tuple[Text, ...] = ()


class Operation(Entry, frozen=True, kw_only=True):
    """One operation of a described API, or several (``calls``, each ``GET /orders/{id}``) that need the same and are
    documented to refuse alike (``refusals``).

    ``security`` are alternatives as OpenAPI has them: each names the ``schemes`` that are needed together, with their
    scopes; [] and {} need none. Without it ``scopes`` are needed, whatever the scheme, and ``open`` needs none. A path
    has ``{name}`` for a part that varies.
    """

    method: str = ""
    path: str = ""
    calls: tuple[Text, ...] = ()
    security: tuple[dict[str, tuple[str, ...]], ...] | None = None
    scopes: tuple[str, ...] = ()
    open: bool = False
    refusals: tuple[Refusal, ...] = ()


class NamedBy(Entry, frozen=True, kw_only=True):
    """Literals that name a provider where a text shows no request, by their sort. A ``*`` at the end: goes on.

    ``code``: classes, functions, words of an SDK, with their case. ``package``: a package or module; one plain word
    counts only where it is imported, installed, called or stands in a trace. ``answer``: codes and words of its
    refusals alone. ``link``: beginnings of pages that its errors point to. ``header``: headers of its own.
    ``command``: programs, as typed or as they begin a line. ``variable``: names in an environment. ``name``: what
    people call it; for an ordinary word the literal says more ('Box API'). ``port``: its own, which makes a path hint
    sure. ``through``: providers whose SDK calls this one too, so that it is meant when both are named.
    """

    code: tuple[Text, ...] = ()
    package: tuple[Text, ...] = ()
    answer: tuple[Text, ...] = ()
    link: tuple[Text, ...] = ()
    header: tuple[Text, ...] = ()
    command: tuple[Text, ...] = ()
    variable: tuple[Text, ...] = ()
    name: tuple[Text, ...] = ()
    port: tuple[int, ...] = ()
    through: tuple[Text, ...] = ()
    source: Text


class Docs(Entry, frozen=True, kw_only=True):
    """Pages for people: how to authenticate, where keys are seen and replaced."""

    auth: str = ""
    rotate: str = ""


class Escalation(Entry, frozen=True, kw_only=True):
    """Whom to turn ``to``, in these ``channels`` (ids; () = in all), at these ``hours`` of these ``days`` in a zone.

    Hours are ``09:00-17:30``, and may go over midnight: the day is that on which they begin.
    """

    to: Text
    channels: tuple[Text, ...] = ()
    hours: Annotated[str, Meta(pattern=r"^(?:(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-4]):[0-5]\d)?$")] = ""
    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ()
    zone: str = "UTC"

    def __post_init__(self) -> None:
        """Raises ValueError for a zone that does not exist."""
        try:
            ZoneInfo(self.zone)
        except (KeyError, OSError, ValueError):
            raise ValueError(f"no such time zone: {self.zone}; one like Europe/Vienna is right") from None

    def is_on_call(self, now: datetime) -> bool:
        """Do the hours hold at a time?"""
        local = now.astimezone(ZoneInfo(self.zone))
        begins, _, ends = self.hours.partition("-")
        if not begins:
            return self._is_day(local)
        start, clock = time.fromisoformat(begins), local.time()
        end = time.max if ends.startswith("24") else time.fromisoformat(ends)
        if start <= end:
            return start <= clock <= end and self._is_day(local)
        return (clock >= start and self._is_day(local)) or (clock <= end and self._is_day(local - timedelta(days=1)))

    def _is_day(self, local: datetime) -> bool:
        return not self.days or _DAYS[local.weekday()] in self.days


class Incident(Entry, frozen=True, kw_only=True):
    """A fault that the team knows of, ``from`` a time ``to`` another ('' = it goes on), with what to ``say`` of it.

    Times are ISO 8601 with a zone (``2026-11-28T09:30Z``). ``hosts`` and ``paths`` are patterns (``*``: anything) of
    what is affected; () is everything. ``link``: a page on it.
    """

    start: Text = msgspec.field(name="from")
    end: str = msgspec.field(name="to", default="")
    say: Text
    hosts: tuple[Text, ...] = ()
    paths: tuple[Text, ...] = ()
    link: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for times that are none."""
        since = self.since
        if self.end and _moment(self.end) < since:
            raise ValueError(f"to {self.end} is before from {self.start}")

    @property
    def since(self) -> datetime:
        """When it began."""
        return _moment(self.start)

    @property
    def until(self) -> datetime | None:
        """When it ended, None while it goes on."""
        return _moment(self.end) if self.end else None


class OwnStep(Entry, frozen=True, kw_only=True):
    """A step of the checklist in the team's own words: what to ``say`` in its stead, and the page ``docs`` on it."""

    say: str = ""
    docs: str = ""


class Provider(Entry, frozen=True, kw_only=True):
    """An API provider, or a company's own API. ``unlisted``: its id is none that answers in JSON promise to name.

    ``hosts`` are patterns over the whole host, ``*`` for any run of characters; at its ``free-hosts`` among them others
    say where a credential goes (a customer's API, a token endpoint), so placement does not hold there. ``path-hints``
    are beginnings of paths (``*``: any one segment) that name a ``self-hosted`` product on a customer's own host: with
    three segments alone, with fewer together with a second sign (its name in the host, its header, its port, its
    credential's form, what ``named-by`` has). ``companions`` are headers that a request
    needs besides its credential. ``issuers`` may be asked for their keys. ``escalate``: a channel or user id, or words;
    or several by channel and hour, of which the first that holds counts. ``token-lifetime`` is ``15 min``, ``1 h``,
    ``30 d``. ``networks``: the addresses that alone may call. ``steps``: own words and pages for steps, by their ids.
    ``servers`` are the base addresses of a described API, with ``{name}`` for what varies, ``schemes`` the security
    schemes that its ``operations`` name, ``audiences`` those that its tokens may have.
    """

    name: Text
    unlisted: bool = False
    hosts: tuple[Annotated[str, Meta(pattern=r"^[a-z0-9*-]+(?:\.[a-z0-9*-]+)*$")], ...] = ()
    free_hosts: tuple[Text, ...] = ()
    host_note: str = ""
    self_hosted: bool = False
    path_hints: tuple[str, ...] = ()
    named_by: NamedBy | None = None
    homes: tuple[Home, ...] = ()
    credentials: tuple[CredentialFormat, ...] = ()
    placement: tuple[Placement, ...] = ()
    companions: tuple[str, ...] = ()
    whoami: tuple[Whoami, ...] = ()
    answers: tuple[Wording, ...] = ()
    traps: tuple[Trap, ...] = ()
    issuers: tuple[str, ...] = ()
    status_page: str = ""
    servers: tuple[str, ...] = ()
    schemes: dict[str, Scheme] = {}
    audiences: tuple[str, ...] = ()
    operations: tuple[Operation, ...] = ()
    token_lifetime: str = ""
    networks: tuple[Text, ...] = ()
    incidents: tuple[Incident, ...] = ()
    steps: dict[str, OwnStep] = {}
    escalate: str | tuple[Escalation, ...] = ""
    docs: Docs = Docs()
    examples: Examples = Examples()
    id: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for a lifetime or a network that is none."""
        if self.token_lifetime and self.lifetime is None:
            raise ValueError(
                f"token-lifetime: {self.token_lifetime} is no length of time; 15 min, 1 h or 30 d is right"
            )
        for network in self.networks:
            try:
                ip_network(network, strict=False)
            except ValueError:
                raise ValueError(f"networks: {network} is no network; one like 203.0.113.0/24 is right") from None

    @property
    def lifetime(self) -> timedelta | None:
        """How long its tokens live, None where nothing is said."""
        found = _LENGTH.fullmatch(self.token_lifetime)
        return timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else None

    @property
    def allowed(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The networks that alone may call; () = any."""
        return tuple(ip_network(each, strict=False) for each in self.networks)

    @property
    def public_id(self) -> str | None:
        """The id by which answers in JSON name it; None for one that is not listed there."""
        return None if self.unlisted else self.id


# ---- Frameworks and gateways ---------------------------------------------------------------------------------------


class Mark(Entry, frozen=True, kw_only=True):
    """A fingerprint: a header (``contains`` '' = its presence), or a literal of the body."""

    header: str = ""
    contains: str = ""
    body: str = ""


class Framework(Entry, frozen=True, kw_only=True):
    """A library, server, gateway or identity provider that answers with words of its own, whosever API it is.

    Of kind ``common``: words that many use, so that they weigh less than those of somebody who is known.
    """

    name: Text
    kind: Literal["framework", "library", "server", "gateway", "identity", "registry", "client", "platform", "common"]
    marks: tuple[Mark, ...] = ()
    answers: Annotated[tuple[Wording, ...], Meta(min_length=1)]
    source: Text
    examples: Examples = Examples()
    id: str = ""


class Contact(Entry, frozen=True, kw_only=True):
    """Whom to turn to for some hosts (patterns) or in some channels (ids): ``escalate`` as a provider has it."""

    hosts: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    escalate: Text | tuple[Escalation, ...]
    id: str = ""


KINDS: dict[str, type[Entry]] = {
    "causes": Cause,
    "story": Story,
    "steps": Step,
    "providers": Provider,
    "credentials": CredentialFormat,
    "frameworks": Framework,
    "contacts": Contact,
}
