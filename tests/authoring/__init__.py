"""Tests of what is done to knowledge while it is written."""
