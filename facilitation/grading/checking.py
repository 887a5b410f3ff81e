"""Checking notebooks against schemas, for a process that does it thousands of times."""

import functools
import json
from types import SimpleNamespace


def spare():
    """Let nbgrader, in this process, examine each of its metadata schemas once.

    jsonschema's ``validate`` does so for every cell, which is a sixth of nbgrader's own work; the verdicts on
    the cells are the same.
    """
    from nbgrader.nbgraderformat import common

    common.jsonschema = SimpleNamespace(validate=_validate)


def _validate(instance, schema):
    from jsonschema.exceptions import best_match

    error = best_match(_validator(json.dumps(schema)).iter_errors(instance))
    if error is not None:
        raise error


@functools.cache
def _validator(schema):
    from jsonschema.validators import validator_for

    schema = json.loads(schema)
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)
