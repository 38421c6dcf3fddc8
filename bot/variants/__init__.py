"""The pasted request in other forms: without its credential, with noise for it, signed, corrected, as a command."""
