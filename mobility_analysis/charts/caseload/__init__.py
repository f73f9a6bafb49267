"""The caseload, drawn."""
