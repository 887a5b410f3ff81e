"""The kernels of our servers, a learner's and the desk's: how they begin, and what jupyter_client is told.

::

    nursery.py    the process that has imported what kernels need, and forks them
    parent.py     the nursery as seen by the server it belongs to, and each kernel's life
    jupyter.py    what jupyter_client and Jupyter Server are told of both

This file imports nothing: a nursery holds what kernels need, and no more.
"""
