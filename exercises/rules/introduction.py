"""Bringing two people together: both asked first, and something in it for each.

Whoever introduces two people vouches for both: in three firms, what made a tie useful was trust in the
other's skill and goodwill (levincross2004). That both are asked before either name is passed on is the
course's own rule.
"""

from dataclasses import dataclass

from exercises.rules import Finding
from exercises.rules.reflection import SAME, alike, words

PARTS = ("one", "other", "one_gets", "other_gets")
ASKED = ("asked_one", "asked_other")


@dataclass(frozen=True)
class Introduction:
    """Two nicknames, what each gets from the other, whether each said yes, and whether it was done."""

    one: str = ""
    other: str = ""
    one_gets: str = ""
    other_gets: str = ""
    asked_one: bool = False
    asked_other: bool = False
    made: bool = False
    came: str = ""

    @property
    def missing(self) -> list[str]:
        """The parts without a word, in order."""
        return [part for part in PARTS if not words(getattr(self, part))]

    @property
    def asked_both(self) -> bool:
        return self.asked_one and self.asked_other

    @property
    def may_be_sent(self) -> bool:
        """Whether the message that names both may go out."""
        return not self.missing and self.asked_both


def findings(introduction: Introduction) -> list[Finding]:
    """What can be said of it, as a list of ``(key, names)``; the most important first."""
    it = introduction
    if len(it.missing) == len(PARTS) and not it.made:
        return [("nothing_yet", {})]
    found: list[Finding] = []
    one, other = it.one.strip(), it.other.strip()
    if it.missing:
        found.append((f"missing.{it.missing[0]}", {}))
    if words(one) and one.casefold() == other.casefold():
        found.append(("same_person", {}))
    if words(it.one_gets) and words(it.other_gets) and alike(it.one_gets, it.other_gets) >= SAME:
        found.append(("same_gain", {"line": it.one_gets.strip()}))
    if it.made:
        if not it.asked_both:
            found.append(("made_unasked", {}))
        found.append(("made", {"line": it.came.strip()}) if words(it.came) else ("made_what", {}))
    elif it.may_be_sent:
        found.append(("ready", {}))
    elif not it.missing:
        left = [name for name, asked in ((one, it.asked_one), (other, it.asked_other)) if not asked]
        found.append(
            ("ask_both", {"one": one, "other": other}) if len(left) == 2 else ("ask", {"who": left[0]})
        )
    return found
