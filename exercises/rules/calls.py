"""A call or a visit that a text announces.

To ring private people, or to call on them, in order to sell is forbidden in Denmark unless they have asked
for it (fal4). The page cannot know whether they have; it can see that somebody says "I'll ring", and ask.
"""

from exercises.rules import Finding
from exercises.rules.request_builder import said


def announced(text: str, calls: tuple[str, ...]) -> list[Finding]:
    """What to say of a call or visit announced in ``text``: ``[("call", {"word": …})]``, or ``[]`` for none.

    ``calls`` are phrases in small letters such as *jeg ringer*; a question such as *may I ring* is none.
    """
    word = said(text, calls)
    return [("call", {"word": word})] if word else []
