"""Tests of the rim to the network."""
