"""Pages of one A4 sheet."""
