"""Sentences made from the tables of one client; each is also the alt text of its chart."""
