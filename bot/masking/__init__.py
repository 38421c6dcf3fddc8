"""Secret, whose text form is masked, and the one scrubber that everything leaving the program passes.

Nothing else in the program writes any part of a credential. A masked form tells the kind, a known public prefix
(``ghp_``), the length and, from 20 characters on, the last four.
"""

from bot.masking._harmless import is_harmless_header, is_harmless_query
from bot.masking._message import mask_body, mask_headers, mask_url
from bot.masking._random import is_random
from bot.masking._scrubber import Scrubber
from bot.masking._secret import Secret, is_sample, mask
from bot.masking._shapes import secrets_in

__all__ = [
    "Scrubber",
    "Secret",
    "is_harmless_header",
    "is_harmless_query",
    "is_random",
    "is_sample",
    "mask",
    "mask_body",
    "mask_headers",
    "mask_url",
    "secrets_in",
]
