"""A graded notebook is written as nbformat writes it, to the last byte."""

from copy import deepcopy

import nbformat
import pytest
from nbformat import from_dict

from exercises import places
from facilitation.grading import writing

STRANGE = {
    "signs": '\u2028\x00"\\é\ud800 </b>\n',
    "numbers": [1.5, float("nan"), float("inf"), -0.0, 1e100, 10**30, True, False, None],
    "empty": [{}, [], "", [[]], {"a": {}}],
    "Z before a": {"b": 1, "A": 2, "": 3},
}


@pytest.mark.parametrize("name", sorted(path.name for path in (places.root() / "source").iterdir()))
def test_a_notebook_is_written_as_nbformat_writes_it(name):
    path = next((places.root() / "source" / name).glob("*.ipynb"))
    nb = nbformat.read(path, 4)
    assert writing.writes(deepcopy(nb)) == nbformat.v4.writes(nb)


@pytest.mark.parametrize(
    "more", [{}, {"a tuple": (1, 2)}, {"names": {1: "one"}}], ids=lambda one: str([*one])
)
def test_whatever_is_in_it(more):
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": "one\ntwo\n"},
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {"text/html": "<b>\n</b>", "a/json": STRANGE},
        },
    ]
    code = {
        "cell_type": "code",
        "id": "c",
        "source": "1\n2",
        "metadata": {"trusted": True},
        "outputs": outputs,
    }
    nb = from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": STRANGE | more, "cells": [code]})
    nb.cells[0].execution_count = 1
    nb.metadata.orig_nbformat = 4
    assert writing.writes(deepcopy(nb)) == nbformat.v4.writes(nb)
