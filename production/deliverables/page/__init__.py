"""A film's page: a player with chapters and a transcript, and what its film names besides."""
