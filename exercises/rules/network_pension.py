"""What of one's network will still be there at sixty-seven: a count of ten, and one thing to do.

A network has been called the best pension (gourani2009); nobody has measured it. Here one can look at what
one would have to live off: people younger than oneself, and people one knows for more than work. The ten
and the three questions are the course's own.
"""

from collections.abc import Mapping

from exercises.rules import Finding

AT = 67
TEN = 10
YOUNGEST, OLDEST = 15, 100
PARTS = ("older", "work_only", "would_call")


def findings(age: float | None, counts: Mapping[str, float | None]) -> list[Finding]:
    """What can be said of one's ``age`` and ``{part: number of the ten}`` (None where unwritten)."""
    told = {part: n for part, n in counts.items() if n is not None}
    if age is None and not told:
        return [("nothing_yet", {})]
    found: list[Finding] = []
    if age is not None:
        found.append(("years", {"n": AT - int(age)}) if age < AT else ("there_already", {}))
    if left := [part for part in PARTS if part not in told]:
        return [*found, ("more", {"n": len(left)})]
    if told["older"] > TEN / 2:
        found.append(("mostly_older", {"n": told["older"]}))
    if told["work_only"] > TEN / 2:
        found.append(("mostly_work", {"n": told["work_only"]}))
    last = ("left", {"n": told["would_call"], "of": TEN}) if told["would_call"] else ("nobody", {})
    return [*found, last]
