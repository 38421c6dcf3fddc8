"""Measurements; none of them is a test and none can fail on time."""
