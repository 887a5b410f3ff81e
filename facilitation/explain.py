"""Groups and rounds in a host's words: sentences from what the plans know. ``t`` is `words(lang)`."""

from pathlib import Path

from exercises.texts import Texts

TEXTS = Path(__file__).parent / "texts"
_MOST_WORDS = 4


def words(lang=None):
    """The `Texts` of groups.toml."""
    return Texts("groups", lang, folder=TEXTS)


def problem(t, found):
    """The sentence of a `SheetProblem`."""
    return t(f"problem.{found.key}", **found.names)


def notes(t, who):
    """What was noticed in a sheet, a list of sentences."""
    return [t(f"note.{key}", **names) for key, names in who.notes]


def joined(t, parts):
    """*a, b and c*."""
    parts = list(parts)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {t('why.and')} {parts[-1]}"


def why(t, facts):
    """One sentence on why these people sit together, from the `Facts` of their group."""
    reasons = []
    if len(facts.trades) > 1:
        shown = joined(t, facts.trades)
        reasons.append(t("why.trades", count=_number(t, len(facts.trades)), words=shown))
    if len(facts.places) > 1:
        reasons.append(t("why.places", words=joined(t, facts.places)))
    if len(facts.competences) > 1:
        count = len(facts.competences)
        if facts.only:
            word, name = next(iter(facts.only.items()))
            only = t("why.only", name=name, word=word)
            reasons.append(t("why.competences", count=_number(t, count), only=only))
        else:
            reasons.append(t("why.competences_all", count=_number(t, count)))
    if facts.acquainted:
        pairs = [f"{one} {t('why.and')} {other}" for one, other in facts.acquainted[:_MOST_WORDS]]
        reasons.append(t("why.acquainted", pairs=", ".join(pairs)))
    elif reasons:
        reasons.append(t("why.strangers"))
    if facts.evenings:
        reasons.append(t("why.evenings", words=joined(t, facts.evenings[:_MOST_WORDS])))
    reasons = reasons or [t("why.nothing")]
    return t("why.opening", count=_number(t, len(facts.names)), reasons="; ".join(reasons))


def conflicts(t, plan):
    """Which hard rules a `Plan` breaks, and whether that can be helped: a list of sentences."""
    said = [
        t(f"conflict.{found.kind}", group=found.group, names=joined(t, found.names))
        for found in plan.conflicts
    ]
    if said:
        said.append(t("conflict.unavoidable" if plan.avoidable is False else "conflict.perhaps"))
    return said


def quality(t, plan):
    """How good a `Plan` is and how far that is known: a list of sentences."""
    score = plan.score
    said = [
        t("quality.sizes", people=t.number(len(plan.people)), groups=t.number(len(plan.groups))),
        t("quality.points", mean=t.number(-score.mean), worst=t.number(-score.worst)),
    ]
    if plan.proven:
        said.append(t("quality.proven"))
    elif plan.gap is not None:
        said.append(t("quality.gap", gap=t.percent(plan.gap, 1)))
    else:
        said.append(t("quality.searched"))
    return said


def moved(t, plan):
    """Who changes group after a replanning."""
    return t("replanned.moved", names=joined(t, plan.moved)) if plan.moved else t("replanned.nobody")


def _number(t, count):
    return t(f"numbers.{count}") if str(count) in t.data["numbers"] else t.number(count)
