"""What the law asks of who keeps learners' data: to show it, and to take it away.

learner  one learner's data, found, handed over or removed
command  `netvaerk learner …`
"""
