"""HTTP authentication itself, pure: schemes and headers by name, challenges, tokens, Basic, quoting for a shell."""
