"""What each worker process has in memory from its first moment, shared with the process that it was forked from."""

from __future__ import annotations

import asyncio
import gc

import jwt  # noqa: F401  # these two are else loaded when they are first needed, by each worker for itself

import bot.probing.wire.client  # noqa: F401
from bot import regex
from bot.knowledge.load import Library, builtin_folder
from bot.service import Service
from bot.settings import read

BUILT_IN = Library(builtin_folder())
# Whatever is made at the first use is made here, once for all
asyncio.run(Service(read({}), built_in=BUILT_IN).examine("curl https://a.example -u user:\n401", live=False))
regex.compile_all()
gc.collect()
gc.freeze()  # the collector would write to every object, and so copy its page into each worker
