"""What is done to knowledge while it is written: drafts, imports, lint, rehearsal. No message needs it."""
