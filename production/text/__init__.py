"""A film's words: captions, chapters, transcript."""
