"""Tests of the replies."""
