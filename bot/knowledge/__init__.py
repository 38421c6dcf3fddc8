"""Loading, validating and matching the YAML of ``knowledge/``."""
