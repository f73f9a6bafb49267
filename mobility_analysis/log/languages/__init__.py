"""What people write in German, Spanish, Portuguese, French, Italian and Dutch, as data."""
