"""``render.py``, with a small film for its lesson."""

from __future__ import annotations

import sys

import render

FILMS = ("tests.films.two_beats:TwoBeats", "tests.films.one_beat:OneBeat")

if __name__ == "__main__":
    vars(render).update(LESSON=FILMS)
    sys.exit(render.main())
