"""How far a few posts reached, and how much of the difference may be chance.

If nothing changes, the next post is as likely as any of the others to be the highest or the lowest of them
all. So of n + 1 posts the last lies between the lowest and the highest of the first n with the probability
(n - 1)/(n + 1), whatever the shape of the numbers; ties make it at least that. Five posts give two thirds.
No study of the reach of micro-businesses' pages stands behind this, only counting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from exercises.rules import Finding
from exercises.rules.uncertainty import wilson

MOST = 10_000_000
# Two posts say that numbers differ; three begin to say by how much.
FEWEST_FOR_BAND = 3
# From here on the band is worth more posts less than time.
ENOUGH = 5


@dataclass(frozen=True)
class Post:
    """One post: ``at`` from 1, what it was about, how many it reached and how many reacted (or None)."""

    at: int
    what: str
    reach: float
    reactions: float | None = None


@dataclass(frozen=True)
class Reading:
    """``low``, ``middle`` and ``high`` reach of ``n`` posts; ``inside`` is the probability that the next lies
    from low to high while nothing changes; ``shares`` is ``{at: (share, low, high)}`` of reactions to reach.
    """

    n: int
    low: float
    middle: float
    high: float
    inside: float
    shares: dict


def reading(posts: Sequence[Post]) -> Reading | None:
    """The :class:`Reading` of a list of :class:`Post`; None for none."""
    if not posts:
        return None
    reached = [post.reach for post in posts]
    shares = {}
    for post in posts:
        n, hits = round(post.reach), None if post.reactions is None else round(post.reactions)
        if hits is not None and n > 0 and hits <= n:
            low, high = wilson(hits, n) or (0.0, 1.0)
            shares[post.at] = (hits / n, low, high)
    n = len(posts)
    return Reading(n, min(reached), median(reached), max(reached), (n - 1) / (n + 1), shares)


def findings(posts: Sequence[Post]) -> list[Finding]:
    """What can be said of the posts, as ``(key, names)``."""
    found = reading(posts)
    if found is None:
        return [("nothing_yet", {})]
    said: list[Finding] = [
        ("more_reactions_than_reach", {"at": post.at})
        for post in posts
        if post.reactions is not None and post.reactions > post.reach
    ]
    if found.n == 1:
        return [*said, ("one_post", {})]
    if found.n < FEWEST_FOR_BAND:
        return [*said, ("two_posts", {"low": found.low, "high": found.high})]
    names = {"n": found.n, "low": found.low, "high": found.high, "middle": found.middle}
    said.append(("band", names | {"percent": round(100 * found.inside)}))
    if found.low > 0 and found.high >= 2 * found.low:
        said.append(("spread", {"times": round(found.high / found.low, 1)}))
    if found.n < ENOUGH:
        said.append(("few", {"n": found.n}))
    said += _of_reactions(found)
    return said


def _of_reactions(found):
    if len(found.shares) < 2:
        return []
    best = max(found.shares, key=lambda at: found.shares[at][0])
    least = min(found.shares, key=lambda at: found.shares[at][0])
    apart = found.shares[best][1] > found.shares[least][2]
    if apart:
        return [("reactions_apart", {"best": best, "least": least})]
    return [("reactions_alike", {})]
