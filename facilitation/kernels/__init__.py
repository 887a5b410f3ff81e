"""The kernels of our servers, a learner's and the desk's: how they begin, and what jupyter_client is told.

This file imports nothing: a nursery holds what kernels need, and no more.
"""
