"""Evidence -> Diagnosis, pure."""
