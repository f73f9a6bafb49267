"""Adherence and self-rated stiffness from logs of upper-back mobility practice at home."""
