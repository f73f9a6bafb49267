"""Shapes of sheets: each is seen in a sheet, stated in a recipe, and laid out as plain rows."""
