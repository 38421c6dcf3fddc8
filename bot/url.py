"""The one parse of a URL: text -> Url, whatever the text is. What is judged, connected to and shown comes from here.

Two parsers of one text are how a guard is evaded, and a parser that raises is how an answer is lost; so nothing else
in the package takes a URL apart (a test forbids ``urlsplit`` and its kin), and nothing here raises.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from ipaddress import IPv6Address
from typing import Literal
from urllib.parse import quote

DEFAULT_PORTS = {"http": 80, "https": 443}
# RFC 3986 appendix B, with the scheme's own grammar. It matches every text.
_PARTS = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):)?(?://(?P<authority>[^/?#]*))?(?P<path>[^?#]*)"
    r"(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
    re.DOTALL,
)
_AUTHORITY = re.compile(r"(?P<host>\[[^\[\]]*\]|[^:\[\]]*)(?::(?P<port>.*))?", re.DOTALL)
_PORT = re.compile(r"[0-9]*")
_NAME = re.compile(r"(?!-)[a-z0-9._-]{1,253}")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Cn"})
_LONGEST_NAME = 1000
_SENT = "".join(map(chr, range(0x21, 0x7F)))

# A host that may be what was meant, behind a password with a raw ``/``, ``?`` or ``#`` in it.
_HOST_BEHIND = re.compile(r"[^/@]@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?=[/:?#]|\Z)")
_PARAMETER = re.compile(r"[?&][\w.\[\]-]+=[^&#]*")  # whose value may well be somebody's address

Rule = Literal["", "url", "scheme", "userinfo", "host", "port"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Url:
    """A text read as a URL. ``fault`` says in words why it cannot be connected to, '' when it can; ``rule`` is its id.

    The parts are there with a fault too, for what can still be said of a text such as ``https://<tenant>.example/x``:
    ``host`` is then what stands in the host's place, lower case, '' when that cannot be told. Without a fault it is an
    ASCII name folded by UTS 46, or an address, without brackets, its final dot kept. ``port`` is the scheme's own when
    none is written, None when there is neither. ``userinfo``, ``query`` and ``fragment`` are None when they are not
    there; they and ``path`` stand as they were written and never appear in the value's text form.
    """

    scheme: str = ""
    host: str = ""
    port: int | None = None
    userinfo: str | None = field(default=None, repr=False)
    path: str = field(default="", repr=False)
    query: str | None = field(default=None, repr=False)
    fragment: str | None = field(default=None, repr=False)
    fault: str = ""
    rule: Rule = ""

    @property
    def name(self) -> str:
        """The host as it is compared: without a final dot."""
        return self.host.rstrip(".")

    @property
    def authority(self) -> str:
        """The Host header (RFC 9110 section 7.2): the host, and the port unless it is the scheme's own; no userinfo."""
        return self._authority(self.host)

    @property
    def origin(self) -> str:
        """``scheme://host:port`` folded: one text for all spellings of one origin (RFC 9110 section 4.3.1).

        Lower case, UTS 46, without a default port, a final dot and a userinfo; '' when it cannot be connected to.
        """
        return "" if self.fault else f"{self.scheme}://{self._authority(self.name)}"

    @property
    def target(self) -> str:
        """Path and query as they are sent (RFC 9112 section 3.2.1): as written, what is no ASCII percent-encoded."""
        written = (self.path or "/") + ("" if self.query is None else f"?{self.query}")
        return quote(written, safe=_SENT, errors="replace")

    def _authority(self, host: str) -> str:
        bracketed = f"[{host}]" if ":" in host else host
        is_own = self.port is None or self.port == DEFAULT_PORTS.get(self.scheme)
        return bracketed if is_own else f"{bracketed}:{self.port}"

    def __str__(self) -> str:
        return self.origin or "(no URL)"


def url_of(text: str) -> Url:
    """The parse of ``text``: never raises."""
    match = _PARTS.fullmatch(text)
    assert match is not None  # every part of the expression may be empty, and the last takes the rest
    scheme = (match["scheme"] or "").lower()
    userinfo, at, authority = (match["authority"] or "").rpartition("@")
    is_early = ends_early(text)
    found = None if is_early else _AUTHORITY.fullmatch(authority)
    host, port = (found["host"], found["port"] or "") if found else ("", "")
    folded = _folded(host) if found else None
    number = int(port[:6]) if port and _PORT.fullmatch(port) else DEFAULT_PORTS.get(scheme)
    rule, fault = _fault(text, is_absolute=None not in (match["scheme"], match["authority"]), scheme=scheme)
    if not fault and is_early:
        rule, fault = "userinfo", "the user name or password in the URL ends early, so its host is not the one meant"
    elif not fault and (folded is None or _PORT.fullmatch(port) is None):
        rule, fault = "host", "the host of the URL is no host name and no address"
    elif not fault and not 1 <= (number or 0) <= 65535:
        rule, fault = "port", "the port of the URL is not in 1 to 65535"
    return Url(
        scheme=scheme,
        host=folded if folded is not None else "" if host.startswith("[") else host.lower(),
        port=number,
        userinfo=userinfo if at else None,
        path=match["path"],
        query=match["query"],
        fragment=match["fragment"],
        fault=fault,
        rule=rule,
    )


def host_of(url: str) -> str:
    """The host of a URL as it is compared: lower case, folded, without a final dot; '' when there is none."""
    return url_of(url).name


def ends_early(url: str) -> bool:
    """Does a raw ``@``, ``/``, ``?`` or ``#`` of the password end the userinfo, so that its rest reads as the host?

    Then what stands in the host's place is a piece of a secret or a user's name: not to be looked up, nor to be said.
    """
    match = _PARTS.fullmatch(url)
    assert match is not None  # it matches every text
    authority = match["authority"] or ""
    _, at, host = authority.rpartition("@")
    rest = url[match.end("authority") :] if authority else ""
    if at:
        is_host = "." in host or ":" in host or host.lower() == "localhost"
        return not is_host and _HOST_BEHIND.search(_PARAMETER.sub("", rest)) is not None
    _, colon, port = authority.rpartition(":")
    is_port = not colon or "]" in port or port.isdigit()
    return not is_port and _HOST_BEHIND.search(rest.partition("?")[0] or rest) is not None


def is_same_origin(one: str, other: str) -> bool:
    """Are both of one origin that can be connected to?"""
    origin = url_of(one).origin
    return bool(origin) and origin == url_of(other).origin


def with_query(url: str, query: str | None) -> str:
    """``url`` as it was written, with this query (None: without one), and without its userinfo and fragment."""
    match = _PARTS.fullmatch(url)
    assert match is not None  # it matches every text
    scheme = "" if match["scheme"] is None else f"{match['scheme']}:"
    host = "" if match["authority"] is None else f"//{match['authority'].rpartition('@')[2]}"
    return f"{scheme}{host}{match['path']}" + ("" if query is None else f"?{query}")


def joined(base: str, reference: str) -> str:
    """``reference`` resolved against the absolute URL ``base`` (RFC 3986 section 5.2.2); text, to be parsed anew."""
    old, new = _PARTS.fullmatch(base), _PARTS.fullmatch(reference)
    assert old is not None  # it matches every text
    assert new is not None
    if new["scheme"] is not None:
        return reference
    scheme = "" if old["scheme"] is None else f"{old['scheme']}:"
    fragment = "" if new["fragment"] is None else f"#{new['fragment']}"
    if new["authority"] is not None:
        return scheme + reference
    head = scheme if old["authority"] is None else f"{scheme}//{old['authority']}"
    query = new["query"]
    if not new["path"]:
        path, query = old["path"], old["query"] if query is None else query
    elif new["path"].startswith("/"):
        path = without_dot_segments(new["path"])
    else:
        folder = old["path"][: old["path"].rfind("/") + 1] or ("/" if head != scheme else "")
        path = without_dot_segments(folder + new["path"])
    return head + path + ("" if query is None else f"?{query}") + fragment


def without_dot_segments(path: str) -> str:
    """An absolute ``path`` without its ``.`` and ``..`` segments (RFC 3986 section 5.2.4), ``%2e`` being a dot."""
    if not path.startswith("/") or ("." not in path and "%2" not in path):
        return path
    segments = path.split("/")[1:]
    kept: list[str] = []
    for index, segment in enumerate(segments):
        plain = segment.lower().replace("%2e", ".")
        if plain not in (".", ".."):
            kept.append(segment)
            continue
        if plain == ".." and kept:
            kept.pop()
        if index == len(segments) - 1:
            kept.append("")
    return "/" + "/".join(kept)


def ascii_host(text: str) -> str | None:
    """A host name by IDNA (UTS 46): full-width and circled letters and digits fold here, before any address check."""
    if text.isascii():
        return text.lower()
    if len(text) > _LONGEST_NAME:
        return None
    import idna  # its tables are slow to load, and most names are ASCII

    try:
        folded = idna.uts46_remap(text, std3_rules=False, transitional=False)
        return folded.lower() if folded.isascii() else idna.encode(folded).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return None


def _fault(text: str, *, is_absolute: bool, scheme: str) -> tuple[Rule, str]:
    """What is wrong with the whole, ("", "") when nothing is."""
    if any(map(_is_forbidden, set(text))):
        return "url", "the URL holds a blank, a backslash or a control character, so it is not asked"
    if not is_absolute:
        return "url", "this is no absolute URL, so there is nothing to ask"
    if scheme not in DEFAULT_PORTS:
        return "scheme", f"{scheme[:20]!r} is not asked, only http and https are"
    return "", ""


def _folded(host: str) -> str | None:
    """The host as it is connected to; None when it is no name and no address."""
    if host.startswith("["):
        try:
            address = IPv6Address(host[1:-1])
        except ValueError:
            return None
        return None if address.scope_id is not None else str(address)
    folded = ascii_host(host)
    is_name = folded and _NAME.fullmatch(folded) and folded.strip(".") and ".." not in folded
    return folded if is_name else None


def _is_forbidden(letter: str) -> bool:
    """Blanks, controls, format characters (bidirectional, zero-width), surrogates, unassigned ones, the backslash."""
    if letter < "\x7f":
        return letter <= "\x20" or letter == "\\"
    return unicodedata.category(letter) in _INVISIBLE
