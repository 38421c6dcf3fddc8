"""Does a credential look real, or is it a placeholder, a variable or nothing?"""

from __future__ import annotations

import re

from bot.model import Credential, Request

_VARIABLE = re.compile(
    r"\$[A-Za-z_({]|\$env:|%[A-Za-z_]\w*+%|\{\{|\}\}|\$\d|<[^<>]*+>|^\[.*\]$|^\{.*\}$|[A-Za-z]\.env\."
)
_MASKED = re.compile(r"\.{3,}|…|\*{2,}|•{2,}|x{4,}|X{4,}|█+|\[redacted|-{4,}|_{4,}")
_KNOWN_PREFIX = re.compile(
    r"(?:gh[pousr]_|github_pat_|glpat-|sk[-_](?:live|test|proj|ant)?|pk_|rk_|xox[abeprs]-|xapp-|AKIA|ASIA|AIza|ya29\.|eyJ|SG\.|npm_|dop_v1_"
    r"|pypi-|hf_|shpat_|key-|Bearer )[A-Za-z0-9_.+/=-]{12,}$"
)
_PUBLIC = re.compile(r"pk[-_]|pub[-_]?key|ssh-(?:rsa|ed25519)|-{5}BEGIN PUBLIC")
_PUBLIC_NAME = re.compile(r"pub(?:lic)?[-_]?key|publishable", re.IGNORECASE)
_ASKING_TO_BE_REPLACED = """
your you my our their the a an some any this that new old real valid actual current correct put insert
enter paste add replace here me with goes go api apikey key keys token tokens access secret secrets auth authorization
bearer jwt oauth user username name pass passwd password pwd login id client app application service account personal
private public test testing tests dummy fake sample example demo foo bar baz qux placeholder value string text
credential credentials redacted hidden removed censored masked obfuscated changeme change secret1 abc abcd abcdef xyz
xxx yyy zzz aaa bbb undefined null none nil true false object nan empty blank todo tbd refresh session cookie sid from
env var variable google github gitlab stripe openai slack jira base64 encoded base basic hash hex uuid guid of to is
in on and or admin root guest email mail com org tu votre mon ma ihr dein mein jeton cle clave llave contrasena senha
chave schluessel schlussel geheim passwort mot de passe wachtwoord sleutel haslo klucz parola sifre anahtar chiave
blah bla bearer rpcuser rpcpassword userpass mytoken mykey default seed very secure long please yourself 123 1234
12345 123456 12345678 123456789 1234567890 abc123 deadbeef
"""
_WORDS = frozenset(_ASKING_TO_BE_REPLACED.split())
_PIECES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


_ENDS = re.compile(
    r"(?:token|key|secret|password|passwd|pass|user|username|string|name|here|seed|id|code)s?\d{0,2}$", re.IGNORECASE
)


def looks_real(value: str) -> bool:
    """Could ``value`` be a live credential: no variable, no mask, not made of words that ask to be replaced?"""
    value = value.strip().strip("'\"")
    if len(value) < 4 or (any(mark in value for mark in " \t\n") and not value.startswith("Bearer ")):
        return False
    if _VARIABLE.search(value) or _MASKED.search(value) or _PUBLIC.match(value):
        return False
    if any(ord(letter) > 126 for letter in value) and not _KNOWN_PREFIX.match(value):
        return False
    return not _is_made_of_words(value)


def carries_real_credential(request: Request) -> bool:
    """Does the request carry at least one credential that looks real?"""
    return any(_is_real(credential) for credential in request.credentials if credential.location != "text")


def _is_real(credential: Credential) -> bool:
    """Of a user and password, the password has to look real; what is named public is no credential."""
    if _PUBLIC_NAME.search(credential.location):
        return False
    value = credential.secret.reveal()
    if credential.kind in ("basic", "digest") and credential.location != "other":
        user, colon, password = value.partition(":")
        if user.lower().startswith("your"):
            return False
        return looks_real(password) if password else bool(colon and _KNOWN_PREFIX.match(user)) and looks_real(user)
    return looks_real(value)


def _is_made_of_words(value: str) -> bool:
    if len(value) < 24 and _ENDS.search(value):
        return True
    return all(piece.lower() in _WORDS or value.lower() in _WORDS for piece in _PIECES.findall(value))
