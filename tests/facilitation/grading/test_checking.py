"""nbgrader's metadata is judged as jsonschema judges it, though its schema is examined only once."""

import jsonschema
import pytest
from nbgrader.nbgraderformat import MetadataValidator, common

from facilitation.grading import checking

GOOD = {"grade_id": "a", "grade": True, "solution": True, "locked": False, "points": 2, "schema_version": 3}
CELLS = {
    "good": GOOD,
    "a task": GOOD | {"solution": False, "task": True},
    "no grade id": {name: value for name, value in GOOD.items() if name != "grade_id"},
    "points below nothing": GOOD | {"points": -1},
    "grade is a word": GOOD | {"grade": "yes"},
    "a name of its own": GOOD | {"colour": "red"},
    "empty": {},
}


def verdict(validate, cell):
    try:
        validate(cell, MetadataValidator().schema)
    except jsonschema.ValidationError as error:
        return error.message
    return None


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_is_judged_as_before(name, monkeypatch):
    before = verdict(jsonschema.validate, CELLS[name])
    monkeypatch.setattr(common, "jsonschema", jsonschema)
    checking.spare()
    assert verdict(common.jsonschema.validate, CELLS[name]) == before
    assert (before is None) == (name in ("good", "a task", "no grade id"))
