"""What copying, quoting and encoding leave in a credential; Basic values that do not decode (RFC 7617)."""

from __future__ import annotations

import re
from typing import Annotated

from bot.auth.basic import decoded
from bot.auth.jwt import like_jwt
from bot.case import Case
from bot.knowledge.schema import CredentialFormat
from bot.lists import phrases
from bot.model import Facts
from bot.variants.credentials import Standing, under_unknown_scheme

_INVISIBLE = re.compile(
    r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00a0\u2007\u202f]"
)
_SMART = re.compile(r"[\u2018\u2019\u201c\u201d\u00ab\u00bb\u201e\u201a`´]")
_NEWLINE = re.compile(r"[\r\n]|\\[rn]|%0[ad]", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:authorization|bearer|basic|token|api[-_ ]?key|apikey|access[-_]?token|key|secret|x-api-key|password|jwt)"
    r"\s*[:=]\s*\S",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|#\d+);")
_PERCENT = re.compile(r"%(?:2[0-9A-F]|3[A-F]|40|5[BD])", re.IGNORECASE)
_URLSAFE = re.compile(r"(?=.*[-_])[A-Za-z0-9_-]+={0,2}\Z")
_SEVERAL = re.compile(r'[\w-]{1,40}="[^"]{0,400}"\s{0,8},\s{0,8}[\w-]{1,40}=')  # auth-params (RFC 9110 section 11.4)
_OPEN, _CLOSE = "<[{(", ">]})"
_WORDS = {  # of each fact of Damage
    "newline": "a line break in it",
    "invisible": "an invisible character",
    "smart_quotes": "a typographic quote",
    "quotes": "quotation marks around it",
    "brackets": "brackets around it",
    "label_inside": "a label before it",
    "whitespace": "a space in or around it",
    "non_ascii": "a character outside ASCII",
    "escaped": "an escape in it",
    "pasted_twice": "the value twice in a row",
    "truncated": "cut off: shorter than values of this form",
    "too_long": "longer than values of this form",
}
_PAD = ("0", "A", "a")
_FURTHEST = 80
# Beginnings that many issuers and home-made keys share: they tell a form only at the provider whose form it is.
_ANYBODYS = frozenset(
    f"{word}{mark}"
    for word in phrases("key, sk, pk, rk, api, app, tok, token, secret, pat, live, test, prod, access")
    for mark in "-_"
)


class Damage(Facts, frozen=True, kw_only=True):
    """What copying, quoting and encoding left in the value."""

    damage: Annotated[str, "what it is, in words"] = ""
    newline: Annotated[bool, "a line break in the value, literal \\n or %0A included"] = False
    invisible: Annotated[bool, "an invisible or no-break character was in it"] = False
    smart_quotes: Annotated[bool, "typographic quotation marks were in it"] = False
    quotes: Annotated[bool, "quotation marks round or at one end of the value"] = False
    brackets: Annotated[bool, "the value stands in <>, [], {} or ()"] = False
    label_inside: Annotated[bool, "the value repeats a label (token=..., Authorization: Bearer ...)"] = False
    whitespace: Annotated[bool, "a blank at the start, at the end or inside"] = False
    non_ascii: Annotated[bool, "a character outside ASCII in a token or key"] = False
    escaped: Annotated[bool, "percent escapes or HTML entities where the value should be plain"] = False
    pasted_twice: Annotated[bool, "the value is the same text twice in a row"] = False
    truncated: Annotated[bool, "known form, but too short, or cut with an ellipsis"] = False
    too_long: Annotated[bool, "known form, but too long (pasted twice, or something appended)"] = False


class Basic(Facts, frozen=True, kw_only=True):
    """Whether a Basic value decodes to ``user:password``, and what is wrong when it does not."""

    basic_broken: Annotated[bool, "a Basic value that does not decode to user:password"]
    basic_problem: Annotated[
        str, "no-colon, newline, cleartext, not-base64, padding, non-ascii, scheme-inside, double-encoded, urlsafe"
    ]
    basic_user_empty: Annotated[bool, "Basic with an empty user name"]
    basic_password_empty: Annotated[bool, "Basic with an empty password"]
    basic_escaped: Annotated[bool, "percent escapes in Basic's password, which no client takes back"]


def damage_of(case: Case, one: Standing, *, sample: bool) -> Damage:
    """What is wrong with the value. A sample or a variable is not looked at further."""
    if sample and one.value.startswith("$") and one.scheme and "  " in one.raw.strip():  # whatever stands behind it
        return Damage(whitespace=True, damage=_WORDS["whitespace"])
    if sample or not one.value or (one.kind != "basic" and _has_known_form(case, one.value)):
        return Damage()
    seen = _seen(one) - _own_notation(case, one.value.strip())
    found = (_repaired(case) if _is_first(case, one) else set()) | seen | _by_form(case, one)
    return Damage(
        damage=next((words for name, words in _WORDS.items() if name in found), ""),
        **dict.fromkeys(found, True),
    )


def _has_known_form(case: Case, value: str) -> bool:
    """Whether the whole value has a form that names its issuer, or one of the provider that is asked."""
    asked = case.provider.id if case.provider else ""
    return any(form.distinctive or (asked and form.provider == asked) for form in case.book.formats_of(value))


def _own_notation(case: Case, value: str) -> set[str]:
    """What the forms of the asked provider themselves have, so that it is no damage in a value of another length."""
    forms = case.provider.credentials if case.provider else ()
    label = re.match(r"\w+=", value)
    has_escapes = any("%" in form.regex for form in forms) and not _ENTITY.search(value)
    has_label = label is not None and any("".join(form.example_parts).startswith(label.group()) for form in forms)
    return {name for name, is_own in (("escaped", has_escapes), ("label_inside", has_label)) if is_own}


def basic_of(one: Standing) -> Basic:
    """Whether a Basic value decodes to ``user:password``, and what is wrong when it does not."""
    problem = _basic_problem(one)
    user, colon, password = one.value.partition(":")
    is_pair = one.kind == "basic" and bool(colon) and not problem
    return Basic(
        basic_broken=bool(problem),
        basic_problem=problem,
        basic_user_empty=is_pair and not user and bool(password),
        basic_password_empty=is_pair and bool(user) and not password,
        basic_escaped=is_pair and one.location.startswith("header") and _PERCENT.search(password) is not None,
    )


def _is_first(case: Case, one: Standing) -> bool:
    """Problems of the paste name no place, so they are held against its first credential."""
    return case.request is not None and (
        not case.request.credentials or case.request.credentials[0].location == one.location
    )


def _repaired(case: Case) -> set[str]:
    """What the reading of the paste has repaired inside a credential, and says so."""
    codes = {problem.code for problem in case.report.problems}
    return {
        name
        for name, code in (
            ("invisible", "invisible-characters-in-credential"),
            ("invisible", "nbsp-in-credential"),
            ("smart_quotes", "smart-quotes-in-credential"),
            ("newline", "newline-in-credential"),
        )
        if code in codes
    }


def _seen(one: Standing) -> set[str]:
    """Damage that the value itself shows."""
    value, found = one.value, set()
    inner = value.strip()
    parameters = one.scheme.lower() in _PARAMETERS or (one.scheme.lower() == "token" and "=" in value)
    parameters = parameters or one.location.lower() in _SIGNED or _SEVERAL.match(value.strip()) is not None
    pair = one.kind in ("basic", "digest", "cookie") or one.location == "userinfo" or parameters
    if _NEWLINE.search(value):
        found.add("newline")
    if _INVISIBLE.search(value):
        found.add("invisible")
    if _SMART.search(value):
        found.add("smart_quotes")
    if pair:
        return found | (_seen_in_pair(value) if one.kind in ("basic", "digest") else set())
    if len(inner) > 1 and (inner[0] in "\"'" or inner[-1] in "\"'"):
        found.add("quotes")
    if inner[:1] in _OPEN and inner[-1:] in _CLOSE and len(inner) > 2:
        found.add("brackets")
    if _LABEL.match(inner):
        found.add("label_inside")
    if _blanks(one):
        found.add("whitespace")
    if not value.isascii() and not found & {"invisible", "smart_quotes"}:
        found.add("non_ascii")
    if _ENTITY.search(value) or (_PERCENT.search(value) and one.location.startswith("header")):
        found.add("escaped")
    half = len(inner) // 2
    if half >= 12 and len(inner) % 2 == 0 and inner[:half] == inner[half:] and len(set(inner)) > 4:
        found.add("pasted_twice")
    return found


def _seen_in_pair(value: str) -> set[str]:
    """Quotation marks or blanks round a user name, a password or both: few have such on purpose."""
    found = set()
    for part in (value, *value.partition(":")[::2]):
        if len(part) > 2 and part[0] == part[-1] and part[0] in "\"'":
            found.add("quotes")
        if part != part.strip(" \t"):
            found.add("whitespace")
    return found


_SIGNED = frozenset({"header:signature", "header:signature-input", "header:digest"})  # RFC 9421
_PARAMETERS = frozenset({"digest", "oauth", "hawk", "aws4-hmac-sha256", "signature", "hmac", "mac"})


def _blanks(one: Standing) -> bool:
    """A blank inside the value, or one too many round it (one blank parts scheme and value, RFC 9110 section 11.4)."""
    if one.location.startswith("query:"):
        return one.value != one.value.strip() or " " in one.value
    raw = one.raw if one.location.startswith("header:") else one.value
    if one.location.lower() == "header:authorization" and under_unknown_scheme(raw):
        return "  " in raw.strip()
    return raw != raw.strip() or bool(re.search(r"[ \t]", one.value.strip())) or "  " in raw.strip()


def _by_form(case: Case, one: Standing) -> set[str]:
    """Damage that the provider's form tells: a known prefix, and too short or too long for it."""
    value = one.value.strip()
    if one.kind == "basic":
        user, _, password = value.partition(":")
        value = password or user
    if one.kind in ("sigv4", "hmac", "digest") or like_jwt(value) or len(value) > 400 or _has_known_form(case, value):
        return set()
    own = [form for form in case.provider.credentials if value.startswith(_prefix(form))] if case.provider else []
    begun = begun_form(case, value) if one.kind != "basic" else None
    for form in (*own, *([begun] if begun else [])):
        prefix = _prefix(form)
        if len(prefix) >= 3 and (damage := _length_damage(form, prefix, value)):
            return {damage}
    return set()


def begun_form(case: Case, value: str) -> CredentialFormat | None:
    """The form whose public beginning the value has, whole or not, when that beginning is nobody else's."""
    form = case.book.prefix_of(value)
    return form if form is not None and _prefix(form).lower() not in _ANYBODYS else None


def _length_damage(form: CredentialFormat, prefix: str, value: str) -> str:
    """truncated when more of the same would make it fit, too_long when less would; ''."""
    if any(re.fullmatch(form.regex, value + pad * more) for pad in _PAD for more in range(1, _FURTHEST)):
        return "truncated"
    most = min(_FURTHEST, len(value) - len(prefix))
    return "too_long" if any(re.fullmatch(form.regex, value[:-less]) for less in range(1, most)) else ""


def _prefix(form: CredentialFormat) -> str:
    """The literal beginning of a form: letters, digits, - and _ before its regular expression first varies."""
    match = re.match(r"(?:[A-Za-z0-9]|[-_](?!\{)|\\-)+", form.regex)
    if match is None:
        return ""
    text = match.group().replace("\\", "")
    following = form.regex[match.end() : match.end() + 1]
    return text[:-1] if following in tuple("?*{|") else text


def _basic_problem(one: Standing) -> str:
    if one.scheme.lower() != "basic" or one.kind != "basic":
        return ""
    encoded = one.raw.strip().partition(" ")[2].strip()
    if not encoded or not one.value:
        return ""
    if ":" in encoded:
        return "cleartext"
    if encoded.lower().startswith("basic "):
        return "scheme-inside"
    raw = decoded(encoded)
    if raw is not None and len(encoded) % 4:
        return "padding"
    if raw is None:
        return "urlsafe" if _URLSAFE.match(encoded) else "not-base64"
    return _pair_problem(raw)


def _pair_problem(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return "non-ascii"
    if text.endswith(("\n", "\r")) or "\n" in text:
        return "newline"
    if ":" not in text:
        again = decoded(text) if len(text) >= 8 else None
        return "double-encoded" if again and b":" in again else "no-colon"
    if text.lower().startswith("basic "):
        return "scheme-inside"
    return "" if text.isascii() else "non-ascii"
