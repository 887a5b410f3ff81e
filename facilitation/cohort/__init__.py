"""Everybody at once: where hand-ins are, who is quiet, and what moves them on.

roster      who is on the course, whether they have handed in or not
states      where a hand-in is on its way, computed and never stored
roll        how far everybody is, read from gradebook, exchange and folders
measures    what a roll tells: who is quiet, how long feedback takes
files       the cohort as files to take along: workbook, CSV, grade imports
everything  the two verbs: collect and check everything, send all that is read
trial       a measurement fixed beforehand: who, what, the lot, and the numbers that came in
difference  differences with their intervals
effect      what a measurement shows, and what makes it doubtful
told        that in words and tables
command     ``netvaerk effect``
"""
