"""What a command does around the library: options, questions, and what it says."""
