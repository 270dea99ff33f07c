"""Frames become video."""
