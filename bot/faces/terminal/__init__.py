"""The terminal face: ``auth401 check``, ``parse`` and ``knowledge``."""
