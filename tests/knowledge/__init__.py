"""Tests of the knowledge base and of what reads it."""
