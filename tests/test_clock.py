from __future__ import annotations

from production.text.clock import clock


def test_a_clock_shows_minutes_and_seconds() -> None:
    assert [clock(0.0), clock(59.9), clock(60.0), clock(425.2)] == ["0:00", "0:59", "1:00", "7:05"]
