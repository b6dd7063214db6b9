"""Findings in a text: detectors, names, decisions and replacement."""
