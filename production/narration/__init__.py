"""The recordings of a film's words: which there are, what they say, and when."""
