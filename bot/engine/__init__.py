"""Durable work and storage: what was taken in is done exactly once, also after a kill -9.

``work`` is the seam that the faces see, ``durable`` keeps it by DBOS on SQLite or PostgreSQL, ``memory`` are the few
facts that outlive a job (a channel's mode, which reply belongs to which message).
"""
