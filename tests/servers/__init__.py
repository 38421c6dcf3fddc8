"""Real server products, each refusing for a real reason, on loopback ports."""
