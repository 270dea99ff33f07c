"""The production line: turns scenes, handed over as "module:Class" references, into a film.

It imports nothing of ``scenes`` or ``momentum_sim``; what it needs of a scene is its title, its idea, its
parameters and, after a run, its beats.
"""
