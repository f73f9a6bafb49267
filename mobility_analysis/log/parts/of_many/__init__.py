"""Many logs, in a folder or a sheet each, as one log to be cut."""
