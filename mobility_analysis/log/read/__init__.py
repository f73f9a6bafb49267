"""A file becomes cells."""
