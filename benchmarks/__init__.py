"""Measured comparisons, run by hand."""
