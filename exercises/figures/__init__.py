"""The learner's own figures, one module a reflection: ``figures(store)`` gives ``{name: number}``.

Numbers only: they travel with the hand-in, and nothing about a contact may.
"""
