"""The live suite: real server products, installed by tests/live/install."""
