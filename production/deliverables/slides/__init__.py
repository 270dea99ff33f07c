"""Decks of slides: a film's beats as a page for the browser, as PowerPoint's file, or as a PDF."""
