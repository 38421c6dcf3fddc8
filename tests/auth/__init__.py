"""Tests of HTTP authentication itself."""
