"""The demo, driven over HTTP."""
