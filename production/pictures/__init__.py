"""Rules of the picture: a scene plays, and what breaks a rule is said in a line."""
