"""Opinion, experience or study: six sentences to sort.

The three kinds are the lesson's own. A sentence is sorted by how whoever says it knows, not by whether it is
true: an opinion can be wise, and a study wrong.
"""

from collections.abc import Mapping

from exercises.rules import Finding

KINDS = ("opinion", "experience", "study")
# What each sentence is. Studies: stam2014 and dimitriadis2022; the experience of the bus tour: sn2021.
CLAIMS = {
    "pension": "opinion",
    "kettle": "experience",
    "samples": "study",
    "everybody": "opinion",
    "tour": "experience",
    "togo": "study",
}


def right(answers: Mapping[str, str]) -> int:
    """How many of ``{claim: kind}`` are sorted as :data:`CLAIMS` has them."""
    return sum(CLAIMS.get(claim) == kind for claim, kind in answers.items())


def findings(answers: Mapping[str, str]) -> list[Finding]:
    """What can be said, as ``[(key, names)]``: a word on each sentence sorted, then on all of them."""
    if not answers:
        return [("nothing_yet", {})]
    found: list[Finding] = [
        (f"{'right' if CLAIMS[claim] == answers[claim] else 'other'}.{claim}", {})
        for claim in CLAIMS
        if claim in answers
    ]
    if len(answers) == len(CLAIMS):
        found.append(("all", {"n": right(answers), "of": len(CLAIMS)}))
    return found
