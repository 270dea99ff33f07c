from __future__ import annotations

import errno
from pathlib import Path

import av
import pytest

from production.errors import naming


@pytest.mark.parametrize("error", [OSError, av.error.FileNotFoundError])
def test_an_error_that_names_no_file_is_given_a_folder(error: type[OSError]) -> None:
    with pytest.raises(OSError, match="No space left on device: 'media'"), naming(Path("media")):
        raise error(errno.ENOSPC, "No space left on device")
    with pytest.raises(OSError, match="No space left on device: 'poster'"), naming(Path("media")):
        raise error(errno.ENOSPC, "No space left on device", "poster")
