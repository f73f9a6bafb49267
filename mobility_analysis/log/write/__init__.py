"""Logs written: tables, templates to fill in."""
