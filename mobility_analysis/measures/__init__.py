"""A MobilityLog in, tables out. Nothing here draws or reads files."""
