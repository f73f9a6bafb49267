"""``02_check_your_log``: what is asked of a log, and what was found in it."""
