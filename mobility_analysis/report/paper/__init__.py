"""Pages on paper, set by Typst: a client's page, the caseload, the tick-sheet."""
