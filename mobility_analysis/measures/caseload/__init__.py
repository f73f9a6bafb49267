"""Several clients in one table: who to look at first, and why."""
