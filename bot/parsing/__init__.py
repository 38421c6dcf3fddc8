"""text -> Report, pure."""
