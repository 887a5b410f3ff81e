"""What the person at the keyboard can mend, said as the key of one sentence."""

import contextlib
import errno
import logging

NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


class Problem(Exception):
    """A stop that the user can do something about.

    ``key`` is a key under ``problem`` in ``texts/command.toml``; ``names`` fill in its sentence.
    """

    def __init__(self, key, **names):
        super().__init__(key)
        self.key = key
        self.names = names


def of_writing(error, folder, *, denied="folder_not_writable"):
    """The Problem behind an OSError met while writing in ``folder``.

    A full disk or quota is ``disk_full``, a file in the way ``folder_is_file``, all else ``denied``.
    """
    if error.errno in NO_ROOM:
        return Problem("disk_full", folder=folder)
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        return Problem("folder_is_file", folder=folder)
    return Problem(denied, folder=folder)


@contextlib.contextmanager
def quiet():
    """No library's own log in this block: it would tell in English what our sentences tell."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
