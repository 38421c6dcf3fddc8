"""The checks: their pure parts by data, the probes against real servers on loopback."""
