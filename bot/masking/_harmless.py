"""What is known to be harmless: headers by name, parameters by name and form, words by form. All else may be secret."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import unquote, unquote_plus

from bot.lists import words_of
from bot.masking._secret import is_sample

HARMLESS_HEADERS = words_of("""
accept accept-charset accept-encoding accept-language accept-ranges access-control-allow-credentials
access-control-allow-headers access-control-allow-methods access-control-allow-origin access-control-expose-headers
access-control-request-headers access-control-request-method age allow alt-svc anthropic-version cache-control
cf-cache-status cf-mitigated cf-ray connection content-disposition content-encoding content-language content-length
content-range content-security-policy content-type date dnt etag expect expires from host if-modified-since
if-none-match keep-alive last-modified notion-version openai-organization origin permissions-policy pragma priority
proxy-authenticate range referrer-policy request-id retry-after sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform
sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-user server server-timing strict-transport-security
stripe-version te traceparent trailer transfer-encoding upgrade upgrade-insecure-requests user-agent vary via warning
www-authenticate x-amz-content-sha256 x-amz-date x-amz-request-id x-amz-target x-amzn-errortype x-amzn-requestid
x-cache x-content-type-options x-correlation-id x-forwarded-for x-forwarded-proto x-frame-options x-github-api-version
x-goog-user-project x-powered-by x-ratelimit-limit x-ratelimit-remaining x-ratelimit-reset x-request-id
x-requested-with x-served-by x-xss-protection
""")
LINK_HEADERS = words_of("content-location link location referer refresh")
# Names of query parameters, and what their values look like where they are harmless. What fits no form is a secret.
_WORDS = words_of("""
alt api-version api_version apiversion city country currency dir direction display embed expand fields format
grant_type hl include lang language locale order order_by pretty prompt region resource response_mode response_type
scope sort sp spr sr srt ss state status sv symbol tabs timezone type tz units v verbose version view debug depth
x-amz-algorithm x-amz-signedheaders x-goog-algorithm x-goog-signedheaders action method function module service
operation op request
""")
_NUMBERS = words_of("""
count limit nocache offset page page_size pagesize pagenum per_page perpage size x-amz-expires x-goog-expires depth
""")
_TIMES = words_of("""
date day end expires from month se since st start timestamp to until year x-amz-date x-goog-date
""")
_FLAGS = words_of("""
acl cors debug delete lifecycle list location logging metrics policy pretty raw singlewsdl tagging torrent uploads v
versioning versions website wsdl xsd
""")
_DATE = r"\d{4}-\d\d(?:-\d\d)?"
_CLOCK = r"\d\d:?\d\d(?::?\d\d)?(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?"
_TIME = re.compile(rf"\d{{1,13}}(?:\.\d{{1,3}})?|{_DATE}(?:[T ]{_CLOCK})?|\d{{8}}T\d{{6}}Z")
_NUMBER = re.compile(r"\d{1,6}")
_LIST = re.compile(r"[,; |/]")
_VERSION = re.compile(
    r"[vV]?\d{1,4}(?:[._-]\d{1,4}){0,3}(?:[._-]?(?:alpha|beta|rc|p|preview|snapshot|final)[._-]?\d{0,3})?",
    re.IGNORECASE,
)
_ELIDED = re.compile(r"[.…*~_-]{1,8}")
_BETWEEN = re.compile(r"[-_.:@~$+,()/]")
_IN_LONG_NAMES = words_of("""
access account amz api auth cf client count date end filter first from goog has id ids include is key last max min ms
name next order page request sec secret session size sort start time to token type user version x
""")
_IN_NAMES = re.compile(r"[-_.:$\[\]@]")
_REVERSED = re.compile(r"(?:com|org|net|io|app|dev|chat|edu|gov)\.", re.IGNORECASE)
_NUMBERED_WORD = re.compile(r"([A-Za-z]+)(\d{0,2})")
_HUMP = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ABBREVIATIONS = words_of("""
2fa 3d a11y b2b b2c base64 es256 h264 hs256 i18n k8s l10n md5 mp3 mp4 n8n o365 p2p rs256 s3 sha1 sha256 sha384 sha512
utf16 utf8 w3c x509 x5t
""")
# The letters that follow each letter in words: counted over the words of this project's own texts, pairs of five
# words and more.
_PAIRS = """
aabcdefghijklmnprstuvwxyz babcdegijlmorstuy cacdehiklmoprstuy dabcdefgiklmnoprstuy eabcdefghijklmnopqrstuvwxyz
facefgilorstuy gaceghilmnorstu hadeilmnopqrstuy iabcdefgiklmnoprstuvxz jaeikosuw kabegilnorstu labcdefgiklmnopstuvwy
mabcdefiklmnopstuy nabcdefghiklmnopqrstuvwyz oabcdefghijklmnopqrstuvwxyz pabcdeghiklmnoprstuwy qlu
rabcdefghiklmnopqrstuvwy sabcdefghiklmnopqrstuvwy tabcdefghilmnoprstuwyz uabcdefgilmnoprstvx vaceinosu waehilnorst
xaceimopstxy yabcegiklmnopstu zaeilotuz
"""
_FOLLOWS = {row[0]: frozenset(row[1:]) for row in _PAIRS.split()}
_PASSWORDS = words_of("""
clave contrasena contrasenya haslo heslo hotp kennwort losenord mfa motdepasse otp parola parool pass passcode
passphrase passwd password passwords passwort passwrd pin psw pswd pw pwd salasana senha sifre tan totp wachtwoord
""")
_HIDDEN_PASSWORD = re.compile(
    r"pass(?:word|wd|phrase|code)|(?:user|login|admin|auth|db|my|smtp)(?:pass|pwd|psw)$|motdepasse|kennwort"
)
_USER = re.compile(
    r"(?:^|[-_.])(?:u|uid|usr|uname|users?(?:[-_]?(?:names?|id))?|login(?:[-_]?(?:name|id))?|e?mail|"
    r"account(?:[-_]?name)?|auth[-_]?(?:user|email))$|[a-z](?:user|username|login|email)$",
    re.IGNORECASE,
)


def is_harmless_header(name: str) -> bool:
    """Whether the value of a header of this name may be shown; a link's is shown as a masked URL."""
    return name.lower() in HARMLESS_HEADERS or name.lower() in LINK_HEADERS


def is_harmless_query(name: str, value: str) -> bool:
    """Whether a query parameter may be shown, and sent without being counted: by its name and the form of its value."""
    value = unquote_plus(value)
    if not value or is_sample(value):
        return is_plain_name(unquote(name))
    name = unquote(name).lower()
    if name in _TIMES and _TIME.fullmatch(value):
        return True
    if name in _NUMBERS and _NUMBER.fullmatch(value):
        return True
    words = _LIST.split(value)
    return name in (_WORDS | _NUMBERS | _TIMES) and len(words) <= 20 and all(map(is_plain, words))


def is_flag(text: str) -> bool:
    """Whether a query that is one bare word may be shown: else it is a key of its own."""
    return unquote(text).lower() in _FLAGS or is_sample(unquote(text))


def is_plain_name(name: str) -> bool:
    """Whether the name of a header, parameter, cookie or field is made of words, so that it is no secret itself."""
    if name.lower() in HARMLESS_HEADERS:
        return True
    pieces = _IN_NAMES.split(name)
    few = len(pieces) <= 3 or not _IN_LONG_NAMES.isdisjoint(piece.lower() for piece in pieces)
    return len(name) <= 64 and few and all(map(_is_piece, pieces))


def is_plain(text: str) -> bool:
    """Whether a path segment or a value is known harmless by its form: at most three words, a version, a small number.

    What is left are ids, keys, passphrases and whatever else nobody can tell from them.
    """
    if not text or is_sample(text) or _ELIDED.fullmatch(text):
        return True
    if len(text) > 64 or sum(map(str.isdigit, text)) > 8:
        return False
    if _VERSION.fullmatch(text):
        return True
    pieces = [piece for piece in _BETWEEN.split(text) if piece]
    words = sum(not piece.isdigit() for piece in pieces)
    if words > 7 or (words > 3 and not _REVERSED.match(text)):
        return False
    return bool(pieces) and all(map(_is_piece, pieces))


def _is_piece(piece: str) -> bool:
    if len(piece) <= 5 and piece.isascii() and piece.isdigit():
        return True
    if piece.lower() in _ABBREVIATIONS or not piece:
        return True
    bare = _NUMBERED_WORD.fullmatch(piece)
    if bare is None:
        return False
    humps = _HUMP.findall(bare[1])
    if len(humps) == 1:
        return (len(bare[1]) > 1 or bare[1].islower() or not bare[2]) and _is_spoken(bare[1])
    short = sum(len(hump) < 3 for hump in humps)
    long_enough = len(bare[1]) >= 3.3 * len(humps) or len(humps) == 2
    return long_enough and 2 * short <= len(humps) and all(_is_spoken(hump, 3) for hump in humps)


def _is_spoken(hump: str, least: int = 6) -> bool:
    """Whether letters follow each other as they do in words. Two words run together may have one odd pair between."""
    word = hump.lower()
    if len(word) < least or (hump.isupper() and len(word) < 6):
        return True
    odd = [at for at, pair in enumerate(pairwise(word), 1) if pair[1] not in _FOLLOWS[pair[0]]]
    return len(word) <= 24 and (not odd or (len(odd) == 1 and 3 <= odd[0] <= len(word) - 3))


def is_password_name(name: str) -> bool:
    """Whether a header, parameter, cookie or field of this name holds what a person knows by heart: a failed attempt
    with it may count towards a lock-out."""
    words = [word.lower() for word in _HUMP.findall(unquote(name))]
    return (
        any(word in _PASSWORDS for word in words)
        or _HIDDEN_PASSWORD.search(re.sub(r"[^a-z]", "", name.lower())) is not None
    )


def is_user_name(name: str) -> bool:
    """Whether a header or parameter of this name says who is asking."""
    return _USER.search(unquote(name)) is not None
