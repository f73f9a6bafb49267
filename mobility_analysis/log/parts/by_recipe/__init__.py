"""Long sheets in other columns, made the tables of a log by their recipes."""
