"""The pages at the facilitator's and the host's desk.

base          what they share
parts         a page of parts that fold
desk_front    the front page: what waits, and the two verbs
read_answers  one question across learners
cohort        the cohort at a glance
cohort_table  its tables
effect        whether the course works, measured
host_desk     an evening, a part at a time
host_before   invitation, sign-ups, people to look up, vote
host_tonight  who is there, groups, rounds, the clock
host_after    promises, whom they met, looking back, and the next date
"""
