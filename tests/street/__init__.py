"""The corpus of the street, and what holds of it."""
