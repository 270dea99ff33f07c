"""Minutes and seconds."""

from __future__ import annotations


def clock(seconds: float) -> str:
    """Write seconds as minutes and seconds, as players show them: 65.3 is 1:05."""
    minutes, rest = divmod(int(seconds + 1e-6), 60)
    return f"{minutes}:{rest:02}"
