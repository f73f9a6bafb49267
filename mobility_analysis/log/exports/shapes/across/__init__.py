"""Days across: lines of days and what is under them, their dates, and a row for each box."""
