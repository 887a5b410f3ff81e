"""The warm parent, as a worker has it."""

import os

import pytest

from facilitation.grading import sandbox
from facilitation.grading.bench import Bench

pytestmark = pytest.mark.skipif(not sandbox.available(), reason="needs bubblewrap")


def test_a_warm_parent_that_has_ended_is_replaced_at_the_next_hand_in():
    bench = Bench()
    bench.open()
    first = bench.process
    first.kill()
    first.wait()
    try:
        os.close(bench.fork({}, []))
        assert bench.process is not first and bench.process.poll() is None
    finally:
        bench.close()
