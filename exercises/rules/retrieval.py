"""Which questions a lesson begins with.

Spaced retrieval helps (g = .74 against massed) and equal gaps do as well as growing ones (latimier2021), so
a question comes back in the next lesson and again three lessons later, and no schedule adapts.
"""

FROM_LAST = 2
FROM_THREE_BACK = 1
MYTHS = 1
CAPSTONE = 11


def questions_for(number, banks):
    """The questions that lesson ``number`` begins with, as a list of ``(lesson number, question key)``.

    ``banks`` is ``{lesson number: [question keys]}`` in the order written; keys that begin with ``myth_``
    are the myth items. The first lesson begins with the whole of its own bank, a pre-test. The capstone has
    the same situations in other words as its own bank; after them comes one question from every other lesson,
    the last that is no myth, since the first two have come round already.
    """
    if number == 1:
        return [(1, key) for key in banks.get(1, ())]
    if number == CAPSTONE:
        plain = {n: [key for key in banks[n] if not is_myth(key)] for n in sorted(banks) if 1 < n < CAPSTONE}
        return [(CAPSTONE, key) for key in banks.get(CAPSTONE, ())] + [
            (n, found[-1]) for n, found in plain.items() if found
        ]
    asked = []
    for back, how_many in ((1, FROM_LAST), (3, FROM_THREE_BACK)):
        plain = [key for key in banks.get(number - back, ()) if not is_myth(key)]
        asked += [(number - back, key) for key in plain[:how_many]]
    myths = [(n, key) for n in sorted(banks) if n < number for key in banks[n] if is_myth(key)]
    if myths:
        # Round the earlier myths by turn: the newest first would leave the old ones out.
        asked.append(myths[number % len(myths)])
    return asked[: FROM_LAST + FROM_THREE_BACK + MYTHS]


def is_myth(key):
    """Whether a question is about a myth."""
    return key.startswith("myth_")
