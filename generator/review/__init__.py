"""Deciding about what the detectors see: one engine, whatever a person answers it with."""
