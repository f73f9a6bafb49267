"""Tables in, matplotlib Axes out. Nothing here computes a statistic."""
