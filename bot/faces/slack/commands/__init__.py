"""The sub-commands of ``/auth401``, one file each: ``ARGUMENTS`` (at most so many words), ``USAGE`` and ``run``.

``USAGE`` is a line of the help, with an example.
"""
