"""Other programs' files, read by a recipe."""
