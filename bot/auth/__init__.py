"""HTTP authentication itself, pure: challenges, tokens, digests, signatures, and requests with another credential."""
