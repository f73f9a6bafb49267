"""Movement checks, drawn."""
