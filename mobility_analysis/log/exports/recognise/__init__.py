"""Sheets of unknown shape: what each column seems to hold, drafted as a recipe."""
