"""Titles of charts: the finding of each in a few words."""
