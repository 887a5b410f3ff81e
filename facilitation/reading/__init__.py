"""Reading what learners wrote.

desk          hand-ins from the gradebook: one question across learners, levels, comments
beside        what stands beside an answer: findings, the whole hand-in, what changed
pictures      what was pasted into an answer
rubric        levels and points
overall       the one comment on a whole hand-in
quotes        sentences of the learner's that a comment speaks of
comment_bank  comments that can be used again
agreement     how far two readers agree
feedback      the page that a learner gets back
"""
