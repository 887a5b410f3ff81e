"""What has been written and named stays so when the power goes: it is on the disk, not on its way there."""

import contextlib
import os
from pathlib import Path


def settle(*paths: Path) -> None:
    """Go on only when these files' bytes, and these folders' names, are on the disk. Raises OSError.

    A folder that cannot be synced is passed over: on Windows none can, and in an exchange that many hand in
    to not by them. ext4 and XFS write a new file's name with its bytes.
    """
    for path in paths:
        with contextlib.suppress(OSError) if path.is_dir() else contextlib.nullcontext():
            handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
