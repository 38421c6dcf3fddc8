"""The sub-commands of ``auth401``: a file each, with one click command or group under the name ``command``.

A file's name is the sub-command's, with ``-`` for ``_``. It is imported when that is run, or when help is asked for.
"""
