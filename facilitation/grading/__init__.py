"""Grades the hand-ins of one assignment with nbgrader's own Autograde: many at once, and shut in.

::

    command.py    the words and the bar of `netvaerk grade`
    batch.py      which hand-ins are waiting, and the workers that take them
    process.py    the process of a worker: forked from this one, or fresh
    worker.py     what it does: takes the names of hand-ins, and answers with outcomes
    cluster.py    the same on the workers of a Dask cluster
    unit.py       the unit of work: a private copy of one hand-in, nbgrader's converter, its result in place
    converter.py  that converter: a hand-in is read and run first, and written in the end
    copying.py    that copy: plain files, few and small, no link followed
    sandbox.py    what one hand-in may see and use
    calls.py      what it may ask of Linux
    cgroup.py     how Linux counts its memory
    parent.py     the warm parent: a process that has imported the course and forks a kernel per hand-in
    kernel.py     what such a kernel runs: ipykernel's shell, which speaks down a pipe
    bench.py      the warm parent as seen by who needs kernels
    running.py    one run of a hand-in's cells, and what they say
    execute.py    nbgrader's Execute on such a run, which counts what a notebook writes
    button.py     formgrader's autograde button, on the same path
    lists.py      formgrader's lists of a large cohort, of the rows they are about
    gradebook.py  fewer questions to the gradebook, and patience with other writers
    checking.py   schemas that are examined once a process
    lean.py       nbgrader without what it imports and grading never uses
    writing.py    a notebook as nbformat writes it, quicker

A hand-in is somebody else's code run with the facilitator's rights. Nothing it answers, prints or names goes
into any log or message here: reasons are keys.
"""

STAGES = "grading"  # the folder among the books where hand-ins are graded
