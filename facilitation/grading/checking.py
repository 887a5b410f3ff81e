"""Checking notebooks against schemas, for a process that does it thousands of times."""

import functools
import json
from types import SimpleNamespace

MOST = 10_000  # cells whose verdict is remembered
_good = set()


def spare() -> None:
    """Let nbgrader, in this process, examine each of its metadata schemas once.

    jsonschema's ``validate`` does so for every cell, which is a sixth of nbgrader's own work; the verdicts on
    the cells are the same.
    """
    from nbgrader.nbgraderformat import common

    common.jsonschema = SimpleNamespace(validate=_validate)


def _validate(instance, schema):
    from jsonschema.exceptions import best_match

    schema, words = json.dumps(schema), json.dumps(instance)
    # hand-ins of one assignment have the same cells
    if (schema, words) in _good:
        return
    error = best_match(_validator(schema).iter_errors(instance))
    if error is not None:
        raise error
    if len(_good) < MOST:
        _good.add((schema, words))


@functools.cache
def _validator(schema):
    from jsonschema.validators import validator_for

    schema = json.loads(schema)
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)
