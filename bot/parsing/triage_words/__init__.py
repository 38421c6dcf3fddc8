"""What people say about a 401, one file per language: feature -> phrases, a phrase as ``_triage_text`` reads it."""
