"""What the person at the keyboard can mend, said as the key of one sentence."""

import contextlib
import errno
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from exercises.texts import Texts
from facilitation.language import TEXTS

NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


class Problem(Exception):
    """A stop that the user can do something about.

    ``where`` is the stem of the ``texts/`` and the table there that have a sentence for each ``key``, which
    ``names`` fill in. Every trade has its own child, which says where.
    """

    where = "command", "problem"

    def __init__(self, key: str, **names: Any) -> None:
        super().__init__(key)
        self.key = key
        self.names = names

    def said(self, t: Texts, **names: Any) -> str:
        """The sentence: that of the page whose texts ``t`` are, where it has one of its own for this key."""
        stem, table = self.where
        texts = t if self.key in t.data.get(table, {}) else Texts(stem, t.lang, folder=TEXTS)
        return texts(f"{table}.{self.key}", **self.names | names)


def of_writing(error: OSError, folder: Path, *, denied: str = "folder_not_writable") -> Problem:
    """The Problem behind an OSError met while writing in ``folder``.

    A full disk or quota is ``disk_full``, a file in the way ``folder_is_file``, all else ``denied``.
    """
    if error.errno in NO_ROOM:
        return Problem("disk_full", folder=folder)
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        return Problem("folder_is_file", folder=folder)
    return Problem(denied, folder=folder)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """No library's own log in this block: it would tell in English what our sentences tell."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
