"""The tests mirror the tree of ``bot``."""
