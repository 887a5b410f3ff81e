"""What a server gives out of the course's pages: their text at once, and their files.

::

    first_text    a page's text in the server's first answer to a learner
    reading_text  what a page says, as HTML that needs no script; the site without a server has it, too
    contents      the files of a folder
    hand_in       nbgrader's addresses, imported once somebody reads
"""
