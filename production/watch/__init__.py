"""At each save of a scene's sources, what changed is shown anew: stills, clip, checks."""
