"""What charts are made of: look, text, frame, dates, marks, rows and cells."""
