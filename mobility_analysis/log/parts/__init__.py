"""Logs in parts, of some clients each: past what the memory of one machine holds."""
