"""How a network of one's own has changed: four things about it, then and now.

The article says that networks have changed their character, from shutting people out to learning from each
other (hvid_seed). Whether one's own has, only oneself can say; the four things are the course's own.
"""

from collections.abc import Mapping

from exercises.rules import Finding

FEATURES = {
    "gets_in": ("invited", "trade", "anyone"),
    "meets": ("seldom", "often", "online"),
    "decides": ("one", "few", "all"),
    "about": ("status", "business", "learning"),
}
TIMES = ("then", "now")


def changed(answers: Mapping[tuple[str, str], str]) -> list[str]:
    """The features that are answered for both times with two answers, in order."""
    both = {f: [answers.get((f, time)) for time in TIMES] for f in FEATURES}
    return [feature for feature, (then, now) in both.items() if then and now and then != now]


def findings(answers: Mapping[tuple[str, str], str]) -> list[Finding]:
    """What can be said of ``{(feature, time): answer}``, as ``[(key, names)]``."""
    if not answers:
        return [("nothing_yet", {})]
    if left := len(FEATURES) * len(TIMES) - len(answers):
        return [("more", {"n": left})]
    moved = changed(answers)
    found: list[Finding] = [(f"changed.{feature}", {}) for feature in moved]
    return [*found, ("count", {"n": len(moved), "of": len(FEATURES)})] if moved else [("same", {})]
