"""One's connections online, by number only: which circles they come from, and how long since one spoke.

On LinkedIn the moderately weak ties, to people with whom one has some contacts in common, led to most new
jobs (rajkumar2022); the outcome was jobs, not customers. Networking behaviour and the number of weak ties,
not use as such, went with timely news (utz2019). Nothing here is a mark: a count shows where to look.
"""

from collections.abc import Mapping

from exercises.rules import Finding

CIRCLES = ("trade", "customers", "place", "earlier", "close", "unknown")
AGES = ("year", "three", "longer", "never")
MOST = 100_000
# More than this part from one circle: its news are much the same.
MOSTLY = 0.5


def shares(counts: Mapping[str, float | None]) -> dict[str, float]:
    """``{name: share}`` of ``{name: number or None}``; empty while nothing is counted."""
    total = sum(n for n in counts.values() if n)
    return {name: n / total for name, n in counts.items() if n} if total else {}


def findings(circles: Mapping[str, float | None], ages: Mapping[str, float | None]) -> list[Finding]:
    """What can be said of ``{circle: n or None}`` and ``{age: n or None}``, as ``(key, names)``."""
    if not shares(circles) and not shares(ages):
        return [("nothing_yet", {})]
    return [*_of_circles(circles), *_of_ages(ages), *_of_sums(circles, ages)]


def _of_circles(circles):
    parts = shares(circles)
    if not parts:
        return [("count_circles", {})]
    found: list[Finding] = []
    name = max(parts, key=parts.get)
    if name == "unknown" and parts[name] >= MOSTLY:
        found.append(("mostly_unknown", {"percent": round(100 * parts[name])}))
    elif parts[name] > MOSTLY:
        found.append((f"mostly.{name}", {"percent": round(100 * parts[name])}))
    else:
        found.append(("spread", {}))
    empty = [circle for circle in CIRCLES if circles.get(circle) == 0 and circle != "unknown"]
    return found + [(f"empty.{circle}", {}) for circle in empty]


def _of_ages(ages):
    parts = shares(ages)
    if not parts:
        return [("count_ages", {})]
    found: list[Finding] = []
    if middle := ages.get("three"):
        found.append(("moderately_weak", {"n": middle}))
    if sleeping := ages.get("longer"):
        found.append(("sleeping", {"n": sleeping}))
    if parts.get("never", 0) > MOSTLY:
        found.append(("never_spoken", {"percent": round(100 * parts["never"])}))
    return found


def _of_sums(circles, ages):
    if any(n is None for n in (*circles.values(), *ages.values())):
        return []
    one, other = sum(circles.values()), sum(ages.values())
    return [] if one == other else [("sums_differ", {"circles": one, "ages": other})]
