from __future__ import annotations

import pytest
from production.quality import QUALITIES, Quality


def test_folders_are_named_as_manims() -> None:
    assert [quality.folder for quality in QUALITIES.values()] == [
        "480p15",
        "720p30",
        "1080p60",
        "1440p60",
        "2160p60",
    ]


@pytest.mark.parametrize("sizes", [(853, 480, 15), (854, 481, 15), (0, 480, 15), (854, 480, 0)])
def test_a_size_that_no_player_takes_is_refused(sizes: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="must be"):
        Quality(*sizes)
