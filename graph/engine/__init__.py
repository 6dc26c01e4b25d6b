"""Queries evaluated where they can be stopped: text, limits, workers."""
