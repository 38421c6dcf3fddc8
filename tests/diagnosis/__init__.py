"""Tests of what is made of evidence."""
