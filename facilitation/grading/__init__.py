"""Grades the hand-ins of one assignment with nbgrader's own Autograde: many at once, and shut in.

::

    command.py    the words and the bar of `netvaerk grade`
    batch.py      which hand-ins are waiting, and the workers that take them
    nursery.py    a process that has imported what a worker needs, and forks the workers
    worker.py     a process of its own: hand-ins on its standard input, outcomes on its standard output
    cluster.py    the same on the workers of a Dask cluster
    unit.py       the unit of work: a private copy of one hand-in, nbgrader's converter, its result in place
    copying.py    that copy: plain files, few and small, no link followed
    sandbox.py    what one hand-in may see and use
    parent.py     the warm parent: a process that has imported the course and forks a kernel per hand-in
    warm.py       jupyter_client's kernel provisioner that asks it to
    execute.py    nbgrader's Execute, which counts what a notebook writes
    button.py     formgrader's autograde button, on the same path
    gradebook.py  fewer questions to the gradebook, and patience with other writers
    checking.py   schemas that are examined once a process

A hand-in is somebody else's code run with the facilitator's rights. Nothing it answers, prints or names goes
into any log or message here: reasons are keys.
"""
