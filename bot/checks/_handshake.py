"""Request -> the request that is really sent, where the way of asking needs a first answer or a signature."""

from __future__ import annotations

from collections.abc import Sequence

from bot.auth.basic import basic
from bot.case import Case
from bot.model import Exchange, Request, Response
from bot.variants.digest import best_challenge, digest_answer, user_and_password
from bot.variants.probes import with_header
from bot.variants.sigv4 import signed


def is_same_both_ways(trail: Sequence[Exchange]) -> bool:
    """Does a transcript show one request, credential and all, both refused and accepted?

    Clients that hold a user name and password may send nothing first, so their requests are not known to be the same.
    """
    seen = [(one.request, one.response.status or 0) for one in trail if one.request and one.response]
    refused = [_sent(request) for request, status in seen if status == 401 and _sends_at_once(request)]
    return any(_sent(request) in refused for request, status in seen if 200 <= status < 300)


def _sends_at_once(request: Request) -> bool:
    kinds = {one.kind for one in request.credentials}
    return bool(kinds) and not kinds.intersection(("basic", "digest")) and not request.transfer.scheme


def _sent(request: Request) -> tuple[object, ...]:
    return request.method, request.url, request.headers, request.body, request.transfer.scheme


def ready(case: Case, request: Request, none: Response) -> tuple[Request | None, str]:
    """``request`` as it is sent after ``none``, and the handshake's name ('' for none); None with the reason when not.

    --digest and --anyauth answer the challenge of ``none``; --aws-sigv4 is signed anew; NTLM and Negotiate need a
    connection of their own, which is not carried out.
    """
    scheme = request.transfer.scheme
    if scheme in ("ntlm", "negotiate"):
        return None, "an NTLM or Negotiate handshake is bound to its connection, and is not carried out"
    if scheme == "digest" or (scheme == "anyauth" and best_challenge(none) is not None):
        return digest_answer(request, none)
    pair = user_and_password(request)
    if scheme == "anyauth" and pair is not None:
        return with_header(request, "Authorization", basic(":".join(pair))), ""
    if case.evidence.fact("lint-signature.will_sign"):
        return signed(request, case.now)
    return request, ""
