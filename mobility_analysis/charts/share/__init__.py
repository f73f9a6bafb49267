"""The picture that people send."""
