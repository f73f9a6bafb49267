"""Cells become typed, checked columns; what is amiss becomes a finding."""
