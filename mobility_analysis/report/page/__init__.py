"""What a client's page says: one plain description, and the tables on it."""
