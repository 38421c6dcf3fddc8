"""Durable work, behind its seam."""
