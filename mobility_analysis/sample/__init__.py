"""The sample log: made-up people, their practice, faults to learn from, and where it lies."""
