"""Asking to be told of the next evening: what one says yes to, and how to get off the list again.

A message meant to promote sales needs consent beforehand, freely given, for one thing, and as easy to take
back (mfl10). So the yes is a box of its own, empty to begin with, and what is handed to the host says what it
is for.
"""

from exercises.rules import Finding
from exercises.rules.reflection import words

PARTS = ("name", "contact")


def may_be_given(name: str, contact: str, yes: bool) -> bool:
    """Whether the slip may be given to the host: a name, where to write, and a yes."""
    return bool(words(name) and contact.strip() and yes)


def findings(name: str, contact: str, yes: bool, taken_back: bool) -> list[Finding]:
    """What can be said, as ``[(key, names)]``."""
    if taken_back:
        return [("taken_back", {})]
    if not words(name) and not contact.strip() and not yes:
        return [("nothing_yet", {})]
    for key, there in (("no_name", words(name)), ("no_contact", contact.strip()), ("no_yes", yes)):
        if not there:
            return [(key, {})]
    return [("ready", {})]
