"""Those that read everything a learner keeps. Imported when a page asks for it, and not before.

declared    what the exercises say of what they keep
tables      all that is kept, as tables in words
forgetting  finding somebody, and taking them out everywhere
files       the tables as files to take along: Excel and address cards
book        the network book: what the learner made, lesson by lesson
travel      all of a learner's own in one file, from one place to another
"""
