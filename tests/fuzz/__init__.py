"""Coverage-guided fuzzing of every reader of foreign text, with atheris: see README.md. No part of ``make test``."""
