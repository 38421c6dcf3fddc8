"""Secret, whose text form is masked, and the one scrubber that everything leaving the program passes.

Nothing else in the program writes any part of a credential; what it lets through is a :class:`Shown`, the only text
that the exits take. A masked form tells the kind, a known public prefix
(``ghp_``), the length and, from 20 characters on, the last four.
"""

from bot.masking._harmless import (
    LINK_HEADERS,
    is_harmless_header,
    is_harmless_query,
    is_password_name,
    is_plain,
    is_plain_name,
    is_user_name,
)
from bot.masking._message import mask_answer, mask_body, mask_headers, mask_name
from bot.masking._random import is_random
from bot.masking._schemes import KNOWN_SCHEMES, SCHEMES, is_scheme, meant_scheme
from bot.masking._scrubber import Scrubber
from bot.masking._secret import Secret, is_sample, mask, public_prefix
from bot.masking._shapes import secrets_in
from bot.masking._shown import Shown, ours, restored
from bot.masking._url import UrlPart, dotted_url, mask_url, parts_of, rebuilt, undone
from bot.masking._visible import visible

BY_SHAPE = Scrubber(())  # knows no diagnosis: what it hides is known by its form

__all__ = [
    "BY_SHAPE",
    "KNOWN_SCHEMES",
    "LINK_HEADERS",
    "SCHEMES",
    "Scrubber",
    "Secret",
    "Shown",
    "UrlPart",
    "dotted_url",
    "is_harmless_header",
    "is_harmless_query",
    "is_password_name",
    "is_plain",
    "is_plain_name",
    "is_random",
    "is_sample",
    "is_scheme",
    "is_user_name",
    "mask",
    "mask_answer",
    "mask_body",
    "mask_headers",
    "mask_name",
    "mask_url",
    "meant_scheme",
    "ours",
    "parts_of",
    "public_prefix",
    "rebuilt",
    "restored",
    "secrets_in",
    "undone",
    "visible",
]
