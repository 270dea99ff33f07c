"""A film's words are spoken: by an engine, or by a person; rendering needs nothing of it."""
