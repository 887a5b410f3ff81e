"""An evening, from the invitation to the next date.

evening      the evening's own file, and what its host does with it
signup       sign-ups as mails and sheets have them, with the words of consent
own_answers  what people write of themselves for an evening on the hub
vote         what the third evening is about
board        what people offer and need, and who meets whom there
slips        reasons on slips, in words
words        what a plan of groups or rounds says of itself
pages        pages to print: sheets, cards, lists
"""
