"""What became of the request: refused, forbidden, accepted, redirected, failed, or unknown. Facts only, no causes."""

from __future__ import annotations

import re

from bot.case import Case
from bot.diagnosis.facts import fact, sends_nothing, statements
from bot.diagnosis.outcome import is_beside, only_here, outcome_of
from bot.knowledge.schema import Situation
from bot.regex import lazy

_PASTED = "read-response"
_GIVEN = "given-probe"
_NONE = "none-probe"
_BOGUS = "bogus-probe"

# What the comparison says of the request as pasted, once it was asked.
_ASKED: dict[str, Situation] = {
    "accepted": "accepted",
    "public": "accepted",
    "passed": "failed",
    "public-but-refused": "refused",
    "forbidden": "forbidden",
    "known": "refused",
    "unknown": "refused",
    "not-arrived": "refused",
    "mute": "refused",
    "refused": "refused",
    "hangs": "refused",
}
# What it says of any request to this address, whatever it carries.
_BEFORE: dict[str, Situation] = {
    "cached": "refused",
    "proxy": "refused",
    "gateway": "refused",
    "blocked": "forbidden",
    "redirected": "redirected",
    "not-found": "failed",
    "busy": "failed",
    "down": "failed",
}


_LOOKED_AT = 20_000
_ENOUGH = 40  # characters
# The beginnings of words in some languages. All but one of 1,300 reports without a known refusal have one of them; what
# the text model is sure of does not tell reports from small talk.
_ABOUT = lazy(
    r"auth|log(?:ged|ging)?[ -]?(?:in|on)\b|sign(?:ed|ing)?[ -]?in\b|token|jwt|\bkeys?\b|api.?key|credential|passw"
    r"|secret|certificat|\bcert\b|mtls|permission|forbid|denied|refus|reject|blocked|\b40[137]\b|signature|signing|hmac"
    r"|session|cookie|csrf|cors\b|scope|contrase|senha|mot de passe|jeton|identifiant|anmeld|zugriff|berechtig|acc[eè]s"
    r"|clave|chave|firma\b|парол|авториз|аутентиф|доступ|токен|логин|вход|подпис|uwierzyteln|logow|hasł|dostęp|yetki"
    r"|kimlik|giriş|şifre|[认認鉴][證证証权]|인증|登[录入錄陆]|ログイン|로그인|[签簽]名|署名|서명|[权權権]限|권한|授[权權]|令牌"
    r"|トークン|토큰|[密秘][钥鑰码碼]",
    re.IGNORECASE,
)
_OF_LOGIN = frozenset({"csrf", "missing", "unknown", "session"})


def situation(case: Case) -> Situation:
    """The live answer to the request as pasted decides; where there is none, the pasted one.

    refused: "not authenticated", whatever its status; forbidden: known, but not allowed; accepted: 2xx; redirected:
    3xx; failed: 404, 429, 5xx or no answer, which are no fault of a credential; unknown: nobody answered anything.
    """
    live, pasted = _live(case), outcome_of(case, _PASTED)
    if pasted is not None and only_here(case):
        return pasted
    if live == "redirected" and pasted == "accepted" and outcome_of(case, _GIVEN) is None and not sends_nothing(case):
        return pasted  # only who sends nothing was redirected
    if live in ("accepted", "forbidden", "refused", "redirected"):
        if live == "accepted" and pasted is not None and fact(case, f"{_GIVEN}.handshake") == "sigv4":
            return pasted  # what was asked is signed anew, so it is not the request that was refused
        if live == "accepted" and pasted == "failed" and _is_write(case) and said_refused(case):
            return "refused"  # what was asked is a reading, and the server says in words that it refused the write
        return "forbidden" if live == "accepted" and _only_reading_passes(case, pasted) else live
    if pasted == "failed" and live is None and fact(case, f"{_PASTED}.not_found") is True and said_refused(case):
        return "refused"  # 404 hides what one may not see, and the words say so
    if pasted is not None and (pasted != "failed" or live is None):
        return pasted
    if live is not None:
        return live
    return "refused" if said_refused(case) else "unknown"


def said_refused(case: Case) -> bool:
    """Does the paste, in its words alone, tell of a refusal?"""
    return fact(case, f"{_PASTED}.refused") is True or bool(statements(case))


def refusal_in_paste(case: Case) -> bool:
    """Does the paste itself show or tell a refusal (401 in any of its words, 403 included)?"""
    shown = outcome_of(case, _PASTED) in ("refused", "forbidden") or fact(case, f"{_PASTED}.login_page") is True
    return shown or said_refused(case)


def is_like_a_report(text: str) -> bool:
    """Is it about getting in, though no known word of a refusal is in it? Whoever asks about that is answered."""
    return len(text) >= _ENOUGH and _ABOUT.search(text, 0, _LOOKED_AT) is not None


def is_only_told(case: Case) -> bool:
    """Does somebody tell of being kept out, in no known word of a refusal, and did nobody answer us?

    APIs refuse with 400 and 404 as well; a server that is down or busy refuses nobody. What a request says of itself
    tells of no trouble.
    """
    if any(fact(case, f"{_PASTED}.{word}") is True for word in ("server_error", "throttled")):
        return False
    probes = [case.finding(check) for check in (_NONE, _GIVEN)]
    answered = any(probe is not None and probe.response is not None for probe in probes)
    return not answered and is_like_a_report(case.report.said_by("asker", "server", "client"))


def _live(case: Case) -> Situation | None:
    """What the probes say; None when the request as pasted was not asked and nothing stands before it."""
    if is_beside(case):
        return None
    reading = str(fact(case, "differential.reading"))
    if reading in _BEFORE:
        return _BEFORE[reading]
    given, nothing = outcome_of(case, _GIVEN), outcome_of(case, _NONE)
    if given is not None:
        if reading == "passed" and fact(case, f"{_GIVEN}.status") == fact(case, f"{_BOGUS}.status"):
            return "refused"
        return "forbidden" if _knows_it(case) else _ASKED.get(reading, given)
    if nothing in ("redirected", "failed"):
        return nothing
    return nothing if sends_nothing(case) else None


def _knows_it(case: Case) -> bool:
    """403 to the credential where nothing and noise get 401; or 403 to everybody, be it a web server's page.

    An API that answers 403 in JSON, or with words of a log-in, to everything may mean "not authenticated" by it, as
    session-first frameworks do.
    """
    if fact(case, f"{_GIVEN}.status") != 403:
        return False
    others = [fact(case, f"{check}.status") for check in (_NONE, _BOGUS)]
    said = fact(case, f"{_GIVEN}.says")
    worded = fact(case, f"{_GIVEN}.format") == "json" or (isinstance(said, list | tuple) and bool(_OF_LOGIN & {*said}))
    return others == [401, 401] or (others == [403, 403] and not worded)


def _only_reading_passes(case: Case, pasted: Situation | None) -> bool:
    """The paste wants to change something and is refused, while a GET with its credential is accepted."""
    return _is_write(case) and pasted in ("refused", "forbidden")


def _is_write(case: Case) -> bool:
    return fact(case, "lint-request.unsafe_method") is True
