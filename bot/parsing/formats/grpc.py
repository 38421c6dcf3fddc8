"""A gRPC refusal as clients print it: code 16 UNAUTHENTICATED, code 7 PERMISSION_DENIED, in each language's words."""

from __future__ import annotations

import re

from bot.model import Exchange, Format, Response
from bot.parsing._reading import NOTHING, Reading

FORMAT = Format("grpc", "log")
ORDER = 60
MARKS = ("unauthenticated", "permission_denied", "permissiondenied", "grpc-status", "rpc error")

_REFUSED = re.compile(
    r"rpc error: code = (?P<go>Unauthenticated|PermissionDenied) desc = (?P<go_text>[^\n]*)"
    r"|\bCode:\s*(?P<grpcurl>Unauthenticated|PermissionDenied)\s+Message:\s*(?P<grpcurl_text>[^\n]*)"
    r"|StatusCode\.(?P<python>UNAUTHENTICATED|PERMISSION_DENIED)"
    r"|\b(?:StatusRuntimeException|StatusException|status|RpcException|Error|ConnectError)\b[^\n\"{]{0,60}?"
    r"\b(?P<java>(?:16 )?UNAUTHENTICATED|(?:7 )?PERMISSION_DENIED|Unauthenticated|PermissionDenied|\[unauthenticated\])"
    r"(?P<java_text>[^\n]*)"
    r"|^grpc-status:\s*(?P<trailer>16|7)\b(?:[^\n]*\n\s*grpc-message:\s*(?P<trailer_text>[^\n]*))?"
    r"|\b(?P<node>16 UNAUTHENTICATED|7 PERMISSION_DENIED):?(?P<node_text>[^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_DETAILS = re.compile(r"details\s*=\s*\"([^\"\n]*)\"")


def read(text: str) -> Reading:
    """The refusal as a response with ``grpc-status`` and ``grpc-message``, its status as HTTP maps it (401, 403)."""
    match = _REFUSED.search(text)
    if match is None:
        return NOTHING
    name = next(value for key, value in match.groupdict().items() if value and not key.endswith("_text"))
    is_refused = "unauth" in name.lower() or "16" in name
    words = next((value for key, value in match.groupdict().items() if value and key.endswith("_text")), "")
    details = _DETAILS.search(text, match.end(), match.end() + 1000)
    end = details.end() if details else match.end()
    message = (details[1] if details else words).strip(" :\"'")
    headers = (("grpc-status", "16" if is_refused else "7"), ("grpc-message", message))
    response = Response(status=401 if is_refused else 403, headers=headers, body=text[match.start() : end].strip())
    return Reading(trail=(Exchange(request=None, response=response),), spans=((match.start(), end),))
