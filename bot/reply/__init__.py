"""Examination -> Reply -> Slack blocks, terminal text or JSON, pure."""
