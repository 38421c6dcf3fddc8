"""One file per paste format."""
