"""Which of the things one knows to give freely, to show a taste of, and to sell.

The rule is the course's own and made to be disagreed with. There is little research on when giving becomes
income; what there is says that artisans who help competitors do well (kuhn2015) and that owners share more
with those who are not competitors (cai2018). So three things are asked: what it costs to give, how many
others can tell the same, and what a competitor could use it for. Hours come first: what takes hours is work,
however many could do it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from exercises.rules import Finding

GIVE, SHOW, SELL = STEPS = ("give", "show", "sell")

# Each from little to much.
COST = ("minutes", "hour", "hours")
RARITY = ("many", "some", "few")
RIVAL = ("little", "some", "much")

MOST_THINGS = 12

# More of one's own choices than this that differ from the rule are not named one by one.
MOST_DIFFERENCES = 2


@dataclass(frozen=True)
class Thing:
    """Something one knows: ``what`` as written, ``cost`` to give, ``rarity`` and use to a ``rival`` (one of
    COST, RARITY and RIVAL, or ""), and the ``chosen`` step, one of STEPS or "" for the rule's."""

    what: str = ""
    cost: str = ""
    rarity: str = ""
    rival: str = ""
    chosen: str = ""

    @property
    def named(self) -> str:
        """What it is called, without space around it."""
        return self.what.strip()

    @property
    def step(self) -> str | None:
        """The step it stands on: the chosen one, else the rule's; None while neither can be said."""
        return self.chosen or suggest(self)[0]

    @property
    def weight(self) -> int:
        """How much speaks against giving it away, 0 to 6; what is not answered counts 0."""
        answers = ((self.cost, COST), (self.rarity, RARITY), (self.rival, RIVAL))
        return sum(scale.index(answer) for answer, scale in answers if answer in scale)


@dataclass(frozen=True)
class Ladder:
    """The things that have a name and a step, lowest step first, and how many stand on each step."""

    things: tuple[Thing, ...]
    counts: Counter
    unplaced: int

    @property
    def missing(self) -> str | None:
        """The one empty step to begin with, or None: first the top, then the middle, then the bottom."""
        if not self.things:
            return None
        return next((step for step in (SELL, SHOW, GIVE) if not self.counts[step]), None)


def suggest(thing: Thing) -> tuple[str | None, str]:
    """``(step, reason)`` by the rule, ``(None, "")`` while one of the three questions is not answered.

    The reasons are ``hours`` and ``core`` (few can, and a rival could live off it) for SELL; ``hour``,
    ``few`` and ``much`` for SHOW; ``light`` for GIVE.
    """
    if not (thing.cost in COST and thing.rarity in RARITY and thing.rival in RIVAL):
        return None, ""
    if thing.cost == "hours":
        return SELL, "hours"
    if thing.rarity == "few" and thing.rival == "much":
        return SELL, "core"
    for reason in (thing.cost, thing.rarity, thing.rival):
        if reason in ("hour", "few", "much"):
            return SHOW, reason
    return GIVE, "light"


def why(thing: Thing) -> str:
    """Why it stands on its step: the rule's reason, ``chosen``, or ``agreed`` where both say the same."""
    step, reason = suggest(thing)
    if not thing.chosen:
        return reason
    return "agreed" if step == thing.chosen else "chosen"


def build(things: Sequence[Thing]) -> Ladder:
    """The :class:`Ladder` of a list of :class:`Thing`."""
    named = [thing for thing in things if thing.named]
    placed = sorted((thing for thing in named if thing.step), key=lambda thing: STEPS.index(thing.step))
    return Ladder(tuple(placed), Counter(thing.step for thing in placed), len(named) - len(placed))


def candidate(ladder: Ladder) -> Thing | None:
    """The thing that might fill the missing step, or None where no step is missing.

    One that the rule puts there, if there is one; else the one that is nearest to it by weight.
    """
    missing = ladder.missing
    if missing is None:
        return None
    by_rule = [thing for thing in ladder.things if suggest(thing)[0] == missing]
    if by_rule:
        return by_rule[0]
    if missing == GIVE:
        return min(ladder.things, key=lambda thing: thing.weight)
    if missing == SELL:
        return max(ladder.things, key=lambda thing: thing.weight)
    dear = [thing for thing in ladder.things if SELL in (thing.step, suggest(thing)[0])]
    # what one lives by is shown last
    shown = [thing for thing in dear if suggest(thing)[1] != "core"]
    return min(shown or dear or ladder.things, key=lambda thing: thing.weight)


def findings(things: Sequence[Thing]) -> list[Finding]:
    """What can be said of the ladder, as a list of ``(key, names)``; the most important first."""
    ladder = build(things)
    found: list[Finding] = []
    if ladder.unplaced:
        found.append(("unplaced", {"n": ladder.unplaced}))
    if not ladder.things:
        nothing: list[Finding] = [("nothing_yet", {})]
        return found or nothing
    if missing := ladder.missing:
        found.append((f"missing.{missing}", {"what": getattr(candidate(ladder), "named", "")}))
    else:
        found.append(("whole", {}))
    differing = [
        thing for thing in ladder.things if thing.chosen and suggest(thing)[0] not in (None, thing.chosen)
    ]
    # the costliest first: hours given away are what one is poorest for
    for thing in sorted(differing, key=lambda thing: -thing.weight)[:MOST_DIFFERENCES]:
        step, reason = suggest(thing)
        if thing.chosen == GIVE and reason == "hours":
            found.append(("hours_given", {"what": thing.named}))
        elif thing.chosen == SELL and step == GIVE:
            found.append(("light_sold", {"what": thing.named}))
        else:
            found.append(
                ("differs", {"what": thing.named, "chosen": thing.chosen, "step": step, "reason": reason})
            )
    return found
