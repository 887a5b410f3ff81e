"""Three titles shown to a few people, and how far their choice can be trusted.

If nobody had a preference, each would choose any of the titles alike. The probability that some title then
gets at least as many votes as the first got is counted out (multinomial), without any assumption besides.
One in twenty as the limit is a convention.
"""

from collections.abc import Mapping
from math import factorial

from exercises.rules import Finding
from exercises.rules.reflection import alike, words

TITLES = ("1", "2", "3")
MOST_VOTES = 200
MOST_WORDS = 12
SAME = 0.8
RARE = 1 / 20


def by_chance(most: int, votes: int, titles: int) -> float:
    """The probability that one of ``titles`` (2 or 3) gets at least ``most`` of ``votes`` by chance alone."""
    total = 0
    for one in range(votes + 1):
        for other in range(votes - one + 1):
            rest = votes - one - other
            if titles == 2 and rest:
                continue
            if max(one, other, rest) >= most:
                total += factorial(votes) // (factorial(one) * factorial(other) * factorial(rest))
    return total / titles**votes


def findings(titles: Mapping[str, str], votes: Mapping[str, float | None]) -> list[Finding]:
    """What can be said, as ``(key, names)``; ``titles`` is ``{name: text}``, ``votes`` ``{name: n}``."""
    written = [name for name in TITLES if words(titles.get(name, ""))]
    if not written:
        return [("nothing_yet", {})]
    long = [name for name in written if words(titles[name]) > MOST_WORDS]
    found: list[Finding] = [("too_long", {"at": name, "most": MOST_WORDS}) for name in long]
    found += [("shouting", {"at": name}) for name in written if "!" in titles[name]]
    pairs = [(a, b) for at, a in enumerate(written) for b in written[at + 1 :]]
    found += [("same", {"a": a, "b": b}) for a, b in pairs if alike(titles[a], titles[b]) >= SAME]
    if len(written) < 2:
        return [*found, ("one_title", {})]
    return [*found, *_of_votes(written, {name: int(votes.get(name) or 0) for name in written})]


def _of_votes(written, votes):
    total, most = sum(votes.values()), max(votes.values())
    if not total:
        return [("ask_somebody", {})]
    leaders = [name for name in written if votes[name] == most]
    if len(leaders) > 1:
        return [("level", {"n": total})]
    share = by_chance(most, total, len(written))
    names = {"at": leaders[0], "most": most, "n": total, "percent": round(100 * share)}
    return [("may_be_chance" if share > RARE else "hardly_chance", names)]
