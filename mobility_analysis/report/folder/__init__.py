"""A report written into a folder: pages, plots and tables, whole or not at all."""
