"""What a learner's store holds on the disk of a running server, read beside it as another program would."""

import json
import sqlite3


def fields(server, exercise):
    """The values of one exercise by name, decoded."""
    found = _asked(server, "SELECT name, value FROM field WHERE exercise = ?", exercise)
    return {name: json.loads(value) for name, value in found}


def rows(server, kind):
    """The rows of one kind in their order, decoded."""
    found = _asked(server, "SELECT data FROM row WHERE kind = ? ORDER BY id", kind)
    return [json.loads(data) for (data,) in found]


def _asked(server, query, word):
    with sqlite3.connect(server.folder / "Mit netværk" / "network.sqlite") as database:
        return database.execute(query, (word,)).fetchall()
