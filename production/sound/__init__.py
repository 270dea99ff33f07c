"""Recordings and sounds become the film's track."""
