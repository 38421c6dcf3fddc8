"""Tests of the pasted request in other forms."""
